"""The summary: the lead, the profile per standard, strengths and questions; one page unless a text is too long."""

from __future__ import annotations

import re

from auditor_app.core.framework import Standard
from auditor_app.core.model import LEVELS, AuditKind, Finding, FindingKind
from auditor_app.services.report import symbols
from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.paginate import Columns, Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.advice import advice_summary
from auditor_app.services.report.sections.opening import HALF_WIDTH, half_heading
from auditor_app.services.report.sections.signs import level_sign
from auditor_app.services.report.strips import Mark, Strip, kept, space_above, together, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    CHAPTER,
    CORE,
    HEAD,
    LEAD,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    RIGHT,
    SERIF_SEMIBOLD,
    SMALL_BODY,
    TABLE,
    TABLE_CODE,
    TABLE_NAME,
)
from auditor_app.services.report.tables import CAP, Cell, Column, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import NBSP, Span, one_line

MOST_STRENGTHS, MOST_POINTS, FULL_POINTS = 5, 7, 5
_SYMBOLS = 101 * MM
_MOST_IN_OVERVIEW = 5
_USUAL = 4
_LINES_PER_ITEM = 3
_LONGEST = 1000
_CODE = 11 * MM
_SENTENCE = re.compile(r"(?<=[.!?…])\s")


def summary(report: Report) -> list[Part]:
    """Give the summary; that of a summative audit opens with advice and outcome."""
    if report.snapshot.audit.kind is AuditKind.SUMMATIVE:
        return advice_summary(report)
    element = report.root.add("Sect")
    setter = report.setter
    title = report.tr("Summary")
    strips: list[Strip | Columns] = [*kept(setter.block(title, CHAPTER, element.add("H1"), x=LEFT, width=LIVE_WIDTH))]
    strips += summary_lead(report, element)
    strips += _profile(report, element)
    strips.append(Columns((tuple(_strengths(report, element)), tuple(_points(report, element))), before=22))
    return [Part("summary", title, element, strips, first_baseline=38 * MM)]


def summary_lead(report: Report, element: Element) -> list[Strip]:
    """Set what the team wrote above all, or say that it wrote nothing."""
    text = report.snapshot.audit.summary
    is_ours = not one_line(text)
    if is_ours:
        text = report.tr("The audit team has not written a summary.")
    return space_above(report.setter.prose(text, element, LEAD, x=LEFT, width=LIVE_WIDTH, is_ours=is_ours), 10)


def _profile(report: Report, element: Element) -> list[Strip]:
    framework, tr = report.framework, report.tr
    most = max((len(framework.criteria_of(standard.code)) for standard in framework.standards), default=0)
    if most > _MOST_IN_OVERVIEW or most == 0:
        text = tr("The levels per criterion stand in the chapters.")
        return report.setter.block(text, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=14)
    step = (17.6 if most <= _USUAL else 14.4) * MM
    titles = tr("Criterion 1 to {n} of the standard").format(n=most)
    columns = [
        Column(LEFT, 8.6 * MM, tr("Standard"), heads=2),
        Column(LEFT + 8.6 * MM, _SYMBOLS - LEFT - 8.6 * MM),
        Column(_SYMBOLS, step, titles, is_last=True, heads=most),
        *(Column(_SYMBOLS + place * step, step, is_last=True) for place in range(1, most)),
        Column(RIGHT - 15 * MM, 15 * MM, tr("Notes"), is_right=True, is_last=True),
    ]
    table = Table(report.setter, element, columns, above=2.5 * MM, below=2.3 * MM, has_wide_head=True)
    for line in framework.lines:
        table.group(tr.pick(line.title), tr.lang_of(line.title))
        for standard in framework.standards_of(line.code):
            criteria = framework.criteria_of(standard.code)
            levels = [_level(report, item.code, is_core=item.is_core) for item in criteria]
            table.row(
                cell(standard.code, TABLE_CODE),
                _named(report, standard),
                *levels,
                *(Cell() for _ in range(most - len(criteria))),
                cell(str(report.notes_of(criteria) or ""), TABLE),
            )
    return [*kept(table.strips(before=22)), _legend(report, element)]


def _named(report: Report, standard: Standard) -> Cell:
    title = standard.title
    link = f"standard:{standard.code}"
    return cell(report.tr.pick(title), TABLE_NAME, link=link, lang=report.tr.lang_of(title))


def _level(report: Report, code: str, *, is_core: bool) -> Cell:
    level = report.level_of(code)
    spans = [Span(level, TABLE)]
    words = [report.tr("{code}: level {level}, {name}").format(code=code, level=level, name=report.level_name(level))]
    if level not in LEVELS:
        words = [f"{code}: {report.level_name(level)}"]
    if is_core:
        spans.append(Span(f"{NBSP}{NBSP}{report.tr('core')}", CORE))
        words.append(report.tr("core criterion"))

    return Cell((Paragraph(spans),), level_sign(level), indent=4.6 * MM, alt=", ".join(words))


