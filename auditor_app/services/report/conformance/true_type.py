"""Just enough of a TrueType file: its character map, its widths, and whether a glyph is there."""

from __future__ import annotations

import struct


class TrueType:
    """One embedded typeface, read without the library that wrote it."""

    def __init__(self, content: bytes) -> None:
        """Read the tables; raises ValueError, KeyError or IndexError for what is no TrueType file."""
        try:
            count = struct.unpack_from(">H", content, 4)[0]
            self._tables = {
                content[start : start + 4]: struct.unpack_from(">II", content, start + 8)
                for start in range(12, 12 + 16 * count, 16)
            }
            self._content = content
            self._units: int = self._number(b"head", 18)
            self._metrics: int = self._number(b"hhea", 34)
            self.glyphs: int = self._number(b"maxp", 4)
            self.maps: int = self._number(b"cmap", 2)
            self._map = self._read_map()
        except struct.error as error:
            raise ValueError(str(error)) from error

    def _number(self, table: bytes, offset: int) -> int:
        (value,) = struct.unpack_from(">H", self._content, self._tables[table][0] + offset)
        return int(value)

    def _read_map(self) -> dict[int, int]:
        """Read the first character map, of format 0 or 6: the two that a map of 256 codes can have."""
        start = self._tables[b"cmap"][0]
        (offset,) = struct.unpack_from(">I", self._content, start + 8)
        place = start + offset
        kind, _, _ = struct.unpack_from(">HHH", self._content, place)
        if kind == 0:
            return dict(enumerate(self._content[place + 6 : place + 262]))
        if kind == 6:  # noqa: PLR2004 - a trimmed table
            first, count = struct.unpack_from(">HH", self._content, place + 6)
            found = struct.unpack_from(f">{count}H", self._content, place + 10)
            return {first + index: glyph for index, glyph in enumerate(found)}
        message = f"a character map of format {kind}"
        raise ValueError(message)

    def glyph(self, code: int) -> int:
        """Give the glyph of a code; 0 when there is none, or none in the file."""
        found = self._map.get(code, 0)
        return found if found < self.glyphs else 0

    def width(self, glyph: int) -> float:
        """Give a glyph's advance in thousandths of the type size."""
        place = min(glyph, self._metrics - 1)
        (advance,) = struct.unpack_from(">H", self._content, self._tables[b"hmtx"][0] + 4 * place)
        return float(advance) * 1000 / self._units
