"""The head and the list of the writing half: kinds with counts, and findings that can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSizePolicy, QWidget

from auditor_app.i18n import _
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.report.delegates import FindingDelegate
from auditor_app.ui.screens.report.rows import FindingsModel
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.inputs import ComboBox
from auditor_app.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class FindingList(RowList):
    """Findings that can be dragged; Delete puts one in the bin."""

    binned = Signal(str)

    def __init__(self, model: FindingsModel, look: Look) -> None:
        super().__init__(model, "")
        self._look = look
        self._drop_at: int | None = None
        self.draw_with(FindingDelegate(look, self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Follow where the row would go."""
        super().dragMoveEvent(event)
        height = self._look.px(ROW["finding"])
        self._drop_at = self._gap(event.position().toPoint().y()) * height
        self.viewport().update()

    def _gap(self, y: int) -> int:
        """Give the gap between rows that is nearest, from 0."""
        height = self._look.px(ROW["finding"])
        return max(0, min(round((y + self.verticalOffset()) / height), len(self._rows.rows)))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing would go anywhere."""
        super().dragLeaveEvent(event)
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where it was let go; the row itself moves when the store says so."""
        row = self._gap(event.position().toPoint().y())
        self._end_drag()
        self._rows.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, row, 0, QModelIndex())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def _end_drag(self) -> None:
        self._drop_at = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, over the rows, the line where a dragged one would go."""
        super().paintEvent(event)
        if self._drop_at is not None:
            y = max(0, self._drop_at - self.verticalOffset() - 1)
            QPainter(self.viewport()).fillRect(0, y, self.viewport().width(), 2, self._look["accent.base"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete is for the bin."""
        if event.key() == Qt.Key.Key_Delete and self.current_key():
            self.binned.emit(self.current_key())
        else:
            super().keyPressEvent(event)


class Kinds(QWidget):
    """The kinds as segments with counts; as a choice list where they do not fit."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.segments = Segmented(look)
        self.box = ComboBox(look, _("Kind of finding"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.segments)
        row.addWidget(self.box)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.segments.chosen.connect(self.chosen)
        self.box.activated.connect(self._on_activated)

    def offer(self, words: dict[str, str], chosen: str) -> None:
        """Offer kinds with their counts."""
        if not self.segments.value:
            self.segments.offer(words)
        for value, text in words.items():
            self.segments.set_count(value, text)
        self.segments.show_choice(chosen)
        self.box.show_choices(tuple((text, value) for value, text in words.items()), chosen)
        self._fit()

    def _on_activated(self, _index: int) -> None:
        self.chosen.emit(self.box.currentData())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the form that fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_wide = self.segments.sizeHint().width() <= self.width()
        self.segments.setVisible(is_wide)
        self.box.setVisible(not is_wide)
