"""The finding in hand: what was seen, what it means, what is asked; and what it rests on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.model import FindingKind
from auditor_app.core.readiness import is_too_late
from auditor_app.core.wording import condition_hints, fact_hints, meaning_hints, question_hints
from auditor_app.i18n import N_, _, ngettext
from auditor_app.ui.models.book import book_of
from auditor_app.ui.screens.parts.forms import DateField
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.screens.parts.wording_line import Hints, WordingLine
from auditor_app.ui.screens.report.evidence import EvidencePicker
from auditor_app.ui.screens.report.rows import sources_of
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.chips import Tag, paint_source, paint_tag
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import LineEdit
from auditor_app.ui.widgets.panes import FoldRow
from auditor_app.ui.widgets.text import TextLabel, paint_line

if TYPE_CHECKING:
    from auditor_app.core.model import Finding
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LABEL: Final = 112
_GAP: Final = 12
_ALWAYS: Final = (
    ("seen", N_("Seen"), N_("the facts"), fact_hints),
    ("meaning", N_("Meaning"), N_("why it matters"), meaning_hints),
    ("question", N_("Question"), N_("to the school"), question_hints),
)
_FOLDED: Final = (
    ("first_step", N_("First step"), N_("what the school could try"), question_hints),
    ("quote", N_("Quote"), N_("word for word"), meaning_hints),
)
_CONDITION: Final = {
    "question": (N_("To be seen"), N_("what meets it"), condition_hints),
    "proof": (N_("Shown by"), N_("the evidence"), condition_hints),
}
"""What a condition asks instead of a question (DOMAIN 9.4); it may say "must"."""


class FieldBlock(QWidget):
    """A label of two lines, a field that grows, and below it quiet hints on the wording."""

    def __init__(self, look: Look, label: str, caption: str, hints: Hints, lines: tuple[int, int] = (2, 8)) -> None:
        super().__init__()
        self.editor = PlainEditor(look, f"{label}, {caption}", "small", lines)
        self.wording = WordingLine(look, self.editor, hints)
        self._labels = FieldLabels(look, label, caption)
        grid = field_grid(self, look, label, caption, self.editor, self._labels)
        grid.addWidget(self.wording, 1, 1)

    def ask(self, label: str, caption: str, hints: Hints) -> None:
        """Ask something else in this field from now on."""
        self.wording.look_for(hints)
        self._labels.show_words(label, caption)
        self.editor.set_name(f"{label}, {caption}", "")


class FieldLabels(QWidget):
    """What is asked, and muted below it what that means: 112 wide beside a field."""

    def __init__(self, look: Look, label: str, caption: str) -> None:
        super().__init__()
        self.setFixedWidth(LABEL)
        words = QVBoxLayout(self)
        words.setContentsMargins(0, 8, 0, 0)
        words.setSpacing(0)
        self.title = TextLabel(look, label, "bodyStrong")
        self._caption = TextLabel(look, caption, "body", "text.muted")
        words.addWidget(self.title)
        words.addWidget(self._caption)
        self._caption.setVisible(bool(caption))
        words.addStretch(1)

    def show_words(self, label: str, caption: str) -> None:
        """Ask something else."""
        self.title.show_text(label)
        self._caption.show_text(caption)


def field_grid(
    parent: QWidget, look: Look, label: str, caption: str, field: QWidget, labels: FieldLabels | None = None
) -> QGridLayout:
    """Set a label of 112 beside a field."""
    labels = labels or FieldLabels(look, label, caption)
    labels.title.setBuddy(field)
    grid = QGridLayout(parent)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(_GAP)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    grid.addWidget(labels, 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(field, 0, 1, Qt.AlignmentFlag.AlignTop)
    return grid


class EvidenceLine(QWidget):
    """The finding's criteria and its notes per kind of source, painted in one line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._codes: tuple[str, ...] = ()
        self._sources: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_evidence(self, codes: tuple[str, ...], sources: list[tuple[str, int]]) -> None:
        """Show criteria, and kinds of source with their counts."""
        self._codes, self._sources = codes, sources
        counted = ", ".join(f"{source} {count}" for source, count in sources)
        self.setAccessibleName(f"{_('Evidence')}: {', '.join(codes)}. {counted}")
        self.update()

    def sizeHint(self) -> QSize:
        """Give the height of a line of tags."""
        return QSize(200, self._look.px(SIZE["input"]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw tags, chips and counts."""
        painter, look = QPainter(self), self._look
        middle, x = self.height() / 2, 0.0
        for code in self._codes:
            x += 6 + paint_tag(painter, QPointF(x, middle - look.px(SIZE["tag"]) / 2), Tag(code), look)
        for source, count in self._sources:
            x += 7 + paint_source(painter, QPointF(x, middle - look.px(SIZE["source"]) / 2), source, look)
            place = QRectF(x, 0, 30, self.height()).toRect()
            font = look.font("body", tabular=True)
            x += 6 + paint_line(painter, place, str(count), font, look["text.secondary"])
        if not self._codes:
            font = look.font("body")
            paint_line(painter, self.rect(), _("No criterion yet"), font, look["attention.text"])


class FindingEditor(QWidget):
    """Fields of one finding; everything typed is written by itself."""

    finished = Signal()
    """Escape was pressed in a field."""
    unfolded = Signal(object)
    """A part was unfolded and wants to be seen."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._finding: Finding | None = None
        self.blocks: dict[str, FieldBlock] = {}
        self._texts: dict[str, StoredText] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        self._add_title(column)
        for name, label, caption, hints in _ALWAYS:
            column.addWidget(self._block(name, label, caption, hints))
        self._add_condition(column)
        self._add_evidence(column)
        self._add_folded(column)
        column.addStretch(1)

    def _add_title(self, column: QVBoxLayout) -> None:
        self.title = LineEdit(self._look, "", _("Title"))
        self.title.setMaxLength(200)
        self._title_row = QWidget()
        field_grid(self._title_row, self._look, _("Title"), "", self.title)
        self._texts["title"] = StoredText(self._session, self.title, partial(self._store, "title"))
        column.addWidget(self._title_row)

    def _block(self, name: str, label: str, caption: str, hints: Hints, lines: tuple[int, int] = (2, 8)) -> FieldBlock:
        block = FieldBlock(self._look, _(label), _(caption), hints, lines)
        audit = self._session.live.audit
        block.wording.show_audit(audit)
        block.editor.escaped.connect(self.finished)
        self.blocks[name] = block
        self._texts[name] = StoredText(self._session, block.editor, partial(self._store, name))
        return block

    def _add_condition(self, column: QVBoxLayout) -> None:
        """What only a condition has: what shows that it is met, and its date."""
        label, caption, hints = _CONDITION["proof"]
        column.addWidget(self._block("proof", label, caption, hints, (1, 4)))
        self.due = DateField(self._look, _("By"), is_optional=True)
        self.due.picked.connect(self._on_due)
        self._due_note = TextLabel(self._look, "", "small", "attention.text")
        self._due_row = QWidget()
        grid = field_grid(self._due_row, self._look, _("By"), _("within a year"), self.due)
        grid.addWidget(self._due_note, 1, 1)
        column.addWidget(self._due_row)

    def _show_condition(self, finding: Finding, *, is_read_only: bool) -> None:
        is_condition = finding.kind is FindingKind.CONDITION
        for part in (self.blocks["proof"], self._due_row):
            part.setVisible(is_condition)
        asked = _CONDITION["question"] if is_condition else _ALWAYS[2][1:]
        self.blocks["question"].ask(_(asked[0]), _(asked[1]), asked[2])
        self.due.show_date(finding.due)
        self.due.setEnabled(not is_read_only)
        audit = self._session.live.audit
        is_late = is_condition and is_too_late(finding.due, audit.ends or audit.starts)
        self._due_note.show_text(_("More than twelve months after the visit: too late.") if is_late else "")
        self._due_note.setVisible(is_late)

    def _on_due(self, day: str) -> None:
        if self._finding is not None:
            finding, judge = self._finding.id, self._session.judge
            self._session.write(lambda: judge.edit_finding(finding, "", due=day))

    def _add_evidence(self, column: QVBoxLayout) -> None:
        self.evidence = EvidenceLine(self._look)
        self.notes_link = LinkButton(self._look)
        self.notes_link.clicked.connect(self._on_evidence)
        line = QWidget()
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.evidence, 1)
        inner.addWidget(self.notes_link)
        row = QWidget()
        field_grid(row, self._look, _("Evidence"), "", line)
        column.addWidget(row)
        self.picker = EvidencePicker(self._look, self._session.live.framework)
        self.picker.criteria_changed.connect(self._on_criteria)
        self.picker.notes_changed.connect(self._on_notes)
        self.picker.hide()
        column.addWidget(self.picker)

    def _add_folded(self, column: QVBoxLayout) -> None:
        more = QWidget()
        inside = QVBoxLayout(more)
        inside.setContentsMargins(0, 8, 0, 0)
        inside.setSpacing(8)
        for name, label, caption, hints in _FOLDED:
            inside.addWidget(self._block(name, label, caption, hints, (1, 6)))
        self.more = FoldRow(self._look, more, is_heavy=False)
        self.more.show_title(_("Title, first step, quote"))
        self.more.toggled.connect(self._on_folded)
        column.addWidget(self.more)

    def _store(self, name: str, record: str, group: str, text: str) -> Written:
        return self._session.judge.edit_finding(record, group, **{name: text})

    def show_finding(self, finding: Finding) -> None:
        """Show a finding, or what changed of it."""
        is_other = self._finding is None or finding.id != self._finding.id
        self._finding = finding
        is_read_only = self._session.is_read_only
        for name, text in self._texts.items():
            text.show_stored(finding.id, str(getattr(finding, name)))
        self._show_condition(finding, is_read_only=is_read_only)
        for block in self.blocks.values():
            block.editor.set_read_only(is_read_only=is_read_only)
            block.wording.renew()
        self.title.setReadOnly(is_read_only)
        self._show_evidence(finding, is_read_only=is_read_only)
        if is_other:
            self._arrange(finding)

    def _show_evidence(self, finding: Finding, *, is_read_only: bool) -> None:
        book = book_of(self._session).notes
        self.evidence.show_evidence(finding.criteria, sources_of(book, finding))
        self.picker.show_finding(book, finding, is_read_only=is_read_only)
        self._name_link(finding)

    def _name_link(self, finding: Finding) -> None:
        count = len(finding.notes)
        if self.picker.isVisibleTo(self):
            words = _("Fold the notes")
        else:
            words = ngettext("View {n} note", "View {n} notes", count) if count else _("Choose notes")
        self.notes_link.show_text(words)

    def _arrange(self, finding: Finding) -> None:
        self.picker.setVisible(not finding.criteria or not finding.notes)
        self._name_link(finding)
        self.more.show_open(is_open=False)
        self._title_row.setVisible(not finding.title.strip())

    def edit_title(self) -> None:
        """Go to the title, unfolding it."""
        self._title_row.show()
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    def begin(self) -> None:
        """Go to the first field in sight that is still empty, else to what was seen; never to a folded one."""
        if self._finding is not None and not self._finding.title.strip():
            self.edit_title()
            return
        seen = [block for block in self.blocks.values() if block.isVisibleTo(self)]
        empty = (block for block in seen if not block.editor.text().strip())
        (next(empty, None) or self.blocks["seen"]).editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_picker(self) -> None:
        """Unfold criteria and notes, ready to type a criterion."""
        self.picker.hide()
        self._on_evidence()

    def flush(self) -> None:
        """Write at once what was typed."""
        for text in self._texts.values():
            text.field.flush()

    def _on_folded(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._finding is not None:
            self._title_row.setVisible(is_open or not self._finding.title.strip())

    def _on_evidence(self) -> None:
        self.picker.setVisible(not self.picker.isVisible())
        if self._finding is not None:
            self._name_link(self._finding)
        if self.picker.isVisible():
            self.picker.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.unfolded.emit(self.picker)

    def _on_criteria(self, codes: tuple[str, ...]) -> None:
        self._write(criteria=codes)

    def _on_notes(self, notes: tuple[str, ...]) -> None:
        self._write(notes=notes)

    def _write(self, **fields: tuple[str, ...]) -> None:
        if self._finding is not None:
            finding, judge = self._finding.id, self._session.judge
            self._session.write(lambda: judge.edit_finding(finding, "", **fields))
