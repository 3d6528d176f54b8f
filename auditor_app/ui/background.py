"""Work away from the GUI thread: reads side by side, writes one after another, answers on the GUI thread.

One long-lived object owns both pools: QObjects made per job crash when they are deleted while a signal is on
its way. A finished job is told by its number; its outcome waits in a dictionary.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from auditor_app.core.errors import UserError
from auditor_app.ui.memory import Collector

T = TypeVar("T")
READERS: Final = 2
TURN: Final = 0.001
"""Seconds after which a thread in the background lets the window's own have the interpreter, when it waits for it.

Painting asks for the interpreter dozens of times, and with Python's own five milliseconds a key waits for all.
"""
_AGAIN: Final = 0.1
"""Seconds after which one that goes looks again whether what was given up goes on."""
_OPEN: Final[set[Background]] = set()
"""Those with threads. A worker that held the last reference would destroy the QObject on its own thread while
the GUI thread is delivering to it, which crashes; so it is let go only after the threads have been joined."""


class CancelledError(Exception):
    """A job stopped because the user asked for it, or goes; `failed` receives it so that a screen can tidy up."""


class Apart(Protocol):
    """A process of its own that answers one question after another."""

    def give_up(self) -> None:
        """End the question in hand, unless what comes of it is to be kept."""


class Job:
    """The handle of one piece of work, to cancel it by."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Take the work back; what has begun is finished all the same, and answered unless it asked a process apart."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Stop here when the work is no longer wanted: raises `CancelledError`."""
        if self.is_cancelled:
            raise CancelledError


@dataclass
class _Pending:
    """What has to be called when a job ends."""

    job: Job
    done: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    latest: str = ""
    is_write: bool = False
    apart: Apart | None = None
    """Who is asked, when the question can be given up."""
    is_given_up: bool = False
    future: Future[None] | None = field(default=None, repr=False)


class Background(QObject):
    """Runs work off the GUI thread; every callback arrives on the thread this object lives in."""

    bug = Signal(str)
    """The traceback of an exception nobody expected."""
    busy_changed = Signal(int)
    """How many writes are not on the disk yet."""
    _ended = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN)
        self._reads = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._writes = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._apart = ThreadPoolExecutor(1, thread_name_prefix="apart")
        self._numbers = 0
        self._writing = 0
        self._pending: dict[int, _Pending] = {}
        self._outcomes: dict[int, tuple[bool, Any]] = {}
        self._latest: dict[str, int] = {}
        self._is_closed = False
        self._collector = Collector(self)
        self._collector.begin()
        _OPEN.add(self)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        latest: str = "",
        apart: Apart | None = None,
    ) -> Job:
        """Read in the background. Of jobs with the same `latest` name only the newest is answered.

        What asks a process `apart` keeps no other read waiting, and is given up when somebody goes.
        """
        pool = self._reads if apart is None else self._apart
        return self._start(pool, work, _Pending(self._next_job(), done, failed, latest, apart=apart))

    def write(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Write in the background, strictly in the order of the calls."""
        return self._start(self._writes, work, _Pending(self._next_job(), done, failed, is_write=True))

    def make(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Have a process apart make what `done` then writes: it counts as a write, and nobody gives it up."""
        return self._start(self._apart, work, _Pending(self._next_job(), done, failed, is_write=True))

    @property
    def is_busy(self) -> bool:
        """Whether any work has not been answered yet."""
        return bool(self._pending)

    def give_up(self) -> None:
        """Let go of what was only asked for to be looked at: who goes does not wait for it."""
        for pending in self._pending.values():
            if pending.apart is not None:
                pending.job.cancel()
                pending.is_given_up = True
        self._end_what_is_given_up()

    def _end_what_is_given_up(self) -> None:
        """End the questions in hand; one that had begun, and had not asked yet, asks only after the first time."""
        for apart in {pending.apart for pending in self._pending.values() if pending.is_given_up}:
            if apart is not None:
                apart.give_up()

    def drain(self, timeout_ms: int = 10_000) -> bool:
        """Wait until all work, and what its callbacks start, is answered; False when time ran out."""
        ends = time.monotonic() + timeout_ms / 1000
        while self._pending and time.monotonic() < ends:
            futures = [job.future for job in self._pending.values() if job.future is not None]
            wait(futures, timeout=max(0.0, min(_AGAIN, ends - time.monotonic())))
            self._end_what_is_given_up()
            for number in sorted(self._outcomes):
                self._deliver_as_qt_would(number)
        return not self._pending

    def close(self, timeout_ms: int = 10_000) -> bool:
        """Drain and stop for good; work that has not begun by then is dropped. False when any was."""
        self.give_up()
        is_drained = self.drain(timeout_ms)
        self._is_closed = True
        for pool in (self._reads, self._writes, self._apart):
            pool.shutdown(wait=is_drained, cancel_futures=True)
        if is_drained:
            self._collector.end()
            _OPEN.discard(self)
        return is_drained

    def _start(self, pool: ThreadPoolExecutor, work: Callable[[], object], pending: _Pending) -> Job:
        if self._is_closed:
            raise RuntimeError("no work after closing")
        job = pending.job
        self._pending[job.number] = pending
        if pending.latest:
            self._latest[pending.latest] = job.number
        if pending.is_write:
            self._count_writes(1)
        pending.future = pool.submit(self._work, job, work)
        return job

    def _work(self, job: Job, work: Callable[[], object]) -> None:
        """Run on a worker thread. The one place where any exception is caught: each is handed on."""
        try:
            job.check()
            self._outcomes[job.number] = (True, work())
        except Exception as error:  # noqa: BLE001  # a bug must reach its report, not vanish with its thread
            self._outcomes[job.number] = (False, error)
        self._ended.emit(job.number)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        pending = self._pending.pop(number, None)
        if pending is None:  # drain was faster than the signal
            return
        is_done, result = self._outcomes.pop(number)
        if pending.is_write:
            self._count_writes(-1)
        if pending.apart is not None and pending.job.is_cancelled:
            is_done, result = False, CancelledError()
        if pending.latest and self._latest.get(pending.latest) != number:
            return
        call = _call if pending.is_write else _call_who_is_there
        if is_done:
            call(pending.done, result)
            return
        if not isinstance(result, (UserError, CancelledError)):
            self.bug.emit("".join(traceback.format_exception(result)))
        call(pending.failed, result)

    def _deliver_as_qt_would(self, number: int) -> None:
        """Deliver to who waits in `drain`: what goes wrong in one who is answered goes where Qt leads it."""
        try:
            self._deliver(number)
        except Exception as error:  # noqa: BLE001  # a fault must keep neither the others nor the end from coming
            sys.excepthook(type(error), error, error.__traceback__)

    def _next_job(self) -> Job:
        self._numbers += 1
        return Job(self._numbers)

    def _count_writes(self, step: int) -> None:
        self._writing += step
        self.busy_changed.emit(self._writing)


def _call(callback: Callable[..., object] | None, *values: object) -> None:
    """Call unless there is nothing to call or its widget is gone by now; who bound values to it is not looked at."""
    if callback is not None and not _is_gone(callback):
        callback(*values)


def _call_who_is_there(callback: Callable[..., object] | None, *values: object) -> None:
    """Call unless whoever asked is gone: what was read is for nobody then; what was made is still to be written."""
    asked = callback
    while isinstance(asked, partial):
        asked = asked.func
    if asked is not None and not _is_gone(asked):
        _call(callback, *values)


def _is_gone(callback: Callable[..., object]) -> bool:
    owner = getattr(callback, "__self__", None)
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)
