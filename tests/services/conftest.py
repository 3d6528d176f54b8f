"""A real workspace in a folder of its own: encrypted store, signing identity, shipped framework."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.model import AuditKind, School
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace

PASSPHRASE = "vier losse woorden samen"
SAMPLE = sample_snapshot(THIS_YEAR).audit.id


@pytest.fixture
def open_workspace(tmp_path: Path) -> Iterator[Callable[[], Workspace]]:
    opened: list[Workspace] = []

    def open_() -> Workspace:
        folder = tmp_path / "data"
        if Workspace.exists(folder):
            workspace = Workspace.open(folder, PASSPHRASE)
        else:
            settings = Settings(language="nl", name="Mirte Voorbeeld", initials="MV", organisation="Noord")
            workspace, _ = Workspace.create(folder, PASSPHRASE, settings)
        assert workspace is not None
        opened.append(workspace)
        return workspace

    yield open_
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_workspace: Callable[[], Workspace]) -> Workspace:
    return open_workspace()


@pytest.fixture
def audit(workspace: Workspace) -> str:
    framework = workspace.frameworks.available()[0].digest
    school = School(name="Voorbeeldschool De Linde", brin="00XX", location="00", place="Voorbeeldstad")
    made = workspace.audits.create(AuditKind.FORMATIVE, school, "2026-11-12", "2026-11-13", "nl", framework)
    return made.id


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with this year's sample audit signed; the report lies in `out` beside it."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    workspace, _ = Workspace.create(folder, PASSPHRASE, Settings(name="Mirte Voorbeeld", organisation="Noord"))
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    workspace.samples.add()
    workspace.publishing.sign(SAMPLE, "nl", PASSPHRASE, folder.parent / "out")
    workspace.close()
    return folder


@pytest.fixture
def signed(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(prepared, tmp_path / "data")
    workspace = Workspace.open(tmp_path / "data", PASSPHRASE)
    assert workspace is not None
    yield workspace
    workspace.close()
