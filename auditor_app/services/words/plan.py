"""The plan in words: what the loop of a goal tells, and its four steps."""

from __future__ import annotations

from collections.abc import Mapping

from auditor_app.core.plan import GoalLoop
from auditor_app.i18n import Translator
from auditor_app.services.words.matrix import Said, loop_sentence


def goal_words(tr: Translator, found: GoalLoop) -> Said:
    """Say what the loop of a goal tells, in the words of the matrix."""
    return loop_sentence(tr, found.row)


def step_words(tr: Translator) -> Mapping[str, str]:
    """Name the four steps of a goal."""
    return {
        "goal": tr("Goal"),
        "follow_up": tr("Follow-up"),
        "evaluation": tr("Evaluation"),
        "action": tr("Actions and deviations"),
    }
