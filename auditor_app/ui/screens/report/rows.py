"""What the report place lists: findings, what holds signing back, texts, and notes to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from auditor_app.core.model import AuditKind, Finding, FindingKind, Note
from auditor_app.core.readiness import MAX_STRENGTHS
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import N_, _, current, ngettext
from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.rows import RowsModel

Index = QModelIndex | QPersistentModelIndex
MIME: Final = "application/x-auditor-finding"
TEXTS: Final = "texts"
"""The segment beside the kinds of findings."""
KIND_WORDS: Final = {
    FindingKind.STRENGTH: N_("Strengths"),
    FindingKind.DEVELOPMENT: N_("Development points"),
    FindingKind.CONDITION: N_("Conditions"),
    FindingKind.SUGGESTION: N_("Suggestions"),
}


def kinds_of(audit: AuditKind) -> tuple[FindingKind, ...]:
    """List the kinds of findings an audit may hold; only a summative one sets conditions (DOMAIN 9)."""
    return tuple(kind for kind in FindingKind if kind is not FindingKind.CONDITION or audit is AuditKind.SUMMATIVE)


@dataclass(frozen=True)
class FindingRow:
    """A finding in its list; `number` is its place from 1."""

    finding: Finding
    number: int


def findings_of(snapshot: Snapshot, kind: FindingKind) -> list[Finding]:
    """List the findings of a kind in the team's order."""
    return sorted((item for item in snapshot.findings if item.kind is kind), key=lambda item: (item.position, item.id))


def finding_rows(snapshot: Snapshot, kind: FindingKind) -> list[FindingRow]:
    """Give the rows of a kind."""
    return [FindingRow(finding, place) for place, finding in enumerate(findings_of(snapshot, kind), 1)]


def shown_title(finding: Finding) -> str:
    """Give the title, or the words that stand for a missing one."""
    return " ".join(finding.title.split()) or _("Without a title")


def finding_sentence(row: FindingRow) -> str:
    """Say a finding in one sentence for screen readers."""
    finding = row.finding
    said = [f"{row.number}. {shown_title(finding)}"]
    said.append(", ".join(finding.criteria) or _("no criterion yet"))
    count = len(finding.notes)
    said.append(ngettext("{n} note", "{n} notes", count) if count else _("no evidence yet"))
    return ", ".join(said)


class FindingsModel(RowsModel[FindingRow]):
    """The findings of one kind; a row that is dragged is told by `moved` and moves when the store says so."""

    moved = Signal(str, int)
    """(finding, its new place from 0)."""

    def __init__(self) -> None:
        super().__init__(lambda row: row.finding.id, lambda row: shown_title(row.finding), finding_sentence)
        self.can_move = True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged, and dropped between others."""
        flags = super().flags(index)
        if not self.can_move:
            return flags
        return flags | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows only move."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only our own rows are taken."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the id of the finding."""
        data = QMimeData()
        row = self.row_at(indexes[0]) if indexes else None
        data.setData(MIME, QByteArray(row.finding.id.encode() if row else b""))
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Tell where the finding was dropped; the view must not take the row away itself."""
        dragged = bytes(data.data(MIME).data()).decode()
        there = row if row >= 0 else parent.row() if parent.isValid() else self.rowCount()
        here = self.index_of(dragged).row()
        place = there - 1 if 0 <= here < there else there
        if here >= 0 and place != here:
            self.moved.emit(dragged, place)
        return False


@dataclass(frozen=True)
class TextRow:
    """A text of the report besides findings: of the whole report, or of one standard."""

    key: str
    code: str
    title: str
    is_written: bool


REPORT_TEXTS: Final = {
    "summary": N_("Summary"),
    "done": N_("What was done"),
    "not_looked_at": N_("What was not looked at"),
    "context": N_("The school in its own words"),
}
CHAPTER_TEXTS: Final = ("lead", "own_way", "unresolved")


def text_rows(snapshot: Snapshot) -> list[TextRow]:
    """List the report's texts, then the standards."""
    rows = [
        TextRow(name, "", _(words), bool(str(getattr(snapshot.audit, name)).strip()))
        for name, words in REPORT_TEXTS.items()
    ]
    chapters = {chapter.standard: chapter for chapter in snapshot.chapters}
    for standard in snapshot.framework.standards:
        chapter = chapters.get(standard.code)
        is_written = chapter is not None and any(str(getattr(chapter, name)).strip() for name in CHAPTER_TEXTS)
        rows.append(TextRow(standard.code, standard.code, current().pick(standard.title), is_written))
    return rows


def text_sentence(row: TextRow) -> str:
    """Say a text and whether it was written."""
    return f"{row.code} {row.title}, {_('written') if row.is_written else _('empty')}".strip()


@dataclass(frozen=True)
class PickRow:
    """A note that may carry a finding."""

    note: Note
    is_chosen: bool
    initials: str


def pick_rows(book: Notebook, finding: Finding) -> Sequence[PickRow]:
    """List the notes of the finding's criteria and those it rests on already, in the order of the visit."""
    chosen = frozenset(finding.notes)

    def row(key: str) -> PickRow:
        entry = book.entries[key]
        return PickRow(entry.note, key in chosen, entry.initials)

    return OnDemand(book.offered(finding.criteria, finding.notes).keys, row)


class PickModel(RowsModel[PickRow]):
    """Notes with a tick each, also for screen readers."""

    def __init__(self) -> None:
        super().__init__(lambda row: row.note.id, lambda row: row.note.seen, _pick_sentence)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each row can be ticked."""
        return super().flags(index) | (Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else Qt.ItemFlag.NoItemFlags)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Add the tick to what every row offers."""
        row = self.row_at(index)
        if row is not None and role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.is_chosen else Qt.CheckState.Unchecked
        return super().data(index, role)


def _pick_sentence(row: PickRow) -> str:
    chosen = _("chosen as evidence") if row.is_chosen else _("not chosen")
    where = ", ".join(filter(None, (row.note.source, current().moment(row.note.moment), row.initials)))
    return f"{chosen}, {where}: {row.note.seen}"


def sources_of(book: Notebook, finding: Finding) -> list[tuple[str, int]]:
    """Count the finding's notes per kind of source, in the framework's order."""
    notes = [book.entries[key].note for key in set(finding.notes) if key in book.entries]
    counted = Counter(note.source for note in notes if note.source and not note.deleted)
    order = [source.code for source in book.live.framework.sources]
    return sorted(counted.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def limit_words(kind: FindingKind, count: int) -> str:
    """Say the limit once it is reached."""
    if kind is FindingKind.STRENGTH and count >= MAX_STRENGTHS:
        return _("Five strengths at most: what stands out most is remembered best.")
    return ""
