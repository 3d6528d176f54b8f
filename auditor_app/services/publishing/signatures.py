"""Adding to a signed report, whether it is kept here or is a file that somebody sent: signatures and time stamps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.core.gates import for_school
from auditor_app.core.model import Publication
from auditor_app.core.team import covered
from auditor_app.services.desk import Desk, Written
from auditor_app.services.outside.imports import Imports, Inspection
from auditor_app.services.publishing.keys import Key, Keys
from auditor_app.services.publishing.publish import Publishing, SignedReport, path_beside
from auditor_app.services.publishing.signed_elsewhere import SignedElsewhere, signed_at, signed_elsewhere
from auditor_app.services.publishing.to_sign import ToSign
from auditor_app.store import read
from auditor_app.store.reference import device_value, set_device_value, trusted_certificates

if TYPE_CHECKING:
    from auditor_app.services.publishing.countersign import Signed, SignerRole
    from auditor_app.services.signing.levels import RaisedLevel

_DRIVER = "token_driver"


class Signatures:
    """Signatures and time stamps that come to a report after the lead auditor's."""

    def __init__(self, desk: Desk, publishing: Publishing, imports: Imports) -> None:
        """Work at `desk`."""
        self._desk = desk
        self._publishing = publishing
        self._imports = imports
        self.keys = Keys(publishing.own_key.content, desk.now)

    def of_publication(self, publication: Publication) -> ToSign:
        """Give what can be signed in a report that is kept here."""
        inspection = self._imports.inspect_bytes(self._publishing.pdf_of(publication), publication.file_name)
        return to_sign(inspection, publication)

    def sign(self, what: ToSign, role: SignerRole, key: Key, secret: str, folder: Path) -> SignedReport:
        """Sign as lead, as second auditor or for receipt; a report that is not kept here is written beside its file."""
        with self.keys.opened(key, secret) as opened:
            if key.kind == "token":
                set_device_value(self._desk.store, _DRIVER, str(key.path))
            if role == "lead":
                return self._publishing.sign_prepared(what, opened, folder)
            if what.publication is not None:
                return self._publishing.countersign(what.publication, role, opened, folder)
            from auditor_app.services.publishing.countersign import Signing, countersigned  # noqa: PLC0415 - loads pyHanko

            place = what.snapshot.audit.school.place
            signing = Signing(role, what.language, self._desk.now(), place, self._publishing.time_authority)
            return self._beside(what, role, folder, lambda: countersigned(what.pdf, opened, signing))

    def token_driver(self) -> str:
        """Give the driver of the token that somebody signed with last, or ""."""
        return device_value(self._desk.store, _DRIVER)

    def raise_level(self, what: ToSign, level: RaisedLevel, authority: str, folder: Path) -> SignedReport:
        """Add time stamps and proofs, or a fresh stamp over the old ones."""
        if what.publication is not None:
            return self._publishing.raise_level(what.publication, level, folder, authority)
        from auditor_app.services.publishing.countersign import Signed  # noqa: PLC0415 - loads pyHanko
        from auditor_app.services.signing.levels import raise_level  # noqa: PLC0415 - loads pyHanko
        from auditor_app.services.signing.timestamp import TimeAuthority  # noqa: PLC0415 - loads pyHanko

        known = trusted_certificates(self._desk.store)
        asked = TimeAuthority(authority)
        return self._beside(
            what, level, folder, lambda: Signed(raise_level(what.pdf, level, asked, known, self._desk.now()))
        )

    def _beside(self, what: ToSign, added: str, folder: Path, make: Callable[[], Signed]) -> SignedReport:
        """Write a report that is not kept here under a name of its own; the file it came from stays as it is."""
        signed = make()
        path = path_beside(folder, what.file_name, added, what.language)
        try:
            write_atomically(path, signed.pdf)
        except OSError as error:
            raise UserError("publish.not_written", path=str(path), reason=error.strerror or "") from error
        verification = self._imports.inspect_bytes(signed.pdf, path.name).verification
        return SignedReport(path, signed.pdf, verification, Written(()), signed.time_problem)

    def continued_by(self, inspection: Inspection) -> tuple[Publication | None, UserError | None]:
        """Give the report here that an inspected file continues, or why it may not take its place."""
        if not inspection.can_be_taken:
            return None, None
        try:
            found = self._publishing.continued_by(inspection.pdf, inspection.content)
        except UserError as error:
            return None, error
        if found is None and self._signed_here(inspection):
            return None, UserError("publish.two_originals")
        return found, None

    def _signed_here(self, inspection: Inspection) -> bool:
        """Tell whether the audit of a report has a signed one here in that language already."""
        from auditor_app.services.publishing.countersign import known_language  # noqa: PLC0415 - loads pyHanko

        if inspection.snapshot is None or inspection.form is None:
            return False
        language = known_language(inspection.form.language)
        return any(one.language == language for one in self._publishing.publications(inspection.snapshot.audit.id))

    def take_continued(self, inspection: Inspection) -> Written:
        """Put an inspected file in the place of the report it continues."""
        return self._publishing.take_continued(inspection.pdf, inspection.content, inspection.verification)

    def signed_elsewhere(self, inspection: Inspection) -> SignedElsewhere | None:
        """Give the audit here that an inspected file is the report of, where it is not signed in that language yet.

        Levels that a team still rates blind are held against nothing.
        """
        report = inspection.snapshot
        if report is None or not inspection.can_be_taken or not inspection.verification.signatures[0].is_certifying:
            return None
        store = self._desk.store
        known = read.entities(store, "audit", "id = ? AND deleted = 0", (report.audit.id,))
        if not known or self._signed_here(inspection):
            return None
        here = read.snapshot(store, report.audit.id, self._desk.moment())
        return signed_elsewhere(for_school(covered(here, "")), inspection)

    def take_signed(self, inspection: Inspection) -> Written:
        """Make an audit here signed by its report from another laptop; what was written here stays, read-only."""
        found, form = self.signed_elsewhere(inspection), inspection.form
        if found is None or form is None:
            raise inspection.problem or UserError("publish.not_ours")
        from auditor_app.services.publishing.countersign import known_language  # noqa: PLC0415 - loads pyHanko

        lead, data = inspection.verification.signatures[0], hashlib.sha256(inspection.content).hexdigest()
        fields = {
            "audit": found.audit.id, "snapshot": data, "language": known_language(form.language),
            "signer": found.signers[-1], "file_name": inspection.file_name,
            "signed": signed_at(lead.signed_at, found.audit, self._desk.moment()),
        }  # fmt: skip
        blobs = {data: ("application/json", inspection.content)}
        return self._publishing.keep(fields, inspection.pdf, inspection.verification, blobs)


def to_sign(inspection: Inspection, publication: Publication | None = None) -> ToSign:
    """Give what can be signed in an inspected report; refused unless it is unchanged and the lead has certified it."""
    from auditor_app.services.publishing.countersign import COSIGNERS, known_language  # noqa: PLC0415 - loads pyHanko

    snapshot, form, signed = inspection.snapshot, inspection.form, inspection.verification.signatures
    if inspection.problem is not None or snapshot is None or form is None:
        raise inspection.problem or UserError("verify.changed")
    if not signed[0].is_certifying:
        raise UserError("signing.lead_first")
    roles = tuple(role for role in COSIGNERS if role in form.open)
    return ToSign(
        snapshot, known_language(form.language), inspection.file_name, inspection.pdf, inspection.content, roles,
        signed=signed, publication=publication, page=form.page,
    )  # fmt: skip
