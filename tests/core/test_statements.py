"""Statements: shares per group, the same question in several surveys, then beside now, and nothing about the few."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.core.baseline import Baseline
from auditor_app.core.comparison import baseline_of
from auditor_app.core.model import Audit, FrozenFramework, Survey, SurveyGroup, SurveyQuestion
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.core.snapshot_json import from_document, to_document
from auditor_app.core.statements import (
    Share,
    Statement,
    is_small,
    question_key,
    question_shown,
    questions_shown,
    results_of,
    statements,
    survey_shown,
    tells_of_a_few,
)
from auditor_app.core.survey import Counts, Results

PUPILS = Survey("p", "a", SurveyGroup.PUPILS, "2026-09-18", 612, 455)
TEACHERS = Survey("t", "a", SurveyGroup.TEACHERS, "2026-09-18", 58, 47)


def question(survey: str, text: str = "Ik weet waar ik naartoe werk.", **fields: object) -> SurveyQuestion:
    made = SurveyQuestion(f"{survey}:q", "a", survey, question_key(text), 1, text, ("E1.1",))
    return replace(made, **{"counts": {"1": 10, "3": 20, "4": 40, "5": 30}, **fields})  # type: ignore[arg-type]  # by name


def bars(found: tuple[Statement, ...]) -> list[tuple[str, str, Share | None]]:
    return [(bar.survey.id, bar.part, bar.share) for item in found for bar in item.bars]


@pytest.mark.parametrize(
    ("share", "percent"),
    [(Share(0, 7), 0), (Share(1, 8), 13), (Share(1, 3), 33), (Share(2, 3), 67), (Share(7, 7), 100), (Share(0, 0), 0)],
)
def test_per_cents_are_whole_and_halves_go_up(share: Share, percent: int) -> None:
    assert share.percent == percent


def test_the_same_question_in_two_surveys_is_one_statement_with_a_bar_per_group() -> None:
    asked = (question("t", "ik weet  waar ik naartoe werk"), question("p"))
    (found,) = statements(asked, (TEACHERS, PUPILS), 5)
    assert [(bar.survey.id, bar.share) for bar in found.bars] == [("p", Share(70, 100)), ("t", Share(70, 100))]
    assert found.criteria == ("E1.1",)
    assert statements(asked, (TEACHERS, PUPILS), 5, "E1.2") == ()


def test_a_reversed_question_shows_who_disagrees() -> None:
    (found,) = statements((question("p", is_reversed=True),), (PUPILS,), 5)
    assert found.is_reversed
    assert found.bars[0].share == Share(10, 100)


def test_too_few_answers_give_no_share() -> None:
    few = question("p", counts={"4": 4})
    assert bars(statements((few,), (PUPILS,), 5)) == [("p", "", None)]
    assert bars(statements((replace(few, counts={"4": 5}),), (PUPILS,), 5)) == [("p", "", Share(5, 5))]
    assert bars(statements((replace(few, counts={"4": 5}),), (PUPILS,), 6)) == [("p", "", None)]


def test_the_same_question_stands_beside_its_answers_of_then_only_for_the_same_group() -> None:
    then = statements((question("x", counts={"1": 50, "5": 50}),), (replace(PUPILS, id="x"),), 5)
    (found,) = statements((question("p"), question("t")), (PUPILS, TEACHERS), 5, then=then)
    assert [bar.then for bar in found.bars] == [Share(50, 100), None]


def test_another_scale_is_not_compared() -> None:
    then = statements((question("x", highest=4, agrees_from=3),), (replace(PUPILS, id="x"),), 5)
    (found,) = statements((question("p"),), (PUPILS,), 5, then=then)
    assert found.bars[0].then is None


@pytest.mark.parametrize(
    "text", ["Ik weet waar ik naartoe werk.", " ik WEET waar\tik naartoe werk !", "ik weet waar ik naartoe werk"]
)
def test_a_question_is_known_however_it_was_typed(text: str) -> None:
    assert question_key(text) == "ik weet waar ik naartoe werk"


COUNTS = st.dictionaries(st.sampled_from(["1", "2", "3", "4", "5"]), st.integers(0, 12), max_size=5)


@settings(deadline=None)  # the first reading builds the converter
@given(
    counts=COUNTS,
    parts=st.dictionaries(st.sampled_from(["1", "2", "3"]), COUNTS),
    answered=st.integers(0, 20),
    minimum=st.integers(0, 20),
)
def test_what_a_school_receives_holds_no_group_under_the_minimum(
    counts: dict[str, int], parts: dict[str, dict[str, int]], answered: int, minimum: int
) -> None:
    """Even what was stored with a lower minimum, or came from elsewhere, leaves only as the minimum allows."""
    survey = replace(PUPILS, answered=answered)
    held = question("p", counts=counts, parts=parts)
    team = Snapshot(Audit("a", survey_minimum=minimum), FrozenFramework(), surveys=(survey,), survey_questions=(held,))
    school = project(team, Audience.SCHOOL)
    least = max(3, minimum)
    assert school.surveys[0].answered in (None, answered)
    assert (school.surveys[0].answered or least) >= least
    shown = school.survey_questions[0]
    sizes = [sum(part.values()) for part in (shown.counts, *shown.parts.values())]  # type: ignore[attr-defined]  # counts, by their schema
    assert all(size == 0 or size >= least for size in sizes)
    assert from_document(to_document(school)) == school


YEAR_1 = replace(PUPILS, id="y", title="Leerjaar 1")


def test_a_part_asked_by_itself_is_not_shown_where_those_left_over_are_few() -> None:
    whole, part = question("p", counts={"3": 10, "5": 20}), question("y", counts={"3": 9, "5": 18})
    assert bars(statements((whole, part), (PUPILS, YEAR_1), 5)) == [("p", "", Share(20, 30)), ("y", "", None)]
    assert bars(statements((whole, part), (PUPILS, YEAR_1), 3)) == [("p", "", Share(20, 30)), ("y", "", Share(18, 27))]
    of_others = replace(YEAR_1, group=TEACHERS.group)
    assert bars(statements((whole, part), (PUPILS, of_others), 5))[1][2] == Share(18, 27), "other people"
    other_answers = question("y", counts={"3": 11, "5": 16})
    assert bars(statements((whole, other_answers), (PUPILS, YEAR_1), 5))[1][2] == Share(16, 27), (
        "not of the same answers"
    )
    elsewhere = replace(part, criteria=("C1.1",))
    assert bars(statements((whole, elsewhere), (PUPILS, YEAR_1), 5, "C1.1")) == [("y", "", None)]


def test_nor_a_part_asked_by_itself_that_nearly_is_a_part_of_the_split() -> None:
    whole = question("p", counts={"5": 60}, parts={"1": {"5": 20}, "2": {"5": 40}})
    assert bars(statements((whole, question("y", counts={"5": 18})), (PUPILS, YEAR_1), 5))[-1] == ("y", "", None)
    assert bars(statements((whole, question("y", counts={"5": 15})), (PUPILS, YEAR_1), 5))[-1][2] == Share(15, 15)
    only_parts = replace(whole, counts={}, is_withheld=True)
    assert bars(statements((only_parts, question("y", counts={"5": 18})), (PUPILS, YEAR_1), 5))[-1] == ("y", "", None)


def test_nor_a_part_that_leaves_a_few_of_those_who_are_withheld_together() -> None:
    whole = question("p", counts={"5": 60}, parts={"1": {"5": 20}}, withheld=("2", "3"))
    assert bars(statements((whole, question("y", counts={"5": 38})), (PUPILS, YEAR_1), 5))[-1] == ("y", "", None)
    assert bars(statements((whole, question("y", counts={"5": 30})), (PUPILS, YEAR_1), 5))[-1][2] == Share(30, 30)


def test_nor_two_parts_that_together_leave_a_few_whatever_else_was_asked() -> None:
    asked = {"p": 100, "s1": 60, "s2": 37, "s3": 30}
    surveys = [replace(PUPILS, id=survey, title=survey) for survey in asked]
    held = [question(survey, counts={"2": count // 2, "5": count - count // 2}) for survey, count in asked.items()]
    shown = {survey: share and share.answered for survey, _part, share in bars(statements(held, surveys, 5))}
    assert shown == {"p": 100, "s1": 60, "s2": None, "s3": 30}
    assert all(share for _survey, _part, share in bars(statements(held, surveys, 3)))


def test_what_was_read_in_as_of_others_may_be_a_part_of_the_group() -> None:
    whole, part = question("p", counts={"3": 10, "5": 20}), question("y", counts={"3": 9, "5": 18})
    of_others = replace(YEAR_1, group=SurveyGroup.OTHER)
    assert bars(statements((whole, part), (PUPILS, of_others), 5))[1][2] is None


@settings(deadline=None)
@given(asked=st.lists(COUNTS, min_size=2, max_size=4), parts=st.dictionaries(st.sampled_from("12"), COUNTS))
def test_no_survey_of_a_group_taken_from_another_leaves_a_few(
    asked: list[dict[str, int]], parts: dict[str, dict[str, int]]
) -> None:
    surveys = tuple(replace(PUPILS, id=f"s{n}", title=f"part {n}" if n else "") for n in range(len(asked)))
    held = tuple(question(f"s{n}", counts=counts, parts={} if n else parts) for n, counts in enumerate(asked))
    then = Baseline(surveys=surveys, survey_questions=held)
    team = Snapshot(Audit("a"), FrozenFramework(), surveys=surveys, survey_questions=held, baseline=then)
    school = project(team, Audience.SCHOOL)
    assert school.baseline is not None
    assert school.baseline.survey_questions == school.survey_questions
    read: list[tuple[str, Counts]] = []
    for item in school.survey_questions:
        results = results_of(item)
        read += [(item.survey, counts) for counts in (results.total or {}, *results.groups.values())]
    for survey, whole in read:
        for other, part in read:
            is_within = all(count <= whole.get(answer, 0) for answer, count in part.items())
            if survey != other and is_within and sum(part.values()) > 0:
                assert sum(whole.values()) - sum(part.values()) not in range(1, 5)


def test_small_answers_in_a_file_that_are_no_counts_are_left_out() -> None:
    odd = question("p", counts={"4": True, "5": -3, "1": 9, "x": 40, "2": "7"}, parts={"3": 5})
    assert dict(question_shown(odd, 5).counts) == {"1": 9, "x": 40}
    assert bars(statements((odd,), (PUPILS,), 5)) == [("p", "", Share(0, 9))]


def test_how_many_answered_is_left_out_where_they_are_few() -> None:
    few = replace(TEACHERS, answered=3)
    assert survey_shown(few, 5) == replace(few, answered=None, is_small=True)
    assert survey_shown(replace(few, answered=0), 5).answered == 0

    assert survey_shown(replace(few, answered=5), 5).answered == 5
    assert survey_shown(replace(few, answered=None), 5).answered is None
    said_to_be_few = replace(few, answered=None, is_small=True)
    assert is_small(said_to_be_few, 5), "what the school received stays as it was"
    assert survey_shown(replace(said_to_be_few, answered=400), 5) == said_to_be_few


def test_two_surveys_with_the_same_answers_tell_nothing_of_a_few() -> None:
    found = statements((question("p"), question("y")), (PUPILS, YEAR_1), 5)
    assert bars(found) == [("p", "", Share(70, 100)), ("y", "", Share(70, 100))]


def test_a_question_of_a_survey_that_is_gone_is_left_out() -> None:
    assert bars(statements((question("gone"), question("p")), (PUPILS,), 5)) == [("p", "", Share(70, 100))]
    assert questions_shown((question("gone"),), (), 5) == (question("gone"),)


def test_results_read_in_twice_tell_of_a_few_also_by_one_of_their_parts() -> None:
    one = Results({"1": {"4": 20}, "2": {"4": 30}}, (), None)
    for later, tells in (({"4": 22}, True), ({"4": 30}, False), ({"4": 20}, False)):
        other = Results({"1": later, "3": {"4": 31}}, (), None)
        assert tells_of_a_few(one, other, 5) is tells
        assert tells_of_a_few(other, one, 5) is tells
    assert tells_of_a_few(Results({}, (), {"4": 20}), Results({}, (), {"4": 22}), 5)
    assert not tells_of_a_few(Results({}, ("1",), None), Results({}, (), {"4": 22}), 5)
    assert not tells_of_a_few(Results({}, (), {"4": 22}), Results({}, ("1",), None), 5)


def test_statements_stand_in_the_order_of_the_surveys_and_parts_as_people_count() -> None:
    third, first = question("p", "Third?", position=3), question("t", "First?", position=1)
    second = question("p", "Second?", position=1)
    asked = (third, first, second)
    assert [item.text for item in statements(asked, (TEACHERS, PUPILS), 5)] == ["Second?", "First?", "Third?"]
    parts = {part: {"4": 20} for part in ("havo", "10", "²", "2")}
    split = question("p", counts={"4": 80}, parts=parts)
    assert [part for _survey, part, _share in bars(statements((split,), (PUPILS,), 5))] == ["", "2", "10", "havo", "²"]


def test_a_baseline_takes_the_surveys_along() -> None:
    from tests.services.report_samples import team_snapshot  # noqa: PLC0415 - builds a framework

    earlier = replace(team_snapshot(), surveys=(PUPILS,), survey_questions=(question("p"),))
    baseline = baseline_of(earlier, "r")
    now = replace(earlier, baseline=baseline)
    read = from_document(to_document(now)).baseline
    assert read is not None
    assert read.survey_questions == (question("p"),)
    assert read.surveys == (PUPILS,)
