"""Looking into dictionaries of a PDF: what stands there may be said in place or by a reference, and means the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.pdf_utils import generic

_MOST_PAGES = 5000


def entry(holder: generic.DictionaryObject, key: str, default: object = None) -> Any:  # noqa: ANN401 - any object of a PDF
    """Give what a dictionary holds, wherever that stands; pyHanko's own `get` gives a reference as it is."""
    return holder[key] if key in holder else default  # noqa: SIM401 - that `get` is the one not meant


def without(values: generic.DictionaryObject, names: frozenset[str]) -> dict[str, generic.PdfObject]:
    """Give the entries of a dictionary as they stand there, but for those of these names."""
    return {str(name): values.raw_get(name) for name in values if name not in names}


def pages_of(root: generic.DictionaryObject) -> Iterator[generic.DictionaryObject]:
    """Give the pages in their order; raises ValueError for more than any report has, or a tree without an end."""
    waiting = [root["/Pages"]]
    for _turn in range(_MOST_PAGES):
        if not waiting:
            return
        node = waiting.pop(0)
        if "/Kids" in node:
            waiting = [*(kid.get_object() for kid in node["/Kids"]), *waiting]
        else:
            yield node
    raise ValueError("more pages than any report has")
