"""Photos, files and voice memos beside the note in hand: tiles in rows, and the ways to add another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from auditor_app.core.model import Attachment
from auditor_app.i18n import N_, _, ngettext
from auditor_app.ui.delegates.beside import GAP, TILE, TileDelegate
from auditor_app.ui.models.beside import beside_model
from auditor_app.ui.screens.parts.quiet_link import QuietLink
from auditor_app.ui.theme import set_property
from auditor_app.ui.thumbnails import Thumbnails
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_MOST_ROWS: Final = 2


class TileList(QListView):
    """Tiles from left to right; Enter opens, Delete puts into the bin, Shift+Delete erases."""

    opened = Signal(str)
    bin_asked = Signal(str)
    erase_asked = Signal(str)
    menu_asked = Signal(str, QPoint)
    left = Signal()

    def __init__(self, look: Look, thumbnails: Thumbnails, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = beside_model()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(TileDelegate(look, self, thumbnails))
        self.setAccessibleName(name)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        set_property(self, "floor", "surface")
        self.clicked.connect(self._on_clicked)

    def show_rows(self, items: Sequence[Attachment]) -> None:
        """Show tiles; the chosen one stays chosen where it still is."""
        key = self.key
        self.rows.show(items)
        if key and self.key != key:
            self.choose(key)
        self.setVisible(bool(items))
        self.fit()

    @property
    def key(self) -> str:
        """Give the id of the chosen tile, or ""."""
        row = self.rows.row_at(self.currentIndex())
        return row.id if row is not None else ""

    def choose(self, key: str) -> None:
        """Choose a tile."""
        index = self.rows.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)

    def fit(self) -> None:
        """Be as high as the tiles need, at most two rows of them."""
        per_row = max(1, self.width() // (TILE.width() + GAP))
        rows = min(_MOST_ROWS, -(-len(self.rows.rows) // per_row))
        self.setFixedHeight(max(1, rows) * (TILE.height() + GAP) + 2)

    def sizeHint(self) -> QSize:
        """Ask for a few tiles beside each other."""
        return QSize(3 * (TILE.width() + GAP), TILE.height() + GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, put away, erase, or leave."""
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.key:
            self.opened.emit(self.key)
        elif event.key() == Qt.Key.Key_Delete and self.key:
            (self.erase_asked if is_shifted else self.bin_asked).emit(self.key)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a tile."""
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        row = self.rows.row_at(index)
        if row is not None:
            self.menu_asked.emit(row.id, event.globalPos())

    def focusInEvent(self, event: object) -> None:
        """Choose the first tile when none is, so that Enter has something to open."""
        super().focusInEvent(event)  # type: ignore[arg-type] # Qt's own event
        if not self.currentIndex().isValid() and self.rows.rows:
            self.setCurrentIndex(self.rows.index(0))
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        """Show the choice as one that is not in use."""
        super().focusOutEvent(event)  # type: ignore[arg-type] # Qt's own event
        self.viewport().update()

    def _on_clicked(self) -> None:
        if self.key:
            self.opened.emit(self.key)


class BesideStrip(QWidget):
    """What is beside one note, a button for more, and what waits in the bin."""

    add_asked = Signal(QPoint)
    """Where the menu of ways to add should open."""

    def __init__(
        self, look: Look, thumbnails: Thumbnails, title: str = N_("Photos and files"), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = title
        self._label = TextLabel(look, "", "bodyStrong", mode="line")
        self._hint = TextLabel(look, "", "small", "text.muted", "elide")
        self._binned = QuietLink(look)
        self.add = Button(look, "", icon="plus", size="small")
        self.tiles = TileList(look, thumbnails, "")
        self._is_bin_open = False
        self._waiting: tuple[Attachment, ...] = ()
        self._items: tuple[Attachment, ...] = ()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label)
        head.addWidget(self._hint, 1)
        head.addStretch(0)
        head.addWidget(self._binned)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.tiles)
        self.add.clicked.connect(self._on_add)
        self._binned.clicked.connect(self._on_bin)
        self.retranslate()

    def show_items(self, items: tuple[Attachment, ...], binned: tuple[Attachment, ...] = ()) -> None:
        """Show what is beside the note, and count what waits in the bin."""
        self._items, self._waiting = items, binned
        self._is_bin_open = self._is_bin_open and bool(binned)
        self.tiles.show_rows((*items, *(binned if self._is_bin_open else ())))
        self._hint.setVisible(not items and not binned)
        self._binned.setVisible(bool(binned))
        words = ngettext("{n} in the bin", "{n} in the bin", len(binned))
        self._binned.show_text(_("hide the bin") if self._is_bin_open else words)

    def fold(self) -> None:
        """Close the bin: another note is shown."""
        self._is_bin_open = False

    def show_read_only(self, *, is_read_only: bool) -> None:
        """Let nothing be added."""
        self.add.setVisible(not is_read_only)

    def _on_add(self) -> None:
        self.add_asked.emit(self.add.mapToGlobal(QPoint(0, self.add.height() + 4)))

    def _on_bin(self) -> None:
        self._is_bin_open = not self._is_bin_open
        self.show_items(self._items, self._waiting)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._label.show_text(_(self._words))
        self._hint.show_text(_("drop or paste them here"))
        self.tiles.setAccessibleName(_(self._words))
        self.add.show_text(_("Add"))
