"""From an audit to a signed report: what is missing, the preview, the signature, the file for the school."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import write_atomically
from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import Publication
from auditor_app.core.readiness import Blocker, blockers, can_sign
from auditor_app.core.snapshot import Audience, Snapshot, project, snapshot_bytes
from auditor_app.i18n import N_, translator
from auditor_app.services.desk import Desk, Written
from auditor_app.services.signing.verification import Verification
from auditor_app.store import read
from auditor_app.store.undo import SETUP

# What sets and signs reports loads when the first report is made: it would double the time the window takes to start.
if TYPE_CHECKING:
    from auditor_app.services.report.build import Built, StampText
    from auditor_app.services.signing.identity import Identity, OpenedIdentity

KEY_FILE = "identity.p12"
CERTIFICATE_FILE = "identity.cer"
LEAD_FIELD = "lead"


@dataclass(frozen=True)
class SignedReport:
    """A signed report: where it lies, and what verifying our own output said."""

    path: Path
    pdf: bytes
    verification: Verification
    written: Written


class Publishing:
    """Reports of audits on this laptop, and the identity that signs them."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        """Work at `desk`; the signing key lies in `folder`."""
        self._desk = desk
        self._folder = folder

    def blockers(self, audit_id: str) -> tuple[Blocker, ...]:
        """List what still keeps the audit from being signed, and what only deserves attention."""
        return blockers(self._snapshot(audit_id))

    def _snapshot(self, audit_id: str) -> Snapshot:
        return read.snapshot(self._desk.store, audit_id, self._desk.moment())

    def preview(self, audit_id: str, language: str) -> Built:
        """Build the report as it would be now, as a draft; the very pages that would be signed."""
        from auditor_app.services.report.build import Status, build  # noqa: PLC0415 - see above

        return build(project(self._snapshot(audit_id), Audience.SCHOOL), language, status=Status(is_draft=True))

    def sign(self, audit_id: str, language: str, passphrase: str, folder: Path) -> SignedReport:
        """Build, sign as lead auditor, verify our own output, store, export; the audit is read-only from then on.

        Nothing is written before the verification held. A folder that cannot be written to raises
        `UserError("publish.export_failed")`; the signed report is safe in the store and `export` tries again.
        """
        from auditor_app.services.signing.verify import verify  # noqa: PLC0415 - see above

        snapshot = self._snapshot(audit_id)
        if not can_sign(snapshot):
            raise UserError("publish.blocked", count=sum(item.is_blocking for item in blockers(snapshot)))
        opened = self._open(passphrase)
        pdf, content = self.signed_pdf(snapshot, language, opened)
        verification = verify(pdf, now=self._desk.now())
        name = file_name(snapshot, language)
        written = self._keep(snapshot, language, opened.identity, pdf, content, name)
        try:
            path = self._export(pdf, folder, name)
        except UserError as error:
            error.details["written"] = written  # the window must learn that the audit is signed all the same
            raise
        return SignedReport(path, pdf, verification, written)

    def _open(self, passphrase: str) -> OpenedIdentity:
        from auditor_app.services.signing.identity import check_usable, open_identity  # noqa: PLC0415 - see above

        path = self._folder / KEY_FILE
        if not path.is_file():
            raise UserError("publish.no_identity")
        opened = open_identity(path.read_bytes(), passphrase)
        check_usable(opened.identity, self._desk.now())
        return opened

    def signed_pdf(
        self, snapshot: Snapshot, language: str, opened: OpenedIdentity, signed_at: datetime | None = None
    ) -> tuple[bytes, bytes]:
        """Give the signed report of a snapshot and the snapshot bytes inside it; `signed_at` is now unless given."""
        from auditor_app.services.report.build import Status, build, stamp  # noqa: PLC0415 - see above
        from auditor_app.services.signing.sign import SignatureRequest, sign  # noqa: PLC0415 - see above

        now = (signed_at or self._desk.now()).replace(microsecond=0)
        school = project(snapshot, Audience.SCHOOL)
        built = build(school, language, status=Status(is_draft=False, day=now.date().isoformat()))
        request = SignatureRequest(
            field_name=LEAD_FIELD,
            stamp_pdf=stamp(_stamp_text(opened.identity, now.isoformat(), language), language),
            reason=translator(language)(N_("Signed by the lead auditor as the team's report")),
            location=snapshot.audit.school.place,
            signed_at=now,
            certify=True,
        )
        return sign(built.pdf, opened, request), snapshot_bytes(school)

    def _keep(
        self, snapshot: Snapshot, language: str, signer: Identity, pdf: bytes, content: bytes, name: str
    ) -> Written:
        digests = {part: hashlib.sha256(part).hexdigest() for part in (pdf, content)}
        audit = snapshot.audit.id
        fields = {
            "audit": audit, "pdf": digests[pdf], "snapshot": digests[content], "language": language,
            "signer": signer.common_name, "signed": self._desk.moment(), "file_name": name,
        }  # fmt: skip
        blobs = {digests[pdf]: ("application/pdf", pdf), digests[content]: ("application/json", content)}
        edits = [Edit(audit, "publication", digests[pdf], fields)]
        return self._desk.write(edits, SETUP + self._desk.new_id(), blobs=blobs)

    def export(self, publication: Publication, folder: Path) -> Path:
        """Write a signed report to a folder again."""
        return self._export(self.pdf_of(publication), folder, publication.file_name)

    def pdf_of(self, publication: Publication) -> bytes:
        """Give the signed report itself."""
        return self._desk.store.blob(publication.pdf)

    @staticmethod
    def _export(pdf: bytes, folder: Path, name: str) -> Path:
        path = folder / name
        try:
            write_atomically(path, pdf)
        except OSError as error:
            raise UserError("publish.export_failed", path=str(path), reason=error.strerror or "") from error
        return path

    def publications(self, audit_id: str) -> tuple[Publication, ...]:
        """List the signed reports of an audit."""
        return read.entities(self._desk.store, "publication", "audit = ? AND deleted = 0", (audit_id,))

    def identity(self) -> Identity | None:
        """Give the identity that signs here, without its key; None before one was made."""
        path = self._folder / CERTIFICATE_FILE
        if not path.is_file():
            return None
        from auditor_app.services.signing.identity import identity_from_der  # noqa: PLC0415 - see above

        return identity_from_der(path.read_bytes())

    def make_identity(self, name: str, organisation: str, passphrase: str) -> Identity:
        """Make a key and a self-made certificate, protected by the passphrase."""
        from auditor_app.services.signing.identity import make_identity  # noqa: PLC0415 - see above

        return self._keep_identity(make_identity(name, organisation, passphrase, self._desk.now()), passphrase)

    def import_identity(self, path: Path, passphrase: str) -> Identity:
        """Take over a `.p12` or `.pfx` file; refused unless it opens and may sign."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UserError("publish.cannot_read", path=str(path)) from error
        return self._keep_identity(content, passphrase)

    def _keep_identity(self, p12: bytes, passphrase: str) -> Identity:
        from auditor_app.services.signing.identity import check_usable, open_identity  # noqa: PLC0415 - see above

        opened = open_identity(p12, passphrase)
        check_usable(opened.identity, self._desk.now())
        write_atomically(self._folder / KEY_FILE, p12)
        write_atomically(self._folder / CERTIFICATE_FILE, opened.identity.cert_der)
        return opened.identity


def _stamp_text(identity: Identity, signed_at: str, language: str) -> StampText:
    from auditor_app.services.report.build import StampText  # noqa: PLC0415 - see above

    tr = translator(language)
    day, _, clock = signed_at.partition("T")
    return StampText(
        role=tr(N_("Lead auditor")),
        state=tr(N_("signed")),
        name=identity.common_name,
        organisation=identity.organisation,
        signed_at=f"{tr.date(day)}, {clock[:8]} {clock[8:]}",
        certificate=tr(N_("self-made")) if identity.is_self_made else identity.common_name,
        serial=":".join(re.findall("..", identity.serial[-8:])),
        is_receipt=False,
    )


def file_name(snapshot: Snapshot, language: str) -> str:
    """Name a report's file by school, kind, first day, version and language; only characters every system allows."""
    audit = snapshot.audit
    school = re.sub(r"[^\w-]+", "-", audit.school.name, flags=re.UNICODE).strip("-_")[:60] or "school"
    return f"{school}-{audit.kind}-{audit.starts}-v{audit.version}-{language}.pdf"
