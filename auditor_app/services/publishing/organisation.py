"""The organisation's own authority in a folder that lives offline: root, certificates it issued, revocation list."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.services.desk import local_now
from auditor_app.services.signing.authority import (
    AUDITOR_YEARS,
    Reason,
    Revoked,
    Root,
    issue,
    make_root,
    open_root,
    read_request,
    revocation_list,
)
from auditor_app.services.signing.identity import Identity, identity_from_der, identity_of, load_key, read_certificate

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

ROOT_KEY, ROOT_CERTIFICATE = "root.p12", "root.cer"
REGISTER, REVOCATIONS = "register.json", "revocations.crl"
ISSUED_FOLDER = "issued"


@dataclass(frozen=True)
class Issued:
    """One certificate that the authority gave out, by its serial number (hexadecimal)."""

    serial: str
    name: str
    organisation: str
    issued: str
    not_after: str


@dataclass(frozen=True)
class Register:
    """Everything the authority ever did; the revocation list is made from it as a whole."""

    issued: tuple[Issued, ...] = ()
    revoked: tuple[tuple[str, str, Reason], ...] = ()
    """Serial number, moment and reason."""
    lists: int = 0

    def serial_of(self, text: str) -> str:
        """Find the one certificate meant by a serial number, its beginning, or the holder's whole name."""
        words = text.strip().replace(":", "").casefold()
        found = [one.serial for one in self.issued if words and one.serial.startswith(words)]
        named = [one.serial for one in self.issued if one.name.casefold() == text.strip().casefold()]
        # Who is named can only mean a certificate that still counts, if there is one.
        taken_back = {serial for serial, _, _ in self.revoked}
        found += [serial for serial in named if serial not in taken_back] or named
        if len(set(found)) != 1:
            raise UserError("authority.which_certificate", text=text, count=len(set(found)))
        return found[0]


def init(folder: Path, name: str, organisation: str, passphrase: str, now: datetime | None = None) -> Identity:
    """Make an authority in a folder that holds none yet, with an empty revocation list.

    What is left of one counts too: a register that was written over could take nothing back any more.
    """
    if any((folder / one).exists() for one in (ROOT_KEY, ROOT_CERTIFICATE, REGISTER, REVOCATIONS, ISSUED_FOLDER)):
        raise UserError("authority.exists", folder=str(folder))
    if not name.strip() or not " ".join(name.split()).isprintable():
        raise UserError("authority.name_missing")
    moment = now or local_now()
    p12 = make_root(name, organisation, passphrase, moment)
    _, certificate, _ = load_key(p12, passphrase)
    identity = identity_of(certificate)
    _write(folder / ROOT_KEY, p12, is_secret=True)
    _write(folder / ROOT_CERTIFICATE, identity.cert_der)
    _list(folder, Register(), passphrase, moment)
    return identity


def give_certificate(
    folder: Path,
    request: bytes,
    passphrase: str,
    now: datetime | None = None,
    years: int = AUDITOR_YEARS,
    *,
    is_again: bool = False,
) -> tuple[Path, Identity]:
    """Issue the certificate that a request asks for; gives the file to send back and what it says.

    Raises `UserError("authority.issued_already")` for a key that has a certificate which counts, unless another is
    wanted: whoever leaves has to be taken back once for each.
    """
    register = read_register(folder)
    asked = read_request(request)
    moment = now or local_now()
    root = _root(folder, passphrase)
    earlier = _counting(folder, register, asked.public_key(), moment)
    if earlier is not None and not is_again:
        until = datetime.fromisoformat(earlier.not_after).date()
        raise UserError("authority.issued_already", name=earlier.name, not_after=until, serial=earlier.serial)
    certificate = issue(root, asked, moment, years)
    identity = identity_from_der(certificate)
    path = folder / ISSUED_FOLDER / f"{identity.serial}.cer"
    entry = Issued(
        identity.serial, identity.common_name, identity.organisation,
        identity.not_before.isoformat(), identity.not_after.isoformat(),
    )  # fmt: skip
    # First what is remembered, then what is given out: what the register does not know can never be taken back.
    _write_register(folder, Register((*register.issued, entry), register.revoked, register.lists))
    _write(path, certificate)
    return path, identity


