"""How far auditors agreed before they talked (DOMAIN 9.7): for the team only, never in the school's report.

Only locked levels 1 to 4 count. Measures:

- exact and within one level, with Wilson's 95 % interval (Wilson 1927); over several pairs of auditors the interval
  uses the number of criteria, since pairs that rate the same criterion are not independent: cautious, not narrow;
- quadratic weighted kappa per pair of auditors (Cohen 1968), from 20 criteria on, with the large-sample interval of
  Fleiss, Cohen and Everitt (1969);
- Krippendorff's alpha for all auditors together ("Computing Krippendorff's Alpha-Reliability", 2011), with the ordinal
  difference: the levels have an order, but nothing says that 1 to 2 is as far as 3 to 4. Its interval is a
  delete-one-criterion jackknife (Efron and Tibshirani 1993, chapter 11): no random numbers, the same every time.

Both intervals shrink to nothing where everybody agreed, as if 20 criteria proved that the next one cannot differ. So
the lower end never lies above what complete agreement on so many criteria would leave open (`_highest_low`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import sqrt

from auditor_app.core.errors import UserError
from auditor_app.core.model import LEVELS, Rating

Z95 = 1.959963984540054
FEWEST_FOR_KAPPA = 20
ONE_SIDED_PERCENT = 80

Unit = tuple[int, ...]
"""The levels several auditors gave to one criterion."""


class Caution(StrEnum):
    """What a reader of the numbers must know."""

    NO_PAIRS = "no_pairs"
    SMALL_N = "small_n"
    ONE_SIDED = "one_sided"
    ONE_LEVEL = "one_level"


@dataclass(frozen=True)
class Measure:
    """A number between -1 and 1 with its 95 % interval, from `n` criteria."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Share:
    """So many out of so many, with the 95 % interval of the share (0 to 1)."""

    found: int
    out_of: int
    low: float
    high: float

    @property
    def percent(self) -> float:
        """Give the share in per cent."""
        return 100 * self.found / self.out_of


@dataclass(frozen=True)
class PairAgreement:
    """Two auditors; `kappa` is None under 20 criteria or when both kept to one same level."""

    first: str
    second: str
    exact: Share
    within_one: Share
    kappa: Measure | None
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class Agreement:
    """All auditors; `criteria` were rated by at least two."""

    auditors: tuple[str, ...]
    criteria: int
    exact: Share | None
    within_one: Share | None
    alpha: Measure | None
    pairs: tuple[PairAgreement, ...]
    cautions: tuple[Caution, ...]


def agreement(ratings: Iterable[Rating]) -> Agreement:
    """Compare the locked ratings of an audit's auditors; what is not locked stays blind and does not count."""
    table = _table(ratings)
    units = [tuple(given.values()) for given in table.values() if len(given) > 1]
    pairs = tuple(
        _pair(first, second, both)
        for first, second in combinations(sorted({member for given in table.values() for member in given}), 2)
        if (both := [(given[first], given[second]) for given in table.values() if {first, second} <= given.keys()])
    )
    exact, within = sum(pair.exact.found for pair in pairs), sum(pair.within_one.found for pair in pairs)
    compared = sum(pair.exact.out_of for pair in pairs)
    return Agreement(
        auditors=tuple(sorted({member for given in table.values() for member in given})),
        criteria=len(units),
        exact=_share(exact, compared, len(units)) if pairs else None,
        within_one=_share(within, compared, len(units)) if pairs else None,
        alpha=krippendorff_alpha(units),
        pairs=pairs,
        cautions=_cautions(units),
    )


