"""The team's advice beside the computed outcome (DOMAIN 9.5): at most one step away, with reasons and two people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from auditor_app.core.decision import Outcome
from auditor_app.core.errors import UserError
from auditor_app.core.model import Advice, Member, Role
from auditor_app.core.snapshot import Snapshot

ADVICE_VALUES: Final = tuple(str(value) for value in (Outcome.NOT_YET, Outcome.CONDITIONS, Outcome.GRANTED))
"""What can be advised, from the lowest step up; "no outcome" is none of them."""
SHORTEST_MOTIVATION: Final = 200
"""Characters of a motivation for another advice than the computed outcome."""
AGREEING_ROLES: Final = frozenset({Role.SECOND, Role.SECOND_READER})


class Lack(StrEnum):
    """What an advice still lacks."""

    ADVICE = "advice"
    OUTCOME = "outcome"
    TOO_FAR = "too_far"
    MOTIVATION = "motivation"
    HEAVIEST = "heaviest"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class AdviceState:
    """How an advice stands to the computed outcome: steps up (positive) or down, and what it lacks."""

    steps: int = 0
    lacks: tuple[Lack, ...] = ()

    @property
    def deviates(self) -> bool:
        """Tell whether it is another one than the rule computes."""
        return self.steps != 0


def steps_apart(value: str, outcome: Outcome) -> int:
    """Count the steps from the computed outcome up to an advice; no outcome has no steps."""
    if outcome is Outcome.INCOMPLETE:
        raise UserError("advice.no_outcome")
    if value not in ADVICE_VALUES:
        raise UserError("advice.unknown", value=value[:40])
    return ADVICE_VALUES.index(value) - ADVICE_VALUES.index(str(outcome))


def check_value(value: str, outcome: Outcome) -> None:
    """Refuse an advice before there is an outcome, and one that is two steps away from it."""
    if abs(steps_apart(value, outcome)) > 1:
        raise UserError("advice.too_far")


def advice_state(advice: Advice | None, outcome: Outcome, snapshot: Snapshot) -> AdviceState:
    """Say how the advice stands to the outcome of this moment: a level that changed may have moved the outcome."""
    if advice is None:
        return AdviceState(lacks=(Lack.ADVICE,))
    if outcome is Outcome.INCOMPLETE:
        return AdviceState(lacks=(Lack.OUTCOME,))
    steps = steps_apart(advice.value, outcome)
    if not steps:
        return AdviceState()
    lacks = []
    if abs(steps) > 1:
        lacks.append(Lack.TOO_FAR)
    if len(advice.motivation.strip()) < SHORTEST_MOTIVATION:
        lacks.append(Lack.MOTIVATION)
    if advice.heaviest not in snapshot.framework.by_code:
        lacks.append(Lack.HEAVIEST)
    if not may_agree(_member(snapshot, advice.agreed_by)):
        lacks.append(Lack.AGREEMENT)
    return AdviceState(steps, tuple(lacks))


def may_agree(member: Member | None) -> bool:
    """Tell whether this member's agreement counts: the second auditor's or the second reader's."""
    return member is not None and member.role in AGREEING_ROLES


def _member(snapshot: Snapshot, member: str) -> Member | None:
    return next((item for item in snapshot.members if item.id == member), None)
