"""A dialog, only where there is no undo: a question in words, the safe answer has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.ui.focus import walk_focus
from auditor_app.ui.tokens import RADIUS
from auditor_app.ui.widgets.buttons import Button, Role
from auditor_app.ui.widgets.cards import Frame
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

NARROW, WIDE = 376, 560
_FRAME = 1


class Dialog(QDialog):
    """A frame of radius 8 in the middle of its window: title, text, `body` for more, buttons at the right."""

    def __init__(
        self, look: Look, title: str, text: str = "", parent: QWidget | None = None, width: int = NARROW
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._look = look
        self._safe: Button | None = None
        self._more = 0
        self._was_in_front = False
        self._corner: QPoint | None = None
        frame = Frame(look, RADIUS["dialog"], "line.strong")
        self.body = QVBoxLayout()
        """Put fields in here; they stand between the text and the buttons."""
        self.body.setContentsMargins(21, 20, 21, 15)
        self.body.setSpacing(5)
        self.body.addWidget(TextLabel(look, title, "heading"))
        self._text = TextLabel(look, text, "body", "text.secondary")
        self._text.setVisible(bool(text))
        self.body.addWidget(self._text)
        frame.foot = QWidget()
        self._foot = QHBoxLayout(frame.foot)
        self._foot.setContentsMargins(20, 13, 20, 12)
        self._foot.setSpacing(10)
        self._foot.addStretch(1)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(_FRAME, _FRAME, _FRAME, _FRAME)
        inside.setSpacing(0)
        inside.addLayout(self.body)
        inside.addWidget(frame.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.setFixedWidth(width)

    @property
    def inner_width(self) -> int:
        """How wide what is in the body stands, in pixels."""
        margins = self.body.contentsMargins()
        return self.width() - margins.left() - margins.right() - 2 * _FRAME

    def show_text(self, text: str) -> None:
        """Show another sentence under the title."""
        self._text.show_text(text)
        self._text.setVisible(bool(text))
        self.setAccessibleDescription(text)

    def add_safe(self, text: str) -> Button:
        """Add the button that changes nothing; it has the focus, Escape does the same."""
        self._safe = self._add(text, "plain")
        self._safe.clicked.connect(self.reject)
        return self._safe

    def add_more(self, text: str) -> Button:
        """Add a button at the left, for what leads on from here; the dialog stays."""
        button = Button(self._look, text, "plain")
        self._foot.insertWidget(self._more, button)
        self._more += 1
        return button

    def add_action(self, text: str, role: Role = "main") -> Button:
        """Add the button that does it (role "wipe" when something is lost)."""
        button = self._add(text, role)
        button.clicked.connect(self.accept)
        return button

    def _add(self, text: str, role: Role) -> Button:
        button = Button(self._look, text, role)
        self._foot.addWidget(button)
        return button

    def _fit(self) -> None:
        """Be as high as the texts need at this width; Qt's own `adjustSize` measures them unbroken."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Let Tab go through the dialog as it is read, buttons last."""
        return walk_focus(self, is_forward=is_next)

    def event(self, event: QEvent) -> bool:
        """Grow and shrink with what is put into the body; on coming to the front show what Enter would do."""
        if event.type() == QEvent.Type.WindowActivate and not self._was_in_front:
            self._was_in_front = True
            self._show_focus()
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
            self._stay_in_sight()
        return answer

    def centre(self) -> None:
        """Stand in the middle of the window that asks."""
        parent = self.parentWidget()
        if parent is not None and self.isWindow():
            self._corner = parent.window().frameGeometry().center() - self.rect().center()
            self._stay_in_sight()

    def _stay_in_sight(self) -> None:
        """Stand where it was put, or higher when it grew past the lower edge of the screen and its buttons with it.

        Said again after each change of height: a window manager that is still placing the window gives the old corner
        of the screen for its place, and a new height would send it there.
        """
        if self._corner is None or not self.isWindow():
            return
        screen = self.screen().availableGeometry()
        below = self._corner.y() + self.height() - 1 - screen.bottom()
        self.move(self._corner.x(), max(screen.top(), self._corner.y() - max(0, below)))

    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the middle of the window with the safe answer focused."""
        super().showEvent(event)
        self._fit()
        self.centre()
        if self._safe is not None:
            self._safe.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_focus(self) -> None:
        """Show the ring around what has the focus, mostly the safe answer.

        Of all reasons but the Tab key itself, Qt takes only this one for the keyboard; and only in the window in front.
        """
        focused = self.focusWidget()
        if focused is not None:
            focused.setFocus(Qt.FocusReason.ShortcutFocusReason)


def confirm(look: Look, parent: QWidget, title: str, text: str, *, act: str, keep: str, role: Role = "main") -> bool:
    """Ask before something that cannot be undone; True only when the acting button was chosen."""
    dialog = Dialog(look, title, text, parent)
    dialog.add_safe(keep)
    dialog.add_action(act, role)
    answer = dialog.exec()
    dialog.deleteLater()
    return answer == QDialog.DialogCode.Accepted
