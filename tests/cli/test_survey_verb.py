from __future__ import annotations

from pathlib import Path

import pytest

from auditor_app.core.statements import question_key
from auditor_app.services.surveys.template import AskedQuestion, Template, template_bytes
from auditor_app.services.workspace import Workspace
from tests.cli.conftest import PASSPHRASE, Run
from tests.services.surveys.survey_files import CALM, GOALS, as_csv, per_respondent, workbook, written


def test_looking_tells_of_every_row(run: Run, tmp_path: Path) -> None:
    rows = per_respondent()
    rows[3][2] = 9
    answer = run("survey", written(tmp_path, as_csv(rows)), "--json")
    assert answer.code == 1
    found = answer.json
    assert [column["role"] for column in found["columns"]] == ["respondent", "part", "item", "item"]
    assert found["not_understood"] == {"out_of_range": 1}
    assert [(note["first"], note["last"], note["code"]) for note in found["notes"]] == [
        (2, 3, ""),
        (4, 4, "out_of_range"),
        (5, 31, ""),
    ]
    assert found["questions"][0]["answered"] == 29
    assert found["stored"] == ""
    said = run("survey", written(tmp_path, as_csv(rows)))
    assert "row 4: Ik weet waar ik naartoe werk.: 9 lies outside the scale" in said.out


def test_results_are_taken_into_an_audit_with_a_template(run: Run, tmp_path: Path, data_dir: Path) -> None:
    template = tmp_path / "sjabloon.json"
    template.write_bytes(template_bytes(Template("Leerlingen", (AskedQuestion(GOALS, ("E1.1",)),))))
    path = written(tmp_path, workbook(per_respondent()), "enquete.xlsx")
    answer = run(
        "survey", path, "--store", "Linde", "--group", "pupils", "--name", "Proef", "--held", "2026-09-18",
        "--asked", "40", "--template", template,
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "Taken into the audit." in answer.out
    workspace = Workspace.open(data_dir, PASSPHRASE)
    assert workspace is not None
    (audit,) = [item.audit for item in workspace.overview.audits()]
    snapshot = workspace.audits.snapshot(audit.id)
    workspace.close()
    survey = next(item for item in snapshot.surveys if item.title == "Proef")
    assert (survey.asked, survey.answered, survey.split) == (40, 30, "Leerjaar")
    criteria = {item.key: item.criteria for item in snapshot.survey_questions if item.survey == survey.id}
    asked_before = {item.criteria for item in snapshot.survey_questions if item.key == question_key(CALM)}
    assert asked_before == {("C2.1",)}, "a question in the same words keeps the criteria it has in the audit"
    assert criteria == {question_key(GOALS): ("E1.1",), question_key(CALM): ("C2.1",)}


def test_columns_and_scale_can_be_given(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, as_csv(per_respondent()))
    found = run("survey", path, "--role", "Leerjaar=none", "--scale", "1-5", "--agrees-from", "5", "--json").json
    assert found["questions"][0]["agreeing"] == 6
    assert found["questions"][0]["parts"] == {}
    found = run("survey", path, "--scale", "1-6", "--agrees-from", "5", "--json").json
    assert found["questions"][0]["agreeing"] == 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--role", "Klas=part"), "There is no column"),
        (("--scale", "5-1"), "is not a scale"),
        (("--scale", "²-5"), "is not a scale"),
        (("--scale", f"1-{'9' * 5000}"), "is not a scale"),
        (("--agrees-from", "9"), "No question has 9"),
        (("--minimum", "2"), "hides nobody"),
        (("--store", "Linde"), "Say who answered"),
        (("--store", "Linde", "--group", "pupils", "--held", "gisteren"), "gisteren"),
        (("--store", "Linde", "--group", "pupils", "--held", "20260918"), "20260918"),
        (("--template", "weg.json"), "weg.json could not be read"),
    ],
)
def test_wrong_use_is_said_in_one_sentence(run: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    answer = run("survey", written(tmp_path, as_csv(per_respondent())), *arguments)
    assert answer.code == 2
    assert sentence in answer.err
    assert "Traceback" not in answer.err


def test_how_many_were_asked_is_a_number(run: Run, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("survey", written(tmp_path, as_csv(per_respondent())), "--asked=-5")
    assert stopped.value.code == 2


def test_a_file_that_is_no_table(run: Run, tmp_path: Path) -> None:
    answer = run("survey", written(tmp_path, b"%PDF-1.7", "enquete.xlsx"))
    assert answer.code == 2
    assert "is not a table" in answer.err
