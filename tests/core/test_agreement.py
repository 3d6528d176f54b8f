"""Agreement between auditors, against published examples and against numbers of other programs."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.core.agreement import Caution, Measure, agreement, krippendorff_alpha, quadratic_kappa
from auditor_app.core.errors import UserError
from auditor_app.core.model import Rating

UNITS = st.lists(st.lists(st.integers(1, 4), min_size=2, max_size=4), min_size=2, max_size=40)


def columns(*rows: str) -> list[list[int]]:
    """Read a table with an auditor per row and a criterion per column; a dot is no rating."""
    return [
        [int(cell) for cell in column if cell != "."] for column in zip(*(row.split() for row in rows), strict=True)
    ]


def from_table(table: list[list[int]]) -> list[tuple[int, int]]:
    return [
        (one, other) for one, row in enumerate(table, 1) for other, count in enumerate(row, 1) for _ in range(count)
    ]


def a_rating(criterion: str, member: str, level: str, *, is_locked: bool = True) -> Rating:
    return Rating(f"a:{criterion}:{member}", "a", criterion, member, level, "", is_locked=is_locked)


def of_two(levels: list[tuple[int, int]]) -> list[Rating]:
    return [
        a_rating(f"X{place:03}", member, str(level))
        for place, pair in enumerate(levels)
        for member, level in zip("ab", pair, strict=True)
    ]


def known(measure: Measure | None) -> Measure:
    assert measure is not None
    return measure


def test_alpha_of_krippendorffs_own_example() -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example with missing data: ordinal 0.815."""
    units = columns(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    found = known(krippendorff_alpha(units))
    assert found.value == pytest.approx(0.815, abs=0.0005)
    assert found.n == 11, "the last column has one rating and does not count"


def test_alpha_of_an_audit_as_another_program_computes_it() -> None:
    """AnnotationTask.alpha of NLTK 3.10.4 (Apache 2.0) with the ordinal difference gives 0.7800047930523291."""
    units = columns(
        "3 2 2 3 4 3 1 2 1 4 3 . . . 2 3 2 2 1 . 2 3 3 1 2 1 2 4 . .",
        "3 1 1 3 4 3 . 3 . 3 4 4 1 1 3 3 3 2 . 4 2 . . . 2 2 1 4 2 1",
        ". 3 . 3 3 4 1 2 2 3 4 4 1 2 2 3 3 3 1 4 3 3 4 1 1 1 2 4 2 1",
        "3 1 . . 4 3 1 2 1 3 4 4 1 1 2 2 2 3 1 . 4 . 3 1 1 1 2 . 2 2",
    )
    assert known(krippendorff_alpha(units)).value == pytest.approx(0.7800047930523291, abs=1e-12)


def test_kappa_of_the_worked_example_of_scikit_learn() -> None:
    """The weighting example in scikit-learn's tests (BSD): 0.9541 with quadratic weights."""
    pairs = list(zip([0] * 46 + [1] * 44 + [2] * 10, [0] * 50 + [1] * 40 + [2] * 10, strict=True))
    assert known(quadratic_kappa(pairs)).value == pytest.approx(0.9541, abs=0.00005)


@pytest.mark.parametrize(
    ("table", "value", "low", "high"),
    [
        ([[9, 3, 1, 0], [4, 12, 6, 1], [1, 5, 20, 7], [0, 1, 6, 14]], 0.7362514029, 0.6327640303, 0.8397387755),
        ([[0, 1, 0, 0], [0, 2, 3, 0], [1, 2, 40, 4], [0, 0, 5, 2]], 0.3870967742, 0.1457286180, 0.6284649303),
        ([[0, 1, 2, 6], [1, 2, 3, 1], [3, 2, 1, 0], [5, 1, 0, 0]], -0.7883698761, -0.9256692128, -0.6510705394),
    ],
)
def test_kappa_and_its_interval_as_other_programs_compute_them(
    table: list[list[int]], value: float, low: float, high: float
) -> None:
    """Values from scikit-learn 1.9.1 and statsmodels 0.15.0 (both BSD), intervals from statsmodels' cohens_kappa."""
    found = known(quadratic_kappa(from_table(table)))
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=1e-9)


def test_shares_and_the_agenda_of_the_meeting() -> None:
    found = agreement(of_two([(3, 3)] * 18 + [(2, 3)] * 4 + [(1, 4), (2, 4)]))
    assert found.exact is not None
    assert found.within_one is not None
    assert (found.exact.found, found.within_one.found, found.exact.out_of, found.criteria) == (18, 22, 24, 24)
    assert found.exact.percent == pytest.approx(75)
    assert (found.exact.low, found.exact.high) == pytest.approx((0.5510, 0.8800), abs=0.0005)


def test_only_locked_levels_count() -> None:
    ratings = [
        a_rating("E1.1", "a", "1"),
        a_rating("E1.1", "b", "4", is_locked=False),
        a_rating("E1.2", "a", "NB"),
        a_rating("E1.2", "b", "3"),
    ]
    found = agreement(ratings)
    assert found.cautions == (Caution.NO_PAIRS,)
    assert (found.exact, found.alpha, found.pairs) == (None, None, ())


