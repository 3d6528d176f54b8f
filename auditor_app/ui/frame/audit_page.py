"""One open audit: top bar, rail, the place, messages over it, the quick-note bar under it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.core.interim import codes_to_rate, open_points
from auditor_app.core.model import AuditKind
from auditor_app.i18n import _, failure_text
from auditor_app.ui.focus import focus_in, say_keys
from auditor_app.ui.frame.checks_sheet import open_checks
from auditor_app.ui.frame.keys import KeyWatch
from auditor_app.ui.frame.making import MAKERS, SCREENS
from auditor_app.ui.frame.moments_sheet import open_moments
from auditor_app.ui.frame.note_window import NoteWindow
from auditor_app.ui.frame.quick_note import NoteLine, QuickNoteBar, running_activity
from auditor_app.ui.frame.rail import Rail
from auditor_app.ui.frame.sheets import NameSheet
from auditor_app.ui.frame.top_bar import TopBar
from auditor_app.ui.loading import load
from auditor_app.ui.memory import give_back
from auditor_app.ui.models.attention import concerns
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.criteria_tree import my_ratings
from auditor_app.ui.offers import (
    Finishes,
    Flushes,
    HasCalendar,
    HasComposer,
    HasFeet,
    HasFields,
    HasKeys,
    HasMargin,
    HasPanes,
    ReadsSurveys,
    ShowsEntity,
    TakesNotes,
    TakesPaper,
    TakesPhotos,
)
from auditor_app.ui.places import PLACES
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.screens.criteria.leaving import Leaving
from auditor_app.ui.session import keeps_text, may_retry
from auditor_app.ui.shortcuts import Key, bind
from auditor_app.ui.tokens import LOW_HEIGHT
from auditor_app.ui.widgets.messages import Message, MessageBar, Toast, attention

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from auditor_app.services.desk import Written
    from auditor_app.ui.models.notebook import Notebook
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

PLACE_OF = {
    "note": "notes", "criterion": "criteria", "finding": "report", "activity": "day", "view": "report",
    "fact_point": "report",
}  # fmt: skip
"""Where each kind of thing is shown."""


def waiting(book: Notebook) -> dict[str, int]:
    """Count what waits per place: notes to code, criteria that still need the team, points to follow up."""
    live = book.live
    if live.is_signed:
        return {"notes": 0, "criteria": 0, "compare": 0}
    ratings = my_ratings(live.entities("rating"), live.me)
    codes = codes_to_rate(live.audit.kind, live.framework, live.baseline)
    is_interim = live.audit.kind is AuditKind.INTERIM
    return {
        "notes": book.counts["uncoded"],
        "criteria": len(concerns(live.framework, book, ratings, codes)),
        "compare": open_points(live.baseline, live.alive("follow_up")) if is_interim else 0,
    }


class AuditPage(QWidget):
    """Everything around the places of one audit."""

    left = Signal()

    def __init__(self, session: AuditSession, look: Look, memory: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._look, self._memory = look, memory
        self._screens: dict[str, QWidget] = {}
        self._note_window: NoteWindow | None = None
        self._failure: Message | None = None
        self.visited: list[str] = []
        self.top = TopBar(look)
        self.rail = Rail(look)
        self.message = MessageBar(look)
        self.message.hide()
        self.stack = QStackedWidget()
        self.quick = QuickNoteBar(look, session)
        self.toast = Toast(look, self)
        self._book = book_of(session)
        self._attacher = attacher_of(session, look)
        self._leaving = Leaving(session, look, self)
        self._lay_out()
        self._bind_keys()
        self._connect()
        self._show_audit()
        load(session.background, SCREENS)  # so that no first visit waits for the disk
        session.read(partial(session.audits.last_change, session.audit_id), self._on_last_change)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.message)
        middle.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(row, 1)
        column.addWidget(self.quick)

    def _bind_keys(self) -> None:
        for place in PLACES:
            jump = QShortcut(QKeySequence(f"Ctrl+{place.number}"), self)
            jump.setObjectName(f"place_{place.key}")
            jump.activated.connect(partial(self.show_place, place.key))
        for name, slot in (
            ("note", self.note),
            ("note_window", self.note_window),
            ("undo", self.undo),
            ("redo", self.redo),
            ("checkpoint", self.checkpoint),
            ("moments", self.moments),
            ("check_errors", self.check_errors),
            ("photo", self.photo),
            ("voice", self.voice),
            ("leaving", self.leaving),
            ("next_pane", self.next_pane),
            ("back", self.back),
        ):
            bind(self, name, slot)

    def _connect(self) -> None:
        watch = KeyWatch(self.window())
        watch.setParent(self)
        watch.held.connect(self._on_held)
        self.top.back_chosen.connect(self.back)
        self.rail.chosen.connect(self.show_place)
        self.message.acted.connect(self._on_message_acted)
        self.top.saved.clicked.connect(self._on_not_saved_clicked)
        self.toast.undone.connect(self.undo)
        session = self.session
        self._book.changed.connect(self._show_audit)
        session.saved.connect(self._on_saved)
        session.failed.connect(self._on_failed)
        session.refused.connect(self._show_nothing_unsaved)
        session.writing.connect(self.top.saved.show_saving)
        session.told.connect(self._on_told)
        session.warned.connect(self._on_warned)
        session.led.connect(self.show_thing)
        session.pointed.connect(self._on_pointed)
        self._attacher.allowed.connect(self._on_allowed)

    # --- places

    @property
    def place(self) -> str:
        """The place that is open now."""
        return self.visited[0] if self.visited else ""

    @property
    def open_screen(self) -> object:
        """The screen of the place that is open now."""
        return self._screens.get(self.place)

    def show_place(self, key: str) -> None:
        """Open a place; its screen is made at the first visit."""
        place = next((item for item in PLACES if item.key == key), None)
        if place is None:
            return
        self.flush()
        if key != "prepare":
            self._attacher.forget()
        if key != self.place and self.message.tone == "attention":
            self.message.hide()  # what was refused elsewhere says nothing about this place
        if key not in self._screens:
            screen = MAKERS[key](self.session, self._look)
            screen.setAccessibleName(_(place.name))
            self._screens[key] = screen
            self.stack.addWidget(screen)
            if isinstance(screen, HasComposer):
                screen.composer_shown.connect(self._show_quick)
        self.visited = [key, *(item for item in self.visited if item != key)]
        self.stack.setCurrentWidget(self._screens[key])
        self.rail.show_place(key)
        self._show_quick()
        focus_in(self._screens[key])

    def show_thing(self, place: str, kind: str = "", entity: str = "") -> None:
        """Open a place and there one thing."""
        self.show_place(place or PLACE_OF.get(kind, self.place))
        screen = self.open_screen
        if kind and isinstance(screen, ShowsEntity):
            screen.show_entity(kind, entity)

    def _on_pointed(self, field: str) -> None:
        """Take the caret to a field of what was led to."""
        screen = self.open_screen
        if isinstance(screen, HasFields):
            screen.take_to(field)

    def survey(self) -> None:
        """Read in survey results, where surveys are prepared."""
        self.show_place("prepare")
        screen = self.open_screen
        if isinstance(screen, ReadsSurveys):
            screen.read_survey()

    def keys(self) -> tuple[Key, ...]:
        """Give the keys of the place that is open."""
        screen = self.open_screen
        return tuple(screen.KEYS) if isinstance(screen, HasKeys) else ()

    def flush(self) -> None:
        """Hand over at once what was typed anywhere in this audit."""
        screens: Iterable[object] = self._screens.values()
        for screen in screens:
            if isinstance(screen, Flushes):
                screen.flush()
        for line in self._note_lines():
            line.flush()

    def finish(self) -> None:
        """Hand over all that was typed before this audit is left: a line in hand becomes a note."""
        self.flush()
        screens: Iterable[object] = self._screens.values()
        for screen in screens:
            if isinstance(screen, Finishes):
                screen.finish()
        for line in self._note_lines():
            line.finish()

    def _note_lines(self) -> tuple[NoteLine, ...]:
        return (self.quick.line, *(window.line for window in (self._note_window,) if window is not None))

    def back(self) -> None:
        """Go back to all audits; what was typed is written."""
        self.finish()
        self.left.emit()

    def next_pane(self) -> None:
        """Put the focus in the next part of the screen."""
        screen = self.open_screen
        say_keys(self.window())
        if isinstance(screen, HasPanes):
            screen.next_pane()
        else:
            self.focusNextChild()

    # --- writing

    def note(self) -> None:
        """Take the caret to where the next note is written; a signed audit takes none."""
        if self.session.is_read_only:
            self.session.tell(_("Signed, read only"))
            return
        screen = self.open_screen
        if isinstance(screen, TakesNotes) and screen.focus_composer():
            return
        if self.quick.isVisible():
            self.quick.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.note_window()

    def note_window(self) -> None:
        """Open the small note window; a signed audit has none."""
        if self.session.is_read_only:
            self.session.tell(_("Signed, read only"))
            return
        if self._note_window is None:
            self._note_window = NoteWindow(self._look, self.session, self._memory, self)
        self._note_window.open()

    # --- beside notes

    def photo(self) -> None:
        """Add photos from a folder beside the note in hand."""
        self._with_beside(partial(self._attacher.ask_photos, self))

    def camera(self) -> None:
        """Take photos with the laptop's camera."""
        self._with_beside(partial(self._attacher.take_photo, self))

    def file(self) -> None:
        """Add files from a folder beside the note in hand."""
        self._with_beside(partial(self._attacher.ask_files, self))

    def voice(self) -> None:
        """Record a voice memo beside the note in hand."""
        self._with_beside(partial(self._attacher.record, self))

    def photo_permission(self) -> None:
        """Go to where the school's permission for photos is recorded."""
        self.show_thing("prepare", "photos")

    def _on_allowed(self) -> None:
        """Go back from the permission to where a photo was offered."""
        self.show_place(next((place for place in self.visited if place != "prepare"), "prepare"))

    def _with_beside(self, act: Callable[[Beside], object]) -> None:
        """Act on the note in hand; where none is, a note of what is going on now is made."""
        screen = self.open_screen
        if isinstance(screen, TakesPhotos):
            screen.with_beside(act)
        else:
            activity = running_activity(self.session, datetime.now().astimezone())
            act(Beside(activity=activity.id if activity else ""))

    def undo(self, _value: object = None) -> None:
        """Take back the last action on this audit."""
        self.flush()
        audits, audit = self.session.audits, self.session.audit_id
        self.session.write(lambda: audits.undo(audit), self._on_undone)

    def redo(self) -> None:
        """Do again what was taken back."""
        self.flush()
        audits, audit = self.session.audits, self.session.audit_id
        self.session.write(lambda: audits.redo(audit), self._on_redone)

    def checkpoint(self) -> None:
        """Ask for a name and give it to this moment."""
        self.flush()
        sheet = NameSheet(
            self._look,
            _("Give this moment a name"),
            _("Everything is saved already. Under a name you find again what was written after this moment."),
            _("Name of this moment"),
            _("Keep"),
            self,
        )
        if sheet.exec() == QDialog.DialogCode.Accepted and sheet.name:
            audits, audit, name = self.session.audits, self.session.audit_id, sheet.name
            self.session.write(lambda: audits.checkpoint(audit, name))
            self.session.tell(_("This moment is called “{name}”").format(name=name))
        sheet.deleteLater()

    def moments(self) -> None:
        """Say what was written after each moment that got a name."""
        self.flush()
        open_moments(self.session, self._look, self)

    def check_errors(self) -> None:
        """Say what contradicts itself and what is missing, and lead to where it can be mended."""
        self.flush()
        open_checks(self.session, self._look, self)

    def leaving(self) -> None:
        """Say what is thin, single-sourced or contradicted, and how much time is left; nothing once it is signed."""
        if self.session.is_read_only:
            self.session.tell(_("The report is signed: nothing is left to settle."))
            return
        self.flush()
        self._leaving.open()

    def paper_entry(self) -> None:
        """Type in what was written on paper."""
        self.show_place("day")
        screen = self.open_screen
        if isinstance(screen, TakesPaper):
            screen.enter_from_paper()

    def calendar_in(self) -> None:
        """Take over what another calendar says about the programme."""
        self.show_place("day")
        screen = self.open_screen
        if isinstance(screen, HasCalendar):
            screen.calendar.choose()

    def calendar_out(self) -> None:
        """Save the programme for other calendars."""
        self.show_place("day")
        screen = self.open_screen
        if isinstance(screen, HasCalendar):
            screen.calendar.save()

    def _on_undone(self, written: Written) -> None:
        self._on_told(_("Undone") if written.changes else _("There is nothing to undo"))

    def _on_redone(self, written: Written) -> None:
        self._on_told(_("Done again") if written.changes else _("There is nothing to do again"))

    # --- what the session tells

    def _show_audit(self, touched: Collection[tuple[str, str]] | None = None, _notes: object = None) -> None:
        if touched is None or any(kind == "audit" for kind, _id in touched):
            self.top.show_audit(self.session.live.audit)
        self.rail.show_waiting(waiting(self._book.notes))
        if self.session.is_read_only:
            self.top.saved.show_read_only()
            self._show_quick()

    def _on_last_change(self, moment: datetime | None) -> None:
        """Say from the first moment that everything is safe, unless something newer was said."""
        give_back()  # what opening needed for a moment
        if moment is not None and self.top.saved.state == "nothing":
            self.top.saved.show_saved(moment)

    def _on_saved(self, moment: datetime) -> None:
        if self.session.is_read_only:
            self.top.saved.show_read_only()
        else:
            self.top.saved.show_saved(moment)
        if self.message.tone == "failure" or self.message.was_read:
            self.message.hide()

    def _on_failed(self, error: Exception) -> None:
        """Say loudly what is not on the disk; what was refused changed nothing, so only the reason is said."""
        unexpected = _("Your text is still on the screen. Try again; if it happens again, copy the report.")
        words = failure_text(error, unexpected)
        if may_retry(error):
            self._failure = Message(words, "failure", _("Not saved"), (("retry", _("Try again")),))
        elif keeps_text(error):
            self._failure = Message(words, "failure", _("Not saved"), (("close", _("Close")),))
        else:
            self._show_nothing_unsaved()
            self.message.show_message(attention(words))
            return
        self.top.saved.show_failed()
        self.message.show_message(self._failure)

    def _show_nothing_unsaved(self) -> None:
        """Go back to the last “Saved” after a refusal, unless something else still waits for the disk."""
        if self.session.is_read_only:
            self.top.saved.show_read_only()
        elif self.session.is_saved:
            self.top.saved.show_unchanged()

    def _on_not_saved_clicked(self) -> None:
        """Say again what is not saved and what to do; the indicator says it only after a failure."""
        if self._failure is not None and self.top.saved.state == "failed":
            self.message.show_message(self._failure)

    def _on_message_acted(self, name: object = "retry") -> None:
        if name != "retry":
            self.message.hide()
            return
        self.flush()
        self.session.retry()

    def _on_told(self, text: str, can_undo: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal has no names
        self._place_toast()
        self.toast.show_done(text, True if can_undo else None)

    def _on_warned(self, text: str) -> None:
        self.message.show_message(attention(text))

    def _on_held(self, is_held: bool) -> None:  # noqa: FBT001 - a signal has no names
        self.rail.show_numbers(are_shown=is_held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit rail and bars to the window."""
        super().resizeEvent(event)
        self.rail.fit(self.width())
        self.quick.fit(self.width())
        self._show_quick()

    def _show_quick(self, _is_composing: object = None) -> None:
        """Show the quick-note bar where there is room and no composer that does the same."""
        screen = self.open_screen
        has_composer = isinstance(screen, HasComposer) and screen.has_composer
        is_shown = self.height() >= LOW_HEIGHT and not has_composer
        self.quick.setVisible(is_shown and not (self.session.is_read_only and not self.quick.line.text()))
        self._place_toast()

    def _place_toast(self) -> None:
        """Let it stand above the quick-note bar, and above what is at the foot of the place."""
        screen = self.open_screen
        feet = screen.feet if isinstance(screen, HasFeet) else ()
        margin = screen.margin if isinstance(screen, HasMargin) else None
        self.toast.stand_above(0 if self.quick.isHidden() else self.quick.height(), feet, margin)
