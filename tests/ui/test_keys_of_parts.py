"""Keys that parts of every place owe."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from auditor_app.ui.theme import Look
from auditor_app.ui.widgets.buttons import Button


def test_enter_presses_a_button_and_ctrl_enter_is_for_the_place(qtbot: QtBot) -> None:
    button, pressed = Button(Look(), "Close"), list[bool]()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(True))
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Enter)
    assert len(pressed) == 2
