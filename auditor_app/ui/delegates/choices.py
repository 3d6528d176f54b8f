"""The rows of the popup that completes a tag."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text
from auditor_app.ui.models.tags import Choice, tag_of
from auditor_app.ui.tokens import ROW, SIZE
from auditor_app.ui.widgets.chips import key_size, paint_key, paint_tag
from auditor_app.ui.widgets.shapes import paint_core

_SIDE, _GAP = 12, 10


class ChoiceDelegate(RowDelegate[Choice, None]):
    """Draws a tag, what it says, and the key that takes it."""

    def lay_out(self, row: Choice, width: int) -> None:
        """One line needs no layout."""

    def height(self, row: Choice, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """30 at the drawn text size."""
        return self.look.px(ROW["list"])

    def draw(self, painter: QPainter, rect: QRect, row: Choice, laid: None, state: State) -> None:  # noqa: ARG002 - every row is drawn by one signature
        """Draw tag, words and key."""
        x = rect.x() + _SIDE
        top = rect.y() + (rect.height() - self.look.px(SIZE["tag"])) / 2
        tag = tag_of(row.target, row.direction)
        x += paint_tag(painter, QPointF(x, top), tag, self.look, is_selected=state.is_selected) + _GAP
        right = rect.right() - _SIDE
        if row.key:
            size = key_size(self.look, row.key)
            paint_key(painter, QPointF(right - size.width(), rect.center().y() - size.height() / 2), row.key, self.look)
            right -= size.width() + _GAP
        elif row.is_core:
            paint_core(painter, QPointF(right - 4, rect.center().y() + 0.5), self.look["text.muted"])
            right -= 16
        draw_text(painter, QRectF(x, rect.y(), right - x, rect.height()), row.title, self.look, "body", "text.primary")
