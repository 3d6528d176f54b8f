"""The contents: every part with its page, each entry a link; set last, as it must know what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import opening
from auditor_app.services.report.strips import Mark, Strip, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import ACCENT, BODY, HAIR, LEFT, MARGIN_WIDTH, MM, NOTE, RIGHT, TEXT
from auditor_app.services.report.text import one_line

KEY = "contents"
Starts = Mapping[str, tuple[int, float]]
"""Where every part begins: its page (from 0) and how far below the top; known once all have been placed."""

_NUMBER = 12 * MM
_PAGE = 12 * MM
_ROW = 20.0


def contents(report: Report, parts: Sequence[Part], starts: Starts) -> Part:
    """Give the part that lists the others; its page numbers are looked up when it is drawn."""
    element = Element("Sect")
    strips = opening(report.setter, element, report.tr("Contents"), "")
    listed = element.add("TOC")
    line = ""
    for index, part in enumerate(part for part in parts if part.key not in {KEY, "cover"}):
        entry = _entry(report, listed, part, starts, before=13.0 if index == 0 else 0.0)
        named = _line_of(report, part)
        if named and named != line:
            entry[0] = with_mark(entry[0], report.setter.label(named, NOTE, None, x=LEFT, baseline=BODY.size + 3))
        line = named
        strips += entry
    return Part(KEY, report.tr("Contents"), element, strips)


def _line_of(report: Report, part: Part) -> str:
    """Name the line that a standard belongs to, as it stands in the margin; the chapter itself says it in words."""
    code = part.key.removeprefix("standard:")
    standard = next((item for item in report.framework.standards if item.code == code), None)
    if standard is None:
        return ""
    named = next(report.tr.pick(item.title) for item in report.framework.lines if item.code == standard.line)
    (shown, *_) = report.setter.clipped(named.partition(" – ")[0], NOTE, MARGIN_WIDTH, 1)
    return "".join(run.text for run in shown.runs)


def _entry(report: Report, listed: Element, part: Part, starts: Starts, *, before: float) -> list[Strip]:
    setter = report.setter
    item = listed.add("TOCI")
    link = item.add("Reference").add("Link")
    link.lang = part.lang
    title = one_line(part.title)
    lines = setter.clipped(title, BODY, RIGHT - TEXT - _NUMBER - _PAGE, 2)
    height = _ROW + (len(lines) - 1) * BODY.leading
    label = one_line(f"{part.number} {part.title}")[:200]
    baseline = BODY.size + 3
    marks: list[Mark] = [
        text_mark(TEXT + _NUMBER, baseline + index * BODY.leading, line, link) for index, line in enumerate(lines)
    ]
    if part.number:
        marks.insert(0, setter.label(part.number, BODY.but(color=ACCENT), link, x=TEXT, baseline=baseline))

    def page(pen: Pen, top: float) -> None:
        if part.key not in starts:
            return
        number = str(starts[part.key][0] + 1)
        setter.label(number, BODY, link, x=RIGHT, baseline=baseline, right=True)(pen, top)
        pen.link((TEXT, top + 1, RIGHT - TEXT, height - 2), f"part:{part.key}", f"{label}, {number}", link)

    def rule(pen: Pen, top: float) -> None:
        pen.rule(TEXT, top + height, RIGHT, top + height, width=0.35, color=HAIR)

    return [Strip(height, (*marks, page, rule), before=before, rise=baseline)]
