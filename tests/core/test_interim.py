"""The interim evaluation of DOMAIN 9.2: what it may judge anew, what it still needs, and what the next audit gets."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from auditor_app.config import resource_path
from auditor_app.core.baseline import Baseline
from auditor_app.core.comparison import Remark, baseline_of, compare, joined, way
from auditor_app.core.gates import gates
from auditor_app.core.interim import Lack, concerned, lacks, new_levels, points_of, to_rate
from auditor_app.core.model import (
    Audit,
    AuditKind,
    Consensus,
    DevelopmentPlan,
    Finding,
    FindingKind,
    FollowUp,
    FrozenFramework,
    Member,
    Rating,
    Role,
)
from auditor_app.core.readiness import Gap, blockers
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import from_document, snapshot_bytes, to_document
from auditor_app.core.team import is_revealed

BODY: dict[str, Any] = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
FROZEN = FrozenFramework(id="f", body=BODY)
CODES = [item["code"] for item in BODY["criteria"]]
POINT = Finding("p1", "first", FindingKind.DEVELOPMENT, 1, "Logbooks lie unused", criteria=("E2.2",))
CONDITION = Finding("c1", "first", FindingKind.CONDITION, 1, "Safety is monitored", criteria=("C2.1", "E2.2"))


def agreed(audit: str, **levels: str) -> tuple[Consensus, ...]:
    found = {code.replace("_", "."): level for code, level in levels.items()}
    return tuple(Consensus(f"{audit}:{code}", audit, code, level, "why") for code, level in found.items())


def formative() -> Snapshot:
    audit = Audit(id="first", kind=AuditKind.FORMATIVE, starts="2025-11-12", ends="2025-11-13")
    every = tuple(Consensus(f"first:{code}", "first", code, "2", "why") for code in CODES)
    return Snapshot(audit, FROZEN, consensus=every, findings=(POINT, CONDITION))


def interim(**more: Any) -> Snapshot:  # noqa: ANN401 - fields of a snapshot
    audit = Audit(id="between", kind=AuditKind.INTERIM, starts="2026-04-20", ends="2026-04-20")
    return replace(Snapshot(audit, FROZEN, baseline=baseline_of(formative(), "r1")), **more)


def said(finding: str, state: str, **more: Any) -> FollowUp:  # noqa: ANN401 - fields of a follow-up
    return FollowUp(f"between:{finding}", "between", finding, state, **more)


def summative(*reports: Baseline) -> Snapshot:
    audit = Audit(id="last", kind=AuditKind.SUMMATIVE, starts="2026-11-12", ends="2026-11-13")
    return Snapshot(audit, FROZEN, baseline=joined(reports), consensus=agreed("last", E2_2="4", E1_1="3"))


def test_only_the_criteria_of_the_points_are_concerned_in_the_order_of_the_framework() -> None:
    assert concerned(interim()) == ("E2.2", "C2.1")
    assert to_rate(interim()) == ("E2.2", "C2.1")
    assert concerned(interim(baseline=None)) == ()
    assert to_rate(formative()) == tuple(CODES)


def test_conditions_come_first_and_what_was_reached_before_comes_last() -> None:
    before = interim(follow_ups=(said("c1", "reached"), said("p1", "under_way", due="2026-09-01")))
    again = replace(interim(), baseline=baseline_of(before, "r2"))
    assert [point.finding.id for point in points_of(interim())] == ["c1", "p1"]
    assert [(point.finding.id, point.is_done_with) for point in points_of(again)] == [("p1", False), ("c1", True)]


@pytest.mark.parametrize(
    ("follow_ups", "expected"),
    [
        ((), [(Lack.POINT_OPEN, "Safety is monitored", True), (Lack.POINT_OPEN, "Logbooks lie unused", True)]),
        (
            (said("c1", "under_way"), said("p1", "not_started")),
            [(Lack.NO_NEXT_DATE, "Safety is monitored", True), (Lack.NO_NEXT_DATE, "Logbooks lie unused", False)],
        ),
        (
            (said("c1", "reached"), said("p1", "dropped", reason=" ")),
            [(Lack.DROPPED_WITHOUT_REASON, "Logbooks lie unused", True)],
        ),
        ((said("c1", "under_way", due="2026-09-01"), said("p1", "dropped", reason="Another tool came")), []),
    ],
)
def test_what_an_interim_evaluation_still_needs(
    follow_ups: tuple[FollowUp, ...], expected: list[tuple[Lack, str, bool]]
) -> None:
    found = lacks(interim(follow_ups=follow_ups))
    assert [(item.lack, item.about, item.is_blocking) for item in found] == expected


def test_a_new_level_is_optional_and_needs_a_reason_when_it_differs() -> None:
    done = (said("c1", "reached"), said("p1", "reached"))
    levels = (*agreed("between", E2_2="3"), Consensus("between:C2.1", "between", "C2.1", "2", ""))
    found = interim(follow_ups=done, consensus=levels)
    assert [(item.criterion, item.then, item.now, item.judged) for item in new_levels(found)] == [
        ("E2.2", "2", "3", "2025-11-12"),
        ("C2.1", "2", "2", "2025-11-12"),
    ]
    assert lacks(found) == ()
    bare = replace(found, consensus=tuple(replace(item, reason="") for item in levels))
    assert [(item.lack, item.about) for item in lacks(bare)] == [(Lack.LEVEL_WITHOUT_REASON, "E2.2")]


def test_signing_waits_for_points_not_for_thirty_four_other_criteria() -> None:
    audit = replace(interim().audit, summary="Two points followed up.")
    member = Member("m", "between", "Lead", role=Role.LEAD)
    found = {gap.gap for gap in blockers(interim(audit=audit, members=(member,))) if gap.is_blocking}
    assert Gap.POINT_OPEN in found
    assert Gap.NOT_RATED not in found
    assert Gap.NO_NOTES not in found
    assert Gap.NO_EARLIER_AUDIT in {gap.gap for gap in blockers(interim(baseline=None))}


def test_the_next_audit_gets_new_levels_and_old_ones_with_their_own_date() -> None:
    between = interim(
        follow_ups=(said("c1", "under_way", due="2026-09-01"),),
        consensus=(*agreed("between", E2_2="3"), Consensus("between:C2.1", "between", "C2.1", "NB", "not seen")),
    )
    baseline = baseline_of(between, "r2")
    assert baseline.levels.keys() == set(CODES)
    assert baseline.levels["E2.2"].level == "3"
    assert baseline.levels["C2.1"].level == "2", "not assessed in between leaves the level as it was"
    assert baseline.stage_of("E2.2").starts == "2026-04-20"
    assert (baseline.stage_of("E1.1").kind, baseline.stage_of("E1.1").starts) == (AuditKind.FORMATIVE, "2025-11-12")
    rows = {row.criterion: row for row in compare(baseline, summative(baseline)).rows}
    assert (rows["E2.2"].then, rows["E2.2"].now, rows["E2.2"].judged) == ("3", "4", "")
    assert (rows["E1.1"].then, rows["E1.1"].now, rows["E1.1"].judged) == ("2", "3", "2025-11-12")
    points = {point.finding.id: point for point in compare(baseline, summative(baseline)).points}
    assert points.keys() == {"p1", "c1"}
    assert points["c1"].before == said("c1", "under_way", due="2026-09-01")


def test_within_an_interim_evaluation_the_others_are_not_rejudged() -> None:
    now = interim(consensus=agreed("between", E2_2="3"))
    assert now.baseline is not None
    rows = {row.criterion: row.remark for row in compare(now.baseline, now).rows}
    assert rows["E1.1"] is Remark.NOT_REJUDGED
    assert rows["E2.2"] is Remark.POSSIBLY_SAME


def test_the_way_from_first_to_last_whether_reports_nest_or_lie_beside_each_other() -> None:
    first, between = baseline_of(formative(), "r1"), interim(consensus=agreed("between", E2_2="3"))
    nested = baseline_of(between, "r2")
    alone = baseline_of(replace(between, baseline=None), "r2")
    for baselines in ((nested,), (first, alone), (alone, first), (nested, first)):
        now = summative(*baselines)
        stages = way(now.baseline, now)
        assert [stage.audit for stage in stages] == ["first", "between", "last"]
        assert [stage.levels.get("E2.2", "") for stage in stages] == ["2", "3", "4"]
        assert [stage.levels.get("E1.1", "") for stage in stages] == ["2", "", "3"]
        assert now.baseline is not None
        assert now.baseline.levels["E1.1"].level == "2"


def test_another_framework_hands_no_levels_on() -> None:
    between = baseline_of(replace(interim(consensus=agreed("between", E2_2="3")), baseline=None), "r2")
    other = replace(baseline_of(formative(), "r1"), framework_id="other")
    found = joined((between, other))
    assert found is not None
    assert set(found.levels) == {"E2.2"}
    assert [stage.audit for stage in found.stages] == ["first", "between"]


def test_the_whole_chain_survives_the_file() -> None:
    now = summative(baseline_of(interim(follow_ups=(said("p1", "reached", notes=("n1",)),)), "r2"))
    again = from_document(to_document(now))
    assert again.baseline == now.baseline
    assert again.baseline is not None
    assert again.baseline.stages == now.baseline.stages  # type: ignore[union-attr]  # it was given one
    assert snapshot_bytes(again) == snapshot_bytes(now)


def closed(snapshot: Snapshot) -> set[tuple[str, str]]:
    return {(gate.code, reason.code) for gate in gates(snapshot) for reason in gate.reasons if gate.code in "G1G3G4"}


def test_gates_find_the_formative_audit_behind_the_interim_one_and_the_plan() -> None:
    first, between = baseline_of(formative(), "r1"), baseline_of(interim(), "r2")
    assert closed(summative(first)) == {("G3", "gate.plan_missing"), ("G4", "gate.interim_missing")}
    plan = DevelopmentPlan("last:plan", "last", "Plan 2026", adopted="2026-01-10")
    assert closed(replace(summative(between), plans=(plan,))) == set()
    assert closed(replace(summative(between), plans=(replace(plan, adopted=""),))) == {("G3", "gate.plan_without_date")}
    late = replace(plan, adopted="2027-01-01")
    assert closed(replace(summative(between), plans=(late,))) == {("G3", "gate.plan_after_audit")}
    empty = DevelopmentPlan("last:plan", "last")
    assert closed(replace(summative(between), plans=(empty,))) == {("G3", "gate.plan_missing")}


def test_a_team_of_two_may_lock_the_few_levels_it_gave() -> None:
    members = (Member("a", "between", role=Role.LEAD), Member("b", "between", role=Role.SECOND))
    ratings = tuple(Rating(member.id, "between", "E2.2", member.id, "3", is_locked=True) for member in members)
    assert is_revealed(interim(members=members, ratings=ratings))
    assert not is_revealed(interim(members=members, ratings=ratings[:1]))
