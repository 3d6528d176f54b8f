"""What a person has kept and is still on its way (a photo that is being made) arrives, wherever one goes meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from auditor_app.core.model import AuditKind, School
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import READERS, Background
from auditor_app.ui.events import Events
from auditor_app.ui.frame.audit_page import AuditPage
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.screens.beside.actions import BesideActions
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.screens.beside.offered import RefusedSheet
from auditor_app.ui.screens.beside.photo_intake import PhotoIntake
from auditor_app.ui.screens.day.screen import DayScreen
from auditor_app.ui.screens.start.reminders import OPEN
from auditor_app.ui.sources import Source
from auditor_app.ui.theme import Appearance
from auditor_app.ui.thumbnails import Thumbnails
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.text import TextLabel
from tests.services.pictures.test_photos import from_a_phone
from tests.ui.conftest import SAMPLE
from tests.ui.dress import clear_away


@dataclass
class Desk:
    """A window with the sample audit open, and a photo that only waits to be kept."""

    workspace: Workspace
    background: Background
    window: MainWindow
    note: str = ""

    def settle(self) -> None:
        for _turn in range(4):
            assert self.background.drain(60_000)
            QApplication.processEvents()
        clear_away()

    @property
    def page(self) -> AuditPage:
        assert self.window.page is not None
        return self.window.page

    def offered(self) -> PhotoIntake:
        attacher = attacher_of(self.page.session, self.window._look)
        attacher.offer(self.page, (Source("wall.jpg", from_a_phone(1, (64, 48))),), Beside(note=self.note))
        self.settle()
        assert attacher.intake is not None
        attacher.intake.sheet.panel.free.click()
        return attacher.intake

    @property
    def kept(self) -> int:
        return len(self.workspace.evidence.attachments.of_note(self.note))

    def fill_disk(self, *, is_full: bool) -> None:
        """Let the database grow no further, on the thread that writes."""

        def work() -> None:
            connection = self.workspace.store.connection
            pages = connection.execute("PRAGMA page_count").fetchone()[0] if is_full else 1 << 30
            connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()

        self.background.write(work)
        self.settle()

    @contextmanager
    def slow_photos(self) -> Iterator[None]:
        """Let what makes photos be busy with something else."""
        with self.workspace.photos._one_at_a_time:
            yield


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace, appearance: Appearance, tmp_path: Path) -> Iterator[Desk]:
    background, bugs = Background(), list[str]()
    background.bug.connect(bugs.append)
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(workspace, appearance, background, Events(), memory)
    qtbot.addWidget(window)
    window.show()
    workspace.evidence.attachments.permit_photos(SAMPLE, "school leader")
    made = Desk(workspace, background, window, workspace.evidence.add_note(SAMPLE, "A wall with goals").id)
    window.open_audit(SAMPLE, "notes")
    made.settle()
    yield made
    made.settle()
    assert background.close()
    assert bugs == []


def answer(said: list[str], *, accept: bool) -> None:
    """Answer the next question that blocks, and note what it says."""

    def click() -> None:
        found = QApplication.activeModalWidget()
        assert isinstance(found, Dialog)
        said.append(f"{found.windowTitle()}. {found.accessibleDescription()}")
        found.done(QDialog.DialogCode.Accepted if accept else QDialog.DialogCode.Rejected)

    QTimer.singleShot(0, click)


def another_audit(desk: Desk) -> str:
    framework = desk.workspace.frameworks.available()[0].digest
    school = School(name="Voorbeeldschool Noord", place="Voorbeeldstad")
    return desk.workspace.audits.create(AuditKind.FORMATIVE, school, "2026-11-12", "2026-11-13", "nl", framework).id


def test_a_photo_that_was_kept_arrives_though_its_audit_was_left_at_once(desk: Desk) -> None:
    intake = desk.offered()
    with desk.slow_photos():
        intake.sheet.confirmed.emit()
        desk.page.back()
        clear_away()
        assert desk.window.stack.currentWidget() is desk.window.start
    desk.settle()
    assert desk.kept == 1
    assert desk.window._page is None, "and then the audit is let go of"


def test_a_photo_that_was_kept_arrives_though_another_audit_was_opened(desk: Desk) -> None:
    other, intake = another_audit(desk), desk.offered()
    with desk.slow_photos():
        intake.sheet.confirmed.emit()
        desk.window.open_audit(other)
        opening = desk.background._latest["open"]
        while opening in desk.background._pending:
            QApplication.processEvents()
        clear_away()
    desk.settle()
    assert desk.kept == 1
    assert desk.page.session.audit_id == other


def test_text_that_a_full_disk_refuses_keeps_its_audit_open_though_another_one_was_asked_for(desk: Desk) -> None:
    page, other = desk.page, another_audit(desk)
    desk.fill_disk(is_full=True)
    page.session.write(lambda: desk.workspace.evidence.add_note(SAMPLE, "x" * 200_000))
    desk.window.open_audit(other)
    desk.settle()
    assert desk.page is page
    assert page.message.isVisible()
    desk.fill_disk(is_full=False)
    page.message.acted.emit("retry")
    desk.settle()
    assert page.session.is_saved
    assert desk.page is page, "nobody is taken elsewhere all at once, long after asking"
    desk.window.open_audit(other)
    desk.settle()
    assert desk.page.session.audit_id == other


@pytest.mark.parametrize("elsewhere", ["new audit", "all audits", "the audit before", "locked"])
def test_an_audit_that_is_still_being_read_takes_nobody_away_from_where_they_went_since(
    desk: Desk, elsewhere: str
) -> None:
    window, page = desk.window, desk.page
    locked = QSignalSpy(window.locked)
    window.open_audit(another_audit(desk), "prepare")
    goes: dict[str, Callable[[], object]] = {
        "new audit": window.new_audit, "all audits": page.back, "locked": window.lock,
        "the audit before": partial(window.open_audit, SAMPLE, "day"),
    }  # fmt: skip
    goes[elsewhere]()
    desk.settle()
    shown = {"new audit": window._new_audit, "all audits": window.start}.get(elsewhere, page)
    assert window.stack.currentWidget() is shown
    assert locked.count() == (elsewhere == "locked")


def test_an_audit_that_was_asked_for_twice_is_shown_once(desk: Desk, qtbot: QtBot) -> None:
    """Twice because saving what was written before took a while, and nothing seemed to happen."""
    other, intake = another_audit(desk), desk.offered()
    shown = QSignalSpy(desk.window.stack.widgetRemoved)
    with desk.slow_photos():
        intake.sheet.confirmed.emit()
        desk.window.open_audit(other)
        qtbot.waitUntil(lambda: desk.page.session._then is not None, timeout=20_000)
        held = threading.Event()
        for _reader in range(READERS):
            desk.background.run(held.wait)
        desk.window.open_audit(other)
    qtbot.waitUntil(lambda: desk.page.session.audit_id == other, timeout=20_000)
    page = desk.page
    held.set()
    desk.settle()
    assert desk.page is page
    assert shown.count() == 1


def test_an_audit_that_cannot_be_read_is_said_to_whoever_still_waits_for_it(desk: Desk) -> None:
    page = desk.page
    desk.window.open_audit("not here", "notes")
    desk.settle()
    assert desk.page is page
    assert page.message.accessibleName().startswith("Not opened")
    page.message.hide()
    desk.window.open_audit("not here either", "notes")
    desk.window.open_audit(SAMPLE)
    desk.settle()
    assert not page.message.isVisible()


def test_a_fault_after_a_photo_was_made_does_not_leave_its_audit_unsaved_for_ever(desk: Desk, qtbot: QtBot) -> None:
    session, not_made = desk.page.session, list[Exception]()
    with qtbot.captureExceptions() as faults:
        session.make(lambda: 0, lambda zero: 1 // zero, not_made.append)
        desk.settle()
    assert [kind for kind, _error, _trace in faults] == [ZeroDivisionError]
    assert session.is_saved
    assert not_made == []


def test_whoever_comes_back_to_an_audit_before_all_is_saved_stays_in_it(desk: Desk) -> None:
    page, intake = desk.page, desk.offered()
    with desk.slow_photos():
        intake.sheet.confirmed.emit()
        page.back()
        desk.window.open_audit(SAMPLE)
    desk.settle()
    assert desk.page is page
    assert desk.kept == 1


def test_a_photo_that_is_not_kept_after_all_is_said_where_one_is_by_then(desk: Desk) -> None:
    intake = desk.offered()
    with desk.slow_photos():
        intake.sheet.confirmed.emit()
        desk.page.back()
        desk.workspace.photos.close()
    desk.settle()
    assert desk.kept == 0
    (sheet,) = desk.window.findChildren(RefusedSheet)
    assert sheet.isVisible()
    assert any(label.text().startswith("The part of the program") for label in sheet.findChildren(TextLabel))
    sheet.close()
    desk.window.open_audit(SAMPLE)
    assert not desk.page.toast.isVisible(), "nothing is called kept that is not"


def test_a_photo_is_called_kept_and_can_be_undone_once_it_is(desk: Desk) -> None:
    toast, intake = desk.page.toast, desk.offered()
    toast.hide()
    with desk.slow_photos():
        intake.sheet.confirmed.emit()
        QApplication.processEvents()
        assert not toast.isVisible(), "undo would take back something else"
        assert not desk.page.session.is_saved
    desk.settle()
    assert toast.isVisible()
    desk.page.undo()
    desk.settle()
    assert desk.kept == 0
    assert desk.note in desk.page.session.live.entities("note")


def test_locking_and_quitting_wait_for_a_photo_and_say_so_when_it_takes_long(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = QSignalSpy(desk.window.locked)
    intake, said = desk.offered(), list[str]()
    monkeypatch.setattr(desk.background, "drain", partial(desk.background.drain, 50))
    with desk.slow_photos():
        intake.sheet.confirmed.emit()
        desk.window.lock()
        assert locked.count() == 0
        assert "still on its way" in desk.page.message.accessibleName()
        answer(said, accept=False)
        assert not desk.window.close()
    assert "a photo is not on the disk yet" in said[0]
    monkeypatch.undo()
    desk.settle()
    assert desk.kept == 1
    desk.window.lock()
    assert locked.count() == 1


def test_a_file_that_is_still_being_read_is_kept_beside_its_note(desk: Desk) -> None:
    attacher = attacher_of(desk.page.session, desk.window._look)
    with desk.slow_photos():
        desk.background.make(desk.workspace.photos.looks_for_faces)
        attacher.offer(desk.page, (Source("plan.pdf", b"%PDF-1.7 a plan"),), Beside(note=desk.note))
        desk.page.back()
        clear_away()
    desk.settle()
    assert desk.kept == 1
    assert desk.window._page is None


def test_a_photo_that_could_not_be_blurred_is_said_though_it_is_closed(desk: Desk) -> None:
    desk.offered().sheet.confirmed.emit()
    desk.settle()
    page = desk.page
    actions = BesideActions(page.session, desk.window._look, page)
    actions.open_of_note(desk.note)
    desk.settle()
    viewer, said = actions.viewer, list[str]()
    assert viewer is not None
    QTest.keyClick(viewer.sheet.canvas, Qt.Key.Key_B)
    with desk.slow_photos():
        answer(said, accept=True)
        viewer.sheet.panel.apply.click()
        viewer.sheet.left.emit()
        clear_away()
        desk.workspace.photos.close()
    desk.settle()
    assert "for good" in said[0]
    assert "did not answer" in page.message.accessibleName()


def test_what_was_read_for_an_audit_that_was_left_is_for_nobody(desk: Desk) -> None:
    desk.offered().sheet.confirmed.emit()
    desk.settle()
    (photo,) = desk.workspace.evidence.attachments.of_note(desk.note)
    goes_on = threading.Event()
    for _reader in range(READERS):
        desk.background.run(goes_on.wait)
    pictures = Thumbnails(desk.page.session)
    assert pictures.pixmap(photo) is None
    desk.page.back()
    clear_away()
    assert not isValid(pictures)
    goes_on.set()
    desk.settle()


def test_half_lines_become_one_note_each_when_another_audit_is_opened(desk: Desk) -> None:
    other = another_audit(desk)
    desk.page.show_place("day")
    desk.settle()
    day = desk.page.open_screen
    assert isinstance(day, DayScreen)
    first = desk.page.session.live.alive("activity")[0]
    day.open_activity(first.id)
    QTest.keyClicks(day.capture.composer.editor.edit, "Half a line in Day")
    QTest.keyClicks(desk.page.quick.line, "Half a quick note")
    desk.window.open_audit(other)
    desk.settle()
    assert desk.page.session.audit_id == other
    seen = [note.seen for note in desk.workspace.audits.snapshot(SAMPLE).notes if note.seen.startswith("Half")]
    assert sorted(seen) == ["Half a line in Day", "Half a quick note"]


def test_what_a_full_disk_refused_is_said_where_one_is_by_then_with_the_way_back(desk: Desk) -> None:
    page = desk.page
    desk.fill_disk(is_full=True)
    page.session.write(lambda: desk.workspace.evidence.add_note(SAMPLE, "x" * 200_000))
    page.back()
    desk.settle()
    start = desk.window.start
    assert desk.window.stack.currentWidget() is start
    assert start.message.isVisible()
    assert start.message.accessibleName().startswith("Not saved")
    start.message.acted.emit(f"{OPEN}{SAMPLE}")
    assert desk.page is page
    desk.fill_disk(is_full=False)
    page.message.acted.emit("retry")
    desk.settle()
    assert page.session.is_saved
    assert not page.message.isVisible()
