"""How long notes are kept: so many months after the report was signed; then they can be removed for good (ADR 31)."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from auditor_app.core.model import AttachmentKind
from auditor_app.services.desk import Desk, Written
from auditor_app.store import listing
from auditor_app.store.reference import device_value
from auditor_app.store.store import EMPTIED

if TYPE_CHECKING:
    from auditor_app.config import Settings
    from auditor_app.core.model import Audit, Publication

_MOST_MONTHS: Final = 1200


@dataclass(frozen=True)
class Removed:
    """When notes were removed for good, by whom, and how many notes and files that were."""

    moment: str
    who: str
    notes: int
    files: int


@dataclass(frozen=True)
class Copy:
    """Another version of an audit that holds its own copy of the notes."""

    audit: str
    version: str
    notes: int
    is_given_up: bool = False
    """A correction of this very audit that was never signed and lies in the bin: its copy goes with the notes."""


@dataclass(frozen=True)
class Kept:
    """What this laptop holds of one audit, also in its bin; `size` is that of photos, files and memos in bytes."""

    notes: int = 0
    photos: int = 0
    files: int = 0
    memos: int = 0
    size: int = 0
    signed: str = ""
    """When the report was signed first, or ""."""
    until: str = ""
    """The last day on which the notes are to be kept, or "" until the report is signed."""
    removed: Removed | None = None
    copies: tuple[Copy, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left in this audit itself."""
        return not (self.notes or self.photos or self.files or self.memos)

    @property
    def given_up(self) -> tuple[Copy, ...]:
        """The copies that go with the notes."""
        return tuple(copy for copy in self.copies if copy.is_given_up)

    @property
    def can_be_removed(self) -> bool:
        """Whether the report is signed, and something is left."""
        return bool(self.until) and not (self.is_empty and not self.given_up)


@dataclass(frozen=True)
class Overdue:
    """A signed audit whose notes are kept for longer than they were to be."""

    audit: str
    school: str
    until: str


class Retention:
    """What is kept of audits, until when, and its removal."""

    def __init__(self, desk: Desk, settings: Callable[[], Settings]) -> None:
        """Work at `desk`; `settings` say for how many months, and who works here."""
        self._desk, self._settings = desk, settings

    def kept(self, audit_id: str) -> Kept:
        """Say what is here of an audit."""
        return replace(self._counted(audit_id), copies=self._copies(audit_id))

    def _counted(self, audit_id: str) -> Kept:
        found = listing.entities(self._desk.store, "attachment", "audit = ?", (audit_id,))
        beside = [item for item in found if not item.erased]
        count = {kind: sum(item.kind is kind for item in beside) for kind in AttachmentKind}
        signed = min((item.signed for item in self._reports(audit_id)), default="")
        return Kept(
            listing.note_count(self._desk.store, audit_id),
            count[AttachmentKind.PHOTO], count[AttachmentKind.FILE], count[AttachmentKind.VOICE],
            sum(item.size for item in beside), signed, self._until(signed), self._removed(audit_id),
        )  # fmt: skip

    def _copies(self, audit_id: str) -> tuple[Copy, ...]:
        """Follow corrections in both directions: each carries all notes over, also one that lies in the bin now."""
        audits = {audit.id: audit for audit in listing.audits(self._desk.store)}
        same, added = {audit_id}, {audit_id}
        while added:
            later = {one.id for one in audits.values() if one.predecessor in same}
            earlier = {audits[one].predecessor for one in same if one in audits} & audits.keys()
            added = (later | earlier) - same
            same |= added
        others = sorted(same - {audit_id}, key=lambda one: audits[one].created)
        counted = {one: self._counted(one) for one in others}
        return tuple(
            Copy(one, audits[one].version, kept.notes, self._is_given_up(audits[one], audit_id))
            for one, kept in counted.items()
            if not kept.is_empty
        )

    def _is_given_up(self, audit: Audit, corrected: str) -> bool:
        return audit.deleted and audit.predecessor == corrected and not self._reports(audit.id)

    def overdue(self, today: str) -> tuple[Overdue, ...]:
        """List the audits whose notes should have gone before today, the longest ago first; samples are none."""
        first: dict[str, str] = {}
        for item in listing.entities(self._desk.store, "publication", "deleted = 0"):
            first[item.audit] = min(item.signed, first.get(item.audit, item.signed))
        past = {audit: until for audit, signed in first.items() if (until := self._until(signed)) < today}
        audits, holding = listing.audits(self._desk.store), set(listing.with_something_written(self._desk.store))
        holding |= {item.predecessor for item in audits if item.id in holding and item.deleted and item.id not in first}
        found = [
            Overdue(audit.id, audit.school.name, past[audit.id])
            for audit in audits
            if audit.id in past and audit.id in holding and not audit.is_sample
        ]
        return tuple(sorted(found, key=lambda one: one.until))

    def remove(self, audit_id: str) -> Written:
        """Remove notes and what is kept beside them for good, with everything that was written in them before.

        What stands in the signed report stays, its photos too: it is with the school. The copies in corrections that
        were given up go too. Where nothing is left to remove, the account of what was removed stays as it is. Raises
        `UserError("audit.not_signed")`.
        """
        kept = self.kept(audit_id)
        for copy in kept.given_up:
            self._empty(copy.audit, self._counted(copy.audit), frozenset())
        if not (kept.is_empty and kept.removed is not None):
            self._empty(audit_id, kept, self._in_reports(audit_id))
        return Written((), audit_id)

    def _empty(self, audit_id: str, kept: Kept, shown: frozenset[str]) -> None:
        files = kept.photos + kept.files + kept.memos
        removed = Removed(self._desk.moment(), self._settings().name, kept.notes, files)
        self._desk.store.empty(audit_id, json.dumps(asdict(removed)), shown)

    def _in_reports(self, audit_id: str) -> frozenset[str]:
        from auditor_app.core.snapshot_json import from_document, parse_document  # noqa: PLC0415 - loads what checks documents

        contents = {item.snapshot for item in self._reports(audit_id)}
        signed = [from_document(parse_document(self._desk.store.blob(content))) for content in contents]
        return frozenset(item.blob for snapshot in signed for item in snapshot.attachments)

    def _reports(self, audit_id: str) -> tuple[Publication, ...]:
        return listing.entities(self._desk.store, "publication", "audit = ? AND deleted = 0", (audit_id,))

    def _until(self, signed: str) -> str:
        months = min(max(1, self._settings().months_kept), _MOST_MONTHS)
        return months_later(date.fromisoformat(signed[:10]), months).isoformat() if signed else ""

    def _removed(self, audit_id: str) -> Removed | None:
        record = device_value(self._desk.store, EMPTIED + audit_id)
        return Removed(**json.loads(record)) if record else None


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
