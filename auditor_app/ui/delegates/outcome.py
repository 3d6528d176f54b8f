"""Draws the rows of the outcome: sign, code, what is asked, why; and the headings between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.outcome_rows import NOT_MET, OPEN, OutcomeRow
from auditor_app.ui.widgets.text import TextBlock

_SIDE: Final = 20
_SIGN: Final = 26
_CODE: Final = 34
_PAD: Final = 7
_GAP: Final = 12


@dataclass(frozen=True)
class Laid:
    """A row broken into lines."""

    title: TextBlock
    text: TextBlock | None
    left: int


class OutcomeDelegate(RowDelegate[OutcomeRow, Laid]):
    """One to a few lines a row."""

    def lay_out(self, row: OutcomeRow, width: int) -> Laid:
        """Break title and text."""
        look = self.look
        left = _SIDE + (_SIGN if row.sign else 0) + (look.px(_CODE) if row.code else 0)
        room = width - left - _SIDE
        role = "bodyStrong" if row.is_group else "body"
        right = _width(look.font("body"), row.right) + _GAP if row.right else 0
        title = TextBlock(row.title, look.font(role), look.line("body"), room - right)
        text = TextBlock(row.text, look.font("small"), look.line("small") + 2, room) if row.text else None
        return Laid(title, text, left)

    def height(self, row: OutcomeRow, laid: Laid) -> int:
        """Give the height of the lines; a heading stands a little apart."""
        below = laid.text.height + 1 if laid.text else 0
        return laid.title.height + below + 2 * _PAD + 1 + (8 if row.is_group else 0)

    def is_choosable(self, row: OutcomeRow) -> bool:
        """Headings are not."""
        return not row.is_group

    def draw(self, painter: QPainter, rect: QRect, row: OutcomeRow, laid: Laid, _state: State) -> None:
        """Draw sign, code, title, state and text."""
        look = self.look
        top = rect.y() + _PAD + (8 if row.is_group else 0)
        line = look.line("body")
        x = rect.x() + _SIDE
        if row.sign:
            color = look["attention.line" if row.sign == OPEN else "text.muted"]
            name = {OPEN: "circle-alert", NOT_MET: "circle"}.get(row.sign, "check")
            paint_icon(painter, QRectF(x, top + (line - 16) / 2, 16, 16), name, color)
            x += _SIGN
        if row.code:
            code = QRectF(x, top, look.px(_CODE), line)
            draw_text(painter, code, row.code, look, "body", "text.secondary", weight=600, tabular=True)
        laid.title.paint(painter, QPointF(rect.x() + laid.left, top), look["text.primary"])
        if row.right:
            width = _width(look.font("body"), row.right)
            right = QRectF(rect.right() - _SIDE - width, top, width, line)
            color_name = "attention.text" if row.sign == OPEN else "text.secondary"
            draw_text(painter, right, row.right, look, "body", color_name, align=Qt.AlignmentFlag.AlignRight)
        if laid.text:
            laid.text.paint(painter, QPointF(rect.x() + laid.left, top + laid.title.height + 1), look["text.secondary"])
        hairline(painter, rect, look)


def _width(font: QFont, text: str) -> int:
    return math.ceil(QFontMetricsF(font).horizontalAdvance(text))
