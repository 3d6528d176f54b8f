"""The one outline set of icons, drawn sharp at every pixel ratio in any colour of the theme."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from auditor_app.config import resource_path
from auditor_app.ui.tokens import STROKE

RATIOS = (1.0, 1.25, 1.5, 2.0)
_MISSING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d=""/></svg>'
_STROKE_WIDTH = re.compile(r'stroke-width="[^"]*"')


@cache
def _source(name: str) -> str:
    path = resource_path("icons", f"{name}.svg")
    return path.read_text("utf-8") if path.is_file() else _MISSING.decode()


@lru_cache(maxsize=512)
def _renderer(name: str, color: str, size: int, stroke: float) -> QSvgRenderer:
    # The grid is 24 wide: the stroke is widened so that it has the same weight at every size.
    width = f'stroke-width="{stroke * 24 / size:.3f}"'
    text = _STROKE_WIDTH.sub(width, _source(name)).replace("currentColor", color)
    return QSvgRenderer(QByteArray(text.encode()))


def paint_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Draw icon `name` into `rect`."""
    size = round(rect.width())
    _renderer(name, color.name(), size, _stroke(size)).render(painter, rect)


@lru_cache(maxsize=1024)
def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, color, size, _stroke(size)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _stroke(size: int) -> float:
    return STROKE["icon"] if size >= 18 else 1.5  # noqa: PLR2004  # below the rail's size, a shade lighter


def pixmap(name: str, color: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Give icon `name` as a pixmap, `size` logical pixels wide, for a screen of `ratio`."""
    return _drawn(name, color.name(), size, ratio)


def icon(name: str, color: QColor, size: int, disabled: QColor | None = None) -> QIcon:
    """Give icon `name` for a button; `disabled` is its colour when the button is off."""
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(pixmap(name, color, size, ratio))
        if disabled is not None:
            made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def forget_icons() -> None:
    """Drop everything drawn; pixmaps must not outlive the application."""
    _drawn.cache_clear()
    _renderer.cache_clear()
