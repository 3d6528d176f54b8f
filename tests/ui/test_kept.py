"""What is kept of an audit, in the window: said with its day, saved as a text, removed for good, reminded of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from auditor_app.core.model import AuditKind, School
from auditor_app.services.publishing.retention import Overdue
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.frame.audit_page import AuditPage
from auditor_app.ui.frame.checks_sheet import open_checks
from auditor_app.ui.frame.moments_sheet import open_moments
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.coverage import coverage_of
from auditor_app.ui.models.matrix_words import matrix_rows
from auditor_app.ui.screens.criteria.before_leaving import LeavingSheet
from auditor_app.ui.screens.criteria.screen import CriteriaScreen
from auditor_app.ui.screens.day.screen import DayScreen
from auditor_app.ui.screens.matrix.strip import MatrixStrip
from auditor_app.ui.screens.notes.screen import NotesScreen
from auditor_app.ui.screens.prepare.kept import KeptSection
from auditor_app.ui.screens.settings.screen import SettingsSheet
from auditor_app.ui.theme import Appearance, Look
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.messages import attention
from tests.ui.conftest import PASSPHRASE, SAMPLE, with_samples


class Desk:
    """The window over a signed audit."""

    def __init__(self, workspace: Workspace, appearance: Appearance, folder: Path) -> None:
        self.workspace, self.background = workspace, Background()
        self.bugs: list[str] = []
        self.background.bug.connect(self.bugs.append)
        memory = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(workspace, appearance, self.background, Events(), memory)
        self.window.resize(1366, 768)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        for _turn in range(3):
            assert self.background.drain(60_000)
            QApplication.processEvents()

    @property
    def page(self) -> AuditPage:
        assert self.window.page is not None
        return self.window.page

    def section(self) -> KeptSection:
        found = self.page.findChild(KeptSection)
        assert isinstance(found, KeptSection)
        return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the sample audit is signed."""
    made = with_samples(tmp_path_factory)
    made.audits.checkpoint(SAMPLE, "before lunch")
    made.evidence.add_note(SAMPLE, "Written after lunch")
    made.publishing.own_key.make("Mirte", "Noord", PASSPHRASE)
    made.publishing.sign(SAMPLE, "en", PASSPHRASE, made.data_dir.parent / "out")
    made.close()
    return made.data_dir


