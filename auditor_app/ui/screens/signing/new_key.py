"""Another signing key in the place of the one on this laptop: it ended, or nobody knows its passphrase any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from auditor_app.i18n import _
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.screens.signing.identity import IdentityForm
from auditor_app.ui.widgets.dialog import WIDE, Dialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditor_app.services.signing.identity import Identity
    from auditor_app.ui.screens.signing.facts import Room
    from auditor_app.ui.theme import Look


class NewKeyDialog(Dialog):
    """Asks for a name and a passphrase; it closes when the key is there."""

    made = Signal(object)
    """The `Identity` that signs here from now on."""

    def __init__(self, room: Room, look: Look, parent: QWidget, *, has_key: bool) -> None:
        super().__init__(look, _("Make a signing key"), "", parent, fitting(WIDE, parent))
        self.form = IdentityForm(room, look)
        self.form.show_reason(is_renewal=has_key)
        self.body.addWidget(self.form)
        self.add_safe(_("Not yet"))
        self.form.made.connect(self._on_made)

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is lost before the button: the passphrase has the focus."""
        super().showEvent(event)
        self.form.passphrase.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_made(self, identity: Identity) -> None:
        self.made.emit(identity)
        self.accept()
