"""`auditor plan`: what the school changed is said first, and stored only when that is asked."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from tests.cli.conftest import Run


def test_the_list_goes_to_the_school_and_comes_back(run: Run, tmp_path: Path) -> None:
    shown = run("plan", "show", "linde", "--json").json
    assert shown["plan"] is None
    assert shown["goals"] == []
    assert len(shown["without_goal"]) >= 3

    path = Path(run("plan", "export", "linde", "--out", tmp_path, "--json").json["list"])
    book = load_workbook(path)
    sheet = book.worksheets[0]
    keys = {str(cell.value): place for place, cell in enumerate(sheet[3], 1)}
    sheet.cell(5, keys["title"]).value = "Every pupil plans in the logbook"
    sheet.cell(5, keys["due"]).value = "31-03-2027"
    sheet.cell(6, keys["title"]).value = "Second goal"
    sheet.cell(6, keys["due"]).value = "soon"
    book.save(path)

    said = run("plan", "read", "linde", path, "--json")
    assert (said.code, said.json["taken"]) == (1, 0)
    assert [(row["change"], row["problems"]) for row in said.json["rows"][:2]] == [
        ("new", []),
        ("new", [{"field": "due", "code": "plan.not_a_date"}]),
    ]
    told = run("plan", "read", "linde", path, "--take")
    assert "Every pupil plans in the logbook" in told.out
    assert "Date: not a date" in told.out
    goals = run("plan", "show", "linde", "--json").json["goals"]
    assert [(goal["title"], goal["due"], goal["loop"]) for goal in goals] == [
        ("Every pupil plans in the logbook", "2027-03-31", "not_discussed"),
        ("Second goal", "", "not_discussed"),
    ]
    assert run("plan", "read", "linde", path, "--take", "--json").json["taken"] == 0
