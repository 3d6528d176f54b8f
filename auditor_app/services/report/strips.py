"""The parts a page is filled with: horizontal strips that know their height and whether a page may end after them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from auditor_app.services.report.pen import Pen

Mark = Callable[[Pen, float], None]
"""Draws something; gets the pen and the top of its strip."""


@dataclass(frozen=True)
class Strip:
    """One horizontal band of a page; a line of text, a row of a table, a picture."""

    height: float
    marks: tuple[Mark, ...] = ()
    before: float = 0.0
    """White above it, left out at the top of a page."""
    rise: float = 8.2
    """How far its first baseline lies below its top."""
    keeps: bool = False
    """Whether it must share a page with the next strip."""
    head: tuple[Strip, ...] = ()
    """What is repeated above it when it comes to stand first on a page."""
    is_wide: bool = False
    """Whether it also stands in the margin column, so that nothing else can stand there."""
    place: tuple[str, str] | None = None
    """The finding or standard it belongs to."""
    starts_page: bool = False
    """Whether the team wants a page to begin with it."""
    is_picture: bool = False
    """Whether it belongs to photos, which had better not stand alone on a page."""
    lower: tuple[float, tuple[Mark, ...]] | None = None
    """Its height and marks where it is set smaller, because the page has no more room."""

    @property
    def lowered(self) -> Strip:
        """Give the strip as low as it can be."""
        return self if self.lower is None else replace(self, height=self.lower[0], marks=self.lower[1])


def space_above(strips: Sequence[Strip], before: float) -> list[Strip]:
    """Set the white above the first strip."""
    return [replace(strips[0], before=before), *strips[1:]] if strips else []


def kept(strips: Sequence[Strip]) -> list[Strip]:
    """Keep strips on one page, together with what follows the last of them."""
    return [replace(strip, keeps=True) for strip in strips]


def noted(strips: Sequence[Strip], note: Sequence[Strip]) -> list[Strip]:
    """Set a note below a table; its last row goes along to the page where the note stands."""
    return [*strips[:-1], *kept(strips[-1:]), *note]


def together(strips: Sequence[Strip]) -> list[Strip]:
    """Keep strips on one page."""
    return [*kept(strips[:-1]), *strips[-1:]]


def placed(strips: Iterable[Strip], kind: str, id: str) -> list[Strip]:
    """Say to what finding or standard the strips belong."""
    return [replace(strip, place=(kind, id)) for strip in strips]


def with_mark(strip: Strip, *marks: Mark) -> Strip:
    """Draw something more in a strip."""
    return replace(strip, marks=(*strip.marks, *marks))


def height_of(strips: Iterable[Strip]) -> float:
    """Measure strips set below each other, with the white between them."""
    total, is_first = 0.0, True
    for strip in strips:
        total += strip.height + (0.0 if is_first else strip.before)
        is_first = False
    return total


def merged(columns: Sequence[Sequence[Strip]]) -> Strip:
    """Make one strip of columns that stand beside each other; it cannot be broken."""
    height = max(height_of(column) for column in columns)
    marks = []
    for column in columns:
        top = 0.0
        for place, strip in enumerate(column):
            top += strip.before if place else 0.0
            marks += [shifted(mark, top) for mark in strip.marks]
            top += strip.height
    rise = next((column[0].rise for column in columns if column), 8.2)
    return Strip(height, tuple(marks), rise=rise)


def shifted(mark: Mark, by: float) -> Mark:
    """Draw something further down."""
    return lambda pen, top: mark(pen, top + by)
