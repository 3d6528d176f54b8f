"""What the team tells the school, and what became of what an earlier team told it (DOMAIN 10.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor_app.core.frozen import nothing


class FindingKind(StrEnum):
    """What binds the school and what does not (DOMAIN 5, row 23)."""

    STRENGTH = "strength"
    DEVELOPMENT = "development"
    CONDITION = "condition"
    SUGGESTION = "suggestion"


@dataclass(frozen=True)
class Finding:
    """Fact, meaning and question, tied to criteria and to the notes it rests on (DOMAIN 10.7)."""

    id: str = ""
    audit: str = ""
    kind: FindingKind = FindingKind.DEVELOPMENT
    position: int = 0
    title: str = ""
    seen: str = ""
    meaning: str = ""
    question: str = ""
    first_step: str = ""
    quote: str = ""
    quote_source: str = ""
    criteria: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    due: str = ""
    proof: str = ""
    """Of a condition: what shows that it is met; `question` says what has to be seen."""
    is_in_exit_talk: bool = False
    """Whether it is said at the exit talk, before the school has a report."""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Chapter:
    """What the team says about one standard besides findings; id `<audit>:<standard>`."""

    id: str = ""
    audit: str = ""
    standard: str = ""
    lead: str = ""
    own_way: str = ""
    unresolved: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class FollowUp:
    """What became of a development point or condition of an earlier audit; id `<audit>:<finding>`.

    `reason` says why a point was dropped, `due` is the next date that was agreed, `notes` are what it rests on now.
    """

    id: str = ""
    audit: str = ""
    finding: str = ""
    state: str = ""
    text: str = ""
    reason: str = ""
    due: str = ""
    notes: tuple[str, ...] = ()
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
