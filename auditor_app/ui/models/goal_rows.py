"""The goals of the school's plan as rows: each with its four squares and what its loop tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor_app.core.matrix import CellState
from auditor_app.core.model import Goal
from auditor_app.core.plan import STEPS, loop, ordered
from auditor_app.i18n import _, current
from auditor_app.services.words.matrix import Said, state_words
from auditor_app.services.words.plan import goal_words, step_words
from auditor_app.ui.models.rows import RowsModel


@dataclass(frozen=True)
class GoalRow:
    """One goal as the list shows it; a state is empty while nothing was filled in."""

    id: str
    title: str
    facts: str
    states: tuple[str, ...]
    told: Said

    @property
    def sentence(self) -> str:
        """Say the goal in one sentence, its steps in order."""
        names = step_words(current())
        steps = [f"{names[step]}: {state_word(state)}" for step, state in zip(STEPS, self.states, strict=True)]
        return ". ".join(filter(None, (", ".join(filter(None, (self.title, self.facts, *steps))), self.told.text)))


def state_word(state: str) -> str:
    """Name a state; what a newer program wrote is not filled in for this one."""
    known = {str(item): words for item, words in state_words(current()).items()}
    return known.get(state) or _("not filled in yet")


def goal_rows(goals: Iterable[Goal]) -> list[GoalRow]:
    """Build the rows in the order of the plan."""
    return [_row(goal) for goal in ordered(goals)]


def _row(goal: Goal) -> GoalRow:
    known = {str(state) for state in CellState}
    found = (str(getattr(goal, f"{step}_state")) for step in STEPS)
    states = tuple(state if state in known else "" for state in found)
    due = current().date(goal.due, "d MMM y")
    facts = " · ".join(filter(None, (", ".join(goal.criteria), goal.owner, due)))
    title = " ".join(goal.title.split()) or _("Goal still without words")
    return GoalRow(goal.id, title, facts, states, goal_words(current(), loop(goal)))


def goals_model() -> RowsModel[GoalRow]:
    """Make the list model."""
    return RowsModel(lambda row: row.id, lambda row: row.title, lambda row: row.sentence)
