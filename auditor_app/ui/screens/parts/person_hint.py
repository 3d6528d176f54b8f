"""The line under fields that may name a person: what was found, and one key that writes a role instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from auditor_app.core.persons import Person, PersonKind
from auditor_app.i18n import _, current
from auditor_app.ui.models.person_hints import LONGEST_NOTE, REPLACE, first_person
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.scrolled import bring_into_sight
from auditor_app.ui.widgets.text import TextLabel, text_units

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


_BESIDE: Final = 440
_BELOW: Final = 8
Written = PlainEditor | Field
"""What can be watched: a text of many lines or of one."""


class PersonHint(QWidget):
    """Watches texts; hidden while nothing in them looks like a person. It never changes a text by itself."""

    def __init__(self, look: Look, keys_within: QWidget, *editors: Written) -> None:
        super().__init__()
        self._editors = editors
        self._looked: tuple[object, ...] | None = None
        """What was looked through last: a save shows again what typing has shown before."""
        # What is shown has its place only after the event.
        self._after = QTimer(self, interval=0, singleShot=True)
        self._after.timeout.connect(self._come_into_sight)
        # A pause in typing has more to do than looking: what was typed goes to the disk first.
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.look)
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
        shortcut.activatedAmbiguously.connect(self.replace)  # two lines over one another: each in turn
        self._shortcut = shortcut
        for editor in editors:
            editor.edited.connect(self._on_edited)
        self.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the way out below the sentence where there is no room beside it."""
        super().resizeEvent(event)
        is_wide = self.width() >= _BESIDE
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(8 if is_wide else 2)

    def showEvent(self, event: QShowEvent) -> None:
        """Do not stay below the edge of a low window while somebody writes the name."""
        super().showEvent(event)
        if any(editor.edit.hasFocus() for editor in self._editors):
            self._after.start()

    def _come_into_sight(self) -> None:
        if self.isVisible():
            bring_into_sight(self, _BELOW)

    def _on_edited(self, _text: str) -> None:
        self._soon.start()

    def look(self) -> None:
        """Say what looks like a person in the texts, if anything does."""
        asked = (current().language, *((editor.text(), editor.edit.isReadOnly()) for editor in self._editors))
        if asked == self._looked:
            return
        self._looked = asked
        found = self._found()
        if found is not None:
            person = found[1]
            self._text.show_text(_sentence(person).format(found=person.text))
            self._write.show_text(_("Write “{role}”").format(role=person.role))
        self._shortcut.setEnabled(found is not None)
        self.setVisible(found is not None)

    def replace(self) -> None:
        """Write the role where the person stands; undo brings the words back. The next one is named then."""
        found = self._found()
        if found is None:
            return
        editor, person = found
        _write(editor, person)
        self.look()
        editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found(self) -> tuple[Written, Person] | None:
        """Give the first person, and where; what cannot be changed is not warned of."""
        for editor in self._editors:
            person = None if editor.edit.isReadOnly() else first_person(editor.text(), LONGEST_NOTE)
            if person is not None:
                return editor, person
        return None


def _write(editor: Written, person: Person) -> None:
    text = editor.text()
    start, end = (text_units(text[:place]) for place in (person.start, person.end))
    if isinstance(editor, Field):
        editor.edit.setSelection(start, end - start)
        editor.edit.insert(person.role)
        editor.edit.flush()
        return
    cursor = QTextCursor(editor.edit.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(person.role)
    editor.flush()


def _sentence(person: Person) -> str:
    if person.kind is PersonKind.NAME:
        return _("“{found}” looks like a person. Role and year group are enough.")
    return _("“{found}” leads to a person and has no place here.")
