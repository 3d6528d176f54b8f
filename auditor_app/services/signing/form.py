"""The places for signatures in a report: which are open, which are filled, on which page they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyhanko.sign.fields import enumerate_sig_fields

from auditor_app.services.signing.verification import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.reader import PdfFileReader

_MOST_PAGES = 5000


def form_of(reader: PdfFileReader) -> Form:
    """Read the places for signatures, in the order of the form, and the language the report says it is in."""
    still_open, filled = fields_of(reader)
    return Form(
        open=still_open,
        filled=filled,
        page=next((number for number, page in enumerate(_pages(reader.root["/Pages"])) if _has_field(page)), 0),
        language=str(reader.root.get("/Lang", "")),
    )


def fields_of(reader: PdfFileReader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the signature fields that are open, and those that are filled; their page is a longer search."""
    found = [(name, value is not None) for name, value, _ in enumerate_sig_fields(reader)]
    return tuple(name for name, is_there in found if not is_there), tuple(name for name, is_there in found if is_there)


def _pages(root: generic.DictionaryObject) -> Iterator[generic.DictionaryObject]:
    waiting = [root]
    for _ in range(_MOST_PAGES):
        if not waiting:
            return
        node = waiting.pop(0)
        if "/Kids" in node:
            waiting = [*(kid.get_object() for kid in node["/Kids"]), *waiting]
        else:
            yield node


def _has_field(page: generic.DictionaryObject) -> bool:
    entries = (one.get_object() for one in page.get("/Annots", ()))
    # A time stamp's field lies off the page.
    return any(one.get("/FT") == "/Sig" and any(float(edge) > 0 for edge in one["/Rect"]) for one in entries)
