"""Opening the data folder: which one, and with which passphrase (never an argument: other users could read it)."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import default_data_dir, place_of_audits, write_atomically
from auditor_app.core.errors import UserError
from auditor_app.i18n import _

if TYPE_CHECKING:
    from auditor_app.services.workspace import Workspace

PASSPHRASE = "AUDITOR_PASSPHRASE"  # noqa: S105 - the name of a variable
SIGNING_PASSPHRASE = "AUDITOR_SIGNING_PASSPHRASE"  # noqa: S105 - the name of a variable
LARGEST_PASSPHRASE = 4096


def data_dir(arguments: argparse.Namespace) -> Path:
    """Give the data folder that was named, else the usual one."""
    return place_of_audits(Path(arguments.data_dir)) if arguments.data_dir else default_data_dir()


@contextmanager
def opened_workspace(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """Open the data folder for one verb: passphrase file, environment, keyring, else a question at the terminal."""
    from auditor_app.services.workspace import Workspace  # noqa: PLC0415 - `verify` and `--help` do without it

    folder = data_dir(arguments)
    if not Workspace.exists(folder):
        raise UserError("vault.missing", folder=str(folder))
    given = given_passphrase(arguments)
    workspace = Workspace.open(folder, given)
    if workspace is None:
        workspace = Workspace.open(folder, asked_passphrase(_("Passphrase: ")))
    if workspace is None:
        raise UserError("vault.wrong_passphrase")
    try:
        yield workspace
    finally:
        workspace.close()


def given_passphrase(arguments: argparse.Namespace) -> str | None:
    """Give the passphrase from the file that was named or from the environment; None when there is neither."""
    return _given(arguments.passphrase_file, PASSPHRASE)


def signing_passphrase(arguments: argparse.Namespace) -> str:
    """Give the passphrase of the signing key: its own file or variable, a question, else that of the data folder."""
    own = _given(arguments.signing_passphrase_file, SIGNING_PASSPHRASE)
    if own is None and not is_interactive():
        own = given_passphrase(arguments)
    return own if own is not None else asked_passphrase(_("Passphrase of the signing key: "))


def _given(file: str | None, variable: str) -> str | None:
    if not file:
        return os.environ.get(variable)
    try:
        with Path(file).open("rb") as lines:
            return lines.readline(LARGEST_PASSPHRASE).decode("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UserError("cli.cannot_read", path=file, reason=getattr(error, "strerror", None) or str(error)) from error


def is_interactive() -> bool:
    """Tell whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked_passphrase(question: str) -> str:
    """Ask at the terminal, unseen; raises `UserError("cli.no_passphrase")` when nobody can answer."""
    if not is_interactive():
        raise UserError("cli.no_passphrase")
    try:
        return getpass.getpass(question, stream=sys.stderr)
    except EOFError as error:
        raise UserError("cli.no_passphrase") from error


def new_passphrase(arguments: argparse.Namespace) -> str:
    """Give the passphrase for a new data folder; at the terminal it is asked twice."""
    given = given_passphrase(arguments)
    if given is not None:
        return given
    first = asked_passphrase(_("New passphrase (at least 8 characters): "))
    if asked_passphrase(_("The same once more: ")) != first:
        raise UserError("cli.passphrases_differ")
    return first


def read_input(path: Path, largest: int) -> bytes:
    """Read a file that a person named; raises `UserError("cli.cannot_read")` or `UserError("cli.too_large")`."""
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError("cli.cannot_read", path=str(path), reason=reason) from error
    if len(content) > largest:
        raise UserError("cli.too_large", path=str(path), limit=largest >> 20)
    return content


def require_readable(path: Path) -> None:
    """Raise `UserError("cli.cannot_read")` unless the file is there and may be read."""
    try:
        path.open("rb").close()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError("cli.cannot_read", path=str(path), reason=reason) from error


def write_output(path: Path, content: bytes) -> Path:
    """Write a result; raises `UserError("cli.cannot_write")`."""
    try:
        write_atomically(path, content)
    except OSError as error:
        raise UserError("cli.cannot_write", path=str(path), reason=error.strerror or "") from error
    return path


def made_folder(path: str) -> Path:
    """Give the folder that results go to, made when it is not there; raises `UserError("cli.cannot_write")`."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("cli.cannot_write", path=path, reason=error.strerror or "") from error
    return folder
