"""What was found in the matrix, and the goals that were followed through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor_app.core.frozen import nothing


@dataclass(frozen=True)
class Cell:
    """What was found in one cell of the matrix; id `<audit>:<cell>`, `text` is its remark for the report."""

    id: str = ""
    audit: str = ""
    cell: str = ""
    state: str = ""
    text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class TracedGoal:
    """One goal of a pupil (`P`) or of the school (`S`), and where it was found again; id `<audit>:<role>`."""

    id: str = ""
    audit: str = ""
    role: str = ""
    goal: str = ""
    pupil: str = ""
    coach: str = ""
    team: str = ""
    school: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class DevelopmentPlan:
    """The quality development plan that the school itself wrote (DOMAIN 1.1), as it is registered; id `<audit>:plan`.

    `document` is the id of the document on the list that is the plan, or empty.
    """

    id: str = ""
    audit: str = ""
    title: str = ""
    starts: str = ""
    ends: str = ""
    adopted: str = ""
    document: str = ""
    remark: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Goal:
    """One goal of the school's plan, and how far it came in the four steps of the matrix; id `<audit>:<code>`.

    The code stays the same from audit to audit and in the school's own list; `owner` is a role, never a name;
    `points` are the ids of development points and conditions, of this audit or an earlier one.
    """

    id: str = ""
    audit: str = ""
    position: int = 0
    title: str = ""
    owner: str = ""
    measure: str = ""
    due: str = ""
    points: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    goal_state: str = ""
    goal_text: str = ""
    follow_up_state: str = ""
    follow_up_text: str = ""
    evaluation_state: str = ""
    evaluation_text: str = ""
    action_state: str = ""
    action_text: str = ""
    deleted: bool = False
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def code(self) -> str:
        """Give what identifies the goal across audits and in the school's list."""
        return self.id.removeprefix(f"{self.audit}:")
