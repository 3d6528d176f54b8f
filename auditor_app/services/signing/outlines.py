"""Reading the outlines of a TrueType font program, as far as two of them have to be compared."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from struct import Struct, unpack_from

_TRUETYPE = b"\0\1\0\0"
_RECORD = Struct(">4sIII")
_MOST_TABLES = 32
_DEEPEST = 5
_WORDS, _SCALE, _MORE, _TWO_SCALES, _FOUR_SCALES = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_COMPOSITE = b"\xff\xff"
_PADDING = 3
"""Outlines begin at every fourth byte at the latest."""


class OtherProgramError(ValueError):
    """A font program that is not written as ours are."""


@dataclass(frozen=True)
class Outlines:
    """The tables of one font program; what it does not hold raises, with `struct.error`, KeyError or IndexError."""

    tables: dict[str, bytes]
    _found: dict[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, program: bytes) -> Outlines:
        """Take a program apart; each table must be there once, whole."""
        count = unpack_from(">H", program, 4)[0]
        if not program.startswith(_TRUETYPE) or count > _MOST_TABLES:
            raise OtherProgramError
        tables: dict[str, bytes] = {}
        for number in range(count):
            tag, _, start, length = _RECORD.unpack_from(program, 12 + number * _RECORD.size)
            name = tag.decode("ascii")
            if name in tables or start + length > len(program):
                raise OtherProgramError
            tables[name] = program[start : start + length]
        return cls(tables)

    @cached_property
    def per_em(self) -> int:
        """In how many units an em is counted."""
        return int(unpack_from(">H", self.tables["head"], 18)[0])

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """How far any glyph reaches from where it is set: left, bottom, right, top, in ems."""
        left, bottom, right, top = unpack_from(">4h", self.tables["head"], 36)
        return left / self.per_em, bottom / self.per_em, right / self.per_em, top / self.per_em

    def measure(self, glyph: int) -> tuple[int, int]:
        """Give what a glyph advances by, and what it leaves free to its left."""
        metrics, (whole,) = self.tables["hmtx"], unpack_from(">H", self.tables["hhea"], 34)
        if glyph < whole:
            advance, left = unpack_from(">Hh", metrics, 4 * glyph)
        else:
            (advance,) = unpack_from(">H", metrics, 4 * (whole - 1))
            (left,) = unpack_from(">h", metrics, 4 * whole + 2 * (glyph - whole))
        return advance, left

    @cached_property
    def _has_long_places(self) -> bool:
        return bool(unpack_from(">h", self.tables["head"], 50)[0])

    @cached_property
    def _count(self) -> int:
        return int(unpack_from(">H", self.tables["maxp"], 4)[0])

    def outline(self, glyph: int) -> bytes:
        """Give a glyph's outline as it is written; nothing for one that is blank."""
        if glyph >= self._count:
            raise OtherProgramError
        if self._has_long_places:
            start, end = unpack_from(">2I", self.tables["loca"], 4 * glyph)
        else:
            start, end = unpack_from(">2H", self.tables["loca"], 2 * glyph)
            start, end = 2 * start, 2 * end
        outlines = self.tables["glyf"]
        if not start <= end <= len(outlines):
            raise OtherProgramError
        return outlines[start:end]

    @cached_property
    def _codes(self) -> tuple[int, ...]:
        """The one map of codes that a program inside a report has: of plain numbers from 0 on."""
        cmap = self.tables["cmap"]
        if unpack_from(">4HI2H", cmap) != (0, 1, 1, 0, 12, 6, len(cmap) - 12):
            raise OtherProgramError
        first, count = unpack_from(">2H", cmap, 18)
        if first or len(cmap) != 22 + 2 * count:
            raise OtherProgramError
        return tuple(unpack_from(f">{count}H", cmap, 22))

    def glyph_of_code(self, code: int) -> int:
        """Give which glyph a code of the page shows, in a program inside a report."""
        return self._codes[code]

    @cached_property
    def _segments(self) -> tuple[tuple[int, ...], int, int]:
        cmap = self.tables["cmap"]
        for number in range(unpack_from(">H", cmap, 2)[0]):
            *platform, at = unpack_from(">2HI", cmap, 4 + 8 * number)
            if platform == [3, 1] and unpack_from(">H", cmap, at)[0] == len("BMP "):
                count = unpack_from(">H", cmap, at + 6)[0] // 2
                return unpack_from(f">{count}H", cmap, at + 14), at + 16 + 2 * count, count
        raise OtherProgramError

    def glyph_of_letter(self, letter: str) -> int:
        """Give which glyph shows a letter, in a whole typeface; 0 for none."""
        if letter not in self._found:
            self._found[letter] = self._glyph_of_letter(letter)
        return self._found[letter]

    def _glyph_of_letter(self, letter: str) -> int:
        ends, at, count = self._segments
        code, cmap = ord(letter), self.tables["cmap"]
        place = bisect_left(ends, code)
        if place == count:
            return 0
        start = unpack_from(">H", cmap, at + 2 * place)[0]
        if code < start:
            return 0
        shift = unpack_from(">H", cmap, at + 2 * (count + place))[0]
        offset_at = at + 2 * (2 * count + place)
        offset = unpack_from(">H", cmap, offset_at)[0]
        if not offset:
            return int(code + shift) & 0xFFFF
        glyph = unpack_from(">H", cmap, offset_at + offset + 2 * (code - start))[0]
        return int(glyph + shift) & 0xFFFF if glyph else 0


def shows_same(one: Outlines, glyph: int, other: Outlines, counterpart: int, depth: int = _DEEPEST) -> bool:
    """Say whether a glyph of one program looks and advances as one of another, whatever their numbers are."""
    if not depth or one.measure(glyph) != other.measure(counterpart):
        return False
    drawn, original = one.outline(glyph), other.outline(counterpart)
    if original.startswith(_COMPOSITE):
        return _is_padded(drawn, original) and _is_same_composite(one, drawn, other, original, depth)
    return drawn == original or (drawn.startswith(original) and _is_padded(drawn, original))


def _is_padded(drawn: bytes, original: bytes) -> bool:
    return 0 <= len(drawn) - len(original) <= _PADDING and not drawn[len(original) :].strip(b"\0")


def _is_same_composite(one: Outlines, drawn: bytes, other: Outlines, original: bytes, depth: int) -> bool:
    """Compare glyphs made of glyphs: alike but for the numbers of their parts, and the parts alike."""
    at, flags, rest = 10, _MORE, 0
    while flags & _MORE:
        flags, counterpart = unpack_from(">2H", original, at)
        part = drawn[at + 2] << 8 | drawn[at + 3]
        if drawn[rest : at + 2] != original[rest : at + 2] or not shows_same(one, part, other, counterpart, depth - 1):
            return False
        rest = at + 4
        at = rest + (4 if flags & _WORDS else 2) + _length_of_scales(flags)
    return drawn[rest : len(original)] == original[rest:]


def _length_of_scales(flags: int) -> int:
    if flags & _SCALE:
        return 2
    if flags & _TWO_SCALES:
        return 4
    return 8 if flags & _FOUR_SCALES else 0
