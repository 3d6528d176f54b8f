"""Search or command (Ctrl+K): one field, grouped results, all by keyboard; a child of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from auditor_app.i18n import _
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS, ROW
from auditor_app.ui.widgets.cards import Frame, Symbol
from auditor_app.ui.widgets.chips import KeyHint, key_size, paint_key
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.rows import paint_ground
from auditor_app.ui.widgets.shapes import paint_level
from auditor_app.ui.widgets.text import TextBlock, found_words, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

WIDTH, FROM_TOP, MOST_HIGH = 560, 96, 420


@dataclass(frozen=True)
class PaletteItem:
    """One result: what is shown, and the `value` that `chosen` gives back."""

    text: str
    value: object
    icon: str = ""
    level: str | None = None
    """Draw a level symbol instead of an icon ("" = still open)."""
    code: str = ""
    key: str = ""


@dataclass(frozen=True)
class PaletteGroup:
    """Results under one heading."""

    title: str
    items: tuple[PaletteItem, ...]


_Row = PaletteItem | str
_Index = QModelIndex | QPersistentModelIndex
_ITEM: Final = Qt.ItemDataRole.UserRole


class _Results(QAbstractListModel):
    """Headings and results as one flat list; headings cannot be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[_Row, ...] = ()

    def show_groups(self, groups: tuple[PaletteGroup, ...]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        rows: list[_Row] = []
        for group in groups:
            if group.items:
                rows += [group.title, *group.items]
        self.rows = tuple(rows)
        self.endResetModel()

    def show_sentence(self, sentence: str) -> None:
        """Replace all rows by a sentence, which cannot be chosen."""
        self.beginResetModel()
        self.rows = (sentence,)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Count headings and results."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row, and its words for screen readers."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ITEM:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else f"{row.code} {row.text}".strip()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let only results be chosen."""
        if not index.isValid() or isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def next_item(self, start: int, step: int) -> int:
        """Give the row of the next result from `start`, going round; -1 when there is none."""
        count = len(self.rows)
        for distance in range(1, count + 1):
            row = (start + step * distance) % count
            if not isinstance(self.rows[row], str):
                return row
        return -1


class _Delegate(QStyledItemDelegate):
    """Draws headings and results, the words that matched in a heavier weight."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.query = ""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give 34 per result, 30 per heading."""
        return QSize(100, self._look.px(ROW["palette"] if not isinstance(index.data(_ITEM), str) else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        row = index.data(_ITEM)
        rect: QRect = option.rect
        if isinstance(row, str):
            line = rect.adjusted(17, 4, -16, 0)
            paint_line(painter, line, row, self._look.font("small", weight=500), self._look["text.muted"])
            return
        view = self.parent()
        chosen = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        paint_ground(painter, rect, self._look, selected=chosen)
        self._paint_item(painter, rect, row)

    def _paint_item(self, painter: QPainter, rect: QRect, item: PaletteItem) -> None:
        look = self._look
        place = QRectF(rect.x() + 16, rect.center().y() - 7.5, 16, 16)
        if item.level is not None:
            paint_level(painter, place, item.level, look["level.ink"])
        elif item.icon:
            paint_icon(painter, place, item.icon, look["text.secondary"])
        x = rect.x() + 44
        if item.code:
            font = look.font("body", tabular=True)
            x += paint_line(painter, QRect(x, rect.y(), 120, rect.height()), item.code, font, look["text.secondary"])
            x += 13
        right = rect.right() - 16
        if item.key:
            size = key_size(look, item.key)
            right -= size.width()
            paint_key(painter, QPointF(right, rect.center().y() - size.height() / 2 + 1), item.key, look)
            right -= 8
        font = look.font("body")
        room = right - x - _BOLDER
        text = QFontMetrics(font).elidedText(item.text, Qt.TextElideMode.ElideRight, room)
        block = TextBlock(text, font, look.line("body"), _MANY, max_lines=1, bold=found_words(text, self.query))
        painter.save()
        painter.setClipRect(QRect(x, rect.y(), right - x, rect.height()))
        block.paint(painter, QPointF(x, rect.y() + (rect.height() - block.height) // 2), look["text.primary"])
        painter.restore()


_MANY: Final = 100_000
_BOLDER: Final = 8
"""What the words that were found may take more than the font says."""


class _Query(QLineEdit):
    """The field; keys that walk through the results go to the palette."""

    walked = Signal(int)
    taken = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send arrows, Enter and Escape on."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
        key = Qt.Key(event.key())
        if key in steps:
            self.walked.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class Palette(Frame):
    """The palette: `searched` asks for results, `show_results` shows them, `chosen` gives one back."""

    searched = Signal(str)
    chosen = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(look, RADIUS["group"], "line.strong", window)
        self._window, self._has_walked = window, False
        self._query = _Query(self)
        self._query.setProperty("role", "bare")
        self._query.setFrame(False)
        self._query.textEdited.connect(self.searched)
        self._query.walked.connect(self.walk)
        self._query.taken.connect(self.take)
        self._query.escaped.connect(self.close_palette)
        symbol = Symbol(look)
        symbol.icon, symbol.color = "search", "text.secondary"
        self._head = QWidget()
        top = QHBoxLayout(self._head)
        top.setContentsMargins(15, 0, 16, 0)
        top.setSpacing(11)
        top.addWidget(symbol)
        top.addWidget(self._query, 1)
        top.addWidget(KeyHint(look, "Esc"))
        self._model = _Results(self)
        self._view = QListView()
        self._delegate = _Delegate(look, self._view)
        self._prepare_view()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Hairline(look))
        column.addWidget(self._view)
        look.changed.connect(self._restyle)
        window.installEventFilter(self)
        self._restyle()
        self.hide()

    def _prepare_view(self) -> None:
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._on_clicked)

    def _restyle(self) -> None:
        self._query.setFont(self._look.font("writing"))
        self._head.setFixedHeight(self._look.px(47))

    def open_palette(self, groups: tuple[PaletteGroup, ...] = (), query: str = "") -> None:
        """Open with recent places, the field empty and focused."""
        self._query.setAccessibleName(_("Search or command"))
        self._query.setPlaceholderText(_("Search or command"))
        self._query.setText(query)
        self.show_results(groups)
        self.show()
        self.raise_()
        self._query.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Hide and tell, so that the window can give the focus back."""
        self.hide()
        self.closed.emit()

    def show_results(self, groups: tuple[PaletteGroup, ...]) -> None:
        """Show results for what stands in the field; the first is marked."""
        is_more = self._delegate.query == self._query.text()
        before = self._view.currentIndex().data(_ITEM) if is_more else None
        self._delegate.query = self._query.text()
        self._model.show_groups(groups)
        # What comes later for the same words leaves the mark where a person has put it.
        is_there = self._has_walked and isinstance(before, PaletteItem) and before in self._model.rows
        self._has_walked = is_there
        self._mark(self._model.rows.index(before) if is_there else self._model.next_item(-1, 1))
        self._place()

    def show_nothing(self, sentence: str) -> None:
        """Say that there is nothing, so that an empty list is not taken for one still to come."""
        self._model.show_sentence(sentence)
        self._place()
        announce(self, sentence)

    def walk(self, step: int) -> None:
        """Mark the next result, going round at the ends."""
        self._has_walked = True
        row = self._view.currentIndex().row()
        for _count in range(abs(step)):
            row = self._model.next_item(row, 1 if step > 0 else -1)
        self._mark(row)

    def take(self) -> None:
        """Choose the marked result."""
        item = self._view.currentIndex().data(_ITEM)
        if isinstance(item, PaletteItem):
            self.hide()
            self.closed.emit()
            self.chosen.emit(item.value)

    def _mark(self, row: int) -> None:
        index = self._model.index(row) if row >= 0 else QModelIndex()
        self._view.setCurrentIndex(index)
        if row == 1:  # the first heading comes into view with its first result
            self._view.scrollToTop()
        self._view.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._mark(index.row())
        self.take()

    def _place(self) -> None:
        window = self._window
        rows = sum(self._view.sizeHintForRow(row) for row in range(self._model.rowCount()))
        most = max(self._look.px(ROW["palette"]), min(MOST_HIGH, window.height() - FROM_TOP - 96))
        self._view.setFixedHeight(min(rows, most))
        self._view.setVisible(rows > 0)
        width = min(WIDTH, window.width() - 32)
        height = self._look.px(47) + 8 + (min(rows, most) if rows else 0)
        self.setGeometry((window.width() - width) // 2, min(FROM_TOP, window.height() // 8), width, height)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self._place()
        return False
