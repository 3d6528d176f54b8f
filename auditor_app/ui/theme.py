"""The look of the window: colours, fonts and style, light or dark, handed to every widget that paints.

Screens get one `Look`. It holds the current `Theme` and tells when that changed; nothing reads colours elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.config import resource_path
from auditor_app.ui import icons
from auditor_app.ui.dressing import Dressing
from auditor_app.ui.focus import FocusRing, KeptInSight
from auditor_app.ui.style_sheet import style_sheet
from auditor_app.ui.tokens import DARK, LIGHT, TYPE

Scheme = Literal["light", "dark", "system"]
FAMILIES: Final = ["Inter Window", "Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans"]
_SCALED_FROM: Final = 1.0


@dataclass(frozen=True)
class Theme:
    """The colours and text sizes that hold now."""

    is_dark: bool = False
    text_scale: float = _SCALED_FROM
    has_motion: bool = True
    colors: Mapping[str, str] = field(default_factory=lambda: LIGHT, repr=False)

    def __getitem__(self, name: str) -> QColor:
        """Give the colour called `name`, such as "bg.surface"."""
        return QColor(self.colors[name])

    def font(self, role: str, *, tabular: bool = False, weight: int = 0) -> QFont:
        """Give the font of a role of text ("note", "small", …); `tabular` sets figures of one width."""
        style = TYPE[role]
        font = QFont(FAMILIES)
        font.setPixelSize(self.px(style.size))
        font.setWeight(QFont.Weight(weight or style.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if style.tracking:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style.tracking)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def line(self, role: str) -> int:
        """Give the line distance of a role in pixels."""
        return self.px(TYPE[role].line)

    def px(self, length: float) -> int:
        """Scale a length that follows the size of text (rows, buttons), not of gaps."""
        return round(length * self.text_scale)


def theme_for(*, is_dark: bool, text_scale: float = 1.0, has_motion: bool = True) -> Theme:
    """Make the light or dark theme."""
    return Theme(is_dark, text_scale, has_motion, DARK if is_dark else LIGHT)


class Look(QObject):
    """The theme that holds, for widgets, painters and delegates; `changed` asks them to paint anew."""

    changed = Signal()

    def __init__(self, theme: Theme | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme or theme_for(is_dark=False)
        self._fonts: dict[tuple[str, bool, int], QFont] = {}
        """The fonts that were asked for: copies of one share what Qt looked up for it."""

    def show(self, theme: Theme) -> None:
        """Take over another theme and tell everyone."""
        self.theme = theme
        self._fonts.clear()
        self.changed.emit()

    def __getitem__(self, name: str) -> QColor:
        """Give the colour called `name`."""
        return self.theme[name]

    def font(self, role: str, *, tabular: bool = False, weight: int = 0) -> QFont:
        """Give the font of a role of text, to be changed as one likes."""
        asked = (role, tabular, weight)
        font = self._fonts.get(asked)
        if font is None:
            font = self._fonts[asked] = self.theme.font(role, tabular=tabular, weight=weight)
        return QFont(font)

    def line(self, role: str) -> int:
        """Give the line distance of a role in pixels."""
        return self.theme.line(role)

    def px(self, length: float) -> int:
        """Scale a length that follows the size of text."""
        return self.theme.px(length)

    def icon(self, name: str, color: str = "text.secondary", size: int = 16) -> QIcon:
        """Give an icon in a colour of the theme, greyed when its button is off."""
        return icons.icon(name, self.theme[color], size, self.theme["text.disabled"])

    def pixmap(self, name: str, color: str = "text.secondary", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """Give an icon as a pixmap in a colour of the theme."""
        return icons.pixmap(name, self.theme[color], size, ratio)


class Appearance(QObject):
    """Keeps the application's style in step with the system or the user's choice."""

    def __init__(self, app: QApplication, look: Look, scheme: Scheme, text_scale: float) -> None:
        super().__init__(app)
        self._app = app
        self.look = look
        self._scheme: Scheme = scheme
        self._text_scale = text_scale
        self._ring = FocusRing(look, self)
        self._sight = KeptInSight(self)
        self._dressing = Dressing(self)
        self._dressing.dressed.connect(look.changed)
        app.focusChanged.connect(self._ring.follow)
        app.focusChanged.connect(self._sight.follow)
        self._sight.brought.connect(self._ring.show_again)
        app.aboutToQuit.connect(icons.forget_icons)
        app.styleHints().colorSchemeChanged.connect(self.refresh)

    def choose(self, scheme: Scheme) -> None:
        """Follow the system, or stay light or dark."""
        self._scheme = scheme
        self.refresh()

    def refresh(self) -> None:
        """Set style, palette and style sheet anew and tell the look."""
        theme = theme_for(is_dark=self._is_dark(), text_scale=self._text_scale, has_motion=_has_motion(self._app))
        self._app.setFont(theme.font("body"))
        self._app.setPalette(palette(theme))
        # Put on anew, a sheet dresses every widget once. Replaced, it would dress each once per widget around it: four
        # times the work with all places open.
        self._dressing.leave_out_unseen()
        self._app.setStyleSheet("")
        self._app.setStyleSheet(style_sheet(theme))
        self.look.show(theme)

    def _is_dark(self) -> bool:
        if self._scheme != "system":
            return self._scheme == "dark"
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply_theme(app: QApplication, scheme: Scheme = "system", text_scale: float = 1.0) -> Appearance:
    """Dress the application and give the object that keeps it so; its `look` goes to the widgets."""
    load_fonts()
    app.setStyle("Fusion")
    appearance = Appearance(app, Look(parent=app), scheme, text_scale)
    appearance.refresh()
    return appearance


def load_fonts() -> None:
    """Register the shipped Inter; without it the system's face is used."""
    folder = resource_path("fonts", "ui")
    for file in sorted(folder.glob("InterWindow-*.ttf")) if folder.is_dir() else ():
        QFontDatabase.addApplicationFont(str(file))


def palette(theme: Theme) -> QPalette:
    """Give Qt's own palette in the theme's colours, for what no style sheet reaches."""
    made = QPalette()
    for role, name in _PALETTE.items():
        made.setColor(role, theme[name])
        if name in ("text.primary", "accent.on"):
            made.setColor(QPalette.ColorGroup.Disabled, role, theme["text.disabled"])
    return made


_PALETTE: Final = {
    QPalette.ColorRole.Window: "bg.surface",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Base: "bg.surface",
    QPalette.ColorRole.AlternateBase: "bg.canvas",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.PlaceholderText: "text.muted",
    QPalette.ColorRole.Button: "bg.surface",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.BrightText: "failure.text",
    QPalette.ColorRole.Highlight: "accent.soft",
    QPalette.ColorRole.HighlightedText: "text.primary",
    QPalette.ColorRole.Link: "accent.text",
    QPalette.ColorRole.LinkVisited: "accent.text",
    QPalette.ColorRole.ToolTipBase: "text.primary",
    QPalette.ColorRole.ToolTipText: "bg.surface",
    QPalette.ColorRole.Accent: "accent.base",
    QPalette.ColorRole.Light: "bg.surface",
    QPalette.ColorRole.Midlight: "line.subtle",
    QPalette.ColorRole.Mid: "line.medium",
    QPalette.ColorRole.Dark: "line.strong",
    QPalette.ColorRole.Shadow: "line.strong",
}


def _has_motion(app: QApplication) -> bool:
    """Whether the system allows movement: style effects are off when the user asks for less."""
    return app.isEffectEnabled(Qt.UIEffect.UI_General) or app.platformName() == "offscreen"


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the style sheet looks at (`role`, `tone`, …) and restyle at once."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
