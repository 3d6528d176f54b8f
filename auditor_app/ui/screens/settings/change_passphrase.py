"""Another passphrase for the audits and the signing key on this laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, failure_text
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.screens.parts.passphrase import NewPassphrase
from auditor_app.ui.widgets.dialog import NARROW, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import Message, MessageBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look


class ChangePassphraseDialog(Dialog):
    """Stays open until the change is on the disk; `said` tells afterwards what became of it."""

    def __init__(self, look: Look, workspace: Workspace, background: Background, parent: QWidget) -> None:
        sentence = _("It opens your audits and signs your reports. The recovery key you printed stays as it is.")
        super().__init__(look, _("Change the passphrase"), sentence, parent, fitting(NARROW, parent))
        self._workspace, self._background = workspace, background
        self.said = ""
        self.problem = MessageBar(look)
        self.problem.hide()
        self.old = Field(look, _("Passphrase &until now"))
        self.old.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.old.edit.textChanged.connect(self._on_typed)
        self.new = NewPassphrase(look)
        self.new.first.show_label(_("New &passphrase"))
        self.new.changed.connect(self._on_typed)
        for part in (self.problem, self.old, self.new):
            self.body.addSpacing(6)
            self.body.addWidget(part)
        self.add_safe(_("Cancel"))
        self.action = self._add(_("Change"), "main")
        self.action.setDefault(True)
        self.action.clicked.connect(self.change)
        self._on_typed()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing can be lost here: the first field has the focus."""
        super().showEvent(event)
        self.old.edit.setFocus()

    def _on_typed(self, _value: object = None) -> None:
        self.old.show_error("")
        is_ready = bool(self.old.text()) and self.new.is_sound
        self.action.setEnabled(is_ready)
        self.action.setToolTip("" if is_ready else _("Fill in the old one once and the new one twice."))

    def change(self) -> None:
        """Change both in the background; stretching a passphrase takes a moment."""
        self.action.setEnabled(False)
        workspace, old, new = self._workspace, self.old.text(), self.new.passphrase
        self._background.write(lambda: workspace.change_passphrase(old, new), self._on_changed, self._on_failed)

    def _on_changed(self, has_key_followed: bool) -> None:  # noqa: FBT001 - what the use case answers
        has_key = self._workspace.publishing.own_key.identity() is not None
        self.said = _("The passphrase is changed.")
        if has_key and not has_key_followed:
            self.said = _("The passphrase is changed. The key you sign with has a passphrase of its own and keeps it.")
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.action.setEnabled(True)
        if isinstance(error, UserError) and error.code == "vault.wrong_passphrase":
            self.old.show_error(_("This is not the passphrase you use now. Nothing was changed; type it again."))
            self.old.edit.setFocus()
            self.old.edit.selectAll()
            return
        self.problem.show_message(Message(failure_text(error), "failure", _("Not changed")))
