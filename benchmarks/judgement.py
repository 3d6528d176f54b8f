"""The measures of judgement: a decision, the shortest changes and the agreement of a team, against their limits."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from auditor_app.config import resource_path
from auditor_app.core.agreement import agreement
from auditor_app.core.changes import shortest_changes
from auditor_app.core.decision import summative_ratings
from auditor_app.core.evidence import EvidenceCount
from auditor_app.core.gates import judge
from auditor_app.core.model import (
    Audit,
    AuditKind,
    Consensus,
    DevelopmentPlan,
    FrozenFramework,
    Member,
    Milestone,
    Rating,
    Step,
    Survey,
    SurveyGroup,
)
from auditor_app.core.snapshot import Snapshot
from benchmarks.measure import Result, Scale, medians, within_limit

SEED = 7
AUDITORS, CRITERIA = 4, 200
OUTCOME_LIMIT, CHANGES_LIMIT, AGREEMENT_LIMIT = 1.0, 100.0, 50.0
"""In milliseconds."""
ROUNDS = 50
"""A decision is too short to be timed alone."""


def measures() -> Mapping[str, Callable[[Scale], Result]]:
    """Give the measures by the name they are asked for."""
    return {"outcome": outcome, "shortest-changes": shortest, "agreement": team_agreement}


def outcome(scale: Scale) -> Result:
    """Gates, outcome and derivation of 36 criteria, against copying the levels they are read from."""
    snapshot = _summative(random.Random(SEED))
    summative_ratings(snapshot)  # the framework is read and the levels are put together once per snapshot

    def ours() -> None:
        for _ in range(ROUNDS):
            judge(snapshot)

    def bare() -> None:
        for _ in range(ROUNDS):
            dict(snapshot.levels)

    value, floor = medians([ours, bare], scale.repeats)
    return within_limit("outcome and derivation", value / ROUNDS, "ms", floor / ROUNDS, OUTCOME_LIMIT)


def shortest(scale: Scale) -> Result:
    """The shortest changes of 36 criteria that are all at 1, the longest search, against one decision."""
    snapshot = _summative(random.Random(SEED), lambda _: "1")
    ratings = summative_ratings(snapshot)
    value, floor = medians([partial(shortest_changes, ratings), partial(judge, snapshot)], scale.repeats)
    return within_limit("shortest changes", value, "ms", floor, CHANGES_LIMIT)


def team_agreement(scale: Scale) -> Result:
    """The agreement of four auditors over 200 criteria with all intervals, against reading their levels once."""
    chance = random.Random(SEED)
    ratings = [
        Rating(f"{criterion}:{member}", "a", f"X{criterion:03}", f"m{member}", chance.choice("12334"), is_locked=True)
        for criterion in range(CRITERIA)
        for member in range(AUDITORS)
    ]
    value, floor = medians([partial(agreement, ratings), lambda: [int(item.level) for item in ratings]], scale.repeats)
    return within_limit("agreement", value, "ms", floor, AGREEMENT_LIMIT)


def _summative(chance: random.Random, level: Callable[[str], str] | None = None) -> Snapshot:
    """Give a whole summative audit with ratings of two auditors, at levels by chance unless told."""
    body: dict[str, Any] = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
    codes = [item["code"] for item in body["criteria"]]
    levels = {code: level(code) if level else chance.choice("223334") for code in codes}
    return Snapshot(
        audit=Audit(id="a", kind=AuditKind.SUMMATIVE, starts="2026-11-12", ends="2026-11-13"),
        frozen=FrozenFramework(body=body),
        members=(Member("l", "a", "Lead"), Member("s", "a", "Second")),
        ratings=tuple(
            Rating(f"{code}:{who}", "a", code, who, levels[code], is_locked=True) for code in codes for who in "ls"
        ),
        consensus=tuple(Consensus(f"a:{code}", "a", code, levels[code], "seen") for code in codes),
        milestones=tuple(Milestone(f"a:{step}", "a", step, "2026-03-01", "0.1") for step in Step),
        plans=(DevelopmentPlan("a:plan", "a", "Plan", adopted="2026-01-15"),),
        surveys=tuple(Survey(group, "a", group, "2026-05-01", 100, 80) for group in SurveyGroup),
        evidence={code: EvidenceCount(supports=2, sources=("INT-P",), auditors=1, occasions=2) for code in codes},
    )
