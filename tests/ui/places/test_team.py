"""The team place: blind until everybody locked, then differences first, and what the team agrees on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.core.change import Edit
from auditor_app.core.model import Consensus, Role
from auditor_app.ui.models.team_rows import TeamGroup, TeamRow
from auditor_app.ui.screens.criteria.screen import CriteriaScreen
from auditor_app.ui.screens.team.screen import TeamScreen
from auditor_app.ui.screens.team.waiting import LockDialog
from tests.ui.places.conftest import Visit, shown


@pytest.fixture
def team(visit: Visit, other: str, qtbot: QtBot) -> Iterator[TeamScreen]:
    del other
    screen = TeamScreen(visit.session, visit.look)
    shown(qtbot, screen, 1198, 680)
    yield screen
    screen.flush()
    visit.settle()


def give(visit: Visit, member: str, *, locked: bool, reason: str = "", **levels: str) -> None:
    """Rate every criterion 3 but those named, all in one write."""
    audit = visit.session.audit_id
    edits = []
    for code in visit.session.live.framework.by_code:
        fields = {
            "audit": audit, "criterion": code, "member": member, "reason": reason,
            "level": levels.get(code.replace(".", "_"), "3"), "is_locked": locked,
        }  # fmt: skip
        edits.append(Edit(audit, "rating", f"{audit}:{code}:{member}", fields))
    visit.write(lambda: visit.session.desk.write(edits))


def reveal(visit: Visit, other: str, **levels: str) -> None:
    give(visit, visit.session.live.me, locked=True)
    give(visit, other, locked=True, reason="Because", **levels)


def rows(team: TeamScreen) -> dict[str, list[str]]:
    """Give the codes under each heading as the list shows them."""
    found: dict[str, list[str]] = {}
    model = team.list.model()
    for row in model.rows:  # type: ignore[attr-defined]  # a RowsModel
        if isinstance(row, TeamGroup):
            found[row.key] = []
        else:
            found[list(found)[-1]].append(row.code)
    return found


def agreed(visit: Visit, code: str) -> Consensus:
    found = visit.session.audits.snapshot(visit.session.audit_id).consensus
    return next((item for item in found if item.criterion == code), Consensus())


def said(team: TeamScreen) -> str:
    model = team.list.model()
    return " ".join(
        str(model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for place in range(model.rowCount())
    )


def test_nothing_of_another_is_seen_before_all_are_ready(team: TeamScreen, visit: Visit, other: str) -> None:
    give(visit, other, locked=True, reason="SECRET", E2_1="1")
    assert not team.is_revealed
    assert list(rows(team)) == ["blind"]
    assert "RB" not in said(team)
    assert "level" not in said(team)
    assert team.waiting.isVisible()
    assert not team.waiting.lock.isEnabled()
    assert "36 criteria still to rate" in team.waiting._why.text()
    QTest.keyClicks(team.list, "4")
    visit.settle()
    assert visit.session.snapshot.consensus == ()


def test_the_last_one_to_lock_is_asked_with_the_safe_answer_first(team: TeamScreen, visit: Visit, other: str) -> None:
    give(visit, other, locked=True, E2_1="1")
    give(visit, visit.session.live.me, locked=False)
    assert team.waiting.lock.isEnabled()
    team.waiting.lock.click()
    dialog = team.findChild(LockDialog)
    assert isinstance(dialog, LockDialog)
    assert dialog.windowTitle() == "Lock and show all ratings?"
    QApplication.processEvents()
    assert dialog.focusWidget() is not dialog.act
    dialog.reject()
    visit.settle()
    assert list(rows(team)) == ["blind"]
    team.waiting.lock.click()
    team.findChildren(LockDialog)[-1].act.click()
    visit.settle()
    assert rows(team)["far"] == ["E2.1"]


def test_two_levels_come_first_and_are_the_one_in_hand(team: TeamScreen, visit: Visit, other: str) -> None:
    reveal(visit, other, E2_1="1", E1_1="2", C1_2="NB")
    found = rows(team)
    assert (found["far"], found["near"], len(found["same"])) == (["E2.1"], ["E1.1", "C1.2"], 33)
    assert team.list.current_key() == "E2.1"
    assert "RB: level 1; MV: level 3" in said(team)
    assert "RB: unassessed; MV: level 3" in said(team)


def test_the_team_records_a_level_and_why_and_goes_on(team: TeamScreen, visit: Visit, other: str) -> None:
    reveal(visit, other, E2_1="1", E1_1="2")
    team.list.setFocus()
    QTest.keyClicks(team.list, "2")
    visit.settle()
    assert agreed(visit, "E2.1").level == "2"
    assert rows(team)["far"] == ["E2.1"], "what is in hand does not jump away"
    assert team.foot.reason._tone == "attention", "two levels apart: the level owes its reason"
    team.foot.reason.edit.setFocus()
    QTest.keyClicks(team.foot.reason.edit, "Not in year 4")
    QTest.keyClick(team.foot.reason.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    assert (agreed(visit, "E2.1").level, agreed(visit, "E2.1").reason) == ("2", "Not in year 4")
    assert team.foot.reason._tone == ""
    assert team.list.current_key() == "E1.1"
    assert rows(team)["settled"] == ["E2.1"]
    audit, audits = visit.session.audit_id, visit.session.audits
    visit.write(lambda: audits.undo(audit))
    assert agreed(visit, "E2.1").level == ""


def test_what_all_agree_on_is_recorded_with_one_key(team: TeamScreen, visit: Visit, other: str) -> None:
    reveal(visit, other)
    assert list(rows(team)) == ["same"]
    code = team.list.current_key()
    team.foot.go_on.click()
    visit.settle()
    assert agreed(visit, code).level == "3"
    assert team.list.current_key() != code
    before = team.list.current_key()
    assert agreed(visit, before).level == ""


def test_the_figures_are_said_with_their_interval(team: TeamScreen, visit: Visit, other: str) -> None:
    reveal(visit, other, E2_1="1", E1_1="2", E1_2="4", C1_2="2")
    told = [view.accessibleName() for view in team.figures._views]
    assert told[0].startswith("exactly alike: 89 %, 32 of 36 · ")
    assert told[1].startswith("within one level: 97 %, 35 of 36 · ")
    assert told[2].startswith("weighted kappa: ")
    assert "n = 36" in told[2]
    assert team.figures._other.text().startswith("Krippendorff's alpha: 0.")
    give(
        visit,
        other,
        locked=True,
        **{code.replace(".", "_"): "NB" for code in list(visit.session.live.framework.by_code)[12:]},
    )
    assert team.figures._views[2].accessibleName() == "weighted kappa: too few pairs (12)"
    assert "Few criteria" in team.figures._caution.text()


@pytest.mark.parametrize(("width", "height"), [(1037, 526), (627, 336)])
def test_little_room_hides_no_interval_and_no_caution(
    team: TeamScreen, visit: Visit, other: str, width: int, height: int
) -> None:
    reveal(visit, other, E2_1="1")
    team.resize(width, height)
    QApplication.processEvents()
    figures = team.figures
    if width > 1000 - 168:
        assert figures._short.isVisible()
        assert not figures._views[2].isVisible()
        assert "chance agrees too" in figures._caution.text()
        assert figures._caution.isVisible(), "what a reader must know stays in sight"
        QTest.keyClick(figures.more, Qt.Key.Key_Space)
    else:
        assert not figures.isVisible()
        team.panes.segment("figures").click()
    QApplication.processEvents()
    assert all(view.isVisible() for view in figures._views)
    assert figures._caution.isVisible()
    assert not figures._short.isVisible()
    assert team.detail.isVisible() == (width > 1000 - 168)


def test_one_level_only_leaves_the_coefficients_undefined(team: TeamScreen, visit: Visit, other: str) -> None:
    reveal(visit, other)
    assert team.figures._views[2].accessibleName() == "weighted kappa: undefined: one level only"
    assert team.figures._other.text() == "Krippendorff's alpha: undefined: one level only"
    assert "agreement says little" in team.figures._caution.text()


def test_three_auditors_have_alpha_and_a_kappa_per_pair(team: TeamScreen, visit: Visit, other: str) -> None:
    audit, audits = visit.session.audit_id, visit.session.audits
    third = visit.write(lambda: audits.add_member(audit, name="Åsa Exempel", initials="ÅE", role=str(Role.AUDITOR)))
    reveal(visit, other, E2_1="1", E1_1="2")
    give(visit, third, locked=True, E1_1="4")
    assert team.figures._views[2].accessibleName().startswith("Krippendorff's alpha: ")
    words = team.figures._other.text().replace("\u2060", "").replace("\u00a0", " ")
    assert words == (
        "Weighted kappa per pair: MV–RB 0.00 (n = 36 · −1.00–1.00); MV–ÅE 0.00 (n = 36 · −1.00–1.00);"
        " RB–ÅE −0.30 (n = 36 · −0.85–0.26)"
    )


def test_who_works_here_is_chosen_and_the_criteria_follow(
    team: TeamScreen, visit: Visit, other: str, qtbot: QtBot
) -> None:
    mine = visit.session.live.me
    give(visit, mine, locked=False, E2_1="4")
    criteria = CriteriaScreen(visit.session, visit.look)
    shown(qtbot, criteria)
    criteria.show_item("E2.1")
    assert criteria.pane.foot.control.value == "4"
    team.me.setCurrentIndex(team.me.findData(other))
    team.me.activated.emit(team.me.currentIndex())
    assert team.hand_over.dialog is not None, "who leaves guards the own ratings first"
    team.hand_over.dialog.tried.emit("linde")
    visit.settle()
    assert visit.session.live.me == other
    assert criteria.pane.foot.control.value == "", "another's rating is not shown"
    criteria.tree_view.setFocus()
    QTest.keyClicks(criteria.tree_view, "1")
    visit.settle()
    found = {item.member: item.level for item in visit.session.snapshot.ratings if item.criterion == "E2.1"}
    assert found == {mine: "4", other: "1"}
    criteria.flush()


def test_locked_ratings_stand_as_words_in_criteria(visit: Visit, other: str, qtbot: QtBot) -> None:
    reveal(visit, other)
    criteria = CriteriaScreen(visit.session, visit.look)
    shown(qtbot, criteria)
    criteria.show_item("E2.1")
    assert not criteria.pane.foot.control.isVisible()
    assert criteria.pane.foot._signed.text() == "3 Secured · locked, the team goes on in Team"
    criteria.tree_view.setFocus()
    QTest.keyClicks(criteria.tree_view, "1")
    visit.settle()
    criteria.pane.rubric._buttons[0].click()
    visit.settle()
    mine = [item.level for item in visit.session.snapshot.ratings if item.criterion == "E2.1"]
    assert mine == ["3", "3"]
    assert [button.isChecked() for button in criteria.pane.rubric._buttons] == [False, False, True, False]


@pytest.mark.parametrize(("width", "height"), [(1198, 602), (1037, 460), (635, 297)])
def test_little_room_alternates_list_and_criterion(
    team: TeamScreen, visit: Visit, other: str, width: int, height: int
) -> None:
    reveal(visit, other, E2_1="1")
    team.resize(width, height)
    QApplication.processEvents()
    is_narrow = width < 1000 - 168
    assert team.panes.isVisible() == is_narrow
    assert team.pages.isVisible() != is_narrow
    QTest.keyClick(team.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert team.foot.control.isVisible()
    if is_narrow:
        team.next_pane()
        team.next_pane()
        assert team.panes.value == "figures"
        team.next_pane()
        assert team.list.hasFocus()
        team._on_pane("detail")
        QApplication.processEvents()
    assert team.foot.control.width() >= team.foot.control.sizeHint().width(), "no level is cut off"
    assert team.foot.geometry().bottom() <= team.height()


@pytest.mark.parametrize("size", [(1198, 602), (635, 297)])
def test_a_jump_to_the_teams_reason_shows_it_with_the_caret(
    team: TeamScreen, visit: Visit, other: str, size: tuple[int, int]
) -> None:
    reveal(visit, other, E2_1="1")
    team.resize(*size)
    QApplication.processEvents()
    team.show_entity("criterion", "E2.1")
    team.take_to("reason")
    assert team.foot.reason.edit.isVisible()
    assert team.window().focusWidget() is team.foot.reason.edit
    team.take_to("level")
    inside = team.window().focusWidget()
    assert inside is not None
    assert team.foot.control.isAncestorOf(inside)


def test_with_little_room_the_standings_are_seen_first(team: TeamScreen, visit: Visit, other: str) -> None:
    give(visit, other, locked=True, E2_1="1")
    team.resize(635, 297)
    QApplication.processEvents()
    assert team.waiting.isVisible()
    assert not team.list.isVisible()
    assert not team.panes.isVisible()


def test_one_auditor_is_told_that_there_is_nothing_to_compare(visit: Visit, qtbot: QtBot) -> None:
    before = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    screen = TeamScreen(visit.session, visit.look)
    shown(qtbot, screen, 1198, 680)
    assert "nothing to compare" in screen.waiting._text.text()
    assert not screen.waiting.lock.isVisible()
    windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget not in before]
    assert windows == [screen]
    assert isinstance(screen.list.model().index(1, 0).data(Qt.ItemDataRole.UserRole + 1), TeamRow)
