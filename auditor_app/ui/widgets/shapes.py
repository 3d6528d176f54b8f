"""The drawn symbols: levels are circles, matrix states squares, loops rings. Form carries the meaning, never colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

LEVELS: Final = ("1", "2", "3", "4")
_PIE: Final = {"2": 90, "3": 180}
_BOX: Final = 16.0


def paint_level(painter: QPainter, rect: QRectF, level: str, color: QColor) -> None:
    """Draw a level ("1" to "4", "NB", "NVT", or "" for still open) into a square of any size."""
    _begin(painter, rect)
    if level in LEVELS:
        _circle(painter, level, color)
    elif level == "NB":
        painter.setPen(_pen(color, 1.75))
        painter.drawLine(QPointF(3.5, 8), QPointF(12.5, 8))
    elif level == "NVT":
        painter.setPen(_pen(color, 1.75))
        painter.drawLine(QPointF(4.5, 13), QPointF(11.5, 3))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(8, 8), 1.75, 1.75)
    painter.restore()


def _circle(painter: QPainter, level: str, color: QColor) -> None:
    centre = QPointF(8, 8)
    painter.setBrush(color)
    if level == "4":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(centre, 7, 7)
        return
    if level in _PIE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(QRectF(1.75, 1.75, 12.5, 12.5), 90 * 16, -_PIE[level] * 16)
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 6.25, 6.25)


def paint_matrix_state(painter: QPainter, rect: QRectF, state: str, color: QColor) -> None:
    """Draw a matrix state: "systematic", "partly", "not_seen", "dropped", or a dash for "not_discussed"."""
    _begin(painter, rect)
    if state == "systematic":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(1.25, 1.25, 13.5, 13.5), 2, 2)
    elif state in ("partly", "not_seen", "dropped"):
        if state == "partly":
            painter.fillRect(QRectF(2, 8, 12, 6), color)
        painter.setPen(QPen(color, 1.5))
        painter.drawRoundedRect(QRectF(2, 2, 12, 12), 1.5, 1.5)
        if state == "dropped":
            painter.drawLine(QPointF(4.5, 11.5), QPointF(11.5, 4.5))
    else:
        painter.setPen(_pen(color, 1.75))
        painter.drawLine(QPointF(3.5, 8), QPointF(12.5, 8))
    painter.restore()


def paint_loop(painter: QPainter, rect: QRectF, states: Sequence[str], color: QColor, faint: QColor) -> None:
    """Draw the four steps of a loop as arcs, clockwise from twelve o'clock."""
    _begin(painter, rect, 38.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(3, 3, 32, 32)
    for index, state in enumerate(states[:4]):
        painter.setPen(_arc_pen(state, color, faint))
        left_out = 36 if state not in _ARC_WIDTH else 7
        start = 90 - index * 90 - left_out
        painter.drawArc(ring, round(start * 16), -round((90 - 2 * left_out) * 16))
    painter.restore()


_ARC_WIDTH: Final = {"systematic": 4.5, "partly": 1.6, "not_seen": 1.4}


def _arc_pen(state: str, color: QColor, faint: QColor) -> QPen:
    pen = QPen(faint if state == "not_seen" else color, _ARC_WIDTH.get(state, 1.6))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if state == "not_seen":
        pen.setDashPattern([1.5 / 1.4, 3.5 / 1.4])
    return pen


def paint_core(painter: QPainter, centre: QPointF, color: QColor) -> None:
    """Draw the diamond of a core criterion, 8 across."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    around = [QPointF(0, -4), QPointF(4, 0), QPointF(0, 4), QPointF(-4, 0)]
    painter.drawPolygon(QPolygonF([centre + step for step in around]))
    painter.restore()


def paint_sign(painter: QPainter, centre: QPointF, sign: str, color: QColor, size: float = 7.0) -> None:
    """Draw "+", "-" or "o" (context) as a symbol, so that it never depends on a font."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(color, 1.6))
    half = size / 2
    if sign == "o":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, half * 0.85, half * 0.85)
    else:
        painter.drawLine(QLineF(centre.x() - half, centre.y(), centre.x() + half, centre.y()))
        if sign == "+":
            painter.drawLine(QLineF(centre.x(), centre.y() - half, centre.x(), centre.y() + half))
    painter.restore()


def paint_evidence_bar(painter: QPainter, rect: QRectF, direction: str, color: QColor) -> None:
    """Draw the 3 px bar beside evidence: solid for "+", dotted for "-", none for context."""
    if direction == "+":
        painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), color)
    elif direction == "-":
        y = rect.y()
        while y < rect.bottom():
            painter.fillRect(QRectF(rect.x(), y, 3, min(3.0, rect.bottom() - y)), color)
            y += 6


def paint_dashed_rule(painter: QPainter, x: float, top: float, bottom: float, color: QColor) -> None:
    """Draw the upright dashed rule that every interpretation stands behind."""
    pen = QPen(color, 1)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([3, 2])
    painter.save()
    painter.setPen(pen)
    painter.drawLine(QPointF(x + 0.5, top), QPointF(x + 0.5, bottom))
    painter.restore()


@dataclass(frozen=True)
class Dumbbell:
    """Levels then and now as positions on a line; None where there is no level."""

    then: float | None
    now: float | None
    is_weak: bool = False
    """One level apart with little evidence: drawn dashed, said as "possibly the same"."""


def paint_dumbbell(painter: QPainter, y: float, dumbbell: Dumbbell, look: Look) -> None:
    """Draw ring (then), disc (now) and the line between them; up and down look alike."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    then, now = dumbbell.then, dumbbell.now
    if then is not None and now is not None and then != now:
        pen = QPen(look["accent.base"], 2)
        if dumbbell.is_weak:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([1.5, 1.5])
        painter.setPen(pen)
        step = 6 if now > then else -6
        painter.drawLine(QPointF(then + step, y), QPointF(now - step, y))
    _dumbbell_ends(painter, y, then, now, look)
    painter.restore()


def _dumbbell_ends(painter: QPainter, y: float, then: float | None, now: float | None, look: Look) -> None:
    is_same = then is not None and then == now
    if then is not None:
        painter.setPen(QPen(look["text.muted"], 1.75))
        painter.setBrush(look["bg.surface"])
        painter.drawEllipse(QPointF(then, y), 8 if is_same else 5, 8 if is_same else 5)
    if now is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look["accent.base"])
        painter.drawEllipse(QPointF(now, y), 4.5 if is_same else 6, 4.5 if is_same else 6)


def paint_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    line: QColor | None,
    *,
    width: float = 1.0,
    is_dashed: bool = False,
) -> None:
    """Draw a rounded box whose line lies wholly inside `rect`, so that it is sharp at 100 %."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if line is not None else 0.0
    pen = QPen(line or Qt.GlobalColor.transparent, width)
    if is_dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3 / width, 2 / width])
    painter.setPen(pen if line is not None else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, max(0.0, radius - inset), max(0.0, radius - inset))
    painter.restore()


def rounded_side(rect: QRectF, radius: float, *, left: bool, right: bool) -> QPainterPath:
    """Give a rectangle whose left and right corners are rounded only where asked."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(rect, radius, radius)
    if not left:
        path.addRect(QRectF(rect.x(), rect.y(), rect.width() / 2, rect.height()))
    if not right:
        path.addRect(QRectF(rect.center().x(), rect.y(), rect.width() / 2, rect.height()))
    return path.simplified()


def _begin(painter: QPainter, rect: QRectF, box: float = _BOX) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / box, rect.height() / box)


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
