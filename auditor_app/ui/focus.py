"""What the keyboard is on: a ring around it (2 px, at 2 px distance, never after a click), and always in sight."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFocusFrame,
    QLineEdit,
    QProxyStyle,
    QScrollArea,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from auditor_app.ui.tokens import RADIUS, STROKE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor_app.ui.theme import Look

BY_KEY: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
"""The reasons for which a field comes into use by the keyboard."""
_REACH: Final = int(STROKE["focusRing"] + STROKE["focusOffset"])
_SIGHT: Final = 24
SIGHT_PROPERTY: Final = "sight"
"""A field whose property of this name is "typed" comes into sight when somebody types in it, not with the focus."""
"""How many pixels are seen above and below what the keyboard is on."""
_OWN_BORDER: Final = (QLineEdit, QAbstractScrollArea, QAbstractItemView)
RING_PROPERTY: Final = "ring"
"""Set on a widget: "none" (paints its own focus), "parent" (the ring goes around its parent), "self" (around it)."""
_KEYS_PROPERTY: Final = "usesKeys"
"""Set on a window by `say_keys`."""
RADIUS_PROPERTY: Final = "ringRadius"
"""Set on a widget whose corners are not those of a button."""


def walk_focus(window: QWidget, *, is_forward: bool) -> bool:
    """Take the focus to the next stop of Tab, or of Backtab; False when there is none.

    The order is that of reading. Qt's own walk follows the order in which widgets were made, and passes over
    everything that stands between a pane and the widget it hands its focus to. From what was just hidden it leads to
    what is nearest to it, not to the corner of the window.
    """
    here = _focused(window)
    stops = list(_stops(window))
    if here not in stops:
        stops = _nearest_stops(here) or stops
    others = [widget for widget in stops if widget is not here]
    if not others:
        return False
    place = stops.index(here) if here in stops else -1 if is_forward else 0
    following = stops[(place + (1 if is_forward else -1)) % len(stops)]
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    following.setFocus(Qt.FocusReason.TabFocusReason if is_forward else Qt.FocusReason.BacktabFocusReason)
    return True


def say_keys(window: QWidget) -> None:
    """Say that the focus is about to move by a key of ours; Qt takes only its own, Tab and access keys, for such."""
    window.setProperty(_KEYS_PROPERTY, True)


def focus_in(widget: QWidget) -> None:
    """Give the focus to what a widget hands it to, and to its first stop when that is out of sight."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    now = _focused(widget.window())
    if now is None or not widget.isAncestorOf(now) or not now.isVisible():
        first = next(_stops(widget), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


class Pause:
    """Takes parts of a window out of use while something is done with them, and gives the focus back where it was."""

    def __init__(self, *parts: QWidget) -> None:
        self._parts = parts
        self._had: QWidget | None = None

    def begin(self) -> None:
        """Take them out of use; Qt then lets go of a focus that one of them had."""
        had = _focused(self._parts[0].window())
        self._had = had if had is not None and self._is_here(had) else self._had
        for part in self._parts:
            part.setEnabled(False)

    def end(self) -> None:
        """Give them back, and the focus too unless it has gone elsewhere."""
        for part in self._parts:
            part.setEnabled(True)
        had, self._had = self._had, None
        if had is not None and shiboken6.isValid(had) and _focused(had.window()) is None:
            had.setFocus(Qt.FocusReason.TabFocusReason)

    def _is_here(self, widget: QWidget) -> bool:
        return any(part is widget or part.isAncestorOf(widget) for part in self._parts)


def _focused(window: QWidget) -> QWidget | None:
    """Give what has the focus in a window, which Qt's stub takes to be always something."""
    return window.focusWidget()


def _nearest_stops(widget: QWidget | None) -> list[QWidget]:
    """Give the stops of the smallest part in sight that holds a widget which is none."""
    part = widget
    while part is not None and not part.isWindow():
        part = part.parentWidget()
        if part is not None and part.isVisible() and (stops := list(_stops(part))):
            return stops
    return []


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """Give everything inside that takes the focus by Tab, as it is read."""
    inside = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
    for child in sorted(filter(QWidget.isVisible, inside), key=cmp_to_key(_in_reading_order)):
        takes_tab = bool(child.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and child.focusProxy() is None and child.isEnabled():
            yield child
        yield from _stops(child)


def _in_reading_order(one: QWidget, other: QWidget) -> int:
    """Compare two neighbours: side by side from the left, else from above."""
    first, second = one.geometry(), other.geometry()
    shared = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    if 2 * shared > min(first.height(), second.height()):
        return first.x() - second.x()
    return first.y() - second.y()


class _RingStyle(QProxyStyle):
    """Lets the frame stand out far enough to draw the ring at its distance, and past the edges of its parent."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803
    ) -> int:
        """Put a focus frame above its widget: beneath it, the widget's parent cuts off whatever stands out."""
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returnData)

    def pixelMetric(
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
        self._is_by_key = False

    def follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Move the ring to the widget that has the focus now."""
        if now is not None:
            self._remember_keyboard(now.window())
        target = _ringed(now) if now is not None else None
        if target is None and self._frame is None:
            return
        if self._frame is None:
            self._frame = _Frame(self._look)
            self._frame.destroyed.connect(self._forget)
        self._frame.setWidget(target)  # type: ignore[arg-type]  # the stub forgets that None takes the ring away

    def show_again(self) -> None:
        """Show the ring around what was scrolled into sight: Qt hides it around what nobody saw, and leaves it so."""
        around = self._frame.widget() if self._frame is not None else None
        if self._frame is not None and around is not None and around.isVisible():
            self._frame.show()

    def _remember_keyboard(self, window: QWidget) -> None:
        """Keep the window's mark of the keyboard, which Qt takes away when the page that had the focus goes.

        A dialog shows the ring however it was opened; that says nothing of what was used before.
        """
        has_click = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if window.windowType() == Qt.WindowType.Dialog:
            window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, not has_click)
            return
        if has_click:
            self._is_by_key = False
        elif window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange) or window.property(_KEYS_PROPERTY):
            self._is_by_key = True
            window.setProperty(_KEYS_PROPERTY, False)
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, self._is_by_key)

    def _forget(self) -> None:
        self._frame = None


class KeptInSight(QObject):
    """Scrolls what the keyboard is on into sight, however it got there.

    Qt does so for Tab alone: Enter in a list, an access key or F6 would write into a field that nobody sees.
    """

    brought = Signal()
    """What the keyboard is on has been scrolled into sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._widget: QWidget | None = None
        # What was shown for the first time has its place only after the event.
        self._after = QTimer(self, interval=0, singleShot=True)
        self._after.timeout.connect(self._bring)

    def follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Scroll to what has the focus now, unless the mouse gave it: what is clicked is seen.

        Who comes back to the window finds it as it was left: the same widget has the focus again.
        """
        if now is None or now is self._widget:
            return
        self._widget = now
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._after.start()
        else:
            self._after.stop()

    def _bring(self) -> None:
        widget = self._widget
        if widget is None or not shiboken6.isValid(widget) or not widget.hasFocus():
            return
        if widget.property(SIGHT_PROPERTY) == "typed":
            return
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                _scroll_to(parent, widget)
            parent = parent.parentWidget()
        self.brought.emit()


def _scroll_to(area: QScrollArea, widget: QWidget) -> None:
    """Scroll to a widget; one that is larger than the room for it stays as it is while a part is seen."""
    inside = area.widget()
    is_in_it = inside is not None and inside.isAncestorOf(widget)
    if is_in_it and (widget.height() <= area.viewport().height() or widget.visibleRegion().isEmpty()):
        area.ensureWidgetVisible(widget, 0, _SIGHT)


def _ringed(widget: QWidget) -> QWidget | None:
    if not widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
        return None
    choice = widget.property(RING_PROPERTY)
    if choice == "parent":
        return widget.parentWidget()
    if choice == "self":
        return widget
    return None if choice == "none" or isinstance(widget, _OWN_BORDER) else widget
