"""What the audits and reports on this laptop show about who audited whom (DOMAIN 10.4)."""

from __future__ import annotations

from auditor_app.core.interests import Visit
from auditor_app.services.desk import Desk
from auditor_app.store import read


def earlier_visits(desk: Desk, audit_id: str) -> tuple[Visit, ...]:
    """List the other audits on this laptop and the imported reports, each with its team's organisations."""
    store = desk.store
    organisations: dict[str, list[str]] = {}
    for member in read.entities(store, "member"):
        organisations.setdefault(member.audit, []).append(member.organisation)
    visits = [
        Visit(audit.school, audit.starts, tuple(organisations.get(audit.id, ())))
        for audit in read.audits(store)
        if audit.id != audit_id and not audit.deleted
    ]
    seen: set[str] = set()
    for report in read.earlier_reports(store):
        if report.snapshot not in seen:
            seen.add(report.snapshot)
            members = read.earlier_snapshot(store, report).members
            visits.append(Visit(report.school, report.starts, tuple(member.organisation for member in members)))
    return tuple(visits)
