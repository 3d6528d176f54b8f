"""The points view of an interim evaluation, by keyboard, beside last year's signed sample report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from auditor_app.core.interim import concerned, points_of
from auditor_app.core.live import LiveAudit
from auditor_app.core.model import AuditKind, Finding, FindingKind, FollowUp
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from auditor_app.ui.frame.audit_page import waiting
from auditor_app.ui.models.book import book_of
from auditor_app.ui.screens.compare.follow_up import FollowUpView, demand_words
from auditor_app.ui.screens.compare.follow_up_levels import KEEP
from auditor_app.ui.screens.compare.screen import CompareScreen
from auditor_app.ui.screens.compare.way import WayModel, way_rows
from auditor_app.ui.screens.criteria.screen import CriteriaScreen
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look
from tests.ui.conftest import Settle, with_samples

LINDE = sample_snapshot(THIS_YEAR).audit.school


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an interim evaluation of last year's report."""
    made = with_samples(tmp_path_factory)
    (source,) = made.beginnings.sources(LINDE)
    inspection = made.beginnings.inspect(source)
    made.beginnings.begin(inspection, AuditKind.INTERIM, "2026-04-20", "2026-04-20", "nl")
    made.close()
    return made.data_dir


@pytest.fixture
def audit(workspace: Workspace) -> str:
    return next(item.audit.id for item in workspace.overview.audits() if item.audit.kind is AuditKind.INTERIM)


@pytest.fixture
def place(session: AuditSession, settle: Settle) -> Iterator[CompareScreen]:
    screen = CompareScreen(session, Look())
    screen.resize(1198, 680)
    screen.show()
    settle()
    yield screen
    screen.close()
    shiboken6.delete(screen)


@pytest.fixture
def view(place: CompareScreen) -> FollowUpView:
    return place.follow_up


def stored(session: AuditSession, finding: str) -> FollowUp:
    found = session.audits.snapshot(session.audit_id).follow_ups
    return next((item for item in found if item.finding == finding), FollowUp())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Juf Anneke doet dit nu in elke les.", "Juf Anneke"),
        ("De meeste dossiers zijn herzien.", "meeste"),
        ("Dit mag verleend heten.", "verleend"),
    ],
)
def test_what_the_school_will_read_of_a_point_gets_the_hints_on_wording(
    view: FollowUpView, typed: str, said: str
) -> None:
    QTest.keyClicks(view.text.edit, typed)
    assert view.wording.isVisible()
    assert said in view.wording.text()
    assert view.text.edit.accessibleDescription() == view.wording.text()
    view.text.edit.selectAll()
    QTest.keyClicks(view.text.edit, "In negen van tien dossiers is het doel herzien.")
    assert not view.wording.isVisible()


def test_an_interim_evaluation_opens_with_its_points(place: CompareScreen, view: FollowUpView) -> None:
    assert place.form.value == "points"
    assert view.isVisible()
    assert not place.side.isVisible()
    assert view.list.model().rowCount() == 5
    place.setFocus()
    assert view.list.hasFocus()
    assert "5 still open" in view.head.accessibleName() or view.point is not None
    assert not place.grab().isNull()


def test_a_condition_says_what_shows_it_and_by_when() -> None:
    condition = Finding(kind=FindingKind.CONDITION, proof="the reports of six weeks", due="2028-10-01")
    assert demand_words(condition) == "Shown by: the reports of six weeks · by 1 October 2028"
    assert demand_words(replace(condition, proof="")) == "by 1 October 2028"
    assert demand_words(replace(condition, kind=FindingKind.DEVELOPMENT)) == ""


def test_the_state_of_a_point_is_set_by_key_from_anywhere(
    view: FollowUpView, session: AuditSession, settle: Settle
) -> None:
    view.list.setFocus()
    finding = view.list.current_key()
    for key, state in (("1", "not_started"), ("2", "under_way"), ("3", "reached"), ("4", "dropped"), ("0", "")):
        QTest.keyClicks(view.list, key)
        settle()
        assert stored(session, finding).state == state
    assert view.list.current_key() == finding
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert view.text.edit.hasFocus()


