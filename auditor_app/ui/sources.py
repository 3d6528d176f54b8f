"""What a person drops, pastes or chooses: photos and files on their way into an audit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _
from auditor_app.ui.drops import take_copy
from auditor_app.ui.thumbnails import image_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.services.pictures.apart import PhotoProcess
    from auditor_app.services.pictures.pixels import HeldPhoto

PICTURES: Final = (
    ".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".heic", ".heif", ".gif", ".tif", ".tiff", ".avif", ".mpo",
)  # fmt: skip
"""Names of what goes the way of a photo, also where the photo will be refused with its reason."""

_EDGE: Final = 2


@dataclass(frozen=True)
class Source:
    """One photo or file: where it lies, its bytes, or a picture from the clipboard or the camera."""

    name: str
    content: Path | bytes | QImage

    @property
    def is_picture(self) -> bool:
        """Whether it goes the way of a photo; what it really is shows when it is opened."""
        return isinstance(self.content, QImage) or Path(self.name).suffix.casefold() in PICTURES


def sources_in(mime: QMimeData) -> tuple[Source, ...]:
    """Give the files, else the picture, that were dropped or copied; words and web addresses are none."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return tuple(Source(path.name, path) for path in paths)
    picture = mime.imageData() if mime.hasImage() else None
    if isinstance(picture, QImage) and not picture.isNull():
        return (Source(_("Picture from the clipboard"), picture),)
    return ()


def has_sources(mime: QMimeData) -> bool:
    """Whether something is there, without unpacking a picture."""
    return any(url.isLocalFile() for url in mime.urls()) or (mime.hasImage() and not mime.hasText())


@dataclass(frozen=True)
class LoadedPhoto:
    """A photo ready to be looked at."""

    held: HeldPhoto
    image: QImage


def load(photos: PhotoProcess, source: Source) -> LoadedPhoto:
    """Make a photo fit to keep and to be drawn: slow, so never on the window's own thread."""
    content = source.content
    return shown(photos.prepare(_png(content) if isinstance(content, QImage) else content))


def turned(photos: PhotoProcess, photo: LoadedPhoto) -> LoadedPhoto:
    """Turn a photo a quarter clockwise."""
    return shown(photos.turn(photo.held))


def shown(held: HeldPhoto) -> LoadedPhoto:
    """Put a photo's picture beside it."""
    return LoadedPhoto(held, image_of(held.pixels))


def _png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload] # the stub wants bytes, Qt wants text
    return bytes(content.data())


class _Edge(QWidget):
    """An edge around what would take that which is held over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_around(self, rect: QRect) -> None:
        """Stand around another part of the widget."""
        if self.isHidden() or self.geometry() != rect:
            self.setGeometry(rect)
            self.raise_()
            self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it two pixels wide."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
        wide, high = self.width(), self.height()
        sides = (0, 0, wide, _EDGE), (0, high - _EDGE, wide, _EDGE), (0, 0, _EDGE, high), (wide - _EDGE, 0, _EDGE, high)
        for side in sides:
            painter.drawRect(QRect(*side))


class Intake(QObject):
    """Makes a widget take photos and files: dropped on it, or pasted while it or something inside has the focus."""

    offered = Signal(object, QPoint)
    """A tuple of `Source`, and where in the widget they were dropped."""

    def __init__(self, widget: QWidget, *editors: QWidget, part_at: Callable[[QPoint], QRect] | None = None) -> None:
        """Listen to `widget`, and for pasting to `editors` inside it, which keep words for themselves.

        `part_at` gives the part of the widget that takes what is dropped at a place; without it the whole does.
        """
        super().__init__(widget)
        self._widget, self._part_at = widget, part_at
        self.edge = _Edge(widget)
        self.edge.hide()
        self.is_open = True
        widget.setAcceptDrops(True)
        for listened in (widget, *editors):
            listened.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dropped or pasted; everything else goes its own way."""
        if isinstance(event, QDropEvent | QDragEnterEvent | QDragMoveEvent):
            return self._on_drag(watched, event)
        if isinstance(event, QDragLeaveEvent):
            self.edge.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.matches(QKeySequence.StandardKey.Paste) and self.paste()
        return False

    def _on_drag(self, watched: QObject, event: QDropEvent) -> bool:
        if watched is not self._widget or not self.is_open or not has_sources(event.mimeData()) or not take_copy(event):
            return False
        place = event.position().toPoint()
        if event.type() == QEvent.Type.Drop:
            self.edge.hide()
            # What comes of it may be a question; the program it was dragged from waits until the drop has ended.
            QTimer.singleShot(0, self, partial(self.offered.emit, sources_in(event.mimeData()), place))
        else:
            self.edge.show_around(self._part_at(place) if self._part_at is not None else self._widget.rect())
        return True

    def paste(self) -> bool:
        """Take what was copied; False when that is words or nothing."""
        mime = QGuiApplication.clipboard().mimeData()
        if not self.is_open or not has_sources(mime):
            return False
        found = sources_in(mime)
        if found:
            self.offered.emit(found, QPoint(-1, -1))
        return bool(found)
