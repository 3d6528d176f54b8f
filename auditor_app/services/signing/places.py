"""Where the objects of a report lie: its cross-reference streams, read row by row."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

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
    from pyhanko.pdf_utils.generic import StreamObject

_WIDEST = 8
_FREE, _PLAIN, _PACKED = range(3)
_LARGEST_GENERATION = 0xFFFF


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
    data = held.read_data(DecodePurpose.XREF_STREAM, expected_size=rows * (row + 1))
    if len(data) != rows * row:
        return None
    found = XRefSectionData()
    numbers = (number for start, end in zip(starts, ends, strict=True) for number in range(start, end))
    for number, (begins, ends_at) in zip(numbers, pairwise(range(0, len(data) + 1, row)), strict=True):
        middle = begins + 1 + second
        place = int.from_bytes(data[begins + 1 : middle], "big")
        generation = int.from_bytes(data[middle:ends_at], "big")
        if not _add(found, number, data[begins], place, generation):
            return None
    return found


def _numbers(values: object) -> list[int]:
    """Give what stands there as numbers that count something; nothing for anything else."""
    if not isinstance(values, list) or not all(isinstance(value, int) and value >= 0 for value in values):
        return []
    return [int(value) for value in values]


def _add(found: XRefSectionData, number: int, kind: int, place: int, generation: int) -> bool:
    """Note where one object lies; says whether it is one of the three kinds that there are."""
    if kind == _PACKED:
        if number:
            found.xrefs_in_objstm[number] = ObjStreamRef(place, generation)
            found.obj_streams_used.add(place)
            found.explicit_refs_in_revision.add((number, 0))
        return True
    if kind not in {_FREE, _PLAIN} or generation > _LARGEST_GENERATION:
        return False
    if number and kind == _PLAIN:
        found.standard_xrefs[number] = (generation, place)
        found.explicit_refs_in_revision.add((number, generation))
    elif number:
        found.freed[number] = generation
        found.explicit_refs_in_revision.add((number, generation - 1))
    return True
