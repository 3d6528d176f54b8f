"""The questions beside the capture: caption, question, how many notes answer it; the marked one is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from auditor_app.i18n import ngettext
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.models.questions import Question
from auditor_app.ui.widgets.shapes import paint_core
from auditor_app.ui.widgets.text import TextBlock

_SIDE, _RIGHT, _ABOVE, _GAP, _BELOW = 20, 8, 10, 2, 11
_LINE = 20
_DASH = 14


@dataclass(frozen=True)
class _Laid:
    caption: TextBlock
    text: TextBlock
    count: str
    hints: tuple[TextBlock, ...] = ()


class QuestionsDelegate(RowDelegate[Question, _Laid]):
    """Draws a question; the leader reads it from some distance, so it may be large."""

    _is_large = False

    def set_large(self, *, is_large: bool) -> None:
        """Draw the questions for who leads (16/24) or for who records (14/20)."""
        if is_large != self._is_large:
            self._is_large = is_large
            self._forget()

    def is_choosable(self, row: Question) -> bool:
        """A heading cannot be marked."""
        return bool(row.target)

    def lay_out(self, row: Question, width: int) -> _Laid:
        """Break caption and question into lines."""
        count = ngettext("{n} note", "{n} notes", row.notes) if row.notes else ""
        taken = QFontMetricsF(self.look.font("small")).horizontalAdvance(count) + 12 if count else 0
        side = width - _SIDE - _RIGHT - taken - (24 if row.is_core else 0)
        font, line = self.look.font("caption"), self.look.line("caption")
        caption = TextBlock(row.caption, font, line, side)
        role = "question" if self._is_large else "note"
        step = self.look.line("question") if self._is_large else self.look.px(_LINE)
        small = self.look.font("small"), self.look.line("small")
        room = width - _SIDE - _RIGHT - _DASH
        hints = tuple(TextBlock(hint, *small, room) for hint in row.hints)
        return _Laid(caption, TextBlock(row.text, self.look.font(role), step, width - _SIDE - _RIGHT), count, hints)

    def height(self, row: Question, laid: _Laid) -> int:
        """Give room for caption and question."""
        if not row.target:
            return _ABOVE + 4 + laid.caption.height + 2
        hints = sum(block.height + _GAP for block in laid.hints) + (4 if laid.hints else 0)
        return _ABOVE + laid.caption.height + _GAP + laid.text.height + hints + _BELOW

    def draw(self, painter: QPainter, rect: QRect, row: Question, laid: _Laid, state: State) -> None:
        """Draw caption, count or diamond, and the question."""
        x, y = rect.x() + _SIDE, rect.y() + _ABOVE
        if not row.target:
            laid.caption.paint(painter, QPointF(x, y + 4), self.look["text.secondary"])
            return
        color = "accent.text" if state.is_selected else "text.secondary"
        laid.caption.paint(painter, QPointF(x, y), self.look[color])
        right = rect.x() + self.room() - _RIGHT + 2
        if row.is_core:
            taken = QFontMetricsF(self.look.font("small")).horizontalAdvance(laid.count) + 10 if laid.count else 0
            paint_core(painter, QPointF(right - taken - 6, y + 8), self.look["text.muted"])
        if laid.count:
            place = QRectF(x, y, right - x, self.look.line("small"))
            draw_text(painter, place, laid.count, self.look, "small", "text.muted", align=Qt.AlignmentFlag.AlignRight)
        y += laid.caption.height + _GAP
        laid.text.paint(painter, QPointF(x, y), self.look["text.primary"])
        y += laid.text.height + 4
        for block in laid.hints:
            draw_text(painter, QRectF(x, y, _DASH, block.line), "–", self.look, "small", "text.muted")
            block.paint(painter, QPointF(x + _DASH, y), self.look["text.secondary"])
            y += block.height + _GAP
        hairline(painter, rect, self.look)
