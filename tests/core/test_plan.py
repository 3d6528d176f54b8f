"""The school's quality development plan: loops of goals, and points that no goal answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor_app.core.baseline import Baseline
from auditor_app.core.matrix import RowState
from auditor_app.core.model import Audit, Finding, FindingKind, FrozenFramework, Goal
from auditor_app.core.plan import STEPS, loop, ordered, points_for_plan, unanswered
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot


def goal(*states: str) -> Goal:
    return Goal(**{f"{step}_state": state for step, state in zip(STEPS, states, strict=True)})  # type: ignore[arg-type]  # texts by name


@pytest.mark.parametrize(
    ("states", "expected", "code"),
    [
        (("systematic",) * 4, RowState.CLOSED, "matrix.row_closed"),
        (("systematic", "partly", "not_seen", "not_seen"), RowState.OPEN, "matrix.row_open_neither"),
        (("systematic", "systematic", "systematic", "not_seen"), RowState.OPEN, "matrix.row_open_not_acted"),
        (("not_seen", "", "", ""), RowState.NOT_STARTED, "matrix.row_not_started"),
        (("", "", "", ""), RowState.NOT_DISCUSSED, "matrix.row_not_discussed"),
        (("from a newer program", "", "", ""), RowState.NOT_DISCUSSED, "matrix.row_not_discussed"),
    ],
)
def test_the_loop_of_a_goal_is_read_as_a_row_of_the_matrix(
    states: tuple[str, ...], expected: RowState, code: str
) -> None:
    row = loop(goal(*states)).row
    assert (row.state, row.message.code) == (expected, code)


def test_goals_stand_in_the_order_of_the_plan_without_those_in_the_bin() -> None:
    goals = (Goal("b", position=2), Goal("a", position=2), Goal("c", position=1), Goal("d", deleted=True))
    assert [item.id for item in ordered(goals)] == ["c", "a", "b"]


def test_the_code_of_a_goal_is_the_same_in_every_audit() -> None:
    assert Goal("a1:x7", "a1").code == Goal("a2:x7", "a2").code == "x7"


EARLIER = Finding("then", "a0", FindingKind.CONDITION)
OWN = Finding("now", "a1", FindingKind.DEVELOPMENT)
STRENGTH = Finding("good", "a1", FindingKind.STRENGTH)
SNAPSHOT = Snapshot(Audit("a1"), FrozenFramework(), findings=(OWN, STRENGTH), baseline=Baseline(points=(EARLIER,)))


def test_a_plan_answers_points_of_then_and_of_now() -> None:
    assert points_for_plan(SNAPSHOT) == (EARLIER, OWN)
    answered = replace(SNAPSHOT, goals=(Goal("a1:g", "a1", points=("then",)),))
    assert unanswered(answered) == (OWN,)


def test_the_plan_is_the_schools_own() -> None:
    whole = replace(SNAPSHOT, goals=(Goal("a1:g", "a1", title="Logbooks", goal_text="seen in two teams"),))
    assert project(whole, Audience.SCHOOL).goals == whole.goals
