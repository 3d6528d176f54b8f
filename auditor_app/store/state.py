"""Changes into the state tables: the last writer of each field wins (the rule is core/merge.py)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from auditor_app.core.change import Change, is_emptied
from auditor_app.core.merge import order_text, winning_fields
from auditor_app.core.model import KINDS
from auditor_app.store.engine import Connection
from auditor_app.store.rows import split_known, table_of, to_json


def index_framework(connection: Connection, digest: str, body: Mapping[str, Any]) -> None:
    """Make the criteria of a framework findable by their words, in each of its languages."""
    execute = connection.execute
    execute("DELETE FROM criterion_words WHERE framework = ?", (digest,))
    for criterion in body.get("criteria", ()):
        for language, title in criterion["title"].items():
            words = (criterion["question"].get(language, ""), " ".join(criterion["look_for"].get(language, ())))
            execute(
                "INSERT INTO criterion_words VALUES (?,?,?,?,?,?)", (digest, language, criterion["code"], title, *words)
            )


def apply_change(connection: Connection, change: Change) -> None:
    """Bring one change into its table, inside the caller's transaction; applying it twice changes nothing."""
    execute = connection.execute
    row = execute(f'SELECT stamps, extra FROM "{change.kind}" WHERE id = ?', (change.entity,)).fetchone()  # noqa: S608 - a known table
    stamps = json.loads(row[0]) if row else {}
    won = winning_fields(change, stamps)
    if row and not won:
        return
    stamps.update(dict.fromkeys(won, order_text(change)))
    known, unknown = split_known(change.kind, won)
    table = table_of(change.kind)
    columns = {name: table.value(name, value) for name, value in known.items()}
    columns["stamps"] = to_json(stamps)
    if unknown:
        columns["extra"] = to_json({**(json.loads(row[1]) if row else {}), **unknown})
    names = list(columns)
    if row:
        assignments = ", ".join(f'"{name}" = ?' for name in names)
        execute(f'UPDATE "{change.kind}" SET {assignments} WHERE id = ?', (*columns.values(), change.entity))  # noqa: S608 - known names
    else:
        places = ", ".join("?" * (len(names) + 1))
        listed = ", ".join(f'"{name}"' for name in ("id", *names))
        execute(
            f'INSERT INTO "{change.kind}" ({listed}) VALUES ({places})',  # noqa: S608 - known names
            (change.entity, *columns.values()),
        )
    if change.kind == "framework" and "body" in won:
        index_framework(connection, change.entity, change.fields["body"])  # type: ignore[arg-type]  # an object by its schema


def rebuild(connection: Connection, changes: Iterable[Change]) -> None:
    """Empty the state tables and build them again from the log, inside the caller's transaction."""
    for kind in KINDS:
        connection.execute(f'DELETE FROM "{kind}"')  # noqa: S608 - a known table
    for change in changes:
        if not is_emptied(change):
            apply_change(connection, change)


def dump_state(connection: Connection) -> bytes:
    """Give all state as bytes that are equal exactly when the state is."""
    tables = {}
    for kind in KINDS:
        columns = ", ".join(f'"{name}"' for name in (*table_of(kind).columns, "extra", "stamps"))
        rows = connection.execute(f'SELECT {columns} FROM "{kind}" ORDER BY id').fetchall()  # noqa: S608 - known names
        tables[kind] = [list(row) for row in rows]
    return to_json(tables).encode()
