"""Moments that got a name (Ctrl+S), and the notes that changed after each: what to look at again after lunch."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    after: list[dict[str, list[Change]]] = [{} for _moment in named]
    for change in written:
        note = change.entity.partition(":")[0] if change.kind == "link" else change.entity
        touched = after[bisect_left(starts, change.stamp) - 1]
        touched[note] = [*touched.pop(note, ()), change]  # the one touched last comes last
    return tuple(
        NamedMoment(
            str(moment.fields["name"]),
            str(moment.fields["made"]),
            tuple(Touched(note, _became(changes), _when(changes[-1])) for note, changes in reversed(touched.items())),
        )
        for moment, touched in reversed(tuple(zip(named, after, strict=True)))
    )


def _became(changes: Sequence[Change]) -> What:
    """Say what its changes since the moment made of a note; one that came back from the bin may still be new."""
    of_note = [change.fields for change in changes if change.kind == "note"]
    if next((fields["deleted"] for fields in reversed(of_note) if "deleted" in fields), False):
        return What.BINNED
    return What.NEW if any("audit" in fields for fields in of_note) else What.CHANGED


def _when(change: Change) -> str:
    return datetime.fromtimestamp(int(change.stamp[:12], 16) / 1000, UTC).isoformat(timespec="seconds")
