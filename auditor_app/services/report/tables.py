"""Tables without boxes: a head, group rows, rows that never split, rules below; the head repeats on the next page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from auditor_app.services.report.compose import Setter, text_mark
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.strips import Mark, Strip
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import ACCENT, CELL_GUTTER, GROUP, HAIR, HEAD, INK, MM, TABLE, TEXT, Type
from auditor_app.services.report.text import Line, Span

CAP = 0.727 * TABLE.size
"""The height of capitals in table text."""
MOST_LINES = 40
"""A row of more lines is cut, as it would not fit on any page."""
CUT_LINES = 12
"""How many lines each of its pieces has: small ones fill the pages."""

Picture = Callable[[Pen, float, float, Element], None]
"""Draws in a cell: gets the pen, where the column starts, the row's first baseline and the cell's element."""


Under = Callable[[Pen, float, float], None]
"""Draws under a row: gets the pen, the top and the height."""


@dataclass(frozen=True)
class Column:
    """A column: where it starts, how wide it is including its gutter, its title, and whether it is set to the right."""

    x: float
    width: float
    title: str = ""
    is_right: bool = False
    is_last: bool = False
    ticks: tuple[tuple[float, str], ...] = ()
    """Titles centred at places of their own, instead of one title."""
    lang: str = ""
    """The language of its title, when it is not the report's."""
    heads: int = 1
    """How many columns, itself included, its head stands above; what their titles say is said in that one head."""

    @property
    def room(self) -> float:
        """Give the width of the text."""
        return self.width - (0 if self.is_last else CELL_GUTTER)


@dataclass(frozen=True)
class Part:
    """A paragraph in a cell."""

    spans: Sequence[Span] | str
    type: Type = TABLE
    before: float = 0.0


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: paragraphs, and a picture drawn on the first baseline; `link` leads to a target."""

    parts: tuple[Part, ...] = ()
    picture: Picture | None = None
    indent: float = 0.0
    link: str = ""
    alt: str = ""
    """What the picture says; it stands for the text too, unless that is to be heard by itself."""
    has_own_text: bool = False
    lang: str = ""
    """The language of what a person typed in it, when it is not the report's."""


def cell(text: str, type_: Type = TABLE, **more: object) -> Cell:
    """Make a cell of one paragraph."""
    return replace(Cell((Part(text, type_),)), **more)  # type: ignore[arg-type] # the fields of Cell, checked when it is made


@dataclass(frozen=True)
class _Row:
    strips: tuple[Strip, ...]
    is_group: bool
    is_plain: bool = False


