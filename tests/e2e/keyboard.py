"""A person at the keyboard: every key goes to whatever has the focus, and nothing else is ever touched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from auditor_app.app import Choices, Program
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.widgets.text import TextLabel
from tests.ui.dress import undress

LAPTOP = (1366, 768)
"""The smallest usual screen; the offscreen one is smaller still."""
PATIENCE = 20.0
"""Seconds after which something that was waited for will not come any more."""


def press(*combinations: str) -> None:
    """Press key combinations in Qt's spelling, one after another ("Ctrl+N", "Tab")."""
    for keys in combinations:
        combination = QKeySequence(keys)[0]  # type: ignore[index]  # PySide's stub forgets it
        QTest.keyClick(focused(), combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()


def write(text: str) -> None:
    """Type a text where the caret is; what stands on no key of Qt's test keyboard comes as from a compose key."""
    for char in text:
        if char.isascii():
            QTest.keyClicks(focused(), char)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
                QApplication.sendEvent(focused(), event)
    QApplication.processEvents()


def focused() -> QWidget:
    """Give what takes the keys now: an open list, else what has the focus, else the window in front."""
    _bring_forward()
    found = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None, "nothing takes the keys"
    return found


def _bring_forward() -> None:
    """Do what every window manager does when a dialog opens or closes, and the offscreen platform leaves undone."""
    windows = [window for window in QApplication.topLevelWidgets() if isinstance(window, QMainWindow)]
    front = QApplication.activeModalWidget() or next((window for window in windows if window.isVisible()), None)
    is_behind = QApplication.activeWindow() is None or QApplication.activeModalWidget() is not None
    if front is not None and is_behind and QApplication.activeWindow() is not front:
        front.activateWindow()
        QApplication.processEvents()


def is_at(name: str | tuple[str, ...]) -> bool:
    """Tell whether the focus is on the thing whose name, for a screen reader, begins like this (or one of these)."""
    return name_of(focused()).startswith(name)


def name_of(widget: QWidget) -> str:
    """Give what a screen reader says of a widget: its own name, else its text, else the label beside it."""
    text = getattr(widget, "text", None)
    words = widget.accessibleName() or (str(text()) if callable(text) else "")
    beside = [label.text() for label in widget.window().findChildren(TextLabel) if label.buddy() is widget]
    return " ".join(filter(None, (words, *beside))).replace("&", "")


def tab_to(name: str | tuple[str, ...], key: str = "Tab", most: int = 60) -> None:
    """Press Tab until the focus is on the thing with this name."""
    passed = []
    for _step in range(most):
        if is_at(name):
            return
        passed.append(name_of(focused()))
        press(key)
    raise AssertionError(f"no key leads to {name!r}; {key} passed {passed}")


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, f"{what} did not come; the focus is on {name_of(focused())!r}"
        QTest.qWait(5)


def in_dialogs(opening: str, *steps: Callable[[], None]) -> None:
    """Press the keys that open a dialog which waits for its end; each of `steps` is done inside one such dialog."""
    waiting, faults = list(steps), list[Exception]()

    def inside() -> None:
        try:
            until(QApplication.activeModalWidget, "the dialog")
            waiting.pop(0)()
        except Exception as error:  # noqa: BLE001 - told below, where the test can see it
            faults.append(error)
            _close_dialogs()
        if waiting and not faults:
            QTimer.singleShot(0, inside)  # the next dialog opens when this one has ended

    QTimer.singleShot(0, inside)
    press(opening)
    if faults:
        raise faults[0]


def _close_dialogs() -> None:
    for dialog in QApplication.topLevelWidgets():
        if dialog.isModal():
            dialog.close()


def _clear_the_desk() -> None:
    """Put away what an earlier test left open: it would take the keys."""
    for window in QApplication.topLevelWidgets():
        window.close()
    QApplication.processEvents()


class Desk:
    """The program at one data folder, which can be quit and started again."""

    def __init__(self, app: QApplication, folder: Path, language: str = "") -> None:
        self._app, self.folder = app, folder
        self.bugs: list[str] = []
        _clear_the_desk()
        self.program = self._started(language)

    def _started(self, language: str) -> Program:
        program = Program(self._app, Choices(self.folder, language=language))
        program.background.bug.disconnect(program.show_bug)
        program.background.bug.connect(self.bugs.append)
        program.start()
        self._come_to_rest(program)
        return program

    def settle(self) -> None:
        """Wait until everything asked for is answered."""
        self._come_to_rest(self.program)

    def _come_to_rest(self, program: Program) -> None:
        if program.window is not None:
            program.window.resize(*LAPTOP)
        for _turn in range(4):
            assert program.background.drain(20_000)
            QApplication.processEvents()
        assert not self.bugs, self.bugs[0]

    def press(self, *combinations: str) -> None:
        """Press keys one after another, and wait each time for what they set going."""
        for keys in combinations:
            press(keys)
            self.settle()

    def write(self, text: str) -> None:
        """Type a text, and wait for what it sets going."""
        write(text)
        self.settle()

    @property
    def window(self) -> MainWindow:
        """The window with the audits."""
        assert isinstance(self.program.window, MainWindow)
        return self.program.window

    def quit(self) -> None:
        """End the program as Ctrl+Q does; `start` begins anew on the same folder."""
        window = self.program.window
        assert window is not None
        window.close()
        self.settle()
        window.deleteLater()
        self.program.end()
        undress(self._app, self.program.appearance)
        self.program.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not self.bugs, self.bugs[0]

    def start(self) -> None:
        """Start the program on the same folder."""
        self.program = self._started("")