@pytest.mark.parametrize(("n", "is_given"), [(19, False), (20, True)])
def test_kappa_needs_twenty_criteria(n: int, is_given: bool) -> None:
    found = agreement(of_two([(1 + place % 4, 1 + place % 4) for place in range(n)]))
    assert (found.pairs[0].kappa is not None) is is_given
    assert (Caution.SMALL_N in found.cautions) is not is_given


@pytest.mark.parametrize(
    ("levels", "caution"),
    [
        ([(3, 3)] * 25, Caution.ONE_LEVEL),
        ([(3, 3)] * 22 + [(3, 2)] * 3, Caution.ONE_SIDED),
    ],
)
def test_one_sided_ratings_are_told_because_chance_explains_them(
    levels: list[tuple[int, int]], caution: Caution
) -> None:
    found = agreement(of_two(levels))
    assert found.cautions == found.pairs[0].cautions == (caution,)
    if caution is Caution.ONE_LEVEL:
        assert found.alpha is None
        assert found.pairs[0].kappa is None
    else:
        assert found.exact is not None
        assert found.exact.percent > 80
        assert known(found.alpha).value < 0.1, "agreement is high and says little"


def test_complete_agreement_and_complete_opposition_are_the_ends() -> None:
    agreed, opposed = known(quadratic_kappa([(1, 1), (4, 4)] * 10)), known(quadratic_kappa([(1, 4), (4, 1)] * 10))
    assert (agreed.value, opposed.value) == pytest.approx((1, -1))
    assert known(krippendorff_alpha([(1, 1), (4, 4)] * 10)).value == pytest.approx(1)


@pytest.mark.parametrize(
    ("levels", "low"),
    [([(3, 3), (2, 2)] * 10, 0.6777), ([(3, 3), (2, 2)] * 100, 0.9623), ([(3, 3)] * 18 + [(2, 2)] * 2, 0.1048)],
)
def test_complete_agreement_is_not_certainty(levels: list[tuple[int, int]], low: float) -> None:
    """By hand: 1 - 3.8415 / (n + 3.8415) / (1 - what chance alone makes alike): 0.5, 0.5 and 0.82."""
    kappa, alpha = known(quadratic_kappa(levels)), known(krippendorff_alpha(levels))
    for found in (kappa, alpha):
        assert (found.value, found.low, found.high) == pytest.approx((1, low, 1), abs=0.0005)


def test_one_criterion_rated_otherwise_does_not_look_surer_than_none() -> None:
    agreed = [(3, 3), (2, 2)] * 18
    almost = known(quadratic_kappa([*agreed[1:], (2, 3)]))
    assert almost.value < 1
    assert almost.low <= known(quadratic_kappa(agreed)).low + 1e-9


def test_where_one_gave_a_single_level_kappa_says_nothing_is_known() -> None:
    found = known(quadratic_kappa([(3, 3)] * 22 + [(3, 2)] * 3))
    assert (found.value, found.low, found.high) == pytest.approx((0, -1, 1)), "not certainty about nought"


@pytest.mark.parametrize("units", [[], [(3,)], [(3, 3), (3, 3)], [(2,), (3,)]])
def test_alpha_is_not_made_up_where_there_is_none(units: list[tuple[int, ...]]) -> None:
    assert krippendorff_alpha(units) is None


@pytest.mark.parametrize("units", [[(1, 2)], [(1, 1), (2, 2)], [(3, 3)] * 30 + [(3, 4)]])
def test_where_one_criterion_carries_alpha_the_interval_says_nothing_is_known(units: list[tuple[int, int]]) -> None:
    found = known(krippendorff_alpha(units))
    assert (found.low, found.high) == (-1, 1)


@given(units=UNITS, seed=st.randoms())
def test_order_of_criteria_and_of_auditors_changes_nothing(units: list[list[int]], seed: random.Random) -> None:
    shuffled = [seed.sample(unit, len(unit)) for unit in seed.sample(units, len(units))]
    one, other = krippendorff_alpha(units), krippendorff_alpha(shuffled)
    assert (one is None) == (other is None)
    if one and other:
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=1e-9)
        assert -1 <= one.low <= one.value + 1e-9
        assert one.value - 1e-9 <= one.high <= 1


@given(levels=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=30), seed=st.randoms())
def test_names_and_order_of_auditors_change_no_number(levels: list[tuple[int, int]], seed: random.Random) -> None:
    ratings = of_two(levels)
    swapped = [
        a_rating(item.criterion, {"a": "z", "b": "c"}[item.member], item.level)
        for item in seed.sample(ratings, len(ratings))
    ]
    one, other = agreement(ratings), agreement(swapped)
    assert (one.exact, one.within_one, one.cautions) == (other.exact, other.within_one, other.cautions)


def test_two_different_ratings_of_one_auditor_are_refused() -> None:
    with pytest.raises(UserError, match="two_ratings"):
        agreement([a_rating("E1.1", "a", "1"), a_rating("E1.1", "a", "4")])


@pytest.mark.parametrize("level", ["", "0", "5", "³", "3 ", "NVT", "1e3"])
def test_what_is_not_a_level_is_not_compared(level: str) -> None:
    assert agreement([a_rating("E1.1", "a", level), a_rating("E1.1", "b", "3")]).criteria == 0
