"""The rows of the criteria tree: diamond, level symbol, code, title on up to three lines, triangle, count."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTreeView

from auditor_app.ui.delegates.rows import SCROLL_BAR, RowDelegate, State, draw_text
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.criteria_tree import TreeRow
from auditor_app.ui.widgets.shapes import paint_core, paint_level
from auditor_app.ui.widgets.text import TextBlock

_HEAD = 34
_DIAMOND, _LEVEL, _CODE, _TITLE, _RIGHT = 10, 20, 44, 80, 12
_COUNT, _TRIANGLE = 24, 18


class CriteriaDelegate(RowDelegate[TreeRow, TextBlock]):
    """Draws lines, standards and criteria; the branches are drawn here too, without indentation."""

    def lay_out(self, row: TreeRow, width: int) -> TextBlock:
        """Break the title into lines; long Dutch titles are the rule and are never cut."""
        if row.kind == "criterion":
            font, line = self.look.font("treeTitle"), self.look.line("treeTitle")
            return TextBlock(row.title, font, line, self._title_room(row, width))
        role = "bodyStrong" if row.kind == "line" else "body"
        text = f"{row.code} {row.title}"
        return TextBlock(text, self.look.font(role), self.look.line("treeTitle"), width - _HEAD - 8, max_lines=2)

    def _title_at(self) -> int:
        return _CODE + self.look.px(_TITLE - _CODE)

    def _title_room(self, row: TreeRow, width: int) -> int:
        return width + SCROLL_BAR - self._title_at() - _RIGHT - self.look.px(_COUNT) - (_TRIANGLE if row.is_thin else 0)

    def height(self, row: TreeRow, laid: TextBlock) -> int:
        """Give room for the lines of the title."""
        if row.kind == "criterion":
            return max(self.look.px(30), laid.height + 8)
        return laid.height + (12 if row.kind == "line" else 10)

    def draw(self, painter: QPainter, rect: QRect, row: TreeRow, laid: TextBlock, state: State) -> None:
        """Draw the row."""
        if row.kind == "criterion":
            self._draw_criterion(painter, rect, row, laid, state)
        else:
            self._draw_head(painter, rect, row, laid)

    def _draw_head(self, painter: QPainter, rect: QRect, row: TreeRow, laid: TextBlock) -> None:
        view = self.view
        is_open = isinstance(view, QTreeView) and view.isExpanded(view.indexAt(rect.center()))
        x = rect.x() + 13
        name = "chevron-down" if is_open else "chevron-right"
        color = "text.primary" if row.kind == "line" else "text.secondary"
        middle = rect.y() + (rect.height() - laid.height) / 2 + self.look.line("treeTitle") / 2
        paint_icon(painter, QRectF(x, middle - 7, 14, 14), name, self.look[color])
        top = rect.y() + (rect.height() - laid.height) / 2
        laid.paint(painter, QPointF(rect.x() + _HEAD, top), self.look[color])

    def _draw_criterion(self, painter: QPainter, rect: QRect, row: TreeRow, laid: TextBlock, state: State) -> None:
        line = self.look.line("treeTitle")
        top = rect.y() + 6
        middle = top + line / 2
        if row.is_core:
            paint_core(painter, QPointF(rect.x() + _DIAMOND, middle), self.look["text.muted"])
        paint_level(painter, QRectF(rect.x() + _LEVEL, middle - 8, 16, 16), row.level, self.look["level.ink"])
        weight = 600 if state.is_selected else 0
        code = QRectF(rect.x() + _CODE, top, self.look.px(_TITLE - _CODE), line)
        color = "text.primary" if state.is_selected else "text.muted"
        draw_text(painter, code, row.code, self.look, "body", color, weight=weight, tabular=True)
        if state.is_selected:
            font = self.look.font("treeTitle", weight=600)
            laid = TextBlock(row.title, font, line, self._title_room(row, self.room()) + 4)
        laid.paint(painter, QPointF(rect.x() + self._title_at(), top), self.look["text.primary"])
        right = rect.x() + self.view.width() - _RIGHT
        place = QRectF(right - 30, top, 30, line)
        align = Qt.AlignmentFlag.AlignRight
        draw_text(painter, place, str(row.notes), self.look, "body", "text.muted", align=align, tabular=True)
        if row.is_thin:
            place = QRectF(right - self.look.px(39), middle - 8, 16, 16)
            paint_icon(painter, place, "triangle-alert", self.look["attention.line"])
