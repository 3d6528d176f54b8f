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
_TEXT_AT, _RIGHT, _ABOVE, _BELOW, _GAP, _ICON = 39, 13, 8, 8, 4, 20


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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
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
        """Give room for title and text, and for the earlier mark where it has a line of its own."""
        own = 0 if self._fits_beside(width) else self._look.line("small") + _GAP
        return _ABOVE + self._look.line("body") + self._text(width).height + own + _BELOW

    def _fits_beside(self, width: int) -> bool:
        """Whether the title's line has room for both marks: the same chosen or not, so that nothing jumps."""
        if not self._row.earlier:
            return True
        title = QFontMetrics(self._look.font("bodyStrong")).horizontalAdvance(self._row.title)
        earlier = QFontMetrics(self._look.font("small", tabular=True)).horizontalAdvance(self._row.earlier)
        mine = QFontMetrics(self._look.font("caption")).horizontalAdvance(_("my rating"))
        return _TEXT_AT + 15 + title + 8 + _ICON + earlier + 2 * _GAP + mine + _RIGHT < width

    def sizeHint(self) -> QSize:
        """Give the size at the present width."""
        width = self.width() or 420
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Let the text wrap."""
        return QSize(220, _ABOVE + 2 * self._look.line("body") + _BELOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, symbol, title, mark and text."""
        painter = QPainter(self)
        look, line = self._look, self._look.line("body")
        self._paint_ground(painter)
        paint_level(painter, QRectF(11, _ABOVE + line / 2 - 8, 16, 16), self._row.level, look["level.ink"])
        x = _TEXT_AT
        number = QRectF(x, _ABOVE, 15, line).toRect()
        paint_line(painter, number, self._row.level, look.font("body", tabular=True), look["text.muted"])
        marks = self._paint_marks(painter, line)
        title = QRectF(x + 15, _ABOVE, marks - x - 15 - 8, line).toRect()
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

    def _paint_marks(self, painter: QPainter, line: int) -> float:
        """Draw "my rating" and "mrt 2024 · not judged anew"; gives where the title has to end."""
        left = float(self.width() - _RIGHT)
        if self.isChecked():
            left = self._paint_words(painter, left, _ABOVE, line, _("my rating"), "caption", "accent.text") - 2 * _GAP
        if not self._row.earlier:
            return left
        if self._fits_beside(self.width()):
            left = self._paint_words(painter, left, _ABOVE, line, self._row.earlier, "small", "text.secondary") - _ICON
            self._paint_clock(painter, left, _ABOVE + line / 2)
            return left
        small = self._look.line("small")
        top = self.height() - _BELOW - small
        metrics = QFontMetrics(self._look.font("small", tabular=True))
        right = _TEXT_AT + _ICON + min(metrics.horizontalAdvance(self._row.earlier), self.width() - _TEXT_AT - _RIGHT)
        self._paint_words(painter, right, top, small, self._row.earlier, "small", "text.secondary")
        self._paint_clock(painter, _TEXT_AT, top + small / 2)
        return left

    def _paint_words(  # noqa: PLR0917 - a drawn word has this many sides to it
        self, painter: QPainter, right: float, top: float, line: int, words: str, role: str, color: str
    ) -> float:
        """Draw words that end at `right`; gives where they begin."""
        font = self._look.font(role, tabular=True)
        width = QFontMetrics(font).horizontalAdvance(words)
        paint_line(painter, QRectF(right - width, top, width + 1, line).toRect(), words, font, self._look[color])
        return right - width

    def _paint_clock(self, painter: QPainter, x: float, middle: float) -> None:
        paint_icon(painter, QRectF(x, middle - 7, 14, 14), "history", self._look["text.secondary"])

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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
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
