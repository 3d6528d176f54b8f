"""The photos of a chapter: in rows of one to three, each with its caption, and described for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor_app.core.framework import Standard
from auditor_app.core.model import Attachment
from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import heading
from auditor_app.services.report.strips import Mark, Strip, height_of, merged, shifted
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import GREY, LEFT, LIVE_WIDTH, MARGIN_WIDTH, MM, NOTE, SIDE, TEXT, TEXT_WIDTH
from auditor_app.services.report.text import one_line

_GUTTER = 6 * MM
_HALF = 78 * MM
_ABOVE_CAPTION = 4.0
_BETWEEN_ROWS = 14.0
_BELOW_LABEL = 3.2
_HIGHEST = {1: 96 * MM, 2: 78 * MM, 3: 64 * MM}
"""An upright photo gets narrower rather than higher than this, by how many stand in a row."""
_COMPACT = {1: 62 * MM, 2: 44 * MM, 3: 38 * MM}
"""The same in a report of compact density: smaller photos, that still show what was seen."""
_LEAST = 0.7
"""How much smaller a row may be set where it would else not fit on the page."""
_MOST_LINES = 6
_MOST_BESIDE = 12


@dataclass(frozen=True)
class _Photo:
    """A photo with the elements that say it, and its caption."""

    item: Attachment
    figure: Element
    caption: Strip


def photos(report: Report, element: Element, standard: Standard) -> list[Strip]:
    """Set the photos of a chapter in rows; one by itself has its caption beside it, in the margin."""
    found = report.photos.get(standard.code, [])
    if not found:
        return []
    part = element.add("Sect")
    per_row = max(1, min(report.layout.photos_per_row, max(_HIGHEST)))
    if len(found) == 1 and per_row > 1:
        strips = _alone(report, part, found[0], per_row)
    else:
        strips = heading(report.setter, part, report.tr("Photos"), after=9)
        for place, row in enumerate(_rows(found, per_row)):
            strips.append(_row(report, part, row, per_row, before=_BETWEEN_ROWS if place else 0.0))
    return [replace(strip, is_picture=True) for strip in strips]


def _rows(found: Sequence[Attachment], per_row: int) -> Iterator[Sequence[Attachment]]:
    for start in range(0, len(found), per_row):
        yield found[start : start + per_row]


def _highest(report: Report, per_row: int) -> float:
    return (_COMPACT if report.is_compact else _HIGHEST)[per_row]


def _photo(report: Report, part: Element, item: Attachment, x: float, width: float, most: int = _MOST_LINES) -> _Photo:
    both = part.add("Div")
    figure = both.add("Figure", alt=_described(report, item))
    figure.lang = report.setter.typed_in
    return _Photo(item, figure, _caption(report, both, item, x, width, most))


def _alone(report: Report, part: Element, item: Attachment, per_row: int) -> list[Strip]:
    """Set one photo into the text column, its heading and caption beside it."""
    label = report.setter.block(report.tr("Photo"), SIDE, part.add("H2"), x=LEFT, width=MARGIN_WIDTH)
    below = height_of(label) + _BELOW_LABEL
    photo = _photo(report, part, item, LEFT, MARGIN_WIDTH, _MOST_BESIDE)

    def sized(scale: float) -> tuple[float, tuple[Mark, ...]]:
        wide, tall = _size(item, _HALF * scale, _highest(report, per_row) * scale)
        picture = _picture(report, item, (TEXT, 0.0, wide, tall), photo.figure)
        caption = (shifted(mark, below) for mark in photo.caption.marks)
        marks = (*merged([label]).marks, picture, *caption)
        return max(tall, below + photo.caption.height), marks

    height, marks = sized(1.0)
    return [Strip(height, marks, before=24.0, rise=0, is_wide=True, lower=sized(_LEAST))]


def _row(report: Report, part: Element, row: Sequence[Attachment], per_row: int, *, before: float) -> Strip:
    """Set photos beside each other on one line, captions below; a row never breaks."""
    left = TEXT if per_row == 1 else LEFT
    width = TEXT_WIDTH if per_row == 1 else (LIVE_WIDTH - (per_row - 1) * _GUTTER) / per_row
    places = [left + place * (width + _GUTTER) for place in range(len(row))]
    found = [_photo(report, part, item, x, width) for item, x in zip(row, places, strict=True)]

    def sized(scale: float) -> tuple[float, tuple[Mark, ...]]:
        sizes = [_size(item, width * scale, _highest(report, per_row) * scale) for item in row]
        high = max(height for _width, height in sizes)
        marks: list[Mark] = []
        for photo, x, (wide, tall) in zip(found, places, sizes, strict=True):
            marks.append(_picture(report, photo.item, (x, high - tall, wide, tall), photo.figure))
            marks += [shifted(mark, high + _ABOVE_CAPTION) for mark in photo.caption.marks]
        return high + _ABOVE_CAPTION + max(photo.caption.height for photo in found), tuple(marks)

    height, marks = sized(1.0)
    return Strip(height, marks, before=before, rise=0, is_wide=per_row > 1, lower=sized(_LEAST))


def _size(item: Attachment, width: float, highest: float) -> tuple[float, float]:
    """Give the size at which a photo fits its place; one that is unknown gets four by three."""
    wide, tall = (item.width, item.height) if item.width > 0 and item.height > 0 else (4, 3)
    scale = min(width / wide, highest / tall)
    return wide * scale, tall * scale


def _described(report: Report, item: Attachment) -> str:
    return one_line(item.alt) or one_line(item.caption) or report.tr("Photo")


def _picture(report: Report, item: Attachment, box: tuple[float, float, float, float], figure: Element) -> Mark:
    content = report.blobs.get(item.blob)
    x, down, wide, tall = box
    if content is None:
        return _frame(report, box, figure)
    return lambda pen, top: pen.image((x, top + down, wide, tall), content, figure)


def _frame(report: Report, box: tuple[float, float, float, float], figure: Element) -> Mark:
    """Draw where a photo would stand that is not on this laptop; a final report is refused before it comes to that."""
    x, down, wide, tall = box
    words = report.setter.label(
        report.tr("This photo is not on this laptop"), NOTE, figure, x=x + 2 * MM, baseline=down + 6 * MM
    )

    def draw(pen: Pen, top: float) -> None:
        corners = ((x, down), (x + wide, down), (x + wide, down + tall), (x, down + tall), (x, down))
        for (x1, y1), (x2, y2) in pairwise(corners):
            pen.rule(x1, top + y1, x2, top + y2, width=0.5, color=GREY, dash="2 2")
        words(pen, top)

    return draw


def _caption(report: Report, both: Element, item: Attachment, x: float, width: float, most: int) -> Strip:
    """Set a caption, at most a few lines of it."""
    if not one_line(item.caption):
        return Strip(0)
    element = both.add("Caption")
    element.lang = report.setter.typed_in
    lines = report.setter.clipped(item.caption, NOTE, width, most)
    strips = [Strip(NOTE.leading, (text_mark(x, NOTE.size, line, element),), rise=NOTE.size) for line in lines]
    return merged([strips])
