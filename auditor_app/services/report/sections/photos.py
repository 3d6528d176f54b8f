"""The photos of a chapter: in rows of one to three, each with its caption, and described for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor_app.core.framework import Standard
from auditor_app.core.model import Attachment
from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import heading
from auditor_app.services.report.strips import Mark, Strip, merged
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import GREY, LEFT, LIVE_WIDTH, MM, NOTE, TEXT, TEXT_WIDTH
from auditor_app.services.report.text import one_line

_GUTTER = 6 * MM
_ABOVE_CAPTION = 4.0
_BETWEEN_ROWS = 14.0
_HIGHEST = {1: 96 * MM, 2: 78 * MM, 3: 64 * MM}
"""An upright photo gets narrower rather than higher than this, by how many stand in a row."""
_MOST_LINES = 6


def photos(report: Report, element: Element, standard: Standard) -> list[Strip]:
    """Set the photos of a chapter in rows."""
    found = report.photos.get(standard.code, [])
    if not found:
        return []
    part = element.add("Sect")
    per_row = max(1, min(report.layout.photos_per_row, max(_HIGHEST)))
    strips = heading(report.setter, part, report.tr("Photos"), after=9)
    for place, row in enumerate(_rows(found, per_row)):
        strips.append(_row(report, part, row, per_row, before=_BETWEEN_ROWS if place else 0.0))
    return strips


def _rows(found: Sequence[Attachment], per_row: int) -> Iterator[Sequence[Attachment]]:
    for start in range(0, len(found), per_row):
        yield found[start : start + per_row]


def _row(report: Report, part: Element, row: Sequence[Attachment], per_row: int, *, before: float) -> Strip:
    """Set photos beside each other on one line, captions below; a row never breaks."""
    left = TEXT if per_row == 1 else LEFT
    width = TEXT_WIDTH if per_row == 1 else (LIVE_WIDTH - (per_row - 1) * _GUTTER) / per_row
    sizes = [_size(item, width, _HIGHEST[per_row]) for item in row]
    high = max(height for _width, height in sizes)
    marks: list[Mark] = []
    captions = []
    for place, (item, (wide, tall)) in enumerate(zip(row, sizes, strict=True)):
        x = left + place * (width + _GUTTER)
        both = part.add("Div")
        figure = both.add("Figure", alt=_described(report, item))
        figure.lang = report.setter.typed_in
        marks.append(_picture(report, item, (x, high - tall, wide, tall), figure))
        captions.append(_caption(report, both, item, x, width))
    below = max(strip.height for strip in captions)
    for strip in captions:
        marks += [_lowered(mark, high + _ABOVE_CAPTION) for mark in strip.marks]
    height = high + _ABOVE_CAPTION + below
    return Strip(height, tuple(marks), before=before, rise=0, is_wide=per_row > 1)


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


def _caption(report: Report, both: Element, item: Attachment, x: float, width: float) -> Strip:
    """Set a caption, at most a few lines of it."""
    if not one_line(item.caption):
        return Strip(0)
    element = both.add("Caption")
    element.lang = report.setter.typed_in
    lines = report.setter.clipped(item.caption, NOTE, width, _MOST_LINES)
    strips = [Strip(NOTE.leading, (text_mark(x, NOTE.size, line, element),), rise=NOTE.size) for line in lines]
    return merged([strips])


def _lowered(mark: Mark, by: float) -> Mark:
    return lambda pen, top: mark(pen, top + by)
