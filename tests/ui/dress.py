"""Takes the dress of the program off the one application that all tests share."""

from __future__ import annotations

import shiboken6
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from auditor_app.ui.theme import Appearance


def undress(app: QApplication, appearance: Appearance) -> None:
    """Give the application back its own sheet, style, palette and font: the next test measures texts with them."""
    shiboken6.delete(appearance)
    app.setStyleSheet("")
    app.setStyle("Fusion")
    app.setPalette(app.style().standardPalette())
    app.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
