"""What the start page offers to begin with: choices with a line about each, and where a report can be dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.focus import RADIUS_PROPERTY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.chips import key_size, paint_key
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ChoiceButton(QAbstractButton):
    """Something to begin with: a symbol, a name and one line about it; framed when it is the first choice."""

    def __init__(self, look: Look, icon: str, name: str, line: str = "", key: str = "") -> None:
        super().__init__()
        self._look, self._icon, self._line, self._key = look, icon, line, key
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(line)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty(RADIUS_PROPERTY, RADIUS["button"])
        look.changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter choose what has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
        else:
            super().keyPressEvent(event)

    def show_words(self, name: str, line: str) -> None:
        """Say another name and line."""
        self._line = line
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(line)
        self.update()

    def sizeHint(self) -> QSize:
        """Give 40 for the first choice, 48 for one with a line."""
        return QSize(240, self._look.px(48 if self._line else 40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, symbol and words."""
        look, painter = self._look, QPainter(self)
        rect = QRectF(self.rect())
        hovers = self.underMouse() or self.isDown()
        if not self._line:
            paint_box(
                painter, rect, RADIUS["button"], look["bg.hover" if hovers else "bg.surface"], look["line.strong"]
            )
        elif hovers:
            paint_box(painter, rect, RADIUS["button"], look["bg.hover"], None)
        line = look.px(18)
        top = (self.height() - (2 * line if self._line else line)) // 2
        paint_icon(
            painter, QRectF(8, top if self._line else (self.height() - 18) / 2, 18, 18), self._icon, look["accent.base"]
        )
        right = self.width() - 10
        if self._key:
            size = key_size(look, self._key)
            right -= size.width()
            paint_key(painter, rect.topLeft() + QPoint(right, (self.height() - size.height()) // 2), self._key, look)
            right -= 8
        words = self.rect().adjusted(38, 0, right - self.width(), 0)
        words.setTop(top)
        words.setHeight(line)
        paint_line(painter, words, self.text(), look.font("control"), look["text.primary"])
        if self._line:
            words.translate(0, line)
            paint_line(painter, words, self._line, look.font("small"), look["text.secondary"])


class DropField(QWidget):
    """Where a signed report can be dropped; its border turns accent while something is over the window."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._is_over = look, False
        label = TextLabel(look, _("Drop a signed report (.pdf) here"), "small", "text.secondary")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(label)
        self.setMinimumHeight(look.px(60))
        look.changed.connect(self.update)

    def show_over(self, *, is_over: bool) -> None:
        """Show that what is held can be dropped."""
        self._is_over = is_over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dashed outline."""
        line = self._look["accent.base" if self._is_over else "line.strong"]
        fill = self._look["bg.selected"] if self._is_over else None
        width = 2.0 if self._is_over else 1.0
        paint_box(QPainter(self), QRectF(self.rect()), RADIUS["group"], fill, line, width=width, is_dashed=True)
