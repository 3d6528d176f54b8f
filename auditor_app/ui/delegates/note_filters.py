"""The rows of the filters: 28 high, active ones marked as chosen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from auditor_app.ui.delegates.rows import Index, RowDelegate, State, draw_text
from auditor_app.ui.models.note_filters import FilterRow
from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.tokens import ROW, SIZE
from auditor_app.ui.widgets.chips import paint_source
from auditor_app.ui.widgets.rows import paint_ground

_SIDE, _RIGHT, _GAP = 16, 13, 8
_COUNT = 30
"""The column of the counts; a longer count takes from its label."""


class FilterDelegate(RowDelegate[FilterRow, None]):
    """Draws a filter with its count; several may be active, so being active is not the list's selection."""

    def lay_out(self, row: FilterRow, width: int) -> None:
        """One line needs no layout."""

    def height(self, row: FilterRow, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """28 for a filter, some more above a heading."""
        return self.look.px(ROW["filter"]) + (8 if row.is_heading else 0)

    def is_choosable(self, row: FilterRow) -> bool:
        """A heading cannot be chosen."""
        return not row.is_heading

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground of active filters, and a ring where the keyboard stands."""
        row = index.data(ROW_ROLE)
        if row is None:
            return
        rect: QRect = option.rect
        state = State(option)
        painter.save()
        if not row.is_heading:
            paint_ground(painter, rect, self.look, selected=row.is_active, hovered=state.is_hovered)
            if state.is_selected and self.view.hasFocus():
                painter.setPen(QPen(self.look["focus.ring"], 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        self.draw(painter, rect, row, None, state)
        painter.restore()

    def draw(self, painter: QPainter, rect: QRect, row: FilterRow, laid: None, state: State) -> None:  # noqa: ARG002 - every row is drawn by one signature
        """Draw chip, label and count."""
        box = QRectF(rect).adjusted(_SIDE, 0, -_RIGHT, 0)
        if row.is_heading:
            draw_text(painter, box.adjusted(0, 8, 0, 0), row.label, self.look, "caption", "text.secondary")
            return
        if row.source:
            top = round(box.center().y() - self.look.px(SIZE["source"]) / 2)
            box.setLeft(box.left() + paint_source(painter, QPointF(box.x(), top), row.source, self.look) + 8)
        taken = 0.0
        if row.count:
            align = Qt.AlignmentFlag.AlignRight
            color = "accent.text" if row.is_active else "text.muted"
            taken = draw_text(painter, box, str(row.count), self.look, "body", color, align=align, tabular=True)
        color = "accent.text" if row.is_active else "text.secondary"
        label = box.adjusted(0, 0, -max(self.look.px(_COUNT), taken + _GAP), 0)
        draw_text(painter, label, row.label, self.look, "body", color, weight=600 if row.is_active else 0)
