"""What is shipped is whole: the wheel carries the program's own files, the catalogue check finds what is wrong."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / ".ci" / "catalogue.py"


def _shipped(folder: str) -> set[str]:
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.name != ".gitignore")
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in files
        if "__pycache__" not in path.parts and not path.is_relative_to(ROOT / "resources" / "build")
    }


def test_the_wheel_carries_every_resource_and_migration(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)

    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder in ("resources", "db"):
        wanted = {f"auditor_app/_{folder}/{name}" for name in _shipped(folder)}
        assert wanted
        assert wanted <= names


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A program of one text, with the real check beside it."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "catalogue.py").write_bytes(CATALOGUE.read_bytes())
    (tmp_path / "auditor_app").mkdir()
    (tmp_path / "auditor_app" / "screen.py").write_text('title = _("Saved {time}")\n', "utf-8")
    return tmp_path


def _check(checkout: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, ".ci/catalogue.py", *options]
    done = subprocess.run(command, cwd=checkout, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout


def _translate(checkout: Path, text: str) -> None:
    _check(checkout, "--update")
    for catalogue in (checkout / "resources" / "locale").rglob("*.po"):
        head, _, _ = catalogue.read_text("utf-8").rpartition('msgstr ""')
        catalogue.write_text(f'{head}msgstr "{text}"\n', "utf-8")


def test_a_text_without_translation_is_reported(checkout: Path) -> None:
    code, said = _check(checkout)
    assert code == 1
    assert "nl: missing: 'Saved {time}'" in said
    assert "sv: missing: 'Saved {time}'" in said


def test_a_complete_catalogue_passes(checkout: Path) -> None:
    _translate(checkout, "Bewaard {time}")
    assert _check(checkout, "--update")[0] == 0
    assert _check(checkout)[0] == 0


def test_a_translation_with_another_placeholder_is_reported(checkout: Path) -> None:
    _translate(checkout, "Bewaard {tijd}")
    assert "nl: other placeholders" in _check(checkout, "--update")[1]


def test_a_translation_that_was_not_compiled_is_reported(checkout: Path) -> None:
    _translate(checkout, "Bewaard {time}")
    code, said = _check(checkout)
    assert code == 1
    assert "auditor.mo is older" in said


def test_a_text_that_left_the_program_is_reported(checkout: Path) -> None:
    _translate(checkout, "Bewaard {time}")
    (checkout / "auditor_app" / "screen.py").write_text("", "utf-8")
    assert "nl: no longer used: 'Saved {time}'" in _check(checkout)[1]
