"""Times of day as people type them."""

from __future__ import annotations

from typing import Final

_LONGEST_HOUR: Final = 2
_HOURS, _MINUTES = 24, 60


def clock(text: str) -> str:
    """Read "9:00", "9.00" or "0900" as "09:00"; "" when it is no time of day."""
    digits = text.strip().replace(".", ":")
    if ":" not in digits and digits.isdigit():
        digits = f"{digits[:-2] or '0'}:{digits[-2:]}" if len(digits) > _LONGEST_HOUR else f"{digits}:00"
    hour, _colon, minute = digits.partition(":")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        return ""
    return f"{int(hour):02}:{int(minute):02}" if int(hour) < _HOURS and int(minute) < _MINUTES else ""
