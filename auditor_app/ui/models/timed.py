"""Timed observation in words: what a snapshot says as a note, and when the next one is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from auditor_app.core.model import Activity
from auditor_app.core.observation import Goal, Setting, TimedLook, next_look
from auditor_app.i18n import _
from auditor_app.ui.models.notebook import Entry
from auditor_app.ui.models.programme import moment_of

ASK: Final = "Alt+O"
"""The key that takes a snapshot."""


def goal_words() -> dict[str, str]:
    """Name whether the goal can be seen or told, beside the word "goal"."""
    return {Goal.VISIBLE: _("visible"), Goal.TOLD: _("pupils tell it"), Goal.NOT_SEEN: _("not seen")}


def setting_words() -> dict[str, str]:
    """Name how pupils work."""
    return {
        Setting.WHOLE_GROUP: _("whole group"),
        Setting.GROUPS: _("groups"),
        Setting.PAIRS: _("pairs"),
        Setting.ALONE: _("alone"),
    }


def snapshot_text(number: int, look: TimedLook, text: str) -> str:
    """Say a snapshot as the text of a note: everything that was noted stands in it, to be read without the program."""
    said = []
    if look.at_work is not None and look.present is not None:
        said.append(_("{n} of {present} at work").format(n=look.at_work, present=look.present))
    elif look.at_work is not None:
        said.append(_("{n} at work").format(n=look.at_work))
    said += [_("goal: {words}").format(words=goal_words()[look.goal])] if look.goal else []
    said += [setting_words()[look.setting]] if look.setting else []
    head = _("Snapshot {number}").format(number=number)
    head = f"{head}: {', '.join(said)}." if said else f"{head}."
    return f"{head} {text}".strip()


def taken_moments(entries: Iterable[Entry], now: datetime) -> list[datetime]:
    """Give when the snapshots among the lines of an activity were taken."""
    found = []
    for entry in entries:
        if entry.note.is_snapshot:
            try:
                moment = datetime.fromisoformat(entry.note.moment)
            except ValueError:
                continue
            found.append(moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo))
    return found


def due_moment(activity: Activity, taken: list[datetime], now: datetime) -> datetime | None:
    """Give when the next snapshot of an activity of today is due."""
    if activity.day != now.date().isoformat():
        return None
    starts, ends = moment_of(activity, activity.start, now), moment_of(activity, activity.end, now)
    return next_look(activity.interval, starts, ends, taken, now)


def due_words(activity: Activity, taken: list[datetime], now: datetime) -> str:
    """Say it in a few words that stand still."""
    due = due_moment(activity, taken, now)
    if due is None:
        return _("Timed observation, every {n} minutes").format(n=activity.interval or 0)
    number = len(taken) + 1
    if due <= now:
        return _("Snapshot {number} now").format(number=number)
    return _("Snapshot {number} at {time}").format(number=number, time=f"{due:%H:%M}")
