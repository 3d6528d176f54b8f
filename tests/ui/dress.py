"""Takes off the one application that all tests share what a test put on it."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtCore import QEvent
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


def clear_away() -> None:
    """Really delete what was told to delete itself."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    gc.collect()
