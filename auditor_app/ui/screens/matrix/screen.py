"""Matrix: six roles × four steps, what was found in each cell and on which notes, open loops said as sentences."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.matrix import SUGGESTS_FOR
from auditor_app.core.model import Cell, Direction, TracedGoal
from auditor_app.i18n import N_, _, current
from auditor_app.services.words.matrix import suggestion_reason, suggestion_words
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.matrix_words import KEYS, STATES, CellRow, MatrixRows, matrix_rows, state_word
from auditor_app.ui.models.notebook import MATRIX, Entry
from auditor_app.ui.screens.matrix.notes import NotesDialog
from auditor_app.ui.screens.matrix.strip import MatrixStrip
from auditor_app.ui.screens.matrix.table import MatrixModel, MatrixTable
from auditor_app.ui.screens.matrix.trace import TraceDialog, traced_sentence
from auditor_app.ui.screens.parts.room import NARROWEST, holds_focus, is_low, room_of
from auditor_app.ui.screens.parts.underway import Underway
from auditor_app.ui.session import may_retry
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.buttons import Button, IconButton, LinkButton
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.panes import Bar, set_floor
from auditor_app.ui.widgets.shapes import paint_matrix_state
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_SHOWN = frozenset({"cell", "trace", "link", "note", "publication", "member", "activity"})


class _Legend(QWidget):
    """The four squares with their words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        look.changed.connect(self.updateGeometry)
        self.setAccessibleName(", ".join(map(state_word, STATES)))

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(self._look.font("small"))
        return [metrics.horizontalAdvance(state_word(state)) + 22 for state in STATES]

    def sizeHint(self) -> QSize:
        """Give room for all four."""
        return QSize(sum(self._widths()) + 20 * (len(STATES) - 1), self._look.px(20))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw squares and words."""
        painter, x, middle = QPainter(self), 0, self.height() / 2
        painter.setFont(self._look.font("small"))
        for state, width in zip(STATES, self._widths(), strict=True):
            square = self.rect().toRectF()
            square.setRect(x, middle - 6.5, 13, 13)
            paint_matrix_state(painter, square, state, self._look["level.ink"])
            painter.setPen(self._look["text.secondary"])
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(x + 22, 0, width, self.height(), int(align), state_word(state))
            x += width + 20


class MatrixScreen(QWidget):
    """The place of the value-creation matrix."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("systematic", "S", N_("Systematic")),
        Key("partly", "D", N_("Partly")),
        Key("not_seen", "N", N_("Not seen")),
        Key("not_discussed", "B", N_("Not discussed")),
        Key("notes", "Return", N_("To the notes of this cell")),
    )

    def __init__(self, session: AuditSession, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._look = session, look
        self._book = book_of(session)
        self._framework = session.live.framework
        self._underway = Underway()
        self._group = session.new_group()
        self._cell = ""
        self._is_stale = False
        self._dialog: NotesDialog | TraceDialog | None = None
        steps = [current().pick(step.title) for step in self._framework.matrix_steps]
        self.table = MatrixTable(look, MatrixModel(steps))
        self.strip = MatrixStrip(look)
        self._compose()
        self._connect()
        self.setMinimumSize(NARROWEST)
        self._refresh()
        first = self._framework.matrix_cells[0].id if self._framework.matrix_cells else ""
        self._open(first)
        self.setFocusProxy(self.table)

    def _compose(self) -> None:
        self._title = TextLabel(self._look, _("Value-creation matrix"), "heading", mode="line")
        self.suggestion = LinkButton(self._look)
        self.suggestion.setToolTip(suggestion_reason(current()))
        self.follow = Button(self._look, _("Follow one goal"), size="small")
        self._legend = _Legend(self._look)
        self._head = QWidget()
        set_floor(self._head, "canvas")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self.suggestion)
        row.addWidget(self.follow)
        row.addStretch(1)
        row.addWidget(self._legend)
        self.suggestion.setVisible(SUGGESTS_FOR in self._framework.by_code)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self._page_bar())
        whole.addWidget(self.table, 1)
        whole.addWidget(self.strip)
        set_floor(self, "canvas")

    def _page_bar(self) -> QWidget:
        """Make the bar of a narrow window: which role, what its row tells, and on to the next one."""
        self._bar = Bar(self._look, (16, 2, 10, 2), 10)
        self._role = TextLabel(self._look, "", "bodyStrong", mode="line")
        self._told = TextLabel(self._look, "", "small", "text.secondary", "elide")
        self._before = IconButton(self._look, "chevron-left", _("Role before"))
        self._after = IconButton(self._look, "chevron-right", _("Next role"))
        self._bar.row.addWidget(self._role)
        self._bar.row.addWidget(self._told, 1)
        self._bar.row.addWidget(self._before)
        self._bar.row.addWidget(self._after)
        self._bar.hide()
        return self._bar

    def _connect(self) -> None:
        self._book.changed.connect(self._on_changed)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.traced.connect(self.follow_goal)
        self.strip.decided.connect(self.decide)
        self.strip.remarked.connect(self._on_remarked)
        self.strip.opened.connect(self._on_note)
        self.strip.link_asked.connect(self.link_notes)
        self.follow.clicked.connect(self.follow_goal)
        self.suggestion.clicked.connect(self._on_criterion)
        self._before.clicked.connect(partial(self.table.step, -1, 0))
        self._after.clicked.connect(partial(self.table.step, 1, 0))

    # --- what is shown

    def _cells(self) -> list[Cell]:
        """Give the cells as stored, with what is on its way to the disk over them."""
        stored = {cell.cell: cell for cell in self._session.live.entities("cell").values() if not cell.deleted}
        codes = [cell.id for cell in self._framework.matrix_cells]
        return [
            replace(stored.get(code, Cell(cell=code)), **self._underway.fields(code))
            for code in codes
            if code in stored or self._underway.fields(code)
        ]

    def _goals(self) -> dict[str, TracedGoal]:
        return {goal.role: goal for goal in self._session.live.entities("trace").values() if not goal.deleted}

    @property
    def rows(self) -> MatrixRows:
        """What the place shows now."""
        return matrix_rows(self._framework, self._cells(), self._book.notes)

    def _refresh(self) -> None:
        self._is_stale = False
        rows = self.rows
        goals = tuple(goal for _role, goal in sorted(self._goals().items()))
        self.table.show_rows(rows, traced_sentence(self._framework, goals))
        self.suggestion.show_text(suggestion_words(current(), rows.matrix.suggestion))
        self._show_cell(rows, is_other=False)

    def _show_cell(self, rows: MatrixRows, *, is_other: bool) -> None:
        cell = rows.cells.get(self._cell)
        if cell is None:
            return
        is_signed = self._session.is_read_only
        self.strip.show_cell(cell, self._newest(self._cell), is_signed=is_signed, is_other=is_other)
        row = next(row for row in rows.rows if any(one.id == self._cell for one in row.cells))
        self._role.show_text(row.title if row.counts else _("{role} · does not count").format(role=row.title))
        self._told.show_text(row.told.text, bold=((0, len(row.told.first) + 1),))

    def _newest(self, cell: str) -> Entry | None:
        found = [entry for entry in self._book.notes.about(MATRIX + cell) if not entry.note.is_excluded]
        return found[-1] if found else None

    def _open(self, cell: str) -> None:
        if cell != self._cell:
            self.strip.flush()
            self._group = self._session.new_group()
        self._cell = cell
        self.table.choose(cell)
        self._show_cell(self.rows, is_other=True)

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a cell; other things are ignored."""
        cell = entity.rpartition(":")[2]
        if kind == "cell" and any(known.id == cell for known in self._framework.matrix_cells):
            self._open(cell)

    def _on_changed(self, touched: frozenset[tuple[str, str]], notes: frozenset[str]) -> None:
        if not notes and not {kind for kind, _id in touched} & _SHOWN:
            return
        self._is_stale = True
        if self.isVisible():
            self._refresh()
            self._renew_dialog(notes)

    def _renew_dialog(self, notes: frozenset[str]) -> None:
        if isinstance(self._dialog, NotesDialog):
            self._dialog.show_changed(notes)
        elif isinstance(self._dialog, TraceDialog):
            self._dialog.show_goals(self._goals())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another place was open."""
        super().showEvent(event)
        if self._is_stale:
            self._refresh()
        self._fit()

    # --- what a person does

    def _on_chosen(self, cell: str) -> None:
        self._open(cell)

    def decide(self, state: str) -> None:
        """Set the state of the chosen cell."""
        if self._cell and not self._session.is_read_only:
            self.strip.flush()
            self._write({"state": state})
            cell = self.rows.cells.get(self._cell)
            if cell is not None:
                announce(self.table, cell.sentence)

    def _on_remarked(self, text: str) -> None:
        if self._cell and not self._session.is_read_only:
            self._write({"text": text})

    def _write(self, fields: dict[str, str]) -> None:
        cell, audit = self._cell, self._session.audit_id
        work = partial(self._session.judge.set_cell, audit, cell, group=self._group, **fields)
        self._underway.begin(cell, fields)
        self._session.write(work, partial(self._on_written, cell), partial(self._on_failed, cell))
        self._refresh()

    def _on_written(self, cell: str, _written: Written) -> None:
        self._underway.end(cell)
        self._refresh()

    def _on_failed(self, cell: str, error: Exception) -> None:
        """Keep what was decided in sight while the session tries again; a refusal shows what is stored."""
        if not may_retry(error):
            self._underway.end(cell)
            self._refresh()

    def _on_opened(self, cell: str) -> None:
        newest = self._newest(cell)
        if newest is None:
            self.link_notes()
        else:
            self._on_note(newest.note.id)

    def _on_note(self, note: str) -> None:
        self._session.lead_to("notes", "note", note)

    def _on_criterion(self) -> None:
        self._session.lead_to("criteria", "criterion", SUGGESTS_FOR)

    def link_notes(self) -> None:
        """Choose the notes that speak to the cell."""
        cell = self.rows.cells.get(self._cell)
        if cell is None or self._session.is_read_only:
            return
        dialog = NotesDialog(self._look, self._book.notes, cell.id, cell.question, self)
        dialog.toggled.connect(partial(self._on_toggled, cell))
        dialog.words_asked.connect(partial(self._find_notes, dialog))
        self._show_dialog(dialog)

    def _on_toggled(self, cell: CellRow, note: str, is_linked: bool) -> None:  # noqa: FBT001 - Qt's signal
        evidence, target = self._session.evidence, MATRIX + cell.id
        if is_linked:
            self._session.write(partial(evidence.link, note, target, Direction.CONTEXT))
        else:
            self._session.write(partial(evidence.unlink, note, target))

    def _find_notes(self, dialog: NotesDialog, words: str) -> None:
        evidence, audit = self._session.evidence, self._session.audit_id

        def find() -> tuple[tuple[str, frozenset[str]], ...]:
            return tuple((word, evidence.notes_with(word, audit)) for word in words.split())

        self._session.read(find, dialog.show_found, latest="matrix.words")

    def follow_goal(self) -> None:
        """Follow one goal of a pupil and one of the school."""
        is_signed = self._session.is_read_only
        dialog = TraceDialog(self._look, self._framework, self._goals(), self, is_signed=is_signed)
        dialog.written.connect(partial(self._on_traced, self._session.new_group()))
        self._show_dialog(dialog)

    def _on_traced(self, group: str, role: str, field: str, text: str) -> None:
        fields = {field: text}
        audit = self._session.audit_id
        self._session.write(partial(self._session.judge.set_trace, audit, role, group, **fields))

    def _show_dialog(self, dialog: NotesDialog | TraceDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._on_dialog_done)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_dialog_done(self, _result: int) -> None:
        self._dialog = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set the state with S, D, N and B wherever no text has the focus."""
        state = KEYS.get(event.text().upper())
        if state and not self._session.is_read_only:
            self.decide(state)
        else:
            super().keyPressEvent(event)

    # --- room

    def _fit(self) -> None:
        room, low = room_of(self, self._look), is_low(self)
        is_narrow = room == "narrow"
        self.table.set_form(room)
        self._bar.setVisible(is_narrow)
        parts = (self._title, self.suggestion, self.follow, self._legend)
        needed = sum(part.sizeHint().width() for part in parts) + 4 * 12 + 2 * 20 + 20
        self._legend.setVisible(needed <= self.width())
        self._title.setVisible(not (is_narrow and low))
        self._head.setFixedHeight(self._look.px(SIZE["paneHeaderSmall" if low else "paneHeader"]))
        self.strip.show_compact(is_narrow=is_narrow, is_low=low)

    def minimumSizeHint(self) -> QSize:
        """Never keep the window from getting narrow."""
        return NARROWEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the questions in the cells, then show one row at a time."""
        super().resizeEvent(event)
        self._fit()

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give the cell in hand."""
        return (self.strip,)

    def next_pane(self) -> None:
        """Go round: table, state, remark."""
        if holds_focus(self.table):
            self.strip.control.focus_chosen()
        elif holds_focus(self.strip.control) and self.strip.remark.isVisible():
            self.strip.remark.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Write at once what was typed."""
        self.strip.flush()
        if isinstance(self._dialog, TraceDialog):
            self._dialog.flush()
