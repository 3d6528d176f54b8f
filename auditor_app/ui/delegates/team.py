"""Where the auditors stand: a scale of four levels with initials, and a line from the lowest to the highest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor_app.core.model import LEVELS
from auditor_app.i18n import _
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.models.team_rows import Row, TeamGroup, TeamRow
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.shapes import paint_box, paint_level

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_LEFT: Final = 20
_CODE: Final = 38
STEP: Final = 52
_SYMBOL: Final = 30
_BOX: Final = 22
_MOST: Final = 2
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
_MOST_WORDS: Final = 110
_OTHERS: Final = ("NB", "NVT")


def scale_start(width: float, step: float) -> float:
    """Give where the scale begins: four levels before the team's symbol at the right."""
    return width - _SYMBOL - 4 * step


class TeamDelegate(RowDelegate[Row, None]):
    """A criterion with its scale, or the heading of a group."""

    def is_choosable(self, row: Row) -> bool:
        """A heading is not chosen."""
        return isinstance(row, TeamRow)

    def lay_out(self, row: Row, width: int) -> None:
        """Nothing to lay out."""

    def height(self, row: Row, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """Give the two heights there are."""
        return self.look.px(ROW["teamGroup" if isinstance(row, TeamGroup) else "team"])

    def step(self) -> float:
        """Give the width of a level."""
        return float(self.look.px(STEP))

    def draw(self, painter: QPainter, rect: QRect, row: Row, _laid: None, state: State) -> None:
        """Draw a heading or a criterion."""
        if isinstance(row, TeamGroup):
            self._draw_group(painter, rect, row)
        else:
            self._draw_row(painter, rect, row, state)
        hairline(painter, rect, self.look)

    def _draw_group(self, painter: QPainter, rect: QRect, row: TeamGroup) -> None:
        painter.fillRect(rect, self.look["bg.canvas"])
        inside = QRectF(rect).adjusted(_LEFT, 0, -_LEFT, 0)
        draw_text(painter, inside, row.title, self.look, "bodyStrong", "text.primary")
        right = Qt.AlignmentFlag.AlignRight
        draw_text(painter, inside, str(row.count), self.look, "body", "text.muted", align=right, tabular=True)

    def _draw_row(self, painter: QPainter, rect: QRect, row: TeamRow, state: State) -> None:
        look, code = self.look, self.look.px(_CODE)
        start = rect.x() + scale_start(rect.width(), self.step())
        place = QRectF(rect.x() + _LEFT, rect.y(), code, rect.height())
        draw_text(painter, place, row.code, look, "body", "text.secondary", tabular=True)
        others = [(level, names) for level, names in row.stands if level in _OTHERS]
        words = "  ".join(f"{self._who(row, names)} {_short(level)}" for level, names in others)
        kept = min(look.px(_MOST_WORDS), round(QFontMetricsF(look.font("source")).horizontalAdvance(words)) + 8)
        kept = kept if others else 0
        title = QRectF(place.right() - 2, rect.y(), start - place.right() - 10 - kept, rect.height())
        draw_text(painter, title, row.title, look, "body", "text.primary", weight=600 if state.is_selected else 0)
        for level in range(4):
            x = round(start + level * self.step())
            painter.fillRect(QRectF(x, rect.y(), 1, rect.height()), look["line.subtle"])
        self._draw_stands(painter, rect, row, start)
        if others:
            box = QRectF(start - kept - 6, rect.y(), kept, rect.height())
            draw_text(painter, box, words, look, "source", "text.secondary", align=Qt.AlignmentFlag.AlignRight)
        if row.team:
            symbol = QRectF(rect.right() - _SYMBOL + 7, rect.center().y() - 7, 16, 16)
            paint_level(painter, symbol, row.team, look["level.ink"])

    def _draw_stands(self, painter: QPainter, rect: QRect, row: TeamRow, start: float) -> None:
        stands = [(level, names) for level, names in row.stands if level in LEVELS]
        middles = [start + (int(level) - 0.5) * self.step() for level, _names in stands]
        y = rect.y() + rect.height() / 2
        if len(middles) > 1:
            painter.fillRect(QRectF(middles[0], y - 1, middles[-1] - middles[0], 2), self.look["line.strong"])
        for middle, (_level, names) in zip(middles, stands, strict=True):
            self._draw_initials(painter, middle, y, (_("all alike"),) if row.is_everybody else names)

    def _who(self, row: TeamRow, names: tuple[str, ...]) -> str:
        return _("all alike") if row.is_everybody else "/".join(names)

    def _draw_initials(self, painter: QPainter, middle: float, y: float, names: tuple[str, ...]) -> None:
        look, font = self.look, self.look.font("source")
        shown = names if len(names) <= _MOST else (f"{len(names)} ×",)
        metrics, height = QFontMetricsF(font), float(look.px(20))
        widths = [max(float(look.px(_BOX)), metrics.horizontalAdvance(name) + 8) for name in shown]
        x = middle - sum(widths) / 2
        for name, width in zip(shown, widths, strict=True):
            box = QRectF(x, y - height / 2, width, height)
            paint_box(painter, box, 4, look["bg.surface"], look["line.strong"])
            draw_text(painter, box, name, look, "source", "text.primary", align=_CENTRE)
            x += width


def _short(level: str) -> str:
    return _("unassessed") if level == "NB" else _("n.a.")


class ScaleHead(QWidget):
    """The four levels over the scale, where the rows have them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Levels 1 to 4"))
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Give the width of the scale."""
        return QSize(4 * self._look.px(STEP) + _SYMBOL, self._look.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw symbol and number of each level."""
        painter, step, middle = QPainter(self), self._look.px(STEP), self.height() / 2
        for place, level in enumerate(LEVELS):
            x = place * step + step / 2
            paint_level(painter, QRectF(x - 14, middle - 7, 14, 14), level, self._look["level.ink"])
            words = QRectF(x + 6, 0, 16, self.height())
            draw_text(painter, words, level, self._look, "body", "text.secondary", tabular=True)


def paint_band(painter: QPainter, rect: QRectF, low: float, value: float, high: float, look: Look) -> None:
    """Draw a value between 0 and 1 with its interval as a band on a line."""
    middle = rect.center().y()
    painter.fillRect(QRectF(rect.x(), middle, rect.width(), 1), look["line.medium"])
    start, end = (rect.x() + max(0.0, min(1.0, part)) * rect.width() for part in (low, high))
    painter.fillRect(QRectF(start, middle - 2.5, max(2.0, end - start), 6), look["accent.soft"])
    at = rect.x() + max(0.0, min(1.0, value)) * rect.width()
    painter.fillRect(QRectF(min(at, rect.right() - 3), middle - 6, 3, 13), look["accent.base"])
