"""The outcome of a summative audit with its full derivation (DOMAIN 9.4); for any other audit it cannot be called.

`decide` takes `SummativeRatings` and nothing else, and only `summative_ratings` makes one: from a summative audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Never, final

from auditor_app.core.errors import UserError
from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.model import LEVELS, NOT_APPLICABLE, RATINGS, AuditKind
from auditor_app.core.rule import DEVELOPING, NOT_VISIBLE, SECURED, SHARED, DecisionRule, decision_rule
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.team import in_common


class Outcome(StrEnum):
    """What the rule computes; `incomplete` is no outcome at all, which is not the same as "not yet"."""

    INCOMPLETE = "incomplete"
    NOT_YET = "not_yet_granted"
    CONDITIONS = "granted_with_conditions"
    GRANTED = "granted"


class StandardResult(StrEnum):
    """What the rule computes for one standard; `not_applicable` when nothing in it applies to the school."""

    INCOMPLETE = "incomplete"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET = "not_yet"
    DEVELOPING = "developing"
    SECURED = "secured"
    SHARED = "shared"


class Bound(StrEnum):
    """How `found` has to stand to `needed`."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@final
@dataclass(frozen=True, init=False, slots=True)
class SummativeRatings:
    """The team's levels of a summative audit; it cannot be built, copied with changes or derived from: see above."""

    audit: str
    framework: Framework
    rule: DecisionRule
    levels: Mapping[str, str]

    def __init__(self, *_: object, **__: object) -> None:
        raise TypeError("ratings of a summative audit come from summative_ratings(snapshot) only")

    def __init_subclass__(cls) -> Never:
        raise TypeError("there is one kind of summative ratings")


def summative_ratings(snapshot: Snapshot) -> SummativeRatings:
    """Take the team's levels out of a summative audit; any other raises `UserError("decision.not_summative")`.

    As long as somebody still rates blind, only levels that the team recorded count.
    """
    if snapshot.audit.kind is not AuditKind.SUMMATIVE:
        raise UserError("decision.not_summative", kind=str(snapshot.audit.kind))
    agreed = _agreed_levels(snapshot)
    ratings = object.__new__(SummativeRatings)
    for name, value in (
        ("audit", snapshot.audit.id),
        ("framework", snapshot.framework),
        ("rule", decision_rule(snapshot.framework)),
        ("levels", MappingProxyType(agreed)),
    ):
        object.__setattr__(ratings, name, value)
    return ratings


def _agreed_levels(snapshot: Snapshot) -> dict[str, str]:
    recorded: dict[str, str] = {}
    for item in snapshot.consensus:
        if item.level and recorded.setdefault(item.criterion, item.level) != item.level:
            raise UserError("decision.two_levels", criterion=item.criterion)
    codes = [criterion.code for criterion in snapshot.framework.criteria]
    given = recorded if recorded.keys() >= set(codes) else in_common(snapshot).levels
    levels = {code: given.get(code, "") for code in codes}
    for code, level in levels.items():
        if level and level not in RATINGS:
            raise UserError("decision.level_unknown", criterion=code, level=level[:20])
    return levels


