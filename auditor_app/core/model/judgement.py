"""Levels: of one auditor, of the team, and on less evidence than the minimum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor_app.core.frozen import nothing

LEVELS = ("1", "2", "3", "4")
NOT_ASSESSED = "NB"
NOT_APPLICABLE = "NVT"
RATINGS = (*LEVELS, NOT_ASSESSED, NOT_APPLICABLE)


@dataclass(frozen=True)
class Rating:
    """One auditor's own level for one criterion; id `<audit>:<criterion>:<member>`."""

    id: str = ""
    audit: str = ""
    criterion: str = ""
    member: str = ""
    level: str = ""
    reason: str = ""
    is_locked: bool = False
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Consensus:
    """The team's level for one criterion; id `<audit>:<criterion>`; `recorded_by` is the member who wrote it down."""

    id: str = ""
    audit: str = ""
    criterion: str = ""
    level: str = ""
    reason: str = ""
    decided: str = ""
    recorded_by: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class EvidenceException:
    """Why a level stands on less evidence than the minimum (DOMAIN 9.3, G7); id `<audit>:<criterion>`.

    `lead` and `second` are the members who stand behind it.
    """

    id: str = ""
    audit: str = ""
    criterion: str = ""
    reason: str = ""
    lead: str = ""
    second: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
