"""Signing with other keys, stamping, checking, correcting and trusting, as a person does it in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import shiboken6
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.core.model import Publication
from auditor_app.i18n import current
from auditor_app.services.publishing import organisation
from auditor_app.services.publishing.own_key import CERTIFICATE_FILE, KEY_FILE
from auditor_app.services.signing.identity import make_identity, open_identity, pack
from auditor_app.services.workspace import Workspace
from auditor_app.ui.import_card import CheckDialog, ImportDialog
from auditor_app.ui.screens.report.main_view import ReportScreen
from auditor_app.ui.screens.settings.screen import SettingsSheet
from auditor_app.ui.screens.settings.signing import SigningSettings
from auditor_app.ui.screens.settings.trust_list import TrustListDialog
from auditor_app.ui.screens.signing.signed import title_of
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look
from auditor_app.ui.widgets.messages import Message
from tests.attacks import forgeries
from tests.attacks.reports import authority, certificate, ec_key, rsa_key
from tests.services.soft_token import PIN, machine
from tests.services.time_authority import Clock, listening
from tests.ui.conftest import PASSPHRASE, SAMPLE, Settle, with_samples

SECRET = "een zin van de school"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = with_samples(tmp_path_factory)
    made.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    made.publishing.sign(SAMPLE, "nl", PASSPHRASE, made.data_dir.parent / "out")
    made.close()
    return made.data_dir


@pytest.fixture
def place(session: AuditSession, settle: Settle) -> Iterator[ReportScreen]:
    screen = ReportScreen(session, Look())
    screen.resize(700, 680)
    screen.show()
    settle()
    yield screen
    screen.close()
    shiboken6.delete(screen)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1000, 720)
    qtbot.addWidget(made)
    made.show()
    return made


def first(place: ReportScreen) -> Publication:
    return place.foot.signed.publications[0]


def test_the_school_signs_with_a_key_file_after_seeing_its_certificate(
    place: ReportScreen, session: AuditSession, settle: Settle, tmp_path: Path
) -> None:
    key = tmp_path / "school.p12"
    key.write_bytes(make_identity("Rector De Linde", "De Linde", SECRET, datetime.now(UTC)))
    (tmp_path / "out").mkdir()
    link = dict(place.foot.signed.links)["cosign"]
    link.setFocus()
    dialog = place.cosign(first(place))
    settle()
    assert dialog.identity is not None
    dialog.roles.segment("school").click()
    dialog.key.kinds.segment("file").click()
    dialog.key.path.show_text(str(key))
    dialog.folder.show_text(str(tmp_path / "out"))
    assert dialog.role == "school"
    QTest.keyClicks(dialog.passphrase.edit, "iets anders hier")
    QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
    settle()
    assert dialog.passphrase.edit.accessibleDescription() != ""
    assert list((tmp_path / "out").iterdir()) == []
    dialog.passphrase.edit.selectAll()
    QTest.keyClicks(dialog.passphrase.edit, SECRET)
    QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
    settle()
    # First the certificate is shown; only the next Enter signs.
    assert list((tmp_path / "out").iterdir()) == []
    assert ("Certificate of", "Rector De Linde, De Linde") in dialog.key.facts.rows
    QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
    settle()
    assert dialog.report is not None
    assert [one.field for one in dialog.report.verification.signatures] == ["lead", "school"]
    dialog.reject()
    assert place.foot.signed.count == 1
    again = dict(place.foot.signed.links)["cosign"]
    assert again is not link
    assert place.window().focusWidget() is again
    assert first(place).signer == "Rector De Linde"
    assert session.is_saved


DAY = timedelta(days=1)


def key_file_of(
    folder: Path, name: str, start: datetime, end: datetime, usage: x509.ObjectIdentifier | None = None
) -> Path:
    """Write a key file whose certificate an authority gave for these days."""
    key = ec_key()
    made = certificate(name, key, authority(), start=start, end=end, extended_usage=usage)
    path = folder / f"{name}.p12"
    path.write_bytes(pack(key, made, SECRET))
    return path


def test_a_certificate_that_may_not_sign_is_said_at_its_file_and_the_keys_stay_there(
    place: ReportScreen, settle: Settle, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    web = ExtendedKeyUsageOID.SERVER_AUTH
    ended = (now - DAY).date()
    wrong = {
        key_file_of(tmp_path, "Rector Oud", now - 9 * DAY, now - DAY): current().date(ended),
        key_file_of(tmp_path, "Rector Straks", now + DAY, now + 9 * DAY): "Check the date of this laptop",
        key_file_of(tmp_path, "www.school.example", now - DAY, now + DAY, web): "www.school.example is not meant",
    }
    (tmp_path / "out").mkdir()
    dialog = place.cosign(first(place))
    settle()
    dialog.key.kinds.segment("file").click()
    dialog.folder.show_text(str(tmp_path / "out"))
    for path, words in wrong.items():
        dialog.key.path.show_text(str(path))
        dialog.passphrase.edit.setFocus()
        dialog.passphrase.edit.selectAll()
        QTest.keyClicks(dialog.passphrase.edit, SECRET)
        QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
        settle()
        assert words in dialog.key.path.edit.accessibleDescription()
        assert dialog.focusWidget() is dialog.key.path.edit
    assert list((tmp_path / "out").iterdir()) == []
    # Another file typed over the wrong one, and Enter there: it goes on, and the keys stay where they were.
    right = key_file_of(tmp_path, "Rector Nu", now - DAY, now + DAY)
    QTest.keyClicks(dialog.key.path.edit, str(right))
    QTest.keyClick(dialog.key.path.edit, Qt.Key.Key_Return)
    settle()
    assert ("Certificate of", "Rector Nu") in dialog.key.facts.rows
    assert dialog.focusWidget() is dialog.key.path.edit
    dialog.reject()


def test_a_key_of_this_laptop_that_ended_is_said_at_once_and_another_takes_its_place(
    place: ReportScreen, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    ended = make_identity("Mirte Voorbeeld", "Noord", PASSPHRASE, now - 3000 * DAY)
    (workspace.data_dir / KEY_FILE).write_bytes(ended)
    made = open_identity(ended, PASSPHRASE).identity
    (workspace.data_dir / CERTIFICATE_FILE).write_bytes(made.cert_der)
    dialog = place.cosign(first(place))
    settle()
    assert dialog.key.problem.isVisible()
    assert "Mirte Voorbeeld expired on" in dialog.key.problem.accessibleName()
    dialog.folder.show_text(str(tmp_path))
    dialog.key.problem.acted.emit("new")
    assert dialog.form.isVisible()
    QTest.keyClicks(dialog.form.passphrase.edit, SECRET)
    QTest.keyClicks(dialog.form.again.edit, SECRET)
    QTest.keyClick(dialog.form.again.edit, Qt.Key.Key_Return)
    settle()
    assert not dialog.key.problem.isVisible()
    assert dialog.focusWidget() is dialog.passphrase.edit
    QTest.keyClicks(dialog.passphrase.edit, SECRET)
    QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
    settle()
    assert dialog.report is not None
    dialog.reject()


def test_a_token_that_is_not_there_is_said_at_its_driver(place: ReportScreen, settle: Settle, tmp_path: Path) -> None:
    dialog = place.cosign(first(place))
    settle()
    dialog.key.kinds.segment("token").click()
    dialog.key.path.show_text(str(tmp_path / "driver.so"))
    dialog.folder.show_text(str(tmp_path))
    QTest.keyClicks(dialog.passphrase.edit, "123456")
    dialog.act.click()
    settle()
    assert dialog.key.path.edit.accessibleDescription() != ""
    assert dialog.report is None
    dialog.reject()


def is_in_sight(part: QWidget, area: QScrollArea) -> bool:
    top = part.mapTo(area.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + part.height() <= area.viewport().height()


def test_in_a_low_window_what_is_signed_is_read_first_and_what_is_wrong_is_seen(
    place: ReportScreen, settle: Settle, tmp_path: Path
) -> None:
    place.resize(683, 384)
    settle()
    dialog = place.cosign(first(place))
    settle()
    assert dialog.key.secret.edit.hasFocus()
    assert is_in_sight(dialog.roles, dialog._scroll)
    assert not is_in_sight(dialog.key.secret, dialog._scroll)
    QTest.keyClicks(dialog.passphrase.edit, "1")
    assert is_in_sight(dialog.key.secret, dialog._scroll)
    dialog.key.kinds.segment("token").click()
    dialog.key.path.show_text(str(tmp_path / "driver.so"))
    dialog.folder.show_text(str(tmp_path))
    QTest.keyClicks(dialog.passphrase.edit, "123456")
    dialog.act.click()
    settle()
    assert is_in_sight(dialog.key.path, dialog._scroll)
    # The button stays beside its line, whatever is said below.
    middle = dialog.key.path.edit.geometry().center().y()
    assert abs(dialog.key.browse.geometry().center().y() - middle) <= 1
    dialog.key.kinds.segment("own").click()
    QTest.keyClicks(dialog.passphrase.edit, PASSPHRASE)
    QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
    settle()
    assert dialog.report is not None
    assert dialog.height() <= place.height()
    dialog.reject()


def test_a_token_says_what_is_wrong_before_anything_is_written_and_then_signs(
    place: ReportScreen, settle: Settle, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """A wrong PIN, a token pulled out between looking and signing, and the same one put back."""
    (tmp_path / "machine").mkdir()
    (tmp_path / "out").mkdir()
    with machine(tmp_path / "machine", tool("softhsm2-util")) as plugs:
        key, today = rsa_key(), datetime.now(UTC)
        made = certificate(
            "Sef Tweede", key, authority(), start=today - timedelta(days=1), end=today + timedelta(days=1)
        )
        plugs.fill("card", key, made)
        dialog = place.cosign(first(place))
        settle()
        dialog.roles.segment("second").click()
        dialog.key.kinds.segment("token").click()
        settle()
        dialog.key.path.show_text(str(plugs.driver))
        dialog.folder.show_text(str(tmp_path / "out"))
        QTest.keyClicks(dialog.passphrase.edit, "11112222")
        QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
        settle()
        assert "The PIN does not open the token card" in dialog.passphrase.edit.accessibleDescription()
        assert dialog.passphrase.edit.selectedText() != ""
        QTest.keyClicks(dialog.passphrase.edit, PIN)
        QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
        settle()
        assert dialog.passphrase.edit.accessibleDescription() == ""
        assert ("Certificate of", "Sef Tweede") in dialog.key.facts.rows
        plugs.pull_out()
        QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
        settle()
        assert "plug" in dialog.key.path.edit.accessibleDescription().lower()
        assert (dialog.report, list((tmp_path / "out").iterdir())) == (None, [])
        assert place.foot.signed.count == 1
        plugs.put_back()
        QTest.keyClick(dialog.passphrase.edit, Qt.Key.Key_Return)
        settle()
        assert dialog.report is not None
        assert [one.field for one in dialog.report.verification.signatures] == ["lead", "second"]
        dialog.reject()


def test_no_network_is_said_at_the_address_and_changes_nothing(
    place: ReportScreen, session: AuditSession, settle: Settle, tmp_path: Path
) -> None:
    failed: list[object] = []
    session.failed.connect(failed.append)
    dialog = place.stamp(first(place))
    settle()
    assert dialog.level == "B-LTA"
    assert [label for label, _value in dialog.facts.rows] == ["Lead auditor"]
    dialog.folder.show_text(str(tmp_path))
    dialog.authority.show_text("http://127.0.0.1:9/")
    dialog.accept()
    settle()
    assert "nobody answers there" in dialog.authority.edit.accessibleDescription()
    assert failed == []
    assert place.foot.signed.count == 1
    dialog.reject()


def test_a_time_stamp_says_whose_it_is_and_what_level_it_gives(
    place: ReportScreen, session: AuditSession, workspace: Workspace, settle: Settle, tmp_path: Path
) -> None:
    with listening(Clock(tmp_path / "clock", "Other clock")) as clock:
        workspace.set_settings(replace(session.settings, time_authority=clock.url))
        dialog = place.stamp(first(place))
        settle()
        assert dialog.authority.text() == clock.url, "the settings as they are now"
        dialog.levels.segment("B-T").click()
        dialog.folder.show_text(str(tmp_path))
        dialog.accept()
        settle()
    assert dialog.report is not None
    detail = dialog.card._unchanged._detail.text()
    assert "Other clock, who is not on the trust list" in detail
    assert "B-T: a time stamp" in detail
    dialog.reject()


def test_each_signature_is_shown_and_a_forged_file_cannot_be_used(
    workspace: Workspace, session: AuditSession, settle: Settle, tmp_path: Path, window: QWidget
) -> None:
    (publication,) = workspace.publishing.publications(SAMPLE)
    path = workspace.publishing.export(publication, tmp_path)
    dialog = ImportDialog(Look(), workspace.imports, session, path, lambda _audit: "", window)
    dialog.show()
    settle()
    (signature,) = dialog.details.shown
    assert (signature.field, signature.is_intact, signature.level) == ("lead", True, "B-B")
    assert dialog.sign_button.isVisible()
    # The very file is here already: it is said, and cannot be read in a second time by mistake.
    assert dialog.problem.isVisible()
    assert not dialog.card._import.isEnabled()
    dialog.close()
    path.write_bytes(forgeries.evil_annotation())
    forged = ImportDialog(Look(), workspace.imports, session, path, lambda _audit: "", window)
    forged.show()
    settle()
    assert "laid over a page" in forged.card._unchanged._detail.text()
    assert not forged.card._import.isEnabled()
    assert not forged.sign_button.isVisible()
    forged.close()


def test_verifying_again_is_a_check_without_buttons(place: ReportScreen, settle: Settle) -> None:
    place.foot.signed.wanted.emit("verify", first(place))
    settle()
    (dialog,) = [one for one in place.findChildren(CheckDialog) if one.isVisible()]
    assert dialog.card.foot is not None
    assert not dialog.card.foot.isVisible()
    assert len(dialog.details.shown) == 1
    assert dialog.details.compare is not None
    dialog.details.compare.click()
    assert ("Pages", "being built again …") in dialog.details.about
    settle()
    assert dialog.details.about[1][1].startswith("built again from the data, and the same")
    assert not dialog.details.compare.isVisible()
    dialog.reject()


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_a_check_shows_its_answers_whole_or_lets_them_scroll_into_sight(
    place: ReportScreen, settle: Settle, qtbot: QtBot, size: tuple[int, int]
) -> None:
    place.window().resize(*size)
    place.foot.signed.wanted.emit("verify", first(place))
    settle()
    (dialog,) = [one for one in place.findChildren(CheckDialog) if one.isVisible()]
    assert dialog.height() <= size[1]
    bar = dialog._scroll.verticalScrollBar()
    # Rows are measured once they are shown, and the dialog fits them an event later.
    qtbot.waitUntil(lambda: (bar.maximum() == 0) == (size[1] > 700))
    dialog._on_compared("same")
    settle()
    assert dialog.height() <= size[1]
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert dialog._content.height() - bar.maximum() <= dialog._scroll.viewport().height()
    dialog.reject()


def test_a_correction_opens_as_a_version_of_its_own(
    place: ReportScreen, session: AuditSession, workspace: Workspace, settle: Settle
) -> None:
    wanted: list[tuple[str, str]] = []
    session.audit_wanted.connect(lambda audit, where: wanted.append((audit, where)))
    dialog = place.new_version()
    assert not dialog.act.isEnabled()
    QTest.keyClicks(dialog.correction.edit, "Een getal")
    QTest.keyClick(dialog.correction.edit, Qt.Key.Key_Return)
    settle()
    ((made, where),) = wanted
    assert where == "report"
    assert workspace.audits.snapshot(made).audit.version == "1.1"
    again = place.new_version()
    QTest.keyClicks(again.correction.edit, "Nog een")
    again.accept()
    settle()
    assert again.problem.isVisible()
    assert wanted == [(made, where)]
    assert session.is_saved
    again.reject()


def test_the_trust_list_takes_authorities_and_their_lists_and_says_what_they_mean(
    workspace: Workspace, session: AuditSession, settle: Settle, tmp_path: Path, window: QWidget
) -> None:
    folder = tmp_path / "ca"
    organisation.init(folder, "Netwerk CA", "Noord", "een lange zin", datetime.now(UTC))
    dialog = TrustListDialog(Look(), workspace.imports, session.background, window)
    dialog.show()
    settle()
    assert not dialog.removers
    dialog.add(folder / "revocations.crl")
    settle()
    assert dialog.problem.isVisible()  # its authority is not trusted yet
    dialog.add(folder / "root.cer")
    settle()
    dialog.add(folder / "revocations.crl")
    settle()
    assert sorted(entry.kind for entry in dialog.entries) == ["authority", "list"]
    assert set(dialog.removers) == {entry.key for entry in dialog.entries}
    dialog.close()


def test_a_certificate_is_asked_for_and_read_in_and_the_authority_of_time_is_checked(
    workspace: Workspace, session: AuditSession, settle: Settle, tmp_path: Path, window: QWidget
) -> None:
    folder = tmp_path / "ca"
    organisation.init(folder, "Netwerk CA", "Noord", "een lange zin", datetime.now(UTC))
    workspace.imports.trust((folder / "root.cer").read_bytes())
    part = SigningSettings(workspace, Look(), session.background)
    part.setParent(window)
    part.show()
    settle()
    dialog = part.make_new_key()
    assert dialog.form.isVisible()
    for field in (dialog.form.passphrase, dialog.form.again):
        QTest.keyClicks(field.edit, PASSPHRASE)
    QTest.keyClick(dialog.form.again.edit, Qt.Key.Key_Return)
    before = part.fingerprint.text()
    settle()
    assert part.fingerprint.text() != before
    part.write_request(PASSPHRASE, tmp_path / "request.csr")
    settle()
    path, _identity = organisation.give_certificate(folder, (tmp_path / "request.csr").read_bytes(), "een lange zin")
    part.take_issued(path, PASSPHRASE)
    settle()
    identity = workspace.publishing.own_key.identity()
    assert identity is not None
    assert (identity.issuer_name, identity.is_self_made) == ("Netwerk CA", False)
    assert "Netwerk CA" in part.identity.text()
    part.authority.edit.setText("ftp://nergens")
    part._on_authority("ftp://nergens")
    settle()
    assert part.authority.edit.accessibleDescription() != ""
    assert workspace.settings.time_authority == ""
    part._on_authority("http://127.0.0.1:9/")
    settle()
    assert workspace.settings.time_authority == "http://127.0.0.1:9/"


@pytest.mark.parametrize("height", [768, 384])
def test_the_settings_stay_within_a_low_window_also_with_something_said(
    workspace: Workspace, session: AuditSession, settle: Settle, window: QWidget, height: int
) -> None:
    window.resize(683, height)
    sheet = SettingsSheet(workspace, Look(), session.background, window)
    sheet.show()
    settle()
    assert sheet.height() <= height
    before = sheet.height()
    sheet.signing.said.emit(Message("The passphrase does not open the key.", "failure", "Not done"))
    settle()
    assert sheet.problem.isVisible()
    assert sheet.height() <= max(before, height)
    sheet.close()


def test_a_plain_signature_is_named_without_its_level_and_a_raised_one_with_it() -> None:
    plain = Publication(signed="2026-11-28T10:00:00+01:00", signer="Ada", language="en", level="B-B")
    assert title_of(plain).endswith("Ada · en")
    assert title_of(replace(plain, level="B-LTA")).endswith("Ada · en · B-LTA")
