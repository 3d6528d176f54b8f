"""Then and now as a picture: ring and disc on a scale without good or bad side, and the head over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QWidget

from auditor_app.core.comparison import Remark, Row
from auditor_app.core.framework import Framework
from auditor_app.core.model import LEVELS
from auditor_app.i18n import _
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text
from auditor_app.ui.frame.words import level_words
from auditor_app.ui.screens.compare.rows import CompareRow, GroupRow, LevelRow
from auditor_app.ui.theme import Look
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.shapes import Dumbbell, paint_core, paint_dumbbell, paint_level
from auditor_app.ui.widgets.text import TextBlock

HEAD: Final = 58
_LOW_HEAD: Final = 34
_LEFT: Final = 20
_CODE: Final = 38
_NOTES: Final = 54
_REMARK: Final = 120
_WIDE: Final = 880
_NARROW: Final = 620


@dataclass(frozen=True)
class Columns:
    """Where everything stands across a row."""

    title: float
    title_end: float
    first: float
    """The middle of level 1."""
    step: float
    notes: float
    remark: float | None

    def level(self, level: str) -> float | None:
        """Give the place of a level on the scale; None for what is not one."""
        return self.first + (int(level) - 1) * self.step if level in LEVELS else None


def columns(width: float, text_scale: float = 1.0) -> Columns:
    """Divide a row: below 880 the scale gets narrower, below 620 the remark is left to the dashes and the words."""
    code, notes, remark = (part * text_scale for part in (_CODE, _NOTES, _REMARK))
    step = 84.0 if width >= _WIDE else 56.0
    has_remark = width >= _NARROW * text_scale
    scale_end = width - _LEFT - notes - (remark if has_remark else 0)
    start = scale_end - 4 * step
    title = _LEFT + code
    return Columns(
        title, start + step / 2 - 24, start + step / 2, step, scale_end, scale_end + notes if has_remark else None
    )


class CompareDelegate(RowDelegate[CompareRow, None]):
    """A criterion with its dumbbell, or a standard as a heading."""

    def is_choosable(self, row: CompareRow) -> bool:
        """A heading is not chosen."""
        return isinstance(row, LevelRow)

    def lay_out(self, row: CompareRow, width: int) -> None:
        """Nothing to lay out."""

    def height(self, row: CompareRow, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """Give the two heights there are."""
        return self.look.px(ROW["compareGroup" if isinstance(row, GroupRow) else "compare"])

    def draw(self, painter: QPainter, rect: QRect, row: CompareRow, _laid: None, _state: State) -> None:
        """Draw a heading or a criterion."""
        if isinstance(row, GroupRow):
            self._draw_group(painter, QRectF(rect), row)
        else:
            self._draw_levels(painter, QRectF(rect), row)

    def _draw_group(self, painter: QPainter, rect: QRectF, row: GroupRow) -> None:
        look = self.look
        painter.fillRect(QRectF(0, rect.y(), rect.width(), 1), look["line.subtle"])
        inside = rect.adjusted(_LEFT, 3, -_LEFT, 0)
        code = draw_text(painter, inside, row.code, look, "body", "accent.text", weight=600, tabular=True)
        draw_text(painter, inside.adjusted(code + 8, 0, 0, 0), row.title, look, "bodyStrong", "text.primary")

    def _draw_levels(self, painter: QPainter, rect: QRectF, item: LevelRow) -> None:
        look, row, place = self.look, item.row, columns(rect.width(), self.look.theme.text_scale)
        code = QRectF(_LEFT, rect.y(), place.title - _LEFT, rect.height())
        draw_text(painter, code, row.criterion, look, "body", "text.secondary", tabular=True)
        room = place.title_end - place.title - (18 if item.is_core else 0)
        title = QRectF(place.title, rect.y(), room, rect.height())
        width = draw_text(painter, title, item.title, look, "body", "text.primary")
        if item.is_core:
            paint_core(painter, QPointF(place.title + width + 11, rect.center().y()), look["text.muted"])
        for level in range(4):
            x = round(place.first + level * place.step)
            painter.fillRect(QRectF(x, rect.y(), 1, rect.height()), look["line.subtle"])
        if row.remark is not Remark.OTHER_FRAMEWORK:
            paint_dumbbell(painter, rect.center().y(), dumbbell(row, place), look)
            self._draw_notes(painter, rect, row, place)
        if place.remark is not None and item.beside_picture:
            words = QRectF(place.remark, rect.y(), rect.width() - place.remark - 8, rect.height())
            draw_text(painter, words, item.beside_picture, look, "small", "text.muted")

    def _draw_notes(self, painter: QPainter, rect: QRectF, row: Row, place: Columns) -> None:
        text = f"{row.notes_then} → {row.notes_now}"
        words = QRectF(place.notes, rect.y(), self.look.px(_NOTES) + 20, rect.height())
        draw_text(painter, words, text, self.look, "small", "text.secondary", tabular=True)


def dumbbell(row: Row, place: Columns) -> Dumbbell:
    """Give ring and disc of a row; dashed when the difference may be none."""
    then, now = (None if at is None else at + 0.5 for at in (place.level(row.then), place.level(row.now)))
    return Dumbbell(then, now, row.remark is Remark.POSSIBLY_SAME)


class CompareHead(QWidget):
    """The words of the levels over their symbols; it stays while the rows scroll."""

    def __init__(self, look: Look, framework: Framework, view: QAbstractItemView) -> None:
        super().__init__()
        self._look, self._framework, self._view = look, framework, view
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Give the height of two lines of words and a symbol; of the symbol alone where words do not fit."""
        return QSize(400, self._look.px(HEAD if self._view.viewport().width() >= _WIDE else _LOW_HEAD) + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that fits the new width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names of the columns and the scale."""
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), look["bg.surface"])
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), look["line.subtle"])
        place = columns(self._view.viewport().width(), look.theme.text_scale)
        foot = QRectF(0, self.height() - look.px(26), self.width(), look.px(20))
        draw_text(painter, foot.adjusted(place.title, 0, 0, 0), _("Criterion"), look, "small", "text.muted")
        words = _("Notes then → now") if place.remark is not None else _("Notes")
        draw_text(painter, foot.adjusted(place.notes, 0, 0, 0), words, look, "small", "text.muted")
        for level in LEVELS:
            self._draw_level(painter, place, level, foot.center().y())

    def _draw_level(self, painter: QPainter, place: Columns, level: str, y: float) -> None:
        look, x = self._look, place.level(level) or 0.0
        paint_level(painter, QRectF(x + 0.5 - 7, y - 7, 14, 14), level, look["level.ink"])
        if place.step < 84:  # noqa: PLR2004 - the wide step: below it only the symbols fit
            return
        font = look.font("key", weight=400)
        block = TextBlock(level_words(self._framework, level), font, look.px(13), place.step - 4, max_lines=2)
        metrics, top = QFontMetricsF(font), y - 13 - block.height
        if block.lines == 1:
            width = metrics.horizontalAdvance(level_words(self._framework, level))
            block.paint(painter, QPointF(x - width / 2, top), look["text.secondary"])
            return
        self._draw_two_lines(painter, level_words(self._framework, level), x, y - 13, place.step)

    def _draw_two_lines(self, painter: QPainter, words: str, x: float, bottom: float, step: float) -> None:
        look = self._look
        painter.setFont(look.font("key", weight=400))
        painter.setPen(look["text.secondary"])
        box = QRectF(x - step / 2, bottom - look.px(26), step, look.px(26))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        painter.drawText(box, int(flags), words)
