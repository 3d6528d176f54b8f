"""Changes to state: the last writer of each field wins, whatever the order in which changes arrive (DESIGN idea 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor_app.core.change import Change

FieldStamps = dict[str, str]
"""Per field the order of its last writer, as `<stamp><device>`."""


def order_text(change: Change) -> str:
    """Give a change's order as one sortable text; a stamp always has 16 characters."""
    return change.stamp + change.device


def winning_fields(change: Change, stamps: Mapping[str, str]) -> dict[str, object]:
    """Give the fields of `change` that are newer than what `stamps` says was written."""
    order = order_text(change)
    return {name: value for name, value in change.fields.items() if order > stamps.get(name, "")}


@dataclass
class State:
    """A plain in-memory state, the reference for what the store's tables must hold."""

    values: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)
    stamps: dict[tuple[str, str], FieldStamps] = field(default_factory=dict)

    def apply(self, changes: Iterable[Change]) -> State:
        """Merge changes in any order, any of them more than once."""
        for change in changes:
            key = (change.kind, change.entity)
            stamps = self.stamps.setdefault(key, {})
            won = winning_fields(change, stamps)
            self.values.setdefault(key, {}).update(won)
            stamps.update(dict.fromkeys(won, order_text(change)))
        return self
