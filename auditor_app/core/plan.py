"""The school's quality development plan: the loop of each goal, and which points of the audits no goal answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor_app.core.matrix import CellState, Row, loop_of
from auditor_app.core.model import Finding, FindingKind, Goal
from auditor_app.core.snapshot import Snapshot

STEPS = ("goal", "follow_up", "evaluation", "action")
"""The four steps of the matrix, by the names their fields have in a goal."""
LONGEST_TITLE = 300
LONGEST_MEASURE = 1_000
LONGEST_OWNER = 120
LONGEST_TEXT = 4_000


@dataclass(frozen=True)
class GoalLoop:
    """A goal and its loop, read as a row of the matrix is read."""

    goal: Goal
    row: Row


def loop(goal: Goal) -> GoalLoop:
    """Check the loop of a goal; what was not filled in was not discussed."""
    known = {str(state) for state in CellState}
    found = {step: str(getattr(goal, f"{step}_state")) for step in STEPS}
    states = {step: CellState(state) if state in known else CellState.NOT_DISCUSSED for step, state in found.items()}
    return GoalLoop(goal, loop_of("", states))


def ordered(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Give goals in the order of the plan."""
    return tuple(sorted((goal for goal in goals if not goal.deleted), key=lambda goal: (goal.position, goal.id)))


def points_for_plan(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Give the development points and conditions a plan can answer: earlier ones first, then those of this audit."""
    kinds = {FindingKind.DEVELOPMENT, FindingKind.CONDITION}
    own = sorted((item for item in snapshot.findings if item.kind in kinds), key=lambda item: (item.position, item.id))
    earlier = snapshot.baseline.points if snapshot.baseline else ()
    here = {item.id for item in own}
    return (*(item for item in earlier if item.id not in here), *own)


def unanswered(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Give the points that no goal of the plan answers yet."""
    answered = {point for goal in snapshot.goals for point in goal.points}
    return tuple(point for point in points_for_plan(snapshot) if point.id not in answered)
