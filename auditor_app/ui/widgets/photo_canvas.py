"""A photo as large as there is room, with the boxes on it: drawn by mouse or keyboard, shown as they will come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor_app.core.model import Box
from auditor_app.i18n import _
from auditor_app.ui.models.retouch import Retouch, What
from auditor_app.ui.widgets.messages import announce

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_GRIP: Final = 9
"""Logical pixels around an edge in which it can be grabbed."""
_LEAST_DRAG: Final = 6
_GRAINS: Final = 4
_STEP: Final = 100
"""An arrow key moves a box by this part of the photo's longer side."""
_SHADE: Final = QColor(0, 0, 0, 140)
_HALO, _LINE = QColor(0, 0, 0, 190), QColor(255, 255, 255)


class PhotoCanvas(QWidget):
    """Shows a photo and a `Retouch`; `retouched` gives every new one. Its own keys are in `KEYS` of the sheet."""

    retouched = Signal(object)
    turn_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._image = QImage()
        self._shown = QImage()
        self.retouch = Retouch()
        self.what: What = "blur"
        self.is_read_only = False
        self._from: QPointF | None = None
        self._grip: tuple[int, int] | None = None
        self._start = Box()
        self._is_dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_photo(self, image: QImage, retouch: Retouch) -> None:
        """Show a photo with its boxes."""
        self._image, self._shown = image, QImage()
        self.show_retouch(retouch)

    def show_retouch(self, retouch: Retouch) -> None:
        """Show other boxes on the same photo."""
        self.retouch = retouch
        self._say()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.show_photo(QImage(), Retouch())

    def sizeHint(self) -> QSize:
        """Ask for a good part of the window."""
        return QSize(720, 540)

    def minimumSizeHint(self) -> QSize:
        """Stay useful in the smallest window."""
        return QSize(220, 160)

    # --- where things are

    @property
    def place(self) -> QRectF:
        """Where the photo is drawn: whole, in the middle, never larger than its own pixels."""
        if self._image.isNull():
            return QRectF()
        room = QSizeF(self.width() - 2, self.height() - 2)
        own = self._image.size().toSizeF() / self.devicePixelRatioF()
        size = (
            own
            if own.width() <= room.width() and own.height() <= room.height()
            else own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        )
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def _scale(self) -> float:
        return self.place.width() / self._image.width() if not self._image.isNull() else 1.0

    def on_screen(self, box: Box) -> QRectF:
        """Give where a box of the photo is drawn."""
        scale, place = self._scale(), self.place
        return QRectF(place.x() + box.x * scale, place.y() + box.y * scale, box.width * scale, box.height * scale)

    def _on_photo(self, point: QPointF) -> tuple[int, int]:
        scale, place = self._scale(), self.place
        return round((point.x() - place.x()) / scale), round((point.y() - place.y()) / scale)

    def _grip_at(self, point: QPointF) -> tuple[int, int] | None:
        """Give which edges of the box in hand are at a point: -1, 0 or 1 across and down; None for none."""
        box = self.retouch.box
        if box is None:
            return None
        rect = self.on_screen(box)
        if not rect.adjusted(-_GRIP, -_GRIP, _GRIP, _GRIP).contains(point):
            return None
        across = -1 if abs(point.x() - rect.left()) <= _GRIP else 1 if abs(point.x() - rect.right()) <= _GRIP else 0
        down = -1 if abs(point.y() - rect.top()) <= _GRIP else 1 if abs(point.y() - rect.bottom()) <= _GRIP else 0
        return (across, down) if across or down else None

    # --- by mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a box or one of its edges in hand, or begin a new one."""
        if self.is_read_only or self._image.isNull() or event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        self._from, self._is_dragging = point, False
        self._grip = self._grip_at(point)
        if self._grip is None:
            hit = self.retouch.at(*self._on_photo(point))
            is_kept_part = hit >= 0 and self.retouch.boxes[hit].what == "crop" and self.what == "blur"
            self._set(self.retouch.took(-1 if is_kept_part else hit))
            self._grip = (0, 0) if self.retouch.box is not None else None
        self._start = self.retouch.box or Box()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move, size or draw the box in hand."""
        if self._from is None:
            self._show_cursor(event.position())
            return
        away = event.position() - self._from
        if not self._is_dragging:
            if away.manhattanLength() < _LEAST_DRAG:
                return
            self._is_dragging = True
            self._begin()
        self._drag(event.position())

    def _begin(self) -> None:
        if self._from is not None and self._grip is None:
            x, y = self._on_photo(self._from)
            self._set(self.retouch.added(self.what, Box(self.what, x, y, 1, 1)))
            self._start = Box(self.what, x, y, 1, 1)
            self._grip = (1, 1)
        else:
            self._set(self.retouch.begun())

    def _drag(self, point: QPointF) -> None:
        if self._from is None or self._grip is None:
            return
        (x, y), (x0, y0) = self._on_photo(point), self._on_photo(self._from)
        self._set(self.retouch.shaped(self.retouch.chosen, _dragged(self._start, self._grip, x - x0, y - y0)))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._from, self._grip = None, None
        if self._is_dragging:
            self._say()
        self._is_dragging = False

    def _show_cursor(self, point: QPointF) -> None:
        grip = None if self.is_read_only else self._grip_at(point)
        shapes = {
            (1, 1): Qt.CursorShape.SizeFDiagCursor, (-1, -1): Qt.CursorShape.SizeFDiagCursor,
            (1, -1): Qt.CursorShape.SizeBDiagCursor, (-1, 1): Qt.CursorShape.SizeBDiagCursor,
            (1, 0): Qt.CursorShape.SizeHorCursor, (-1, 0): Qt.CursorShape.SizeHorCursor,
            (0, 1): Qt.CursorShape.SizeVerCursor, (0, -1): Qt.CursorShape.SizeVerCursor,
        }  # fmt: skip
        usual = Qt.CursorShape.ArrowCursor if self.is_read_only else Qt.CursorShape.CrossCursor
        self.setCursor(shapes[grip] if grip else usual)

    # --- by keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """B blurs, C cuts, arrows move, Shift+arrows size, PgDn takes the next, Delete takes away, R turns."""
        if self.is_read_only or self._image.isNull() or not self._did(event):
            super().keyPressEvent(event)

    def _did(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._set(self.retouch.undone())
            return True
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ARROWS and self.retouch.box is not None:
            self._nudge(*_ARROWS[Qt.Key(event.key())], held)
            return True
        if held:
            return False
        now = self.retouch
        steps = {
            Qt.Key.Key_B: lambda: now.added("blur"),
            Qt.Key.Key_C: lambda: now.added("crop"),
            Qt.Key.Key_PageDown: now.next,
            Qt.Key.Key_PageUp: lambda: now.next(-1),
            Qt.Key.Key_Delete: now.without,
            Qt.Key.Key_Backspace: now.without,
        }
        if event.key() == Qt.Key.Key_R:
            self.turn_asked.emit()
        elif event.key() in steps:
            self._set(steps[Qt.Key(event.key())]())
            self._say()
        else:
            return False
        return True

    def _nudge(self, across: int, down: int, held: Qt.KeyboardModifier) -> None:
        is_fine = bool(held & Qt.KeyboardModifier.ControlModifier)
        step = 1 if is_fine else max(1, max(self.retouch.width, self.retouch.height) // _STEP)
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._set(self.retouch.nudge(wider=across * step, higher=down * step))
        else:
            self._set(self.retouch.nudge(across * step, down * step))

    def _set(self, retouch: Retouch) -> None:
        if retouch != self.retouch:
            self.retouch = retouch
            self.update()
            self.retouched.emit(retouch)

    def _say(self) -> None:
        """Tell a screen reader which box is in hand and where it lies."""
        box = self.retouch.box
        words = self.sentence(box) if box is not None else _("No box chosen")
        self.setAccessibleDescription(words)
        if self.hasFocus():
            announce(self, words)

    def sentence(self, box: Box) -> str:
        """Say a box: what it does, which it is of how many, and where it lies in hundredths of the photo."""
        wide, high = max(1, self.retouch.width), max(1, self.retouch.height)
        name = _("Blurred part") if box.what == "blur" else _("Part to keep")
        where = _("{left} % from the left, {top} % from the top, {wide} % wide, {high} % high").format(
            left=box.x * 100 // wide, top=box.y * 100 // high,
            wide=box.width * 100 // wide, high=box.height * 100 // high,
        )  # fmt: skip
        return f"{name} {self.retouch.chosen + 1}/{len(self.retouch.boxes)}: {where}"

    # --- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the photo as it will come out, and the boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image.isNull():
            return
        place = self.place
        painter.drawImage(place, self._fitted(place))
        for box in self.retouch.blurs:
            self._paint_blur(painter, box)
        crop = self.retouch.crop
        if crop is not None:
            self._paint_shade(painter, place, self.on_screen(crop))
        for index, box in enumerate(self.retouch.boxes):
            self._paint_frame(painter, self.on_screen(box), is_chosen=index == self.retouch.chosen)

    def _fitted(self, place: QRectF) -> QImage:
        """Give the photo at the size it is drawn, kept until the room changes."""
        size = (place.size() * self.devicePixelRatioF()).toSize()
        if self._shown.size() != size:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._shown = self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        return self._shown

    def _paint_blur(self, painter: QPainter, box: Box) -> None:
        """Draw a part as coarse as it will be kept: `photos.blur` does the same to the pixels themselves."""
        share = self._shown.width() / self._image.width()
        part = self._shown.copy(QRectF(box.x * share, box.y * share, box.width * share, box.height * share).toRect())
        grain = max(1, min(box.width, box.height) // _GRAINS)
        coarse = QSize(max(1, box.width // grain), max(1, box.height // grain))
        smooth = Qt.TransformationMode.SmoothTransformation
        painter.drawImage(self.on_screen(box), part.scaled(coarse, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))

    @staticmethod
    def _paint_shade(painter: QPainter, place: QRectF, kept: QRectF) -> None:
        for rect in (
            QRectF(place.left(), place.top(), place.width(), kept.top() - place.top()),
            QRectF(place.left(), kept.bottom(), place.width(), place.bottom() - kept.bottom()),
            QRectF(place.left(), kept.top(), kept.left() - place.left(), kept.height()),
            QRectF(kept.right(), kept.top(), place.right() - kept.right(), kept.height()),
        ):
            painter.fillRect(rect, _SHADE)

    def _paint_frame(self, painter: QPainter, rect: QRectF, *, is_chosen: bool) -> None:
        """Draw a white line in a dark halo, seen on every photo; the box in hand is thicker and has grips."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_HALO, 4 if is_chosen else 3))
        painter.drawRect(rect)
        pen = QPen(_LINE, 2 if is_chosen else 1)
        if not is_chosen:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(rect)
        if is_chosen and not self.is_read_only:
            painter.setPen(QPen(_HALO, 1))
            painter.setBrush(_LINE)
            for x in (rect.left(), rect.center().x(), rect.right()):
                for y in (rect.top(), rect.center().y(), rect.bottom()):
                    if QPointF(x, y) != rect.center():
                        painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7))


_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def _dragged(box: Box, grip: tuple[int, int], x: int, y: int) -> Box:
    """Give a box whose held edges went along; (0, 0) moves it whole. Edges may cross."""
    if grip == (0, 0):
        return Box(box.what, box.x + x, box.y + y, box.width, box.height)
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    left, right = (left + x, right) if grip[0] < 0 else (left, right + x) if grip[0] > 0 else (left, right)
    top, bottom = (top + y, bottom) if grip[1] < 0 else (top, bottom + y) if grip[1] > 0 else (top, bottom)
    return Box(box.what, min(left, right), min(top, bottom), abs(right - left), abs(bottom - top))
