"""A session over a real store: one data folder is made and copied by every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.config import Settings
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Appearance, apply_theme
from tests.ui.dress import undress

PASSPHRASE = "vier losse woorden"
SAMPLE = sample_snapshot(THIS_YEAR).audit.id
Settle = Callable[[], None]


def with_samples(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Open a new data folder with the sample audit and last year's report."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    made, _key = Workspace.create(folder, PASSPHRASE, Settings(language="en", name="Mirte"))
    made.samples.add()
    return made


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder that every test copies."""
    made = with_samples(tmp_path_factory)
    made.close()
    return made.data_dir


@pytest.fixture(scope="module")
def appearance(qapp: QApplication) -> Iterator[Appearance]:
    """Dress the application as the program does, and undress it after the tests of a file."""
    made = apply_theme(qapp, "light")
    yield made
    undress(qapp, made)


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(prepared, tmp_path / "data")
    made = Workspace.open(tmp_path / "data", PASSPHRASE)
    assert made is not None
    yield made
    made.close()


@pytest.fixture
def audit(workspace: Workspace) -> str:  # noqa: ARG001 - another audit is looked for in the workspace
    return SAMPLE


@pytest.fixture
def session(qtbot: QtBot, workspace: Workspace, audit: str) -> Iterator[AuditSession]:  # noqa: ARG001 - a QApplication has to be there
    background = Background()
    yield AuditSession(workspace, workspace.audits.live(audit), background, Events())
    background.close()


@pytest.fixture
def settle(session: AuditSession) -> Settle:
    def wait() -> None:
        for _round in range(3):
            assert session.background.drain(60_000)
            QApplication.processEvents()

    return wait
