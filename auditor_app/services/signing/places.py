"""Where the objects of a report lie: its cross-reference streams, read row by row."""

from __future__ import annotations

import zlib
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.xref import (
    ObjStreamRef,
    XRefBuilder,
    XRefSection,
    XRefSectionData,
    XRefSectionMetaInfo,
    XRefSectionType,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyhanko.pdf_utils.generic import StreamObject

_WIDEST: Final = 8
_PLAIN, _PACKED = 1, 2
"""Kinds of objects; a free one is 0, and there are no others."""
_LARGEST_GENERATION: Final = 0xFFFF
_MOST_ROWS: Final = 1 << 17
"""A table that says to be longer is unpacked by pyHanko, within its limits."""
_AS_ABOVE: Final = 2
"""The mark of such a row, as in a PNG."""


class Places(XRefBuilder):
    """pyHanko's reading of cross-references; its own asks anew how wide a number is for each number of each object.

    Whatever is not written plainly, wrong or not, is left to pyHanko, which knows what to do or say.
    """

    def _read_xref_stream(self, declared_startxref: int) -> generic.NumberObject | None:
        begins = self.stream.tell()
        reference, held = self._read_xref_stream_object()  # type: ignore[no-untyped-call]  # pyHanko's
        previous, section = held.get("/Prev"), _section(held)
        if section is None or not isinstance(previous, generic.NumberObject | None):
            self.stream.seek(begins)
            before: generic.NumberObject | None = super()._read_xref_stream(declared_startxref)
            return before
        about = XRefSectionMetaInfo(
            xref_section_type=XRefSectionType.STREAM,
            size=int(held.raw_get("/Size")),
            declared_startxref=declared_startxref,
            start_location=begins,
            end_location=self.stream.tell(),
            stream_ref=reference,
        )
        self.sections.append(XRefSection(about, section))
        self.trailer.add_trailer_revision(held)
        return previous


def _section(held: StreamObject) -> XRefSectionData | None:
    """Read the rows of one stream, or None for rows that are written in another way than ours."""
    widths, runs = _numbers(held.get("/W")), _numbers(held.get("/Index", [0, held.get("/Size")]))
    if len(widths) != len(("kind", "place", "generation")) or len(runs) % 2:
        return None
    (first, second, third), starts, counts = widths, runs[::2], runs[1::2]
    ends = [start + count for start, count in zip(starts, counts, strict=True)]
    is_in_order = all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    if first != 1 or not (0 < second <= _WIDEST and 0 < third <= _WIDEST) or not is_in_order:
        return None
    row, rows = 1 + second + third, sum(counts)
    data = _unpacked(held, rows, row)
    if data is None:
        data = held.read_data(DecodePurpose.XREF_STREAM, expected_size=rows * (row + 1))
    if len(data) != rows * row:
        return None
    numbers = (number for start, end in zip(starts, ends, strict=True) for number in range(start, end))
    return _found(data, row, 1 + second, numbers)


def _unpacked(held: StreamObject, rows: int, row: int) -> bytes | None:
    """Unpack rows of which each says by what it differs from the one above, or None for any other packing."""
    how = held.get("/DecodeParms")
    if held.get("/Filter") != "/FlateDecode" or how != {"/Predictor": 12, "/Columns": row} or rows > _MOST_ROWS:
        return None
    unpacker, whole = zlib.decompressobj(), rows * (row + 1)
    try:
        packed = unpacker.decompress(held.encoded_data, whole + 1)
    except zlib.error:
        return None
    if not unpacker.eof or len(packed) != whole or packed[:: row + 1].count(_AS_ABOVE) != rows:
        return None
    data = bytearray(rows * row)
    for column in range(row):
        data[column::row] = bytes([value & 0xFF for value in accumulate(packed[column + 1 :: row + 1])])
    return bytes(data)


def _found(data: bytes, row: int, middle: int, numbers: Iterable[int]) -> XRefSectionData | None:
    """Note where each object lies, or None when one is of a kind that pyHanko has to judge."""
    section, number_of = XRefSectionData(), int.from_bytes
    packed, plain, all_named = section.xrefs_in_objstm, section.standard_xrefs, section.explicit_refs_in_revision
    for number, begins in zip(numbers, range(0, len(data), row), strict=True):
        kind = data[begins]
        place = number_of(data[begins + 1 : begins + middle], "big")
        generation = number_of(data[begins + middle : begins + row], "big")
        if kind > _PACKED or (kind != _PACKED and generation > _LARGEST_GENERATION):
            return None
        if not number:
            continue
        if kind == _PACKED:
            packed[number] = ObjStreamRef(place, generation)
            section.obj_streams_used.add(place)
            all_named.add((number, 0))
        elif kind == _PLAIN:
            plain[number] = (generation, place)
            all_named.add((number, generation))
        else:
            section.freed[number] = generation
            all_named.add((number, generation - 1))
    return section


def _numbers(values: object) -> list[int]:
    """Give what stands there as numbers that count something; nothing for anything else."""
    if not isinstance(values, list) or not all(isinstance(value, int) and value >= 0 for value in values):
        return []
    return [int(value) for value in values]
