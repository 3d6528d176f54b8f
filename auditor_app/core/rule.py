"""The parameters of a framework's decision rule, read strictly: a wrong or unknown one stops the judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework

NOT_VISIBLE, DEVELOPING, SECURED, SHARED = 1, 2, 3, 4
"""The steps of the scale, as the names of the parameters use them (DOMAIN 7.2)."""


@dataclass(frozen=True)
class DecisionRule:
    """The parameters of DOMAIN 9.4; `hard_criterion` is empty where nothing may not be compensated."""

    max_noncore_at_2: int
    not_yet_count_of_1: int
    shared_count_of_4: int
    granted_min_core: int
    granted_min_secured: int
    granted_no_level_1: bool
    conditions_max_core_at_2: int
    conditions_min_secured: int
    conditions_no_core_at_1: bool
    hard_criterion: str = ""
    hard_min: int = NOT_VISIBLE


_PARAMETERS: Mapping[str, frozenset[str]] = {
    "standard": frozenset({"max_noncore_at_2_if_secured", "not_yet_if_count_of_1", "shared_min_count_of_4"}),
    "granted": frozenset({"min_core", "min_secured", "no_level_1"}),
    "conditions": frozenset({"max_core_at_2", "min_secured", "no_core_at_1"}),
    "hard": frozenset({"criterion", "min"}),
}


def decision_rule(framework: Framework) -> DecisionRule:
    """Read the rule of `framework`; raises `UserError("decision.rule_invalid")` naming the parameter."""
    raw = framework.decision_rule
    _check_names(raw)
    most, standards = len(framework.criteria), len(framework.standards)
    has_hard = "hard" in raw
    return DecisionRule(
        max_noncore_at_2=_number(raw, "standard", "max_noncore_at_2_if_secured", (0, most)),
        not_yet_count_of_1=_number(raw, "standard", "not_yet_if_count_of_1", (1, most + 1)),
        shared_count_of_4=_number(raw, "standard", "shared_min_count_of_4", (0, most)),
        granted_min_core=_number(raw, "granted", "min_core", (NOT_VISIBLE, SHARED)),
        granted_min_secured=_number(raw, "granted", "min_secured", (0, standards)),
        granted_no_level_1=_truth(raw, "granted", "no_level_1"),
        conditions_max_core_at_2=_number(raw, "conditions", "max_core_at_2", (0, most)),
        conditions_min_secured=_number(raw, "conditions", "min_secured", (0, standards)),
        conditions_no_core_at_1=_truth(raw, "conditions", "no_core_at_1"),
        hard_criterion=_criterion(framework, raw, "hard", "criterion") if has_hard else "",
        hard_min=_number(raw, "hard", "min", (NOT_VISIBLE, SHARED)) if has_hard else NOT_VISIBLE,
    )


def _check_names(raw: Mapping[str, object]) -> None:
    """Refuse what this program does not know: a part of a rule that is passed over makes another rule of it."""
    for part, values in raw.items():
        known = _PARAMETERS.get(part)
        if known is None or not isinstance(values, Mapping):
            raise UserError("decision.rule_invalid", path=part, value=_short(values))
        for name in values:
            if name not in known:
                raise UserError("decision.rule_invalid", path=f"{part}.{name}", value=_short(values[name]))


def _value(raw: Mapping[str, object], part: str, name: str) -> object:
    values = raw.get(part)
    return values.get(name) if isinstance(values, Mapping) else None


def _number(raw: Mapping[str, object], part: str, name: str, bounds: tuple[int, int]) -> int:
    value = _value(raw, part, name)
    if isinstance(value, bool) or not isinstance(value, int) or not bounds[0] <= value <= bounds[1]:
        raise UserError("decision.rule_invalid", path=f"{part}.{name}", value=_short(value))
    return value


def _truth(raw: Mapping[str, object], part: str, name: str) -> bool:
    value = _value(raw, part, name)
    if not isinstance(value, bool):
        raise UserError("decision.rule_invalid", path=f"{part}.{name}", value=_short(value))
    return value


def _criterion(framework: Framework, raw: Mapping[str, object], part: str, name: str) -> str:
    code = _value(raw, part, name)
    if not isinstance(code, str) or code not in framework.by_code:
        raise UserError("decision.rule_invalid", path=f"{part}.{name}", value=_short(code))
    return code


def _short(value: object) -> str:
    return repr(value)[:40]