def _counting(folder: Path, register: Register, key: CertificatePublicKeyTypes, now: datetime) -> Issued | None:
    """Give the certificate for a key that is neither taken back nor over; None for a key without."""
    taken_back = {serial for serial, _, _ in register.revoked}
    for one in reversed(register.issued):
        path = folder / ISSUED_FOLDER / f"{one.serial}.cer"
        counts = one.serial not in taken_back and datetime.fromisoformat(one.not_after) > now
        if counts and _public_key(path) == key:
            return one
    return None


def _public_key(path: Path) -> CertificatePublicKeyTypes | None:
    """Give whose key a certificate in the folder is for; None for one that is gone or damaged."""
    try:
        return read_certificate(_read(path)).public_key()
    except (UserError, ValueError, UnsupportedAlgorithm):
        return None


def revoke(folder: Path, which: str, reason: Reason, passphrase: str, now: datetime | None = None) -> Path:
    """Take a certificate back; gives the new revocation list, to be trusted by everybody who trusts the root."""
    register = read_register(folder)
    serial = register.serial_of(which)
    if serial in {one for one, _, _ in register.revoked}:
        raise UserError("authority.already_revoked", serial=serial)
    moment = (now or local_now()).replace(microsecond=0)
    revoked = (*register.revoked, (serial, moment.isoformat(), reason))
    return _list(folder, Register(register.issued, revoked, register.lists), passphrase, moment)


def renew_list(folder: Path, passphrase: str, now: datetime | None = None) -> Path:
    """Make the revocation list anew, because the old one runs out."""
    return _list(folder, read_register(folder), passphrase, now or local_now())


def read_register(folder: Path) -> Register:
    """Read what the authority did so far."""
    if not (folder / ROOT_KEY).is_file():
        raise UserError("authority.missing", folder=str(folder))
    try:
        values = json.loads(_read(folder / REGISTER))
        issued = tuple(Issued(**one) for one in values["issued"])
        revoked = tuple((str(serial), str(at), reason) for serial, at, reason in values["revoked"])
        return Register(issued, revoked, int(values["lists"]))
    except (ValueError, TypeError, KeyError) as error:
        raise UserError("authority.damaged", path=str(folder / REGISTER)) from error


def _root(folder: Path, passphrase: str) -> Root:
    try:
        return open_root(_read(folder / ROOT_KEY), passphrase)
    except UserError as error:
        if error.code != "signing.not_a_key_file":
            raise
        raise UserError("authority.damaged", path=str(folder / ROOT_KEY)) from error


def _list(folder: Path, register: Register, passphrase: str, now: datetime) -> Path:
    root = _root(folder, passphrase)
    number = register.lists + 1
    revoked = [Revoked(serial, datetime.fromisoformat(at), reason) for serial, at, reason in register.revoked]
    content = revocation_list(root, revoked, number, now)
    # First what is remembered, then what is given out: a list may be made again, a number not used twice.
    _write_register(folder, Register(register.issued, register.revoked, number))
    _write(folder / REVOCATIONS, content)
    return folder / REVOCATIONS


def _write_register(folder: Path, register: Register) -> None:
    _write(folder / REGISTER, json.dumps(asdict(register), ensure_ascii=False, indent=1).encode())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError("authority.cannot_read", path=str(path), reason=error.strerror or "") from error


def _write(path: Path, content: bytes, *, is_secret: bool = False) -> None:
    try:
        write_atomically(path, content, is_secret=is_secret)
    except OSError as error:
        raise UserError("authority.cannot_write", path=str(path), reason=error.strerror or "") from error
