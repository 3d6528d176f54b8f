from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from auditor_app.core.change import Edit
from auditor_app.ui.models.programme import ProgrammeRow
from auditor_app.ui.screens.criteria.leaving import Leaving
from auditor_app.ui.screens.day.activity_form import ActivityForm
from auditor_app.ui.screens.day.paper_entry import PaperEntry
from auditor_app.ui.screens.day.screen import DayScreen
from auditor_app.ui.screens.parts.row_list import RowList
from tests.ui.places.conftest import HALF_PAST_ONE, Visit, shown

HOSTILE = ["\x00NUL\x00", "\u202eright to left", "👩‍👩‍👧 emoji", "<b>bold</b><img src=x>", "%s {x} &amp; \\n"]


@pytest.fixture
def day(visit: Visit, qtbot: QtBot) -> Iterator[DayScreen]:
    visit.plan()
    screen = DayScreen(visit.session, visit.look, visit.now)
    shown(qtbot, screen)
    yield screen
    screen.flush()
    visit.settle()


def type_line(day: DayScreen, text: str) -> None:
    day.focus_composer()
    QTest.keyClicks(day.capture.composer.editor.edit, text)
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Escape)  # close the completion
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Return)


def test_an_empty_programme_offers_the_model_plan(visit: Visit, qtbot: QtBot) -> None:
    screen = DayScreen(visit.session, visit.look, visit.now)
    shown(qtbot, screen)
    assert not screen.has_composer
    screen.setFocus()
    first_step = QApplication.focusWidget()
    assert first_step is not None
    QTest.keyClick(first_step, Qt.Key.Key_Space)
    visit.settle()
    assert screen.capture.composer.editor.edit.hasFocus()
    assert screen.programme.list.model().rowCount() > 10
    assert screen.has_composer


def test_it_opens_at_what_happens_now(day: DayScreen, visit: Visit) -> None:
    assert day.programme.list.current_key() == visit.activity("INT-C").id


def test_a_line_becomes_a_note_with_its_tags_source_and_time(day: DayScreen, visit: Visit) -> None:
    type_line(day, "Six coaches, one talk a week #E2.1+ and more")
    visit.settle()
    (note,) = visit.notes()
    assert note.seen == "Six coaches, one talk a week and more"
    assert (note.source, note.activity, note.moment[:16]) == ("INT-C", visit.activity("INT-C").id, "2026-11-12T13:47")
    assert visit.links() == {("E2.1", "+")}
    assert day.capture.composer.editor.text() == ""


def test_the_marked_matrix_cell_belongs_to_the_line(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    edit = day.capture.composer.editor.edit
    QTest.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    type_line(day, "They follow up on Fridays")
    visit.settle()
    assert visit.links() == {("matrix:C2", "o")}


def test_going_to_the_questions_marks_none_and_a_mark_can_be_taken_off(day: DayScreen, visit: Visit) -> None:
    listed = day.questions.list
    for reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason):
        listed.setFocus(reason)
        assert (day._marked, listed.current_key()) == ("", "")
        listed.grab()
        day.focus_composer()
    listed.setFocus(Qt.FocusReason.TabFocusReason)
    for keys in (
        (Qt.Key.Key_Down, Qt.Key.Key_Return),
        (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up),
    ):
        QTest.keyClick(listed, keys[0])
        assert day._marked == "matrix:C1"
        for key in keys[1:]:
            QTest.keyClick(listed, key)
        assert (day._marked, listed.current_key()) == ("", "")
    place = listed.visualRect(listed.model().index(1, 0)).center()
    for marked in ("matrix:C2", "", "matrix:C2"):
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert day._marked == marked
    day.focus_composer()
    assert "C2" in day.capture.composer.editor.edit.placeholderText()
    type_line(day, "They follow up on Fridays")
    visit.settle()
    assert visit.links() == {("matrix:C2", "o")}


