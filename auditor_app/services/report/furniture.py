"""What stands around the text of every page but the cover: head, foot, and what continues from the page before."""

from __future__ import annotations

from auditor_app.services.report.paginate import Page
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.style import (
    ACCENT,
    CHAPTER,
    CONTINUED,
    FIRST_BASELINE,
    FOOT_BASELINE,
    FOOT_LINE,
    FOOT_RULE,
    HAIR,
    HEAD,
    HEAD_BASELINE,
    LEFT,
    LIVE_WIDTH,
    MM,
    RIGHT,
    Type,
)
from auditor_app.services.report.text import one_line, width_of

_HALF = LIVE_WIDTH / 2 - 6


def furnish(pen: Pen, report: Report, page: Page, index: int, total: int) -> None:
    """Draw the furniture of one page, as artifacts."""
    if not page.part.has_furniture and not page.continues:
        return
    with pen.artifact():
        _head(pen, report, page)
        _foot(pen, report, index, total)
        if page.continues:
            _continued(pen, report, page)


def _put(pen: Pen, report: Report, text: str, type_: Type, x: float, baseline: float, *, right: bool = False) -> float:
    report.setter.label(text, type_, None, x=x, baseline=baseline, right=right)(pen, 0.0)
    return width_of(one_line(text), type_)


def _head(pen: Pen, report: Report, page: Page) -> None:
    tr = report.tr
    part = page.part
    named = f"{part.number}\u00a0 {part.title}" if part.key.startswith("standard:") else part.title
    if report.status.is_draft:
        named = f"{tr('Draft')}\u00a0 ·\u00a0 {named}"
    for text, x, is_right in ((report.snapshot.audit.school.name, LEFT, False), (named, RIGHT, True)):
        (line, *_) = report.setter.clipped(text, HEAD, _HALF, 1)
        pen.text(x - line.width if is_right else x, HEAD_BASELINE, line)


def _foot(pen: Pen, report: Report, index: int, total: int) -> None:
    pen.rule(LEFT, FOOT_RULE, RIGHT, FOOT_RULE, width=0.35, color=HAIR)
    _put(pen, report, report.fixed_line, FOOT_LINE, LEFT, FOOT_BASELINE)
    numbered = report.tr("{page} of {pages}").format(page=index + 1, pages=total)
    _put(pen, report, numbered, FOOT_LINE, RIGHT, FOOT_BASELINE, right=True)
    if report.sample_label:
        _put(pen, report, report.sample_label, HEAD, RIGHT - 22.5 * MM, FOOT_BASELINE, right=True)


def _continued(pen: Pen, report: Report, page: Page) -> None:
    number = page.part.number
    x = LEFT
    if number:
        x += _put(pen, report, number, CHAPTER.but(color=ACCENT), LEFT, FIRST_BASELINE) + 3.4 * MM
    _put(pen, report, report.tr("continued"), CONTINUED, x, FIRST_BASELINE)