@dataclass
class Table:
    """Collects the rows of one table and gives them as strips."""

    setter: Setter
    parent: Element
    columns: Sequence[Column]
    above: float = 1.55 * MM
    below: float = 1.95 * MM
    has_head: bool = True
    has_wide_head: bool = False
    """Whether the titles may run on over the next columns."""
    is_open_ended: bool = False
    """Whether the last row has no closing rule."""
    rows: list[_Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start the table's structure."""
        self.element = self.parent.add("Table")
        self.element.widths = tuple(column.width for column in self.columns)
        self._head = self._make_head() if self.has_head else None

    @property
    def left(self) -> float:
        """Give where the table starts."""
        return min(column.x for column in self.columns)

    @property
    def right(self) -> float:
        """Give where the table ends."""
        return max(column.x + column.width for column in self.columns)

    def group(self, text: str, lang: str = "") -> None:
        """Add a row that heads the rows after it."""
        element = self.element.add("TR").add("TH", scope="Row", span=len(self.columns))
        element.lang = lang
        (line, *_) = self.setter.lines(text, GROUP, self.right - self.left)
        base = (2.6 if self.rows else 1.7) * MM + CAP
        height = base + self.below - 0.1 * MM

        def rule(pen: Pen, top: float) -> None:
            pen.rule(self.left, top + height, self.right, top + height, width=0.4, color=ACCENT)

        strip = Strip(height, (text_mark(self.left, base, line, element), rule), rise=base, keeps=True)
        self.rows.append(_Row((strip,), is_group=True))

    def row(self, *cells: Cell, header: int = 0, is_plain: bool = False, under: Under | None = None) -> None:
        """Add a row; the cell at `header` names it. A plain row has no rule below it unless it is the last one."""
        element = self.element.add("TR")
        set_cells = [
            _SetCell(
                column,
                one,
                element.add("TH", scope="Row") if place == header else element.add("TD"),
                self._lines(one, column),
            )
            for place, (column, one) in enumerate(zip(self.columns, cells, strict=True))
        ]
        for one in set_cells:
            one.element.lang = one.cell.lang
        most = max((len(one.lines) for one in set_cells), default=0)
        strips = []
        piece = MOST_LINES if most <= MOST_LINES else CUT_LINES
        for start in range(0, max(most, 1), piece):
            part = [one.part(start, piece) for one in set_cells]
            strips.append(self._strip(part, is_first=start == 0, is_last=start + piece >= most))
        if under is not None:
            strips = [replace(strip, marks=(_under(under, strip.height), *strip.marks)) for strip in strips]
        self.rows.append(_Row(tuple(strips), is_group=False, is_plain=is_plain))

    def _lines(self, one: Cell, column: Column) -> list[tuple[Line, Type, float]]:
        lines: list[tuple[Line, Type, float]] = []
        for part in one.parts:
            broken = self.setter.lines(part.spans, part.type, column.room - one.indent)
            broken[0] = replace(broken[0], is_new=True)
            lines += [(line, part.type, part.before if index == 0 else 0.0) for index, line in enumerate(broken)]
        return lines

    def _strip(self, cells: list[_SetCell], *, is_first: bool, is_last: bool) -> Strip:
        base = (self.above if is_first else 0.0) + CAP
        marks: list[Mark] = []
        lowest = base
        for one in cells:
            marks += one.marks(base)
            lowest = max(lowest, one.last_baseline(base))
        height = lowest + (self.below if is_last else TABLE.leading - CAP)
        return Strip(height, tuple(marks), rise=base)

    def strips(self, before: float = 0.0) -> list[Strip]:
        """Give the table; the head and every group keep two rows with them."""
        made: list[Strip] = []
        last = len(self.rows) - 1
        for index, row in enumerate(self.rows):
            follows_group = index < last and self.rows[index + 1].is_group
            strips = list(row.strips)
            if not row.is_group:
                strips[-1] = self._ruled(
                    strips[-1], is_last=index == last, is_bare=follows_group or (row.is_plain and index < last)
                )
            is_second_after = index == 0 or self.rows[index - 1].is_group
            keeps = is_second_after and index < last and not follows_group
            made += [replace(strip, keeps=strip.keeps or (keeps and place == 0)) for place, strip in enumerate(strips)]
        is_wide = self.left < TEXT
        head = () if self._head is None else (replace(self._head, is_wide=is_wide),)
        made = [replace(strip, head=head, is_wide=is_wide) for strip in made]
        if head:
            made = [replace(head[0], keeps=bool(made)), *made]
        return [replace(made[0], before=before), *made[1:]] if made else []

    def _ruled(self, strip: Strip, *, is_last: bool, is_bare: bool) -> Strip:
        if is_bare or (is_last and self.is_open_ended):
            return strip
        width, color = (0.8, INK) if is_last else (0.35, HAIR)

        def rule(pen: Pen, top: float) -> None:
            pen.rule(self.left, top + strip.height, self.right, top + strip.height, width=width, color=color)

        return replace(strip, marks=(*strip.marks, rule))

    def _heads(self, row: Element) -> list[Element]:
        """Give the head that each column's title is said in."""
        heads: list[Element] = []
        for column in self.columns:
            if sum(head.span for head in dict.fromkeys(heads)) > len(heads):
                heads.append(heads[-1])
            else:
                heads.append(row.add("TH", scope="Column", span=column.heads))
                heads[-1].lang = column.lang
        return heads

    def _make_head(self) -> Strip:
        element = self.element.add("TR")
        titles = [
            self.setter.lines(column.title, HEAD, self.right if self.has_wide_head else column.room)
            for column in self.columns
        ]
        most = max(len(lines) for lines in titles)
        height = most * HEAD.leading + 1.6 * MM
        marks: list[Mark] = []
        for column, lines, heading in zip(self.columns, titles, self._heads(element), strict=True):
            for index, line in enumerate(lines):
                baseline = HEAD.size + (most - len(lines) + index) * HEAD.leading
                x = column.x + column.room - line.width if column.is_right else column.x
                if line.runs:
                    marks.append(text_mark(x, baseline, line, heading))
            for x, text in column.ticks:
                (line, *_) = self.setter.lines(text, HEAD, column.room)
                marks.append(text_mark(x - line.width / 2, HEAD.size + (most - 1) * HEAD.leading, line, heading))

        def rule(pen: Pen, top: float) -> None:
            pen.rule(self.left, top + height, self.right, top + height, width=0.8)

        return Strip(height, (*marks, rule), rise=HEAD.size, keeps=True)


def _under(draw: Under, height: float) -> Mark:
    return lambda pen, top: draw(pen, top, height)


@dataclass(frozen=True)
class _SetCell:
    """A cell whose text is broken into lines."""

    column: Column
    cell: Cell
    element: Element
    lines: list[tuple[Line, Type, float]]
    is_first: bool = True

    def part(self, start: int, size: int) -> _SetCell:
        """Give the lines of one part of a row that was cut."""
        return replace(self, lines=self.lines[start : start + size], is_first=start == 0)

    def marks(self, base: float) -> list[Mark]:
        """Draw the cell with its first baseline `base` below the top of the row."""
        target = self.element
        marks: list[Mark] = []
        if self.cell.alt and self.is_first:
            target = target.add("Figure", alt=self.cell.alt)
        if self.cell.picture is not None and self.is_first:
            marks.append(self._picture(self.cell.picture, base, target))
        if self.cell.has_own_text:
            target = self.element
        if self.cell.link and self.is_first and self.lines:
            target = target.add("Link")
            marks.append(self._link(base, target))
        for line, baseline in self._placed(base):
            x = self.column.x + self.cell.indent
            if self.column.is_right:
                x = self.column.x + self.column.room - line.width
            marks.append(text_mark(x, baseline, line, target))
        return marks

    def last_baseline(self, base: float) -> float:
        """Give the lowest baseline."""
        return max((baseline for _, baseline in self._placed(base)), default=base)

    def _placed(self, base: float) -> list[tuple[Line, float]]:
        placed: list[tuple[Line, float]] = []
        baseline = base
        for index, (line, type_, before) in enumerate(self.lines):
            baseline += type_.leading + before if index else 0.0
            placed.append((line, baseline))
        return placed

    def _picture(self, picture: Picture, base: float, element: Element) -> Mark:
        return lambda pen, top: picture(pen, self.column.x, top + base, element)

    def _link(self, base: float, element: Element) -> Mark:
        width = max(line.width for line, *_ in self.lines)
        height = len(self.lines) * self.lines[0][1].leading
        label = " ".join("".join(run.text for run in line.runs) for line, *_ in self.lines)
        x = self.column.x + self.cell.indent
        return lambda pen, top: pen.link((x, top + base - CAP - 2, width, height), self.cell.link, label, element)
