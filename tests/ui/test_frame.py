from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QSettings, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor_app.config import Settings, load_settings
from auditor_app.core.change import Edit
from auditor_app.core.model import AuditKind, School
from auditor_app.i18n import set_language
from auditor_app.services.audits.beginnings import Source
from auditor_app.services.pictures import apart
from auditor_app.services.visit.evidence import MAX_TEXT
from auditor_app.services.workspace import Workspace
from auditor_app.store.vault import Vault
from auditor_app.ui import sources
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.frame import finding
from auditor_app.ui.frame.audit_page import AuditPage
from auditor_app.ui.frame.paper import PaperSheet
from auditor_app.ui.frame.sheets import KeysSheet
from auditor_app.ui.frame.words import kind_and_dates
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.offers import HasComposer
from auditor_app.ui.places import PLACES
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.screens.beside.photo_intake import PhotoIntake
from auditor_app.ui.screens.day.programme_list import ProgrammeList
from auditor_app.ui.screens.parts.pdf_page import pages_of
from auditor_app.ui.screens.parts.printing import _Printing
from auditor_app.ui.screens.report.export import ExportSheet
from auditor_app.ui.screens.start.delegate import SIDE
from auditor_app.ui.screens.start.rows import StartRow
from auditor_app.ui.shortcuts import KEYS
from auditor_app.ui.theme import Appearance
from auditor_app.ui.widgets import messages
from auditor_app.ui.widgets.buttons import Button
from tests.services.pictures.test_photos import from_a_phone
from tests.ui.dress import clear_away

SCHOOL = School(name="Voorbeeldschool Noord", place="Voorbeeldstad")