def test_a_quick_tag_goes_into_the_line(day: DayScreen, visit: Visit) -> None:
    day._on_kind("criteria")
    day.questions.list.step(1)
    first = day._marked
    day.focus_composer()
    edit = day.capture.composer.editor.edit
    QTest.keyClicks(edit, "Seen it")
    QTest.keyClick(edit, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    visit.settle()
    assert visit.links() == {(first, "-")}
    assert visit.notes()[0].seen == "Seen it"


def test_the_completion_is_taken_by_keyboard(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    edit = day.capture.composer.editor.edit
    QTest.keyClicks(edit, "Missed talks #E2.1")
    completer = day.capture.composer.completer
    assert [completer.is_open] == [True]
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert [completer.is_open] == [False]
    assert "#E2.1-" in day.capture.composer.editor.text()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    visit.settle()
    assert visit.links() == {("E2.1", "-")}


def test_in_an_address_of_the_web_no_tag_is_offered(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    edit = day.capture.composer.editor.edit
    QTest.keyClicks(edit, "See www.example.org/#E2.1")
    assert not day.capture.composer.completer.is_open
    QTest.keyClick(edit, Qt.Key.Key_Return)
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["See www.example.org/#E2.1"]
    assert visit.links() == set()


def test_shift_enter_breaks_the_line_and_ctrl_d_adds_an_interpretation(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    edit = day.capture.composer.editor.edit
    QTest.keyClicks(edit, "First")
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(edit, "second")
    QTest.keyClick(edit, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    meaning = day.capture.composer.meaning.edit
    QTest.keyClicks(meaning, "Perhaps a habit")
    QTest.keyClick(meaning, Qt.Key.Key_Return)
    visit.settle()
    (note,) = visit.notes()
    assert (note.seen, note.interpretation) == ("First\nsecond", "Perhaps a habit")
    assert edit.hasFocus()


def test_a_line_is_on_the_disk_before_enter_and_only_once_after_it(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    QTest.keyClicks(day.capture.composer.editor.edit, "Half a sen")
    day.flush()
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Half a sen"]
    assert day.capture.lines.model().rowCount() == 0
    assert day.capture.composer.editor.text() == "Half a sen"
    QTest.keyClicks(day.capture.composer.editor.edit, "tence #O2.2+")
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Return)
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Half a sentence"]
    assert visit.links() == {("O2.2", "+")}
    assert day.capture.lines.model().rowCount() == 1


def test_enter_while_the_first_write_is_under_way_makes_one_note(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    QTest.keyClicks(day.capture.composer.editor.edit, "Quick")
    day.flush()
    QTest.keyClicks(day.capture.composer.editor.edit, " hands #E1.1-")
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Return)
    QTest.keyClicks(day.capture.composer.editor.edit, "Next")
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Return)
    visit.settle()
    assert sorted(note.seen for note in visit.notes()) == ["Next", "Quick hands"]
    assert visit.links() == {("E1.1", "-")}


def test_what_was_deleted_again_before_enter_goes_to_the_bin(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    QTest.keyClicks(day.capture.composer.editor.edit, "No")
    day.flush()
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["No"]
    for _key in "No":
        QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Backspace)
    day.flush()
    visit.settle()
    assert visit.notes() == ()


def test_switching_the_activity_keeps_the_line_where_it_was_written(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    QTest.keyClicks(day.capture.composer.editor.edit, "Said by a coach")
    day.open_activity(visit.activity("INT-T").id)
    visit.settle()
    (note,) = visit.notes()
    assert (note.seen, note.source) == ("Said by a coach", "INT-C")


def test_ctrl_enter_ends_the_activity_and_opens_the_next(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    QTest.keyClicks(day.capture.composer.editor.edit, "Last words")
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Last words"]
    assert day.programme.list.current_key() == visit.activity("INT-T").id
    assert day.capture.composer.editor.edit.hasFocus()


def test_pasted_and_late_lines_are_written_afterwards(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    QApplication.clipboard().setText("A whole paragraph that was written somewhere else before")
    day.capture.composer.editor.edit.paste()
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Return)
    day.open_activity(visit.activity("WALK").id)
    type_line(day, "Remembered")
    visit.settle()
    assert [note.is_afterwards for note in visit.notes()] == [True, True]


def test_a_name_is_noticed_under_the_composer(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    QTest.keyClicks(day.capture.composer.editor.edit, "Meneer Jansen vertelt")
    day.flush()
    visit.settle()
    assert day.capture.composer._hint.isVisible()
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert day.capture.composer.editor.text() == "Een medewerker vertelt"
    assert not day.capture.composer._hint.isVisible()
    day.capture.composer.editor.edit.undo()
    assert day.capture.composer.editor.text() == "Meneer Jansen vertelt"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text(day: DayScreen, visit: Visit, text: str) -> None:
    day.focus_composer()
    day.capture.composer.editor.edit.insertPlainText(text)
    QTest.keyClick(day.capture.composer.editor.edit, Qt.Key.Key_Return)
    visit.settle()
    (note,) = visit.notes()
    assert note.seen == text.replace("\x00", "").strip()
    day.grab()


def test_a_hundred_thousand_characters_are_one_note(day: DayScreen, visit: Visit) -> None:
    day.focus_composer()
    day.capture.composer.editor.edit.insertPlainText("lang " * 20_000)
    day.capture.composer.submit()
    visit.settle()
    assert len(visit.notes()[0].seen) == 99_999
    day.grab()


def test_rows_are_moved_by_keyboard_and_by_dragging(day: DayScreen, visit: Visit) -> None:
    listed = day.programme.list
    walk = visit.activity("WALK")
    day.open_activity(walk.id)
    listed.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(listed, Qt.Key.Key_Down, both)
    visit.settle()
    assert visit.activity("WALK").start == "10:15"
    rows = [listed.visualRect(listed.model().index(row, 0)).center() for row in range(5)]
    viewport = listed.viewport()
    here = next(rows[row] for row in range(5) if listed.model().index(row, 0).data() == visit.activity("WALK").title)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, here)
    QTest.mouseMove(viewport, here + QPoint(0, -20))
    QTest.mouseMove(viewport, rows[0] + QPoint(0, -12))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rows[0] + QPoint(0, -12))
    visit.settle()
    assert visit.activity("WALK").start == "08:15"


def test_a_row_held_at_the_edge_of_a_low_window_goes_where_no_row_is_seen(day: DayScreen, visit: Visit) -> None:
    day.resize(900, 345)
    QApplication.processEvents()
    listed, walk = day.programme.list, visit.activity("WALK")
    day.open_activity(walk.id)
    listed.verticalScrollBar().setValue(0)
    viewport, plain, left = listed.viewport(), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    row = listed.model().index(next(i for i in range(23) if listed.model().index(i, 0).data() == walk.title), 0)
    listed.scrollTo(row)
    here = listed.visualRect(row).center()
    below = QPoint(here.x(), viewport.height() + 20)
    QTest.mousePress(viewport, left, plain, here)
    QTest.mouseMove(viewport, here + QPoint(0, 20))
    QTest.mouseMove(viewport, below)
    assert listed._pull.isActive()
    while listed.verticalScrollBar().value() < listed.verticalScrollBar().maximum():
        listed._on_pull()
    QTest.mouseRelease(viewport, left, plain, below)
    visit.settle()
    assert not listed._pull.isActive()
    assert visit.activity("WALK").start == "17:30"
    QTest.mousePress(viewport, left, plain, QPoint(here.x(), viewport.height() - 40))
    QTest.mouseMove(viewport, QPoint(here.x(), 5))
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, left, plain, QPoint(here.x(), 5))
    visit.settle()
    assert visit.activity("WALK").start == "17:30", "Escape gives up a drag"


def test_the_form_refuses_nonsense_and_stores_the_rest(day: DayScreen, visit: Visit, qtbot: QtBot) -> None:
    coaches = visit.activity("INT-C")
    form = ActivityForm(visit.look, coaches, visit.session.live.framework, (), ("2026-11-12", "2026-11-13"), day)
    qtbot.addWidget(form)
    form.start.show_text("25:99")
    form.present.show_text("six")
    form.accept()
    assert form.result() == 0
    form.start.show_text("1330")
    form.end.show_text("14.20")
    form.present.show_text("6")
    form.accept()
    assert form.result() == 1
    fields = form.fields()
    assert (fields["start"], fields["end"], fields["present"]) == ("13:30", "14:20", 6)
    assert fields["day"] == coaches.day
    form.present.show_text("000000199999")
    form.accept()
    assert form.fields()["present"] is None


def test_an_activity_moves_to_another_day_in_its_form_and_is_still_open_there(day: DayScreen, visit: Visit) -> None:
    coaches = visit.activity("INT-C")
    day.open_activity(coaches.id)
    day.programme.list.edit_asked.emit(coaches.id)
    form = day.findChild(ActivityForm)
    assert form is not None
    form.day.setCurrentIndex(form.day.findData("2026-11-13"))
    form.accept()
    visit.settle()
    assert visit.activity("INT-C").day == "2026-11-13"
    assert day.programme.segments.value == "2026-11-13"
    assert day.programme.list.current_key() == coaches.id


def test_a_row_is_moved_by_key_past_what_goes_on_at_the_same_time(day: DayScreen, visit: Visit) -> None:
    audits, audit = visit.session.audits, visit.session.audit_id
    slot = {"day": "2026-11-12", "start": "07:15"}
    made = [visit.write(partial(audits.add_activity, audit, end=end, title=end, **slot)) for end in ("07:40", "08:00")]
    listed = day.programme.list
    above = min(made)
    day.open_activity(above)
    listed.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(listed, Qt.Key.Key_Down, both)
    visit.settle()
    assert visit.session.live.entities("activity")[above].start > "07:40"


def test_f2_edits_the_open_activity_while_typing_and_the_marked_one_in_the_programme(
    day: DayScreen, visit: Visit, qtbot: QtBot
) -> None:
    composer, programme = day.capture.composer.editor.edit, day.programme.list
    day.focus_composer()
    QTest.keyClick(composer, Qt.Key.Key_F2)
    (form,) = day.findChildren(ActivityForm)
    assert form.title.text() == visit.activity("INT-C").title
    QTest.keyClicks(form.title.edit, "Coaches")
    QTest.keyClick(form.title.edit, Qt.Key.Key_Return)
    visit.settle()
    assert visit.activity("INT-C").title == "Coaches", "Enter saves"
    with qtbot.waitActive(day):
        day.window().activateWindow()
    programme.setFocus()
    QTest.keyClick(programme, Qt.Key.Key_Up)
    marked = programme.current_key()
    assert marked != visit.activity("INT-C").id
    QTest.keyClick(programme, Qt.Key.Key_F2)
    (form,) = (form for form in day.findChildren(ActivityForm) if form.isVisible())
    assert form.title.text() == visit.session.live.entities("activity")[marked].title
    form.reject()


def test_a_skipped_activity_stays_in_sight_and_is_passed_over(day: DayScreen, visit: Visit) -> None:
    teachers = visit.activity("INT-T")
    audits = visit.session.audits
    visit.write(lambda: audits.edit_activity(teachers.id, is_skipped=True, skip_reason="ill"))
    assert any(
        "ill" in str(day.programme.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(day.programme.list.model().rowCount())
    )
    day.open_next()
    assert day.programme.list.current_key() != teachers.id


def test_the_clock_stops_when_it_is_not_seen(day: DayScreen) -> None:
    assert day.capture._timer.isActive()
    day.hide()
    assert not day.capture._timer.isActive()


def test_the_line_says_itself_to_screen_readers(day: DayScreen, visit: Visit) -> None:
    type_line(day, "A talk each week #E2.1+")
    visit.settle()
    said = day.capture.lines.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("supports E2.1, Conversation with coaches, 13:47")


@pytest.mark.parametrize(
    ("moment", "day_named"), [("2026-11-13T09:05", "Fri 09:05"), ("2026-11-27T09:05", "27 Nov 09:05")]
)
def test_a_line_of_another_day_names_it(day: DayScreen, visit: Visit, moment: str, day_named: str) -> None:
    visit.note("Looked up in the logbook", visit.activity("INT-C").id, moment=f"{moment}:00+01:00")
    said = day.capture.lines.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert day_named in said
    day.grab()


@pytest.mark.parametrize(("width", "height"), [(1366, 690), (1093, 550), (683, 345)])
def test_composer_and_clock_stay_however_narrow(day: DayScreen, width: int, height: int) -> None:
    day.resize(width - 168, height - 88)
    QApplication.processEvents()
    assert day.capture.composer.isVisible()
    assert day.capture._clock.isVisible()


def test_an_emptied_programme_ends_the_capture(day: DayScreen, visit: Visit) -> None:
    assert day.has_composer
    for item in list(visit.session.live.entities("activity").values()):
        visit.session.write(partial(visit.session.audits.remove_activity, item.id))
    visit.settle()
    assert not day.has_composer


def test_who_leads_reads_larger_questions(day: DayScreen, visit: Visit) -> None:
    coaches, me = visit.activity("INT-C"), visit.session.live.me
    other = visit.write(partial(visit.session.audits.add_member, visit.session.audit_id, name="Ruud", initials="RB"))
    first = day.questions.list.sizeHintForRow(0)
    visit.write(partial(visit.session.audits.edit_activity, coaches.id, leads=me, records=other))
    assert day.questions.list.sizeHintForRow(0) > first


def test_the_questions_open_as_a_drawer_where_it_is_narrow(day: DayScreen) -> None:
    day.resize(683 - 168, 345)
    QApplication.processEvents()
    assert [day.questions.isVisible()] == [False]
    day.next_pane()
    assert [day.questions.isVisible()] == [True]
    day.next_pane()
    assert [day.questions.isVisible()] == [False]


@pytest.mark.parametrize("width", [1093, 683])
def test_the_programme_opens_as_a_drawer_where_it_is_folded_away(day: DayScreen, visit: Visit, width: int) -> None:
    day.resize(width - 168, 550)
    QApplication.processEvents()
    assert not day.programme.isVisible()
    day.focus_composer()
    day.next_pane()
    assert (day.questions.isVisible(), day.programme.isVisible()) == (True, False)
    day.next_pane()
    assert (day.questions.isVisible(), day.programme.isVisible()) == (False, True)
    listed, opened = day.programme.list, day._activity.id
    assert listed.hasFocus()
    QTest.keyClick(listed, Qt.Key.Key_Down)
    assert day._activity.id not in {"", opened}
    moved = day._activity
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(listed, Qt.Key.Key_Down, both)
    visit.settle()
    assert visit.session.live.entities("activity")[moved.id].start > moved.start
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert not day.programme.isVisible()
    assert day.capture.composer.editor.edit.hasFocus()


@pytest.mark.parametrize("width", [1366, 1093, 683])
def test_what_is_typed_while_the_keys_are_in_a_list_is_the_line_all_the_same(
    day: DayScreen, visit: Visit, width: int
) -> None:
    day.resize(width - 168, 550)
    QApplication.processEvents()
    edit = day.capture.composer.editor.edit
    for first, rest in (("T", "wo pupils read"), ("7", " of 9 can say the goal")):
        day.focus_composer()
        day.next_pane()
        held = QApplication.focusWidget()
        assert isinstance(held, RowList)
        QTest.keyClick(held, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        QTest.keyClicks(held, first)
        assert edit.hasFocus()
        QTest.keyClicks(edit, rest)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    visit.settle()
    assert {note.seen for note in visit.notes()} == {"Two pupils read", "7 of 9 can say the goal"}


def test_in_a_signed_audit_the_keys_go_round_to_the_lines(day: DayScreen, visit: Visit) -> None:
    visit.note("Seen", visit.activity("INT-C").id)
    audit = visit.session.audit_id
    fields = {"audit": audit, "pdf": "0" * 64, "language": "en"}
    visit.write(lambda: visit.session.desk.write([Edit(audit, "publication", "p", fields)]))
    day.questions.list.setFocus()
    day.next_pane()
    assert day.capture.lines.hasFocus()


def test_a_click_opens_a_drawer_and_escape_closes_it(day: DayScreen) -> None:
    day.resize(683 - 168, 345)
    QApplication.processEvents()
    for button, pane in ((day.capture._programme, day.programme), (day.capture._questions, day.questions)):
        button.click()
        assert pane.isVisible()
        QTest.keyClick(pane.list, Qt.Key.Key_Escape)
        assert not pane.isVisible()
    day.resize(1366 - 168, 690)
    QApplication.processEvents()
    assert not day.capture._programme.isVisible()


def test_lines_are_broken_anew_when_only_their_width_changes(day: DayScreen, visit: Visit, qtbot: QtBot) -> None:
    type_line(day, "Six coaches have one talk a week with each pupil, and say what was agreed the week before")
    visit.settle()
    day.resize(1198, 690)
    listed = day.capture.lines
    line = listed.model().index(0, 0)
    heights = []
    for sizes in ([220, 240, 738], [220, 658, 320]):
        day._panes.setSizes(sizes)
        QApplication.processEvents()
        heights.append(listed.sizeHintForIndex(line).height())
        qtbot.waitUntil(lambda: listed.visualRect(line).height() == heights[-1])
    assert heights[1] > heights[0]


def test_beside_the_drawer_the_title_keeps_its_room_and_a_snapshot_closes_it(lesson: DayScreen) -> None:
    lesson.resize(683 - 168, 345)
    QApplication.processEvents()
    lesson.next_pane()
    QApplication.processEvents()
    assert (lesson.questions.isVisible(), lesson.capture._edit.isVisible()) == (True, False)
    lesson.capture.snapshots._take.click()
    QApplication.processEvents()
    assert (lesson.questions.isVisible(), lesson.capture._edit.isVisible()) == (False, True)


@pytest.fixture
def lesson(visit: Visit, qtbot: QtBot) -> Iterator[DayScreen]:
    """A lesson that is on now, looked at every five minutes."""
    work = partial(
        visit.session.audits.add_activity, visit.session.audit_id,
        day="2026-11-12", start="13:40", end="14:20", source="OBS", title="English", interval=5, present=24,
    )  # fmt: skip
    made = visit.write(work)
    screen = DayScreen(visit.session, visit.look, visit.now)
    shown(qtbot, screen)
    screen.open_activity(made)
    screen.focus_composer()
    yield screen
    screen.flush()
    visit.settle()


def test_a_snapshot_is_due_in_words_that_take_no_focus(lesson: DayScreen) -> None:
    bar = lesson.capture.snapshots
    assert bar._due.text() == "Snapshot 1 now"
    assert lesson.capture.composer.editor.edit.hasFocus()
    lesson.capture._on_second()
    assert lesson.capture.composer.editor.edit.hasFocus()


def test_snapshots_are_time_stamped_notes_and_one_occasion(lesson: DayScreen, visit: Visit) -> None:
    bar, edit = lesson.capture.snapshots, lesson.capture.composer.editor.edit
    QTest.keyClick(edit, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    assert bar.at_work.hasFocus()
    QTest.keyClicks(bar.at_work, "18")
    bar.goal.segment("visible").click()
    bar.setting.segment("pairs").click()
    QTest.keyClicks(edit, "Most read aloud #E2.1+")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    visit.settle()
    (note,) = visit.notes()
    assert note.seen == "Snapshot 1: 18 of 24 at work, goal: visible, pairs. Most read aloud"
    assert (note.is_snapshot, note.source, note.moment[:16]) == (True, "OBS", "2026-11-12T13:47")
    assert bar._due.text() == "Snapshot 2 at 13:52"
    assert not bar.is_open
    QTest.keyClick(edit, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(bar.at_work, "20")
    QTest.keyClick(bar.at_work, Qt.Key.Key_Return)
    visit.settle()
    second = next(note for note in visit.notes() if "Snapshot 2" in note.seen)
    visit.write(lambda: visit.session.evidence.link(second.id, "E2.1", "+"))
    count = visit.session.snapshot.evidence_of("E2.1")
    assert (count.notes, count.independent) == (2, 1)


def test_a_snapshot_is_chosen_and_stored_with_enter_alone(lesson: DayScreen, visit: Visit) -> None:
    bar, edit = lesson.capture.snapshots, lesson.capture.composer.editor.edit
    QTest.keyClick(edit, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    pairs = bar.setting.segment("pairs")
    pairs.setFocus()
    QTest.keyClick(pairs, Qt.Key.Key_Return)
    assert bar.is_open
    QTest.keyClick(pairs, Qt.Key.Key_Return)
    visit.settle()
    assert [note.seen for note in visit.notes()] == ["Snapshot 1: pairs."]
    assert edit.hasFocus()


def test_arrows_choose_in_a_snapshot_and_delete_takes_the_choice_back(lesson: DayScreen) -> None:
    bar, edit = lesson.capture.snapshots, lesson.capture.composer.editor.edit
    QTest.keyClick(edit, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    first, second, *_others = bar.goal.findChildren(QAbstractButton)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    assert second.isChecked()
    chosen = bar.goal.value
    assert chosen
    assert bar.look().goal.value == chosen
    QTest.keyClick(second, Qt.Key.Key_Delete)
    assert (bar.goal.value, second.isChecked(), second.hasFocus()) == ("", False, True)


def test_a_snapshot_that_is_given_up_leaves_the_line_as_it_was(lesson: DayScreen, visit: Visit) -> None:
    bar, edit = lesson.capture.snapshots, lesson.capture.composer.editor.edit
    QTest.keyClicks(edit, "A plain line")
    QTest.keyClick(edit, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(bar.at_work, Qt.Key.Key_Escape)
    assert edit.hasFocus()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    visit.settle()
    (note,) = visit.notes()
    assert (note.seen, note.is_snapshot) == ("A plain line", False)


def test_the_form_takes_criteria_and_the_interval_of_a_lesson(lesson: DayScreen, visit: Visit, qtbot: QtBot) -> None:
    form = ActivityForm(visit.look, visit.activity("OBS"), visit.session.live.framework, (), (), lesson)
    qtbot.addWidget(form)
    form.show()
    form.criteria.show_text("e2.1; #E2.3, X9.9")
    form.accept()
    assert form.result() == 0
    form.criteria.show_text("e2.1; #E2.3 E2.1")
    form.interval.setCurrentIndex(form.interval.findData(10))
    assert (form.fields()["criteria"], form.fields()["interval"]) == (("E2.1", "E2.3"), 10)
    form.source.setCurrentIndex(form.source.findData("INT-T"))
    assert form.fields()["interval"] is None


def test_look_fors_show_with_the_marked_question(day: DayScreen, visit: Visit) -> None:
    day.open_activity(visit.activity("OBS").id)
    before = day.questions.list.sizeHintForRow(0)
    day.questions.list.step(1)
    assert day.questions.list.sizeHintForRow(0) > before
    day.questions.grab()


def test_before_the_first_note_nothing_is_called_thin(day: DayScreen, visit: Visit) -> None:
    briefing = next(item for item in visit.session.live.alive("activity") if item.is_own_time)
    day.open_activity(briefing.id)
    assert day.questions.list.model().rowCount() == 0
    assert "No note speaks to a criterion yet" in day.questions._none.text()
    visit.note("Yes #O2.2+", visit.activity("OBS").id)
    assert day.questions.list.model().rowCount() > 10


def test_the_team_session_lists_what_is_to_be_settled_and_keeps_its_decisions(day: DayScreen, visit: Visit) -> None:
    visit.note("Yes #O2.2+", visit.activity("OBS").id)
    visit.note("No #O2.2-", visit.activity("INT-T").id)
    session = next(item for item in visit.session.live.alive("activity") if item.title == "Team session")
    day.open_activity(session.id)
    first = day.questions.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.startswith("O2.2")
    assert "1 for, 1 against" in first
    type_line(day, "Tomorrow: ask year 4 about it #O2.2")
    visit.settle()
    decision = next(note for note in visit.notes() if note.activity == session.id)
    assert (decision.sensitivity, decision.source) == ("team", "")
    assert visit.session.snapshot.evidence_of("O2.2").notes == 2


def test_what_cannot_be_planned_is_said_in_the_sheet_that_stands_over_the_window(day: DayScreen, visit: Visit) -> None:
    visit.note("Yes #E2.1+", visit.activity("OBS").id)
    sheet = Leaving(visit.session, visit.look, day, lambda: HALF_PAST_ONE + timedelta(days=9)).open()
    sheet.list.choose("E2.1")
    QTest.keyClick(sheet.list, Qt.Key.Key_P)
    assert sheet._said.isVisible()
    assert "Add an activity" in sheet._said.text()
    sheet.reject()


def test_a_criterion_is_planned_where_it_can_still_be_seen(day: DayScreen, visit: Visit) -> None:
    visit.note("Yes #E2.1+", visit.activity("OBS").id)
    sheet = Leaving(visit.session, visit.look, day, visit.now).open()
    assert "until Fri 12:15" in sheet._text.text()
    sheet.list.choose("E2.1")
    sheet.list.setFocus()
    QTest.keyClick(sheet.list, Qt.Key.Key_P)
    visit.settle()
    asked = [item for item in visit.session.live.alive("activity") if item.criteria == ("E2.1",)]
    assert len(asked) == 1
    row = next(row for row in sheet.list.model().rows if row.key == "E2.1")  # type: ignore[attr-defined]  # a RowsModel
    assert row.right == "planned"
    assert row.detail.startswith("can be seen at "), "what is missing may be cut off, where it can be seen may not"
    assert asked[0].title in row.detail
    sheet.grab()
    sheet.close()


def test_paper_is_typed_in_line_by_line_and_marked_as_written_afterwards(day: DayScreen, visit: Visit) -> None:
    walk = visit.activity("WALK")
    day.open_activity(walk.id)
    day.enter_from_paper()
    sheet = day.findChild(PaperEntry)
    assert sheet is not None
    for time, seen, codes in (("0942", "Quiet corners", "E2.1+, c2"), ("", "A map on the wall", "")):
        sheet.time.show_text(time)
        sheet.codes.show_text(codes)
        QTest.keyClicks(sheet.seen.edit, seen)
        QTest.keyClick(sheet.seen.edit, Qt.Key.Key_Return)
        visit.settle()
    first, second = sorted(visit.notes(), key=lambda note: note.seen, reverse=True)
    assert (first.seen, first.moment[:16], first.source) == ("Quiet corners", "2026-11-12T09:42", "WALK")
    assert (second.seen, second.moment[:16]) == ("A map on the wall", "2026-11-12T09:30")
    assert first.is_afterwards
    assert second.is_afterwards
    assert visit.links() == {("E2.1", "+"), ("matrix:C2", "o")}
    sheet.grab()
    sheet.close()


def test_an_interpretation_on_paper_is_typed_in_apart_from_the_fact(day: DayScreen, visit: Visit) -> None:
    day.open_activity(visit.activity("WALK").id)
    day.enter_from_paper()
    sheet = day.findChild(PaperEntry)
    assert sheet is not None
    sheet.activateWindow()
    QApplication.processEvents()
    sheet.seen.edit.setFocus()
    QTest.keyClicks(sheet.seen.edit, "A map on the wall")
    QTest.keyClick(sheet.seen.edit, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert sheet.meaning.edit.hasFocus()
    QTest.keyClicks(sheet.meaning.edit, "Made by pupils?")
    QTest.keyClick(sheet.meaning.edit, Qt.Key.Key_Return)
    visit.settle()
    (note,) = visit.notes()
    assert (note.seen, note.interpretation) == ("A map on the wall", "Made by pupils?")
    assert sheet.meaning.isHidden()
    sheet.close()


@pytest.mark.parametrize(
    ("time", "codes", "seen", "tags"),
    [
        ("0942", "E2.1+", "Kept", {("E2.1", "+")}),
        ("soon", "E2.1+", "Kept", {("E2.1", "+")}),
        ("0942", "E2.1+ X9", "Kept (E2.1+ X9)", set[tuple[str, str]]()),
    ],
)
def test_closing_keeps_the_line_that_is_being_typed_in_from_paper(
    day: DayScreen, visit: Visit, time: str, codes: str, seen: str, tags: set[tuple[str, str]]
) -> None:
    day.open_activity(visit.activity("WALK").id)
    day.enter_from_paper()
    sheet = day.findChild(PaperEntry)
    assert sheet is not None
    sheet.time.show_text(time)
    sheet.codes.show_text(codes)
    QTest.keyClicks(sheet.seen.edit, "Kept")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    visit.settle()
    (note,) = visit.notes()
    assert (note.seen, note.is_afterwards, visit.links()) == (seen, True, tags)
    assert note.moment[:16] == ("2026-11-12T09:30" if time == "soon" else "2026-11-12T09:42")


def test_lines_of_one_minute_keep_the_order_of_the_sheet_also_when_it_is_taken_up_again(
    day: DayScreen, visit: Visit
) -> None:
    day.open_activity(visit.activity("WALK").id)
    told = [f"Line {number} of the sheet" for number in range(4)]
    for lines in (told[:2], told[2:]):
        day.enter_from_paper()
        sheet = day.findChild(PaperEntry)
        assert sheet is not None
        for seen in lines:
            sheet.time.show_text("0942")
            QTest.keyClicks(sheet.seen.edit, seen)
            QTest.keyClick(sheet.seen.edit, Qt.Key.Key_Return)
            visit.settle()
        sheet.close()
        sheet.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    in_order = sorted(visit.notes(), key=lambda note: note.moment)
    assert [note.seen for note in in_order] == told
    assert {note.moment[:16] for note in in_order} == {"2026-11-12T09:42"}
    assert len({note.moment for note in in_order}) == len(told)


@pytest.mark.parametrize(("time", "codes"), [("25:00", ""), ("soon", ""), ("09:00", "Z9.9"), ("09:00", "<b>")])
def test_a_line_from_paper_that_cannot_be_is_kept_and_explained(
    day: DayScreen, visit: Visit, time: str, codes: str
) -> None:
    day.enter_from_paper()
    sheet = day.findChild(PaperEntry)
    assert sheet is not None
    sheet.time.show_text(time)
    sheet.codes.show_text(codes)
    QTest.keyClicks(sheet.seen.edit, "Kept")
    sheet.store()
    visit.settle()
    assert visit.notes() == ()
    assert sheet.seen.text() == "Kept"
    assert sheet.time._sentence.isVisible() != sheet.codes._sentence.isVisible()
    sheet.seen.show_text("")
    sheet.close()


@pytest.mark.parametrize("notes", [7, 42, 345, 1234])
def test_the_chip_of_the_source_leaves_the_number_of_notes_whole(day: DayScreen, visit: Visit, notes: int) -> None:
    listed, talk = day.programme.list, visit.activity("INT-P")
    width = QFontMetrics(visit.look.font("body", tabular=True)).horizontalAdvance(str(notes))

    def number(source: str) -> QImage:
        day.programme.show_rows([ProgrammeRow(replace(talk, source=source), notes)], "")
        row = listed.visualRect(listed.model().index(0, 0))
        right = listed.width() - 14
        return listed.grab(QRect(right - width, row.y(), width, row.height())).toImage()

    assert number("INT-P") == number("")
