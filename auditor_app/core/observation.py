"""Timed observation: a learning activity looked at every few minutes, each snapshot a note of its own (DOMAIN 10.2).

All snapshots of one activity stay one occasion: looking ten times at one lesson is not ten independent sources.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

INTERVALS: Final = (3, 5, 10, 15)
"""Minutes to choose from; shorter leaves no time to look."""


class Goal(StrEnum):
    """Whether the goal of the work can be seen or told."""

    UNSAID = ""
    VISIBLE = "visible"
    TOLD = "told"
    NOT_SEEN = "not_seen"


class Setting(StrEnum):
    """How pupils work at that moment."""

    UNSAID = ""
    WHOLE_GROUP = "whole_group"
    GROUPS = "groups"
    PAIRS = "pairs"
    ALONE = "alone"


@dataclass(frozen=True)
class TimedLook:
    """What was seen at one moment; `at_work` of `present` pupils were at their work."""

    at_work: int | None = None
    present: int | None = None
    goal: Goal = Goal.UNSAID
    setting: Setting = Setting.UNSAID

    @property
    def is_empty(self) -> bool:
        """Whether nothing was noted."""
        return self.at_work is None and not self.goal and not self.setting


def next_look(
    interval: int | None, starts: datetime | None, ends: datetime | None, taken: Collection[datetime], now: datetime
) -> datetime | None:
    """Give when the next snapshot is due: at the start, then an interval after the last; None when there is none.

    A late one shifts those after it. What lies behind the end of the activity is not due any more.
    """
    if not interval or interval < 1 or starts is None:
        return None
    due = max(taken) + timedelta(minutes=interval) if taken else starts
    is_over = ends is not None and (due >= ends or now >= ends)
    return None if is_over else due
