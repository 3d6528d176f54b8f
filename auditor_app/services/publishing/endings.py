"""Which signed reports are the newest, and whose last time stamp ends soon; known without what signs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor_app.core.model import Publication
from auditor_app.services.desk import Desk
from auditor_app.store import listing

DAYS_BEFORE_THE_END = 90
"""How long before the certificate of the last time stamp ends a report is named: there are holidays in between."""


@dataclass(frozen=True)
class Ending:
    """A signed report whose last time stamp soon proves nothing by itself any more."""

    publication: Publication
    school: str
    until: str


def newest_of(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    """Leave out the reports that another one continues; the oldest first."""
    known = tuple(publications)
    replaced = {item.replaces for item in known}
    return tuple(sorted((item for item in known if item.id not in replaced), key=lambda item: item.signed))


def endings(desk: Desk) -> tuple[Ending, ...]:
    """List the reports whose last time stamp ends soon, the most urgent first."""
    limit = desk.now() + timedelta(days=DAYS_BEFORE_THE_END)
    stamped = [item for item in newest_of(listing.entities(desk.store, "publication")) if item.stamped_until]
    soon = [item for item in stamped if datetime.fromisoformat(item.stamped_until) <= limit]
    schools = {audit.id: audit.school.name for audit in listing.audits(desk.store) if not audit.deleted} if soon else {}
    found = [Ending(item, schools[item.audit], item.stamped_until) for item in soon if item.audit in schools]
    return tuple(sorted(found, key=lambda one: one.until))
