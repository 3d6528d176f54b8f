"""The strip below the matrix: a cell's question, state and remark, its newest note, and the way to more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.matrix import LONGEST_REMARK
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.matrix_words import KEYS, STATES, CellRow, state_word, why_systematic
from auditor_app.ui.models.notebook import Entry
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.chips import paint_source, source_size
from auditor_app.ui.widgets.inputs import LineEdit
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.segmented import StateControl
from auditor_app.ui.widgets.text import TextBlock, TextLabel, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class NewestNote(QAbstractButton):
    """The newest note of a cell on two lines with its source; a click leads to it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._entry: Entry | None = None
        self._count = 0
        self._empty, self._is_owed = "", False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_note(self, entry: Entry | None, count: int, empty: str, *, is_owed: bool) -> None:
        """Show the newest of `count` notes, or in its place why there should be one."""
        self._entry, self._count, self._empty, self._is_owed = entry, count, empty, is_owed
        self.setEnabled(entry is not None)
        words = f"{entry.note.seen}. {self._meta(entry)}" if entry else empty
        self.setAccessibleName(words)
        self.setToolTip(entry.note.seen if entry else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if entry else Qt.CursorShape.ArrowCursor)
        self.update()

    def _meta(self, entry: Entry) -> str:
        said = [current().moment(entry.note.moment), entry.initials]
        if self._count > 1:
            said.append(ngettext("newest of {n} note", "newest of {n} notes", self._count))
        return "  ·  ".join(filter(None, said))

    def sizeHint(self) -> QSize:
        """Give room for two lines and the source."""
        return QSize(320, 2 * self._look.line("note") + self._look.px(22))

    def minimumSizeHint(self) -> QSize:
        """Let the note be cut to one line."""
        return QSize(120, self._look.line("note"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the note, or why it is missing."""
        painter, look = QPainter(self), self._look
        if self._entry is None:
            self._draw_empty(painter)
            return
        foot = look.px(22)
        lines = max(1, min(2, (self.height() - foot) // look.line("note")))
        font = look.font("note")
        block = TextBlock(self._entry.note.seen, font, look.line("note"), self.width(), max_lines=lines)
        color = look["accent.text" if self.underMouse() else "text.primary"]
        block.paint(painter, QPointF(0, 0), color)
        if self.height() < block.height + foot - 2:
            return
        self._draw_foot(painter, block.height + 2)

    def _draw_foot(self, painter: QPainter, top: float) -> None:
        look, entry, x = self._look, self._entry, 0
        if entry is None:
            return
        if entry.note.source:
            height = source_size(look, entry.note.source).height()
            paint_source(painter, QPointF(0, top + (look.px(20) - height) / 2), entry.note.source, look)
            x = source_size(look, entry.note.source).width() + 8
        rect = QRectF(x, top, self.width() - x, look.px(20)).toRect()
        paint_line(painter, rect, self._meta(entry), look.font("small", tabular=True), look["text.muted"])

    def _draw_empty(self, painter: QPainter) -> None:
        look, x = self._look, 0
        if self._is_owed:
            paint_icon(painter, QRectF(0, 2, 16, 16), "triangle-alert", look["attention.line"])
            x = 24
        color = look["attention.text" if self._is_owed else "text.muted"]
        TextBlock(self._empty, look.font("body"), look.line("body"), self.width() - x).paint(
            painter, QPointF(x, 0), color
        )


class MatrixStrip(QWidget):
    """Everything about one cell; tells what a person decided about it."""

    decided = Signal(str)
    remarked = Signal(str)
    opened = Signal(str)
    """The note that was clicked."""
    link_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entry: Entry | None = None
        self._id = TextLabel(look, "", "bodyStrong", "accent.text", "line")
        self.question = TextLabel(look, "", "bodyStrong", mode="elide")
        self.control = StateControl(look)
        self.signed = TextLabel(look, "", "bodyStrong", mode="line")
        self.remark_name = TextLabel(look, "", "small", "text.muted", "elide")
        self._room = TextLabel(look, "", "small", "text.muted", "line", tabular=True)
        self.remark = LineEdit(look)
        self.remark.setMaxLength(LONGEST_REMARK)
        self.note = NewestNote(look)
        self.link = Button(look)
        self.control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._compose()
        self.control.chosen.connect(self.decided)
        self.remark.edited.connect(self.remarked)
        self.remark.textChanged.connect(self._on_typed)
        self.note.clicked.connect(self._on_note)
        self.link.clicked.connect(self.link_asked)
        self.retranslate()
        set_floor(self, "canvas")

    def _compose(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(0)
        state.addWidget(self.control)
        state.addWidget(self.signed)
        state.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._id)
        head.addWidget(self.question, 1)
        left.addLayout(head)
        left.addLayout(state)
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(self.remark_name, 1)
        names.addWidget(self._room)
        self._middle = QWidget()
        self._remark = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._middle)
        self._remark.setContentsMargins(0, 2, 0, 0)
        self._remark.setSpacing(8)
        self._remark.addLayout(names)
        self._remark.addWidget(self.remark, 1)
        self._rule = Hairline(self._look, Qt.Orientation.Vertical)
        row = QHBoxLayout()
        row.setContentsMargins(20, 9, 20, 11)
        row.setSpacing(20)
        row.addLayout(left)
        row.addWidget(self._middle, 4)
        row.addWidget(self._rule)
        row.addWidget(self.note, 4)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self._row = row
        self._below = QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Hairline(self._look))
        whole.addLayout(row)
        whole.addLayout(self._below)

    def show_cell(self, cell: CellRow, newest: Entry | None, *, is_signed: bool, is_other: bool) -> None:
        """Show a cell; the remark in hand is not touched while it is being written."""
        self._entry = newest
        self._id.show_text(cell.id)
        self.question.show_text(cell.question)
        self.control.show_choice(cell.state)
        self.control.setVisible(not is_signed)
        self.signed.show_text(state_word(cell.state) if is_signed else "")
        self.signed.setVisible(is_signed)
        if is_other or not self.remark.hasFocus():
            self.remark.show_text(cell.text)
            self.remark.setCursorPosition(0)
        self.remark.setReadOnly(is_signed)
        self.link.setVisible(not is_signed)
        empty = _("No notes are kept here") if cell.notes else _("No note speaks to this cell yet.")
        empty = why_systematic() if cell.lacks_note else empty
        self.note.show_note(newest, cell.notes, empty, is_owed=cell.lacks_note)
        self.setAccessibleName(cell.sentence)
        self._on_typed(self.remark.text())

    def show_compact(self, *, is_narrow: bool, is_low: bool) -> None:
        """Leave out what has no room, the note first; the remark goes below the state, on a line of its own."""
        self._place_remark(is_below=is_narrow)
        self.note.setVisible(not is_narrow)
        self._rule.setVisible(not is_narrow)
        for label in (self._id, self.question):
            label.setVisible(not (is_narrow and is_low))
        side = 14 if is_narrow else 20
        self._row.setContentsMargins(side, 6 if is_low else 9, side, 7 if is_low else 11)

    def _place_remark(self, *, is_below: bool) -> None:
        if is_below == bool(self._below.count()):
            return
        had_focus = self.remark.hasFocus()
        if is_below:
            self._below.addWidget(self._middle)
            self._below.setContentsMargins(14, 0, 14, 8)
        else:
            self._row.insertWidget(1, self._middle, 4)
            self._below.setContentsMargins(0, 0, 0, 0)
        directions = QBoxLayout.Direction
        self._remark.setDirection(directions.LeftToRight if is_below else directions.TopToBottom)
        if had_focus:
            self.remark.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.remark.flush()

    def _on_typed(self, text: str) -> None:
        self._room.show_text(_("{n} of {most}").format(n=len(text), most=LONGEST_REMARK) if text else "")

    def _on_note(self) -> None:
        if self._entry is not None:
            self.opened.emit(self._entry.note.id)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        chosen = self.control.value
        self.control.offer({state: state_word(state).capitalize() for state in STATES})
        keys = {state: key for key, state in KEYS.items()}
        for state in STATES:
            button = self.control.segment(state)
            button.setToolTip(f"{button.text()} ({keys[state]})")
        self.control.show_choice(chosen)
        self.remark_name.show_text(_("Remark in the report"))
        self.remark.setAccessibleName(_("Remark in the report"))
        self.link.show_text(_("Link a note"))
