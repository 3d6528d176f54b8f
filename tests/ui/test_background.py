from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.core.errors import UserError
from auditor_app.ui import memory
from auditor_app.ui.background import Background, CancelledError

pytestmark = pytest.mark.usefixtures("qtbot")


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []
        self.failed: list[Exception] = []
        self.threads: set[int] = set()

    def on_done(self, result: object) -> None:
        self.threads.add(threading.get_ident())
        self.done.append(result)

    def on_failed(self, error: Exception) -> None:
        self.threads.add(threading.get_ident())
        self.failed.append(error)


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_writes_keep_their_order_and_are_answered_on_the_gui_thread(background: Background, qtbot: QtBot) -> None:
    listener, order, workers = Listener(), list[int](), set[int]()

    def write(number: int) -> int:
        workers.add(threading.get_ident())
        order.append(number)
        return number

    for number in range(100):
        background.write(lambda number=number: write(number), listener.on_done)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    qtbot.waitUntil(lambda: len(listener.done) == 100)
    assert order == listener.done == list(range(100))
    assert len(workers) == 1
    assert listener.threads == {threading.get_ident()}
    assert threading.get_ident() not in workers


def test_five_hundred_jobs_are_all_answered_and_nothing_is_kept(background: Background, qtbot: QtBot) -> None:
    listener = Listener()
    for number in range(500):
        start = background.run if number % 2 else background.write
        start(lambda number=number: number, listener.on_done, listener.on_failed)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    qtbot.waitUntil(lambda: len(listener.done) == 500, timeout=20_000)
    assert sorted(number for number in listener.done if isinstance(number, int)) == list(range(500))
    assert not background._pending
    assert not background._outcomes
    assert background.children() == [background._collector]


def test_an_expected_error_is_no_bug_and_any_other_is(background: Background, qtbot: QtBot) -> None:
    listener, bugs = Listener(), list[str]()
    background.bug.connect(bugs.append)

    def full() -> None:
        raise UserError("store.disk_full")

    def broken() -> None:
        raise ZeroDivisionError

    background.write(full, listener.on_done, listener.on_failed)
    background.write(broken, listener.on_done, listener.on_failed)
    qtbot.waitUntil(lambda: len(listener.failed) == 2)
    assert [type(error) for error in listener.failed] == [UserError, ZeroDivisionError]
    assert len(bugs) == 1
    assert "ZeroDivisionError" in bugs[0]
    assert not listener.done


def test_work_that_was_taken_back_before_it_began_is_never_done(background: Background, qtbot: QtBot) -> None:
    listener, go_on = Listener(), threading.Event()
    background.write(lambda: go_on.wait(10))
    job = background.write(lambda: "never", listener.on_done, listener.on_failed)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(listener.failed))
    assert isinstance(listener.failed[0], CancelledError)
    assert not listener.done


def test_of_reads_with_one_name_only_the_newest_is_answered(background: Background, qtbot: QtBot) -> None:
    listener, go_on = Listener(), threading.Event()
    background.run(lambda: go_on.wait(10) and "old", listener.on_done, latest="search")
    background.run(lambda: "new", listener.on_done, latest="search")
    go_on.set()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert listener.done == ["new"]


class Asked:
    """A process apart that answers when it is given up."""

    def __init__(self) -> None:
        self.is_asked, self.goes_on = threading.Event(), threading.Event()

    def ask(self) -> str:
        self.is_asked.set()
        assert self.goes_on.wait(10)
        return "seen"

    def give_up(self) -> None:
        self.goes_on.set()


def test_who_goes_waits_for_nothing_that_was_only_looked_at_but_for_what_is_made(background: Background) -> None:
    photos, looked, made, read = Asked(), Listener(), Listener(), Listener()
    background.run(photos.ask, looked.on_done, looked.on_failed, apart=photos)
    background.run(lambda: "never begun", looked.on_done, looked.on_failed, apart=photos)
    background.make(lambda: "a photo", made.on_done, made.on_failed)
    background.run(lambda: "words", read.on_done, read.on_failed)
    assert photos.is_asked.wait(10)
    background.give_up()
    assert background.drain()
    assert [type(error) for error in looked.failed] == [CancelledError, CancelledError]
    assert looked.done == []
    assert (made.done, read.done) == (["a photo"], ["words"])


def test_one_that_had_not_asked_yet_when_it_was_given_up_is_not_waited_for_either(background: Background) -> None:
    photos, is_reading, has_read = Asked(), threading.Event(), threading.Event()

    def read_then_ask() -> str:
        is_reading.set()
        assert has_read.wait(10)
        photos.goes_on.clear()  # as a process forgets that the question before was given up
        has_read.clear()
        return photos.ask()

    background.run(read_then_ask, apart=photos)
    assert is_reading.wait(10)
    background.give_up()
    has_read.set()
    assert background.drain(5_000)


