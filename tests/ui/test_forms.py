from __future__ import annotations

import html

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.i18n import set_language
from auditor_app.ui.screens.parts.forms import DateField, typed_date
from auditor_app.ui.theme import Look
from auditor_app.ui.widgets.inputs import LineEdit

SHOWN = QDate(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13-11-2026", "2026-11-13"),
        ("13/11", "2026-11-13"),
        ("3.1.27", "2027-01-03"),
        ("2026-11-13", "2026-11-13"),
        ("20261113", "2026-11-13"),
        ("13 Nov 2026", "2026-11-13"),
        ("13 november", "2026-11-13"),
        ("13nov2027", "2027-11-13"),
        ("31-2-2026", ""),
        ("tomorrow", ""),
        ("", ""),
        ("1-2-3-4", ""),
    ],
)
def test_dates_are_read_as_people_type_them(text: str, day: str) -> None:
    assert typed_date(text, SHOWN).toString(Qt.DateFormat.ISODate) == day


@pytest.fixture
def field(qtbot: QtBot) -> DateField:
    made = DateField(Look(), "Starts")
    qtbot.addWidget(made)
    made.show_date("2026-11-12")
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def test_a_marked_date_is_typed_anew_as_a_whole(field: DateField, qtbot: QtBot) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "3-1-2027")
    assert field.lineEdit().text() == "3-1-2027"
    with qtbot.waitSignal(field.picked) as picked:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert picked.args == ["2027-01-03"]


@pytest.mark.parametrize(
    ("language", "shown", "typed"), [("nl", "12-11-2026", "13-11-2026"), ("sv", "2026-11-12", "2026-11-13")]
)
@pytest.mark.parametrize("is_iso", [False, True])
def test_who_comes_by_tab_types_a_whole_date(language: str, shown: str, typed: str, is_iso: bool, qtbot: QtBot) -> None:
    set_language(language)
    made = DateField(Look(), "Starts")
    qtbot.addWidget(made)
    made.show_date("2026-11-12")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.clearFocus()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    assert made.lineEdit().selectedText() == shown
    QTest.keyClicks(made, "2026-11-13" if is_iso else typed)
    QTest.keyClick(made, Qt.Key.Key_Tab)
    assert made.iso == "2026-11-13"


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_date_is_pasted_as_a_whole(field: DateField, is_marked: bool, qtbot: QtBot) -> None:
    if is_marked:
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setText(" 2026-12-24\n")
    with qtbot.waitSignal(field.picked) as picked:
        QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))
    assert picked.args == ["2026-12-24"]
    QGuiApplication.clipboard().setText("the day after")
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))
    assert field.iso == "2026-12-24"
    assert "“the day after” is no date here" in html.unescape(QToolTip.text())
    QToolTip.hideText()


def test_months_are_known_by_their_names_in_full() -> None:
    set_language("nl")
    assert typed_date("3 maart 2027", SHOWN).toString(Qt.DateFormat.ISODate) == "2027-03-03"
    assert typed_date("3 mrt 2027", SHOWN).toString(Qt.DateFormat.ISODate) == "2027-03-03"
    set_language("sv")
    assert typed_date("3 mars 2027", SHOWN).toString(Qt.DateFormat.ISODate) == "2027-03-03"
    assert typed_date("3 juli", SHOWN).toString(Qt.DateFormat.ISODate) == "2026-07-03"


def test_who_acts_by_key_from_within_the_field_gets_the_date_as_typed(field: DateField) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "2027-01-03")
    assert field.iso == "2027-01-03"


def test_what_is_no_date_leaves_the_one_that_holds(field: DateField) -> None:
    before = field.lineEdit().text()
    for text in ("soon", "99-99-9999"):
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert (field.iso, field.lineEdit().text()) == ("2026-11-12", before)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "1-1-2030")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.iso, field.lineEdit().text()) == ("2026-11-12", before)


def test_parts_can_still_be_stepped(field: DateField) -> None:
    field.setSelectedSection(DateField.Section.DaySection)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.iso == "2026-11-13"


def test_an_optional_date_is_emptied_by_typing_nothing(qtbot: QtBot) -> None:
    made = DateField(Look(), "Held", is_optional=True)
    qtbot.addWidget(made)
    made.show_date("2026-11-12")
    assert made.iso == "2026-11-12"
    made.show()
    QTest.keyClick(made, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(made, "-")
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert made.iso == ""


@pytest.mark.parametrize("shown", ["", "2026-09-17"])
def test_tab_leaves_the_field_and_the_arrows_walk_its_parts(shown: str, qtbot: QtBot) -> None:
    pane = QWidget()
    column = QVBoxLayout(pane)
    made, after = DateField(Look(), "Held", is_optional=True), LineEdit(Look())
    column.addWidget(made)
    column.addWidget(after)
    qtbot.addWidget(pane)
    made.show_date(shown)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Tab)
    assert after.hasFocus()
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    assert made.hasFocus()
    QTest.keyClick(made, Qt.Key.Key_Up)
    assert made.iso == ("2026-09-18" if shown else QDate.currentDate().toString(Qt.DateFormat.ISODate))
