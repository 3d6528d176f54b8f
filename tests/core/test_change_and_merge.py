"""Changes: the hash chain, the clock, and a merge that does not care about order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.change import FIRST, Change, change_hash, check_chain
from auditor_app.core.clock import COUNTER_LIMIT, Stamp, tick
from auditor_app.core.errors import UserError
from auditor_app.core.merge import State


def a_change(number: int, device: str = "d", previous: str = FIRST, **fields: object) -> Change:
    bare = Change(Stamp(number).text, device, number, "me", "g", "do", "", "a", "note", "n", fields, previous)
    return replace(bare, hash=change_hash(bare))


def test_the_chain_holds_until_one_letter_is_changed() -> None:
    first = a_change(1, seen="one")
    second = a_change(2, previous=first.hash, seen="two")
    check_chain([first, second])
    for forged in (
        replace(first, fields={"seen": "won"}),
        replace(first, author="you"),
        replace(first, stamp=Stamp(9).text),
    ):
        with pytest.raises(UserError, match="log.tampered"):
            check_chain([forged, second])
    with pytest.raises(UserError, match="log.tampered"):
        check_chain([second])


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=50))
def test_the_clock_never_runs_back(times: list[int]) -> None:
    stamps = []
    last = Stamp(0)
    for now in times:
        last = tick(last, now)
        stamps.append(last.text)
    assert stamps == sorted(set(stamps))
    assert [Stamp.parse(text).text for text in stamps] == stamps


def test_a_full_counter_moves_on_to_the_next_millisecond() -> None:
    assert tick(Stamp(5, COUNTER_LIMIT), 5) == Stamp(6)


CHANGES = st.lists(
    st.builds(
        lambda number, device, name, value: a_change(number, device, **{name: value}),
        st.integers(1, 20),
        st.sampled_from(["d1", "d2"]),
        st.sampled_from(["seen", "interpretation", "room"]),
        st.integers(0, 5),
    ),
    max_size=25,
    unique_by=lambda change: (change.order, tuple(change.fields)),
)


@given(CHANGES, st.randoms(use_true_random=False))
def test_merging_is_independent_of_order_and_repetition(changes: list[Change], random: object) -> None:
    shuffled = changes * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    last_wins: dict[str, object] = {}
    for change in sorted(changes, key=lambda item: item.order):
        last_wins.update(change.fields)
    merged = State().apply(changes)
    assert merged.values == ({("note", "n"): last_wins} if changes else {})
    assert State().apply(shuffled) == merged
