"""The value-creation matrix: what was found in every cell, what each loop tells, and the goals that were followed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from auditor_app.core.matrix import CellState, Row, RowState, found_at, notes_per_cell, read_matrix, states_of
from auditor_app.core.model import TracedGoal
from auditor_app.services.report import symbols
from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import beside, heading, nothing, opening
from auditor_app.services.report.sections.signs import state_sign
from auditor_app.services.report.strips import Mark, Strip, kept, noted, space_above
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    BODY,
    HEAD,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    RIGHT,
    SANS,
    SMALL_BODY,
    SOFT,
    TABLE,
    TABLE_NAME,
    TEXT,
    Type,
)
from auditor_app.services.report.tables import Cell, Column, Picture, Table
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import Span
from auditor_app.services.words.first_letter import small
from auditor_app.services.words.matrix import loop_words, role_lang, role_name, row_words, state_words

CELL_TEXT = Type(SANS, 7.8, 10.4)
CELL_SOURCES = Type(SANS, 7, 9.6, SOFT)
_FIRST_CELL = 54 * MM
_INDENT = 5 * MM
_WORD, _SENTENCE = TEXT, 92 * MM
_ORDER = (CellState.SYSTEMATIC, CellState.PARTLY, CellState.NOT_SEEN, CellState.NOT_DISCUSSED)


def matrix(report: Report) -> list[Part]:
    """Give the part about the matrix, if the framework has one; say so when none of its cells was filled in."""
    states = states_of(report.snapshot.cells)
    if not report.framework.matrix_steps:
        return []
    tr, setter = report.tr, report.setter
    element = report.root.add("Sect")
    title, number = tr("Creating value through a systematic approach"), report.next_number()
    strips = opening(setter, element, title, number)
    if not states:
        strips += nothing(setter, element, tr("The team filled in no cell of the matrix."))
        return [Part("matrix", title, element, [*strips, *_goals(report, element)], number=number, starts_page=False)]
    words = tr(
        "Roles and steps: in each cell the team looked for an example from the last months. Nothing is added up."
    )
    strips += kept(setter.block(words, BODY, element.add("P"), before=5.2))
    rows = read_matrix(report.framework, states).rows
    strips += _cells(report, element, [row for row in rows if row.counts_for_school], has_head=True, before=12)
    others = [row for row in rows if not row.counts_for_school]
    strips += _cells(report, element, others, has_head=False, before=8) if others else []
    strips = noted(strips, [state_legend(report, element)])
    strips += _loops(report, element, rows)
    strips += _goals(report, element)
    return [Part("matrix", title, element, strips, number=number)]


def _cells(report: Report, element: Element, rows: Sequence[Row], *, has_head: bool, before: float) -> list[Strip]:
    tr, framework = report.tr, report.framework
    steps = framework.matrix_steps
    width = (RIGHT - _FIRST_CELL) / len(steps)
    columns = [Column(LEFT, _FIRST_CELL - LEFT)]
    for place, step in enumerate(steps):
        is_last = place == len(steps) - 1
        title = f"{step.code}  {tr.pick(step.title)}"
        lang = tr.lang_of(step.title)
        columns.append(Column(_FIRST_CELL + place * width, width, title, is_last=is_last, lang=lang))
    table = Table(report.setter, element, columns, above=1.7 * MM, below=1.6 * MM, has_head=has_head)
    for row in rows:
        name = [Paragraph([_role(report, row, _broken(role_name(tr, framework, row.role)))], TABLE_NAME)]
        if not row.counts_for_school:
            name.append(Paragraph(tr("does not count for the school"), NOTE, before=1.0))
        cells = [_cell(report, f"{row.role}{step.code}", state) for step, state in zip(steps, row.states, strict=True)]
        table.row(Cell(tuple(name)), *cells)
    strips = table.strips(before=before)
    return strips if has_head else _ruled_above(strips)


def _role(report: Report, row: Row, name: str) -> Span:
    return Span(name, TABLE_NAME, role_lang(report.tr, report.framework, row.role))


def _broken(name: str) -> str:
    """Let a name of two parts break at its slash, since its column is narrow."""
    return name if " / " in name else name.replace("/", " / ")


def _ruled_above(strips: list[Strip]) -> list[Strip]:
    """Draw the strong rule that a head would have drawn."""

    def rule(pen: Pen, top: float) -> None:
        pen.rule(LEFT, top, RIGHT, top, width=0.8)

    first = Strip(0.1, (rule,), before=strips[0].before, keeps=True, is_wide=True)
    return [first, *space_above(strips, 0.0)]


def _cell(report: Report, cell: str, state: CellState) -> Cell:
    tr = report.tr
    stored = next((item for item in report.snapshot.cells if item.cell == cell), None)
    text = stored.text.strip() if stored else ""
    word = state_words(tr)[state]
    sources = _sources(report, cell)
    typed = [Span(text, CELL_TEXT, report.setter.typed_in)]
    parts = [Paragraph(typed if text else word, CELL_TEXT if text else CELL_TEXT.but(color=SOFT))]
    if sources:
        parts.append(Paragraph(", ".join(sources), CELL_SOURCES))
    if not text:
        return Cell(tuple(parts), picture=state_sign(str(state)), indent=_INDENT, alt=", ".join([word, *sources]))
    return Cell(tuple(parts), picture=state_sign(str(state)), indent=_INDENT, alt=word, has_own_text=True)


def _sources(report: Report, cell: str) -> list[str]:
    notes = {note.id: note.source for note in report.snapshot.notes}
    tied = notes_per_cell(report.snapshot.notes, report.snapshot.links).get(cell, ())
    found = {notes[note] for note in tied if notes.get(note)}
    return [source.code for source in report.framework.sources if source.code in found]


def state_legend(report: Report, element: Element) -> Strip:
    """Say what the squares stand for."""
    paragraph, baseline, x = element.add("P"), 6.2 * MM, LEFT
    paragraph.is_legend = True
    marks: list[Mark] = []
    words = {**state_words(report.tr), CellState.NOT_SEEN: report.tr("looked for, not seen")}
    for state in _ORDER:
        marks.append(_sign(x, baseline, state))
        (line, *_) = report.setter.lines(words[state], HEAD, LIVE_WIDTH)
        marks.append(text_mark(x + 4 * MM, baseline, line, paragraph))
        x += 4 * MM + line.width + 5 * MM
    return Strip(baseline + 3, tuple(marks), is_wide=True)


def _sign(x: float, baseline: float, state: CellState) -> Mark:
    return lambda pen, top: symbols.matrix_state(pen, x, top + baseline, str(state), None)


def _loops(report: Report, element: Element, rows: Sequence[Row]) -> list[Strip]:
    tr, framework = report.tr, report.framework
    strips = heading(report.setter, element, tr("Loops"))
    columns = [
        Column(LEFT, 6.4 * MM),
        Column(LEFT + 6.4 * MM, _WORD - LEFT - 6.4 * MM),
        Column(_WORD, _SENTENCE - _WORD),
        Column(_SENTENCE, RIGHT - _SENTENCE, is_last=True),
    ]
    table = Table(report.setter, element, columns, has_head=False)
    for row in rows:
        told = row_words(tr, framework, row)
        rest = told.rest if row.counts_for_school else f"{told.rest} {tr('Does not count for the school')}."
        word = loop_words(tr)[row.state]
        table.row(
            Cell(picture=_ring(row.state)),
            Cell((Paragraph([_role(report, row, role_name(tr, framework, row.role))], TABLE_NAME),)),
            Cell((Paragraph(small(word), TABLE.but(color=ACCENT)),)),
            Cell((Paragraph(rest.strip(), TABLE_NAME),)),
            header=1,
        )
    return [*strips, *_ruled_above(table.strips(before=3.2))]


def _ring(state: RowState) -> Picture:
    # The word stands beside it in the row.
    return lambda pen, x, baseline, _element: symbols.loop(pen, x + 1.8 * MM, baseline, str(state), None)


def _goals(report: Report, element: Element) -> list[Strip]:
    tr = report.tr
    goals = [goal for goal in report.snapshot.traces if goal.goal.strip()]
    if not goals:
        return []
    strips = heading(report.setter, element, tr("One goal followed"))
    for place, goal in enumerate(goals):
        title = tr("A pupil's goal") if goal.role == "P" else tr("The school's goal")
        text = partial(_goal, report, goal)
        strips += beside(report.setter, element, title, text, before=24 if place else 11)
    return strips


def _goal(report: Report, goal: TracedGoal, parent: Element) -> list[Strip]:
    tr, setter = report.tr, report.setter
    strips = kept(setter.prose(goal.goal, parent))
    for role, text in found_at(goal).items():
        name = role_name(tr, report.framework, role)
        said, lang = text.strip(), setter.typed_in
        spans = [
            Span(name, SMALL_BODY, role_lang(tr, report.framework, role)),
            Span(": ", SMALL_BODY),
            Span(said or tr("not found again"), SMALL_BODY, lang if said else ""),
        ]
        strips += setter.block(spans, SMALL_BODY, parent.add("P"), before=4.0)
    # What the last of them says must not stand alone on the next page.
    return [*strips[:-2], *kept(strips[-2:-1]), *strips[-1:]]
