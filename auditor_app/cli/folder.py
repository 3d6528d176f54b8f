"""`auditor init`: make a data folder."""

from __future__ import annotations

import argparse

from auditor_app.cli.opening import data_dir, new_passphrase
from auditor_app.cli.terminal import OK, Terminal
from auditor_app.config import Settings
from auditor_app.core.errors import UserError
from auditor_app.core.team import initials_of
from auditor_app.i18n import _, system_language


def add_init(parser: argparse.ArgumentParser) -> None:
    """Take who works here."""
    parser.add_argument("--name", required=True, help=_("your name, as reports show it"))
    parser.add_argument("--organisation", default="", help=_("your school or organisation"))
    parser.add_argument("--initials", default="", help=_("your initials, else made from the name"))
    parser.add_argument("--identity", action="store_true", help=_("also make a signing key under the same passphrase"))
    parser.add_argument("--keyring", action="store_true", help=_("let this system's keyring open the folder"))


def init(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make a data folder, and show its recovery key this once."""
    from auditor_app.services.workspace import Workspace  # noqa: PLC0415 - `--help` does without it

    folder = data_dir(arguments)
    if Workspace.exists(folder):
        raise UserError("vault.exists", folder=str(folder))
    settings = Settings(
        language=arguments.language or system_language(),
        name=arguments.name,
        initials=arguments.initials or initials_of(arguments.name),
        organisation=arguments.organisation,
    )
    passphrase = new_passphrase(arguments)
    try:
        workspace, recovery_key = Workspace.create(folder, passphrase, settings)
    except OSError as error:
        raise UserError("cli.cannot_write", path=str(folder), reason=error.strerror or "") from error
    try:
        if arguments.identity:
            workspace.publishing.own_key.make(arguments.name, arguments.organisation, passphrase)
        if arguments.keyring:
            workspace.vault.keep_in_keyring()
    finally:
        workspace.close()
    lines = [
        _("Made: {folder}").format(folder=folder),
        _("Recovery key: {key}").format(key=recovery_key),
        _("Print it or write it down now; it is not shown again and opens the audits if the passphrase is lost."),
    ]
    terminal.answer({"data_dir": str(folder), "recovery_key": recovery_key, "identity": arguments.identity}, lines)
    return OK
