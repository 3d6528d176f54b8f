"""Choosing the notes that speak to a cell: linked ones first, then those of its role's conversations, then all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.notebook import MATRIX, Entry, Notebook
from auditor_app.ui.models.questions import matrix_role
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.chips import paint_source, source_size
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import SearchField
from auditor_app.ui.widgets.text import TextBlock

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_CHECK: Final = 34


@dataclass(frozen=True)
class NoteRow:
    """A note that may speak to the cell."""

    entry: Entry
    is_linked: bool

    @property
    def meta(self) -> str:
        """Say when it was written, and by whom."""
        return "  ·  ".join(filter(None, (current().moment(self.entry.note.moment), self.entry.initials)))

    @property
    def sentence(self) -> str:
        """Say the note in one sentence."""
        state = _("linked") if self.is_linked else _("not linked")
        return f"{state}, {self.entry.note.source}, {self.meta}: {self.entry.note.seen}"


def note_rows(
    book: Notebook, cell: str, first: Collection[str], words: Iterable[tuple[str, Collection[str]]] = ()
) -> OnDemand[NoteRow]:
    """List the notes: those of `first`, whether they are still linked or not, those of the role's talks, the others."""
    target, role = MATRIX + cell, cell[:1]
    talks = {item.id for item in book.live.alive("activity") if matrix_role(item) == role}

    def row(note: str) -> NoteRow:
        entry = book.entries[note]
        return NoteRow(entry, any(link.target == target for link in entry.links))

    return OnDemand(book.to_tie(first, talks, words).keys, row)


class _NoteDelegate(RowDelegate[NoteRow, TextBlock]):
    """A tick where it is linked, the note on two lines, and where it comes from."""

    def lay_out(self, row: NoteRow, width: int) -> TextBlock:
        """Break the note into at most two lines."""
        look = self.look
        return TextBlock(row.entry.note.seen, look.font("body"), look.line("body"), width - _CHECK - 12, max_lines=2)

    def height(self, row: NoteRow, laid: TextBlock) -> int:  # noqa: ARG002 - as the base asks
        """Give note and source."""
        return laid.height + self.look.px(20) + 14

    def draw(self, painter: QPainter, rect: QRect, row: NoteRow, laid: TextBlock, state: State) -> None:  # noqa: ARG002 - every row is drawn by one signature
        """Draw the row."""
        look = self.look
        if row.is_linked:
            paint_icon(painter, QRectF(rect.x() + 10, rect.y() + 8, 16, 16), "check", look["accent.text"])
        laid.paint(painter, QPointF(rect.x() + _CHECK, rect.y() + 6), look["text.primary"])
        top, x = rect.y() + 6 + laid.height, rect.x() + _CHECK
        source = row.entry.note.source
        if source:
            height = source_size(look, source).height()
            x += paint_source(painter, QPointF(x, top + (look.px(20) - height) / 2), source, look) + 8
        place = QRectF(x, top, rect.right() - x - 8, look.px(20))
        draw_text(painter, place, row.meta, look, "small", "text.muted", tabular=True)
        hairline(painter, rect, look)


class NotesDialog(Dialog):
    """The notes with a field to find them; `toggled` tells the note to link (True) or to let go.

    `words_asked` tells the words to look for; `show_found` takes the notes that hold each of them.
    """

    toggled = Signal(str, bool)
    words_asked = Signal(str)

    def __init__(self, look: Look, book: Notebook, cell: str, question: str, parent: QWidget) -> None:
        super().__init__(look, _("Notes about {cell}").format(cell=cell), question, parent, WIDE)
        self._book, self._cell = book, cell
        self._first = frozenset(book.about(MATRIX + cell).keys)
        self._words: tuple[tuple[str, frozenset[str]], ...] = ()
        self.search = SearchField(look, _("Find notes by words or source"))
        self._model = RowsModel[NoteRow](
            lambda row: row.entry.note.id, lambda row: row.entry.note.seen, lambda row: row.sentence
        )
        self.list = RowList(self._model, _("Notes"))
        self.list.draw_with(_NoteDelegate(look, self.list))
        self.list.setFixedHeight(min(look.px(330), max(look.px(150), parent.window().height() - look.px(260))))
        self.body.addSpacing(6)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.add_safe(_("Done"))
        self.search.searched.connect(self.words_asked)
        self.search.left_down.connect(self.list.setFocus)
        self.list.opened.connect(self._on_opened)
        self.refresh()

    def refresh(self) -> None:
        """Show the notes that hold the words."""
        self._rows = note_rows(self._book, self._cell, self._first, self._words)
        self.list.show_rows(self._rows)

    def show_changed(self, notes: frozenset[str]) -> None:
        """Show anew what is linked now; a row stays where it is when it is linked or let go."""
        for note in self._model.laid_out() & notes:
            self._model.replace(self._rows.build(note))

    def show_found(self, words: tuple[tuple[str, frozenset[str]], ...]) -> None:
        """Show what holds the words, each with its notes; nothing when others are looked for by now."""
        if [word for word, _notes in words] == self.search.text().split():
            self._words = words
            self.refresh()

    def _on_opened(self, note: str) -> None:
        target = MATRIX + self._cell
        entry = self._book.entries.get(note)
        if entry is not None:
            self.toggled.emit(note, not any(link.target == target for link in entry.links))

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready to walk the notes."""
        super().showEvent(event)
        if not self.list.current_key():
            self.list.step(1)
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def sizeHint(self) -> QSize:
        """Be as wide as a wide dialog."""
        return QSize(WIDE, super().sizeHint().height())
