"""A first signing key: made here in a moment, or taken from a key file one has."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditor_app.i18n import _, failure_text
from auditor_app.ui.focus import Pause
from auditor_app.ui.saving import first_folder
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.signing.identity import Identity
    from auditor_app.ui.screens.signing.facts import Room
    from auditor_app.ui.theme import Look


class IdentityForm(QWidget):
    """Name, organisation and a passphrase twice; or a `.p12` file with its passphrase."""

    made = Signal(object)
    """The `Identity` that signs here from now on."""
    refused = Signal()
    """It did not become a key; the form says why."""

    def __init__(self, room: Room, look: Look) -> None:
        super().__init__()
        self._room = room
        self.name = _field(look, _("Your &name"), room.settings.name)
        self.organisation = _field(look, _("&Organisation"), room.settings.organisation)
        self.passphrase = secret_field(look, _("&Passphrase of the key"))
        self.again = secret_field(look, _("Passphrase &again"))
        self.problem = MessageBar(look)
        self.problem.hide()
        self.button = Button(look, _("Make a signing key"))
        self.file = LinkButton(look, _("I have a key file …"))
        self._pause = Pause(self)
        self._reason = TextLabel(look, "", "body", "text.secondary")
        self.show_reason(is_renewal=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._reason)
        for pair in ((self.name, self.organisation), (self.passphrase, self.again)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in pair:
                row.addWidget(field, 1)
            column.addLayout(row)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.file)
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.button.clicked.connect(self.make)
        self.again.edit.returnPressed.connect(self.make)
        self.file.clicked.connect(self._on_file)

    def show_reason(self, *, is_renewal: bool) -> None:
        """Say why a key is made: there is none yet, or another takes its place."""
        first = _(
            "There is no signing key on this laptop yet. It is made here, kept under its own passphrase, and never"
            " leaves the laptop."
        )
        renewal = _(
            "The new key takes the place of the one on this laptop. Reports that were signed with that one stay as"
            " they are. If your organisation gave you a certificate, ask for one again afterwards."
        )
        self._reason.show_text(renewal if is_renewal else first)

    def make(self) -> None:
        """Make a key, if the two passphrases are the same."""
        secret = self.passphrase.text()
        is_same = secret == self.again.text()
        self.again.show_error("" if is_same else _("The two passphrases differ. Type the same one twice."))
        if is_same:
            work = partial(self._room.publishing.own_key.make, self.name.text(), self.organisation.text(), secret)
            self._run(work)

    def _on_file(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a key file"), first_folder(), _("Key file") + " (*.p12 *.pfx)"
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take over a key file with the passphrase that was typed."""
        self._run(partial(self._room.publishing.own_key.take_file, path, self.passphrase.text()))

    def _run(self, work: partial[Identity]) -> None:
        self.problem.hide()
        self._pause.begin()
        self._room.read(work, self._on_made, self._on_failed)

    def _on_made(self, identity: Identity) -> None:
        self._pause.end()
        self.made.emit(identity)

    def _on_failed(self, error: Exception) -> None:
        self._pause.end()
        text = failure_text(error, _("The key could not be made. The log says why."))
        self.problem.show_message(Message(text, "failure", _("No key yet")))
        self.refused.emit()


def _field(look: Look, label: str, text: str) -> Field:
    field = Field(look, label)
    field.show_text(text)
    return field


def secret_field(look: Look, label: str) -> Field:
    """Make a field that shows dots."""
    field = Field(look, label)
    field.edit.setEchoMode(QLineEdit.EchoMode.Password)
    return field
