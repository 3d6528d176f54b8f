"""The school's check of the facts (DOMAIN 10.5): until when it runs, and what is still open."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from auditor_app.core.model import FactCheck, FactPoint

WORKING_DAYS: Final = 10
"""The usual term (DOMAIN 10.5)."""
LONGEST_RESPONSE: Final = 3_600
"""Characters: about one page of the report."""
_SATURDAY: Final = 5


class Answer(StrEnum):
    """What the lead auditor did with a point."""

    CHANGED = "changed"
    NOT_CHANGED = "not_changed"


POINT_STATES: Final = tuple(str(state) for state in Answer)


def due(check: FactCheck) -> date | None:
    """Give the last day of the school's term; None before the draft was sent."""
    try:
        day = date.fromisoformat(check.sent)
    except ValueError:
        return None
    return after_working_days(day, check.working_days)


def after_working_days(day: date, count: int) -> date:
    """Give the day so many working days later: no Saturdays, Sundays or public holidays of the Netherlands."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_left(today: date, last: date) -> int:
    """Count the working days from tomorrow up to the last day; 0 when it is over."""
    return sum(is_working_day(today + timedelta(days=ahead)) for ahead in range(1, (last - today).days + 1))


def is_working_day(day: date) -> bool:
    """Tell whether people work on this day."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def _holidays(year: int) -> frozenset[date]:
    """Give the public holidays of the Netherlands; Liberation Day is one every fifth year."""
    easter = _easter(year)
    moving = {easter + timedelta(days=after) for after in (1, 39, 50)}
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == _SATURDAY + 1:
        kings_day -= timedelta(days=1)
    fixed = {date(year, 1, 1), kings_day, date(year, 12, 25), date(year, 12, 26)}
    liberation = {date(year, 5, 5)} if year % 5 == 0 else set()
    return frozenset(moving | fixed | liberation)


def _easter(year: int) -> date:
    """Give Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def open_points(points: tuple[FactPoint, ...]) -> tuple[FactPoint, ...]:
    """Give the points without an answer; "not changed" needs its reason."""
    return tuple(
        point for point in points if not point.state or (point.state != Answer.CHANGED and not point.answer.strip())
    )
