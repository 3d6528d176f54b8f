"""What is longer than its room and scrolls up and down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from auditor_app.ui.focus import RING_PROPERTY
from auditor_app.ui.widgets.panes import Floor, set_floor

_LEAST = 80
_LEAST_IN_A_PANE = 40


class Scrolled(QScrollArea):
    """A frameless area as wide as its room.

    Only what stands inside takes the focus. With a `name` the area takes it too, so that a text without fields can be
    scrolled with the keys and is announced.
    """

    def __init__(self, inside: QWidget, name: str = "", floor: Floor = "none") -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_LEAST_IN_A_PANE)
        set_floor(inside, floor)
        if name:
            self.setAccessibleName(name)
            self.setProperty(RING_PROPERTY, "self")
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def fit(self, width: int, room: int, least: int = 0) -> None:
        """Be as high as the content needs, but at most `room` and at least `least` (pixels), standing `width` wide.

        The content is measured as if the bar stood beside it. Measured at the full width, a text that breaks once more
        beside the bar would keep a bar that nothing else needs.
        """
        inside = self._inside
        layout = inside.layout()
        if layout is not None:
            layout.activate()
        needed = inside.sizeHint().height()
        if inside.hasHeightForWidth():
            needed = inside.heightForWidth(width - self.verticalScrollBar().sizeHint().width())
        self.setFixedHeight(max(_LEAST, least, min(needed, room)))


def bring_into_sight(widget: QWidget, below: int) -> None:
    """Scroll what is around a widget until it is seen, with so many pixels below it."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if isinstance(around, QScrollArea):
        around.ensureWidgetVisible(widget, 0, below)
