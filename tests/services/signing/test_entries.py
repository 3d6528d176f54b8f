"""Pages are given in their order, and a tree that a forger bent into a ring is not followed for ever."""

from __future__ import annotations

import pytest
from pyhanko.pdf_utils import generic

from auditor_app.services.signing.entries import pages_of


def node(**entries: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({generic.pdf_name(f"/{key}"): value for key, value in entries.items()})  # type: ignore[no-untyped-call]  # pyHanko's


def test_pages_are_given_in_the_order_of_their_tree() -> None:
    first, second, third = (node(Tabs=generic.pdf_name(f"/{number}")) for number in range(3))
    branch = node(Kids=generic.ArrayObject([first, second]))
    root = node(Pages=node(Kids=generic.ArrayObject([branch, third])))
    assert list(pages_of(root)) == [first, second, third]


def test_a_tree_without_an_end_is_refused() -> None:
    ring = node(Kids=generic.ArrayObject())
    ring["/Kids"].append(ring)
    with pytest.raises(ValueError, match="more pages"):
        list(pages_of(node(Pages=ring)))
