"""The matrix place: states by key and by click, notes as evidence, loops in sentences, little room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.core.model import Cell
from auditor_app.ui.models.matrix_words import CellRow, RoleRow
from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.screens.matrix.notes import NotesDialog
from auditor_app.ui.screens.matrix.screen import MatrixScreen
from auditor_app.ui.screens.matrix.trace import TraceDialog
from tests.ui.places.conftest import Visit, shown


@pytest.fixture
def matrix(visit: Visit, qtbot: QtBot) -> Iterator[MatrixScreen]:
    screen = MatrixScreen(visit.session, visit.look)
    shown(qtbot, screen, 1198, 680)
    screen.table.setFocus()
    yield screen
    screen.flush()
    visit.settle()


def stored(visit: Visit, cell: str) -> Cell:
    found = visit.session.audits.snapshot(visit.session.audit_id).cells
    return next((item for item in found if item.cell == cell), Cell())


def row(matrix: MatrixScreen, role: str) -> RoleRow:
    return next(item for item in matrix.rows.rows if item.role == role)


def cell(matrix: MatrixScreen, name: str) -> CellRow:
    return matrix.rows.cells[name]


def fill(visit: Visit, role: str, states: str) -> None:
    names = {"S": "systematic", "D": "partly", "N": "not_seen", "B": "not_discussed"}
    audit, judge = visit.session.audit_id, visit.session.judge
    for step, key in enumerate(states, 1):
        visit.write(lambda name=f"{role}{step}", state=names[key]: judge.set_cell(audit, name, state))  # type: ignore[misc]  # a loop's values, kept


def test_letters_say_what_was_found_and_arrows_walk(matrix: MatrixScreen, visit: Visit) -> None:
    assert matrix.table.current_cell == "P1"
    QTest.keyClicks(matrix.table, "s")
    QTest.keyClick(matrix.table, Qt.Key.Key_Right)
    QTest.keyClicks(matrix.table, "D")
    QTest.keyClick(matrix.table, Qt.Key.Key_Down)
    QTest.keyClicks(matrix.table, "n")
    QTest.keyClick(matrix.table, Qt.Key.Key_Left)
    QTest.keyClicks(matrix.table, "b")
    visit.settle()
    assert [stored(visit, name).state for name in ("P1", "P2", "C2", "C1")] == [
        "systematic", "partly", "not_seen", "not_discussed",
    ]  # fmt: skip
    assert matrix.strip.control.value == "not_discussed"
    for _press in range(9):
        QTest.keyClick(matrix.table, Qt.Key.Key_Down)
    assert matrix.table.current_cell == "K1", "past the chain and the heading"


def test_the_control_decides_too_and_undo_takes_it_back(matrix: MatrixScreen, visit: Visit) -> None:
    matrix.show_entity("cell", f"{visit.session.audit_id}:D4")
    matrix.strip.control.segment("partly").click()
    visit.settle()
    assert stored(visit, "D4").state == "partly"
    audit, audits = visit.session.audit_id, visit.session.audits
    visit.write(lambda: audits.undo(audit))
    assert matrix.strip.control.value == ""
    assert cell(matrix, "D4").state == ""
    matrix.show_entity("cell", "Z9")
    assert matrix.table.current_cell == "D4"


def test_a_remark_is_kept_whole_and_never_longer_than_the_report_has_room_for(
    matrix: MatrixScreen, visit: Visit
) -> None:
    matrix.show_entity("cell", "C2")
    matrix.strip.remark.setFocus()
    QTest.keyClicks(matrix.strip.remark, "Not in weeks of tests: s d n b")
    matrix.show_entity("cell", "C3")
    visit.settle()
    assert (stored(visit, "C2").text, stored(visit, "C2").state) == ("Not in weeks of tests: s d n b", "")
    assert matrix.strip.remark.text() == ""
    QTest.keyClicks(matrix.strip.remark, "x" * 80)
    matrix.flush()
    visit.settle()
    assert stored(visit, "C3").text == "x" * 60


def test_systematic_needs_a_note_and_a_tag_is_one(matrix: MatrixScreen, visit: Visit) -> None:
    matrix.show_entity("cell", "C2")
    QTest.keyClicks(matrix.table, "s")
    visit.settle()
    assert cell(matrix, "C2").lacks_note
    assert "example" in matrix.strip.note.accessibleName()
    assert "Systematic needs a note" in cell(matrix, "C2").sentence
    visit.note("Three appointments at the top of the logbook #C2")
    assert not cell(matrix, "C2").lacks_note
    assert cell(matrix, "C2").notes == 1
    assert "Three appointments" in matrix.strip.note.accessibleName()
    note = visit.note("Kept out #C2")
    visit.write(lambda: visit.session.evidence.edit_note(note, is_excluded=True, exclusion_reason="a name"))
    assert cell(matrix, "C2").notes == 1


def test_rows_tell_their_loop_and_the_partners_row_stands_apart(matrix: MatrixScreen, visit: Visit) -> None:
    fill(visit, "P", "SSNN")
    fill(visit, "K", "SSSS")
    told = row(matrix, "P").told
    assert told.first == "Open loop"
    assert told.rest == "There are goals, but nobody evaluates them or acts on deviations."
    assert row(matrix, "K").told.text.endswith("Also goes to Kunskapsskolan itself.")
    assert [item.role for item in matrix.rows.rows] == ["P", "C", "T", "D", "S", "K"]
    model = matrix.table.model()
    texts = [str(model.index(line, 0).data()) for line in range(model.rowCount())]
    assert texts[-2:] == ["Does not count for the school", "Kunskapsskolan"]
    assert matrix.rows.matrix.suggestion.level == ""


def test_nothing_of_the_place_opens_a_window_of_its_own(visit: Visit, qtbot: QtBot) -> None:
    before = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    screen = MatrixScreen(visit.session, visit.look)
    shown(qtbot, screen)
    windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget not in before]
    assert windows == [screen]


def test_the_suggestion_is_one_and_leads_to_its_criterion(matrix: MatrixScreen, visit: Visit, qtbot: QtBot) -> None:
    assert "too little" in matrix.suggestion.text()
    for role in ("P", "C"):
        fill(visit, role, "SSSS")
    for role in ("T", "D", "S"):
        fill(visit, role, "SNNN")
    assert matrix.suggestion.text() == "O3.3: suggestion level 2 · 2 rows closed"
    fill(visit, "K", "SSSS")
    assert matrix.suggestion.text() == "O3.3: suggestion level 2 · 2 rows closed", "the partner's row adds nothing"
    assert visit.session.snapshot.levels == {}, "nothing was rated by it"
    with qtbot.waitSignal(visit.session.led) as led:
        matrix.suggestion.click()
    assert led.args == ["criteria", "criterion", "O3.3"]


def test_notes_are_linked_and_let_go_in_the_picker(matrix: MatrixScreen, visit: Visit) -> None:
    other = visit.note("Nothing about goals")
    note = visit.note("A decision on page four")
    matrix.show_entity("cell", "D4")
    matrix.strip.link.click()
    dialog = matrix.findChild(NotesDialog)
    assert isinstance(dialog, NotesDialog)
    assert dialog.list.choose(note)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    visit.settle()
    assert ("matrix:D4", "o") in visit.links()
    assert cell(matrix, "D4").notes == 1
    first = dialog.list.model().index(0, 0).data(ROW_ROLE)
    assert (first.entry.note.id, first.is_linked) == (note, True)
    look_for(dialog, visit, "nothing")
    assert dialog.list.model().rowCount() == 1
    assert dialog.list.choose(other)
    look_for(dialog, visit, "")
    dialog.list.choose(note)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    visit.settle()
    assert visit.links() == set()
    dialog.accept()


def look_for(dialog: NotesDialog, visit: Visit, words: str) -> None:
    dialog.search.setText(words)
    dialog.search.searched.emit(words)
    visit.settle()


def test_the_picker_finds_notes_by_words_and_by_source(matrix: MatrixScreen, visit: Visit) -> None:
    visit.plan()
    talk, lesson = visit.activity("INT-C"), visit.activity("OBS")
    told = visit.note("Goals are told", talk.id)
    seen = visit.note("Goals on the wall", lesson.id)
    quiet = visit.note("Nothing of it", lesson.id)
    kept_out = visit.note("Goals, but not for the report", is_excluded=True)
    matrix.show_entity("cell", "C4")
    matrix.link_notes()
    dialog = matrix.findChild(NotesDialog)
    assert isinstance(dialog, NotesDialog)

    def found(words: str) -> list[str]:
        look_for(dialog, visit, words)
        return [row.entry.note.id for row in dialog.list.model().rows]  # type: ignore[attr-defined]  # a RowsModel

    assert found("") == [told, quiet, seen], "those of the role's own talks before the others, newest first"
    assert found("oals") == [told, seen]
    assert found("obs goals") == [seen]
    assert found("obs") == [quiet, seen]
    assert found("int-c") == [told]
    assert found("nobody") == []
    assert kept_out not in found("")
    dialog.reject()


def test_a_note_stays_in_its_place_when_it_is_linked_and_escape_ends_the_picking(
    matrix: MatrixScreen, visit: Visit
) -> None:
    older, linked, newest = (
        visit.note(text) for text in ("Looked back on in January", "Goals on the wall #D4", "Nothing about goals")
    )
    matrix.show_entity("cell", "D4")
    matrix.strip.link.click()
    dialog = matrix.findChild(NotesDialog)
    assert isinstance(dialog, NotesDialog)
    QApplication.processEvents()
    order = [row.entry.note.id for row in dialog.list.model().rows]  # type: ignore[attr-defined]  # a RowsModel
    assert order == [linked, newest, older], "linked ones stand on top"
    assert dialog.list.current_key() == linked
    dialog.list.choose(older)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    visit.settle()
    assert [row.entry.note.id for row in dialog.list.model().rows] == order  # type: ignore[attr-defined]  # a RowsModel
    assert dialog.list.current_key() == older
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert matrix._dialog is None


def test_enter_leads_to_the_newest_note(matrix: MatrixScreen, visit: Visit, qtbot: QtBot) -> None:
    visit.note("Older #S1")
    newer = visit.note("Newer #S1")
    matrix.show_entity("cell", "S1")
    with qtbot.waitSignal(visit.session.led) as led:
        QTest.keyClick(matrix.table, Qt.Key.Key_Return)
    assert led.args == ["notes", "note", newer]


def test_one_goal_is_followed_from_pupil_to_school(matrix: MatrixScreen, visit: Visit) -> None:
    matrix.follow.click()
    dialog = matrix.findChild(TraceDialog)
    assert isinstance(dialog, TraceDialog)
    QTest.keyClicks(dialog.goal.edit, "Speak German")
    QTest.keyClicks(dialog.fields["P"].edit, "In the logbook")
    dialog.role.segment("S").click()
    assert dialog.goal.text() == ""
    QTest.keyClicks(dialog.goal.edit, "Goals in one place")
    dialog.accept()
    visit.settle()
    goals = visit.session.audits.snapshot(visit.session.audit_id).traces
    assert [(goal.role, goal.goal, goal.pupil) for goal in goals] == [
        ("P", "Speak German", "In the logbook"),
        ("S", "Goals in one place", ""),
    ]
    model = matrix.table.model()
    chain = [str(model.index(5, column).data()) for column in range(model.columnCount())]
    assert chain[0] == "From pupil to school"
    assert "“Speak German”: Not found again at: coach" in chain[-1]


def test_the_goal_that_is_followed_scrolls_in_a_low_window(matrix: MatrixScreen, visit: Visit) -> None:
    del visit
    matrix.resize(627, 384)
    matrix.follow.click()
    dialog = matrix.findChild(TraceDialog)
    assert isinstance(dialog, TraceDialog)
    QApplication.processEvents()
    assert dialog.height() <= matrix.height()
    last = dialog.fields["S"].edit
    assert last.visibleRegion().isEmpty()
    for field in (dialog.goal, *list(dialog.fields.values())[:-1]):
        QTest.keyClick(field.edit, Qt.Key.Key_Tab)
    assert last.hasFocus()
    assert last.visibleRegion().boundingRect().height() == last.height(), "what has the keyboard scrolls into view"
    dialog.reject()


def test_a_reader_of_the_screen_hears_every_cell(matrix: MatrixScreen, visit: Visit) -> None:
    visit.note("Seen #P1")
    QTest.keyClicks(matrix.table, "s")
    visit.settle()
    model = matrix.table.model()
    said = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("P1 Pupil, Setting goals, systematic, 1 note: Which goals")
    assert (
        model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("C1 Coach, Setting goals, not filled in")
    )
    assert "Which goals" in model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(
    ("width", "height", "form"), [(1198, 602, "wide"), (1037, 460, "medium"), (635, 297, "narrow")]
)
def test_little_room_takes_the_questions_then_all_rows_but_one(
    matrix: MatrixScreen, width: int, height: int, form: str
) -> None:
    matrix.resize(width, height)
    QApplication.processEvents()
    assert matrix.table.form == form
    heights = [matrix.table.rowHeight(line) for line in range(6) if not matrix.table.isRowHidden(line)]
    assert len(heights) == (1 if form == "narrow" else 6)
    assert matrix.table.cell_delegate.is_compact == (form == "medium")
    assert matrix.strip.geometry().bottom() <= matrix.height()
    assert matrix.strip.remark.isVisible()
    assert matrix.follow.isVisible()
    assert matrix.strip.control.width() >= matrix.strip.control.sizeHint().width(), "no state is cut off"
    QTest.keyClick(matrix.table, Qt.Key.Key_Down)
    assert matrix.table.current_cell == "C1"
    assert not matrix.table.isRowHidden(1)


def test_what_is_written_while_the_place_is_hidden_is_there_when_it_is_shown(
    matrix: MatrixScreen, visit: Visit
) -> None:
    matrix.hide()
    fill(visit, "T", "SSSS")
    matrix.show()
    QApplication.processEvents()
    assert str(matrix.table.model().index(2, 5).data()).startswith("Loop closed.")
