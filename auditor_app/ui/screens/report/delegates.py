"""How the rows of the report place are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from auditor_app.i18n import _, current
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.screens.report.blockers import BlockerRow
from auditor_app.ui.screens.report.rows import FindingRow, PickRow, TextRow, shown_title
from auditor_app.ui.tokens import ROW, SIZE
from auditor_app.ui.widgets.chips import Tag, paint_source, paint_tag, tag_size
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextBlock

_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_BOX: Final = 16
_MOST_TAGS: Final = 3


@dataclass(frozen=True)
class LaidFinding:
    """The tags of a finding and the width they take."""

    tags: tuple[Tag, ...]
    width: int


class FindingDelegate(RowDelegate[FindingRow, LaidFinding]):
    """Grip, number, title, criteria, number of notes."""

    def lay_out(self, row: FindingRow, width: int) -> LaidFinding:  # noqa: ARG002 - as the base asks
        """Measure the tags; more than three are counted."""
        codes = row.finding.criteria
        rest = len(codes) - _MOST_TAGS
        tags = [*(Tag(code) for code in codes[:_MOST_TAGS]), *([Tag(f"+{rest}")] if rest > 0 else [])]
        return LaidFinding(tuple(tags), sum(tag_size(self.look, tag).width() + 10 for tag in tags))

    def height(self, row: FindingRow, laid: LaidFinding) -> int:  # noqa: ARG002 - as the base asks
        """All findings are of one height."""
        return self.look.px(ROW["finding"])

    def draw(self, painter: QPainter, rect: QRect, row: FindingRow, laid: LaidFinding, state: State) -> None:
        """Draw the row from both ends, the title between."""
        look, middle = self.look, rect.center().y() + 0.5
        hairline(painter, rect, look)
        paint_icon(painter, QRectF(rect.x() + 14, middle - 8, 16, 16), "grip-vertical", look["text.muted"])
        weight = 600 if state.is_selected else 0
        box = QRectF(rect)
        number = QRectF(rect.x() + 30, rect.y(), 17, rect.height())
        place = str(row.number)
        draw_text(painter, number, place, look, "body", "text.muted", align=_RIGHT, tabular=True, weight=weight)
        right = self._draw_count(painter, box, row, weight)
        x = right - laid.width
        title = QRectF(rect.x() + 61, rect.y(), x - rect.x() - 61 - 10, rect.height())
        color = "text.primary" if row.finding.title.strip() else "text.muted"
        draw_text(painter, title, shown_title(row.finding), look, "body", color, weight=weight)
        top = middle - look.px(SIZE["tag"]) / 2
        for tag in laid.tags:
            x += 10 + paint_tag(painter, QPointF(x, top), tag, look, is_selected=state.is_selected)

    def _draw_count(self, painter: QPainter, box: QRectF, row: FindingRow, weight: int) -> float:
        """Draw the number of notes, ochre when there is none; gives where it starts."""
        count = len(row.finding.notes)
        color = "text.secondary" if count else "attention.text"
        place = box.adjusted(0, 0, -20, 0)
        draw_text(
            painter, place, str(count), self.look, "body", color, align=_RIGHT, tabular=True,
            weight=weight or (0 if count else 600),
        )  # fmt: skip
        start = place.right() - max(
            8, QFontMetricsF(self.look.font("body", tabular=True)).horizontalAdvance(str(count))
        )
        icon = QRectF(start - 19, box.center().y() - 7, 14, 14)
        paint_icon(painter, icon, "link", self.look["text.secondary" if count else "attention.line"])
        return icon.x()


class TextRowDelegate(RowDelegate[TextRow, None]):
    """Code, title, and whether it was written."""

    def lay_out(self, row: TextRow, width: int) -> None:
        """Nothing to lay out."""

    def height(self, row: TextRow, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """All texts are of one height."""
        return self.look.px(ROW["list"])

    def draw(self, painter: QPainter, rect: QRect, row: TextRow, _laid: None, state: State) -> None:
        """Draw code and title; at the right a tick or a dash."""
        look = self.look
        hairline(painter, rect, look)
        weight = 600 if state.is_selected else 0
        x = rect.x() + 20
        if row.code:
            code = QRectF(x, rect.y(), look.px(36), rect.height())
            draw_text(painter, code, row.code, look, "body", "accent.text", tabular=True, weight=600)
            x += look.px(36)
        title = QRectF(x, rect.y(), rect.right() - x - 90, rect.height())
        draw_text(painter, title, row.title, look, "body", "text.primary", weight=weight)
        state_place = QRectF(rect).adjusted(0, 0, -20, 0)
        if row.is_written:
            icon = QRectF(state_place.right() - 14, rect.center().y() - 6.5, 14, 14)
            paint_icon(painter, icon, "check", look["text.muted"])
        else:
            draw_text(painter, state_place, _("empty"), look, "small", "text.muted", align=_RIGHT)


class BlockerDelegate(RowDelegate[BlockerRow, None]):
    """Symbol, sentence, and the words that lead there; what only deserves attention is quieter."""

    def lay_out(self, row: BlockerRow, width: int) -> None:
        """Nothing to lay out."""

    def height(self, row: BlockerRow, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """All rows are of one height."""
        return self.look.px(ROW["blocker"])

    def draw(self, painter: QPainter, rect: QRect, row: BlockerRow, _laid: None, _state: State) -> None:
        """Draw the row between the pane's margins."""
        look, inside = self.look, QRectF(rect).adjusted(20, 0, -20, 0)
        painter.fillRect(QRectF(inside.x(), rect.y(), inside.width(), 1), look["line.subtle"])
        color = "attention.line" if row.is_blocking else "text.muted"
        paint_icon(painter, QRectF(inside.x(), rect.center().y() - 7.5, 16, 16), row.icon, look[color])
        link = draw_text(painter, inside, row.link, look, "small", "accent.text", align=_RIGHT, weight=500)
        text = inside.adjusted(26, 0, -link - 12, 0)
        draw_text(painter, text, row.text, look, "body", "text.primary" if row.is_blocking else "text.secondary")


