"""The days of a visit, and those that are offered for a new one: a school is seen on school days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Final

MOST_DAYS: Final = 5
"""So many days are offered of a longer visit: the first ones and the last."""
_FRIDAY: Final = 4


def visit_days(starts: str, ends: str) -> tuple[date, ...]:
    """List the days of a visit: the first, the last, and the school days between them."""
    first = date.fromisoformat(starts)
    last = date.fromisoformat(ends or starts)
    if last <= first:
        return (first,)
    after = (first + timedelta(step) for step in range(1, (last - first).days))
    between = islice(filter(is_school_day, after), MOST_DAYS - 2)
    return (first, *between, last)


def is_school_day(day: date) -> bool:
    """Tell a day from Monday to Friday."""
    return day.weekday() <= _FRIDAY


def first_offered(today: date) -> date:
    """Give the first day that is offered: today, or the Monday after where no school day follows on it."""
    ahead = 0 if today.weekday() < _FRIDAY else 7 - today.weekday()
    return today + timedelta(ahead)


def last_offered(first: date, *, is_short: bool = False) -> date:
    """Give the last day that is offered: the day after, or the first itself where no school day follows on it."""
    after = first + timedelta(1)
    return first if is_short or not is_school_day(after) else after
