"""Small pictures of kept photos: decoded away from the window, kept while there is room, told when they are there."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from auditor_app.core.model import Attachment, AttachmentKind
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.shapes import paint_box

if TYPE_CHECKING:
    from auditor_app.services.pictures.pixels import Pixels
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

SIDE: Final = 240
"""Pixels: enough for 112 at twice the resolution; one size serves rows and strips."""
_MOST: Final = 240
"""About 40 MB at the most."""
ICONS: Final = {AttachmentKind.PHOTO: "image", AttachmentKind.FILE: "paperclip", AttachmentKind.VOICE: "mic"}


class Thumbnails(QObject):
    """Gives what is there and fetches the rest; `ready` asks views to paint anew."""

    ready = Signal(str)
    """The digest of a photo that can be drawn now."""

    def __init__(self, session: AuditSession) -> None:
        super().__init__(session)
        self._session = session
        self._known: OrderedDict[str, QPixmap] = OrderedDict()
        self._asked: set[str] = set()
        self._failed: set[str] = set()

    def pixmap(self, attachment: Attachment) -> QPixmap | None:
        """Give the small picture, or None and fetch it."""
        key = attachment.blob
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if key and key not in self._asked and key not in self._failed:
            self._asked.add(key)
            work = partial(self._session.evidence.attachments.thumbnail, attachment, SIDE)
            self._session.read(partial(_image, work), partial(self._on_read, key), partial(self._on_failed, key))
        return None

    def is_lost(self, attachment: Attachment) -> bool:
        """Whether the photo is not on this laptop, or cannot be drawn."""
        return attachment.blob in self._failed

    def _on_read(self, key: str, image: QImage) -> None:
        self._asked.discard(key)
        self._known[key] = QPixmap.fromImage(image)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        self.ready.emit(key)

    def _on_failed(self, key: str, _error: Exception) -> None:
        self._asked.discard(key)
        self._failed.add(key)
        self.ready.emit(key)


def _image(work: partial[Pixels]) -> QImage:
    return image_of(work())


def image_of(picture: Pixels) -> QImage:
    """Make Qt's picture of bare pixels."""
    image = QImage(picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
    return image.copy()  # the pixels belong to Python and go with `picture`


def thumbnails_of(session: AuditSession) -> Thumbnails:
    """Give the one store of small pictures of a session."""
    return session.findChild(Thumbnails) or Thumbnails(session)


def paint_thumbnail(
    painter: QPainter,
    rect: QRectF,
    attachment: Attachment,
    look: Look,
    pixmap: QPixmap | None,
    *,
    is_lost: bool = False,
) -> None:
    """Draw a photo so that it fills `rect`, or the symbol of what it is while it is not there."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_box(painter, rect, RADIUS["chip"], look["bg.sunken"], look["line.medium"])
    if pixmap is not None and not pixmap.isNull():
        painter.drawPixmap(rect.adjusted(1, 1, -1, -1), pixmap, _filling(pixmap, rect))
    else:
        side = min(20.0, rect.height() - 8)
        middle = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        icon = "image-off" if is_lost else ICONS[attachment.kind]
        paint_icon(painter, middle, icon, look["text.muted"])
    painter.restore()


def _filling(pixmap: QPixmap, rect: QRectF) -> QRectF:
    """Give the middle part of a picture that has the proportions of `rect`."""
    size = rect.size().scaled(pixmap.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF(
        (pixmap.width() - size.width()) / 2, (pixmap.height() - size.height()) / 2, size.width(), size.height()
    )
