"""The programme in another calendar and back; hostile files, other zones, summer time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from auditor_app.core.codec import assemble, encode
from auditor_app.core.errors import UserError
from auditor_app.core.model import Activity, Audit, AuditKind
from auditor_app.services.visit.calendar import plan
from auditor_app.services.visit.ical_file import MOST_EVENTS, read_events, to_ical
from auditor_app.services.workspace import Workspace

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def calendar(*events: str) -> bytes:
    blocks = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{blocks}END:VCALENDAR\r\n".encode()


@pytest.fixture
def planned(workspace: Workspace, audit: str) -> str:
    workspace.audits.plan_model_days(audit)
    return audit


def test_what_was_exported_comes_back_without_a_change(workspace: Workspace, planned: str) -> None:
    content = workspace.calendars.export(planned)
    assert content == workspace.calendars.export(planned)
    assert content.count(b"BEGIN:VEVENT") == 23
    assert b"TZID:Europe/Amsterdam" in content
    assert b"Mirte" not in content
    found = workspace.calendars.inspect(planned, content)
    assert (dict(found.new), dict(found.changed), found.unchanged) == ({}, {}, 23)
    assert workspace.calendars.take(found).changes == ()


def test_a_moved_event_moves_its_activity_and_undo_moves_it_back(workspace: Workspace, planned: str) -> None:
    content = workspace.calendars.export(planned)
    moved = content.replace(b"20261112T093000\r\nDTEND;TZID=Europe/Amsterdam:20261112T101500",
                            b"20261112T094500\r\nDTEND;TZID=Europe/Amsterdam:20261112T103000")  # fmt: skip
    assert moved != content
    found = workspace.calendars.inspect(planned, moved)
    ((activity, fields),) = found.changed.items()
    assert dict(fields) == {"start": "09:45", "end": "10:30"}
    workspace.calendars.take(found)
    now = {item.id: item for item in workspace.audits.snapshot(planned).activities}
    assert (now[activity].start, now[activity].source) == ("09:45", "WALK")
    workspace.audits.undo(planned)
    assert workspace.calendars.export(planned) == content


def test_another_calendars_events_become_activities_once(workspace: Workspace, audit: str) -> None:
    content = calendar(
        "UID:1@elders\r\nDTSTART:20261112T080000Z\r\nDURATION:PT45M\r\nSUMMARY:Gesprek\\, ouders\r\nLOCATION:Aula\r\n"
        "CATEGORIES:Werk,INT-O\r\nBEGIN:VALARM\r\nSUMMARY:Alarm\r\nEND:VALARM",
        "UID:2@elders\r\nDTSTART;VALUE=DATE:20261113\r\nSUMMARY:Studiedag",
        "UID:3@elders\r\nDTSTART:20261120T080000Z\r\nSUMMARY:Andere week",
        "UID:4@elders\r\nDTSTART:20261112T080000Z\r\nRRULE:FREQ=SECONDLY;COUNT=1000000000\r\nSUMMARY:Herhaald",
        "UID:5@elders\r\nDTSTART:20261112T100000\r\nDTEND:20261113T010000\r\nSUMMARY:Tot diep in de nacht",
        "UID:6@elders\r\nDTSTART;TZID=W. Europe Standard Time:20261112T120000\r\nSUMMARY:Uit Outlook",
        "UID:7@elders\r\nDTSTART:20261112T100000Z\r\nSTATUS:CANCELLED\r\nSUMMARY:Gaat niet door",
        "UID:8@elders\r\nDTSTART:gisteren\r\nSUMMARY:Kapot",
    )
    found = workspace.calendars.inspect(audit, content)
    assert (len(found.new), found.outside, found.repeating, found.broken) == (4, 1, 1, 1)
    workspace.calendars.take(found)
    rows = {item.title: item for item in workspace.audits.snapshot(audit).activities}
    talk = rows["Gesprek, ouders"]
    assert (talk.day, talk.start, talk.end, talk.room, talk.source) == ("2026-11-12", "09:00", "09:45", "Aula", "INT-O")
    assert (rows["Studiedag"].day, rows["Studiedag"].start) == ("2026-11-13", "")
    assert rows["Tot diep in de nacht"].end == "23:59"
    assert rows["Uit Outlook"].start == "12:00"
    again = workspace.calendars.inspect(audit, content)
    assert (dict(again.new), dict(again.changed), again.unchanged) == ({}, {}, 4)
    workspace.audits.remove_activity(talk.id)
    assert talk.id not in workspace.calendars.inspect(audit, content).new


def test_the_programme_of_one_audit_is_copied_into_another_and_stays_in_the_first(
    workspace: Workspace, planned: str
) -> None:
    before = workspace.audits.snapshot(planned)
    school, framework = before.audit.school, workspace.frameworks.available()[0].digest
    again = workspace.audits.create(AuditKind.SUMMATIVE, school, "2026-11-12", "2026-11-13", "nl", framework).id
    content = workspace.calendars.export(planned)
    found = workspace.calendars.inspect(again, content)
    assert (len(found.new), len(found.changed)) == (23, 0)
    workspace.calendars.take(found)
    copied = workspace.audits.snapshot(again).activities
    assert {item.title for item in copied} == {item.title for item in before.activities}
    assert workspace.audits.snapshot(planned).activities == before.activities
    assert workspace.calendars.inspect(again, content).unchanged == 23


def test_categories_of_other_calendars_are_no_sources(workspace: Workspace, audit: str) -> None:
    event = "UID:1@elders\r\nDTSTART:20261112T080000Z\r\nSUMMARY:Gesprek\r\nCATEGORIES:{}"
    (fields,) = workspace.calendars.inspect(audit, calendar(event.format("WORK"))).new.values()
    assert fields["source"] == ""
    workspace.calendars.take(workspace.calendars.inspect(audit, calendar(event.format("INT-L"))))
    (found,) = workspace.audits.snapshot(audit).activities
    assert found.source == "INT-L"
    assert workspace.calendars.inspect(audit, calendar(event.format("WORK"))).unchanged == 1, "it keeps the one it has"


def changed_by(activity: Activity, fields: Mapping[str, object]) -> Activity:
    return assemble(Activity, {**encode(activity), **fields})


LAPTOPS = ("a", "b", "c")
EDITS: dict[str, dict[str, object]] = {
    "a": {"start": "07:45", "end": "08:30", "source": "INT-L", "title": "Begin; met \\ leiding, 8 uur"},
    "b": {"day": "2026-11-13", "room": "Aula"},
    "c": {"is_skipped": True, "start": "", "end": ""},
}


@pytest.mark.parametrize("order", list(permutations(LAPTOPS)), ids="".join)
def test_a_programme_that_went_round_three_laptops_is_the_same_on_each_and_not_twice(order: tuple[str, ...]) -> None:
    """Each laptop arranges its programme otherwise; the first one sent round is on all; each file is read twice."""
    audit = Audit("x", starts="2026-11-12", ends="2026-11-13", created="2026-11-01T08:00:00+01:00")
    first = Activity("one", "x", day="2026-11-12", start="08:00", end="09:00", title="Start", source="OBS", leads="m1")
    second = replace(first, id="two", start="09:00", end="10:00", year_group="3", subject="Wiskunde")
    here = {name: {"one": changed_by(first, EDITS[name]), "two": second} for name in LAPTOPS}
    here["b"]["mine"] = replace(first, id="mine", start="15:00", end="15:30", title="Alleen b")
    for sender in (*order, *order):
        content = to_ical(audit, here[sender].values())
        for name in LAPTOPS:
            for _twice in range(2):
                found = plan(audit, here[name].values(), content, sources=("OBS", "INT-L"))
                made = {key: assemble(Activity, {"id": key, **fields}) for key, fields in found.new.items()}
                changed = {key: changed_by(here[name][key], fields) for key, fields in found.changed.items()}
                here[name] |= made | changed
    shown = [[(i.id, i.day, i.start, i.end, i.title, i.room, i.source, i.is_skipped) for i in sorted(
        rows.values(), key=lambda one: one.id)] for rows in here.values()]  # fmt: skip
    assert shown[0] == shown[1] == shown[2]
    assert [row[0] for row in shown[0]] == ["mine", "one", "two"]
    assert all(encode(rows["one"])[name] == value for rows in here.values() for name, value in EDITS[order[0]].items())
    assert all((rows["two"].leads, rows["two"].subject) == ("m1", "Wiskunde") for rows in here.values())


@pytest.mark.parametrize("name", ["", "..\\..", "a b", "x" * 200, "é"])
def test_a_uid_that_only_looks_like_ours_is_one_of_others(workspace: Workspace, audit: str, name: str) -> None:
    content = calendar(f"UID:{name}@auditor.invalid\r\nDTSTART:20261112T080000Z\r\nSUMMARY:Gesprek")
    (made,) = workspace.calendars.inspect(audit, content).new
    assert len(made) == 20
    assert made.isalnum()


def test_other_encodings_and_lines_broken_within_a_letter_are_read() -> None:
    content = calendar("UID:1@elders\r\nDTSTART:20261112T080000Z\r\nSUMMARY:Föreläsning")
    broken = content.replace("ö".encode(), "ö".encode()[:1] + b"\r\n " + "ö".encode()[1:])
    assert broken != content
    for written in (content, broken, content.decode().encode("cp1252"), content.decode().encode("utf-16")):
        (event,) = read_events(written, AMSTERDAM).events
        assert event.title == "Föreläsning"


def test_a_cancelled_event_marks_its_activity_as_skipped(workspace: Workspace, planned: str) -> None:
    content = workspace.calendars.export(planned).replace(
        b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nSTATUS:CANCELLED\r\n", 1
    )
    found = workspace.calendars.inspect(planned, content)
    assert [dict(fields) for fields in found.changed.values()] == [{"is_skipped": True}]
    workspace.calendars.take(found)
    assert workspace.calendars.export(planned).count(b"STATUS:CANCELLED") == 1


@pytest.mark.parametrize(("moment", "clock"), [("20260701T100000Z", "12:00"), ("20261101T100000Z", "11:00")])
def test_summer_and_winter_time_follow_the_place(moment: str, clock: str) -> None:
    (event,) = read_events(calendar(f"UID:1\r\nDTSTART:{moment}\r\nSUMMARY:x"), AMSTERDAM).events
    assert event.start == clock
    assert read_events(calendar(f"UID:1\r\nDTSTART:{moment}\r\nSUMMARY:x"), ZoneInfo("Europe/Helsinki")).events != (
        event,
    )


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        ("DTSTART;TZID=W. Europe Standard Time:20261112T093000\r\nDTEND;TZID=UTC:20261112T090000", ("09:30", "10:00")),
        ("DTSTART:20261112T093000\r\nDURATION:PT45M", ("09:30", "10:15")),
        ("DTSTART:20261112T093000\r\nDURATION:-PT45M", ("09:30", "")),
        ("DTSTART:20261112T093000\r\nDTEND:20261112T093000", ("09:30", "")),
        ("DTSTART:20261112T213000\r\nDTEND:20261113T013000", ("21:30", "23:59")),
        ("DTSTART;TZID=Nowhere:20261112T093000", ("09:30", "")),
    ],
)
def test_an_event_ends_after_it_begins_or_has_no_end(lines: str, times: tuple[str, str]) -> None:
    (event,) = read_events(calendar(f"UID:1\r\n{lines}\r\nSUMMARY:x"), AMSTERDAM).events
    assert (event.start, event.end) == times


def test_files_that_are_no_calendars_are_refused(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    inspect = workspace.calendars.inspect
    with pytest.raises(UserError, match="calendar.not_calendar"):
        inspect(audit, b"%PDF-1.7")
    with pytest.raises(UserError, match="calendar.too_large"):
        inspect(audit, bytes((2 << 20) + 1))
    with pytest.raises(UserError, match="calendar.too_many"):
        inspect(audit, calendar(*["UID:1\r\nDTSTART:20261112T080000Z"] * (MOST_EVENTS + 1)))
    with pytest.raises(UserError, match="calendar.unreadable"):
        inspect(audit, tmp_path)
    with pytest.raises(UserError, match="calendar.unknown_zone"):
        inspect(audit, calendar(), "../../etc/passwd")


OPEN = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
HOSTILE = {
    "zone rules without end": b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\n"
    b"TZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=X:20261112T080000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "nested": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VALARM\r\n" * 50_000,
    "nested events": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1_900,
    "one line": OPEN + b"SUMMARY:" + b"x" * 1_900_000 + b"\r\nEND:VEVENT\r\n",
    "folded": OPEN + b"SUMMARY:x" + b"\r\n x" * 400_000 + b"\r\nEND:VEVENT\r\n",
    "no text": OPEN + b"DTSTART:20261112T080000Z\r\nSUMMARY:\xff\xfe\x00\x1b\r\nEND:VEVENT\r\n",
    "half": OPEN + b"DTSTART:20261112T0800",
    "parameters": OPEN + b"DTSTART" + b";A=B" * 900 + b":20261112T080000Z\r\nEND:VEVENT\r\n",
    "long time": OPEN + b"DTSTART:99991231T235959Z\r\nDURATION:P99999999999W\r\nEND:VEVENT\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_little_and_break_nothing(name: str) -> None:
    started = time.process_time()
    found = read_events(HOSTILE[name], AMSTERDAM)
    assert time.process_time() - started < 5
    assert len(found.events) + found.broken <= 1
    assert all(event.title.isprintable() for event in found.events)
    assert all(len(event.title) <= 300 for event in found.events)


@pytest.mark.parametrize("zone", ["", "Europe/Stockholm"])
def test_text_of_any_kind_comes_back_as_it_was(workspace: Workspace, audit: str, zone: str) -> None:
    title = "Gesprek: 3 ouders; \\ „aanhalen” – één, twée 😀 " + "lang " * 20
    made = workspace.audits.add_activity(audit, day="2026-11-12", start="09:00", end="08:00", title=title.strip())
    content = workspace.calendars.export(audit, zone)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    found = workspace.calendars.inspect(audit, content, zone)
    assert dict(found.changed) == {made.id: {"end": ""}}
