"""What all delegates share: the ground of a row by its state, and heights kept until the row really changes."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.widgets.rows import paint_ground

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look
    from auditor_app.ui.thumbnails import Thumbnails

Row = TypeVar("Row")
Laid = TypeVar("Laid")
Index = QModelIndex | QPersistentModelIndex
_MOST_KEPT: Final = 4_000
SCROLL_BAR: Final = 10


class State:
    """How a row stands: chosen, under the pointer."""

    def __init__(self, option: QStyleOptionViewItem) -> None:
        flags = option.state
        self.is_selected = bool(flags & QStyle.StateFlag.State_Selected)
        self.is_hovered = bool(flags & QStyle.StateFlag.State_MouseOver)


class RowDelegate(QStyledItemDelegate, Generic[Row, Laid]):
    """Lays a row out once per width and paints it; subclasses say how."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.look, self.view = look, view
        self._kept: dict[Hashable, Laid] = {}
        look.changed.connect(self._forget)

    thumbnails: Thumbnails | None = None

    def draw_photos_of(self, thumbnails: Thumbnails) -> None:
        """Draw the photos of rows in small, and anew when one arrived."""
        self.thumbnails = thumbnails
        thumbnails.ready.connect(self._on_thumbnail)

    def _on_thumbnail(self, _blob: str) -> None:
        self.view.viewport().update()

    def lay_out(self, row: Row, width: int) -> Laid:
        """Break the row's texts into lines; called once per row and width."""
        raise NotImplementedError

    def height(self, row: Row, laid: Laid) -> int:
        """Give the row's height."""
        raise NotImplementedError

    def draw(self, painter: QPainter, rect: QRect, row: Row, laid: Laid, state: State) -> None:
        """Paint the row's content over its ground."""
        raise NotImplementedError

    def is_choosable(self, row: Row) -> bool:  # noqa: ARG002 - a question to subclasses
        """Whether the row may be chosen; headings may not."""
        return True

    def is_always_active(self) -> bool:
        """Whether the chosen row stays in its full colour while the focus is elsewhere."""
        return bool(self.view.property("staysActive"))

    def room(self) -> int:
        """Give the width rows are laid out in: the same with and without a scroll bar, so that nothing jumps."""
        return max(60, self.view.width() - SCROLL_BAR)

    def laid(self, row: Row) -> Laid:
        """Give the laid out row, from memory when it was laid out before."""
        width = self.room()
        key = (row, width)
        if key not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self.lay_out(row, width)
        return self._kept[key]

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the row's height at the view's width."""
        row = index.data(ROW_ROLE)
        if row is None:
            return QSize(0, 0)
        return QSize(self.view.viewport().width(), self.height(row, self.laid(row)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, selection bar and content."""
        row = index.data(ROW_ROLE)
        if row is None:
            return
        rect: QRect = option.rect
        rect.setWidth(max(rect.width(), self.view.viewport().width()))
        state = State(option)
        painter.save()
        if self.is_choosable(row):
            paint_ground(
                painter,
                rect,
                self.look,
                selected=state.is_selected,
                focused=self.view.hasFocus() or self.is_always_active(),
                hovered=state.is_hovered,
                ringed=state.is_selected and self._needs_ring(),
            )
        self.draw(painter, rect, row, self.laid(row), state)
        painter.restore()

    def _needs_ring(self) -> bool:
        """Whether the keyboard is on the list, where the chosen row looks the same with and without it."""
        by_key = self.view.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return self.is_always_active() and self.view.hasFocus() and by_key

    def _forget(self) -> None:
        self._kept.clear()
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()


def hairline(painter: QPainter, rect: QRect, look: Look) -> None:
    """Draw the line under a row."""
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look["line.subtle"])


def draw_text(  # noqa: PLR0913 - a drawn word has this many sides to it
    painter: QPainter,
    rect: QRectF,
    text: str,
    look: Look,
    role: str,
    color: str,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    weight: int = 0,
    tabular: bool = False,
    italic: bool = False,
    struck: bool = False,
) -> float:
    """Draw one line of text, ended with "…" where it does not fit; gives the width it took."""
    font = look.font(role, weight=weight, tabular=tabular)
    font.setItalic(italic)
    font.setStrikeOut(struck)
    painter.setFont(font)
    painter.setPen(look[color])
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()) + 1)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return float(painter.fontMetrics().horizontalAdvance(shown))
