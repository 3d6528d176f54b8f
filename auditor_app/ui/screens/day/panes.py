"""The panes of the day: all beside each other, or programme and questions as drawers beside the capture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, Signal

from auditor_app.ui.screens.parts.room import Room, holds_focus
from auditor_app.ui.widgets.panes import HairlineSplitter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditor_app.ui.screens.day.programme_pane import ProgrammePane
    from auditor_app.ui.screens.day.questions_pane import QuestionsPane
    from auditor_app.ui.theme import Look

Pane = Literal["programme", "questions", "capture"]
_WIDTHS: Final = {"programme": (300, 220), "questions": (322, 240), "capture": (576, 320)}
"""As wide as drawn, and at least."""
_BESIDE: Final[tuple[Pane, ...]] = ("programme", "questions", "capture")
_DRAWERS: Final[tuple[Pane, ...]] = ("questions", "programme", "capture")
"""The order in which F6 goes round: the questions are nearer to who writes than the programme."""


class DayPanes(HairlineSplitter):
    """Shows the panes that fit; where one does not, it opens as a drawer beside the capture and closes when left."""

    turned = Signal()
    """Another drawer is open, or none."""

    def __init__(self, look: Look, programme: ProgrammePane, questions: QuestionsPane, capture: QWidget) -> None:
        super().__init__(look)
        self._panes: dict[Pane, QWidget] = {"programme": programme, "questions": questions, "capture": capture}
        self._stops: dict[Pane, QWidget] = {"programme": programme.list, "questions": questions.list}
        self._drawer: Pane = "capture"
        self._room: Room = "wide"
        self._is_open = False
        for name, pane in self._panes.items():
            self.hold(pane, *_WIDTHS[name], stretch=int(name == "capture"))
        programme.list.left.connect(self._on_left)
        questions.list.left.connect(self._on_left)

    def write_in(self, field: QWidget) -> None:
        """Let the keyboard go to `field` where it comes to the capture."""
        self._stops["capture"] = field

    @property
    def is_wide(self) -> bool:
        """Whether all three stand beside each other."""
        return self._room == "wide"

    @property
    def is_narrow(self) -> bool:
        """Whether the capture stands alone, with a drawer beside it at most."""
        return self._room == "narrow"

    @property
    def is_squeezed(self) -> bool:
        """Whether a drawer takes half of a narrow window."""
        return self.is_narrow and self._is_open and self._drawer != "capture"

    def fit(self, room: Room, *, is_open: bool) -> None:
        """Show what fits; `is_open` tells whether there is an activity, without which only the programme is needed."""
        self._room, self._is_open = room, is_open
        is_wide = self.is_wide
        is_programme = is_wide or not is_open or self._drawer == "programme"
        is_asked = self._drawer == "questions" or (not self.is_narrow and (is_wide or not is_programme))
        self._panes["programme"].setVisible(is_programme)
        self._panes["questions"].setVisible(is_open and is_asked)

    def turn_to(self, drawer: Pane) -> None:
        """Open a drawer; "capture" closes the one that is open."""
        if drawer != self._drawer:
            self._drawer = drawer
            self.turned.emit()

    def toggle(self, drawer: Pane) -> None:
        """Open a drawer with the keyboard in it, or close it again."""
        self.go_to("capture" if self._drawer == drawer else drawer)

    def go_to(self, name: Pane) -> None:
        """Take the keyboard to a pane, which opens where it is folded away."""
        if not self.is_wide and self._is_open:
            self.turn_to(name)
        if self._panes[name].isVisible():
            self._stops[name].setFocus(Qt.FocusReason.TabFocusReason)

    def next(self) -> None:
        """Go round the panes that there are."""
        order = _BESIDE if self.is_wide or not self._is_open else _DRAWERS
        here = next((place for place, name in enumerate(order) if holds_focus(self._panes[name])), len(order) - 1)
        for step in range(1, len(order) + 1):
            name = order[(here + step) % len(order)]
            if self._is_open or self._panes[name].isVisible():
                self.go_to(name)
                return

    def _on_left(self) -> None:
        """Escape in a list goes back to the line, and closes a drawer."""
        if self._is_open:
            self.go_to("capture")
