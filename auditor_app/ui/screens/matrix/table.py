"""The matrix as a table: roles down, steps across, what each row tells at the right; cells are walked with arrows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from auditor_app.i18n import _
from auditor_app.ui.delegates.matrix import PAD, STONE_ROLE, CellDelegate, RowDelegate
from auditor_app.ui.models.matrix_words import CellRow, MatrixRows, RoleRow
from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.theme import set_property
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.text import TextBlock

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex
Kind = RoleRow | tuple[str, ...]
"""A role, a heading (one text) or the texts of the chain, one per column."""
ROLE_WIDTH: Final = 136
_CELL_SHARE: Final = 0.1817
_COMPACT_CELL: Final = 116
_HEADING: Final = 27
_NO_PARENT: Final = QModelIndex()


class MatrixModel(QAbstractTableModel):
    """The rows of the matrix, the heading of the one that does not count, and how far each step can be followed."""

    def __init__(self, steps: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps = tuple(steps)
        self.lines: tuple[Kind, ...] = ()

    def show(self, rows: MatrixRows, traced: str) -> None:
        """Show rows; the shape of the table never changes within one framework."""
        own = [row for row in rows.rows if row.counts]
        others = [row for row in rows.rows if not row.counts]
        lines: list[Kind] = list(own)
        lines += [(_("From pupil to school"), *rows.chains, traced)] if own else []
        lines += [(_("Does not count for the school"),), *others] if others else []
        if len(lines) != len(self.lines):
            self.beginResetModel()
            self.lines = tuple(lines)
            self.endResetModel()
        else:
            self.lines = tuple(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Give the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Give role, steps and what the row tells."""
        return 0 if parent.isValid() else len(self.steps) + 2

    def cell(self, index: Index) -> CellRow | None:
        """Give the cell at an index, or None where there is none."""
        line = self.lines[index.row()] if index.isValid() and index.row() < len(self.lines) else None
        if isinstance(line, RoleRow) and 1 <= index.column() <= len(line.cells):
            return line.cells[index.column() - 1]
        return None

    def index_of(self, cell: str) -> QModelIndex:
        """Find a cell by its id."""
        for place, line in enumerate(self.lines):
            if isinstance(line, RoleRow):
                for column, one in enumerate(line.cells, 1):
                    if one.id == cell:
                        return self.index(place, column)
        return QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only cells be chosen."""
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Name a column; the steps carry their numbers."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            line = self.lines[section]
            return line.title if isinstance(line, RoleRow) else line[0]
        names = (_("Role"), *self.steps, _("What the row tells"))
        return f"{section}  {names[section]}" if 0 < section <= len(self.steps) else names[section]

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the text of an item, its sentence for screen readers, or what its delegate draws."""
        if not index.isValid():
            return None
        item = self._item(index)
        offered: dict[int, object] = {
            ROW_ROLE: item,
            STONE_ROLE: self._is_stone(index.row()),
            Qt.ItemDataRole.DisplayRole: _text(item, index.column()),
            Qt.ItemDataRole.AccessibleTextRole: item.sentence
            if isinstance(item, CellRow)
            else _text(item, index.column()),
            Qt.ItemDataRole.ToolTipRole: _tip(item) if isinstance(item, CellRow) else None,
        }
        return offered.get(role)

    def _is_stone(self, place: int) -> bool:
        line = self.lines[place]
        return not isinstance(line, RoleRow) or not line.counts

    def _item(self, index: Index) -> CellRow | RoleRow | str | None:
        line = self.lines[index.row()]
        if isinstance(line, RoleRow):
            return self.cell(index) or line
        return line[index.column()] if index.column() < len(line) else None


def _text(item: CellRow | RoleRow | str | None, column: int) -> str:
    if isinstance(item, RoleRow):
        return item.title if column == 0 else item.told.text
    return item.id if isinstance(item, CellRow) else item or ""


def _tip(cell: CellRow) -> str:
    return "\n".join(filter(None, (cell.question, cell.text)))


class MatrixHeader(QHeaderView):
    """The names of the steps on two lines over a strong rule."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(40)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        look.changed.connect(self._on_look)

    def _on_look(self) -> None:
        self.updateGeometry()
        self.viewport().update()

    def _block(self, section: int, width: float) -> TextBlock:
        model = self.model()
        text = str(model.headerData(section, Qt.Orientation.Horizontal))
        number = len(text) - len(text.lstrip("0123456789"))
        font = self._look.font("small", weight=500)
        return TextBlock(text, font, self._look.line("small"), max(30.0, width), bold=((0, number),) if number else ())

    def sizeHint(self) -> QSize:
        """Give room for the longest name at the present widths."""
        heights = (self._block(place, self.sectionSize(place) - 2 * PAD).height for place in self._seen())
        return QSize(400, max([*heights, 16]) + 18)

    def _seen(self) -> list[int]:
        return [place for place in range(self.count()) if not self.isSectionHidden(place)]

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a name at the foot of its section."""
        painter.save()
        painter.fillRect(rect, self._look["bg.canvas"])
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), self._look["line.strong"])
        left = 20 if section in {0, self.count() - 1} else PAD
        block = self._block(section, rect.width() - 2 * PAD)
        top = rect.bottom() - 7 - block.height
        block.paint(painter, QPointF(rect.x() + left, top), self._look["text.secondary"])
        painter.restore()


