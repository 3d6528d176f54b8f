"""Muted words that can be clicked: they inform first, and lead somewhere second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from auditor_app.ui.focus import RADIUS_PROPERTY
from auditor_app.ui.widgets.text import paint_line, plain_tip

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class QuietLink(QAbstractButton):
    """One line of small muted text, in the accent colour under the pointer."""

    def __init__(self, look: Look, role: str = "small", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._role = look, role
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty(RADIUS_PROPERTY, 3)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of the words."""
        metrics = QFontMetrics(self._look.font(self._role, tabular=True))
        return QSize(metrics.horizontalAdvance(self.text()) + 4, self._look.px(20))

    def minimumSizeHint(self) -> QSize:
        """Let the words be cut."""
        return QSize(40, self._look.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        color = self._look["accent.text" if self.underMouse() else "text.muted"]
        font = self._look.font(self._role, tabular=True)
        paint_line(QPainter(self), self.rect(), self.text(), font, color)
