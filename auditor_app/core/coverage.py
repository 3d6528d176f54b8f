"""What the visit has looked at, beside the sampling guide of DOMAIN 10.2: found and needed, never a score."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from auditor_app.core.model import Activity, Note

NO_SUBJECT: Final = ""
"""The row of activities without a subject."""

LEARNING: Final = frozenset({"OBS"})
PUPIL_TALKS: Final = frozenset({"INT-P"})
COACHING_WORDS: Final = ("coachgesprek", "coaching", "coachning", "coachsamtal", "handledningssamtal")
LOGBOOK_SOURCES: Final = frozenset({"ART"})


class DayPart(StrEnum):
    """The part of a school day in which something starts."""

    EARLY = "early"
    MIDDAY = "midday"
    LATE = "late"
    LAST = "last"
    UNKNOWN = ""


EARLY_UNTIL: Final = "10:30"
MIDDAY_UNTIL: Final = "13:00"
LATE_UNTIL: Final = "14:30"
"""What starts later belongs to the last lessons of the day."""


class Sample(StrEnum):
    """What the sampling guide asks for."""

    ACTIVITIES = "activities"
    SUBJECTS = "subjects"
    YEAR_GROUPS = "year_groups"
    COACHING = "coaching"
    LOGBOOKS = "logbooks"
    PUPILS = "pupils"


GUIDE: Final[Mapping[Sample, int]] = MappingProxyType(
    {
        Sample.ACTIVITIES: 8,
        Sample.SUBJECTS: 5,
        Sample.YEAR_GROUPS: 3,
        Sample.COACHING: 2,
        Sample.LOGBOOKS: 10,
        Sample.PUPILS: 12,
    }
)
"""At least so many (DOMAIN 10.2); for two auditors and two days."""


@dataclass(frozen=True)
class Found:
    """How much of one thing was found, and how much the guide asks for."""

    sample: Sample
    found: int
    needed: int

    @property
    def missing(self) -> int:
        """Give how many are still missing, 0 when there are enough."""
        return max(0, self.needed - self.found)


@dataclass(frozen=True)
class Spot:
    """One cell of the picture: a subject in a year group, and when it was seen, activity by activity."""

    subject: str
    year_group: str
    activities: tuple[str, ...]
    parts: tuple[DayPart, ...]


@dataclass(frozen=True)
class Coverage:
    """The picture: rows are subjects, columns year groups; `parts` counts activities per part of the day."""

    found: tuple[Found, ...]
    subjects: tuple[str, ...]
    year_groups: tuple[str, ...]
    spots: Mapping[tuple[str, str], Spot]
    parts: Mapping[DayPart, int]
    planned: tuple[str, ...]
    """Activities that are still to come or have no note yet, by id: what can still be chosen."""


def coverage(activities: Iterable[Activity], notes: Iterable[Note], logbooks: int | None = None) -> Coverage:
    """Count what was looked at: activities that took place and have a note.

    One row of the programme may hold two coaching conversations: the number present tells. How many logbooks were seen
    cannot be read from the programme, unless `present` of an ART activity says so; else it goes in as `logbooks`.
    """
    return covered(activities, {note.activity for note in notes if note.activity and not note.deleted}, logbooks)


def covered(activities: Iterable[Activity], noted: Collection[str], logbooks: int | None = None) -> Coverage:
    """Count the same for who knows already which activities have notes."""
    alive = [item for item in activities if not item.deleted and not item.is_skipped]
    seen = sorted((item for item in alive if item.id in noted), key=lambda item: (item.day, item.start, item.id))
    learning = [item for item in seen if item.source in LEARNING and not _is_coaching(item)]
    planned = tuple(item.id for item in alive if item.id not in noted and item.source)
    spots = _spots(learning)
    counted = {
        Sample.ACTIVITIES: len(learning),
        Sample.SUBJECTS: len({subject.casefold() for item in learning for subject in split(item.subject)}),
        Sample.YEAR_GROUPS: len({group for item in learning for group in year_groups(item.year_group)}),
        Sample.COACHING: sum(item.present or 1 for item in seen if _is_coaching(item)),
        Sample.LOGBOOKS: _present(seen, LOGBOOK_SOURCES) if logbooks is None else logbooks,
        Sample.PUPILS: _present(seen, PUPIL_TALKS),
    }
    return Coverage(
        found=tuple(Found(sample, counted[sample], needed) for sample, needed in GUIDE.items()),
        subjects=tuple(sorted({subject for subject, _ in spots}, key=str.casefold)),
        year_groups=tuple(sorted({group for _, group in spots}, key=_natural)),
        spots=spots,
        parts=MappingProxyType({part: sum(day_part(item) is part for item in learning) for part in DayPart}),
        planned=planned,
    )


def _spots(learning: Sequence[Activity]) -> Mapping[tuple[str, str], Spot]:
    names: dict[str, str] = {}
    found: dict[tuple[str, str], list[Activity]] = {}
    for item in learning:
        for subject in split(item.subject) or (NO_SUBJECT,):
            name = names.setdefault(subject.casefold(), subject)
            for group in year_groups(item.year_group) or ("",):
                found.setdefault((name, group), []).append(item)
    return MappingProxyType(
        {
            key: Spot(*key, tuple(item.id for item in items), tuple(day_part(item) for item in items))
            for key, items in found.items()
        }
    )


def day_part(activity: Activity) -> DayPart:
    """Say in which part of the day an activity starts."""
    if not activity.start:
        return DayPart.UNKNOWN
    if activity.start < EARLY_UNTIL:
        return DayPart.EARLY
    if activity.start < MIDDAY_UNTIL:
        return DayPart.MIDDAY
    return DayPart.LATE if activity.start < LATE_UNTIL else DayPart.LAST


def split(text: str) -> tuple[str, ...]:
    """Part what names several things: `wiskunde, Engels / kunst`."""
    return tuple(part for part in (one.strip() for one in re.split(r"[,;/+&\n]|\b(?:en|and|och)\b", text)) if part)


def year_groups(text: str) -> tuple[str, ...]:
    """Give the year groups a text names: `1–3` and `leerjaar 1, 2 en 3` are three, `3 havo` is one."""
    found: list[str] = []
    for first, last in _GROUPS.findall(text):
        low, high = int(first), int(last or first)
        found += map(str, range(low, high + 1)) if low <= high <= low + _LONGEST_RANGE else [first]
    if not found and text.strip():
        return tuple(dict.fromkeys(split(text)))
    return tuple(dict.fromkeys(found))


_LONGEST_RANGE: Final = 8
_GROUPS: Final = re.compile(r"(?<!\d)(\d{1,2})(?!\d)(?:\s*(?:[-–]|t/m|tot|to|till?)\s*(\d{1,2})(?!\d))?")


def _is_coaching(activity: Activity) -> bool:
    text = f"{activity.title} {activity.subject}".casefold()
    return activity.source in LEARNING and any(word in text for word in COACHING_WORDS)


def _present(activities: Iterable[Activity], sources: frozenset[str]) -> int:
    return sum(item.present or 0 for item in activities if item.source in sources)


def _natural(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (1_000, text.casefold())
