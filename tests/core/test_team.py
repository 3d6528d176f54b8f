"""Rating blind, as rules over a snapshot: when ratings are revealed, and how far apart they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditor_app.config import resource_path
from auditor_app.core.model import Audit, FrozenFramework, Member, Rating, Role
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.team import differences, is_revealed

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
