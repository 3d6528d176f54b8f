"""Fills pages with strips: what belongs together stays together, table heads repeat, short parts share a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from auditor_app.services.report.strips import Strip, height_of
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import FIRST_BASELINE, MM, TEXT_END

OPENING = 90 * MM
"""A chapter that follows on needs this much room on the page."""
SHORT = 60 * MM
"""A part under this height may follow on the page before it."""
HALF_A_PAGE = (FIRST_BASELINE + TEXT_END) / 2
"""A page that ends above this is better shared than left, when the next part fits on it whole."""
BETWEEN_PARTS = 14 * MM
_LEAST_SQUEEZED = 6.0
"""White between lines of one text, in points, stays as it is."""
BELOW_CONTINUED = 12 * MM
_REST = 48 * MM
"""A page that would hold less than this is saved by setting the white of its part tighter, if that is enough."""
_TIGHTER = 0.7
_TWO = 2


@dataclass(frozen=True)
class Columns:
    """Strips that run beside each other, each over as many pages as it needs."""

    columns: tuple[tuple[Strip, ...], ...]
    before: float = 0.0


Flow = Sequence[Strip | Columns]


@dataclass(frozen=True)
class Part:
    """A part of the report: what it is called, what it consists of, and how it may begin."""

    key: str
    title: str
    element: Element
    flow: Flow
    number: str = ""
    head: str = ""
    starts_page: bool = True
    follows_on: bool = False
    """Whether it goes on below the part before it, however long it is."""
    shares_under: float = SHORT
    """How high it may be to follow on the page of the part before it, when it need not start a page."""
    first_baseline: float = FIRST_BASELINE
    has_furniture: bool = True
    """Whether its first page has a head and foot."""
    lang: str = ""
    """The language of its title, when it is not the report's."""
    children: tuple[tuple[str, str], ...] = ()
    """Headings within the part for the outline, as (title, target)."""


@dataclass
class Page:
    """One page: what is drawn where, and the part its head names."""

    part: Part
    continues: bool
    marks: list[tuple[Strip, float, bool]] = field(default_factory=list)
    """Strips, where their tops stand, and whether they are repetitions."""
    is_lowered: bool = False
    """Whether its content stands below the line that says what continues here."""


@dataclass(frozen=True)
class Spot:
    """Where a finding or standard stands on one page, from the top of the page."""

    kind: str
    id: str
    page: int
    top: float
    bottom: float


@dataclass(frozen=True)
class _State:
    """How far the pages were filled at one moment."""

    pages: int
    marks: list[tuple[Strip, float, bool]]
    spots: dict[tuple[str, str, int], Spot]
    starts: dict[str, tuple[int, float]]
    index: int
    top: float


