"""Ties what is beside notes to the place Day: the line in hand, the lines of the activity, and the dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from auditor_app.ui.screens.beside.actions import BesideActions
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.sources import Intake, Source
from auditor_app.ui.thumbnails import thumbnails_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.ui.screens.day.capture import CapturePane
    from auditor_app.ui.screens.parts.draft import DraftLine
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class DayBeside(QObject):
    """Serves the capture of one screen."""

    def __init__(
        self, session: AuditSession, look: Look, capture: CapturePane, draft: DraftLine, screen: QWidget
    ) -> None:
        super().__init__(screen)
        self._screen, self._capture, self._draft = screen, capture, draft
        self._attacher = attacher_of(session, look)
        self.activity = ""
        self.actions = BesideActions(session, look, screen)
        capture.draw_photos_of(thumbnails_of(session))
        composer = capture.composer
        self._on_composer = Intake(capture, composer.editor.edit, composer.meaning.edit)
        self._on_composer.offered.connect(self._on_offered)
        self._on_lines = Intake(capture.lines, part_at=self._line_at)
        self._on_lines.offered.connect(self._on_offered_to_line)
        capture.lines.photos_asked.connect(self.actions.open_of_note)
        capture.add_asked.connect(self._on_add)

    def with_line(self, act: Callable[[Beside], object]) -> None:
        """Do something beside the line in hand; one that is still unwritten is written first, none makes a new note."""
        composer, activity = self._capture.composer, self.activity
        has_text = bool(composer.editor.text().strip() or composer.meaning.text().strip())
        if has_text and not self._draft.note_id:
            composer.flush()
        self._draft.when_made(lambda note: act(Beside(note=note, activity=activity)))

    def _on_add(self, place: QPoint) -> None:
        self.with_line(lambda beside: self.actions.show_ways(beside, place))

    def _on_offered(self, sources: tuple[Source, ...], _place: QPoint) -> None:
        self.with_line(lambda beside: self._attacher.offer(self._screen, sources, beside))

    def _line_at(self, place: QPoint) -> QRect:
        lines = self._capture.lines
        return lines.rect_of(lines.key_at(place))

    def _on_offered_to_line(self, sources: tuple[Source, ...], place: QPoint) -> None:
        """Put it beside the line it was dropped on, or the chosen one; beside none it gets a note of its own."""
        lines = self._capture.lines
        key = lines.key_at(place) if place.x() >= 0 else lines.current_key()
        if key:
            self._attacher.offer(self._screen, sources, Beside(note=key))
        else:
            self._on_offered(sources, place)
