"""Before you leave: what is still thin, single-sourced or contradicted, while the team is in the building."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.delegates.listed import ListedDelegate
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.attention import Concern, concerns_sentence
from auditor_app.ui.models.listed import Listed, listed_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.shortcuts import BY_NAME, shown
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_WIDTH: Final = 640
_LOWEST: Final = 96
_HIGHEST: Final = 400
_AROUND: Final = 270
_SAMPLE: Final = "sample:"


class BeforeLeaving(QWidget):
    """The foot of the tree: one sentence, and a way to the list."""

    asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = TextLabel(look, "", "bodyStrong", mode="line")
        self._count = TextLabel(look, "", "body", "text.muted", "line", tabular=True)
        self._view = LinkButton(look)
        self._sentence = TextLabel(look, "", "small", "text.secondary")
        self._view.clicked.connect(self.asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._view)
        column = QVBoxLayout()
        column.setContentsMargins(14, 8, 12, 9)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._sentence)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Hairline(look))
        whole.addLayout(column)
        set_floor(self, "canvas")

    def show_concerns(self, found: tuple[Concern, ...]) -> None:
        """Say what still needs attention."""
        self._title.show_text(_("Before you leave"))
        self._view.show_text(_("View"))
        self._view.setVisible(bool(found))
        self._sentence.show_text(concerns_sentence(found))
        self._count.show_text(str(len(found)))

    def show_compact(self, *, is_compact: bool) -> None:
        """Give only the number where there is little room."""
        self._sentence.setVisible(not is_compact)
        self._count.setVisible(is_compact)


class LeavingSheet(Dialog):
    """The time that is left and what needs attention; `chosen` leads to a criterion, `planned` puts it on a list."""

    chosen = Signal(str)
    planned = Signal(str)
    coverage_asked = Signal()
    checks_asked = Signal()

    def __init__(self, look: Look, words: str, rows: list[Listed], parent: QWidget) -> None:
        title = _("Before you leave")
        super().__init__(look, title, words, parent, fitting(_WIDTH, parent))
        self.list = RowList(listed_model(), title)
        self.list.draw_with(ListedDelegate(look, self.list))
        self.list.opened.connect(self._on_opened)
        self.list.left.connect(self.reject)
        self._most = min(_HIGHEST, max(_LOWEST, parent.window().height() - _AROUND))
        self.body.addSpacing(4)
        self.body.addWidget(self.list)
        self._plan = Button(look, _("&Plan it"))
        self._plan.clicked.connect(self.plan)
        self._checks = LinkButton(look, _("Check for errors"))
        self._checks.clicked.connect(self._on_checks)
        self._said = TextLabel(look, "", "small", "attention.text")
        self._said.hide()
        self.body.addWidget(self._said)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 6, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self._plan)
        foot.addWidget(KeyHint(look, "P"))
        foot.addStretch(1)
        foot.addWidget(self._checks)
        foot.addWidget(KeyHint(look, shown(BY_NAME["check_errors"].keys)))
        self.body.addLayout(foot)
        self.add_safe(_("Close"))
        QShortcut(QKeySequence(BY_NAME["check_errors"].keys), self).activated.connect(self._on_checks)
        self.show_rows(rows)

    def show_rows(self, rows: list[Listed]) -> None:
        """Show the rows; the chosen one stays chosen."""
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._plan.setVisible(any(row.tag for row in rows))
        if rows:
            self.list.fit_height(self._most)
        if rows and not self.list.current_key():
            self.list.choose(rows[1].key)

    def say(self, words: str, color: str = "attention.text") -> None:
        """Answer here what was asked here: what is told in the window stands behind this sheet."""
        self._said.set_color(color)
        self._said.show_text(words)
        self._said.show()
        announce(self, words)

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is done by looking: the list has the focus."""
        super().showEvent(event)
        if self.list.isVisible():
            self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P plans the marked criterion; the list leaves letters to the sheet."""
        if event.key() == Qt.Key.Key_P and not event.modifiers():
            self.plan()
        else:
            super().keyPressEvent(event)

    def plan(self) -> None:
        """Ask for the marked criterion to be looked at later in the programme."""
        if not self.list.current_key().startswith(_SAMPLE):
            self.planned.emit(self.list.current_key())

    def _on_opened(self, key: str) -> None:
        self.accept()
        if key.startswith(_SAMPLE):
            self.coverage_asked.emit()
        else:
            self.chosen.emit(key)

    def _on_checks(self) -> None:
        self.accept()
        self.checks_asked.emit()
