"""The foot of a note: who wrote it, and when it was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.screens.parts.quiet_link import QuietLink
from auditor_app.ui.widgets.panes import set_floor

if TYPE_CHECKING:
    from auditor_app.core.model import Note
    from auditor_app.ui.theme import Look

_MOST_EDITS: Final = 3
_DAY: Final = len("2026-11-12")


class NoteFoot(QWidget):
    """Says it in one line; a click asks for all versions."""

    asked = Signal()

    def __init__(self, look: Look, side: int) -> None:
        """Begin `side` pixels from the left, where the note begins."""
        super().__init__()
        self._words = QuietLink(look)
        self._words.clicked.connect(self.asked)
        set_floor(self, "surface")
        row = QHBoxLayout(self)
        row.setContentsMargins(side - 2, 4, side, 5)
        row.addWidget(self._words)
        row.addStretch(1)

    def text(self) -> str:
        """Give what it says."""
        return self._words.text()

    def show_facts(self, note: Note, initials: str, edits: tuple[str, ...]) -> None:
        """Say by whom (`initials`, "" for nobody known) and when it was written, and the newest of its `edits`."""
        moment = current().moment(note.moment, "EEE d MMM HH:mm")
        words = _("Written by {initials} {moment}").format(initials=initials or "–", moment=moment)
        times = _edit_times(edits[-_MOST_EDITS:], note.moment[:_DAY])
        if times:
            words += " · " + _("edited {times}").format(times=", ".join(times))
        self._words.show_text(words)


def _edit_times(moments: tuple[str, ...], day: str) -> list[str]:
    """Say when a note was edited, with the day where that is another one than what stands before it."""
    times = []
    for moment in moments:
        times.append(current().moment(moment, "HH:mm" if moment[:_DAY] == day else "EEE d MMM HH:mm"))
        day = moment[:_DAY]
    return times
