from __future__ import annotations

from datetime import date, timedelta

import pytest

from auditor_app.core.visit_days import first_offered, is_school_day, last_offered, visit_days

MONDAY = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        ("2026-11-12", "2026-11-13", ["12", "13"]),
        ("2026-11-13", "2026-11-16", ["13", "16"]),  # a Friday and the Monday after
        ("2026-11-13", "2026-11-14", ["13", "14"]),  # a Saturday that was chosen is a day of the visit
        ("2026-11-12", "", ["12"]),
        ("2026-11-12", "2026-11-10", ["12"]),
        ("2026-11-02", "2026-11-30", ["02", "03", "04", "05", "30"]),
        ("0001-01-01", "9999-12-31", ["01", "02", "03", "04", "31"]),
    ],
)
def test_the_days_of_a_visit_are_its_first_its_last_and_the_school_days_between(
    starts: str, ends: str, days: list[str]
) -> None:
    assert [f"{day:%d}" for day in visit_days(starts, ends)] == days


@pytest.mark.parametrize("ahead", range(7))
def test_two_school_days_in_a_row_are_offered_on_every_day_of_the_week(ahead: int) -> None:
    first = first_offered(MONDAY + timedelta(ahead))
    last = last_offered(first)
    assert first >= MONDAY + timedelta(ahead)
    assert last - first == timedelta(1)
    assert is_school_day(first)
    assert is_school_day(last)
    assert last_offered(first, is_short=True) == first


def test_a_visit_that_begins_on_a_friday_ends_there_unless_another_day_is_chosen() -> None:
    friday = MONDAY + timedelta(4)
    assert last_offered(friday) == friday
