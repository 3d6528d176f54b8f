"""A list view over a `RowsModel`: smooth scrolling, one signal for what a person chose, keys that stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QListView, QWidget

from auditor_app.ui.delegates.rows import RowDelegate
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.theme import set_property

Index = QModelIndex | QPersistentModelIndex
_STEP = 24
_FEW = 5
"""So many rows that changed are looked at one by one."""


class RowList(QListView):
    """Shows rows; `chosen` tells the key a person went to, `opened` the one they pressed Enter on."""

    chosen = Signal(str)
    opened = Signal(str)
    photos_asked = Signal(str)
    """Space was pressed on a row: what is beside it is to be opened."""
    left = Signal()
    """Escape was pressed."""

    def __init__(self, model: RowsModel[Any], name: str, floor: str = "surface", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._is_showing = False
        self._is_moving = False
        model.setParent(self)
        model.may_slide = True
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_STEP)
        set_property(self, "floor", floor)
        self.clicked.connect(self._on_opened)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_name(self, name: str) -> None:
        """Name the list for screen readers."""
        self.setAccessibleName(name)

    def draw_with(self, delegate: RowDelegate[Any, Any]) -> None:
        """Draw the rows with `delegate`."""
        self.setItemDelegate(delegate)

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        """Paint anew what changed; Qt would lay out, and paint, all rows anew for one that may have another height."""
        if self._keep_their_heights(top_left, bottom_right):
            QAbstractItemView.dataChanged(self, top_left, bottom_right, roles)
        else:
            super().dataChanged(top_left, bottom_right, roles)

    def _keep_their_heights(self, top_left: Index, bottom_right: Index) -> bool:
        rows = range(top_left.row(), bottom_right.row() + 1)
        return len(rows) <= _FEW and all(
            self._laid_out_height(row) == self.sizeHintForIndex(self._rows.index(row)).height() for row in rows
        )

    def _laid_out_height(self, row: int) -> int:
        """Give how far it is to the next row: a row's own rectangle is as high as it would be now."""
        is_last = row == self._rows.rowCount() - 1
        end = self.contentsSize().height() - self.verticalOffset() if is_last else self._top(row + 1)
        return end - self._top(row)

    def _top(self, row: int) -> int:
        return self.visualRect(self._rows.index(row)).top()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show `rows`; what was chosen stays chosen where it still is, and nobody is told."""
        self._is_showing = True
        key = self.current_key()
        self._rows.show(rows)
        if key and self.current_key() != key:
            self._go_to(self._rows.index_of(key))
        self._is_showing = False

    def fit_height(self, most: int) -> None:
        """Be as high as the rows are, at most `most`: for a list inside a dialog."""
        high = 2
        for row in range(self._rows.rowCount()):
            high += self.sizeHintForRow(row)
            if high > most:
                break
        self.setFixedHeight(min(high, most))

    def current_key(self) -> str:
        """Give the key of the chosen row, or ""."""
        row = self._rows.row_at(self.currentIndex())
        return self._rows.key(row) if row is not None else ""

    def key_at(self, place: QPoint) -> str:
        """Give the key of the row at a place in the view, or ""."""
        row = self._rows.row_at(self.indexAt(self.viewport().mapFrom(self, place)))
        return self._rows.key(row) if row is not None else ""

    def rect_of(self, key: str) -> QRect:
        """Give where in the view the row with `key` is, the whole of its rows when there is none."""
        index = self._rows.index_of(key) if key else QModelIndex()
        rect = self.visualRect(index) if index.isValid() else self.viewport().rect()
        return rect.translated(self.viewport().pos())

    def choose(self, key: str) -> bool:
        """Choose the row with `key` without telling; False when there is none."""
        index = self._rows.index_of(key) if key else QModelIndex()
        self._is_showing = True
        self._go_to(index)
        self._is_showing = False
        return index.isValid()

    def show_end(self) -> None:
        """Bring the last row in sight, laying out no more than its company."""
        rows = self._rows.rows
        if rows:
            self.scrollTo(self._rows.index_at(len(rows) - 1), QAbstractItemView.ScrollHint.PositionAtBottom)

    def _on_scrolled(self, value: int) -> None:
        """Lay out what comes before when the view gets near it, and let go of what lies far behind."""
        if self._rows.has_before and value < self.viewport().height():
            self._keep_in_sight(self._rows.lay_out_before)
        elif self._rows.is_full and value > self.verticalScrollBar().maximum() // 2:
            self._keep_in_sight(self._rows.let_go_before)

    def _keep_in_sight(self, change: Callable[[], None]) -> None:
        """Change what is laid out above without moving what is seen."""
        if self._is_moving:
            return
        self._is_moving = True
        anchor = self.indexAt(QPoint(4, self.viewport().height() // 2))
        kept, top = QPersistentModelIndex(anchor), self.visualRect(anchor).top()
        change()
        self.doItemsLayout()
        if kept.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self._rows.index(kept.row())).top() - top)
        self._is_moving = False

    def step(self, steps: int) -> None:
        """Go on by so many rows, past headings, and tell."""
        place = self._rows.place(self.currentIndex()) + steps
        while 0 <= place < len(self._rows.rows):
            index = self._rows.index_at(place)
            if self._is_choosable(index):
                self._go_to(index)
                return
            place += 1 if steps > 0 else -1

    def enter(self) -> None:
        """Take the keys, on the row that is chosen or else on the first: who searched wants what was found."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._is_choosable(self.currentIndex()) and self._rows.rows:
            self._go_to(self._rows.index_at(0))
            self._leave_heading(1)

    def _go_to(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
        else:
            self.selectionModel().clear()

    def _is_choosable(self, index: Index) -> bool:
        delegate, row = self.itemDelegate(), self._rows.row_at(index)
        return row is not None and (not isinstance(delegate, RowDelegate) or delegate.is_choosable(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell what was chosen, when a person did it."""
        super().currentChanged(current, previous)
        if not self._is_showing and self._is_choosable(current):
            self.chosen.emit(self.current_key())

    has_entered = False
    """Whether the last `opened` came by Enter."""

    def _on_opened(self, index: QModelIndex) -> None:
        self.has_entered = False
        if self._is_choosable(index):
            self.opened.emit(self.current_key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk past headings; Enter opens, Escape leaves."""
        keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in keys:
            self.step(keys[Qt.Key(event.key())])
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_choosable(self.currentIndex()):
            self.has_entered = True
            self.opened.emit(self.current_key())
        elif plain and event.key() == Qt.Key.Key_Space and self.current_key():
            self.photos_asked.emit(self.current_key())
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._rows.rows:
            is_end = event.key() == Qt.Key.Key_End
            self._go_to(self._rows.index_at(len(self._rows.rows) - 1 if is_end else 0))
            self._leave_heading(-1 if is_end else 1)
        elif plain and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.setAccepted(not isinstance(self.window(), QDialog))  # a dialog closes by it
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters and digits are the place's own keys, not a search in the list
        else:
            super().keyPressEvent(event)
            self._leave_heading(1)  # the page keys may land on one

    def _leave_heading(self, steps: int) -> None:
        if self.currentIndex().isValid() and not self._is_choosable(self.currentIndex()):
            self.step(steps)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the texts anew for another width; Qt lays a list out again only for another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the choice in its full colour; where nothing was chosen yet, show the row that the keys are on."""
        super().focusInEvent(event)
        is_by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not is_by_mouse and not self.selectionModel().hasSelection() and self._is_choosable(self.currentIndex()):
            self.choose(self.current_key())
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the choice as one that is not in use."""
        super().focusOutEvent(event)
        self.viewport().update()
