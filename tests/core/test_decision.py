"""The decision rule of DOMAIN 9.4: the framework's own vectors, its shape, its derivation, and whom it refuses."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import json
import re
from collections import Counter
from itertools import combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.config import resource_path
from auditor_app.core import changes, decision, gates
from auditor_app.core.changes import shortest_changes
from auditor_app.core.decision import (
    Decision,
    Outcome,
    StandardResult,
    SummativeRatings,
    decide,
    decision_of,
    summative_ratings,
)
from auditor_app.core.errors import UserError
from auditor_app.core.framework import Framework, build_framework
from auditor_app.core.model import Audit, AuditKind, Consensus, FrozenFramework
from auditor_app.core.snapshot import Snapshot

BODY: dict[str, Any] = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
CODES = [item["code"] for item in BODY["criteria"]]
CODE = re.compile(r"[EOC]\d\.\d")
OUTCOMES = {
    "GRANTED": Outcome.GRANTED,
    "GRANTED_WITH_CONDITIONS": Outcome.CONDITIONS,
    "NOT_YET_GRANTED": Outcome.NOT_YET,
    "NO_OUTCOME": Outcome.INCOMPLETE,
}
ORDER = [Outcome.NOT_YET, Outcome.CONDITIONS, Outcome.GRANTED]
LEVELS = st.sampled_from("1234")


def a_snapshot(levels: dict[str, str], body: dict[str, Any] = BODY, kind: AuditKind = AuditKind.SUMMATIVE) -> Snapshot:
    consensus = tuple(Consensus(f"a:{code}", "a", code, level, "why") for code, level in levels.items())
    return Snapshot(audit=Audit(id="a", kind=kind), frozen=FrozenFramework(body=body), consensus=consensus)


def a_decision(levels: dict[str, str], body: dict[str, Any] = BODY) -> Decision:
    return decide(summative_ratings(a_snapshot(levels, body)))


def of_vector(case: str) -> dict[str, str]:
    """Read "All 3, core E2.1 O1.1 C3.2 at 2": the words between a level and the codes are for people."""
    base, _, rest = case.partition(",")
    level = re.search(r"\b(?:at )?([1-4]|NB|NVT)\b", CODE.sub("", rest))
    base_level = re.search(r"([1-4])$", base)
    assert base_level
    changed = {code: level.group(1) for code in CODE.findall(rest)} if level else {}
    return {**dict.fromkeys(CODES, base_level.group(1)), **changed}


@pytest.mark.parametrize("vector", BODY["test_vectors"], ids=lambda vector: vector["case"])
def test_the_vectors_of_the_framework_pass(vector: dict[str, Any]) -> None:
    found = a_decision(of_vector(vector["case"]))
    assert found.outcome is OUTCOMES[vector["outcome"]]
    assert Counter(str(item.result) for item in found.standards) == {
        name.lower(): count for name, count in vector["standards"].items()
    }


def test_all_sixteen_vectors_are_read_as_they_are_meant() -> None:
    read = [of_vector(vector["case"]) for vector in BODY["test_vectors"]]
    named = [set(CODE.findall(vector["case"])) for vector in BODY["test_vectors"]]
    assert len(read) == 16
    for levels, codes in zip(read, named, strict=True):
        usual = Counter(levels.values()).most_common(1)[0][0]
        assert {code for code, level in levels.items() if level != usual} == codes


@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.INTERIM])
def test_no_other_audit_has_ratings_to_decide_on(kind: AuditKind) -> None:
    snapshot = a_snapshot(dict.fromkeys(CODES, "3"), kind=kind)
    for refused in (summative_ratings, gates.gates, gates.judge):
        with pytest.raises(UserError) as caught:
            refused(snapshot)
        assert caught.value.code == "decision.not_summative"


def test_the_ratings_cannot_be_made_by_hand() -> None:
    ratings = summative_ratings(a_snapshot(dict.fromkeys(CODES, "3")))
    made: Any = SummativeRatings
    values = {field.name: getattr(ratings, field.name) for field in dataclasses.fields(ratings)}
    with pytest.raises(TypeError):
        made(**values)
    with pytest.raises(TypeError):
        made()
    with pytest.raises(TypeError):
        dataclasses.replace(ratings, audit="b")
    with pytest.raises(TypeError):
        type("Mine", (made,), {})
    with pytest.raises(dataclasses.FrozenInstanceError):
        ratings.levels = {}  # type: ignore[misc]  # that is the point
    with pytest.raises(TypeError):
        ratings.levels["E1.1"] = "4"  # type: ignore[index]  # that is the point


def test_everything_that_speaks_of_outcomes_asks_for_a_summative_audit() -> None:
    """A function that takes bare levels would be a side door; the one there is stays inside the core."""
    lookalike: Any = a_snapshot(dict.fromkeys(CODES, "3"), kind=AuditKind.FORMATIVE)
    asked: list[Any] = [decide, shortest_changes]
    for function in asked:
        assert next(iter(inspect.signature(function).parameters.values())).annotation == "SummativeRatings"
        for wrong in (lookalike, None, dict.fromkeys(CODES, "3")):
            with pytest.raises(TypeError):
                function(wrong)


def is_at_least(found: Outcome, before: Outcome) -> bool:
    return ORDER.index(found) >= ORDER.index(before)


def parameters(draw: st.DrawFn, standards: int) -> dict[str, Any]:
    def number(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    return {
        "standard": {
            "max_noncore_at_2_if_secured": number(0, 2),
            "not_yet_if_count_of_1": number(1, 3),
            "shared_min_count_of_4": number(0, 2),
        },
        "granted": {
            "min_core": number(1, 4),
            "min_secured": number(0, standards),
            "no_level_1": draw(st.booleans()),
        },
        "conditions": {
            "max_core_at_2": number(0, 2),
            "min_secured": number(0, standards),
            "no_core_at_1": draw(st.booleans()),
        },
    }


@st.composite
def small_frameworks(draw: st.DrawFn) -> dict[str, Any]:
    """A framework of five or six criteria in two or three standards, with any rule it could have."""
    chosen = draw(
        st.sampled_from([("E1.1 E1.3 E1.4 E2.1 E2.2"), ("E1.1 E1.3 E2.1 E2.2 E3.2 E3.3"), "E1.1 E1.2 E1.3 E1.4 E2.2"])
    )
    codes = chosen.split()
    body = copy.deepcopy({**BODY, "criteria": [item for item in BODY["criteria"] if item["code"] in codes]})
    for item in body["criteria"]:
        item["core"] = draw(st.booleans())
    used = {item["standard"] for item in body["criteria"]}
    body["standards"] = [item for item in body["standards"] if item["code"] in used]
    body["decision_rule"] = parameters(draw, len(used))
    if draw(st.booleans()):
        body["decision_rule"]["hard"] = {"criterion": draw(st.sampled_from(codes)), "min": draw(st.integers(1, 4))}
    return body


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, str]]:
    body = draw(small_frameworks())
    rule = body["decision_rule"].get("hard", {})
    levels = {}
    for item in body["criteria"]:
        may_not_apply = not item["core"] and item["code"] != rule.get("criterion")
        levels[item["code"]] = draw(
            st.sampled_from("1223344") if not may_not_apply else st.sampled_from([*"122334", "NVT"])
        )
    return body, levels


@given(levels=st.fixed_dictionaries(dict.fromkeys(CODES, LEVELS)), code=st.sampled_from(CODES))
@settings(max_examples=40)
def test_raising_a_rating_never_worsens_the_outcome(levels: dict[str, str], code: str) -> None:
    ratings = summative_ratings(a_snapshot(levels))
    before = decide(ratings).outcome
    for level in "1234":
        if level > levels[code]:
            raised = decision_of(ratings.rule, ratings.framework, {**levels, code: level})
            assert is_at_least(raised.outcome, before)


@given(case=cases())
@settings(max_examples=30)
def test_raising_a_rating_never_worsens_the_outcome_under_any_rule(case: tuple[dict[str, Any], dict[str, str]]) -> None:
    body, levels = case
    ratings = summative_ratings(a_snapshot(levels, body))
    before = decide(ratings).outcome
    for code, level in levels.items():
        for higher in "1234":
            if level != "NVT" and higher > level:
                raised = decision_of(ratings.rule, ratings.framework, {**levels, code: higher})
                assert is_at_least(raised.outcome, before)


@given(levels=st.fixed_dictionaries(dict.fromkeys(CODES, st.sampled_from("233333334"))), seed=st.randoms())
@settings(max_examples=8)
def test_other_names_and_another_order_change_nothing(levels: dict[str, str], seed: Random) -> None:
    names = dict(zip(CODES, seed.sample([f"Z{number // 10}.{number % 10}" for number in range(99)], 36), strict=True))
    body = copy.deepcopy(BODY)
    for name in ("criteria", "standards", "lines"):
        seed.shuffle(body[name])
    for item in body["criteria"]:
        item["code"] = names[item["code"]]
    body["decision_rule"]["hard"]["criterion"] = names[body["decision_rule"]["hard"]["criterion"]]
    one = summative_ratings(a_snapshot(levels))
    other = summative_ratings(a_snapshot({names[code]: level for code, level in levels.items()}, body))
    here, there = decide(one), decide(other)
    assert here.outcome is there.outcome
    assert {names[code] for code in here.deciding} == set(there.deciding)
    ways, renamed = shortest_changes(one, 300), shortest_changes(other, 300)
    assert (ways is None) == (renamed is None)
    if ways and renamed:
        assert (ways.criteria, ways.levels, ways.total) == (renamed.criteria, renamed.levels, renamed.total)
        if ways.is_complete:
            assert {frozenset((names[item.criterion], item.to) for item in way.raises) for way in ways.sets} == {
                frozenset((item.criterion, item.to) for item in way.raises) for way in renamed.sets
            }


@given(case=cases())
@settings(max_examples=40)
def test_the_derivation_names_exactly_the_criteria_that_decide(case: tuple[dict[str, Any], dict[str, str]]) -> None:
    """Raising what a failing part names mends the part; raising everything else does not."""
    body, levels = case
    ratings = summative_ratings(a_snapshot(levels, body))
    found = decide(ratings)
    raisable = {code for code, level in levels.items() if level != "NVT"}

    def parts_after(raised: set[str]) -> dict[str, bool]:
        after = decision_of(ratings.rule, ratings.framework, {**levels, **dict.fromkeys(raised & raisable, "4")})
        return {part.code: part.holds for part in (*after.conditions, *after.granted)}

    all_raised = parts_after(raisable)
    for part in (*found.conditions, *found.granted):
        assert set(part.criteria) <= raisable
        if not part.holds:
            assert parts_after(set(part.criteria))[part.code] == all_raised[part.code]
            assert not parts_after(raisable - set(part.criteria))[part.code]


@given(case=cases())
@settings(max_examples=40)
def test_the_outcome_is_what_the_table_of_the_domain_says(case: tuple[dict[str, Any], dict[str, str]]) -> None:
    """The rule once more, in the words of DOMAIN 9.4 and without its code."""
    body, levels = case
    rule = body["decision_rule"]
    rated = [(item, int(levels[item["code"]])) for item in body["criteria"] if levels[item["code"]] != "NVT"]
    core = [level for item, level in rated if item["core"]]
    results = []
    for standard in body["standards"]:
        own = [(item["core"], level) for item, level in rated if item["standard"] == standard["code"]]
        ones = sum(level == 1 for _, level in own)
        if not own:
            results.append("not_applicable")
        elif (True, 1) in own or ones >= rule["standard"]["not_yet_if_count_of_1"]:
            results.append("not_yet")
        elif ones or (True, 2) in own or own.count((False, 2)) > rule["standard"]["max_noncore_at_2_if_secured"]:
            results.append("developing")
        elif min(level for _, level in own) < 3:
            results.append("secured")
        else:
            fours = sum(level == 4 for _, level in own)
            results.append("shared" if fours >= rule["standard"]["shared_min_count_of_4"] else "secured")
    secured = results.count("secured") + results.count("shared")
    with_conditions = (
        not (rule["conditions"]["no_core_at_1"] and 1 in core)
        and core.count(2) <= rule["conditions"]["max_core_at_2"]
        and secured >= rule["conditions"]["min_secured"]
        and "not_yet" not in results
        and ("hard" not in rule or int(levels[rule["hard"]["criterion"]]) >= rule["hard"]["min"])
    )
    granted = (
        with_conditions
        and all(level >= rule["granted"]["min_core"] for level in core)
        and secured >= rule["granted"]["min_secured"]
        and not (rule["granted"]["no_level_1"] and any(level == 1 for _, level in rated))
    )
    found = a_decision(levels, body)
    assert [str(item.result) for item in found.standards] == results
    assert found.outcome is (Outcome.GRANTED if granted else Outcome.CONDITIONS if with_conditions else Outcome.NOT_YET)


@pytest.mark.parametrize(
    ("code", "level"), [("E1.1", "NB"), ("E1.1", "NVT"), ("E1.4", "NB"), ("E1.4", ""), ("C2.1", "NVT")]
)
def test_what_was_not_judged_gives_no_outcome_at_all(code: str, level: str) -> None:
    found = a_decision({**dict.fromkeys(CODES, "3"), code: level})
    assert found.outcome is Outcome.INCOMPLETE
    assert found.missing == found.deciding == (code,)
    assert not found.conditions
    assert not found.granted
    assert shortest_changes(summative_ratings(a_snapshot({**dict.fromkeys(CODES, "3"), code: level}))) is None


def test_nothing_rated_is_incomplete_and_not_not_yet() -> None:
    found = a_decision({})
    assert found.outcome is Outcome.INCOMPLETE
    assert set(found.missing) == set(CODES)


def test_a_standard_that_does_not_apply_at_all_is_not_secured_by_that() -> None:
    body = copy.deepcopy(BODY)
    own = [item for item in body["criteria"] if item["standard"] == "O1"]
    for item in own:
        item["core"] = False
    found = a_decision({**dict.fromkeys(CODES, "3"), **{item["code"]: "NVT" for item in own}}, body)
    assert found.count(StandardResult.NOT_APPLICABLE) == 1
    assert found.count(StandardResult.SECURED) == 8


def test_no_change_can_secure_a_standard_that_does_not_apply() -> None:
    body = copy.deepcopy(BODY)
    own = [item for item in body["criteria"] if item["standard"] == "O1"]
    for item in own:
        item["core"] = False
    body["decision_rule"]["granted"]["min_secured"] = 9
    levels = {**dict.fromkeys(CODES, "3"), **{item["code"]: "NVT" for item in own}}
    found = shortest_changes(summative_ratings(a_snapshot(levels, body)))
    assert found is not None
    assert (found.target, found.total, found.sets) == (Outcome.GRANTED, 0, ())


def test_what_cannot_be_compensated_cannot_be_left_out_either() -> None:
    body = copy.deepcopy(BODY)
    body["decision_rule"]["hard"]["criterion"] = "C1.2"
    found = a_decision({**dict.fromkeys(CODES, "3"), "C1.2": "NVT"}, body)
    assert (found.outcome, found.missing) == (Outcome.INCOMPLETE, ("C1.2",))


@pytest.mark.parametrize("level", ["5", "0", "3.5", "drie", "³", "-1", "1" * 5000])
def test_a_level_outside_the_scale_is_refused(level: str) -> None:
    with pytest.raises(UserError) as caught:
        a_decision({**dict.fromkeys(CODES, "3"), "E1.1": level})
    assert caught.value.code == "decision.level_unknown"
    assert len(str(caught.value)) < 200


def test_two_different_levels_for_one_criterion_are_refused_whatever_their_order() -> None:
    snapshot = a_snapshot(dict.fromkeys(CODES, "3"))
    extra = Consensus("a:again", "a", "E1.1", "1", "")
    for consensus in ((*snapshot.consensus, extra), (extra, *snapshot.consensus)):
        with pytest.raises(UserError) as caught:
            summative_ratings(dataclasses.replace(snapshot, consensus=consensus))
        assert caught.value.code == "decision.two_levels"


def test_a_level_for_a_criterion_the_framework_does_not_have_counts_for_nothing() -> None:
    assert a_decision({**dict.fromkeys(CODES, "3"), "E9.9": "1"}).outcome is Outcome.GRANTED


def test_the_parameters_decide_and_not_the_program() -> None:
    levels = {**dict.fromkeys(CODES, "3"), "E2.1": "2"}
    body = copy.deepcopy(BODY)
    assert a_decision(levels, body).outcome is Outcome.CONDITIONS
    body["decision_rule"]["granted"]["min_core"] = 2
    assert a_decision(levels, body).outcome is Outcome.GRANTED
    body["decision_rule"]["conditions"]["max_core_at_2"] = 0
    assert a_decision(levels, body).outcome is Outcome.NOT_YET
    body["decision_rule"]["hard"] = {"criterion": "C1.2", "min": 4}
    assert "C1.2" in a_decision(dict.fromkeys(CODES, "3"), body).deciding


MISSING = object()


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("granted", "min_core", MISSING),
        ("granted", "min_core", True),
        ("granted", "min_core", "3"),
        ("granted", "min_core", 3.0),
        ("granted", "min_core", 5),
        ("granted", "min_secured", 10),
        ("granted", "min_secured", -1),
        ("granted", "no_level_1", 1),
        ("granted", "unless_it_rains", True),
        ("standard", "not_yet_if_count_of_1", 0),
        ("conditions", "max_core_at_2", None),
        ("conditions", "no_core_at_1", "true"),
        ("hard", "criterion", "E9.9"),
        ("hard", "criterion", ["C2.1"]),
        ("hard", "min", MISSING),
        ("bonus", "points", 1),
    ],
)
def test_a_rule_that_is_not_understood_stops_the_judgement(part: str, name: str, value: object) -> None:
    body = copy.deepcopy(BODY)
    values = body["decision_rule"].setdefault(part, {})
    values.pop(name, None)
    if value is not MISSING:
        values[name] = value
    with pytest.raises(UserError) as caught:
        a_decision(dict.fromkeys(CODES, "3"), body)
    assert caught.value.code == "decision.rule_invalid"
    assert str(caught.value.details["path"]).startswith(part)


# --- the shortest changes ---


def cheapest_by_trying_everything(
    framework: Framework, ratings: SummativeRatings
) -> tuple[tuple[int, int], set[frozenset[tuple[str, int]]]] | None:
    """Try every raise of every set of criteria, smallest sets first."""
    before = ORDER.index(decide(ratings).outcome)
    raisable = [item.code for item in framework.criteria if ratings.levels[item.code] in "123"]
    for size in range(1, len(raisable) + 1):
        found: dict[int, set[frozenset[tuple[str, int]]]] = {}
        for codes in combinations(raisable, size):
            for tos in product(*(range(int(ratings.levels[code]) + 1, 5) for code in codes)):
                levels = {**ratings.levels, **{code: str(to) for code, to in zip(codes, tos, strict=True)}}
                if ORDER.index(decision_of(ratings.rule, framework, levels).outcome) > before:
                    cost = sum(to - int(ratings.levels[code]) for code, to in zip(codes, tos, strict=True))
                    found.setdefault(cost, set()).add(frozenset(zip(codes, tos, strict=True)))
        if found:
            return (size, min(found)), found[min(found)]
    return None


@given(case=cases())
@settings(max_examples=40)
def test_the_shortest_changes_are_those_found_by_trying_everything(
    case: tuple[dict[str, Any], dict[str, str]],
) -> None:
    body, levels = case
    ratings = summative_ratings(a_snapshot(levels, body))
    found = shortest_changes(ratings, limit=5000)
    if decide(ratings).outcome is Outcome.GRANTED:
        assert found is None
        return
    assert found is not None
    expected = cheapest_by_trying_everything(build_framework(body), ratings)
    if expected is None:
        assert (found.total, found.sets) == (0, ())
        return
    assert (found.criteria, found.levels) == expected[0]
    listed = [frozenset((item.criterion, item.to) for item in way.raises) for way in found.sets]
    assert set(listed) == expected[1]
    assert len(listed) == len(set(listed)) == found.total


@given(levels=st.fixed_dictionaries(dict.fromkeys(CODES, LEVELS)))
@settings(max_examples=15)
def test_every_listed_change_works_and_none_of_its_raises_can_be_left_out(levels: dict[str, str]) -> None:
    ratings = summative_ratings(a_snapshot(levels))
    before = decide(ratings).outcome
    found = shortest_changes(ratings, limit=3)
    if found is None:
        assert before is Outcome.GRANTED
        return
    assert found.total >= len(found.sets) > 0
    for way in found.sets:
        assert is_at_least(way.outcome, found.target)
        assert len(way.raises) == found.criteria
        for spared in way.raises:
            less = {item.criterion: str(item.to) for item in way.raises}
            less[spared.criterion] = str(spared.to - 1)
            assert decision_of(ratings.rule, ratings.framework, {**levels, **less}).outcome is before


def test_one_core_criterion_too_many_has_four_ways_out() -> None:
    levels = {**dict.fromkeys(CODES, "3"), **dict.fromkeys(("E2.1", "O1.1", "C3.2", "C1.1"), "2")}
    found = shortest_changes(summative_ratings(a_snapshot(levels)))
    assert found is not None
    assert found.target is Outcome.CONDITIONS
    assert [way.raises[0].criterion for way in found.sets] == ["E2.1", "O1.1", "C1.1", "C3.2"]
    assert found.is_complete


def test_mending_the_one_thing_that_cannot_be_compensated_may_lead_two_steps_up() -> None:
    found = shortest_changes(summative_ratings(a_snapshot({**dict.fromkeys(CODES, "4"), "C2.1": "2"})))
    assert found is not None
    assert [(way.raises[0].criterion, way.raises[0].to, way.outcome) for way in found.sets] == [
        ("C2.1", 3, Outcome.GRANTED)
    ]


def test_the_list_stops_at_the_limit_and_says_how_many_there_are() -> None:
    found = shortest_changes(summative_ratings(a_snapshot(dict.fromkeys(CODES, "2"))), limit=5)
    assert found is not None
    assert len(found.sets) == 5
    assert found.total > 1000
    assert not found.is_complete


def test_a_large_framework_is_no_trap() -> None:
    """Three hundred criteria in one standard: trying sets of them would never end."""
    body = copy.deepcopy(BODY)
    first = body["criteria"][0]
    body["standards"] = body["standards"][:1]
    body["criteria"] = [{**first, "code": f"E1.{number}", "core": number % 3 == 0} for number in range(300)]
    body["decision_rule"]["granted"]["min_secured"] = body["decision_rule"]["conditions"]["min_secured"] = 1
    body["decision_rule"]["hard"] = {"criterion": "E1.7", "min": 3}
    levels = {item["code"]: "1" for item in body["criteria"]}
    found = shortest_changes(summative_ratings(a_snapshot(levels, body)))
    assert found is not None
    assert len(found.sets) == changes.DEFAULT_LIMIT
    assert found.criteria == 300
    assert decision.Outcome.CONDITIONS is found.target
