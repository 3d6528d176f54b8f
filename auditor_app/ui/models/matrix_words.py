"""The rows of the matrix place: every cell with its question, state and notes, and what each row tells, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from auditor_app.core.framework import Framework
from auditor_app.core.matrix import CellState, Matrix, read_matrix, states_of
from auditor_app.core.model import Cell
from auditor_app.i18n import _, current, ngettext
from auditor_app.services.words.matrix import (
    Said,
    chain_words,
    question_of,
    role_name,
    row_words,
    state_words,
)
from auditor_app.ui.models.notebook import Notebook

STATES: Final = tuple(str(state) for state in (
    CellState.SYSTEMATIC, CellState.PARTLY, CellState.NOT_SEEN, CellState.NOT_DISCUSSED
))  # fmt: skip
"""The states in the order they are offered."""
KEYS: Final = {"S": "systematic", "D": "partly", "N": "not_seen", "B": "not_discussed"}
"""The same in every language: the first letters of the Dutch words."""


@dataclass(frozen=True)
class CellRow:
    """One cell as the table shows it; `state` is empty while nothing was filled in."""

    id: str
    question: str
    state: str
    text: str
    notes: int
    sentence: str

    @property
    def lacks_note(self) -> bool:
        """Whether it is called systematic without a single note."""
        return self.state == CellState.SYSTEMATIC and not self.notes


@dataclass(frozen=True)
class RoleRow:
    """One role with its cells and what its loop tells."""

    role: str
    title: str
    cells: tuple[CellRow, ...]
    states: tuple[str, ...]
    told: Said
    counts: bool


@dataclass(frozen=True)
class MatrixRows:
    """Everything the place shows at once."""

    rows: tuple[RoleRow, ...]
    chains: tuple[str, ...]
    """One sentence per step: how far it can be followed from pupil to school."""
    matrix: Matrix

    @property
    def cells(self) -> Mapping[str, CellRow]:
        """Find a cell by its id."""
        return {cell.id: cell for row in self.rows for cell in row.cells}


def state_word(state: str) -> str:
    """Name a state; a cell in which nothing was filled in is not filled in yet."""
    return state_words(current())[CellState(state)] if state else _("not filled in yet")


def matrix_rows(framework: Framework, cells: Iterable[Cell], book: Notebook) -> MatrixRows:
    """Build the rows, the school's own first and the one that does not count last."""
    tr, known = current(), {cell.cell: cell for cell in cells if not cell.deleted}
    states = states_of(known.values())
    notes = {cell.id: book.of_cell(cell.id) for cell in framework.matrix_cells}
    matrix = read_matrix(framework, states, notes)
    rows = []
    for row in matrix.rows:
        title = role_name(tr, framework, row.role)
        told = row_words(tr, framework, row)
        made = tuple(
            _cell(f"{row.role}{step.code}", f"{title}, {tr.pick(step.title)}", known, framework, states, notes)
            for step in framework.matrix_steps
        )
        rows.append(RoleRow(row.role, title, made, tuple(map(str, row.states)), told, row.counts_for_school))
    ordered = tuple(sorted(rows, key=lambda row: not row.counts))
    chains = tuple(chain_words(tr, framework, column.message) for column in matrix.columns)
    return MatrixRows(ordered, chains, matrix)


def _cell(
    cell: str,
    name: str,
    known: Mapping[str, Cell],
    framework: Framework,
    states: Mapping[str, CellState],
    notes: Mapping[str, tuple[str, ...]],
) -> CellRow:
    stored, state, count = known.get(cell, Cell()), str(states.get(cell, "")), len(notes.get(cell, ()))
    question = question_of(current(), framework, cell)
    said = [f"{cell} {name}", state_word(state), ngettext("{n} note", "{n} notes", count)]
    if state == CellState.SYSTEMATIC and not count:
        said.append(why_systematic().rstrip("."))
    return CellRow(cell, question, state, stored.text, count, f"{', '.join(said)}: {question}")


def why_systematic() -> str:
    """Say what a cell called systematic needs."""
    return _("Systematic needs a note: an example from the last three months.")
