"""Labels with their values, the picture of a page, and what a signing dialog needs from the program around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from auditor_app.ui.screens.parts.pdf_page import draw_page, wake_reader
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.config import Settings
    from auditor_app.services.publishing.publish import Publishing
    from auditor_app.services.publishing.signatures import Signatures
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background, Job
    from auditor_app.ui.events import Events
    from auditor_app.ui.theme import Look

_LABEL: Final = 112
_A4: Final = 297 / 210


class Room(Protocol):
    """Where somebody signs: an open audit, or the window as a whole."""

    @property
    def publishing(self) -> Publishing: ...  # noqa: D102 - named for what it gives
    @property
    def background(self) -> Background: ...  # noqa: D102 - named for what it gives
    @property
    def signatures(self) -> Signatures: ...  # noqa: D102 - named for what it gives
    @property
    def settings(self) -> Settings: ...  # noqa: D102 - named for what it gives

    def read(  # noqa: D102 - as in the session
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> Job: ...
    def write(  # noqa: D102 - as in the session
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None: ...


class WindowRoom:
    """Signing a file while no audit is open."""

    def __init__(self, workspace: Workspace, background: Background, events: Events) -> None:
        self.publishing, self.signatures = workspace.publishing, workspace.signatures
        self._workspace, self.background, self._events = workspace, background, events

    @property
    def settings(self) -> Settings:
        """Give the settings as they are now."""
        return self._workspace.settings

    def read(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> Job:
        """Read in the background."""
        return self.background.run(work, done, failed)

    def write(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None:
        """Write in the queue of writes, and tell everybody."""
        self.background.write(work, partial(self._on_written, done), failed)

    def _on_written(self, done: Callable[[Any], object], written: Any) -> None:  # noqa: ANN401 - what the use case gave
        self._events.changed.emit(written.changes)
        done(written)


class Facts(QWidget):
    """Labels at the left, what is so at the right; a screen reader reads them in pairs."""

    def __init__(self, look: Look, label_width: int = _LABEL) -> None:
        super().__init__()
        self._look = look
        self.rows: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Show other facts; those without a value are left out."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = tuple((label, value) for label, value in rows if value)
        for row, (label, value) in enumerate(self.rows):
            name = TextLabel(self._look, label, "body", "text.muted")
            text = TextLabel(self._look, value, "body", tabular=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setAccessibleName(f"{label}: {value}")
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, row, 1)
            for part in (name, text):
                part.show()  # now, not an event later: whoever fits the dialog to its facts has to count them
        self.setVisible(bool(self.rows))


class PagePicture(QWidget):
    """A page as it is printed, light also in dark mode."""

    def __init__(self, look: Look, room: Room, width: int, name: str) -> None:
        super().__init__()
        self._look, self._room, self._width = look, room, width
        self.image: QImage | None = None
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(name)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Give an A4 page of this width."""
        return QSize(self._width, round(self._width * _A4))

    def show_page(self, pdf: bytes, page: int) -> None:
        """Draw a page (from 0) in the background, with the stamps that are on it."""
        width = round(self._width * self.devicePixelRatioF())
        wake_reader()
        self._room.read(partial(_stamped, pdf, page, width), self._on_drawn, self._on_failed)

    def _on_drawn(self, image: QImage) -> None:
        self.image = image
        self.update()

    def _on_failed(self, _error: Exception) -> None:
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper, its edge, and the page."""
        painter, rect = QPainter(self), QRectF(self.rect())
        painter.fillRect(rect, self._look["line.medium"])
        inside = rect.adjusted(1, 1, -1, -1)
        painter.fillRect(inside, self._look["paper.bg"])
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(inside, self.image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(inside, self._look["paper.bg"])


def _stamped(pdf: bytes, page: int, width: int) -> QImage:
    from auditor_app.services.report.flat import flat  # noqa: PLC0415 - what opens PDFs loads with the first one

    return draw_page(flat(pdf), page, width)
