"""The frame of a view: two panes that meet at a hairline, or one at a time with a switch where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.ui.screens.parts.room import NARROWEST, go_round, holds_focus, room_of
from auditor_app.ui.widgets.panes import HairlineSplitter, set_floor
from auditor_app.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditor_app.ui.theme import Look

Side = Literal["left", "right"]
_REST = 10_000


class TwoPanes(QWidget):
    """Left keeps its width, right takes the rest; the switch between them stands wherever the place has its bar."""

    narrowed = Signal(bool)
    """Whether only one pane fits, when that changed."""

    def __init__(self, look: Look, left: tuple[str, QWidget], right: tuple[str, QWidget], width: int) -> None:
        super().__init__()
        self._look = look
        self.is_narrow = False
        self._left, self._right = left[1], right[1]
        self.switch = Segmented(look, is_small=True)
        self.switch.offer({"left": left[0], "right": right[0]})
        self.switch.show_choice("left")
        self.switch.hide()
        splitter = HairlineSplitter(look)
        splitter.hold(self._left, width)
        splitter.hold(self._right, _REST, stretch=1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
        set_floor(self, "surface")
        # The window must not grow when the view is first shown, before it knows how little room there is.
        self.setMinimumSize(NARROWEST)
        self.switch.chosen.connect(self._on_switched)

    def show_side(self, side: Side) -> None:
        """Bring a pane into sight, where only one fits."""
        self.switch.show_choice(side)
        self._arrange()

    def go_round(self, left: Iterable[QWidget], right: Iterable[QWidget]) -> None:
        """Take the keyboard on; after the last of a pane to the other one, which comes into sight."""
        if not self.is_narrow:
            go_round((*left, *right))
            return
        is_left = self.switch.value == "left"
        here, there = (left, right) if is_left else (right, left)
        seen = [part for part in here if part.isVisible()]
        if seen and not holds_focus(seen[-1]):
            go_round(seen)
            return
        self.show_side("right" if is_left else "left")
        first = next((part for part in there if part.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_switched(self, _side: str) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both panes, or one at a time."""
        super().resizeEvent(event)
        is_narrow = room_of(self, self._look) == "narrow"
        was_narrow, self.is_narrow = self.is_narrow, is_narrow
        self._arrange()
        if is_narrow is not was_narrow:
            self.narrowed.emit(is_narrow)

    def _arrange(self) -> None:
        side = self.switch.value
        self._left.setVisible(not self.is_narrow or side == "left")
        self._right.setVisible(not self.is_narrow or side == "right")
