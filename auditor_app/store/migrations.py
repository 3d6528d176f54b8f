"""Numbered `.sql` migrations, each in one transaction, with a backup before the first of an upgrade."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3
import sqlcipher3.dbapi2

from auditor_app.config import migrations_path
from auditor_app.core.errors import UserError
from auditor_app.store.engine import Connection, DatabaseError, split_statements

if TYPE_CHECKING:
    from sqlite_utils import Database


def migration_files() -> tuple[Path, ...]:
    """List the migrations in order; their names start with a number of four digits."""
    return tuple(sorted(migrations_path().glob("[0-9][0-9][0-9][0-9]_*.sql")))


def migrate(connection: Connection, back_up: Callable[[], object] | None = None) -> None:
    """Bring the database to the newest shape; refuses one made by a newer program, leaves a failing one as it was.

    `user_version` holds the number of applied migrations, so that a start with nothing to do loads no tools for it.
    """
    files = migration_files()
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == len(files):
        return
    if version > len(files):
        raise UserError("store.newer", newest=f"{version:04}")
    if version and back_up:
        back_up()
    try:
        _apply(connection, files)
    except DatabaseError as error:
        raise UserError("store.migration_failed", reason=str(error)) from error


def _apply(connection: Connection, files: tuple[Path, ...]) -> None:
    # sqlite-utils catches the exceptions of the module it finds under this name: tell it before its first import.
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - half of the window's start, and seldom needed

    known = Migrations("auditor")
    for number, path in enumerate(files, 1):
        known(name=path.stem)(_runner(path, number))
    database = Database(connection, execute_plugins=False)
    newer = {item.name for item in known.applied(database)} - {path.stem for path in files}
    if newer:
        raise UserError("store.newer", newest=max(newer))
    known.apply(database)
    connection.execute(f"PRAGMA user_version = {len(files)}")


def _runner(path: Path, number: int) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        for statement in split_statements(path.read_text("utf-8")):
            database.conn.execute(statement)
        database.conn.execute(f"PRAGMA user_version = {number}")

    return run
