"""The line under a field that may name a person: what was found, and one key that writes a role instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from auditor_app.core.persons import Person
from auditor_app.i18n import _
from auditor_app.ui.models.person_hints import REPLACE, first_person, text_units
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


_BESIDE: Final = 440


class PersonHint(QWidget):
    """Watches one editor; hidden while nothing in it looks like a person. It never changes a text by itself."""

    def __init__(self, look: Look, editor: PlainEditor, keys_within: QWidget) -> None:
        super().__init__()
        self._editor = editor
        self._found: Person | None = None
        self._text = TextLabel(look, "", "small", "attention.text")
        self._write = LinkButton(look)
        self._write.clicked.connect(self.replace)
        way_out = QHBoxLayout()
        way_out.setSpacing(8)
        way_out.addWidget(self._write, 0, Qt.AlignmentFlag.AlignTop)
        way_out.addWidget(KeyHint(look, REPLACE), 0, Qt.AlignmentFlag.AlignTop)
        way_out.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 2, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        self._row.addLayout(way_out)
        shortcut = QShortcut(QKeySequence(REPLACE), keys_within)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.replace)
        self._shortcut = shortcut
        editor.edited.connect(self.look_at)
        self.look_at("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the way out below the sentence where there is no room beside it."""
        super().resizeEvent(event)
        is_wide = self.width() >= _BESIDE
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(8 if is_wide else 2)

    def look_at(self, text: str) -> None:
        """Say what looks like a person in `text`, if anything does."""
        self._found = first_person(text)
        is_found = self._found is not None
        if self._found is not None:
            found, role = self._found.text, self._found.role
            self._text.show_text(
                _("“{found}” looks like a person. Role and year group are enough.").format(found=found)
            )
            self._write.show_text(_("Write “{role}”").format(role=role))
        self._shortcut.setEnabled(is_found)
        self.setVisible(is_found)

    def replace(self) -> None:
        """Write the role where the person stands; undo brings the words back. The next one is named then."""
        text = self._editor.text()
        found = first_person(text)
        if found is None or self._editor.edit.isReadOnly():
            return
        cursor = QTextCursor(self._editor.edit.document())
        cursor.setPosition(text_units(text[: found.start]))
        cursor.setPosition(text_units(text[: found.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(found.role)
        self._editor.flush()
        self.look_at(self._editor.text())
        self._editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)
