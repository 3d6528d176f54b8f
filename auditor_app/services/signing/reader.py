"""Reading a report: strictly, within limits, and each object stream only once."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.services.signing.decoding import DECODE_LIMITS


class _Objects(NamedTuple):
    """What one object stream holds: where each object begins, by place, and under which number."""

    data: bytes
    numbers: tuple[int, ...]
    starts: tuple[int, ...]


class ReportReader(PdfFileReader):
    """pyHanko's reader, strict; pyHanko's own unpacks a stream of a hundred objects again for each of them."""

    def __init__(self, pdf: bytes) -> None:
        """Read the bytes of a report; raises whatever a broken file raises."""
        self._streams: dict[int, _Objects] = {}
        super().__init__(BytesIO(pdf), strict=True, decode_limits=DECODE_LIMITS)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        if stmnum not in self._streams:
            self._streams[stmnum] = self._objects_of(stmnum)
        data, numbers, starts = self._streams[stmnum]
        if not 0 <= idx < len(numbers) or numbers[idx] != idnum:
            raise PdfStrictReadError("Object is in wrong index.")
        stream = BytesIO(data)
        stream.seek(starts[idx])
        found: generic.PdfObject = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError("Encountered forbidden object type in object stream")
        return found

    def _objects_of(self, number: int) -> _Objects:
        stream = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfStrictReadError("Object stream expected")
        data = bytes(stream.read_data(DecodePurpose.OBJECT_STREAM))
        first, count = int(stream["/First"]), int(stream["/N"])
        table = data[:first].split()
        if len(table) != 2 * count or not all(value.isdigit() for value in table):
            raise PdfStrictReadError("Object stream header possibly corrupted")
        return _Objects(data, tuple(map(int, table[::2])), tuple(first + int(offset) for offset in table[1::2]))
