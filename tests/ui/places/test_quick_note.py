from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from auditor_app.ui.frame.quick_note import NoteWindow, QuickNoteBar
from tests.ui.places.conftest import Visit, shown


def test_a_person_in_a_quick_note_is_replaced_by_one_key(visit: Visit, qtbot: QtBot) -> None:
    bar = QuickNoteBar(visit.look, visit.session)
    shown(qtbot, bar, 1366, 40)
    bar.line.setFocus()
    QTest.keyClicks(bar.line, "Mevrouw De Vries knikt")
    assert "De Vries" in bar._person.text()
    assert not bar._keys[0][0].isVisible()
    QTest.keyClick(bar.line, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert bar.line.text() == "Een medewerker knikt"
    assert not bar._person.isVisible()
    assert bar._keys[0][0].isVisible()
    bar.line.undo()
    assert bar.line.text() == "Mevrouw De Vries knikt"


def test_the_small_window_stays_on_top_and_comes_back_where_it_was(visit: Visit, qtbot: QtBot, tmp_path: Path) -> None:
    parent, memory = QWidget(), QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    shown(qtbot, parent)
    window = NoteWindow(visit.look, visit.session, memory, parent)
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    window.open()
    window.move(QPoint(120, 90))
    QTest.keyClicks(window.line, "Seen from the back #E2.1+")
    QTest.keyClick(window.line, Qt.Key.Key_Return)
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Seen from the back"]
    assert window.line.text() == ""
    QTest.keyClicks(window.line, "Meneer Jansen")
    assert "Ctrl+R" in window._title.text()
    window.close()
    again = NoteWindow(visit.look, visit.session, memory, parent)
    again.open()
    assert again.pos() == QPoint(120, 90)
    again.close()
    assert not again._timer.isActive()
