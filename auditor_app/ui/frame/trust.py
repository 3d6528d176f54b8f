"""Trusting a signer: the fingerprint to compare with them, and the name people know them by."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent

from auditor_app.i18n import _
from auditor_app.services.outside.verify_texts import in_fours
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.widgets.dialog import NARROW, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from auditor_app.ui.theme import Look


def can_be_trusted(verification: Mapping[str, Any]) -> bool:
    """Whether there is somebody to put on the list: who signed what is unchanged and is not on it yet."""
    first = first_signature(verification)
    is_sound = bool(verification.get("unchanged")) and first.get("certificate_state") == "valid"
    return is_sound and first.get("trust") != "trusted" and bool(first.get("certificate"))


def first_signature(verification: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what is known of the first signature."""
    signatures = verification.get("signatures") or ()
    return signatures[0] if signatures else {}


class TrustSheet(Dialog):
    """Asks to compare the whole fingerprint with the signer, and for the name they go by here."""

    def __init__(self, look: Look, signature: Mapping[str, Any], parent: QWidget | None = None) -> None:
        name = str(signature.get("signer_name", ""))
        sentence = _(
            "Ask {name} to read the fingerprint aloud, by telephone or face to face; they find it in their settings."
            " Trust only when every group is the same."
        )
        super().__init__(look, _("Trust this signer?"), sentence.format(name=name), parent, fitting(NARROW, parent))
        self.certificate = base64.b64decode(str(signature.get("certificate", "")))
        self._fingerprint = TextLabel(look, in_fours(str(signature.get("fingerprint", ""))), "note", tabular=True)
        self._fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.field = Field(look, _("&Name by which you know them"))
        self.field.show_text(", ".join(filter(None, (name, str(signature.get("organisation", ""))))))
        for part in (self._fingerprint, self.field):
            self.body.addSpacing(8)
            self.body.addWidget(part)
        self.add_safe(_("Not yet"))
        self._action = self.add_action(_("It is the same: trust"))
        self.field.edit.textChanged.connect(self._on_typed)

    @property
    def name(self) -> str:
        """Give what was typed, without needless spaces."""
        return " ".join(self.field.text().split())

    def showEvent(self, event: QShowEvent) -> None:
        """The safe answer has the focus: trusting is a decision."""
        super().showEvent(event)
        self._on_typed("")

    def _on_typed(self, _text: str) -> None:
        self._action.setEnabled(bool(self.name))
        self._action.setToolTip("" if self.name else _("Fill in a name first."))
