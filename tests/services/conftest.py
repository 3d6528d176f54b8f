"""A real workspace in a folder of its own: encrypted store, signing identity, shipped framework."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.model import AuditKind, School
from auditor_app.services.workspace import Workspace

PASSPHRASE = "vier losse woorden samen"


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
