"""What is planned and expected before the visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor_app.core.frozen import nothing


class ActivityKind(StrEnum):
    """Whether a row of the programme gathers evidence or is the team's own time."""

    VISIT = "visit"
    NOTE_TIME = "note_time"
    TEAM = "team"
    BREAK = "break"


@dataclass(frozen=True)
class Activity:
    """A row of the day's programme; `source` is a source code of the framework or empty."""

    id: str = ""
    audit: str = ""
    day: str = ""
    start: str = ""
    end: str = ""
    title: str = ""
    kind: ActivityKind = ActivityKind.VISIT
    source: str = ""
    subject: str = ""
    year_group: str = ""
    room: str = ""
    leads: str = ""
    records: str = ""
    matrix_role: str = ""
    criteria: tuple[str, ...] = ()
    present: int | None = None
    expected: int | None = None
    is_informed: bool = False
    is_voluntary: bool = False
    is_skipped: bool = False
    skip_reason: str = ""
    interval: int | None = None
    """Minutes between two snapshots of a timed observation; None when it has none."""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def is_own_time(self) -> bool:
        """Whether the team is among itself: what is written then is a decision, and no evidence."""
        return self.kind is ActivityKind.TEAM and not self.source


@dataclass(frozen=True)
class Hypothesis:
    """What the team expects before the visit; id `<audit>:<criterion>`."""

    id: str = ""
    audit: str = ""
    criterion: str = ""
    text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Document:
    """An existing document of the school; nothing is ever written for the visit (DOMAIN 5, row 20)."""

    id: str = ""
    audit: str = ""
    title: str = ""
    exists: bool | None = None
    criteria: tuple[str, ...] = ()
    remark: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)
