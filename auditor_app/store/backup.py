"""Complete encrypted copies of the connection, written beside and moved into place."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from auditor_app.store.engine import Connection

BEFORE_UPGRADE = "before-upgrade"
"""The label of the copy that the version before can still open; the newest stays as long as the days that are kept."""
HALF_KEPT_SECONDS = 3_600
NEWEST_KEPT = 4
DAYS_KEPT = 7
"""Of each of so many days the last copy stays, besides the newest ones: a fault may be seen only days later."""


def back_up(connection: Connection, folder: Path, label: str, now_millis: int) -> Path:
    """Copy the database as it is now to `folder` (encrypted with the same key); copies that are too many go."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.fromtimestamp(now_millis / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"{moment}-{label}.db"
    # Another process may be making a copy in this very second, with the same name.
    beside = folder / f"{target.stem}-{os.getpid()}-{threading.get_ident()}.tmp"
    _clear_away(folder)
    try:
        connection.execute("VACUUM INTO ?", (str(beside),))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)  # half a copy only takes room
        raise
    for old in too_many([path.name for path in folder.glob("*.db")]):
        (folder / old).unlink(missing_ok=True)
    return target


def _clear_away(folder: Path) -> None:
    """Remove halves of copies that a power cut left; one that is being made by another process is younger."""
    for half in folder.glob("*.tmp"):
        with suppress(OSError):
            if half.stat().st_mtime < time.time() - HALF_KEPT_SECONDS:
                half.unlink()


def too_many(names: Iterable[str]) -> list[str]:
    """Give the copies that need not stay, by their names, which begin with the moment they were made."""
    newest_first = sorted(names, reverse=True)
    last_of_day = {name[:8]: name for name in reversed(newest_first)}
    days = sorted(last_of_day, reverse=True)[:DAYS_KEPT]
    upgraded = [name for name in newest_first if name.endswith(f"-{BEFORE_UPGRADE}.db") and name[:8] in days][:1]
    kept = {*newest_first[:NEWEST_KEPT], *(last_of_day[day] for day in days), *upgraded}
    return [name for name in newest_first if name not in kept]


def newest(folder: Path) -> Path | None:
    """Give the newest copy, if there is one."""
    return max(folder.glob("*.db"), default=None)


def put_back(database: Path, copy: Path, now_millis: int) -> Path:
    """Put a copy in the place of a database that does not open; gives where that was set aside, with its log.

    Nothing is thrown away: what was written since the copy may still be read out of the old file by somebody who can.
    """
    moment = datetime.fromtimestamp(now_millis / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = database.with_name(f"{database.stem}-damaged-{moment}{database.suffix}")
    beside = database.with_suffix(".tmp")
    moved: list[tuple[Path, Path]] = []
    try:
        shutil.copyfile(copy, beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        for ending in ("-wal", "-shm", ""):
            old, kept = (path.with_name(path.name + ending) for path in (database, aside))
            if old.exists():
                moved.append((old.replace(kept), old))
        beside.replace(database)
    except OSError:
        for kept, old in reversed(moved):
            kept.replace(old)
        beside.unlink(missing_ok=True)
        raise
    return aside
