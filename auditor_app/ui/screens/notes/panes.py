"""The panes of Notes: filters, list and note side by side; with less room the filters fold, then one stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from auditor_app.ui.screens.parts.room import holds_focus, room_of
from auditor_app.ui.widgets.panes import HairlineSplitter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditor_app.ui.screens.notes.filters import FiltersPane
    from auditor_app.ui.screens.notes.stream import StreamPane
    from auditor_app.ui.theme import Look

_FILTERS, _STREAM, _NOTE = (204, 180), (478, 300), (400, 384)
"""As wide as drawn, and at least."""
UNFOLDED: Final = 268
"""How wide the filters stand, for their whole names, where they are folded until they are asked for."""


class NotesPanes(HairlineSplitter):
    """Shows the panes that there is room for in `place`."""

    def __init__(self, look: Look, place: QWidget, filters: FiltersPane, stream: StreamPane, note: QWidget) -> None:
        super().__init__(look)
        self._look, self._place = look, place
        self._filters, self._stream, self._note = filters, stream, note
        self.hold(filters, *_FILTERS)
        self.hold(stream, *_STREAM)
        self.hold(note, *_NOTE, stretch=1)

    @property
    def is_wide(self) -> bool:
        """Whether all three stand beside each other."""
        return room_of(self._place, self._look) == "wide"

    @property
    def is_narrow(self) -> bool:
        """Whether list and note stand in turn."""
        return room_of(self._place, self._look) == "narrow"

    def fit(self) -> None:
        """Fold the filters, then show list and note in turn, the note while somebody is in it."""
        self._filters.setVisible(self.is_wide)
        if self.is_narrow:
            self._show_alone(self._note if holds_focus(self._note) else self._stream)
        else:
            self._stream.show()
            self._note.show()

    def turn_to_list(self) -> None:
        """Show the list where it or the note stands alone."""
        if self.is_narrow:
            self._show_alone(self._stream)

    def turn_to_note(self) -> None:
        """Show the note where it or the list stands alone."""
        if self.is_narrow:
            self._show_alone(self._note)

    def _show_alone(self, pane: QWidget) -> None:
        self._filters.hide()
        self._stream.setVisible(pane is self._stream)
        self._note.setVisible(pane is self._note)

    def unfold_filters(self) -> None:
        """Unfold the filters for a choice, or fold them again."""
        self._filters.setVisible(not self._filters.isVisible())
        if self._filters.isVisible():
            wide, note = self._look.px(UNFOLDED), self._look.px(_NOTE[0]) if self._note.isVisible() else 0
            self.setSizes([wide, self.width() - wide - note, note])
            self._filters.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_filters(self) -> None:
        """Go to the notes; filters that were unfolded for a choice fold again."""
        self._stream.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filters.setVisible(self.is_wide)

    def go_on(self, writing: QWidget | None) -> None:
        """Go to the next pane that is shown; in the note to where it is written, if one is there."""
        stops: list[QWidget] = [self._filters.list, self._stream.list, *([] if writing is None else [writing])]
        panes = [self._filters, self._stream, self._note]
        here = next((place for place, pane in enumerate(panes) if holds_focus(pane)), -1)
        for step in range(1, len(stops) + 1):
            place = (here + step) % len(stops)
            if panes[place].isVisible() and stops[place].isVisible():
                stops[place].setFocus(Qt.FocusReason.TabFocusReason)
                return
