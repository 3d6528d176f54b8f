"""The ground of a row in any list: hover, selection, keyboard focus. Delegates paint their text on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether the row is chosen: filled tags and source chips then turn to `bg.surface`."""
    return bool(option.state & QStyle.StateFlag.State_Selected)


def paint_row(painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
    """Paint the ground of a delegate's row from its option."""
    state = option.state
    rect: QRect = option.rect
    window_focus = bool(state & QStyle.StateFlag.State_Active)
    view = option.widget
    has_focus = window_focus and view.hasFocus()
    selected = bool(state & QStyle.StateFlag.State_Selected)
    is_keyboard = bool(state & QStyle.StateFlag.State_HasFocus) and view.window().testAttribute(
        Qt.WidgetAttribute.WA_KeyboardFocusChange
    )
    paint_ground(
        painter,
        rect,
        look,
        selected=selected,
        focused=has_focus,
        hovered=bool(state & QStyle.StateFlag.State_MouseOver),
        ringed=is_keyboard and has_focus,
    )


def paint_ground(
    painter: QPainter,
    rect: QRect,
    look: Look,
    *,
    selected: bool = False,
    focused: bool = True,
    hovered: bool = False,
    ringed: bool = False,
) -> None:
    """Paint hover, selection (3 px bar at the left) and the keyboard's ring inside `rect`."""
    if selected:
        painter.fillRect(rect, look["bg.selected" if focused else "bg.hover"])
        painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), look["accent.base" if focused else "line.strong"])
    elif hovered:
        painter.fillRect(rect, look["bg.hover"])
    if ringed:
        painter.save()
        painter.setPen(QPen(look["focus.ring"], 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))
        painter.restore()


def paint_hairline(painter: QPainter, rect: QRect, look: Look) -> None:
    """Draw the hairline under a row."""
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look["line.subtle"])
