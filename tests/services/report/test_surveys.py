from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.core.model import AuditKind, Survey, SurveyGroup, SurveyQuestion
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.statements import question_key
from tests.services.report_samples import (
    everything_in,
    for_school,
    made,
    qpdf_complaints,
    small_snapshot,
    text_of,
    with_baseline,
    words,
)

PUPILS = Survey("p", group=SurveyGroup.PUPILS, held="2026-09-17", asked=612, answered=455)
TEACHERS = Survey("t", group=SurveyGroup.TEACHERS, held="2026-09-17", asked=58, answered=47)
FEW = Survey("f", group=SurveyGroup.OTHER, title="Support staff", held="2026-09-17", asked=9, answered=4)


def question(survey: Survey, text: str, agreeing: int, others: int, place: int = 1) -> SurveyQuestion:
    key = question_key(text)
    counts = {"2": others, "4": agreeing}
    return SurveyQuestion(f"{survey.id}:{key}", "", survey.id, key, place, text, ("E1.1",), counts=counts)


def with_surveys(*questions: SurveyQuestion) -> Snapshot:
    return replace(small_snapshot(), surveys=(PUPILS, TEACHERS, FEW), survey_questions=questions)


def test_statements_show_group_per_cent_and_number() -> None:
    asked = (question(PUPILS, "I know my goals.", 374, 77), question(TEACHERS, "I know my goals.", 33, 14))
    text = words(text_of(made(with_surveys(*asked), "en").pdf))
    assert "Pupils, teachers and others at the school" not in text
    assert "Pupils and teachers were asked in September 2026" in text
    assert "I know my goals." in text
    for shown in ("83 %", "451", "70 %", "47", "E1.1", "74 %", "81 %"):
        assert re.search(shown.replace(" ", r"\s?"), text), shown


def test_the_few_are_named_without_a_number_they_could_be_taken_from() -> None:
    asked = (question(PUPILS, "I am heard.", 30, 10), question(FEW, "I am heard.", 3, 1))
    built = made(with_surveys(*asked), "en")
    text = words(text_of(built.pdf))
    assert text.count("fewer than 5 answers: not shown") == 2
    assert "Support staff" in text
    assert re.search(r"9 < ?5", text)
    school = for_school(with_surveys(*asked))
    few = next(item for item in school.survey_questions if item.survey == "f")
    assert (dict(few.counts), few.is_withheld) == ({}, True)
    assert next(item for item in school.surveys if item.id == "f").answered is None


def test_every_bar_is_said_in_words() -> None:
    asked = (question(PUPILS, "I am heard.", 30, 10), question(FEW, "I am heard.", 3, 1))
    inside = everything_in(made(with_surveys(*asked), "en").pdf)
    assert b"455 of 612 answered, 74 per cent" in inside
    assert b"Pupils: 75 per cent of 40; Support staff: fewer than 5 answers: not shown" in inside


@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.INTERIM])
def test_eighty_long_questions_fit_any_number_of_pages(tmp_path: Path, kind: AuditKind) -> None:
    asked = [question(PUPILS, f"Question {n} " + "about what I do at school " * 12, 30 + n, 10, n) for n in range(80)]
    snapshot = with_surveys(*asked)
    built = made(replace(snapshot, audit=replace(snapshot.audit, kind=kind)), "en")
    text = words(text_of(built.pdf))
    assert all(f"Question {n} about" in text for n in range(80))
    assert text.count("Statement Group") > 3, "the head repeats"
    assert qpdf_complaints(built.pdf, tmp_path) == ""


def test_a_reversed_statement_says_so() -> None:
    asked = replace(question(PUPILS, "I am bored.", 30, 10), is_reversed=True)
    text = words(text_of(made(with_surveys(asked), "en").pdf))
    assert "put the other way round: who disagrees" in text
    assert re.search(r"25\s?%", text)


def test_the_same_question_of_then_stands_beside_it() -> None:
    key = question_key("Het coachgesprek helpt mij verder.")
    snapshot = with_baseline(small_snapshot())
    assert snapshot.baseline is not None
    assert any(item.key == key for item in snapshot.baseline.survey_questions)
    text = words(text_of(made(snapshot, "nl").pdf))
    assert re.search(r"Uitspraak Groep 2026 2025 n ", text)
    assert re.search(r"Het coachgesprek helpt mij verder\. Leerlingen 81\s?% 76\s?% 499 ", text)
    assert "toen op dezelfde vraag" in text
    assert "toen op dezelfde vraag" not in words(text_of(made(small_snapshot(), "nl").pdf))
