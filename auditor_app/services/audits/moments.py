"""Moments that got a name (Ctrl+S), and the notes that changed after each: what to look at again after lunch."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from auditor_app.core.change import Change
    from auditor_app.store.store import Store


class What(StrEnum):
    """What became of a note."""

    NEW = "new"
    CHANGED = "changed"
    BINNED = "binned"


class Touched(NamedTuple):
    """A note, what became of it, and when it was last written (ISO 8601, UTC)."""

    note: str
    what: What
    when: str


@dataclass(frozen=True)
class NamedMoment:
    """A named moment, and the notes that changed after it and before the next one, the latest first."""

    name: str
    made: str
    touched: tuple[Touched, ...]


def named_moments(store: Store, audit: str) -> tuple[NamedMoment, ...]:
    """List the named moments of an audit, the newest first, with what was written on any laptop after each."""
    named = store.changes("audit = ? AND kind = 'checkpoint'", (audit,))
    if not named:
        return ()
    written = store.changes("audit = ? AND kind IN ('note', 'link') AND stamp > ?", (audit, named[0].stamp))
    starts = [moment.stamp for moment in named]
    after: list[dict[str, Touched]] = [{} for _moment in named]
    for change in written:
        _touch(after[bisect_left(starts, change.stamp) - 1], change)
    return tuple(
        NamedMoment(str(moment.fields["name"]), str(moment.fields["made"]), tuple(reversed(touched.values())))
        for moment, touched in reversed(tuple(zip(named, after, strict=True)))
    )


def _touch(touched: dict[str, Touched], change: Change) -> None:
    """Put the note that a change is about last, with what it became."""
    note = change.entity.partition(":")[0] if change.kind == "link" else change.entity
    touched[note] = Touched(note, _became(change, touched.pop(note, None)), _when(change))


def _became(change: Change, before: Touched | None) -> What:
    if change.kind == "note" and "audit" in change.fields:
        return What.NEW
    if change.kind == "note" and "deleted" in change.fields:
        return What.BINNED if change.fields["deleted"] else What.CHANGED
    return before.what if before is not None else What.CHANGED


def _when(change: Change) -> str:
    return datetime.fromtimestamp(int(change.stamp[:12], 16) / 1000, UTC).isoformat(timespec="seconds")
