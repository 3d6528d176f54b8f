"""`auditor verify`: are files unchanged, and who signed them. Needs no data folder; each file has its own process."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.opening import read_input
from auditor_app.cli.terminal import BAD_INPUT, FINDING, OK, Terminal
from auditor_app.cli.words import answers, audit_name, verification_json
from auditor_app.core.codec import encode
from auditor_app.core.errors import UserError
from auditor_app.core.snapshot import Snapshot, fingerprint
from auditor_app.i18n import _, error_text

if TYPE_CHECKING:
    from auditor_app.services.signing.verification import Verification

LARGEST_CERTIFICATE = 1 << 20


@dataclass(frozen=True)
class Verified:
    """What is known of one file; `error` says why it could not even be opened."""

    file: str
    verification: Verification | None = None
    snapshot: Snapshot | None = None
    content: bytes = b""
    error: UserError | None = None

    @property
    def code(self) -> int:
        """Give the exit code for this file alone."""
        if self.verification is None:
            return BAD_INPUT
        return OK if self.verification.unchanged else FINDING


def add(parser: argparse.ArgumentParser) -> None:
    """Take the files and the certificates to trust."""
    parser.add_argument("files", metavar="FILE", nargs="+", help=_("a signed report (.pdf)"))
    parser.add_argument(
        "--trust", metavar="CERT", action="append", default=[], help=_("a certificate to trust (.cer, .crt or .pem)")
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Verify files one by one; the worst answer decides the exit code."""
    trusted = [certificate(Path(path)) for path in arguments.trust]
    verified = [verify_one(Path(path), trusted) for path in arguments.files]
    terminal.answer([_document(item) for item in verified], (line for item in verified for line in _lines(item)))
    return max(item.code for item in verified)


def certificate(path: Path) -> bytes:
    """Read a certificate in DER or PEM; raises `UserError("verify.not_a_certificate")` when it is none."""
    from auditor_app.services.signing.identity import identity_from_der  # noqa: PLC0415 - pyHanko takes a second

    try:
        return identity_from_der(read_input(path, LARGEST_CERTIFICATE)).cert_der
    except UserError as error:
        code = "verify.not_a_certificate" if error.code.startswith("signing.") else error.code
        raise UserError(code, **error.details) from error


def verify_one(path: Path, trusted: list[bytes]) -> Verified:
    """Verify one file in a process of its own and read the data of its signed revision."""
    from auditor_app.services.signing.isolation import verify_file_isolated  # noqa: PLC0415 - used here alone
    from auditor_app.services.snapshots import read_snapshot  # noqa: PLC0415 - loads the schema checker

    try:
        answer = verify_file_isolated(path, trusted)
    except UserError as error:
        return Verified(str(path), error=error)
    if not answer.snapshot:
        return Verified(str(path), answer.verification)
    try:
        return Verified(str(path), answer.verification, read_snapshot(answer.snapshot), answer.snapshot)
    except UserError as error:
        return Verified(str(path), answer.verification, error=error)


def _document(item: Verified) -> dict[str, Any]:
    document: dict[str, Any] = {"file": item.file}
    if item.verification is not None:
        document |= verification_json(item.verification)
    if item.error is not None:
        document["error"] = {"code": item.error.code, "sentence": error_text(item.error)}
    if item.snapshot is not None:
        audit = encode(item.snapshot.audit)
        names = ("id", "school", "kind", "starts", "ends", "language", "version", "is_sample")
        document["audit"] = {name: audit[name] for name in names}
        document["fingerprint"] = fingerprint(item.content)
    return document


def _lines(item: Verified) -> Iterator[str]:
    yield item.file
    if item.verification is not None:
        yield from answers(item.verification)
    if item.error is not None:
        yield f"  {error_text(item.error)}"
    if item.snapshot is not None:
        yield f"  {_('Audit')}        {audit_name(item.snapshot.audit)}"
        yield f"  {_('Fingerprint')}  {fingerprint(item.content)}"
