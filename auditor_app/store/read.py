"""Reading entities, the start page's lists and snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from auditor_app.core.baseline import Baseline
from auditor_app.core.clock import Stamp
from auditor_app.core.comparison import baseline_of, joined
from auditor_app.core.errors import UserError
from auditor_app.core.evidence import count_evidence, own_time
from auditor_app.core.live import MANY
from auditor_app.core.model import KINDS, Audit, EarlierReport, Entity, FrozenFramework, Publication
from auditor_app.core.shelf import Shelf
from auditor_app.core.snapshot import LISTS, Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document
from auditor_app.store.rows import builder, table_of
from auditor_app.store.store import Store

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class AuditFacts:
    """What the start page says about an audit besides its name."""

    notes: int = 0
    to_code: int = 0
    rated: int = 0
    evidenced: int = 0
    members: int = 0
    declared: int = 0


def entities(store: Store, kind: str, where: str = "deleted = 0", values: Iterable[object] = ()) -> tuple[Any, ...]:
    """Give the entities of a kind that meet `where`, ordered by id."""
    table = table_of(kind)
    query = f'SELECT {table.select} FROM "{kind}" WHERE {where} ORDER BY id'  # noqa: S608 - conditions are ours
    return tuple(map(builder(kind), store.connection.execute(query, tuple(values))))


def entity(store: Store, kind: type[E], entity_id: str) -> E:
    """Give one entity, deleted or not; raises `UserError("store.not_found")`."""
    name = next(name for name, known in KINDS.items() if known is kind)
    found = entities(store, name, "id = ?", (entity_id,))
    if not found:
        raise UserError("store.not_found", kind=name, id=entity_id)
    item = found[0]
    if not isinstance(item, kind):
        raise TypeError(name)
    return item


def audits(store: Store) -> tuple[Audit, ...]:
    """Give all audits, also those in the bin, newest visit first."""
    found = entities(store, "audit", "created != ''")
    return tuple(sorted(found, key=lambda audit: (audit.starts, audit.created), reverse=True))


FACTS = {
    "notes": "SELECT audit, count(*) FROM note WHERE deleted = 0 GROUP BY audit",
    "to_code": """
        SELECT note.audit, count(*) FROM note WHERE deleted = 0 AND is_excluded = 0
        AND NOT EXISTS (SELECT 1 FROM link WHERE link.audit = note.audit AND link.deleted = 0 AND link.note = note.id)
        AND note.activity NOT IN (SELECT id FROM activity WHERE deleted = 0 AND kind = 'team' AND source = '')
        GROUP BY note.audit
    """,
    "rated": "SELECT audit, count(DISTINCT criterion) FROM rating WHERE deleted = 0 AND level != '' GROUP BY audit",
    "evidenced": """
        SELECT audit, count(DISTINCT target) FROM link WHERE deleted = 0 AND target NOT LIKE 'matrix:%' GROUP BY audit
    """,
    "members": "SELECT audit, count(*) FROM member WHERE deleted = 0 GROUP BY audit",
    "declared": "SELECT audit, count(*) FROM member WHERE deleted = 0 AND relation != '' GROUP BY audit",
}
"""One query per fact, over all audits at once."""


def facts(store: Store) -> dict[str, AuditFacts]:
    """Count the facts of every audit."""
    counted: dict[str, dict[str, int]] = {}
    for name, query in FACTS.items():
        for audit, number in store.connection.execute(query):
            counted.setdefault(audit, {})[name] = number
    return {audit: AuditFacts(**numbers) for audit, numbers in counted.items()}


def publications(store: Store) -> dict[str, Publication]:
    """Give each audit's signed report; the newest, when signatures or time stamps came to it later."""
    return {item.audit: item for item in sorted(entities(store, "publication"), key=lambda item: item.signed)}


def earlier_reports(store: Store, audit: str | None = None) -> tuple[EarlierReport, ...]:
    """Give the imported reports, newest first; those of one audit if it is named."""
    found = (
        entities(store, "earlier_report")
        if audit is None
        else entities(store, "earlier_report", "deleted = 0 AND audit = ?", (audit,))
    )
    return tuple(sorted(found, key=lambda report: (report.starts, report.imported), reverse=True))


def earlier_snapshot(store: Store, report: EarlierReport) -> Snapshot:
    """Give the snapshot that an imported report carried."""
    return from_document(parse_document(store.blob(report.snapshot)))


def baseline(store: Store, audit: str) -> Baseline | None:
    """Take the earlier reports of an audit as what it stands beside: the newest, with the others before it."""
    return joined(
        baseline_of(earlier_snapshot(store, report), report.id, report.snapshot)
        for report in earlier_reports(store, audit)
    )


def last_change(store: Store, audit: str) -> int:
    """Give when an audit was last changed, in milliseconds since 1970; 0 when it never was."""
    newest = store.connection.execute("SELECT max(stamp) FROM change_log WHERE audit = ?", (audit,)).fetchone()[0]
    return Stamp.parse(newest).millis if newest else 0


def snapshot(store: Store, audit_id: str, taken: str) -> Snapshot:
    """Give one audit as it is now, for its own team."""
    audit = entity(store, Audit, audit_id)
    lists: dict[str, Any] = {
        name: entities(store, kind, "audit = ? AND deleted = 0", (audit_id,)) for name, (kind, _) in LISTS.items()
    }
    return Snapshot(
        audit=audit,
        frozen=entity(store, FrozenFramework, audit.framework),
        taken=taken,
        heads=store.heads(audit_id),
        evidence=count_evidence(lists["notes"], lists["links"], own_time(lists["activities"])),
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
