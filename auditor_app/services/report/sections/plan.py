"""The school's quality development plan: what is registered, how far each goal is, raw material for the next one."""

from __future__ import annotations

from collections.abc import Mapping

from auditor_app.core.matrix import RowState
from auditor_app.core.model import AuditKind, DevelopmentPlan, Finding, Goal
from auditor_app.core.plan import STEPS, loop, ordered, unanswered
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.matrix import CELL_TEXT, state_legend
from auditor_app.services.report.sections.opening import heading, lead, opening
from auditor_app.services.report.sections.signs import loop_sign, state_sign
from auditor_app.services.report.strips import Strip, kept, noted
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    BODY,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    RIGHT,
    SANS_MEDIUM,
    SOFT,
    TABLE,
    TABLE_CODE,
    TABLE_NAME,
)
from auditor_app.services.report.tables import Cell, Column, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import Span, one_line
from auditor_app.services.words.first_letter import small
from auditor_app.services.words.matrix import loop_words, state_words
from auditor_app.services.words.plan import step_words

_STEP, _LOOP = 7.5 * MM, 31 * MM
_STEPS_AT = RIGHT - _LOOP - 4 * _STEP


def plan(report: Report) -> list[Part]:
    """Give the part about the plan; a formative audit adds its points as raw material (DOMAIN 9.1)."""
    snapshot = report.snapshot
    is_formative = snapshot.audit.kind is AuditKind.FORMATIVE
    own = {finding.id for finding in snapshot.findings}
    material = tuple(point for point in unanswered(snapshot) if is_formative and point.id in own)
    if snapshot.plan is None and not snapshot.goals and not material and snapshot.audit.kind is not AuditKind.SUMMATIVE:
        return []
    tr, setter = report.tr, report.setter
    element = report.root.add("Sect")
    title, number = tr("Quality development plan"), report.next_number()
    strips = opening(setter, element, title, number)
    about = tr("The school writes and owns its plan; the team looked at it from outside.")
    strips += lead(setter, element, about, is_ours=True)
    strips += _registered(report, element, snapshot.plan)
    goals = ordered(snapshot.goals)
    if goals:
        strips += _goals(report, element, goals)
    if material:
        strips += _material(report, element, material)
    return [Part("plan", title, element, strips, number=number, starts_page=False)]


def _registered(report: Report, element: Element, found: DevelopmentPlan | None) -> list[Strip]:
    tr, setter = report.tr, report.setter
    if found is None:
        words = tr("No plan has been registered yet.")
        return setter.block(words, BODY, element.add("P"), before=8)
    period = tr.date_range(found.starts, found.ends, "MMMM")
    adopted = tr.date(found.adopted)
    facts = [
        tr("adopted {date}").format(date=adopted) if adopted else tr("no date of adoption known"),
        tr("period {dates}").format(dates=period) if period else "",
    ]
    title = one_line(found.title)
    named = Span(title, BODY, setter.typed_in) if title else Span(tr("Plan without a title"), BODY)
    spans = [named, Span(f": {', '.join(filter(None, facts))}.", BODY)]
    strips = setter.block(spans, BODY, element.add("P"), before=8)
    if one_line(found.remark):
        remark = one_line(found.remark)
        strips += setter.block(remark, NOTE, element.add("P"), before=3, lang=setter.typed_in)
    return strips


def _goals(report: Report, element: Element, goals: tuple[Goal, ...]) -> list[Strip]:
    tr, setter = report.tr, report.setter
    strips = heading(setter, element, tr("Goals and their four steps"))
    names = step_words(tr)
    columns = [
        Column(LEFT, _STEPS_AT - LEFT, tr("Goal")),
        *(Column(_STEPS_AT + place * _STEP, _STEP, str(place + 1), is_last=True) for place in range(len(STEPS))),
        Column(RIGHT - _LOOP, _LOOP, tr("Loop"), is_last=True),
    ]
    table = Table(setter, element, columns, above=1.6 * MM, below=1.8 * MM)
    words = state_words(tr)
    for goal in goals:
        found = loop(goal)
        parts = [Paragraph([Span(one_line(goal.title) or "–", TABLE_NAME, setter.typed_in)], TABLE_NAME)]
        facts = _facts(report, goal)
        if facts:
            parts.append(Paragraph(facts, NOTE, before=0.6))
        parts += _seen(report, goal, names)
        states = [
            Cell(picture=state_sign(str(state)), alt=f"{names[step]}: {words[state]}")
            for step, state in zip(STEPS, found.row.states, strict=True)
        ]
        table.row(Cell(tuple(parts)), *states, _loop(report, found.row.state))
    legend = " · ".join(f"{place} {names[step].lower()}" for place, step in enumerate(STEPS, 1))
    strips += table.strips(before=4)
    strips = noted(strips, kept([state_legend(report, element)]))
    return [*strips, *setter.block(f"{legend}.", NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=3)]


def _seen(report: Report, goal: Goal, names: Mapping[str, str]) -> list[Paragraph]:
    """What shows how far the goal is, a line for each step that has words."""
    lines = []
    for step in STEPS:
        text = one_line(str(getattr(goal, f"{step}_text")))
        if text:
            named = Span(f"{names[step]}: ", CELL_TEXT.but(SANS_MEDIUM))
            lines.append(Paragraph([named, Span(text, CELL_TEXT, report.setter.typed_in)], CELL_TEXT, before=1.2))
    return lines


def _facts(report: Report, goal: Goal) -> list[Span]:
    typed, due = report.setter.typed_in, report.tr.date(goal.due, "d MMM y")
    facts = (
        (", ".join(goal.criteria[:6]), ""), (one_line(goal.owner), typed), (due, ""), (one_line(goal.measure), typed)
    )  # fmt: skip
    spans: list[Span] = []
    for text, lang in facts:
        if text:
            spans += [Span(" · ", NOTE)] if spans else []
            spans.append(Span(text, NOTE, lang))
    return spans


def _loop(report: Report, state: RowState) -> Cell:
    word = loop_words(report.tr)[state]
    shown = Paragraph(small(word), TABLE.but(color=ACCENT))
    return Cell((shown,), picture=loop_sign(state), indent=5.4 * MM, alt=word)


def _material(report: Report, element: Element, points: tuple[Finding, ...]) -> list[Strip]:
    tr, setter = report.tr, report.setter
    strips = heading(setter, element, tr("Raw material for your own plan"))
    words = tr(
        "The points of this audit, with room for what the school decides. The same rows are there as a list to fill in."
    )
    strips += kept(setter.block(words, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=4))
    columns = [
        Column(LEFT, 12 * MM),
        Column(LEFT + 12 * MM, 52 * MM, tr("Development point")),
        Column(LEFT + 64 * MM, 44 * MM, tr("Goal")),
        Column(LEFT + 108 * MM, 20 * MM, tr("Owner")),
        Column(LEFT + 128 * MM, 18 * MM, tr("Measure")),
        Column(LEFT + 146 * MM, RIGHT - LEFT - 146 * MM, tr("Date"), is_last=True),
    ]
    table = Table(setter, element, columns, above=1.8 * MM, below=4.2 * MM)
    for point in points:
        title = one_line(point.title or point.question)
        table.row(
            cell(", ".join(point.criteria[:1]), TABLE_CODE),
            cell(title or tr("Without a title"), TABLE_NAME.but(color=SOFT), lang=setter.typed_in if title else ""),
            Cell(), Cell(), Cell(), Cell(),
            header=1,
        )  # fmt: skip
    return [*strips, *table.strips(before=4)]
