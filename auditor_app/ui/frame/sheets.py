"""Small dialogs of the frame: the keys that work here, a name for this moment, a report of a bug."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from auditor_app.i18n import _
from auditor_app.ui.shortcuts import Key, shown
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.dialog import NARROW, WIDE, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_AROUND_KEYS = 150
"""Title, foot and margins of the sheet: it has to fit in the lowest window."""
KeyGroups = Sequence[tuple[str, Sequence[Key]]]


def fitting(width: int, parent: QWidget | None) -> int:
    """Give a dialog's width, less when its window is narrower."""
    return width if parent is None else min(width, parent.window().width() - 24)


class KeysSheet(Dialog):
    """F1: the keys that work here, from the same tables that bind them."""

    def __init__(self, look: Look, groups: KeyGroups, parent: QWidget) -> None:
        super().__init__(look, _("Keys that work here"), "", parent, fitting(WIDE, parent))
        self.listed = tuple(key for _title, keys in groups for key in keys)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for title, keys in groups:
            heading = TextLabel(look, title, "caption", "text.secondary")
            heading.setContentsMargins(0, 10 if row else 0, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
            for key in keys:
                row += 1
                grid.addWidget(KeyHint(look, shown(key.keys)), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(TextLabel(look, _(key.text)), row, 1)
            row += 1
        area = Scrolled(inside, _("Keys that work here"))
        area.fit(self.inner_width, parent.window().height() - _AROUND_KEYS)
        self.body.addSpacing(6)
        self.body.addWidget(area, 1)
        self.add_safe(_("Close"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 closes what F1 opened."""
        if event.key() == Qt.Key.Key_F1:
            self.reject()
            return
        super().keyPressEvent(event)


class NameSheet(Dialog):
    """Asks for one name, such as that of a moment to come back to."""

    def __init__(self, look: Look, title: str, sentence: str, label: str, action: str, parent: QWidget) -> None:
        super().__init__(look, title, sentence, parent, fitting(NARROW, parent))
        self.field = Field(look, label)
        self.body.addSpacing(8)
        self.body.addWidget(self.field)
        self.add_safe(_("Cancel"))
        self._action = self.add_action(action)
        self._action.setDefault(True)
        self._action.setEnabled(False)
        self.field.edit.textChanged.connect(self._on_typed)

    @property
    def name(self) -> str:
        """Give what was typed."""
        return self.field.text().strip()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing can be lost here: the field has the focus."""
        super().showEvent(event)
        self.field.edit.setFocus()

    def _on_typed(self, text: str) -> None:
        self._action.setEnabled(bool(text.strip()))


class BugDialog(Dialog):
    """The one place where the program admits a fault of its own; the report holds no audit data."""

    def __init__(self, look: Look, report: str, parent: QWidget | None) -> None:
        super().__init__(
            look,
            _("The program made a mistake"),
            _(
                "Everything that was shown as saved is safe. You can go on working. Please send the report below to"
                " whoever looks after this program; it holds no audit data."
            ),
            parent,
            fitting(WIDE, parent),
        )
        self.report = report
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(_("Report"))
        text.setTabChangesFocus(True)
        text.setMinimumHeight(140)
        self.body.addSpacing(8)
        self.body.addWidget(text)
        self.add_safe(_("Go on"))
        copy = self._add(_("Copy the report"), "main")
        copy.clicked.connect(self.copy)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report)
