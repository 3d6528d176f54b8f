"""What differs between the report as it was signed and the file as it lies here: words for a refusal, not the refusal.

The verdict is pyHanko's and ours in `judge.py` and `stricter.py`; this only tells a person where to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyhanko.pdf_utils import generic

from auditor_app.services.signing.entries import entry, pages_of, without
from auditor_app.services.signing.stricter import shown_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

    from auditor_app.services.signing.verification import Reason

# What of a page is no part of what it shows, or is looked at by itself.
_BESIDE_THE_PAGE = frozenset({"/Parent", "/Annots", "/StructParents", "/Tabs"})
# What leads from an annotation back to its page.
_TIES = frozenset({"/P", "/Parent", "/StructParent"})
# What of the catalogue may be touched by signing, or is looked at by itself.
_KNOWN = frozenset(
    {
        "/AcroForm",
        "/AF",
        "/DSS",
        "/Extensions",
        "/Metadata",
        "/Names",
        "/Pages",
        "/Perms",
        "/StructTreeRoot",
        "/Version",
    }
)
# What of the form signing may touch, or whoever signs with another program adds without showing it.
_KNOWN_OF_THE_FORM = frozenset({"/Fields", "/SigFlags", "/DA", "/DR", "/NeedAppearances"})


def what_changed(reader: PdfFileReader, signed_revision: int) -> tuple[Reason, ...]:
    """Name what later revisions changed since one; nothing when it cannot be told."""
    last = reader.xrefs.total_revisions - 1
    if signed_revision >= last:
        return ()
    try:
        return _compared(reader.get_historical_resolver(signed_revision), reader.get_historical_resolver(last), reader)
    except Exception:  # noqa: BLE001  # an explanation of a refusal that is there already: a forged file may break it
        return ()


def _compared(old: HistoricalResolver, new: HistoricalResolver, reader: PdfFileReader) -> tuple[Reason, ...]:
    changed: set[generic.Reference] = set()
    for revision in range(old.revision + 1, new.revision + 1):
        changed |= set(reader.xrefs.explicit_refs_in_revision(revision))
        changed |= set(reader.xrefs.refs_freed_in_revision(revision))
    before, after = list(pages_of(old.root)), list(pages_of(new.root))
    found: list[Reason] = []
    if len(before) != len(after) or any(
        _shows_another(one, other, changed, new) for one, other in zip(before, after, strict=False)
    ):
        found.append("pages")
    if _annotations(before) != _annotations(after) or _changed_annotations(after, changed, new):
        found.append("annotations")
    if _has_other_fields(old.root, new.root, changed, new):
        found.append("fields")
    if _touches(_files(new.root), changed, new) or _files(old.root) != _files(new.root):
        found.append("data")
    if _rest(old.root) != _rest(new.root) or _form(old.root) != _form(new.root):
        found.append("document")
    found += shown_otherwise(reader, old.revision)
    return tuple(dict.fromkeys(found)) or ("structure",)


def _shows_another(
    before: generic.DictionaryObject,
    after: generic.DictionaryObject,
    changed: set[generic.Reference],
    new: HistoricalResolver,
) -> bool:
    shown = [without(page, _BESIDE_THE_PAGE) for page in (before, after)]
    return shown[0] != shown[1] or _touches(shown[1].values(), changed, new)


def _annotations(pages: Iterable[generic.DictionaryObject]) -> list[list[generic.PdfObject]]:
    """Give the annotations of every page, without fields: those are looked at by themselves."""
    found = []
    for page in pages:
        entries = entry(page, "/Annots", ())
        found.append(
            [entries.raw_get(place) for place, one in enumerate(entries) if entry(one.get_object(), "/FT") != "/Sig"]
        )
    return found


def _has_other_fields(
    before: generic.DictionaryObject,
    after: generic.DictionaryObject,
    changed: set[generic.Reference],
    new: HistoricalResolver,
) -> bool:
    """Say whether a field came, went, or changed without being signed; a time stamp brings its own."""
    old, now = _fields(before), _fields(after)
    if any(reference not in now for reference in old):
        return True
    for reference, field in now.items():
        value = entry(field, "/V")
        if reference not in old:
            if value is None or entry(value, "/Type") != "/DocTimeStamp":
                return True
        elif value is None and (reference in changed or _touches(without(field, _TIES).values(), changed, new)):
            return True
    return False


def _fields(root: generic.DictionaryObject) -> dict[generic.Reference, generic.DictionaryObject]:
    fields = entry(entry(root, "/AcroForm", {}), "/Fields", ())
    return {fields.raw_get(place).reference: field.get_object() for place, field in enumerate(fields)}


def _changed_annotations(
    pages: Iterable[generic.DictionaryObject], changed: set[generic.Reference], new: HistoricalResolver
) -> bool:
    """Say whether an annotation was touched that is no signature field: those are filled in by signing."""
    for page in pages:
        for annotation in entry(page, "/Annots", ()):
            values = annotation.get_object()
            if entry(values, "/FT") != "/Sig" and _touches(without(values, _TIES).values(), changed, new):
                return True
    return False


def _files(root: generic.DictionaryObject) -> list[generic.PdfObject]:
    names = entry(root, "/Names", {})
    parts = [root.raw_get("/AF")] if "/AF" in root else []
    return [*parts, names.raw_get("/EmbeddedFiles")] if "/EmbeddedFiles" in names else parts


def _rest(root: generic.DictionaryObject) -> dict[str, generic.PdfObject]:
    return without(root, _KNOWN)


def _form(root: generic.DictionaryObject) -> dict[str, generic.PdfObject]:
    return without(entry(root, "/AcroForm", {}), _KNOWN_OF_THE_FORM)


def _touches(values: Iterable[generic.PdfObject], changed: set[generic.Reference], new: HistoricalResolver) -> bool:
    return any(new.collect_dependencies(value) & changed for value in values)
