"""The laptop's camera: what it sees, and a picture of it in memory that goes the way of every photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from auditor_app.i18n import _, ngettext
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.sources import Source
from auditor_app.ui.widgets.dialog import Dialog, confirm
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtMultimedia import QVideoFrame

    from auditor_app.ui.theme import Look

_WIDTH: Final = 720
_SYMBOL: Final = 28
_INSIDE: Final = 48
_AROUND: Final = 190
"""Height of title, sentence and buttons around the picture."""


class Sees(Protocol):
    """What the sheet needs of a camera."""

    seen: SignalInstance
    """A `QImage` of what is before it now."""
    failed: SignalInstance

    def start(self) -> None:
        """Begin to see."""

    def stop(self) -> None:
        """Close the eye."""


class Camera(QObject):
    """The system's default camera; its pictures stay in memory."""

    seen = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QVideoSink  # noqa: PLC0415 - optional at run time

        super().__init__(parent)
        self._camera = QCamera(self)
        self._session = QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._camera.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Begin to see."""
        self._camera.start()

    def stop(self) -> None:
        """Close the eye."""
        self._camera.stop()

    def _on_frame(self, frame: QVideoFrame) -> None:
        image = frame.toImage()
        if not image.isNull():
            self.seen.emit(image)

    def _on_error(self, _error: object, words: str) -> None:
        self.failed.emit(words)


class _View(QWidget):
    """Shows the newest picture, whole; before there is one, a symbol and why."""

    def __init__(self, look: Look, height: int) -> None:
        super().__init__()
        self._look = look
        self.image = QImage()
        self._high = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        self.setAccessibleName(_("What the camera sees"))
        self.words = TextLabel(look, "", "body", "text.secondary")
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._icon = "camera"
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSIDE, height // 2, _INSIDE, 0)
        column.addWidget(self.words)
        column.addStretch(1)

    def show_image(self, image: QImage) -> None:
        """Show another picture."""
        self.image = image
        self.words.hide()
        self.update()

    def show_words(self, words: str, icon: str) -> None:
        """Say why there is no picture."""
        self.image, self._icon = QImage(), icon
        self.words.show_text(words)
        self.words.show()
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Give four by three."""
        return QSize(self._high * 4 // 3, self._high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look["bg.sunken"])
        if self.image.isNull():
            middle = QRectF((self.width() - _SYMBOL) / 2, self.height() / 2 - _SYMBOL - 8, _SYMBOL, _SYMBOL)
            paint_icon(painter, middle, self._icon, self._look["text.muted"])
            return
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self.image)


class CameraSheet(Dialog):
    """Space takes a picture, or tries again; `taken` gives all of them as sources when it closes."""

    taken = Signal(object)

    def __init__(self, look: Look, make_camera: Callable[[QObject], Sees], parent: QWidget) -> None:
        window = parent.window()
        super().__init__(
            look,
            _("Take a photo"),
            _("Rooms, walls and material; wait until nobody is in the picture."),
            parent,
            min(_WIDTH, window.width() - 24),
        )
        self._camera = make_camera(self)
        self._has_failed = False
        self._pictures: list[QImage] = []
        self.view = _View(look, max(120, min(480, window.height() - _AROUND)))
        self.words = TextLabel(look, "", "small", "text.secondary")
        self.body.addSpacing(8)
        self.body.addWidget(self.view)
        self.body.addWidget(self.words)
        self.add_safe(_("&Cancel"))
        self.take = self._add(_("&Take it"), "plain")
        self.take.clicked.connect(self._on_take)
        self.go_on = self.add_action(_("&Go on"))
        self._camera.seen.connect(self._on_seen)
        self._camera.failed.connect(self._on_failed)
        self._show_count()

    def start(self) -> None:
        """Open, and begin to see."""
        self.open()
        self._see()
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see(self) -> None:
        self._show_failure(has_failed=False)
        self.view.show_words(_("The camera is starting …"), "camera")
        self._camera.start()

    def _on_seen(self, image: QImage) -> None:
        self._show_failure(has_failed=False)
        self.view.show_image(image)

    def _show_failure(self, *, has_failed: bool) -> None:
        """Let the button try again while nothing is seen."""
        if has_failed != self._has_failed:
            self._has_failed = has_failed
            self.take.show_text(_("&Try again") if has_failed else _("&Take it"))
            self._show_count()

    def _show_count(self) -> None:
        count = len(self._pictures)
        self.words.show_text(ngettext("{n} photo taken", "{n} photos taken", count) if count else "")
        self.go_on.setVisible(bool(count))

    def _on_take(self) -> None:
        if self._has_failed:
            self._camera.stop()
            self._see()
            return
        if self.view.image.isNull():
            self.words.show_text(
                _("The camera gives no picture yet. Check that it is open and that the program may use it.")
            )
            return
        self._pictures.append(self.view.image.copy())
        self._show_count()

    def _on_failed(self, reason: str) -> None:
        self.view.show_words(
            _(
                "The camera gives no picture. Perhaps another program is using it, or the system does not let this "
                "program use it. Close that program or allow it; then try again."
            ),
            "image-off",
        )
        self._show_failure(has_failed=True)
        self.words.show_text(_("The system says: {reason}").format(reason=reason) if reason else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes a picture, wherever the focus is."""
        if event.key() == Qt.Key.Key_Space:
            self._on_take()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave, after asking when pictures were taken: they are kept nowhere yet."""
        count = len(self._pictures)
        if not count or confirm(
            self._look,
            self,
            ngettext("Throw {n} photo away?", "Throw {n} photos away?", count),
            _("What was taken is kept nowhere yet."),
            act=_("Throw away"),
            keep=_("Go on with them"),
            role="wipe",
        ):
            super().reject()

    def accept(self) -> None:
        """Hand over what was taken."""
        pictures = tuple(
            Source(_("Photo {n} from the camera").format(n=place), image)
            for place, image in enumerate(self._pictures, 1)
        )
        super().accept()
        self.taken.emit(pictures)

    def done(self, result: int) -> None:
        """Close the eye with the sheet."""
        self._camera.stop()
        super().done(result)
