"""How much room a place has: all panes, fewer, or one at a time (screens.md, "Room")."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.ui.tokens import LOW_HEIGHT, MEDIUM, SIZE, WIDE

NARROWEST: Final = QSize(320, 200)
"""As small as a place can get beside the small rail (screens.md: a window of 640 × 340)."""
Room = Literal["wide", "medium", "narrow"]
_FRAME_HEIGHT: Final = SIZE["topBar"] + SIZE["quickBar"]


def room_of(place: QWidget) -> Room:
    """Tell which panes fit beside each other, from the width of the whole window."""
    window = place.window()
    width = window.width() if window is not place else place.width() + SIZE["rail"]
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
