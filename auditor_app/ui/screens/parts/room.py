"""How much room a place has: all panes, fewer, or one at a time (screens.md, "Room")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.ui.focus import focus_in
from auditor_app.ui.tokens import LOW_HEIGHT, MEDIUM, SIZE, WIDE

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

NARROWEST: Final = QSize(320, 200)
"""As small as a place can get beside the small rail (screens.md: a window of 640 × 340)."""
Room = Literal["wide", "medium", "narrow"]
_WEIGHT: Final = 0.6
"""Larger text needs more room, though gaps and symbols stay as they are."""
_FRAME_HEIGHT: Final = SIZE["topBar"] + SIZE["quickBar"]


def room_of(place: QWidget, look: Look) -> Room:
    """Tell which panes fit beside each other, from the width of the whole window and the size of text."""
    window = place.window()
    width = window.width() if window is not place else place.width() + SIZE["rail"]
    width = round(width / (1 + (look.theme.text_scale - 1) * _WEIGHT))
    return "wide" if width >= WIDE else "medium" if width >= MEDIUM else "narrow"


def is_low(place: QWidget) -> bool:
    """Tell whether feet have to fold to one line."""
    window = place.window()
    height = window.height() if window is not place else place.height() + _FRAME_HEIGHT
    return height < LOW_HEIGHT


def holds_focus(pane: QWidget) -> bool:
    """Tell whether the keyboard is somewhere in `pane`."""
    focus: object = QApplication.focusWidget()
    return isinstance(focus, QWidget) and (focus is pane or pane.isAncestorOf(focus))


def go_round(panes: Iterable[QWidget]) -> None:
    """Take the keyboard to the pane after the one that holds it, passing over those that are not shown.

    A pane that takes no keys itself gives them to its first stop.
    """
    seen = [pane for pane in panes if pane.isVisible()]
    held = next((place for place, pane in enumerate(seen) if holds_focus(pane)), -1)
    if not seen:
        return
    pane = seen[(held + 1) % len(seen)]
    if pane.focusPolicy() == Qt.FocusPolicy.NoFocus and pane.focusProxy() is None:
        focus_in(pane)
    else:
        pane.setFocus(Qt.FocusReason.TabFocusReason)
