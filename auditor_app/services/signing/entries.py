"""Looking into dictionaries of a PDF: what stands there may be said in place or by a reference, and means the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.pdf_utils import generic


def entry(holder: generic.DictionaryObject, key: str, default: object = None) -> Any:  # noqa: ANN401 - any object of a PDF
    """Give what a dictionary holds, wherever that stands; pyHanko's own `get` gives a reference as it is."""
    return holder[key] if key in holder else default  # noqa: SIM401 - that `get` is the one not meant