def _legend(report: Report, element: Element) -> Strip:
    used = {report.level_of(criterion.code) for criterion in report.framework.criteria}
    shown = [*LEVELS, *(item.code for item in report.framework.non_ratings if item.code in used)]
    marks: list[Mark] = []
    x = LEFT
    paragraph = element.add("P")
    baseline = 5.2 * MM
    for level in shown:
        marks.append(_sign(x + symbols.LEGEND_RADIUS, baseline, level))
        name = Span(f"{level}{NBSP} {report.level_name(level)}", HEAD, report.level_lang(level))
        (line, *_) = report.setter.lines([name], HEAD, LIVE_WIDTH)
        marks.append(text_mark(x + 4.2 * MM, baseline, line, paragraph))
        x += 4.2 * MM + line.width + 3.6 * MM
    (line, *_) = report.setter.lines(
        [Span(report.tr("core"), CORE), Span(f"{NBSP} {report.tr('core criterion')}", HEAD)], HEAD, LIVE_WIDTH
    )
    marks.append(text_mark(x, baseline, line, paragraph))
    return Strip(baseline + 3, tuple(marks), is_wide=True)


def _sign(x: float, baseline: float, level: str) -> Mark:
    return lambda pen, top: symbols.level(pen, x, top + baseline, level, radius=symbols.LEGEND_RADIUS)


def _strengths(report: Report, element: Element) -> list[Strip]:
    found = report.findings(FindingKind.STRENGTH)
    strips = half_heading(report.setter, element, report.tr("Strengths"), LEFT)
    if not found:
        return [*strips, *_nothing(report, element, report.tr("No strengths have been written down."), LEFT)]
    body = element.add("L")
    for item in found[:MOST_STRENGTHS]:
        sentence = _SENTENCE.split(one_line(item.seen[:_LONGEST]))[0]
        strips += _item(report, body, item, sentence, LEFT)
    return strips + _more(report, element, len(found) - MOST_STRENGTHS, LEFT)


def _points(report: Report, element: Element) -> list[Strip]:
    x = LEFT + HALF_WIDTH + 6 * MM
    found = report.findings(FindingKind.DEVELOPMENT, FindingKind.CONDITION)
    strips = half_heading(report.setter, element, report.tr("Development points, as a question"), x)
    if not found:
        return [*strips, *_nothing(report, element, report.tr("No development points have been written down."), x)]
    body = element.add("L")
    for index, item in enumerate(found[:MOST_POINTS]):
        question = one_line(item.question[:_LONGEST]) if index < FULL_POINTS else ""
        strips += _item(report, body, item, question, x)
    return strips + _more(report, element, len(found) - MOST_POINTS, x)


def _nothing(report: Report, element: Element, text: str, x: float) -> list[Strip]:
    return report.setter.block(text, SMALL_BODY, element.add("P"), x=x, width=HALF_WIDTH, before=4)


def _item(report: Report, body: Element, finding: Finding, sentence: str, x: float) -> list[Strip]:
    item = body.add("LI")
    label, content = item.add("Lbl"), item.add("LBody")
    content.lang = report.setter.typed_in
    title = one_line(finding.title)[:_LONGEST] or sentence or report.tr("Without a title")
    title = title if title[-1] in ".?!…" else f"{title}."
    bold = SMALL_BODY.but(SERIF_SEMIBOLD)
    width = HALF_WIDTH - _CODE
    lines = report.setter.lines([Span(title, bold), Span(f" {sentence}", SMALL_BODY)], SMALL_BODY, width)
    if len(lines) > _LINES_PER_ITEM or sentence == one_line(finding.title):
        lines = report.setter.lines([Span(title, bold)], bold, width)[:_LINES_PER_ITEM]
    strips = [
        Strip(
            SMALL_BODY.leading,
            (text_mark(x + _CODE, SMALL_BODY.size, line, content),),
            before=0 if index else 6.3,
            rise=SMALL_BODY.size,
            is_wide=x == LEFT,
        )
        for index, line in enumerate(lines)
    ]
    if finding.criteria:
        strips[0] = with_mark(strips[0], *_code(report, finding, label, x))
    return together(strips)


def _code(report: Report, finding: Finding, label: Element, x: float) -> list[Mark]:
    code = TABLE_CODE.but(color=ACCENT)
    link = label.add("Link")
    (line, *_) = report.setter.clipped(finding.criteria[0], code, _CODE, 1)
    target, words = f"finding:{finding.id}", one_line(f"{finding.criteria[0]} {finding.title}")[:200]
    return [
        text_mark(x, SMALL_BODY.size, line, link),
        lambda pen, top: pen.link((x, top + SMALL_BODY.size - CAP - 2, line.width, 11), target, words, link),
    ]


def _more(report: Report, element: Element, count: int, x: float) -> list[Strip]:
    if count <= 0:
        return []
    text = report.tr.plural("{n} more stands in the chapters.", "{n} more stand in the chapters.", count)
    return report.setter.block(text, NOTE, element.add("P"), x=x, width=HALF_WIDTH, before=6)
