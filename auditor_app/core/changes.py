"""The shortest ways from the computed outcome to the next better one, found exactly (DOMAIN 9.4).

Shortest means: fewest criteria, and among those the fewest levels. Levels are only ever raised. What a standard adds to
the rule is whether it is secured and how many core criteria stay at 2; so each standard is solved by itself and the
standards are put together afterwards. Both are shortest paths through a small graph; all the shortest ones are kept.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from auditor_app.core.decision import Outcome, SummativeRatings, decide, decision_of
from auditor_app.core.framework import Criterion
from auditor_app.core.model import LEVELS
from auditor_app.core.rule import DEVELOPING, NOT_VISIBLE, SECURED, DecisionRule

S = TypeVar("S", bound=Hashable)

DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Raise:
    """One criterion and the level it would need."""

    criterion: str
    now: int
    to: int


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Raises that together lead to `outcome`; leave one out, or raise less, and they do not better it."""

    raises: tuple[Raise, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ShortestChanges:
    """All shortest sets, or the first of `total` when there are more than the limit; none when nothing can help."""

    target: Outcome
    criteria: int
    levels: int
    total: int
    sets: tuple[ChangeSet, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether every shortest set is listed."""
        return self.total == len(self.sets)


def shortest_changes(ratings: SummativeRatings, limit: int = DEFAULT_LIMIT) -> ShortestChanges | None:
    """Find what would lead to the next better outcome; None when there is no outcome yet, or none better."""
    target = {Outcome.NOT_YET: Outcome.CONDITIONS, Outcome.CONDITIONS: Outcome.GRANTED}.get(decide(ratings).outcome)
    if target is None:
        return None
    ends = _ends(ratings, target)
    if not ends:
        return ShortestChanges(target, 0, 0, 0, ())
    criteria, levels = ends[0].cost
    total = sum(end.count for end in ends)
    order = {criterion.code: place for place, criterion in enumerate(ratings.framework.criteria)}
    found = [
        tuple(sorted(raises, key=lambda item: order[item.criterion])) for end in ends for raises in _ways(end, limit)
    ]
    found.sort(key=lambda raises: [(order[item.criterion], item.to) for item in raises])
    return ShortestChanges(target, criteria, levels, total, tuple(_change_set(ratings, way) for way in found[:limit]))


def _change_set(ratings: SummativeRatings, raises: tuple[Raise, ...]) -> ChangeSet:
    raised = {**ratings.levels, **{item.criterion: str(item.to) for item in raises}}
    return ChangeSet(raises, decision_of(ratings.rule, ratings.framework, raised).outcome)


_Cost = tuple[int, int]


@dataclass(slots=True)
class _Node:
    """A state with its lowest cost, the number of cheapest ways to it, and the last step of each of them."""

    cost: _Cost = (0, 0)
    count: int = 1
    steps: list[tuple[_Node, Raise | _Node | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Local:
    """A standard partly gone through: core criteria at 2, other criteria at 2 (one too many is enough), at 1."""

    core_at_2: int = 0
    noncore_at_2: int = 0
    at_1: int = 0


_Class = tuple[bool, int]
"""What a standard adds: whether it is secured, and its core criteria at 2."""


def _reach(table: dict[S, _Node], state: S, node: _Node, step: tuple[_Node, Raise | _Node | None]) -> None:
    known = table.get(state)
    if known is None or node.cost < known.cost:
        table[state] = _Node(node.cost, node.count, [step])
    elif node.cost == known.cost:
        known.count += node.count
        known.steps.append(step)


def _ends(ratings: SummativeRatings, target: Outcome) -> list[_Node]:
    """Put the standards together; gives the cheapest nodes that reach `target`."""
    rule, framework = ratings.rule, ratings.framework
    needed = rule.conditions_min_secured
    if target is Outcome.GRANTED:
        needed = max(needed, rule.granted_min_secured)
    table: dict[tuple[int, int], _Node] = {(0, 0): _Node()}
    for standard in framework.standards:
        rated = [
            (item, int(ratings.levels[item.code]))
            for item in framework.criteria_of(standard.code)
            if ratings.levels[item.code] in LEVELS
        ]
        classes = _classes(rule, rated, target)
        following: dict[tuple[int, int], _Node] = {}
        for (secured, core_at_2), node in table.items():
            for (is_secured, more), local in classes.items():
                if core_at_2 + more <= rule.conditions_max_core_at_2:
                    state = (min(secured + is_secured, needed), core_at_2 + more)
                    _reach(following, state, _sum(node, local.cost, local.count), (node, local))
        table = following
    reached = [node for (secured, _), node in table.items() if secured >= needed]
    cheapest = min((node.cost for node in reached), default=(0, 0))
    return [node for node in reached if node.cost == cheapest]


def _sum(node: _Node, cost: _Cost, count: int) -> _Node:
    return _Node((node.cost[0] + cost[0], node.cost[1] + cost[1]), node.count * count)


def _classes(rule: DecisionRule, rated: list[tuple[Criterion, int]], target: Outcome) -> dict[_Class, _Node]:
    """Solve one standard: the cheapest ways to everything it can add without standing in the way of `target`."""
    table: dict[_Local, _Node] = {_Local(): _Node()}
    for criterion, now in rated:
        choices = _choices(rule, criterion, now, target)
        following: dict[_Local, _Node] = {}
        for state, node in table.items():
            for to in choices:
                after = _after(rule, state, criterion, to)
                if after is not None:
                    cost = (1, to - now) if to > now else (0, 0)
                    step = Raise(criterion.code, now, to) if to > now else None
                    _reach(following, after, _sum(node, cost, 1), (node, step))
        table = following
    classes: dict[_Class, _Node] = {}
    for state, node in table.items():
        is_secured = bool(rated) and not state.core_at_2 and not state.at_1
        is_secured = is_secured and state.noncore_at_2 <= rule.max_noncore_at_2
        _merge(classes, (is_secured, state.core_at_2), node)
    return classes


def _merge(classes: dict[_Class, _Node], key: _Class, node: _Node) -> None:
    known = classes.get(key)
    if known is None or node.cost < known.cost:
        classes[key] = _Node(node.cost, node.count, list(node.steps))
    elif node.cost == known.cost:
        known.count += node.count
        known.steps += node.steps


def _choices(rule: DecisionRule, criterion: Criterion, now: int, target: Outcome) -> list[int]:
    """Give the levels worth trying: the present one and those at which the rule looks at a criterion differently."""
    lowest = NOT_VISIBLE
    if criterion.is_core:
        lowest = DEVELOPING  # a core criterion at 1 makes its standard "not yet visible" under any parameters
    if criterion.code == rule.hard_criterion:
        lowest = max(lowest, rule.hard_min)
    if target is Outcome.GRANTED:
        lowest = max(lowest, rule.granted_min_core if criterion.is_core else NOT_VISIBLE)
        lowest = max(lowest, DEVELOPING if rule.granted_no_level_1 else NOT_VISIBLE)
    return [level for level in sorted({now, DEVELOPING, SECURED, lowest}) if level >= max(now, lowest)]


def _after(rule: DecisionRule, state: _Local, criterion: Criterion, level: int) -> _Local | None:
    """Give the state with one more criterion; None where the standard or the whole could no longer do."""
    core, noncore, at_1 = state.core_at_2, state.noncore_at_2, state.at_1
    if level == DEVELOPING and criterion.is_core:
        core += 1
    elif level == DEVELOPING:
        noncore = min(noncore + 1, rule.max_noncore_at_2 + 1)
    elif level == NOT_VISIBLE:
        at_1 += 1
    if core > rule.conditions_max_core_at_2 or at_1 >= rule.not_yet_count_of_1:
        return None
    return _Local(core, noncore, at_1)


def _ways(end: _Node, limit: int) -> Iterator[tuple[Raise, ...]]:
    """Walk back from `end` along its cheapest ways, at most `limit` of them."""
    waiting: list[tuple[_Node, tuple[Raise, ...]]] = [(end, ())]
    found = 0
    while waiting and found < limit:
        node, raises = waiting.pop()
        if not node.steps:
            found += 1
            yield raises
        for before, step in node.steps:
            if isinstance(step, _Node):
                waiting += [(before, raises + way) for way in _ways(step, limit)]
            else:
                waiting.append((before, raises if step is None else (*raises, step)))
