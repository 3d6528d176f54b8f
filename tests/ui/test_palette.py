from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor_app.ui.theme import Look
from auditor_app.ui.widgets.palette import Palette, PaletteGroup, PaletteItem
from auditor_app.ui.widgets.text import found_words

GROUPS = (
    PaletteGroup(
        "Criteria", (PaletteItem("Coachgesprek", "E2.1", level="3", code="E2.1"), PaletteItem("Inzet", "O2.2"))
    ),
    PaletteGroup("Empty", ()),
    PaletteGroup("Doen", (PaletteItem("Nieuwe notitie", "new", "plus", key="Ctrl+N"),)),
)


@pytest.fixture
def palette(qtbot: QtBot) -> Palette:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    made = Palette(Look(), window)
    window.show()
    made.open_palette(GROUPS)
    made.setProperty("kept", window)
    return made


def marked(palette: Palette) -> str:
    return str(palette._view.currentIndex().data())


def test_arrows_walk_over_headings_and_round_the_ends(palette: Palette) -> None:
    seen = [marked(palette)]
    for _step in range(3):
        QTest.keyClick(palette._query, Qt.Key.Key_Down)
        seen.append(marked(palette))
    assert seen == ["E2.1 Coachgesprek", "Inzet", "Nieuwe notitie", "E2.1 Coachgesprek"]
    QTest.keyClick(palette._query, Qt.Key.Key_Up)
    assert marked(palette) == "Nieuwe notitie"


def test_enter_gives_the_marked_value_and_closes(palette: Palette, qtbot: QtBot) -> None:
    QTest.keyClick(palette._query, Qt.Key.Key_Down)
    with qtbot.waitSignals([palette.chosen, palette.closed]):
        with qtbot.waitSignal(palette.chosen) as told:
            QTest.keyClick(palette._query, Qt.Key.Key_Return)
        assert told.args == ["O2.2"]
    assert palette.isHidden()


def test_typing_asks_and_no_result_is_no_crash(palette: Palette, qtbot: QtBot) -> None:
    with qtbot.waitSignal(palette.searched) as told:
        QTest.keyClick(palette._query, Qt.Key.Key_C)
    assert told.args == ["c"]
    palette.show_results(())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(palette._query, key)
    assert palette.isVisible()
    with qtbot.waitSignal(palette.closed):
        QTest.keyClick(palette._query, Qt.Key.Key_Escape)


def test_it_says_that_nothing_was_found(palette: Palette) -> None:
    palette.show_nothing("Nothing found.")
    assert palette._model.rows == ("Nothing found.",)
    assert palette._view.isVisible()
    QTest.keyClick(palette._query, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_its_model_keeps_the_rules(palette: Palette, qtmodeltester: ModelTester) -> None:
    model: QAbstractItemModel = palette._model
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped


def test_found_words_are_marked_whatever_their_case_and_accents() -> None:
    assert found_words("Zestien coachleerlingen per Coach", "coach") == ((8, 5), (28, 5))
    assert found_words("abc", "") == ()
    assert found_words("İstanbul coach", "coach") == ((9, 5),), "lower() alone would make the first letter two"
    assert found_words("Creëren, läraren, één", "creer LÄRAR een") == ((0, 5), (9, 5), (18, 3))
