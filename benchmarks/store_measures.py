"""Measures of the store: how long an acknowledged save takes, and a search through all notes."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from time import perf_counter

from auditor_app.services.workspace import Workspace
from auditor_app.store.engine import Connection, connect
from auditor_app.store.search import QUERY
from benchmarks.big_store import PASSPHRASE, copy
from benchmarks.measure import Result, Scale, medians, percentile, within_limit, within_ratio

SAVE_BAR, SEARCH_BAR, SEARCH_LIMIT = 2.0, 1.5, 16.0
SEARCHES = ("leerling coach", "logboek", "doel periode taak", "strategie ver")


def opened_copy(scale: Scale, name: str) -> Workspace:
    """Open a store of one's own with the benchmark's audits."""
    workspace = Workspace.open(copy(scale.size, scale.folder / name), PASSPHRASE)
    if workspace is None:
        raise RuntimeError("a passphrase always opens or raises")
    return workspace


def save(scale: Scale) -> Result:
    """Time `edit_note` until the disk has it (p99), against committing the same bytes as one row.

    The row is one page of the write-ahead log; a saved note is ten to thirteen: log, note, their indexes and the words.
    """
    workspace = opened_copy(scale, "save")
    raw = _raw_table(scale.folder / "raw.db")
    note = _newest_note(workspace)
    text = _seen(workspace, note)
    ours, floor = [], []
    for number in range(scale.commits):
        group = f"session-{number // 20}"
        started = perf_counter()
        written = workspace.evidence.edit_note(note, group, seen=f"{text} {number}")
        ours.append((perf_counter() - started) * 1000)
        content = _row_bytes(workspace.store.connection, written.changes[0].number)
        started = perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO raw (content) VALUES (?)", (content,))
        raw.execute("COMMIT")
        floor.append((perf_counter() - started) * 1000)
    workspace.close()
    raw.close()
    return within_ratio("acknowledged save, p99", percentile(ours, 99), "ms", percentile(floor, 99), SAVE_BAR)


def _raw_table(path: Path) -> Connection:
    raw = connect(path, bytes(32))
    raw.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, content BLOB)")
    return raw


def _newest_note(workspace: Workspace) -> str:
    return str(workspace.store.connection.execute("SELECT id FROM note ORDER BY row DESC LIMIT 1").fetchone()[0])


def _seen(workspace: Workspace, note: str) -> str:
    return str(workspace.store.connection.execute("SELECT seen FROM note WHERE id = ?", (note,)).fetchone()[0])


def _row_bytes(connection: Connection, number: int) -> bytes:
    """Give all that the change says, as bytes."""
    row = connection.execute("SELECT * FROM change_log WHERE device = 'benchmark-device' AND number = ?", (number,))
    return "".join(map(str, row.fetchone() or ())).encode()


def search(scale: Scale) -> Result:
    """Time finding the newest 50 notes by words, against the same query through the bare driver."""
    times = _searched(scale)
    value, floor = (sum(taken) / len(SEARCHES) for taken in times)
    return within_ratio("search, newest 50 notes", value, "ms", floor, SEARCH_BAR)


def search_limit(scale: Scale) -> Result:
    """Find how long the slowest of a few questions for 50 notes takes, against the bare driver's slowest."""
    ours, bare = _searched(scale)
    return within_limit("finding the newest 50 notes", max(ours), "ms", max(bare), SEARCH_LIMIT)


@cache
def _searched(scale: Scale) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Ask every question both ways, each as often; gives the medians in milliseconds."""
    workspace = opened_copy(scale, "search")
    connection = workspace.store.connection

    def bare(words: str) -> None:
        found = " ".join(f'"{word}"*' for word in words.split())
        connection.execute(QUERY, (found, "", "", 50)).fetchall()

    each = [
        medians([partial(workspace.evidence.search, words), partial(bare, words)], scale.repeats * 5)
        for words in SEARCHES
    ]
    workspace.close()
    return tuple(pair[0] for pair in each), tuple(pair[1] for pair in each)
