"""The rubric: four real buttons, one per level, that set and show the same value as the rating control."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.focus import RING_PROPERTY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.shapes import paint_box, paint_level
from auditor_app.ui.widgets.text import TextBlock, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

LEVELS: Final = ("1", "2", "3", "4")
_TEXT_AT, _RIGHT, _ABOVE, _BELOW = 39, 13, 8, 8


@dataclass(frozen=True)
class RubricRow:
    """One level: its name, what it looks like here, and the mark of an earlier audit that stood at it."""

    level: str
    title: str
    text: str
    earlier: str = ""


class _RubricButton(QAbstractButton):
    """One level of the rubric."""

    def __init__(self, look: Look, level: str) -> None:
        super().__init__()
        self._look = look
        self._row = RubricRow(level, "", "")
        self._block: tuple[int, TextBlock] | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty(RING_PROPERTY, "none")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._renew)

    @property
    def level(self) -> str:
        """The level this button sets."""
        return self._row.level

    def show_row(self, row: RubricRow) -> None:
        """Show what the level looks like for a criterion."""
        self._row = row
        self.setText(row.title)
        said = (_("Level {level}").format(level=row.level), row.title, row.earlier)
        self.setAccessibleName(", ".join(filter(None, said)))
        self.setAccessibleDescription(row.text)
        self._renew()

    def _renew(self) -> None:
        self._block = None
        self.updateGeometry()
        self.update()

    def _text(self, width: int) -> TextBlock:
        if self._block is None or self._block[0] != width:
            inner = max(60, width - _TEXT_AT - _RIGHT)
            block = TextBlock(self._row.text, self._look.font("rubric"), self._look.line("rubric"), inner)
            self._block = (width, block)
        return self._block[1]

    def hasHeightForWidth(self) -> bool:
        """Text grows when it gets narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give room for title and text."""
        return _ABOVE + self._look.line("body") + self._text(width).height + _BELOW

    def sizeHint(self) -> QSize:
        """Give the size at the present width."""
        width = self.width() or 420
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Let the text wrap."""
        return QSize(220, self.heightForWidth(self.width() or 420))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, symbol, title, mark and text."""
        painter = QPainter(self)
        look, line = self._look, self._look.line("body")
        self._paint_ground(painter)
        paint_level(painter, QRectF(11, _ABOVE + line / 2 - 8, 16, 16), self._row.level, look["level.ink"])
        x = _TEXT_AT
        number = QRectF(x, _ABOVE, 15, line).toRect()
        paint_line(painter, number, self._row.level, look.font("body", tabular=True), look["text.muted"])
        mark = self._paint_mark(painter, line)
        title = QRectF(x + 15, _ABOVE, self.width() - x - 15 - mark - 8, line).toRect()
        paint_line(painter, title, self._row.title, look.font("bodyStrong"), look["text.primary"])
        color = look["text.primary" if self.isChecked() else "text.secondary"]
        self._text(self.width()).paint(painter, QPointF(x, _ABOVE + line), color)

    def _paint_ground(self, painter: QPainter) -> None:
        look, rect = self._look, self.rect()
        if self.isChecked():
            painter.fillRect(rect, look["bg.selected"])
            painter.fillRect(0, 0, 3, rect.height(), look["accent.base"])
        elif self.isEnabled() and self.underMouse():
            painter.fillRect(rect, look["bg.hover"])
        if self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            painter.setPen(look["focus.ring"])
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
            painter.drawRect(rect.adjusted(2, 2, -3, -3))

    def _paint_mark(self, painter: QPainter, line: int) -> float:
        """Draw "mrt 2024 · not judged anew", or whose level this is; gives the width it took."""
        look = self._look
        words = _("my rating") if self.isChecked() else self._row.earlier
        if not words:
            return 0
        if self.isChecked() and self._row.earlier:
            words = f"{self._row.earlier}  ·  {words}"
        role = "caption" if self.isChecked() else "small"
        font = look.font(role, tabular=True)
        width = min(QFontMetrics(font).horizontalAdvance(words), self.width() // 2)
        right = self.width() - _RIGHT
        color = look["accent.text" if self.isChecked() else "text.secondary"]
        paint_line(painter, QRectF(right - width, _ABOVE, width + 1, line).toRect(), words, font, color)
        if self._row.earlier:
            place = QRectF(right - width - 20, _ABOVE + line / 2 - 7, 14, 14)
            paint_icon(painter, place, "history", look["text.secondary"])
        return width + 20

    def event(self, event: QEvent) -> bool:
        """Repaint when the focus comes or goes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


class Rubric(QWidget):
    """The four levels of a criterion in one frame; `rated` tells the level a person chose."""

    rated = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._buttons = [_RubricButton(look, level) for level in LEVELS]
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(1)
        for button in self._buttons:
            button.clicked.connect(partial(self._on_clicked, button))
            column.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    def show_rows(self, rows: tuple[RubricRow, ...]) -> None:
        """Show the four levels of a criterion."""
        for button, row in zip(self._buttons, rows, strict=False):
            button.show_row(row)

    def show_level(self, level: str) -> None:
        """Show which level holds; NB, NVT and "" show none."""
        for button in self._buttons:
            button.setChecked(button.level == level)

    def hasHeightForWidth(self) -> bool:
        """Text grows when it gets narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of the four rows."""
        return sum(button.heightForWidth(width - 2) for button in self._buttons) + len(self._buttons) + 1

    def sizeHint(self) -> QSize:
        """Give the size at the present width."""
        width = self.width() or 420
        return QSize(width, self.heightForWidth(width))

    def _on_clicked(self, button: _RubricButton, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  # Qt's signal
        self.show_level(button.level)
        self.rated.emit(button.level)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the lines between the rows."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, RADIUS["group"], self._look["bg.surface"], self._look["line.medium"])
        path = QPainterPath()
        path.addRoundedRect(box, RADIUS["group"], RADIUS["group"])
        painter.setClipPath(path)
        for button in self._buttons[1:]:
            painter.fillRect(1, button.y() - 1, self.width() - 2, 1, self._look["line.subtle"])
