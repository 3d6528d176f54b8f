"""Draws on the pages in points from the top left, every stroke inside marked content: an element's, or an artifact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from io import BytesIO
from math import cos, radians, sin, tan
from typing import TYPE_CHECKING

from auditor_app.services.report.fonts import Writer, face
from auditor_app.services.report.structure import Annotations, Blank, Element, Field, Link, Marked
from auditor_app.services.report.style import INK, PAGE_HEIGHT

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from auditor_app.services.report.text import Line, Run

Box = tuple[float, float, float, float]
"""Left, top, width and height, in points from the top left."""

_ARTIFACT = "artifact"
_ROUND = 0.5522847498
"""How far the handles of a quarter circle stand from its ends."""


class Pen:
    """Writes one document's page content; keeps the current colours so that none is set twice."""

    def __init__(self, canvas: Canvas, height: float = PAGE_HEIGHT) -> None:
        """Draw on `canvas`, `height` high; its own text and path calls are not used, as they know no marked content."""
        self._height = height
        self._canvas = canvas
        self._writer = Writer(canvas._doc)  # type: ignore[attr-defined] # noqa: SLF001 - fonts are subset per document
        self._ops: list[str] = []
        self._open: Element | str | None = None
        self._is_artifact = False
        self._marks = 0
        self._state: dict[str, str] = {}
        self._spoken: dict[Element, bool] = {}
        """What has been said of each element so far: whether its last line ended within a word."""
        self.page = 0
        self.annotations = Annotations()
        self.targets: dict[str, tuple[int, float]] = {}
        self.announced: list[tuple[str, float]] = []
        """The targets of this page that were not known before, and where they stand."""

    def show_page(self) -> None:
        """Finish the page and begin the next one."""
        self._close()
        self._canvas._code.extend(self._ops)  # type: ignore[attr-defined] # noqa: SLF001 - marked content has no call
        self._canvas.showPage()
        self._ops, self._marks, self._state, self.announced = [], 0, {}, []
        self.page += 1

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Draw what follows as furniture, whatever element it names (a table head repeated on the next page)."""
        before, self._is_artifact = self._is_artifact, True
        yield
        self._is_artifact = before

    def text(self, x: float, baseline: float, line: Line, element: Element | None = None) -> None:
        """Set a line with its first letter at `x`."""
        self._enter(element)
        runs: Sequence[Run] = line.runs
        if runs and element is not None and not self._is_artifact:
            if self._spoken.get(element) is False:
                runs = (_parted(runs[0]), *runs[1:])
            self._spoken[element] = line.is_cut
        for run in runs:
            self._run(x + run.x, self._height - baseline, run)

    def _run(self, x: float, y: float, run: Run) -> None:
        ops = self._ops
        self._set("fill", f"{_rgb(run.type.color)} rg")
        is_marked = run.actual is not None or bool(run.lang)
        if is_marked:
            language = f"/Lang ({run.lang})" if run.lang else ""
            actual = f"\ufeff{run.actual}".encode("utf-16-be").hex() if run.actual is not None else ""
            ops.append(f"/Span <<{language}{f'/ActualText <{actual}>' if run.actual is not None else ''}>> BDC")
        tracking = f"{run.type.tracking:g} Tc " if run.type.tracking else ""
        ops.append(f"BT {tracking}1 0 0 1 {x:.2f} {y:.2f} Tm")
        for font, body in self._writer.write(run.text, run.face):
            ops.append(f"{font} {run.type.size:g} Tf [{body}] TJ")
        ops.append("0 Tc ET" if tracking else "ET")
        if is_marked:
            ops.append("EMC")

    def rule(
        self, x1: float, top1: float, x2: float, top2: float, *, width: float, color: str = INK, dash: str = ""
    ) -> None:
        """Draw a straight line, as furniture."""
        self._enter(None)
        self._stroke(width, color, dash)
        self._ops.append(f"{x1:.2f} {self._height - top1:.2f} m {x2:.2f} {self._height - top2:.2f} l S")

    def box(  # noqa: PLR0913 - a place, a size and two colours
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 0.6,
        dash: str = "",
        element: Element | None = None,
    ) -> None:
        """Draw a rectangle, filled or outlined or both."""
        self._enter(element)
        if fill:
            self._set("fill", f"{_rgb(fill)} rg")
        if stroke:
            self._stroke(line, stroke, dash)
        paint = "B" if fill and stroke else "f" if fill else "S"
        self._ops.append(f"{x:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re {paint}")

    def disc(
        self,
        x: float,
        top: float,
        radius: float,
        *,
        color: str,
        quarters: int = 0,
        line: float = 0.8,
        paper: str = "",
        element: Element | None = None,
    ) -> None:
        """Draw a circle, the first `quarters` filled clockwise from the top; `paper` fills what is under it."""
        self._enter(element)
        y = self._height - top
        if paper:
            self._set("fill", f"{_rgb(paper)} rg")
            self._ops.append(_circle(x, y, radius) + " f")
        if quarters:
            self._set("fill", f"{_rgb(color)} rg")
            self._ops.append(_sector(x, y, radius, quarters) + " f")
        if line:
            self._stroke(line, color)
            self._ops.append(_circle(x, y, radius) + " S")

    def arc(
        self,
        x: float,
        top: float,
        radius: float,
        gap: float,
        *,
        color: str,
        line: float,
        element: Element | None = None,
    ) -> None:
        """Draw a ring that stays open for `gap` degrees, from the top on clockwise."""
        self._enter(element)
        self._stroke(line, color)
        self._ops.append(_open_ring(x, self._height - top, radius, gap) + " S")

    def image(self, box: Box, content: bytes, element: Element | None) -> None:
        """Draw a picture (PNG or JPEG) into a rectangle."""
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - most reports have no picture

        self._enter(element)
        picture = _Jpeg(content) if content.startswith(b"\xff\xd8") else ImageReader(BytesIO(content))
        left, bottom, right, top = self._rect(box)
        # The canvas writes into its own code; what it wrote belongs inside the mark that is open here.
        code: list[str] = self._canvas._code  # type: ignore[attr-defined] # noqa: SLF001 - as in show_page
        start = len(code)
        self._canvas.drawImage(picture, left, bottom, right - left, top - bottom)
        self._ops += code[start:]
        del code[start:]

    def link(self, box: Box, target: str, label: str, element: Element) -> None:
        """Make a rectangle lead to a target that some page announces."""
        self.annotations.add(Link(self.page, self._rect(box), target, label, element))

    def field(self, box: Box, name: str, label: str, element: Element) -> None:
        """Make an empty signature field."""
        self.annotations.add(Field(name, label, self.page, self._rect(box), element))

    def blank(self, box: Box, name: str, label: str, element: Element, longest: int, *, has_lines: bool = True) -> None:
        """Make a place to write in, with as many lines as fit or with one."""
        blank = Blank(name, label, self.page, self._rect(box), element, longest, has_lines=has_lines)
        self.annotations.add(blank)

    def belongs(self, name: str, value: str, element: Element) -> None:
        """Keep a value in the form that nobody sees: it says what the form belongs to."""
        self.annotations.add(Blank(name, name, self.page, (0, 0, 0, 0), element, len(value), value))

    def _rect(self, box: Box) -> tuple[float, float, float, float]:
        x, top, width, height = box
        return (x, self._height - top - height, x + width, self._height - top)

    def target(self, name: str, top: float) -> None:
        """Announce where links named `name` lead to."""
        if name not in self.targets:
            self.targets[name] = (self.page, self._height - top)
            self.announced.append((name, self._height - top))

    def _stroke(self, width: float, color: str, dash: str = "") -> None:
        self._set("stroke", f"{_rgb(color)} RG")
        self._set("width", f"{width:g} w")
        self._set("dash", f"[{dash}] 0 d")

    def _set(self, name: str, operator: str) -> None:
        if self._state.get(name) != operator:
            self._state[name] = operator
            self._ops.append(operator)

    def _enter(self, element: Element | None) -> None:
        """Open the marked content of an element, or of an artifact, unless it is open already."""
        wanted: Element | str = _ARTIFACT if element is None or self._is_artifact else element
        if wanted is self._open:
            return
        self._close()
        self._open = wanted
        if isinstance(wanted, Element):
            wanted.kids.append(Marked(self.page, self._marks))
            self._ops.append(f"/{wanted.tag} <</MCID {self._marks}>> BDC")
            self._marks += 1
        else:
            self._ops.append("/Artifact BMC")

    def _close(self) -> None:
        if self._open is not None:
            self._ops.append("EMC")
        self._open = None


def _parted(run: Run) -> Run:
    """Begin a line with the space that parts it from the line before: who hears a paragraph hears no lines.

    ISO 32000-1, 14.8.2.5: spaces that part words are there in tagged text, also where a line ends.
    """
    space = face(run.face).space * run.type.size / 1000 + run.type.tracking
    actual = None if run.actual is None else f" {run.actual}"
    return replace(run, x=run.x - space, text=f" {run.text}", actual=actual)


class _Jpeg:
    """A photo for reportlab, embedded as it is. It names itself: reportlab would unpack it only to find a name."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __str__(self) -> str:
        """Give the same name to the same photo, so that it is stored once."""
        return hashlib.sha256(self._content).hexdigest()

    def jpeg_fh(self) -> BytesIO:
        """Give the file itself."""
        return BytesIO(self._content)


