"""Choosing the notes that speak to a cell: linked ones first, then those of its role's conversations, then all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.icons import paint_icon
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
_MOST: Final = 400


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
    book: Notebook, cell: str, role: str, words: str = "", first: frozenset[str] | None = None
) -> list[NoteRow]:
    """List the notes: linked ones, those of the role's conversations, then the others; each group newest first.

    `first` are the notes that stand on top, whether they are still linked or not.
    """
    target = MATRIX + cell
    entries = [entry for entry in book.in_order() if not entry.note.deleted and not entry.note.is_excluded]
    wanted = words.casefold().split()
    found = [
        NoteRow(entry, any(link.target == target for link in entry.links))
        for entry in reversed(entries)
        if all(word in f"{entry.note.seen} {entry.note.source}".casefold() for word in wanted)
    ]

    def rank(row: NoteRow) -> int:
        activity = book.activity(row.entry.note.activity)
        is_first = row.is_linked if first is None else row.entry.note.id in first
        return 0 if is_first else 1 if activity is not None and matrix_role(activity) == role else 2

    return sorted(found, key=rank)[:_MOST]


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
    """The notes with a field to find them; `toggled` tells the note to link (True) or to let go."""

    toggled = Signal(str, bool)

    def __init__(self, look: Look, book: Notebook, cell: str, question: str, parent: QWidget) -> None:
        super().__init__(look, _("Notes about {cell}").format(cell=cell), question, parent, WIDE)
        self._book, self._cell = book, cell
        self._first = frozenset(row.entry.note.id for row in note_rows(book, cell, cell[:1]) if row.is_linked)
        self.search = SearchField(look, _("Find notes by words or source"))
        model = RowsModel[NoteRow](
            lambda row: row.entry.note.id, lambda row: row.entry.note.seen, lambda row: row.sentence
        )
        self.list = RowList(model, _("Notes"))
        self.list.draw_with(_NoteDelegate(look, self.list))
        self.list.setFixedHeight(min(look.px(330), max(look.px(150), parent.window().height() - look.px(260))))
        self.body.addSpacing(6)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.add_safe(_("Done"))
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(self.list.setFocus)
        self.list.opened.connect(self._on_opened)
        self.refresh()

    def refresh(self) -> None:
        """Show what is linked now; a row stays where it is when it is linked or let go."""
        self.list.show_rows(note_rows(self._book, self._cell, self._cell[:1], self.search.text(), self._first))

    def _on_searched(self, _words: str) -> None:
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
