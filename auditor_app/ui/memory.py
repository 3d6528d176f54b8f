"""Where and when Python's garbage is collected, and what the system gets back."""

from __future__ import annotations

import ctypes
import gc
import sys
import time
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_MS: Final = 200
_OLDEST: Final = 2
"""The generation of what has been there for long."""
_PAUSE: Final = 3.0
_AWAY: Final = 60.0
"""Seconds without a hand at the program after which somebody has looked up, and has gone."""
_SELDOM: Final = 30.0
_AT_LEAST: Final = 900.0
"""Seconds between two walks through the oldest: when nobody types, and at most."""
_HANDS: Final = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
})  # fmt: skip
_AT_WORK: Final[set[int]] = set()
"""The collectors at work; Python collects by itself again when there is none."""


class Walk(Enum):
    """What to look through of what has been there for long."""

    NOTHING = auto()
    SINCE = auto()
    """What came since the last time; what is left of it is set aside (50 ms after opening all places, then a few)."""
    ALL = auto()
    """What was set aside too (100 ms with 100,000 notes open)."""


def walk(since: float, rest: float, *, is_active: bool) -> Walk:
    """Say what may be looked through, `since` seconds after the last time and `rest` after the last touch."""
    if since < _SELDOM:
        return Walk.NOTHING
    if not is_active or rest > _AWAY:
        return Walk.ALL
    return Walk.SINCE if rest > _PAUSE or since > _AT_LEAST else Walk.NOTHING


class Hands(QObject):
    """Knows when somebody last touched a key, the mouse or the screen in one of the program's windows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.touched = time.monotonic()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            self._follow(application.focusWindow())
            application.focusWindowChanged.connect(self._follow)
            application.inputMethod().cursorRectangleChanged.connect(self._touch)  # keys that an input method took

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _touch(self) -> None:
        self.touched = time.monotonic()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there."""
        if event.type() in _HANDS:
            self._touch()
        return False


class Collector(QTimer):
    """Collects garbage on the window's thread, and lets no other thread do it.

    Python collects on whatever thread makes the object that is one too many. What is left of a closed dialog often
    hangs together in a ring; a worker that happened to collect it destroyed its widgets and models on its own thread,
    which ends the program at once.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=_LOOK_MS)
        self._hands = Hands(self)
        self._walked, self._has_set_aside = time.monotonic(), False
        self.timeout.connect(self._look)

    def begin(self) -> None:
        """Take it over from Python."""
        _AT_WORK.add(id(self))
        gc.disable()
        self.start()

    def end(self) -> None:
        """Give it back, when there are no other threads any more."""
        self.stop()
        _AT_WORK.discard(id(self))
        if not _AT_WORK:
            gc.enable()

    def _look(self) -> None:
        """Do what Python would have done by now, but leave the oldest until nobody types."""
        grown = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [generation for generation, (count, limit) in grown if limit and count > limit]
        now = time.monotonic()
        is_active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        allowed = walk(now - self._walked, now - self._hands.touched, is_active=is_active)
        if allowed is Walk.ALL and (self._has_set_aside or _OLDEST in due):
            settle()
            self._walked, self._has_set_aside = now, False
        elif allowed is Walk.SINCE and _OLDEST in due:
            gc.collect()
            gc.freeze()
            self._walked, self._has_set_aside = now, True
        elif young := [generation for generation in due if generation != _OLDEST]:
            gc.collect(young[-1])


def settle() -> None:
    """Collect what is left over, then set aside all that stays, so that later collections are short.

    Called when an audit is about to be opened and when nobody is at the window: a full collection over everything that
    Qt and an open audit hold takes longer than a person may wait for a key. What was set aside before is looked at
    once more, so that a closed audit does not stay. What reading needed for a moment goes back to the system.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        _trim()


def _trim() -> None:
    """Give back what the C library keeps of memory that is free; others give it back by themselves."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
