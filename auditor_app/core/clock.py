"""Hybrid logical clock (Kulkarni et al., 2014): stamps sort in the order of cause, also when clocks differ."""

from __future__ import annotations

from dataclasses import dataclass

COUNTER_LIMIT = 0xFFFF


@dataclass(frozen=True, order=True)
class Stamp:
    """Milliseconds since 1970 and a counter; `text` sorts as the stamp does."""

    millis: int
    counter: int = 0

    @property
    def text(self) -> str:
        """Give the stamp as 12 + 4 hexadecimal digits."""
        return f"{self.millis:012x}{self.counter:04x}"

    @classmethod
    def parse(cls, text: str) -> Stamp:
        """Read `text` back; raises ValueError when it is not a stamp."""
        if len(text) != 16:  # noqa: PLR2004 - twelve digits of time, four of counter
            message = f"not a stamp: {text!r}"
            raise ValueError(message)
        return cls(int(text[:12], 16), int(text[12:], 16))


def tick(last: Stamp, now_millis: int) -> Stamp:
    """Give a stamp later than `last`, at the wall clock unless that stands still or runs back."""
    if now_millis > last.millis:
        return Stamp(now_millis)
    if last.counter < COUNTER_LIMIT:
        return Stamp(last.millis, last.counter + 1)
    return Stamp(last.millis + 1)
