from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextOption, qGray
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.ui.theme import Look, theme_for
from auditor_app.ui.widgets.editor import LONGEST_PASTE, PlainEditor
from auditor_app.ui.widgets.text import TextLabel

FAINT = 30
"""So much greyer than the ground is more than the edge of a letter."""
EDGE = 1
"""Grey letters are a row of pixels less high than black ones: their edges are fainter."""

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def editor(qtbot: QtBot) -> PlainEditor:
    made = PlainEditor(Look(), "Seen or heard")
    qtbot.addWidget(made)
    made.resize(400, 100)
    made.show()
    return made


def test_a_burst_of_keys_is_told_once_and_whole(editor: PlainEditor, qtbot: QtBot) -> None:
    told = list[str]()
    editor.edited.connect(told.append)
    with qtbot.waitSignal(editor.edited, timeout=3000):
        QTest.keyClicks(editor.edit, "Zes leerlingen")
        assert told == []
    assert told == ["Zes leerlingen"]


@pytest.mark.skipif(sys.platform == "darwin", reason="there Alt is for writing letters")
def test_an_access_key_that_leads_nowhere_writes_nothing(editor: PlainEditor) -> None:
    QTest.keyClicks(editor.edit, "doel")
    QTest.keyClicks(editor.edit, "w", Qt.KeyboardModifier.AltModifier)
    assert editor.edit.toPlainText() == "doel"


def test_flush_tells_at_once_and_only_once(editor: PlainEditor) -> None:
    told = list[str]()
    editor.edited.connect(told.append)
    QTest.keyClicks(editor.edit, "ab")
    editor.flush()
    editor.flush()
    assert told == ["ab"]


def test_showing_another_text_first_tells_what_was_typed(editor: PlainEditor) -> None:
    told = list[str]()
    editor.edited.connect(told.append)
    QTest.keyClicks(editor.edit, "not lost")
    editor.show_text("another note")
    assert told == ["not lost"]
    assert editor.text() == "another note"
    editor.flush()
    assert told == ["not lost"]


def test_showing_a_text_is_no_edit_and_cannot_be_undone_into_another_note(editor: PlainEditor) -> None:
    told = list[str]()
    editor.edited.connect(told.append)
    editor.show_text("one")
    editor.show_text("two")
    editor.edit.undo()
    editor.flush()
    assert editor.text() == "two"
    assert told == []


@pytest.mark.parametrize(
    "text",
    [
        "hard\u00a0space",
        "bell\x07 tab\t escape\x1b",
        "\u202eright to left\u202c",
        "<b>not bold</b> &amp;",
        "🙂 👩‍🏫 é",
        "one\n\ntwo\n",
        "",
    ],
    ids=["hard-space", "control", "bidi", "markup", "emoji", "lines", "empty"],
)
def test_every_character_comes_back(editor: PlainEditor, text: str) -> None:
    editor.show_text(text)
    assert editor.text() == text


def test_a_hundred_thousand_characters_stay_within_the_most_lines(editor: PlainEditor, qtbot: QtBot) -> None:
    text = "waarneming " * 9_100
    editor.show_text(text)
    assert editor.text() == text
    assert editor.height() == 8 * 24 + 20
    with qtbot.waitSignal(editor.edited, timeout=5000) as told:
        editor.edit.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClick(editor.edit, Qt.Key.Key_X)
    assert told.args == [text + "x"]


def test_it_grows_with_its_lines(editor: PlainEditor) -> None:
    assert editor.height() == 2 * 24 + 20
    editor.show_text("1\n2\n3\n4")
    assert editor.height() == 4 * 24 + 20
    for _line in range(2):
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    assert editor.height() == 6 * 24 + 20
    editor.show_text("")
    assert editor.height() == 2 * 24 + 20


def test_emptying_and_typing_again_keeps_the_line_distance(editor: PlainEditor) -> None:
    editor.show_text("a")
    editor.edit.selectAll()
    QTest.keyClick(editor.edit, Qt.Key.Key_Delete)
    QTest.keyClicks(editor.edit, "b")
    assert editor.edit.document().size().height() == 24


def test_pasting_takes_words_without_style_and_no_files(editor: PlainEditor) -> None:
    rich = QMimeData()
    rich.setHtml("<b>fat</b>")
    rich.setText("fat")
    editor.edit.insertFromMimeData(rich)
    assert editor.text() == "fat"
    assert "font-weight:700" not in editor.edit.toHtml()
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("photo.jpg")])
    assert not editor.edit.canInsertFromMimeData(files)


def test_enter_can_be_taken_and_shift_enter_breaks_the_line(qtbot: QtBot) -> None:
    editor = PlainEditor(Look(), "Line", takes_enter=True)
    qtbot.addWidget(editor)
    told = list[str]()
    editor.edited.connect(told.append)
    QTest.keyClicks(editor.edit, "a")
    QTest.keyClick(editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor.edit, "b")
    with qtbot.waitSignal(editor.submitted):
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    assert told == ["a\nb"]
    with qtbot.waitSignal(editor.escaped):
        QTest.keyClick(editor.edit, Qt.Key.Key_Escape)


def test_leaving_the_field_tells_what_was_typed(editor: PlainEditor) -> None:
    told = list[str]()
    editor.edited.connect(told.append)
    QTest.keyClicks(editor.edit, "left")
    editor.edit.left.emit()
    assert told == ["left"]


