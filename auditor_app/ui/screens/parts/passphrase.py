"""Choosing a passphrase twice, with a hint about its strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

SHORTEST, FAIR, STRONG, MANY_WORDS = 8, 12, 18, 4
"""The store refuses fewer than eight characters; four random words are about as strong as eighteen characters."""


def strength(passphrase: str) -> str:
    """Say in a sentence how hard a passphrase is to guess; advice, not a measure."""
    if not passphrase:
        return _("At least eight characters. Four words that have nothing to do with each other are easy to keep.")
    if len(passphrase) < SHORTEST:
        return _("Still too short: at least eight characters.")
    is_varied = len(set(passphrase)) >= SHORTEST
    if is_varied and (len(passphrase) >= STRONG or len(passphrase.split()) >= MANY_WORDS):
        return _("Strong.")
    if is_varied and len(passphrase) >= FAIR:
        return _("Fair. One more word makes it strong.")
    return _("Weak: easy to guess. Add a word or two.")


class NewPassphrase(QWidget):
    """Two fields that must hold the same; `changed` tells when it is sound or no longer."""

    changed = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = Field(look, _("&Passphrase"))
        self.second = Field(look, _("The same &again"))
        self.hint = TextLabel(look, strength(""), "small", "text.muted")
        self.shown = CheckBox(look, _("&Show what I type"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.first, self.hint, self.second, self.shown):
            column.addWidget(part)
        for field in (self.first, self.second):
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
            field.edit.textChanged.connect(self._on_typed)
        self.first.edit.returnPressed.connect(self.second.edit.setFocus)
        self.second.edit.editingFinished.connect(self._check_second)
        self.shown.clicked.connect(self._on_shown)
        self.setFocusProxy(self.first.edit)

    @property
    def passphrase(self) -> str:
        """Give what was typed first."""
        return self.first.text()

    @property
    def is_sound(self) -> bool:
        """Whether it is long enough and was typed twice alike."""
        return len(self.passphrase) >= SHORTEST and self.passphrase == self.second.text()

    def _on_typed(self) -> None:
        self.hint.show_text(strength(self.passphrase))
        if self.passphrase == self.second.text():
            self.second.show_error("")
        self.changed.emit(self.is_sound)

    def _check_second(self) -> None:
        differs = bool(self.second.text()) and self.second.text() != self.passphrase
        self.second.show_error(_("The two are not the same. Type the second one again.") if differs else "")

    def _on_shown(self, is_shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.first.edit.setEchoMode(mode)
        self.second.edit.setEchoMode(mode)
