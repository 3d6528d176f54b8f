"""Then and now: every criterion beside the earlier audit, what cannot be compared, and what became of the points."""

from __future__ import annotations

from auditor_app.core.comparison import Comparison, Remark, Row
from auditor_app.core.framework import Criterion
from auditor_app.core.model import LEVELS, AuditKind, FindingKind
from auditor_app.i18n import Translator
from auditor_app.services.report import symbols
from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.cover import TITLES
from auditor_app.services.report.sections.opening import beside, heading, opening
from auditor_app.services.report.strips import Mark, Strip, kept
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    CORE,
    GREY,
    HEAD,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    RIGHT,
    SANS_MEDIUM,
    SANS_SEMIBOLD,
    SMALL_BODY,
    SOFT,
    TABLE,
    TABLE_CODE,
    TABLE_NAME,
    TEXT,
    TEXT_WIDTH,
)
from auditor_app.services.report.tables import Cell, Column, Picture, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import NBSP, Span, one_line
from auditor_app.services.words.first_letter import small
from auditor_app.services.words.names import point_words

_GUIDES = 107 * MM
_NOTES = 160.3 * MM
"""The middle of the two counts: their head is centred above them, where no other head is near."""
_HIGH = frozenset({"3", "4"})
_MOST_STROKES = 8


def then_and_now(report: Report) -> list[Part]:
    """Give the comparison with the earlier audit, if there is one."""
    comparison = report.comparison
    if comparison is None:
        return []
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title = tr("Then and now")
    number = report.next_number()
    strips = opening(setter, element, title, number)
    strips += kept(setter.block(_about(report, comparison), NOTE, element.add("P"), before=4))
    if any(row.is_comparable for row in comparison.rows):
        strips += _rows(report, element, comparison)
        strips += _per_standard(report, element, comparison)
    strips += _not_comparable(report, element, comparison)
    strips += _possibly_same(report, element, comparison)
    strips += _points(report, element, comparison)
    return [Part("then-and-now", title, element, strips, number=number)]


def _about(report: Report, comparison: Comparison) -> str:
    tr, baseline, audit = report.tr, comparison.baseline, report.snapshot.audit
    then = tr.date_range(baseline.starts, baseline.ends, "MMMM") or tr("no date")
    now = tr.date_range(audit.starts, audit.ends, "MMMM") or tr("no date")
    kind = tr(TITLES[baseline.kind])
    if baseline.kind is AuditKind.FORMATIVE:
        kind = tr("{kind} (baseline)").format(kind=kind)
    words = tr("Then: {then_kind}, {then}. Now: {now_kind}, {now}.").format(
        then_kind=small(kind), then=then, now_kind=small(tr(TITLES[audit.kind])), now=now
    )
    return f"{words} {_framework_words(report, comparison)} {tr('No averages.')}"


def _framework_words(report: Report, comparison: Comparison) -> str:
    tr, baseline = report.tr, comparison.baseline
    now = f"{report.framework.id}{NBSP}{report.framework.version}"
    then = f"{baseline.framework_id}{NBSP}{baseline.framework_version}"
    if comparison.is_same_version:
        return tr("Same framework, {framework}.").format(framework=now)
    return tr("Other framework: then {then}, now {now}.").format(then=then, now=now)


def short(text: str) -> str:
    """Take the mark off a text that a narrow head needs in a short form of its own."""
    return text.partition("|")[0]


def _rows(report: Report, element: Element, comparison: Comparison) -> list[Strip]:
    tr, framework = report.tr, report.framework
    ticks = tuple((_GUIDES + index * symbols.STEP, level) for index, level in enumerate(LEVELS))
    columns = [
        Column(LEFT, 9.2 * MM, tr("Criterion"), is_last=True, heads=2),
        Column(LEFT + 9.2 * MM, 72 * MM, is_last=True),
        Column(_GUIDES - 3 * MM, 36 * MM, ticks=ticks),
        Column(137.2 * MM, 11.7 * MM, tr("Then"), is_right=True),
        Column(145.9 * MM, 10 * MM, tr("Now"), is_right=True),
        Column(150.5 * MM, 16.1 * MM, is_right=True, ticks=((_NOTES, short(tr("Notes|short"))),), heads=2),
        Column(163.5 * MM, 22.5 * MM, is_right=True, is_last=True),
    ]
    table = Table(report.setter, element, columns, above=1.3 * MM, below=1.45 * MM, has_wide_head=True)
    rows = {row.criterion: row for row in comparison.rows}
    for line in framework.lines:
        table.group(tr.pick(line.title), tr.lang_of(line.title))
        for standard in framework.standards_of(line.code):
            criteria = framework.criteria_of(standard.code)
            for criterion in criteria:
                table.row(
                    *_cells(report, rows[criterion.code], criterion),
                    is_plain=criterion is not criteria[-1],
                    under=lambda pen, top, height: symbols.guides(pen, _GUIDES, top, top + height),
                )
    return [*kept(table.strips(before=12)), _legend(report, element)]


