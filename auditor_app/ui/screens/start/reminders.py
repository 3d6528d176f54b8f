"""What the list of audits reminds of because it has a last day; nothing is done unless a person does it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from auditor_app.i18n import _, current
from auditor_app.ui.widgets.messages import Message, MessageBar

if TYPE_CHECKING:
    from auditor_app.services.publishing.endings import Ending
    from auditor_app.services.publishing.retention import Overdue
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background

OPEN: Final = "open:"
KEPT: Final = "kept:"
"""Before an audit's id, in the name of a message's action: open it, or show there what is kept of it."""


class Reminders(QObject):
    """Looks for time stamps that end and notes that are kept too long, and says each once until the program ends."""

    def __init__(self, workspace: Workspace, background: Background, bar: MessageBar, parent: QObject) -> None:
        """Say it in `bar`, unless something stands there already: then it is said the next time."""
        super().__init__(parent)
        self._workspace, self._background, self._bar = workspace, background, bar
        self._said: set[str] = set()

    def look(self) -> None:
        """Look in the background, where what knows of it is loaded too."""
        self._background.run(self._ending, self.on_ending, latest="start-ending")
        self._background.run(self._overdue, self.on_overdue, latest="start-overdue")

    def _ending(self) -> tuple[Ending, ...]:
        from auditor_app.services.publishing.endings import endings  # noqa: PLC0415 - the list comes first

        return endings(self._workspace.desk)

    def _overdue(self) -> tuple[Overdue, ...]:
        return self._workspace.retention.overdue(datetime.now().astimezone().date().isoformat())

    def on_ending(self, found: tuple[Ending, ...]) -> None:
        """Remind of the time stamp that ends first."""
        if not found:
            return
        first = found[0]
        words = _("The time stamp of the report of {school} proves itself until {date}. Stamp it again before that.")
        self._say(words, first.school, first.until[:10], f"{OPEN}{first.publication.audit}", _("Open"))

    def on_overdue(self, found: tuple[Overdue, ...]) -> None:
        """Remind of the notes that were to be removed longest ago."""
        if not found:
            return
        first = found[0]
        words = _("The notes of {school} were to be kept until {date}. Remove them, or keep notes longer (Settings).")
        self._say(words, first.school, first.until, f"{KEPT}{first.audit}", _("Show what is kept"))

    def _say(self, words: str, school: str, day: str, action: str, name: str) -> None:
        kind = action.partition(":")[0]
        if kind in self._said or not self._bar.isHidden():
            return
        self._said.add(kind)
        sentence = words.format(school=school, date=current().date(day, "d MMMM y"))
        self._bar.show_message(Message(sentence, "attention", "", ((action, name), ("close", _("Close")))))
