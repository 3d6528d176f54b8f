"""SQLCipher connections, with the pragmas that make an acknowledged write survive a power cut."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import sqlcipher3.dbapi2

from auditor_app.core.errors import UserError

Connection: TypeAlias = sqlcipher3.dbapi2.Connection
DatabaseError = sqlcipher3.dbapi2.DatabaseError

KEY_BYTES = 32
BUSY_MILLIS = 5000
FOLD_PAGES = 4000
"""At so many pages (16 MB) the write-ahead log is folded into the file, by the save that fills it.

A saved note is a dozen pages. At SQLite's own 1000 every eightieth save waited for the whole file besides its own
pages; what is written is on the disk before it is folded as after it.
"""
PAGES_KEPT_KB = 1000
"""So much of the file each connection keeps in memory (KB, half of SQLite's own choice): with it nothing is slower, and
a window has four connections."""
LEAST_ROOM = 256 << 10
"""With less room than this on its disk a database does not open: its log needs some."""

__all__ = ["KEY_BYTES", "Connection", "DatabaseError", "connect", "split_statements", "why_not_opened"]


def connect(path: Path, key: bytes) -> Connection:
    """Open the database file with its 256-bit key; raises UserError with the reason why it does not open."""
    if len(key) != KEY_BYTES:
        message = "the data key has 32 bytes"
        raise ValueError(message)
    connection = sqlcipher3.dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLIS}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {FOLD_PAGES}").fetchone()
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = {-PAGES_KEPT_KB}")
    except DatabaseError as error:
        connection.close()
        raise UserError(why_not_opened(path, error)) from error
    return connection


def why_not_opened(path: Path, error: Exception) -> str:
    """Name what keeps a database shut: a full disk or a locked folder must not be taken for a damaged file."""
    text = str(error)
    if "locked" in text:
        return "store.busy"
    if "malformed" in text:
        return "store.shut_damaged"
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return "store.shut_read_only"
    with suppress(OSError):
        if "full" in text or shutil.disk_usage(path.parent).free < LEAST_ROOM:
            return "store.shut_disk_full"
    return "store.wrong_key"


def split_statements(script: str) -> list[str]:
    """Cut a migration into its statements, so that all of them can run inside one transaction."""
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlcipher3.dbapi2.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    return [statement for statement in statements if statement]
