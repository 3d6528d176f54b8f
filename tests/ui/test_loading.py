"""Parts of the window: found in the background, made on the window's thread, whoever types in between."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from importlib import import_module

import pytest
from pytestqt.qtbot import QtBot

from auditor_app.ui.background import Background
from auditor_app.ui.frame.making import SCREENS
from auditor_app.ui.frame.opening import INSIDE
from auditor_app.ui.loading import in_order, load
from tests.conftest import MadeElsewhereError


def said_by(script: str) -> list[str]:
    """Run a script in a process that has loaded nothing yet, and give the words it prints."""
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("names", [INSIDE, SCREENS])
def test_each_module_comes_after_what_it_needs(names: tuple[str, ...]) -> None:
    """Loaded one by one in that order, none draws in another of the window's."""
    script = f"""
        import sys
        import auditor_app.app
        from importlib import import_module
        from auditor_app.ui.loading import in_order
        def window():
            return {{name for name in sys.modules if name.startswith("auditor_app.ui.")}}
        order = in_order({names!r})
        print(len(order) > 20)
        for name in order:
            before = window()
            import_module(name)
            print(*(other for other in window() - before - {{name}} if not hasattr(sys.modules[other], "__path__")))
        print(set({names!r}) <= window())
    """
    assert said_by(script) == ["True", "True"]


def test_finding_loads_what_is_not_of_the_window_and_nothing_that_is() -> None:
    script = """
        import sys
        from auditor_app.ui.loading import in_order
        order = in_order(["auditor_app.ui.screens.notes.screen"])
        print("auditor_app.services.visit.suggest" in sys.modules or "auditor_app.core.evidence" in sys.modules)
        print(any(name in sys.modules for name in order), any(name.startswith("PySide6.QtW") for name in sys.modules))
    """
    assert said_by(script) == ["True", "False", "False"]


def test_what_only_a_checker_of_types_reads_is_not_loaded() -> None:
    script = """
        import sys
        from auditor_app.ui.loading import in_order
        in_order(["auditor_app.ui.frame.making"])
        print("auditor_app.ui.session" in in_order(["auditor_app.ui.frame.making"]))
    """
    assert said_by(script) == ["False"]


def test_the_window_has_its_turn_between_two_modules() -> None:
    """Keys are answered while the places load: many small stretches, not a long one."""
    script = """
        import sys
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        from auditor_app.ui.background import Background
        from auditor_app.ui.frame.making import SCREENS
        from auditor_app.ui.loading import load
        app = QApplication([])
        background, turns, ended = Background(), [], []
        beat = QTimer(interval=0)
        beat.timeout.connect(lambda: turns.append(len(sys.modules)))
        beat.start()
        load(background, SCREENS, lambda: ended.append(all(name in sys.modules for name in SCREENS)))
        while not ended:
            app.processEvents()
        print(ended == [True], len(set(turns)) > 10)
        background.close()
    """
    assert said_by(script) == ["True", "True"]


def test_what_is_there_already_is_not_waited_for(qtbot: QtBot) -> None:  # noqa: ARG001 - a QApplication has to be there
    background, told = Background(), list[int]()
    load(background, ["auditor_app.ui.loading"], lambda: told.append(1))
    assert told == [1]
    assert not background.is_busy
    background.close()


def test_a_module_that_is_missing_is_named_where_it_is_imported() -> None:
    assert in_order(["auditor_app.ui.no_such_part", "no_such_library"]) == ["auditor_app.ui.no_such_part"]


def test_nothing_of_the_window_is_loaded_beside_its_thread(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this suite watches for in every test (tests/conftest.py), shown once."""
    monkeypatch.delitem(sys.modules, load.__module__)
    background, failed = Background(), list[Exception]()
    background.run(lambda: import_module(load.__module__), failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], MadeElsewhereError)
    background.close()
