from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.coverage import coverage_of, coverage_sentence, missing_words, planned_rows
from auditor_app.ui.screens.day.coverage import CoverageSheet, show_coverage
from auditor_app.ui.screens.day.screen import DayScreen
from tests.ui.places.conftest import Visit, shown


def lesson(visit: Visit, start: str, subject: str, year_group: str, *notes: str) -> str:
    work = partial(
        visit.session.audits.add_activity, visit.session.audit_id,
        day="2026-11-12", start=start, source="OBS", title=f"{subject} lesson", subject=subject, year_group=year_group,
    )  # fmt: skip
    made = visit.write(work)
    for text in notes:
        visit.note(text, made)
    return made


def test_subjects_year_groups_and_times_of_day_stand_beside_the_guide(visit: Visit, qtbot: QtBot) -> None:
    lesson(visit, "09:00", "English", "2", "Seen once", "and twice")
    lesson(visit, "15:00", "english", "2", "At the end of the day")
    lesson(visit, "11:00", "Art", "4", "Two years")
    coming = lesson(visit, "13:30", "Maths", "1")
    screen = DayScreen(visit.session, visit.look, visit.now)
    shown(qtbot, screen)
    activities = visit.session.live.alive("activity")
    found = coverage_of(activities, book_of(visit.session).notes)
    assert coverage_sentence(found) == "2 subjects · 2 year groups · not yet afternoon"
    assert coverage_sentence(found, is_signed=True) == "2 subjects · 2 year groups · without afternoon"
    assert missing_words(found)[0] == "Learning activities: 3 of 8"
    sheet: CoverageSheet = show_coverage(visit.look, screen, found, planned_rows(found, activities))
    picture = sheet.picture
    assert "English, year 2: 2 activities, start of the day, last lessons" in picture.accessibleDescription()
    assert (
        picture.words_at(QPoint(picture.width() - 20, picture.height() - 40)) == "Art, year 4: 1 activity, late morning"
    )
    assert picture.words_at(QPoint(5, 5)) == ""
    picture.grab()
    sheet.list.setFocus()
    with qtbot.waitSignal(sheet.chosen) as chosen:
        QTest.keyClick(sheet.list, Qt.Key.Key_Down)
        QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    assert chosen.args == [coming]
