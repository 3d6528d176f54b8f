"""The value-creation matrix (DOMAIN 8): states, loops per row, chains per column, and what they suggest for O3.3.

Nothing here is a number of the school but the suggested level, and that one only ever reads the rows of `SCHOOL_ROLES`.
The row of the private partner is described like the others and counts for nothing: the roles that count are a constant
of this module, not an argument and not a setting. A framework can take further rows out of the count, never put one in;
and a row that bears the partner's name under another letter does not count either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework
from auditor_app.core.model import Cell, Link, Note, TracedGoal

SCHOOL_ROLES = ("P", "C", "T", "D", "S")
"""The rows that are the school's own; private and public are kept apart (DOMAIN 1.1)."""
PARTNER_NAME = "kunskapsskolan"
"""What the private partner is called, in whatever language and under whatever letter a framework names it."""
CHAIN = ("P", "C", "D", "S")
"""Pupil, coach, team, school: the way one goal is followed (DOMAIN 8.1)."""
SUGGESTS_FOR = "O3.3"
TARGET = "matrix:"
"""How a note's link names a cell."""
LONGEST_REMARK = 60
"""Characters of a remark: more does not fit the report's matrix."""
TRACED_ROLES = ("P", "S")
"""Whose goals are followed: one of a pupil and one of the school (DOMAIN 8.1)."""
_LEVEL_OF_CLOSED_ROWS = ((4, "3"), (2, "2"), (0, "1"))


class CellState(StrEnum):
    """What was found in a cell; no number, no sum."""

    NOT_DISCUSSED = "not_discussed"
    NOT_SEEN = "not_seen"
    PARTLY = "partly"
    SYSTEMATIC = "systematic"


_SEEN = frozenset({CellState.PARTLY, CellState.SYSTEMATIC})


class RowState(StrEnum):
    """How the four steps of one role hang together."""

    CLOSED = "closed"
    OPEN = "open"
    NOT_STARTED = "not_started"
    PARTLY = "partly"
    NOT_DISCUSSED = "not_discussed"


@dataclass(frozen=True)
class Message:
    """A sentence to say: its code and its arguments (codes of roles, steps and cells)."""

    code: str
    roles: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One role: its cells' states in the order of the steps, and the loop check."""

    role: str
    states: tuple[CellState, ...]
    state: RowState
    message: Message
    is_set_apart: bool = False
    """The framework takes it out of the count, or names the private partner in it."""

    @property
    def counts_for_school(self) -> bool:
        """Tell whether the row is the school's own."""
        return self.role in SCHOOL_ROLES and not self.is_set_apart

    @property
    def can_still_close(self) -> bool:
        """Tell whether the row would be closed if what was not discussed turned out well."""
        hopeful = {CellState.SYSTEMATIC, CellState.NOT_DISCUSSED}
        return self.state is not RowState.CLOSED and hopeful.issuperset(self.states)


@dataclass(frozen=True)
class Column:
    """One step followed from pupil to school: the chain check."""

    step: str
    message: Message


@dataclass(frozen=True)
class Suggestion:
    """A level for O3.3 that the auditor may take over; empty while too little was discussed to say one."""

    level: str
    message: Message


