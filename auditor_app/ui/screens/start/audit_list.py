"""The schools and audits of the start page as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QListView

from auditor_app.i18n import _
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.start.delegate import SIDE, StartDelegate
from auditor_app.ui.screens.start.rows import StartRow

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class AuditList(QListView):
    """Schools and audits; Enter, a double click and the painted action open, Delete puts in the bin."""

    opened = Signal(object)
    binned = Signal(object)
    followed = Signal(object)
    """The row of which an interim evaluation is to begin."""
    painted = Signal()
    """A person sees the rows, for the first time."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.was_painted = False
        self.rows = RowsModel[StartRow](_key, _title, _sentence, self)
        self.delegate = StartDelegate(look, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.delegate)
        self.setProperty("floor", "canvas")
        self.setMouseTracking(True)
        self.setAccessibleName(_("Schools and audits"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self._open)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def choose_first(self) -> None:
        """Mark the first audit unless one is marked."""
        if self.rows.row_at(self.currentIndex()) is None:
            first = next((place for place, row in enumerate(self.rows.rows) if row.kind != "school"), -1)
            if first >= 0:
                self.setCurrentIndex(self.rows.index(first))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the first rows are there."""
        super().paintEvent(event)
        if not self.was_painted and self.rows.rows:
            self.was_painted = True
            self.painted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete puts in the bin, arrows pass over the names of schools."""
        row = self.rows.row_at(self.currentIndex())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and row is not None:
            self.binned.emit(row)
        else:
            super().keyPressEvent(event)
            self._pass_over(-1 if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1)

    def _pass_over(self, step: int) -> None:
        rows, place = self.rows.rows, self.currentIndex().row()
        start = place
        while 0 <= place < len(rows) and rows[place].kind == "school":
            place += step
        if not 0 <= place < len(rows):
            place = start + 1 if start + 1 < len(rows) else start
            self.scrollToTop()
        self.setCurrentIndex(self.rows.index(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the painted action opens, one on the offer begins an interim evaluation."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self.rows.row_at(index)
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            return
        rect = self.visualRect(index).adjusted(SIDE, 0, -SIDE, 0)
        if self.delegate.interim_rect(rect, row).contains(event.position().toPoint()):
            self.followed.emit(row)
        elif row.action and self.delegate.action_rect(rect, row).contains(event.position().toPoint()):
            self._open(index)

    @property
    def marked(self) -> StartRow | None:
        """The row that is marked, unless it only names a school."""
        row = self.rows.row_at(self.currentIndex())
        return row if row is not None and row.kind != "school" else None

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None and row.kind != "school":
            self.opened.emit(row)


def _key(row: StartRow) -> str:
    return row.id


def _title(row: StartRow) -> str:
    return row.title


def _sentence(row: StartRow) -> str:
    return row.sentence