class Part(NamedTuple):
    """One part of the rule: what it needs, what was found, and which criteria count against it.

    Where a part fails, raising the criteria named here makes it hold, and raising only others never does. `code` names
    its sentence.
    """

    code: str
    bound: Bound
    needed: int
    found: int
    criteria: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether what was found satisfies what is needed."""
        return self.found >= self.needed if self.bound is Bound.AT_LEAST else self.found <= self.needed


@dataclass(frozen=True, slots=True)
class StandardDecision:
    """The result of one standard, and the parts of the rule it follows from (none when it is incomplete)."""

    standard: str
    result: StandardResult
    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_secured(self) -> bool:
        """Tell whether it counts as secured or shared."""
        return self.result in {StandardResult.SECURED, StandardResult.SHARED}

    def criteria_against(self, prefix: str) -> tuple[str, ...]:
        """Name the criteria of the parts that fail and whose code starts with `prefix`."""
        return _joined(part.criteria for part in self.parts if not part.holds and part.code.startswith(prefix))


@dataclass(frozen=True, slots=True)
class Decision:
    """The computed outcome; "granted" asks the parts of `conditions` and those of `granted`."""

    outcome: Outcome
    standards: tuple[StandardDecision, ...]
    conditions: tuple[Part, ...] = ()
    granted: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def failing(self) -> tuple[Part, ...]:
        """List the parts that keep the outcome from being the next better one."""
        parts = self.conditions if self.outcome is Outcome.NOT_YET else self.granted
        return tuple(part for part in parts if not part.holds)

    @property
    def deciding(self) -> tuple[str, ...]:
        """Name the criteria that keep the outcome from being the next better one."""
        return self.missing or _joined(part.criteria for part in self.failing)

    def count(self, result: StandardResult) -> int:
        """Count the standards with `result`."""
        return sum(standard.result is result for standard in self.standards)


def decide(ratings: SummativeRatings) -> Decision:
    """Compute the outcome and say what it follows from."""
    if type(ratings) is not SummativeRatings:
        raise TypeError("an outcome is computed from the ratings of a summative audit only")
    return decision_of(ratings.rule, ratings.framework, ratings.levels)


def must_be_rated(rule: DecisionRule, criterion: Criterion) -> bool:
    """Tell whether "not applicable" is no answer: for core criteria and for the one that cannot be compensated."""
    return criterion.is_core or criterion.code == rule.hard_criterion


def decision_of(rule: DecisionRule, framework: Framework, levels: Mapping[str, str]) -> Decision:
    """Apply the rule to bare levels: for what-if questions inside the core; everybody else calls `decide`."""
    grouped: dict[str, list[Criterion]] = {standard.code: [] for standard in framework.standards}
    for criterion in framework.criteria:
        grouped[criterion.standard].append(criterion)
    standards = tuple(_standard(rule, code, group, levels) for code, group in grouped.items())
    missing = _joined(standard.missing for standard in standards)
    if missing:
        return Decision(Outcome.INCOMPLETE, standards, missing=missing)
    rated = _rated(framework.criteria, levels)
    core = [(criterion.code, level) for criterion, level in rated if criterion.is_core]
    conditions = _conditions(rule, core, levels, standards)
    granted = _granted(rule, core, rated, standards)
    return Decision(_outcome(conditions, granted), standards, conditions, granted)


def _outcome(conditions: tuple[Part, ...], granted: tuple[Part, ...]) -> Outcome:
    if not all(part.holds for part in conditions):
        return Outcome.NOT_YET
    return Outcome.GRANTED if all(part.holds for part in granted) else Outcome.CONDITIONS


def _rated(criteria: Iterable[Criterion], levels: Mapping[str, str]) -> list[tuple[Criterion, int]]:
    return [(item, int(levels[item.code])) for item in criteria if levels.get(item.code) in LEVELS]


def _is_missing(rule: DecisionRule, criterion: Criterion, level: str) -> bool:
    return level not in LEVELS and (level != NOT_APPLICABLE or must_be_rated(rule, criterion))


def _standard(rule: DecisionRule, code: str, criteria: list[Criterion], levels: Mapping[str, str]) -> StandardDecision:
    rated = _rated(criteria, levels)
    if len(rated) < len(criteria):
        missing = tuple(item.code for item in criteria if _is_missing(rule, item, levels.get(item.code, "")))
        if missing:
            return StandardDecision(code, StandardResult.INCOMPLETE, missing=missing)
    if not rated:
        return StandardDecision(code, StandardResult.NOT_APPLICABLE)
    parts = _standard_parts(rule, rated)
    return StandardDecision(code, _standard_result(parts), parts)


def _standard_parts(rule: DecisionRule, rated: list[tuple[Criterion, int]]) -> tuple[Part, ...]:
    every = [(item.code, level) for item, level in rated]
    core = [(item.code, level) for item, level in rated if item.is_core]
    others = [(item.code, level) for item, level in rated if not item.is_core]
    at_1 = _at(every, NOT_VISIBLE)
    return (
        _at_most("visible.no_core_at_1", 0, _at(core, NOT_VISIBLE)),
        _at_most("visible.max_count_of_1", rule.not_yet_count_of_1 - 1, at_1),
        _all_from("secured.core", core, SECURED),
        _at_most("secured.no_level_1", 0, at_1),
        _at_most("secured.max_noncore_at_2", rule.max_noncore_at_2, _at(others, DEVELOPING)),
        _at_most("shared.none_below_3", 0, _below(every, SECURED)),
        Part(
            "shared.min_count_of_4",
            Bound.AT_LEAST,
            rule.shared_count_of_4,
            len(_at(every, SHARED)),
            _below(every, SHARED),
        ),
    )


def _standard_result(parts: tuple[Part, ...]) -> StandardResult:
    """Read off the result: the parts stand from the lowest result up, so the first that fails decides."""
    failing = next((part.code for part in parts if not part.holds), "")
    return _RESULTS[failing.partition(".")[0]]


_RESULTS: Final = {
    "visible": StandardResult.NOT_YET,
    "secured": StandardResult.DEVELOPING,
    "shared": StandardResult.SECURED,
    "": StandardResult.SHARED,
}
"""What a standard is when a part of this name is the first to fail; nothing fails in a shared one."""


def _conditions(
    rule: DecisionRule, core: list[tuple[str, int]], levels: Mapping[str, str], standards: tuple[StandardDecision, ...]
) -> tuple[Part, ...]:
    not_yet = [standard for standard in standards if standard.result is StandardResult.NOT_YET]
    parts = [
        _at_most("conditions.max_core_at_2", rule.conditions_max_core_at_2, _at(core, DEVELOPING)),
        _min_secured("conditions.min_secured", rule.conditions_min_secured, standards),
        Part(
            "conditions.no_standard_not_yet",
            Bound.AT_MOST,
            0,
            len(not_yet),
            _joined(standard.criteria_against("visible") for standard in not_yet),
            tuple(standard.standard for standard in not_yet),
        ),
    ]
    if rule.conditions_no_core_at_1:
        parts.insert(0, _at_most("conditions.no_core_at_1", 0, _at(core, NOT_VISIBLE)))
    if rule.hard_criterion:
        level = int(levels[rule.hard_criterion])
        against = (rule.hard_criterion,) if level < rule.hard_min else ()
        parts.append(Part("conditions.hard", Bound.AT_LEAST, rule.hard_min, level, against))
    return tuple(parts)


def _granted(
    rule: DecisionRule,
    core: list[tuple[str, int]],
    rated: list[tuple[Criterion, int]],
    standards: tuple[StandardDecision, ...],
) -> tuple[Part, ...]:
    parts = [
        _all_from("granted.min_core", core, rule.granted_min_core),
        _min_secured("granted.min_secured", rule.granted_min_secured, standards),
    ]
    if rule.granted_no_level_1:
        at_1 = tuple(item.code for item, level in rated if level == NOT_VISIBLE)
        parts.append(_at_most("granted.no_level_1", 0, at_1))
    return tuple(parts)


def _at(rated: list[tuple[str, int]], wanted: int) -> tuple[str, ...]:
    # A list first: a generator takes half as long again, and this is asked some fifty times per outcome.
    return tuple([code for code, level in rated if level == wanted])


def _below(rated: list[tuple[str, int]], lowest: int) -> tuple[str, ...]:
    return tuple([code for code, level in rated if level < lowest])


def _at_most(code: str, needed: int, against: tuple[str, ...]) -> Part:
    return Part(code, Bound.AT_MOST, needed, len(against), against)


def _all_from(code: str, rated: list[tuple[str, int]], lowest: int) -> Part:
    against = _below(rated, lowest)
    return Part(code, Bound.AT_LEAST, len(rated), len(rated) - len(against), against)


def _min_secured(code: str, needed: int, standards: tuple[StandardDecision, ...]) -> Part:
    others = [standard for standard in standards if not standard.is_secured]
    return Part(
        code,
        Bound.AT_LEAST,
        needed,
        len(standards) - len(others),
        _joined(standard.criteria_against("secured") for standard in others),
        tuple(standard.standard for standard in others),
    )


def _joined(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Put groups of codes together, each code once, in the order they come."""
    return tuple(dict.fromkeys(code for group in groups for code in group))
