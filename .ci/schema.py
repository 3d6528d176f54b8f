"""Is the published schema of a snapshot the one its entities give? Without `--check` it is written anew."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from auditor_app.core.schema import snapshot_schema

SCHEMAS = Path(__file__).resolve().parent.parent / "resources" / "schema"
TARGET = SCHEMAS / "snapshot-1.schema.json"


def main() -> int:
    """Write the schema, or compare it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="only compare, and fail when it differs")
    text = schema_text()
    if not options.parse_args().check:
        TARGET.write_text(text, "utf-8", newline="\n")
        return 0
    is_current = TARGET.exists() and TARGET.read_text("utf-8") == text
    print(f"{TARGET.name}: {'as the entities' if is_current else 'differs: run python .ci/schema.py'}")
    return 0 if is_current else 1


def schema_text() -> str:
    """Give the text of the schema file."""
    framework = json.loads((SCHEMAS / "framework.schema.json").read_text("utf-8"))
    return json.dumps(snapshot_schema(framework), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
