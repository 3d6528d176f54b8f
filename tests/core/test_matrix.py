"""The value-creation matrix of DOMAIN 8: loops, chains, the suggestion, and the row that never counts."""

from __future__ import annotations

import dataclasses
import inspect
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.config import resource_path
from auditor_app.core import matrix
from auditor_app.core.errors import UserError
from auditor_app.core.framework import build_framework
from auditor_app.core.matrix import (
    SCHOOL_ROLES,
    CellState,
    Message,
    RowState,
    Trace,
    cell_state,
    notes_per_cell,
    read_matrix,
    states_of,
    suggest,
    trace_messages,
    traces_of,
)
from auditor_app.core.model import Cell, Link, Note, TracedGoal

FRAMEWORK = build_framework(json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8")))
CELLS = [cell.id for cell in FRAMEWORK.matrix_cells]
SIGNS = {"●": CellState.SYSTEMATIC, "◐": CellState.PARTLY, "○": CellState.NOT_SEEN, "–": CellState.NOT_DISCUSSED}
STATES = st.fixed_dictionaries(dict.fromkeys(CELLS, st.sampled_from(CellState)))


def states(**rows: str) -> dict[str, CellState]:
    """Write a matrix as DOMAIN 8.1 draws it: `P="●●◐○"`."""
    return {f"{role}{step}": SIGNS[sign] for role, signs in rows.items() for step, sign in enumerate(signs, 1)}


@pytest.mark.parametrize(
    ("signs", "state", "code", "cells"),
    [
        ("●●●●", RowState.CLOSED, "matrix.row_closed", ()),
        ("●●●○", RowState.OPEN, "matrix.row_open_not_acted", ("P4",)),
        ("◐–○●", RowState.OPEN, "matrix.row_open_not_evaluated", ("P3",)),
        ("●○○○", RowState.OPEN, "matrix.row_open_neither", ("P2", "P3", "P4")),
        ("○●●●", RowState.NOT_STARTED, "matrix.row_not_started", ("P1",)),
        ("○○○○", RowState.NOT_STARTED, "matrix.row_not_started", ("P1", "P2", "P3", "P4")),
        ("●●●◐", RowState.PARTLY, "matrix.row_partly", ()),
        ("●○●●", RowState.PARTLY, "matrix.row_partly", ("P2",)),
        ("●●●–", RowState.NOT_DISCUSSED, "matrix.row_not_discussed", ("P4",)),
        ("––○○", RowState.NOT_DISCUSSED, "matrix.row_not_discussed", ("P1", "P2")),
        ("––––", RowState.NOT_DISCUSSED, "matrix.row_not_discussed", ("P1", "P2", "P3", "P4")),
    ],
)
def test_the_loop_of_a_row(signs: str, state: RowState, code: str, cells: tuple[str, ...]) -> None:
    row = read_matrix(FRAMEWORK, states(P=signs)).rows[0]
    assert row.state is state
    assert row.message == Message(code, ("P",), cells)


@pytest.mark.parametrize(
    ("cells", "code", "roles"),
    [
        (states(P="●", C="●", D="●", S="●"), "matrix.chain_whole", ()),
        (states(P="●", C="◐", D="●", S="◐"), "matrix.chain_partly", ("C", "S")),
        (states(P="●", C="○", D="–", S="○"), "matrix.chain_broken", ("C", "S")),
        (states(P="●", C="●", S="●"), "matrix.chain_not_discussed", ("D",)),
    ],
)
def test_the_chain_of_a_column(cells: dict[str, CellState], code: str, roles: tuple[str, ...]) -> None:
    message = read_matrix(FRAMEWORK, cells).columns[0].message
    assert (message.code, message.roles) == (code, roles)


FULL, NONE = "●●●●", "○○○○"


@pytest.mark.parametrize(("closed", "level"), [(0, "1"), (1, "1"), (2, "2"), (3, "2"), (4, "3"), (5, "3")])
def test_closed_rows_suggest_a_level(closed: int, level: str) -> None:
    rows = {role: FULL if place < closed else NONE for place, role in enumerate(SCHOOL_ROLES)}
    found = read_matrix(FRAMEWORK, states(**rows)).suggestion
    assert (found.level, found.message.roles) == (level, SCHOOL_ROLES[:closed])


def test_what_was_not_discussed_is_not_held_against_the_school() -> None:
    assert read_matrix(FRAMEWORK, {}).suggestion.level == ""
    two_open = read_matrix(FRAMEWORK, states(P=FULL, C=FULL, T="●●●–", D="●–●●", S=NONE)).suggestion
    assert (two_open.level, two_open.message.code, two_open.message.roles) == (
        "",
        "matrix.suggestion_not_discussed",
        ("T", "D"),
    )
    settled = read_matrix(FRAMEWORK, states(P=FULL, C=FULL, T="–○●●", D="●●●–", S=NONE)).suggestion
    assert settled.level == "2", "whatever comes of the one open row, two or three are closed"


@given(found=STATES, partner=st.lists(st.sampled_from(CellState), min_size=4, max_size=4))
def test_the_row_of_the_private_partner_never_counts(found: dict[str, CellState], partner: list[CellState]) -> None:
    changed = {**found, **{f"K{step}": state for step, state in enumerate(partner, 1)}}
    one, other = read_matrix(FRAMEWORK, found), read_matrix(FRAMEWORK, changed)
    assert one.suggestion == other.suggestion
    assert one.columns == other.columns
    assert [row for row in one.rows if row.role != "K"] == [row for row in other.rows if row.role != "K"]
    assert [row.role for row in other.rows if not row.counts_for_school] == ["K"]
    assert other.rows[-1].states == tuple(partner), "it is still described"


def test_nothing_anybody_can_pass_in_makes_the_partners_row_count() -> None:
    own = [item for item in vars(matrix).values() if getattr(item, "__module__", "") == matrix.__name__]
    public = [item for item in own if inspect.isfunction(item) and not item.__name__.startswith("_")]
    arguments = {name for function in public for name in inspect.signature(function).parameters}
    known = {
        "text",
        "notes",
        "links",
        "framework",
        "states",
        "evidence",
        "rows",
        "traces",
        "cells",
        "goals",
        "goal",
        "role",
    }
    assert arguments == known, "a new way in: make sure that it cannot make the row count"
    assert isinstance(SCHOOL_ROLES, tuple)
    assert "K" not in {*SCHOOL_ROLES, *matrix.CHAIN}
    assert isinstance(vars(matrix.Row)["counts_for_school"], property), "a fact of the role, not a field"
    closed = read_matrix(FRAMEWORK, states(P=FULL, K=FULL)).rows
    partner = [dataclasses.replace(closed[-1]) for _ in range(5)]
    assert suggest([*closed[:1], *partner]) == suggest(closed[:1])
    renamed = dataclasses.replace(FRAMEWORK, matrix_roles=(*FRAMEWORK.matrix_roles, FRAMEWORK.matrix_roles[-1]))
    assert read_matrix(renamed, states(K=FULL)).suggestion == read_matrix(FRAMEWORK, {}).suggestion


def test_systematic_needs_a_note_and_an_excluded_one_is_none() -> None:
    notes = [Note(id="n"), Note(id="x", is_excluded=True)]
    links = [
        Link("n:1", "a", "n", "matrix:P1"),
        Link("x:1", "a", "x", "matrix:P2"),
        Link("n:2", "a", "n", "E1.1"),
        Link("n:3", "a", "n", "matrix:P3", deleted=True),
        Link("gone", "a", "gone", "matrix:P4"),
    ]
    evidence = notes_per_cell(notes, links)
    assert evidence == {"P1": ("n",)}
    assert read_matrix(FRAMEWORK, states(P=FULL, C="◐◐◐◐"), evidence).unsupported == ("P2", "P3", "P4")


def test_an_audit_traces_one_goal_of_a_pupil_and_one_of_the_school() -> None:
    whole = Trace("Read a book in French", "P", ("P1", "C2", "D3", "S1"))
    assert trace_messages([whole]) == (
        Message("matrix.trace_whole", (), whole.cells),
        Message("matrix.trace_missing", ("S",)),
    )
    broken = Trace("Fewer retakes", "S", ("S1", "D1"))
    assert trace_messages([broken, Trace("  ", "P")])[0] == Message("matrix.trace_broken", ("P", "C"), ("S1", "D1"))


def test_cells_from_elsewhere_are_ignored_and_unknown_states_refused() -> None:
    odd = {"Z9": CellState.SYSTEMATIC, "": CellState.NOT_SEEN, "P5": CellState.SYSTEMATIC}
    assert read_matrix(FRAMEWORK, odd) == read_matrix(FRAMEWORK, {})
    for text in ("", "SYSTEMATIC", "seen", "x" * 10_000):
        with pytest.raises(UserError) as caught:
            cell_state(text)
        assert len(str(caught.value)) < 100
    assert [cell_state(str(state)) for state in CellState] == list(CellState)


def test_a_framework_without_a_matrix_is_no_trap() -> None:
    bare = dataclasses.replace(FRAMEWORK, matrix_roles=(), matrix_steps=(), matrix_cells=())
    assert read_matrix(bare, states(P=FULL)).suggestion.level == ""
    no_steps = dataclasses.replace(FRAMEWORK, matrix_steps=())
    assert {row.state for row in read_matrix(no_steps, {}).rows} == {RowState.NOT_DISCUSSED}


def test_recorded_cells_and_goals_are_read_as_they_are_meant() -> None:
    cells = [
        Cell("a:P1", "a", "P1", "systematic", "In every logbook"),
        Cell("a:P2", "a", "P2", ""),
        Cell("a:P3", "a", "P3", "a state of next year"),
        Cell("a:P4", "a", "P4", "partly", deleted=True),
    ]
    assert states_of(cells) == {"P1": CellState.SYSTEMATIC}
    goal = TracedGoal("a:P", "a", "P", "Speak German", pupil="In the logbook", coach="  ", school="In the plan")
    assert traces_of([goal, dataclasses.replace(goal, deleted=True)]) == (Trace("Speak German", "P", ("P", "S")),)
    codes = [message.code for message in trace_messages(traces_of([goal]))]
    assert codes == ["matrix.trace_broken", "matrix.trace_missing"]