def _cells(report: Report, row: Row, criterion: Criterion) -> list[Cell]:
    spans = [Span(report.tr.pick(criterion.title), TABLE, report.tr.lang_of(criterion.title))]
    if criterion.is_core:
        spans.append(Span(f"{NBSP}{report.tr('core')}", CORE))
    soft = TABLE.but(color=SOFT)
    note = NOTE.but(color=SOFT)
    return [
        cell(row.criterion, TABLE_CODE),
        Cell((Paragraph(spans),)),
        Cell(picture=_dumbbell(row), alt=_sentence(report, row)),
        cell(row.then, soft),
        cell(row.now, TABLE.but(SANS_SEMIBOLD)),
        cell(f"{row.notes_then} / {row.notes_now}", soft),
        cell(_remark(report.tr, row), note),
    ]


def _dumbbell(row: Row) -> Picture:
    is_thin = row.remark is Remark.POSSIBLY_SAME
    then = row.then if row.is_comparable else ""
    return lambda pen, x, baseline, element: symbols.dumbbell(
        pen, x + 3 * MM, baseline, then, row.now, is_thin=is_thin, element=element
    )


def _sentence(report: Report, row: Row) -> str:
    tr = report.tr
    if not row.is_comparable:
        return tr("Not comparable; now {level}").format(level=report.level_name(row.now) or tr("not assessed"))
    difference = int(row.now) - int(row.then)
    change = tr("the same")
    if difference > 0:
        change = tr.plural("{n} level higher", "{n} levels higher", difference)
    elif difference < 0:
        change = tr.plural("{n} level lower", "{n} levels lower", -difference)
    return tr("Then level {then}, now level {now}, {change}").format(then=row.then, now=row.now, change=change)


def _remark(tr: Translator, row: Row) -> str:
    if row.remark is Remark.POSSIBLY_SAME:
        return tr("possibly same")
    if row.judged and row.is_comparable:
        return tr("then {month}").format(month=tr.date(row.judged, "MMM y"))
    is_said = row.is_comparable or row.remark is Remark.NOT_RATED
    return "" if is_said else short(tr("not comparable|short"))


def _legend(report: Report, element: Element) -> Strip:
    tr, setter = report.tr, report.setter
    paragraph = element.add("P")
    paragraph.is_legend = True
    baseline, x = 5.4 * MM, LEFT
    marks: list[Mark] = []
    signs = ((tr("then"), "2", ""), (tr("now"), "", "3"), (tr("the same"), "3", "3"))
    for words, then, now in signs:
        marks.append(_sign(x + 2 * MM, baseline, then, now))
        (line, *_) = setter.lines(words, HEAD, LIVE_WIDTH)
        marks.append(text_mark(x + 5 * MM, baseline, line, paragraph))
        x += 5 * MM + line.width + 4 * MM
    marks.append(_dash(x, baseline))
    (line, *_) = setter.lines(tr("one level apart on few notes: possibly the same"), HEAD, LIVE_WIDTH)
    marks.append(text_mark(x + 9 * MM, baseline, line, paragraph))
    return Strip(baseline + 3, tuple(marks), is_wide=True)


def _dash(x: float, baseline: float) -> Mark:
    return lambda pen, top: pen.rule(
        x,
        top + baseline - symbols.MIDDLE,
        x + 7 * MM,
        top + baseline - symbols.MIDDLE,
        width=0.9,
        color=GREY,
        dash="2 1.6",
    )


def _sign(x: float, baseline: float, then: str, now: str) -> Mark:
    if not now:
        return lambda pen, top: symbols.level(pen, x, top + baseline, then, radius=1.15 * MM, color=SOFT)
    offset = (int(now) - 1) * symbols.STEP
    return lambda pen, top: symbols.dumbbell(pen, x - offset, top + baseline, then, now, is_thin=False, element=None)


def _per_standard(report: Report, element: Element, comparison: Comparison) -> list[Strip]:
    tr, framework = report.tr, report.framework
    strips = heading(report.setter, element, tr("Per standard"), x=TEXT, width=TEXT_WIDTH)
    words = tr("How many criteria of the standard are at level 3 or 4; a broad stroke counts.")
    strips += kept(report.setter.block(words, NOTE, element.add("P"), before=4))
    columns = [
        Column(TEXT, 10 * MM, heads=2),
        Column(TEXT + 10 * MM, 62 * MM, tr("Standard")),
        Column(140 * MM, 14 * MM, tr("Then"), heads=2),
        Column(154 * MM, 8.5 * MM, is_right=True),
        Column(163 * MM, 14 * MM, tr("Now"), heads=2),
        Column(177 * MM, 9 * MM, is_right=True, is_last=True),
    ]
    table = Table(report.setter, element, columns, above=1.3 * MM, below=1.6 * MM)
    rows = {row.criterion: row for row in comparison.rows}
    for standard in framework.standards:
        mine = [rows[item.code] for item in framework.criteria_of(standard.code)]
        then = sum(row.then in _HIGH for row in mine)
        now = sum(row.now in _HIGH for row in mine)
        table.row(
            cell(standard.code, TABLE_CODE),
            cell(tr.pick(standard.title), TABLE_NAME, lang=tr.lang_of(standard.title)),
            Cell(picture=_strokes(then, len(mine))),
            cell(str(then), TABLE_CODE),
            Cell(picture=_strokes(now, len(mine))),
            cell(str(now), TABLE_CODE),
        )
    return [*strips, *table.strips(before=4)]


def _strokes(filled: int, total: int) -> Picture | None:
    if total > _MOST_STROKES:
        return None
    return lambda pen, x, baseline, _element: symbols.share_strokes(pen, x, baseline, filled, total)


def _not_comparable(report: Report, element: Element, comparison: Comparison) -> list[Strip]:
    tr = report.tr
    reasons = {
        Remark.NOT_RATED_THEN: tr("not rated then"),
        Remark.NOT_RATED_NOW: tr("not rated now"),
        Remark.NOT_RATED: tr("not rated then, nor now"),
        Remark.OTHER_FRAMEWORK: tr("rated then with another framework"),
        Remark.NEW_CRITERION: tr("new in this framework"),
        Remark.NOT_REJUDGED: tr("not re-judged"),
    }
    found: dict[Remark, list[str]] = {}
    for row in comparison.not_comparable:
        found.setdefault(row.remark, []).append(row.criterion)
    if not found:
        return []

    def text(parent: Element) -> list[Strip]:
        strips: list[Strip] = []
        for remark, codes in found.items():
            spans = [Span(", ".join(codes), TABLE.but(SANS_MEDIUM)), Span(f"{NBSP} {reasons[remark]}.", SMALL_BODY)]
            strips += report.setter.block(spans, SMALL_BODY, parent.add("P"), before=2.6 if strips else 0)
        return strips

    return beside(report.setter, element, tr("Not comparable"), text)


def _possibly_same(report: Report, element: Element, comparison: Comparison) -> list[Strip]:
    codes = [row.criterion for row in comparison.rows if row.remark is Remark.POSSIBLY_SAME]
    if not codes:
        return []
    words = report.tr("One level apart, on fewer than four notes in one of the two audits.")
    spans = [Span(", ".join(codes), TABLE.but(SANS_MEDIUM)), Span(f"{NBSP} {words}", SMALL_BODY)]
    return beside(
        report.setter,
        element,
        report.tr("Possibly unchanged"),
        lambda parent: report.setter.block(spans, SMALL_BODY, parent.add("P")),
    )


def _points(report: Report, element: Element, comparison: Comparison) -> list[Strip]:
    tr = report.tr
    year = comparison.baseline.ends[:4] or comparison.baseline.starts[:4]
    title = tr("Development points of {year}").format(year=year) if year else tr("Earlier development points")
    strips = heading(report.setter, element, title, before=28)
    points = [
        point for point in comparison.points if point.finding.kind in {FindingKind.DEVELOPMENT, FindingKind.CONDITION}
    ]
    if not points:
        words = tr("The earlier audit recorded no development points.")
        return [*strips, *report.setter.block(words, TABLE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=6)]
    columns = [
        Column(LEFT, 12 * MM, heads=2),
        Column(LEFT + 12 * MM, 54 * MM, tr("Point")),
        Column(90 * MM, 28 * MM, tr("Now")),
        Column(118 * MM, RIGHT - 118 * MM, tr("What the team saw"), is_last=True),
    ]
    table = Table(report.setter, element, columns)
    for point in points:
        table.row(
            cell(", ".join(point.finding.criteria[:1]), TABLE_CODE),
            cell(one_line(point.finding.title or point.finding.question), TABLE_NAME, lang=report.setter.typed_in),
            cell(point_words(tr, point), TABLE_CODE),
            cell(one_line(point.text), lang=report.setter.typed_in),
            header=1,
        )
    return [*strips, *table.strips(before=4)]
