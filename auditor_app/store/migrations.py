"""Numbered `.sql` migrations, each in one transaction, with a backup before the first of an upgrade."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Migrations

from auditor_app.config import migrations_path
from auditor_app.core.errors import UserError
from auditor_app.store.engine import Database, DatabaseError, split_statements


def migration_files() -> tuple[Path, ...]:
    """List the migrations in order; their names start with a number of four digits."""
    return tuple(sorted(migrations_path().glob("[0-9][0-9][0-9][0-9]_*.sql")))


def migrate(database: Database, back_up: Callable[[], object] | None = None) -> None:
    """Bring the database to the newest shape; refuses one made by a newer program, leaves a failing one as it was."""
    files = migration_files()
    known = Migrations("auditor")
    for path in files:
        known(name=path.stem)(_runner(path))
    applied = {item.name for item in known.applied(database)}
    newer = applied - {path.stem for path in files}
    if newer:
        raise UserError("store.newer", newest=max(newer))
    if len(applied) == len(files):
        return
    if applied and back_up:
        back_up()
    try:
        known.apply(database)
    except DatabaseError as error:
        raise UserError("store.migration_failed", reason=str(error)) from error


def _runner(path: Path) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        for statement in split_statements(path.read_text("utf-8")):
            database.conn.execute(statement)

    return run
