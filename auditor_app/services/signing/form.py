"""The places for signatures in a report: which are open, which are filled, on which page they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyhanko.sign.fields import enumerate_sig_fields

from auditor_app.services.signing.entries import entry
from auditor_app.services.signing.verification import Form

if TYPE_CHECKING:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.reader import PdfFileReader

_MOST_PAGES = 5000
_DEEPEST = 16


def form_of(reader: PdfFileReader) -> Form:
    """Read the places for signatures, in the order of the form, and the language the report says it is in."""
    still_open, filled = fields_of(reader)
    return Form(
        open=still_open, filled=filled, page=_page_of_fields(reader), language=str(entry(reader.root, "/Lang", ""))
    )


def fields_of(reader: PdfFileReader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the signature fields that are open, and those that are filled; their page is a longer search."""
    # Plain texts: pyHanko's own lead to the whole file, and copying one would copy that.
    found = [(str(name), value is not None) for name, value, _ in enumerate_sig_fields(reader)]
    return tuple(name for name, is_there in found if not is_there), tuple(name for name, is_there in found if is_there)


def _page_of_fields(reader: PdfFileReader) -> int:
    """Give the page, from 0, that the first field names as its own; a time stamp's field lies off the page."""
    for _, _, reference in enumerate_sig_fields(reader):
        field = reference.get_object()
        if "/P" in field and any(float(edge) > 0 for edge in entry(field, "/Rect", ())):
            return _place_of(field.raw_get("/P").reference, reader.root["/Pages"], 0, _DEEPEST)[0]
    return 0


def _place_of(page: generic.Reference, node: generic.DictionaryObject, before: int, depth: int) -> tuple[int, bool]:
    """Count the pages before one, without reading any page: a flat tree names them all."""
    kids, count = node["/Kids"], int(node["/Count"])
    references = [kids.raw_get(place).reference for place in range(min(len(kids), _MOST_PAGES))]
    if count == len(kids):
        return (before + references.index(page), True) if page in references else (before + count, False)
    for place in range(len(references)):
        kid = kids[place]
        if "/Kids" not in kid:
            if references[place] == page:
                return before, True
            before += 1
        elif depth:
            before, is_found = _place_of(page, kid, before, depth - 1)
            if is_found:
                return before, True
    return before, False
