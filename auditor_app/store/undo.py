"""Undo and redo from the log alone, so that they survive a restart and never undo a teammate's newer text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.core.change import Change, Edit
from auditor_app.core.codec import defaults
from auditor_app.core.frozen import plain
from auditor_app.core.model import Role
from auditor_app.store.engine import Connection
from auditor_app.store.log import read_changes

SETUP = "setup-"
"""Actions whose group starts so (making or loading an audit) are not undone step by step; the audit has a bin."""

DEPTH = 1000
"""How many actions back undo can reach; more would only slow the reading of the stack."""


@dataclass(frozen=True)
class Stacks:
    """Actions that can be undone and redone, the next one last."""

    undo: tuple[str, ...]
    redo: tuple[str, ...]


def stacks(connection: Connection, audit: str, device: str, rater: str = "") -> Stacks:
    """Replay this device's actions on one audit into the two stacks.

    With a `rater`, the ratings of others who share the laptop are passed over: nobody takes back what another rated.
    """
    rows = connection.execute(
        """
        SELECT action, intent, target, max(number) AS last FROM change_log
        WHERE audit = ? AND device = ? AND kind NOT IN ('publication', 'checkpoint') AND action NOT LIKE ?
        AND (kind != 'rating' OR ? = '' OR substr(entity, -length(?)) = ?)
        GROUP BY action, intent, target ORDER BY last DESC LIMIT ?
        """,
        (audit, device, f"{SETUP}%", rater, rater, rater, DEPTH),
    ).fetchall()
    undo: list[str] = []
    redo: list[str] = []
    for action, intent, target, _ in reversed(rows):
        if intent == "undo":
            _move(target, undo, redo, action)
        elif intent == "redo":
            _move(target, redo, undo, action)
        else:
            undo.append(action)
            redo.clear()
    return Stacks(tuple(undo), tuple(redo))


def _move(target: str, source: list[str], destination: list[str], action: str) -> None:
    if source and source[-1] == target:
        source.pop()
    destination.append(action)


def inverse(connection: Connection, audit: str, action: str) -> tuple[Edit, ...]:
    """Give the edits that take an action back, leaving out fields that someone has written since."""
    changes = read_changes(connection, "audit = ? AND action = ?", (audit, action))
    first: dict[tuple[str, str], Change] = {}
    written: dict[tuple[str, str], dict[str, object]] = {}
    for change in changes:
        key = (change.kind, change.entity)
        first.setdefault(key, change)
        written.setdefault(key, {}).update(change.fields)
    is_fixed = _has_locked(connection, audit)
    edits = []
    for (kind, entity), fields in reversed(written.items()):
        history = read_changes(connection, "kind = ? AND entity = ?", (kind, entity))
        back = _fields_before(history, first[kind, entity], fields)
        if back and not (is_fixed and kind == "member" and _rates_no_more(back)):
            edits.append(Edit(audit, kind, entity, back))
    return tuple(edits)


def _has_locked(connection: Connection, audit: str) -> bool:
    found = "SELECT 1 FROM rating WHERE audit = ? AND is_locked = 1 AND deleted = 0 LIMIT 1"
    return connection.execute(found, (audit,)).fetchone() is not None


def _rates_no_more(back: dict[str, object]) -> bool:
    """Tell whether taking it back would take somebody off those who rate: that could show what others locked."""
    return bool(back.get("deleted")) or back.get("role") == Role.SECOND_READER


def _fields_before(history: Sequence[Change], first: Change, fields: dict[str, object]) -> dict[str, object]:
    current: dict[str, object] = {}
    for change in history:
        current.update(change.fields)
    if current.get("is_locked"):
        return {}  # a rating that was locked for the team's comparison stays as it was
    earlier = [change for change in history if change.order < first.order]
    if not earlier:
        is_shared = any(change.device != first.device for change in history)
        return {} if is_shared else {"deleted": True}  # what somebody wrote into it elsewhere stays in sight
    before: dict[str, object] = dict(defaults(first.kind))
    for change in earlier:
        before.update(change.fields)
    return {
        name: before.get(name)
        for name, value in fields.items()
        if plain(current.get(name)) == plain(value) and plain(before.get(name)) != plain(value)
    }
