"""Which key signs, for every verb that signs: this laptop's own, a key file, or a token."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.cli.opening import data_dir, read_input, signing_passphrase
from auditor_app.core.errors import UserError
from auditor_app.i18n import _
from auditor_app.services.publishing.own_key import KEY_FILE
from auditor_app.services.signing.limits import LARGEST_KEY_FILE

if TYPE_CHECKING:
    from auditor_app.services.signing.identity import OpenedIdentity


def add_key(parser: argparse.ArgumentParser) -> None:
    """Take the key, and where its passphrase stands."""
    group = parser.add_argument_group(_("the key that signs"))
    group.add_argument("--key", metavar="FILE", help=_("a key file (.p12 or .pfx), if not the key of the data folder"))
    group.add_argument("--pkcs11", metavar="DRIVER", help=_("the driver of a token, as its maker supplies it"))
    group.add_argument("--token", metavar="LABEL", default="", help=_("the token, if several are plugged in"))
    group.add_argument("--certificate", metavar="LABEL", default="", help=_("the certificate, if a token has several"))
    add_passphrase(parser)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Take where the passphrase of a key stands."""
    parser.add_argument(
        "--signing-passphrase-file", metavar="FILE",
        help=_("a file whose first line opens the signing key (or AUDITOR_SIGNING_PASSPHRASE)"),
    )  # fmt: skip


@contextmanager
def opened_key(arguments: argparse.Namespace) -> Iterator[OpenedIdentity]:
    """Unlock the key that was named for as long as the signing takes."""
    if not arguments.pkcs11:
        from auditor_app.services.signing.identity import open_identity  # noqa: PLC0415 - pyHanko takes a second

        yield open_identity(key_file(arguments), signing_passphrase(arguments))
        return
    from auditor_app.services.signing.token import TokenChoice, opened_token  # noqa: PLC0415 - an optional package

    choice = TokenChoice(Path(arguments.pkcs11), arguments.token, arguments.certificate)
    with opened_token(choice, signing_passphrase(arguments)) as opened:
        yield opened


def key_file(arguments: argparse.Namespace) -> bytes:
    """Read the key file that was named, else that of the data folder."""
    path = Path(arguments.key) if arguments.key else data_dir(arguments) / KEY_FILE
    if not arguments.key and not path.is_file():
        raise UserError("publish.no_identity")
    return read_input(path, LARGEST_KEY_FILE)
