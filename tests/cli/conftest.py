from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auditor_app.cli.main import main
from auditor_app.config import Settings
from auditor_app.services.demo import Demo, demonstrate
from auditor_app.services.samples import THIS_YEAR, sample_photos, sample_snapshot
from auditor_app.services.workspace import Workspace

PASSPHRASE = "vier losse woorden hier"


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return demonstrate(tmp_path_factory.mktemp("demo"), "en", lambda _sentence: None)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the unsigned audit of this year and nothing beside it."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    workspace, _ = Workspace.create(
        folder, PASSPHRASE, Settings(language="en", name="Jan de Vries", organisation="Kring")
    )
    workspace.snapshots.load(sample_snapshot(THIS_YEAR), sample_photos(sample_snapshot(THIS_YEAR)))
    workspace.publishing.own_key.make("Jan de Vries", "Kring", PASSPHRASE)
    workspace.close()
    return folder


@pytest.fixture
def data_dir(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "data")


@pytest.fixture
def run(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("AUDITOR_DATA_DIR", str(data_dir))
    monkeypatch.setenv("AUDITOR_PASSPHRASE", PASSPHRASE)

    def do(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Answer(code, shown.out, shown.err)

    return do
