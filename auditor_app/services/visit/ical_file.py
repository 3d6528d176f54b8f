"""iCalendar files (RFC 5545): writing the programme, and reading what another calendar made of it.

A file from outside is never handed to the library as it is: only events, and of those only a few properties, pass. A
time zone's own rules, repeating events and alarms stay behind.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event

from auditor_app.core.errors import UserError
from auditor_app.core.model import Activity, Audit
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.encoding import decoded

MOST_BYTES: Final = 2 << 20
MOST_EVENTS: Final = 2_000
LONGEST_TEXT: Final = 300
LONGEST_LINE: Final = 4_000
DOMAIN: Final = "@auditor.invalid"
"""After an activity's id it makes a UID; the name can belong to nobody (RFC 2606)."""
ZONES: Final = {"sv": "Europe/Stockholm"}
ZONE: Final = "Europe/Amsterdam"
_KEPT: Final = frozenset({"UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "STATUS", "CATEGORIES"})
_REPEATS: Final = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})
_BROKEN_LINE: Final = re.compile(rb"\r?\n[ \t]")
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of a text."""
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
_SOURCE: Final = re.compile(r"[A-Z]{2,5}(-[A-Z])?")
_BROKEN: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)
"""What the library raises for values that are no values."""


@dataclass(frozen=True)
class PlannedEvent:
    """One event of a file, in the time of the place; `start` is empty for one that lasts the whole day."""

    uid: str
    day: str
    start: str
    end: str
    title: str
    room: str = ""
    source: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Events:
    """The events of a file that can be used, and how many cannot."""

    events: tuple[PlannedEvent, ...]
    repeating: int
    broken: int


def zone_of(audit: Audit, zone: str = "") -> ZoneInfo:
    """Give the time zone of a visit: the one asked for, else that of the audit's language."""
    name = zone or ZONES.get(audit.language, ZONE)
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise UserError("calendar.unknown_zone", zone=name[:60]) from error


def to_ical(audit: Audit, activities: Iterable[Activity], zone: str = "") -> bytes:
    """Write the programme; nobody's name is in it, as calendars are shared."""
    place = zone_of(audit, zone)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//auditor//programme//EN")
    rows = sorted(activities, key=lambda item: (item.day, item.start, item.id))
    for activity in rows:
        event = _event(activity, _moment(audit.created), place)
        if event is not None:
            calendar.add_component(event)
    days = [date.fromisoformat(item.day) for item in rows if _is_day(item.day)]
    if days:
        calendar.add_missing_timezones(min(days) - timedelta(days=370), max(days) + timedelta(days=370))
    return bytes(calendar.to_ical())


def _event(activity: Activity, stamp: datetime, place: ZoneInfo) -> Event | None:
    if not _is_day(activity.day):
        return None
    day = date.fromisoformat(activity.day)
    event = Event()
    event.add("uid", activity.id + DOMAIN)
    event.add("dtstamp", stamp)
    start, end = _clock(activity.start), _clock(activity.end)
    if start is None:
        event.add("dtstart", day)
    else:
        event.add("dtstart", datetime.combine(day, start, place))
        if end is not None and end > start:
            event.add("dtend", datetime.combine(day, end, place))
    event.add("summary", activity.title)
    if activity.room:
        event.add("location", activity.room)
    if activity.source:
        event.add("categories", [activity.source])
    if activity.is_skipped:
        event.add("status", "CANCELLED")
    return event


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)


def read_file(path: Path) -> bytes:
    """Give what a file holds, and one byte more than may be read when it is too large; raises `UserError`."""
    try:
        return read_chosen(path, MOST_BYTES)
    except OSError as error:
        raise UserError("calendar.unreadable", file=path.name) from error


