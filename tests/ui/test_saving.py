"""Where a file goes: its ending is added, and nothing is written over without a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from auditor_app.ui import saving
from auditor_app.ui.saving import ask_where, first_folder


class Answers:
    """Somebody who answers the dialog, again and again."""

    def __init__(self, *names: Path | str) -> None:
        self.names, self.proposed = list(map(str, names)), list[str]()

    def __call__(self, _parent: QWidget, _title: str, proposed: str, _kinds: str) -> tuple[str, str]:
        self.proposed.append(proposed)
        return self.names.pop(0), ""


def ask(monkeypatch: pytest.MonkeyPatch, qapp: object, answers: Answers) -> Path | None:
    assert qapp
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers)
    return ask_where(QWidget(), "Save as a calendar", "programme.ics", "Calendar (*.ics)")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("week", "week.ics"),
        ("week.11", "week.11.ics"),
        ("Week.ICS", "Week.ICS"),
        ("week.txt", "week.txt"),
    ],
)
def test_a_name_gets_the_ending_unless_it_has_one_that_is_known(
    monkeypatch: pytest.MonkeyPatch, qapp: object, tmp_path: Path, typed: str, written: str
) -> None:
    assert ask(monkeypatch, qapp, Answers(tmp_path / typed)) == tmp_path / written


def test_a_file_that_is_there_is_only_taken_after_the_dialog_has_asked_about_its_whole_name(
    monkeypatch: pytest.MonkeyPatch, qapp: object, tmp_path: Path
) -> None:
    (tmp_path / "week.ics").write_text("kept", "utf-8")
    answers = Answers(tmp_path / "week", "")
    assert ask(monkeypatch, qapp, answers) is None
    assert [Path(name).name for name in answers.proposed] == ["programme.ics", "week.ics"]
    assert Path(answers.proposed[0]).is_absolute()
    assert ask(monkeypatch, qapp, Answers(tmp_path / "week", tmp_path / "week.ics")) == tmp_path / "week.ics"


def test_a_name_that_is_too_long_for_the_disk_is_refused_by_saving_not_by_asking(
    monkeypatch: pytest.MonkeyPatch, qapp: object, tmp_path: Path
) -> None:
    typed = tmp_path / ("w" * 300)
    assert ask(monkeypatch, qapp, Answers(typed)) == typed.with_name(f"{typed.name}.ics")


def test_nothing_chosen_is_no_path(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    assert ask(monkeypatch, qapp, Answers("")) is None


def test_one_begins_among_the_documents_or_pictures_and_later_where_one_was_last(
    monkeypatch: pytest.MonkeyPatch, qapp: object, tmp_path: Path
) -> None:
    def place(location: QStandardPaths.StandardLocation) -> str:
        return str(tmp_path / location.name)

    (tmp_path / "DocumentsLocation").mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", place)
    monkeypatch.setattr(saving, "_BEGUN", set())
    assert first_folder() == str(tmp_path / "DocumentsLocation")
    assert first_folder() == ""
    assert first_folder(is_for_pictures=True) == str(Path.home()), "a folder that is not there is no place to begin"
    assert first_folder(is_for_pictures=True) == ""
    answers = Answers("")
    assert ask(monkeypatch, qapp, answers) is None
    assert answers.proposed == [str(tmp_path / "DocumentsLocation" / "programme.ics")]