def test_closing_gives_up_too() -> None:
    background, photos = Background(), Asked()
    background.run(photos.ask, apart=photos)
    assert photos.is_asked.wait(10)
    assert background.close()


def test_closing_while_busy_first_finishes_what_was_written() -> None:
    background, listener, on_disk = Background(), Listener(), list[int]()
    gate = threading.Event()

    def write(number: int) -> None:
        gate.wait(0.05)
        on_disk.append(number)

    for number in range(5):
        background.write(lambda number=number: write(number), listener.on_done)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    assert background.close(10_000)
    assert on_disk == [0, 1, 2, 3, 4]
    assert len(listener.done) == 5
    with pytest.raises(RuntimeError):
        background.run(lambda: None)


def test_a_callback_may_start_the_next_write_even_while_closing() -> None:
    background, on_disk = Background(), list[str]()
    background.write(lambda: on_disk.append("first"), lambda _none: background.write(lambda: on_disk.append("second")))
    assert background.close()
    assert on_disk == ["first", "second"]


def test_close_says_when_time_ran_out() -> None:
    background, gate = Background(), threading.Event()
    background.run(lambda: gate.wait(10))
    assert not background.close(50)
    gate.set()


def test_a_worker_never_ends_the_object_its_answer_goes_to(qapp: QApplication) -> None:
    """Dropped while busy, it once was destroyed on the worker's thread: 2 of 3 runs of 400 crashed."""
    for _round in range(300):
        background, gate = Background(), threading.Event()
        background.run(lambda gate=gate: gate.wait(10))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        background.close(1)
        gate.set()
        alive = weakref.ref(background)
        del background
        qapp.processEvents()
        assert alive() is not None


def test_a_closed_one_is_let_go() -> None:
    background = Background()
    background.run(lambda: None)
    assert background.close()
    alive = weakref.ref(background)
    del background
    gc.collect()
    assert alive() is None


class Ring(QObject):
    """What only the garbage collector can let go of."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_what_hangs_together_in_a_ring_is_never_destroyed_by_a_worker(background: Background, qtbot: QtBot) -> None:
    ended, kept = list[int](), list[object]()
    weakref.finalize(Ring(), lambda: ended.append(threading.get_ident()))
    background.run(lambda: [[place] for place in range(50_000)], kept.append)  # so many that Python would collect
    assert background.drain()
    assert (ended, len(kept)) == ([], 1)
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.get_ident()]


def test_python_collects_by_itself_again_when_the_threads_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_AT_WORK", set())
    one, other = Background(), Background()
    assert other.close()
    assert not gc.isenabled()
    assert one.close()
    assert gc.isenabled()


def test_a_listener_that_is_gone_is_not_called(background: Background, qtbot: QtBot) -> None:
    import shiboken6  # noqa: PLC0415  # only to end the listener as Qt would

    listener = Listener()
    background.run(lambda: "late", listener.on_done)
    shiboken6.delete(listener)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert listener.done == []


def test_a_fault_in_who_is_answered_is_told_and_keeps_neither_the_others_nor_the_end_waiting(
    qtbot: QtBot,
) -> None:
    background, listener = Background(), Listener()
    background.run(lambda: 0, lambda zero: 1 // zero)
    background.write(lambda: "written", listener.on_done)
    with qtbot.captureExceptions() as faults:
        assert background.close()
    assert [kind for kind, _error, _trace in faults] == [ZeroDivisionError]
    assert listener.done == ["written"]


def test_writes_that_are_not_on_the_disk_are_counted(background: Background, qtbot: QtBot) -> None:
    counts = list[int]()
    background.busy_changed.connect(counts.append)
    background.write(lambda: None)
    background.write(lambda: None)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert counts == [1, 2, 1, 0]


class Gone(QObject):
    """Deleted before the answers come."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def on_named(self, name: str, _answer: object) -> None:
        self.told.append(name)


def test_who_is_gone_hears_of_no_read_but_what_was_made_is_still_handed_on(background: Background) -> None:
    goes_on, gone = threading.Event(), Gone()
    background.run(lambda: goes_on.wait(10), partial(gone.on_named, "read"))
    background.run(lambda: 1 // 0, None, partial(gone.on_named, "failed"))
    background.make(lambda: goes_on.wait(10), partial(gone.on_named, "made"))
    bugs: list[str] = []
    background.bug.connect(bugs.append)
    shiboken6.delete(gone)
    goes_on.set()
    assert background.drain()
    assert gone.told == ["made"]
    assert len(bugs) == 1, "a fault is told, whoever asked"
