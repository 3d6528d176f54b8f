"""The framework as a tree of lines, standards and criteria, with my level, counts and what is thin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from auditor_app.core.evidence import is_thin
from auditor_app.core.framework import Criterion, Framework, Line, Standard
from auditor_app.core.model import Rating
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.rows import ROW_ROLE

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class TreeRow:
    """One row: a line, a standard or a criterion; `level` is my own."""

    kind: str
    code: str
    title: str
    level: str = ""
    notes: int = 0
    is_core: bool = False
    is_thin: bool = False

    @property
    def sentence(self) -> str:
        """Say the row in full."""
        if self.kind != "criterion":
            return f"{self.code} {self.title}"
        said = [f"{self.code} {self.title}", _("core criterion") if self.is_core else ""]
        said.append(_("my level {level}").format(level=self.level) if self.level else _("not rated yet"))
        said.append(ngettext("{n} note", "{n} notes", self.notes))
        said.append(_("thin evidence") if self.is_thin else "")
        return ", ".join(filter(None, said))


def my_ratings(ratings: Mapping[str, object], me: str) -> dict[str, Rating]:
    """Give my own rating per criterion."""
    mine = (item for item in ratings.values() if isinstance(item, Rating))
    return {item.criterion: item for item in mine if item.member == me and not item.deleted}


def criterion_row(criterion: Criterion, book: Notebook, levels: Mapping[str, str]) -> TreeRow:
    """Make the row of a criterion. Thin is said only of what was begun: many empty ones are no news."""
    count = book.evidence_of(criterion.code)
    level = levels.get(criterion.code, "")
    return TreeRow(
        "criterion",
        criterion.code,
        current().pick(criterion.title),
        level,
        count.notes,
        criterion.is_core,
        is_thin(count) and count.notes > 0,
    )


class CriteriaTree(QAbstractItemModel):
    """The tree; its shape never changes, only what its rows say."""

    def __init__(self, framework: Framework, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._framework = framework
        self._rows: dict[str, TreeRow] = {}
        self._children: dict[str, tuple[str, ...]] = {"": tuple(f"line:{line.code}" for line in framework.lines)}
        self._parents: dict[str, str] = {}
        for line in framework.lines:
            self._add(f"line:{line.code}", "", [f"standard:{s.code}" for s in framework.standards_of(line.code)])
        for standard in framework.standards:
            codes = [item.code for item in framework.criteria_of(standard.code)]
            self._add(f"standard:{standard.code}", f"line:{standard.line}", codes)
        for criterion in framework.criteria:
            self._add(criterion.code, f"standard:{criterion.standard}", [])
        self._keys = list(self._parents)
        self._numbers = {key: place for place, key in enumerate(self._keys)}

    def _add(self, key: str, parent: str, children: Sequence[str]) -> None:
        self._parents[key] = parent
        self._children[key] = tuple(children)

    def show(self, criteria: Sequence[TreeRow]) -> None:
        """Show what the criteria say now; only changed rows are told."""
        if not self._rows:
            self._show_heads()
        for row in criteria:
            if self._rows.get(row.code) != row:
                self._rows[row.code] = row
                index = self.index_of(row.code)
                self.dataChanged.emit(index, index)

    def _show_heads(self) -> None:
        pick = current().pick
        heads: list[tuple[str, Line | Standard]] = [("line", item) for item in self._framework.lines]
        heads += [("standard", item) for item in self._framework.standards]
        for kind, item in heads:
            title = pick(item.title)
            words = title.partition(" – ")[0] if kind == "line" else title
            self._rows[f"{kind}:{item.code}"] = TreeRow(kind, item.code, words)

    def forget(self) -> None:
        """Forget all words, for another language; call `show` after it."""
        self._rows.clear()

    def index_of(self, key: str) -> QModelIndex:
        """Find a criterion by its code, a line or standard by `line:E` or `standard:E2`."""
        if key not in self._parents:
            return QModelIndex()
        return self.createIndex(self._children[self._parents[key]].index(key), 0, self._numbers[key])

    def key(self, index: Index) -> str:
        """Give the key of an index."""
        return self._keys[index.internalId()] if index.isValid() else ""

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Give the index of a child."""
        children = self._children[self.key(parent) if parent is not None else ""]
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, self._numbers[children[row]])

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]  # QObject's parent() has no index
        """Give the index of the line or standard above."""
        above = self._parents[self.key(index)] if index is not None and index.isValid() else ""
        return self.index_of(above) if above else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the children."""
        return len(self._children[self.key(parent) if parent is not None else ""])

    def columnCount(self, _parent: Index | None = None) -> int:
        """One column."""
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the row's words, its sentence, or the row itself."""
        row = self._rows.get(self.key(index))
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.code} {row.title}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.sentence
        return None
