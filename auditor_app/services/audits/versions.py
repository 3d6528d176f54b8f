"""Corrections of signed audits: a new version that carries everything over and names the one it replaces."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from auditor_app.core.change import Edit
from auditor_app.core.codec import encode, field_names
from auditor_app.core.errors import UserError
from auditor_app.core.model import Audit, Publication
from auditor_app.services.audits.audits import CHOSEN
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read
from auditor_app.store.reference import device_value, set_device_value
from auditor_app.store.store import EMPTIED
from auditor_app.store.undo import SETUP

_NOT_CARRIED = frozenset({"audit", "publication", "checkpoint"})
_LONGEST_NUMBER = 9
"""Digits of a number that is counted up; a longer one stands in a file from outside."""


class Versions:
    """New versions of audits; the old ones stay as they were signed."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def make(self, audit_id: str, correction: str) -> Written:
        """Make the version after a signed one, open for work; `correction` says what is corrected and why.

        Refused for an audit that is not signed or whose notes were removed, and while another correction of it is open
        or signed already: versions follow one another, they do not branch.
        """
        words = " ".join(correction.split())
        if not words:
            raise UserError("version.no_reason")
        store = self._desk.store
        audit = read.entity(store, Audit, audit_id)
        if device_value(store, EMPTIED + audit_id):
            raise UserError("version.emptied")
        signed = _signed_report(read.entities(store, "publication", "audit = ? AND deleted = 0", (audit_id,)), audit)
        for other in read.audits(store):
            if other.predecessor == audit_id and not other.deleted:
                raise UserError("version.exists", version=other.version)
        now = self._desk.moment()
        carried = _Carried(audit_id, self._desk.new_id())
        loaded = read.everything(store, audit_id)
        for kind, items in loaded.items():
            carried.learn(kind, items)
        new = replace(
            audit, id=carried.audit, predecessor=audit_id, version=next_version(audit.version), created=now,
            replaces_version=audit.version, replaces_signed=signed.signed, replaces_print=signed.snapshot,
            correction=words,
        )  # fmt: skip
        edits = [Edit(carried.audit, "audit", carried.audit, _fields("audit", new))]
        for kind, items in loaded.items():
            if kind not in _NOT_CARRIED:
                edits += [carried.edit(kind, item) for item in items.values() if not item.deleted]
        written = self._desk.write(edits, SETUP + carried.audit, about=carried.audit)
        me = device_value(store, CHOSEN + audit_id)
        if me:
            set_device_value(store, CHOSEN + carried.audit, carried.renamed(me))
        return written


class _Carried:
    """Gives everything of an audit another name, so that both versions can stand in one store."""

    def __init__(self, before: str, audit: str) -> None:
        self.audit = audit
        self._names = {before: audit}

    def learn(self, kind: str, items: Mapping[str, Any]) -> None:
        """Name what has a name of its own; what is named after others ("audit:criterion", "audit") follows them."""
        if kind not in _NOT_CARRIED:
            own = [name for name in items if ":" not in name and name not in self._names]
            self._names |= {name: _twin(self.audit, name) for name in own}

    def renamed(self, name: str) -> str:
        """Give the new name of an entity."""
        return ":".join(self._names.get(part, part) for part in name.split(":"))

    def edit(self, kind: str, item: Any) -> Edit:  # noqa: ANN401 - any entity
        """Give what writes an entity's twin."""
        values = {name: self._follow(value) for name, value in _fields(kind, item).items()}
        return Edit(self.audit, kind, self.renamed(item.id), values)

    def _follow(self, value: object) -> object:
        """Rename in a value what refers to an entity; words of people are never a name."""
        if isinstance(value, str):
            is_name = " " not in value and not self._names.keys().isdisjoint(value.split(":"))
            return self.renamed(value) if is_name else value
        if isinstance(value, list | tuple):
            return [self._follow(one) for one in value]
        if isinstance(value, Mapping):
            return {self._follow(name): self._follow(one) for name, one in value.items()}
        return value


def _twin(audit: str, name: str) -> str:
    return hashlib.sha256(f"{audit}:{name}".encode()).hexdigest()[:20]


def _fields(kind: str, item: object) -> dict[str, object]:
    known = field_names(kind)
    return {name: value for name, value in encode(item).items() if name in known}


def _signed_report(publications: tuple[Publication, ...], audit: Audit) -> Publication:
    """Give the report that is replaced: the first that was signed, in the audit's own language if there is one."""
    if not publications:
        raise UserError("version.not_signed")
    return min(publications, key=lambda item: (item.language != audit.language, item.signed))


def next_version(version: str) -> str:
    """Count up the last part of a version number."""
    *most, last = version.split(".")
    is_counted = last.isdecimal() and len(last) <= _LONGEST_NUMBER
    return ".".join([*most, str(int(last) + 1)]) if is_counted else f"{version}.1"
