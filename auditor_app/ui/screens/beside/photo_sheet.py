"""A photo as large as the window allows, with its panel at the right: shared by taking in and by looking again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.i18n import N_, _
from auditor_app.ui.models.retouch import Retouch
from auditor_app.ui.screens.beside.photo_panel import PhotoPanel
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.buttons import Button, Role
from auditor_app.ui.widgets.cards import Frame
from auditor_app.ui.widgets.messages import MessageBar, ProgressStrip, attention
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.photo_canvas import PhotoCanvas
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

LARGEST: Final = QSize(1240, 820)
_AROUND: Final = 16
_PANEL, _NARROW_PANEL, _NARROW = 352, 268, 820

KEYS: Final = (
    Key("photo_blur", "B", N_("A photo open: blur a part")),
    Key("photo_crop", "C", N_("A photo open: crop")),
    Key("photo_turn", "R", N_("A photo open: turn a quarter")),
    Key("photo_box", "PgDown", N_("A photo open: next box; arrows move it, Shift+arrows size it, Del takes it away")),
    Key("photo_keep", "Ctrl+Return", N_("A photo open: keep it, go on")),
)
"""Keys of the sheet, for the F1 sheets of the places that open one."""


class PhotoSheet(QDialog):
    """Shows one photo; whoever opened it decides what its buttons do."""

    left = Signal()
    """Escape was pressed, or the window was closed."""
    confirmed = Signal()
    """Ctrl+Enter."""
    retouched = Signal(object)
    turn_asked = Signal()

    def __init__(self, look: Look, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._look, self._has_right = look, False
        self._title = TextLabel(look, "", "heading", mode="elide")
        self.canvas = PhotoCanvas(look)
        self.canvas.setAccessibleName(_("Photo"))
        self.panel = PhotoPanel(look)
        self.message = MessageBar(look)
        self.message.hide()
        self.progress = ProgressStrip(look)
        self._compose()
        self.show_title(title)
        self._connect()

    def _compose(self) -> None:
        look = self._look
        frame = Frame(look, RADIUS["dialog"], "line.strong")
        frame.foot = QWidget()
        self.foot = QHBoxLayout(frame.foot)
        """Buttons, the main one last."""
        self.foot.setContentsMargins(16, 10, 16, 10)
        self.foot.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(18, 12, 18, 10)
        head.addWidget(self._title, 1)
        self._desk = QWidget()
        set_floor(self._desk, "sunken")
        on_desk = QVBoxLayout(self._desk)
        on_desk.setContentsMargins(8, 8, 8, 8)
        on_desk.addWidget(self.canvas)
        waiting = QWidget()
        set_floor(waiting, "sunken")
        wait = QVBoxLayout(waiting)
        wait.setContentsMargins(32, 32, 32, 32)
        wait.addStretch(1)
        wait.addWidget(self.progress)
        wait.addStretch(1)
        self._left = QStackedWidget()
        self._left.addWidget(self._desk)
        self._left.addWidget(waiting)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left, 1)
        middle.addWidget(Hairline(look, Qt.Orientation.Vertical))
        middle.addWidget(self.panel)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self.message)
        inside.addWidget(Hairline(look))
        inside.addLayout(middle, 1)
        inside.addWidget(frame.foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def _connect(self) -> None:
        canvas, panel = self.canvas, self.panel
        canvas.retouched.connect(self._on_retouched)
        canvas.turn_asked.connect(self.turn_asked)
        panel.turn_chosen.connect(self.turn_asked)
        panel.blur_chosen.connect(self._on_blur)
        panel.crop_chosen.connect(self._on_crop)
        panel.undo_chosen.connect(self._on_undo)
        panel.remove_chosen.connect(self._on_remove)
        panel.alt.escaped.connect(self.reject)
        self.message.acted.connect(self.message.hide)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.confirmed)

    def add_button(self, text: str, role: Role = "plain", *, at_left: bool = False) -> Button:
        """Put a button at the foot; those at the left stand before the room between."""
        button = Button(self._look, text, role)
        if at_left:
            self.foot.addWidget(button)
            return button
        if not self._has_right:
            self.foot.addStretch(1)
            self._has_right = True
        self.foot.addWidget(button)
        return button

    def show_title(self, title: str) -> None:
        """Say which photo this is."""
        self._title.show_text(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)

    def show_photo(self, image: QImage, retouch: Retouch) -> None:
        """Show a photo and its boxes."""
        self.canvas.show_photo(image, retouch)
        self.panel.show_retouch(retouch)
        self._left.setCurrentWidget(self._desk)

    def show_waiting(self, words: str, done: int, total: int) -> None:
        """Show how far the work is until there is a photo."""
        self.progress.show_progress(words, done, total)
        self._left.setCurrentIndex(1)

    def show_retouch(self, retouch: Retouch) -> None:
        """Show other boxes on the photo."""
        self.canvas.show_retouch(retouch)
        self._on_retouched(retouch)

    def say(self, text: str) -> None:
        """Say what went wrong, above the photo, until it is closed."""
        self.message.show_message(attention(text))

    def _on_retouched(self, retouch: Retouch) -> None:
        self.panel.show_retouch(retouch)
        self.retouched.emit(retouch)

    def _on_blur(self) -> None:
        self._add_box("blur")

    def _on_crop(self) -> None:
        self._add_box("crop")

    def _add_box(self, what: str) -> None:
        """Put a box in the middle, to be moved by arrows or mouse; a drag on the photo draws the same kind."""
        self.canvas.what = "crop" if what == "crop" else "blur"
        self.show_retouch(self.canvas.retouch.added(self.canvas.what))
        self.canvas.what = "blur"
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_undo(self) -> None:
        self.show_retouch(self.canvas.retouch.undone())

    def _on_remove(self) -> None:
        self.show_retouch(self.canvas.retouch.without())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a step back on the photo from everywhere in the sheet but a text, which has its own."""
        if event.matches(QKeySequence.StandardKey.Undo) and self.canvas.retouch.can_undo:
            self._on_undo()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave it to whoever opened the sheet what Escape means."""
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the photo what the panel does not need."""
        super().resizeEvent(event)
        wide = _PANEL if self.width() >= _NARROW else _NARROW_PANEL
        self.panel.setFixedWidth(min(self._look.px(wide), self.width() * 48 // 100))

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the window but for a margin."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            window = parent.window()
            self.resize(LARGEST.boundedTo(window.size() - QSize(2 * _AROUND, 2 * _AROUND)))
            self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())
        self.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.canvas.setFocus(Qt.FocusReason.TabFocusReason)
