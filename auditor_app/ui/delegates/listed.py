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


@dataclass(frozen=True)
class _Laid:
    text: TextBlock
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
        return _Laid(TextBlock(row.text, self.look.font(role), self.look.line(role), room), left)

    def height(self, row: Listed, laid: _Laid) -> int:
        """Give room for the sentence and the line below it."""
        below = self.look.line("small") + _GAP if row.detail else 0
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
        if row.detail:
            below = QRectF(x, y + laid.text.height + _GAP, right - x, self.look.line("small"))
            draw_text(painter, below, row.detail, self.look, "small", "text.muted")
        if not row.is_heading:
            hairline(painter, rect, self.look)
