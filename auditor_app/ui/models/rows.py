"""A list model over frozen rows that tells the view only what really changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.register import Keys
from auditor_app.ui.widgets.text import plain_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a view's delegate finds the row itself."""
PAGE = 20
"""So many rows are laid out at a time."""
MOST = 15 * PAGE
"""With more laid out than this, those farthest away are let go."""


class RowsModel(QAbstractListModel, Generic[Row]):
    """Rows with a key each; `show` takes new ones and keeps selection and scroll position where keys stay.

    Only a stretch of the rows is laid out at once; it grows, and moves, to where the view gets. Rows `OnDemand` are
    built when they come in sight.
    """

    may_slide = False
    """Whether the stretch may begin later than at the first row: a view that knows what to do then says so."""
    first_page = PAGE
    """So many rows are laid out at first; the view asks for more where they do not fill it."""
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
        self._rows: Sequence[Row] = ()
        self._keys: Sequence[str] = ()
        self._seen: dict[str, Row] = {}
        self._first = 0
        self._shown = 0

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, also those the view has not asked for yet."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show `rows` instead of what was shown."""
        new = rows if isinstance(rows, OnDemand) else tuple(rows)
        keys = new.keys if isinstance(new, OnDemand) else [self._key(row) for row in new]
        old_keys = list(self._keys[self._first : self._first + self._shown])
        first, limit = self._stretch(keys, old_keys)
        new_keys = list(keys[first : first + limit])
        head = _common(old_keys, new_keys)
        tail = _common(old_keys[head:][::-1], new_keys[head:][::-1])
        before = self._seen_rows()
        self._seen = {}
        asked = self._splice((new, keys, first), head, len(old_keys) - head - tail, len(new_keys) - head - tail)
        self._tell_changed(before[:head], 0, asked)
        self._tell_changed(before[len(old_keys) - tail :], len(new_keys) - tail, asked)

    def _seen_rows(self) -> Sequence[Row | None]:
        """Give the rows that are laid out, without those that were never looked at."""
        stretch = slice(self._first, self._first + self._shown)
        if isinstance(self._rows, OnDemand):
            return [self._seen.get(key) for key in self._keys[stretch]]
        return self._rows[stretch]

    def _stretch(self, keys: Sequence[str], old_keys: Sequence[str]) -> tuple[int, int]:
        """Give where what is laid out begins and how long it may be, so that what was in sight stays there."""
        grown = len(keys) - len(self._keys)
        there = keys.among(old_keys) if isinstance(keys, Keys) else set(old_keys).intersection(keys)
        if not there:
            return 0, self.first_page
        limit = max(self.first_page, self._shown + grown if abs(grown) < PAGE else 0)
        if self._first == 0:
            return 0, limit
        anchor = next(key for key in old_keys if key in there)
        return keys.index(anchor), limit

    def replace(self, row: Row) -> None:
        """Show one row anew, under the key it has; nothing happens when there is none."""
        place = self.place_of(self._key(row))
        if place < 0:
            return
        if isinstance(self._rows, OnDemand):
            if self._seen.pop(self._keys[place], None) == row:
                return
        elif self._rows[place] == row:
            return
        else:
            self._rows = (*self._rows[:place], row, *self._rows[place + 1 :])
        if self._first <= place < self._first + self._shown:
            self.dataChanged.emit(self.index(place - self._first), self.index(place - self._first))

    def _splice(self, new: tuple[Sequence[Row], Sequence[str], int], head: int, gone: int, come: int) -> dict[str, Row]:
        """Put the new rows in the place of the old ones; gives the old ones that a view asked for on the way."""
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            there = [
                *range(self._first, self._first + head),
                *range(self._first + head + gone, self._first + self._shown),
            ]
            rows, keys = self._rows, self._keys
            # Until the new rows are there, a view may ask for those that stay.
            self._keys = [keys[place] for place in there]
            self._rows = (
                OnDemand(self._keys, rows.build) if isinstance(rows, OnDemand) else [rows[place] for place in there]
            )
            self._first, self._shown = 0, self._shown - gone
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
        asked, self._seen = self._seen, {}
        self._rows, self._keys, self._first = new
        self._shown += come
        if come:
            self.endInsertRows()
        return asked

    def _tell_changed(self, before: Sequence[Row | None], start: int, asked: Mapping[str, Row]) -> None:
        places = range(self._first + start, self._first + start + len(before))
        known = [asked.get(self._keys[at]) if row is None else row for at, row in zip(places, before, strict=True)]
        changed = [
            place - self._first
            for place, row in zip(places, known, strict=True)
            if row is not None and row != self._row(place)
        ]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _row(self, place: int) -> Row:
        if not isinstance(self._rows, OnDemand):
            return self._rows[place]
        key = self._keys[place]
        row = self._seen.get(key)
        if row is None:
            row = self._seen[key] = self._rows[place]
            if len(self._seen) > 2 * MOST:
                del self._seen[next(iter(self._seen))]
        return row

    def key(self, row: Row) -> str:
        """Give the key of a row."""
        return self._key(row)

    def place(self, index: Index) -> int:
        """Give the place of an index among all rows, -1 where there is none."""
        return self._first + index.row() if index.isValid() else -1

    def key_at(self, place: int) -> str:
        """Give the key of the row at a place among all rows."""
        return self._keys[place]

    def before(self, place: int) -> int:
        """Give the last place before the stretch of keys that a place is in; rows without stretches are one each."""
        return self._keys.before(place) if isinstance(self._keys, Keys) else place - 1

    def place_of(self, key: str) -> int:
        """Give the place of a key among all rows, -1 when there is none."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def laid_out(self) -> frozenset[str]:
        """Give the keys of the rows that are laid out."""
        return frozenset(self._keys[self._first : self._first + self._shown])

    def row_at(self, index: Index) -> Row | None:
        """Give the row at an index, or None where there is none."""
        return self._row(self.place(index)) if index.isValid() and index.row() < self._shown else None

    def index_of(self, key: str) -> QModelIndex:
        """Find the row with `key`, laying out as far as it; an invalid index when there is none."""
        place = self.place_of(key)
        return self.index_at(place) if place >= 0 else QModelIndex()

    def index_at(self, place: int) -> QModelIndex:
        """Give the index of a place among all rows; one that is far away is laid out with its company."""
        end = self._first + self._shown
        if self.may_slide and not self._first - PAGE < place < end + PAGE:
            self.beginResetModel()
            self._first = max(0, min(place - PAGE // 2, len(self._keys) - PAGE))
            self._shown = min(PAGE, len(self._keys) - self._first)
            self.endResetModel()
        elif place >= end:
            self._show_until(place + 1)
        elif place < self._first:
            self.lay_out_before(self._first - place)
        return self.index(place - self._first)

    def _show_until(self, end: int) -> None:
        self.beginInsertRows(QModelIndex(), self._shown, end - self._first - 1)
        self._shown = end - self._first
        self.endInsertRows()

    @property
    def has_before(self) -> bool:
        """Whether there are rows before what is laid out."""
        return self._first > 0

    def lay_out_before(self, count: int = PAGE) -> None:
        """Lay out rows before the first; those at the other end are let go when they are many."""
        count = min(count, self._first)
        self.beginInsertRows(QModelIndex(), 0, count - 1)
        self._first -= count
        self._shown += count
        self.endInsertRows()
        spare = self._shown - MOST
        if spare > 0:
            self.beginRemoveRows(QModelIndex(), self._shown - spare, self._shown - 1)
            self._shown -= spare
            self.endRemoveRows()

    @property
    def is_full(self) -> bool:
        """Whether more is laid out than need be."""
        return self._shown > MOST

    def let_go_before(self) -> None:
        """Let go of the first rows that are too many."""
        spare = self._shown - MOST
        if spare > 0:
            self.beginRemoveRows(QModelIndex(), 0, spare - 1)
            self._first += spare
            self._shown -= spare
            self.endRemoveRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Give the number of rows laid out so far."""
        return 0 if parent is not None and parent.isValid() else self._shown

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are rows not laid out yet."""
        return not parent.isValid() and self._first + self._shown < len(self._keys)

    def fetchMore(self, parent: Index) -> None:
        """Lay out the next page."""
        if self.canFetchMore(parent):
            page = self.first_page if self._shown < PAGE else PAGE
            self._show_until(min(len(self._keys), self._first + self._shown + page))

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
