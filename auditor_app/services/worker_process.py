"""A process of its own for what comes from outside: our own interpreter, plain pipes, no window."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

Worker = subprocess.Popen[bytes]
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]


def command_of(module: str, flag: str) -> list[str]:
    """Give what starts a worker: a frozen program is its own interpreter and takes a flag."""
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    # -P: the folder one happens to stand in holds no modules of ours.
    return [sys.executable, "-P", "-m", module]


def start(command: Sequence[str], *, steps_back: bool = False) -> Worker:
    """Start a worker with pipes for questions and answers; raises OSError or ValueError.

    On Windows one that `steps_back` gets time after the window; elsewhere it has to say so itself.
    """
    behind = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if steps_back else 0
    return subprocess.Popen(  # noqa: S603  # our own interpreter with fixed arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(_PACKAGE_ROOT)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) | behind,
    )


@contextmanager
def ending_after(worker: Worker, seconds: float) -> Iterator[None]:
    """End a worker that is silent for so long: the pipe ends with it, and so does who reads from it."""
    clock = threading.Timer(seconds, worker.kill)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def end(worker: Worker) -> None:
    """End a worker at once, whatever it is doing."""
    with suppress(OSError):  # Windows refuses it for one that is just ending by itself
        worker.kill()
    with suppress(OSError):  # a question it did not take stays in the pipe
        worker.__exit__(None, None, None)
