"""Settings of signing: the key of this laptop and its certificate, the time-stamping authority, the trust list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.i18n import _, current, failure_text, ngettext
from auditor_app.services.outside.verify_texts import in_fours
from auditor_app.services.publishing.keys import key_file
from auditor_app.ui.events import Events
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.saving import ask_where, first_folder
from auditor_app.ui.screens.settings.section import SettingsSection
from auditor_app.ui.screens.settings.trust_list import TrustListDialog
from auditor_app.ui.screens.signing.facts import WindowRoom
from auditor_app.ui.screens.signing.new_key import NewKeyDialog
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.dialog import NARROW, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import Message, failure
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.services.signing.identity import Identity
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look


class PassphraseDialog(Dialog):
    """Asks for the passphrase of a key file."""

    def __init__(self, look: Look, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(look, title, sentence, parent, fitting(NARROW, parent))
        self.field = Field(look, _("&Passphrase"))
        self.field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addSpacing(8)
        self.body.addWidget(self.field)
        self.add_safe(_("Cancel"))
        self.add_action(_("Go on")).setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing can be lost here: the field has the focus."""
        super().showEvent(event)
        self.field.edit.setFocus()


class SigningSettings(QWidget):
    """Three parts: what you sign with, who proves the time, whose signatures you trust."""

    said = Signal(object)
    """A `Message` for the sheet's bar."""

    def __init__(self, workspace: Workspace, look: Look, background: Background) -> None:
        super().__init__()
        self._workspace, self._look, self._background = workspace, look, background
        self._has_key = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, section in enumerate((self._key_section(), self._time_section(), self._trust_section())):
            if number:
                column.addWidget(Hairline(look))
            column.addWidget(section)
        self.refresh()

    # --- the parts

    def _key_section(self) -> QWidget:
        look = self._look
        section = SettingsSection(look, _("What you sign with"))
        self.identity = TextLabel(look, "", "body")
        self.fingerprint = TextLabel(look, "", "small", "text.secondary", tabular=True)
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.make_key = Button(look, _("Make a new key …"), size="small")
        self.import_key = Button(look, _("Use a key from your organisation (.p12) …"), size="small")
        self.request = Button(look, _("Ask for a certificate …"), size="small")
        self.issued = Button(look, _("Read in the certificate …"), size="small")
        hint = _(
            "A certificate of your organisation lets others see who signed. Ask for one with a request file, send that"
            " file, and read in the certificate that comes back; the key itself never leaves this laptop."
        )
        section.column.addWidget(self.identity)
        section.column.addWidget(self.fingerprint)
        section.column.addWidget(TextLabel(look, hint, "small", "text.muted"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.request, self.issued):
            row.addWidget(button)
        row.addStretch(1)
        section.column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.import_key, self.make_key):
            row.addWidget(button)
        row.addStretch(1)
        section.column.addLayout(row)
        self.make_key.clicked.connect(self.make_new_key)
        self.import_key.clicked.connect(self._on_import_key)
        self.request.clicked.connect(self._on_request)
        self.issued.clicked.connect(self._on_issued)
        return section

    def _time_section(self) -> QWidget:
        look = self._look
        section = SettingsSection(look, _("Who proves the time"))
        hint = _(
            "A time-stamping authority (RFC 3161) proves when a report was signed. It learns a fingerprint, never the"
            " report. Without an address, or without a network, reports are signed all the same."
        )
        self.authority = Field(look, _("&Address of the time-stamping authority"))
        self.authority.show_text(self._workspace.settings.time_authority)
        self.authority.edited.connect(self._on_authority)
        self.try_it = Button(look, _("Try it"), size="small")
        self.try_it.keep_width((_("Try it"), _("Asking …")))
        self.try_it.clicked.connect(self.try_authority)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.authority, 1)
        row.addWidget(self.try_it, 0, Qt.AlignmentFlag.AlignBottom)
        self.answer = TextLabel(look, "", "small", "text.secondary")
        self.answer.hide()
        section.column.addWidget(TextLabel(look, hint, "small", "text.muted"))
        section.column.addLayout(row)
        section.column.addWidget(self.answer)
        return section

    def _trust_section(self) -> QWidget:
        look = self._look
        section = SettingsSection(look, _("Whose signatures you trust"))
        self.trusted = TextLabel(look, "", "body", "text.secondary")
        self.open_list = Button(look, _("Open the trust list …"), size="small")
        self.open_list.clicked.connect(self.show_list)
        row = QHBoxLayout()
        row.addWidget(self.trusted, 1)
        row.addWidget(self.open_list)
        section.column.addLayout(row)
        return section

    # --- what is

    def refresh(self) -> None:
        """Read key and trust list anew."""
        workspace = self._workspace
        self._background.run(
            lambda: (workspace.publishing.own_key.identity(), len(workspace.imports.trusted())),
            self._on_read,
            latest="settings-signing",
        )

    def _on_read(self, found: tuple[Identity | None, int]) -> None:
        identity, count = found
        has_key = self._has_key = identity is not None
        for button in (self.request, self.issued):
            button.setEnabled(has_key)
            button.setToolTip("" if has_key else _("Make a key first: sign a report, or take over a key file."))
        nobody = _("Nobody yet. Reports by others are then “unchanged, not on your list”.")
        self.trusted.show_text(
            ngettext("{n} entry on your list", "{n} entries on your list", count) if count else nobody
        )
        if identity is None:
            self.identity.show_text(_("No signing key yet; it is made when you first sign."))
            self.fingerprint.show_text("")
            return
        who = ", ".join(filter(None, (identity.common_name, identity.organisation)))
        by = _("issued by {name}").format(name=identity.issuer_name)
        kind = _("self-made") if identity.is_self_made else by
        until = current().date(identity.not_after.date(), "d MMM y")
        self.identity.show_text(_("{who} · {kind} · valid until {date}").format(who=who, kind=kind, date=until))
        self.fingerprint.show_text(in_fours(identity.fingerprint))

    # --- what is done

    def _write(self, work: Callable[[], object], done: Callable[[object], object] | None = None) -> None:
        self._background.write(work, done or self._on_written, self._on_failed)

    def _on_written(self, _result: object) -> None:
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self.said.emit(failure(error, _("Not done")))

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, "info", "", (("close", _("Close")),)))

    def _asked_passphrase(self, title: str, sentence: str) -> str:
        dialog = PassphraseDialog(self._look, title, sentence, self)
        is_given = dialog.exec() == QDialog.DialogCode.Accepted
        text = dialog.field.text()
        dialog.deleteLater()
        return text if is_given else ""

    def _on_import_key(self) -> None:
        title = _("Use a key from your organisation")
        name, _filter = QFileDialog.getOpenFileName(self, title, first_folder(), _("Key file") + " (*.p12 *.pfx)")
        if not name:
            return
        sentence = _("The passphrase that came with the file {name}.").format(name=Path(name).name)
        passphrase = self._asked_passphrase(title, sentence)
        if passphrase:
            self._write(partial(self._workspace.publishing.own_key.take_file, Path(name), passphrase))

    def make_new_key(self) -> NewKeyDialog:
        """Open the dialog that makes a key, in the place of the one that is here."""
        room = WindowRoom(self._workspace, self._background, Events())
        dialog = NewKeyDialog(room, self._look, self, has_key=self._has_key)
        dialog.made.connect(self._on_written)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _on_request(self) -> None:
        title = _("Ask for a certificate")
        passphrase = self._asked_passphrase(title, _("The passphrase of your signing key: the key signs the request."))
        if not passphrase:
            return
        path = ask_where(self, title, "request.csr", _("Request") + " (*.csr)")
        if path is not None:
            self.write_request(passphrase, path)

    def write_request(self, passphrase: str, path: Path) -> None:
        """Write the request for a certificate to a file."""
        own_key = self._workspace.publishing.own_key

        def work() -> Path:
            content = own_key.request_certificate(passphrase)
            try:
                write_atomically(path, content)
            except OSError as error:
                raise UserError("publish.not_written", path=str(path), reason=error.strerror or "") from error
            return path

        self._background.run(work, self._on_requested, self._on_failed)

    def _on_requested(self, path: Path) -> None:
        self._say(_("The request is in {path}. Send it to your organisation; it holds no secret.").format(path=path))

    def _on_issued(self) -> None:
        title = _("Read in the certificate")
        kinds = _("Certificate") + " (*.cer *.crt *.der *.pem)"
        name, _filter = QFileDialog.getOpenFileName(self, title, first_folder(), kinds)
        if not name:
            return
        passphrase = self._asked_passphrase(title, _("The passphrase of your signing key, which it is put beside."))
        if passphrase:
            self.take_issued(Path(name), passphrase)

    def take_issued(self, path: Path, passphrase: str) -> None:
        """Put the certificate that an authority issued beside the key; its issuer comes from the trust list."""
        own_key = self._workspace.publishing.own_key
        self._write(
            lambda: own_key.take_certificate(key_file(path, "signing.not_a_certificate"), passphrase), self._on_taken
        )

    def _on_taken(self, _identity: object) -> None:
        self.refresh()
        self._say(_("From now on you sign with the certificate of your organisation."))

    def _on_authority(self, text: str) -> None:
        """Keep the address when it is one; an address that is none is said at once and not kept."""
        address = text.strip()
        self.answer.hide()
        self._background.run(partial(_checked, address), self._on_checked, self._on_bad_address, latest="authority")

    def _on_checked(self, address: str) -> None:
        self.authority.show_error("")
        workspace = self._workspace
        self._write(lambda: workspace.set_settings(replace(workspace.settings, time_authority=address)))

    def _on_bad_address(self, error: Exception) -> None:
        self.authority.show_error(failure_text(error))

    def try_authority(self) -> None:
        """Ask the authority for a stamp over nothing in particular, to see that it answers."""
        address = self.authority.text().strip()
        if not address:
            self.authority.show_error(_("Type the address that your authority gave you."))
            return
        self.try_it.setEnabled(False)
        self.try_it.show_text(_("Asking …"))
        self._background.run(partial(_tried, address), self._on_answer, self._on_no_answer)

    def _on_answer(self, name: str) -> None:
        self._show_tried()
        self.authority.show_error("")
        self.answer.show_text(_("{name} answers and gives time stamps.").format(name=name))
        self.answer.show()

    def _on_no_answer(self, error: Exception) -> None:
        self._show_tried()
        self.answer.hide()
        self.authority.show_error(failure_text(error))

    def _show_tried(self) -> None:
        self.try_it.setEnabled(True)
        self.try_it.show_text(_("Try it"))

    def show_list(self) -> None:
        """Open the trust list."""
        dialog = TrustListDialog(self._look, self._workspace.imports, self._background, self)
        dialog.changed.connect(self.refresh)
        dialog.exec()
        dialog.deleteLater()


def _checked(address: str) -> str:
    from auditor_app.services.signing.timestamp import checked_address  # noqa: PLC0415 - loads pyHanko

    return checked_address(address) if address else ""


def _tried(address: str) -> str:
    from auditor_app.services.signing.timestamp import TimeAuthority  # noqa: PLC0415 - loads pyHanko

    return TimeAuthority(address).tried()
