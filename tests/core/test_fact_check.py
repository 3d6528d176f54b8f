from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.fact_check import after_working_days, due, is_working_day, open_points, working_days_left
from auditor_app.core.model import FactCheck, FactPoint

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        ("2026-12-04", date(2026, 12, 18)),
        ("2026-12-18", date(2027, 1, 5)),  # Christmas on a Friday and a Saturday, New Year's Day on a Friday
        ("2026-03-26", date(2026, 4, 10)),  # Easter Monday; Good Friday is a working day
        ("2026-05-05", date(2026, 5, 20)),  # Ascension Day
        ("2025-04-25", date(2025, 5, 12)),  # King's Day moved to a Saturday; Liberation Day of a fifth year
    ],
)
def test_ten_working_days_leave_out_weekends_and_holidays(sent: str, last: date) -> None:
    assert due(FactCheck(sent=sent)) == last


def test_without_a_day_there_is_no_term() -> None:
    assert due(FactCheck()) is None
    assert due(FactCheck(sent="soon")) is None


@given(DAYS, st.integers(1, 30))
def test_the_last_day_is_a_working_day_and_the_days_between_count_up(day: date, count: int) -> None:
    last = after_working_days(day, count)
    assert is_working_day(last)
    assert working_days_left(day, last) == count
    assert working_days_left(last, last) == working_days_left(last + timedelta(days=3), last) == 0


@given(DAYS)
def test_a_weekend_is_never_worked(day: date) -> None:
    assert not is_working_day(day) or day.isoweekday() <= 5


def test_a_point_is_open_until_it_is_answered_and_not_changed_needs_why() -> None:
    answered = FactPoint("a", state="changed")
    refused = FactPoint("b", state="not_changed", answer="The report names an intention, not a decision.")
    waiting = (FactPoint("c"), FactPoint("d", state="not_changed", answer=" "))
    assert open_points((answered, *waiting, refused)) == waiting
