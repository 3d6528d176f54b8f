"""The bundled fictional school: last year's signed report and this year's audit, there in one click and gone in one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta, timezone

from auditor_app.config import resource_path
from auditor_app.core.snapshot import Snapshot, from_document, parse_document
from auditor_app.services.audits import Audits
from auditor_app.services.desk import Desk
from auditor_app.services.imports import Imports
from auditor_app.services.publish import Publishing, file_name
from auditor_app.services.snapshots import Snapshots
from auditor_app.store import read

LAST_YEAR = "de-linde-2025.json"
THIS_YEAR = "de-linde-2026.json"
SIGNED_LAST_YEAR = datetime(2025, 12, 19, 14, 3, 22, tzinfo=timezone(timedelta(hours=1)))


def sample_snapshot(name: str) -> Snapshot:
    """Read a bundled sample; it is tested against the schema, so it is trusted here."""
    return from_document(parse_document(resource_path("sample", name).read_bytes()))


class Samples:
    """The sample audits on this laptop."""

    def __init__(self, desk: Desk, audits: Audits, publishing: Publishing, imports: Imports) -> None:
        """Work at `desk` with the same use cases an auditor has."""
        self._desk = desk
        self._audits = audits
        self._publishing = publishing
        self._imports = imports

    def is_present(self) -> bool:
        """Tell whether the sample audit is here and not in the bin."""
        document = parse_document(
            resource_path("sample", THIS_YEAR).read_bytes()
        )  # building it all takes ten times longer
        audit = str(document["audit"]["id"])
        return any(not item.deleted for item in read.entities(self._desk.store, "audit", "id = ?", (audit,)))

    def last_years_report(self, language: str = "nl") -> tuple[bytes, str]:
        """Give last year's report, signed by an invented auditor on an invented day, and its file name."""
        from auditor_app.services.signing.identity import make_identity, open_identity  # noqa: PLC0415 - as in publish.py

        snapshot = sample_snapshot(LAST_YEAR)
        lead = snapshot.lead
        passphrase = secrets.token_hex(16)
        name, organisation = (lead.name, lead.organisation) if lead else ("Voorbeeld", "")
        opened = open_identity(make_identity(name, organisation, passphrase, SIGNED_LAST_YEAR), passphrase)
        pdf, _ = self._publishing.signed_pdf(snapshot, language, opened, SIGNED_LAST_YEAR)
        return pdf, file_name(snapshot, language)

    def add(self) -> str:
        """Put the sample here (or take it out of the bin); gives the id of this year's audit."""
        snapshot = sample_snapshot(THIS_YEAR)
        audit = snapshot.audit.id
        if read.entities(self._desk.store, "audit", "id = ?", (audit,)):
            self._audits.restore(audit)
            return audit
        Snapshots(self._desk).load(snapshot, _photos())
        pdf, name = self.last_years_report()
        self._imports.take(self._imports.inspect_bytes(pdf, name), audit)
        return audit

    def remove(self) -> None:
        """Put the sample into the bin."""
        self._audits.bin(sample_snapshot(THIS_YEAR).audit.id)


def _photos() -> dict[str, tuple[str, bytes]]:
    """Give the bundled pictures by their digest; they are drawn, and show nobody."""
    pictures = (path.read_bytes() for path in sorted(resource_path("sample", "photos").glob("*.jpg")))
    return {hashlib.sha256(content).hexdigest(): ("image/jpeg", content) for content in pictures}
