"""`auditor ca`: the organisation's own authority, offline, and what an auditor does with it."""

from __future__ import annotations

import argparse
from pathlib import Path

from auditor_app.cli.keys import add_passphrase, key_file
from auditor_app.cli.opening import (
    asked_passphrase,
    given_passphrase,
    new_passphrase,
    opened_workspace,
    read_input,
    signing_passphrase,
    write_output,
)
from auditor_app.cli.terminal import OK, Terminal, aligned
from auditor_app.cli.verb import Verb
from auditor_app.i18n import N_, _, current, ngettext

REASONS = {
    "unspecified": N_("no reason given"),
    "key compromise": N_("the key may be in other hands"),
    "left the organisation": N_("left the organisation"),
    "superseded": N_("replaced by another certificate"),
}
LARGEST = 1 << 20
LONGEST_YEARS = 5


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help=_("the folder of the authority; keep it offline, in a safe"))


def add_init(parser: argparse.ArgumentParser) -> None:
    """Take the folder and the name."""
    _add_folder(parser)
    parser.add_argument("--name", required=True, help=_("the name of the authority, as certificates show it"))
    parser.add_argument("--organisation", default="", help=_("your school or organisation"))


def init(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make an authority."""
    from auditor_app.services.publishing import organisation  # noqa: PLC0415 - pyHanko takes a second

    folder = Path(arguments.folder)
    passphrase = new_passphrase(arguments)
    identity = organisation.init(folder, arguments.name, arguments.organisation, passphrase)
    root = folder / organisation.ROOT_CERTIFICATE
    lines = [
        _("Made: {folder}").format(folder=folder),
        _("Fingerprint: {print}").format(print=identity.fingerprint),
        _("Give {path} to everybody who verifies reports, and the fingerprint by another way.").format(path=root),
    ]
    document = {"folder": str(folder), "certificate": str(root), "fingerprint": identity.fingerprint}
    terminal.answer(document, lines)
    return OK


def add_request(parser: argparse.ArgumentParser) -> None:
    """Take where the request goes, and the key it is for."""
    parser.add_argument("--out", metavar="FILE.csr", required=True, help=_("the file to write the request to"))
    parser.add_argument("--key", metavar="FILE", help=_("a key file (.p12 or .pfx), if not the key of the data folder"))
    parser.add_argument("--name", default="", help=_("the name to ask for, if not that of the certificate so far"))
    parser.add_argument("--organisation", default="", help=_("the organisation to ask for, with --name"))
    add_passphrase(parser)


def request(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Ask for a certificate for one's own key."""
    from auditor_app.services.signing.authority import make_request  # noqa: PLC0415 - pyHanko takes a second

    key = key_file(arguments)
    made = make_request(key, signing_passphrase(arguments), arguments.name, arguments.organisation)
    path = write_output(Path(arguments.out), made)
    terminal.answer({"request": str(path)}, [_("Send this to your organisation: {path}").format(path=path)])
    return OK


def add_issue(parser: argparse.ArgumentParser) -> None:
    """Take the authority and the request."""
    _add_folder(parser)
    parser.add_argument("request", metavar="FILE.csr", help=_("an auditor's request"))
    parser.add_argument(
        "--years", type=int, choices=range(1, LONGEST_YEARS + 1), default=3, help=_("how long it is valid")
    )
    parser.add_argument(
        "--again", action="store_true", help=_("give another certificate for a key that has one already")
    )


def issue(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Give the certificate that a request asks for."""
    from auditor_app.services.publishing import organisation  # noqa: PLC0415 - pyHanko takes a second

    content = read_input(Path(arguments.request), LARGEST)
    folder = Path(arguments.folder)
    organisation.read_register(folder)
    path, identity = organisation.give_certificate(
        folder, content, _root(arguments), years=arguments.years, is_again=arguments.again
    )
    who = ", ".join(filter(None, (identity.common_name, identity.organisation)))
    document = {
        "certificate": str(path), "serial": identity.serial, "name": identity.common_name,
        "organisation": identity.organisation, "not_after": identity.not_after.isoformat(),
    }  # fmt: skip
    lines = [
        _("Issued to {name}, valid until {day}").format(name=who, day=current().date(identity.not_after.date())),
        _("Send back: {path}").format(path=path),
    ]
    terminal.answer(document, lines)
    return OK


def add_revoke(parser: argparse.ArgumentParser) -> None:
    """Take the authority, the certificate and the reason."""
    _add_folder(parser)
    parser.add_argument("which", metavar="SERIAL", help=_("the serial number, its beginning, or the holder's name"))
    parser.add_argument("--reason", choices=tuple(REASONS), default="unspecified", help=_("why"))


def revoke(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Take a certificate back and make the new revocation list."""
    from auditor_app.services.publishing import organisation  # noqa: PLC0415 - pyHanko takes a second

    folder = Path(arguments.folder)
    serial = organisation.read_register(folder).serial_of(arguments.which)
    path = organisation.revoke(folder, serial, arguments.reason, _root(arguments))
    lines = [
        _("Revoked: {serial} ({reason})").format(serial=serial, reason=_(REASONS[arguments.reason])),
        _("Give {path} to everybody who trusts this authority.").format(path=path),
    ]
    terminal.answer({"serial": serial, "reason": arguments.reason, "list": str(path)}, lines)
    return OK


def renew(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make the revocation list anew before it runs out."""
    from auditor_app.services.publishing import organisation  # noqa: PLC0415 - pyHanko takes a second

    folder = Path(arguments.folder)
    organisation.read_register(folder)
    path = organisation.renew_list(folder, _root(arguments))
    given = _("Give {path} to everybody who trusts this authority.").format(path=path)
    terminal.answer({"list": str(path)}, [given])
    return OK


def list_all(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List what was issued and what was taken back."""
    from auditor_app.services.publishing import organisation  # noqa: PLC0415 - pyHanko takes a second

    register = organisation.read_register(Path(arguments.folder))
    revoked = {serial: (at, reason) for serial, at, reason in register.revoked}
    document = [
        {**vars(one), "revoked": revoked.get(one.serial, ("", ""))[0], "reason": revoked.get(one.serial, ("", ""))[1]}
        for one in register.issued
    ]
    rows = [
        (
            one.serial,
            one.name,
            current().date_range(one.issued[:10], one.not_after[:10]),
            _(REASONS[revoked[one.serial][1]]) if one.serial in revoked else "",
        )
        for one in register.issued
    ]
    terminal.answer(document, aligned(rows) if rows else [_("No certificate was issued yet.")])
    return OK


def add_trust(parser: argparse.ArgumentParser) -> None:
    """Take the certificate or list, and the name it gets."""
    parser.add_argument("file", metavar="CERT", help=_("a certificate (.cer, .crt, .pem) or a revocation list (.crl)"))
    parser.add_argument("--name", default="", help=_("a name you know it by"))


def trust(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Put a certificate, or the revocation list of a trusted authority, on the trust list of the data folder."""
    from auditor_app.cli.verify import certificate  # noqa: PLC0415 - keeps the table of verbs light
    from auditor_app.services.signing.trust import described  # noqa: PLC0415 - pyHanko takes a second

    content = certificate(Path(arguments.file))
    with opened_workspace(arguments) as workspace:
        entry = workspace.imports.trust(content, arguments.name)
    said = described(entry.certificate)
    lines = [_("On the trust list: {name}").format(name=entry.name), f"  {entry.fingerprint}"]
    if said["kind"] == "list":
        taken_back = ngettext("{n} certificate taken back", "{n} certificates taken back", said["revoked"])
        lines = [_("Revocation list of {name}: {taken_back}").format(name=entry.name, taken_back=taken_back)]
    terminal.answer({"name": entry.name, "fingerprint": entry.fingerprint, "kind": said["kind"]}, lines)
    return OK


def add_accept(parser: argparse.ArgumentParser) -> None:
    """Take the certificate that came back, and that of its issuer."""
    parser.add_argument("file", metavar="CERT", help=_("the certificate that the authority issued for your key"))
    parser.add_argument("--root", metavar="CERT", help=_("the certificate of the authority, to send along in reports"))
    add_passphrase(parser)


def accept(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Put the issued certificate in place of the self-made one."""
    issued = read_input(Path(arguments.file), LARGEST)
    root = read_input(Path(arguments.root), LARGEST) if arguments.root else b""
    with opened_workspace(arguments) as workspace:
        identity = workspace.publishing.own_key.take_certificate(issued, signing_passphrase(arguments), root)
    lines = [_("You now sign as {name}, vouched for by {issuer}.").format(
        name=identity.common_name, issuer=identity.issuer_name
    )]  # fmt: skip
    terminal.answer({"name": identity.common_name, "issuer": identity.issuer_name, "serial": identity.serial}, lines)
    return OK


def _root(arguments: argparse.Namespace) -> str:
    given = given_passphrase(arguments)
    return given if given is not None else asked_passphrase(_("Passphrase of the authority: "))


VERBS = (
    Verb("init", N_("Make an offline authority for your organisation"), init, add_init),
    Verb("request", N_("Ask for a certificate for your own key"), request, add_request),
    Verb("issue", N_("Give the certificate that a request asks for"), issue, add_issue),
    Verb("accept", N_("Sign with the certificate that came back from now on"), accept, add_accept),
    Verb("revoke", N_("Take a certificate back and make the new revocation list"), revoke, add_revoke),
    Verb("renew", N_("Make the revocation list anew before it runs out"), renew, _add_folder),
    Verb("list", N_("List the certificates that were issued and taken back"), list_all, _add_folder),
    Verb("trust", N_("Trust a certificate, or take over a revocation list"), trust, add_trust),
)
