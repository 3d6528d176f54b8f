"""How a certified report was made: by which program, whether signing added nothing else, and the pictures in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic

from auditor_app.services.signing.entries import entry, pages_of, without
from auditor_app.services.signing.limits import LARGEST_PDF
from auditor_app.services.signing.reader import ReportReader
from auditor_app.services.signing.stricter import described, signature_fields
from auditor_app.services.signing.verification import Made

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

# What signing writes into the catalogue, the form and its own field.
_OF_THE_CATALOGUE = frozenset({"/AcroForm", "/Extensions", "/Metadata", "/Perms", "/Version"})
_OF_THE_FORM = frozenset({"/SigFlags"})
_OF_THE_FIELD = frozenset({"/V", "/AP"})
_OF_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
_CONTAINERS = frozenset({"/ObjStm", "/XRef"})


def made_of(revision: bytes) -> Made:
    """Look at the revision that the first signature covers; raises whatever a foreign file raises."""
    reader = ReportReader(revision)
    info = reader.trailer["/Info"]
    pictures = {hashlib.sha256(one).hexdigest(): one for one in _pictures(reader)}
    if sum(map(len, pictures.values())) > LARGEST_PDF:
        raise ValueError
    return Made(str(info["/Producer"]), _only_signs(reader), _digest(reader), pictures)


def digest_of(pdf: bytes) -> str:
    """Give the digest of everything a report that was just built says; see `Made.digest`."""
    return _digest(ReportReader(pdf))


def _digest(reader: PdfFileReader) -> str:
    """Hash every object as it was before signing, unpacked: how tightly a laptop packs is its own affair."""
    found = hashlib.sha256()
    for reference in sorted(reader.xrefs.explicit_refs_in_revision(0), key=lambda one: one.idnum):
        # Afresh: pyHanko keeps metadata in another form, and a later revision may have another object.
        one = reader.get_object(reference, 0)  # type: ignore[no-untyped-call]  # pyHanko's
        found.update(b"%d %s" % (reference.idnum, _said(one)))
    return found.hexdigest()


def _said(one: generic.PdfObject) -> bytes:
    written = BytesIO()
    if not isinstance(one, generic.StreamObject):
        one.write_to_stream(written, None)
        return written.getvalue()
    if entry(one, "/Type") in _CONTAINERS:
        return b""
    entries = without(one, _OF_PACKING)
    for name in sorted(entries):
        written.write(name.encode())
        entries[name].write_to_stream(written, None)
    # An empty field's drawing says that it is packed and holds not even that.
    is_packed = entry(one, "/Filter") == "/FlateDecode" and bool(one.encoded_data)
    written.write(bytes(one.data if is_packed else one.encoded_data))
    return written.getvalue()


def _only_signs(reader: PdfFileReader) -> bool:
    """Say whether the second of two revisions does nothing but fill the first signature's field."""
    if reader.xrefs.total_revisions != len(("made", "signed")) or reader.xrefs.refs_freed_in_revision(1):
        return False
    old, new = reader.get_historical_resolver(0), reader.get_historical_resolver(1)
    before, after = old.root, new.root
    filled = [one for one in signature_fields(after) if "/V" in new(one)]
    if len(filled) != 1 or filled[0] not in signature_fields(before) or "/V" in old(filled[0]):
        return False
    touched = {ref for ref in reader.xrefs.explicit_refs_in_revision(1) if not old.is_ref_unassignable(ref)}
    return (
        touched <= {new.root_ref, *filled, *_references(old)}
        and without(before, _OF_THE_CATALOGUE) == without(after, _OF_THE_CATALOGUE)
        and without(before["/AcroForm"], _OF_THE_FORM) == without(after["/AcroForm"], _OF_THE_FORM)
        and without(old(filled[0]), _OF_THE_FIELD) == without(new(filled[0]), _OF_THE_FIELD)
        and described(old) == described(new)
    )


def _references(old: HistoricalResolver) -> Iterator[generic.Reference]:
    """Name the objects beside the catalogue and the field that signing writes anew: form, metadata, information."""
    for holder, key in ((old.root, "/AcroForm"), (old.root, "/Metadata"), (old.trailer_view, "/Info")):
        found = holder.raw_get(key) if key in holder else None
        if isinstance(found, generic.IndirectObject):
            yield found.reference


def _pictures(reader: PdfFileReader) -> Iterator[bytes]:
    """Give the photos on the pages, which a report holds as the files they were, and the logo packed as it was."""
    seen: set[generic.Reference] = set()
    for page in pages_of(reader.root):
        if "/Resources" not in page or "/XObject" not in page["/Resources"]:
            continue
        drawn = page["/Resources"]["/XObject"]
        for name in drawn:
            reference = drawn.raw_get(name).reference
            picture = drawn[name]
            if reference in seen:
                continue
            seen.add(reference)
            if entry(picture, "/Filter") in ("/DCTDecode", ["/DCTDecode"]):
                yield bytes(picture.encoded_data)
            elif entry(picture, "/Subtype") == "/Image" and entry(picture, "/ColorSpace") == "/DeviceRGB":
                yield from _packed(picture)


def _packed(picture: generic.StreamObject) -> Iterator[bytes]:
    """Give what is held as pixels as the file that the cover takes: equal pixels give equal bytes."""
    from auditor_app.services.pictures.logo import LONG_SIDE, packed  # noqa: PLC0415 - Pillow loads with the first logo

    size = (int(picture["/Width"]), int(picture["/Height"]))
    if max(size) <= LONG_SIDE and len(pixels := bytes(picture.data)) == size[0] * size[1] * len("RGB"):
        yield packed(size, pixels)
