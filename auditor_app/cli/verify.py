"""`auditor verify`: are files unchanged, and who signed them. Needs no data folder; reads files in other processes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.opening import read_input
from auditor_app.cli.terminal import BAD_INPUT, FINDING, OK, Terminal
from auditor_app.cli.words import answers, audit_name, labelled, verification_json
from auditor_app.core.codec import encode
from auditor_app.core.errors import UserError
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import fingerprint
from auditor_app.i18n import _, current, error_text
from auditor_app.services.outside.built_again import pages_agree
from auditor_app.services.outside.verify_texts import AGREEMENTS
from auditor_app.services.words.versions import replaced_words

if TYPE_CHECKING:
    from auditor_app.services.outside.built_again import Agreement
    from auditor_app.services.signing.isolation import IsolatedVerification
    from auditor_app.services.signing.verification import Verification

LARGEST_CERTIFICATE = 1 << 20
# A signed PDF that is no report of ours holds no data; that it is unchanged can be said all the same.
_SOUND = ("", "verify.no_snapshot")


@dataclass(frozen=True)
class Verified:
    """What is known of one file; `error` says why it could not even be opened."""

    file: str
    verification: Verification | None = None
    snapshot: Snapshot | None = None
    content: bytes = b""
    error: UserError | None = None
    pages: Agreement | None = None
    """How the pages stand to the data, if that was asked."""

    @property
    def code(self) -> int:
        """Give the exit code for this file alone."""
        if self.verification is None:
            return BAD_INPUT
        is_sound = self.verification.unchanged and self.verification.problem in _SOUND and self.error is None
        is_sound = is_sound and self.pages != "other"
        return OK if is_sound else FINDING


def add(parser: argparse.ArgumentParser) -> None:
    """Take the files and the certificates to trust."""
    parser.add_argument("files", metavar="FILE", nargs="+", help=_("a signed report (.pdf)"))
    parser.add_argument(
        "--trust", metavar="CERT", action="append", default=[],
        help=_("a certificate to trust (.cer, .crt or .pem), or the revocation list of a trusted one (.crl)"),
    )  # fmt: skip
    parser.add_argument(
        "--pages", action="store_true",
        help=_("also build the pages again from the data inside, and say whether they are the same; takes seconds"),
    )  # fmt: skip


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Verify files; the worst answer decides the exit code."""
    trusted = [certificate(Path(path)) for path in arguments.trust]
    paths = [Path(path) for path in arguments.files]
    verified = verify_all(paths, trusted) if len(paths) > 1 else iter([verify_one(paths[0], trusted)])
    if arguments.pages:
        verified = map(_with_pages, verified)
    # What is said of a file is small, the file is not: a thousand of them would not fit in memory.
    said = [(_document(item), list(_lines(item)), item.code) for item in verified]
    terminal.answer([one[0] for one in said], (line for one in said for line in one[1]))
    return max(one[2] for one in said)


def certificate(path: Path) -> bytes:
    """Read a certificate or a revocation list, DER or PEM; raises `UserError("verify.not_a_certificate")` else."""
    from auditor_app.services.signing.identity import identity_from_der  # noqa: PLC0415 - pyHanko takes a second
    from auditor_app.services.signing.trust import read_list  # noqa: PLC0415 - pyHanko takes a second

    content = read_input(path, LARGEST_CERTIFICATE)
    if read_list(content) is not None:
        return content
    try:
        return identity_from_der(content).cert_der
    except UserError as error:
        code = "verify.not_a_certificate" if error.code.startswith("signing.") else error.code
        raise UserError(code, **error.details) from error


def verify_one(path: Path, trusted: list[bytes]) -> Verified:
    """Verify one file in a process of its own and read the data of its signed revision."""
    from auditor_app.services.outside.snapshots import get_ready  # noqa: PLC0415 - loads the schema checker
    from auditor_app.services.signing.isolation import verify_file_isolated  # noqa: PLC0415 - used here alone

    try:
        return _read(path, verify_file_isolated(path, trusted, meanwhile=get_ready))
    except UserError as error:
        return Verified(str(path), error=error)


def verify_all(paths: list[Path], trusted: list[bytes]) -> Iterator[Verified]:
    """Verify files on all cores, in their order."""
    from auditor_app.services.signing.crew import verify_many  # noqa: PLC0415 - used here alone

    for path, answer in zip(paths, verify_many(paths, trusted), strict=True):
        yield Verified(str(path), error=answer) if isinstance(answer, UserError) else _read(path, answer)


def signed_snapshot(path: Path) -> Snapshot:
    """Give the data of a report that is unchanged since it was signed; raises the `UserError` that says why not."""
    found = verify_one(path, [])
    if found.error is not None:
        raise found.error
    verification = found.verification
    if found.snapshot is None or verification is None or verification.problem or not verification.unchanged:
        raise UserError((verification and verification.problem) or "verify.changed")
    return found.snapshot


def _read(path: Path, answer: IsolatedVerification) -> Verified:
    from auditor_app.services.outside.snapshots import read_snapshot  # noqa: PLC0415 - loads the schema checker

    verification = answer.verification
    if not answer.snapshot:
        return Verified(str(path), verification)
    try:
        snapshot = read_snapshot(answer.snapshot)
    except UserError as error:
        return Verified(str(path), verification, error=error)
    return Verified(str(path), verification, snapshot, answer.snapshot)


def _with_pages(item: Verified) -> Verified:
    if item.snapshot is None:
        return item
    return replace(item, pages=pages_agree(Path(item.file).read_bytes()))


_TOLD = (
    "id", "school", "kind", "starts", "ends", "language", "version", "is_sample",
    "predecessor", "replaces_version", "replaces_signed", "replaces_print", "correction",
)  # fmt: skip
"""What is said of the audit inside; the last five name the version that this one replaces."""


def _document(item: Verified) -> dict[str, Any]:
    document: dict[str, Any] = {"file": item.file}
    if item.verification is not None:
        document |= verification_json(item.verification)
    if item.error is not None:
        document["error"] = {"code": item.error.code, "sentence": error_text(item.error)}
    if item.snapshot is not None:
        audit = encode(item.snapshot.audit)
        document["audit"] = {name: audit[name] for name in _TOLD}
        document["fingerprint"] = fingerprint(item.content)
        if item.pages is not None:
            document["pages"] = item.pages
    return document


def _lines(item: Verified) -> Iterator[str]:
    yield item.file
    if item.verification is not None:
        yield from answers(item.verification)
    if item.error is not None:
        yield f"  {error_text(item.error)}"
    if item.snapshot is not None:
        yield labelled("Audit", audit_name(item.snapshot.audit))
        if replaced := replaced_words(item.snapshot.audit, current()):
            yield labelled("Version", f"{item.snapshot.audit.version}. {replaced}")
        yield labelled("Fingerprint", fingerprint(item.content))
        yield labelled("", _("the data are those that the cover of the report names"))
        if item.pages is not None:
            yield labelled("Pages", _(AGREEMENTS[item.pages]))
