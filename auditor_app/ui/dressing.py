"""Dressing what is seen: a page that lies under another one gets a new style sheet only when it is shown.

Qt dresses every widget there is, twice for a sheet that is put on anew. With all places of an audit open that is more
than a thousand, of which a fifth can be seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget


class Dressing(QObject):
    """Keeps a new style sheet from the pages that nobody sees, and puts it on each when it shows."""

    dressed = Signal()
    """A page was dressed: what widgets set on top of the sheet is to be set again."""

    def leave_out_unseen(self) -> None:
        """Let the sheet that comes next pass by every page that lies under another one."""
        for page in _unseen_pages():
            page.installEventFilter(self)
            for widget in _dressed_with(page):
                # Qt passes by what was never dressed, and by what wears a style of its own.
                widget.setAttribute(Qt.WidgetAttribute.WA_WState_Polished, on=False)
                widget.setAttribute(Qt.WidgetAttribute.WA_SetStyle, on=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Dress a page that shows."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            _dress(watched)
            self.dressed.emit()
        return False


def _unseen_pages() -> Iterator[QWidget]:
    for widget in QApplication.allWidgets():
        if isinstance(widget, QStackedWidget):
            pages = (widget.widget(place) for place in range(widget.count()) if place != widget.currentIndex())
            yield from (page for page in pages if page is not None)


def _dressed_with(page: QWidget) -> Iterator[QWidget]:
    """Give a page and all within, but not the unseen pages in it, nor what has a sheet of its own: Qt dresses that."""
    if page.styleSheet():
        return
    yield page
    seen = page.currentWidget() if isinstance(page, QStackedWidget) else None
    for child in page.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isWindow() and seen in {None, child}:
            yield from _dressed_with(child)


def _dress(page: QWidget) -> None:
    """Put the new sheet on, as Qt does, from the outside inwards."""
    for widget in _dressed_with(page):
        widget.setAttribute(Qt.WidgetAttribute.WA_SetStyle, on=False)
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Polish))
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
