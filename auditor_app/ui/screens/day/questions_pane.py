"""The questions of an activity; the marked one is what the next line belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.delegates.questions import QuestionsDelegate
from auditor_app.ui.models.questions import Question, questions_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

MATRIX, CRITERIA, GAPS = "matrix", "criteria", "gaps"


class QuestionsList(RowList):
    """Questions of which one may be marked: arrows and a click mark one, going to the list marks none.

    What is marked is tied to every line that follows; so it can be taken off again: by Enter or a click on it, or by
    going up from the first.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(questions_model(), _("Questions"), "canvas")
        self._look = look
        self._was_marked = ""
        self.setProperty("staysActive", True)
        self.opened.connect(self._on_marked_again)

    def step(self, steps: int) -> None:
        """Mark the next question or the one before, or none above the first."""
        before = self.current_key()
        super().step(steps)
        if steps < 0 and before and self.current_key() == before:
            self._take_off()

    def _take_off(self) -> None:
        self.choose("")
        self.chosen.emit("")

    def _on_marked_again(self, key: str) -> None:
        if self.has_entered or key == self._was_marked:
            self._take_off()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what was marked before."""
        self._was_marked = self.current_key()
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the keys come without choosing anything, which Qt would do and which would be told."""
        is_marked = self.currentIndex().isValid()
        self._is_showing = True
        super().focusInEvent(event)
        if not is_marked:
            self.choose("")
        self._is_showing = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring around all of them where the keys are here and none is marked."""
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._look["focus.ring"], 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))


class QuestionsPane(QWidget):
    """Shows a matrix row or criteria; `marked` tells which question a person marked."""

    marked = Signal(str)
    kind_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segments = Segmented(look, is_small=True)
        self._key = KeyHint(look, "Alt+↓")
        self.list = QuestionsList(look)
        self.delegate = QuestionsDelegate(look, self.list)
        self.list.draw_with(self.delegate)
        self._none = TextLabel(look, "", "body", "text.secondary")
        self._none.setContentsMargins(20, 16, 20, 0)
        self._foot = TextLabel(look, "", "small", "text.muted", "elide")
        self._compose(look)
        self.list.chosen.connect(self.marked)
        self.segments.chosen.connect(self.kind_chosen)
        set_floor(self, "canvas")

    def _compose(self, look: Look) -> None:
        head = QWidget()
        head.setFixedHeight(look.px(SIZE["paneHeader"]))
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 0, 16, 0)
        row.addWidget(self.segments)
        row.addStretch(1)
        row.addWidget(self._key)
        foot = QWidget()
        foot.setFixedHeight(look.px(38))
        foot_row = QHBoxLayout(foot)
        foot_row.setContentsMargins(20, 0, 16, 0)
        foot_row.addWidget(self._foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, Hairline(look), self._none, self.list, Hairline(look), foot):
            column.addWidget(widget, 1 if widget is self.list else 0)

    def show_kinds(self, kinds: dict[str, str], kind: str) -> None:
        """Offer what can be asked here: the matrix row, the criteria, or what the team still has to settle."""
        self.segments.offer(kinds)
        self.segments.show_choice(kind)

    def show_large(self, *, is_large: bool) -> None:
        """Set the questions larger for who leads the conversation and reads them from some distance."""
        self.delegate.set_large(is_large=is_large)

    def show_questions(self, rows: list[Question], foot: str, nothing: str = "") -> None:
        """Show the questions, or why there are none; `foot` says what the next line belongs to."""
        self.list.show_rows(rows)
        usual = _("No criterion names this kind of source. Choose a source for the activity, or just write.")
        self._none.show_text(nothing or usual)
        self._none.setVisible(not rows)
        self._foot.show_text(foot)
