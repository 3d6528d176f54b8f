from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.screens.day.calendar_exchange import CalendarSheet
from auditor_app.ui.screens.day.screen import DayScreen
from tests.ui.places.conftest import Visit, shown

EVENT = "BEGIN:VEVENT\r\nUID:{uid}@elders\r\nDTSTART:{start}\r\nDURATION:PT45M\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"


def calendar(*events: tuple[str, str, str]) -> bytes:
    blocks = "".join(EVENT.format(uid=uid, start=start, title=title) for uid, start, title in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{blocks}END:VCALENDAR\r\n".encode()


@pytest.fixture
def day(visit: Visit, qtbot: QtBot) -> Iterator[DayScreen]:
    screen = DayScreen(visit.session, visit.look, visit.now)
    shown(qtbot, screen)
    yield screen
    visit.settle()


def preview(day: DayScreen) -> CalendarSheet:
    found = QApplication.activeModalWidget()
    assert isinstance(found, CalendarSheet)
    assert found.parentWidget() is day
    return found


def titles(sheet: CalendarSheet) -> list[str]:
    model = sheet.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_file_is_shown_before_it_is_taken_over(day: DayScreen, visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "school.ics"
    path.write_bytes(
        calendar(("1", "20261112T080000Z", "Gesprek <b>ouders</b>"), ("2", "20261120T080000Z", "Andere week"))
    )
    day.calendar.inspect(path)
    visit.settle()
    sheet = preview(day)
    assert titles(sheet)[1:] == ["Gesprek <b>ouders</b>"]
    assert "1" in sheet._text.text()
    assert not visit.session.live.alive("activity")
    sheet.accept()
    visit.settle()
    (taken,) = visit.session.live.alive("activity")
    assert (taken.day, taken.start, taken.end) == ("2026-11-12", "09:00", "09:45")


def test_what_moved_elsewhere_is_shown_from_and_to(day: DayScreen, visit: Visit, tmp_path: Path) -> None:
    visit.plan()
    path = tmp_path / "programme.ics"
    day.calendar.save_to(path)
    visit.settle()
    moved = path.read_bytes().replace(b"T093000\r\nDTEND;TZID=Europe/Amsterdam:20261112T101500",
                                      b"T094500\r\nDTEND;TZID=Europe/Amsterdam:20261112T103000")  # fmt: skip
    path.write_bytes(moved)
    day.calendar.inspect(path)
    visit.settle()
    sheet = preview(day)
    detail = sheet.list.model().index(1, 0).data(ROW_ROLE)
    assert "09:30–10:15 → " in detail.detail
    assert "09:45–10:30" in detail.detail
    sheet.reject()
    visit.settle()
    assert visit.activity("WALK").start == "09:30"


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 40, b"%PDF-1.7 not a calendar", b"BEGIN:VCALENDAR\n" + b"x" * (3 << 20)]
)
def test_a_hostile_file_is_refused_in_a_sentence(
    day: DayScreen, visit: Visit, tmp_path: Path, qtbot: QtBot, content: bytes
) -> None:
    path = tmp_path / "hostile.ics"
    path.write_bytes(content)
    with qtbot.waitSignal(visit.session.warned) as warned:
        day.calendar.inspect(path)
    assert warned.args[0].endswith(".") or ".ics" in warned.args[0]
    assert QApplication.activeModalWidget() is None
    assert not visit.session.live.alive("activity")


def test_a_folder_that_takes_nothing_is_said(day: DayScreen, visit: Visit, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_bytes(b"")
    with qtbot.waitSignal(visit.session.warned):
        day.calendar.save_to(tmp_path / "file" / "x.ics")
    visit.settle()
