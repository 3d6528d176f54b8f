"""Measures of the window: start, memory and stalls while typing, against a bare window of Qt in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from threading import Timer
from time import perf_counter
from typing import Any

import keyring

from auditor_app.config import load_settings, save_settings
from auditor_app.store.vault import Vault
from benchmarks import keyring_in_file
from benchmarks.big_store import PASSPHRASE, copy
from benchmarks.measure import Result, Scale, percentile, within_limit, within_ratio

START_BAR, MEMORY_BAR, STALL_LIMIT, WORST_LIMIT = 1.5, 1.5, 16.0, 100.0
LONGEST = 180
"""Seconds after which a window that says nothing is given up."""
ROOT = Path(__file__).parent.parent
MODULE = "benchmarks.window_process"
COMPILED = Path(tempfile.gettempdir()) / "auditor-benchmarks-compiled"
"""Where the windows find what Python made of the sources, as an installed program does."""
TYPING = frozenset({"type", "photos"})


def stored(scale: Scale) -> tuple[str, ...]:
    """Give a copy of the store that the keyring opens, as arguments of the process."""
    folder = scale.folder / f"window-{scale.size.name}"
    if not folder.exists():
        copy(scale.size, folder)
        os.environ[keyring_in_file.PLACE] = str(scale.folder / f"keyring-{scale.size.name}.json")
        keyring.set_keyring(keyring_in_file.FileKeyring())  # type: ignore[no-untyped-call]  # keyring's base has no types
        Vault.open(folder, PASSPHRASE).keep_in_keyring()
        save_settings(folder, replace(load_settings(folder), uses_keyring=True))
    return (str(folder), str(scale.size.audits))


@cache
def _warm(store: tuple[str, ...]) -> None:
    """Open a window once, and an audit: an installed program has been compiled, and made its backup of today."""
    _run("held" if store else "memory", 0, store)


def _run(wish: str, seconds: float, store: Sequence[str]) -> tuple[float, str]:
    """Run a window; gives the milliseconds until it was usable, and the line that it said afterwards."""
    surroundings = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(COMPILED), "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": keyring_in_file.BACKEND,
        "PYTHONPATH": str(ROOT), **({keyring_in_file.PLACE: _keyring_of(store)} if store else {}),
    }  # fmt: skip
    command = [sys.executable, "-m", MODULE, wish, str(seconds), *store]
    started = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings, cwd=ROOT) as process:
        guard = Timer(LONGEST + seconds, process.kill)
        guard.start()
        assert process.stdout is not None
        word = process.stdout.readline().strip()
        taken = (perf_counter() - started) * 1000
        rest = process.stdout.read()
        guard.cancel()
    if word != "ready" or process.returncode != 0:
        message = f"the window for {wish!r} ended with {process.returncode} after {word!r}"
        raise RuntimeError(message)
    return taken, rest.strip()


def _keyring_of(store: Sequence[str]) -> str:
    folder = Path(store[0])
    return str(folder.with_name(folder.name.replace("window-", "keyring-") + ".json"))


def in_window(wish: str, scale: Scale, store: tuple[str, ...], turn: int = 0) -> Any:  # noqa: ANN401 - JSON
    """Do something in a window once per `turn`; measures that look at the same thing share what it said."""
    if scale.repeats > 1:
        _warm(store)
    return _said(wish, scale.typing_seconds if wish in TYPING else 0.0, store, turn)


@cache
def _said(wish: str, seconds: float, store: tuple[str, ...], turn: int) -> Any:  # noqa: ANN401 - JSON
    """Ask a window; not by the size of the store, so that the bare window is asked once for all of them."""
    del turn
    return json.loads(_run(wish, seconds, store)[1])


def start(scale: Scale) -> Result:
    """Time from the start of the process until the list of all audits has been painted.

    The floor, Python and Qt with an empty window, is itself a third of its processor time. It leaves out what no start
    does without: our modules, what they stand on and the classes of Qt that they use (166 modules), nearly two fifths;
    the keyring's library (77 modules) and opening the encrypted store, a tenth; laying out and painting, a sixth.
    """
    store = stored(scale)
    _warm(store)
    _warm(())
    ours, bare = [], []
    for _ in range(scale.repeats):
        ours.append(_run("start", 0, store)[0])
        bare.append(_run("start", 0, ())[0])
    return within_ratio("start to usable window", median(ours), "ms", median(bare), START_BAR)


def memory(scale: Scale) -> Result:
    """Weigh the window with the open store: memory that this process alone holds.

    The floor has none of the keyring's library (5 MB), of what babel knows of a language (4 MB), of SQLCipher with
    OpenSSL, and of the texts and typefaces of the program. Nearly half of what lies between them are pages of libraries
    on the disk, more of Qt's among them, that the system drops when it needs room.
    """
    ours, bare = (_weighed(store, scale) for store in (stored(scale), ()))
    return within_ratio("memory of the window", ours, "MB", bare, MEMORY_BAR)


def _weighed(store: tuple[str, ...], scale: Scale) -> float:
    rounds = max(1, scale.repeats // 3)
    return median(float(in_window("memory", scale, store, turn)["own"]) for turn in range(rounds))


def typing(scale: Scale) -> Result:
    """Find the stall that 99 of 100 heartbeats of the event loop stay under while a note is typed and saved."""
    ours, bare = (in_window("type", scale, store)["stalls"] for store in (stored(scale), ()))
    return within_limit(
        "event-loop stall while typing, p99", percentile(ours, 99), "ms", percentile(bare, 99), STALL_LIMIT
    )


def worst_stall(scale: Scale) -> Result:
    """Find the longest stall of the event loop while a note is typed."""
    ours, bare = (in_window("type", scale, store)["stalls"] for store in (stored(scale), ()))
    return within_limit("event-loop stall while typing, worst", max(ours), "ms", max(bare), WORST_LIMIT)
