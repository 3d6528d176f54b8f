"""The whole way of a school per criterion: 0-meting, interim evaluations, summative audit, each with what it judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from auditor_app.core.baseline import Stage
from auditor_app.core.comparison import way
from auditor_app.core.framework import Framework
from auditor_app.core.model import LEVELS, AuditKind
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import N_, _, current
from auditor_app.ui.frame.words import level_words
from auditor_app.ui.theme import set_property
from auditor_app.ui.widgets.rows import paint_ground
from auditor_app.ui.widgets.shapes import paint_level
from auditor_app.ui.widgets.text import paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex
LEVEL_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
_FIRST: Final = 2
"""Columns before the first audit: code and title."""
_NAMES: Final = {
    AuditKind.FORMATIVE: N_("Baseline"),
    AuditKind.INTERIM: N_("Interim evaluation"),
    AuditKind.SUMMATIVE: N_("Summative audit"),
}


@dataclass(frozen=True)
class WayRow:
    """One criterion and its level at every stage; "" where it was not judged, None where it cannot be compared."""

    code: str
    title: str
    is_core: bool
    levels: tuple[str | None, ...]


def way_rows(snapshot: Snapshot) -> tuple[tuple[Stage, ...], list[WayRow]]:
    """Give the stages, and every criterion of the present framework at each of them."""
    stages = way(snapshot.baseline, snapshot)
    framework = snapshot.framework
    rows = [
        WayRow(
            criterion.code,
            current().pick(criterion.title),
            criterion.is_core,
            tuple(
                stage.levels.get(criterion.code, "") if stage.framework_id == framework.id else None for stage in stages
            ),
        )
        for criterion in framework.criteria
    ]
    return stages, rows


def stage_words(stage: Stage) -> str:
    """Name a stage on two lines: its kind, its month."""
    return f"{_(_NAMES[stage.kind])}\n{current().date(stage.starts, 'MMM y')}"


class WayModel(QAbstractTableModel):
    """Criteria down, audits across."""

    def __init__(self, framework: Framework, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._framework = framework
        self._stages: tuple[Stage, ...] = ()
        self._rows: tuple[WayRow, ...] = ()

    def show(self, stages: tuple[Stage, ...], rows: list[WayRow]) -> None:
        """Show the whole way."""
        self.beginResetModel()
        self._stages, self._rows = stages, tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Give the number of criteria."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Give code, title and one column per audit."""
        return 0 if parent is not None and parent.isValid() else _FIRST + len(self._stages)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Name a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < _FIRST:
            return (_("Code"), _("Criterion"))[section]
        place = section - _FIRST
        if place >= len(self._stages):
            return None
        words = stage_words(self._stages[place])
        return f"{words} · {_('now')}" if place == len(self._stages) - 1 else words

    def key(self, index: Index) -> str:
        """Give the criterion of a row."""
        return self._rows[index.row()].code if index.isValid() else ""

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give a cell's words; a screen reader hears which audit it is."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if column < _FIRST:
            words = (row.code, row.title)[column]
            return words if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None
        level, stage = row.levels[column - _FIRST], self._stages[column - _FIRST]
        if role == LEVEL_ROLE:
            return level or ""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(level, stage)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{row.code}, {' '.join(stage_words(stage).split())}: {self._words(level, stage)}"
        return None

    def _words(self, level: str | None, stage: Stage) -> str:
        if level is None:
            return _("not comparable")
        if level in LEVELS:
            return f"{level}  {level_words(self._framework, level)}"
        if level:
            return level_words(self._framework, level)
        return _("not re-judged") if stage.kind is AuditKind.INTERIM else _("not rated")


class _WayDelegate(QStyledItemDelegate):
    """The sign of a level beside its words; what was not judged is muted."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        look, rect = self._look, option.rect
        is_chosen = self._view.selectionModel().isRowSelected(index.row())
        paint_ground(
            painter,
            rect,
            look,
            selected=is_chosen and index.column() == 0,
            focused=self._view.hasFocus(),
            hovered=False,
        )
        if is_chosen and index.column():
            painter.fillRect(rect, look["bg.selected" if self._view.hasFocus() else "bg.hover"])
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look["line.subtle"])
        level, x = str(index.data(LEVEL_ROLE) or ""), rect.x() + 10
        is_word = index.column() >= _FIRST and level not in LEVELS
        if level in LEVELS:
            paint_level(painter, QRectF(x, rect.center().y() - 7, 14, 14), level, look["level.ink"])
            x += 22
        place = QRect(x, rect.y(), rect.right() - x - 6, rect.height())
        color = look["text.muted" if is_word else "text.secondary" if index.column() == 0 else "text.primary"]
        paint_line(painter, place, str(index.data()), look.font("small" if is_word else "body", tabular=True), color)


class WayTable(QTableView):
    """The whole way as a table; Enter opens a criterion."""

    opened = Signal(str)

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._model = WayModel(framework, self)
        self.setModel(self._model)
        self.setItemDelegate(_WayDelegate(look, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.px(29))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(60)
        self.setAccessibleName(_("Levels over time"))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(look.px(44))
        set_property(self, "floor", "surface")
        self.activated.connect(self._on_activated)
        self._look = look

    def show_way(self, snapshot: Snapshot) -> None:
        """Show all audits up to this one."""
        here = self.currentIndex().row()
        stages, rows = way_rows(snapshot)
        self._model.show(stages, rows)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, self._look.px(58))
        for place in range(len(stages)):
            header.resizeSection(_FIRST + place, self._look.px(172))
        if rows:
            self.setCurrentIndex(self._model.index(max(0, here), 0))

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.key(index))
