"""Tags, chips and badges: painted by delegates through functions, shown in layouts as small widgets."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from auditor_app.ui.focus import RADIUS_PROPERTY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS, SIZE
from auditor_app.ui.widgets.shapes import paint_box, paint_matrix_state, paint_sign
from auditor_app.ui.widgets.text import plain_tip

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

TAG_GAP: Final = 6
_PAD: Final = 6
_LEAST_CHIP: Final = 58


@dataclass(frozen=True)
class Tag:
    """A criterion, matrix cell or state a note carries."""

    text: str
    direction: str = ""
    """"+" supports, "-" contradicts, "" context."""
    is_cell: bool = False
    """A matrix cell: carries the small square, because C1 is a standard too."""
    tone: str = ""
    """"attention" for work still to do."""
    icon: str = ""


def tag_size(look: Look, tag: Tag) -> QSize:
    """Give the size a tag takes."""
    width = QFontMetricsF(look.font("tag", tabular=True)).horizontalAdvance(tag.text) + 2 * _PAD
    width += 15 * tag.is_cell + 14 * (tag.direction in ("+", "-")) + (18 if tag.icon else 0)
    return QSize(round(width + 0.4), look.px(SIZE["tag"]))


def paint_tag(painter: QPainter, position: QPointF, tag: Tag, look: Look, *, is_selected: bool = False) -> int:
    """Draw a tag with its top left corner at `position` and give its width."""
    size = tag_size(look, tag)
    rect = QRectF(position.x(), position.y(), size.width(), size.height())
    _tag_ground(painter, rect, tag, look, is_selected=is_selected)
    color = look[_tag_color(tag)]
    x = rect.x() + _PAD
    middle = rect.center().y()
    if tag.is_cell:
        paint_matrix_state(painter, QRectF(x - 1, middle - 6.5, 13, 13), "not_seen", look["text.primary"])
        x += 15
    if tag.icon:
        paint_icon(painter, QRectF(x, middle - 7, 14, 14), tag.icon, color)
        x += 18
    painter.setFont(look.font("tag", tabular=True, weight=500 if tag.tone else 0))
    painter.setPen(color)
    painter.drawText(QRectF(x, rect.y(), rect.width(), rect.height()), _LEFT, tag.text)
    if tag.direction in ("+", "-"):
        paint_sign(painter, QPointF(rect.right() - _PAD - 4, middle), tag.direction, color, 6.5)
    return size.width()


_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def _tag_color(tag: Tag) -> str:
    if tag.tone:
        return f"{tag.tone}.text"
    return "accent.text" if tag.direction in ("+", "-") else "text.secondary"


def _tag_ground(painter: QPainter, rect: QRectF, tag: Tag, look: Look, *, is_selected: bool) -> None:
    if tag.tone:
        paint_box(painter, rect, RADIUS["chip"], look[f"{tag.tone}.bg"], look[f"{tag.tone}.line"])
    elif tag.direction == "+":
        paint_box(painter, rect, RADIUS["chip"], look["bg.surface" if is_selected else "bg.selected"], None)
    elif tag.direction == "-":
        paint_box(painter, rect, RADIUS["chip"], None, look["accent.base"], is_dashed=True)
    else:
        paint_box(painter, rect, RADIUS["chip"], None, look["line.medium"])


def paint_tags(
    painter: QPainter,
    position: QPointF,
    tags: Iterable[Tag],
    look: Look,
    width: float,
    *,
    is_selected: bool = False,
) -> None:
    """Draw tags side by side; those that do not fit are counted as "+3"."""
    waiting = list(tags)
    x = position.x()
    while waiting:
        rest = 34 if len(waiting) > 1 else 0
        if x + tag_size(look, waiting[0]).width() + rest > position.x() + width and x > position.x():
            paint_tag(painter, QPointF(x, position.y()), Tag(f"+{len(waiting)}"), look)
            return
        x += TAG_GAP + paint_tag(painter, QPointF(x, position.y()), waiting.pop(0), look, is_selected=is_selected)


def source_size(look: Look, text: str) -> QSize:
    """Give the size of a source chip."""
    width = QFontMetricsF(look.font("source")).horizontalAdvance(text) + 10
    return QSize(round(width), look.px(SIZE["source"]))


def paint_source(painter: QPainter, position: QPointF, text: str, look: Look, *, is_selected: bool = False) -> int:
    """Draw the chip of a kind of source (OBS, INT-C, …) and give its width."""
    size = source_size(look, text)
    rect = QRectF(position.x(), position.y(), size.width(), size.height())
    paint_box(painter, rect, RADIUS["source"], look["bg.surface" if is_selected else "bg.sunken"], None)
    painter.setFont(look.font("source"))
    painter.setPen(look["text.secondary"])
    painter.drawText(rect.translated(0.3, 0), _CENTRE, text)
    return size.width()


def sample_size(look: Look, text: str) -> QSize:
    """Give the size of the dashed sample badge."""
    return QSize(round(QFontMetricsF(look.font("small")).horizontalAdvance(text)) + 12, look.px(SIZE["source"]))


def paint_sample(painter: QPainter, position: QPointF, text: str, look: Look) -> int:
    """Draw the dashed badge that says an audit is invented, and give its width."""
    size = sample_size(look, text)
    rect = QRectF(position.x(), position.y(), size.width(), size.height())
    paint_box(painter, rect, RADIUS["source"], None, look["text.muted"], is_dashed=True)
    painter.setFont(look.font("small"))
    painter.setPen(look["text.secondary"])
    painter.drawText(rect, _CENTRE, text)
    return size.width()


def key_size(look: Look, text: str) -> QSize:
    """Give the size of a key."""
    return QSize(round(QFontMetricsF(look.font("key")).horizontalAdvance(text)) + 10, look.px(SIZE["key"]))


def paint_key(painter: QPainter, position: QPointF, text: str, look: Look) -> int:
    """Draw a key of the keyboard and give its width."""
    size = key_size(look, text)
    rect = QRectF(position.x(), position.y(), size.width(), size.height())
    paint_box(painter, rect, 3, look["bg.surface"], look["line.medium"])
    painter.setFont(look.font("key"))
    painter.setPen(look["text.secondary"])
    painter.drawText(rect, _CENTRE, text)
    return size.width()


def badge_size(look: Look, text: str, icon: str = "") -> QSize:
    """Give the size of a round badge."""
    width = QFontMetricsF(look.font("small", weight=500)).horizontalAdvance(text) + 18 + (18 if icon else 0)
    return QSize(round(width), look.px(SIZE["badge"]))


def paint_badge(
    painter: QPainter,
    position: QPointF,
    text: str,
    look: Look,
    *,
    tone: str = "",
    icon: str = "",
) -> int:
    """Draw a round badge ("draft 2", "14 not shared") in a tone and give its width."""
    size = badge_size(look, text, icon)
    rect = QRectF(position.x(), position.y(), size.width(), size.height())
    fill, line, color = _badge_colors(look, tone)
    paint_box(painter, rect, look.px(SIZE["badge"]) / 2, fill, line)
    x = rect.x() + 9
    if icon:
        paint_icon(painter, QRectF(x - 1, rect.center().y() - 7, 14, 14), icon, color)
        x += 18
    painter.setFont(look.font("small", weight=500))
    painter.setPen(color)
    painter.drawText(QRectF(x, rect.y(), rect.width(), rect.height()), _LEFT, text)
    return size.width()


def _badge_colors(look: Look, tone: str) -> tuple[QColor | None, QColor, QColor]:
    if tone in ("attention", "failure"):
        return look[f"{tone}.bg"], look[f"{tone}.line"], look[f"{tone}.text"]
    if tone == "info":
        return look["bg.selected"], look["accent.soft"], look["accent.text"]
    return None, look["line.medium"], look["text.secondary"]


class _Painted(QWidget):
    """A small fixed-size widget that is one drawing."""

    def __init__(self, look: Look, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        look.changed.connect(self._renew)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self._renew()

    def _renew(self) -> None:
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Never smaller than drawn."""
        return self.sizeHint()