class MatrixTable(QTableView):
    """The table; `chosen` tells the cell a person went to, `opened` the one they pressed Enter on."""

    chosen = Signal(str)
    opened = Signal(str)
    traced = Signal()
    """The line of the followed goals was clicked."""

    def __init__(self, look: Look, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._model = look, model
        self._is_showing = False
        self.form = "wide"
        model.setParent(self)
        self.setHorizontalHeader(MatrixHeader(look, self))
        self.setModel(model)
        self.cell_delegate, self.row_delegate = CellDelegate(look, self), RowDelegate(look, self)
        self.setItemDelegate(self.cell_delegate)
        for column in (0, model.columnCount() - 1):
            self.setItemDelegateForColumn(column, self.row_delegate)
        self.setAccessibleName(_("Value-creation matrix"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(20)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setMinimumHeight(60)
        self.verticalScrollBar().setSingleStep(24)
        set_property(self, "floor", "surface")
        look.changed.connect(self.fit)

    # --- what is shown

    def show_rows(self, rows: MatrixRows, traced: str) -> None:
        """Show rows; what was chosen stays chosen, and nobody is told."""
        key = self.current_cell
        self._is_showing = True
        self._model.show(rows, traced)
        self.fit()
        if key and self.current_cell != key:
            self.choose(key)
        self._is_showing = False

    @property
    def current_cell(self) -> str:
        """The id of the chosen cell, or ""."""
        cell = self._model.cell(self.currentIndex())
        return cell.id if cell else ""

    def choose(self, cell: str) -> bool:
        """Choose a cell without telling; False when there is none of that name."""
        index = self._model.index_of(cell)
        if not index.isValid():
            return False
        self._is_showing = True
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        self._is_showing = False
        if self.form == "narrow":
            self.fit()
        return True

    # --- room

    def set_form(self, form: str) -> None:
        """Show questions in the cells ("wide"), cells alone ("medium"), or one row at a time ("narrow")."""
        self.form = form
        for delegate in (self.cell_delegate, self.row_delegate):
            delegate.is_compact = form == "medium"
        self.fit()

    def fit(self) -> None:
        """Divide the width, and give every row the height its texts need."""
        model, last = self._model, self._model.columnCount() - 1
        is_narrow = self.form == "narrow"
        self.setColumnHidden(0, is_narrow)
        self.setColumnHidden(last, is_narrow)
        for column, width in enumerate(self._widths()):
            self.setColumnWidth(column, width)
        self.clearSpans()
        here = self.currentIndex().row()
        for place, line in enumerate(model.lines):
            is_heading = not isinstance(line, RoleRow) and len(line) == 1
            if is_heading and not is_narrow:
                self.setSpan(place, 0, 1, last + 1)
            self.setRowHidden(place, is_narrow and place != max(here, 0))
            self.setRowHeight(place, self._look.px(_HEADING) if is_heading else self._height(place))
        self.horizontalHeader().updateGeometry()
        self.updateGeometries()
        self.viewport().update()

    def _widths(self) -> list[int]:
        room, steps = max(self.viewport().width(), 200), len(self._model.steps)
        if self.form == "narrow":
            return [40, *[room // max(steps, 1)] * steps, 40]
        role = max(self._look.px(ROLE_WIDTH if self.form == "wide" else ROLE_WIDTH - 16), self._widest_name())
        cell = self._look.px(_COMPACT_CELL) if self.form == "medium" else round((room - role) * _CELL_SHARE)
        return [role, *[cell] * steps, max(120, room - role - cell * steps)]

    def _widest_name(self) -> int:
        """Give the width at which no name of a role is broken inside a word."""
        metrics = QFontMetricsF(self._look.font("bodyStrong"))
        words = (
            word
            for line in self._model.lines
            if isinstance(line, RoleRow)
            for word in re.split(r"(?<=/)|\s", line.title)
        )
        return ceil(max(map(metrics.horizontalAdvance, words), default=0)) + 2 * PAD + 10

    def _height(self, place: int) -> int:
        least = self._look.px(44 if self.form == "medium" else ROW["matrix"])
        if not isinstance(self._model.lines[place], RoleRow):
            least = 0
        needed = [least]
        for column in range(self._model.columnCount()):
            if not self.isColumnHidden(column):
                delegate = self.row_delegate if column in (0, self._model.columnCount() - 1) else self.cell_delegate
                needed.append(delegate.height_for(self._model.index(place, column), self.columnWidth(column)))
        return max(needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    # --- what a person does

    def step(self, rows: int, columns: int) -> bool:
        """Go on by so many rows and columns, past headings; False at the edge."""
        index, model = self.currentIndex(), self._model
        place, column = (index.row() + rows, index.column() + columns) if index.isValid() else (0, 1)
        while 0 <= place < model.rowCount() and 1 <= column <= len(model.steps):
            if model.cell(model.index(place, column)):
                self.selectionModel().setCurrentIndex(
                    model.index(place, column), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                if self.form == "narrow":
                    self.fit()
                self.scrollTo(model.index(place, column))
                return True
            place += rows
            if not rows:
                break
        return False

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which cell a person went to."""
        super().currentChanged(current, previous)
        cell = self._model.cell(current)
        if not self._is_showing and cell:
            self.chosen.emit(cell.id)

    _STEPS: Final = {
        Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    }  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the cells; letters are the place's own keys."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in self._STEPS:
            self.step(*self._STEPS[Qt.Key(event.key())])
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_cell:
            self.opened.emit(self.current_cell)
        elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the followed goals from their line."""
        index = self.indexAt(event.position().toPoint())
        line = self._model.lines[index.row()] if index.isValid() else ()
        if not isinstance(line, RoleRow) and len(line) > 1:
            self.traced.emit()
        else:
            super().mousePressEvent(event)
