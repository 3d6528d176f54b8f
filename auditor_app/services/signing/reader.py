"""Reading a report: strictly, within limits, and each object stream only once."""

from __future__ import annotations

import re
from io import SEEK_END, BytesIO
from typing import NamedTuple

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeContext, DecodePurpose
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader, _read_header_version, process_data_at_eof
from pyhanko.pdf_utils.xref import ObjStreamRef, XRefCache

from auditor_app.services.signing.decoding import DECODE_LIMITS
from auditor_app.services.signing.places import Places
from auditor_app.services.signing.plain_objects import read_plain
from auditor_app.services.signing.revisions import Edge, Revision

_BEGIN = re.compile(rb"(\d{1,7}) (\d) obj(?:\r?\n)?")
_ENDED = re.compile(rb"[ \n\r\t]*endobj[ \n\r\t]")


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
        self._revisions: dict[int, Revision] = {}
        self._links: dict[generic.Reference, tuple[Edge, ...]] = {}
        self._pdf = pdf
        self._begin(BytesIO(pdf))

    def _begin(self, stream: BytesIO) -> None:
        """Do what pyHanko's own `__init__` does, which cannot be told to find its objects by `Places`."""
        self._security_handler = None
        self.strict = True
        self._decode_context = DecodeContext(DECODE_LIMITS, input_size=len(self._pdf))
        self.resolved_objects = {}
        self._input_version = None
        self._historical_resolver_cache = {}
        self.stream = stream
        self._header_version = _read_header_version(stream)
        stream.seek(-1, SEEK_END)
        self.last_startxref = process_data_at_eof(stream)
        places = Places(handler=self, stream=stream, strict=True, last_startxref=self.last_startxref)
        self.xrefs = XRefCache(self, places.read_xrefs())  # type: ignore[no-untyped-call]  # pyHanko's
        self.trailer = places.trailer
        self.has_xref_stream = places.has_xref_stream
        self._embedded_signatures = None

    def get_historical_resolver(self, revision: int) -> Revision:
        """Look at one revision; asked again, it is the same."""
        if revision not in self._revisions:
            self._revisions[revision] = Revision(self, revision, self._links)
        return self._revisions[revision]

    def _read_object(
        self,
        ref: generic.Reference,
        marker: int | ObjStreamRef | None,
        never_decrypt: bool = False,  # noqa: FBT001, FBT002 - as pyHanko's own
        as_metadata_stream: bool = False,  # noqa: FBT001, FBT002 - as pyHanko's own
    ) -> generic.PdfObject:
        """Read what is written plainly at once: a signature alone is sixteen thousand digits to pyHanko."""
        found = None if as_metadata_stream or not isinstance(marker, int) else self._plain(ref, marker)
        return found if found is not None else super()._read_object(ref, marker, never_decrypt, as_metadata_stream)

    def _plain(self, ref: generic.Reference, place: int) -> generic.PdfObject | None:
        begun = _BEGIN.match(self._pdf, place)
        if (
            begun is None
            or tuple(map(int, begun.groups())) != (ref.idnum, ref.generation)
            or "/Encrypt" in self.trailer
        ):
            return None
        return read_plain(self._pdf, begun.end(), generic.Reference(ref.idnum, ref.generation, self), _ENDED)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        if stmnum not in self._streams:
            self._streams[stmnum] = self._objects_of(stmnum)
        data, numbers, starts = self._streams[stmnum]
        if not 0 <= idx < len(numbers) or numbers[idx] != idnum:
            raise PdfStrictReadError("Object is in wrong index.")
        reference = generic.Reference(idnum, 0, self)
        found = read_plain(data, starts[idx], reference)
        if found is None:
            stream = BytesIO(data)
            stream.seek(starts[idx])
            found = generic.read_object(stream, reference)
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
