"""What places are put together from: pane headers, hairlines, splitters that draw one pixel, rows that fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QPropertyAnimation, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QSplitterHandle,
    QVBoxLayout,
    QWidget,
)

from auditor_app.ui.focus import RADIUS_PROPERTY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.theme import set_property
from auditor_app.ui.tokens import FOLD_MS, SIZE
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Floor = Literal["surface", "canvas", "sunken", "none"]
_REACH: Final = 3
_NO_LIMIT: Final = 16_777_215


def set_floor(widget: QWidget, floor: Floor) -> None:
    """Give a plain widget its ground: "surface" to read and write, "canvas" to find your way, "sunken" the frame."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_property(widget, "floor", floor)


class Hairline(QWidget):
    """One pixel between panes or rows."""

    def __init__(
        self, look: Look, orientation: Qt.Orientation = Qt.Orientation.Horizontal, color: str = "line.subtle"
    ) -> None:
        super().__init__()
        self._look, self._color = look, color
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        QPainter(self).fillRect(self.rect(), self._look[self._color])


class Bar(QWidget):
    """A row of controls over a page, closed by a hairline."""

    def __init__(self, look: Look, margins: tuple[int, int, int, int], spacing: int | None = None) -> None:
        super().__init__()
        self.row = QHBoxLayout()
        """Put the controls in here."""
        self.row.setContentsMargins(*margins)
        if spacing is not None:
            self.row.setSpacing(spacing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.row)
        column.addWidget(Hairline(look))
        set_floor(self, "canvas")


