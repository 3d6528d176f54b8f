"""The report as it was signed, or as it would be now: built and drawn in the background, old pages stay meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from auditor_app.services.publishing.shown import Shown, shown
from auditor_app.ui.screens.parts.pdf_page import draw_page, wake_reader

if TYPE_CHECKING:
    from auditor_app.services.report.build import Built
    from auditor_app.ui.session import AuditSession

_QUIET_MS: Final = 700
"""A build starts when nothing was written for this long."""
_MOST_KEPT: Final = 12
_A4_HEIGHT: Final = 841.89
Key = tuple[int, int, int]
"""The number of the build, the page from 0, the width in pixels."""


def _drawn(pdf: bytes, key: Key) -> tuple[Key, QImage]:
    return key, draw_page(pdf, key[1], key[2])


class ReportPages(QObject):
    """Builds when asked and when the audit changed; hands out images of pages."""

    built = Signal()
    drawn = Signal()
    """A page that was asked for is there."""
    busy_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, session: AuditSession, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.language = language
        self.report: Built | None = None
        self.is_signed = False
        """Whether the pages that are shown are those of a signed report."""
        self.is_busy = False
        self._is_stale = True
        self._is_wanted = False
        self._number = 0
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._asked: set[Key] = set()
        self._timer = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._timer.timeout.connect(self._build)
        session.changed.connect(self._on_changed)

    @property
    def count(self) -> int:
        """The number of pages."""
        return self.report.pages if self.report is not None else 0

    def want(self, *, is_wanted: bool) -> None:
        """Build only while somebody looks."""
        self._is_wanted = is_wanted
        if not is_wanted:
            self._timer.stop()
        if is_wanted and self._is_stale and not self._timer.isActive():
            self._build()

    def choose(self, language: str) -> None:
        """Show the report in another language."""
        if language != self.language:
            self.language = language
            self._is_stale = True
            self._build()

    def page(self, page: int, width: int) -> QImage | None:
        """Give the image of a page, or the nearest there is while it is being drawn."""
        key = (self._number, page, width)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        self._ask(key)
        return next((image for known, image in reversed(self._images.items()) if known[1] == page), None)

    def _ask(self, key: Key) -> None:
        report = self.report
        if report is None or key in self._asked or not 0 <= key[1] < self.count:
            return
        self._asked.add(key)
        wake_reader()
        self._session.read(partial(_drawn, report.pdf, key), self._on_drawn, self._on_failed)

    def _on_drawn(self, answer: tuple[Key, QImage]) -> None:
        key, image = answer
        self._asked.discard(key)
        if key[0] != self._number:
            return
        self._images[key] = image
        while len(self._images) > _MOST_KEPT:
            self._images.popitem(last=False)
        self.drawn.emit()

    def _on_changed(self, _touched: object) -> None:
        self._is_stale = True
        if self._is_wanted:
            self._timer.start()

    def _build(self) -> None:
        self._timer.stop()
        self._is_stale = False
        self._set_busy(is_busy=True)
        session = self._session
        work = partial(shown, session.publishing, session.audit_id, self.language, session.live.me)
        self._session.read(work, self._on_built, self._on_failed, latest="report preview")

    def _on_built(self, pages: Shown) -> None:
        self.report, self.is_signed = pages.report, pages.is_signed
        self._number += 1
        self._asked.clear()
        self._set_busy(is_busy=False)
        self.built.emit()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        self.failed.emit(error)

    def _set_busy(self, *, is_busy: bool) -> None:
        if is_busy != self.is_busy:
            self.is_busy = is_busy
            self.busy_changed.emit(is_busy)

    def spot(self, kind: str, entity: str, page: int | None = None) -> tuple[int, float, float] | None:
        """Give page, top and bottom (shares of the page's height) of a finding; on `page`, or where it begins."""
        found = [
            item
            for item in (self.report.layout if self.report is not None else ())
            if (item.kind, item.id) == (kind, entity) and page in {None, item.page - 1}
        ]
        if not found:
            return None
        first = min(found, key=lambda item: item.page)
        _left, low, _right, high = first.rect_pt
        return first.page - 1, 1 - high / _A4_HEIGHT, 1 - low / _A4_HEIGHT