def test_a_new_theme_changes_neither_text_nor_history(qtbot: QtBot) -> None:
    look = Look()
    editor = PlainEditor(look, "Seen")
    qtbot.addWidget(editor)
    told = list[str]()
    editor.edited.connect(told.append)
    editor.show_text("stays")
    look.show(theme_for(is_dark=True, text_scale=1.5))
    editor.flush()
    assert editor.text() == "stays"
    assert told == []
    assert editor.height() == 2 * 36 + 20


def test_what_a_field_is_for_stands_where_the_words_that_replace_it_will(qtbot: QtBot) -> None:
    for variant in ("fact", "small", "bare", "interpretation"):
        empty, written = (PlainEditor(Look(), "", variant) for _turn in range(2))
        for editor in (empty, written):
            qtbot.addWidget(editor)
            editor.resize(400, editor.height())
            editor.show()
        empty.set_name("", "Hij")
        written.show_text("Hij")
        pairs = zip(ends_of(rows_with_ink(empty)), ends_of(rows_with_ink(written)), strict=True)
        assert all(abs(one - other) <= EDGE for one, other in pairs)


def ends_of(rows: list[int]) -> tuple[int, int]:
    return rows[0], rows[-1]


def rows_with_ink(editor: PlainEditor) -> list[int]:
    """Give the rows of pixels with letters in them."""
    picture = editor.edit.viewport().grab().toImage()
    ground = picture.pixel(picture.width() - 1, 0)
    return [
        y for y in range(picture.height())
        if any(abs(qGray(picture.pixel(x, y)) - qGray(ground)) > FAINT for x in range(min(60, picture.width())))
    ]  # fmt: skip


def test_a_fresh_field_has_nothing_to_undo(qtbot: QtBot) -> None:
    look = Look()
    editor = PlainEditor(look, "Line", "bare", takes_enter=True)
    qtbot.addWidget(editor)
    assert not editor.edit.document().isUndoAvailable()
    look.show(theme_for(is_dark=True))
    assert not editor.edit.document().isUndoAvailable()
    QTest.keyClicks(editor.edit, "a")
    assert editor.edit.document().isUndoAvailable()


def test_more_than_can_be_set_at_once_is_not_put_in_and_the_field_says_so(editor: PlainEditor) -> None:
    words, low = QMimeData(), editor.height()
    QTest.keyClicks(editor.edit, "Zes leerlingen")
    words.setText("x" * (LONGEST_PASTE + 1))
    editor.edit.insertFromMimeData(words)
    assert editor.text() == "Zes leerlingen"
    assert str(LONGEST_PASTE + 1) in said_below(editor)
    assert editor.height() > low
    QTest.keyClicks(editor.edit, "!")
    assert said_below(editor) == ""
    assert editor.height() == low


def test_as_much_as_can_be_set_at_once_is_put_in_whole(editor: PlainEditor) -> None:
    words = QMimeData()
    words.setText("regel\n" * (LONGEST_PASTE // 6))
    editor.edit.insertFromMimeData(words)
    assert editor.text() == words.text()
    assert said_below(editor) == ""


def test_a_long_paste_comes_in_pieces_between_which_keys_get_through_and_is_one_step_to_undo(
    editor: PlainEditor, qtbot: QtBot
) -> None:
    QTest.keyClicks(editor.edit, "Voor. ")
    words = QMimeData()
    words.setText("Zij leest é en 👩‍🏫 hardop.\r\n" * 1_000)
    whole = "Voor. " + words.text().replace("\r\n", "\n")
    editor.edit.insertFromMimeData(words)
    assert 4_000 < len(editor.edit.toPlainText()) < 6_000
    qtbot.waitUntil(lambda: len(editor.edit.toPlainText()) >= len(whole))
    assert editor.text() == whole
    editor.edit.insertFromMimeData(words)
    QTest.keyClicks(editor.edit, "Na.")
    assert editor.text() == whole + words.text().replace("\r\n", "\n") + "Na."
    for _step in ("what was typed", "the second paste"):
        editor.edit.undo()
    assert editor.text() == whole


def test_an_endless_word_is_broken_anywhere_for_as_long_as_it_stands_there(editor: PlainEditor) -> None:
    wrap, words = QTextOption.WrapMode, QMimeData()
    words.setText("Voor. " + "QUJD" * 5_000)
    editor.edit.insertFromMimeData(words)
    assert editor.text() == words.text()
    assert editor.edit.wordWrapMode() is wrap.WrapAnywhere
    editor.show_text("leert " * 5_000)
    assert editor.edit.wordWrapMode() is wrap.WrapAtWordBoundaryOrAnywhere
    editor.show_text(words.text())
    assert editor.edit.wordWrapMode() is wrap.WrapAnywhere


def test_what_is_left_of_a_paste_is_not_lost_with_the_field(editor: PlainEditor, qtbot: QtBot) -> None:
    words = QMimeData()
    words.setText("Een lange zin uit een gesprek. " * 1_000)
    with qtbot.waitSignal(editor.edited) as told:
        editor.edit.insertFromMimeData(words)
        editor.flush()
    assert told.args == [words.text()]
    editor.edit.insertFromMimeData(words)
    editor.show_text("Een andere notitie")
    QApplication.processEvents()
    assert editor.text() == "Een andere notitie"


def said_below(editor: PlainEditor) -> str:
    return " ".join(label.text() for label in editor.findChildren(TextLabel) if label.isVisible())
