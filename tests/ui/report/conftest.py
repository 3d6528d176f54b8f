"""The report place with a real store: one data folder is made per file of tests and copied by every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.config import Settings
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from auditor_app.store import vault
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.screens.report.main_view import ReportScreen
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look

PASSPHRASE = "vier losse woorden"
Settle = Callable[[], None]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with the sample audit, to be copied by every test."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    with pytest.MonkeyPatch.context() as cheap:
        cheap.setattr(vault, "ARGON2", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})
        made, _key = Workspace.create(folder, PASSPHRASE, Settings(language="en", name="Mirte"))
    made.samples.add()
    made.close()
    return folder


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(prepared, tmp_path / "data")
    made = Workspace.open(tmp_path / "data", PASSPHRASE)
    assert made is not None
    yield made
    made.close()


@pytest.fixture
def session(qtbot: QtBot, workspace: Workspace) -> Iterator[AuditSession]:  # noqa: ARG001 - a QApplication has to be there
    background = Background()
    audit = sample_snapshot(THIS_YEAR).audit.id
    made = AuditSession(workspace, workspace.audits.live(audit), background, Events())
    yield made
    background.close()


@pytest.fixture
def settle(session: AuditSession) -> Settle:
    def wait() -> None:
        for _round in range(3):
            assert session.background.drain(20_000)
            QApplication.processEvents()

    return wait


@pytest.fixture
def place(session: AuditSession, settle: Settle) -> Iterator[ReportScreen]:
    """The writing half alone: building pages is for the tests that look at them."""
    screen = ReportScreen(session, Look())
    screen.resize(700, 680)
    screen.show()
    settle()
    yield screen
    screen.close()
    shiboken6.delete(screen)


@pytest.fixture
def wide(place: ReportScreen, settle: Settle) -> ReportScreen:
    place.resize(1198, 680)
    settle()
    return place
