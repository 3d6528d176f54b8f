"""One page on its desk: light also in dark mode, with the finding in hand marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from auditor_app.i18n import _
from auditor_app.ui.tokens import STROKE

if TYPE_CHECKING:
    from auditor_app.ui.screens.report.pages import ReportPages
    from auditor_app.ui.theme import Look

RATIO: Final = 297 / 210
_DESK: Final = 21
_RING: Final = STROKE["focusOffset"] + STROKE["focusRing"] / 2
_MARK: Final = (19 / 210, 191 / 210)
"""Where the mark begins and ends across the page: the live area and a little air."""
_DOWN: Final = (Qt.Key.Key_PageDown, Qt.Key.Key_Space)
_HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
ZOOMS: Final = (1.0, 1.25, 1.5, 2.0, 3.0)


class _Page(QWidget):
    """The painted page."""

    def __init__(self, look: Look, pages: ReportPages) -> None:
        super().__init__()
        self._look, self._pages = look, pages
        self.page, self.marked, self.page_width = 0, "", 480
        self.is_ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Give the page with the desk around it."""
        return QSize(self.page_width + 2 * _DESK, round(self.page_width * RATIO) + 2 * _DESK)

    def paper(self) -> QRectF:
        """Give where the page lies."""
        height = round(self.page_width * RATIO)
        return QRectF(max(_DESK, (self.width() - self.page_width) // 2), _DESK, self.page_width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw desk, paper, page and mark."""
        painter, look, paper = QPainter(self), self._look, self.paper()
        painter.fillRect(self.rect(), look["paper.desk"])
        painter.fillRect(paper.adjusted(-1, -1, 1, 1), look["line.medium"])
        painter.fillRect(paper, look["paper.bg"])
        ratio = self.devicePixelRatioF()
        image = self._pages.page(self.page, round(self.page_width * ratio))
        if image is not None:
            self._draw(painter, paper, image)

        if self.is_ringed:
            around = paper.adjusted(-_RING, -_RING, _RING, _RING)
            painter.setPen(QPen(look["focus.ring"], STROKE["focusRing"]))
            painter.drawRect(around)

    def _draw(self, painter: QPainter, paper: QRectF, image: QImage) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(paper, image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(paper, self._look["paper.bg"])
        spot = self._pages.spot("finding", self.marked, self.page) if self.marked else None
        if spot is not None:
            painter.fillRect(self.marked_place(spot[1], spot[2]), self._look["paper.mark"])

    def marked_place(self, top: float, bottom: float) -> QRectF:
        """Give the rectangle of the mark."""
        paper = self.paper()
        left = paper.x() + paper.width() * _MARK[0]
        width = paper.width() * (_MARK[1] - _MARK[0])
        start = paper.y() + paper.height() * top - 6
        return QRectF(left, start, width, paper.height() * (bottom - top) + 12)


class PageView(QScrollArea):
    """A page that fits the pane, or larger by `zoom`; wheel, PgDn and PgUp turn pages at their ends."""

    turned = Signal(int)
    """A person went to another page by the wheel or these keys."""

    def __init__(self, look: Look, pages: ReportPages, fitted: int = 480, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self._fitted, self._zoom = pages, fitted, 1.0
        self.sheet = _Page(look, pages)
        self.setWidget(self.sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        pages.drawn.connect(self.sheet.update)
        pages.built.connect(self._on_built)

    @property
    def page(self) -> int:
        """The page that is shown, from 0."""
        return self.sheet.page

    def show_page(self, page: int, *, at_end: bool = False) -> None:
        """Show a page from its top, or from its end."""
        self.sheet.page = max(0, min(page, self._pages.count - 1))
        count = self._pages.count
        self.setAccessibleName(_("Page {page} of {count}").format(page=self.sheet.page + 1, count=count))
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if at_end else 0)
        self.sheet.update()

    def mark(self, finding: str, *, is_shown: bool = True) -> None:
        """Mark a finding and, if asked, bring it into view."""
        self.sheet.marked = finding
        spot = self._pages.spot("finding", finding) if finding else None
        if spot is not None and is_shown:
            if spot[0] != self.sheet.page:
                self.show_page(spot[0])
            place = self.sheet.marked_place(spot[1], spot[2])
            self.ensureVisible(self.width() // 2, round(place.bottom()), 0, 20)
            self.ensureVisible(self.width() // 2, round(place.top()), 0, 20)
        self.sheet.update()

    def zoom(self, steps: int) -> None:
        """Show the page larger or smaller."""
        place = ZOOMS.index(self._zoom) + steps
        self._zoom = ZOOMS[max(0, min(place, len(ZOOMS) - 1))]
        self._fit()

    def _on_built(self) -> None:
        self.sheet.page = max(0, min(self.sheet.page, self._pages.count - 1))
        self.sheet.update()

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * _DESK
        self.sheet.page_width = max(160, round(min(room, self._fitted) * self._zoom))
        self.sheet.setMinimumSize(self.sheet.sizeHint())
        self.sheet.updateGeometry()
        self.sheet.update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Fit the page to another width."""
        answer = super().viewportEvent(event)
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return answer

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; past the end of a page turn to the next."""
        if not event.angleDelta().y() or not self._turn(is_down=event.angleDelta().y() < 0):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by PgDn, PgUp and Space; past the end of a page turn to the next."""
        is_down = event.key() in _DOWN
        is_turning = (is_down or event.key() == Qt.Key.Key_PageUp) and not event.modifiers() & _HELD
        if not is_turning or not self._turn(is_down=is_down):
            super().keyPressEvent(event)

    def _turn(self, *, is_down: bool) -> bool:
        bar, there = self.verticalScrollBar(), self.sheet.page + (1 if is_down else -1)
        is_at_end = bar.value() == (bar.maximum() if is_down else bar.minimum())
        if not is_at_end or not 0 <= there < self._pages.count:
            return False
        self.show_page(there, at_end=not is_down)
        self.turned.emit(there)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys turn these pages, unless a click brought them into use."""
        super().focusInEvent(event)
        self.sheet.is_ringed = event.reason() != Qt.FocusReason.MouseFocusReason
        self.sheet.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.sheet.is_ringed = False
        self.sheet.update()
