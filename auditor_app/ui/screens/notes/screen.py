"""Notes: filters, the stream, and one note in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.i18n import N_, _
from auditor_app.services.desk import Written
from auditor_app.services.visit.evidence import Version
from auditor_app.services.visit.suggest import AnyLanguage
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.note_choice import WORDS, NoteChoice
from auditor_app.ui.models.notebook import MATRIX, Entry
from auditor_app.ui.models.stream import grouped, note_row
from auditor_app.ui.screens.beside.photo_sheet import KEYS as PHOTO_KEYS
from auditor_app.ui.screens.notes.beside import PHOTO_FIELDS, NoteBeside
from auditor_app.ui.screens.notes.editor import NoteEditor
from auditor_app.ui.screens.notes.filters import FiltersPane
from auditor_app.ui.screens.notes.history import show_history
from auditor_app.ui.screens.notes.panes import NotesPanes
from auditor_app.ui.screens.notes.placing import PlacingSheet
from auditor_app.ui.screens.notes.stream import StreamPane
from auditor_app.ui.screens.notes.suggestions import MOST as MOST_SUGGESTIONS
from auditor_app.ui.screens.parts.room import NARROWEST
from auditor_app.ui.screens.parts.underway import Underway
from auditor_app.ui.session import may_retry
from auditor_app.ui.shortcuts import Key, bind_in_place
from auditor_app.ui.thumbnails import thumbnails_of
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import set_floor

if TYPE_CHECKING:
    from auditor_app.ui.screens.beside.attaching import Beside
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class NotesScreen(QWidget):
    """The place where notes are found again, worked out and tied to criteria."""

    KEYS = (
        Key("edit", "Return", N_("Edit the note")),
        Key("list", "Esc", N_("Back to the list")),
        Key("tag", "#", N_("Tie to a criterion or matrix cell")),
        Key("suggest", "Alt+1", N_("Tie the first likely criterion (Alt+Shift+1: it contradicts), up to 4")),
        Key("next", "Ctrl+Return", N_("Next note to code")),
        Key("role", "Ctrl+R", N_("Write a role instead of a person")),
        Key("words", "Ctrl+F", N_("Find words")),
        Key("bin", "Del", N_("To the bin")),
        Key("photos", "Space", N_("Open the photos of the note large")),
        Key("paste", "Ctrl+V", N_("Paste a photo or file beside the note")),
        Key("erase", "Shift+Del", N_("On a photo or file: erase it for good")),
        *PHOTO_KEYS,
    )

    def __init__(self, session: AuditSession, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self._book = book_of(session)
        self._choice = NoteChoice()
        self._group = ""
        self._left_out = ""
        """The note in hand, when the filters were chosen and it did not fit them."""
        self._underway = Underway()
        self._suggestions: AnyLanguage | None = None
        self._is_stale = False
        self._changed: frozenset[str] = frozenset()
        """The notes whose rows are to be shown anew."""
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show_changed)
        self._framework = session.live.framework
        self._compose()
        self._connect()
        self._refresh()
        self.setFocusProxy(self.stream.list)
        made = partial(AnyLanguage, self._framework, session.live.audit.language)
        session.read(made, self._on_suggestions)

    def _compose(self) -> None:
        self.filters = FiltersPane(self._look, self._framework)
        self._thumbnails = thumbnails_of(self._session)
        self.stream = StreamPane(self._look, self._framework, self._thumbnails)
        self._filter_button = Button(self._look, _("Filters"), icon="list-filter", size="small")
        self.stream.add_tool(self._filter_button)
        self._nothing = EmptyState(self._look)
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        set_floor(self._right, "surface")
        self._panes = NotesPanes(self._look, self, self.filters, self.stream, self._right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        whole.addWidget(self._panes)

    def _connect(self) -> None:
        self._book.changed.connect(self._on_changed)
        self.filters.chosen.connect(self._on_filter)
        self.filters.list.left.connect(self._panes.leave_filters)
        self.filters.search.searched.connect(self._on_words)
        self.filters.search.left_down.connect(self.stream.list.enter)
        self._filter_button.clicked.connect(self._panes.unfold_filters)
        stream = self.stream
        stream.filter_removed.connect(self._on_filter_removed)
        stream.list.chosen.connect(self._on_chosen)
        stream.list.opened.connect(self._on_opened)
        stream.list.left.connect(self._on_stream_left)
        stream.list.delete_asked.connect(self._on_bin)
        stream.empty.chosen.connect(self._on_empty)
        bind_in_place(self, "Ctrl+F", self._on_find)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._bind(QKeySequence(keys), self.show_next_to_code)
        for place in range(1, MOST_SUGGESTIONS + 1):
            self._bind(QKeySequence(f"Alt+{place}"), partial(self._pick, place, "+"))
            self._bind(QKeySequence(f"Alt+Shift+{place}"), partial(self._pick, place, "-"))
        self.beside = NoteBeside(self._session, self._look, self)
        self.beside.serve(stream)

    @cached_property
    def editor(self) -> NoteEditor:
        """One note in full; made when the first one is opened, so that the place itself opens sooner."""
        editor = NoteEditor(self._look, self._book.notes, self._thumbnails)
        editor.edited.connect(self._on_edited)
        editor.linked.connect(self._on_linked)
        editor.binned.connect(self._on_bin)
        editor.restored.connect(self._on_restored)
        editor.history_asked.connect(self._on_history)
        editor.placing_asked.connect(self._on_placing)
        editor.left.connect(self._on_editor_left)
        editor.suggestions.uncounted.connect(self._on_uncounted)
        self._right.addWidget(editor)
        self.beside.serve_editor(editor)
        editor.show_read_only(is_read_only=self._session.is_read_only)
        editor.show_back(is_shown=self._panes.is_narrow)
        if self._suggestions is not None:
            editor.use_suggestions(self._suggestions)
        return editor

    @property
    def _has_editor(self) -> bool:
        return "editor" in self.__dict__

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give who wrote the note in hand when."""
        return (self.editor.foot,) if self._has_editor else ()

    @property
    def margin(self) -> QWidget:
        """Give the filters: the last of them leads to what was just put in the bin."""
        return self.filters

    @property
    def _in_hand(self) -> str:
        """The note that is in the editor, or ""."""
        return self.editor.note_id if self._has_editor else ""

    def _on_suggestions(self, suggestions: AnyLanguage) -> None:
        self._suggestions = suggestions
        if self._has_editor:
            self.editor.use_suggestions(suggestions)

    def _on_uncounted(self, language: str) -> None:
        """Count the words of another language while writing goes on."""
        if self._suggestions is not None:
            self._session.read(partial(self._suggestions.count, language), self._on_suggestions, latest="notes.count")

    def _pick(self, place: int, direction: str) -> None:
        if self._has_editor:
            self.editor.suggestions.pick(place, direction)

    def _bind(self, keys: QKeySequence, slot: Callable[[], object]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    # --- what is shown ---------------------------------------------------------------------------

    def _on_changed(self, touched: frozenset[tuple[str, str]], notes: frozenset[str]) -> None:
        others = {kind for kind, _id in touched} & {"activity", "member", "publication"}
        if not self.isVisible():
            self._is_stale = self._is_stale or bool(notes or others)
        elif others or self._book.notes.moved:
            self._refresh()
        if not self._is_stale:
            self._changed |= self.stream.model.laid_out() & notes
            self._soon.start()
        if self._in_hand in notes or others:
            self._show_open(self._in_hand)

    def _show_changed(self) -> None:
        """Show rows anew, in a turn of their own: somebody may be typing in the editor."""
        changed, self._changed = self._changed, frozenset()
        for note_id in self.stream.model.laid_out() & changed:
            self.stream.model.replace(note_row(self._book.notes, note_id, self._choice.words))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another place was open."""
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        self._is_stale = False
        book, choice = self._book.notes, self._choice
        # The note in hand stays in the list, also when what was just done takes it out of the filter.
        is_open = self._in_hand in book.entries and self._right.currentWidget() is self.editor
        in_hand = self._in_hand if is_open and self._in_hand != self._left_out else ""
        entries = book.matching(choice.facets, choice.found, in_hand)
        shown = len(entries) - (bool(in_hand) and not choice.lists(book, in_hand))
        rows = grouped(entries, book, choice.words, is_many_days="moment" not in choice.active)
        self.filters.show_choice(book, choice)
        self.stream.show_rows(rows, shown, book.counts["kept"])
        self.stream.show_filters(choice.chips(book, self._framework))
        self.stream.say_why_empty(is_any=bool(book.counts["kept"]), is_signed=self._session.is_read_only)
        self._nothing.show_step(
            _("No note chosen"), _("Choose a note to work it out: what was seen, apart from what it may mean.")
        )
        if self._has_editor:
            self.editor.show_read_only(is_read_only=self._session.is_read_only)

    def _choose(self, choice: NoteChoice) -> None:
        """Show what was chosen now; a note in hand that is not among it is in the editor only."""
        self._choice = choice
        in_hand, book = self._in_hand, self._book.notes
        self._left_out = "" if in_hand in book.entries and choice.lists(book, in_hand) else in_hand
        self._refresh()

    def _choose_only(self, facet: str) -> None:
        """Look for no words any more, whatever stands in their field."""
        self.filters.forget_words()
        self._choose(NoteChoice.of(facet))

    def show_item(self, note_id: str) -> None:
        """Show one note and put the focus in the list."""
        if note_id not in self._book.notes.entries:
            return
        if not self._choice.holds(self._book.notes, note_id):
            is_binned = self._book.notes.entries[note_id].note.deleted
            self.filters.forget_words()
            self._choice = NoteChoice.of("binned" if is_binned else "kept")
            self._refresh()
        self._open(note_id)
        self.stream.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_in_full(self, note_id: str) -> None:
        """Show a note with what is beside it, which stands in the editor."""
        self.show_item(note_id)
        self._panes.turn_to_note()

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a note, or the notes of a criterion or activity."""
        if kind == "note":
            self.show_item(entity)
        elif kind == "attachment":
            self.beside.show(entity, self._show_in_full)
        elif kind == "criterion":
            self.show_filter(f"link:{entity}")

    def take_to(self, field: str) -> None:
        """Take the caret to a field of the note in hand, or of the photo that is chosen beside it."""
        if field in PHOTO_FIELDS:
            self.beside.take_to(field)
        elif not self._in_hand or self._session.is_read_only:
            return
        elif field == "source":
            self._on_placing(self._in_hand)
        else:
            self._panes.turn_to_note()
            self.editor.take_to(field)

    def show_filter(self, facet: str) -> None:
        """Show only the notes with one facet, such as `uncoded` or `link:E2.1`."""
        self._choose_only(facet)

    def show_next_to_code(self) -> None:
        """Open the next note that is not coded, in the order of the stream; after the last comes the first."""
        self.flush()
        following = self._book.notes.next_with(frozenset({"uncoded"}), self._in_hand)
        if following in {"", self._in_hand}:
            self._session.tell(_("Every note is coded") if not following else _("This is the last note to code"))
            return
        self.show_item(following)
        if self._panes.is_narrow:
            # Likely criteria stand below the note, and their keys count where they can be seen.
            self._panes.turn_to_note()
            self.editor.take_focus()

    def _open(self, note_id: str) -> None:
        if note_id != self._in_hand:
            self.flush()
        entry = self._entry(note_id)
        if entry is None:
            return
        if note_id != self._in_hand:
            self._group = self._session.new_group()
        self.editor.show_note(entry)
        self._right.setCurrentWidget(self.editor)
        self.stream.list.choose(note_id)
        self._read_edits(note_id)

    def _read_edits(self, note_id: str) -> None:
        """Look up when the note was edited."""
        work = partial(self._session.evidence.history, note_id)
        self._session.read(work, partial(self._on_edits_read, note_id), latest="notes.edits")

    def _on_edits_read(self, note_id: str, versions: tuple[Version, ...]) -> None:
        moments = dict.fromkeys(version.moment[:16] for version in versions if version.before != "")
        self.editor.show_edits(note_id, tuple(moments))

    # --- what a person does ----------------------------------------------------------------------

    def _on_filter(self, facet: str) -> None:
        self._choose(self._choice.toggled(facet))

    def _on_filter_removed(self, group: str) -> None:
        if group == WORDS:
            self.filters.forget_words()
        self._choose(self._choice.without(group))

    def _on_words(self, words: str) -> None:
        words = words.strip()
        if not words:
            self._choose(self._choice.without(WORDS))
            return
        work = partial(self._session.evidence.notes_with, words, self._session.audit_id)
        self._session.read(work, partial(self._on_found, words), latest="notes.words")

    def _on_found(self, words: str, found: frozenset[str]) -> None:
        if words == self.filters.search.text().strip():
            self._choose(self._choice.with_words(words, found | self._tied_to(words)))
            if self.stream.list.hasFocus():
                self.stream.list.enter()  # Enter came before what was found

    def _tied_to(self, code: str) -> frozenset[str]:
        """Give the notes that are tied to a criterion, a standard or a cell whose code was looked for."""
        code, book = code.removeprefix("#").upper(), self._book.notes
        tied = [book.about(code), book.about(f"{MATRIX}{code}")]
        tied += [book.matching(frozenset({facet})) for facet in (f"standard:{code}",) if book.counts[facet]]
        return frozenset(key for entries in tied for key in entries.keys)

    def _on_chosen(self, note_id: str) -> None:
        self._open(note_id)

    def _on_opened(self, note_id: str) -> None:
        self._open(note_id)
        self._panes.turn_to_note()
        if self.stream.list.has_entered:
            self.editor.take_focus()

    def _on_stream_left(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_editor_left(self) -> None:
        self._panes.turn_to_list()
        self.stream.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_find(self) -> None:
        if not self._panes.is_wide:
            self.filters.show()
        self.filters.begin_words()

    def _on_empty(self) -> None:
        if self._book.notes.counts["kept"]:
            self._choose_only("kept")
        elif self._session.is_read_only:
            self._session.lead_to("prepare", "kept")
        else:
            self._session.lead_to("day")

    def _on_edited(self, note_id: str, fields: dict[str, Any]) -> None:
        evidence = self._session.evidence
        self._write(note_id, partial(evidence.edit_note, note_id, self._group, **fields), fields)

    def _on_linked(self, note_id: str, target: str, direction: str) -> None:
        evidence = self._session.evidence
        work = (
            partial(evidence.link, note_id, target, direction)
            if direction
            else partial(evidence.unlink, note_id, target)
        )
        self._write(note_id, work, {})

    def _write(self, note_id: str, work: Callable[[], Written], fields: Mapping[str, Any]) -> None:
        if self._session.is_read_only:
            return
        self._underway.begin(note_id, {name: value for name, value in fields.items() if name != "take_tags"})
        self._session.write(work, partial(self._on_written, note_id), partial(self._on_failed, note_id))

    def _on_written(self, note_id: str, _written: Written) -> None:
        """Show what is stored where that differs from what was typed; the change itself has shown the rest."""
        self._underway.end(note_id)
        if self._entry(note_id) != self.editor.entry:
            self._show_open(note_id)
        self._read_edits(note_id)

    def _on_failed(self, note_id: str, error: Exception) -> None:
        """Keep what was typed in sight while the session tries again; a refusal shows what is stored."""
        if not may_retry(error):
            self._underway.end(note_id)

    def _show_open(self, note_id: str) -> None:
        if note_id and note_id == self._in_hand:
            entry = self._entry(note_id)
            if entry is not None:
                self.editor.show_note(entry)

    def _entry(self, note_id: str) -> Entry | None:
        """Give a note as it will be once everything that is under way is on the disk."""
        entry = self._book.notes.entries.get(note_id)
        newer = self._underway.fields(note_id)
        return replace(entry, note=replace(entry.note, **newer)) if entry is not None and newer else entry

    def _on_bin(self, note_id: str) -> None:
        if self._session.is_read_only:
            return
        if self._book.notes.entries[note_id].note.deleted:
            self._session.tell(_("This note is in the bin already"))
            return
        self.flush()
        self.stream.list.step(1)
        if self.stream.list.current_key() in {note_id, ""}:
            self.stream.list.step(-1)
        if self._in_hand == note_id:
            self.editor.clear()
            self._right.setCurrentWidget(self._nothing)
        self._session.write(partial(self._session.evidence.bin_note, note_id))
        self._session.tell(_("Note put in the bin"), can_undo=True)

    def _on_restored(self, note_id: str) -> None:
        self._session.write(partial(self._session.evidence.restore_note, note_id), partial(self._show_again, note_id))

    def _show_again(self, note_id: str, _written: Written) -> None:
        self.show_item(note_id)

    def _on_history(self, note_id: str) -> None:
        self.editor.flush()
        self._session.read(partial(self._session.evidence.history, note_id), self._on_history_read)

    def _on_placing(self, note_id: str) -> None:
        if self._session.is_read_only:
            return
        activities = sorted(self._session.live.alive("activity"), key=lambda item: (item.day, item.start, item.id))
        note = self._book.notes.entries[note_id].note
        sheet = PlacingSheet(self._look, note, activities, self._framework, self)
        sheet.accepted.connect(partial(self._on_placed, note_id, sheet))
        sheet.open()

    def _on_placed(self, note_id: str, sheet: PlacingSheet) -> None:
        work = partial(self._session.evidence.place_note, note_id, *sheet.chosen)
        self._session.write(work, partial(self._show_again, note_id))
        self._session.tell(_("The note stands there now"), can_undo=True)

    def _on_history_read(self, versions: tuple[Version, ...]) -> None:
        show_history(self._look, self, versions, self._session.live)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`#` on a note in the list ties it too, and goes on in the list; Escape leaves the empty field of words."""
        if event.text() == "#" and self.stream.list.hasFocus() and self._in_hand and self.editor.links.isEnabled():
            self._panes.turn_to_note()
            self.editor.links.add(None if self._panes.is_narrow else self.stream.list)
        elif event.key() == Qt.Key.Key_Escape and self.filters.search.hasFocus():
            self._panes.leave_filters()
        else:
            super().keyPressEvent(event)

    # --- room ------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Never keep the window from getting narrow: panes fold once it is."""
        return NARROWEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the filters, then show list and editor in turn."""
        super().resizeEvent(event)
        self._filter_button.setVisible(not self._panes.is_wide)
        if self._has_editor:
            self.editor.show_back(is_shown=self._panes.is_narrow)
        self._panes.fit()

    def next_pane(self) -> None:
        """Go to the next pane: filters, stream, editor."""
        self._panes.go_on(self.editor.seen.edit if self._has_editor else None)

    def with_beside(self, act: Callable[[Beside], object]) -> None:
        """Add something beside the note that is shown; without one it gets a note of its own."""
        self.flush()
        act(self.beside.beside())

    def flush(self) -> None:
        """Write at once what was typed."""
        if self._has_editor:
            self.editor.flush()
