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


INSIDE = (
    "auditor_app.core.snapshot",
    "auditor_app.core.framework",
    "auditor_app.services.audits.audits",
    "auditor_app.services.publishing.publish",
    "auditor_app.services.outside.imports",
    "auditor_app.ui.session",
    "auditor_app.ui.frame.seeker",
)
"""What the inside of an audit needs, and searching."""


def test_the_list_of_audits_loads_nothing_of_the_inside_of_one() -> None:
    script = f"import sys, auditor_app.app; print(*(name for name in {INSIDE!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_window_keeps_no_source_of_its_modules() -> None:
    """PySide would read them all for a switch that nobody turns."""
    script = "import auditor_app.app, linecache; print(*(name for name in linecache.cache if 'auditor_app' in name))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("module", ["snowballstemmer", "PIL", "PySide6.QtPdf"])
def test_the_places_of_an_audit_load_what_they_need_later(module: str) -> None:
    script = (
        "import sys, importlib; from auditor_app.ui.frame.making import SCREENS; "
        "[importlib.import_module(name) for name in SCREENS]; "
        f"print(*(name for name in sys.modules if name.partition('.')[0] == {module!r} or name == {module!r}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
