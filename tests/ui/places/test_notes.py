from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QListView
from pytestqt.qtbot import QtBot

from auditor_app.core.model import Sensitivity
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.note_filters import FilterRow
from auditor_app.ui.models.notebook import Entry
from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.models.stream import NoteRow
from auditor_app.ui.screens.notes.panes import UNFOLDED
from auditor_app.ui.screens.notes.placing import PlacingSheet
from auditor_app.ui.screens.notes.screen import NotesScreen
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.text import TextLabel
from tests.ui.places.conftest import Visit, shown

HOSTILE = ["\x00NUL\x00", "\u202eright to left", "👩‍👩‍👧 emoji", "<b>bold</b><img src=x>", "%s {x} &amp; \\n"]


@pytest.fixture
def notes(visit: Visit, qtbot: QtBot) -> Iterator[NotesScreen]:
    visit.plan()
    screen = NotesScreen(visit.session, visit.look)
    shown(qtbot, screen)
    yield screen
    screen.flush()
    visit.settle()


def listed(notes: NotesScreen) -> list[str]:
    return [row.entry.note.seen for row in notes.stream.model.rows if isinstance(row, NoteRow)]


def test_an_empty_place_leads_to_the_day(notes: NotesScreen, visit: Visit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(visit.session.led) as led:
        notes.stream.empty.chosen.emit()
    assert led.args == ["day", "", ""]


def test_quick_switching_loses_nothing(notes: NotesScreen, visit: Visit) -> None:
    ids = [visit.note(f"Note {number}") for number in range(3)]
    for number, note in enumerate(ids * 2):
        notes.show_item(note)
        notes.editor.seen.edit.setFocus()
        QTest.keyClick(notes.editor.seen.edit, Qt.Key.Key_End)
        QTest.keyClicks(notes.editor.seen.edit, f" {number}")
        QTest.keyClicks(notes.editor.meaning.edit, f"m{number}")
    notes.flush()
    visit.settle()
    assert [visit.stored(note).seen for note in ids] == [f"Note {n} {n} {n + 3}" for n in range(3)]
    assert [visit.stored(note).interpretation.count("m") for note in ids] == [2, 2, 2]


def test_an_answer_from_the_disk_never_overwrites_newer_typing(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("A")
    notes.show_item(note)
    edit = notes.editor.seen.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_End)
    for letter in "bcdef":
        QTest.keyClicks(edit, letter)
        notes.flush()
        QApplication.processEvents()
    QTest.keyClicks(edit, "g")
    visit.settle()
    assert notes.editor.seen.text() == "Abcdefg"
    assert edit.textCursor().position() == len("Abcdefg")
    notes.flush()
    visit.settle()
    assert visit.stored(note).seen == "Abcdefg"


def test_what_was_saved_is_shown_once(notes: NotesScreen, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    note, times, show = visit.note("A"), list[str](), notes.editor.show_note
    notes.show_item(note)

    def count(entry: Entry) -> None:
        times.append(entry.note.seen)
        show(entry)

    monkeypatch.setattr(notes.editor, "show_note", count)
    notes.editor.seen.edit.setFocus()
    QTest.keyClicks(notes.editor.seen.edit, "B ")
    notes.flush()
    visit.settle()
    assert times == ["B A"]
    assert notes.editor.entry == book_of(visit.session).notes.entries[note]


def test_undo_brings_the_old_text_back_into_the_editor(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Before")
    notes.show_item(note)
    notes.editor.seen.edit.setFocus()
    QTest.keyClicks(notes.editor.seen.edit, "x")
    notes.flush()
    visit.settle()
    visit.session.write(lambda: visit.session.audits.undo(visit.session.audit_id))
    visit.settle()
    assert notes.editor.seen.text() == "Before"


def test_a_tag_typed_in_the_text_becomes_a_link_and_leaves_it(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Seen")
    notes.show_item(note)
    edit = notes.editor.seen.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_End)
    QTest.keyClicks(edit, " #E2.1")
    assert notes.editor._completer.is_open
    QTest.keyClicks(edit, "-")
    visit.settle()
    assert visit.links() == {("E2.1", "-")}
    notes.flush()
    visit.settle()
    assert visit.stored(note).seen.strip() == "Seen"


def test_a_tag_left_in_the_text_is_taken_when_the_field_is_left(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Seen")
    notes.show_item(note)
    edit = notes.editor.seen.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_End)
    QTest.keyClicks(edit, " #E1.2+ ")
    notes.editor.meaning.edit.setFocus()
    visit.settle()
    assert visit.links() == {("E1.2", "+")}
    assert visit.stored(note).seen.strip() == "Seen"


def test_a_note_is_tied_from_the_list_and_the_keys_stay_in_the_list(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Seen")
    notes.show_item(note)
    assert notes.stream.list.hasFocus()
    QTest.keyClicks(notes.stream.list, "#")
    field = notes.editor.links._field
    assert field.hasFocus()
    QTest.keyClicks(field, "e2.1+")
    visit.settle()
    assert visit.links() == {("E2.1", "+")}
    assert notes.stream.list.hasFocus()
    QTest.keyClicks(notes.stream.list, "#")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert notes.stream.list.hasFocus()


def test_links_are_added_turned_and_taken_away(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Seen")
    notes.show_item(note)
    notes.editor.afterwards.setFocus()
    QTest.keyClicks(notes.editor.afterwards, "#")
    field = notes.editor.links._field
    assert field.hasFocus()
    QTest.keyClicks(field, "coach")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "+")
    visit.settle()
    assert visit.links() == {("E2.1", "+")}
    row = notes.editor.links._rows[0]
    row.signs.segment("-").click()
    visit.settle()
    assert visit.links() == {("E2.1", "-")}
    row.remove.click()
    visit.settle()
    assert visit.links() == set()


def test_escape_folds_filters_that_were_unfolded_for_a_choice(notes: NotesScreen, visit: Visit) -> None:
    visit.note("Quiet corners")
    notes.resize(683, 345)
    QApplication.processEvents()
    QTest.mouseClick(notes._filter_button, Qt.MouseButton.LeftButton)
    assert notes.filters.list.hasFocus()
    assert notes.filters.width() >= UNFOLDED, "their names are not cut"
    QTest.keyClick(notes.filters.list, Qt.Key.Key_Escape)
    assert notes.stream.list.hasFocus()
    assert not notes.filters.isVisible()


def test_filters_narrow_and_chips_take_them_away(notes: NotesScreen, visit: Visit) -> None:
    visit.note("Coded #E2.1+", visit.activity("INT-C").id)
    visit.note("Loose", visit.activity("OBS").id)
    notes.filters.list.opened.emit("uncoded")
    assert listed(notes) == ["Loose"]
    notes.filters.list.opened.emit("source:INT-C")
    assert listed(notes) == []
    notes.stream.filter_removed.emit("what")
    assert listed(notes) == ["Coded"]
    notes.filters.list.opened.emit("kept")
    assert sorted(listed(notes)) == ["Coded", "Loose"]


def test_a_count_of_six_digits_stands_clear_of_its_label(notes: NotesScreen, visit: Visit) -> None:
    rows = notes.filters.list
    rows.show_rows([FilterRow("moment:2026-11-12-am", "Thursday, in the morning and later", 123_456)])
    QApplication.processEvents()
    place = rows.visualRect(rows.model().index(0, 0))
    picture = rows.viewport().grab(place).toImage()
    count = QFontMetricsF(visit.look.font("body", tabular=True)).horizontalAdvance("123456")
    starts = round(place.width() - 13 - count)
    between = {picture.pixelColor(x, y).rgb() for x in range(starts - 6, starts - 1) for y in range(place.height())}
    assert len(between) == 1
    ink = {picture.pixelColor(x, place.height() // 2).rgb() for x in range(16, starts - 8)}
    assert len(ink) > 1


def test_the_note_in_hand_stays_in_the_list_when_it_is_coded(notes: NotesScreen, visit: Visit) -> None:
    first = visit.note("Loose one")
    visit.note("Loose two")
    notes.show_filter("uncoded")
    notes.show_item(first)
    notes.editor.linked.emit(first, "E2.1", "+")
    visit.settle()
    assert "Loose one" in listed(notes)
    assert notes.stream.list.current_key() == first


def test_a_filter_that_the_note_in_hand_does_not_fit_lists_only_what_does(notes: NotesScreen, visit: Visit) -> None:
    first = visit.note("Coded #E2.1+")
    visit.note("Loose")
    notes.show_item(first)
    notes.show_filter("uncoded")
    assert listed(notes) == ["Loose"]
    assert notes.editor.note_id == first
    notes.show_filter("kept")
    assert set(listed(notes)) == {"Coded", "Loose"}


def test_words_are_searched_in_the_store_and_marked(notes: NotesScreen, visit: Visit, qtbot: QtBot) -> None:
    visit.note("The logbook lies open")
    visit.note("Something else")
    notes.grab()
    notes._on_find()
    QTest.keyClicks(notes.filters.search, "logbook")
    notes.filters.search.flush()
    visit.settle()
    qtbot.waitUntil(lambda: listed(notes) == ["The logbook lies open"])
    row = notes.stream.model.index(1).data(ROW_ROLE)
    assert row.words == "logbook", "also where the row was laid out before"
    QTest.keyClick(notes.filters.search, Qt.Key.Key_Escape)
    visit.settle()
    assert len(listed(notes)) == 2


def test_enter_goes_from_the_words_to_the_first_note_found_and_escape_to_the_list(
    notes: NotesScreen, visit: Visit, qtbot: QtBot
) -> None:
    first, _other, last = visit.note("The logbook lies open"), visit.note("Something"), visit.note("Last of all")
    notes.show_item(last)
    notes._on_find()
    QTest.keyClicks(notes.filters.search, "logbook")
    QTest.keyClick(notes.filters.search, Qt.Key.Key_Return)
    assert notes.stream.list.hasFocus()
    visit.settle()
    qtbot.waitUntil(lambda: notes.editor.note_id == first)
    notes._on_find()
    QTest.keyClick(notes.filters.search, Qt.Key.Key_Escape)
    assert notes.filters.search.text() == ""
    QTest.keyClick(notes.filters.search, Qt.Key.Key_Escape)
    assert notes.stream.list.hasFocus()


def test_delete_puts_a_note_into_the_bin_and_undo_takes_it_out(notes: NotesScreen, visit: Visit, qtbot: QtBot) -> None:
    note = visit.note("Gone")
    visit.note("Stays")
    notes.show_item(note)
    with qtbot.waitSignal(visit.session.told) as told:
        QTest.keyClick(notes.stream.list, Qt.Key.Key_Delete)
    assert told.args is not None
    assert told.args[1] is True
    visit.settle()
    assert listed(notes) == ["Stays"]
    visit.session.write(lambda: visit.session.audits.undo(visit.session.audit_id))
    visit.settle()
    assert sorted(listed(notes)) == ["Gone", "Stays"]


def test_a_binned_note_can_be_found_and_restored(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Gone")
    visit.write(lambda: visit.session.evidence.bin_note(note))
    notes.show_filter("binned")
    assert listed(notes) == ["Gone"]
    notes.show_item(note)
    bar = notes.editor._binned
    assert bar.isVisible()
    QTest.mouseClick(bar.findChildren(Button)[0], Qt.MouseButton.LeftButton)
    visit.settle()
    assert not visit.stored(note).deleted
    assert not bar.isVisible()


def test_a_note_in_the_bin_is_read_and_taken_out_by_keyboard(notes: NotesScreen, visit: Visit, qtbot: QtBot) -> None:
    note = visit.note("Gone #E2.1+", "", interpretation="As mevrouw De Vries said")
    visit.write(lambda: visit.session.evidence.bin_note(note))
    notes.show_filter("binned")
    notes.show_item(note)
    with qtbot.waitSignal(visit.session.told) as told:
        QTest.keyClick(notes.stream.list, Qt.Key.Key_Delete)
    assert told.args == ["This note is in the bin already", False]
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Return)
    editor = notes.editor
    QTest.keyClicks(editor.seen.edit, "changed")
    assert (editor.seen.text(), editor.links.isEnabled(), editor.team.isEnabled()) == ("Gone", False, False)
    assert not editor._meaning_hint.isVisible(), "nothing is asked of who cannot change it"
    way_back = QApplication.focusWidget()
    assert isinstance(way_back, Button)
    QTest.keyClick(way_back, Qt.Key.Key_Space)
    visit.settle()
    assert not visit.stored(note).deleted
    assert notes.stream.list.hasFocus()
    assert (editor.seen.edit.isReadOnly(), editor.links.isEnabled(), editor.team.isEnabled()) == (False, True, True)
    assert editor._meaning_hint.isVisible()


def test_the_history_of_a_long_note_fits_in_the_lowest_window(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("First " * 200)
    visit.write(lambda: visit.session.evidence.edit_note(note, seen="Second " * 200))
    notes.resize(640, 340)
    notes._on_history(note)
    visit.settle()
    dialog = notes.findChild(QDialog)
    assert dialog is not None
    assert dialog.height() <= notes.height()
    dialog.close()


def test_flags_are_stored(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Seen")
    notes.show_item(note)
    notes.editor.quote.click()
    notes.editor.afterwards.click()
    notes.editor.team.click()
    notes.editor.excluded.click()
    QTest.keyClicks(notes.editor.reason, "a pupil is recognisable")
    notes.flush()
    visit.settle()
    stored = visit.stored(note)
    assert (stored.is_quote, stored.is_afterwards, stored.is_excluded) == (True, True, True)
    assert stored.sensitivity is Sensitivity.TEAM
    assert stored.exclusion_reason == "a pupil is recognisable"


def test_the_keys_of_the_stream(notes: NotesScreen, visit: Visit) -> None:
    for number in range(3):
        visit.note(f"Note {number}")
    notes.stream.list.setFocus()
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Down)
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Down)
    assert notes.editor.seen.text() == "Note 1"
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Return)
    assert notes.editor.seen.edit.hasFocus()
    QTest.keyClick(notes.editor.seen.edit, Qt.Key.Key_Escape)
    assert notes.stream.list.hasFocus()
    notes.next_pane()
    assert notes.editor.seen.edit.hasFocus()


def test_the_history_says_who_and_when(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("First")
    visit.write(lambda: visit.session.evidence.edit_note(note, seen="Second"))
    notes.show_item(note)
    visit.settle()
    notes.editor.history_asked.emit(note)
    visit.settle()
    dialog = notes.findChild(QDialog)
    assert dialog is not None
    said = [label.text() for label in dialog.findChildren(TextLabel)]
    assert said.index("First") < said.index("Second")
    dialog.grab()
    dialog.close()
    assert "edited" in notes.editor.foot.text()


def test_the_foot_says_on_which_day_a_note_was_edited_and_goes_on_saying_it(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("First", moment="2026-11-12T09:12:00+01:00")
    notes.show_item(note)
    notes.editor.show_edits(note, ("2026-11-12T16:05", "2026-11-13T09:10", "2026-11-13T09:40"))
    said = "edited 16:05, Fri 13 Nov 09:10, 09:40"
    assert said in notes.editor.foot.text()
    notes.editor.team.click()
    assert said in notes.editor.foot.text(), "until what is stored is known"
    visit.settle()
    assert "edited" in notes.editor.foot.text()
    assert said not in notes.editor.foot.text()


def test_a_person_in_the_interpretation_is_replaced_where_it_stands(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Seen by mevrouw De Vries", interpretation="As x.y@voorbeeld.nl said")
    notes.show_item(note)
    editor = notes.editor
    assert editor._hint.isVisible()
    assert "has no place here" in editor._meaning_hint.findChildren(TextLabel)[0].text()
    editor.meaning.edit.setFocus()
    for _key in range(2):
        QTest.keyClick(editor.meaning.edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    stored = visit.stored(note)
    assert (stored.seen, stored.interpretation) == ("Seen by een medewerker", "As (contact details left out) said")


def test_a_person_early_in_a_long_note_is_warned_of_when_it_is_opened(notes: NotesScreen, visit: Visit) -> None:
    notes.show_item(visit.note("Mevrouw De Vries teaches. " + "The class works quietly. " * 300))
    assert notes.editor._hint.isVisible()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text(notes: NotesScreen, visit: Visit, text: str) -> None:
    note = visit.note("x")
    notes.show_item(note)
    notes.editor.seen.edit.setFocus()
    notes.editor.seen.edit.selectAll()
    notes.editor.seen.edit.insertPlainText(text)
    notes.editor.meaning.edit.insertPlainText(text)
    notes.flush()
    visit.settle()
    assert visit.stored(note).seen == text.replace("\x00", "")
    assert visit.stored(note).interpretation == text.replace("\x00", "")
    notes.grab()


def test_a_note_that_is_led_to_stands_below_the_head_on_top(notes: NotesScreen, visit: Visit) -> None:
    talk = visit.activity("INT-C").id
    made = [visit.note(f"Note {number} of one talk", talk) for number in range(40)]
    notes.show_item(made[-1])
    QApplication.processEvents()
    notes.show_item(made[5])
    QApplication.processEvents()
    stream = notes.stream
    head, row = stream._head.geometry(), stream.list.visualRect(stream.model.index_of(made[5]))
    assert stream._head.isVisible()
    assert row.top() >= head.bottom()


def test_a_very_long_note_shows_its_beginning_in_the_list(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("lang " * 9_000)
    notes.show_item(note)
    notes.grab()
    row = notes.stream.list.visualRect(notes.stream.model.index_of(note))
    assert row.height() < 400
    assert len(notes.editor.seen.text()) >= 44_999


def test_a_signed_audit_can_be_read_but_not_changed(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("Seen")
    notes.show_item(note)
    notes.editor.show_read_only(is_read_only=True)
    QTest.keyClicks(notes.editor.seen.edit, "more")
    assert notes.editor.seen.text() == "Seen"


@pytest.mark.parametrize(("width", "height"), [(1366, 690), (1093, 550), (683, 345)])
def test_at_every_width_a_note_can_be_reached_and_left(
    notes: NotesScreen, visit: Visit, width: int, height: int
) -> None:
    note = visit.note("Seen")
    notes.resize(width - 168, height - 88)
    QApplication.processEvents()
    notes.show_item(note)
    notes.stream.list.setFocus()
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Return)
    assert notes.editor.isVisible()
    QTest.keyClick(notes.editor.seen.edit, Qt.Key.Key_Escape)
    assert notes.stream.list.isVisible()


def test_a_note_is_told_where_it_belongs(notes: NotesScreen, visit: Visit) -> None:
    note, talk = visit.note("In the corridor"), visit.activity("INT-C")
    notes.show_item(note)
    notes.editor._placing.click()
    sheet = notes.findChild(PlacingSheet)
    assert sheet is not None
    sheet.activity.setCurrentIndex(sheet.activity.findData(talk.id))
    assert sheet.chosen == (talk.id, "INT-C")
    sheet.grab()
    sheet.accept()
    visit.settle()
    stored = visit.stored(note)
    assert (stored.activity, stored.source) == (talk.id, "INT-C")
    assert talk.title in notes.editor._where.text()
    assert notes.editor._source_chip.isVisible()


SHIFTED = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


def test_likely_criteria_are_proposed_and_only_a_key_ties_them(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("The coach and the pupil talk about goals and results every week", source="OBS")
    visit.settle()
    notes.show_item(note)
    suggestions = notes.editor.suggestions
    assert suggestions.isVisible()
    assert visit.links() == set()
    first, second = (row.code for row in suggestions._rows[:2])
    QTest.keyClick(notes.stream.list, Qt.Key.Key_2, SHIFTED)
    visit.settle()
    assert visit.links() == {(second, "-")}
    assert second not in {row.code for row in suggestions._rows if row.isVisible()}
    QTest.keyClick(notes.editor.seen.edit, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    visit.settle()
    assert visit.links() == {(second, "-"), (first, "+")}
    suggestions.grab()
    notes.show_item(visit.note("Xyzzy qwertz", source="OBS"))
    assert not suggestions.isVisible()


def test_in_a_low_window_the_next_note_to_code_opens_and_a_key_ties_only_what_could_be_read(
    notes: NotesScreen, visit: Visit
) -> None:
    notes.resize(640, 300)
    notes.show_item(visit.note("Coded #C1.1+"))
    visit.note("The coach and the pupil talk about goals and results every week", source="OBS")
    visit.settle()
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    seen, suggestions = notes.editor.seen.edit, notes.editor.suggestions
    assert seen.hasFocus()
    first = suggestions._rows[0]
    before = visit.links()
    QTest.keyClick(seen, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    visit.settle()
    assert visit.links() == before
    assert first.visibleRegion().boundingRect().height() == first.height(), "the first key shows it"
    code = first.code
    QTest.keyClick(seen, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    visit.settle()
    assert visit.links() - before == {(code, "+")}


def test_more_likely_criteria_than_before_leave_the_editor_as_wide_as_it_was(notes: NotesScreen, visit: Visit) -> None:
    few = visit.note("A benchmark of the school", source="OBS")
    many = visit.note("A coach and a pupil talk about goals and results of team, school and plan", source="OBS")
    visit.settle()
    suggestions = notes.editor.suggestions
    for note, least in ((few, 2), (many, 4)):
        notes.show_item(note)
        visit.settle()
        rows = [row for row in suggestions._rows if row.isVisible()]
        assert len(rows) == least
        assert len({row.signs.width() for row in rows}) == 1
    assert suggestions.mapTo(notes.editor, suggestions.rect().topRight()).x() < notes.editor.width()


class Painted(QObject):
    """Notes what of a list is painted."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.rects: list[QRect] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_note_that_stays_as_high_is_painted_alone_and_one_that_grows_moves_the_others(
    notes: NotesScreen, visit: Visit, place: int
) -> None:
    made = [visit.note(f"Note {number}") for number in range(3)]
    visit.settle()
    view, model = notes.stream.list, notes.stream.model
    view.grab()
    painted = Painted(view)

    def tops() -> list[int]:
        return [view.visualRect(model.index_of(key)).top() for key in made]

    def write(text: str) -> None:
        painted.rects.clear()
        visit.write(lambda: visit.session.evidence.edit_note(made[place], seen=text))
        visit.settle()

    before, own = tops(), view.visualRect(model.index_of(made[place]))
    write("Note changed")
    assert tops() == before
    assert painted.rects
    assert all(own.contains(rect) for rect in painted.rects)
    write("word " * 200)
    grown = view.visualRect(model.index_of(made[place])).height() - own.height()
    assert grown > 0
    assert tops() == [top + grown * (number > place) for number, top in enumerate(before)]
    assert any(not own.contains(rect) for rect in painted.rects)
    write("Note small again")
    assert tops() == before


def test_a_saved_note_is_not_ranked_again_but_one_that_changed_is(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("The coach and the pupil talk about goals and results every week", source="OBS")
    visit.settle()
    notes.show_item(note)
    suggestions = notes.editor.suggestions
    first = [row.code for row in suggestions._rows]
    suggestions._rows[0].code = "as it was left"
    visit.write(lambda: visit.session.evidence.edit_note(note, is_quote=True))
    visit.settle()
    assert suggestions._rows[0].code == "as it was left"
    visit.write(lambda: visit.session.evidence.edit_note(note, seen="A benchmark of the school"))
    visit.settle()
    assert [row.code for row in suggestions._rows] not in ([*first], ["as it was left", *first[1:]])


def test_words_of_another_language_are_counted_while_the_window_goes_on(notes: NotesScreen, visit: Visit) -> None:
    visit.settle()
    notes.show_item(visit.note("De coach en de leerling spreken elke week over doelen en resultaten", source="OBS"))
    visit.settle()
    suggestions = notes.editor.suggestions
    assert suggestions.isVisible()
    swedish = visit.note("Coachen och eleven talar om mål och resultat varje vecka", source="OBS")
    visit.background.drain()
    notes.show_item(swedish)
    assert not suggestions.isVisible()  # nothing is counted on the window's thread
    visit.settle()
    assert {row.code for row in suggestions._rows} >= {"E2.1"}


def test_a_note_as_long_as_a_book_is_read_from_its_beginning_and_stays_whole(notes: NotesScreen, visit: Visit) -> None:
    book = "Six pupils #E2.1 at work. " * 12_000
    long, short = visit.note(book, is_quote=True), visit.note("Short")
    stored = visit.stored(long).seen
    notes.show_item(long)
    seen = notes.editor.seen
    assert seen.text() == stored[: len(seen.text())]
    assert len(seen.text()) < len(stored)
    assert notes.editor._too_long.isVisible()
    QTest.keyClicks(seen.edit, "typed")
    seen.edit.setFocus()
    notes.editor.team.click()
    notes.show_item(short)
    visit.settle()
    assert (visit.stored(long).seen, visit.stored(long).sensitivity) == (stored, Sensitivity.TEAM)
    assert not notes.editor._too_long.isVisible()
    assert not seen.edit.isReadOnly()


def test_a_code_finds_what_is_tied_to_it_and_what_names_it(notes: NotesScreen, visit: Visit) -> None:
    visit.note("Seen #E2.1+")
    cell = visit.note("Asked")
    visit.note("The plan names E2.1 itself")
    visit.note("Nothing of it #O1.1")
    visit.write(lambda: visit.session.evidence.link(cell, "matrix:C2", "o"))
    names = "The plan names E2.1 itself"
    for words, found in (("e2.1", {"Seen", names}), ("#E2", {"Seen", names}), ("C2", {"Asked"}), ("E9.9", set())):
        notes.filters.search.selectAll()
        QTest.keyClicks(notes.filters.search, words)
        notes.filters.search.flush()
        visit.settle()
        assert set(listed(notes)) == found, words


def test_ctrl_enter_walks_through_what_is_to_be_coded(notes: NotesScreen, visit: Visit) -> None:
    loose = [visit.note(f"Loose {number}") for number in range(2)]
    visit.note("Tied #E2.1+")
    notes.show_item(loose[0])
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert notes.editor.note_id == loose[1]
    QTest.keyClick(notes.stream.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert notes.editor.note_id == loose[0]


def test_every_person_in_a_note_is_replaced_one_key_at_a_time(notes: NotesScreen, visit: Visit) -> None:
    note = visit.note("👩‍👧 Mevrouw De Vries belt 06-12345678 en mailt naar x.y@voorbeeld.nl")
    notes.show_item(note)
    edit = notes.editor.seen.edit
    edit.setFocus()
    for _key in range(3):
        assert notes.editor._hint.isVisible()
        QTest.keyClick(edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert not notes.editor._hint.isVisible()
    visit.settle()
    left = visit.stored(note).seen
    assert left.startswith("👩‍👧 een medewerker belt ")
    assert not any(trace in left for trace in ("Vries", "0612", "@"))


def test_notes_are_filtered_by_auditor_and_by_criterion(notes: NotesScreen, visit: Visit) -> None:
    audits, audit = visit.session.audits, visit.session.audit_id
    other = visit.write(lambda: audits.add_member(audit, name="Rik Example", initials="RB"))
    visit.note("By me #E2.1+")
    visit.note("By him #E2.2-", author=other)
    notes._on_filter(f"author:{other}")
    assert listed(notes) == ["By him"]
    assert [chip.text() for chip in notes.stream._chips] == ["RB · Rik Example"]
    notes._on_filter(f"author:{other}")
    notes._on_filter("standard:E2")
    offered = [row.facet for row in notes.filters.list.model().rows if row.facet.startswith("link:")]  # type: ignore[attr-defined]  # a RowsModel
    assert offered == ["link:E2.1", "link:E2.2"]
    notes._on_filter("link:E2.2")
    assert listed(notes) == ["By him"]
