"""The promise of the program: what "Saved" was said of is there, even when the next thing is a power cut."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.model import AuditKind, School
from auditor_app.services.workspace import Workspace

PASSPHRASE = "paard batterij nietje juist"
ROOT = Path(__file__).parents[2]
TEXTS = (
    "Een leerling legt een ander uit hoe breuken werken.",
    "Åse säger: <b>”jag valde själv”</b> & räknar vidare 🙂",
    "Een lange regel, want wie kijkt die schrijft. " * 40,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a data folder with one audit."""
    made, _recovery = Workspace.create(tmp_path / "data", PASSPHRASE, Settings("en", name="Jo", initials="J"))
    framework = made.frameworks.available()[0].digest
    school = School(name="Voorbeeldschool West")
    made.audits.create(AuditKind.FORMATIVE, school, "2026-11-12", "2026-11-13", "nl", framework)
    made.close()
    return tmp_path / "data"


def notes_in(folder: Path) -> list[str]:
    """Open the folder as a restart does, have every link of its log checked, and give the notes."""
    workspace = Workspace.open(folder, PASSPHRASE)
    assert workspace is not None
    try:
        assert workspace.store.check_log() > 0
        workspace.store.check_file()
        (audit,) = workspace.overview.audits()
        return [note.seen for note in workspace.audits.snapshot(audit.audit.id).notes]
    finally:
        workspace.close()


def type_and_be_killed(folder: Path, text: str) -> None:
    """Start the program, let it type, and kill it in the moment in which it says "Saved"."""
    command = [sys.executable, "-m", "tests.e2e.typing_person", str(folder), PASSPHRASE, text]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as person:
        assert person.stdout is not None
        assert person.stderr is not None
        said = person.stdout.readline()
        person.kill()
        complaints = person.stderr.read()
    assert said == "saved\n", complaints


def test_what_was_said_to_be_saved_is_there_after_three_kills(folder: Path) -> None:
    for number, text in enumerate(TEXTS, start=1):
        type_and_be_killed(folder, text)
        assert sorted(notes_in(folder)) == sorted(item.strip() for item in TEXTS[:number])
