"""Reading snapshots and whole audits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor_app.core.baseline import Baseline
from auditor_app.core.clock import Stamp
from auditor_app.core.comparison import baseline_of, joined
from auditor_app.core.evidence import count_evidence, own_time
from auditor_app.core.live import MANY
from auditor_app.core.model import KINDS, Audit, EarlierReport, FrozenFramework
from auditor_app.core.shelf import Shelf
from auditor_app.core.snapshot import LISTS, Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document
from auditor_app.store.listing import AuditFacts, audits, earlier_reports, entities, entity, facts, publications
from auditor_app.store.reference import device_value
from auditor_app.store.rows import builder, table_of
from auditor_app.store.store import EMPTIED, Store

__all__ = [
    "AuditFacts",
    "as_signed",
    "audits",
    "baseline",
    "earlier_reports",
    "earlier_snapshot",
    "entities",
    "entity",
    "everything",
    "facts",
    "last_change",
    "publications",
    "snapshot",
]


def earlier_snapshot(store: Store, report: EarlierReport) -> Snapshot:
    """Give the snapshot that an imported report carried."""
    return from_document(parse_document(store.blob(report.snapshot)))


def as_signed(store: Store, audit: str) -> Snapshot | None:
    """Give what was signed of an audit whose notes were removed for good; None for one that has them.

    Without them nothing can be counted or set any more: what is said of the evidence is what the report says.
    """
    if not device_value(store, EMPTIED + audit):
        return None
    signed = entities(store, "publication", "audit = ? AND deleted = 0", (audit,))
    first = min(signed, key=lambda item: item.signed, default=None)
    return None if first is None else from_document(parse_document(store.blob(first.snapshot)))


def baseline(store: Store, audit: str) -> Baseline | None:
    """Take the earlier reports of an audit as what it stands beside: the newest, with the others before it."""
    return joined(
        baseline_of(earlier_snapshot(store, report), report.id, report.snapshot)
        for report in earlier_reports(store, audit)
    )


def last_change(store: Store, audit: str) -> int:
    """Give when an audit was last changed, in milliseconds since 1970; 0 when it never was."""
    newest = store.connection.execute("SELECT max(stamp) FROM change_log WHERE audit = ?", (audit,)).fetchone()[0]
    store.forget_pages()  # those of all its changes
    return Stamp.parse(newest).millis if newest else 0


def snapshot(store: Store, audit_id: str, taken: str) -> Snapshot:
    """Give one audit as it is now, for its own team."""
    audit = entity(store, Audit, audit_id)
    lists: dict[str, Any] = {
        name: entities(store, kind, "audit = ? AND deleted = 0", (audit_id,)) for name, (kind, _) in LISTS.items()
    }
    signed = as_signed(store, audit_id)
    counted = count_evidence(lists["notes"], lists["links"], own_time(lists["activities"]))
    return Snapshot(
        audit=audit,
        frozen=entity(store, FrozenFramework, audit.framework),
        taken=taken,
        heads=store.heads(audit_id),
        evidence=counted if signed is None else signed.evidence,
        baseline=baseline(store, audit_id),
        **lists,
    )


def everything(store: Store, audit_id: str) -> dict[str, Mapping[str, Any]]:
    """Give all entities of an audit by kind and id, also deleted ones, packed where they may be very many."""
    found: dict[str, Mapping[str, Any]] = {
        kind: {item.id: item for item in entities(store, kind, "audit = ?", (audit_id,))}
        for kind in KINDS
        if kind not in {"audit", "framework", *MANY}
    }
    found |= {kind: _shelf(store, kind, audit_id) for kind in MANY}
    return {"audit": {audit_id: entity(store, Audit, audit_id)}, **found}


def _shelf(store: Store, kind: str, audit_id: str) -> Shelf[Any]:
    """Read the rows in the order of their ids, sorting only where they lie: whole rows would fill the memory."""
    query = f"""
        SELECT {table_of(kind).select}
        FROM (SELECT rowid AS place FROM "{kind}" WHERE audit = ? ORDER BY id LIMIT -1)
        CROSS JOIN "{kind}" ON "{kind}".rowid = place
    """  # noqa: S608 - known names
    return Shelf(store.connection.execute(query, (audit_id,)), builder(kind))
