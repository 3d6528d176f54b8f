"""Ids that lie close together are a list of ids like any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.ui.models.register import Keys, Register, Stretch, no_places

IDS = st.lists(st.text(max_size=4), unique=True, max_size=40)


def registered(ids: list[str]) -> Register:
    register = Register()
    for key in ids:
        register.add(key)
    return register


@given(ids=IDS, is_in_order=st.booleans(), near=st.integers(0, 50))
def test_an_id_is_found_whether_it_came_in_order_or_later(ids: list[str], is_in_order: bool, near: int) -> None:
    ids = sorted(ids) if is_in_order else ids
    register = registered(ids)
    assert list(register) == ids
    assert [register.place(key, near) for key in ids] == list(range(len(ids)))
    assert register.place("not there", near) == -1


def test_very_many_ids_are_found_in_their_pieces() -> None:
    ids = [f"{number:05d}" for number in range(3000)] + ["00000b", "zz", "é"]
    register = registered(ids)
    assert list(register) == ids
    assert [register.place(key) for key in ids[::7]] == list(range(len(ids)))[::7]
    assert register.place("00000c") == -1
    for wanted in (ids[1020:1030], ids[::3], [], ids):
        marks = register.marks([*wanted, "not there"])
        assert [key for key, is_marked in zip(ids, marks, strict=True) if is_marked] == wanted


@given(st.data())
def test_stretches_one_after_another_are_one_list(data: st.DataObject) -> None:
    ids = data.draw(IDS)
    register, places = registered(sorted(ids)), data.draw(st.permutations(range(len(ids))))
    cut = data.draw(st.integers(0, len(ids)))
    parts = (places[:cut], places[cut:])
    keys = Keys([("a head",), *(Stretch(register, no_places(part)) for part in parts)])
    flat = ["a head", *(register[place] for place in places)]
    start, stop, step = (data.draw(st.integers(-50, 50)) for _number in range(3))
    assert (len(keys), list(keys), list(reversed(keys))) == (len(flat), flat, flat[::-1])
    assert [keys[at] for at in range(-len(flat), len(flat))] == flat + flat
    assert list(keys[start:stop]) == flat[start:stop]
    assert list(keys[:: step or 1]) == flat[:: step or 1]
    assert [keys.index(key) for key in flat] == list(range(len(flat)))
    starts = [0, *(1 for _key in parts[0]), *(1 + len(parts[0]) for _key in parts[1])]
    assert [keys.before(at) for at in range(len(flat))] == [start - 1 for start in starts]
    assert keys.among({*flat[::2], "not there"}) == set(flat[::2])
    assert all(key in keys for key in flat)
    assert "not there" not in keys
    for missing in (lambda: keys.index("not there"), lambda: keys[len(flat)]):
        with pytest.raises((ValueError, IndexError)):
            missing()
