"""The programme of a day: its rows, what moving one means, and the coverage so far (DOMAIN 10.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from auditor_app.core.model import Activity, ActivityKind, Audit
from auditor_app.i18n import _, ngettext
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.rows import RowsModel

MOST_DAYS: Final = 5
PARTS: Final = ("08:00", "10:30", "12:30", "14:30")
"""When the parts of a school day begin: start, late morning, afternoon, last lessons."""
_NUMBERS: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_RANGE: Final = re.compile(r"\d\s*(?:-|–|tot|to|t/m|till|through)\s*\d", re.IGNORECASE)
AFTER_MINUTES: Final = 15
"""A line written this long after its activity ended counts as written afterwards."""


@dataclass(frozen=True)
class ProgrammeRow:
    """One activity as the programme shows it; `phase` is past, now or coming."""

    activity: Activity
    notes: int = 0
    phase: str = "coming"


@dataclass(frozen=True)
class Covered:
    """One subject in one year group: how many notes, in which parts of the day."""

    subject: str
    year_group: str
    notes: int
    parts: tuple[int, ...]


def programme_model() -> RowsModel[ProgrammeRow]:
    """Make the list model of a day's programme."""
    return RowsModel(_key, lambda row: row.activity.title, _sentence)


def _key(row: ProgrammeRow) -> str:
    return row.activity.id


def _sentence(row: ProgrammeRow) -> str:
    item = row.activity
    said = [item.start, item.title, item.source]
    said += [ngettext("{n} note", "{n} notes", row.notes)] if row.notes else []
    said += [_("now")] if row.phase == "now" else []
    said += [_("skipped: {reason}").format(reason=item.skip_reason or "–")] if item.is_skipped else []
    return ", ".join(filter(None, said))


def days_of(audit: Audit, activities: Iterable[Activity]) -> tuple[str, ...]:
    """List the days of the visit: those of the audit, and any other that has an activity."""
    days = {item.day for item in activities if item.day}
    try:
        first, last = date.fromisoformat(audit.starts), date.fromisoformat(audit.ends or audit.starts)
    except ValueError:
        return tuple(sorted(days))
    count = min(max((last - first).days, 0), MOST_DAYS - 1)
    return tuple(sorted(days | {(first + timedelta(step)).isoformat() for step in range(count + 1)}))


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


def coverage(activities: Iterable[Activity], book: Notebook) -> tuple[Covered, ...]:
    """Count subjects × year groups over the activities that have notes."""
    found: dict[tuple[str, str], tuple[int, set[int]]] = {}
    for item in activities:
        count = book.count_of(item.id)
        if count and not item.deleted and item.kind is ActivityKind.VISIT and (item.subject or item.year_group):
            notes, parts = found.get((item.subject, item.year_group), (0, set()))
            found[(item.subject, item.year_group)] = (notes + count, parts | {part_of(item.start)})
    return tuple(Covered(*key, notes, tuple(sorted(parts))) for key, (notes, parts) in sorted(found.items()))


def part_of(clock: str) -> int:
    """Give the part of the day a time falls in, 0 to 3."""
    return max(0, sum(clock >= start for start in PARTS) - 1)


def part_word(part: int) -> str:
    """Say a part of the day."""
    return (_("start of the day"), _("late morning"), _("afternoon"), _("last lessons"))[part]


def year_groups(text: str) -> frozenset[str]:
    """Read which year groups are meant: "2", "3 and 4", "1–4"; other words stand for themselves."""
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    if len(numbers) == 2 and numbers[0] < numbers[1] and _RANGE.search(text):  # noqa: PLR2004 - from and to
        numbers = list(range(numbers[0], numbers[1] + 1))
    return frozenset(map(str, numbers)) or (frozenset({text.strip()}) if text.strip() else frozenset())


def coverage_sentence(activities: Sequence[Activity], book: Notebook) -> str:
    """Say the coverage in one sentence: subjects, year groups, and which parts of the day are still missing."""
    found = coverage(activities, book)
    if not found:
        return _("No notes at activities with a subject or year group yet")
    subjects = {item.subject for item in found if item.subject}
    groups = {group for item in found for group in year_groups(item.year_group)}
    seen = {part for item in found for part in item.parts}
    said = [
        ngettext("{n} subject", "{n} subjects", len(subjects)),
        ngettext("{n} year group", "{n} year groups", len(groups)),
    ]
    missing = [part_word(part) for part in range(len(PARTS)) if part not in seen]
    said += [_("not yet {parts}").format(parts=", ".join(missing))] if missing else []
    return " · ".join(said)