def _table(ratings: Iterable[Rating]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for rating in ratings:
        if rating.deleted or not rating.is_locked or rating.level not in LEVELS:
            continue
        level = int(rating.level)
        if table.setdefault(rating.criterion, {}).setdefault(rating.member, level) != level:
            raise UserError("agreement.two_ratings", criterion=rating.criterion, member=rating.member)
    return dict(sorted(table.items()))


def _pair(first: str, second: str, both: Sequence[tuple[int, int]]) -> PairAgreement:
    exact = sum(one == other for one, other in both)
    within = sum(abs(one - other) <= 1 for one, other in both)
    kappa = quadratic_kappa(both) if len(both) >= FEWEST_FOR_KAPPA else None
    n = len(both)
    return PairAgreement(first, second, _share(exact, n, n), _share(within, n, n), kappa, _cautions(both))


def _cautions(units: Sequence[Unit]) -> tuple[Caution, ...]:
    if not units:
        return (Caution.NO_PAIRS,)
    counts = Counter(level for unit in units for level in unit)
    found = [Caution.SMALL_N] if len(units) < FEWEST_FOR_KAPPA else []
    if len(counts) == 1:
        found.append(Caution.ONE_LEVEL)
    elif max(counts.values()) * 100 > ONE_SIDED_PERCENT * counts.total():
        found.append(Caution.ONE_SIDED)
    return tuple(found)


def _share(found: int, out_of: int, independent: int) -> Share:
    """Give a share with Wilson's interval for `independent` observations."""
    share, spread = found / out_of, Z95 * Z95 / independent
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * sqrt(share * (1 - share) / independent + spread / (4 * independent))
    return Share(found, out_of, max(0.0, middle - half), min(1.0, middle + half))


def _measure(value: float, error: float, n: int, alike_by_chance: float) -> Measure:
    low = min(value - Z95 * error, _highest_low(n, alike_by_chance))
    return Measure(value, max(-1.0, low), min(1.0, value + Z95 * error), n)


def _highest_low(n: int, alike_by_chance: float) -> float:
    """Give the lower end where `n` criteria were all rated alike.

    By Wilson's bound a share of z²/(n + z²) may still differ. Criteria that are rated by chance differ in
    1 - `alike_by_chance` of the cases, so the share rated by chance may be that much larger; the coefficient is one
    less this share, since its nought is chance.
    """
    return 1 - Z95 * Z95 / (n + Z95 * Z95) / (1 - alike_by_chance)


def quadratic_kappa(pairs: Sequence[tuple[int, int]]) -> Measure | None:
    """Give Cohen's kappa with quadratic weights; None when both only ever gave one same level: it is undefined then.

    Where one of the two gave every criterion the same level it is nought whatever the other thought: the large-sample
    error is nought too then, which would look like certainty, so the interval leaves everything open.
    """
    n = len(pairs)
    cells = Counter(pairs)
    rows, columns = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    categories = sorted(rows | columns)
    if len(categories) < 2:  # noqa: PLR2004 - one level alone is no scale
        return None
    width = (categories[-1] - categories[0]) ** 2
    weight = {(one, other): 1 - (one - other) ** 2 / width for one in categories for other in categories}
    observed = sum(count * weight[cell] for cell, count in cells.items()) / n
    expected = sum(rows[one] * columns[other] * weight[one, other] for one, other in weight) / (n * n)
    kappa = (observed - expected) / (1 - expected)
    if 1 in (len(rows), len(columns)):
        return Measure(kappa, -1.0, 1.0, n)
    alike = sum(rows[level] * columns[level] for level in categories) / (n * n)
    by_row = {one: sum(columns[other] * weight[one, other] for other in categories) / n for one in categories}
    by_column = {other: sum(rows[one] * weight[one, other] for one in categories) / n for other in categories}
    spread = sum(
        count / n * (weight[one, other] - (by_row[one] + by_column[other]) * (1 - kappa)) ** 2
        for (one, other), count in cells.items()
    )
    variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return _measure(kappa, sqrt(max(0.0, variance)), n, alike)


def krippendorff_alpha(units: Iterable[Sequence[int]]) -> Measure | None:
    """Give Krippendorff's ordinal alpha with its jackknife interval; None where fewer than two levels were ever given.

    Criteria with less than two ratings do not count. Criteria rated alike weigh alike: each pattern is left out once.
    """
    patterns = Counter(tuple(sorted(unit)) for unit in units if len(unit) > 1)
    shares = {pattern: _coincidences(pattern) for pattern in patterns}
    total: dict[tuple[int, int], float] = {}
    for pattern, times in patterns.items():
        for cell, share in shares[pattern].items():
            total[cell] = total.get(cell, 0.0) + share * times
    value, n = _alpha(total), patterns.total()
    if value is None:
        return None
    without = [(_alpha(_less(total, shares[pattern])), times) for pattern, times in patterns.items()]
    known = [(one, times) for one, times in without if one is not None]
    if len(known) < len(without):
        return Measure(value, -1.0, 1.0, n)  # one criterion decides whether there is an alpha at all
    mean = sum(one * times for one, times in known) / n
    variance = (n - 1) / n * sum(times * (one - mean) ** 2 for one, times in known)
    given = Counter(level for pattern, times in patterns.items() for level in pattern for _ in range(times))
    alike = sum((count / given.total()) ** 2 for count in given.values())
    return _measure(value, sqrt(variance), n, alike)


def _coincidences(unit: Unit) -> dict[tuple[int, int], float]:
    """Give what one criterion adds to the coincidences: each ordered pair of its ratings, weighed by 1/(m - 1)."""
    found: dict[tuple[int, int], float] = {}
    share = 1 / (len(unit) - 1)
    for place, one in enumerate(unit):
        for other_place, other in enumerate(unit):
            if place != other_place:
                found[one, other] = found.get((one, other), 0.0) + share
    return found


def _less(
    total: Mapping[tuple[int, int], float], part: Mapping[tuple[int, int], float]
) -> dict[tuple[int, int], float]:
    return {cell: count - part.get(cell, 0.0) for cell, count in total.items()}


def _alpha(cells: Mapping[tuple[int, int], float]) -> float | None:
    margins: dict[int, float] = {}
    for (one, _), count in cells.items():
        margins[one] = margins.get(one, 0.0) + count
    margins = {level: count for level, count in sorted(margins.items()) if count > 1e-9}  # noqa: PLR2004 - rounding
    if len(margins) < 2:  # noqa: PLR2004 - one level alone is no scale
        return None
    distance = _ordinal_distances(margins)
    observed = sum(cells.get(pair, 0.0) * far for pair, far in distance.items())
    expected = sum(margins[one] * margins[other] * far for (one, other), far in distance.items())
    return 1 - (sum(margins.values()) - 1) * observed / expected


def _ordinal_distances(margins: Mapping[int, float]) -> dict[tuple[int, int], float]:
    """Give the squared ordinal difference of each two levels: how many ratings lie between them, ends by half."""
    distances = {}
    levels = list(margins)
    for low, high in combinations(levels, 2):
        between = sum(margins[level] for level in levels if low <= level <= high)
        distances[low, high] = (between - (margins[low] + margins[high]) / 2) ** 2
    return distances
