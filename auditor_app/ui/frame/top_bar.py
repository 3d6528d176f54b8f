"""The bar over every place: the way back, which audit this is, search, whether all is saved, the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from auditor_app.i18n import _
from auditor_app.ui.focus import RADIUS_PROPERTY
from auditor_app.ui.frame.words import kind_and_dates, school_name
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.shortcuts import BY_NAME, shown
from auditor_app.ui.tokens import MEDIUM, RADIUS, SIZE, WIDE
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.chips import SampleBadge, key_size, paint_key
from auditor_app.ui.widgets.saved import SavedIndicator
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.model import Audit
    from auditor_app.ui.theme import Look

SEARCH_WIDTH: Final = 228
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class SearchButton(QAbstractButton):
    """Looks like a field, opens the palette."""

    def __init__(self, look: Look, text: str, width: int = SEARCH_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._width, self._is_small = look, width, False
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({shown(BY_NAME['palette'].keys)})")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty(RADIUS_PROPERTY, RADIUS["input"])
        look.changed.connect(self.update)

    def set_small(self, *, is_small: bool) -> None:
        """Show only the magnifier."""
        self._is_small = is_small
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the drawn size, or more when the words need it."""
        height = self._look.px(32)
        if self._is_small:
            return QSize(height, height)
        metrics = self.fontMetrics()
        keys = key_size(self._look, shown(BY_NAME["palette"].keys)).width()
        return QSize(max(self._width, 34 + metrics.horizontalAdvance(self.text()) + keys + 28), height)

    def minimumSizeHint(self) -> QSize:
        """Shrink to the magnifier at most."""
        return QSize(self._look.px(32), self._look.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, magnifier, words and key."""
        painter = QPainter(self)
        hovers = self.underMouse() or self.isDown()
        if hovers or not self._is_small:
            paint_box(
                painter, QRectF(self.rect()), RADIUS["input"], self._look["bg.hover" if hovers else "bg.sunken"], None
            )
        middle = self.height() / 2
        side = 18 if self._is_small else 16
        x = (self.width() - side) / 2 if self._is_small else 11
        paint_icon(painter, QRectF(x, middle - side / 2, side, side), "search", self._look["text.secondary"])
        if self._is_small:
            return
        keys = shown(BY_NAME["palette"].keys)
        size = key_size(self._look, keys)
        painter.setFont(self._look.font("body"))
        painter.setPen(self._look["text.secondary"])
        room = self.width() - 35 - size.width() - 20
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(35, 0, room, self.height()), _LEFT, words)
        painter.translate(self.width() - size.width() - 11, round(middle - size.height() / 2))
        paint_key(painter, QRectF().topLeft(), keys, self._look)


class BackButton(QAbstractButton):
    """The way back to all audits: an arrow and the word."""

    def __init__(self, look: Look, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._is_small = look, False
        self.setText(text)
        self.setAccessibleName(_("Back to all audits"))
        self.setToolTip(f"{self.accessibleName()} ({shown(BY_NAME['back'].keys)})")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_small(self, *, is_small: bool) -> None:
        """Show only the arrow."""
        self._is_small = is_small
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give room for arrow and word."""
        self.setFont(self._look.font("control"))
        words = 0 if self._is_small else self.fontMetrics().horizontalAdvance(self.text()) + 8
        return QSize(32 + words, self._look.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw arrow and word."""
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            paint_box(painter, QRectF(self.rect()), RADIUS["button"], self._look["bg.hover"], None)
        paint_icon(painter, QRectF(7, self.height() / 2 - 8, 16, 16), "chevron-left", self._look["text.primary"])
        if not self._is_small:
            painter.setFont(self._look.font("control"))
            painter.setPen(self._look["text.primary"])
            painter.drawText(QRectF(28, 0, self.width(), self.height()), _LEFT, self.text())


class TopBar(QWidget):
    """48 high; what does not fit in a narrow window goes: first words, then dates, then the kind."""

    back_chosen = Signal()
    search_chosen = Signal()
    settings_chosen = Signal()
    lock_chosen = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(look.px(SIZE["topBar"]))
        self.back = BackButton(look, _("Audits"))
        self.school = TextLabel(look, "", "note", mode="elide")
        self.school.set_role("note", 600)
        self.badge = SampleBadge(look, _("sample"))
        self.facts = TextLabel(look, "", "body", "text.secondary", "elide")
        self.search = SearchButton(look, _("Search or command"))
        self.saved = SavedIndicator(look)
        self.settings = IconButton(look, "settings")
        self.settings.show_name(_("Settings"), shown(BY_NAME["settings"].keys))
        self.lock = IconButton(look, "lock")
        self.lock.show_name(_("Lock"), shown(BY_NAME["lock"].keys))
        self._lay_out()
        self.back.clicked.connect(self.back_chosen)
        self.search.clicked.connect(self.search_chosen)
        self.settings.clicked.connect(self.settings_chosen)
        self.lock.clicked.connect(self.lock_chosen)
        look.changed.connect(self.update)

    def show_audit(self, audit: Audit) -> None:
        """Say which audit this is."""
        self.school.show_text(school_name(audit.school))
        self.badge.setVisible(audit.is_sample)
        self.facts.show_text(kind_and_dates(audit))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 1)
        row.setSpacing(8)
        centre = Qt.AlignmentFlag.AlignVCenter
        for label in (self.school, self.facts):
            label.setAlignment(centre)
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(self.back)
        row.addSpacing(9)
        row.addWidget(self.school, 3)
        row.addWidget(self.badge)
        row.addSpacing(4)
        row.addWidget(self.facts, 2)
        row.addStretch(1)
        row.addWidget(self.search)
        row.addSpacing(8)
        row.addWidget(self.saved)
        row.addSpacing(2)
        row.addWidget(self.settings)
        row.addWidget(self.lock)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Let words go where there is no room for them."""
        self.back.set_small(is_small=self.width() < WIDE)
        self.search.set_small(is_small=self.width() < WIDE)
        self.saved.set_small(is_small=self.width() < MEDIUM)
        self.facts.setVisible(self.width() >= MEDIUM)
        self.settings.setVisible(self.width() >= MEDIUM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the hairline below and the one after the way back."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look["bg.surface"])
        line = self._look["line.subtle"]
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        x = self.back.geometry().right() + 6
        if self.width() >= WIDE:
            painter.fillRect(x, self.height() // 2 - 10, 1, 20, self._look["line.medium"])
