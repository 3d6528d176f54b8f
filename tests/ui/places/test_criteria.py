from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from auditor_app.core.baseline import Baseline, LevelThen, Stage
from auditor_app.core.model import Rating
from auditor_app.ui.screens.criteria.before_leaving import LeavingSheet
from auditor_app.ui.screens.criteria.screen import CriteriaScreen
from tests.ui.places.conftest import Visit, shown

LONG = "Pupils tell what was agreed last week, which of it they kept, and what they will do about the rest this week"


@pytest.fixture
def criteria(visit: Visit, qtbot: QtBot) -> Iterator[CriteriaScreen]:
    screen = CriteriaScreen(visit.session, visit.look)
    shown(qtbot, screen)
    yield screen
    screen.flush()
    visit.settle()


def mine(visit: Visit, code: str) -> Rating:
    ratings = visit.session.audits.snapshot(visit.session.audit_id).ratings
    return next((rating for rating in ratings if rating.criterion == code), Rating())


def test_keys_rate_and_the_rubric_shows_the_same(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E2.1")
    criteria.tree_view.setFocus()
    QTest.keyClicks(criteria.tree_view, "3")
    visit.settle()
    assert mine(visit, "E2.1").level == "3"
    assert criteria.pane.foot.control.value == "3"
    assert [button.isChecked() for button in criteria.pane.rubric._buttons] == [False, False, True, False]
    criteria.pane.rubric._buttons[1].click()
    visit.settle()
    assert mine(visit, "E2.1").level == "2"
    assert criteria.pane.foot.control.value == "2"


def test_digits_in_the_reason_are_text(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E2.1")
    reason = criteria.pane.foot.reason
    reason.edit.setFocus()
    QTest.keyClicks(reason.edit, "3 of 4 / 0")
    criteria.flush()
    visit.settle()
    assert (mine(visit, "E2.1").level, mine(visit, "E2.1").reason) == ("", "3 of 4 / 0")
    QTest.keyClick(reason.edit, Qt.Key.Key_Escape)
    assert not reason.edit.hasFocus()


def test_who_has_rated_goes_on_typing_and_that_is_the_reason(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E2.1")
    criteria.tree_view.setFocus()
    reason = criteria.pane.foot.reason
    QTest.keyClicks(criteria.tree_view, "3G")
    assert reason.edit.hasFocus()
    QTest.keyClicks(reason.edit, "oals are kept")
    criteria.flush()
    visit.settle()
    assert (mine(visit, "E2.1").level, mine(visit, "E2.1").reason) == ("3", "Goals are kept")
    QTest.keyClick(reason.edit, Qt.Key.Key_Escape)
    control = criteria.pane.foot.control.segment("3")
    assert control.hasFocus()
    QTest.keyClicks(control, "b")
    QTest.keyClicks(reason.edit, "y all")
    criteria.flush()
    visit.settle()
    assert mine(visit, "E2.1").reason == "Goals are kept by all"
    criteria.tree_view.setFocus()
    QTest.keyClick(criteria.tree_view, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert not reason.edit.hasFocus()


def test_not_assessed_asks_for_its_reason_until_it_is_given(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E1.3")
    criteria.tree_view.setFocus()
    QTest.keyClicks(criteria.tree_view, "0")
    visit.settle()
    reason = criteria.pane.foot.reason
    assert reason.edit.hasFocus()
    assert reason._tone == "attention"
    QTest.keyClicks(reason.edit, "not seen in two days")
    criteria.flush()
    visit.settle()
    assert reason._tone == ""
    assert mine(visit, "E1.3") == Rating(
        id=mine(visit, "E1.3").id,
        audit=visit.session.audit_id,
        criterion="E1.3",
        member=visit.session.live.me,
        level="NB",
        reason="not seen in two days",
    )


def test_a_core_criterion_always_applies(criteria: CriteriaScreen, visit: Visit) -> None:
    told = QSignalSpy(visit.session.told)
    criteria.show_item("E2.1")
    criteria.tree_view.setFocus()
    QTest.keyClicks(criteria.tree_view, "/")
    visit.settle()
    assert "core criterion" in told.at(0)[0]
    assert mine(visit, "E2.1").level == ""
    button = criteria.pane.foot.control.segment("NVT")
    assert not button.isEnabled()
    assert "core criterion" in button.toolTip()


def test_quick_switching_keeps_every_reason_with_its_criterion(criteria: CriteriaScreen, visit: Visit) -> None:
    codes = ["E1.1", "E1.2", "E1.3"]
    for code in codes:
        criteria.show_item(code)
        QTest.keyClicks(criteria.pane.foot.reason.edit, f"why {code}")
    criteria.flush()
    visit.settle()
    assert [mine(visit, code).reason for code in codes] == [f"why {code}" for code in codes]
    criteria.show_item("E1.1")
    assert criteria.pane.foot.reason.text() == "why E1.1"


def test_an_answer_from_the_disk_never_overwrites_newer_typing(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E1.1")
    edit = criteria.pane.foot.reason.edit
    for letter in "abcd":
        QTest.keyClicks(edit, letter)
        criteria.flush()
        QApplication.processEvents()
    QTest.keyClicks(edit, "e")
    visit.settle()
    assert criteria.pane.foot.reason.text() == "abcde"


def test_ctrl_enter_walks_to_what_needs_attention(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E1.1")
    criteria.tree_view.setFocus()
    QTest.keyClicks(criteria.tree_view, "2")
    visit.settle()
    QTest.keyClick(criteria.tree_view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert criteria.pane.code == "E1.2"


def test_ctrl_enter_again_and_again_walks_past_all_that_needs_attention(criteria: CriteriaScreen, visit: Visit) -> None:
    codes = list(visit.session.live.framework.by_code)
    judge, audit = visit.session.judge, visit.session.audit_id
    for code in codes[:-2]:
        visit.write(partial(judge.rate, audit, code, "NB"))
    visit.note("Yes #E1.2+ #E1.3+ #E1.4+", source="OBS")
    visit.note("No #E1.3-", source="INT-P")
    criteria.show_item("E1.1")
    seen = []
    for _turn in range(7):
        QTest.keyClick(criteria.tree_view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        seen.append(criteria.pane.code)
    assert seen == [*codes[-2:], "E1.3", "E1.4", "E1.2", *codes[-2:]]


def test_ctrl_enter_from_the_reason_saves_it(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E1.1")
    edit = criteria.pane.foot.reason.edit
    edit.setFocus()
    QTest.keyClicks(edit, "because")
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    assert mine(visit, "E1.1").reason == "because"
    assert criteria.pane.code != "E1.1"


def test_the_tree_walks_with_arrows_and_counts_ratings_only_as_work(criteria: CriteriaScreen, visit: Visit) -> None:
    criteria.show_item("E1.1")
    criteria.tree_view.setFocus()
    QTest.keyClick(criteria.tree_view, Qt.Key.Key_Down)
    assert criteria.pane.code == "E1.2"
    QTest.keyClicks(criteria.tree_view, "4")
    visit.settle()
    assert criteria._rated.text().startswith("1 of 36")


def test_nothing_on_the_screen_totals_or_judges(criteria: CriteriaScreen, visit: Visit) -> None:
    for code in ("E1.1", "E1.2"):
        visit.write(partial(visit.session.judge.rate, visit.session.audit_id, code, "4"))
    said = " ".join(label.text() for label in criteria.findChildren(QLabel)).lower()
    assert "criteria" in said
    for word in ("average", "total", "score", "outcome", "granted", "%"):
        assert word not in said


def test_supporting_and_contradicting_evidence_stand_apart(criteria: CriteriaScreen, visit: Visit) -> None:
    visit.note("Yes #E2.1+", source="OBS")
    visit.note("No #E2.1-", source="INT-P")
    criteria.show_item("E2.1")
    assert criteria.evidence.supports.list.model().rowCount() == 1
    assert criteria.evidence.contradicts.list.model().rowCount() == 1
    assert criteria.evidence.contradicts.isVisible()
    index = criteria.evidence.contradicts.list.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("contradicts E2.1, Conversation with pupils, ")


def test_a_note_about_the_context_is_seen_whole_under_many_that_support(criteria: CriteriaScreen, visit: Visit) -> None:
    for number in range(5):
        visit.note(f"{LONG} {number} #E2.1+", source="OBS")
    visit.note(f"{LONG} #E2.1", source="INT-P")
    criteria.resize(1198, 680)
    criteria.show_item("E2.1")
    QApplication.processEvents()
    about = criteria.evidence.context.list
    assert about.visualRect(about.model().index(0, 0)).height() <= about.viewport().height()
    assert criteria.evidence.supports.height() > criteria.evidence.context.height()


def test_too_little_evidence_for_the_level_is_said(criteria: CriteriaScreen, visit: Visit) -> None:
    visit.note("Yes #E2.1+", source="OBS")
    criteria.show_item("E2.1")
    criteria.tree_view.setFocus()
    QTest.keyClicks(criteria.tree_view, "3")
    visit.settle()
    assert "For level 3 still: 2 more notes" in criteria.evidence._sentence.text()
    assert criteria.evidence._sentence._color == "attention.text"


def test_evidence_leads_to_its_note(criteria: CriteriaScreen, visit: Visit, qtbot: QtBot) -> None:
    note = visit.note("Yes #E2.1+", source="OBS")
    criteria.show_item("E2.1")
    with qtbot.waitSignal(visit.session.led) as led:
        criteria.evidence.supports.list.opened.emit(note)
    assert led.args == ["notes", "note", note]


def test_the_earlier_level_is_a_mark_and_not_judged_anew(criteria: CriteriaScreen, visit: Visit) -> None:
    visit.session.live.with_baseline(Baseline(starts="2024-03-12", levels={"E2.1": LevelThen("2", 4, 2)}))
    criteria._show()
    criteria.show_item("E2.1")
    names = [button.accessibleName() for button in criteria.pane.rubric._buttons]
    assert [("not judged anew" in name) for name in names] == [False, True, False, False]
    assert criteria.pane._earlier_fold.isVisible()
    criteria.show_item("E2.2")
    assert not criteria.pane._earlier_fold.isVisible()


def test_a_level_says_when_it_was_judged_not_when_it_was_handed_on(criteria: CriteriaScreen, visit: Visit) -> None:
    first = Stage("a0", starts="2024-03-12", levels={"E2.1": "2"})
    handed_on = Baseline(
        audit="a1", starts="2025-04-20", levels={"E2.1": LevelThen("2", 4, 2, "a0")},
        stages=(first, Stage("a1", starts="2025-04-20")),
    )  # fmt: skip
    visit.session.live.with_baseline(handed_on)
    criteria.show_item("E2.1")
    criteria._show()
    names = " ".join(button.accessibleName() for button in criteria.pane.rubric._buttons)
    assert "Mar 2024" in names
    assert "Apr 2025" not in names


def test_the_matrix_suggests_a_level_beside_its_own_criterion_only(
    criteria: CriteriaScreen, visit: Visit, qtbot: QtBot
) -> None:
    audit, judge = visit.session.audit_id, visit.session.judge
    for cell in (f"{role}{step}" for role in "PCTDSK" for step in "1234"):
        state = "systematic" if cell[0] in "PCTK" else "not_seen"
        visit.session.write(partial(judge.set_cell, audit, cell, state))
    visit.settle()
    criteria.show_item("O3.3")
    assert criteria.pane.suggestion.isVisible()
    assert "level 2" in criteria.pane.suggestion.text()
    assert "3 rows closed" in criteria.pane.suggestion.text(), "the private partner's closed row does not count"
    with qtbot.waitSignal(visit.session.led) as led:
        criteria.pane.suggestion.click()
    assert led.args == ["matrix", "", ""]
    criteria.show_item("O3.2")
    assert not criteria.pane.suggestion.isVisible()


def test_before_you_leave_leads_to_a_criterion(criteria: CriteriaScreen, visit: Visit, qtbot: QtBot) -> None:
    visit.note("Yes #O2.2+", source="OBS")
    criteria.before.asked.emit()
    sheet = criteria.findChild(LeavingSheet)
    assert sheet is not None
    sheet.grab()
    sheet.list.choose("O2.2")
    with qtbot.waitSignal(visit.session.led) as led:
        QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    assert led.args == ["criteria", "criterion", "O2.2"]


def test_two_notes_of_one_lesson_count_once_in_the_meter(criteria: CriteriaScreen, visit: Visit) -> None:
    visit.plan()
    lesson, talk = visit.activity("OBS").id, visit.activity("INT-P").id
    for text, activity in (("One", lesson), ("Two", lesson), ("Three", talk)):
        visit.note(f"{text} #E2.1+", activity)
    criteria.show_item("E2.1")
    rows = criteria.evidence._meter._rows
    assert [(row.have, row.minimum) for row in rows] == [(2, 3), (2, 2), (1, 2)]
    said = criteria.evidence._sentence.text()
    assert "1 more note" in said
    assert "3 notes, 2 independent" in said


def test_look_fors_have_nothing_to_tick(criteria: CriteriaScreen) -> None:
    criteria.show_item("E2.1")
    assert not criteria.pane._fold.is_open
    criteria.pane._fold.show_open(is_open=True)
    QApplication.processEvents()
    assert criteria.pane._hints.isVisible()
    assert criteria.pane._hints.children() == []


def test_look_fors_follow_the_rubric_where_it_is_narrow_and_come_back_above_it(criteria: CriteriaScreen) -> None:
    pane = criteria.pane
    for width, is_after in ((1366, False), (683, True), (1366, False)):
        criteria.resize(width, 345)
        criteria.show_item("E2.1")
        QApplication.processEvents()
        assert pane._fold.isVisible()
        assert (pane._fold.y() > pane.rubric.y()) is is_after
        criteria.show_item("E2.2")
        assert (pane._fold.y() > pane.rubric.y()) is is_after


@pytest.mark.parametrize(("width", "panes"), [(1366, 3), (1093, 3), (683, 1)])
def test_panes_fold_and_f6_reaches_each(criteria: CriteriaScreen, width: int, panes: int) -> None:
    criteria.resize(width - 168, 550)
    QApplication.processEvents()
    parts = (criteria._left, criteria.pane, criteria.evidence)
    assert sum(part.isVisible() for part in parts) == panes
    seen = set()
    for _step in range(3):
        criteria.next_pane()
        QApplication.processEvents()
        seen |= {place for place, part in enumerate(parts) if part.isVisible()}
    assert seen == {0, 1, 2}
    assert criteria.pane.foot.control.isVisibleTo(criteria.pane)


def test_the_folded_tree_opens_at_the_criterion_in_hand(criteria: CriteriaScreen, qtbot: QtBot) -> None:
    criteria.resize(683 - 168, 345 - 88)
    tree = criteria.tree_view
    for code in ("C3.4", "E1.1", "O1.2"):
        criteria.show_entity("criterion", code)
        while not tree.isVisible():
            criteria.next_pane()
            QApplication.processEvents()
        seen, there = tree.viewport().rect(), tree.currentIndex()
        assert criteria.tree.key(there) == code
        qtbot.waitUntil(lambda there=there, seen=seen: seen.contains(tree.visualRect(there)))  # type: ignore[misc]  # mypy cannot infer it
        criteria.next_pane()


def test_a_low_window_shows_one_direction_and_counts_the_others(criteria: CriteriaScreen, visit: Visit) -> None:
    visit.note("They meet weekly #E2.1+")
    visit.note("Year 4 does not #E2.1-")
    criteria.resize(683 - 168, 345 - 88)
    criteria.show_entity("criterion", "E2.1")
    while not criteria.evidence.isVisible():
        criteria.next_pane()
        QApplication.processEvents()
    evidence = criteria.evidence
    assert evidence.supports.list.hasFocus()
    assert [evidence.ways.segment(way).text()[-1] for way in "+-o"] == ["1", "1", "0"]
    evidence.ways.segment("-").click()
    assert (evidence.supports.isVisible(), evidence.contradicts.isVisible()) == (False, True)
    criteria.resize(1366 - 168, 690 - 88)
    QApplication.processEvents()
    assert (evidence.supports.isVisible(), evidence.contradicts.isVisible()) == (True, True)
    assert not evidence.ways.isVisible()


def test_a_long_reason_of_hostile_text_is_kept(criteria: CriteriaScreen, visit: Visit) -> None:
    text = "<b>\u202e👩‍👩‍👧 " + "x" * 100_000
    criteria.show_item("E1.1")
    criteria.pane.foot.reason.edit.insertPlainText(text)
    criteria.flush()
    visit.settle()
    assert mine(visit, "E1.1").reason == text
    criteria.grab()
