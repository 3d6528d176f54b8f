"""Rating blind on one laptop: who works here, locking for good, what the team then agrees on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.model import Role
from auditor_app.core.readiness import Gap, blockers
from auditor_app.core.team import differences, is_revealed, standings, unsettled
from auditor_app.services.workspace import Workspace


@pytest.fixture
def other(workspace: Workspace, audit: str) -> str:
    return workspace.audits.add_member(audit, name="Ruben Bedacht", initials="RB", role=str(Role.SECOND)).id


def rate_all(workspace: Workspace, audit: str, level: str, **others: str) -> None:
    for code in workspace.audits.snapshot(audit).framework.by_code:
        workspace.judge.rate(audit, code, others.get(code.replace(".", "_"), level))


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value.code


def test_several_auditors_share_one_laptop(workspace: Workspace, audit: str, other: str) -> None:
    first = workspace.audits.me(audit)
    workspace.judge.rate(audit, "E2.1", "3")
    workspace.audits.choose_me(audit, other)
    workspace.judge.rate(audit, "E2.1", "1")
    note = workspace.evidence.add_note(audit, "Seen").id
    snapshot = workspace.audits.snapshot(audit)
    assert {(item.member, item.level) for item in snapshot.ratings} == {(first, "3"), (other, "1")}
    assert next(item for item in snapshot.notes if item.id == note).author == other
    assert workspace.audits.live(audit).me == other
    workspace.audits.remove_member(other)
    assert workspace.audits.me(audit) == first, "who left the team does not work here"
    assert refused(lambda: workspace.audits.choose_me(audit, other)) == "store.not_found"


def test_a_lock_needs_every_rating_and_is_for_good(workspace: Workspace, audit: str, other: str) -> None:
    workspace.judge.rate(audit, "E2.1", "3")
    assert refused(lambda: workspace.judge.lock(audit)) == "rating.not_all_rated"
    rate_all(workspace, audit, "2")
    workspace.judge.lock(audit)
    assert refused(lambda: workspace.judge.rate(audit, "E2.1", "4")) == "rating.locked"
    assert refused(lambda: workspace.judge.give_reason(audit, "E2.1", "Later")) == "rating.locked"
    assert refused(lambda: workspace.judge.lock(audit)) == "rating.locked"
    before = {item.id: item for item in workspace.audits.snapshot(audit).ratings}
    for _turn in range(37):
        workspace.audits.undo(audit)
    after = {item.id: item for item in workspace.audits.snapshot(audit).ratings}
    assert before == after, "undo does not reach behind the lock"
    assert [item.is_locked for item in standings(workspace.audits.snapshot(audit))] == [True, False]
    del other


def test_nothing_is_revealed_before_everybody_is_ready(workspace: Workspace, audit: str, other: str) -> None:
    rate_all(workspace, audit, "3", E2_1="1", O1_1="NB")
    workspace.judge.lock(audit)
    assert not is_revealed(workspace.audits.snapshot(audit))
    assert differences(workspace.audits.snapshot(audit)) == ()
    workspace.audits.choose_me(audit, other)
    rate_all(workspace, audit, "3", E1_1="2")
    assert not is_revealed(workspace.audits.snapshot(audit)), "rated is not locked"
    workspace.judge.lock(audit)
    snapshot = workspace.audits.snapshot(audit)
    assert is_revealed(snapshot)
    apart = {item.criterion: item.apart for item in differences(snapshot) if item.apart}
    assert apart == {"E1.1": 1, "E2.1": 2, "O1.1": 1}
    reader = workspace.audits.add_member(audit, name="Lees", initials="LL", role=str(Role.SECOND_READER)).id
    assert is_revealed(workspace.audits.snapshot(audit)), "the second reader does not rate"
    workspace.audits.edit_member(reader, role=str(Role.AUDITOR))
    assert not is_revealed(workspace.audits.snapshot(audit))


def test_a_difference_stops_signing_until_the_team_has_agreed(workspace: Workspace, audit: str, other: str) -> None:
    rate_all(workspace, audit, "3", E2_1="1", C1_2="4")
    workspace.judge.lock(audit)
    workspace.audits.choose_me(audit, other)
    rate_all(workspace, audit, "3")
    assert Gap.RATINGS_DIFFER not in {item.gap for item in blockers(workspace.audits.snapshot(audit))}
    workspace.judge.lock(audit)
    snapshot = workspace.audits.snapshot(audit)
    assert set(unsettled(snapshot)) == {"E2.1", "C1.2"}
    found = [item for item in blockers(snapshot) if item.gap is Gap.RATINGS_DIFFER]
    assert {(item.about, item.place, item.is_blocking) for item in found} == {
        ("E2.1", "team", True), ("C1.2", "team", True),
    }  # fmt: skip
    workspace.judge.agree(audit, "E2.1", "2", "Signalled in three years, not yet in the fourth")
    workspace.judge.agree(audit, "C1.2", "3")
    snapshot = workspace.audits.snapshot(audit)
    assert unsettled(snapshot) == ()
    assert (snapshot.levels["E2.1"], snapshot.agreed["E2.1"].reason[:9]) == ("2", "Signalled")
    assert snapshot.agreed["E2.1"].decided
    workspace.judge.agree(audit, "C1.2", "")
    assert unsettled(workspace.audits.snapshot(audit)) == ("C1.2",)


@pytest.mark.parametrize(
    ("criterion", "level", "code"),
    [
        ("E2.1", "5", "rating.unknown_level"),
        ("Z9.9", "3", "rating.unknown_criterion"),
        ("E2.1", "NVT", "rating.core_not_applicable"),
    ],
)
def test_an_impossible_agreement_is_refused(
    workspace: Workspace, audit: str, criterion: str, level: str, code: str
) -> None:
    assert refused(lambda: workspace.judge.agree(audit, criterion, level)) == code
