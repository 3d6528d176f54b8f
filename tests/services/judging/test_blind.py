"""As long as a team rates blind, nothing that leaves the program or is reckoned in it tells what a colleague rates."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.model import AuditKind, Role, School
from auditor_app.core.readiness import Gap
from auditor_app.core.team import covered, is_revealed, left_before_locking
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


@pytest.fixture
def waiting(workspace: Workspace, blind: str) -> str:
    """A team of three: lead and second have locked, and a third, who works here now, has rated one criterion."""
    lead, second = lead_of(workspace, blind), workspace.audits.me(blind)
    for code in workspace.audits.snapshot(blind).framework.by_code:
        workspace.judge.rate(blind, code, "3")
    for member in (lead, second):
        workspace.audits.choose_me(blind, member)
        workspace.judge.lock(blind)
    third = workspace.audits.add_member(blind, name="Tove Ek", initials="TE", role=str(Role.AUDITOR))
    workspace.audits.choose_me(blind, third.id)
    workspace.judge.rate(blind, "E2.1", "2")
    return blind


def test_who_has_not_locked_does_not_leave_to_see_what_colleagues_locked(workspace: Workspace, waiting: str) -> None:
    me = workspace.audits.me(waiting)
    with pytest.raises(UserError, match=r"audit\.leaves_while_blind"):
        workspace.audits.remove_member(me, "Ill")
    with pytest.raises(UserError, match=r"audit\.role_while_blind"):
        workspace.audits.edit_member(me, role=str(Role.SECOND_READER))
    for _turn in range(4):
        workspace.audits.undo(waiting)
    snapshot = workspace.audits.snapshot(waiting)
    assert me in {member.id for member in snapshot.members}, "nor is joining the team taken back"
    assert {rating.member for rating in covered(snapshot, me).ratings} <= {me}
    assert not is_revealed(snapshot)


def test_nor_does_who_rates_become_a_reader_again_by_undo(workspace: Workspace, blind: str) -> None:
    lead = lead_of(workspace, blind)
    reader = workspace.audits.add_member(blind, name="Tove Ek", initials="TE", role=str(Role.SECOND_READER)).id
    workspace.audits.edit_member(reader, role=str(Role.AUDITOR))
    for code in workspace.audits.snapshot(blind).framework.by_code:
        workspace.judge.rate(blind, code, "3")
    workspace.audits.choose_me(blind, lead)
    workspace.judge.lock(blind)
    workspace.audits.choose_me(blind, reader)
    workspace.audits.undo(blind)
    roles = {member.id: member.role for member in workspace.audits.snapshot(blind).members}
    assert roles[reader] is Role.AUDITOR


def test_a_colleague_takes_out_who_really_leaves_and_says_why(workspace: Workspace, waiting: str) -> None:
    third = workspace.audits.me(waiting)
    workspace.audits.choose_me(waiting, lead_of(workspace, waiting))
    with pytest.raises(UserError, match=r"audit\.leaves_why"):
        workspace.audits.remove_member(third, "  ")
    workspace.audits.remove_member(third, "  Ill since\nthe second day ")
    assert is_revealed(workspace.audits.snapshot(waiting))
    gone = left_before_locking(workspace.audits.live(waiting).entities("member").values())
    assert [(item.name, item.left_because) for item in gone] == [("Tove Ek", "Ill since the second day")]
    reasons = {reason.code for reason in workspace.outcomes.judgement(waiting).gates[7].reasons}
    assert "gate.ratings_not_locked" not in reasons, "nobody waits for the lock of who left"
    workspace.audits.undo(waiting)
    assert not is_revealed(workspace.audits.snapshot(waiting)), "taken back, they rate again and all wait"
    assert not left_before_locking(workspace.audits.live(waiting).entities("member").values())
    workspace.audits.redo(waiting)
    assert not is_revealed(workspace.audits.snapshot(waiting)), "only a colleague with a reason, not a key"


def test_before_anybody_has_locked_the_team_changes_freely(workspace: Workspace, blind: str) -> None:
    third = workspace.audits.add_member(blind, name="Tove Ek", initials="TE", role=str(Role.AUDITOR)).id
    workspace.audits.remove_member(third)
    workspace.audits.undo(blind)
    workspace.audits.undo(blind)
    assert third not in {member.id for member in workspace.audits.snapshot(blind).members}
