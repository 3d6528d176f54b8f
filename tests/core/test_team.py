"""Rating blind, as rules over a snapshot: when ratings are revealed, and how far apart they are."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from auditor_app.config import resource_path
from auditor_app.core.model import Audit, Consensus, FrozenFramework, Member, Rating, Role
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.team import by_role, covered, differences, has_to_hide, is_revealed, needs_reason, would_show

BODY: dict[str, Any] = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
CODES = [item["code"] for item in BODY["criteria"]]


def rated(*levels: str, is_locked: bool = True) -> Snapshot:
    """An audit with an auditor per level, who gave it to every criterion."""
    members = tuple(Member(f"m{place}", "a", f"Auditor {place}", role=Role.AUDITOR) for place in range(len(levels)))
    ratings = tuple(
        Rating(f"a:{code}:{member.id}", "a", code, member.id, level, is_locked=is_locked)
        for member, level in zip(members, levels, strict=True)
        for code in CODES
    )
    return Snapshot(Audit(id="a"), FrozenFramework(body=BODY), members=members, ratings=ratings)


def test_nothing_is_revealed_of_one_auditor_alone_or_before_all_have_locked() -> None:
    assert is_revealed(rated("3", "3"))
    assert not is_revealed(rated("3"))
    assert not is_revealed(rated("3", "3", is_locked=False))
    assert differences(rated("3")) == ()


@pytest.mark.parametrize(
    ("levels", "apart", "is_far"),
    [
        (("3", "3"), 0, False),
        (("2", "3"), 1, False),
        (("2", "4"), 2, True),
        (("1", "2", "4"), 3, True),
        (("NB", "3"), 1, False),
        (("NB", "NB"), 0, False),
        (("NB", "1", "3"), 2, True),
    ],
)
def test_two_levels_or_more_are_far_apart(levels: tuple[str, ...], apart: int, is_far: bool) -> None:
    found = differences(rated(*levels))
    assert [item.criterion for item in found] == CODES
    assert {(item.apart, item.is_far) for item in found} == {(apart, is_far)}


def test_only_who_rates_differs_and_only_a_level_settles() -> None:
    alike = rated("3", "3")
    reader = Rating("r", "a", CODES[0], "reader", "1", is_locked=True)
    empty = Rating("e", "a", CODES[1], "m0", "", is_locked=True)
    undecided, decided = Consensus("u", "a", CODES[0], ""), Consensus("d", "a", CODES[1], "3")
    ratings, agreed = (*alike.ratings, reader, empty), (undecided, decided)
    found = differences(replace(alike, ratings=ratings, consensus=agreed))
    assert {(item.apart, len(item.ratings), item.common) for item in found} == {(0, 2, "3")}
    assert [item.criterion for item in found if item.is_settled] == [CODES[1]]


def mixed(*locked: bool, readers: int = 0) -> Snapshot:
    """An audit with an auditor per truth, who locked or not; second readers come behind them."""
    snapshot = rated(*("3" for _ in locked))
    behind = tuple(Member(f"r{place}", "a", "Reader", role=Role.SECOND_READER) for place in range(readers))
    ratings = tuple(replace(item, is_locked=locked[int(item.member[1:])]) for item in snapshot.ratings)
    return replace(snapshot, members=(*snapshot.members, *behind), ratings=ratings)


GONE = Member("gone", "a", "Reader", role=Role.SECOND_READER, deleted=True)


def seen_by(snapshot: Snapshot, me: str) -> set[str]:
    return {rating.member for rating in covered(snapshot, me).ratings}


@pytest.mark.parametrize(
    ("snapshot", "me", "seen"),
    [
        (mixed(True, True), "m0", {"m0", "m1"}),
        (mixed(True, True), "", {"m0", "m1"}),
        (mixed(True, False), "m0", {"m0"}),
        (mixed(True, False), "m1", {"m1"}),
        (mixed(True, False), "", set()),
        (mixed(True, False, readers=1), "r0", set()),
        (mixed(False), "m0", {"m0"}),
        (mixed(False), "", {"m0"}),
        (mixed(False, readers=1), "r0", {"m0"}),
        (mixed(False), "who left", set()),
        (replace(mixed(False), members=(*mixed(False).members, GONE)), "gone", set()),
    ],
)
def test_what_others_rated_is_seen_when_it_is_revealed(snapshot: Snapshot, me: str, seen: set[str]) -> None:
    assert seen_by(snapshot, me) == seen


@pytest.mark.parametrize(
    ("snapshot", "member", "shows"),
    [
        (mixed(True, False), "m1", True),
        (mixed(True, False), "m0", False),
        (mixed(False, False), "m0", False),
        (mixed(True, True), "m0", False),
        (mixed(True, False, readers=1), "r0", False),
    ],
)
def test_leaving_shows_levels_only_while_somebody_who_locked_waits(
    snapshot: Snapshot, member: str, *, shows: bool
) -> None:
    assert would_show(snapshot, member) == shows


@pytest.mark.parametrize(
    ("snapshot", "is_guarded", "hides"),
    [
        (mixed(False, False), False, True),
        (mixed(True, True), False, False),
        (mixed(True, True), True, False),
        (mixed(False), False, False),
        (mixed(False), True, True),
    ],
)
def test_there_is_something_to_hide_until_all_is_revealed(snapshot: Snapshot, *, is_guarded: bool, hides: bool) -> None:
    assert has_to_hide(snapshot, "m0", is_guarded=is_guarded) == hides
    assert not has_to_hide(snapshot, "who rated nothing", is_guarded=is_guarded)
    cleared = replace(snapshot, ratings=tuple(replace(item, level="") for item in snapshot.ratings))
    assert not has_to_hide(cleared, "m0", is_guarded=is_guarded)


@pytest.mark.parametrize(
    ("agreed", "given", "needed"),
    [
        ("3", ("3", "3"), False),
        ("3", ("2", "3"), False),
        ("2", ("1", "3"), True),
        ("1", ("2", "3"), True),
        ("4", ("2", "3"), True),
        ("3", (), False),
        ("3", ("NB",), False),
        ("NB", ("3",), True),
        ("", ("1", "4"), False),
    ],
)
def test_an_agreed_level_says_why_when_it_is_no_level_far_apart_or_outside(
    agreed: str, given: tuple[str, ...], *, needed: bool
) -> None:
    assert needs_reason(agreed, given) == needed


def test_a_team_is_listed_by_role_and_then_by_name() -> None:
    second, lead = Member("1", "a", "Ada", role=Role.SECOND), Member("2", "a", "Zoe", role=Role.LEAD)
    later, sooner = Member("3", "a", "Ben", role=Role.AUDITOR), Member("4", "a", "Ann", role=Role.AUDITOR)
    assert by_role((second, later, sooner, lead)) == (lead, second, sooner, later)