@pytest.fixture
def desk(workspace: Workspace, appearance: Appearance, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(workspace, appearance, tmp_path)
    yield made
    made.window.close()
    made.settle()
    made.window.deleteLater()
    made.background.close()
    assert made.bugs == []


@pytest.fixture
def section(desk: Desk) -> KeptSection:
    desk.window.open_audit(SAMPLE, "prepare", "kept")
    desk.settle()
    return desk.section()


def answer(*, accept: bool, said: list[str]) -> None:
    """Answer the next question that blocks, and note what it says."""

    def click() -> None:
        found = QApplication.activeModalWidget()
        assert isinstance(found, Dialog)
        said.append(f"{found.windowTitle()} {found.accessibleDescription()}")
        found.done(QDialog.DialogCode.Accepted if accept else QDialog.DialogCode.Rejected)

    QTimer.singleShot(0, click)


def test_notes_go_only_after_the_answer_and_then_the_window_knows_them_no_more(
    desk: Desk, section: KeptSection
) -> None:
    kept = desk.workspace.retention.kept(SAMPLE)
    counted = dict(desk.page.session.snapshot.evidence)
    assert counted
    assert section.isAncestorOf(QApplication.focusWidget() or desk.window) or section.save.hasFocus()
    assert section.until.text().startswith("To be kept until ")
    assert f"{kept.notes} notes" in section.facts.text()
    said: list[str] = []
    answer(accept=False, said=said)
    section.remove.click()
    desk.settle()
    assert f"Remove {kept.notes} notes for good?" in said[0]
    assert desk.workspace.retention.kept(SAMPLE) == kept
    answer(accept=True, said=said)
    QTest.keyClick(section.remove, Qt.Key.Key_Space)
    desk.settle()
    renewed = desk.section()
    assert renewed is not section
    assert renewed.until.text().startswith("Removed for good on ")
    assert renewed.until.text().endswith(" by Mirte")
    assert f"Removed: {kept.notes} notes · {kept.photos + kept.files + kept.memos} photos" in renewed.facts.text()
    assert not renewed.remove.isVisible()
    assert desk.page.session.live.entities("note") == {}
    desk.page.show_place("criteria")
    desk.settle()
    book = book_of(desk.page.session).notes
    assert {code: book.evidence_of(code) for code in counted} == counted
    desk.page.show_place("notes")
    desk.settle()
    notes = desk.page.findChild(NotesScreen)
    assert isinstance(notes, NotesScreen)
    assert notes.stream.empty.isVisible()
    notes.stream.empty.chosen.emit()
    desk.settle()
    assert desk.section().isVisible()


def counted_everywhere(desk: Desk) -> tuple[object, ...]:
    """Give what Matrix, programme and coverage say of the notes; what the team noted for itself was never signed."""
    live, book = desk.page.session.live, book_of(desk.page.session).notes
    activities = live.alive("activity")
    cells = matrix_rows(live.framework, live.alive("cell"), book)
    return (
        {cell: row.notes for cell, row in cells.cells.items()},
        cells.matrix.unsupported,
        {item.id for item in activities if book.count_of(item.id) and not item.is_own_time},
        coverage_of(activities, book),
    )


def test_matrix_programme_and_coverage_go_on_saying_what_was_signed(desk: Desk, section: KeptSection) -> None:
    before = counted_everywhere(desk)
    answer(accept=True, said=[])
    section.remove.click()
    desk.settle()
    assert desk.page.session.live.entities("note") == {}
    assert counted_everywhere(desk) == before
    desk.page.show_place("matrix")
    desk.settle()
    strip = desk.page.findChild(MatrixStrip)
    assert isinstance(strip, MatrixStrip)
    assert strip.note.accessibleName() == "No notes are kept here"


def test_a_signed_audit_advises_nothing_that_is_still_to_be_done(desk: Desk, section: KeptSection) -> None:
    assert section.isVisible()
    assert desk.page.quick.isHidden(), "no line for a note that could not be kept"
    desk.page.show_place("criteria")
    desk.settle()
    QTest.keyClick(desk.page, Qt.Key.Key_F8)
    assert desk.page.toast.isVisible()
    assert desk.page.findChild(LeavingSheet) is None
    criteria = desk.page.findChild(CriteriaScreen)
    assert isinstance(criteria, CriteriaScreen)
    assert criteria.before.isHidden()
    desk.page.show_place("day")
    desk.settle()
    day = desk.page.findChild(DayScreen)
    assert isinstance(day, DayScreen)
    own = next(item for item in desk.page.session.live.alive("activity") if item.is_own_time)
    day.open_activity(own.id)
    assert day.questions.list.model().rowCount() == 0


def test_after_their_notes_are_removed_nothing_is_called_wrong(desk: Desk, section: KeptSection) -> None:
    answer(accept=True, said=[])
    section.remove.click()
    desk.settle()
    sheet = open_checks(desk.page.session, Look(), desk.window)
    desk.settle()
    assert sheet.list.model().rowCount() == 0
    assert "nothing to check any more" in sheet.accessibleDescription()
    sheet.close()


def test_the_copy_of_a_correction_that_was_given_up_is_named_in_the_question_and_goes_along(
    desk: Desk, section: KeptSection
) -> None:
    notes = desk.workspace.retention.kept(SAMPLE).notes
    corrected = desk.workspace.versions.make(SAMPLE, "A date was wrong.").id
    section.refresh()
    desk.settle()
    assert "Another version of this audit holds its own copy of the notes: 1.1." in section.facts.text()
    desk.workspace.audits.bin(corrected)
    section.refresh()
    desk.settle()
    goes = "A correction in the bin holds its own copy of the notes, which goes with them: 1.1."
    assert section.facts.text().splitlines()[-1] == goes
    said: list[str] = []
    answer(accept=True, said=said)
    section.remove.click()
    desk.settle()
    assert f"Remove {2 * notes} notes for good?" in said[0]
    assert goes in said[0]
    assert "1.1" not in desk.section().facts.text()
    assert desk.workspace.retention.kept(corrected).is_empty


def test_who_went_on_meanwhile_is_not_fetched_back_and_finds_the_audit_without_its_notes(
    desk: Desk, section: KeptSection
) -> None:
    answer(accept=True, said=[])
    section.remove.click()
    assert not section.remove.isEnabled()
    desk.window.show_start()
    desk.settle()
    assert desk.window.stack.currentWidget() is desk.window.start
    desk.window.open_audit(SAMPLE, "criteria")
    desk.settle()
    assert desk.page.session.live.entities("note") == {}


def test_who_looks_at_another_place_meanwhile_stays_there(desk: Desk, section: KeptSection) -> None:
    answer(accept=True, said=[])
    section.remove.click()
    desk.page.show_place("matrix")
    desk.settle()
    assert desk.page.place == "matrix"
    assert desk.page.session.live.entities("note") == {}


def test_named_moments_lead_to_no_note_that_was_removed(desk: Desk, section: KeptSection) -> None:
    answer(accept=True, said=[])
    section.remove.click()
    desk.settle()
    sheet = open_moments(desk.page.session, Look(), desk.window)
    desk.settle()
    assert sheet.list.model().rowCount() == 1
    sheet.close()


def test_what_is_kept_is_saved_as_a_text_and_a_folder_that_takes_none_is_said(
    desk: Desk, section: KeptSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    section.save.click()
    desk.settle()
    lines = target.read_text("utf-8").splitlines()
    assert lines == ["Voorbeeldschool De Linde", section.until.text(), *section.facts.text().splitlines()]
    target = tmp_path / "window.ini" / "kept.txt"
    (tmp_path / "window.ini").write_text("", "utf-8")
    warned: list[str] = []
    desk.page.session.warned.connect(warned.append)
    section.save.click()
    desk.settle()
    assert len(warned) == 1
    assert "kept.txt could not be written" in warned[0]


def test_an_open_audit_says_so_and_offers_no_removal(desk: Desk) -> None:
    audits, framework = desk.workspace.audits, desk.workspace.frameworks.available()[0].digest
    made = audits.create(AuditKind.FORMATIVE, School(name="Open"), "2026-11-12", "2026-11-13", "nl", framework)
    desk.window.open_audit(made.id, "prepare", "kept")
    desk.settle()
    assert desk.section().until.text() == "Kept until the report is signed, and for some time after"
    assert not desk.section().remove.isVisible()


def test_the_list_reminds_once_of_notes_kept_too_long_and_leads_to_them(desk: Desk) -> None:
    start = desk.window.start
    start.reminders.on_overdue((Overdue(SAMPLE, "De Linde", "2025-11-13"),))
    assert start.message.isVisible()
    assert "De Linde were to be kept until 13 November 2025" in start.message.accessibleName()
    start.message.acted.emit(f"kept:{SAMPLE}")
    desk.settle()
    assert desk.section().isVisible()
    desk.window.show_start()
    start.reminders.on_overdue((Overdue(SAMPLE, "De Linde", "2025-11-13"),))
    assert not start.message.isVisible()


def test_a_reminder_that_comes_while_an_audit_is_open_leaves_what_the_list_has_to_say_first(desk: Desk) -> None:
    start = desk.window.start
    start.message.show_message(attention("Something else is not saved."))
    desk.window.open_audit(SAMPLE)
    desk.settle()
    assert not start.message.isVisible()
    start.reminders.on_overdue((Overdue(SAMPLE, "De Linde", "2025-11-13"),))
    assert start.message.accessibleName() == "Something else is not saved."
    start.message.hide()
    start.reminders.on_overdue((Overdue(SAMPLE, "De Linde", "2025-11-13"),))
    assert "De Linde" in start.message.accessibleName(), "said the next time"


@pytest.mark.parametrize("months", [24, 7])
def test_how_long_is_set_in_the_settings(desk: Desk, months: int) -> None:
    before = desk.workspace.retention.kept(SAMPLE).until
    sheet = SettingsSheet(desk.workspace, Look(), desk.background, desk.window)
    assert sheet.months.value == "12"
    sheet.months.chosen.emit(str(months))
    desk.settle()
    assert desk.workspace.settings.months_kept == months
    assert (desk.workspace.retention.kept(SAMPLE).until > before) == (months > 12)
    again = SettingsSheet(desk.workspace, Look(), desk.background, desk.window)
    assert again.months.value == str(months)
