"""The change log: appending with a stamp and the hash of the change before, and reading it back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from auditor_app.core.change import FIRST, Change, Edit, Intent, change_hash
from auditor_app.core.clock import Stamp, tick
from auditor_app.store.engine import Connection
from auditor_app.store.rows import to_json

COLUMNS = "stamp, device, number, author, action, intent, target, audit, kind, entity, fields, previous, hash"


def change_from_row(row: Any) -> Change:  # noqa: ANN401 - a row of COLUMNS
    """Build a change from a row of `COLUMNS`."""
    stamp, device, number, author, group, intent, target, audit, kind, entity, fields, previous, digest = row
    return Change(
        stamp, device, number, author, group, intent, target, audit, kind, entity, json.loads(fields), previous, digest
    )


def read_changes(connection: Connection, where: str = "1", values: Iterable[object] = ()) -> tuple[Change, ...]:
    """Give the changes that meet `where` (an SQL condition with bound values), in the order of their stamps."""
    query = f"SELECT {COLUMNS} FROM change_log WHERE {where} ORDER BY stamp, device"  # noqa: S608 - conditions are ours
    return tuple(change_from_row(row) for row in connection.execute(query, tuple(values)))


class LogWriter:
    """Appends edits of this device as changes, inside the caller's transaction."""

    def __init__(self, connection: Connection, device: str, now_millis: int) -> None:
        """Start after the device's last change and the latest stamp the store has seen."""
        self._connection = connection
        self._device = device
        self._millis = now_millis
        last = connection.execute(
            "SELECT number, hash FROM change_log WHERE device = ? ORDER BY number DESC LIMIT 1", (device,)
        ).fetchone()
        self._number: int = last[0] if last else 0
        self._hash: str = last[1] if last else FIRST
        newest = connection.execute("SELECT max(stamp) FROM change_log").fetchone()[0]
        self._stamp = Stamp.parse(newest) if newest else Stamp(0)

    def append(self, edit: Edit, author: str, group: str, intent: Intent = "do", target: str = "") -> Change:
        """Stamp, chain and store one edit."""
        self._stamp = tick(self._stamp, self._millis)
        self._number += 1
        bare = Change(
            self._stamp.text, self._device, self._number, author, group, intent, target,
            edit.audit, edit.kind, edit.entity, dict(edit.fields), self._hash,
        )  # fmt: skip
        self._hash = change_hash(bare)
        change = Change(**{**vars(bare), "hash": self._hash})
        insert_change(self._connection, change)
        return change


def insert_change(connection: Connection, change: Change) -> None:
    """Store a change as it is."""
    connection.execute(
        f"INSERT INTO change_log ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - constant names
        (
            change.stamp, change.device, change.number, change.author, change.group, change.intent, change.target,
            change.audit, change.kind, change.entity, to_json(change.fields), change.previous, change.hash,
        ),
    )  # fmt: skip


def heads(connection: Connection, audit: str = "") -> dict[str, str]:
    """Give the newest hash of every device that changed `audit` (or anything): an anchor for the whole log."""
    where = "WHERE audit = ?" if audit else ""
    query = f"""
        SELECT device, hash FROM change_log WHERE (device, number) IN
          (SELECT device, max(number) FROM change_log {where} GROUP BY device) ORDER BY device
    """  # noqa: S608 - the condition is ours
    return dict(connection.execute(query, (audit,) if audit else ()).fetchall())
