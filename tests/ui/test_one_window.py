from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from auditor_app.ui.one_window import OneWindow, bring_forward


def test_a_second_start_calls_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = OneWindow(tmp_path), OneWindow(tmp_path)
    assert first.claim()
    assert not second.claim()
    with ThreadPoolExecutor() as pool:
        with qtbot.waitSignal(first.called):
            answer = pool.submit(second.call)
        assert answer.result()


def test_a_window_that_does_not_answer_is_not_waited_for(qapp: QCoreApplication, tmp_path: Path) -> None:
    first, second = OneWindow(tmp_path, qapp), OneWindow(tmp_path)
    assert first.claim()
    assert not second.call(patience=0.06)
    first.deleteLater()


def test_the_claim_of_a_program_that_crashed_or_of_another_computer_holds_nobody_up(
    qapp: QCoreApplication, tmp_path: Path
) -> None:
    (tmp_path / "window.lock").write_text("999999999\nauditor\n\n")
    after_a_crash = OneWindow(tmp_path, qapp)
    assert after_a_crash.claim()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "window.lock").write_text("1\nauditor\nanother-laptop\n")
    beside_another = OneWindow(elsewhere, qapp)
    assert beside_another.claim()
    for made in (after_a_crash, beside_another):
        made.deleteLater()


def test_a_minimised_window_comes_forward(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bring_forward(window)
    assert window.isVisible()
    assert not window.windowState() & Qt.WindowState.WindowMinimized
