"""The programme in other calendars and back: what their file says about our activities, and what is new in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditor_app.core.change import Edit
from auditor_app.core.model import Activity, ActivityKind, Audit, FrozenFramework
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read

if TYPE_CHECKING:  # the library for calendars loads with the first file: it takes a quarter of a second
    from auditor_app.services.visit.ical_file import PlannedEvent

SUFFIX: Final = ".ics"
_ID: Final = re.compile(r"[0-9A-Za-z:_-]{1,80}")


@dataclass(frozen=True)
class CalendarPlan:
    """What taking a file over would do: fields per activity; nothing has been written yet."""

    audit: str
    new: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    changed: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    unchanged: int = 0
    outside: int = 0
    """Events on other days than those of the visit."""
    repeating: int = 0
    broken: int = 0


class Calendars:
    """Programmes of audits, to and from other calendars."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def export(self, audit_id: str, zone: str = "") -> bytes:
        """Give the programme as a file; the same programme always gives the same bytes."""
        audit = read.entity(self._desk.store, Audit, audit_id)
        rows = read.entities(self._desk.store, "activity", "audit = ? AND deleted = 0", (audit_id,))
        from auditor_app.services.visit.ical_file import to_ical  # noqa: PLC0415 - loads icalendar

        return to_ical(audit, rows, zone)

    def inspect(self, audit_id: str, source: Path | bytes, zone: str = "") -> CalendarPlan:
        """Compare a file with the programme; raises UserError for one that cannot be read."""
        audit = read.entity(self._desk.store, Audit, audit_id)
        rows = read.entities(self._desk.store, "activity", "audit = ?", (audit_id,))
        from auditor_app.services.visit.ical_file import read_file  # noqa: PLC0415 - loads icalendar

        content = source if isinstance(source, bytes) else read_file(source)
        body = read.entity(self._desk.store, FrozenFramework, audit.framework).body
        sources = {item["code"] for item in body["evidence_sources"]}  # type: ignore[attr-defined]  # checked when it was loaded
        return plan(audit, rows, content, zone, self._is_elsewhere, sources)

    def _is_elsewhere(self, activity: str) -> bool:
        """Whether an audit has this activity already."""
        return bool(read.entities(self._desk.store, "activity", "id = ?", (activity,)))

    def take(self, planned: CalendarPlan) -> Written:
        """Take over what `inspect` found, as one action that undo takes back."""
        both = [*planned.changed.items(), *planned.new.items()]
        edits = [Edit(planned.audit, "activity", activity, fields) for activity, fields in both]
        return self._desk.write(edits, about=planned.audit) if edits else Written((), planned.audit)


def _never(_activity: str) -> bool:
    return False


def plan(
    audit: Audit,
    activities: Iterable[Activity],
    content: bytes,
    zone: str = "",
    is_elsewhere: Callable[[str], bool] = _never,
    sources: Collection[str] = (),
) -> CalendarPlan:
    """Say what a file changes: our own events by their UID, those of others by what their UID was made into.

    Only a source of the framework (`sources`) is one here: other calendars have categories of their own.

    An event of our own that another audit has (`is_elsewhere`) is copied, as one of others: that audit keeps its own.
    """
    from auditor_app.services.visit.ical_file import read_events, zone_of  # noqa: PLC0415 - loads icalendar

    found = read_events(content, zone_of(audit, zone))
    known = {item.id: item for item in activities}
    new: dict[str, Mapping[str, object]] = {}
    changed: dict[str, Mapping[str, object]] = {}
    unchanged = outside = 0
    for event in found.events:
        activity_id = own_activity(event.uid)
        if not activity_id or (activity_id not in known and is_elsewhere(activity_id)):
            activity_id = made_activity(audit.id, event.uid)
        now = known.get(activity_id)
        if not (audit.starts <= event.day <= (audit.ends or audit.starts)):
            outside += 1
        elif now is None:
            if not event.is_cancelled:
                new[activity_id] = _as_new(audit.id, event, _source(event, sources))
        elif fields := {} if now.deleted else _difference(now, event, _source(event, sources)):
            changed[activity_id] = fields
        else:
            unchanged += 1
    return CalendarPlan(audit.id, new, changed, unchanged, outside, found.repeating, found.broken)


def own_activity(uid: str) -> str:
    """Give the activity that an event of ours stands for; "" for an event of others."""
    from auditor_app.services.visit.ical_file import DOMAIN  # noqa: PLC0415 - icalendar loads with the first calendar

    activity = uid.removesuffix(DOMAIN)
    return activity if activity != uid and _ID.fullmatch(activity) else ""


def made_activity(audit: str, uid: str) -> str:
    """Give the activity that an event of others becomes; the same event always becomes the same one."""
    return hashlib.sha256(f"{audit}\n{uid}".encode("utf-8", "replace")).hexdigest()[:20]


def _source(event: PlannedEvent, sources: Collection[str]) -> str:
    return event.source if event.source in sources else ""


def _as_new(audit: str, event: PlannedEvent, source: str) -> dict[str, object]:
    return {
        "audit": audit, "day": event.day, "start": event.start, "end": event.end, "title": event.title,
        "room": event.room, "source": source, "kind": str(ActivityKind.VISIT),
    }  # fmt: skip


def _difference(now: Activity, event: PlannedEvent, source: str) -> dict[str, object]:
    """Give the fields that the file has otherwise; what a calendar has no room for stays as it is."""
    given: dict[str, object] = {
        "day": event.day,
        "start": event.start,
        "end": event.end,
        "title": event.title,
        "room": event.room,
        "source": source or now.source,
    }
    if event.is_cancelled != now.is_skipped:
        given["is_skipped"] = event.is_cancelled
    return {name: value for name, value in given.items() if value != getattr(now, name)}
