"""The rows of an index at the left of a place: a name and, behind it, how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.widgets.rows import is_selected, paint_row
from auditor_app.ui.widgets.text import TextBlock, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

SIDE, COUNT_WIDTH = 16, 34


@dataclass(frozen=True)
class IndexRow:
    """One row."""

    key: str
    title: str
    count: str = ""
    tone: str = ""


class IndexDelegate(QStyledItemDelegate):
    """Draws a row; a long name takes a second line and is never cut."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def _block(self, title: str, *, is_chosen: bool) -> TextBlock:
        look = self._look
        width = self._view.viewport().width() - 2 * SIDE - COUNT_WIDTH
        font = look.font("body", weight=600 if is_chosen else 0)
        return TextBlock(title, font, look.line("treeTitle"), max(60, width), max_lines=3)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give 32, or more for a long name."""
        row: IndexRow = index.data(ROW_ROLE)
        return QSize(100, max(self._look.px(32), self._block(row.title, is_chosen=True).height + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row: IndexRow = index.data(ROW_ROLE)
        look, chosen = self._look, is_selected(option)
        rect: QRect = option.rect
        paint_row(painter, option, look)
        block = self._block(row.title, is_chosen=chosen)
        place = rect.topLeft()
        place.setX(rect.x() + SIDE)
        place.setY(rect.y() + (rect.height() - block.height) // 2)
        block.paint(painter, place.toPointF(), look["accent.text" if chosen else "text.secondary"])
        count = QRect(rect.right() - COUNT_WIDTH - SIDE + 4, rect.y(), COUNT_WIDTH + SIDE - 16, rect.height())
        color = look[f"{row.tone}.text" if row.tone else "text.muted"]
        paint_line(painter, count, row.count, look.font("small", tabular=True), color, Qt.AlignmentFlag.AlignRight)
