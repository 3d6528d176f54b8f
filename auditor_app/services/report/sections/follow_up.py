"""An interim evaluation on paper: how far each point is, what changed, and what stays as it was (DOMAIN 9.2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from auditor_app.core.comparison import Point
from auditor_app.core.follow_up import PointState
from auditor_app.core.interim import NewLevel, new_levels, points_of
from auditor_app.core.model import LEVELS, Finding, FindingKind
from auditor_app.services.report.compose import filled
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.cover import TITLES
from auditor_app.services.report.sections.findings import findings_of_one
from auditor_app.services.report.sections.opening import beside, heading, lead, opening
from auditor_app.services.report.sections.signs import level_sign, state_sign
from auditor_app.services.report.sections.summary import summary_lead
from auditor_app.services.report.strips import Strip, kept, space_above, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    CHAPTER,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    QUOTE,
    RIGHT,
    SANS_MEDIUM,
    SIDE,
    SMALL_BODY,
    SOFT,
    TABLE,
    TABLE_CODE,
    TABLE_NAME,
)
from auditor_app.services.report.tables import Cell, Column, Picture, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import NBSP, Span, one_line
from auditor_app.services.words.first_letter import capital, small
from auditor_app.services.words.names import point_words

SQUARES = {
    PointState.OPEN: "not_discussed", PointState.NOT_STARTED: "not_seen", PointState.UNDER_WAY: "partly",
    PointState.REACHED: "systematic", PointState.DROPPED: "dropped",
}  # fmt: skip
"""The squares of the matrix say how far a point is; levels are circles."""


def interim_summary(report: Report) -> list[Part]:
    """Give the summary: the lead, and all points in one table."""
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title = tr("Summary")
    strips = [*kept(setter.block(title, CHAPTER, element.add("H1"), x=LEFT, width=LIVE_WIDTH))]
    strips += summary_lead(report, element)
    strips += _overview(report, element)
    if new_levels(report.snapshot):
        strips += _changed(report, element)
    return [Part("summary", title, element, strips, first_baseline=38 * MM)]


def _overview(report: Report, element: Element) -> list[Strip]:
    tr, points = report.tr, points_of(report.snapshot)
    strips = heading(report.setter, element, tr("Points of the earlier audit"), before=22)
    if not points:
        words = tr("The earlier audit recorded no development points.")
        return [*strips, *report.setter.block(words, TABLE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=6)]
    columns = [
        Column(LEFT, 19 * MM),
        Column(LEFT + 19 * MM, 73 * MM, tr("Point")),
        Column(LEFT + 92 * MM, 40 * MM, tr("How far")),
        Column(LEFT + 132 * MM, RIGHT - LEFT - 132 * MM, tr("Next date"), is_last=True),
    ]
    table = Table(report.setter, element, columns)
    for point in points:
        title = one_line(point.finding.title or point.finding.question) or tr("Without a title")
        names = [Paragraph([Span(title, TABLE_NAME, report.setter.typed_in)], TABLE_NAME)]
        if point.finding.kind is FindingKind.CONDITION:
            names.append(Paragraph(tr("condition"), NOTE))
        table.row(
            cell(", ".join(point.finding.criteria[:2]), TABLE_CODE),
            Cell(tuple(names), link=f"point:{point.finding.id}"),
            _state(report, point),
            cell(tr.date(point.now.due, "d MMMM y")),
            header=1,
        )
    return [*strips, *table.strips(before=4)]


def _state(report: Report, point: Point) -> Cell:
    state = point.now.state or (point.before.state if point.before else "")
    words = point_words(report.tr, point)
    return Cell((Paragraph(words, TABLE_CODE),), picture=_square(state), indent=4.6 * MM, alt=words)


def _square(state: str) -> Picture:
    known = {str(key): shape for key, shape in SQUARES.items()}
    shape = known.get(state, "not_discussed")
    return state_sign(shape)


def follow_up(report: Report) -> list[Part]:
    """Give the chapter: every point in words, the levels that changed, and those that stay."""
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title, number = tr("What became of the points"), report.next_number()
    strips = opening(setter, element, title, number)
    strips += lead(setter, element, _about(report), is_ours=True)
    anew = {item.criterion: item for item in new_levels(report.snapshot)}
    for point in points_of(report.snapshot):
        levels = [anew.pop(code) for code in point.finding.criteria if code in anew]
        strips += _point(report, element, point, levels)
    strips += _changed(report, element)
    strips += _findings(report, element)
    strips += _others(report, element)
    return [Part("follow-up", title, element, strips, number=number, starts_page=False)]


def _about(report: Report) -> str:
    tr, baseline = report.tr, report.snapshot.baseline
    if baseline is None:
        return tr("The report of the earlier audit has not been read in.")
    kind = tr(TITLES[baseline.kind])
    then = tr.date_range(baseline.starts, baseline.ends, "MMMM")
    words = tr("The points come from the report of the {kind} of {date}.")
    return words.format(kind=small(kind), date=then)


def _point(report: Report, element: Element, point: Point, levels: Sequence[NewLevel]) -> list[Strip]:
    finding = point.finding
    tr = report.tr
    name = tr("Condition") if finding.kind is FindingKind.CONDITION else tr("Development point")
    code = ", ".join(one_line(item) for item in finding.criteria[:8])
    strips = beside(report.setter, element.add("Sect"), name, partial(_text, report, point, levels), code=code)
    strips[0] = with_mark(strips[0], lambda pen, top: pen.target(f"point:{finding.id}", top))
    return strips


def _text(report: Report, point: Point, levels: Sequence[NewLevel], parent: Element) -> list[Strip]:
    tr, setter, finding, now = report.tr, report.setter, point.finding, point.now
    title = one_line(finding.title) or tr("Without a title")
    strips = kept(setter.block(title, SIDE, parent.add("H3"), lang=setter.typed_in if one_line(finding.title) else ""))
    if one_line(finding.question):
        strips += space_above(setter.prose(finding.question, parent, QUOTE), 3)
    demanded = _demanded(report, finding)
    if demanded:
        strips += kept(setter.block(demanded, SMALL_BODY, parent.add("P"), before=3))
    facts = [point_words(report.tr, point)]
    due = tr.date(now.due, "d MMMM y")
    if due:
        facts.append(tr("next date {date}").format(date=due))
    if now.notes:
        facts.append(tr.plural("rests on {n} note", "rests on {n} notes", len(now.notes)))
    line = f"{NBSP}· ".join(facts)
    strips += kept(setter.block(capital(line), TABLE.but(SANS_MEDIUM), parent.add("P"), before=5))
    for text, type_ in ((now.reason, SMALL_BODY.but(color=SOFT)), (now.text, SMALL_BODY)):
        if one_line(text):
            strips += space_above(setter.prose(text, parent, type_), 3)
    for level in levels:
        strips += _new_level(report, level, parent)
    return strips


def _demanded(report: Report, finding: Finding) -> list[Span]:
    """What shows that a condition is met, and the day it was given."""
    if finding.kind is not FindingKind.CONDITION:
        return []
    tr, proof = report.tr, one_line(finding.proof)
    words = tr("Shown by: {text}") if proof else ""
    spans = filled(words, SMALL_BODY, report.setter.typed_in, {"text": proof.rstrip(".;")})
    if finding.due:
        day = tr("by {date}").format(date=tr.date(finding.due))
        spans.append(Span(f"; {day}" if proof else capital(day), SMALL_BODY))
    return spans


def _new_level(report: Report, found: NewLevel, parent: Element) -> list[Strip]:
    """A level that was judged anew, beside the first point it belongs to; the reason for it stays with the team."""
    tr = report.tr
    then = _level_words(report, found.then) if found.then else tr("not rated")
    words = tr("{code}: then {then}, now {now}")
    line = words.format(code=found.criterion, then=then, now=_level_words(report, found.now))
    return report.setter.block(line, TABLE.but(SANS_MEDIUM), parent.add("P"), before=5)


def _changed(report: Report, element: Element) -> list[Strip]:
    tr, found = report.tr, new_levels(report.snapshot)
    strips = heading(report.setter, element, tr("Levels that were judged anew"), before=28)
    if not found:
        words = tr("No level was judged anew.")
        return [*strips, *report.setter.block(words, TABLE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=6)]
    table = Table(report.setter, element, _level_columns(report, with_now=True), above=1.4 * MM, below=1.6 * MM)
    for item in found:
        table.row(
            *_named(report, item.criterion), _level(report, item.then), cell(tr.date(item.judged, "MMM y")),
            _level(report, item.now), header=1,
        )  # fmt: skip
    return [*strips, *table.strips(before=4)]


def _others(report: Report, element: Element) -> list[Strip]:
    """All other criteria with their level and its date, said to be as they were."""
    tr, baseline = report.tr, report.snapshot.baseline
    if baseline is None:
        return []
    anew = {item.criterion for item in new_levels(report.snapshot)}
    kept_codes = [code for code in report.framework.by_code if code in baseline.levels and code not in anew]
    if not kept_codes:
        return []
    strips = heading(report.setter, element, tr("Levels that stay as they were"))
    words = tr("These criteria were not re-judged; each level is that of the audit of its date.")
    strips += kept(report.setter.block(words, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=4))
    table = Table(report.setter, element, _level_columns(report, with_now=False), above=1.2 * MM, below=1.4 * MM)
    for code in kept_codes:
        judged = tr.date(baseline.stage_of(code).starts, "MMM y")
        table.row(*_named(report, code), _level(report, baseline.levels[code].level), cell(judged), header=1)
    return [*strips, *table.strips(before=4)]


def _level_columns(report: Report, *, with_now: bool) -> list[Column]:
    tr = report.tr
    titles = [("", 12.0), (tr("Criterion"), 58.0 if with_now else 88.0), (tr("Level then"), 36.0 if with_now else 40.0)]
    titles += [(tr("Judged"), 20.0), (tr("Now"), 36.0)] if with_now else [(tr("Judged"), 22.0)]
    columns, x = [], LEFT
    for place, (title, width) in enumerate(titles, 1):
        columns.append(Column(x, width * MM, title, is_last=place == len(titles)))
        x += width * MM
    return columns


def _named(report: Report, code: str) -> Sequence[Cell]:
    title = report.framework.by_code[code].title
    return cell(code, TABLE_CODE), cell(report.tr.pick(title), TABLE_NAME, lang=report.tr.lang_of(title))


def _level(report: Report, level: str) -> Cell:
    words = _level_words(report, level)
    picture = level_sign(level) if level else None
    return Cell((Paragraph(words, TABLE),), picture, indent=4.6 * MM, alt=words, lang=report.level_lang(level))


def _level_words(report: Report, level: str) -> str:
    return " ".join(filter(None, (level if level in LEVELS else "", report.level_name(level)))) or "–"


def _findings(report: Report, element: Element) -> list[Strip]:
    """What the team saw besides the points."""
    found = report.findings(*FindingKind)
    if not found:
        return []
    strips = heading(report.setter, element, report.tr("What else the team saw"), before=28)
    for finding in found:
        strips += findings_of_one(report, element, finding)
    return strips
