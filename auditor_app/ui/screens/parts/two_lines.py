"""A quiet list of rows with a title, one line under it and a badge: teams, documents, reports, criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from auditor_app.ui.models.rows import ROW_ROLE, RowsModel
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.chips import badge_size, paint_badge
from auditor_app.ui.widgets.rows import paint_hairline, paint_row
from auditor_app.ui.widgets.text import paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


@dataclass(frozen=True)
class TwoLines:
    """One row."""

    key: str
    title: str
    line: str = ""
    code: str = ""
    badge: str = ""
    tone: str = ""


class _Delegate(QStyledItemDelegate):
    """Draws code, title, line and badge."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give two lines."""
        return QSize(100, self._look.px(ROW["listTwoLines"]))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row: TwoLines = index.data(ROW_ROLE)
        look = self._look
        rect: QRect = option.rect
        paint_row(painter, option, look)
        if index.row() < index.model().rowCount() - 1:
            paint_hairline(painter, rect, look)
        right = rect.right() - 12
        if row.badge:
            size = badge_size(look, row.badge)
            right -= size.width()
            paint_badge(painter, QPointF(right, rect.center().y() - size.height() / 2), row.badge, look, tone=row.tone)
            right -= 10
        line = look.px(18)
        x = rect.x() + 14
        lines = 2 if row.line else 1
        inside = QRect(x, rect.y() + (rect.height() - lines * line) // 2, right - x, line)
        if row.code:
            font = look.font("body", tabular=True)
            paint_line(painter, inside, row.code, font, look["text.secondary"])
            inside.setLeft(x + 42)
        paint_line(painter, inside, row.title, look.font("control"), look["text.primary"])
        inside.translate(0, line)
        if row.line:
            paint_line(painter, inside, row.line, look.font("small"), look["text.secondary"])


class TwoLineList(QListView):
    """Arrows walk, `chosen` follows; Enter asks for more, Delete takes away."""

    chosen = Signal(str)
    entered_row = Signal(str)
    removed = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.rows = RowsModel[TwoLines](_key, _title, _sentence, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(look, self))
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_entered)

    @property
    def key(self) -> str:
        """The row that is marked, or ""."""
        row = self.rows.row_at(self.currentIndex())
        return row.key if row else ""

    def show_rows(self, rows: Sequence[TwoLines]) -> None:
        """Show rows; what was marked stays marked, else the first is."""
        self.rows.show(rows)
        if not self.currentIndex().isValid() and rows:
            self.setCurrentIndex(self.rows.index(0))

    def fit(self, most: int) -> None:
        """Be as high as the rows, at most `most` of them."""
        count = max(1, min(most, len(self.rows.rows)))
        self.setFixedHeight(count * self._look.px(ROW["listTwoLines"]))

    def choose(self, key: str) -> None:
        """Mark the row with this key."""
        index = self.rows.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for more, Delete takes away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key:
            self.entered_row.emit(self.key)
        elif event.key() == Qt.Key.Key_Delete and self.key:
            self.removed.emit(self.key)
        else:
            super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None:
            self.chosen.emit(row.key)

    def _on_entered(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None:
            self.entered_row.emit(row.key)


def _key(row: TwoLines) -> str:
    return row.key


def _title(row: TwoLines) -> str:
    return row.title


def _sentence(row: TwoLines) -> str:
    return ", ".join(filter(None, (row.code, row.title, row.line, row.badge)))
