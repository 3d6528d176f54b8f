"""Handing the laptop on while the team rates blind: a code before leaving, the own code on coming back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from auditor_app.ui.screens.criteria.screen import CriteriaScreen
from auditor_app.ui.screens.team.hand_over import CodeDialog
from auditor_app.ui.screens.team.screen import TeamScreen
from tests.ui.places.conftest import Visit, shown


@pytest.fixture
def team(visit: Visit, other: str, qtbot: QtBot) -> Iterator[TeamScreen]:
    del other
    screen = TeamScreen(visit.session, visit.look)
    shown(qtbot, screen, 1198, 680)
    yield screen
    if screen.hand_over.dialog is not None:
        screen.hand_over.dialog.reject()
    visit.settle()


def choose(team: TeamScreen, visit: Visit, member: str) -> None:
    team.me.setCurrentIndex(team.me.findData(member))
    team.me.activated.emit(team.me.currentIndex())
    visit.settle()


def asked(team: TeamScreen) -> CodeDialog:
    dialog = team.hand_over.dialog
    assert dialog is not None
    return dialog


def answer(team: TeamScreen, visit: Visit, code: str) -> None:
    edit = asked(team).code.edit
    QTest.keyClicks(edit, code)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    visit.settle()


def test_who_has_rated_nothing_hands_over_without_a_code(team: TeamScreen, visit: Visit, other: str) -> None:
    choose(team, visit, other)
    assert team.hand_over.dialog is None
    assert visit.session.live.me == other


def test_who_leaves_sets_a_code_and_only_with_it_the_ratings_show_again(
    team: TeamScreen, visit: Visit, other: str
) -> None:
    first, audit, judge = visit.session.live.me, visit.session.audit_id, visit.session.judge
    visit.write(lambda: judge.rate(audit, "E1.1", "4"))
    choose(team, visit, other)
    assert asked(team).code.edit.echoMode() == asked(team).code.edit.EchoMode.Password
    assert not asked(team).forget.isVisible()
    answer(team, visit, "abc")
    assert visit.session.live.me == first
    assert "at least 4 characters" in asked(team).code.accessibleDescription() or asked(team).code.edit.text() == ""
    answer(team, visit, "linde")
    assert team.hand_over.dialog is None
    assert visit.session.live.me == other

    choose(team, visit, first)
    answer(team, visit, "beuk")
    assert visit.session.live.me == other
    answer(team, visit, "linde")
    assert visit.session.live.me == first


def test_cancelling_changes_nothing(team: TeamScreen, visit: Visit, other: str) -> None:
    first, audit, judge = visit.session.live.me, visit.session.audit_id, visit.session.judge
    visit.write(lambda: judge.rate(audit, "E1.1", "4"))
    choose(team, visit, other)
    QTest.keyClick(asked(team), Qt.Key.Key_Escape)
    visit.settle()
    assert visit.session.live.me == first
    assert team.me.currentData() == first
    assert not visit.session.guard.has_code(first)


def test_the_colleague_sees_no_rating_of_the_first(team: TeamScreen, visit: Visit, other: str, qtbot: QtBot) -> None:
    audit, judge = visit.session.audit_id, visit.session.judge
    visit.write(lambda: judge.rate(audit, "E1.1", "4"))
    choose(team, visit, other)
    answer(team, visit, "linde")
    criteria = CriteriaScreen(visit.session, visit.look)
    shown(qtbot, criteria)
    criteria.show_item("E1.1")
    assert criteria.pane.foot.control.value == ""
    assert "Ruben Bedacht" in criteria.pane.foot._label.text()
    criteria.flush()


def test_who_leaves_the_team_stays_here_until_the_colleague_gives_the_code(
    team: TeamScreen, visit: Visit, other: str
) -> None:
    first, audit, judge = visit.session.live.me, visit.session.audit_id, visit.session.judge
    visit.write(lambda: judge.rate(audit, "E1.1", "4"))
    choose(team, visit, other)
    answer(team, visit, "linde")
    visit.write(lambda: visit.session.audits.remove_member(other))
    assert team.me.itemText(0) == "Ruben Bedacht (rates no more)"
    assert team.me.isVisible()
    choose(team, visit, first)
    answer(team, visit, "beuk")
    assert visit.session.live.me == other
    answer(team, visit, "linde")
    assert visit.session.live.me == first
    assert not team.me.isVisible(), "nobody else is left to choose"


def test_a_forgotten_code_clears_the_ratings_and_lets_in(
    team: TeamScreen, visit: Visit, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, audit, judge = visit.session.live.me, visit.session.audit_id, visit.session.judge
    visit.write(lambda: judge.rate(audit, "E1.1", "4"))
    choose(team, visit, other)
    answer(team, visit, "linde")
    choose(team, visit, first)
    assert asked(team).forget.isVisible()
    answers = iter((False, True))
    monkeypatch.setattr("auditor_app.ui.screens.team.hand_over.confirm", lambda *_all, **_words: next(answers))
    asked(team).forget.click()
    visit.settle()
    assert visit.session.live.me == other
    asked(team).forget.click()
    visit.settle()
    assert visit.session.live.me == first
    assert [rating.level for rating in visit.session.snapshot.ratings] == [""]
