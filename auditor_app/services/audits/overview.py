"""What there is on this laptop: all audits with what the start page says about them, and all imported reports."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.core.model import Audit, EarlierReport, Publication
from auditor_app.services.desk import Desk
from auditor_app.store import listing
from auditor_app.store.listing import AuditFacts

SAMPLES = ("linde26", "linde27i", "linde27")
"""The ids of the bundled audits that are not signed: reading their files for that would hold up each start."""


@dataclass(frozen=True)
class AuditSummary:
    """One row of the start page; `facts` is None until they have been counted."""

    audit: Audit
    publication: Publication | None
    facts: AuditFacts | None
    criteria: int = 0
    """Of its framework; counted with the facts."""

    @property
    def is_binned(self) -> bool:
        """Tell whether the audit lies in the bin."""
        return self.audit.deleted

    @property
    def is_bundled(self) -> bool:
        """Tell whether it is one of the samples that come and go in one click."""
        return self.audit.id in SAMPLES and not self.is_binned


Listed = tuple[tuple[AuditSummary, ...], tuple[EarlierReport, ...]]
"""All audits and all imported reports."""


class Overview:
    """The lists of the start page: they know nothing of the inside of an audit, so that a start loads none of that."""

    def __init__(self, desk: Desk) -> None:
        """Read at `desk`."""
        self._desk = desk

    def names(self) -> Listed:
        """List what there is without counting anything: what a person waits for."""
        return self.audits(with_facts=False), self.reports()

    def audits(self, *, with_facts: bool = True) -> tuple[AuditSummary, ...]:
        """List all audits, newest visit first; counting the facts takes a few moments in a large store."""
        store = self._desk.store
        signed = listing.publications(store)
        facts = listing.facts(store) if with_facts else None
        sizes = listing.framework_sizes(store) if with_facts else {}
        return tuple(
            AuditSummary(
                audit,
                signed.get(audit.id),
                None if facts is None else facts.get(audit.id, AuditFacts()),
                sizes.get(audit.framework, 0),
            )
            for audit in listing.audits(store)
        )

    def reports(self) -> tuple[EarlierReport, ...]:
        """List all imported reports, newest first."""
        return listing.earlier_reports(self._desk.store)
