"""The rows of the comparison: criteria under their standards, then and now, said in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from auditor_app.core.comparison import Comparison, Point, Remark, Row
from auditor_app.core.follow_up import NEEDS_DATE, PointState, states_of
from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.model import LEVELS, AuditKind
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import N_, _, current, ngettext
from auditor_app.ui.frame.words import level_words
from auditor_app.ui.models.rows import RowsModel

Index = QModelIndex | QPersistentModelIndex
REMARKS: Final = {
    Remark.NONE: "",
    Remark.SAME: N_("the same"),
    Remark.POSSIBLY_SAME: N_("possibly the same"),
    Remark.NOT_RATED_NOW: N_("not rated now"),
    Remark.NOT_RATED_THEN: N_("not rated then"),
    Remark.NOT_RATED: N_("not rated"),
    Remark.OTHER_FRAMEWORK: N_("not comparable"),
    Remark.NEW_CRITERION: N_("new criterion"),
    Remark.NOT_REJUDGED: N_("as it was"),
}
WHY: Final = {
    Remark.NOT_RATED_NOW: N_("Not rated now"),
    Remark.NOT_RATED_THEN: N_("Not rated then"),
    Remark.NOT_RATED: N_("Rated in neither audit"),
    Remark.OTHER_FRAMEWORK: N_("Another framework, not linked to this one"),
    Remark.NEW_CRITERION: N_("Not in the framework of then"),
    Remark.NOT_REJUDGED: N_("Not re-judged in this interim evaluation"),
}
STATES: Final[Mapping[str, str]] = {
    PointState.OPEN: N_("open"),
    PointState.FOLLOWED: N_("followed up"),
    PointState.PARTLY: N_("partly seen"),
    PointState.NOT_SEEN: N_("not seen in this audit"),
    PointState.NOT_STARTED: N_("not started"),
    PointState.UNDER_WAY: N_("under way"),
    PointState.REACHED: N_("reached"),
    PointState.DROPPED: N_("dropped"),
}
SQUARES: Final[Mapping[str, str]] = {
    PointState.OPEN: "not_discussed",
    PointState.FOLLOWED: "systematic",
    PointState.PARTLY: "partly",
    PointState.NOT_SEEN: "not_seen",
    PointState.NOT_STARTED: "not_seen",
    PointState.UNDER_WAY: "partly",
    PointState.REACHED: "systematic",
    PointState.DROPPED: "dropped",
}
"""The symbols of development points: the squares of the matrix."""


def keys_of(kind: AuditKind) -> Mapping[str, str]:
    """Give the keys that set a point's state in an audit of this kind: 1, 2, 3 … in their order, 0 for open."""
    return {**{str(number): str(state) for number, state in enumerate(states_of(kind), 1)}, "0": ""}


@dataclass(frozen=True)
class GroupRow:
    """A standard over its criteria."""

    code: str
    title: str


@dataclass(frozen=True)
class LevelRow:
    """One criterion then and now."""

    row: Row
    title: str
    is_core: bool
    since: str = ""
    """The month of the level of then, where another audit than the one beside this gave it."""

    @property
    def remark(self) -> str:
        """Say what the row says besides its levels, and of when the level of then is."""
        return ", ".join(filter(None, (_(REMARKS[self.row.remark]), self.when)))

    @property
    def when(self) -> str:
        """Say of when the level of then is, where that needs saying."""
        return _("then: {month}").format(month=self.since) if self.since else ""

    @property
    def beside_picture(self) -> str:
        """Say what the picture does not show."""
        is_seen = self.row.remark in {Remark.NONE, Remark.SAME}
        return self.when if is_seen else self.remark


CompareRow = GroupRow | LevelRow


def compare_rows(comparison: Comparison, framework: Framework, *, only_changed: bool = False) -> list[CompareRow]:
    """List standards and their criteria in the framework's order; `only_changed` leaves out the rest."""
    rows: list[CompareRow] = []
    by_code = {row.criterion: row for row in comparison.rows}
    for standard in framework.standards:
        members = [
            level_row(by_code[item.code], item) for item in framework.criteria_of(standard.code) if item.code in by_code
        ]
        shown = [item for item in members if item.row.has_changed or not only_changed]
        if shown:
            rows += [GroupRow(standard.code, current().pick(standard.title)), *shown]
    return rows


def level_row(row: Row, criterion: Criterion) -> LevelRow:
    """Give the row of a criterion."""
    return LevelRow(row, current().pick(criterion.title), criterion.is_core, current().date(row.judged, "MMM y"))


def key_of(row: CompareRow) -> str:
    """Give the code of the criterion or standard; no criterion has the code of a standard."""
    return row.code if isinstance(row, GroupRow) else row.row.criterion


def row_sentence(item: LevelRow, framework: Framework) -> str:
    """Say a row in one sentence: "E1.1 …: then developing, now embedded, notes 4 then, 6 now"."""
    row = item.row
    none = _("no level")
    then = _("then {level}").format(level=level_words(framework, row.then) or none)
    now = _("now {level}").format(level=level_words(framework, row.now) or none)
    notes = _("{then} notes then, {now} now").format(then=row.notes_then, now=row.notes_now)
    return ", ".join(filter(None, (f"{row.criterion} {item.title}: {then}", now, item.remark, notes)))