class Desk:
    """A data folder and the windows opened on it; `open` again is what a restart does."""

    def __init__(self, folder: Path, key: bytes, appearance: Appearance) -> None:
        self.folder, self.key, self.appearance = folder, key, appearance
        self.bugs: list[str] = []
        self.workspace = Workspace._opened(Vault(folder, key))
        self.background = Background()
        self.window = self._show()

    def _show(self) -> MainWindow:
        self.background.bug.connect(self.bugs.append)
        memory = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(self.workspace, self.appearance, self.background, Events(), memory)
        window.resize(1366, 768)
        window.show()
        self.settle()
        return window

    def settle(self) -> None:
        for _turn in range(3):
            assert self.background.drain()
            QApplication.processEvents()

    def make_audit(self) -> str:
        framework = self.workspace.frameworks.available()[0].digest
        made = self.workspace.audits.create(AuditKind.FORMATIVE, SCHOOL, "2026-11-12", "2026-11-13", "nl", framework)
        return made.id

    def open_audit(self, place: str = "prepare") -> AuditPage:
        self.window.open_audit(self.make_audit(), place)
        self.settle()
        assert self.window.page is not None
        return self.window.page

    def close(self) -> None:
        self.window.close()
        self.settle()
        self.window.deleteLater()
        self.background.close()
        self.workspace.close()
        clear_away()

    def restart(self) -> None:
        self.close()
        self.workspace, self.background = Workspace._opened(Vault(self.folder, self.key)), Background()
        self.window = self._show()

    def fill_disk(self, *, is_full: bool) -> None:
        """Let the database grow no further, on the thread that writes."""

        def work() -> None:
            connection = self.workspace.store.connection
            pages = connection.execute("PRAGMA page_count").fetchone()[0] if is_full else 1 << 30
            connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()

        self.background.write(work)
        self.settle()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A data folder with its key: stretching a passphrase is slow on purpose, so it is done once."""
    folder = tmp_path_factory.mktemp("fresh") / "data"
    workspace, _recovery_key = Workspace.create(folder, "four words for tests", Settings("en", name="Jo", initials="J"))
    workspace.back_up_when_due()
    workspace.close()
    return folder, workspace.vault.key


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, fresh: tuple[Path, bytes], appearance: Appearance) -> Iterator[Desk]:
    assert qapp is QApplication.instance()
    shutil.copytree(fresh[0], tmp_path / "data")
    made = Desk(tmp_path / "data", fresh[1], appearance)
    yield made
    made.close()
    assert made.bugs == []


def press(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def state_of(page: AuditPage) -> str:
    return page.top.saved.state


def notes_of(desk: Desk) -> list[str]:
    audit = desk.workspace.overview.audits()[0].audit.id
    return [note.seen for note in desk.workspace.audits.snapshot(audit).notes]


def test_every_place_of_an_empty_audit_takes_the_keys_at_once(desk: Desk) -> None:
    page = desk.open_audit()
    held = {}
    for place in PLACES:
        page.show_place(place.key)
        desk.settle()
        widget = desk.window.focusWidget()
        assert isinstance(page.open_screen, QWidget)
        assert widget is not None, place.key
        assert page.open_screen.isAncestorOf(widget), place.key
        assert widget.isVisible(), place.key
        held[place.key] = widget
    for key in ("report", "compare"):
        assert isinstance(held[key], Button), "the first step that the empty place offers"


def test_a_quick_note_is_said_to_be_saved_only_after_its_commit(desk: Desk) -> None:
    page = desk.open_audit()
    QTest.keyClick(desk.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.quick.line.hasFocus()
    desk.settle()
    before = QSignalSpy(page.session.saved)
    press(page.quick.line, "Leerling kiest zelf #E2.1+")
    QTest.keyClick(page.quick.line, Qt.Key.Key_Return)
    assert before.count() == 0
    assert page.quick.line.text() == "Leerling kiest zelf #E2.1+"
    desk.settle()
    assert before.count() == 1
    assert state_of(page) == "saved"
    assert page.quick.line.text() == ""
    assert notes_of(desk) == ["Leerling kiest zelf"]
    assert page.session.snapshot.links[0].target == "E2.1"


def test_typing_on_while_a_note_is_written_keeps_what_was_typed(desk: Desk) -> None:
    page = desk.open_audit()
    page.quick.line.setText("eerste")
    QTest.keyClick(page.quick.line, Qt.Key.Key_Return)
    page.quick.line.setText("tweede")
    desk.settle()
    assert page.quick.line.text() == "tweede"
    assert "eerste" in notes_of(desk)


def test_a_full_disk_is_loud_keeps_the_text_and_mends(desk: Desk) -> None:
    page = desk.open_audit()
    long_note = "x" * 200_000
    desk.fill_disk(is_full=True)
    page.quick.line.setMaxLength(1_000_000)
    page.quick.line.setText(long_note)
    QTest.keyClick(page.quick.line, Qt.Key.Key_Return)
    desk.settle()
    assert state_of(page) == "failed"
    assert page.message.isVisible()
    assert page.quick.line.text() == long_note
    assert not page.session.is_saved
    desk.fill_disk(is_full=False)
    page.message.acted.emit("retry")
    desk.settle()
    assert state_of(page) == "saved"
    assert not page.message.isVisible()
    assert page.quick.line.text() == ""
    assert notes_of(desk) == [long_note]


def test_what_could_not_be_saved_goes_before_what_is_written_next(desk: Desk) -> None:
    page = desk.open_audit()
    desk.fill_disk(is_full=True)
    evidence, audit = page.session.evidence, page.session.audit_id
    page.session.write(lambda: evidence.add_note(audit, "y" * 200_000, moment="2026-11-12T09:00:00+01:00"))
    desk.settle()
    desk.fill_disk(is_full=False)
    page.session.write(lambda: evidence.add_note(audit, "later"))
    desk.settle()
    assert sorted(notes_of(desk), key=len) == ["later", "y" * 200_000]
    assert page.session.is_saved


def test_a_refused_write_is_said_and_not_tried_again(desk: Desk) -> None:
    page = desk.open_audit()
    audits, audit = page.session.audits, page.session.audit_id
    before = page.top.saved.accessibleName()
    assert state_of(page) == "saved"
    page.session.write(lambda: audits.edit(audit, starts="2026-11-12", ends="2026-11-01"))
    desk.settle()
    assert page.message.isVisible()
    assert page.session.is_saved
    assert (state_of(page), page.top.saved.accessibleName()) == ("saved", before)
    page.session.write(lambda: audits.edit(audit, starts="2026-11-12", ends="2026-11-14"))
    desk.settle()
    assert page.message.isVisible(), "the reason stays until it was read"
    seen = {}
    for place in ("prepare", "notes"):
        page.show_place(place)
        seen[place] = page.message.isVisible()
    assert seen == {"prepare": True, "notes": False}, "and while its place is open"


def test_a_refusal_that_was_read_goes_with_the_next_thing_that_is_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.open_audit()
    audits, audit = page.session.audits, page.session.audit_id
    page.session.write(lambda: audits.edit(audit, starts="2026-11-12", ends="2026-11-01"))
    desk.settle()
    read = [page.message.was_read]
    monkeypatch.setattr(messages, "TOAST_MS", -1)
    read.append(page.message.was_read)
    assert read == [False, True]
    page.session.write(lambda: audits.edit(audit, starts="2026-11-12", ends="2026-11-14"))
    desk.settle()
    assert not page.message.isVisible()


def test_a_refusal_does_not_hide_what_still_waits_for_the_disk(desk: Desk) -> None:
    page = desk.open_audit()
    audits, evidence, audit = page.session.audits, page.session.evidence, page.session.audit_id
    desk.fill_disk(is_full=True)
    page.session.write(lambda: evidence.add_note(audit, "z" * 200_000))
    page.session.write(lambda: audits.edit(audit, starts="2026-11-12", ends="2026-11-01"))
    desk.settle()
    assert state_of(page) == "failed"
    page.message.hide()
    page.top.saved.click()
    assert page.message.isVisible()
    assert "Not saved" in page.message.accessibleName()
    desk.fill_disk(is_full=False)
    page.message.acted.emit("retry")
    desk.settle()
    assert state_of(page) == "saved"


def test_a_text_too_long_to_keep_is_not_saved_until_something_is(desk: Desk) -> None:
    page = desk.open_audit()
    evidence, audit = page.session.evidence, page.session.audit_id
    page.session.write(lambda: evidence.add_note(audit, "x" * (MAX_TEXT + 1)))
    desk.settle()
    assert state_of(page) == "failed"
    assert page.message.isVisible()
    page.session.write(lambda: evidence.add_note(audit, "shorter"))
    desk.settle()
    assert state_of(page) == "saved"
    assert not page.message.isVisible()


def test_undo_and_redo_work_also_after_a_restart(desk: Desk) -> None:
    page = desk.open_audit()
    page.quick.line.setText("blijft")
    QTest.keyClick(page.quick.line, Qt.Key.Key_Return)
    desk.settle()
    audit = page.session.audit_id
    desk.restart()
    desk.window.open_audit(audit, "prepare")
    desk.settle()
    page = desk.window.page or pytest.fail("the audit is not open")
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(desk.window, Qt.Key.Key_Z, control)
    desk.settle()
    assert notes_of(desk) == []
    assert page.session.snapshot.notes == ()
    QTest.keyClick(desk.window, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert notes_of(desk) == ["blijft"]


def test_undo_belongs_to_the_editor_first_and_to_the_program_then(desk: Desk) -> None:
    page = desk.open_audit()
    line = page.quick.line
    line.setText("genoteerd")
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.settle()
    line.setFocus()
    press(line, "half")
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert line.text() == ""
    assert notes_of(desk) == ["genoteerd"]
    while line.isUndoAvailable():
        line.undo()
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert notes_of(desk) == []


def shortcuts_of(window: QWidget) -> dict[str, str]:
    found = window.findChildren(QShortcut)
    return {item.objectName(): item.key().toString() for item in found if item.objectName()}


def test_every_key_of_the_table_is_bound_as_it_says_and_stands_in_the_sheet(desk: Desk) -> None:
    listed = {key.name for _title, keys in desk.window.key_groups() for key in keys}
    desk.open_audit()
    listed |= {key.name for _title, keys in desk.window.key_groups() for key in keys}
    bound = shortcuts_of(desk.window)
    for key in KEYS:
        assert bound.get(key.name) == key.keys, key.name
        assert key.name in listed, key.name


def test_no_two_keys_that_work_together_are_the_same(desk: Desk) -> None:
    desk.open_audit()
    frame = [key.keys for _title, keys in desk.window.key_groups()[-2:] for key in keys]
    assert len(frame) == len(set(frame))


def test_the_part_that_f6_goes_to_is_seen_also_where_a_chosen_row_keeps_its_colour(desk: Desk) -> None:
    audit = desk.make_audit()
    day = desk.workspace.audits.snapshot(audit).audit.starts
    desk.workspace.audits.add_activity(audit, title="Round", day=day, start="09:00", end="10:00")
    desk.window.open_audit(audit, "day")
    desk.settle()
    page = desk.window.page
    assert page is not None
    desk.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    page.next_pane()
    while not isinstance(QApplication.focusWidget(), ProgrammeList):
        page.next_pane()
    rows = QApplication.focusWidget()
    assert isinstance(rows, ProgrammeList)
    assert desk.window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    ring = desk.appearance.look["focus.ring"]
    desk.settle()
    row = rows.visualRect(rows.currentIndex())
    edge = rows.viewport().grab(row).toImage()
    assert edge.pixelColor(row.width() // 2, 1) == ring
    page.next_pane()
    assert rows.viewport().grab(row).toImage().pixelColor(row.width() // 2, 1) != ring


def test_the_numbers_jump_and_follow_the_order_of_the_work(desk: Desk) -> None:
    page = desk.open_audit()
    assert [place.number for place in PLACES] == sorted({place.number for place in PLACES})
    for place in PLACES:
        QTest.keyClick(desk.window, getattr(Qt.Key, f"Key_{place.number}"), Qt.KeyboardModifier.ControlModifier)
        desk.settle()
        assert page.place == place.key
        assert page.visited[0] == place.key


def test_holding_ctrl_shows_the_numbers_until_it_is_let_go(desk: Desk, qtbot: QtBot) -> None:
    page = desk.open_audit()
    QTest.keyPress(desk.window, Qt.Key.Key_Control)
    qtbot.waitUntil(lambda: page.rail.shows_numbers)
    QTest.keyRelease(desk.window, Qt.Key.Key_Control)
    assert not page.rail.shows_numbers


def test_every_action_of_the_palette_has_a_slot(desk: Desk) -> None:
    assert {action.name for action in finding.ACTIONS} <= desk.window.slots.keys()
    page = desk.open_audit()
    for action in finding.ACTIONS:
        if action.needs_audit:
            assert callable(getattr(page, action.name))


def test_a_corrected_version_is_told_from_the_one_it_replaces(desk: Desk) -> None:
    """Both bear the same school, kind and dates."""
    made = desk.make_audit()
    (summary,) = desk.workspace.overview.audits()
    later = replace(summary, audit=replace(summary.audit, id="later", predecessor=made, version="1.1"))
    names = [item.text for item in finding.audits((summary, later), "").items]
    assert names[1] == f"{names[0]} · version 1.1"
    assert kind_and_dates(later.audit).split("  ·  ")[-1] == "version 1.1"


def test_the_palette_finds_criteria_notes_and_places(desk: Desk) -> None:
    page = desk.open_audit()
    page.quick.line.setText("Coach kent ieders doelen")
    QTest.keyClick(page.quick.line, Qt.Key.Key_Return)
    desk.settle()
    palette = desk.window.seeker.palette
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    field = palette.findChild(QLineEdit)
    assert field is not None
    press(field, "coach")
    desk.settle()
    kinds = {str(row.value) for row in palette._model.rows if not isinstance(row, str)}
    kinds = {kind for kind in ("criterion", "note") if any(kind in text for text in kinds)}
    assert {"criterion", "note"} <= kinds
    field.clear()
    press(field, "E2.1")
    desk.settle()
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert page.place == "criteria"


def test_the_palette_finds_a_criterion_by_a_word_of_its_look_fors(desk: Desk) -> None:
    page = desk.open_audit()
    framework = page.session.live.framework
    names = " ".join(item.title["en"].casefold() for item in framework.criteria)
    code, word = next(
        (item.code, word)
        for item in framework.criteria
        for word in re.findall(r"[a-z]{8,}", " ".join(item.look_for["en"]).casefold())
        if word not in names
    )
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = desk.window.seeker.palette
    press(palette._query, word)
    desk.settle()
    codes = [row.code for row in palette._model.rows if not isinstance(row, str)]
    assert code in codes
    QTest.keyClick(palette._query, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(palette._query, "e2")
    codes = [row.code for row in palette._model.rows if not isinstance(row, str)]
    assert codes[0] == "E2.1"
    assert str(palette._view.currentIndex().data()).startswith("E2.1")


def test_results_that_come_later_leave_the_mark_alone(desk: Desk) -> None:
    desk.open_audit()
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = desk.window.seeker.palette
    press(palette._query, "coach")
    QTest.keyClick(palette._query, Qt.Key.Key_Down)
    marked = palette._view.currentIndex().data()
    desk.settle()
    assert palette._view.currentIndex().data() == marked


@pytest.mark.parametrize("place", ["prepare", "day", "notes", "criteria"])
def test_tab_reaches_everything_in_reading_order_and_everything_has_a_name(desk: Desk, place: str) -> None:
    page = desk.open_audit(place)
    page.top.back.setFocus()
    reached: list[QWidget] = [page.top.back]
    while desk.window.focusNextPrevChild(True) and desk.window.focusWidget() is not page.top.back:
        reached.append(desk.window.focusWidget())
        assert len(reached) < 80
    # Asked afterwards: of segments that exclude each other only one is a stop once the focus was there.
    wanted = {
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if widget.focusProxy() is None
    }
    assert wanted <= set(reached)
    assert [widget for widget in reached if not widget.accessibleName()] == []
    places = [widget.mapTo(desk.window, widget.rect().topLeft()) for widget in reached]
    assert places[0].y() < 48 < places[-1].y()
    desk.window.focusNextPrevChild(False)
    assert desk.window.focusWidget() is reached[-1]


def test_models_keep_qts_contract(desk: Desk, qtmodeltester: ModelTester) -> None:
    page = desk.open_audit()
    desk.window.show_start()
    desk.settle()
    qtmodeltester.check(desk.window.start.list.rows)  # type: ignore[no-untyped-call]  # not annotated in pytest-qt
    assert desk.window.page is None
    assert page is not None


def test_the_start_page_opens_bins_and_puts_back_by_key(desk: Desk) -> None:
    desk.make_audit()
    desk.window.start.reload()
    desk.settle()
    rows = desk.window.start.list
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    desk.settle()
    assert len(rows.rows.rows) == 0
    desk.window.start.views.chosen.emit("bin")
    QTest.keyClick(rows, Qt.Key.Key_Return)
    desk.settle()
    listed: list[StartRow] = list(rows.rows.rows)
    kinds = [str(row.kind) for row in listed]
    assert kinds == ["school", "audit"]
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.page is not None


def test_a_signed_audit_is_followed_up_from_the_start_page_by_key(desk: Desk) -> None:
    audit = desk.make_audit()
    fields = {"pdf": "print", "file_name": "a.pdf", "signed": "2026-12-18T10:00:00+01:00"}
    desk.workspace.desk.write([Edit(audit, "publication", "print", {"audit": audit, **fields})])
    desk.window.start.reload()
    desk.settle()
    rows = desk.window.start.list
    rows.setFocus()
    marked = rows.marked
    assert marked is not None
    assert (marked.follows, marked.offers_interim) == ("print", True)
    row = rows.visualRect(rows.currentIndex()).adjusted(SIDE, 0, -SIDE, 0)
    offer = rows.delegate.interim_rect(row, marked)
    assert not offer.intersects(rows.delegate.action_rect(row, marked))
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, offer.center())
    desk.settle()
    assert desk.window._new_audit is not None
    desk.window.show_start()
    desk.settle()
    QTest.keyClick(rows, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    screen = desk.window._new_audit
    assert screen is not None
    assert screen.kind is AuditKind.INTERIM
    assert screen.picker.school.name == SCHOOL.name
    source = screen.source.currentData()
    assert isinstance(source, Source)
    assert source.pdf == "print"


def test_a_school_of_an_earlier_audit_is_known_and_its_newest_report_is_followed_on(desk: Desk) -> None:
    audit = desk.make_audit()
    fields = {"pdf": "print", "file_name": "a.pdf", "signed": "2026-12-18T10:00:00+01:00"}
    desk.workspace.desk.write([Edit(audit, "publication", "print", {"audit": audit, **fields})])
    desk.window.do("new_audit")
    desk.settle()
    screen = desk.window._new_audit
    assert screen is not None
    assert screen.kind is AuditKind.FORMATIVE
    press(screen.picker.field.edit, SCHOOL.name[:12])
    screen.picker.field.edit.flush()
    desk.settle()
    assert screen.picker.list.rows.rowCount() > 1
    QTest.keyClick(screen.picker.field.edit, Qt.Key.Key_Return)
    desk.settle()
    assert screen.picker.school.name == SCHOOL.name
    source = screen.source.currentData()
    assert isinstance(source, Source)
    assert source.pdf == "print"


def test_what_makes_an_audit_is_in_sight_however_low_the_window_is(desk: Desk) -> None:
    desk.window.do("new_audit")
    desk.settle()
    screen = desk.window._new_audit
    assert screen is not None
    for size in ((1366, 768), (1093, 560), (683, 384)):
        desk.window.resize(*size)
        QApplication.processEvents()
        for button in (screen.cancel, screen.make):
            assert not button.visibleRegion().isEmpty()
            assert button.visibleRegion().boundingRect() == button.rect()


def test_an_audit_is_made_by_keyboard_alone(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    press(focus, "Voorbeeldschool West")
    QTest.keyClick(focus, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window._new_audit is not None
    QTest.keyClick(desk.window._new_audit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.window.page is not None
    assert desk.window.page.session.live.audit.school.name == "Voorbeeldschool West"
    assert desk.window.page.place == "prepare"


def test_enter_in_a_field_makes_the_audit_but_not_from_what_is_no_date(desk: Desk) -> None:
    desk.window.new_audit()
    desk.settle()
    screen = desk.window._new_audit
    assert screen is not None
    QTest.keyClick(screen.picker.field.edit, Qt.Key.Key_Return)
    assert screen.picker.field._sentence.text(), "what is missing is said"
    press(screen.picker.field.edit, "Voorbeeldschool West")
    QTest.keyClick(screen.picker.field.edit, Qt.Key.Key_Return)
    desk.settle()
    assert screen.picker.school.name == "Voorbeeldschool West", "one Enter waits for what is looked for"
    first = screen.starts
    first.setFocus(Qt.FocusReason.TabFocusReason)
    press(first, "99-99-2026")
    QTest.keyClick(first, Qt.Key.Key_Return)
    desk.settle()
    assert screen.isVisible()
    press(first, "13-11-2026")
    QTest.keyClick(first, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.page is not None
    audit = desk.window.page.session.live.audit
    assert (audit.starts, audit.ends) == ("2026-11-13", "2026-11-13"), "no Saturday is offered"


def test_a_last_day_that_was_chosen_stays_while_the_first_changes(desk: Desk) -> None:
    desk.window.new_audit()
    desk.settle()
    screen = desk.window._new_audit
    assert screen is not None
    screen.starts.setDate(QDate(2026, 11, 9))
    assert screen.ends.iso == "2026-11-10"
    screen.kinds[AuditKind.INTERIM].click()
    assert screen.ends.iso == "2026-11-09"
    screen.ends.setDate(QDate(2026, 11, 12))
    screen.starts.setDate(QDate(2026, 11, 10))
    assert screen.ends.iso == "2026-11-12"
    screen.starts.setDate(QDate(2026, 11, 16))
    assert screen.ends.iso == "2026-11-16"


@pytest.mark.parametrize("leave", ["back", "lock", "close", "another"])
def test_a_half_line_becomes_a_note_when_the_audit_is_left(desk: Desk, leave: str) -> None:
    page = desk.open_audit("criteria")
    audit, other = page.session.audit_id, desk.make_audit()
    page.note()
    press(page.quick.line, "Half a line #E2.1+")
    page.show_place("day")
    ways: dict[str, Callable[[], object]] = {
        "back": page.back, "lock": desk.window.lock, "close": desk.window.close,
        "another": lambda: desk.window.open_audit(other),
    }  # fmt: skip
    ways[leave]()
    desk.settle()
    snapshot = desk.workspace.audits.snapshot(audit)
    assert [note.seen for note in snapshot.notes] == ["Half a line"]
    assert [link.target for link in snapshot.links] == ["E2.1"]


def test_the_keys_of_a_place_work_while_the_caret_is_in_the_quick_note(desk: Desk) -> None:
    page = desk.open_audit("report")
    page.note()
    assert page.quick.line.hasFocus()
    press(page.quick.line, "Half a line")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page.quick.line, Qt.Key.Key_E, both)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, ExportSheet)
    sheet.reject()
    desk.settle()
    assert page.quick.line.text() == "Half a line"
    page.show_place("notes")
    page.quick.line.setFocus()
    QTest.keyClick(page.quick.line, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is not page.quick.line


FIELDS = (
    ("prepare", "audit", "dates", "", "First day"),
    ("prepare", "photos", "", "", "Who of the school allowed photos, and of what (a role, no name)"),
    ("day", "activity", "line", "", "New line"),
    ("day", "activity", "times", "End", ""),
    ("day", "activity", "skip_reason", "Reason", ""),
    ("day", "activity", "consent", "Information given", ""),
    ("day", "activity", "leads", "Leads", ""),
    ("notes", "note", "seen", "", "Seen or heard"),
    ("notes", "note", "exclusion", "", "Why it stays out of the report"),
    ("notes", "note", "source", "Activity", ""),
    ("criteria", "criterion", "reason", "", "Why this level"),
)
"""Place, kind and field; what the caret is in, in the dialog that opens or in the window."""


def test_a_jump_takes_the_caret_to_the_field_that_mends_it(desk: Desk) -> None:
    page = desk.open_audit()
    session, audit = page.session, page.session.audit_id
    session.write(lambda: session.audits.plan_model_days(audit))
    desk.settle()
    talk = next(item for item in session.live.alive("activity") if item.source == "INT-P")
    session.write(lambda: session.audits.edit_activity(talk.id, is_skipped=True))
    session.write(lambda: session.evidence.add_note(audit, "Told by a group", talk.id))
    desk.settle()
    (note,) = session.live.alive("note")
    session.write(lambda: session.evidence.edit_note(note.id, is_excluded=True))
    desk.settle()
    ids = {"activity": talk.id, "note": note.id, "criterion": "E2.1", "audit": audit}
    found = []
    for place, kind, field, *_names in FIELDS:
        session.lead_to(place, kind, ids.get(kind, ""), field)
        desk.settle()
        dialog = QApplication.activeModalWidget()
        inside, outside = (dialog.focusWidget() if dialog else None), desk.window.focusWidget()
        found.append((place, kind, field, _name(inside), "" if dialog else _name(outside)))
        if isinstance(dialog, QDialog):
            dialog.reject()
            clear_away()
    assert tuple(found) == FIELDS


def _name(widget: QWidget | None) -> str:
    return widget.accessibleName() if widget is not None else ""


@pytest.mark.parametrize("language", ["nl", "en", "sv"])
def test_every_place_opens_in_every_language_without_a_warning(desk: Desk, language: str) -> None:
    set_language(language)
    desk.restart()
    page = desk.open_audit()
    for place, size in zip(PLACES, [(1366, 768), (683, 345)] * len(PLACES), strict=False):
        desk.window.resize(*size)
        page.show_place(place.key)
        desk.settle()
        assert page.place == place.key
        assert isinstance(page.open_screen, QWidget)
        assert page.open_screen.isVisible()


def test_the_window_turns_dark_and_light_while_it_is_open(desk: Desk) -> None:
    desk.open_audit("criteria")
    for scheme in ("dark", "light"):
        desk.window.choose_theme(scheme)
        desk.settle()
        assert desk.window._look.theme.is_dark == (scheme == "dark")


def test_closing_writes_what_was_typed_last(desk: Desk) -> None:
    page = desk.open_audit()
    screen = page.open_screen
    assert isinstance(screen, QWidget)
    screen.show_section("context")  # type: ignore[attr-defined]  # the screen of Prepare
    editor = screen.stack.currentWidget().context  # type: ignore[attr-defined]  # the page that was just opened
    editor.setFocus()
    press(editor.edit, "Negenhonderd leerlingen")
    desk.restart()
    assert desk.workspace.overview.audits()[0].audit.context == "Negenhonderd leerlingen"


def a_photo(desk: Desk, page: AuditPage, folder: Path) -> PhotoIntake:
    """Begin to take in a photo; the school allows it."""
    attachments = desk.workspace.evidence.attachments
    page.session.write(partial(attachments.permit_photos, page.session.audit_id, "school leader"))
    desk.settle()
    photo = folder / "wall.jpg"
    photo.write_bytes(from_a_phone(6))
    attacher = attacher_of(page.session, desk.appearance.look)
    attacher.offer(desk.window, (sources.Source(photo.name, photo),), Beside())
    assert attacher.intake is not None
    return attacher.intake


def test_closing_waits_for_no_photo_that_is_only_looked_at(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    monkeypatch.setattr(apart, "worker_command", lambda: silent)
    page = desk.open_audit("notes")
    taken = a_photo(desk, page, tmp_path)
    taken.sheet.left.emit()
    began = time.monotonic()
    desk.window.close()
    assert desk.background.drain(0), "nothing is left to wait for"
    assert time.monotonic() - began < apart.SECONDS / 10
    assert not desk.window.isVisible()


def test_a_photo_that_was_confirmed_just_before_closing_is_kept(desk: Desk, tmp_path: Path) -> None:
    page = desk.open_audit("notes")
    taken = a_photo(desk, page, tmp_path)
    desk.settle()
    taken.sheet.panel.free.click()
    taken.sheet.confirmed.emit()
    assert not page.session.is_saved
    desk.restart()
    (kept,) = desk.workspace.audits.snapshot(page.session.audit_id).attachments
    assert kept.is_free_of_people


def test_nothing_is_left_of_a_closed_audit(desk: Desk) -> None:
    for _turn in range(2):
        desk.open_audit("notes")
        desk.window.show_start()
        desk.settle()
    clear_away()
    assert desk.window.findChildren(AuditPage) == []


def test_the_theme_is_kept(desk: Desk) -> None:
    desk.window.choose_theme("dark")
    desk.settle()
    assert load_settings(desk.folder).theme == "dark"


def test_an_opened_audit_says_when_it_was_saved_last(desk: Desk) -> None:
    page = desk.open_audit()
    desk.settle()
    assert state_of(page) == "saved"
    newest = desk.workspace.audits.last_change(page.session.audit_id)
    assert newest is not None
    assert f"{newest:%H:%M:%S}" in page.top.saved.accessibleName()


def test_the_quick_note_bar_makes_room_for_the_composer_of_the_day(desk: Desk) -> None:
    page = desk.open_audit()
    desk.window.resize(1366, 768)
    desk.settle()
    assert page.quick.isVisible()
    page.show_place("day")
    screen = page.open_screen
    assert isinstance(screen, HasComposer)
    assert page.quick.isVisible() is not screen.has_composer
    session = page.session
    session.write(lambda: session.audits.add_activity(session.audit_id, title="Rondleiding", day="2026-11-12"))
    desk.settle()
    page.show_thing("day", "activity", session.live.alive("activity")[-1].id)
    assert screen.has_composer
    assert not page.quick.isVisible()
    page.show_place("notes")
    assert page.quick.isVisible()


def test_enter_chooses_what_can_be_begun(desk: Desk) -> None:
    desk.window.resize(1366, 768)
    desk.settle()
    with_enter = QSignalSpy(desk.window.start.chosen)
    QTest.keyClick(desk.window.start.choices["register"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert with_enter.count() == 0
    desk.window.start.chosen.disconnect(desk.window.do)
    QTest.keyClick(desk.window.start.choices["register"], Qt.Key.Key_Return)
    assert with_enter.count() == 1


def test_who_types_how_an_action_begins_finds_it_on_top(desk: Desk) -> None:
    desk.open_audit()
    desk.window.do("palette")
    palette = desk.window.seeker.palette
    press(palette._query, "check for")
    desk.settle()
    found = [row for row in palette._model.rows if not isinstance(row, str)]
    assert found[0].value == ("action", "check_errors")


def test_the_sheet_of_keys_fits_in_the_lowest_window(desk: Desk) -> None:
    desk.open_audit("day")
    desk.window.resize(683, 384)
    desk.settle()
    sheet = KeysSheet(desk.appearance.look, desk.window.key_groups(), desk.window)
    sheet.show()
    desk.settle()
    assert sheet.height() <= desk.window.height()
    sheet.close()
    sheet.deleteLater()


def asked_for_paper(desk: Desk) -> PaperSheet:
    desk.window.do("sheets")
    desk.settle()
    return desk.window.findChildren(PaperSheet)[-1]


def test_blank_sheets_go_where_one_chooses(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(tmp_path / "paper"))
    asked_for_paper(desk).save.click()
    desk.settle()
    written = sorted(path.name for path in (tmp_path / "paper").iterdir())
    assert written == ["capture-sheet-en.pdf", "criterion-sheets-en.pdf", "matrix-sheets-en.pdf"]
    (tmp_path / "full").write_text("a file, not a folder")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(tmp_path / "full"))
    asked_for_paper(desk).save.click()
    desk.settle()
    assert "could not be written" in desk.window.start.message._message.text


def test_blank_sheets_are_printed_as_they_are_chosen(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, offered = tmp_path / "printed.pdf", list[int]()

    def accept(dialog: QPrintDialog) -> int:
        offered.append(dialog.maxPage())
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    desk.open_audit().session.paper_wanted.emit()
    (sheet,) = desk.window.findChildren(PaperSheet)
    assert sheet.wanted == (True, True, True)
    assert sheet.focusWidget() is sheet.capture
    for box in (sheet.capture, sheet.criteria, sheet.matrix):
        box.setChecked(False)
    assert not sheet.print.isEnabled()
    sheet.capture.setChecked(True)
    sheet.print.click()
    while not target.exists() or desk.window.findChildren(_Printing):
        desk.settle()
        clear_away()
    assert pages_of(target.read_bytes()) == offered[0] > 0


def test_every_place_stays_in_sight_on_the_smallest_window(desk: Desk) -> None:
    page = desk.open_audit()
    desk.window.resize(640, 340)
    desk.settle()
    last = page.rail.visualRect(page.rail.model().index(len(PLACES) - 1, 0))
    assert page.rail.viewport().rect().contains(last)