def test_dropping_asks_for_the_reason_and_under_way_for_a_date(
    view: FollowUpView, session: AuditSession, settle: Settle
) -> None:
    finding = view.list.current_key()
    view.set_state(finding, "dropped")
    settle()
    assert view.reason_field.isVisible()
    assert view.reason_field.hint.text() == "A point is dropped with a reason."
    QTest.keyClicks(view.reason, "Another tool came")
    view.flush()
    settle()
    assert stored(session, finding).reason == "Another tool came"
    view.set_state(finding, "under_way")
    settle()
    assert not view.reason_field.isVisible()
    assert view.due_field.hint.text() == "Agree when it is looked at next."
    view.due.picked.emit("2026-10-01")
    settle()
    kept = stored(session, finding)
    assert (kept.state, kept.due, kept.reason) == ("under_way", "2026-10-01", "Another tool came")
    assert "1 Oct 2026" in view.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_new_level_is_given_with_its_reason_and_taken_back(
    view: FollowUpView, session: AuditSession, settle: Settle
) -> None:
    point = view.point
    assert point is not None
    row = view.levels.rows[point.finding.criteria[0]]
    assert "not re-judged" in row.then.text()
    row.level.chosen.emit("4")
    settle()
    assert session.snapshot.levels[row.code] == "4"
    assert row.reason.isVisible()
    QTest.keyClicks(row.reason.edit, "Seen in every team")
    view.flush()
    settle()
    (agreed,) = session.audits.snapshot(session.audit_id).consensus
    assert (agreed.level, agreed.reason, agreed.recorded_by) == ("4", "Seen in every team", session.live.me)
    row.level.chosen.emit(KEEP)
    settle()
    assert row.code not in session.snapshot.levels


def test_notes_on_its_criteria_can_be_tied_to_a_point(
    view: FollowUpView, session: AuditSession, settle: Settle
) -> None:
    point = view.point
    assert point is not None
    code = point.finding.criteria[0]
    session.write(lambda: session.evidence.add_note(session.audit_id, f"Seen again #{code}+"))
    settle()
    note = session.snapshot.notes[0].id
    view.refresh()
    assert view.notes.isVisible()
    view.notes.choose(note)
    view.notes.setFocus()
    QTest.keyClick(view.notes, Qt.Key.Key_Space)
    settle()
    assert stored(session, point.finding.id).notes == (note,)
    QTest.keyClick(view.notes, Qt.Key.Key_Space)
    settle()
    assert stored(session, point.finding.id).notes == ()


def test_undo_takes_back_what_was_said_of_a_point(view: FollowUpView, session: AuditSession, settle: Settle) -> None:
    finding = view.list.current_key()
    view.set_state(finding, "reached")
    settle()
    assert stored(session, finding).state == "reached"
    session.write(lambda: session.audits.undo(session.audit_id))
    settle()
    assert stored(session, finding).state == ""
    assert view.state.value == ""


def test_what_waits_stands_in_the_rail_and_other_criteria_are_not_rated(
    view: FollowUpView, session: AuditSession, settle: Settle
) -> None:
    assert waiting(book_of(session).notes)["compare"] == 5
    view.set_state(view.list.current_key(), "reached")
    settle()
    assert waiting(book_of(session).notes)["compare"] == 4
    assert waiting(book_of(session).notes)["criteria"] == len(concerned(session.snapshot))
    criteria = CriteriaScreen(session, Look())
    criteria.resize(1198, 680)
    criteria.show()
    settle()
    other = next(code for code in session.live.framework.by_code if code not in concerned(session.snapshot))
    criteria.show_item(other)
    assert not criteria.pane.foot.control.isVisible()
    QTest.keyClicks(criteria, "3")
    settle()
    assert not session.audits.snapshot(session.audit_id).ratings
    criteria.show_item(concerned(session.snapshot)[0])
    assert criteria.pane.foot.control.isVisible()
    QTest.keyClicks(criteria, "3")
    settle()
    (mine,) = session.snapshot.ratings
    assert (mine.criterion, mine.level) == (concerned(session.snapshot)[0], "3")
    criteria.close()
    shiboken6.delete(criteria)


def test_the_whole_way_is_a_table_that_says_what_was_not_judged(
    place: CompareScreen, session: AuditSession, settle: Settle, qtmodeltester: ModelTester
) -> None:
    code = concerned(session.snapshot)[0]
    session.write(lambda: session.judge.agree(session.audit_id, code, "4", "seen"))
    settle()
    place._on_form("way")
    assert place.way.isVisible()
    stages, rows = way_rows(session.snapshot)
    assert [stage.kind for stage in stages] == [AuditKind.FORMATIVE, AuditKind.INTERIM]
    row = next(row for row in rows if row.code == code)
    assert row.levels[1] == "4"
    assert {row.levels[1] for row in rows if row.code != code} == {""}
    model = WayModel(session.live.framework)
    model.show(stages, rows)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it unannotated
    place.way.setFocus()
    QTest.keyClick(place.way, Qt.Key.Key_Return)
    assert place.detail.isVisible()


def test_a_signed_evaluation_can_only_be_read(
    place: CompareScreen, session: AuditSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = points_of(session.snapshot)[0].finding.id
    monkeypatch.setattr(LiveAudit, "is_signed", property(lambda _live: True))
    place.refresh()
    place.follow_up.set_state(finding, "reached")
    assert stored(session, finding).state == ""
    assert not place.follow_up.state.isEnabled()
    assert not place.follow_up.due.isEnabled()
