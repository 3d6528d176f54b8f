"""Ties what is beside notes to the place Notes: strip and stream on one side, dialogs and use cases on the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from auditor_app.core.model import AttachmentKind
from auditor_app.ui.models.book import book_of
from auditor_app.ui.screens.beside.actions import BesideActions
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.sources import Intake, Source

if TYPE_CHECKING:
    from auditor_app.core.model import Attachment
    from auditor_app.ui.screens.notes.editor import NoteEditor
    from auditor_app.ui.screens.notes.stream import StreamPane
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


PHOTO_FIELDS: Final = frozenset({"caption", "alt", "free"})
"""Fields of what is said about a photo."""


class NoteBeside(QObject):
    """Serves editor and stream of one screen."""

    def __init__(self, session: AuditSession, look: Look, screen: QWidget) -> None:
        super().__init__(screen)
        self._session, self._screen = session, screen
        self._notes = book_of(session).notes
        self._editor: NoteEditor | None = None
        self._attacher = attacher_of(session, look)
        self.actions = BesideActions(session, look, screen)

    def serve_editor(self, editor: NoteEditor) -> None:
        """Listen to the editor, once there is one."""
        self._editor = editor
        self.actions.serve(editor.strip, self._shown, self.beside)
        editor.intake.offered.connect(self._on_offered)

    def serve(self, stream: StreamPane) -> None:
        """Listen to the stream."""
        self._stream = stream
        self._on_stream = Intake(stream.list, part_at=self._row_at)
        self._on_stream.offered.connect(self._on_offered_to_row)
        stream.list.photos_asked.connect(self.actions.open_of_note)

    def beside(self) -> Beside:
        """Give where a new photo or file goes now."""
        return Beside(note=self._in_hand)

    @property
    def _in_hand(self) -> str:
        return self._editor.note_id if self._editor is not None else ""

    def _shown(self) -> tuple[Attachment, ...]:
        return self._notes.beside(self._in_hand)

    def _on_offered(self, sources: tuple[Source, ...], _place: QPoint) -> None:
        if self._in_hand:
            self._attacher.offer(self._screen, sources, self.beside())

    def _on_offered_to_row(self, sources: tuple[Source, ...], place: QPoint) -> None:
        """Put it beside the note it was dropped on, or the chosen one; beside none it gets a note of its own."""
        rows = self._stream.list
        key = rows.key_at(place) if place.x() >= 0 else rows.current_key()
        self._attacher.offer(self._screen, sources, Beside(note=self._note_of(key)))

    def _note_of(self, key: str) -> str:
        """Give the note of a row, "" for the heading of an activity."""
        return key if key in self._notes.entries else ""

    def _row_at(self, place: QPoint) -> QRect:
        rows = self._stream.list
        return rows.rect_of(self._note_of(rows.key_at(place)))

    def take_to(self, field: str) -> None:
        """Open the photo that is chosen beside the note, with the caret in a field of what is said about it."""
        key = self._editor.strip.tiles.key if self._editor is not None else ""
        item = self.actions.find(key)
        if item is None or item.kind is not AttachmentKind.PHOTO:
            return
        self.actions.open(key, self._shown())
        viewer = self.actions.viewer
        if viewer is not None:
            viewer.sheet.panel.take_to(field)

    def show(self, key: str, show_note: Callable[[str], None]) -> None:
        """Show the note of something that is beside it, and choose its tile."""
        item = self.actions.find(key)
        if item is not None and item.note:
            show_note(item.note)
            if self._editor is not None:
                self._editor.strip.tiles.choose(key)
                self._editor.strip.tiles.setFocus(Qt.FocusReason.OtherFocusReason)
        elif item is not None:
            self.actions.open(key)  # what was beside a document stands nowhere in this place
