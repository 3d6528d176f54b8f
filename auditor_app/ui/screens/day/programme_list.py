"""The programme as a list whose rows can be dragged: an accent line shows where a row would go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.i18n import _
from auditor_app.ui.delegates.programme import ProgrammeDelegate
from auditor_app.ui.models.programme import programme_model
from auditor_app.ui.screens.parts.row_list import RowList

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_EDGE: Final = 28
"""So near to the upper or lower edge, a row that is dragged makes the list scroll."""
_PULL_MS: Final = 30
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ProgrammeList(RowList):
    """`moved` tells a row's key and its new place; `edit_asked`, `menu_asked` what a person wants with a row."""

    moved = Signal(str, int)
    edit_asked = Signal(str)
    remove_asked = Signal(str)
    menu_asked = Signal(str, object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        model = programme_model()
        model.has_tooltips = True
        super().__init__(model, _("Programme"), "canvas", parent)
        self._look, self._model = look, model
        self._pressed: tuple[str, QPoint] | None = None
        self._target, self._last = -1, QPoint()
        self._pull = QTimer(self, interval=_PULL_MS)
        self._pull.timeout.connect(self._on_pull)
        self.is_movable = True
        self.setProperty("staysActive", True)
        self.draw_with(ProgrammeDelegate(look, self))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the row that may be dragged."""
        super().mousePressEvent(event)
        row = self._model.row_at(self.indexAt(event.position().toPoint()))
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = (row.activity.id, event.position().toPoint()) if row is not None and is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would go."""
        if self._pressed is None or not self.is_movable:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        if self._target >= 0 or (here - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance():
            self._target, self._last = self._place_at(here), here
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()
            if self._pull_at(here) and not self._pull.isActive():
                self._pull.start()

    def _pull_at(self, point: QPoint) -> int:
        """Give how far the list scrolls at a time for a row held here: faster beyond the edge, not at all inside."""
        below = point.y() - (self.viewport().height() - _EDGE)
        return -min(_EDGE, _EDGE - point.y()) if point.y() < _EDGE else min(_EDGE, below) if below > 0 else 0

    def _on_pull(self) -> None:
        """Scroll on while a row is held at an edge: the programme of a day is longer than a small window."""
        far = self._pull_at(self._last) if self._target >= 0 else 0
        if not far:
            self._pull.stop()
            return
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + far // 2)
        self._target = self._place_at(self._last)
        self.viewport().update()

    def _let_go(self) -> None:
        self._pressed, self._target = None, -1
        self._pull.stop()
        self.viewport().unsetCursor()
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row where the line is."""
        super().mouseReleaseEvent(event)
        pressed, target = self._pressed, self._target
        self._let_go()
        if pressed is not None and target >= 0:
            place = self._model.index_of(pressed[0]).row()
            there = target - 1 if target > place else target
            if there != place >= 0:
                self.moved.emit(pressed[0], there)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the form."""
        super().mouseDoubleClickEvent(event)
        if self.current_key():
            self.edit_asked.emit(self.current_key())

    def _place_at(self, point: QPoint) -> int:
        """Give the gap between rows that is nearest."""
        index = self.indexAt(point)
        if not index.isValid():
            return self._model.rowCount() if point.y() > 0 else 0
        rect = self.visualRect(index)
        return index.row() + (point.y() > rect.center().y())

    def _next_place(self, place: int, step: int) -> int:
        """Give the nearest place that begins at another time: those of one time stand by chance. -1 is none."""
        starts = [row.activity.start for row in self._model.rows]
        there = place + step
        while 0 <= there < len(starts) and starts[there] == starts[place]:
            there += step
        return there if 0 <= there < len(starts) else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Ctrl+Shift+arrows, remove with Delete, give up a drag with Escape."""
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        key, current = Qt.Key(event.key()), self.current_key()
        if key in _STEPS and event.modifiers() & both == both and current:
            place = self._next_place(self.currentIndex().row(), _STEPS[key])
            if self.is_movable and place >= 0:
                self.moved.emit(current, place)
        elif key == Qt.Key.Key_Delete and current:
            self.remove_asked.emit(current)
        elif key == Qt.Key.Key_Escape and self._target >= 0:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a row."""
        if self.current_key():
            self.menu_asked.emit(self.current_key(), event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line where the dragged row would go."""
        super().paintEvent(event)
        if self._target < 0:
            return
        count = self._model.rowCount()
        last = self.visualRect(self._model.index(min(self._target, count - 1)))
        y = last.top() if self._target < count else last.bottom()
        QPainter(self.viewport()).fillRect(0, max(0, y - 1), self.viewport().width(), 2, self._look["accent.base"])
