"""The writing half of the report place: kinds and texts as segments, the list, and the editor of what is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from auditor_app.core.model import FindingKind
from auditor_app.core.readiness import Gap
from auditor_app.i18n import N_, _
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.report.delegates import TextRowDelegate
from auditor_app.ui.screens.report.editor import FindingEditor
from auditor_app.ui.screens.report.lists import FindingList, Kinds
from auditor_app.ui.screens.report.rows import (
    KIND_WORDS,
    TEXTS,
    FindingsModel,
    TextRow,
    finding_rows,
    findings_of,
    kinds_of,
    limit_words,
    text_rows,
    text_sentence,
)
from auditor_app.ui.screens.report.texts import TextsEditor
from auditor_app.ui.tokens import ROW, SIZE
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.model import Finding
    from auditor_app.services.desk import Written
    from auditor_app.ui.screens.report.blockers import BlockerRow
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_EDITOR_LEAST: Final = 220
_FEWEST: Final = 2
_MOST_TEXTS: Final = 5
_MOST_FINDINGS: Final = 7
_EMPTY: Final = {
    FindingKind.STRENGTH: N_("What does the school do well? At most five, each with an example."),
    FindingKind.DEVELOPMENT: N_("What was seen, why it matters, and a question to the school. Three to seven."),
    FindingKind.CONDITION: N_("What has to be in place first, and by when."),
    FindingKind.SUGGESTION: N_("A thought the school is free to leave."),
}


class Writing(QWidget):
    """Segments, list and editor; `chosen` tells which finding is in hand ("" for none)."""

    chosen = Signal(str)

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        kinds = kinds_of(session.live.audit.kind)
        self.kind: FindingKind | None = FindingKind.DEVELOPMENT
        self._kinds = kinds
        self._in_hand: dict[str, str] = {}
        self.kinds = Kinds(look)
        self.new = Button(look, _("&New"), "quiet", "plus")
        self.model = FindingsModel()
        self.list = FindingList(self.model, look)
        self.texts_model: RowsModel[TextRow] = RowsModel(lambda row: row.key, lambda row: row.title, text_sentence)
        self.texts_list = RowList(self.texts_model, _("Texts of the report"))
        self.texts_list.draw_with(TextRowDelegate(look, self.texts_list))
        for view in (self.list, self.texts_list):
            view.setProperty("staysActive", True)
        self.limit = TextLabel(look, "", "small", "attention.text")
        self.editor = FindingEditor(session, look)
        self.editor.setFocusProxy(self.editor.blocks["seen"].editor)
        self.texts = TextsEditor(session, look)
        self.empty = EmptyState(look)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(self._look.px(SIZE["paneHeader"]) - 1)
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.kinds, 1)
        row.addWidget(self.new)
        set_floor(head, "surface")
        self._area = Scrolled(self.editor, floor="surface")
        self._stack.addWidget(self._area)
        self._stack.addWidget(Scrolled(self.texts, floor="surface"))
        self._empty_page = Scrolled(self.empty, floor="surface")
        self._stack.addWidget(self._empty_page)
        self.limit.setContentsMargins(20, 6, 20, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, Hairline(self._look), self.list, self.texts_list, self.limit):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._on_kind)
        self.new.clicked.connect(self.add)
        self.empty.chosen.connect(self.add)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.list.binned.connect(self.bin)
        self.model.moved.connect(self._on_moved)
        self.texts_list.chosen.connect(self._on_text)
        self.texts_list.opened.connect(self._on_text_opened)
        self.editor.finished.connect(self.list.setFocus)
        self.texts.finished.connect(self.texts_list.setFocus)
        self.editor.unfolded.connect(self._on_unfolded)

    def parts(self) -> tuple[QWidget, ...]:
        """Give the parts F6 goes round: a list and, whole, the fields of what is chosen in it."""
        return (self.list, self.texts_list, self.editor, self.texts)

    def refresh(self) -> None:
        """Show what the audit holds now."""
        snapshot = self._session.snapshot
        is_open = not self._session.is_read_only
        words = {kind.value: f"{_(KIND_WORDS[kind])}  {len(findings_of(snapshot, kind))}" for kind in self._kinds}
        self.kinds.offer({**words, TEXTS: _("Texts")}, self.kind.value if self.kind else TEXTS)
        self.new.setVisible(self.kind is not None and is_open)
        self.list.setVisible(self.kind is not None)
        self.texts_list.setVisible(self.kind is None)
        self.model.can_move = is_open
        if self.kind is None:
            self._show_texts()
        else:
            self._show_findings(self.kind)
        self.setFocusProxy(self.texts_list if self.kind is None else self.list if self.model.rowCount() else self.empty)
        self._fit()

    def _show_findings(self, kind: FindingKind) -> None:
        rows = finding_rows(self._session.snapshot, kind)
        self.list.set_name(_(KIND_WORDS[kind]))
        self.list.show_rows(rows)
        self.limit.show_text(limit_words(kind, len(rows)))
        self.limit.setVisible(bool(self.limit.text()))
        if not rows:
            action = "" if self._session.is_read_only else _("First one")
            self.empty.show_step(_(KIND_WORDS[kind]), _(_EMPTY[kind]), action)
            self._stack.setCurrentWidget(self._empty_page)
            self._tell("")
            return
        if not self.list.current_key():
            wanted = self._in_hand.get(kind.value, "")
            if not self.list.choose(wanted):
                self.list.choose(rows[0].finding.id)
        self._show_in_hand()

    def _show_in_hand(self) -> None:
        row = self.model.row_at(self.list.currentIndex())
        if row is None or self.kind is None:
            return
        self._in_hand[self.kind.value] = row.finding.id
        self.editor.show_finding(row.finding)
        self._stack.setCurrentIndex(0)
        self._tell(row.finding.id)

    def _show_texts(self) -> None:
        self.limit.hide()
        self.texts_list.show_rows(text_rows(self._session.snapshot))
        if not self.texts_list.current_key():
            self.texts_list.choose("summary")
        self.texts.show_text(self._session.snapshot, self.texts_list.current_key())
        self._stack.setCurrentIndex(1)
        self._tell("")

    def _tell(self, finding: str) -> None:
        if finding != self._in_hand.get("told", ""):
            self._in_hand["told"] = finding
            self.chosen.emit(finding)

    def finding_in_hand(self) -> str:
        """Give the finding that is being written, or nothing."""
        return self._in_hand.get("told", "")

    # --- what a person did

    def add(self) -> None:
        """Add a finding of the kind that is shown, and go to its title."""
        if self.kind is not None and not self._session.is_read_only:
            self.flush()
            work = partial(self._session.judge.add_finding, self._session.audit_id, self.kind)
            self._session.write(work, self._on_added)

    def _on_added(self, written: Written) -> None:
        self.show_finding(written.id)
        self.editor.begin()

    def bin(self, finding: str) -> None:
        """Put a finding in the bin; the toast offers the way back."""
        if not self._session.is_read_only:
            self.flush()
            self._session.write(partial(self._session.judge.remove_finding, finding), self._on_binned)

    def _on_binned(self, _written: Written) -> None:
        self._session.tell(_("The finding is in the bin"), can_undo=True)

    def move_finding(self, steps: int) -> None:
        """Move the finding in hand up or down."""
        row = self.model.row_at(self.list.currentIndex())
        if self.kind is None or row is None:
            return
        place = row.number - 1 + steps
        if 0 <= place < len(self.model.rows):
            self._on_moved(row.finding.id, place)

    def _on_moved(self, finding: str, place: int) -> None:
        if not self._session.is_read_only:
            self.flush()
            self._session.write(partial(self._session.judge.move_finding, finding, place))

    def edit_title(self) -> None:
        """Go to the title of the finding in hand."""
        if self.kind is not None and self.finding_in_hand():
            self.editor.edit_title()

    def show_kind(self, kind: FindingKind | None) -> None:
        """Show another kind, or the texts."""
        self.flush()
        self.kind = kind
        self.list.choose("")
        self.refresh()

    def show_finding(self, finding: str) -> None:
        """Show a finding whatever its kind; unknown ones are ignored."""
        found = next((item for item in self._session.snapshot.findings if item.id == finding), None)
        if found is None:
            return
        self.flush()
        if self.kind is not found.kind:
            self.show_kind(found.kind)
        self.list.choose(finding)
        self._show_in_hand()

    def show_text(self, key: str) -> None:
        """Show a text of the report or of a standard, and go into it."""
        if self.kind is not None:
            self.show_kind(None)
        if self.texts_list.choose(key):
            self.texts.show_text(self._session.snapshot, key)
            self.texts.begin()

    def take_to(self, field: str) -> None:
        """Take the caret to a field of the finding in hand."""
        if self._session.is_read_only:
            return
        if field == "due" and self.editor.due.isVisibleTo(self.editor):
            self.editor.due.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif field == "evidence":
            self.editor.show_picker()

    def mend(self, row: BlockerRow) -> None:
        """Go to the text or finding that a gap is about."""
        snapshot = self._session.snapshot
        if row.gap is Gap.NO_SUMMARY:
            self.show_text("summary")
        elif row.gap in {Gap.TOO_MANY_STRENGTHS, Gap.TOO_MANY_POINTS}:
            self.show_kind(FindingKind.STRENGTH if row.gap is Gap.TOO_MANY_STRENGTHS else FindingKind.DEVELOPMENT)
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            found = [item for item in snapshot.findings if item.title == row.about and _lacks(item, row.gap)]
            if found:
                self.show_finding(found[0].id)
                (self.editor.show_picker if row.gap is Gap.FINDING_WITHOUT_EVIDENCE else self.editor.begin)()

    def flush(self) -> None:
        """Write at once what was typed."""
        self.editor.flush()
        self.texts.flush()

    def _on_kind(self, value: str) -> None:
        self.show_kind(None if value == TEXTS else FindingKind(value))

    def _on_chosen(self, _key: str) -> None:
        self.editor.flush()
        self._show_in_hand()

    def _on_opened(self, _key: str) -> None:
        self.editor.begin()

    def _on_unfolded(self, part: QWidget) -> None:
        self.editor.adjustSize()
        self._area.ensureWidgetVisible(part, 0, 12)

    def _on_text(self, key: str) -> None:
        self.texts.show_text(self._session.snapshot, key)

    def _on_text_opened(self, _key: str) -> None:
        self.texts.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list what the editor leaves."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.height() - self._look.px(SIZE["paneHeader"]) - _EDITOR_LEAST
        finding, text = self._look.px(ROW["finding"]), self._look.px(ROW["list"])
        self.list.setFixedHeight(finding * min(len(self.model.rows), _MOST_FINDINGS, max(_FEWEST, room // finding)))
        self.texts_list.setFixedHeight(text * min(len(self.texts_model.rows), _MOST_TEXTS, max(_FEWEST, room // text)))


def _lacks(finding: Finding, gap: Gap) -> bool:
    if gap is Gap.FINDING_WITHOUT_EVIDENCE:
        return not finding.notes or not finding.criteria
    is_point = finding.kind in {FindingKind.DEVELOPMENT, FindingKind.CONDITION}
    names = ("title", "seen", "question") if is_point else ("title", "seen")
    return not all(str(getattr(finding, name)).strip() for name in names)
