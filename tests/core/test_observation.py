from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.observation import Goal, TimedLook, next_look

NINE = datetime.fromisoformat("2026-11-12T09:00:00+01:00")
HALF_PAST = NINE + timedelta(minutes=30)


def at(minute: int) -> datetime:
    return NINE + timedelta(minutes=minute)


@pytest.mark.parametrize(
    ("taken", "now", "due"),
    [
        ((), at(-5), at(0)),
        ((), at(7), at(0)),
        ((at(0),), at(3), at(5)),
        ((at(0), at(8)), at(9), at(13)),
        ((at(0), at(26)), at(27), None),
        ((at(0),), at(30), None),
    ],
)
def test_the_next_snapshot_follows_the_last(taken: tuple[datetime, ...], now: datetime, due: datetime | None) -> None:
    assert next_look(5, NINE, HALF_PAST, taken, now) == due


def test_without_interval_or_start_none_is_due() -> None:
    assert next_look(None, NINE, HALF_PAST, (), NINE) is None
    assert next_look(0, NINE, HALF_PAST, (), NINE) is None
    assert next_look(5, None, None, (), NINE) is None
    assert next_look(5, NINE, None, (at(600),), at(601)) == at(605)


@given(st.integers(1, 60), st.lists(st.integers(0, 29)), st.integers(-60, 90))
def test_a_due_snapshot_lies_before_the_end_and_after_the_last(every: int, minutes: list[int], now: int) -> None:
    taken = [at(minute) for minute in minutes]
    due = next_look(every, NINE, HALF_PAST, taken, at(now))
    assert due is None or (due < HALF_PAST and all(due > moment for moment in taken))


def test_nothing_noted_is_no_snapshot() -> None:
    assert TimedLook().is_empty
    assert TimedLook(present=24).is_empty
    assert not TimedLook(at_work=0).is_empty
    assert not TimedLook(goal=Goal.NOT_SEEN).is_empty
