from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from auditor_app.ui.frame.moments_sheet import MomentsSheet, open_moments
from auditor_app.ui.models.listed import Listed
from auditor_app.ui.models.rows import RowsModel
from tests.ui.places.conftest import Visit, shown


@pytest.fixture
def opened(visit: Visit, qtbot: QtBot) -> Iterator[Callable[[], MomentsSheet]]:
    window = QWidget()
    shown(qtbot, window)

    def open_() -> MomentsSheet:
        sheet = open_moments(visit.session, visit.look, window)
        visit.settle()
        return sheet

    yield open_
    for sheet in window.findChildren(MomentsSheet):
        sheet.close()
    window.close()


def named(visit: Visit, name: str) -> None:
    visit.write(lambda: visit.session.audits.checkpoint(visit.session.audit_id, name))


def rows(sheet: MomentsSheet) -> list[tuple[str, str]]:
    model = sheet.list.model()
    assert isinstance(model, RowsModel)
    found: tuple[Listed, ...] = tuple(model.rows)
    return [("heading" if row.is_heading else row.detail, row.text) for row in found]


def test_what_was_written_after_each_moment_is_listed_and_enter_leads_to_it(
    visit: Visit, opened: Callable[[], MomentsSheet], qtbot: QtBot
) -> None:
    visit.plan()
    talk = visit.activity("INT-P")
    visit.note("Before lunch, told by pupils", talk.id)
    named(visit, "before lunch")
    after = visit.note("After lunch, told by pupils", talk.id)
    named(visit, "end of day 1")
    sheet = opened()
    (day, pause, note) = rows(sheet)
    assert day[1].startswith("After “end of day 1”, ")
    assert day[1].endswith(": nothing written")
    assert pause[1].startswith("After “before lunch”, ")
    assert pause[1].endswith(": 1 note")
    assert note == (f"new · {talk.title}", "After lunch, told by pupils")
    assert sheet.list.hasFocus()
    with qtbot.waitSignal(visit.session.led) as led:
        QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    assert led.args == ["notes", "note", after]


def test_what_was_typed_a_moment_ago_is_listed_too(visit: Visit, opened: Callable[[], MomentsSheet]) -> None:
    named(visit, "before lunch")
    evidence, audit = visit.session.evidence, visit.session.audit_id
    visit.session.write(lambda: evidence.add_note(audit, "only just typed"))
    assert ("new", "only just typed") in rows(opened())


def test_a_long_note_and_a_name_with_marks_stay_in_their_lines(
    visit: Visit, opened: Callable[[], MomentsSheet]
) -> None:
    named(visit, "<b>pause</b> {name}\u202e")
    visit.note("line\nafter line " * 400)
    heading, note = rows(opened())
    assert "<b>pause</b> {name}" in heading[1]
    assert "\n" not in note[1]
    assert len(note[1]) <= 160


def test_an_audit_without_named_moments_says_how_to_name_one(opened: Callable[[], MomentsSheet]) -> None:
    sheet = opened()
    assert "Ctrl+S" in sheet._text.text()
    assert not sheet.list.isVisible()
