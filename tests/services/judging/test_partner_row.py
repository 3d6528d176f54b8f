"""The private partner's row never counts for the school: not by a framework, an import, a row of the database (8.1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor_app.config import resource_path
from auditor_app.core.change import Edit
from auditor_app.core.framework import framework_digest
from auditor_app.core.gates import judge
from auditor_app.core.matrix import Matrix, notes_per_cell, read_matrix, states_of
from auditor_app.core.model import AuditKind, School
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import to_document
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.samples import SUMMATIVE, sample_snapshot
from auditor_app.services.workspace import Workspace

Body = dict[str, Any]
PARTNER = {"nl": "Kunskapsskolan", "en": "Kunskapsskolan Nederland", "sv": "KUNSKAPSSKOLAN"}


def framework_body() -> Body:
    body: Body = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
    return {**body, "id": "own", "version": "1.0"}


def nothing_is_excluded(body: Body) -> str:
    body["matrix"]["excluded_roles_from_school_result"] = []
    return "K"


def the_list_of_the_excluded_is_not_there(body: Body) -> str:
    del body["matrix"]["excluded_roles_from_school_result"]
    return "K"


def the_partner_stands_first(body: Body) -> str:
    body["matrix"]["roles"].insert(0, body["matrix"]["roles"].pop())
    return "K"


def the_partner_is_called_the_school(body: Body) -> str:
    body["matrix"]["roles"][-1] |= {"nl": "School", "en": "School", "sv": "Skola"}
    return "K"


def the_partner_stands_under_the_letter_of_the_school(body: Body) -> str:
    body["matrix"]["roles"][-2] |= PARTNER
    body["matrix"]["roles"].pop()
    body["matrix"]["cells"] = [cell for cell in body["matrix"]["cells"] if cell["id"][0] != "K"]
    body["matrix"]["excluded_roles_from_school_result"] = []
    return "S"


def a_framework_of_its_own_excludes_another_row(body: Body) -> str:
    body["matrix"]["excluded_roles_from_school_result"] = ["K", "T"]
    return "T"


def matrix_of(snapshot: Snapshot) -> Matrix:
    evidence = notes_per_cell(snapshot.notes, snapshot.links)
    return read_matrix(snapshot.framework, states_of(snapshot.cells), evidence)


@pytest.mark.parametrize(
    "change",
    [
        nothing_is_excluded,
        the_list_of_the_excluded_is_not_there,
        the_partner_stands_first,
        the_partner_is_called_the_school,
        the_partner_stands_under_the_letter_of_the_school,
        a_framework_of_its_own_excludes_another_row,
    ],
)
def test_no_framework_makes_it_count(workspace: Workspace, tmp_path: Path, change: Callable[[Body], str]) -> None:
    body = framework_body()
    role = change(body)
    path = tmp_path / "own.json"
    path.write_text(json.dumps(body), "utf-8")
    digest = workspace.frameworks.load(path).digest
    school = School(name="De Eik")
    audit = workspace.audits.create(AuditKind.SUMMATIVE, school, "2027-11-12", "2027-11-13", "nl", digest).id
    for other in sorted({*"PCTDS"} - {role}):
        for step in range(1, 5):
            workspace.judge.set_cell(audit, f"{other}{step}", "systematic" if other in "PCD" else "not_seen")
    before = matrix_of(workspace.audits.snapshot(audit))
    for step in range(1, 5):
        workspace.judge.set_cell(audit, f"{role}{step}", "systematic")
    after = matrix_of(workspace.audits.snapshot(audit))
    assert before.suggestion == after.suggestion, "three rows are closed, and stay three"
    assert after.suggestion.level == "2"
    assert before.columns == after.columns
    assert [row.role for row in after.rows if not row.counts_for_school] in (["K"], ["S"], ["T", "K"])


def test_no_hand_made_file_makes_it_count(workspace: Workspace) -> None:
    document = json.loads(json.dumps(to_document(sample_snapshot(SUMMATIVE))))
    matrix = document["framework"]["body"]["matrix"]
    matrix |= {"excluded_roles_from_school_result": [], "counts_for_school": ["K"], "school_roles": ["K"]}
    document["framework"]["id"] = document["audit"]["framework"] = framework_digest(document["framework"]["body"])
    document |= {"matrix": {"K": {"counts_for_school": True}}, "school_roles": ["K", "P"]}
    document["audit"] |= {"partner_counts": True, "matrix_roles": ["K"]}
    for cell in document["cells"]:
        cell |= {
            "counts_for_school": True,
            "role": "S",
            "state": "systematic" if cell["cell"][0] == "K" else "not_seen",
        }
    workspace.snapshots.load(read_snapshot(json.dumps(document).encode()))
    found = matrix_of(workspace.audits.snapshot(document["audit"]["id"]))
    assert (found.suggestion.level, found.suggestion.message.roles) == ("1", ())
    assert [row.role for row in found.rows if not row.counts_for_school] == ["K"]


def test_no_row_of_the_database_makes_it_count(workspace: Workspace, audit: str) -> None:
    fields = {"audit": audit, "state": "systematic"}
    with pytest.raises(ValueError, match="unknown fields"):
        workspace.desk.write([Edit(audit, "cell", f"{audit}:K1", {**fields, "counts_for_school": True})])
    edits = [Edit(audit, "cell", f"{audit}:{role}{step}", {**fields, "cell": f"K{step}"})
             for role in "PCTDSK" for step in range(1, 5)]  # fmt: skip
    workspace.desk.write(edits)
    found = matrix_of(workspace.audits.snapshot(audit))
    assert {str(state) for row in found.rows if row.role != "K" for state in row.states} == {"not_discussed"}
    assert {str(state) for row in found.rows if row.role == "K" for state in row.states} == {"systematic"}
    assert found.suggestion.level == ""


def test_what_is_found_of_the_partner_is_no_evidence_and_moves_no_outcome(workspace: Workspace) -> None:
    workspace.snapshots.load(sample_snapshot(SUMMATIVE))
    audit = sample_snapshot(SUMMATIVE).audit.id
    before = workspace.audits.snapshot(audit)
    for step in range(1, 5):
        workspace.judge.set_cell(audit, f"K{step}", "not_seen")
        workspace.evidence.add_note(audit, f"What the partner does #K{step}", "")
    after = workspace.audits.snapshot(audit)
    tied = {link.target for link in after.links} - {link.target for link in before.links}
    assert len(notes_per_cell(after.notes, after.links)["K1"]) > len(
        notes_per_cell(before.notes, before.links).get("K1", ())
    )
    assert not {target for target in tied if not target.startswith("matrix:K")}
    assert after.evidence == before.evidence
    assert judge(after) == judge(before)
    assert matrix_of(after).suggestion == matrix_of(before).suggestion
