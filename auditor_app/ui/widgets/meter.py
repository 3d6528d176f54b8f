"""The triangulation meter: blocks for what there is, a mark for the minimum, dashes for what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_BLOCK, _HIGH, _GAP, _CORNER = 14, 10, 3, 1.5
_AROUND_MARK: Final = 12
MOST_BLOCKS: Final = 10


@dataclass(frozen=True)
class MeterRow:
    """One count of the meter; `wanted` is what the level in view needs (dashed blocks up to it)."""

    label: str
    have: int
    minimum: int
    wanted: int = 0
    caption: str = ""


def paint_blocks(painter: QPainter, x: float, middle: float, row: MeterRow, look: Look) -> float:
    """Draw the blocks of a row from `x` and give where they end; more than ten end in a "+"."""
    shown = min(max(row.have, row.wanted, row.minimum), MOST_BLOCKS)
    for index in range(shown):
        if index == row.minimum > 0:
            x = _paint_mark(painter, x, middle, look)
        box = QRectF(x, middle - _HIGH / 2, _BLOCK, _HIGH)
        if index < row.have:
            paint_box(painter, box, _CORNER, look["level.ink"], None)
        else:
            paint_box(painter, box, _CORNER, None, look["line.strong"], is_dashed=True)
        x += _BLOCK + _GAP
    if shown == row.minimum:
        x = _paint_mark(painter, x, middle, look)
    return x


def _paint_mark(painter: QPainter, x: float, middle: float, look: Look) -> float:
    painter.fillRect(QRectF(x + _AROUND_MARK / 2 - _GAP, middle - 9, 2, 18), look["accent.base"])
    return x + _AROUND_MARK - _GAP


class Meter(QWidget):
    """Rows of 26: how many, of what, the blocks, the minimum in words."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: tuple[MeterRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_rows(self, rows: tuple[MeterRow, ...], sentence: str = "") -> None:
        """Show the counts; `sentence` says the same for screen readers."""
        self._rows = rows
        self.setAccessibleName(sentence or ", ".join(f"{row.have} {row.label}, {row.caption}" for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give 26 per row."""
        return QSize(320, self._look.px(26) * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        """Never lower than the rows."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        high = self._look.px(26)
        words = QFontMetrics(self._look.font("body"))
        label = max((words.horizontalAdvance(row.label) for row in self._rows), default=0)
        blocks_at = max(124, 20 + label + 16)
        for index, row in enumerate(self._rows):
            line = QRect(0, index * high, self.width(), high)
            paint_line(
                painter,
                line,
                str(row.have),
                self._look.font("bodyStrong", tabular=True),
                self._look["text.primary"],
            )
            body, muted = self._look.font("body"), self._look.font("small", tabular=True)
            paint_line(painter, line.adjusted(20, 0, 0, 0), row.label, body, self._look["text.secondary"])
            end = paint_blocks(painter, blocks_at, line.center().y() + 0.5, row, self._look)
            rest = line.adjusted(int(end) + 4, 0, 0, 0)
            paint_line(painter, rest, row.caption, muted, self._look["text.muted"], Qt.AlignmentFlag.AlignRight)
