"""The ring around what the keyboard is on: 2 px, at 2 px distance, never after a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFocusFrame,
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from auditor_app.ui.tokens import RADIUS, STROKE

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_REACH: Final = int(STROKE["focusRing"] + STROKE["focusOffset"])
_OWN_BORDER: Final = (QLineEdit, QAbstractScrollArea, QAbstractItemView)
RING_PROPERTY: Final = "ring"
"""Set on a widget: "none" (paints its own focus), "parent" (the ring goes around its parent)."""
RADIUS_PROPERTY: Final = "ringRadius"
"""Set on a widget whose corners are not those of a button."""


class _RingStyle(QProxyStyle):
    """Lets the frame stand out far enough to draw the ring at its distance."""

    def pixelMetric(  # noqa: N802  # Qt's name
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Give the reach of the ring for the two margins of a focus frame."""
        margins = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin)
        return _REACH if metric in margins else super().pixelMetric(metric, option, widget)


class _Frame(QFocusFrame):
    """Paints the ring; Qt moves it along with its widget and clips it to the scroll area."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._style = _RingStyle("Fusion")
        self.setStyle(self._style)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw two pixels around the widget."""
        widget = self.widget()
        radius = widget.property(RADIUS_PROPERTY) or RADIUS["button"]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look["focus.ring"], STROKE["focusRing"]))
        half = STROKE["focusRing"] / 2
        around = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(around, radius + _REACH - half, radius + _REACH - half)


class FocusRing(QObject):
    """Shows the ring for focus that came by key, and hides it for focus that came by click."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._frame: _Frame | None = None

    def follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Move the ring to the widget that has the focus now."""
        target = _ringed(now) if now is not None else None
        if target is None and self._frame is None:
            return
        if self._frame is None:
            self._frame = _Frame(self._look)
            self._frame.destroyed.connect(self._forget)
        self._frame.setWidget(target)  # type: ignore[arg-type]  # the stub forgets that None takes the ring away

    def _forget(self) -> None:
        self._frame = None


def _ringed(widget: QWidget) -> QWidget | None:
    window = widget.window()
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    if not window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
        return None
    choice = widget.property(RING_PROPERTY)
    if choice == "parent":
        return widget.parentWidget()
    return None if choice == "none" or isinstance(widget, _OWN_BORDER) else widget
