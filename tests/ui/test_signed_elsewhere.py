"""An audit that is open here and was signed on another laptop: the card says so, and takes the report over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from auditor_app.services.workspace import Workspace
from auditor_app.ui.events import Events
from auditor_app.ui.frame.reader import Reader
from auditor_app.ui.import_card import ImportDialog
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look
from tests.ui.conftest import PASSPHRASE, SAMPLE, Settle


@pytest.fixture(scope="module")
def report(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sign the same audit on another laptop."""
    root = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(prepared, root / "data")
    lead = Workspace.open(root / "data", PASSPHRASE)
    assert lead is not None
    lead.publishing.own_key.make("Ruben Bedacht", "Noord", PASSPHRASE)
    (root / "out").mkdir()
    signed = lead.publishing.sign(SAMPLE, "nl", PASSPHRASE, root / "out")
    lead.close()
    return signed.path


def test_a_report_from_another_laptop_is_taken_over_by_keyboard_and_nothing_of_here_is_lost(
    qtbot: QtBot, workspace: Workspace, session: AuditSession, settle: Settle, report: Path
) -> None:
    window, background = QMainWindow(), session.background
    qtbot.addWidget(window)
    window.resize(1000, 720)
    window.show()
    reader = Reader(
        Look(), window, workspace, background, Events(), page=lambda: None, audits=workspace.overview.audits
    )
    reported = session.live.audit
    assert reader._audit_beside(reported) == "", "no audit stands beside its own report"
    assert reader._audit_beside(replace(reported, id="next year")) == SAMPLE
    workspace.evidence.add_note(SAMPLE, "Alleen op deze laptop.")
    dialog = ImportDialog(Look(), workspace.imports, session, report, reader._audit_beside, window)
    dialog.taken.connect(session.take_over)
    dialog.show()
    settle()
    assert dialog.problem.isVisible()
    assert "signed elsewhere by Ruben Bedacht" in dialog.problem._text.text()
    assert "1 note on this laptop is not in it" in dialog.problem._text.text()
    button = dialog.card._import
    assert button is not None
    assert button.text() == "Take over as signed"
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle()
    assert session.live.is_signed
    assert SAMPLE not in {one.source_audit for one in workspace.imports.earlier(SAMPLE)}
    assert "Alleen op deze laptop." in {note.seen for note in workspace.audits.snapshot(SAMPLE).notes}
