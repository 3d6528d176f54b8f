"""One note in full: what was seen apart from what it may mean, what it is tied to, how it came about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.model import Note, Sensitivity
from auditor_app.i18n import _, current
from auditor_app.services.visit.suggest import AnyLanguage
from auditor_app.ui.delegates.rows import SCROLL_BAR
from auditor_app.ui.models.notebook import Entry, Notebook
from auditor_app.ui.models.stream import other_day
from auditor_app.ui.models.tags import Choice, source_title, year_words
from auditor_app.ui.screens.beside.strip import BesideStrip
from auditor_app.ui.screens.notes.foot import NoteFoot
from auditor_app.ui.screens.notes.links import NoteLinks
from auditor_app.ui.screens.notes.suggestions import NoteSuggestions
from auditor_app.ui.screens.parts.person_hint import PersonHint
from auditor_app.ui.screens.parts.tag_popup import TagCompleter, TagHighlighter
from auditor_app.ui.sources import Intake
from auditor_app.ui.thumbnails import Thumbnails
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.buttons import IconButton, LinkButton
from auditor_app.ui.widgets.chips import SourceChip
from auditor_app.ui.widgets.editor import LONGEST_PASTE, PlainEditor
from auditor_app.ui.widgets.inputs import CheckBox, LineEdit
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_SIDE: Final = 24
_LABELS: Final = 84
_TEXTS: Final = {"seen", "interpretation"}
_MOST_SHOWN: Final = LONGEST_PASTE
"""Of a longer text, which hardly anything but a file can bring, no more is set: the window would stand still."""


class NoteEditor(QWidget):
    """Shows one note and tells each edit with the note's id; never writes, never overwrites what is being typed."""

    edited = Signal(str, object)
    """Note id and the fields that got another value."""
    linked = Signal(str, str, str)
    """Note id, target, direction; direction "" takes the link away."""
    binned = Signal(str)
    restored = Signal(str)
    history_asked = Signal(str)
    placing_asked = Signal(str)
    left = Signal()
    """Escape was pressed."""

    def __init__(self, look: Look, book: Notebook, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._book = look, book
        self._entry: Entry | None = None
        self._is_typed = self._is_read_only = False
        self._most: int | None = None
        """So many characters are shown of texts that are too long to be set."""
        self.seen = PlainEditor(look, "", "fact", (3, 14))
        self.meaning = PlainEditor(look, "", "interpretation", (2, 8))
        self.quote, self.afterwards, self.team, self.excluded = (CheckBox(look) for _place in range(4))
        self.reason = LineEdit(look)
        self.links = NoteLinks(look, book.live.framework)
        self.suggestions = NoteSuggestions(look, book.live.framework)
        self._wants_suggestions = False
        self._edits: tuple[str, ...] = ()
        """The minutes in which the note was edited."""
        self.strip = BesideStrip(look, thumbnails)
        self.intake = Intake(self, self.seen.edit, self.meaning.edit)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._rank)
        self._labels()
        self._compose()
        self._connect()
        self.retranslate()

    def _labels(self) -> None:
        look = self._look
        self._back = IconButton(look, "chevron-left")
        self._back.hide()
        self._time = TextLabel(look, "", "bodyStrong", mode="line", tabular=True)
        self._where = TextLabel(look, "", "body", "text.secondary", "elide")
        self._history = IconButton(look, "history")
        self._bin = IconButton(look, "trash-2")
        self._seen_label = TextLabel(look, "", "bodyStrong", mode="line")
        self._meaning_label = TextLabel(look, "", "bodyStrong", mode="line")
        self._meaning_words = TextLabel(look, "", "small", "text.muted", "elide")
        self._hint, self._meaning_hint = PersonHint(look, self, self.seen), PersonHint(look, self, self.meaning)
        self._too_long = TextLabel(look, "", "small", "attention.text")
        self._too_long.hide()
        self._source_label = TextLabel(look, "", "small", "text.muted", "line")
        self._source_chip = SourceChip(look)
        self._source = TextLabel(look, "", "body", "text.secondary", "elide")
        self._placing = LinkButton(look)
        self._place_label = TextLabel(look, "", "small", "text.muted", "line")
        self._place = TextLabel(look, "", "body", "text.secondary", "elide")
        self.foot = NoteFoot(look, _SIDE)
        self._binned = MessageBar(look)
        self._binned.hide()

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(Hairline(self._look))
        column.addWidget(self._binned)
        area = Scrolled(self._body(), floor="surface")
        column.addWidget(area, 1)
        column.addWidget(Hairline(self._look))
        column.addWidget(self.foot)
        set_floor(self, "surface")

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(self._look.px(SIZE["paneHeader"]) - 1)
        row = QHBoxLayout(head)
        row.setContentsMargins(_SIDE, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addWidget(self._time)
        row.addWidget(self._where, 1)
        row.addWidget(self._history)
        row.addWidget(self._bin)
        return head

    def _body(self) -> QWidget:
        body = QWidget()
        set_floor(body, "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(_SIDE, 14, _SIDE, 14)
        column.setSpacing(0)
        column.addLayout(_line(self._seen_label, None, self.quote))
        column.addSpacing(4)
        column.addWidget(self.seen)
        column.addWidget(self._too_long)
        column.addWidget(self._hint)
        column.addSpacing(16)
        column.addLayout(_line(self._meaning_label, self._meaning_words))
        column.addSpacing(6)
        column.addWidget(self.meaning)
        column.addWidget(self._meaning_hint)
        column.addSpacing(16)
        column.addWidget(self.links)
        column.addWidget(self.suggestions)
        column.addSpacing(12)
        column.addWidget(self.strip)
        column.addSpacing(8)
        source = self._fact(self._source_label, self._source_chip, self._source)
        source.addWidget(self._placing)
        column.addLayout(source)
        column.addLayout(self._fact(self._place_label, None, self._place))
        column.addSpacing(8)
        flags = QHBoxLayout()
        flags.setSpacing(20)
        self._flags = flags
        for box in (self.afterwards, self.team, self.excluded):
            flags.addWidget(box)
        flags.addStretch(1)
        column.addLayout(flags)
        column.addSpacing(6)
        column.addWidget(self.reason)
        column.addStretch(1)
        return body

    def _fact(self, label: TextLabel, chip: QWidget | None, value: TextLabel) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        label.setMinimumWidth(self._look.px(_LABELS - 8))
        row.addWidget(label)
        if chip is not None:
            row.addWidget(chip)
        row.addWidget(value, 1)
        return row

    def _connect(self) -> None:
        framework = self._book.live.framework
        TagHighlighter(self._look, self.seen.edit.document(), framework)
        self._completer = TagCompleter(self._look, self.seen.edit, framework)
        self._completer.takes_out = True
        self._completer.picked.connect(self._on_tagged)
        self.seen.edited.connect(self._on_seen)
        self.seen.edit.left.connect(self._on_left)
        self.meaning.edited.connect(partial(self._tell, "interpretation"))
        for editor in (self.seen, self.meaning):
            editor.typed.connect(self._on_typed)
        self.reason.edited.connect(partial(self._tell, "exclusion_reason"))
        self.quote.clicked.connect(self._on_quote)
        self.afterwards.clicked.connect(self._on_afterwards)
        self.excluded.clicked.connect(self._on_excluded)
        self.team.clicked.connect(self._on_team)
        self.links.linked.connect(self._on_linked)
        self.suggestions.picked.connect(self._on_linked)
        self._history.clicked.connect(self._on_history)
        self.foot.asked.connect(self._on_history)
        self._back.clicked.connect(self._on_escaped)
        self._placing.clicked.connect(self._on_placing)
        self._bin.clicked.connect(self._on_bin)
        self._binned.acted.connect(self._on_bin)
        for editor in (self.seen, self.meaning):
            editor.escaped.connect(self._on_escaped)
        self.strip.tiles.left.connect(self._on_escaped)

    @property
    def entry(self) -> Entry | None:
        """Give the note that is shown."""
        return self._entry

    @property
    def note_id(self) -> str:
        """Give the id of the note that is shown, or ""."""
        return self._entry.note.id if self._entry else ""

    def show_note(self, entry: Entry) -> None:
        """Show a note. What was typed in the one before is told first, still under its own id."""
        is_other = entry.note.id != self.note_id
        if is_other:
            self.flush()
            self.strip.fold()
        is_moved = self._entry is None or self._entry.note.deleted != entry.note.deleted
        self._entry = entry
        if is_other:
            longest = max(len(entry.note.seen), len(entry.note.interpretation))
            self._most = _MOST_SHOWN if longest > _MOST_SHOWN else None
            self._edits = ()
        if is_other or is_moved:
            self._allow_writing()
        if is_other or not self._is_typed:
            _show_text(self.seen, entry.note.seen[: self._most])
            _show_text(self.meaning, entry.note.interpretation[: self._most])
            self.reason.show_text(entry.note.exclusion_reason)
            self._is_typed = False
            self._hint.look()
            self._meaning_hint.look()
        self._show_facts(entry.note)
        self.links.show_links(entry.links)
        self.strip.show_items(entry.beside, self._book.beside(entry.note.id, is_binned=True))
        if is_other:
            self._wants_suggestions = not entry.is_coded
        self._show_suggestions()

    @property
    def _is_closed(self) -> bool:
        """Whether the note can only be read: the audit is signed, or the note lies in the bin."""
        return self._is_read_only or (self._entry is not None and self._entry.note.deleted)

    def _allow_writing(self) -> None:
        """Let the note be written, unless it is closed; of texts that are not shown whole nothing can be changed."""
        is_cut, is_closed = self._most is not None, self._is_closed
        for editor in (self.seen, self.meaning):
            editor.set_read_only(is_read_only=is_closed or is_cut)
        words = _("This note is very long. Its first {most} characters are shown; they cannot be edited here.")
        self._too_long.show_text(words.format(most=_MOST_SHOWN) if is_cut else "")
        self._too_long.setVisible(is_cut)
        for box in (self.quote, self.afterwards, self.team, self.excluded):
            box.setEnabled(not is_closed)
        self.reason.setReadOnly(is_closed)
        self.links.setEnabled(not is_closed)
        self.strip.show_read_only(is_read_only=is_closed)
        self.intake.is_open = not is_closed
        self._placing.setVisible(not is_closed)
        self._bin.setVisible(not self._is_read_only)

    def _show_suggestions(self) -> None:
        """Propose criteria for a note that was not coded when it was opened, until another one is."""
        if self._entry is not None:
            note, tied = self._entry.note, {link.target for link in self._entry.links}
            is_wanted = self._wants_suggestions and self.links.isEnabled() and not note.deleted
            self.suggestions.show_for(self.seen.text(), note.source, tied, is_wanted=is_wanted)

    def use_suggestions(self, suggestions: AnyLanguage) -> None:
        """Rank likely criteria with `suggestions` from now on."""
        self.suggestions.use(suggestions)
        self._show_suggestions()

    def clear(self) -> None:
        """Let go of the note; what was typed is told first."""
        self.flush()
        self._entry = None

    def flush(self) -> None:
        """Tell at once what was typed."""
        for editor in (self.seen, self.meaning):
            editor.flush()
        self.reason.flush()
        self._is_typed = False

    def show_back(self, *, is_shown: bool) -> None:
        """Offer the way back where list and editor stand in turn."""
        self._back.setVisible(is_shown)

    def show_read_only(self, *, is_read_only: bool) -> None:
        """Let the note be read but not changed."""
        self._is_read_only = is_read_only
        self._allow_writing()

    def take_focus(self) -> None:
        """Be ready to write, or to take the note out of the bin."""
        if self._entry is not None and self._entry.note.deleted and self._binned.take_focus():
            return
        self.seen.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_to(self, field: str) -> None:
        """Take the caret to a field, named as in `core.checks.MENDED_IN`; to what was seen where there is none such."""
        fields: dict[str, QWidget] = {"afterwards": self.afterwards, "exclusion": self.reason}
        found = fields.get(field)
        if field == "links":
            self.links.take_to_unknown()
        elif found is not None and found.isVisibleTo(self):
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.take_focus()

    def _show_facts(self, note: Note) -> None:
        activity = self._book.activity(note.activity)
        framework = self._book.live.framework
        written = other_day(note.moment, activity.day if activity else "")
        self._time.show_text(" ".join(filter(None, (written, note.moment[11:16]))))
        title = activity.title if activity else current().moment(note.moment, "EEEE d MMMM")
        self._where.show_text(f"·  {title}" if title else "")
        self.quote.setChecked(note.is_quote)
        self.afterwards.setChecked(note.is_afterwards)
        self.team.setChecked(note.sensitivity is Sensitivity.TEAM)
        self.excluded.setChecked(note.is_excluded)
        self.reason.setVisible(note.is_excluded)
        present = _("{n} present").format(n=activity.present) if activity and activity.present else ""
        self._source_chip.show_text(note.source)
        self._source_chip.setVisible(bool(note.source))
        self._source.show_text(", ".join(filter(None, (source_title(framework, note.source), present))) or "–")
        self._place.show_text(" · ".join(filter(None, (note.room, note.subject, year_words(note.year_group)))) or "–")
        self._show_bin(is_binned=note.deleted)
        self._show_foot(note)

    def _show_bin(self, *, is_binned: bool) -> None:
        self._bin.show_icon("archive-restore" if is_binned else "trash-2")
        self._bin.show_name(_("Take out of the bin") if is_binned else _("To the bin"), "" if is_binned else "Del")
        if is_binned and self._binned.isHidden():
            said = _("In the bin: this note counts nowhere and is not in the report.")
            way_back = () if self._is_read_only else (("restore", _("Take out of the bin")),)
            self._binned.show_message(Message(said, actions=way_back))
        self._binned.setVisible(is_binned)

    def show_edits(self, note_id: str, moments: tuple[str, ...]) -> None:
        """Say in the foot when the note was edited."""
        if note_id == self.note_id and self._entry is not None:
            self._edits = moments
            self._show_foot(self._entry.note)

    def _show_foot(self, note: Note) -> None:
        self.foot.show_facts(note, self._entry.initials if self._entry else "", self._edits)

    def _on_seen(self, text: str) -> None:
        self._tell("seen", text)
        self._soon.start()  # what was typed goes to the disk first

    def _rank(self) -> None:
        self.suggestions.look_at(self.seen.text())

    def _on_left(self) -> None:
        is_written = not self.seen.edit.isReadOnly() and not self._completer.is_open
        if self._entry is not None and "#" in self.seen.text() and is_written:
            self.edited.emit(self.note_id, {"seen": self.seen.text(), "take_tags": True})

    def _on_typed(self) -> None:
        self._is_typed = True

    def _tell(self, field: str, value: object) -> None:
        self._is_typed = self._is_typed and field not in _TEXTS
        if self._entry is not None:
            self.edited.emit(self.note_id, {field: value})

    def _on_quote(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._tell("is_quote", is_on)

    def _on_afterwards(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._tell("is_afterwards", is_on)

    def _on_excluded(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.reason.setVisible(is_on)
        self._tell("is_excluded", is_on)
        if is_on:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_team(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._tell("sensitivity", Sensitivity.TEAM if is_on else Sensitivity.NORMAL)

    def _on_tagged(self, choice: Choice) -> None:
        self.seen.flush()
        self._on_linked(choice.target, choice.direction or "o")

    def _on_linked(self, target: str, direction: str) -> None:
        if self._entry is not None:
            self.linked.emit(self.note_id, target, direction)

    def _on_history(self) -> None:
        if self._entry is not None:
            self.history_asked.emit(self.note_id)

    def _on_placing(self) -> None:
        if self._entry is not None:
            self.flush()
            self.placing_asked.emit(self.note_id)

    def _on_bin(self, _name: object = None) -> None:
        if self._entry is not None:
            self.flush()
            (self.restored if self._entry.note.deleted else self.binned).emit(self.note_id)

    def _on_escaped(self) -> None:
        self.flush()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`#` outside a text adds a link; Escape goes back to the list."""
        if event.text() == "#" and self.links.isEnabled():
            self.links.add()
        elif event.key() == Qt.Key.Key_Escape:
            self._on_escaped()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the flags below each other where they do not fit on one line."""
        super().resizeEvent(event)
        boxes = (self.afterwards, self.team, self.excluded)
        needed = sum(box.sizeHint().width() + 20 for box in boxes) + 2 * _SIDE + SCROLL_BAR
        is_wide = needed < self.width()
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._flags.setDirection(direction)
        self._flags.setSpacing(20 if is_wide else 4)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._seen_label.show_text(_("Seen or heard"))
        self.seen.set_name(_("Seen or heard"))
        self._meaning_label.show_text(_("Interpretation"))
        self._meaning_words.show_text(_("may stay empty; never goes into the report as a fact"))
        self.meaning.set_name(_("Interpretation"))
        self.quote.setText(_("Literal words"))
        self.afterwards.setText(_("Written afterwards"))
        self.team.setText(_("Team only"))
        self.excluded.setText(_("Not in the report …"))
        self.reason.setPlaceholderText(_("Why it stays out of the report"))
        self.reason.setAccessibleName(_("Why it stays out of the report"))
        self._source_label.show_text(_("Source"))
        self._place_label.show_text(_("Where"))
        self._placing.show_text(_("Change …"))
        self._history.show_name(_("Who wrote what when"))
        self._back.show_name(_("Back to the list"), "Esc")
        self.links.retranslate()
        self.suggestions.retranslate()
        self.strip.retranslate()
        if self._entry is not None:
            self._show_facts(self._entry.note)


def _line(label: TextLabel, hint: TextLabel | None, right: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label)
    if hint is not None:
        row.addWidget(hint, 1)
    else:
        row.addStretch(1)
    if right is not None:
        row.addWidget(right)
    return row


def _show_text(editor: PlainEditor, text: str) -> None:
    """Show `text` and leave the cursor where it was."""
    if editor.text() == text:
        return
    place = editor.edit.textCursor().position()
    editor.show_text(text)
    cursor = editor.edit.textCursor()
    cursor.setPosition(min(place, len(editor.text())))
    editor.edit.setTextCursor(cursor)
