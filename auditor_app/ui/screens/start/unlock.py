"""Unlocking: by passphrase, by the printed recovery key, or by the system's keyring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, current, error_text, failure_text
from auditor_app.services.workspace import Workspace
from auditor_app.ui.screens.parts.forms import CentredColumn
from auditor_app.ui.screens.parts.passphrase import NewPassphrase
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look

DAMAGED: Final = frozenset({"store.wrong_key", "store.shut_damaged"})
"""Why audits do not open that a backup copy can mend."""


def unlock(data_dir: Path, passphrase: str, *, keeps_key: bool) -> tuple[Workspace, UserError | None]:
    """Open with a passphrase; when asked, let the system's keyring open it from now on."""
    workspace = Workspace.open(data_dir, passphrase)
    if workspace is None:
        raise UserError("vault.wrong_passphrase")
    if not keeps_key:
        return workspace, None
    try:
        workspace.vault.keep_in_keyring()
    except UserError as error:
        return workspace, error
    workspace.set_settings(replace(workspace.settings, uses_keyring=True))
    return workspace, None


def renew(workspace: Workspace, passphrase: str) -> Workspace:
    """Set a new passphrase after recovery; the signing key stays closed without the old one, so a new one is made."""
    workspace.vault.change_passphrase(passphrase)
    settings = workspace.settings
    workspace.publishing.own_key.make(settings.name, settings.organisation, passphrase)
    return workspace


class UnlockScreen(QWidget):
    """One field; a wrong passphrase is said plainly."""

    opened = Signal(object)

    def __init__(self, look: Look, background: Background, data_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._background, self._data_dir = look, background, data_dir
        self._recovered: Workspace | None = None
        self._is_recovering = False
        page = CentredColumn("canvas", 440)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.title = TextLabel(look, _("Locked"), "title")
        self.sentence = TextLabel(
            look, _("Your audits are encrypted. The passphrase opens them."), "body", "text.secondary"
        )
        self.field = Field(look, _("&Passphrase"))
        self.keeps = CheckBox(look, _("Do no&t ask again on this computer (system keyring)"))
        self.renewal = NewPassphrase(look)
        self.renewal.hide()
        self.problem = MessageBar(look)
        self.problem.hide()
        self.problem.acted.connect(self._on_put_back)
        self.lost = LinkButton(look, _("I have &lost my passphrase"))
        self.action = Button(look, _("&Unlock"), "main", size="large")
        self.action.setDefault(True)
        self._fill(page.column)
        self.field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.edit.returnPressed.connect(self.try_it)
        self.field.edit.textEdited.connect(self._on_typed)
        self.renewal.second.edit.returnPressed.connect(self.try_it)
        self.action.clicked.connect(self.try_it)
        self.lost.clicked.connect(self._on_lost)
        self.setFocusProxy(self.field.edit)

    def _fill(self, column: QVBoxLayout) -> None:
        column.addStretch(2)
        for part in (self.title, self.sentence, self.problem, self.field, self.renewal, self.keeps):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.lost)
        row.addStretch(1)
        row.addWidget(self.action)
        column.addSpacing(6)
        column.addLayout(row)
        column.addStretch(3)

    def try_it(self) -> None:
        """Try what was typed."""
        if self._recovered is not None:
            self._renew(self._recovered)
            return
        secret, folder = self.field.text(), self._data_dir
        if not secret:
            return
        self.action.setEnabled(False)
        if self._is_recovering:
            self._background.run(lambda: Workspace.recover(folder, secret), self._on_recovered, self._on_failed)
        else:
            keeps = self.keeps.isChecked()
            self._background.run(lambda: unlock(folder, secret, keeps_key=keeps), self._on_opened, self._on_failed)

    def _renew(self, workspace: Workspace) -> None:
        if not self.renewal.is_sound:
            return
        self.action.setEnabled(False)
        passphrase = self.renewal.passphrase
        self._background.run(lambda: renew(workspace, passphrase), self.opened.emit, self._on_failed)

    def _on_opened(self, result: tuple[Workspace, UserError | None]) -> None:
        self.field.edit.clear()
        self.opened.emit(result[0])

    def _on_recovered(self, workspace: Workspace) -> None:
        self._recovered = workspace
        self.action.setEnabled(True)
        self.field.hide()
        self.lost.hide()
        self.problem.hide()
        self.renewal.show()
        self.title.show_text(_("Choose a new passphrase"))
        self.sentence.show_text(
            _("The recovery key was right. Your old signing key stays closed; this passphrase gets a new one.")
        )
        self.action.show_text(_("Set and &unlock"))
        self.renewal.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self.action.setEnabled(True)
        if isinstance(error, UserError) and error.code in {"vault.wrong_passphrase", "vault.wrong_recovery_key"}:
            self.field.show_error(error_text(error))
            self.field.edit.selectAll()
            self.field.edit.setFocus()
            return
        text = failure_text(error, _("The data folder could not be opened."))
        self.problem.show_message(Message(text, "failure", _("Not opened"), self._ways_out(error)))

    def _ways_out(self, error: Exception) -> tuple[tuple[str, str], ...]:
        """Offer the newest backup copy in the place of a damaged file, by the moment it was made."""
        made = Workspace.newest_copy(self._data_dir)
        if not made or not isinstance(error, UserError) or error.code not in DAMAGED:
            return ()
        moment = datetime.fromtimestamp(made).astimezone()
        when = f"{current().date(moment.date().isoformat(), 'd MMM y')} {moment:%H:%M}"
        return (("put_back", _("Put the &copy of {when} back").format(when=when)),)

    def _on_put_back(self, _name: str) -> None:
        folder = self._data_dir
        self.problem.setEnabled(False)
        self._background.run(lambda: Workspace.put_back_newest(folder), self._on_put_back_done, self._on_not_put_back)

    def _on_put_back_done(self, aside: Path) -> None:
        self.problem.setEnabled(True)
        told = _("The copy stands in its place; the damaged file is kept as {name}. Type the passphrase to open it.")
        self.problem.show_message(Message(told.format(name=aside.name), "info", _("The copy is put back")))
        self.field.edit.selectAll()
        self.field.edit.setFocus()

    def _on_not_put_back(self, error: Exception) -> None:
        self.problem.setEnabled(True)
        self._on_failed(error)

    def _on_typed(self, _text: str) -> None:
        self.field.show_error("")

    def _on_lost(self) -> None:
        self._is_recovering = not self._is_recovering
        is_recovering = self._is_recovering
        self.field.show_error("")
        self.field.edit.clear()
        self.field.show_label(_("&Recovery key") if is_recovering else _("&Passphrase"))
        mode = QLineEdit.EchoMode.Normal if is_recovering else QLineEdit.EchoMode.Password
        self.field.edit.setEchoMode(mode)
        self.keeps.setVisible(not is_recovering)
        self.lost.show_text(_("I &know my passphrase") if is_recovering else _("I have &lost my passphrase"))
        self.sentence.show_text(
            _("Type the recovery key from the sheet you kept; spaces and dashes do not matter.")
            if is_recovering
            else _("Your audits are encrypted. The passphrase opens them.")
        )
        self.field.edit.setFocus()
