"""Several auditors on one laptop: nobody sees, takes back or clears what another rated before the reveal."""

from __future__ import annotations

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.interests import Tie, flags
from auditor_app.core.model import AuditKind, School
from auditor_app.core.team import covered, has_to_hide, is_revealed
from auditor_app.services.audits.interests import earlier_visits, note_returns, unknown_returns
from auditor_app.services.workspace import Workspace


@pytest.fixture
def pair(workspace: Workspace, audit: str) -> tuple[str, str]:
    """The lead of the audit and a second auditor."""
    lead = workspace.audits.me(audit)
    return lead, workspace.audits.add_member(audit, name="Rik", initials="RB", role="second").id


def levels(workspace: Workspace, audit: str, member: str) -> list[str]:
    return [item.level for item in workspace.audits.snapshot(audit).ratings if item.member == member]


def test_a_code_opens_only_for_whom_it_is(workspace: Workspace, pair: tuple[str, str]) -> None:
    lead, second = pair
    guard = workspace.guard
    with pytest.raises(UserError, match=r"guard\.too_short"):
        guard.set_code(lead, "abc")
    guard.set_code(lead, "abcd")
    guard.check(lead, "abcd")
    guard.set_code(lead, "linde")
    assert guard.has_code(lead)
    assert not guard.has_code(second)
    guard.check(lead, "linde")
    for member, code in ((lead, "Linde"), (lead, ""), (second, "linde"), (second, "")):
        with pytest.raises(UserError, match=r"guard\.wrong_code"):
            guard.check(member, code)


def test_a_code_with_half_a_character_is_a_code(workspace: Workspace, pair: tuple[str, str]) -> None:
    workspace.guard.set_code(pair[0], "half \ud83d of it")
    workspace.guard.check(pair[0], "half \ud83d of it")
    with pytest.raises(UserError, match=r"guard\.wrong_code"):
        workspace.guard.check(pair[0], "half  of it")


def test_a_code_is_not_kept_as_it_was_typed(workspace: Workspace, pair: tuple[str, str]) -> None:
    workspace.guard.set_code(pair[0], "linde")
    kept = workspace.store.connection.execute("SELECT value FROM this_device").fetchall()
    assert kept
    assert [row[0] for row in kept if "linde" in row[0]] == []


def must_hide(workspace: Workspace, audit: str, member: str) -> bool:
    return has_to_hide(workspace.audits.snapshot(audit), member, is_guarded=workspace.guard.has_code(member))


def test_a_guard_is_needed_only_while_there_is_something_to_hide(
    workspace: Workspace, audit: str, pair: tuple[str, str]
) -> None:
    lead, second = pair
    assert not must_hide(workspace, audit, lead)
    workspace.judge.rate(audit, "E1.1", "3")
    assert must_hide(workspace, audit, lead)
    assert not must_hide(workspace, audit, second)
    workspace.audits.remove_member(second)
    assert not must_hide(workspace, audit, lead), "one auditor hides nothing"


def test_what_is_forgotten_is_cleared_for_good_and_what_is_locked_stays(
    workspace: Workspace, audit: str, pair: tuple[str, str]
) -> None:
    lead, second = pair
    workspace.judge.rate(audit, "E1.1", "3")
    workspace.judge.give_reason(audit, "E1.1", "seen twice")
    workspace.guard.set_code(lead, "linde")
    workspace.guard.forget(audit, lead)
    assert levels(workspace, audit, lead) == [""]
    assert not workspace.guard.has_code(lead)
    workspace.audits.undo(audit)
    assert levels(workspace, audit, lead) == [""], "clearing is not undone: it would show what was cleared"
    workspace.audits.choose_me(audit, second)
    for code in workspace.audits.snapshot(audit).framework.by_code:
        workspace.judge.rate(audit, code, "2")
    workspace.judge.lock(audit)
    with pytest.raises(UserError, match=r"guard\.locked"):
        workspace.guard.forget(audit, second)


