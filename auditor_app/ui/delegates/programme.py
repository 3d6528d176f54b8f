"""The rows of the programme: time, title, kind of source, number of notes; now is a dot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from auditor_app.core.model import ActivityKind
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text
from auditor_app.ui.models.programme import ProgrammeRow
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.chips import paint_source, source_size

_TIME_AT, _TITLE_AT, _RIGHT = 14, 60, 14
_COUNT, _MOST, _GAP = 22, 60, 6
"""What one or two digits take at the right, what more may take, and what stays free before them."""


class ProgrammeDelegate(RowDelegate[ProgrammeRow, None]):
    """Draws one activity on one line; what was skipped stays, struck through, with its reason."""

    def lay_out(self, row: ProgrammeRow, width: int) -> None:
        """One line needs no layout."""

    def height(self, row: ProgrammeRow, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """35 at the drawn text size."""
        return self.look.px(ROW["day"])

    def draw(self, painter: QPainter, rect: QRect, row: ProgrammeRow, laid: None, state: State) -> None:  # noqa: ARG002 - every row is drawn by one signature
        """Draw time, title, chip and count."""
        box = QRectF(rect)
        is_now = row.phase == "now"
        if is_now:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look["accent.base"])
            painter.drawEllipse(QPointF(box.x() + 9, box.center().y()), 2.5, 2.5)
        time = QRectF(box.x() + _TIME_AT, box.y(), self.look.px(42), box.height())
        color = "accent.text" if is_now else "text.muted"
        draw_text(painter, time, row.activity.start, self.look, "body", color, weight=600 * is_now, tabular=True)
        right = self._draw_right(painter, box, row, state)
        self._draw_title(
            painter,
            QRectF(
                box.x() + self.look.px(_TITLE_AT), box.y(), right - box.x() - self.look.px(_TITLE_AT) - 8, box.height()
            ),
            row,
            state,
        )

    def _draw_right(self, painter: QPainter, box: QRectF, row: ProgrammeRow, state: State) -> float:
        right = box.x() + self.view.width() - _RIGHT
        taken = 0.0
        if row.notes:
            room = self.look.px(_MOST)
            place = QRectF(right - room, box.y(), room, box.height())
            align = Qt.AlignmentFlag.AlignRight
            taken = draw_text(
                painter, place, str(row.notes), self.look, "body", "text.muted", align=align, tabular=True
            )
        right -= max(self.look.px(_COUNT), taken + _GAP)
        if row.activity.source:
            size = source_size(self.look, row.activity.source)
            right -= size.width()
            top = round(box.center().y() - size.height() / 2 + 0.5)
            paint_source(painter, QPointF(right, top), row.activity.source, self.look, is_selected=state.is_selected)
        return right

    def _draw_title(self, painter: QPainter, box: QRectF, row: ProgrammeRow, state: State) -> None:
        item = row.activity
        is_past = row.phase == "past" or item.is_skipped
        color = "text.primary" if state.is_selected or not is_past else "text.secondary"
        if item.is_skipped:
            taken = draw_text(painter, box, item.title, self.look, "body", "text.muted", struck=True)
            rest = box.adjusted(taken + 8, 0, 0, 0)
            draw_text(painter, rest, item.skip_reason, self.look, "small", "text.muted")
            return
        is_time = item.kind is ActivityKind.NOTE_TIME
        weight = 600 if state.is_selected or row.phase == "now" else 0
        draw_text(painter, box, item.title, self.look, "body", color, weight=weight, italic=is_time)
