from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

NAMES = {
    "nl": ["notitieblad-nl.pdf", "criteriumbladen-nl.pdf", "matrixbladen-nl.pdf"],
    "en": ["capture-sheet-en.pdf", "criterion-sheets-en.pdf", "matrix-sheets-en.pdf"],
    "sv": ["anteckningsblad-sv.pdf", "kriterieblad-sv.pdf", "matrisblad-sv.pdf"],
}


@pytest.mark.parametrize("language", ["nl", "en", "sv"])
def test_sheets_are_written_in_the_language_asked_for(run: Run, tmp_path: Path, language: str) -> None:
    answer = run("sheets", "--out", str(tmp_path / "paper"), "--language", language, "--json")
    assert answer.code == 0
    written = [Path(path) for path in answer.json["sheets"]]
    assert [path.name for path in written] == NAMES[language]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in written)


def test_a_file_that_is_no_framework_is_said(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    assert run("sheets", "--out", str(tmp_path), "--framework", str(wrong)).code == 2
    assert run("sheets", "--out", str(wrong)).code == 2
