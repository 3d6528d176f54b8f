"""As long as a team rates blind, nothing that leaves the program or is reckoned in it tells what a colleague rates."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.model import AuditKind, Role, School
from auditor_app.core.readiness import Gap
from auditor_app.core.team import covered
from auditor_app.services.publishing.exporting import Form
from auditor_app.services.workspace import Workspace


@pytest.fixture
def blind(workspace: Workspace) -> str:
    """A summative audit in which the lead has rated everything, and the second auditor works here now."""
    framework = workspace.frameworks.available()[0].digest
    made = workspace.audits.create(
        AuditKind.SUMMATIVE, School(name="De Linde"), "2026-11-12", "2026-11-13", "en", framework
    )
    for code in workspace.audits.snapshot(made.id).framework.by_code:
        workspace.judge.rate(made.id, code, "1" if code == "E2.1" else "4")
    second = workspace.audits.add_member(made.id, name="Ruben Bedacht", initials="RB", role=str(Role.SECOND))
    workspace.audits.choose_me(made.id, second.id)
    return made.id


def lead_of(workspace: Workspace, audit: str) -> str:
    lead = workspace.audits.snapshot(audit).lead
    assert lead is not None
    return lead.id


def exported_levels(workspace: Workspace, audit: str, me: str) -> set[str]:
    text = workspace.exports.make(audit, Form.RATINGS, "en", me).content.decode("utf-8-sig")
    return {row["Level"] for row in csv.DictReader(StringIO(text, newline=""))}


def test_no_file_holds_a_level_of_a_colleague(workspace: Workspace, blind: str) -> None:
    me = workspace.audits.me(blind)
    assert exported_levels(workspace, blind, lead_of(workspace, blind)) == {"1", "4"}, "one's own"
    assert exported_levels(workspace, blind, me) == exported_levels(workspace, blind, "") == {"NB"}
    document = json.loads(workspace.exports.make(blind, Form.DATA, "en", me).content)
    assert (document["consensus"], document["ratings"]) == ([], [])


def test_gates_and_outcome_follow_from_what_the_team_has_in_common(workspace: Workspace, blind: str) -> None:
    judgement = workspace.outcomes.judgement(blind)
    rated, evidence, consensus = judgement.gates[5:]
    assert len(rated.reasons) == len(workspace.audits.snapshot(blind).framework.criteria)
    assert [reason.code for reason in evidence.reasons] == ["gate.no_levels"]
    assert {reason.code for reason in consensus.reasons} == {"gate.no_consensus", "gate.ratings_not_locked"}
    assert not any(part.criteria for part in (*judgement.decision.granted, *judgement.decision.conditions))
    assert workspace.outcomes.changes(blind) is None


def test_what_still_stops_signing_tells_nobody_what_another_rates(workspace: Workspace, blind: str) -> None:
    def gaps(me: str) -> set[Gap]:
        return {item.gap for item in workspace.publishing.blockers(blind, me)}

    assert Gap.THIN in gaps(lead_of(workspace, blind)), "the lead hears it of the own levels"
    assert Gap.NOT_RATED in gaps(workspace.audits.me(blind))
    assert Gap.THIN not in gaps(workspace.audits.me(blind))


def test_a_colleague_taken_off_the_team_for_a_moment_is_not_seen(workspace: Workspace, blind: str) -> None:
    me, lead = workspace.audits.me(blind), lead_of(workspace, blind)
    workspace.audits.edit_member(lead, role=str(Role.SECOND_READER))
    assert not covered(workspace.audits.snapshot(blind), me).ratings
    assert exported_levels(workspace, blind, me) == {"NB"}
    workspace.audits.remove_member(lead)
    assert not covered(workspace.audits.snapshot(blind), me).ratings
    assert exported_levels(workspace, blind, me) == {"NB"}


def test_who_leaves_the_team_does_not_become_the_colleague(workspace: Workspace, blind: str) -> None:
    me, lead = workspace.audits.me(blind), lead_of(workspace, blind)
    workspace.guard.set_code(lead, "linde")
    before = workspace.audits.snapshot(blind).ratings
    for _turn in range(3):
        workspace.audits.undo(blind)
    assert [member.id for member in workspace.audits.snapshot(blind).members] == [lead], "adding me is taken back"
    assert workspace.audits.me(blind) == me
    assert workspace.audits.snapshot(blind).ratings == before
    assert not covered(workspace.audits.snapshot(blind), me).ratings


def test_who_rates_does_not_become_a_second_reader_to_look(workspace: Workspace, blind: str) -> None:
    me = workspace.audits.me(blind)
    with pytest.raises(UserError, match=r"audit\.role_while_blind"):
        workspace.audits.edit_member(me, role=str(Role.SECOND_READER))
    workspace.audits.remove_member(me)
    reader = workspace.audits.add_member(blind, name="Lees", initials="LL", role=str(Role.SECOND_READER))
    assert reader.id
