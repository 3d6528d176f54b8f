"""The questions of an activity; the marked one is what the next line belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
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


class QuestionsPane(QWidget):
    """Shows a matrix row or criteria; `marked` tells which question a person marked."""

    marked = Signal(str)
    kind_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segments = Segmented(look, is_small=True)
        self._key = KeyHint(look, "Alt+↓")
        self.list = RowList(questions_model(), _("Questions"), "canvas")
        self.list.setProperty("staysActive", True)
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

    def show_questions(self, rows: list[Question], foot: str) -> None:
        """Show the questions; `foot` says what the next line belongs to."""
        self.list.show_rows(rows)
        nothing = _("No criterion names this kind of source. Choose a source for the activity, or just write.")
        settled = _("Nothing is thin, single-sourced or contradicted.")
        self._none.show_text(settled if self.segments.value == GAPS else nothing)
        self._none.setVisible(not rows)
        self._foot.show_text(foot)
