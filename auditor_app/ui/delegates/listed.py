"""Rows inside a dialog: a tag, a sentence of as many lines as it needs, and a muted line that says where."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.models.listed import Listed
from auditor_app.ui.models.tags import tag_of
from auditor_app.ui.widgets.chips import paint_tag
from auditor_app.ui.widgets.text import TextBlock

_SIDE, _ABOVE, _BELOW, _GAP = 12, 8, 8, 1
_TAG = 58


_MOST_DETAIL = 2
"""Lines of the muted text below: more would make a row of it."""


@dataclass(frozen=True)
class _Laid:
    text: TextBlock
    detail: TextBlock | None
    left: float


class ListedDelegate(RowDelegate[Listed, _Laid]):
    """Draws one row; headings are small and heavy."""

    def is_choosable(self, row: Listed) -> bool:
        """A heading leads nowhere."""
        return not row.is_heading

    def lay_out(self, row: Listed, width: int) -> _Laid:
        """Break the sentence into lines, beside its tag and the word at the right."""
        role = "caption" if row.is_heading else "body"
        left = _SIDE + (self.look.px(_TAG) if row.tag else 0)
        right = QFontMetricsF(self.look.font("small")).horizontalAdvance(row.right) + 16 if row.right else 0
        room = width - left - _SIDE - right
        text = TextBlock(row.text, self.look.font(role), self.look.line(role), room)
        small = self.look.font("small"), self.look.line("small"), width - left - _SIDE
        detail = TextBlock(row.detail, *small, max_lines=_MOST_DETAIL) if row.detail else None
        return _Laid(text, detail, left)

    def height(self, row: Listed, laid: _Laid) -> int:
        """Give room for the sentence and the line below it."""
        below = laid.detail.height + _GAP if laid.detail is not None else 0
        return _ABOVE + laid.text.height + below + (4 if row.is_heading else _BELOW)

    def draw(self, painter: QPainter, rect: QRect, row: Listed, laid: _Laid, state: State) -> None:
        """Draw tag, sentence, the word at the right and the muted line."""
        x, y = rect.x() + laid.left, rect.y() + _ABOVE
        color = "text.secondary" if row.is_heading else "text.primary"
        if row.tag:
            paint_tag(
                painter, QPointF(rect.x() + _SIDE, y - 1), tag_of(row.tag), self.look, is_selected=state.is_selected
            )
        laid.text.paint(painter, QPointF(x, y), self.look[color])
        right = rect.x() + self.room() - _SIDE
        if row.right:
            place = QRectF(x, y, right - x, self.look.line("body"))
            draw_text(painter, place, row.right, self.look, "small", "text.muted", align=Qt.AlignmentFlag.AlignRight)
        if laid.detail is not None:
            laid.detail.paint(painter, QPointF(x, y + laid.text.height + _GAP), self.look["text.muted"])
        if not row.is_heading:
            hairline(painter, rect, self.look)
