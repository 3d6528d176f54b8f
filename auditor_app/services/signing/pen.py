"""With what a page sets its text: whether somebody who looks at the page can see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_UPRIGHT = (1.0, 0.0, 0.0, 1.0)
_DARK = 0.5
_SMALLEST, _LARGEST = 4.0, 40.0
PAGE = (595.3, 841.9)
"""A4, in points."""
_WIDEST = 3.0
_ROW = 16
"""At least so many times its size is half a fingerprint long."""
_FARTHEST = 1000.0
_COLOURS = {b"g": 1, b"rg": 3}
_ROWS = frozenset({b"T*", b"'", b'"'})
_OTHER_COLOURS = frozenset({b"k", b"cs", b"sc", b"scn"})

Operands = Sequence[tuple[str, bytes]]


@dataclass
class Pen:
    """Ink, size and place as our own covers change them; whatever else changes them makes the text count as unseen."""

    font: bytes = b""
    size: float = 0.0
    x: float = 0.0
    y: float = 0.0
    _is_dark: bool = True
    _is_upright: bool = True
    _is_plain: bool = True
    _parted: dict[bytes, float] = field(default_factory=dict)
    """How far letters and words are set apart beside what their font says."""
    _kept: list[tuple[bool, bool]] = field(default_factory=list)

    @property
    def is_seen(self) -> bool:
        """Whether what is set now is dark, large enough, upright, and on a page of A4."""
        is_on_page = 0 <= self.x <= PAGE[0] - _ROW * self.size and 0 <= self.y <= PAGE[1] - self.size
        is_close = all(abs(one) <= _WIDEST for one in self._parted.values())
        is_sized = _SMALLEST <= self.size <= _LARGEST and is_close
        return self._is_dark and self._is_plain and self._is_upright and is_on_page and is_sized

    def take(self, operator: bytes, operands: Operands) -> None:
        """Follow one operator; raises ValueError or IndexError for one that is not written as it must be."""
        if operator == b"q":
            self._kept.append((self._is_dark, self._is_plain))
        elif operator == b"Q":
            self._is_dark, self._is_plain = self._kept.pop()
        elif operator == b"cm":
            numbers = _numbers(operands)
            self._is_plain = self._is_plain and numbers == [*_UPRIGHT, 0.0, 0.0]
        elif operator in _COLOURS:
            numbers = _numbers(operands)
            self._is_dark = len(numbers) == _COLOURS[operator] and max(numbers) <= _DARK
        elif operator in _OTHER_COLOURS:
            self._is_dark = False
        else:
            self._set(operator, operands)

    def _set(self, operator: bytes, operands: Operands) -> None:
        if operator == b"BT":
            self.x, self.y, self._is_upright = 0.0, 0.0, True
        elif operator == b"Tf":
            self.font, self.size = operands[0][1], float(operands[1][1])
        elif operator in {b"Td", b"TD"}:
            across, up = _numbers(operands)
            self.x, self.y = self.x + across, self.y + up
        elif operator in _ROWS:
            self._is_upright = False
        elif operator in {b"Tc", b"Tw"}:
            self._parted[operator] = _numbers(operands)[0]
        elif operator == b"TJ":
            self._is_upright = self._is_upright and all(abs(one) <= _FARTHEST for one in _numbers(operands))
        elif operator == b"Tm":
            *turned, self.x, self.y = _numbers(operands)
            self._is_upright = tuple(turned) == _UPRIGHT


def _numbers(operands: Operands) -> list[float]:
    return [float(value) for kind, value in operands if kind == "number"]
