"""The world every test lives in: no display, no network, no home of its own, one language, one time zone."""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from auditor_app.i18n import set_language
from auditor_app.services.signing import key_file
from auditor_app.store import vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

_HOME = Path(tempfile.mkdtemp(prefix="auditor-tests-"))

# A slow machine is not a defect: time is measured in benchmarks/, and each test has its own limit in pyproject.toml.
settings.register_profile("auditor", deadline=None)
settings.load_profile("auditor")

_SURROUNDINGS = {
    "HOME": _HOME,
    "USERPROFILE": _HOME,
    "APPDATA": _HOME / "appdata",
    "LOCALAPPDATA": _HOME / "localappdata",
    "XDG_CACHE_HOME": _HOME / "cache",
    "XDG_CONFIG_HOME": _HOME / "config",
    "XDG_DATA_HOME": _HOME / "data",
    "XDG_RUNTIME_DIR": _HOME / "runtime",
    "XDG_STATE_HOME": _HOME / "state",
    "LANG": "C.UTF-8",
    "LANGUAGE": "en",
    "LC_ALL": "C.UTF-8",
    "TZ": "Europe/Amsterdam",
    "QT_QPA_PLATFORM": "offscreen",
    # What is seen of the samples must not depend on the day.
    "AUDITOR_SAMPLES_AS_WRITTEN": "1",
    # The tests must not write into the keyring of whoever runs them.
    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
}

# What a developer has set for the own desktop must not decide about a test.
_FOREIGN = (
    "AUDITOR_DATA_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "QT_FONT_DPI",
    "QT_QPA_PLATFORMTHEME",
    "QT_SCALE_FACTOR",
    "QT_STYLE_OVERRIDE",
)


# A passphrase of a test needs no protection: hundreds of tests make a data folder or a key, and each would take a third
# of a second to be slow to guess. What it costs in the program is asked with `real_costs`.
_REAL_ARGON2, _REAL_ROUNDS = dict(vault.ARGON2), key_file.KDF_ROUNDS
vault.ARGON2.update(time_cost=1, memory_cost=64, parallelism=1)
key_file.KDF_ROUNDS = 2_000


@pytest.fixture
def real_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make guessing a passphrase as slow as the program does."""
    from auditor_app.services.signing import identity  # noqa: PLC0415 - loads pyHanko

    for name, value in _REAL_ARGON2.items():
        monkeypatch.setitem(vault.ARGON2, name, value)
    monkeypatch.setattr(identity, "KDF_ROUNDS", _REAL_ROUNDS)


class NetworkRefusedError(RuntimeError):
    """A test wanted to leave this machine; the program must work without a network."""


def _settle_in() -> None:
    for name in _FOREIGN:
        os.environ.pop(name, None)
    for name, value in _SURROUNDINGS.items():
        os.environ[name] = str(value)
        if isinstance(value, Path):
            value.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(time, "tzset"):
        time.tzset()


def _is_loopback(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_network(event: str, args: tuple[object, ...]) -> None:
    """Stop each connection and name lookup that leads outside; Unix sockets have a text as address."""
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else ""
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0] or ""
    else:
        return
    if isinstance(host, str | bytes) and not _is_loopback(host):
        message = f"a test must not reach {host!r}"
        raise NetworkRefusedError(message)


class MadeElsewhereError(RuntimeError):
    """A part of the window was loaded beside the window's thread, which can end the program (ADR 32)."""


def _refuse_loading_elsewhere(event: str, args: tuple[object, ...]) -> None:
    """Stop modules of Qt, and of ours that make classes of it, on any thread but the first."""
    if event == "exec" and isinstance(args[0], CodeType):
        path = Path(args[0].co_filename)
        ours = ("auditor_app", "ui") in pairwise(path.parts) and path.name != "__init__.py"
        is_window = ours and args[0].co_name == "<module>"
    else:
        is_window = event == "import" and str(args[0]).startswith("PySide6.") and bool(args[1])
    if is_window and threading.current_thread() is not threading.main_thread():
        message = f"{args[0]} was loaded on {threading.current_thread().name}"
        raise MadeElsewhereError(message)


# Qt and keyring look at their surroundings once, at first use, so this comes before any test is collected.
_settle_in()
sys.addaudithook(_refuse_network)
sys.addaudithook(_refuse_loading_elsewhere)


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test starts in English, whatever language the one before it chose."""
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(autouse=True)
def _no_window_is_left() -> Iterator[None]:
    """Fail the test that leaves a window open, and close it: it would be in the way of whichever test comes next."""
    before = _open_windows()
    yield
    left = [window for window in _open_windows() if window not in before]
    named = [f"{type(window).__name__} “{window.windowTitle()}”" for window in left]
    for window in left:
        window.close()
        window.deleteLater()
    assert not named, f"the test left open: {', '.join(named)}"


def _open_windows() -> list[QWidget]:
    """Give the windows on the screen; none where the tests have not loaded Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets is not None else None
    return [window for window in application.topLevelWidgets() if window.isVisible()] if application else []


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Find an independent judge (pdfsig, pdftoppm, qpdf, openssl); a missing one fails, it never skips."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            pytest.fail(f"{name} is not installed; `make test` installs it or says how")
        return path

    return find
