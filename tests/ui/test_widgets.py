from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.ui.theme import Look, theme_for
from auditor_app.ui.widgets.buttons import Button, IconButton
from auditor_app.ui.widgets.cards import Answer, ImportCard, ImportState
from auditor_app.ui.widgets.chips import Chip, Tag, paint_tags, tag_size
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.inputs import ComboBox, Field, LineEdit, SearchField
from auditor_app.ui.widgets.messages import EmptyState, Message, MessageBar, ProgressStrip, Toast
from auditor_app.ui.widgets.meter import Meter, MeterRow
from auditor_app.ui.widgets.panes import FoldRow, HairlineSplitter, PaneHeader
from auditor_app.ui.widgets.saved import SavedIndicator
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import RatingControl, Segmented
from auditor_app.ui.widgets.shapes import Dumbbell, paint_dumbbell, paint_level, paint_matrix_state
from auditor_app.ui.widgets.text import TextBlock, TextLabel, found_words, plain_tip
from tests.ui import gallery

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def look(request: pytest.FixtureRequest) -> Look:
    return Look(theme_for(is_dark=request.param))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("sheet", list(gallery.SHEETS), ids=str)
def test_the_whole_set_can_be_drawn(look: Look, sheet: str, qtbot: QtBot) -> None:
    drawn = gallery.SHEETS[sheet](look)
    qtbot.addWidget(drawn)
    image = drawn.grab().toImage()
    assert image.width() == 1366
    colors = {image.pixelColor(x, y).name() for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    assert look["accent.base"].name() in colors
    assert look["line.subtle"].name() in colors


def test_a_person_rates_by_key_and_every_level_has_a_name(look: Look, window: QWidget) -> None:
    rating = RatingControl(look, window)
    rating.name_levels({"3": "Geborgd"})
    told = list[str]()
    rating.rated.connect(told.append)
    assert [rating.take_key(key) for key in ["3", "0", "/", "x", "3", "3"]] == [True, True, True, False, True, True]
    assert told == ["3", "NB", "NVT", "3"]
    assert rating.segment("3").accessibleName() == "Level 3, Geborgd"
    assert rating.segment("3").isChecked()
    assert rating.segment("NB").accessibleName() == "Not assessed"


def test_showing_a_rating_tells_nothing_and_nvt_says_why_not(look: Look, window: QWidget) -> None:
    rating = RatingControl(look, window)
    told = list[str]()
    rating.rated.connect(told.append)
    rating.show_rating("2", is_nvt_allowed=False, reason="A core criterion always applies.")
    assert rating.value == "2"
    assert not rating.take_key("/")
    assert not rating.segment("NVT").isEnabled()
    assert rating.segment("NVT").toolTip() == "A core criterion always applies."
    rating.show_rating("")
    assert rating.value == ""
    assert not any(rating.segment(value).isChecked() for value in ("1", "2", "3", "4", "NB", "NVT"))
    assert told == []


def test_walking_past_a_level_with_the_arrows_does_not_rate(look: Look, window: QWidget) -> None:
    rating = RatingControl(look, window)
    rating.show()
    rating.show_rating("2")
    told = list[str]()
    rating.rated.connect(told.append)
    window.activateWindow()
    rating.focus_chosen()
    QTest.keyClick(rating.segment("2"), Qt.Key.Key_Right)
    assert rating.segment("3").hasFocus()
    assert told == []
    QTest.keyClick(rating.segment("3"), Qt.Key.Key_Space)
    assert told == ["3"]
    QTest.mouseClick(rating.segment("3"), Qt.MouseButton.LeftButton)
    assert told == ["3"]


def test_the_label_of_a_field_underlines_its_access_key(look: Look, window: QWidget) -> None:
    edit, label = LineEdit(look, parent=window), TextLabel(look, "Your &name", "small", mode="line", parent=window)
    label.setBuddy(edit)
    label.resize(label.sizeHint())
    underlined = label.grab().toImage()
    label.show_text("Your name")
    assert label.size() == label.sizeHint()
    assert label.grab().toImage() != underlined


def test_tab_stops_once_in_a_row_of_segments_at_what_is_chosen(look: Look, window: QWidget) -> None:
    segments = Segmented(look, parent=window)
    segments.offer({"a": "All", "b": "Changed", "c": "None"})

    def stops() -> list[str]:
        policies = {value: segments.segment(value).focusPolicy() for value in "abc"}
        return [value for value, policy in policies.items() if policy & Qt.FocusPolicy.TabFocus]

    assert stops() == ["a"], "nothing is chosen yet"
    segments.show_choice("b")
    assert stops() == ["b"]
    segments.setFocus()
    QTest.keyClick(segments.segment("b"), Qt.Key.Key_Right)
    assert segments.segment("c").hasFocus()
    assert stops() == ["c"], "Tab goes on from where the arrows went"
    segments.segment("c").clearFocus()
    assert stops() == ["b"]


def test_segments_choose_one_and_can_be_offered_anew(look: Look, window: QWidget, qtbot: QtBot) -> None:
    segments = Segmented(look, parent=window)
    segments.offer({"a": "All", "b": "Changed"})
    segments.show_choice("a")
    with qtbot.waitSignal(segments.chosen) as told:
        QTest.mouseClick(segments.segment("b"), Qt.MouseButton.LeftButton)
    assert told.args == ["b"]
    kept = segments.segment("b")
    segments.offer({"a": "All", "b": "Changed"})
    assert segments.segment("b") is kept, "what is offered already is left as it is"
    assert kept.isChecked()
    segments.offer({"a": "All", "c": "Gone"})
    assert not segments.segment("c").isHidden(), "it is drawn with the row, not an event later"
    segments.offer_signs({"+": "supports", "-": "contradicts", "o": "context"})
    segments.show_choice("-")
    assert segments.segment("-").accessibleName() == "contradicts"
    qtbot.waitUntil(lambda: segments.sizeHint().width() == 3 * 34 + 4)


def test_chips_that_share_too_little_room_shorten_their_words_before_the_cross(look: Look, window: QWidget) -> None:
    row = QHBoxLayout(window)
    chips = [Chip(look, words) for words in ("Thursday, in the morning", "Observation of learning", "E2")]
    for chip in chips:
        row.addWidget(chip)
    window.resize(220, 60)
    QApplication.processEvents()
    widths = [chip.width() for chip in chips]
    assert widths[0] < chips[0].sizeHint().width()
    assert widths[2] == chips[2].sizeHint().width(), "what is short stays whole"
    assert all(chip.geometry().right() < window.width() for chip in chips)
    assert chips[0].toolTip() == chips[0].text()


def test_a_button_keeps_the_width_of_its_longest_language(look: Look, qtbot: QtBot) -> None:
    button = Button(look, "Open", "main")
    qtbot.addWidget(button)
    button.keep_width(("Open", "Openen", "Öppna granskningen"))
    wide = button.sizeHint().expandedTo(button.minimumSize()).width()
    button.show_text("Öppna granskningen")
    assert button.sizeHint().width() <= wide
    assert button.accessibleName() == "Öppna granskningen"


def test_an_icon_has_a_word(look: Look, qtbot: QtBot) -> None:
    button = IconButton(look, "history")
    qtbot.addWidget(button)
    button.show_name("History", "Alt+H")
    assert (button.accessibleName(), button.toolTip()) == ("History", "History (Alt+H)")
    assert button.width() >= 28


def test_a_field_says_what_is_wrong(look: Look, window: QWidget) -> None:
    field = Field(look, "&Date", window)
    field.show()
    field.show_error("This date does not exist. Write 28-02-2026.")
    assert field.edit.property("tone") == "failure"
    assert field.edit.accessibleDescription().startswith("This date")
    assert field.edit.accessibleName() == "&Date"[1:]
    field.show_error("")
    assert field.edit.property("tone") == ""


def test_a_line_is_told_after_a_pause_and_shown_without_telling(look: Look, qtbot: QtBot) -> None:
    line = LineEdit(look)
    qtbot.addWidget(line)
    with qtbot.waitSignal(line.edited, timeout=3000) as told:
        QTest.keyClicks(line, "abc")
    assert told.args == ["abc"]
    with qtbot.assertNotEmitted(line.edited):
        line.show_text("other")


def test_a_long_text_is_shown_from_its_beginning(look: Look, qtbot: QtBot) -> None:
    edit = LineEdit(look)
    qtbot.addWidget(edit)
    edit.show_text("No objection: no shared leadership, staff or money. " * 3)
    assert edit.cursorPosition() == 0


def test_escape_empties_a_search_and_down_leaves_it(look: Look, qtbot: QtBot) -> None:
    search = SearchField(look, "Search words")
    qtbot.addWidget(search)
    QTest.keyClicks(search, "abc")
    with qtbot.waitSignal(search.searched) as told, qtbot.waitSignal(search.left_down):
        QTest.keyClick(search, Qt.Key.Key_Down)
    assert told.args == ["abc"]
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_choices_are_shown_without_telling(look: Look, qtbot: QtBot) -> None:
    combo = ComboBox(look, "Room")
    qtbot.addWidget(combo)
    with qtbot.assertNotEmitted(combo.currentIndexChanged):
        combo.show_choices((("Classroom", 1), ("Corridor", 2)), 2)
    assert combo.currentData() == 2
    combo.show_choices((("Classroom", 1),), "gone")
    assert combo.currentData() == 1


def test_a_message_offers_its_actions_and_stays(look: Look, window: QWidget, qtbot: QtBot) -> None:
    bar = MessageBar(look, window)
    bar.show_message(Message("Make room.", "failure", "Not saved", (("usb", "To USB"), ("again", "Try again"))))
    shown = [button for button in bar._buttons if button.isVisible()]
    with qtbot.waitSignal(bar.acted) as told:
        QTest.mouseClick(shown[1], Qt.MouseButton.LeftButton)
    assert told.args == ["again"]
    assert bar.isVisible()
    bar.show_message(Message("Newer package.", actions=(("merge", "Merge"),)))
    assert [button.isVisible() for button in bar._buttons] == [True, False]


def test_a_toast_gives_its_value_back_and_waits_under_focus(look: Look, window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(look, window)
    toast.show_done("Note is in the bin", ("note", 7))
    assert toast._timer.isActive()
    window.activateWindow()
    toast._action.setFocus()
    assert not toast._timer.isActive()
    window.setFocus()
    with qtbot.waitSignal(toast.undone) as told:
        QTest.mouseClick(toast._action, Qt.MouseButton.LeftButton)
    assert told.args == [("note", 7)]
    assert toast.isHidden()
    assert toast.geometry().bottom() == 768 - 40 - 16 - 1


def test_a_toast_covers_no_foot(look: Look, window: QWidget) -> None:
    toast = Toast(look, window)
    under, beside, hidden = QWidget(window), QWidget(window), QWidget(window)
    under.setGeometry(0, 600, 300, 168)
    beside.setGeometry(900, 500, 300, 268)
    hidden.setGeometry(0, 200, 300, 568)
    under.show()
    beside.show()
    hidden.hide()
    toast.stand_above(0, (under, beside, hidden))
    toast.show_done("Note is in the bin", 1)
    assert under.y() - 16 <= toast.geometry().bottom() < under.y()
    under.setGeometry(0, 560, 300, 208)
    assert toast.geometry().bottom() < 560, "a line that grows under it stays in sight"
    hidden.show()
    assert toast.geometry().bottom() < hidden.y(), "and so does what comes after it"
    hidden.hide()
    under.hide()
    toast.show_done("Note is in the bin", 1)
    assert toast.geometry().bottom() == 768 - 16 - 1


def test_a_toast_stands_beside_a_column_that_nothing_may_cover(look: Look, window: QWidget) -> None:
    toast, column = Toast(look, window), QWidget(window)
    column.setGeometry(168, 48, 204, 720)
    column.show()
    toast.stand_above(40, (), column)
    toast.show_done("Note is in the bin", 1)
    assert toast.x() == 168 + 204 + 16
    column.hide()
    assert toast.x() == 16


def test_a_toast_goes_by_itself(look: Look, window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(look, window)
    assert toast._timer.interval() == 6000
    toast._timer.setInterval(1)
    toast.show_done("Done")
    qtbot.waitUntil(toast.isHidden)


def test_saved_is_only_said_after_a_commit_and_a_failure_stays(look: Look, qtbot: QtBot) -> None:
    saved = SavedIndicator(look)
    qtbot.addWidget(saved)
    assert saved.accessibleName() == ""
    saved.show_saving()
    assert saved.state == "nothing"
    qtbot.waitUntil(lambda: saved.state == "saving")
    today = datetime.now().astimezone()
    saved.show_saved(today.replace(hour=14, minute=3, second=22))
    assert "14:03:22" in saved.accessibleName().replace("\u202f", " ")
    width = saved.sizeHint().width()
    saved.show_failed()
    saved.show_saving()
    assert not saved._timer.isActive()
    assert (saved.accessibleName(), saved.sizeHint().width()) == ("Not saved", width)
    saved.show_read_only()
    assert saved.accessibleName() == "Signed, read only"
    saved.show_saved(datetime(2020, 11, 12, 14, 3, 22, tzinfo=UTC))
    assert "12 Nov" in saved.accessibleName()


def test_an_import_needs_the_first_answer_to_be_yes(look: Look, window: QWidget, qtbot: QtBot) -> None:
    card = ImportCard(look, window)
    changed = Answer("failure", "No, something was changed later")
    card.show_state(ImportState("a.pdf", "", changed, Answer("ok", "Trusted"), can_import=True))
    assert not card._import.isEnabled()
    assert card._import.toolTip() == "No, something was changed later"
    card.show_state(ImportState("a.pdf", "", Answer("ok", "Yes"), Answer("attention", "Own key"), can_import=True))
    card.show()
    with qtbot.waitSignal(card.imported):
        QTest.mouseClick(card._import, Qt.MouseButton.LeftButton)


def test_a_dialog_focuses_the_safe_answer(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(look, "Reveal ratings?", "All auditors are ready. " * 8, window)
    qtbot.addWidget(dialog)
    safe = dialog.add_safe("Not yet")
    dialog.add_action("Reveal")
    dialog.show()
    dialog.activateWindow()
    assert dialog.focusWidget() is safe
    qtbot.waitUntil(lambda: dialog.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange))  # the ring is seen
    low = dialog.height()
    dialog.show_text("Short.")
    qtbot.waitUntil(lambda: dialog.height() < low)
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_dialog_that_grows_keeps_its_buttons_on_the_screen(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(look, "Check for errors", "Looking …", window)
    qtbot.addWidget(dialog)
    safe = dialog.add_safe("Close")
    inside = QLabel()
    inside.setFixedHeight(20)
    dialog.body.addWidget(inside)
    dialog.show()
    screen = dialog.screen().availableGeometry()
    put = dialog.pos()
    dialog.move(0, 0)  # where a window manager may say that it stands while it is being placed
    inside.setFixedHeight(24)
    qtbot.waitUntil(lambda: dialog.pos() == put)
    inside.setFixedHeight(screen.height() - 200)
    qtbot.waitUntil(lambda: dialog.height() > screen.height() - 200)
    assert safe.mapToGlobal(safe.rect().bottomRight()).y() <= screen.bottom()


def test_tab_goes_through_a_dialog_as_it_is_read(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(look, "Sign", "", window)
    qtbot.addWidget(dialog)
    safe, act = dialog.add_safe("Not yet"), dialog.add_action("Sign")
    field = Field(look, "Passphrase")  # made and put in last, read first
    dialog.body.addWidget(field)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    assert dialog.focusWidget() is safe
    for expected in (act, field.edit, safe):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is expected


def test_a_row_folds_and_tells(look: Look, window: QWidget, qtbot: QtBot) -> None:
    content = QLabel("inside\ninside")
    fold = FoldRow(look, content, window)
    fold.show_title("Look-fors", "five, to think with")
    fold.resize(300, 200)
    fold.show()
    assert content.isHidden()
    with qtbot.waitSignal(fold.toggled) as told:
        QTest.mouseClick(fold._button, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    qtbot.waitUntil(lambda: fold._motion.state() == fold._motion.State.Stopped)
    assert content.isVisible()
    assert content.maximumHeight() > 10_000
    fold.show_open(is_open=False)
    assert content.isHidden()


def test_without_motion_a_row_folds_at_once(window: QWidget) -> None:
    content = QLabel("inside")
    fold = FoldRow(Look(theme_for(is_dark=False, has_motion=False)), content, window)
    fold.show()
    QTest.mouseClick(fold._button, Qt.MouseButton.LeftButton)
    assert fold._motion.state() == fold._motion.State.Stopped
    assert content.isVisible()


@pytest.mark.parametrize("has_motion", [True, False])
@pytest.mark.parametrize(("height", "is_whole"), [(60, True), (400, False)])
def test_what_was_unfolded_comes_into_sight(
    window: QWidget, qtbot: QtBot, height: int, *, is_whole: bool, has_motion: bool
) -> None:
    content, above, inside = QLabel("\n" * (height // 10)), QWidget(), QWidget()
    above.setFixedHeight(150)
    fold = FoldRow(Look(theme_for(is_dark=False, has_motion=has_motion)), content)
    column = QVBoxLayout(inside)
    column.addWidget(above)
    column.addWidget(fold)
    around = Scrolled(inside)
    around.setParent(window)
    around.resize(300, 200)
    around.show()
    QTest.mouseClick(fold._button, Qt.MouseButton.LeftButton)
    top = partial(fold.mapTo, around.viewport(), QPoint())
    most = max(0, 200 - (content.sizeHint().height() + 28)) + 2  # the last step of the motion is a pixel
    qtbot.waitUntil(lambda: top().y() <= most)
    assert (top().y() > 2) == is_whole
    seen = around.verticalScrollBar().value()
    QTest.mouseClick(fold._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(content.isHidden)
    assert around.verticalScrollBar().value() <= seen


def test_a_splitter_draws_one_pixel_and_can_be_grabbed_on_seven(look: Look, window: QWidget) -> None:
    splitter = HairlineSplitter(look)
    splitter.setParent(window)
    splitter.resize(400, 200)
    for _pane in range(2):
        splitter.addWidget(QWidget())
    splitter.show()
    splitter.setSizes([200, 199])
    handle = splitter.handle(1)
    assert (handle.contentsRect().width(), handle.width()) == (1, 7)


def test_a_meter_says_what_it_draws(look: Look, window: QWidget) -> None:
    meter = Meter(look, window)
    meter.show_rows((MeterRow("notes", 6, 3, 8, "minimum 3"), MeterRow("auditors", 40, 2, 0, "minimum 2")))
    meter.resize(meter.sizeHint())
    assert meter.accessibleName() == "6 notes, minimum 3, 40 auditors, minimum 2"
    assert not meter.grab().isNull()


@pytest.mark.parametrize("make", [EmptyState, ProgressStrip, Chip, Meter, RatingControl, MessageBar], ids=str)
def test_it_can_be_drawn_before_anything_is_shown(make: Callable[..., QWidget], look: Look, window: QWidget) -> None:
    assert not make(look, parent=window).grab().isNull()
    assert not PaneHeader(look, "Notes", parent=window).grab().isNull()


def test_long_text_wraps_and_a_cut_line_keeps_its_words_in_a_tooltip(look: Look, window: QWidget) -> None:
    words = "Gestructureerd individueel coachgesprek over doelen, resultaten en strategieën " * 3
    label = TextLabel(look, words, mode="wrap")
    assert label.heightForWidth(200) > label.heightForWidth(400) > 20
    assert label.heightForWidth(400) % 20 == 0
    cut = TextLabel(look, words, mode="elide", parent=window)
    cut.resize(120, 20)
    cut.grab()
    assert cut.toolTip() == words


def picture(draw: Callable[[QPainter, QRectF], object]) -> bytes:
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter, QRectF(0, 0, 32, 32))
    painter.end()
    return bytes(image.constBits())


def test_no_two_symbols_look_alike_and_none_moves_the_painter(look: Look) -> None:
    ink = look["level.ink"]
    levels = ("1", "2", "3", "4", "NB", "NVT", "")
    drawn = [picture(lambda p, r, level=level: paint_level(p, r, level, ink)) for level in levels]  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    states = ("systematic", "partly", "not_seen")
    drawn += [picture(lambda p, r, s=s: paint_matrix_state(p, r, s, ink)) for s in states]  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize(("then", "now"), [(10, 90), (90, 10), (50, 50), (None, 20), (20, None), (None, None)])
def test_a_comparison_is_drawn_whatever_is_known(then: float | None, now: float | None, look: Look) -> None:
    def draw(painter: QPainter, _rect: QRectF) -> None:
        paint_dumbbell(painter, 16, Dumbbell(then, now, is_weak=True), look)
        assert painter.transform().isIdentity()

    assert picture(draw)


def test_tags_that_do_not_fit_are_counted(look: Look) -> None:
    tags = [Tag(f"E{index}.1", "+") for index in range(20)]
    assert tag_size(look, Tag("E2.1", "+")).width() > tag_size(look, Tag("E2.1")).width()

    def draw(painter: QPainter, rect: QRectF) -> None:
        paint_tags(painter, rect.topLeft(), tags, look, 100)

    assert picture(draw) != picture(lambda _painter, _rect: None)


@pytest.mark.parametrize("sheet", list(gallery.SHEETS), ids=str)
def test_a_new_theme_reaches_everything_and_nothing_that_is_gone(sheet: str, qtbot: QtBot) -> None:
    look = Look()
    drawn = gallery.SHEETS[sheet](look)
    light = drawn.grab().toImage()
    look.show(theme_for(is_dark=True, text_scale=1.5))
    assert drawn.grab().toImage() != light
    shiboken6.delete(drawn)
    with qtbot.captureExceptions() as raised:
        look.show(theme_for(is_dark=False))
    assert raised == []


def test_a_tooltip_shows_what_was_typed_and_loads_nothing() -> None:
    assert plain_tip("Team's briefing") == "Team's briefing"
    shown = QTextDocument()
    shown.setHtml(plain_tip('<img src="file:///etc/passwd"> A & B'))
    assert shown.toPlainText() == '<img src="file:///etc/passwd"> A & B'


def test_what_is_marked_stands_where_it_stands_behind_an_emoji(look: Look) -> None:
    text = "👩‍🏫 coach één coach"
    block = TextBlock(text, look.font("note"), look.line("note"), 400, marked=found_words(text, "coach"))
    units = text.encode("utf-16-le")
    spans = [(one.start, one.start + one.length) for one in block._layout.formats()]
    assert [units[2 * start : 2 * end].decode("utf-16-le") for start, end in spans] == ["coach", "coach"]


def test_a_text_that_is_cut_says_so_on_its_last_line(look: Look) -> None:
    words = "Half of the pupils could name the goal of this period.\nThe others looked it up in the portal."
    font, line = look.font("body"), look.line("body")
    cut, whole = TextBlock(words, font, line, 140, max_lines=2), TextBlock(words, font, line, 140)
    assert cut.is_cut
    assert (cut.lines, cut.natural_width <= 140) == (2, True)
    assert cut._layout.text().endswith("…")
    assert not whole.is_cut
    assert whole._layout.text() == words.replace("\n", "\u2028")


def test_a_bar_does_not_stay_where_only_the_bar_makes_it_needed(look: Look, window: QWidget) -> None:
    """Beside a bar a text may need one line more, and with that line the bar."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.addWidget(TextLabel(look, "Wat de school elke week met de uitslag van de vragenlijst doet. " * 4))
    area = Scrolled(inside)
    area.setParent(window)
    area.show()
    bar, stayed = area.verticalScrollBar(), list[int]()
    for width in range(200, 500):
        area.setFixedWidth(width)
        area.setFixedHeight(40)
        QApplication.processEvents()
        assert bar.maximum() > 0
        area.fit(width, 700)
        QApplication.processEvents()
        if bar.maximum() > 0:
            stayed.append(width)
    assert not stayed
    area.fit(300, 60)
    assert area.height() == 80
    area.fit(300, 700, least=640)
    assert area.height() == 640
