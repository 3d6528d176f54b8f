"""The sample report as it should be, under one authority: not signed, signed by one and by three, at every level."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience
from auditor_app.services.publishing.countersign import SignerRole, Signing, signed_as
from auditor_app.services.report.build import Status, build
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.signing.authority import issue, make_request, make_root, open_root, read_request
from auditor_app.services.signing.identity import OpenedIdentity, make_identity, open_identity, with_issued
from auditor_app.services.signing.levels import RAISED_LEVELS, RaisedLevel, raise_level
from auditor_app.services.signing.timestamp import TimeAuthority
from tests.services.time_authority import Clock

PASSPHRASE = "a passing passphrase"


def good(folder: Path, clock: Clock) -> Iterator[tuple[str, bytes]]:
    """Give the sample report before signing and at every level, signed by one and by three."""
    pdf = unsigned()
    yield "sample report, not signed", pdf
    lead = by_lead(pdf, folder)
    yield "signed by the lead (B-B)", lead
    three = by_three(lead, folder)
    yield "signed by lead, school and second auditor", three
    for level in RAISED_LEVELS:
        yield f"the same at {level}", raised(three, level, folder, clock)
    archived = raised(three, "B-LTA", folder, clock)
    yield "B-LTA, stamped again", raised(archived, "B-LTA", folder, clock)
    yield "lead with a stamp of its own (B-T)", _signed(pdf, "lead", folder, "Mirte Voorbeeld", clock.url)


def unsigned() -> bytes:
    """Give the sample's final report before anybody signed it."""
    snapshot = project(sample_snapshot(THIS_YEAR), Audience.SCHOOL)
    return build(snapshot, "nl", status=Status(is_draft=False, day=datetime.now(UTC).date().isoformat())).pdf


def by_lead(pdf: bytes, folder: Path) -> bytes:
    """Let the lead certify."""
    return _signed(pdf, "lead", folder, "Mirte Voorbeeld")


def by_three(lead: bytes, folder: Path) -> bytes:
    """Let the school and the second auditor sign what the lead certified."""
    return _signed(_signed(lead, "school", folder, "Rector De Linde"), "second", folder, "Sef Tweede")


def raised(pdf: bytes, level: RaisedLevel, folder: Path, clock: Clock) -> bytes:
    """Put time stamps on a report."""
    known = [root_of(folder), clock.root_der]
    return raise_level(pdf, level, TimeAuthority(clock.url), known, datetime.now(UTC))


def _signed(pdf: bytes, role: SignerRole, folder: Path, name: str, authority: str = "") -> bytes:
    signing = Signing(role, "nl", datetime.now(UTC), "Voorbeeldstad", authority)
    return signed_as(pdf, _identity(folder, name), signing).pdf


def _identity(folder: Path, name: str) -> OpenedIdentity:
    """Give somebody a key with a certificate of the authority of this run."""
    root_file = folder / "root.p12"
    if not root_file.is_file():
        root_file.write_bytes(make_root("Voorbeeldnetwerk CA", "Voorbeeldnetwerk", PASSPHRASE, datetime.now(UTC)))
    root = open_root(root_file.read_bytes(), PASSPHRASE)
    own = make_identity(name, "Voorbeeldnetwerk", PASSPHRASE, datetime.now(UTC))
    issued = issue(root, read_request(make_request(own, PASSPHRASE)), datetime.now(UTC))
    return open_identity(with_issued(own, PASSPHRASE, issued, (root_of(folder),)), PASSPHRASE)


def root_of(folder: Path) -> bytes:
    """Give the certificate of the authority that everybody here has one from."""
    return open_root((folder / "root.p12").read_bytes(), PASSPHRASE).certificate.public_bytes(Encoding.DER)
