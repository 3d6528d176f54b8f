"""Where and when Python's garbage is collected, and what the system gets back."""

from __future__ import annotations

import ctypes
import gc
import sys
import time
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_LOOK_MS: Final = 200
_OLDEST: Final = 2
"""The generation of what has been there for long: with every place of a large audit open a walk takes 50 ms."""
_SELDOM: Final = 30.0
_AT_LEAST: Final = 900.0
"""Seconds between two walks through it: when nobody is at the window, and at most."""
_AT_WORK: Final[set[int]] = set()
"""The collectors at work; Python collects by itself again when there is none."""


class Collector(QTimer):
    """Collects garbage on the window's thread, and lets no other thread do it.

    Python collects on whatever thread makes the object that is one too many. What is left of a closed dialog often
    hangs together in a ring; a worker that happened to collect it destroyed its widgets and models on its own thread,
    which ends the program at once.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=_LOOK_MS)
        self._walked = time.monotonic()
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
        """Do what Python would have done by now, but leave the oldest until nobody is at the window."""
        now, grown = time.monotonic(), enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [generation for generation, (count, limit) in grown if limit and count > limit]
        if _OLDEST in due and now - self._walked < (_AT_LEAST if _is_at_work() else _SELDOM):
            due.remove(_OLDEST)
        if due:
            gc.collect(due[-1])
        if _OLDEST in due:
            self._walked = now


def _is_at_work() -> bool:
    """Whether one of the program's windows has the keyboard."""
    return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive


def settle() -> None:
    """Collect what is left over, then set aside all that stays, so that later collections are short.

    Called when a window or an audit has just been opened: a full collection over everything that Qt and an open audit
    hold takes longer than a person may wait for a key. What was set aside before is looked at once more, so that a
    closed audit does not stay. What reading needed for a moment goes back to the system.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    give_back()


def give_back() -> None:
    """Give the system what Linux's C library keeps of memory that is free; others give it back by themselves."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