class PaneHeader(QWidget):
    """The head of a pane: title, a count in words, and room for actions at the right."""

    def __init__(self, look: Look, title: str = "", *, is_small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = TextLabel(look, title, "bodyStrong" if is_small else "heading", mode="elide")
        self._count = TextLabel(look, "", "body", "text.muted", "line", tabular=True)
        self.tools = QHBoxLayout()
        """Put the pane's buttons in here."""
        self.tools.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addLayout(self.tools)
        self.setFixedHeight(look.px(SIZE["paneHeaderSmall" if is_small else "paneHeader"]))

    def show_title(self, title: str, count: str = "") -> None:
        """Show the title and, beside it, how many ("22 of 64")."""
        self._title.show_text(title)
        self._count.show_text(count)
        self._count.setVisible(bool(count))


class _Handle(QSplitterHandle):
    """Draws one pixel, can be grabbed on seven."""

    def __init__(self, orientation: Qt.Orientation, splitter: HairlineSplitter) -> None:
        super().__init__(orientation, splitter)
        self._look = splitter.look
        self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the grip wider than the line; Qt's own gives five pixels."""
        is_upright = self.orientation() == Qt.Orientation.Horizontal
        self.setContentsMargins(*((_REACH, 0, _REACH, 0) if is_upright else (0, _REACH, 0, _REACH)))
        self.setMask(QRegion(self.contentsRect()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline; darker under the pointer."""
        color = "line.strong" if self.underMouse() else "line.subtle"
        QPainter(self).fillRect(self.contentsRect(), self._look[color])

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer comes or goes."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)


class HairlineSplitter(QSplitter):
    """Panes that meet at a hairline; none of them folds away by accident."""

    def __init__(self, look: Look, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        self.look = look
        super().__init__(orientation)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._first_sizes: list[int] = []
        look.changed.connect(self._renew)

    def hold(self, pane: QWidget, size: int, least: int = 0, stretch: int = 0) -> None:
        """Add a pane with its size at first and its least; those that stretch share what is over."""
        if least and self.orientation() == Qt.Orientation.Horizontal:
            pane.setMinimumWidth(least)
        elif least:
            pane.setMinimumHeight(least)
        self.addWidget(pane)
        self.setStretchFactor(self.count() - 1, stretch)
        self._first_sizes.append(size)
        self.setSizes(self._first_sizes)

    def createHandle(self) -> QSplitterHandle:
        """Make a handle that draws a hairline."""
        return _Handle(self.orientation(), self)

    def _renew(self) -> None:
        for index in range(1, self.count()):
            self.handle(index).update()


class _FoldButton(QAbstractButton):
    """Triangle, title and, muted, what is inside."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.summary = look, ""
        self.is_heavy = True
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty(RADIUS_PROPERTY, 3)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Give the width of title and summary."""
        title = QFontMetrics(self._font()).horizontalAdvance(self.text())
        summary = QFontMetrics(self.look.font("body")).horizontalAdvance(self.summary)
        return QSize(20 + title + 8 + summary, self.look.px(28))

    def minimumSizeHint(self) -> QSize:
        """Let the summary be cut first."""
        return QSize(80, self.look.px(28))

    def _font(self) -> QFont:
        return self.look.font("control" if self.is_heavy else "body")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        paint_icon(painter, QRectF(0, self.height() / 2 - 7, 14, 14), name, self.look["text.secondary"])
        painter.setFont(self.look.font("control" if self.is_heavy else "body"))
        painter.setPen(self.look["accent.text" if self.underMouse() else "text.secondary"])
        rect = self.rect().adjusted(21, 0, 0, 0)
        painter.drawText(rect, _LEFT, self.text())
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(self.text()) + 8)
        painter.setFont(self.look.font("body", tabular=True))
        painter.setPen(self.look["text.muted"])
        painter.drawText(
            rect, _LEFT, painter.fontMetrics().elidedText(self.summary, Qt.TextElideMode.ElideRight, rect.width())
        )


_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class FoldRow(QWidget):
    """A row that unfolds what is below it, in 120 ms, at once when the system asks for less motion.

    Where it scrolls, what a person unfolded comes into sight, as much of it as there is room for.
    """

    toggled = Signal(bool)

    def __init__(self, look: Look, content: QWidget, parent: QWidget | None = None, *, is_heavy: bool = True) -> None:
        super().__init__(parent)
        self._look, self._content = look, content
        self._button = _FoldButton(look, self)
        self._button.is_heavy = is_heavy
        self._button.clicked.connect(self._on_clicked)
        self._motion = QPropertyAnimation(content, b"maximumHeight", self)
        self._motion.setDuration(FOLD_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.finished.connect(self._on_moved)
        self._laid_out = QTimer(self, singleShot=True)
        self._laid_out.timeout.connect(self._bring_into_sight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._button)
        column.addWidget(content)
        content.setVisible(False)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self._button.isChecked()

    def show_title(self, title: str, summary: str = "") -> None:
        """Show the title and, muted, what is inside ("five, to think with")."""
        self._button.setText(title)
        self._button.summary = summary
        self._button.setAccessibleName(f"{title} {summary}".strip())
        self._button.updateGeometry()
        self._button.update()

    def show_open(self, *, is_open: bool) -> None:
        """Fold or unfold at once, without telling."""
        self._button.setChecked(is_open)
        self._settle()

    def _on_clicked(self) -> None:
        if self._look.theme.has_motion and self.isVisible():
            self._move()
        else:
            self._on_moved()
        self.toggled.emit(self.is_open)

    def _on_moved(self) -> None:
        self._settle()
        if self.is_open:
            self._laid_out.start()

    def _bring_into_sight(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        inside = around.widget() if isinstance(around, QScrollArea) else None
        if inside is None or not isinstance(around, QScrollArea):
            return
        bar, top = around.verticalScrollBar(), self.mapTo(inside, QPoint()).y()
        lowest = top + self.height() - around.viewport().height()
        bar.setValue(min(top, max(bar.value(), lowest)))

    def _move(self) -> None:
        width = self._content.width() if self._content.isVisible() else self.width()
        grows = self._content.hasHeightForWidth()
        full = self._content.heightForWidth(width) if grows else self._content.sizeHint().height()
        self._motion.stop()
        self._motion.setStartValue(0 if self.is_open else self._content.height())
        self._motion.setEndValue(full if self.is_open else 0)
        self._content.setVisible(True)
        self._motion.start()

    def _settle(self) -> None:
        self._motion.stop()
        self._content.setVisible(self.is_open)
        self._content.setMaximumHeight(_NO_LIMIT)
