"""The head of the compare place: the earlier report behind its ring, this audit behind its disc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from auditor_app.ui.icons import paint_icon
from auditor_app.ui.widgets.inputs import ComboBox
from auditor_app.ui.widgets.text import paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class ReportBox(ComboBox):
    """The earlier reports, behind the ring that stands for "then"."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring over the field."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look["text.muted"], 1.75))
        painter.drawEllipse(QPointF(17, self.height() / 2), 5, 5)


class NowLabel(QWidget):
    """Arrow, disc and words: this audit."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setAccessibleName(words)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Give room for arrow, disc and words."""
        font = self._look.font("control")
        return QSize(50 + QFontMetrics(font).horizontalAdvance(self._words), 24)

    def minimumSizeHint(self) -> QSize:
        """Let the words go first."""
        return QSize(40, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter, look, middle = QPainter(self), self._look, self.height() / 2
        paint_icon(painter, QRectF(0, middle - 8, 16, 16), "arrow-right", look["text.secondary"])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look["accent.base"])
        painter.drawEllipse(QPointF(32, middle), 6, 6)
        place = self.rect().adjusted(46, 0, 0, 0)
        paint_line(painter, place, self._words, look.font("control"), look["text.primary"])
