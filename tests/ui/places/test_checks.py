from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from auditor_app.core.checks import Flaw
from auditor_app.ui.frame.checks_sheet import ChecksSheet, summary
from tests.ui.places.conftest import Visit, shown

NEXT_WEEK = "2026-11-20T09:00:00+01:00"
ON_THE_DAY = "2026-11-12T14:20:00+01:00"


@pytest.fixture
def window(visit: Visit, qtbot: QtBot) -> Iterator[QWidget]:
    del visit
    made = QWidget()
    shown(qtbot, made)
    yield made
    made.close()


@pytest.fixture
def opened(visit: Visit, window: QWidget) -> Iterator[Callable[[], ChecksSheet]]:
    made: list[ChecksSheet] = []

    def open_() -> ChecksSheet:
        made.append(ChecksSheet(visit.session, visit.look, NEXT_WEEK, window))
        made[-1].open()
        visit.settle()
        return made[-1]

    yield open_
    for sheet in made:
        sheet.close()


def test_flaws_are_listed_contradictions_first_and_enter_leads_to_one(
    visit: Visit, opened: Callable[[], ChecksSheet], qtbot: QtBot
) -> None:
    visit.plan()
    named = visit.note("Meneer Jansen vertelt", visit.activity("INT-T").id, moment=ON_THE_DAY)
    visit.note("Told by a group", visit.activity("INT-P").id, moment=ON_THE_DAY)
    sheet = opened()
    flaws = [check.flaw for check in sheet._found.values()]
    assert flaws[0] is Flaw.NOTE_NAMES_PERSON
    assert Flaw.CONSENT_NOT_RECORDED in flaws
    assert Flaw.ACTIVITY_WITHOUT_NOTES in flaws
    assert sheet.list.hasFocus()
    with qtbot.waitSignal(sheet.followed) as followed:
        QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    assert followed.args == ["notes", "note", named, "seen"]


def test_what_was_typed_a_moment_ago_is_looked_at_too(visit: Visit, opened: Callable[[], ChecksSheet]) -> None:
    evidence, audit = visit.session.evidence, visit.session.audit_id
    visit.session.write(lambda: evidence.add_note(audit, "Mail naar x@voorbeeld.nl", source="DOC"))
    sheet = opened()
    assert Flaw.NOTE_NAMES_PERSON in {check.flaw for check in sheet._found.values()}


def test_an_audit_without_flaws_says_so(opened: Callable[[], ChecksSheet]) -> None:
    sheet = opened()
    assert not sheet.list.isVisible()
    assert sheet._text.text() == summary(0, 0)
