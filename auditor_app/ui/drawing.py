"""A drawing (SVG) turned into pixels, after a look at what it refers to."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from auditor_app.core.errors import UserError
from auditor_app.services.pictures.logo import LONG_SIDE, checked_drawing

_LONGEST_SHAPE = 20.0
"""How many times longer than high a drawing may be."""


def pixels_of(content: bytes) -> bytes:
    """Give a drawing as PNG; raises UserError for one that reaches out of itself or cannot be drawn."""
    renderer = QSvgRenderer(QByteArray(checked_drawing(content)))
    size = renderer.defaultSize()
    if (
        not renderer.isValid()
        or size.isEmpty()
        or max(size.width() / size.height(), size.height() / size.width()) > (_LONGEST_SHAPE)
    ):
        raise UserError("logo.broken")
    image = QImage(
        size.scaled(LONG_SIDE, LONG_SIDE, Qt.AspectRatioMode.KeepAspectRatio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub says bytes, which PySide refuses
    return bytes(buffer.data().data())
