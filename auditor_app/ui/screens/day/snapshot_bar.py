"""The bar of a timed observation: when the next snapshot is due, and what it notes.

It reminds by words that stand still: it never takes the focus, never moves and never blinks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.observation import Goal, Setting, TimedLook
from auditor_app.i18n import _
from auditor_app.ui.models.timed import ASK, goal_words, setting_words
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.inputs import LineEdit
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_MOST: Final = 999
_NUMBER: Final = 52


class SnapshotBar(QWidget):
    """Folded it is one line; `entered` tells that a snapshot is complete, `left` that it was given up."""

    entered = Signal()
    left = Signal()
    folded = Signal(bool)
    """Whether it is one line again."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._present: int | None = None
        self._due = TextLabel(look, "", "small", "text.secondary", "elide", tabular=True)
        self._take = LinkButton(look)
        self._take.clicked.connect(self.toggle)
        self.at_work = LineEdit(look)
        self.at_work.setValidator(QIntValidator(0, _MOST, self))
        self.at_work.setFixedWidth(look.px(_NUMBER))
        self._at_work = TextLabel(look, "", "small", "text.secondary", "line")
        self._goal = TextLabel(look, "", "small", "text.secondary", "line")
        self._of = TextLabel(look, "", "small", "text.secondary", "line", tabular=True)
        self.goal, self.setting = Segmented(look, is_small=True), Segmented(look, is_small=True)
        self._compose(look)
        for widget in (self.at_work, self.goal, self.setting):
            widget.installEventFilter(self)
        self.retranslate()
        self.fold()

    def _compose(self, look: Look) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._due)
        head.addWidget(self._take)
        head.addWidget(KeyHint(look, ASK))
        head.addStretch(1)
        self._form = QWidget()
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        for widget in (self._at_work, self.at_work, self._of):
            numbers.addWidget(widget)
        numbers.addStretch(1)
        settings = QHBoxLayout()
        settings.addWidget(self.setting)
        settings.addStretch(1)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(6)
        self._first.addLayout(numbers)
        self._first.addLayout(settings, 1)
        goals = QHBoxLayout()
        goals.setSpacing(8)
        goals.addWidget(self._goal)
        goals.addWidget(self.goal)
        goals.addStretch(1)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 4, 0, 4)
        form.setSpacing(6)
        form.addLayout(self._first)
        form.addLayout(goals)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._form)

    @property
    def is_open(self) -> bool:
        """Whether a snapshot is being taken."""
        return not self._form.isHidden()

    def look(self) -> TimedLook:
        """Give what was noted so far."""
        at_work = int(self.at_work.text()) if self.at_work.text().isdecimal() else None
        return TimedLook(at_work, self._present, Goal(self.goal.value), Setting(self.setting.value))

    def show_due(self, words: str, *, is_due: bool, present: int | None) -> None:
        """Say when the next one is due; due ones stand in the accent colour."""
        self._present = present
        self._due.show_text(words)
        self._due.set_role("small", 600 if is_due else 0)
        self._due.set_color("accent.text" if is_due else "text.secondary")
        self._of.show_text(_("of {n}").format(n=present) if present is not None else "")

    def toggle(self) -> None:
        """Take a snapshot, or give it up."""
        if self.is_open:
            self.fold()
            self.left.emit()
            return
        self._form.show()
        self.folded.emit(False)
        self._take.show_text(_("Not now"))
        self.at_work.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fold(self) -> None:
        """Start anew with nothing noted."""
        self._form.hide()
        self.folded.emit(True)
        self.at_work.clear()
        for choice in (self.goal, self.setting):
            choice.show_choice("")
        self._take.show_text(_("Take it now"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put how pupils work below the numbers where both do not fit beside each other."""
        super().resizeEvent(event)
        words = (self._at_work, self._of, self.setting)
        needed = sum(part.sizeHint().width() for part in words) + self.at_work.width() + 40
        direction = QBoxLayout.Direction.LeftToRight if needed <= self.width() else QBoxLayout.Direction.TopToBottom
        self._first.setDirection(direction)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter anywhere in it stores the snapshot, once what it stands on is chosen; Escape gives it up.

        Delete or Backspace on a choice takes it back.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                is_choosing = isinstance(watched, QAbstractButton) and not watched.isChecked()
                if not is_choosing:
                    self.entered.emit()
                return not is_choosing
            if event.key() == Qt.Key.Key_Escape:
                self.toggle()
                return True
            row = watched.parent()
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and isinstance(row, Segmented):
                row.show_choice("")
                return True
        return False

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._at_work.show_text(_("At work"))
        self._goal.show_text(_("Goal"))
        self.at_work.setAccessibleName(_("Pupils at work"))
        self.goal.offer(goal_words())
        self.goal.setAccessibleName(_("Goal"))
        self.setting.offer(setting_words())
        for choice in (self.goal, self.setting):
            choice.choose_by_walking()
            for button in choice.findChildren(QAbstractButton):
                button.installEventFilter(self)
        self._take.show_text(_("Not now") if self.is_open else _("Take it now"))