@dataclass
class Paginator:
    """Places parts on pages, one after the other."""

    pages: list[Page] = field(default_factory=list)
    spots: dict[tuple[str, str, int], Spot] = field(default_factory=dict)
    starts: dict[str, tuple[int, float]] = field(default_factory=dict)
    squeeze: float = 1.0
    """What the white between strips is multiplied by."""
    _index: int = -1
    _top: float = 0.0
    _is_fresh: bool = True

    def place(self, part: Part) -> None:
        """Place one part after those before it; a short one may share their last page."""
        if self.squeeze != 1:
            part = replace(part, flow=[_squeezed(item, self.squeeze) for item in part.flow])
        before = self._state()
        self._place(part)
        if self._ends_in_lone_pictures():
            pages = len(self.pages)
            self._place_again(before, part, [_squeezed(item, _TIGHTER) for item in part.flow])
            if len(self.pages) == pages:
                self._place_again(before, part, _accompanied(part.flow))
        elif self._ends_in_a_rest():
            pages = len(self.pages)
            self._place_again(before, part, [_squeezed(item, _TIGHTER) for item in part.flow])
            if len(self.pages) == pages:
                self._place_again(before, part, part.flow)

    def _place(self, part: Part) -> None:
        self._begin(part)
        run: list[Strip] = []
        for item in part.flow:
            if isinstance(item, Columns):
                intro = _kept_at_end(run)
                self._flow(part, run[: len(run) - len(intro)])
                run = []
                self._columns(part, item, intro)
            else:
                run.append(item)
        self._flow(part, run)

    def _ends_in_lone_pictures(self) -> bool:
        """Tell whether the last page holds the first photos of a part and nothing else."""
        if len(self.pages) < _TWO:
            return False
        before, last = self.pages[-2:]
        is_first = not any(strip.is_picture for strip, *_ in before.marks)
        return last.continues and is_first and all(strip.is_picture for strip, *_ in last.marks)

    def _ends_in_a_rest(self) -> bool:
        """Tell whether the last page holds a few lines that ran over."""
        return bool(self.pages) and self.pages[-1].continues and self._top < FIRST_BASELINE + _REST

    def _place_again(self, before: _State, part: Part, flow: Flow) -> None:
        self._return_to(before)
        self._place(replace(part, flow=flow))

    def _state(self) -> _State:
        marks = list(self.pages[-1].marks) if self.pages else []
        return _State(len(self.pages), marks, self.spots.copy(), self.starts.copy(), self._index, self._top)

    def _return_to(self, state: _State) -> None:
        del self.pages[state.pages :]
        if self.pages:
            self.pages[-1].marks = list(state.marks)
        self.spots = state.spots.copy()
        # The contents look their page numbers up in this very mapping.
        self.starts.clear()
        self.starts.update(state.starts)
        self._index, self._top, self._is_fresh = state.index, state.top, False

    def _begin(self, part: Part) -> None:
        strips = [item for item in part.flow if isinstance(item, Strip)]
        height = height_of(strips)
        is_short = len(strips) == len(part.flow) and (height < part.shares_under or self._top < HALF_A_PAGE)
        is_short = is_short and not part.starts_page
        opening = height_of(next(_chunks(strips), []))
        needed = min(height, max(OPENING, opening)) if part.follows_on else height
        if self.pages and (is_short or part.follows_on) and self._top + BETWEEN_PARTS + needed <= TEXT_END:
            self._top += BETWEEN_PARTS
            self._is_fresh = False
            return
        self._index = len(self.pages)
        self.pages.append(Page(part, continues=False))
        self._is_fresh = True

    def _columns(self, part: Part, item: Columns, intro: Sequence[Strip]) -> None:
        """Run columns beside each other below what introduces them; the next strip stands below the longest."""
        firsts = [next(_chunks(column)) for column in item.columns if column]
        height = height_of(intro) + item.before + max((height_of(chunk) for chunk in firsts), default=0)
        if intro and not self._is_fresh and self._top + intro[0].before + height > TEXT_END:
            self._next_page(part, intro[0])
        for strip in intro:
            self._put(part, strip)
        start = (self._index, self._top + (0 if self._is_fresh else item.before))
        fresh = self._is_fresh
        ends = []
        for column in item.columns:
            (self._index, self._top), self._is_fresh = start, fresh
            self._flow(part, column)
            ends.append((self._index, self._top))
        (self._index, self._top), self._is_fresh = max(ends, default=start), False

    def _flow(self, part: Part, strips: Sequence[Strip]) -> None:
        """Place strips; those that keep with the next go to a page together, unless they are more than a page."""
        for chunk in _chunks(strips):
            height, fitting = height_of(chunk) + (0 if self._is_fresh else chunk[0].before), chunk
            if not self._is_fresh and (chunk[0].starts_page or self._top + height > TEXT_END):
                lowered = [strip.lowered for strip in chunk]
                if chunk[0].starts_page or self._top + chunk[0].before + height_of(lowered) > TEXT_END:
                    self._next_page(part, chunk[0])
                else:
                    fitting = lowered
            for strip in fitting:
                before = 0 if self._is_fresh else strip.before
                if not self._is_fresh and self._top + before + strip.height > TEXT_END:
                    self._next_page(part, strip)
                self._put(part, strip)

    def _next_page(self, part: Part, first: Strip) -> None:
        """Go on at the top of the next page, with the table's head repeated there."""
        self._index += 1
        if self._index == len(self.pages):
            self.pages.append(Page(part, continues=True, is_lowered=first.is_wide))
        self._is_fresh = True
        for strip in first.head:
            self._put(part, strip, is_repeated=True)

    def _put(self, part: Part, strip: Strip, *, is_repeated: bool = False) -> None:
        page = self.pages[self._index]
        if self._is_fresh:
            baseline = FIRST_BASELINE if page.continues else part.first_baseline
            self._top = baseline - strip.rise + (BELOW_CONTINUED if page.is_lowered else 0)
        else:
            self._top += strip.before
        self._is_fresh = False
        self.starts.setdefault(part.key, (self._index, self._top))
        page.marks.append((strip, self._top, is_repeated))
        self._note(strip)
        self._top += strip.height

    def _note(self, strip: Strip) -> None:
        if strip.place is None:
            return
        key = (*strip.place, self._index)
        top = min(self.spots[key].top, self._top) if key in self.spots else self._top
        self.spots[key] = Spot(*key, top, self._top + strip.height)


def _accompanied(flow: Flow) -> Flow:
    """Let the finding before the photos of a part go to a page together with them, where there is one."""
    first = next((place for place, item in enumerate(flow) if isinstance(item, Strip) and item.is_picture), 0)
    before = flow[first - 1] if first else None
    if not isinstance(before, Strip) or before.place is None or before.place[0] != "finding":
        return flow
    start = first
    while start and getattr(flow[start - 1], "place", None) == before.place:
        start -= 1
    along = [item for item in flow[start : first + 2] if isinstance(item, Strip)]
    if not start or height_of(along) > TEXT_END - FIRST_BASELINE:
        return flow
    return [*flow[:start], replace(along[0], starts_page=True), *flow[start + 1 :]]


def _squeezed(item: Strip | Columns, share: float) -> Strip | Columns:
    if isinstance(item, Strip):
        return _squeezed_strip(item, share)
    columns = tuple(tuple(_squeezed_strip(strip, share) for strip in column) for column in item.columns)
    return replace(item, before=item.before * share, columns=columns)


def _squeezed_strip(strip: Strip, share: float) -> Strip:
    return replace(strip, before=strip.before * share if strip.before > _LEAST_SQUEEZED else strip.before)


def _kept_at_end(strips: Sequence[Strip]) -> list[Strip]:
    """Give the last strips that keep with whatever follows them."""
    kept: list[Strip] = []
    for strip in reversed(strips):
        if not strip.keeps:
            break
        kept.insert(0, strip)
    return kept


def _chunks(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    chunk: list[Strip] = []
    for strip in strips:
        chunk.append(strip)
        if not strip.keeps:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
