"""Taking results in: one action, undone as one; replaced by a newer file; nothing of a respondent in the log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import SurveyGroup, SurveyQuestion
from auditor_app.core.statements import Share, question_key, statements
from auditor_app.services.surveys.preview import decided_before, decisions
from auditor_app.services.surveys.reader import SurveyReader
from auditor_app.services.surveys.results import Held
from auditor_app.services.surveys.tally import GroupCounted
from auditor_app.services.surveys.template import AskedQuestion, Template, best_of, read_template, template_bytes
from auditor_app.services.workspace import Workspace
from tests.services.surveys.survey_files import CALM, GOALS, as_csv, counted, per_respondent, written

PUPILS = Held(SurveyGroup.PUPILS, held="2026-09-18", asked=40, split="Leerjaar")


@pytest.fixture
def results(tmp_path: Path) -> GroupCounted:
    with SurveyReader() as reader:
        look = reader.open(written(tmp_path, as_csv(per_respondent())))
        return counted(reader, look).groups[0]


def asked(**fields: object) -> dict[str, AskedQuestion]:
    made = [replace(AskedQuestion(text), **fields) for text in (GOALS, CALM)]  # type: ignore[arg-type]  # by name
    return {item.key: item for item in made}


def questions(workspace: Workspace, audit: str) -> tuple[SurveyQuestion, ...]:
    return workspace.audits.snapshot(audit).survey_questions


def test_results_are_taken_in_and_undone_as_one(workspace: Workspace, audit: str, results: GroupCounted) -> None:
    workspace.surveys.take(audit, [(PUPILS, results)], asked(criteria=("E1.1",)))
    snapshot = workspace.audits.snapshot(audit)
    (survey,) = snapshot.surveys
    assert (survey.asked, survey.answered, survey.split) == (40, 30, "Leerjaar")
    found = statements(snapshot.survey_questions, snapshot.surveys, 5, "E1.1")
    assert [item.text for item in found] == [GOALS, CALM]
    assert (found[0].bars[0].part, found[0].bars[0].share) == ("", Share(12, 30))
    assert len(found[0].bars) == 4
    workspace.audits.undo(audit)
    assert workspace.audits.snapshot(audit).surveys == ()
    assert questions(workspace, audit) == ()
    workspace.audits.redo(audit)
    assert workspace.audits.snapshot(audit).survey_questions == snapshot.survey_questions


def with_late_answers(tmp_path: Path, late: int) -> GroupCounted:
    """Read the same file again, with some more pupils in it."""
    with SurveyReader() as reader:
        look = reader.open(written(tmp_path, as_csv(per_respondent(30 + late)), "later.csv"))
        return counted(reader, look).groups[0]


@pytest.mark.parametrize(("late", "is_taken"), [(0, True), (2, False), (4, False), (5, False), (15, True)])
def test_a_corrected_version_tells_nothing_of_a_few_late_answers(
    workspace: Workspace, audit: str, results: GroupCounted, tmp_path: Path, late: int, *, is_taken: bool
) -> None:
    workspace.surveys.take(audit, [(PUPILS, results)], asked())
    workspace.desk.write([Edit(audit, "audit", audit, {"predecessor": audit})])  # as if this one had been signed
    later = with_late_answers(tmp_path, late)
    (survey,) = workspace.audits.snapshot(audit).surveys
    if late == 2:
        workspace.surveys.edit(survey.id, title="Anders genoemd")
    if is_taken:
        workspace.surveys.take(audit, [(PUPILS, later)], asked())
        assert workspace.audits.snapshot(audit).surveys[0].answered == 30 + late
    else:
        with pytest.raises(UserError, match=r"survey\.few_more"):
            workspace.surveys.take(audit, [(PUPILS, later)], asked())


def test_no_row_of_the_file_is_stored(workspace: Workspace, audit: str, results: GroupCounted) -> None:
    workspace.surveys.take(audit, [(PUPILS, results)], asked())
    log = "".join(str(change.fields) for change in workspace.store.changes())
    assert "r17" not in log
    assert GOALS in log


def test_a_newer_file_takes_the_place_of_the_older_one(workspace: Workspace, audit: str, results: GroupCounted) -> None:
    workspace.surveys.take(audit, [(PUPILS, results)], asked())
    fewer = replace(results, questions=results.questions[:1])
    workspace.surveys.take(audit, [(replace(PUPILS, answered=29), fewer)], asked())
    snapshot = workspace.audits.snapshot(audit)
    assert [survey.answered for survey in snapshot.surveys] == [29]
    workspace.surveys.take(audit, [(Held(SurveyGroup.PUPILS), fewer)], asked())
    (survey,) = workspace.audits.snapshot(audit).surveys
    assert (survey.held, survey.asked, survey.answered) == ("2026-09-18", 40, 30), "what is not said anew stays"
    assert [item.text for item in snapshot.survey_questions] == [GOALS]


def test_a_survey_with_a_name_of_its_own_stands_beside(workspace: Workspace, audit: str, results: GroupCounted) -> None:
    workspace.surveys.take(audit, [(PUPILS, results)], asked())
    workspace.surveys.take(audit, [(replace(PUPILS, title="Leerjaar 1"), results)], asked())
    assert len(workspace.audits.snapshot(audit).surveys) == 2
    with pytest.raises(UserError, match="survey.same_twice"):
        workspace.surveys.take(audit, [(PUPILS, results), (PUPILS, results)], asked())


def test_questions_left_out_are_not_stored(workspace: Workspace, audit: str, results: GroupCounted) -> None:
    some = asked() | {question_key(CALM): AskedQuestion(CALM, is_left_out=True)}
    workspace.surveys.take(audit, [(PUPILS, results)], some)
    assert [item.text for item in questions(workspace, audit)] == [GOALS]
    with pytest.raises(UserError, match="survey.nothing_counted"):
        workspace.surveys.take(audit, [(PUPILS, results)], asked(is_left_out=True))


def test_a_survey_that_is_removed_takes_its_questions_along(
    workspace: Workspace, audit: str, results: GroupCounted
) -> None:
    survey = workspace.surveys.take(audit, [(PUPILS, results)], asked()).id
    workspace.surveys.remove(survey)
    assert questions(workspace, audit) == ()
    workspace.surveys.add(audit, SurveyGroup.PUPILS)
    assert questions(workspace, audit) == ()


def test_limits_that_protect_nobody_are_refused(workspace: Workspace, audit: str) -> None:
    for name, value, code in (
        ("survey_minimum", 2, "survey.minimum_invalid"),
        ("survey_minimum", 5_000, "survey.minimum_too_high"),
        ("warn_pupils", 101, "survey.per_cent_invalid"),
    ):
        with pytest.raises(UserError, match=code):
            workspace.surveys.set_limits(audit, "", **{name: value})
    workspace.surveys.set_limits(audit, survey_minimum=10, warn_parents=20)
    now = workspace.audits.snapshot(audit).audit
    assert (now.survey_minimum, now.warn_parents, now.warn_pupils) == (10, 20, 60)


def test_a_template_is_proposed_for_the_next_file_with_the_same_questions(workspace: Workspace, tmp_path: Path) -> None:
    kept = workspace.surveys.keep(Template("Leerlingen", tuple(asked(criteria=("E1.1",)).values())))
    keys = [question_key(GOALS), question_key(CALM), question_key("Nieuw")]
    assert workspace.surveys.proposed(keys) == kept
    assert workspace.surveys.proposed([question_key("Iets heel anders")]) is None
    path = workspace.surveys.export_template(kept, tmp_path / "sjabloon.json")
    workspace.surveys.forget(kept.id)
    assert workspace.surveys.templates() == ()
    again = workspace.surveys.import_template(path)
    assert (again.name, again.questions) == (kept.name, kept.questions)


def test_what_a_template_says_is_decided_for_the_file(tmp_path: Path) -> None:
    template = Template("x", (AskedQuestion(GOALS, ("E1.1",), is_reversed=True),))
    with SurveyReader() as reader:
        look = reader.open(written(tmp_path, as_csv(per_respondent())))
    found = decisions(look, [GOALS, CALM], template)
    assert found[question_key(GOALS)].criteria == ("E1.1",)
    assert found[question_key(GOALS)].is_reversed
    assert found[question_key(CALM)] == AskedQuestion(CALM, (), 1, 5, 4)


def test_what_was_decided_before_tells_the_criteria_and_the_scale_only_where_it_is_the_same(tmp_path: Path) -> None:
    earlier = SurveyQuestion(key=question_key(GOALS), text=GOALS, criteria=("E1.1",), agrees_from=3)
    other = SurveyQuestion(key=question_key(CALM), text=CALM, criteria=("C2.1",), highest=4, agrees_from=3)
    with SurveyReader() as reader:
        look = reader.open(written(tmp_path, as_csv(per_respondent())))
    found = decisions(look, [GOALS, CALM], None, decided_before([earlier, other]))
    assert found[question_key(GOALS)] == AskedQuestion(GOALS, ("E1.1",), 1, 5, 3)
    assert found[question_key(CALM)] == AskedQuestion(CALM, ("C2.1",), 1, 5, 4)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
QUESTIONS = st.builds(
    lambda text, criteria, lowest, steps, agrees, flags: AskedQuestion(
        text, tuple(criteria), lowest, lowest + steps, lowest + min(agrees, steps), *flags
    ),
    TEXTS,
    st.lists(st.sampled_from(["E1.1", "O3.2"]), max_size=2),
    st.integers(0, 3),
    st.integers(1, 9),
    st.integers(1, 9),
    st.tuples(st.booleans(), st.booleans()),
)


@settings(deadline=None)
@given(TEXTS, st.lists(QUESTIONS, max_size=4), st.dictionaries(TEXTS, st.integers(0, 10), max_size=3))
def test_a_template_reads_back_as_it_was(name: str, items: list[AskedQuestion], words: dict[str, int]) -> None:
    template = Template(name, tuple(items), words)
    assert read_template(template_bytes(template), "x.json") == template


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no json", "template.invalid"),
        (b"[]", "template.not_one"),
        (b'{"format": "auditor-snapshot"}', "template.not_one"),
        (b'{"format": "auditor-survey-template", "version": "2.0"}', "template.newer"),
        (b'{"format": "auditor-survey-template", "version": "1.0"}', "template.invalid"),
        (b"[" * 100_000, "template.invalid"),
        (template_bytes(Template("x", (AskedQuestion("q", (), 1, 5, 9),))), "template.invalid"),
        (b" " * (5 << 20), "template.too_large"),
    ],
)
def test_a_file_that_is_no_template(content: bytes, code: str) -> None:
    with pytest.raises(UserError, match=code):
        read_template(content, "x.json")


def test_the_template_that_knows_most_is_best() -> None:
    one, two = Template("1", (AskedQuestion("a"),)), Template("2", (AskedQuestion("a"), AskedQuestion("b")))
    assert best_of((one, two), ["a", "b"]) == two
    assert best_of((one,), ["a", "b", "c"]) is None
    assert best_of((), ["a"]) is None
