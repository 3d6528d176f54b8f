"""The bundled fictional school: a signed report, this year's audit and what followed on it, in one click."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from auditor_app.config import resource_path
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document
from auditor_app.services.audits.audits import Audits
from auditor_app.services.audits.overview import SAMPLES
from auditor_app.services.desk import Desk
from auditor_app.services.outside.imports import Imports, Inspection
from auditor_app.services.outside.snapshots import Snapshots
from auditor_app.services.publishing.publish import Publishing, file_name
from auditor_app.services.sample_years import in_time, years_back
from auditor_app.store import read

if TYPE_CHECKING:
    from auditor_app.services.signing.identity import OpenedIdentity

LAST_YEAR = "de-linde-2025.json"
THIS_YEAR = "de-linde-2026.json"
INTERIM = "de-linde-2027-interim.json"
"""Half a year later: how far the points of this year's audit are."""
SUMMATIVE = "de-linde-2027.json"
"""The year after: a complete summative audit, with this year's formative one as its predecessor."""
_WINTER = timezone(timedelta(hours=1))
SIGNED = {
    LAST_YEAR: datetime(2025, 12, 19, 14, 3, 22, tzinfo=_WINTER),
    THIS_YEAR: datetime(2026, 12, 18, 11, 40, 5, tzinfo=_WINTER),
}
"""When the reports that come along were signed, by invented auditors."""


def sample_snapshot(name: str, today: date | None = None) -> Snapshot:
    """Read a bundled sample, as it was written or as it is on a day; tested against the schema, so trusted."""
    document = parse_document(resource_path("sample", name).read_bytes())
    return from_document(document if today is None else in_time(document, today))


class Samples:
    """The sample audits on this laptop."""

    def __init__(self, desk: Desk, audits: Audits, publishing: Publishing, imports: Imports) -> None:
        """Work at `desk` with the same use cases an auditor has."""
        self._desk = desk
        self._audits = audits
        self._publishing = publishing
        self._imports = imports

    @property
    def _today(self) -> date:
        return self._desk.now().date()

    def _read(self, name: str) -> Snapshot:
        """Read a sample as it stands on a laptop of today."""
        return sample_snapshot(name, self._today)

    def is_present(self) -> bool:
        """Tell whether a sample audit is here and not in the bin."""
        return bool(self._present())

    def _present(self) -> tuple[str, ...]:
        found = read.entities(self._desk.store, "audit", "id IN (?, ?, ?) AND deleted = 0", SAMPLES)
        return tuple(item.id for item in found)

    def last_years_report(self, language: str = "nl") -> tuple[bytes, str]:
        """Give last year's report, signed by an invented auditor on an invented day, and its file name."""
        return self._report(LAST_YEAR, language)

    def _report(self, name: str, language: str = "nl") -> tuple[bytes, str]:
        snapshot = self._read(name)
        written = SIGNED[name]
        moment = written.replace(year=written.year - years_back(self._today))
        opened = self.invented_lead(name, moment)
        pdf, _ = self._publishing.signed_pdf(snapshot, language, opened, moment)
        return pdf, file_name(snapshot, language)

    @staticmethod
    def invented_lead(name: str, moment: datetime) -> OpenedIdentity:
        """Make a passing key for the lead auditor of a sample, valid from a moment."""
        from auditor_app.services.signing.identity import make_identity, open_identity  # noqa: PLC0415 - loads pyHanko

        lead = sample_snapshot(name).lead
        signer, organisation = (lead.name, lead.organisation) if lead else ("Voorbeeld", "")
        passphrase = secrets.token_hex(16)
        return open_identity(make_identity(signer, organisation, passphrase, moment), passphrase)

    def add_all(self) -> str:
        """Put all sample audits here; gives the id of this year's."""
        followed: dict[str, Inspection] = {}
        made = self._add(THIS_YEAR, LAST_YEAR)
        self._add(INTERIM, THIS_YEAR, followed)
        self._add(SUMMATIVE, THIS_YEAR, followed)
        return made

    def add(self) -> str:
        """Put this year's sample here (or take it out of the bin), with last year's report; gives its id."""
        return self._add(THIS_YEAR, LAST_YEAR)

    def add_interim(self) -> str:
        """Put the sample of an interim evaluation here, with the report of the audit it follows up; gives its id."""
        return self._add(INTERIM, THIS_YEAR)

    def add_summative(self) -> str:
        """Put the summative sample here, with the report of the formative audit before it; gives its id."""
        return self._add(SUMMATIVE, THIS_YEAR)

    def _add(self, name: str, before: str, followed: dict[str, Inspection] | None = None) -> str:
        """Put a sample here beside the report of the audit before; `followed` are reports signed just before."""
        snapshot = self._read(name)
        audit = snapshot.audit.id
        if read.entities(self._desk.store, "audit", "id = ?", (audit,)):
            self._audits.restore(audit)
            return audit
        # The report of the audit before shows photos too, and a report is set from what is stored.
        photos = {**sample_photos(snapshot), **sample_photos(sample_snapshot(before))}
        Snapshots(self._desk).load(snapshot, photos)
        reports = {} if followed is None else followed
        if before not in reports:
            reports[before] = self._imports.inspect_bytes(*self._report(before))
        self._imports.take(reports[before], audit)
        return audit

    def remove(self) -> None:
        """Put the sample into the bin."""
        for audit in self._present():
            self._audits.bin(audit)


def sample_photos(snapshot: Snapshot) -> dict[str, tuple[str, bytes]]:
    """Give the bundled pictures a sample names, by their digest; they are drawn, and show nobody."""
    named = {item.blob for item in snapshot.attachments}
    pictures = (path.read_bytes() for path in sorted(resource_path("sample", "photos").glob("*.jpg")))
    found = {hashlib.sha256(content).hexdigest(): ("image/jpeg", content) for content in pictures}
    return {digest: picture for digest, picture in found.items() if digest in named}
