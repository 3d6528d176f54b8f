"""The years of the samples: set so that nothing in them was done after the day on which somebody adds them.

A report that is signed from a sample bears the day of today. Written for fixed years, it spoke of visits to come.
"""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from typing import Any, Final

LAST_VISIT: Final = date(2027, 11, 18)
"""The last day of the latest visit in the samples."""
AS_WRITTEN: Final = "AUDITOR_SAMPLES_AS_WRITTEN"
"""Set in the environment, the samples keep the days they were written for: pictures and tests are the same each day."""
_SATURDAY: Final = 5
_WEEK: Final = 7
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?:$|T)")
_YEAR: Final = re.compile(r"\b20[2-4]\d\b")


def years_back(today: date) -> int:
    """Tell how many years earlier the samples are set, so that no visit is later than today."""
    if os.environ.get(AS_WRITTEN):
        return 0
    is_to_come = (LAST_VISIT.month, LAST_VISIT.day) > (today.month, today.day)
    return max(0, LAST_VISIT.year - today.year + is_to_come)


def in_time(document: dict[str, Any], today: date) -> dict[str, Any]:
    """Set a sample some years earlier, its days and the years its texts name; no visit falls into a weekend.

    What follows on the visit, the check of the facts, is brought forward where it would be later than today.
    """
    if os.environ.get(AS_WRITTEN):
        return document
    years = years_back(today)
    weekday = date.fromisoformat(_year_of(document["audit"]["starts"], years)).weekday()
    later = timedelta(days=_WEEK - weekday if weekday >= _SATURDAY else 0)

    def moved(value: Any) -> Any:  # noqa: ANN401 - any JSON value, given back as the same kind
        if isinstance(value, dict):
            return {key: moved(item) for key, item in value.items()}
        if isinstance(value, list):
            return [moved(item) for item in value]
        return _moved(value, years, later) if isinstance(value, str) else value

    found = {key: item if key == "framework" else moved(item) for key, item in document.items()}
    found["taken"] = _until(found["taken"], today)
    done = ("sent", "received", "closed")
    found["fact_checks"] = [
        {key: _until(item, today) if key in done else item for key, item in check.items()}
        for check in found["fact_checks"]
    ]
    return found


def _moved(text: str, years: int, later: timedelta) -> str:
    if _DAY.match(text):
        return f"{date.fromisoformat(_year_of(text[:10], years)) + later}{text[10:]}"
    return _YEAR.sub(lambda found: str(int(found[0]) - years), text)


def _year_of(day: str, years: int) -> str:
    return f"{int(day[:4]) - years}{day[4:]}"


def _until(moment: str, today: date) -> str:
    """Give a day or a moment, but none after today: then today, in the morning."""
    if moment[:10] <= today.isoformat():
        return moment
    return f"{today}T08:00:00{moment[19:]}" if len(moment) > len("2027-12-17") else f"{today}"