class PickDelegate(RowDelegate[PickRow, TextBlock]):
    """A tick, what was seen, and where it comes from."""

    def lay_out(self, row: PickRow, width: int) -> TextBlock:
        """Break the note into at most three lines."""
        text = row.note.seen[:2_000].replace("\x00", "\u2400")
        look = self.look
        return TextBlock(text, look.font("body"), look.line("body"), max(80, width - 60), max_lines=3)

    def height(self, row: PickRow, laid: TextBlock) -> int:  # noqa: ARG002 - as the base asks
        """Give room for the text and its source."""
        return laid.height + self.look.px(SIZE["source"]) + 15

    def draw(self, painter: QPainter, rect: QRect, row: PickRow, laid: TextBlock, state: State) -> None:
        """Draw the row."""
        look, y = self.look, rect.y() + 5
        hairline(painter, rect, look)
        self._draw_tick(painter, QRectF(rect.x() + 12, y + (look.line("body") - _BOX) / 2, _BOX, _BOX), row)
        x = rect.x() + 40
        laid.paint(painter, QPointF(x, y), look["text.primary"])
        y += laid.height + 3
        if row.note.source:
            x += paint_source(painter, QPointF(x, y), row.note.source, look, is_selected=state.is_selected) + 8
        where = " · ".join(filter(None, (current().moment(row.note.moment), row.note.year_group, row.initials)))
        place = QRectF(x, y, rect.right() - x - 12, look.px(SIZE["source"]))
        draw_text(painter, place, where, look, "small", "text.muted")

    def _draw_tick(self, painter: QPainter, box: QRectF, row: PickRow) -> None:
        look = self.look
        if not row.is_chosen:
            paint_box(painter, box, 3, look["bg.surface"], look["line.strong"])
            return
        paint_box(painter, box, 3, look["accent.base"], look["accent.base"])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look["accent.on"], 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([box.topLeft() + QPointF(a, b) for a, b in ((4, 8.2), (6.9, 11), (12, 5.2))])