def test_nobody_takes_back_what_another_rated(workspace: Workspace, audit: str, pair: tuple[str, str]) -> None:
    lead, second = pair
    workspace.audits.edit(audit, summary="First words")
    workspace.judge.rate(audit, "E1.1", "3")
    workspace.audits.choose_me(audit, second)
    workspace.audits.undo(audit)
    assert levels(workspace, audit, lead) == ["3"]
    assert workspace.audits.snapshot(audit).audit.summary == "", "the other work of this laptop is taken back"
    workspace.judge.rate(audit, "E1.1", "1")
    workspace.audits.undo(audit)
    assert levels(workspace, audit, second) == []
    workspace.audits.choose_me(audit, lead)
    workspace.audits.undo(audit)
    assert levels(workspace, audit, lead) == []


def test_no_detour_shows_what_another_rated(workspace: Workspace, audit: str, pair: tuple[str, str]) -> None:
    lead, second = pair
    workspace.judge.rate(audit, "E1.1", "4")
    whole = workspace.audits.snapshot(audit)
    assert whole.levels == {"E1.1": "4"}
    assert covered(whole, second).levels == {}
    assert covered(whole, lead).levels == {"E1.1": "4"}
    assert covered(whole, second).framework is whole.framework
    assert not is_revealed(whole)


def test_a_consensus_says_who_wrote_it_down(workspace: Workspace, audit: str, pair: tuple[str, str]) -> None:
    workspace.audits.choose_me(audit, pair[1])
    workspace.judge.agree(audit, "E1.1", "3", "both saw it")
    (agreed,) = workspace.audits.snapshot(audit).consensus
    assert agreed.recorded_by == pair[1]
    (change,) = workspace.store.changes("kind = 'consensus'")
    assert change.author
    assert change.device


def test_the_private_partner_does_not_fill_in_its_own_row(
    workspace: Workspace, audit: str, pair: tuple[str, str]
) -> None:
    workspace.audits.edit_member(pair[1], is_private_partner=True)
    workspace.judge.set_cell(audit, "K1", "systematic")
    workspace.audits.choose_me(audit, pair[1])
    with pytest.raises(UserError, match=r"matrix\.partner_row"):
        workspace.judge.set_cell(audit, "K2", "systematic")
    workspace.judge.set_cell(audit, "S1", "partly")


def test_earlier_visits_come_from_the_audits_and_reports_of_this_laptop(workspace: Workspace, audit: str) -> None:
    framework = workspace.frameworks.available()[0].digest
    school = School(name="De Eik")
    other = workspace.audits.create(
        AuditKind.FORMATIVE, school, "2025-03-01", "2025-03-02", "nl", framework, is_peer=True
    )
    workspace.audits.add_member(other.id, name="Rik", organisation="De Linde")
    (visit,) = earlier_visits(workspace.desk, audit)
    assert (visit.school.name, visit.day, set(visit.organisations)) == ("De Eik", "2025-03-01", {"Noord", "De Linde"})
    workspace.samples.add()
    assert {visit.day[:4] for visit in earlier_visits(workspace.desk, audit)} == {"2025", "2026"}


def test_a_visit_in_return_is_kept_with_the_member_until_the_organisation_changes(
    workspace: Workspace, audit: str
) -> None:
    audits = workspace.audits
    school = audits.snapshot(audit).audit.school
    framework = workspace.frameworks.available()[0].digest
    other = audits.create(AuditKind.FORMATIVE, School(name="De Eik"), "2025-03-04", "2025-03-04", "nl", framework).id
    (theirs,) = audits.snapshot(other).members
    audits.edit_member(theirs.id, organisation=school.name)
    (mine, *_) = audits.snapshot(audit).members
    audits.edit_member(mine.id, organisation="De Eik")
    visits = earlier_visits(workspace.desk, audit)
    returns = unknown_returns(audits.snapshot(audit), visits)
    assert returns == {mine.id: "2025-03-04"}
    note_returns(workspace.desk, audit, returns)
    snapshot = audits.snapshot(audit)
    assert unknown_returns(snapshot, visits) == {}
    assert [(flag.tie, flag.about) for flag in flags(snapshot) if flag.tie is Tie.RECIPROCAL] == [
        (Tie.RECIPROCAL, "2025-03-04")
    ]
    audits.edit_member(mine.id, organisation="De Berk")
    assert Tie.RECIPROCAL not in {flag.tie for flag in flags(audits.snapshot(audit))}
