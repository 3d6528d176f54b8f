from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.ui.frame.note_window import NoteWindow
from auditor_app.ui.frame.quick_note import LONGEST_QUICK, QuickNoteBar
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


def test_a_quick_note_is_offered_the_criteria_after_the_sign(visit: Visit, qtbot: QtBot) -> None:
    place = QWidget()
    shown(qtbot, place, 1366, 600)
    bar = QuickNoteBar(visit.look, visit.session, place)
    bar.setGeometry(0, 560, 1366, 40)
    bar.show()
    bar.line.setFocus()
    QTest.keyClicks(bar.line, "Elke leerling heeft een doel #E1.1")
    popup = bar.completer._popup
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    assert visit.notes() == ()
    assert bar.line.text() == "Elke leerling heeft een doel #E1.1+ "
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Elke leerling heeft een doel"]
    QTest.keyClicks(bar.line, "#")
    assert popup.isVisible()
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert popup.isHidden()
    assert bar.line.hasFocus(), "the first Escape only puts the choices away"


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
    assert window._title.text().startswith("Saved ")
    window._time.show_text("then")
    window._timer.timeout.emit()
    assert (window._time.text(), window._title.text()[:6]) == ("then", "Saved ")
    window._said.stop()
    window._timer.timeout.emit()
    assert ":" in window._time.text()
    QTest.keyClicks(window.line, "Meneer Jansen")
    assert "Ctrl+R" in window._title.text()
    window.close()
    again = NoteWindow(visit.look, visit.session, memory, parent)
    again.open()
    assert again.pos() == QPoint(120, 90)
    again.close()
    memory.setValue("note_window", QPoint(9_000, 40))
    again.open()
    assert parent.geometry().contains(again.geometry().center()), "the screen it stood on may be gone"
    again.close()
    assert not again._timer.isActive()


def test_the_small_window_says_that_a_snapshot_is_due_and_takes_it(visit: Visit, qtbot: QtBot, tmp_path: Path) -> None:
    visit.plan()
    began, walk = datetime.now().astimezone() - timedelta(minutes=1), visit.activity("OBS").id
    hours: dict[str, Any] = {"day": began.date().isoformat(), "start": f"{began:%H:%M}", "end": "23:59", "interval": 5}
    visit.write(lambda: visit.session.audits.edit_activity(walk, **hours))
    parent, memory = QWidget(), QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    shown(qtbot, parent)
    window = NoteWindow(visit.look, visit.session, memory, parent)
    window.open()
    assert window._title.text().startswith("Snapshot 1 now (Alt+O)")
    QTest.keyClicks(window.line, "Seven read")
    QTest.keyClick(window.line, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    visit.settle()
    assert [(note.seen, note.is_snapshot) for note in visit.notes()] == [("Snapshot 1. Seven read", True)]
    assert window.line.text() == ""
    window._show_activity()
    assert window._title.text().startswith("Snapshot 2 at")
    window.close()


def test_what_is_pasted_was_written_elsewhere_and_no_more_than_fits_is_taken(visit: Visit, qtbot: QtBot) -> None:
    bar, told = QuickNoteBar(visit.look, visit.session), list[str]()
    visit.session.told.connect(lambda text, *_more: told.append(text))
    shown(qtbot, bar, 1366, 40)
    bar.line.setFocus()
    QApplication.clipboard().setText("A whole paragraph that was written somewhere else before")
    bar.line.paste()
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    visit.settle()
    QTest.keyClicks(bar.line, "Typed")
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    visit.settle()
    assert {note.seen[:5]: note.is_afterwards for note in visit.notes()} == {"A who": True, "Typed": False}
    assert not told
    QApplication.clipboard().setText("x" * (LONGEST_QUICK + 1))
    bar.line.paste()
    assert len(bar.line.text()) == LONGEST_QUICK
    assert str(LONGEST_QUICK) in told[0]


@pytest.fixture
def bar(visit: Visit, qtbot: QtBot) -> Iterator[QuickNoteBar]:
    made = QuickNoteBar(visit.look, visit.session)
    shown(qtbot, made, 1366, 40)
    made.line.setFocus()
    yield made
    made.line.finish()
    visit.settle()


def test_a_quick_note_is_on_the_disk_at_its_first_pause_and_only_once_after_enter(
    bar: QuickNoteBar, visit: Visit
) -> None:
    QTest.keyClicks(bar.line, "Quiet corners #E2.1+ ")
    bar.line.flush()
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Quiet corners #E2.1+"]
    assert bar.line.text() == "Quiet corners #E2.1+ ", "the line stays in hand"
    QTest.keyClicks(bar.line, "in use")
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Quiet corners in use"]
    assert visit.links() == {("E2.1", "+")}
    assert bar.line.text() == ""


def test_what_is_typed_while_the_line_before_is_under_way_is_a_line_of_its_own(bar: QuickNoteBar, visit: Visit) -> None:
    QTest.keyClicks(bar.line, "First")
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    QTest.keyClicks(bar.line, " second")
    QTest.keyClick(bar.line, Qt.Key.Key_Home)
    visit.settle()
    assert bar.line.text() == "second"
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    visit.settle()
    assert sorted(note.seen for note in visit.notes()) == ["First", "second"]


def test_a_quick_note_that_was_deleted_again_goes_to_the_bin(bar: QuickNoteBar, visit: Visit) -> None:
    QTest.keyClicks(bar.line, "Never mind")
    bar.line.flush()
    visit.settle()
    bar.line.selectAll()
    QTest.keyClick(bar.line, Qt.Key.Key_Delete)
    bar.line.flush()
    visit.settle()
    assert [note.deleted for note in visit.session.live.entities("note").values()] == [True]


def test_a_line_that_was_undone_while_it_is_written_comes_back_with_it(bar: QuickNoteBar, visit: Visit) -> None:
    QTest.keyClicks(bar.line, "Half")
    bar.line.flush()
    visit.settle()
    visit.write(lambda: visit.session.audits.undo(visit.session.audit_id))
    assert visit.session.live.alive("note") == ()
    QTest.keyClicks(bar.line, " and whole")
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    visit.settle()
    assert [note.seen for note in visit.session.live.alive("note")] == ["Half and whole"]


def test_coming_back_to_a_half_line_by_key_goes_on_where_it_ends(bar: QuickNoteBar, visit: Visit) -> None:
    QTest.keyClicks(bar.line, "Half a line")
    bar.line.clearFocus()
    bar.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(bar.line, ", and the rest")
    assert bar.line.text() == "Half a line, and the rest"
    visit.settle()