def pixels(content: bytes) -> tuple[int, int]:
    """Give how many pixels a picture is wide and high."""
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - most reports have no picture

    wide, high = ImageReader(BytesIO(content)).getSize()
    return int(wide), int(high)


@cache
def _rgb(color: str) -> str:
    return " ".join(f"{int(color[place : place + 2], 16) / 255:.4f}".rstrip("0").rstrip(".") for place in (1, 3, 5))


_QUARTERS = (
    ((0, 1), (_ROUND, 1), (1, _ROUND), (1, 0)),
    ((1, 0), (1, -_ROUND), (_ROUND, -1), (0, -1)),
    ((0, -1), (-_ROUND, -1), (-1, -_ROUND), (-1, 0)),
    ((-1, 0), (-1, _ROUND), (-_ROUND, 1), (0, 1)),
)


def _arc(x: float, y: float, radius: float, quarters: int) -> str:
    steps = []
    for _, *handles in _QUARTERS[:quarters]:
        steps.append(" ".join(f"{x + radius * dx:.2f} {y + radius * dy:.2f}" for dx, dy in handles) + " c")
    return " ".join(steps)


def _open_ring(x: float, y: float, radius: float, gap: float) -> str:
    """Give the path of a ring from the end of its gap round to the top, in pieces of at most 90 degrees."""
    pieces = 4
    step = radians(360 - gap) / pieces
    reach = 4 / 3 * tan(step / 4) * radius
    angle = radians(90 - gap)
    path = f"{x + radius * cos(angle):.2f} {y + radius * sin(angle):.2f} m"
    for _ in range(pieces):
        end = angle - step
        handles = (
            (x + radius * cos(angle) + reach * sin(angle), y + radius * sin(angle) - reach * cos(angle)),
            (x + radius * cos(end) - reach * sin(end), y + radius * sin(end) + reach * cos(end)),
            (x + radius * cos(end), y + radius * sin(end)),
        )
        path += " " + " ".join(f"{px:.2f} {py:.2f}" for px, py in handles) + " c"
        angle = end
    return path


def _circle(x: float, y: float, radius: float) -> str:
    return f"{x:.2f} {y + radius:.2f} m {_arc(x, y, radius, 4)} h"


def _sector(x: float, y: float, radius: float, quarters: int) -> str:
    return f"{x:.2f} {y:.2f} m {x:.2f} {y + radius:.2f} l {_arc(x, y, radius, quarters)} h"
