"""What has been there for long is looked through when nobody types."""

import gc
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.ui import memory
from auditor_app.ui.memory import Collector, Hands, Walk, walk

MINUTE = 60.0


class Ring(QObject):
    """What only the garbage collector can let go of."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.mark.parametrize(
    ("since", "rest", "is_active", "expected"),
    [
        (29, 2 * MINUTE, True, Walk.NOTHING),  # just done
        (14 * MINUTE, 0.1, True, Walk.NOTHING),  # between two keys
        (14 * MINUTE, 2.9, True, Walk.NOTHING),  # looking for a word
        (31, 3.1, True, Walk.SINCE),  # looking up
        (16 * MINUTE, 0.1, True, Walk.SINCE),  # typing without end
        (31, 61, True, Walk.ALL),  # gone
        (31, 0.1, False, Walk.ALL),  # in another program
    ],
)
def test_nobody_waits_for_it(since: float, rest: float, is_active: bool, expected: Walk) -> None:
    assert walk(since, rest, is_active=is_active) is expected


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    return edit


def shown(widget: QWidget, qtbot: QtBot) -> None:
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


@pytest.mark.parametrize("what", ["key", "click", "move", "input method"])
def test_a_hand_at_a_window_is_seen(what: str, field: QLineEdit, qtbot: QtBot) -> None:
    hands = Hands(field)
    shown(field, qtbot)
    hands.touched = before = time.monotonic() - MINUTE
    window = field.windowHandle()
    if what == "key":
        QTest.keyClick(window, Qt.Key.Key_Shift)
    elif what == "click":
        QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    elif what == "move":
        QTest.mouseMove(window, QPoint(3, 4))
    else:
        field.insert("å")  # what an input method does with keys that it took for itself
    qtbot.waitUntil(lambda: hands.touched > before)


def test_a_window_that_was_there_before_is_watched_too(field: QLineEdit, qtbot: QtBot) -> None:
    shown(field, qtbot)
    hands = Hands(field)
    hands.touched = before = time.monotonic() - MINUTE
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_Shift)
    assert hands.touched > before


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Give a collector for which the oldest is always due and may always be looked through."""
    limits = gc.get_threshold()
    gc.set_threshold(limits[0], limits[1], 1)
    monkeypatch.setattr(memory, "_SELDOM", -1.0)
    parent = QObject()
    collector = Collector(parent)
    collector.begin()
    yield collector
    collector.end()
    gc.set_threshold(*limits)
    gc.unfreeze()


def grow_old() -> weakref.ref[Ring]:
    """Leave a ring behind that two walks through the young have passed by, so that only the oldest walk finds it."""
    ring = Ring()
    gc.collect(1)
    gc.collect(1)
    gc.collect(1)
    return weakref.ref(ring)


@pytest.mark.parametrize(("pause", "away"), [(-1.0, MINUTE), (MINUTE, -1.0)])
def test_what_is_old_is_let_go_when_somebody_looks_up_and_when_nobody_is_there(
    pause: float, away: float, eager: Collector, field: QLineEdit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert eager.isActive()
    shown(field, qtbot)
    monkeypatch.setattr(memory, "_PAUSE", pause)
    monkeypatch.setattr(memory, "_AWAY", away)
    old = grow_old()
    qtbot.waitUntil(lambda: old() is None)


def test_what_was_set_aside_is_let_go_when_nobody_is_there(
    eager: Collector, field: QLineEdit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dialog that stood open during a pause hangs together in a ring once it has been closed."""
    assert eager.isActive()
    shown(field, qtbot)
    monkeypatch.setattr(memory, "_PAUSE", -1.0)
    ring = Ring()
    gc.collect(1)
    gc.collect(1)
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
    held = weakref.ref(ring)
    del ring
    gc.collect()
    assert held() is not None
    monkeypatch.setattr(memory, "_AWAY", -1.0)
    qtbot.waitUntil(lambda: held() is None)
