"""A page of a PDF as a picture: `wake_reader` on the window's thread, then the drawing on any other."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter


class BrokenPdfError(RuntimeError):
    """The pages that were built cannot be drawn: a fault of the program."""


def wake_reader() -> None:
    """Load Qt's reader of PDFs: on the window's thread (ADR 32), before a page is drawn in the background."""
    import PySide6.QtPdf  # noqa: F401, PLC0415 - it loads with the first page


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF; runs off the GUI thread."""
    from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 - see `wake_reader`

    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(buffer)
        return document.pageCount()
    finally:
        document.close()


def draw_page(pdf: bytes, page: int, width: int) -> QImage:
    """Draw one page (from 0) `width` pixels wide on white; runs off the GUI thread."""
    from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 - see `wake_reader`

    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(buffer)
        if document.status() != QPdfDocument.Status.Ready or not 0 <= page < document.pageCount():
            raise BrokenPdfError(str(document.error()))
        size = document.pagePointSize(page)
        drawn = document.render(page, QSize(width, round(width * size.height() / size.width())))
    finally:
        document.close()
    image = QImage(drawn.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return image