@dataclass(frozen=True)
class Trace:
    """One goal followed through the cells in which it was found again, as an example."""

    goal: str
    role: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """The whole matrix, checked."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    suggestion: Suggestion
    unsupported: tuple[str, ...]
    """Cells called systematic without a single note."""


def cell_state(text: str) -> CellState:
    """Read a state; raises `UserError("matrix.state_unknown")`."""
    try:
        return CellState(text)
    except ValueError as error:
        raise UserError("matrix.state_unknown", state=str(text)[:40]) from error


def states_of(cells: Iterable[Cell]) -> dict[str, CellState]:
    """Give the state of every cell that has one; what a newer program may call a state is not discussed."""
    known = {str(state) for state in CellState}
    return {cell.cell: CellState(cell.state) for cell in cells if cell.state in known and not cell.deleted}


def traces_of(goals: Iterable[TracedGoal]) -> tuple[Trace, ...]:
    """Give the traced goals with the roles at which they were found again."""
    return tuple(
        Trace(goal.goal, goal.role, tuple(role for role, text in found_at(goal).items() if text.strip()))
        for goal in goals
        if not goal.deleted
    )


def found_at(goal: TracedGoal) -> dict[str, str]:
    """Give what is said about a traced goal at each role of the chain, from pupil to school."""
    return dict(zip(CHAIN, (goal.pupil, goal.coach, goal.team, goal.school), strict=True))


def notes_per_cell(notes: Iterable[Note], links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """Give the notes of every cell; deleted and excluded ones do not count."""
    kept = {note.id for note in notes if not note.deleted and not note.is_excluded}
    found: dict[str, tuple[str, ...]] = {}
    for link in links:
        if link.note in kept and not link.deleted and link.target.startswith(TARGET):
            cell = link.target.removeprefix(TARGET)
            found[cell] = (*found.get(cell, ()), link.note)
    return found


def read_matrix(
    framework: Framework, states: Mapping[str, CellState], evidence: Mapping[str, tuple[str, ...]] | None = None
) -> Matrix:
    """Check loops and chains; a cell without a state was not discussed, a cell the framework lacks is ignored."""
    steps = [step.code for step in framework.matrix_steps]
    roles = [role.code for role in framework.matrix_roles]
    cells = {cell.id for cell in framework.matrix_cells}
    apart = set_apart(framework)
    rows = tuple(
        replace(_row(role, [f"{role}{step}" for step in steps], states), is_set_apart=role in apart) for role in roles
    )
    columns = tuple(Column(step, _chain(step, states, [role for role in CHAIN if role not in apart])) for step in steps)
    systematic = [cell for cell in sorted(cells) if states.get(cell) is CellState.SYSTEMATIC]
    unsupported = tuple(cell for cell in systematic if not (evidence or {}).get(cell))
    return Matrix(rows, columns, suggest(rows), unsupported)


def set_apart(framework: Framework) -> frozenset[str]:
    """Give the roles that do not count under this framework: those it excludes, and any that names the partner."""
    named = {
        role.code
        for role in framework.matrix_roles
        if any(PARTNER_NAME in text.casefold() for text in role.title.values())
    }
    return frozenset({*framework.matrix_excluded, *named})


def _row(role: str, cells: list[str], states: Mapping[str, CellState]) -> Row:
    found = {cell: states.get(cell, CellState.NOT_DISCUSSED) for cell in cells}
    return loop_of(role, found)


def loop_of(role: str, cells: Mapping[str, CellState]) -> Row:
    """Check one loop: the states of its four steps, in their order."""
    found = tuple(cells.values())
    state = _row_state(found)
    missing = tuple(cell for cell, one in cells.items() if one is CellState.NOT_SEEN)
    if state is RowState.NOT_DISCUSSED:
        missing = tuple(cell for cell, one in cells.items() if one is CellState.NOT_DISCUSSED)
    code = _open_loop(found) if state is RowState.OPEN else f"matrix.row_{state}"
    return Row(role, found, state, Message(code, (role,), missing))


def _row_state(states: tuple[CellState, ...]) -> RowState:
    """Judge one loop: goals set (first), followed up, evaluated, acted on (last two)."""
    if states and all(state is CellState.SYSTEMATIC for state in states):
        return RowState.CLOSED
    if states and states[0] is CellState.NOT_SEEN:
        return RowState.NOT_STARTED
    if states and states[0] in _SEEN and CellState.NOT_SEEN in states[2:]:
        return RowState.OPEN
    return RowState.NOT_DISCUSSED if not states or CellState.NOT_DISCUSSED in states else RowState.PARTLY


def _open_loop(states: tuple[CellState, ...]) -> str:
    evaluated, *acted = (state is not CellState.NOT_SEEN for state in states[2:])
    if not evaluated:
        return "matrix.row_open_not_evaluated" if all(acted) else "matrix.row_open_neither"
    return "matrix.row_open_not_acted"


def _chain(step: str, states: Mapping[str, CellState], roles: Iterable[str]) -> Message:
    found = {role: states.get(f"{role}{step}", CellState.NOT_DISCUSSED) for role in roles}
    broken = tuple(role for role, state in found.items() if state is CellState.NOT_SEEN)
    unknown = tuple(role for role, state in found.items() if state is CellState.NOT_DISCUSSED)
    if broken:
        return Message("matrix.chain_broken", broken, tuple(f"{role}{step}" for role in broken))
    if unknown:
        return Message("matrix.chain_not_discussed", unknown, tuple(f"{role}{step}" for role in unknown))
    partly = tuple(role for role, state in found.items() if state is CellState.PARTLY)
    return Message("matrix.chain_partly" if partly else "matrix.chain_whole", partly)


def suggest(rows: Iterable[Row]) -> Suggestion:
    """Suggest a level for O3.3 from the school's own rows: 4 or 5 closed is 3, 2 or 3 is 2, fewer is 1 (DOMAIN 8.1)."""
    every = {row.role: row for row in rows}
    own = {role: row for role, row in every.items() if row.counts_for_school}
    closed = tuple(role for role, row in own.items() if row.state is RowState.CLOSED)
    unknown = tuple(role for role in SCHOOL_ROLES if role not in every or (role in own and own[role].can_still_close))
    level = _level(len(closed))
    if level != _level(len(closed) + len(unknown)):
        return Suggestion("", Message("matrix.suggestion_not_discussed", unknown))
    return Suggestion(level, Message("matrix.suggestion", closed))


def _level(closed: int) -> str:
    return next(level for least, level in _LEVEL_OF_CLOSED_ROWS if closed >= least)


def trace_messages(traces: Iterable[Trace]) -> tuple[Message, ...]:
    """Say how far each traced goal was found, and which of the two examples an audit needs is missing (DOMAIN 8.1)."""
    found = [trace for trace in traces if trace.goal.strip()]
    messages = [_traced(trace) for trace in found]
    known = {trace.role for trace in found}
    messages += [Message("matrix.trace_missing", (role,)) for role in TRACED_ROLES if role not in known]
    return tuple(messages)


def _traced(trace: Trace) -> Message:
    missing = tuple(role for role in CHAIN if not any(cell.startswith(role) for cell in trace.cells))
    return Message("matrix.trace_broken" if missing else "matrix.trace_whole", missing, trace.cells)
