"""Buttons: main (one per place), plain, quiet, wipe; links; buttons that are only an icon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from auditor_app.ui.focus import RADIUS_PROPERTY
from auditor_app.ui.theme import set_property

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Role = Literal["main", "plain", "quiet", "wipe", "link"]
Size = Literal["", "small", "large"]
_ICON_COLOR = {"main": "accent.on", "quiet": "accent.text", "link": "accent.text", "wipe": "failure.text"}
_SIDE = {"": 34, "small": 26, "large": 38}
_GAP = "  "
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class Button(QPushButton):
    """A push button 32 high (28 small, 40 large); at most one "main" per place."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        role: Role = "plain",
        icon: str = "",
        size: Size = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._role, self._icon, self._words = look, role, icon, ""
        self.setProperty("role", role)
        self.setProperty("extent", size)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        look.changed.connect(self._restyle)
        self._restyle()
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text (its `&` marks the access key)."""
        self._words = text
        # Qt draws an icon 4 px from the text; the design wants 10.
        self.setText(f"{_GAP}{text}" if self._icon and text else text)
        self.setAccessibleName(text.replace("&", ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
        else:
            super().keyPressEvent(event)

    def set_role(self, role: Role) -> None:
        """Turn into another kind of button."""
        self._role = role
        set_property(self, "role", role)
        self._restyle()

    def set_icon(self, name: str) -> None:
        """Show another icon, or none."""
        self._icon = name
        self._restyle()
        self.show_text(self._words)

    def keep_width(self, texts: Iterable[str]) -> None:
        """Stay wide enough for every one of `texts` (the three languages), so that nothing jumps."""
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(text.replace("&", "")) for text in texts), default=0)
        side = _SIDE[str(self.property("extent") or "")]
        self.setMinimumWidth(widest + side + (26 if self._icon else 0))

    def _restyle(self) -> None:
        self.setFont(self._look.font("control"))
        self.setIconSize(QSize(16, 16))
        if self._icon:
            self.setIcon(self._look.icon(self._icon, _ICON_COLOR.get(self._role, "text.primary"), 16))


class LinkButton(Button):
    """Words that lead somewhere."""

    def __init__(self, look: Look, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, text, "link", parent=parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty(RADIUS_PROPERTY, 3)


class IconButton(QToolButton):
    """A symbol alone, 28 or more to touch; its words are the tooltip and the name for screen readers."""

    def __init__(
        self,
        look: Look,
        icon: str,
        name: str = "",
        *,
        color: str = "text.secondary",
        size: int = 18,
        box: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._color, self._size = look, icon, color, size
        self.setFixedSize(box, box)
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self._restyle)
        self._restyle()
        self.show_name(name)

    def show_name(self, name: str, key: str = "") -> None:
        """Say what the button does, and by which key."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)

    def show_icon(self, icon: str, color: str = "") -> None:
        """Show another symbol or colour."""
        if (icon, color or self._color) != (self._icon, self._color):
            self._icon, self._color = icon, color or self._color
            self._restyle()

    def _restyle(self) -> None:
        self.setIcon(self._look.icon(self._icon, self._color, self._size))
