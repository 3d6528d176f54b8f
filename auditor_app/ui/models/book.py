"""The notebook of an open audit, kept once per session and told to every screen that shows notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor_app.ui.models.notebook import Notebook

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession


class Book(QObject):
    """Follows the session's changes; `changed` comes after the notes are up to date."""

    changed = Signal(object, object)
    """What was touched, as (kind, id) pairs, and the ids of the notes that look different now."""

    def __init__(self, session: AuditSession) -> None:
        super().__init__(session)
        self.notes = session.notebook or Notebook(session.live)
        session.live.count = self.notes.counted
        session.changed.connect(self._on_changed)

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        self.changed.emit(touched, self.notes.take(touched))


def book_of(session: AuditSession) -> Book:
    """Give the one book of a session."""
    return session.findChild(Book) or Book(session)
