"""Trusting a signer from the import card, and another passphrase from the settings."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.config import Settings
from auditor_app.services.outside.verify_texts import in_fours
from auditor_app.services.signing.identity import identity_of, load_key, make_identity
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import Background
from auditor_app.ui.frame.trust import TrustSheet, can_be_trusted
from auditor_app.ui.screens.settings.change_passphrase import ChangePassphraseDialog
from auditor_app.ui.theme import Look

OLD, NEW = "vier losse woorden samen", "heel iets anders nu"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 700)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SimpleNamespace]:
    workspace, _recovery = Workspace.create(tmp_path / "data", OLD, Settings(name="Mirte"))
    background = Background()
    yield SimpleNamespace(workspace=workspace, background=background)
    background.close()
    workspace.close()


def settle(desk: SimpleNamespace) -> None:
    for _turn in range(3):
        assert desk.background.drain()
        QApplication.processEvents()


def signature(**changed: object) -> dict[str, object]:
    certificate = load_key(make_identity("Åsa <b>Ström</b>", "Noord", OLD, datetime.now(UTC)), OLD)[1]
    identity = identity_of(certificate)
    known = {
        "signer_name": identity.common_name,
        "organisation": identity.organisation,
        "fingerprint": identity.fingerprint,
        "certificate": base64.b64encode(identity.cert_der).decode(),
        "certificate_state": "valid",
        "trust": "self_made",
    }
    return {**known, **changed}


def test_the_whole_fingerprint_is_shown_and_a_name_is_needed(window: QWidget) -> None:
    signed = signature()
    sheet = TrustSheet(Look(), signed, window)
    sheet.show()
    assert sheet._fingerprint.text() == in_fours(str(signed["fingerprint"]))
    assert sheet.field.text() == "Åsa <b>Ström</b>, Noord"
    assert sheet.focusWidget() is sheet._safe
    sheet.field.show_text("  ")
    assert not sheet._action.isEnabled()
    sheet.field.show_text(" Åsa,  gebeld ")
    assert sheet._action.isEnabled()
    assert (sheet.name, len(sheet.certificate) > 200) == ("Åsa, gebeld", True)
    sheet.close()


def test_trust_is_offered_only_for_an_unchanged_report_of_a_stranger() -> None:
    assert can_be_trusted({"unchanged": True, "signatures": [signature()]})
    assert not can_be_trusted({"unchanged": False, "signatures": [signature()]})
    assert not can_be_trusted({"unchanged": True, "signatures": [signature(trust="trusted")]})
    assert not can_be_trusted({"unchanged": True, "signatures": [signature(certificate_state="revoked")]})
    assert not can_be_trusted({"unchanged": True, "signatures": [signature(certificate="")]})
    assert not can_be_trusted({"unchanged": False, "signatures": []})


def test_a_wrong_old_passphrase_is_said_at_its_field_and_changes_nothing(
    desk: SimpleNamespace, window: QWidget
) -> None:
    dialog = ChangePassphraseDialog(Look(), desk.workspace, desk.background, window)
    dialog.show()
    assert not dialog.action.isEnabled()
    for field, text in ((dialog.old, "mis mis mis"), (dialog.new.first, NEW), (dialog.new.second, NEW)):
        field.edit.setText(text)
    dialog.action.click()
    settle(desk)
    assert dialog.isVisible()
    assert "not the passphrase" in dialog.old.edit.accessibleDescription()
    dialog.old.edit.setText(OLD)
    dialog.action.click()
    settle(desk)
    assert not dialog.isVisible()
    assert dialog.said == "The passphrase is changed."
    again = Workspace.open(desk.workspace.data_dir, NEW)
    assert again is not None
    again.close()
    dialog.deleteLater()
