"""A change sets fields of one entity; every write of the program is one (DESIGN idea 3)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from auditor_app.core.canonical import canonical_json
from auditor_app.core.codec import Json
from auditor_app.core.errors import UserError
from auditor_app.core.frozen import plain

Intent = Literal["do", "undo", "redo"]
WRITTEN: Final = ("note", "link", "attachment")
"""What auditors write during a visit, and keep beside it: of a signed audit it can be removed for good."""
FIRST = "0" * 64
"""The hash before the first change of a device."""


@dataclass(frozen=True)
class Edit:
    """What a use case wants written: `fields` of one entity of an audit (JSON values)."""

    audit: str
    kind: str
    entity: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Change:
    """An edit with its place in history: when, by whom, on which device, after which change."""

    stamp: str
    device: str
    number: int
    author: str
    group: str
    intent: Intent
    target: str
    audit: str
    kind: str
    entity: str
    fields: Mapping[str, object]
    previous: str
    hash: str = ""

    @property
    def order(self) -> tuple[str, str]:
        """Give the key by which the last writer of a field is found."""
        return (self.stamp, self.device)


def content(change: Change) -> Json:
    """Give everything of a change that its hash covers."""
    return {
        "stamp": change.stamp,
        "device": change.device,
        "number": change.number,
        "author": change.author,
        "group": change.group,
        "intent": change.intent,
        "target": change.target,
        "audit": change.audit,
        "kind": change.kind,
        "entity": change.entity,
        "fields": plain(change.fields),
        "previous": change.previous,
    }


def change_hash(change: Change) -> str:
    """Give the SHA-256 of the change's canonical JSON (RFC 8785), which includes the hash of the change before."""
    return hashlib.sha256(canonical_json(content(change))).hexdigest()


def is_emptied(change: Change) -> bool:
    """Tell whether a change has lost what was written: it can only be held against the one after it."""
    return change.kind in WRITTEN and not change.fields


def check_chain(changes: Sequence[Change], before: str = FIRST, emptied: Collection[str] = ()) -> None:
    """Raise `UserError("log.tampered")` at the first change of one device that does not follow from the one before.

    `emptied` are the audits whose notes were removed for good.
    """
    for change in changes:
        is_known = change.audit in emptied and is_emptied(change)
        if change.previous != before or not (is_known or change_hash(change) == change.hash):
            raise UserError("log.tampered", device=change.device, number=change.number)
        before = change.hash
