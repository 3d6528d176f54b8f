"""Entities that lie packed are the same as entities that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.model import Link
from auditor_app.core.shelf import PACK, Row, Shelf

TEXTS = st.text(max_size=4)
LINKS = st.dictionaries(TEXTS, TEXTS, max_size=3 * PACK)
MANY = 300 * PACK + 1
"""More than lie in one piece of memory."""


def build(row: Row) -> Link:
    return Link(row[0], target=row[1])


@given(packed=LINKS, newer=LINKS)
def test_a_shelf_is_a_mapping_in_the_order_of_the_ids(packed: dict[str, str], newer: dict[str, str]) -> None:
    shelf = Shelf(sorted(packed.items()), build)
    for key, target in newer.items():
        shelf.put(key, Link(key, target=target))
    both = {key: Link(key, target=target) for key, target in sorted({**packed, **newer}.items())}
    assert dict(shelf) == both
    assert list(shelf) == list(both)
    assert list(shelf.values()) == list(both.values())
    assert list(shelf.items()) == list(both.items())
    assert len(shelf) == len(both)
    for key, link in both.items():
        assert key in shelf
        assert shelf[key] == link
    assert "not there" not in shelf


def test_what_is_not_there_is_said() -> None:
    shelf = Shelf([("b", "E1.1")], build)
    for key in ("", "a", "bb", "c"):
        with pytest.raises(KeyError):
            shelf[key]


def test_very_many_are_found_in_their_pieces_of_memory() -> None:
    ids = [f"{number:05d}" for number in range(MANY)]
    shelf = Shelf(((key, f"E{key}") for key in ids), build)
    assert len(shelf) == MANY
    assert list(shelf) == ids
    assert [shelf[key].target for key in ids[:: 10 * PACK - 1]] == [f"E{key}" for key in ids[:: 10 * PACK - 1]]
    assert shelf[ids[-1]].target == f"E{ids[-1]}"


@pytest.mark.parametrize("ids", [("b", "a"), ("a", "a"), (*(f"{number:02d}" for number in range(PACK)), "00")])
def test_rows_out_of_order_would_never_be_found_and_are_refused(ids: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="order of the ids"):
        Shelf(((key, "E1.1") for key in ids), build)
