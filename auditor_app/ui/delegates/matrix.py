"""The matrix as it is drawn: a cell with square, id, count and question; a row with its loop ring and what it tells."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from auditor_app.ui.delegates.rows import draw_text
from auditor_app.ui.models.matrix_words import CellRow, RoleRow
from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.widgets.shapes import paint_box, paint_level, paint_loop, paint_matrix_state
from auditor_app.ui.widgets.text import TextBlock

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex
PAD: Final = 12
_TOP: Final = 8
_HEAD: Final = 18
_RING: Final = 38
_SMALL_RING: Final = 26
_TOLD_LEFT: Final = 20
_MOST_KEPT: Final = 1_000
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


class MatrixDelegate(QStyledItemDelegate):
    """What both delegates share: texts laid out once per width, the floor of a row, the lines between cells."""

    is_compact = False
    """Whether the questions have left the cells."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.look, self.view = look, view
        self._kept: dict[Hashable, TextBlock] = {}
        look.changed.connect(self._kept.clear)

    def block(self, text: str, role: str, width: float, *, bold: int = 0) -> TextBlock:
        """Lay a text out, from memory when it was laid out before; the first `bold` characters are heavier."""
        key = (text, role, round(width), bold)
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        if key not in self._kept:
            spans = ((0, bold),) if bold else ()
            self._kept[key] = TextBlock(text, self.look.font(role), self.look.line(role), width, bold=spans)
        return self._kept[key]

    def ground(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint the floor: white where the school's rows are, stone where a row does not count."""
        is_stone = index.data(STONE_ROLE)
        painter.fillRect(rect, self.look["bg.canvas" if is_stone else "bg.surface"])

    def lines(self, painter: QPainter, rect: QRect, *, has_left: bool = True) -> None:
        """Draw the hairlines at the left and below."""
        if has_left:
            painter.fillRect(QRect(rect.x(), rect.y(), 1, rect.height()), self.look["line.subtle"])
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), self.look["line.subtle"])

    def height_for(self, _index: Index, _width: int) -> int:
        """Give the height an item needs."""
        return 0

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height an item needs in its column."""
        width = 100
        return QSize(width, self.height_for(index, width))


STONE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
"""True for rows that do not count for the school."""


class CellDelegate(MatrixDelegate):
    """A cell: square, id, number of notes, question; the chosen one in a border of the accent."""

    def height_for(self, index: Index, width: int) -> int:
        """Give the height of head and question; of the head alone where there is less room."""
        cell = index.data(ROW_ROLE)
        if isinstance(cell, str):
            return self.block(cell, "small", width - 2 * PAD).height + 2 * _TOP + 4
        if not isinstance(cell, CellRow):
            return 0
        if self.is_compact:
            return self.look.px(44)
        question = self.block(cell.question, "small", width - 2 * PAD)
        return _TOP + self.look.px(_HEAD) + 3 + question.height + 4

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint floor, lines, choice and content."""
        rect: QRect = option.rect
        cell = index.data(ROW_ROLE)
        painter.save()
        self.ground(painter, rect, index)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if isinstance(cell, CellRow) and is_chosen:
            painter.fillRect(rect, self.look["bg.selected" if self.view.hasFocus() else "bg.hover"])
        elif is_hovered:
            painter.fillRect(rect, self.look["bg.hover"])
        self.lines(painter, rect)
        if isinstance(cell, CellRow):
            self._draw(painter, rect, cell)
            if is_chosen:
                self._draw_border(painter, rect)
        elif isinstance(cell, str):
            block = self.block(cell, "small", rect.width() - 2 * PAD)
            block.paint(painter, QPointF(rect.x() + PAD, rect.y() + _TOP), self.look["text.secondary"])
        painter.restore()

    def _draw_border(self, painter: QPainter, rect: QRect) -> None:
        color = self.look["accent.base" if self.view.hasFocus() else "line.strong"]
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))

    def _draw(self, painter: QPainter, rect: QRect, cell: CellRow) -> None:
        look, line = self.look, self.look.px(_HEAD)
        top = rect.y() + ((rect.height() - line) / 2 if self.is_compact else _TOP)
        square = QRectF(rect.x() + PAD, top + line / 2 - 7, 14, 14)
        if cell.state:
            paint_matrix_state(painter, square, cell.state, look["level.ink"])
        else:
            paint_level(painter, square, "", look["text.muted"])
        name = QRectF(rect.x() + PAD + 22, top, rect.width() - 70, line)
        draw_text(painter, name, cell.id, look, "body", "text.secondary", weight=600, tabular=True)
        self._draw_count(painter, QRectF(rect.right() - PAD - 40, top, 40, line), cell)
        if not self.is_compact:
            block = self.block(cell.question, "small", rect.width() - 2 * PAD)
            block.paint(painter, QPointF(rect.x() + PAD, top + line + 3), look["text.secondary"])

    def _draw_count(self, painter: QPainter, rect: QRectF, cell: CellRow) -> None:
        if cell.lacks_note:
            box = QRectF(rect.right() - 20, rect.y(), 20, rect.height())
            paint_box(painter, box, 4, self.look["attention.bg"], self.look["attention.line"])
            centre = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, box, "0", self.look, "small", "attention.text", align=centre, weight=600)
        elif cell.notes:
            draw_text(painter, rect, str(cell.notes), self.look, "body", "text.muted", align=_RIGHT, tabular=True)


class RowDelegate(MatrixDelegate):
    """The two outer columns: the role's name, and its loop ring with what the row tells."""

    def height_for(self, index: Index, width: int) -> int:
        """Give the height of the name or of the sentence."""
        row = index.data(ROW_ROLE)
        if isinstance(row, str):
            return self.block(row, "small", width - 32).height + 2 * _TOP + 4
        if not isinstance(row, RoleRow):
            return 0
        if index.column() == 0:
            return self.block(row.title, "bodyStrong", width - 32).height + 12
        return self.block(row.told.text, "treeTitle", self._told_room(width)).height + 8

    def _ring(self) -> int:
        return _SMALL_RING if self.is_compact else _RING

    def _told_room(self, width: int) -> float:
        return width - _TOLD_LEFT - self._ring() - 14 - 18

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint floor, lines and content."""
        rect: QRect = option.rect
        row = index.data(ROW_ROLE)
        painter.save()
        self.ground(painter, rect, index)
        self.lines(painter, rect, has_left=index.column() > 0)
        if isinstance(row, str):
            block = self.block(row, "small", rect.width() - 32)
            left = 20 if index.column() == 0 else _TOLD_LEFT
            block.paint(painter, QPointF(rect.x() + left, rect.y() + _TOP), self.look["text.secondary"])
        elif isinstance(row, RoleRow) and index.column() == 0:
            block = self.block(row.title, "bodyStrong", rect.width() - 32)
            top = rect.y() + (rect.height() - block.height) / 2
            block.paint(painter, QPointF(rect.x() + 20, top), self.look["text.primary"])
        elif isinstance(row, RoleRow):
            self._draw_told(painter, rect, row)
        painter.restore()

    def _draw_told(self, painter: QPainter, rect: QRect, row: RoleRow) -> None:
        ring, middle = self._ring(), rect.y() + rect.height() / 2
        place = QRectF(rect.x() + _TOLD_LEFT, middle - ring / 2, ring, ring)
        paint_loop(painter, place, row.states, self.look["level.ink"], self.look["line.strong"])
        block = self.block(row.told.text, "treeTitle", self._told_room(rect.width()), bold=len(row.told.first) + 1)
        place_of = QPointF(place.right() + 14, middle - block.height / 2)
        block.paint(painter, place_of, self.look["text.primary"])
