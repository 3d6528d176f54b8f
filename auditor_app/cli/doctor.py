"""`auditor doctor`: is this laptop, the data folder and the program in order. Changes nothing and asks for nothing."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from auditor_app import __version__
from auditor_app.cli.opening import data_dir, given_passphrase
from auditor_app.cli.terminal import FINDING, OK, Terminal
from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.i18n import N_, _, current, error_text, ngettext

if TYPE_CHECKING:
    from auditor_app.services.workspace import Workspace
    from auditor_app.store.store import Store

State = Literal["ok", "attention", "failed", "skipped"]
SIGNS = {"ok": "✓", "attention": "!", "failed": "✗", "skipped": "–"}
PACKAGES = ("PySide6", "sqlcipher3", "sqlite-utils", "reportlab", "pikepdf", "pyHanko", "cryptography")
NEEDED_MB, WANTED_MB = 100, 1000
OLD_COPY_DAYS = 7
QT_SECONDS = 30
FILES = ("fonts/report/*", "fonts/ui/*", "frameworks/*.json", "sample/*.json", "schema/*.json", "icons/*.svg")


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, how it is, and what was seen."""

    name: str
    state: State
    seen: str


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check everything; one failed check makes a finding."""
    checks = [*_program(), *_folder(data_dir(arguments)), *_audits(arguments)]
    failed = any(check.state == "failed" for check in checks)
    document = {"version": __version__, "is_well": not failed, "checks": [vars(check) for check in checks]}
    terminal.answer(document, (f"{SIGNS[check.state]} {_(check.name)}: {check.seen}" for check in checks))
    return FINDING if failed else OK


def _program() -> Iterator[Check]:
    yield Check(
        N_("Program"), "ok", f"auditor {__version__}, Python {platform.python_version()}, {platform.platform()}"
    )
    yield Check(N_("Packages"), "ok", ", ".join(f"{name} {_version(name)}" for name in PACKAGES))
    missing = [pattern for pattern in FILES if not any(resource_path().glob(pattern))]
    seen = _("missing: {files}").format(files=", ".join(missing)) if missing else str(resource_path())
    yield Check(N_("Fonts and other files of the program"), "failed" if missing else "ok", seen)
    yield _window()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "?"  # a frozen program carries its packages without their papers


def _window() -> Check:
    """Load Qt in a process of its own: a missing system library must not take this one along."""
    name = N_("Window (Qt)")
    if getattr(sys, "frozen", False):
        return Check(name, "skipped", _("part of this program"))
    command = [sys.executable, "-P", "-c", "import PySide6.QtWidgets as q; print(q.__file__)"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=QT_SECONDS, check=False)  # noqa: S603 - fixed
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check(name, "failed", str(error))
    if done.returncode == 0:
        return Check(name, "ok", f"PySide6 {_version('PySide6')}")
    return Check(name, "failed", done.stderr.strip().rpartition("\n")[2])


def _folder(folder: Path) -> Iterator[Check]:
    if not folder.is_dir():
        seen = _("{folder} is not there yet; the window or `auditor init` makes it").format(folder=folder)
        yield Check(N_("Data folder"), "attention", seen)
        return
    yield _permissions(folder)
    free = shutil.disk_usage(folder).free >> 20
    state: State = "failed" if free < NEEDED_MB else "attention" if free < WANTED_MB else "ok"
    yield Check(N_("Free disk"), state, f"{current().number(free)} MB")


def _permissions(folder: Path) -> Check:
    name = N_("Data folder")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Check(name, "failed", _("{folder} cannot be written to").format(folder=folder))
    if os.name != "nt" and folder.stat().st_mode & 0o077:
        seen = _("{folder} can be entered by other users of this laptop (the audits themselves are encrypted)")
        return Check(name, "attention", seen.format(folder=folder))
    return Check(name, "ok", str(folder))


def _audits(arguments: argparse.Namespace) -> Iterator[Check]:
    """Check what lies behind the passphrase, if it was given or the keyring keeps the key; nothing is asked."""
    from auditor_app.services.workspace import Workspace  # noqa: PLC0415 - only needed here

    folder = data_dir(arguments)
    if not Workspace.exists(folder):
        return
    try:
        workspace = Workspace.open(folder, given_passphrase(arguments))
    except UserError as error:
        yield Check(N_("Audits"), "failed", error_text(error))
        return
    if workspace is None:
        seen = _("not checked: give the passphrase with --passphrase-file or AUDITOR_PASSPHRASE")
        yield Check(N_("Audits"), "skipped", seen)
        return
    try:
        yield from _opened(workspace)
    finally:
        workspace.close()


def _opened(workspace: Workspace) -> Iterator[Check]:
    store = workspace.store
    yield _tried(N_("File of the audits"), lambda: _checked_file(store))
    yield _tried(N_("History"), lambda: ngettext("{n} change, unbroken", "{n} changes, unbroken", store.check_log()))
    count = len([item for item in workspace.overview.audits(with_facts=False) if not item.is_binned])
    yield Check(N_("Audits"), "ok", ngettext("{n} audit", "{n} audits", count))
    yield _copy(workspace.last_backup())
    identity = workspace.publishing.own_key.identity()
    seen = identity.common_name if identity else _("none yet; it is made before the first report is signed")
    yield Check(N_("Signing key"), "ok" if identity else "attention", seen)


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, "ok", look())
    except UserError as error:
        return Check(name, "failed", error_text(error))


def _checked_file(store: Store) -> str:
    store.check_file()
    size = round(store.path.stat().st_size / (1 << 20), 1)
    return f"{store.path} ({current().number(size)} MB)"


def _copy(made: float) -> Check:
    name = N_("Newest backup copy")
    if not made:
        return Check(
            name, "attention", _("none yet; the window makes one each day, and each hour in which something is written")
        )
    days = int((time.time() - made) // 86_400)
    return Check(name, "attention" if days > OLD_COPY_DAYS else "ok", ngettext("{n} day old", "{n} days old", days))
