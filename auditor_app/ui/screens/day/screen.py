"""Day: the programme, the questions of the activity in hand, and the capture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.core.model import Activity, Sensitivity
from auditor_app.i18n import N_, _, current
from auditor_app.services.desk import local_now
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.coverage import coverage_of, coverage_sentence, planned_rows
from auditor_app.ui.models.next_line import belongs_words, cell_of, tie_words
from auditor_app.ui.models.programme import days_of, is_afterwards, of_day, rows_of
from auditor_app.ui.models.questions import (
    criteria_questions,
    heading,
    matrix_questions,
    matrix_role,
    quick_tags,
    to_settle,
)
from auditor_app.ui.models.timed import ASK as ASK_SNAPSHOT
from auditor_app.ui.models.timed import snapshot_text
from auditor_app.ui.screens.beside.photo_sheet import KEYS as PHOTO_KEYS
from auditor_app.ui.screens.day.beside import DayBeside
from auditor_app.ui.screens.day.capture import CapturePane
from auditor_app.ui.screens.day.composer import Line
from auditor_app.ui.screens.day.coverage import show_coverage
from auditor_app.ui.screens.day.panes import DayPanes
from auditor_app.ui.screens.day.programme_edits import ProgrammeEdits
from auditor_app.ui.screens.day.programme_pane import ProgrammePane
from auditor_app.ui.screens.day.questions_pane import CRITERIA, GAPS, QuestionsPane
from auditor_app.ui.screens.day.questions_pane import MATRIX as MATRIX_ROW
from auditor_app.ui.screens.parts.draft import DraftLine
from auditor_app.ui.screens.parts.room import NARROWEST, is_low, room_of
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.shortcuts import Key, bind_in_place
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import set_floor

if TYPE_CHECKING:
    from auditor_app.ui.screens.beside.attaching import Beside
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_MOST_ALSO: Final = 3
"""Beside a matrix row only the first criteria are asked; the other segment shows all."""


class DayScreen(QWidget):
    """The place where auditors spend the visit: two keystrokes to a new note."""

    composer_shown = Signal(bool)
    """Whether a composer stands here now: the quick-note bar is not needed then."""

    KEYS = (
        Key("line", "Return", N_("The line becomes a note")),
        Key("break", "Shift+Return", N_("Line break")),
        Key("meaning", "Ctrl+D", N_("Add an interpretation")),
        Key("question", "Alt+Down", N_("Next question (Alt+Up: the one before)")),
        Key("tag", "Alt+1", N_("Quick tag: 1 to 5")),
        Key("snapshot", "Alt+O", N_("Timed observation: take a snapshot")),
        Key("role", "Ctrl+R", N_("Write a role instead of a person")),
        Key("next", "Ctrl+Return", N_("End the activity and open the next")),
        Key("move", "Ctrl+Shift+Down", N_("In the programme: move the activity later (Ctrl+Shift+Up: earlier)")),
        Key("edit", "F2", N_("Edit the activity")),
        Key("paste", "Ctrl+V", N_("Paste a photo or file beside the line in hand")),
        Key("photos", "Space", N_("On a line: open its photos large")),
        *PHOTO_KEYS,
    )

    def __init__(
        self,
        session: AuditSession,
        look: Look,
        now: Callable[[], datetime] = local_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._look, self._now = session, look, now
        self._book = book_of(session)
        self._framework = session.live.framework
        self._draft = DraftLine(session, self)
        self._day = ""
        self._activity = Activity()
        self._marked = ""
        self._kind = MATRIX_ROW
        self._is_stale = False
        self._compose()
        self._connect()
        self._start()

    def _compose(self) -> None:
        self.programme = ProgrammePane(self._look)
        self.questions = QuestionsPane(self._look)
        self.capture = CapturePane(self._look, self._session.live, self._now)
        self._nothing = EmptyState(self._look)
        self._right = QStackedWidget()
        self._right.addWidget(self.capture)
        self._right.addWidget(self._nothing)
        set_floor(self._right, "surface")
        self._panes = DayPanes(self._look, self.programme, self.questions, self._right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(self._panes)

    def _connect(self) -> None:
        self.edits = ProgrammeEdits(self._session, self._look, self.programme, self._now, self)
        self.calendar = self.edits.calendar
        self._book.changed.connect(self._on_changed)
        self._draft.changed.connect(self._show_lines)
        self.beside = DayBeside(self._session, self._look, self.capture, self._draft, self)
        programme, capture, composer = self.programme, self.capture, self.capture.composer
        programme.day_chosen.connect(self._on_day)
        programme.coverage_asked.connect(self._on_coverage)
        programme.list.chosen.connect(self.open_activity)
        programme.list.opened.connect(self._on_opened)
        self.edits.opened.connect(self.open_activity)
        self.edits.planned.connect(self._on_planned)
        self.questions.marked.connect(self._on_marked)
        self.questions.kind_chosen.connect(self._on_kind)
        capture.edit_asked.connect(self.edits.edit_open)
        capture.before_asked.connect(partial(self._step, -1))
        capture.after_asked.connect(partial(self._step, 1))
        capture.programme_asked.connect(partial(self._panes.toggle, "programme"))
        capture.questions_asked.connect(partial(self._panes.toggle, "questions"))
        self._panes.turned.connect(self._fit)
        capture.note_opened.connect(partial(self._session.lead_to, "notes", "note"))
        capture.ticked.connect(self._show_programme)
        composer.submitted.connect(self._on_line)
        capture.snapshots.entered.connect(self._on_snapshot)
        capture.snapshots.left.connect(self.focus_composer)
        capture.snapshots.folded.connect(self._on_snapshot_folded)
        composer.question_asked.connect(self.questions.list.step)
        composer.editor.edited.connect(self._on_paused)
        composer.meaning.edited.connect(self._on_paused)
        self._nothing.chosen.connect(self._on_first_step)
        bind_in_place(self, "F2", self.edits.edit_marked)
        for keys, slot in (
            ("Ctrl+Return", self.open_next),
            ("Ctrl+Enter", self.open_next),
            (ASK_SNAPSHOT, self._on_snapshot_asked),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _start(self) -> None:
        """Open today at what happens now, else the first day."""
        days, today = self._days(), self._now().date().isoformat()
        self._day = today if today in days else (days[0] if days else "")
        rows = rows_of(self._of_day(), self._book.notes, self._now())
        happening = next((row for row in rows if row.phase == "now"), None)
        first = happening or next((row for row in rows if row.phase == "coming"), rows[0] if rows else None)
        self._show_programme()
        self._show_activity(first.activity if first is not None else Activity())

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give the line that is being written with the snapshot that is due, and the coverage so far."""
        return (self.capture.snapshots, self.capture.composer, self.programme.foot)

    # --- what is shown ---------------------------------------------------------------------------

    def _activities(self) -> tuple[Activity, ...]:
        return self._session.live.alive("activity")

    def _days(self) -> tuple[str, ...]:
        return days_of(self._session.live.audit, self._activities())

    def _of_day(self) -> list[Activity]:
        return of_day(self._activities(), self._day)

    def _on_changed(self, touched: frozenset[tuple[str, str]], notes: frozenset[str]) -> None:
        kinds = {kind for kind, _id in touched}
        if notes and not kinds & {"activity", "audit", "member", "publication"} and not self.isVisible():
            self._is_stale = True
            return
        if kinds & {"activity", "audit", "member", "publication"} or notes:
            self._show_programme()
        if kinds & {"activity", "member", "publication"}:
            found = self._session.live.entities("activity").get(self._activity.id)
            self._show_activity(found if found is not None and not found.deleted else self._fallback())
        elif notes:
            self._show_lines()
            self._show_questions()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the notes that changed while another place was open."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._show_programme()
            self._show_lines()
            self._show_questions()

    def _fallback(self) -> Activity:
        ordered = self._of_day()
        return ordered[0] if ordered else Activity()

    def _show_programme(self) -> None:
        activities, book = self._activities(), self._book.notes
        days = self._days()
        if self._day not in days:
            self._day = days[0] if days else ""
        self.edits.day = self._day
        self.programme.show_days(days, self._day)
        rows = rows_of(self._of_day(), book, self._now())
        found = coverage_of(activities, book)
        self.programme.show_rows(rows, coverage_sentence(found, is_signed=self._session.is_read_only))
        self.programme.show_read_only(is_read_only=self._session.is_read_only)
        self.programme.list.choose(self._activity.id)

    def _show_activity(self, activity: Activity) -> None:
        is_other = activity.id != self._activity.id
        if is_other:
            self.capture.composer.submit()
            self._marked = ""
            self._kind = GAPS if activity.is_own_time else MATRIX_ROW if matrix_role(activity) else CRITERIA
        self._activity, self.edits.activity = activity, activity.id
        self._right.setCurrentWidget(self.capture if activity.id else self._nothing)
        self._take_keys()
        self.composer_shown.emit(bool(activity.id))
        if not activity.id:
            self._show_empty()
            self.questions.show_questions([], "")
            self._fit()
            return
        self.programme.list.choose(activity.id)
        me = self._session.live.me
        is_leading = activity.leads == me and activity.records not in {"", me}
        self.questions.show_large(is_large=is_leading)
        self.capture.show_leading(is_leading=is_leading)
        self.capture.composer.ask_for(_("What does the team decide?") if activity.is_own_time else "")
        self.capture.show_read_only(is_read_only=self._session.is_read_only)
        self.beside.activity = activity.id
        self._show_kinds()
        self._show_lines()
        self._show_questions()
        self._fit()

    def _take_keys(self) -> None:
        """Let the keys go where something can be done: the line, else the first step, else what was written."""
        written = self.capture.lines if self._session.is_read_only else self.capture.composer.editor.edit
        self._panes.write_in(written)
        self.setFocusProxy(written if self._activity.id else self._nothing)

    def _show_empty(self) -> None:
        if not self._days():
            title, step = _("When is the visit?"), _("Prepare the audit")
            self._nothing.show_step(title, _("The programme needs the days of the visit."), step)
        elif not self._activities():
            sentence = _("A model plan for these days is a good start: change, move or remove what does not fit.")
            self._nothing.show_step(_("The programme of the visit"), sentence, _("Lay out the model plan"))
        else:
            self._nothing.show_step(_("Nothing planned on this day"), _("Add what will happen."), _("Add an activity"))

    def _show_kinds(self) -> None:
        if self._activity.is_own_time:
            self.questions.show_kinds({GAPS: _("Still to settle")}, GAPS)
            return
        role = matrix_role(self._activity)
        names = {item.code: current().pick(item.title) for item in self._framework.matrix_roles}
        row = {MATRIX_ROW: _("Matrix row {role}").format(role=names[role])} if role in names else {}
        self.questions.show_kinds({**row, CRITERIA: _("Criteria")}, self._kind)

    def _show_lines(self) -> None:
        if self._activity.id:
            book, activity, draft = self._book.notes, self._activity, self._draft.note_id
            entries = book.of_activity(activity.id, without=draft)
            self.capture.show_activity(activity, entries, book.snapshots_of(activity.id, without=draft))

    def _show_questions(self) -> None:
        book, activity = self._book.notes, self._activity
        criteria = criteria_questions(self._framework, activity, book, self._marked)
        rows, nothing = criteria, ""
        if activity.is_own_time:
            rows, nothing = to_settle(book)
        if self._kind == MATRIX_ROW and matrix_role(activity):
            rows = matrix_questions(self._framework, matrix_role(activity), book, activity.id)
            rows += [heading(_("Also in this activity")), *criteria[:_MOST_ALSO]] if criteria else []
        belongs = "" if self._session.is_read_only else belongs_words(activity, self._marked)
        self.questions.show_questions(rows, belongs, nothing)
        self.questions.list.choose(self._marked)
        self._show_tie()
        self.capture.composer.show_quick(quick_tags(self._marked, book, activity.id, criteria))

    def _show_tie(self) -> None:
        """Say in the line what it is tied to, unless the questions beside it say so and it is short."""
        self.capture.composer.show_tie("" if self._panes.is_squeezed else tie_words(self._marked))

    # --- the capture -----------------------------------------------------------------------------

    def _fields(self, line: Line) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "seen": line.seen,
            "interpretation": line.interpretation,
            "moment": line.started.isoformat(timespec="milliseconds"),
            "is_afterwards": line.is_pasted or is_afterwards(self._activity, line.started),
        }
        fields["is_snapshot"] = self.capture.snapshots.is_open
        if fields["is_snapshot"]:
            fields["seen"] = snapshot_text(self.capture.next_snapshot, self.capture.snapshots.look(), line.seen)
        if self._activity.is_own_time:
            fields["sensitivity"] = Sensitivity.TEAM
        return fields

    def _on_snapshot(self) -> None:
        """Store what was noted, with the line in hand as what pupils do; without either there is no snapshot."""
        composer, bar = self.capture.composer, self.capture.snapshots
        line = composer.line()
        if bar.look().is_empty and not line.seen:
            return
        composer.take_back("")
        self._on_line(line)
        self.focus_composer()

    def _on_line(self, line: Line) -> None:
        fields = self._fields(line)
        self.capture.snapshots.fold()
        cell = cell_of(self._marked)
        if cell and f"#{cell}" not in line.seen:
            fields["seen"] = f"{line.seen} #{cell}"
        self._draft.finish(self._activity.id, fields)

    def _on_paused(self, _text: str) -> None:
        if self._activity.id and not self._session.is_read_only:
            self._draft.keep(self._activity.id, self._fields(self.capture.composer.line()))

    def _on_snapshot_asked(self) -> None:
        if self._activity.interval and not self._session.is_read_only:
            self.capture.snapshots.toggle()

    def _on_snapshot_folded(self, is_folded: bool) -> None:  # noqa: FBT001 - a signal has no names
        """Give a snapshot the room of the questions where the window is narrow."""
        if not is_folded and self._panes.is_narrow:
            self._panes.turn_to("capture")

    def _on_marked(self, target: str) -> None:
        self._marked = target
        self._show_questions()

    def _on_kind(self, kind: str) -> None:
        self._kind, self._marked = kind, ""
        self._show_questions()

    # --- the programme ---------------------------------------------------------------------------

    def _on_day(self, day: str) -> None:
        self._day = day
        self._show_programme()
        self._show_activity(self._fallback())

    def open_activity(self, key: str) -> None:
        """Show an activity with its questions and lines."""
        found = self._session.live.entities("activity").get(key)
        if found is None or found.deleted:
            return
        if found.day != self._day:
            self._day = found.day
            self._show_programme()
        self._show_activity(found)

    def show_item(self, key: str) -> None:
        """Show one activity."""
        self.open_activity(key)

    def show_entity(self, kind: str, entity: str) -> None:
        """Show an activity, or the coverage; other things are ignored."""
        if kind == "activity":
            self.open_activity(entity)
        elif kind == "coverage":
            self._on_coverage()

    def take_to(self, field: str) -> None:
        """Take the caret to the line of the open activity, or to a field of its form."""
        if field == "line":
            self.focus_composer()
        else:
            self.edits.edit_open(field)

    def _on_opened(self, _key: str) -> None:
        if self.programme.list.has_entered:
            self.focus_composer()

    def open_next(self) -> None:
        """End the activity and open the next one that is not skipped."""
        self.capture.composer.submit()
        self._step(1)
        self.focus_composer()

    def _step(self, step: int) -> None:
        ordered = [item for item in self._of_day() if not item.is_skipped or item.id == self._activity.id]
        place = next((place for place, item in enumerate(ordered) if item.id == self._activity.id), -1) + step
        if 0 <= place < len(ordered):
            self._show_activity(ordered[place])
        else:
            self._step_day(1 if step > 0 else -1)

    def _step_day(self, step: int) -> None:
        """Go on to the next day's first activity, or back to the last of the day before."""
        days = self._days()
        place = days.index(self._day) + step if self._day in days else -1
        if 0 <= place < len(days):
            others = [item for item in of_day(self._activities(), days[place]) if not item.is_skipped]
            if others:
                self.open_activity(others[0 if step > 0 else -1].id)

    def _on_coverage(self) -> None:
        activities = self._activities()
        found = coverage_of(activities, self._book.notes)
        planned, is_signed = planned_rows(found, activities), self._session.is_read_only
        sheet = show_coverage(self._look, self, found, planned, is_signed=is_signed)
        sheet.chosen.connect(self.open_activity)

    def _on_first_step(self) -> None:
        if not self._days():
            self._session.lead_to("prepare")
        elif not self._activities():
            self.edits.lay_out()
        else:
            self.edits.add()

    def _on_planned(self) -> None:
        self._start()
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the frame -------------------------------------------------------------------------------

    def focus_composer(self) -> bool:
        """Be ready to type; False when no activity is open."""
        if not self._activity.id or self._session.is_read_only:
            return False
        self._panes.turn_to("capture")
        self.capture.composer.take_focus()
        return True

    @property
    def has_composer(self) -> bool:
        """Whether a composer stands here now."""
        return bool(self._activity.id) and not self._session.is_read_only

    def enter_from_paper(self) -> None:
        """Ask for the lines of a capture sheet."""
        self.edits.enter_from_paper()

    def with_beside(self, act: Callable[[Beside], object]) -> None:
        """Add something beside the line in hand."""
        self.beside.with_line(act)

    def flush(self) -> None:
        """Put on the disk what was typed; the line stays in hand."""
        self.capture.composer.flush()

    def finish(self) -> None:
        """Make the line in hand a note."""
        self.capture.composer.submit()

    def _fit(self) -> None:
        panes = self._panes
        panes.fit(room_of(self, self._look), is_open=bool(self._activity.id))
        self.capture.show_walk(is_shown=not panes.is_wide and not panes.is_squeezed)
        self.capture.show_drawers(has_programme=not panes.is_wide, has_questions=panes.is_narrow)
        self.capture.show_tools(are_shown=not panes.is_squeezed, is_read_only=self._session.is_read_only)
        self.capture.show_compact(is_low=is_low(self))
        self._show_tie()

    def minimumSizeHint(self) -> QSize:
        """Never keep the window from getting narrow: panes fold once it is."""
        return NARROWEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the programme, then the questions; composer and clock always stay."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a letter or digit typed in a list into the line: who writes without looking loses nothing."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        is_word = event.text().isalnum() and not held and isinstance(QApplication.focusWidget(), RowList)
        if is_word and self.focus_composer():
            QCoreApplication.sendEvent(self.capture.composer.editor.edit, event)
        else:
            super().keyPressEvent(event)

    def next_pane(self) -> None:
        """Go to the next pane; one that is folded away opens, and closes again when it is left."""
        self._panes.next()