class KeyHint(_Painted):
    """A key beside what it does."""

    def sizeHint(self) -> QSize:
        """Give the size of the key."""
        return key_size(self._look, self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the key."""
        paint_key(QPainter(self), QPointF(0, 0), self._text, self._look)


class SourceChip(_Painted):
    """The code of a kind of source."""

    def sizeHint(self) -> QSize:
        """Give the size of the chip."""
        return source_size(self._look, self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        paint_source(QPainter(self), QPointF(0, 0), self._text, self._look)


class SampleBadge(_Painted):
    """Says that what you see is invented."""

    def sizeHint(self) -> QSize:
        """Give the size of the badge."""
        return sample_size(self._look, self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the badge."""
        paint_sample(QPainter(self), QPointF(0, 0), self._text, self._look)


class Badge(_Painted):
    """A round badge: plain, "info", "attention" or "failure"."""

    def __init__(
        self, look: Look, text: str = "", tone: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, text, parent)
        self._tone, self._icon = tone, icon

    def show_state(self, text: str, tone: str = "", icon: str = "") -> None:
        """Show another text, tone and icon."""
        self._tone, self._icon = tone, icon
        self.show_text(text)

    def sizeHint(self) -> QSize:
        """Give the size of the badge."""
        return badge_size(self._look, self._text, self._icon)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the badge."""
        paint_badge(QPainter(self), QPointF(0, 0), self._text, self._look, tone=self._tone, icon=self._icon)


class TagLabel(_Painted):
    """A tag in a layout."""

    def __init__(self, look: Look, tag: Tag, parent: QWidget | None = None) -> None:
        super().__init__(look, tag.text, parent)
        self._tag = tag

    def show_tag(self, tag: Tag) -> None:
        """Show another tag."""
        self._tag = tag
        self.show_text(tag.text)

    def sizeHint(self) -> QSize:
        """Give the size of the tag."""
        return tag_size(self._look, self._tag)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tag."""
        paint_tag(QPainter(self), QPointF(0, 0), self._tag, self._look)


class Chip(QAbstractButton):
    """An active filter over a list; a click, Enter or Delete takes it away."""

    removed = Signal()

    def __init__(self, look: Look, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RADIUS_PROPERTY, RADIUS["badge"])
        self.clicked.connect(self.removed)
        look.changed.connect(self.update)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show what is filtered on."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Give the size with the cross."""
        base = badge_size(self._look, self.text())
        return QSize(base.width() + 19, base.height())

    def minimumSizeHint(self) -> QSize:
        """Where several have to share a low room, a few letters and the cross."""
        return self.sizeHint().boundedTo(QSize(self._look.px(_LEAST_CHIP), self.sizeHint().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill, its text and the cross."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = self._look["accent.soft" if self.underMouse() else "bg.selected"]
        paint_box(painter, rect, rect.height() / 2, fill, self._look["accent.soft"])
        painter.setFont(self._look.font("small", weight=500))
        painter.setPen(self._look["accent.text"])
        words = rect.adjusted(9, 0, -25, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, math.ceil(words.width()))
        painter.drawText(words, _LEFT, shown)
        cross = QRectF(rect.right() - 23, rect.center().y() - 7, 14, 14)
        paint_icon(painter, cross, "x", self._look["accent.text"])
