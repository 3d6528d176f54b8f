"""Prints pages of PDFs: the system's dialog asks how, then page after page is drawn in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from auditor_app.ui.screens.parts.pdf_page import draw_page, wake_reader

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_PRINTED_WIDTH: Final = 2480
"""Three hundred dots per inch of the width of A4: the smallest type is still sharp."""
Page = tuple[bytes, int]
"""A PDF and the number of one of its pages, from 0."""
Read = Callable[..., Any]
"""Runs work in the background: `read(work, done, failed)`."""


def print_pages(pages: Sequence[Page], read: Read, failed: Callable[[], object], parent: QWidget) -> None:
    """Ask how to print these pages, and print the chosen ones; `failed` is called when the printer takes none."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - the print system is slow to wake

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))
    if dialog.exec() == QDialog.DialogCode.Accepted:
        first = (printer.fromPage() or 1) - 1
        chosen = pages[first : printer.toPage() or len(pages)]
        printing = _Printing(chosen, read, printer, parent)
        printing.failed.connect(failed)
        printing.start()
    dialog.deleteLater()


class _Printing(QWidget):
    """Hands each page to the printer when it is drawn; never shown."""

    failed = Signal()

    def __init__(self, pages: Sequence[Page], read: Read, printer: QPrinter, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._pages, self._read, self._printer = tuple(pages), read, printer
        self._place = 0
        self._painter = QPainter()

    def start(self) -> None:
        """Print the first page and go on."""
        if self._pages:
            wake_reader()
            self._next()
        else:
            self._end()

    def _next(self) -> None:
        pdf, page = self._pages[self._place]
        self._read(partial(draw_page, pdf, page, _PRINTED_WIDTH), self._on_page, self._on_failed)

    def _on_page(self, image: QImage) -> None:
        is_wide = image.width() > image.height()
        upright, across = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
        self._printer.setPageOrientation(across if is_wide else upright)
        is_ready = self._printer.newPage() if self._painter.isActive() else self._painter.begin(self._printer)
        if not is_ready:
            self._on_failed()
            return
        sheet = self._painter.viewport()
        # On other paper than A4 the page keeps its proportions and stands in the middle.
        place = QRect(QPoint(0, 0), image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio))
        place.moveCenter(sheet.center())
        self._painter.drawImage(place, image)
        self._place += 1
        if self._place < len(self._pages):
            self._next()
        else:
            self._end()

    def _on_failed(self, _error: Exception | None = None) -> None:
        self.failed.emit()
        self._end()

    def _end(self) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.deleteLater()
