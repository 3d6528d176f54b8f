"""What stops signing: from an audit that is ready, each thing taken away or overdone is named, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from auditor_app.core.advice import ADVICE_VALUES
from auditor_app.core.model import Finding, FindingKind, Relation
from auditor_app.core.readiness import (
    FEWEST_POINTS,
    MAX_POINTS,
    MAX_STRENGTHS,
    Gap,
    blockers,
    can_sign,
    is_too_late,
)
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.samples import SUMMATIVE, THIS_YEAR, sample_snapshot

READY, WITH_OUTCOME = sample_snapshot(THIS_YEAR), sample_snapshot(SUMMATIVE)
Change = Callable[[Snapshot], Snapshot]


def of_kind(kind: FindingKind, snapshot: Snapshot) -> Finding:
    return next(item for item in snapshot.findings if item.kind is kind)


def finding(kind: FindingKind, **fields: object) -> Change:
    def change(snapshot: Snapshot) -> Snapshot:
        found = of_kind(kind, snapshot)
        changed = replace(found, **fields)  # type: ignore[arg-type]  # by name
        return replace(snapshot, findings=tuple(changed if item is found else item for item in snapshot.findings))

    return change


def times(kind: FindingKind, count: int) -> Change:
    def change(snapshot: Snapshot) -> Snapshot:
        others = tuple(item for item in snapshot.findings if item.kind is not kind)
        mine = tuple(replace(of_kind(kind, snapshot), id=f"{kind}{number}") for number in range(count))
        return replace(snapshot, findings=(*others, *mine))

    return change


def member(**fields: object) -> Change:
    def change(snapshot: Snapshot) -> Snapshot:
        first, *others = snapshot.members
        return replace(snapshot, members=(replace(first, **fields), *others))  # type: ignore[arg-type]  # by name

    return change


def new(before: Snapshot, change: Change) -> list[tuple[Gap, bool]]:
    """Give what stands in the way after a change and did not before."""
    known = {(item.gap, item.is_blocking, item.about) for item in blockers(before)}
    found = {(item.gap, item.is_blocking, item.about) for item in blockers(change(before))}
    return sorted((gap, is_blocking) for gap, is_blocking, _about in found - known)


STRENGTH, POINT, CONDITION = FindingKind.STRENGTH, FindingKind.DEVELOPMENT, FindingKind.CONDITION


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (member(relation=Relation.UNDECLARED), [(Gap.NO_DECLARATION, True)]),
        (finding(STRENGTH, title=" "), [(Gap.FINDING_INCOMPLETE, True)]),
        (finding(STRENGTH, seen=""), [(Gap.FINDING_INCOMPLETE, True)]),
        (finding(STRENGTH, question=""), []),
        (finding(POINT, question=" \n"), [(Gap.FINDING_INCOMPLETE, True)]),
        (times(STRENGTH, MAX_STRENGTHS), []),
        (times(STRENGTH, MAX_STRENGTHS + 1), [(Gap.TOO_MANY_STRENGTHS, True)]),
        (times(POINT, MAX_POINTS), []),
        (times(POINT, MAX_POINTS + 1), [(Gap.TOO_MANY_POINTS, True)]),
        (times(POINT, FEWEST_POINTS), []),
        (times(POINT, FEWEST_POINTS - 1), [(Gap.TOO_FEW_POINTS, False)]),
    ],
)
def test_a_formative_audit_is_stopped_by_what_is_missing_and_no_more(
    change: Change, expected: list[tuple[Gap, bool]]
) -> None:
    assert can_sign(READY)
    assert new(READY, change) == expected


def advised(value: str) -> Change:
    return lambda snapshot: replace(
        snapshot, advice=tuple(replace(item, value=value, agreed_by="", heaviest="") for item in snapshot.advice)
    )


def without_history(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, milestones=(), baseline=None)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (finding(CONDITION, due=""), [(Gap.CONDITION_INCOMPLETE, True)]),
        (finding(CONDITION, proof=" "), [(Gap.CONDITION_INCOMPLETE, True)]),
        (finding(CONDITION, due="2999-01-01"), [(Gap.CONDITION_TOO_LATE, True)]),
        (times(CONDITION, 0), [(Gap.NO_CONDITION, True)]),
        (
            lambda snapshot: replace(snapshot, milestones=(), baseline=None),
            [(Gap.ADVICE_WITHOUT_OUTCOME, True), (Gap.GATES_CLOSED, False)],
        ),
    ],
)
def test_a_summative_audit_is_stopped_by_its_conditions_too(change: Change, expected: list[tuple[Gap, bool]]) -> None:
    assert can_sign(WITH_OUTCOME)
    assert new(WITH_OUTCOME, change) == expected


def test_an_advice_that_is_not_the_outcome_has_to_say_why() -> None:
    found = {value: {gap for gap, _is_blocking in new(WITH_OUTCOME, advised(value))} for value in ADVICE_VALUES}
    now = next(item.value for item in WITH_OUTCOME.advice)
    assert found[now] == set()
    assert all(found[value] for value in ADVICE_VALUES if value != now)


@pytest.mark.parametrize(
    ("due", "is_late"),
    [("2027-11-13", False), ("2027-11-14", True), ("2026-12-01", False), ("2028-01-01", True), ("soon", False)],
)
def test_a_condition_is_due_within_twelve_months_of_the_last_day(due: str, is_late: bool) -> None:
    assert is_too_late(due, "2026-11-13") is is_late


def test_twelve_months_from_a_leap_day_end_with_february() -> None:
    assert [is_too_late(f"2029-{day}", "2028-02-29") for day in ("02-28", "03-01")] == [False, True]
