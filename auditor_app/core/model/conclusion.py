"""The school's response, the team's advice and the decision of the body (DOMAIN 9.5 and 10.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor_app.core.frozen import nothing


@dataclass(frozen=True)
class Advice:
    """What the team advises the deciding body (DOMAIN 9.5), beside what the rule computes; its id is the audit's."""

    id: str = ""
    audit: str = ""
    value: str = ""
    motivation: str = ""
    heaviest: str = ""
    """The criterion that weighs heaviest where the advice is not the computed outcome."""
    agreed_by: str = ""
    """The member who agreed to that: the second auditor or the second reader."""
    agreed: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class FactCheck:
    """The school looks whether the facts of the draft are right (DOMAIN 10.5); its id is the audit's."""

    id: str = ""
    audit: str = ""
    sent: str = ""
    working_days: int = 10
    received: str = ""
    response: str = ""
    """What the school says to the report, printed word for word."""
    response_by: str = ""
    closed: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class FactPoint:
    """One thing the school says is not so, and what the lead auditor did with it."""

    id: str = ""
    audit: str = ""
    position: int = 0
    place: str = ""
    wrong: str = ""
    correct: str = ""
    proof: str = ""
    state: str = ""
    answer: str = ""
    reopened: str = ""
    """The criterion that the new fact opened again."""
    level_before: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class DecidedCondition:
    """A condition as the deciding body set it, with its day."""

    criterion: str = ""
    text: str = ""
    due: str = ""
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class BodyDecision:
    """What the deciding body decided, recorded beside a signed audit (DOMAIN 9.5); its id is the audit's.

    It is no part of the snapshot: what was signed is advice, and stays what it was.
    """

    id: str = ""
    audit: str = ""
    value: str = ""
    decided: str = ""
    body: str = ""
    signatory: str = ""
    conditions: tuple[DecidedCondition, ...] = ()
    text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
