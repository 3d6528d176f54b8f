"""What takes long to load waits until it is needed: a window opens before the first report is made."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "pyhanko",
    "pyhanko_certvalidator",
    "reportlab",
    "pikepdf",
    "fontTools",
    "jsonschema",
    "jsonschema_rs",
    "charset_normalizer",
    "aiohttp",
)


@pytest.mark.parametrize("module", ["auditor_app.app", "auditor_app.cli.main", "auditor_app.services.workspace"])
def test_starting_loads_nothing_that_only_a_report_needs(module: str) -> None:
    script = f"import sys, {module}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
