"""Survey results without any person in them: small groups are withheld, and so is what would give them away.

Withheld groups could be computed back by taking the shown groups from the total. Everybody who answered is known as a
number elsewhere (response), so the total stays and further groups are withheld instead, smallest first, until those
withheld are together at least the minimum, and so at least two; only if that cannot be reached is the total withheld.
This is a threshold rule with secondary suppression (Hundepool and others, "Statistical Disclosure Control", 2012) for
one breakdown; two breakdowns of the same answers must not be crossed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from auditor_app.core.errors import UserError

DEFAULT_MINIMUM = 5
LOWEST_MINIMUM = 3
"""In a group of two each can compute the other."""
MOST_ANSWERS = 1_000_000

Counts = Mapping[str, int]
"""How often each answer was given."""


@dataclass(frozen=True)
class Results:
    """The answers to one question: per shown group and in all; which of the withheld groups are small is not told."""

    groups: Mapping[str, Counts]
    withheld: tuple[str, ...]
    total: Counts | None

    @property
    def answered(self) -> int | None:
        """Give how many answered in all, unless that is withheld."""
        return None if self.total is None else sum(self.total.values())


def suppress(groups: Mapping[str, Counts], minimum: int = DEFAULT_MINIMUM) -> Results:
    """Withhold groups with fewer than `minimum` answers, and as much more as it takes to keep them hidden.

    A group nobody answered in is shown as empty: it says nothing of anybody, and hides nobody either.
    Raises `UserError("survey.minimum_invalid")` and `UserError("survey.count_invalid")`.
    """
    check_minimum(minimum)
    _check(groups)
    sizes = _sizes(groups)
    withheld = _withheld(sizes, minimum)
    hidden = sum(sizes[group] for group in withheld)
    is_safe = not withheld or hidden >= minimum
    return Results(
        groups={group: MappingProxyType(dict(counts)) for group, counts in groups.items() if group not in withheld},
        withheld=tuple(group for group in groups if group in withheld),
        total=_total(groups) if is_safe else None,
    )


def suppress_more(results: Results, minimum: int) -> Results:
    """Withhold what a higher minimum asks for, of results that hide groups already; a lower one brings nothing back.

    Raises `UserError("survey.minimum_invalid")` and `UserError("survey.count_invalid")`.
    """
    check_minimum(minimum)
    _check(results.groups)
    _check({} if results.total is None else {"": results.total})
    sizes = _sizes(results.groups)
    answered = results.answered
    rest = 0 if answered is None else max(0, answered - sum(sizes.values()))
    withheld = _withheld(sizes, minimum, rest, is_hiding=rest > 0)
    hidden = rest + sum(sizes[group] for group in withheld)
    is_safe = all(number == 0 or number >= minimum for number in (hidden, answered or 0))
    return Results(
        groups={group: counts for group, counts in results.groups.items() if group not in withheld},
        withheld=(*results.withheld, *(group for group in results.groups if group in withheld)),
        total=results.total if is_safe else None,
    )


def check_minimum(minimum: object) -> None:
    """Raise `UserError("survey.minimum_invalid")` for a minimum that protects nobody."""
    if type(minimum) is not int or minimum < LOWEST_MINIMUM:
        raise UserError("survey.minimum_invalid", minimum=str(minimum)[:20], lowest=LOWEST_MINIMUM)


def _sizes(groups: Mapping[str, Counts]) -> dict[str, int]:
    return {group: sum(counts.values()) for group, counts in groups.items()}


def _check(groups: Mapping[str, Counts]) -> None:
    for group, counts in groups.items():
        for answer, count in counts.items():
            if type(count) is not int or not 0 <= count <= MOST_ANSWERS:
                raise UserError("survey.count_invalid", group=group[:80], answer=answer[:80], count=str(count)[:20])


def _withheld(sizes: Mapping[str, int], minimum: int, hidden: int = 0, *, is_hiding: bool = False) -> frozenset[str]:
    """Name what has to go, where `hidden` answers are withheld already."""
    smallest_first = sorted((size, place, group) for place, (group, size) in enumerate(sizes.items()) if size)
    withheld: list[str] = []
    for size, _, group in smallest_first:
        is_exposed = (is_hiding or bool(withheld)) and hidden < minimum
        if size < minimum or is_exposed:
            withheld.append(group)
            hidden += size
    return frozenset(withheld)


def _total(groups: Mapping[str, Counts]) -> Counts:
    total: dict[str, int] = {}
    for counts in groups.values():
        for answer, count in counts.items():
            total[answer] = total.get(answer, 0) + count
    return MappingProxyType(total)