def read_events(content: bytes, place: ZoneInfo) -> Events:
    """Read the events of an untrusted file; raises UserError for one that is no calendar or too much of one."""
    if len(content) > MOST_BYTES:
        raise UserError("calendar.too_large", limit=MOST_BYTES >> 20)
    text = _decoded(content)
    if "BEGIN:VCALENDAR" not in text.upper():
        raise UserError("calendar.not_calendar")
    events: dict[str, PlannedEvent] = {}
    repeating = broken = 0
    for lines in _blocks(text):
        if any(_property(line) in _REPEATS for line in lines):
            repeating += 1
            continue
        event = _planned(lines, place)
        if event is None:
            broken += 1
        else:
            events[event.uid] = event
    ordered = sorted(events.values(), key=lambda item: (item.day, item.start, item.uid))
    return Events(tuple(ordered), repeating, broken)


def _decoded(content: bytes) -> str:
    """Give the text; lines are joined first, since a calendar may break them within a letter (RFC 5545, 3.1)."""
    joined = _BROKEN_LINE.sub(b"", content)
    try:
        return decoded(joined)[0]
    except ValueError:
        return joined.decode("utf-8-sig", "replace")


def _blocks(text: str) -> Iterator[list[str]]:
    """Cut out the events; what stands inside an event (an alarm) and what stands outside of any is left behind."""
    lines: list[str] | None = None
    inside = found = 0
    for line in _FOLD.sub("", text).splitlines():
        mark = line.strip().upper()
        if mark == "BEGIN:VEVENT":
            lines, inside = [], 0
            found += 1
            if found > MOST_EVENTS:
                raise UserError("calendar.too_many", limit=MOST_EVENTS)
        elif mark == "END:VEVENT":
            if lines is not None:
                yield lines
            lines = None
        elif mark.startswith("BEGIN:"):
            inside += 1
        elif mark.startswith("END:"):
            inside = max(0, inside - 1)
        elif lines is not None and not inside and _property(line) in _KEPT | _REPEATS:
            lines.append(line[:LONGEST_LINE])


def _property(line: str) -> str:
    match = _NAME.match(line)
    return match[0].upper() if match else ""


def _planned(lines: list[str], place: ZoneInfo) -> PlannedEvent | None:
    """Build one event; None when it has no day."""
    block = "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))
    try:
        event = Event.from_ical(block)
        starts = event.decoded("DTSTART")
        uid = _text(event, "UID", LONGEST_LINE) or hashlib.sha256(block.encode()).hexdigest()
        day, start = _local(starts, place)
        end = _end(event, starts, day, place) if start else ""
        source = _source(event)
    except _BROKEN:
        return None
    title = _text(event, "SUMMARY", LONGEST_TEXT)
    is_cancelled = _text(event, "STATUS", 20).upper() == "CANCELLED"
    return PlannedEvent(uid, day, start, end, title, _text(event, "LOCATION", LONGEST_TEXT), source, is_cancelled)


def _text(event: Component, name: str, longest: int) -> str:
    value = event.get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(_UNSEEN.sub(" ", str(value)).split())[:longest]


def _source(event: Component) -> str:
    """Take over a source code from the categories; any other category means nothing here."""
    categories = getattr(event.get("CATEGORIES"), "cats", ())
    return next((str(item) for item in categories if _SOURCE.fullmatch(str(item))), "")


def _local(value: object, place: ZoneInfo) -> tuple[str, str]:
    """Give day and time of day at the place; a time without zone is taken as the place's own."""
    if isinstance(value, datetime):
        there = value.astimezone(place) if value.tzinfo else value
        return there.date().isoformat(), there.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat(), ""
    raise ValueError("no moment")


def _end(event: Component, starts: object, day: str, place: ZoneInfo) -> str:
    """Give the time of day it ends; one that runs into the night ends with the day, one that is over first has none."""
    if "DTEND" in event:
        last, clock = _local(event.decoded("DTEND"), place)
    elif "DURATION" in event and isinstance(starts, datetime):
        last, clock = _local(starts + event.decoded("DURATION"), place)
    else:
        return ""
    if last == day:
        return clock if clock > _local(starts, place)[1] else ""
    return "23:59" if last > day else ""
