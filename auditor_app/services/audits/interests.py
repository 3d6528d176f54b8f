"""What the audits and reports on this laptop show about who audited whom (DOMAIN 10.4)."""

from __future__ import annotations

from collections.abc import Iterable

from auditor_app.core.change import Edit
from auditor_app.core.interests import Tie, Visit, flags
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read
from auditor_app.store.undo import SETUP


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


def unknown_returns(snapshot: Snapshot, visits: Iterable[Visit]) -> dict[str, str]:
    """Give the visits in return that these files show and the audit does not know: a day per member."""
    known = {member.id: member.returned for member in snapshot.members}
    found = [flag for flag in flags(snapshot, visits) if flag.tie is Tie.RECIPROCAL]
    return {flag.member: flag.about for flag in found if known[flag.member] != flag.about}


def note_returns(desk: Desk, audit_id: str, returns: dict[str, str]) -> Written:
    """Keep visits in return with the members, for the whole team; nothing that a person did, so nothing to undo."""
    edits = [Edit(audit_id, "member", member, {"returned": day}) for member, day in returns.items()]
    return desk.write(edits, SETUP + desk.new_id())
