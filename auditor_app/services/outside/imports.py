"""Reports from outside: verified first, shown second, imported third; and the comparison with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from auditor_app.core.baseline import Baseline
from auditor_app.core.change import Edit
from auditor_app.core.codec import encode
from auditor_app.core.comparison import Comparison, baseline_of, compare
from auditor_app.core.errors import UserError
from auditor_app.core.model import Audit, EarlierReport, School
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.desk import Desk, Written
from auditor_app.services.outside.snapshots import get_ready, read_snapshot
from auditor_app.services.signing.isolation import start_worker, verify_isolated
from auditor_app.services.signing.limits import LARGEST_PDF
from auditor_app.services.signing.verification import Form, Verification
from auditor_app.services.worker_process import Worker, end
from auditor_app.store import read, reference
from auditor_app.store.reference import TrustedCertificate
from auditor_app.store.undo import SETUP

if TYPE_CHECKING:
    from auditor_app.services.signing.trust import RevocationList


@dataclass(frozen=True)
class Inspection:
    """What verifying a file said, before anything is stored; `problem` says why it cannot be imported."""

    file_name: str
    verification: Verification
    snapshot: Snapshot | None
    problem: UserError | None
    pdf: bytes = field(repr=False)
    content: bytes = field(repr=False)
    form: Form | None = None
    """The places for signatures, of a report that is unchanged."""

    @property
    def can_be_taken(self) -> bool:
        """Tell whether the first question, unchanged?, was answered with yes and the data could be read."""
        return self.verification.unchanged and self.snapshot is not None and self.problem is None


@dataclass(frozen=True)
class TrustEntry:
    """One line of the trust list, in words for people: whose certificate it is and what trusting it means."""

    key: str
    name: str
    kind: Literal["authority", "person", "list"]
    holder: str
    fingerprint: str
    valid_until: str
    """Of a revocation list: until when a newer one was promised."""
    added: str
    revoked: int = 0
    """How many certificates a revocation list takes back."""


@dataclass(frozen=True)
class Relation:
    """How a report stands to other versions of it: newer than one here, older than one here, or replacing another."""

    kind: Literal["", "newer", "older", "replaces"] = ""
    version: str = ""
    other: str = ""


class Imports:
    """Signed reports of earlier audits and of other teams."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk
        self._warm: Worker | None = None

    def warm_up(self) -> None:
        """Start the process that will read the next file, so that it waits for the person and not the other way."""
        if self._warm is None:
            self._warm = start_worker()
            get_ready()

    def close(self) -> None:
        """End a process that was never asked."""
        warm, self._warm = self._warm, None
        if warm is not None:
            end(warm)

    def inspect(self, path: Path) -> Inspection:
        """Verify a file in a process of its own and read the snapshot of its signed revision; stores nothing."""
        try:
            pdf = read_chosen(path, LARGEST_PDF)
        except OSError as error:
            raise UserError("verify.cannot_open", path=str(path), reason=error.strerror or "") from error
        return self.inspect_bytes(pdf, path.name)

    def inspect_bytes(self, pdf: bytes, name: str) -> Inspection:
        """Do what `inspect` does with the bytes of a report."""
        trusted = reference.trusted_certificates(self._desk.store)
        warm, self._warm = self._warm, None
        answer = verify_isolated(pdf, trusted, self._desk.now(), worker=warm, meanwhile=get_ready)
        verification, content = answer.verification, answer.snapshot or b""
        if verification.problem or not verification.unchanged or not content:
            code = verification.problem or ("verify.no_snapshot" if verification.unchanged else "verify.changed")
            return Inspection(name, verification, None, UserError(code), pdf, content, answer.form)
        try:
            snapshot = read_snapshot(content)
        except UserError as error:
            return Inspection(name, verification, None, error, pdf, content, answer.form)
        return Inspection(name, verification, snapshot, None, pdf, content, answer.form)

    def take(self, inspection: Inspection, audit_id: str = "") -> Written:
        """Store an inspected report read-only, beside an audit if one is named; refused unless it is unchanged."""
        snapshot = inspection.snapshot
        if snapshot is None or not inspection.can_be_taken:
            raise inspection.problem or UserError("verify.changed")
        pdf, content = (hashlib.sha256(part).hexdigest() for part in (inspection.pdf, inspection.content))
        entity = f"{audit_id}:{pdf}" if audit_id else pdf
        fields: Mapping[str, object] = {
            "audit": audit_id, "source_audit": snapshot.audit.id, "school": encode(snapshot.audit.school),
            "kind": str(snapshot.audit.kind), "starts": snapshot.audit.starts, "ends": snapshot.audit.ends,
            "snapshot": content, "pdf": pdf, "file_name": inspection.file_name,
            "verification": inspection.verification.to_json(), "imported": self._desk.moment(), "deleted": False,
        }  # fmt: skip
        blobs = {
            pdf: ("application/pdf", inspection.pdf),
            content: ("application/json", inspection.content),
        }
        edits = [Edit(audit_id, "earlier_report", entity, fields)]
        return self._desk.write(edits, SETUP + self._desk.new_id(), blobs=blobs)

    def relation(self, inspection: Inspection) -> Relation:
        """Say whether this is a newer or an older version of a report that is here, read in or signed here."""
        if inspection.snapshot is None:
            return Relation()
        audit = inspection.snapshot.audit
        known = self._versions_here(audit.school)
        if audit.predecessor and audit.predecessor in known:
            return Relation("newer", audit.version, known[audit.predecessor].version)
        newer = [one for one in known.values() if audit.id in _lineage(one, known)]
        if newer:
            return Relation("older", audit.version, max(newer, key=lambda one: _number(one.version)).version)
        return Relation("replaces", audit.version, audit.replaces_version) if audit.predecessor else Relation()

    def _versions_here(self, school: School) -> dict[str, Audit]:
        """Give the audits of a school that were signed here or read in, by their id."""
        own = [item for item in read.audits(self._desk.store) if item.school.key == school.key and not item.deleted]
        signed = read.publications(self._desk.store)
        reports = [item for item in read.earlier_reports(self._desk.store) if item.school.key == school.key]
        taken = [read.earlier_snapshot(self._desk.store, item).audit for item in reports]
        return {item.id: item for item in (*taken, *(one for one in own if one.id in signed))}

    def earlier(self, audit_id: str) -> tuple[EarlierReport, ...]:
        """List the reports that stand beside an audit, newest first."""
        return read.earlier_reports(self._desk.store, audit_id)

    def report(self, report_id: str) -> EarlierReport:
        """Give one imported report."""
        return read.entity(self._desk.store, EarlierReport, report_id)

    def forget(self, report_id: str) -> Written:
        """Put an imported report into the bin; the stored file stays until the bin is emptied."""
        report = self.report(report_id)
        return self._desk.write([Edit(report.audit, "earlier_report", report_id, {"deleted": True})])

    def snapshot_of(self, report_id: str) -> Snapshot:
        """Give the snapshot that a report carried."""
        return read.earlier_snapshot(self._desk.store, self.report(report_id))

    def pdf_of(self, report_id: str) -> bytes:
        """Give the report itself."""
        return self._desk.store.blob(self.report(report_id).pdf)

    def baseline(self, report_id: str) -> Baseline:
        """Take from a report what a later audit stands beside."""
        report = self.report(report_id)
        return baseline_of(read.earlier_snapshot(self._desk.store, report), report_id, report.snapshot)

    def way_here(self, audit_id: str) -> Baseline | None:
        """Take from all reports beside an audit what it stands beside: the newest, with the others before it."""
        return read.baseline(self._desk.store, audit_id)

    def comparison(self, audit_id: str, report_id: str) -> Comparison:
        """Set an audit as it is now beside an earlier report."""
        now = read.snapshot(self._desk.store, audit_id, self._desk.moment())
        return compare(self.baseline(report_id), now)

    def trusted(self) -> tuple[TrustedCertificate, ...]:
        """Give the trust list."""
        return reference.trusted(self._desk.store)

    def trust_entries(self) -> tuple[TrustEntry, ...]:
        """Give the trust list as people read it."""
        from auditor_app.services.signing.trust import described  # noqa: PLC0415 - loads pyHanko

        return tuple(
            TrustEntry(item.fingerprint, item.name, **described(item.certificate), added=item.added)
            for item in self.trusted()
        )

    def trust(self, certificate: bytes, name: str = "") -> TrustedCertificate:
        """Put a certificate (DER) on the trust list, under a name that people know; or the revocation list of one."""
        from auditor_app.services.signing.identity import identity_from_der  # noqa: PLC0415 - loads pyHanko
        from auditor_app.services.signing.trust import read_list  # noqa: PLC0415 - loads pyHanko

        revocations = read_list(certificate)
        if revocations is not None:
            return self._trust_list(revocations, name)
        identity = identity_from_der(certificate)
        entry = TrustedCertificate(
            identity.fingerprint, name or identity.common_name, identity.cert_der, self._desk.moment()
        )
        reference.trust(self._desk.store, entry)
        return entry

    def _trust_list(self, revocations: RevocationList, name: str) -> TrustedCertificate:
        """Keep the newest list of each authority; one of an authority that is not trusted is refused."""
        from auditor_app.services.signing.trust import is_older, listed, read_list  # noqa: PLC0415 - loads pyHanko

        others = {item.fingerprint: item.certificate for item in self.trusted()}
        found = listed(revocations, tuple(others.values()))
        kept = read_list(others.get(found.key, b""))
        if kept is not None and is_older(revocations, kept):
            raise UserError("signing.older_list", name=found.authority)
        entry = TrustedCertificate(found.key, name or found.authority, found.content, self._desk.moment())
        reference.trust(self._desk.store, entry)
        return entry

    def distrust(self, fingerprint: str) -> None:
        """Take a certificate off the trust list."""
        reference.distrust(self._desk.store, fingerprint)


def _lineage(audit: Audit, known: Mapping[str, Audit]) -> Iterator[str]:
    """Name the versions before one, the nearest first, as far as they are known."""
    seen = {audit.id}
    before = audit.predecessor
    while before and before not in seen:
        yield before
        seen.add(before)
        before = known[before].predecessor if before in known else ""


def _number(version: str) -> list[tuple[int, str]]:
    """Give what orders versions as their numbers do; none is reckoned with: a file may name one of a million digits."""
    return [(len(part), part) for part in (one.lstrip("0") for one in version.split("."))]
