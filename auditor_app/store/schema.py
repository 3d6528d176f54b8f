"""The shape the migrations add up to, dumped to `db/schema.sql` so that a review sees it and CI compares it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from auditor_app.config import migrations_path
from auditor_app.store.engine import KEY_BYTES, connect
from auditor_app.store.migrations import migrate

QUERY = """
    SELECT sql FROM sqlite_master
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_words_*'
      AND name NOT LIKE '%sqlite_migrations%'
       OR type = 'trigger'
    ORDER BY type = 'trigger', tbl_name, type DESC, name
"""


def dump() -> str:
    """Migrate an empty database and give its schema as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        connection = connect(Path(folder) / "schema.db", bytes(KEY_BYTES))
        migrate(connection)
        statements = [row[0] for row in connection.execute(QUERY)]
        connection.close()
    return "-- Written by `python -m auditor_app.store.schema`; do not edit.\n\n" + ";\n\n".join(statements) + ";\n"


def main() -> int:
    """Write `db/schema.sql`, or with `--check` say whether it is true."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when db/schema.sql differs from the migrations")
    path = migrations_path() / "schema.sql"
    if not parser.parse_args().check:
        path.write_text(dump(), "utf-8")
        return 0
    is_true = path.is_file() and path.read_text("utf-8") == dump()
    sys.stdout.write("db/schema.sql is true\n" if is_true else "db/schema.sql differs: run without --check\n")
    return 0 if is_true else 1


if __name__ == "__main__":
    sys.exit(main())
