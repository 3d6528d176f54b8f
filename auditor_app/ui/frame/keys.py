"""Keys that must be seen before the focused editor takes them: undo across editors, and Ctrl held down."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from auditor_app.ui.shortcuts import BY_NAME

HOLD_MS: Final = 500


class KeyWatch(QObject):
    """Follows the focus and looks at its keys; cheaper than a filter over everything the program does."""

    held = Signal(bool)
    """Ctrl alone was held for half a second, or let go."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QWidget | None = None
        self._timer = QTimer(self, interval=HOLD_MS, singleShot=True)
        self._timer.timeout.connect(self._on_held)
        self._is_held = False
        self._undo = {QKeySequence(BY_NAME["undo"].keys): "undo", QKeySequence(BY_NAME["redo"].keys): "redo"}
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        window.installEventFilter(self)

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and old is self._watched:
            old.removeEventFilter(self)
        self._watched = now if now is not None and now is not self._window else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Ctrl+Z through to the program when the editor has nothing of its own to undo."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            name = self._undo.get(QKeySequence(event.keyCombination()))
            if name and not has_own(watched, name):
                event.ignore()
                return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() != Qt.Key.Key_Control:
                self._let_go()
            elif not event.isAutoRepeat() and not self._is_held:
                self._timer.start()
        elif kind in (QEvent.Type.KeyRelease, QEvent.Type.WindowDeactivate, QEvent.Type.FocusOut):
            self._let_go()
        return False

    def _on_held(self) -> None:
        self._is_held = True
        self.held.emit(True)

    def _let_go(self) -> None:
        self._timer.stop()
        if self._is_held:
            self._is_held = False
            self.held.emit(False)


def has_own(widget: QObject, name: str) -> bool:
    """Whether a focused editor can undo or redo something itself."""
    if isinstance(widget, (QTextEdit, QPlainTextEdit)):
        document = widget.document()
        can = document.isUndoAvailable() if name == "undo" else document.isRedoAvailable()
        return can and not widget.isReadOnly()
    if isinstance(widget, QLineEdit):
        return (widget.isUndoAvailable() if name == "undo" else widget.isRedoAvailable()) and not widget.isReadOnly()
    return False
