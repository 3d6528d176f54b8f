"""What people answered, as bars: the statement, then per group a bar from 0 to 100 %, the per cent and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor_app.ui.widgets.text import TextBlock, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_ROW, _BAR, _GAP, _BETWEEN = 20, 7, 10, 12
_PERCENT, _NUMBER, _THEN, _PART = 42, 50, 72, 12
_NAME: Final = 0.4
"""The most a name may take of the width."""
_NARROW: Final = 330
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
HUNDRED: Final = 100


@dataclass(frozen=True)
class BarRow:
    """One group: `words` stand instead of a bar where too few answered; `then` is the earlier audit in words."""

    name: str
    percent: int | None
    number: str = ""
    words: str = ""
    then: str = ""
    then_percent: int | None = None
    of: str = ""
    """The group that this row is a part of."""

    @property
    def sentence(self) -> str:
        """Say the row as a screen reader does."""
        said = self.words if self.percent is None else f"{self.percent} %, {self.number}"
        return ", ".join(filter(None, (self.of, self.name, said, self.then)))


@dataclass(frozen=True)
class BarGroup:
    """One statement with the groups it was put to; `caption` stands under it."""

    text: str
    caption: str
    rows: tuple[BarRow, ...]

    @property
    def sentence(self) -> str:
        """Say the statement and its groups."""
        return f"{self.text} {self.caption}: {'; '.join(row.sentence for row in self.rows)}"


class SurveyBars(QWidget):
    """Draws statements; every number is written beside its bar."""

    def __init__(self, look: Look, inset: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._inset = look, inset
        self._groups: tuple[BarGroup, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    @property
    def groups(self) -> tuple[BarGroup, ...]:
        """What is shown."""
        return self._groups

    def show_groups(self, groups: Sequence[BarGroup]) -> None:
        """Show statements."""
        self._groups = tuple(groups)
        self.setAccessibleName(". ".join(group.sentence for group in self._groups))
        self.updateGeometry()
        self.update()

    @property
    def _room(self) -> int:
        return self.width() - self._inset

    def hasHeightForWidth(self) -> bool:
        """Statements wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all statements."""
        heights = [self._height(group, width - self._inset) for group in self._groups]
        return sum(heights) + max(0, len(heights) - 1) * self._look.px(_BETWEEN) + 8

    def _height(self, group: BarGroup, width: int) -> int:
        look = self._look
        caption = look.line("small") if group.caption else 0
        lines = 2 if width < look.px(_NARROW) else 1
        return self._block(group, width).height + caption + 4 + len(group.rows) * lines * look.px(_ROW)

    def _block(self, group: BarGroup, width: int) -> TextBlock:
        return TextBlock(group.text, self._look.font("rubric"), self._look.line("rubric"), max(80, width))

    def sizeHint(self) -> QSize:
        """Give the size at the present width."""
        width = self.width() or 420
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Let the statements wrap."""
        return QSize(120, self._look.line("rubric") if self._groups else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the statements."""
        painter = QPainter(self)
        painter.translate(self._inset, 0)
        look, width = self._look, self._room
        y = 4
        for group in self._groups:
            block = self._block(group, width)
            block.paint(painter, QPointF(0, y), look["text.primary"])
            y += block.height
            if group.caption:
                line = QRect(0, y, width, look.line("small"))
                paint_line(painter, line, group.caption, look.font("small"), look["text.muted"])
                y += look.line("small")
            y += 4
            for row in group.rows:
                y = self._paint_row(painter, row, y)
            y += look.px(_BETWEEN)

    def _paint_row(self, painter: QPainter, row: BarRow, y: int) -> int:
        look, width, high = self._look, self._room, self._look.px(_ROW)
        small = look.font("small")
        is_narrow = width < look.px(_NARROW)
        name = QRect(0, y, width if is_narrow else self._name_width(), high)
        has_then = any(other.then for group in self._groups for other in group.rows)
        indent = look.px(_PART) if row.of else 0
        paint_line(painter, name.adjusted(indent, 0, 0, 0), row.name, small, look["text.secondary"])
        if is_narrow:
            y += high
        left = 0 if is_narrow else name.right() + look.px(_GAP)
        if row.percent is None:
            words = QRect(left, y, width - left, high)
            paint_line(painter, words, row.words, small, look["text.muted"])
            return y + high
        then = look.px(_THEN) if has_then else 0
        right = width - look.px(_PERCENT) - look.px(_NUMBER) - then
        self._paint_bar(painter, row, QRectF(left, y, max(24, right - left - look.px(_GAP)), high))
        figures = look.font("small", tabular=True)
        percent = QRect(right - look.px(4), y, look.px(_PERCENT), high)
        strong = look.font("caption", tabular=True)
        paint_line(painter, percent, f"{row.percent}\N{NO-BREAK SPACE}%", strong, look["text.primary"], _RIGHT)
        number = QRect(right + look.px(_PERCENT), y, look.px(_NUMBER), high)
        paint_line(painter, number, row.number, figures, look["text.muted"], _RIGHT)
        if row.then:
            place = QRect(width - then, y, then, high)
            paint_line(painter, place, row.then, figures, look["text.muted"], _RIGHT)
        return y + high

    def _name_width(self) -> int:
        metrics = QFontMetrics(self._look.font("small"))
        part = self._look.px(_PART)
        widths = [
            metrics.horizontalAdvance(row.name) + (part if row.of else 0)
            for group in self._groups
            for row in group.rows
        ]
        return min(int(self._room * _NAME), max(widths, default=0) + 2)

    def _paint_bar(self, painter: QPainter, row: BarRow, room: QRectF) -> None:
        look = self._look
        middle = round(room.center().y())
        painter.fillRect(QRectF(room.left(), middle, room.width(), 1), look["line.medium"])
        bar = QRectF(
            room.left(), middle - look.px(_BAR) / 2, room.width() * (row.percent or 0) / HUNDRED, look.px(_BAR)
        )
        painter.fillRect(bar, look["level.ink"])
        if row.then_percent is not None:
            at = room.left() + room.width() * row.then_percent / HUNDRED
            is_over = row.then_percent <= (row.percent or 0)
            high = look.px(_BAR) + 6
            mark = QRectF(min(at, room.right() - 2), middle - high / 2, 2, high)
            painter.fillRect(mark, look["text.muted"])
            if is_over:
                painter.fillRect(mark.adjusted(-1, 3, -1, -3), look["bg.surface"])
