"""The audit of an open window: all its entities in memory, kept true by the changes that were committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields as fields_of
from functools import cached_property
from typing import Any, NamedTuple

from auditor_app.core.baseline import Baseline
from auditor_app.core.change import Change
from auditor_app.core.codec import assemble, encode
from auditor_app.core.evidence import EvidenceCount, count_evidence, own_time
from auditor_app.core.framework import Framework, build_framework
from auditor_app.core.merge import order_text
from auditor_app.core.model import KINDS, Audit, FrozenFramework, Link, Member, Note
from auditor_app.core.shelf import Shelf
from auditor_app.core.signed_counts import SignedCounts
from auditor_app.core.snapshot import LISTS, Snapshot

Touched = frozenset[tuple[str, str]]
"""(kind, id) of entities that changed."""
MANY = frozenset({"note", "link"})
"""The kinds of which an audit may hold very many."""


class Counted(NamedTuple):
    """What somebody who keeps count says about all notes, named as in a snapshot."""

    evidence: Mapping[str, EvidenceCount]
    note_count: int
    to_code: int


class _Listing:
    """The entities of a kind that are not in the bin, ordered by id; listed when somebody asks, and then kept."""

    def __init__(self, entities: Mapping[str, Any]) -> None:
        self._entities = entities.still() if isinstance(entities, Shelf) else dict(entities)

    @cached_property
    def all(self) -> tuple[Any, ...]:
        """List them."""
        found = self._entities
        ordered = found.values() if isinstance(found, Shelf) else (found[key] for key in sorted(found))
        return tuple(item for item in ordered if not item.deleted)


class LiveSnapshot(Snapshot):
    """The snapshot of an open audit; what there may be very many of is listed when somebody asks for it."""

    @classmethod
    def of(cls, made: Snapshot, notes: _Listing, links: _Listing, counted: Counted | None) -> LiveSnapshot:
        """Take a snapshot without notes, links and counts."""
        snapshot = cls.__new__(cls)
        snapshot.__dict__.update(made.__dict__, _notes=notes, _links=links)
        for name in ("notes", "links", "evidence"):
            del snapshot.__dict__[name]
        snapshot.__dict__ |= counted._asdict() if counted is not None else {}
        return snapshot

    def but(self, **fields: Any) -> LiveSnapshot:  # noqa: ANN401 - the fields of a snapshot
        """Give it with other fields; what nobody asked for yet is still not listed."""
        names = {item.name for item in fields_of(Snapshot)} | {"_notes", "_links", "framework", *Counted._fields}
        other = LiveSnapshot.__new__(LiveSnapshot)
        other.__dict__.update({name: value for name, value in self.__dict__.items() if name in names}, **fields)
        return other

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The notes that are not in the bin."""
        return self.__dict__["_notes"].all  # type: ignore[no-any-return]  # as stored by the shelf

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What the notes are tied to."""
        return self.__dict__["_links"].all  # type: ignore[no-any-return]  # as stored by the shelf

    @cached_property
    def evidence(self) -> Mapping[str, EvidenceCount]:
        """The counts of every criterion."""
        return count_evidence(self.notes, self.links, own_time(self.activities))


class LiveAudit:
    """Reads of an open audit never wait for the disk; it is only ever changed by `apply`."""

    def __init__(
        self, loaded: Mapping[str, Mapping[str, Any]], frozen: FrozenFramework, baseline: Baseline | None, me: str
    ) -> None:
        """Start from the entities by kind and id; `me` is this auditor's member id."""
        self._entities: dict[str, Mapping[str, Any]] = {kind: _own(loaded.get(kind, {})) for kind in KINDS}
        self._frozen = frozen
        self.framework: Framework = build_framework(frozen.body)
        self.baseline = baseline
        self.me = me
        self._orders: dict[tuple[str, str, str], str] = {}
        self._snapshot: LiveSnapshot | None = None
        self._alive: dict[str, _Listing] = {}
        self.count: Callable[[], Counted] | None = None
        """Asks somebody who keeps count; without, all notes are counted."""
        self.signed_counts: SignedCounts | None = None
        """What the signed report counted, once the notes were removed for good and nothing can be counted any more."""

    @property
    def audit(self) -> Audit:
        """Give the audit itself."""
        return next(iter(self._entities["audit"].values()))  # type: ignore[no-any-return]  # one Audit by construction

    @property
    def my_member(self) -> Member | None:
        """Give the member of the team who works here."""
        return self._entities["member"].get(self.me)

    @property
    def is_signed(self) -> bool:
        """Tell whether a signed report exists, so that nothing may change any more."""
        return any(not item.deleted for item in self._entities["publication"].values())

    def entities(self, kind: str) -> Mapping[str, Any]:
        """Give all entities of a kind by id, also those in the bin."""
        return self._entities[kind]

    def alive(self, kind: str) -> tuple[Any, ...]:
        """Give the entities of a kind that are not in the bin, ordered by id; listed anew only after a change."""
        return self._listing(kind).all

    def _listing(self, kind: str) -> _Listing:
        if kind not in self._alive:
            self._alive[kind] = _Listing(self._entities[kind])
        return self._alive[kind]

    def has(self, kind: str) -> bool:
        """Tell whether there is anything of a kind that is not in the bin, without listing it all."""
        return any(not item.deleted for item in self._entities[kind].values())

    def apply(self, changes: Iterable[Change]) -> Touched:
        """Take over committed changes (each field from its last writer); gives what was touched."""
        touched = set()
        for change in changes:
            if change.kind == "framework" or (change.kind == "audit" and change.entity != self.audit.id):
                continue
            if self._take(change):
                touched.add((change.kind, change.entity))
                self._alive.pop(change.kind, None)
        if touched:
            self._snapshot = None
        return frozenset(touched)

    def _take(self, change: Change) -> bool:
        order = order_text(change)
        won = {}
        for name, value in change.fields.items():
            key = (change.kind, change.entity, name)
            if order > self._orders.get(key, ""):
                self._orders[key] = order
                won[name] = value
        if not won:
            return False
        kind = KINDS[change.kind]
        before = self._entities[change.kind].get(change.entity)
        values = encode(before) if before is not None else {"id": change.entity}
        _put(self._entities[change.kind], change.entity, assemble(kind, {**values, **won}))
        return True

    @property
    def snapshot(self) -> LiveSnapshot:
        """Give the audit as a snapshot for its own team, made anew only after a change."""
        if self._snapshot is None:
            lists: dict[str, Any] = {name: self.alive(kind) for name, (kind, _) in LISTS.items() if kind not in MANY}
            made = Snapshot(audit=self.audit, frozen=self._frozen, baseline=self.baseline, **lists)
            counted = self.count() if self.count is not None else None
            self._snapshot = LiveSnapshot.of(made, self._listing("note"), self._listing("link"), counted)
            self._snapshot.__dict__["framework"] = self.framework
            if self.signed_counts is not None:
                self._snapshot.__dict__["evidence"] = self.signed_counts.evidence
        return self._snapshot

    def with_baseline(self, baseline: Baseline | None) -> None:
        """Stand beside another earlier report from now on."""
        self.baseline = baseline
        if self._snapshot is not None:
            self._snapshot = self._snapshot.but(baseline=baseline)


def _own(loaded: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give entities that may be changed here; a shelf was made for this audit alone."""
    return loaded if isinstance(loaded, Shelf) else dict(loaded)


def _put(entities: Mapping[str, Any], key: str, entity: object) -> None:
    if isinstance(entities, Shelf):
        entities.put(key, entity)
    elif isinstance(entities, dict):
        entities[key] = entity
