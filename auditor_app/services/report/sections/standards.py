"""A chapter per standard: profile, strengths, development points, suggestions, own way, what stayed open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from auditor_app.core.evidence import shortfalls
from auditor_app.core.framework import Criterion, Standard
from auditor_app.core.gates import is_agreed
from auditor_app.core.model import LEVELS, Chapter, FindingKind
from auditor_app.services.report import symbols
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.findings import findings_of_one
from auditor_app.services.report.sections.opening import beside, lead, opening
from auditor_app.services.report.sections.photos import photos
from auditor_app.services.report.strips import Strip, placed, together, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import CORE, LEAD, LEFT, MM, NOTE, SANS_MEDIUM, TABLE, TABLE_CODE, TABLE_NAME
from auditor_app.services.report.tables import Cell, Column, Picture, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import NBSP, Span, one_line

_NOTHING_YET = 110 * MM
"""A chapter in which nothing has been said yet may share a page when it is lower than this."""
ORDER = (FindingKind.STRENGTH, FindingKind.DEVELOPMENT, FindingKind.CONDITION, FindingKind.SUGGESTION)


def standards(report: Report) -> list[Part]:
    """Give a chapter per standard, and one for findings that belong to none."""
    parts = [_chapter(report, standard) for standard in report.framework.standards]
    return [*parts, *_loose(report)]


def _chapter(report: Report, standard: Standard) -> Part:
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title = tr.pick(standard.title)
    said = next((item for item in report.snapshot.chapters if item.standard == standard.code), Chapter())
    line = next(item.title for item in report.framework.lines if item.code == standard.line)
    below = (tr.pick(line).partition(" – ")[0], tr.lang_of(line))
    start = opening(setter, element, title, standard.code, below=below, lang=tr.lang_of(standard.title))
    start[0] = with_mark(start[0], lambda pen, top: pen.target(f"standard:{standard.code}", top))
    strips = [*start, *(lead(setter, element, said.lead) or [Strip(LEAD.leading, keeps=True)])]
    strips += _profile(report, element, standard)
    found = sorted(report.findings_of(standard), key=lambda item: ORDER.index(item.kind))
    for finding in found:
        strips += findings_of_one(report, element, finding)
    if not found:
        words = tr("No findings have been written down for this standard.")
        strips += setter.block(words, NOTE, element.add("P"), before=16)
    strips += _exceptions(report, element, standard)
    strips += photos(report, element, standard)
    strips += _said(report, element, said)
    rated = any(item.code in report.snapshot.levels for item in report.framework.criteria_of(standard.code))
    has_content = (
        bool(found)
        or rated
        or standard.code in report.photos
        or bool(one_line(said.lead + said.own_way + said.unresolved))
    )
    children = tuple((one_line(item.title), f"finding:{item.id}") for item in found if one_line(item.title))
    return Part(
        f"standard:{standard.code}",
        title,
        element,
        placed_unless_finding(strips, standard.code),
        number=standard.code,
        starts_page=has_content,
        shares_under=_NOTHING_YET,
        lang=tr.lang_of(standard.title),
        children=children,
    )


def placed_unless_finding(strips: list[Strip], code: str) -> list[Strip]:
    """Say of strips that belong to no finding that they belong to the standard."""
    return [strip if strip.place else placed([strip], "standard", code)[0] for strip in strips]


def _profile(report: Report, element: Element, standard: Standard) -> list[Strip]:
    tr = report.tr
    columns = [
        Column(LEFT, 35.5 * MM, tr("Level")),
        Column(59.5 * MM, 60.5 * MM, tr("Criterion, and what this level means")),
        Column(120 * MM, 40 * MM, tr("Notes")),
        Column(160 * MM, 26 * MM, tr("Kind of source"), is_last=True),
    ]
    table = Table(report.setter, element, columns)
    for criterion in report.framework.criteria_of(standard.code):
        cells = (part(report, criterion) for part in (_level, _meaning, _notes, _sources))
        table.row(*cells, header=1)
    strips = table.strips(before=20)
    return together(strips) if len(strips) < _MOST_KEPT else strips


_MOST_KEPT = 9
"""A profile of more rows than this may run on over a page."""


def _level(report: Report, criterion: Criterion) -> Cell:
    level = report.level_of(criterion.code)
    digit = [Span(level, TABLE.but(SANS_MEDIUM))] if level in LEVELS else []
    spans = [*digit, Span(f" {report.level_name(level)}", TABLE, report.level_lang(level))]
    return Cell((Paragraph(spans),), _sign(level), indent=5.5 * MM)


def _sign(level: str) -> Picture:
    radius = symbols.PROFILE_RADIUS
    return lambda pen, x, baseline, _element: symbols.level(pen, x + radius, baseline, level, radius=radius)


def _meaning(report: Report, criterion: Criterion) -> Cell:
    tr = report.tr
    title = Span(f"{NBSP} {tr.pick(criterion.title)}", TABLE_NAME, tr.lang_of(criterion.title))
    spans = [Span(criterion.code, TABLE_CODE), title]
    if criterion.is_core:
        spans.append(Span(f"{NBSP}{tr('core')}", CORE))
    level = report.level_of(criterion.code)
    rubric = {language: texts[int(level) - 1] for language, texts in criterion.rubric.items() if _has(texts, level)}
    parts = [Paragraph(spans)]
    if rubric:
        parts.append(Paragraph([Span(tr.pick(rubric), NOTE, tr.lang_of(rubric))], NOTE, before=0.6))
    return Cell(tuple(parts))


def _has(texts: Sequence[str], level: str) -> bool:
    return level in LEVELS and int(level) <= len(texts)


def _notes(report: Report, criterion: Criterion) -> Cell:
    tr, count = report.tr, report.snapshot.evidence_of(criterion.code)
    words = [
        tr.plural("{n} supports", "{n} support", count.supports) if count.supports else "",
        tr.plural("{n} contradicts", "{n} contradict", count.contradicts) if count.contradicts else "",
        tr.plural("{n} gives context", "{n} give context", count.context) if count.context else "",
    ]
    text = ", ".join(word.replace(" ", NBSP) for word in words if word) or tr("no notes")
    shown = count.supports + count.contradicts
    if not 0 < shown <= symbols.MOST_STROKES:
        return cell(text, NOTE)
    parts = (Paragraph("", TABLE), Paragraph(text, NOTE))
    return Cell(parts, _strokes(count.supports, count.contradicts))


def _strokes(supports: int, contradicts: int) -> Picture:
    return lambda pen, x, baseline, _element: symbols.strokes(pen, x, baseline, supports, contradicts)


def _sources(report: Report, criterion: Criterion) -> Cell:
    count = report.snapshot.evidence_of(criterion.code)
    if not count.notes:
        return Cell()
    codes = Paragraph(", ".join(count.sources), NOTE.but(color=TABLE.color))
    auditors = report.tr.plural("{n} auditor", "{n} auditors", count.auditors)
    return Cell((codes, Paragraph(auditors, NOTE)) if count.auditors else (codes,))


def _exceptions(report: Report, element: Element, standard: Standard) -> list[Strip]:
    """Say why a level stands on less evidence than the minimum: whoever reads the count will ask."""
    snapshot, strips = report.snapshot, list[Strip]()
    for criterion in report.framework.criteria_of(standard.code):
        gaps = shortfalls(criterion.line, report.level_of(criterion.code), snapshot.evidence_of(criterion.code))
        said = next((item for item in snapshot.exceptions if item.criterion == criterion.code), None)
        if gaps and said is not None and is_agreed(snapshot, said):
            text = partial(report.setter.prose, said.reason)
            strips += beside(report.setter, element, report.tr("Less evidence than usual"), text, code=criterion.code)
    return strips


def _said(report: Report, element: Element, said: Chapter) -> list[Strip]:
    strips: list[Strip] = []
    texts = (
        (report.tr("The school's own way"), said.own_way),
        (report.tr("What we could not settle"), said.unresolved),
    )
    for title, text in texts:
        if one_line(text):
            strips += beside(report.setter, element, title, partial(report.setter.prose, text))
    return strips


def _loose(report: Report) -> list[Part]:
    found = [item for item in report.findings(*FindingKind) if not report.standard_of(item)]
    if not found:
        return []
    element = report.root.add("Sect")
    title = report.tr("Findings beyond the standards")
    number = report.next_number()
    strips = opening(report.setter, element, title, number)
    for finding in sorted(found, key=lambda item: ORDER.index(item.kind)):
        strips += findings_of_one(report, element, finding)
    return [Part("loose", title, element, strips, number=number)]
