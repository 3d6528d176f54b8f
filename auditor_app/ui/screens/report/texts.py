"""The report's texts besides findings: of the whole report, and of one standard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.model import Chapter
from auditor_app.core.wording import meaning_hints
from auditor_app.i18n import N_, _, current
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.screens.report.editor import FieldBlock
from auditor_app.ui.screens.report.rows import CHAPTER_TEXTS, REPORT_TEXTS
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_LABELS: Final = {
    "summary": (N_("Summary"), N_("the first page the school reads")),
    "done": (N_("What was done"), N_("in a few sentences")),
    "not_looked_at": (N_("Not looked at"), N_("and why")),
    "context": (N_("The school"), N_("in its own words")),
    "lead": (N_("In short"), N_("what was seen most")),
    "own_way": (N_("Own way"), N_("what this school does its own way")),
    "unresolved": (N_("Left open"), N_("where the team did not come out")),
}


class TextsEditor(QWidget):
    """One text of the report, or the three of a standard."""

    finished = Signal()

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._key = session, "summary"
        self.blocks: dict[str, FieldBlock] = {}
        self._texts: dict[str, StoredText] = {}
        self._title = TextLabel(look, "", "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addWidget(self._title)
        for name, (label, caption) in _LABELS.items():
            column.addWidget(self._block(look, name, label, caption))
        column.addStretch(1)

    def _block(self, look: Look, name: str, label: str, caption: str) -> FieldBlock:
        block = FieldBlock(look, _(label), _(caption), meaning_hints, (3, 12) if name in REPORT_TEXTS else (2, 8))
        block.wording.show_audit(self._session.live.audit)
        block.editor.escaped.connect(self.finished)
        store = self._store_report if name in REPORT_TEXTS else self._store_chapter
        self.blocks[name] = block
        self._texts[name] = StoredText(self._session, block.editor, partial(store, name))
        return block

    def _store_report(self, name: str, record: str, group: str, text: str) -> Written:
        return self._session.audits.edit(record, group, **{name: text})

    def _store_chapter(self, name: str, record: str, group: str, text: str) -> Written:
        return self._session.judge.set_chapter(self._session.audit_id, record, group, **{name: text})

    def show_text(self, snapshot: Snapshot, key: str) -> None:
        """Show a text of the report (`summary`, …) or the texts of a standard, or what changed of them."""
        self._key = key
        is_report = key in REPORT_TEXTS
        chapter = next((item for item in snapshot.chapters if item.standard == key), Chapter(standard=key))
        for name in REPORT_TEXTS:
            self._texts[name].show_stored(snapshot.audit.id, str(getattr(snapshot.audit, name)))
        for name in CHAPTER_TEXTS:
            self._texts[name].show_stored("" if is_report else key, "" if is_report else str(getattr(chapter, name)))
        for name, block in self.blocks.items():
            block.setVisible(name == key or (not is_report and name in CHAPTER_TEXTS))
            block.editor.set_read_only(is_read_only=self._session.is_read_only)
            block.wording.renew()
        standard = next((item for item in snapshot.framework.standards if item.code == key), None)
        self._title.show_text(f"{standard.code}  {current().pick(standard.title)}" if standard else "")
        self._title.setVisible(standard is not None)

    def begin(self) -> None:
        """Go to the field."""
        self.blocks[self._key if self._key in REPORT_TEXTS else "lead"].editor.setFocus()

    def flush(self) -> None:
        """Write at once what was typed."""
        for text in self._texts.values():
            text.field.flush()
