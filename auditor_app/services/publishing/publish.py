"""From an audit to a signed report: what is missing, the preview, the signature, the file for the school."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditor_app.config import load_settings, write_atomically
from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.exit_talk import exit_talk, words_of_outcome
from auditor_app.core.gates import for_school
from auditor_app.core.model import AttachmentKind, Audit, Publication
from auditor_app.core.readiness import Blocker, blockers, can_sign
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.core.team import covered
from auditor_app.i18n import N_, translator
from auditor_app.services.desk import Desk, Written
from auditor_app.services.file_names import report_stem
from auditor_app.services.publishing.own_key import OwnKey
from auditor_app.services.publishing.to_sign import ToSign
from auditor_app.services.signing.verification import Verification
from auditor_app.store import read, reference
from auditor_app.store.undo import SETUP

# What sets and signs reports loads when the first report is made: it would double the time the window takes to start.
if TYPE_CHECKING:
    from auditor_app.services.publishing.countersign import Signed, SignerRole
    from auditor_app.services.report.build import Built
    from auditor_app.services.signing.identity import OpenedIdentity
    from auditor_app.services.signing.levels import RaisedLevel

_RAISED = re.compile(r"-B-L?TA?$")


@dataclass(frozen=True)
class SignedReport:
    """A signed report: where it lies, and what verifying our own output said."""

    path: Path
    pdf: bytes
    verification: Verification
    written: Written
    time_problem: UserError | None = None
    """Why it carries no time stamp though an authority is set; the signature holds all the same."""
    record: Path | None = None
    """Where the record of talks and observations lies, if the school receives it."""


class Publishing:
    """Reports of audits on this laptop."""

    def __init__(self, desk: Desk, folder: Path, own_key: OwnKey) -> None:
        """Work at `desk`, with the settings in `folder`; `own_key` is what this laptop signs with."""
        self._desk = desk
        self._folder = folder
        self.own_key = own_key

    def blockers(self, audit_id: str, me: str | None = None) -> tuple[Blocker, ...]:
        """List what still keeps the audit from being signed, and what only deserves attention, as `me` may know it."""
        return blockers(self._snapshot(audit_id), me)

    def _snapshot(self, audit_id: str) -> Snapshot:
        return read.snapshot(self._desk.store, audit_id, self._desk.moment())

    def preview(self, audit_id: str, language: str, me: str = "") -> Built:
        """Build the report as it would be now, as a draft; the very pages that would be signed.

        While a team rates blind it shows the levels of `me` (a member's id; the lead if empty) and of nobody else.
        Of an audit whose notes were removed for good it shows what was signed.
        """
        from auditor_app.services.report.build import Status, build  # noqa: PLC0415 - loads what sets pages

        snapshot = self._snapshot(audit_id)
        lead = snapshot.lead.id if snapshot.lead else ""
        school = read.as_signed(self._desk.store, audit_id) or for_school(covered(snapshot, me or lead))
        return build(school, language, status=Status(is_draft=True), blobs=self.pictures(school, is_draft=True))

    def pictures(self, snapshot: Snapshot, *, is_draft: bool = False) -> dict[str, bytes]:
        """Give the pictures that the report shows, by their SHA-256; a draft says where one is not on this laptop.

        For a final report a missing one raises `UserError("publish.photo_missing")` or `publish.logo_missing`.
        """
        photos = {item.blob: item for item in snapshot.attachments if item.kind is AttachmentKind.PHOTO}
        found: dict[str, bytes] = {}
        for digest in ({snapshot.layout.logo} | photos.keys()) - {""}:
            try:
                found[digest] = self._desk.store.blob(digest)
            except UserError as error:
                if is_draft:
                    continue
                photo = photos.get(digest)
                if photo is None:
                    raise UserError("publish.logo_missing") from error
                raise UserError("publish.photo_missing", name=photo.caption or photo.alt or photo.name) from error
        return found

    def export_draft(self, audit_id: str, language: str, folder: Path, me: str = "") -> tuple[Path, ...]:
        """Write the draft and the form on which the school names what is not so, for the check of the facts.

        The draft is the one that `preview` gives for `me`.
        """
        from auditor_app.services.report.handouts import response_form  # noqa: PLC0415 - loads what sets pages

        snapshot = self._snapshot(audit_id)
        tr = translator(language)
        stem = report_stem(snapshot.audit, tr)
        form, refused = response_form(snapshot, language), "publish.draft_not_written"
        draft = self.preview(audit_id, language, me).pdf
        return (
            self._export(draft, folder, f"{stem}-{tr('draft')}.pdf", refused),
            self._export(form, folder, f"{stem}-{tr('form')}.pdf", refused),
        )

    def exit_sheet(self, audit_id: str, language: str, folder: Path) -> Path:
        """Write the sheet for the exit talk; refused with nothing chosen, and with words of an outcome in it."""
        from auditor_app.services.report.handouts import exit_sheet  # noqa: PLC0415 - loads what sets pages

        snapshot = self._snapshot(audit_id)
        talk = exit_talk(snapshot)
        if not talk.strengths and not talk.points:
            raise UserError("exit_talk.empty")
        for finding, words in words_of_outcome(snapshot):
            raise UserError("exit_talk.words", title=finding.title, words=", ".join(words))
        tr = translator(language)
        name = f"{report_stem(snapshot.audit, tr)}-{tr('exit-talk')}.pdf"
        return self._export(exit_sheet(snapshot, language), folder, name, "publish.draft_not_written")

    def sign(self, audit_id: str, language: str, passphrase: str, folder: Path) -> SignedReport:
        """Sign as lead auditor with the key of this laptop; see `sign_with`."""
        self._require_ready(self._snapshot(audit_id), language)
        return self.sign_with(audit_id, language, self.own_key.open(passphrase), folder)

    def sign_with(self, audit_id: str, language: str, opened: OpenedIdentity, folder: Path) -> SignedReport:
        """Build, sign as lead auditor, verify our own output, store, export; the audit is read-only from then on.

        Nothing is written before the verification held. A folder that cannot be written to raises
        `UserError("publish.export_failed")`; the signed report is safe in the store and `export` tries again.
        """
        return self.sign_prepared(self.prepare(audit_id, language), opened, folder)

    def prepare(self, audit_id: str, language: str) -> ToSign:
        """Build the report that would be signed, to the byte; refused while something still blocks it."""
        from auditor_app.services.signing.sign import form_in  # noqa: PLC0415 - pyHanko takes a second

        snapshot = self._snapshot(audit_id)
        self._require_ready(snapshot, language)
        built, content = self._built(snapshot, language, self._desk.now())
        name, page = file_name(snapshot, language), form_in(built.pdf).page
        return ToSign(snapshot, language, name, built.pdf, content, roles=("lead",), page=page)

    def sign_prepared(self, prepared: ToSign, opened: OpenedIdentity, folder: Path) -> SignedReport:
        """Sign exactly what was prepared and shown; refused when the audit changed in between."""
        from auditor_app.services.publishing.countersign import Signing, signed_as  # noqa: PLC0415 - loads pyHanko

        audit = prepared.snapshot.audit
        now = replace(self._snapshot(audit.id), taken=prepared.snapshot.taken)
        self._require_ready(now, prepared.language)
        if snapshot_bytes(for_school(now)) != prepared.content:
            raise UserError("publish.changed_meanwhile")
        signing = Signing("lead", prepared.language, self._desk.now(), audit.school.place, self.time_authority)
        signed = signed_as(prepared.pdf, opened, signing)
        fields = {
            "audit": audit.id, "snapshot": prepared.fingerprint, "language": prepared.language,
            "signer": opened.identity.common_name, "file_name": prepared.file_name,
        }  # fmt: skip
        kept = self._kept(fields, signed, folder, {prepared.fingerprint: ("application/json", prepared.content)})
        return replace(kept, record=self._shared_record(prepared, kept, folder))

    def _shared_record(self, prepared: ToSign, kept: SignedReport, folder: Path) -> Path | None:
        """Write the record of talks and observations beside the report, if the team chose that the school gets it."""
        if not prepared.snapshot.layout.shares_record:
            return None
        from auditor_app.services.report.build import Status  # noqa: PLC0415 - loads what sets pages
        from auditor_app.services.report.record import build_record  # noqa: PLC0415 - loads what sets pages

        status = Status(is_draft=False, day=self._desk.now().date().isoformat())
        record = build_record(for_school(prepared.snapshot), prepared.language, status=status)
        name = f"{prepared.file_name.removesuffix('.pdf')}-{translator(prepared.language)('record')}.pdf"
        try:
            return self._export(record, folder, name)
        except UserError as error:
            error.details["written"] = kept.written
            raise

    def require_notes(self, audit_id: str) -> None:
        """Raise `UserError("publish.emptied")` where notes were removed for good: what is left makes no report."""
        if read.as_signed(self._desk.store, audit_id) is not None:
            raise UserError("publish.emptied")

    def _require_ready(self, snapshot: Snapshot, language: str) -> None:
        if any(item.language == language for item in self.publications(snapshot.audit.id)):
            # Two originals of one text would leave open which of them counts; another language is another text.
            raise UserError("publish.signed_already", language=language)
        self.require_notes(snapshot.audit.id)
        if not can_sign(snapshot):
            raise UserError("publish.blocked", count=sum(item.is_blocking for item in blockers(snapshot)))

    def signed_pdf(
        self, snapshot: Snapshot, language: str, opened: OpenedIdentity, signed_at: datetime | None = None
    ) -> tuple[bytes, bytes]:
        """Give the signed report of a snapshot and the snapshot bytes inside it; `signed_at` is now unless given."""
        from auditor_app.services.publishing.countersign import Signing, signed_as  # noqa: PLC0415 - loads pyHanko

        now = signed_at or self._desk.now()
        built, content = self._built(snapshot, language, now)
        # A moment that was chosen is not now, and no authority would confirm it.
        authority = "" if signed_at else self.time_authority
        signing = Signing("lead", language, now, snapshot.audit.school.place, authority)
        return signed_as(built.pdf, opened, signing).pdf, content

    def _built(self, snapshot: Snapshot, language: str, now: datetime) -> tuple[Built, bytes]:
        from auditor_app.services.report.build import Status, build  # noqa: PLC0415 - loads what sets pages

        school = for_school(snapshot)
        status = Status(is_draft=False, day=now.date().isoformat())
        return build(school, language, status=status, blobs=self.pictures(school)), snapshot_bytes(school)

    @property
    def time_authority(self) -> str:
        """Give the address of the time-stamping authority that is set; "" for none."""
        return load_settings(self._folder).time_authority

    def countersign(
        self, publication: Publication, role: SignerRole, opened: OpenedIdentity, folder: Path
    ) -> SignedReport:
        """Add the signature of the second auditor, or the school's for receipt, as a new file beside the old one.

        Either may come first. The audit stays as read-only as it was.
        """
        from auditor_app.services.publishing.countersign import Signing, countersigned  # noqa: PLC0415 - loads pyHanko

        pdf = self._newest(publication)
        audit = read.entity(self._desk.store, Audit, publication.audit)
        place = audit.school.place
        signing = Signing(role, publication.language, self._desk.now(), place, self.time_authority)
        signed = countersigned(pdf, opened, signing)
        changed = {
            "signer": opened.identity.common_name,
            "file_name": named(publication.file_name, role, publication.language),
        }
        return self._kept(_continued(publication) | changed, signed, folder)

    def raise_level(
        self, publication: Publication, level: RaisedLevel, folder: Path, authority: str = ""
    ) -> SignedReport:
        """Add time stamps and proofs to a signed report, as a new file beside the old one; also to stamp it again."""
        from auditor_app.services.publishing.countersign import Signed  # noqa: PLC0415 - pyHanko takes a second
        from auditor_app.services.signing.levels import raise_level  # noqa: PLC0415 - pyHanko takes a second
        from auditor_app.services.signing.timestamp import TimeAuthority  # noqa: PLC0415 - pyHanko takes a second

        pdf = self._newest(publication)
        asked = TimeAuthority(authority or self.time_authority)
        raised = raise_level(pdf, level, asked, reference.trusted_certificates(self._desk.store), self._desk.now())
        changed = {"file_name": named(publication.file_name, level, publication.language)}
        return self._kept(_continued(publication) | changed, Signed(raised), folder)

    def continued_by(self, pdf: bytes, content: bytes) -> Publication | None:
        """Give the signed report here that a file continues: the same bytes, with more behind them; None for none.

        Raises `UserError("publish.known_already")` when the file is here, and `publish.branches` when the report here
        has got something else meanwhile: two branches of one report could not be joined.
        """
        same_data = read.entities(
            self._desk.store, "publication", "snapshot = ? AND deleted = 0", (hashlib.sha256(content).hexdigest(),)
        )
        known = {item.id: self.pdf_of(item) for item in same_data}
        if pdf in known.values():
            raise UserError("publish.known_already")
        before = [item for item in same_data if pdf.startswith(known[item.id])]
        if not before:
            return None
        newest: Publication = max(before, key=lambda item: len(known[item.id]))
        if any(len(other) > len(known[newest.id]) and other.startswith(known[newest.id]) for other in known.values()):
            raise UserError("publish.branches")
        return newest

    def take_continued(self, pdf: bytes, content: bytes, verification: Verification) -> Written:
        """Put a report that came back with more signatures or time stamps in the place of the one it continues.

        Only if what is here is, byte for byte, how it begins, and only if it was verified to be unchanged.
        """
        if not verification.unchanged:
            raise UserError(verification.problem or "verify.changed")
        publication = self.continued_by(pdf, content)
        if publication is None:
            raise UserError("publish.not_ours")
        added = [one for one in verification.signatures if one.field not in self._signed_in(publication)]
        name = publication.file_name
        for one in added:
            name = named(name, one.field, publication.language)
        signer = added[-1].signer_name if added else publication.signer
        fields = _continued(publication) | {"signer": signer, "file_name": name}
        return self.keep(fields, pdf, verification)

    def _signed_in(self, publication: Publication) -> tuple[str, ...]:
        from auditor_app.services.signing.sign import signed_fields  # noqa: PLC0415 - pyHanko takes a second

        return signed_fields(self.pdf_of(publication))

    def _newest(self, publication: Publication) -> bytes:
        """Give the report, unless there is already one with more in it: two branches could not be joined."""
        pdf = self.pdf_of(publication)
        for other in self.publications(publication.audit):
            if other.id != publication.id and self.pdf_of(other).startswith(pdf):
                raise UserError("publish.newer_exists", name=other.file_name)
        return pdf

    def _kept(
        self,
        fields: Mapping[str, object],
        signed: Signed,
        folder: Path,
        blobs: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> SignedReport:
        from auditor_app.services.signing.verify import verify  # noqa: PLC0415 - pyHanko takes a second

        verification = verify(signed.pdf, reference.trusted_certificates(self._desk.store), self._desk.now())
        written = self.keep(fields, signed.pdf, verification, blobs)
        try:
            path = self._export(signed.pdf, folder, str(fields["file_name"]))
        except UserError as error:
            error.details["written"] = written  # the window must learn that the audit is signed all the same
            raise
        return SignedReport(path, signed.pdf, verification, written, signed.time_problem)

    def keep(
        self,
        fields: Mapping[str, object],
        pdf: bytes,
        verification: Verification,
        blobs: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Written:
        """Store a signed report with `fields`; without a moment in them it was signed now."""
        from auditor_app.services.signing.levels import lowest_level  # noqa: PLC0415 - pyHanko takes a second

        digest = hashlib.sha256(pdf).hexdigest()
        found = {
            "pdf": digest, "signed": self._desk.moment(),
            "level": lowest_level(verification), "stamped_until": verification.stamped_until,
        }  # fmt: skip
        edit = Edit(str(fields["audit"]), "publication", digest, {**found, **fields})
        files = {**(blobs or {}), digest: ("application/pdf", pdf)}
        return self._desk.write([edit], SETUP + self._desk.new_id(), blobs=files)

    def export(self, publication: Publication, folder: Path) -> Path:
        """Write a signed report to a folder again."""
        return self._export(self.pdf_of(publication), folder, publication.file_name)

    def pdf_of(self, publication: Publication) -> bytes:
        """Give the signed report itself."""
        return self._desk.store.blob(publication.pdf)

    def data_of(self, publication: Publication) -> bytes:
        """Give the data that were signed."""
        return self._desk.store.blob(publication.snapshot)

    @staticmethod
    def _export(pdf: bytes, folder: Path, name: str, code: str = "publish.export_failed") -> Path:
        path = folder / name
        try:
            write_atomically(path, pdf)
        except OSError as error:
            raise UserError(code, path=str(path), reason=error.strerror or "") from error
        return path

    def publications(self, audit_id: str) -> tuple[Publication, ...]:
        """List the signed reports of an audit."""
        return read.entities(self._desk.store, "publication", "audit = ? AND deleted = 0", (audit_id,))


def _continued(publication: Publication) -> dict[str, object]:
    """Give what a report with more in it has in common with the one before, which it names."""
    names = ("audit", "snapshot", "language", "signer", "file_name")
    return {name: getattr(publication, name) for name in names} | {"replaces": publication.id}


_SIGNED_BY: Final = {"second": N_("second-auditor"), "school": N_("school")}


def named(name: str, added: str, language: str) -> str:
    """Name a report with more in it, in its own language: the level is said once, at the end."""
    words = translator(language)(_SIGNED_BY[added]) if added in _SIGNED_BY else added
    return f"{_RAISED.sub('', name.removesuffix('.pdf'))}-{words}.pdf"


def path_beside(folder: Path, name: str, added: str, language: str) -> Path:
    """Give where a report with more in it is written, so that the file it came from stays as it is."""
    path = folder / named(name, added, language)
    return folder / f"{name.removesuffix('.pdf')}-{added}.pdf" if path.exists() else path


def file_name(snapshot: Snapshot, language: str) -> str:
    """Name a report's file in the report's language."""
    return f"{report_stem(snapshot.audit, translator(language))}.pdf"
