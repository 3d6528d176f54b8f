"""The rail: the places of an audit, what waits in each, and the number that jumps there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from auditor_app.i18n import _, ngettext
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.rows import ROW_ROLE, RowsModel
from auditor_app.ui.places import PLACES
from auditor_app.ui.shortcuts import shown
from auditor_app.ui.tokens import MEDIUM, SIZE, STROKE, WIDE

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True)
class RailRow:
    """One place with the number of things that wait there."""

    key: str
    number: int
    name: str
    icon: str
    waiting: int = 0


def _sentence(row: RailRow) -> str:
    waiting = ngettext("{n} waits for you", "{n} wait for you", row.waiting) if row.waiting else ""
    return ", ".join(filter(None, (row.name, waiting, shown(f"Ctrl+{row.number}"))))


_ABOVE, _LOWEST = 8, 30
_MOST_SHOWN = 99
"""The most that fits beside an icon; the tooltip says how many there are."""


class RailDelegate(QStyledItemDelegate):
    """Draws a place: icon, name, count; or, while Ctrl is held, its number."""

    def __init__(self, look: Look, view: QWidget) -> None:
        super().__init__(view)
        self._look = look
        self.is_compact = False
        self.shows_numbers = False
        self.here = ""
        self.row_height = look.px(SIZE["railItem"])

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give 40 px per place, less where a low window would hide the last ones."""
        return QSize(option.rect.width(), self.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        row: RailRow = index.data(ROW_ROLE)
        rect: QRect = option.rect
        state = option.state
        is_here = row.key == self.here
        painter.save()
        if is_here:
            painter.fillRect(rect, self._look["bg.surface"])
            painter.fillRect(rect.x(), rect.y(), int(STROKE["selectionBar"]), rect.height(), self._look["accent.base"])
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._look["bg.hover"])
        color = self._look["accent.text" if is_here else "text.secondary"]
        side = 18
        x = rect.x() + ((rect.width() - side) / 2 if self.is_compact else 16)
        paint_icon(painter, QRectF(x, rect.center().y() + 0.5 - side / 2, side, side), row.icon, color)
        taken = self._paint_count(painter, rect, row)
        if not self.is_compact:
            painter.setFont(self._look.font("control", weight=600 if is_here else 500))
            painter.setPen(color)
            place = rect.adjusted(46, 0, -max(34, taken + 13 + 8), 0)
            words = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, _LEFT, words)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._look["focus.ring"])
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_count(self, painter: QPainter, rect: QRect, row: RailRow) -> int:
        """Draw the count at the right, in the compact rail beside the icon; gives the width it took."""
        count = str(row.number) if self.shows_numbers else str(row.waiting or "")
        if self.is_compact and not self.shows_numbers and row.waiting > _MOST_SHOWN:
            count = f"{_MOST_SHOWN}+"
        painter.setFont(self._look.font("small", tabular=True, weight=600 if self.shows_numbers else 0))
        painter.setPen(self._look["accent.text" if self.shows_numbers else "text.secondary"])
        if self.is_compact:
            corner = QRect(rect.center().x() + 6, rect.center().y() - 17, rect.right() - 2 - rect.center().x() - 6, 14)
            painter.drawText(corner, _RIGHT if len(count) > 1 else _CENTRE, count)
        else:
            painter.drawText(rect.adjusted(0, 0, -13, 0), _RIGHT, count)
        return painter.fontMetrics().horizontalAdvance(count)


class Rail(QListView):
    """One tab stop; arrows walk, Enter and a click go there, Ctrl+1 … 8 jump."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("floor", "sunken")
        self._rows = RowsModel[RailRow](_key, _name, _sentence, self)
        self._delegate = RailDelegate(look, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Places"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, _ABOVE, 0, 0)
        self.clicked.connect(self._on_chosen)
        self._rows.show([RailRow(place.key, place.number, _(place.name), place.icon) for place in PLACES])
        self.fit(WIDE)

    def show_waiting(self, waiting: dict[str, int]) -> None:
        """Show what waits per place."""
        self._rows.show(
            [RailRow(place.key, place.number, _(place.name), place.icon, waiting.get(place.key, 0)) for place in PLACES]
        )

    def show_place(self, key: str) -> None:
        """Mark the place that is open."""
        self._delegate.here = key
        self.setCurrentIndex(self._rows.index_of(key))
        self.viewport().update()

    def fit(self, window_width: int) -> None:
        """Take 168 px, or less in a narrow window; then names are tooltips."""
        is_compact = window_width < WIDE
        self._delegate.is_compact = is_compact
        width = SIZE["railSmall" if window_width < MEDIUM else "railCompact" if is_compact else "rail"]
        self.setFixedWidth(self._look.px(width) if not is_compact else width)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep every place in sight."""
        super().resizeEvent(event)
        share = (self.height() - _ABOVE) // max(1, len(PLACES))
        height = max(_LOWEST, min(self._look.px(SIZE["railItem"]), share))
        if height != self._delegate.row_height:
            self._delegate.row_height = height
            self.scheduleDelayedItemsLayout()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say the name of a place that has no room for it."""
        if isinstance(event, QHelpEvent):
            row = self._rows.row_at(self.indexAt(event.pos()))
            self.setToolTip(_sentence(row) if row else "")
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space go where the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_chosen(self.currentIndex())
            return
        super().keyPressEvent(event)

    def show_numbers(self, *, are_shown: bool) -> None:
        """Show the numbers that jump in place of the counts, while Ctrl is held."""
        self._delegate.shows_numbers = are_shown
        self.viewport().update()

    @property
    def shows_numbers(self) -> bool:
        """Whether the numbers are shown now."""
        return self._delegate.shows_numbers

    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None:
            self.chosen.emit(row.key)


def _key(row: RailRow) -> str:
    return row.key


def _name(row: RailRow) -> str:
    return row.name
