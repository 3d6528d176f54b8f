"""The programme of a day: its rows, its clock, and what moving a row means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from auditor_app.core.model import Activity, Audit
from auditor_app.core.visit_days import visit_days
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.rows import RowsModel

AFTER_MINUTES: Final = 15
"""A line written this long after its activity ended counts as written afterwards."""
PASTED: Final = 40
"""So many characters at once were not typed."""


@dataclass(frozen=True)
class ProgrammeRow:
    """One activity as the programme shows it; `phase` is past, now or coming."""

    activity: Activity
    notes: int = 0
    phase: str = "coming"


def programme_model() -> RowsModel[ProgrammeRow]:
    """Make the list model of a day's programme."""
    return RowsModel(_key, _title, _sentence)


def activity_words(item: Activity) -> str:
    """Name an activity in a list of those of all days."""
    day = current().date(item.day, "EEE") if item.day else ""
    return " ".join(filter(None, (day, item.start, item.title or _("Untitled activity"), item.source)))


def skipped_words(item: Activity) -> str:
    """Say that an activity was skipped and why; "" when it was not."""
    return _("skipped: {reason}").format(reason=item.skip_reason or "–") if item.is_skipped else ""


def _title(row: ProgrammeRow) -> str:
    return " · ".join(filter(None, (row.activity.title, skipped_words(row.activity))))


def _key(row: ProgrammeRow) -> str:
    return row.activity.id


def _sentence(row: ProgrammeRow) -> str:
    item = row.activity
    said = [item.start, item.title, item.source]
    said += [ngettext("{n} note", "{n} notes", row.notes)] if row.notes else []
    said += [_("now")] if row.phase == "now" else []
    said += [skipped_words(item)]
    return ", ".join(filter(None, said))


def days_of(audit: Audit, activities: Iterable[Activity]) -> tuple[str, ...]:
    """List the days of the visit: those of the audit, and any other that has an activity."""
    days = {item.day for item in activities if item.day}
    try:
        planned = {day.isoformat() for day in visit_days(audit.starts, audit.ends)}
    except ValueError:
        planned = set()
    return tuple(sorted(days | planned))


def of_day(activities: Iterable[Activity], day: str) -> list[Activity]:
    """List the activities of a day in the order of the clock."""
    return sorted((a for a in activities if a.day == day and not a.deleted), key=lambda a: (a.start, a.id))


def rows_of(activities: Sequence[Activity], book: Notebook, now: datetime) -> list[ProgrammeRow]:
    """Give the rows of a day's ordered activities."""
    return [
        ProgrammeRow(item, book.count_of(item.id), phase_of(item, following, now))
        for item, following in zip(activities, [*activities[1:], Activity()], strict=False)
    ]


def phase_of(item: Activity, following: Activity, now: datetime) -> str:
    """Tell whether an activity is past, now or coming."""
    today, clock = now.date().isoformat(), f"{now:%H:%M}"
    if item.day != today:
        return "past" if item.day < today else "coming"
    if clock < item.start:
        return "coming"
    ends = item.end or following.start
    return "now" if ends and clock < ends else "past"


def minutes_left(item: Activity, now: datetime) -> int | None:
    """Give the minutes to the end of an activity of today (negative when over), or None when it has no end or day."""
    if item.day != now.date().isoformat():
        return None
    ends = moment_of(item, item.end, now)
    return None if ends is None else -int((now - ends).total_seconds() // 60)


def share_passed(item: Activity, now: datetime) -> float:
    """Give how much of an activity's time has passed, 0 to 1."""
    starts, ends = moment_of(item, item.start, now), moment_of(item, item.end, now)
    if starts is None or ends is None or ends <= starts:
        return 0.0
    return min(1.0, max(0.0, (now - starts) / (ends - starts)))


def moment_of(item: Activity, clock: str, now: datetime) -> datetime | None:
    """Give a time of day of an activity's day, in the offset of `now`."""
    try:
        return datetime.fromisoformat(f"{item.day}T{clock}").replace(tzinfo=now.tzinfo)
    except ValueError:
        return None


def is_afterwards(item: Activity | None, now: datetime) -> bool:
    """Whether a line written now is written from memory: another day, or well after the end."""
    if item is None or not item.day:
        return False
    if item.day != now.date().isoformat():
        return item.day < now.date().isoformat()
    left = minutes_left(item, now)
    return left is not None and left < -AFTER_MINUTES


def moved(activities: Sequence[Activity], key: str, place: int) -> list[Activity]:
    """Move one activity to another place of its day: the time slots stay, activities change slots.

    Gives the activities whose times became different.
    """
    ordered = list(activities)
    item = next((a for a in ordered if a.id == key), None)
    if item is None:
        return []
    slots = [(a.start, a.end) for a in ordered]
    ordered.remove(item)
    ordered.insert(min(max(place, 0), len(ordered)), item)
    times = zip(ordered, slots, strict=True)
    return [replace(a, start=start, end=end) for a, (start, end) in times if (a.start, a.end) != (start, end)]
