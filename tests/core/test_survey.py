"""Survey results: what is withheld cannot be computed back from what is shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.errors import UserError
from auditor_app.core.survey import LOWEST_MINIMUM, Counts, Results, suppress, suppress_more

COUNTS = st.dictionaries(st.sampled_from(["yes", "no", "unsure"]), st.integers(0, 12), max_size=3)
GROUPS = st.dictionaries(st.sampled_from([f"year {number}" for number in range(1, 7)]), COUNTS, max_size=6)


def sized(*sizes: int) -> dict[str, Counts]:
    return {f"year {number}": {"yes": size} for number, size in enumerate(sizes, 1)}


def size(counts: Counts) -> int:
    return sum(counts.values())


@given(groups=GROUPS, minimum=st.integers(LOWEST_MINIMUM, 12))
def test_no_sum_that_can_be_formed_is_about_fewer_than_the_minimum(groups: dict[str, Counts], minimum: int) -> None:
    """Whoever reads the table can add and subtract shown groups and the total; nobody small may come out."""
    found = suppress(groups, minimum)
    assert {*found.groups, *found.withheld} == set(groups)
    assert found.total is not None or found.withheld
    assert_hides(found, minimum)


@given(groups=GROUPS, first=st.integers(LOWEST_MINIMUM, 12), later=st.integers(LOWEST_MINIMUM, 12))
def test_a_later_minimum_hides_as_well_and_a_lower_one_brings_nothing_back(
    groups: dict[str, Counts], first: int, later: int
) -> None:
    stored = suppress(groups, first)
    found = suppress_more(stored, later)
    assert {*found.groups, *found.withheld} == set(groups)
    assert set(stored.withheld) <= set(found.withheld)
    assert_hides(found, max(first, later))
    assert found.total in (None, stored.total)
    if later <= first:
        assert found == stored


def assert_hides(found: Results, minimum: int) -> None:
    assert all(size(counts) == 0 or size(counts) >= minimum for counts in found.groups.values())
    if found.total is None:
        assert found.answered is None
        return
    assert size(found.total) == 0 or size(found.total) >= minimum
    for number in range(len(found.groups) + 1):
        for shown in combinations(found.groups.values(), number):
            rest = size(found.total) - sum(map(size, shown))
            assert rest == 0 or rest >= minimum
    if found.withheld:
        assert len(found.withheld) > 1, "the rest would be one group's own answers"


@given(groups=GROUPS, minimum=st.integers(LOWEST_MINIMUM, 12))
def test_what_is_shown_is_true_and_nothing_is_withheld_without_need(groups: dict[str, Counts], minimum: int) -> None:
    found = suppress(groups, minimum)
    assert all(dict(counts) == dict(groups[name]) for name, counts in found.groups.items())
    if found.total is not None:
        for answer, count in found.total.items():
            assert count == sum(counts.get(answer, 0) for counts in groups.values())
    if all(size(counts) == 0 or size(counts) >= minimum for counts in groups.values()):
        assert not found.withheld
        assert found.total is not None


@pytest.mark.parametrize(
    ("sizes", "withheld", "total"),
    [
        ((28, 30, 25), (), 83),
        ((28, 30, 25, 4), ("year 3", "year 4"), 87),
        ((28, 2, 2, 30), ("year 1", "year 2", "year 3"), 62),
        ((28, 3, 4, 30), ("year 2", "year 3"), 65),
        ((3, 0, 30), ("year 1", "year 3"), 33),
        ((2, 3, 30), ("year 1", "year 2"), 35),
        ((3, 0, 0), ("year 1",), None),
        ((2, 2), ("year 1", "year 2"), None),
        ((4,), ("year 1",), None),
        ((5,), (), 5),
        ((0, 0), (), 0),
        ((), (), 0),
    ],
)
def test_examples(sizes: tuple[int, ...], withheld: tuple[str, ...], total: int | None) -> None:
    found = suppress(sized(*sizes))
    assert (found.withheld, found.answered) == (withheld, total)


@pytest.mark.parametrize(
    ("sizes", "first", "later", "withheld", "total"),
    [
        ((30, 40), 5, 12, (), 70),
        ((8, 30), 5, 10, ("year 1", "year 2"), 38),
        ((8, 10, 30), 5, 10, ("year 1", "year 2"), 48),
        ((4, 6, 30), 3, 10, ("year 1", "year 2"), 40),
        ((8,), 5, 10, ("year 1",), None),
        ((4, 5), 3, 10, ("year 1", "year 2"), None),
        ((2, 3, 30, 40), 5, 5, ("year 1", "year 2"), 75),
        ((2, 3, 30, 40), 5, 6, ("year 1", "year 2", "year 3"), 75),
    ],
)
def test_examples_of_a_later_minimum(
    sizes: tuple[int, ...], first: int, later: int, withheld: tuple[str, ...], total: int | None
) -> None:
    found = suppress_more(suppress(sized(*sizes), first), later)
    assert (found.withheld, found.answered) == (withheld, total)


@pytest.mark.parametrize(("answered", "shown"), [(4, None), (5, 5), (0, 0)])
def test_a_question_without_a_split_is_withheld_when_few_answered_it(answered: int, shown: int | None) -> None:
    assert suppress_more(Results({}, (), {"yes": answered}), 5).answered == shown


def test_results_from_a_file_that_are_no_results_are_refused() -> None:
    sound = Results(sized(30), (), {"yes": 30})
    with pytest.raises(UserError, match="minimum_invalid"):
        suppress_more(sound, LOWEST_MINIMUM - 1)
    for wrong in (replace(sound, groups={"year 1": {"yes": -1}}), replace(sound, total={"yes": -1})):
        with pytest.raises(UserError, match="count_invalid"):
            suppress_more(wrong, LOWEST_MINIMUM)


def test_the_order_of_groups_does_not_tell_which_one_is_small() -> None:
    assert suppress(sized(28, 30, 25, 4)).withheld == ("year 3", "year 4")
    assert suppress(sized(4, 28, 30, 25)).withheld == ("year 1", "year 4")


@pytest.mark.parametrize("minimum", [2, 1, 0, -5, True, 5.0, "5", None])
def test_a_minimum_that_protects_nobody_is_refused(minimum: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(UserError, match="minimum_invalid"):
        suppress(sized(10), minimum)


@pytest.mark.parametrize("count", [-1, True, 1.5, "3", None, 10**9, float("nan")])
def test_a_count_that_is_none_is_refused(count: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(UserError, match="count_invalid"):
        suppress({"year 1": {"yes": count}})


def test_the_result_keeps_no_way_to_the_callers_counts() -> None:
    groups = {"year 1": {"yes": 30}}
    found = suppress(groups)
    groups["year 1"]["yes"] = 1
    assert found.groups["year 1"]["yes"] == 30
    with pytest.raises(TypeError):
        found.groups["year 1"]["yes"] = 1  # type: ignore[index]  # that is the point
