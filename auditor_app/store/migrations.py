"""Numbered `.sql` migrations: an upgrade is one transaction, whole or not at all, with a backup before it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlcipher3
import sqlcipher3.dbapi2

from auditor_app.config import migrations_path
from auditor_app.core.errors import UserError
from auditor_app.store.engine import Connection, DatabaseError, split_statements

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

RENAMED: Final = {
    "0004_plan_and_interim": "0007_plan_and_interim",
    "0005_versions": "0009_versions",
    "0006_timed_observation": "0010_timed_observation",
    "0007_survey_questions": "0008_survey_questions",
    "0007_timed_observation": "0010_timed_observation",
    "0008_timed_observation": "0010_timed_observation",
    "0009_timed_observation": "0010_timed_observation",
}
"""Migrations that got another number after a version had applied them under the first one; their text is the same."""
_OF_THE_DISK: Final = ("full", "locked", "readonly")
"""In the database's own words: what keeps a file from being written that is not the migration's fault."""


def migration_files() -> tuple[Path, ...]:
    """List the migrations in order; their names start with a number of four digits."""
    return tuple(sorted(migrations_path().glob("[0-9][0-9][0-9][0-9]_*.sql")))


def migrate(connection: Connection, back_up: Callable[[], Path] | None = None) -> None:
    """Bring the database to the newest shape; refuses one made by a newer program, leaves a failing one as it was.

    `user_version` holds the number of applied migrations, so that a start with nothing to do loads no tools for it.
    What the disk refuses comes out as it is: then nothing was changed, and the copy made for it goes, as it takes room.
    """
    files = migration_files()
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == len(files):
        return
    if version > len(files):
        raise UserError("store.newer", newest=f"{version:04}")
    copy = None
    try:
        if version and back_up:
            copy = back_up()
        _apply(connection, files)
    except DatabaseError as error:
        if any(sign in str(error) for sign in _OF_THE_DISK):
            if copy:
                copy.unlink(missing_ok=True)
            raise
        raise UserError("store.migration_failed", reason=str(error)) from error


def _apply(connection: Connection, files: tuple[Path, ...]) -> None:
    # sqlite-utils catches the exceptions of the module it finds under this name: tell it before its first import.
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - half of the window's start, and seldom needed

    known = Migrations("auditor")
    for path in files:
        known(name=path.stem)(_runner(path))
    database = Database(connection, execute_plugins=False)
    # The write lock first: another process that waits for it finds afterwards that there is nothing left to do.
    connection.execute("BEGIN IMMEDIATE")
    try:
        _refuse_newer(_under_their_numbers(known, database), files)
        known.apply(database)
        connection.execute(f"PRAGMA user_version = {len(files)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _under_their_numbers(known: Migrations, database: Database) -> set[str]:
    """Give the names of what was applied, after those of migrations that got another number were brought up to date."""
    applied = {item.name for item in known.applied(database)}
    for name in applied & RENAMED.keys():
        database.execute(f"UPDATE {known.migrations_table} SET name = ? WHERE name = ?", [RENAMED[name], name])  # noqa: S608 - a known table
    return {RENAMED.get(name, name) for name in applied}


def _refuse_newer(applied: set[str], files: tuple[Path, ...]) -> None:
    newer = applied - {path.stem for path in files}
    if newer:
        raise UserError("store.newer", newest=max(newer))


def _runner(path: Path) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        for statement in split_statements(path.read_text("utf-8")):
            database.conn.execute(statement)

    return run