class CompareModel(RowsModel[CompareRow]):
    """Rows with their whole sentence as tooltip too, since a long title may be cut."""

    def __init__(self, framework: Framework) -> None:
        def sentence(row: CompareRow) -> str:
            return f"{row.code} {row.title}" if isinstance(row, GroupRow) else row_sentence(row, framework)

        super().__init__(key_of, lambda row: row.title, sentence)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Add the tooltip to what every row offers."""
        if role == Qt.ItemDataRole.ToolTipRole:
            role = int(Qt.ItemDataRole.AccessibleTextRole)
        return super().data(index, role)


COLUMNS: Final = (
    N_("Code"), N_("Criterion"), N_("Then"), N_("Now"), N_("Notes"), N_("Auditors"), N_("Remark"),
)  # fmt: skip
SORT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2


class CompareTable(QAbstractTableModel):
    """The same rows as sortable text."""

    def __init__(self, framework: Framework, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._framework = framework
        self._rows: tuple[LevelRow, ...] = ()

    def show(self, rows: list[CompareRow]) -> None:
        """Show the criteria among `rows`."""
        self.beginResetModel()
        self._rows = tuple(row for row in rows if isinstance(row, LevelRow))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Give the number of criteria."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Give the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Name a column."""
        is_name = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _(COLUMNS[section]) if is_name and 0 <= section < len(COLUMNS) else None

    def key(self, index: Index) -> str:
        """Give the criterion of a row."""
        return self._rows[index.row()].row.criterion if index.isValid() else ""

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give a cell's text; for sorting its value."""
        if not index.isValid():
            return None
        item, column = self._rows[index.row()], index.column()
        if role == SORT_ROLE:
            return self._sort_value(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row_sentence(item, self._framework)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._text(item, column)
        return None

    def _text(self, item: LevelRow, column: int) -> str:
        row = item.row
        return (
            row.criterion,
            item.title,
            _level_text(self._framework, row.then),
            _level_text(self._framework, row.now),
            f"{row.notes_then} → {row.notes_now}",
            f"{row.auditors_then} → {row.auditors_now}",
            item.remark,
        )[column]

    def _sort_value(self, place: int, column: int) -> object:
        item = self._rows[place]
        row = item.row
        values = (place, item.title, row.then, row.now, row.notes_now, row.auditors_now, _(REMARKS[row.remark]))
        return values[column]


def _level_text(framework: Framework, level: str) -> str:
    words = level_words(framework, level)
    return f"{level}  {words}" if level in LEVELS else words or "–"


@dataclass(frozen=True)
class GapRow:
    """A criterion that cannot be compared, and why."""

    code: str
    title: str
    why: str


def gap_rows(comparison: Comparison, framework: Framework) -> list[GapRow]:
    """List what is not comparable; when it is everything for one reason, say that once."""
    rows = tuple(row for row in comparison.not_comparable if row.remark is not Remark.NOT_REJUDGED)
    reasons = {row.remark for row in rows}
    if len(rows) == len(comparison.rows) and len(reasons) == 1 and rows:
        return [GapRow("", _("All criteria"), _(WHY[rows[0].remark]))]
    titles = {code: current().pick(item.title) for code, item in framework.by_code.items()}
    return [GapRow(row.criterion, titles[row.criterion], _(WHY[row.remark])) for row in rows]


@dataclass(frozen=True)
class PointRow:
    """A development point of then and what became of it."""

    point: Point
    notes: int

    @property
    def meta(self) -> str:
        """Say criterion and state: "E2.1 · followed up, 4 notes"."""
        state = _(STATES[self.point.state])
        before, due = self.point.before, current().date(self.point.now.due, "d MMM y")
        if self.point.state in {"followed", "partly"} and self.notes:
            state = f"{state}, {ngettext('{n} note', '{n} notes', self.notes)}"
        elif due and self.point.now.state in NEEDS_DATE:
            state = _("{state}, next {date}").format(state=state, date=due)
        elif not self.point.state and before is not None and before.state:
            state = _("{state} (before: {before})").format(state=state, before=_(STATES[before.state]))
        return " · ".join(filter(None, (", ".join(self.point.finding.criteria), state)))


def point_rows(points: Iterable[Point], snapshot: Snapshot) -> list[PointRow]:
    """List the development points of then, with the number of notes there are now on their criteria."""
    noted: dict[str, set[str]] = {}
    for link in snapshot.links:
        noted.setdefault(link.target, set()).add(link.note)
    return [
        PointRow(point, len(set().union(*(noted.get(code, set()) for code in point.finding.criteria))))
        for point in points
    ]


def gaps_model() -> RowsModel[GapRow]:
    """Make the list model of what is not comparable."""
    return RowsModel(lambda row: row.code, lambda row: row.title, lambda row: f"{row.code} {row.title}: {row.why}")


def points_model() -> RowsModel[PointRow]:
    """Make the list model of development points."""

    def sentence(row: PointRow) -> str:
        said = f"{_('Development point')}: {row.point.finding.title}, {row.meta}"
        return f"{said}. {row.point.text}" if row.point.text else said

    return RowsModel(lambda row: row.point.finding.id, lambda row: row.point.finding.title, sentence)
