"""A list that is as high as its rows: what stands around it scrolls, not the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.row_list import RowList

_AROUND = 24


class FitList(RowList):
    """Grows with its rows; the row a person walks to is scrolled into view by the area it stands in."""

    def __init__(self, model: RowsModel[Any], name: str, floor: str = "surface", parent: QWidget | None = None) -> None:
        super().__init__(model, name, floor, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show rows and be as high as they are."""
        super().show_rows(rows)
        self.fit()

    def fit(self) -> None:
        """Be as high as the rows."""
        model = self.model()
        height = sum(self.sizeHintForIndex(model.index(row, 0)).height() for row in range(model.rowCount()))
        if height != self.height():
            self.setFixedHeight(max(1, height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines differently, and so moves every row; Qt itself looks at the height only."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the area scroll."""
        event.ignore()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Bring the row into view."""
        super().currentChanged(current, previous)
        area = self._area()
        content = area.widget() if area is not None else None
        if area is not None and content is not None and current.isValid() and self.hasFocus():
            rect: QRect = self.visualRect(current)
            inside = self.mapTo(content, QPoint(rect.x(), rect.center().y()))
            area.ensureVisible(inside.x(), inside.y(), 0, rect.height() // 2 + _AROUND)

    def _area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent
