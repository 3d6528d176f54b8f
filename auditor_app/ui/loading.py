"""Parts of the window are loaded when they are wanted: found in the background, made on the window's own thread.

A class of Qt's must be made on the thread that paints. Below Python 3.12 PySide keeps what it knows of its classes in
one table without a lock, and the window's thread looks into it without holding Python's own lock: a class that is made
on another thread meanwhile moves the table away, and the program ends at once (ADR 32).
"""

from __future__ import annotations

import dis
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from types import CodeType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from auditor_app.ui.background import Background

_WINDOW: Final = "auditor_app.ui."
_QT: Final = frozenset({"PySide6", "shiboken6"})
_SLICE: Final = 0.004
"""Seconds of loading after which whoever types has a turn; a module alone takes one to five thousandths."""


def load(background: Background, names: Iterable[str], then: Callable[[], object] | None = None) -> None:
    """Load modules of the window with all they need, a few at a time, and call `then` when they are there."""
    then = then or _nothing
    wanted = [name for name in names if name not in sys.modules]
    if wanted:
        background.run(partial(in_order, wanted), partial(_go_on, background, then))
    else:
        then()


def in_order(names: Iterable[str]) -> list[str]:
    """Name the modules of the window that have to be loaded, each after those it needs; load all others here and now.

    May run on any thread, and reads from the disk what will be loaded.
    """
    seen: set[str] = set()

    def needed(name: str) -> Iterator[str]:
        if name in seen or name in sys.modules or name.partition(".")[0] in _QT:
            return
        seen.add(name)
        if name.startswith(_WINDOW):
            for other in _imports(_code(name)):
                yield from needed(other)
            yield name
        else:
            with suppress(ImportError):  # who can do without it says so where it is imported
                import_module(name)

    return [found for name in names for found in needed(name)]


def _go_on(background: Background, then: Callable[[], object], left: list[str]) -> None:
    """Load for as long as nobody notices, then let keys and painting have their turn."""
    ends = time.perf_counter() + _SLICE
    while left:
        import_module(left.pop(0))
        if left and time.perf_counter() > ends:
            background.run(lambda: left, partial(_go_on, background, then))
            return
    then()


def _nothing() -> None:
    return None


def _code(name: str) -> CodeType | None:
    spec = find_spec(name)
    return getattr(spec.loader, "get_code", _no_code)(name) if spec else None


def _no_code(_name: str) -> None:
    return None


def _imports(code: CodeType | None) -> Iterator[str]:
    """Name what a module imports as it is loaded: at its head, before what only a checker of types reads."""
    for step in dis.get_instructions(code) if code else ():
        if step.opname == "IMPORT_NAME":
            yield step.argval
        elif step.opname == "LOAD_BUILD_CLASS" or (step.opname, step.argval) == ("LOAD_NAME", "TYPE_CHECKING"):
            return
