"""Reading entities, and the lists of the start page; what needs more than one audit's own rows is in `read`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from auditor_app.core.errors import UserError
from auditor_app.core.model import KINDS, Audit, EarlierReport, Entity, Publication
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
    # Which notes are tied to nothing is found in the indexes; only those are looked at, and not the texts of all.
    "to_code": """
        SELECT note.audit, count(*) FROM note
        WHERE id IN (SELECT id FROM note EXCEPT SELECT note FROM link WHERE deleted = 0)
        AND deleted = 0 AND is_excluded = 0
        AND activity NOT IN (SELECT id FROM activity WHERE deleted = 0 AND kind = 'team' AND source = '')
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
    store.forget_pages()  # those of all notes, which nobody needs again soon
    return {audit: AuditFacts(**numbers) for audit, numbers in counted.items()}


def note_count(store: Store, audit: str) -> int:
    """Count the notes of an audit, also those in its bin."""
    return int(store.connection.execute("SELECT count(*) FROM note WHERE audit = ?", (audit,)).fetchone()[0])


def with_something_written(store: Store) -> frozenset[str]:
    """Name the audits that have notes, or files beside them, also in their bins."""
    query = "SELECT audit FROM note GROUP BY audit UNION SELECT audit FROM attachment WHERE erased = ''"
    return frozenset(audit for (audit,) in store.connection.execute(query))


def framework_sizes(store: Store) -> dict[str, int]:
    """Give how many criteria each kept framework has."""
    query = "SELECT id, json_array_length(body, '$.criteria') FROM framework WHERE deleted = 0"
    return {digest: number or 0 for digest, number in store.connection.execute(query)}


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
