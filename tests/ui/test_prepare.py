from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from auditor_app.config import Settings
from auditor_app.core.model import AuditKind, Relation, Role, School
from auditor_app.services.workspace import Workspace
from auditor_app.store.vault import Vault
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.frame.sheets import NameSheet
from auditor_app.ui.import_card import ImportDialog
from auditor_app.ui.models.team_rows import left_words
from auditor_app.ui.screens.prepare.basics import BasicsSection, ContextSection
from auditor_app.ui.screens.prepare.papers import DocumentsSection, ExpectationsSection
from auditor_app.ui.screens.prepare.reports import ReportsSection
from auditor_app.ui.screens.prepare.screen import SECTIONS, PrepareScreen
from auditor_app.ui.screens.prepare.team import TeamSection
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look


class Room:
    """One audit with its Prepare screen, over a real data folder."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.background, self.look = Background(), Look()
        self.bugs: list[str] = []
        self.background.bug.connect(self.bugs.append)
        framework = workspace.frameworks.available()[0].digest
        school = School(name="Voorbeeldschool Noord", place="Voorbeeldstad")
        made = workspace.audits.create(AuditKind.FORMATIVE, school, "2026-11-12", "2026-11-13", "nl", framework)
        self.audit = made.id
        live = workspace.audits.live(made.id)
        self.session = AuditSession(workspace, live, self.background, Events(self.background))
        self.screen = PrepareScreen(self.session, self.look)
        self.screen.resize(1100, 700)
        self.screen.show()

    def section(self, key: str) -> object:
        self.screen.show_section(key)
        self.settle()
        return self.screen.stack.currentWidget()

    def settle(self) -> None:
        for _turn in range(2):
            assert self.background.drain()
            QApplication.processEvents()

    def close(self) -> None:
        self.screen.flush()
        self.settle()
        self.screen.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        self.background.close()
        self.workspace.close()
        assert self.bugs == []


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    folder = tmp_path_factory.mktemp("fresh") / "data"
    settings = Settings("en", name="Jo de Vries", initials="JDV", organisation="Audit net")
    workspace, _recovery_key = Workspace.create(folder, "four words for tests", settings)
    workspace.close()
    return folder, workspace.vault.key


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path, fresh: tuple[Path, bytes]) -> Iterator[Room]:
    assert qapp is QApplication.instance()
    shutil.copytree(fresh[0], tmp_path / "data")
    made = Room(Workspace._opened(Vault(tmp_path / "data", fresh[1])))
    yield made
    made.close()


def type_into(room: Room, field: object, text: str) -> None:
    field.edit.setFocus()  # type: ignore[attr-defined]  # a Field
    field.edit.selectAll()  # type: ignore[attr-defined]  # a Field
    QTest.keyClicks(field.edit, text)  # type: ignore[attr-defined]  # a Field
    field.edit.flush()  # type: ignore[attr-defined]  # a Field
    room.settle()


def test_every_section_opens_and_models_keep_qts_contract(room: Room, qtmodeltester: ModelTester) -> None:
    opened = {type(room.section(key)) for key, _name, _make in SECTIONS}
    assert len(opened) == len(SECTIONS)
    qtmodeltester.check(room.screen._rows)  # type: ignore[no-untyped-call]  # not annotated in pytest-qt


def test_the_dates_can_never_be_reversed(room: Room) -> None:
    basics = room.section("basics")
    assert isinstance(basics, BasicsSection)
    basics.starts.picked.emit("2026-12-01")
    room.settle()
    assert (room.session.live.audit.starts, room.session.live.audit.ends) == ("2026-12-01", "2026-12-01")
    basics.ends.picked.emit("2026-11-20")
    room.settle()
    assert (room.session.live.audit.starts, room.session.live.audit.ends) == ("2026-11-20", "2026-11-20")
    assert basics.starts.iso == "2026-11-20"


def test_a_member_is_added_named_and_declares(room: Room) -> None:
    team = room.section("team")
    assert isinstance(team, TeamSection)
    team.add.click()
    room.settle()
    type_into(room, team.name, "Åsa Exempel")
    member = next(item for item in team.members if item.name)
    assert [item.name for item in team.members] == ["Jo de Vries", "Åsa Exempel"]
    member = team.members[1]
    assert (member.initials, member.role) == ("ÅE", Role.SECOND)
    team.relation.setCurrentIndex(team.relation.findData(Relation.NETWORK))
    team.relation.activated.emit(team.relation.currentIndex())
    room.settle()
    member = team.members[1]
    assert member.relation is Relation.NETWORK
    assert member.declared
    assert not team.weighed.isHidden()


def test_the_lead_cannot_be_taken_out_and_another_can_come_back(room: Room) -> None:
    team = room.section("team")
    assert isinstance(team, TeamSection)
    team.list.choose(team.members[0].id)
    assert not team.remove.isEnabled()
    assert team.remove.toolTip()
    team.add.click()
    room.settle()
    told: list[tuple[str, bool]] = []
    room.session.told.connect(lambda text, can_undo: told.append((text, can_undo)))
    team.remove.click()
    room.settle()
    assert len(team.members) == 1
    assert told[-1][1]
    room.session.write(lambda: room.workspace.audits.undo(room.audit))
    room.settle()
    assert len(team.members) == 2


def test_who_takes_the_place_of_a_removed_member_is_shown_though_the_name_has_the_focus(room: Room) -> None:
    team = room.section("team")
    assert isinstance(team, TeamSection)
    team.add.click()
    room.settle()
    team.name.edit.setFocus()
    assert team.name.text() == ""
    team.remove.click()
    room.settle()
    assert team.name.text() == team.members[0].name == "Jo de Vries"


def test_who_leaves_before_locking_is_taken_out_with_a_reason_that_the_team_reads(room: Room) -> None:
    audits, judge = room.workspace.audits, room.workspace.judge
    room.session.write(lambda: audits.add_member(room.audit, name="Tove Ek", role=str(Role.AUDITOR)))
    for code in room.session.live.framework.by_code:
        room.session.write(partial(judge.rate, room.audit, code, "3"))
    room.session.write(lambda: judge.lock(room.audit))
    team = room.section("team")
    assert isinstance(team, TeamSection)
    tove = next(item.id for item in team.members if item.name == "Tove Ek")
    team.list.choose(tove)
    team.remove.click()
    sheet = team.findChild(NameSheet)
    assert sheet is not None
    QTest.keyClick(sheet.field.edit, Qt.Key.Key_Return)
    assert [item.name for item in team.members] == ["Jo de Vries", "Tove Ek"], "not without a reason"
    QTest.keyClicks(sheet.field.edit, "Ill")
    QTest.keyClick(sheet.field.edit, Qt.Key.Key_Return)
    room.settle()
    assert [item.name for item in team.members] == ["Jo de Vries"]
    assert left_words(room.session.live.entities("member").values()) == "Tove Ek left the team before locking: Ill"


def test_documents_exist_or_not_and_nothing_else_is_asked(room: Room) -> None:
    documents = room.section("documents")
    assert isinstance(documents, DocumentsSection)
    documents.new.edit.setFocus()
    QTest.keyClicks(documents.new.edit, "Schoolplan")
    QTest.keyClick(documents.new.edit, Qt.Key.Key_Return)
    room.settle()
    assert documents.new.text() == ""
    documents.exists.chosen.emit("no")
    room.settle()
    (document,) = room.session.snapshot.documents
    assert (document.title, document.exists) == ("Schoolplan", False)


def test_an_expectation_belongs_to_the_criterion_it_was_typed_for(room: Room) -> None:
    expectations = room.section("expectations")
    assert isinstance(expectations, ExpectationsSection)
    expectations.list.choose("E2.1")
    expectations.text.setFocus()
    QTest.keyClicks(expectations.text.edit, "Wekelijks gesprek")
    expectations.list.choose("E2.2")
    room.settle()
    assert expectations.text.text() == ""
    assert [(item.criterion, item.text) for item in room.session.snapshot.hypotheses] == [("E2.1", "Wekelijks gesprek")]
    expectations.list.choose("E2.1")
    assert expectations.text.text() == "Wekelijks gesprek"


def test_what_is_typed_is_not_overwritten_by_what_comes_back(room: Room) -> None:
    context = room.section("context")
    assert isinstance(context, ContextSection)
    context.context.setFocus()
    QTest.keyClicks(context.context.edit, "Een")
    context.flush()
    QTest.keyClicks(context.context.edit, " en twee")
    room.settle()
    assert context.context.text() == "Een en twee"


def test_a_school_is_found_in_the_register_or_typed_in(room: Room) -> None:
    basics = room.section("basics")
    assert isinstance(basics, BasicsSection)
    basics.picker.change.click()
    basics.picker.field.edit.selectAll()
    QTest.keyClicks(basics.picker.field.edit, "Voorbeeldcollege")
    QTest.keyClick(basics.picker.field.edit, Qt.Key.Key_Return)
    room.settle()
    basics.picker.list.choose(basics.picker.list.currentIndex())
    room.settle()
    assert room.session.live.audit.school.name == "Voorbeeldcollege"
    type_into(room, basics.picker.place, "Voorbeelddorp")
    assert room.session.live.audit.school.place == "Voorbeelddorp"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no more", b"\x00" * 2000], ids=["empty", "cut", "zeros"])
def test_a_file_that_is_no_signed_report_is_refused_in_words(room: Room, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(content)
    dialog = ImportDialog(room.look, room.workspace.imports, room.session, path, lambda _audit: room.audit)
    room.settle()
    assert not dialog.card._import.isEnabled()
    assert "no sentence yet" not in dialog.card._signer._headline.text()
    dialog.take()
    room.settle()
    assert room.workspace.imports.earlier(room.audit) == ()
    dialog.deleteLater()


def test_last_years_report_is_verified_shown_and_taken_in(room: Room, tmp_path: Path) -> None:
    pdf, name = room.workspace.samples.last_years_report()
    path = tmp_path / name
    path.write_bytes(pdf)
    reports = room.section("reports")
    assert isinstance(reports, ReportsSection)
    dialog = ImportDialog(room.look, room.workspace.imports, room.session, path, lambda _audit: room.audit)
    dialog.taken.connect(room.session.take_over)
    room.settle()
    assert dialog.card._import.isEnabled()
    assert "not on your list" in dialog.card._signer._headline.text()
    dialog.take()
    room.settle()
    assert len(reports.reports) == 1
    assert room.session.live.baseline is not None
    assert room.session.live.baseline.levels
    dialog.deleteLater()
