"""Complete encrypted copies of the connection, written beside and moved into place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from auditor_app.store.engine import Connection

KEEP = 7


def back_up(connection: Connection, folder: Path, label: str, now_millis: int) -> Path:
    """Copy the database as it is now to `folder` (encrypted with the same key); older copies beyond KEEP go."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.fromtimestamp(now_millis / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"{moment}-{label}.db"
    beside = target.with_suffix(".tmp")
    beside.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(beside),))
    beside.replace(target)
    for old in sorted(folder.glob("*.db"))[:-KEEP]:
        old.unlink(missing_ok=True)
    return target


def newest(folder: Path) -> Path | None:
    """Give the newest copy, if there is one."""
    return max(folder.glob("*.db"), default=None)
