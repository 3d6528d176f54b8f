"""Filling in the value-creation matrix, and reading what was made before there was one."""

from __future__ import annotations

import json

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.matrix import LONGEST_REMARK, CellState, states_of, traces_of
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience
from auditor_app.core.snapshot_json import from_document, to_document
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace


def test_a_cell_keeps_state_and_remark_apart_and_is_undone(workspace: Workspace, audit: str) -> None:
    judge = workspace.judge
    assert judge.set_cell(audit, "C2", "partly").id == f"{audit}:C2"
    judge.set_cell(audit, "C2", text="Not in the weeks of tests")
    (cell,) = workspace.audits.snapshot(audit).cells
    assert (cell.cell, cell.state, cell.text) == ("C2", "partly", "Not in the weeks of tests")
    assert states_of(workspace.audits.live(audit).alive("cell")) == {"C2": CellState.PARTLY}
    workspace.audits.undo(audit)
    assert workspace.audits.snapshot(audit).cells[0].text == ""
    judge.set_cell(audit, "C2", "")
    assert states_of(workspace.audits.snapshot(audit).cells) == {}


@pytest.mark.parametrize(
    ("cell", "state", "text", "code"),
    [
        ("Z9", "partly", "", "matrix.unknown_cell"),
        ("", "partly", "", "matrix.unknown_cell"),
        ("matrix:C2", "partly", "", "matrix.unknown_cell"),
        ("C2", "●", "", "matrix.state_unknown"),
        ("C2", "partly", "x" * (LONGEST_REMARK + 1), "matrix.remark_too_long"),
    ],
)
def test_an_impossible_cell_is_refused(
    workspace: Workspace, audit: str, cell: str, state: str, text: str, code: str
) -> None:
    with pytest.raises(UserError) as caught:
        workspace.judge.set_cell(audit, cell, state, text=text)
    assert caught.value.code == code
    assert workspace.audits.snapshot(audit).cells == ()


def test_one_goal_of_a_pupil_and_one_of_the_school_are_followed(workspace: Workspace, audit: str) -> None:
    judge = workspace.judge
    judge.set_trace(audit, "P", goal="Speak German", pupil="In the logbook")
    judge.set_trace(audit, "P", coach="In the conversation")
    judge.set_trace(audit, "S", goal="Goals in one place")
    found = traces_of(workspace.audits.snapshot(audit).traces)
    assert [(trace.role, trace.goal, trace.cells) for trace in found] == [
        ("P", "Speak German", ("P", "C")),
        ("S", "Goals in one place", ()),
    ]
    with pytest.raises(UserError) as caught:
        judge.set_trace(audit, "K", goal="The partner's")
    assert caught.value.code == "matrix.unknown_trace"


def test_a_snapshot_made_before_the_matrix_still_reads() -> None:
    document = to_document(sample_snapshot(THIS_YEAR))
    assert len(document["cells"]) == 24
    for name in ("cells", "traces"):
        del document[name]
    snapshot = read_snapshot(json.dumps({**document, "version": "1.0"}).encode())
    assert (snapshot.cells, snapshot.traces) == ((), ())


def test_the_school_sees_its_matrix_and_a_remark_has_its_limit() -> None:
    document = to_document(sample_snapshot(THIS_YEAR))
    assert project(from_document(document), Audience.SCHOOL).cells == from_document(document).cells
    document["cells"][0]["text"] = "x" * (LONGEST_REMARK + 1)
    with pytest.raises(UserError) as caught:
        read_snapshot(json.dumps(document).encode())
    assert str(caught.value.details["path"]).startswith("cells[0].text")
