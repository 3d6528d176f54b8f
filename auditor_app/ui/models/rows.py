"""A list model over frozen rows that tells the view only what really changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from auditor_app.ui.widgets.text import plain_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a view's delegate finds the row itself."""
PAGE = 300


class RowsModel(QAbstractListModel, Generic[Row]):
    """Rows with a key each; `show` takes new ones and keeps selection and scroll position where keys stay.

    At most a page of rows is laid out at once; the view asks for more when it gets there.
    """

    has_tooltips = False
    """Rows of one line may be cut: their whole text is the tooltip."""

    def __init__(
        self,
        key: Callable[[Row], str],
        text: Callable[[Row], str],
        sentence: Callable[[Row], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._text, self._sentence = key, text, sentence or text
        self._rows: tuple[Row, ...] = ()
        self._places: dict[str, int] = {}
        self._shown = 0

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, also those the view has not asked for yet."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show `rows` instead of what was shown."""
        new = tuple(rows)
        self._places = {self._key(row): place for place, row in enumerate(new)}
        old_keys = [self._key(row) for row in self._rows[: self._shown]]
        grown = len(new) - len(self._rows)
        limit = max(PAGE, self._shown + grown if abs(grown) < PAGE else 0)
        new_keys = [self._key(row) for row in new[:limit]]
        head = _common(old_keys, new_keys)
        tail = _common(old_keys[head:][::-1], new_keys[head:][::-1])
        before = self._rows
        self._splice(new, head, len(old_keys) - head - tail, len(new_keys) - head - tail)
        self._tell_changed(before[:head], 0)
        self._tell_changed(before[len(old_keys) - tail : len(old_keys)], len(new_keys) - tail)

    def replace(self, row: Row) -> None:
        """Show one row anew, under the key it has; nothing happens when there is none."""
        place = self._places.get(self._key(row), -1)
        if place < 0 or self._rows[place] == row:
            return
        self._rows = (*self._rows[:place], row, *self._rows[place + 1 :])
        if place < self._shown:
            self.dataChanged.emit(self.index(place), self.index(place))

    def _splice(self, new: tuple[Row, ...], head: int, gone: int, come: int) -> None:
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            self._rows = self._rows[:head] + self._rows[head + gone :]
            self._shown -= gone
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
        self._rows = new
        self._shown += come
        if come:
            self.endInsertRows()

    def _tell_changed(self, before: Sequence[Row], start: int) -> None:
        changed = [start + place for place, row in enumerate(before) if self._rows[start + place] != row]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def key(self, row: Row) -> str:
        """Give the key of a row."""
        return self._key(row)

    def row_at(self, index: Index) -> Row | None:
        """Give the row at an index, or None where there is none."""
        return self._rows[index.row()] if index.isValid() and index.row() < self._shown else None

    def index_of(self, key: str) -> QModelIndex:
        """Find the row with `key`, laying out as far as it; an invalid index when there is none."""
        place = self._places.get(key, -1)
        if place >= self._shown:
            self._show_until(place + 1)
        return self.index(place) if place >= 0 else QModelIndex()

    def _show_until(self, count: int) -> None:
        self.beginInsertRows(QModelIndex(), self._shown, count - 1)
        self._shown = count
        self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Give the number of rows laid out so far."""
        return 0 if parent is not None and parent.isValid() else self._shown

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are rows not laid out yet."""
        return not parent.isValid() and self._shown < len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        """Lay out the next page."""
        if self.canFetchMore(parent):
            self._show_until(min(len(self._rows), self._shown + PAGE))

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the row's text, its sentence for screen readers, or the row itself for the delegate."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row)
        if role == Qt.ItemDataRole.ToolTipRole and self.has_tooltips:
            return plain_tip(self._text(row))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._sentence(row)
        return None


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
