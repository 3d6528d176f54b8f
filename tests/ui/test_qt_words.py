"""Qt's own dialogs speak the language of the program, also where Qt's catalogue has gaps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QToolButton, QTreeView, QWidget

from auditor_app.i18n import set_language
from auditor_app.ui.qt_words import LACKING, speak


@pytest.fixture
def spoken(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    owner = QObject()
    set_language(request.param)
    translators = speak(qapp, request.param, owner, [])
    yield request.param
    for translator in translators:
        qapp.removeTranslator(translator)


def words_of_file_dialog() -> list[str]:
    """Give every word that the dialog shows where the desktop has none of its own."""
    dialog = QFileDialog(None, "", "/")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    shown: list[QWidget] = [*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton)]
    words = [widget.property("text") for widget in shown] + [one.toolTip() for one in dialog.findChildren(QToolButton)]
    model = dialog.findChildren(QTreeView)[0].model()
    columns = range(model.columnCount())
    words += [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
    words += [model.index(0, column).data() for column in columns if model.index(0, column).isValid()]
    dialog.deleteLater()
    return [str(word).replace("&", "") for word in words]


@pytest.mark.parametrize("spoken", ["nl", "sv"], indirect=True)
def test_no_word_of_the_file_dialog_stays_english(spoken: str, qapp: QApplication) -> None:
    del qapp
    theirs = words_of_file_dialog()
    set_language("en")
    english = {
        "Look in:",
        "File name:",
        "Files of type:",
        "Save",
        "Cancel",
        "Back",
        "Forward",
        "Size",
        "Date Modified",
        "Folder",
        "Drive",
    }
    assert len(theirs) >= len(english)
    assert english & set(theirs) == set()
    assert {"nl": "Zoeken in:", "sv": "Titta i:"}[spoken] in theirs


@pytest.mark.parametrize("spoken", ["nl", "sv"], indirect=True)
def test_what_qts_catalogue_lacks_comes_from_ours_and_nothing_else_is_touched(spoken: str) -> None:
    for context, texts in LACKING.items():
        for text in texts:
            same = spoken == "sv" and text == "&Start:"
            assert same or QCoreApplication.translate(context, text) != text
    assert QCoreApplication.translate("QFileDialog", "No such text") == "No such text"
    assert QCoreApplication.translate("Elsewhere", "&Look in:") == "&Look in:"


def test_another_language_takes_the_place_of_the_one_before(qapp: QApplication) -> None:
    owner, before = QObject(), list[QTranslator]()
    for language, word in (("nl", "Zoeken in:"), ("sv", "Titta i:"), ("en", "Look in:")):
        set_language(language)
        before = speak(qapp, language, owner, before)
        assert QCoreApplication.translate("QFileDialog", "&Look in:").replace("&", "") == word
    for translator in before:
        qapp.removeTranslator(translator)
