"""The report read out instead of drawn: its structure tree with the words and pictures in it, for other forms.

The same sections are set as for the pages, and a pen that draws nothing writes down what it is told to draw. So every
form says what the pages say, in the order a screen reader hears it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from auditor_app.core.snapshot import Snapshot
from auditor_app.services.report.paginate import Columns, Part
from auditor_app.services.report.pen import Box, Pen
from auditor_app.services.report.report import Report, Status
from auditor_app.services.report.sections import parts_of
from auditor_app.services.report.structure import Annotated, Annotations, Element, Marked
from auditor_app.services.report.style import SANS_MEDIUM, SANS_SEMIBOLD, SERIF_MEDIUM, SERIF_SEMIBOLD
from auditor_app.services.report.text import NBSP, Line

_STRONG = frozenset({SERIF_SEMIBOLD, SANS_SEMIBOLD, SANS_MEDIUM, SERIF_MEDIUM})
PAPER_ONLY = frozenset({"contents", "signatures"})
"""Parts that only make sense on pages."""


@dataclass(frozen=True)
class Words:
    """Words in one way of speaking; `lang` when it differs from what they stand in."""

    text: str
    is_strong: bool = False
    is_emphasised: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Picture:
    """The bytes of a photo or a logo."""

    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Node:
    """One element with what stands in it."""

    tag: str
    kids: tuple[Node | Words | Picture, ...] = ()
    alt: str = ""
    lang: str = ""
    scope: str = ""
    span: int = 1
    anchor: str = ""
    """What links that lead here are called."""
    target: str = ""
    """Where a link leads."""
    is_label: bool = False
    """Whether it names what comes after it."""
    widths: tuple[float, ...] = ()
    """How wide the columns of a table are on the page."""

    @property
    def text(self) -> str:
        """Give all words in it."""
        return "".join(kid.text if isinstance(kid, Words | Node) else "" for kid in self.kids)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Give the pictures that stand right in it."""
        return tuple(kid for kid in self.kids if isinstance(kid, Picture))


def read_out(
    snapshot: Snapshot, language: str, *, status: Status, blobs: Mapping[str, bytes] = MappingProxyType({})
) -> Node:
    """Give the report as a tree; raises `UserError("report.not_for_school")` like the pages."""
    report = Report.for_school(snapshot, language, status, blobs)
    listener = _Listener()
    for part in parts_of(report):
        if part.key in PAPER_ONLY:
            report.root.kids.remove(part.element)
        else:
            listener.hear(part)
    return listener.node(report.root)


class _Listener(Pen):
    """A pen that draws nothing and remembers what each mark was to say."""

    def __init__(self) -> None:
        self.page = 0
        self.annotations = Annotations()
        self.targets: dict[str, tuple[int, float]] = {}
        self._open: Element | str | None = None
        self._is_artifact = False
        self._marks = 0
        self._said: dict[int, list[Words | Picture]] = {}
        self._anchors: dict[int, str] = {}
        self._last: Element | None = None
        self._is_cut = False

    def hear(self, part: Part) -> None:
        """Listen to one part."""
        self._anchors.setdefault(id(part.element), f"part:{part.key}")
        for mark in _marks(part):
            mark(self, 0.0)
        self._open = None

    def text(self, _x: float, _baseline: float, line: Line, element: Element | None = None) -> None:
        """Remember a line; the next one of the same element goes on after a space."""
        said = self._enter_said(element)
        if said is None:
            return
        if said and not self._is_cut and isinstance(said[-1], Words):
            said.append(Words("\n" if line.is_new else " "))
        for run in line.runs:
            text = run.text if run.actual is None else run.actual
            is_strong, is_emphasised = run.face in _STRONG, run.face.endswith("Italic")
            if text:
                said.append(Words(text, is_strong, is_emphasised, run.lang))
        self._is_cut = line.is_cut or any(run.actual for run in line.runs[-1:])

    def image(self, _box: Box, content: bytes, element: Element | None) -> None:
        """Remember a picture."""
        said = self._enter_said(element)
        if said is not None:
            said.append(Picture(content))

    def _enter_said(self, element: Element | None) -> list[Words | Picture] | None:
        self._enter(element)
        if element is None or self._is_artifact:
            return None
        self._last = element
        return self._said.setdefault(self._marks - 1, [])

    def _enter(self, element: Element | None) -> None:
        wanted: Element | str = "artifact" if element is None or self._is_artifact else element
        if wanted is self._open:
            return
        self._open, self._is_cut = wanted, False
        if isinstance(wanted, Element):
            wanted.kids.append(Marked(self.page, self._marks))
            self._marks += 1

    def target(self, name: str, _top: float) -> None:
        """Remember that links lead to the element that spoke last."""
        if self._last is not None:
            self._anchors[id(self._last)] = name

    def rule(self, *_place: float, **_look: Any) -> None:  # noqa: ANN401 - nothing is drawn, whatever is asked
        """Draw nothing."""

    def box(self, *_place: float, element: Element | None = None, **_look: Any) -> None:  # noqa: ANN401 - draws nothing
        """Draw nothing, but know that the element has content."""
        self._enter(element)

    def disc(self, *_place: float, element: Element | None = None, **_look: Any) -> None:  # noqa: ANN401 - draws nothing
        """Draw nothing, but know that the element has content."""
        self._enter(element)

    def arc(self, *_place: float, element: Element | None = None, **_look: Any) -> None:  # noqa: ANN401 - draws nothing
        """Draw nothing, but know that the element has content."""
        self._enter(element)

    def _rect(self, box: Box) -> tuple[float, float, float, float]:
        return box

    def node(self, element: Element) -> Node:
        """Give an element with what was heard of it."""
        kids: list[Node | Words | Picture] = []
        target = ""
        for kid in element.kids:
            if isinstance(kid, Element):
                if not kid.is_legend:
                    kids.append(self.node(kid))
            elif isinstance(kid, Annotated):
                target = getattr(self.annotations.items[kid.number], "target", "")
            else:
                kids += _spaced(kids, self._said.get(kid.number, []))
        return Node(
            element.tag,
            tuple(kids),
            element.alt,
            element.lang,
            element.scope,
            element.span,
            anchor=self._anchors.get(id(element), ""),
            target=target,
            is_label=element.is_label,
            widths=element.widths,
        )


def _marks(part: Part) -> Iterator[Callable[[Pen, float], None]]:
    for item in part.flow:
        columns = item.columns if isinstance(item, Columns) else ((item,),)
        for strip in (strip for column in columns for strip in column):
            yield from strip.marks


def _spaced(before: list[Node | Words | Picture], said: list[Words | Picture]) -> list[Words | Picture]:
    """Part what was said at different times by a space, unless there is one."""
    last = before[-1] if before else None
    is_parted = not isinstance(last, Words) or last.text.endswith((" ", NBSP)) or not said
    return said if is_parted else [Words(" "), *said]
