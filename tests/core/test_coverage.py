from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.config import resource_path
from auditor_app.core.coverage import GUIDE, DayPart, Sample, coverage, split, year_groups
from auditor_app.core.model import Activity, Note
from auditor_app.core.snapshot_json import from_document, parse_document


def activity(number: int, **fields: object) -> Activity:
    return Activity(**{"id": f"a{number}", "source": "OBS", "day": "2026-11-12", "start": "09:00", **fields})  # type: ignore[arg-type]  # fields of Activity


def note(number: int) -> Note:
    return Note(id=f"n{number}", activity=f"a{number}")


def found(*activities: Activity, notes: tuple[Note, ...] | None = None) -> dict[Sample, int]:
    given_notes = tuple(Note(id=f"n-{item.id}", activity=item.id) for item in activities) if notes is None else notes
    return {item.sample: item.found for item in coverage(activities, given_notes).found}


def test_only_what_took_place_and_was_noted_counts() -> None:
    rows = (activity(1), activity(2, is_skipped=True), activity(3), activity(4, deleted=True))
    counted = coverage(rows, (note(1), note(2), note(4)))
    assert {item.sample: item.found for item in counted.found}[Sample.ACTIVITIES] == 1
    assert counted.planned == ("a3",)
    assert found(activity(1), notes=(Note(id="n1", activity="a1", deleted=True),))[Sample.ACTIVITIES] == 0


def test_subjects_and_year_groups_are_counted_once_each() -> None:
    counted = found(
        activity(1, subject="Wiskunde", year_group="3 havo"),
        activity(2, subject="wiskunde, Engels", year_group="leerjaar 3"),
        activity(3, subject="kunst en muziek", year_group="1 tot 2"),
        activity(4, source="INT-P", subject="Frans", year_group="5", present=7),
    )
    assert (counted[Sample.ACTIVITIES], counted[Sample.SUBJECTS], counted[Sample.YEAR_GROUPS]) == (3, 4, 3)
    assert counted[Sample.PUPILS] == 7


def test_coaching_conversations_count_apart_and_two_may_share_a_row() -> None:
    counted = found(activity(1, title="Twee coachgesprekken", present=2), activity(2, subject="Coaching"))
    assert counted[Sample.COACHING] == 3
    assert counted[Sample.ACTIVITIES] == counted[Sample.SUBJECTS] == 0


def test_logbooks_come_from_the_auditor_or_from_the_number_present() -> None:
    row = activity(1, source="ART", present=2)
    assert found(row)[Sample.LOGBOOKS] == 2
    assert {item.sample: item.found for item in coverage([row], [note(1)], logbooks=13).found}[Sample.LOGBOOKS] == 13


def test_the_picture_has_a_spot_per_subject_and_year_group_with_its_times() -> None:
    rows = (
        activity(1, subject="Engels", year_group="2", start="08:30"),
        activity(2, subject="engels", year_group="2-3", start="14:00"),
        activity(3, start=""),
    )
    counted = coverage(rows, (note(1), note(2), note(3)))
    assert counted.subjects == ("", "Engels")
    assert counted.year_groups == ("2", "3", "")
    assert counted.spots["Engels", "2"].activities == ("a1", "a2")
    assert counted.spots["Engels", "2"].parts == (DayPart.EARLY, DayPart.LATE)
    assert counted.parts == {DayPart.EARLY: 1, DayPart.MIDDAY: 0, DayPart.LATE: 1, DayPart.LAST: 0, DayPart.UNKNOWN: 1}


def test_the_sample_meets_the_guide_but_for_logbooks() -> None:
    snapshot = from_document(parse_document(resource_path("sample", "de-linde-2026.json").read_bytes()))
    counted = coverage(snapshot.activities, snapshot.notes)
    assert {item.sample: item.missing for item in counted.found if item.missing} == {
        Sample.LOGBOOKS: 8,
        Sample.PUPILS: 4,
    }
    assert [item.needed for item in counted.found] == list(GUIDE.values())


YEARS = {
    "1–3": ("1", "2", "3"), "leerjaar 1, 2 en 4": ("1", "2", "4"), "3 havo": ("3",), "": (), "alle": ("alle",),
    "årskurs 7 och 9": ("7", "9"), "9-1": ("9",), "2026": ("2026",), "1 t/m 6": ("1", "2", "3", "4", "5", "6"),
}  # fmt: skip


@pytest.mark.parametrize("text", YEARS)
def test_year_groups_are_read_as_people_write_them(text: str) -> None:
    assert year_groups(text) == YEARS[text]


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(split(text))
    assert len(year_groups(text)) == len(set(year_groups(text)))
