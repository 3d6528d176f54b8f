"""What later revisions may not do here although pyHanko's rules let them: a reader must be shown what was signed.

pyHanko lets whoever comes later draw the appearance of a signature anew, give the file another title, name or
description, say that it is not tagged, or ask readers to draw its fields themselves. None of it is needed for signing.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.metadata.model import RDF_ABOUT
from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp

from auditor_app.services.signing.entries import entry
from auditor_app.services.signing.later import proofs_of

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

    from auditor_app.services.signing.verification import Reason

_DEEPEST = 8
# What signing itself writes anew, in the information and in the metadata.
_WRITTEN_BY_SIGNING = frozenset({"/ModDate", "/Producer"})
_METADATA_WRITTEN_BY_SIGNING = frozenset({"ModifyDate", "MetadataDate", "Producer", "InstanceID", "CreatorTool"})


def shown_otherwise(reader: PdfFileReader, signed_revision: int) -> Iterator[Reason]:
    """Say what revisions after the first signature's show otherwise than it was signed; nothing for most files."""
    last = reader.xrefs.total_revisions - 1
    if signed_revision >= last:
        return
    old, new = reader.get_historical_resolver(signed_revision), reader.get_historical_resolver(last)
    if any(_is_touched(reader, new, field, signed_revision) for field in signature_fields(new.root)):
        yield "fields"
    if _stands_for_a_person(old, new):
        yield "fields"
    if _loses_proofs(reader, signed_revision):
        yield "proofs"
    if _asks_to_draw(new.root) and not _asks_to_draw(old.root):
        yield "fields"
    if described(old) != described(new):
        yield "description"


def signature_fields(root: generic.DictionaryObject) -> list[generic.Reference]:
    """Name the objects of all signature fields of the form."""
    if "/AcroForm" not in root or "/Fields" not in root["/AcroForm"]:
        return []
    fields = root["/AcroForm"]["/Fields"]
    found = [fields.raw_get(place) for place, field in enumerate(fields) if entry(field.get_object(), "/FT") == "/Sig"]
    return [one.reference for one in found if isinstance(one, generic.IndirectObject)]


def _is_touched(reader: PdfFileReader, new: HistoricalResolver, field: generic.Reference, signed_revision: int) -> bool:
    """Say whether a field or its drawing changed after it was filled, or an open one after the first signature."""
    values = new(field)
    filled = values.raw_get("/V") if "/V" in values else None
    since = signed_revision
    if isinstance(filled, generic.IndirectObject):
        since = max(since, reader.xrefs.get_last_change(filled.reference))
    parts = {field, *_drawings(new, values, _DEEPEST)}
    return any(reader.xrefs.get_last_change(part) > since for part in parts)


def _stands_for_a_person(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    """Say whether a time stamp stands in a field that was there for somebody's signature."""
    before = set(signature_fields(old.root))
    filled = (entry(new(field), "/V", {}) for field in signature_fields(new.root) if field in before)
    return any(entry(one, "/Type") == "/DocTimeStamp" for one in filled)


def _loses_proofs(reader: PdfFileReader, signed_revision: int) -> bool:
    """Say whether a revision holds fewer proofs than the one before it: they are added to, and never replaced."""
    seen: frozenset[bytes] = frozenset()
    for revision in range(signed_revision, reader.xrefs.total_revisions):
        proofs = proofs_of(reader.get_historical_root(revision))
        if not seen <= proofs:
            return True
        seen = proofs
    return False


def _drawings(new: HistoricalResolver, field: generic.DictionaryObject, depth: int) -> Iterator[generic.Reference]:
    if "/AP" in field:
        yield from new.collect_dependencies(field.raw_get("/AP"))
    for kid in entry(field, "/Kids", ()) if depth else ():
        yield from _drawings(new, kid.get_object(), depth - 1)


def _asks_to_draw(root: generic.DictionaryObject) -> bool:
    return "/AcroForm" in root and bool(entry(root["/AcroForm"], "/NeedAppearances", False))


def described(revision: HistoricalResolver) -> tuple[object, ...]:
    """Give what a revision says of the file: first name of its two, information, metadata, and whether it is tagged."""
    trailer, root = revision.trailer_view, revision.root
    name = trailer["/ID"][0].original_bytes if "/ID" in trailer else b""
    marks = {key: root["/MarkInfo"][key] for key in root["/MarkInfo"]} if "/MarkInfo" in root else {}
    return name, _information(revision), _metadata(revision), marks


def _information(revision: HistoricalResolver) -> dict[str, str]:
    info = _as_it_was(revision, revision.trailer_view, "/Info")
    return {} if info is None else {str(key): str(info[key]) for key in info if key not in _WRITTEN_BY_SIGNING}


def _metadata(revision: HistoricalResolver) -> dict[str, list[object]]:
    """Give what the metadata say, in however many descriptions they say it."""
    stream = _as_it_was(revision, revision.root, "/Metadata")
    said: dict[str, list[object]] = {}
    if isinstance(stream, generic.StreamObject):
        for structure in parse_xmp(BytesIO(stream.data)):
            for name, value in structure:
                if name != RDF_ABOUT and name.local_name not in _METADATA_WRITTEN_BY_SIGNING:
                    said.setdefault(str(name), []).append(value)
    return said


def _as_it_was(
    revision: HistoricalResolver, holder: generic.DictionaryObject, key: str
) -> generic.DictionaryObject | None:
    """Read an object of one revision afresh: a trailer leads to the newest one, metadata are kept in another form."""
    if key not in holder:
        return None
    found = holder.raw_get(key)
    if isinstance(found, generic.IndirectObject):
        found = revision.reader.get_object(found.reference, revision.revision)  # type: ignore[no-untyped-call]  # pyHanko's
    return found if isinstance(found, generic.DictionaryObject) else None
