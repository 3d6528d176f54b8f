"""The compare place: what is shown, said and written beside an earlier signed report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester

from auditor_app.core.baseline import Baseline
from auditor_app.core.comparison import Comparison, Remark, Row
from auditor_app.core.model import FollowUp
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from auditor_app.ui.screens.compare.picture import columns, dumbbell
from auditor_app.ui.screens.compare.rows import (
    CompareModel,
    CompareTable,
    GroupRow,
    LevelRow,
    compare_rows,
    gap_rows,
    gaps_model,
    point_rows,
    points_model,
    row_sentence,
)
from auditor_app.ui.screens.compare.screen import CompareScreen
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look
from tests.ui.conftest import Settle

SAMPLE = sample_snapshot(THIS_YEAR)
FRAMEWORK = SAMPLE.framework
CODES = [criterion.code for criterion in FRAMEWORK.criteria]


def comparison(*changed: Row) -> Comparison:
    known = {row.criterion: row for row in changed}
    rows = tuple(known.get(code, Row(code, "2", "2", 5, 6, 2, 2, Remark.SAME)) for code in CODES)
    return Comparison(Baseline(), rows, (), is_same_version=True)


CASES = {
    "then and now": Row("E1.1", "2", "3", 4, 6, 2, 2, Remark.NONE),
    "the same": Row("E1.1", "2", "2", 5, 8, 2, 2, Remark.SAME),
    "possibly the same": Row("E1.1", "3", "2", 2, 5, 1, 2, Remark.POSSIBLY_SAME),
    "not rated now": Row("E1.1", "2", "", 2, 0, 1, 0, Remark.NOT_RATED_NOW),
    "not comparable": Row("E1.1", "2", "3", 2, 4, 1, 2, Remark.OTHER_FRAMEWORK),
}


@pytest.mark.parametrize(
    ("case", "has_then", "has_now", "is_weak"),
    [
        ("then and now", True, True, False),
        ("the same", True, True, False),
        ("possibly the same", True, True, True),
        ("not rated now", True, False, False),
    ],
)
def test_a_row_is_drawn_as_it_was_rated(case: str, has_then: bool, has_now: bool, is_weak: bool) -> None:
    drawn = dumbbell(CASES[case], columns(910))
    assert (drawn.then is not None, drawn.now is not None, drawn.is_weak) == (has_then, has_now, is_weak)


@pytest.mark.parametrize("case", ["the same", "possibly the same", "not rated now", "not comparable"])
def test_a_row_says_its_remark(case: str) -> None:
    rows = compare_rows(comparison(CASES[case]), FRAMEWORK)
    item = next(row for row in rows if isinstance(row, LevelRow) and row.row.criterion == "E1.1")
    assert case in row_sentence(item, FRAMEWORK)


@pytest.mark.parametrize("then", ["", "1", "2", "3", "4", "NB", "NVT"])
@pytest.mark.parametrize("now", ["", "4", "NB"])
def test_every_level_can_be_said_and_placed(then: str, now: str) -> None:
    row = Row("E1.1", then, now, 0, 0, 0, 0, Remark.NONE)
    item = LevelRow(row, "Title", is_core=True)
    assert "{" not in row_sentence(item, FRAMEWORK)
    assert (dumbbell(row, columns(910)).then is None) == (then not in {"1", "2", "3", "4"})


@pytest.mark.parametrize("width", [320, 560, 700, 879, 910, 1400])
def test_columns_never_stand_in_each_other(width: int) -> None:
    place = columns(width)
    steps = [place.level(level) or 0 for level in "1234"]
    assert place.title_end <= steps[0] - 10
    assert steps == sorted(steps)
    assert steps[3] + 10 <= place.notes < width
    assert place.remark is None or place.notes < place.remark < width


def test_only_what_changed_keeps_its_standard_as_heading() -> None:
    rows = compare_rows(comparison(CASES["then and now"], CASES["possibly the same"]), FRAMEWORK, only_changed=True)
    assert [type(row) for row in rows] == [GroupRow, LevelRow]
    assert compare_rows(comparison(), FRAMEWORK, only_changed=True) == []


def test_another_framework_is_said_once() -> None:
    everything = comparison(*(Row(code, "2", "3", 1, 1, 1, 1, Remark.OTHER_FRAMEWORK) for code in CODES))
    (row,) = gap_rows(everything, FRAMEWORK)
    assert row.code == ""
    two = comparison(CASES["not rated now"], Row("E1.2", "", "2", 0, 3, 0, 1, Remark.NOT_RATED_THEN))
    assert [item.code for item in gap_rows(two, FRAMEWORK)] == ["E1.1", "E1.2"]


@pytest.mark.usefixtures("qtbot")
def test_models_keep_qts_rules(qtmodeltester: ModelTester) -> None:
    rows = compare_rows(comparison(*CASES.values()), FRAMEWORK)
    picture, table, gaps = CompareModel(FRAMEWORK), CompareTable(FRAMEWORK), gaps_model()
    picture.show(rows)
    table.show(rows)
    gaps.show(gap_rows(comparison(CASES["not comparable"]), FRAMEWORK))
    for model in (picture, table, gaps):
        assert model.rowCount() > 0
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it unannotated
    assert picture.index(1).data(Qt.ItemDataRole.ToolTipRole) == picture.index(1).data(
        Qt.ItemDataRole.AccessibleTextRole
    )


# --- the place itself, beside last year's signed sample report


@pytest.fixture
def place(session: AuditSession, settle: Settle) -> Iterator[CompareScreen]:
    screen = CompareScreen(session, Look())
    screen.resize(1198, 680)
    screen.show()
    settle()
    yield screen
    screen.close()
    shiboken6.delete(screen)


def follow_up(workspace: Workspace, finding: str) -> FollowUp:
    found = workspace.audits.snapshot(SAMPLE.audit.id).follow_ups
    return next(item for item in found if item.finding == finding)


def test_then_and_now_stand_beside_each_other(place: CompareScreen) -> None:
    assert place.box.count() == 1
    assert "Baseline" in place.box.currentText()
    rows = [row for row in place.model.rows if isinstance(row, LevelRow)]
    assert [row.row.criterion for row in rows] == CODES
    assert {row.row.remark for row in rows} >= {Remark.NONE, Remark.SAME}
    assert not place.grab().isNull()


def test_what_became_of_a_point_is_set_by_keyboard(place: CompareScreen, workspace: Workspace, settle: Settle) -> None:
    points = place.side.points
    points.setFocus()
    finding = points.current_key()
    for key, state in (("1", "followed"), ("3", "not_seen"), ("2", "partly"), ("0", "")):
        QTest.keyClicks(points, key)
        settle()
        assert follow_up(workspace, finding).state == state
    assert points.current_key() == finding


def test_the_words_about_a_point_stay_when_its_state_changes(
    place: CompareScreen, workspace: Workspace, settle: Settle
) -> None:
    finding = place.side.points.current_key()
    place.side.text.edit.selectAll()
    QTest.keyClicks(place.side.text.edit, "Gezien in drie teams.")
    QTest.keyClicks(place.side.points, "3")
    settle()
    kept = follow_up(workspace, finding)
    assert (kept.state, kept.text) == ("not_seen", "Gezien in drie teams.")
    place.side.points.step(1)
    settle()
    assert place.side.text.text() != "Gezien in drie teams."
    assert follow_up(workspace, finding).text == "Gezien in drie teams."


def test_a_click_on_the_square_turns_it(place: CompareScreen, workspace: Workspace, settle: Settle) -> None:
    points = place.side.points
    finding = points.current_key()
    before = follow_up(workspace, finding).state
    spot = points.visualRect(points.currentIndex()).topLeft()
    spot.setX(26)
    spot.setY(spot.y() + 16)
    QTest.mouseClick(points.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    settle()
    assert follow_up(workspace, finding).state != before


def test_enter_shows_both_sides_and_escape_goes_back(place: CompareScreen) -> None:
    place.list.setFocus()
    place.list.choose("E1.1")
    QTest.keyClick(place.list, Qt.Key.Key_Return)
    assert place.detail.isVisible()
    for pane in (place.detail.then, place.detail.now):
        assert pane.list.model().rowCount() > 0
        assert pane._meaning.isVisible()
    shares = [[row.percent for row in pane.bars.groups[0].rows] for pane in (place.detail.then, place.detail.now)]
    assert shares == [[71, 63], [82, 73]], "the same question of both years"
    QTest.keyClick(place.detail, Qt.Key.Key_Escape)
    assert place.list.isVisible()
    assert place.list.current_key() == "E1.1"


def test_the_table_sorts_and_the_segment_filters(place: CompareScreen) -> None:
    place.form.segment("table").click()
    table = place.table.model()
    place.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    notes = [int(str(table.index(row, 4).data()).split(" → ")[1]) for row in range(table.rowCount())]
    assert notes == sorted(notes)
    place.which.segment("changed").click()
    assert 0 < table.rowCount() < len(CODES)
    assert all(table.index(row, 2).data() != table.index(row, 3).data() for row in range(table.rowCount()))


def test_nothing_on_the_screen_ranks_or_sums(place: CompareScreen) -> None:
    said = " ".join(label.text() for label in place.findChildren(QLabel)).casefold()
    said += " ".join(
        str(place.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(45)
    ).casefold()
    assert "e1.1" in said
    for word in ("average", "mean", "total", "score", "rank", "better", "worse", "progress", "sufficient"):
        assert word not in said.replace("what became", "")


def test_points_are_rows_with_a_sentence(session: AuditSession, qtmodeltester: ModelTester) -> None:
    report = session.live.alive("earlier_report")[0]
    rows = point_rows(session.imports.comparison(session.audit_id, report.id).points, session.snapshot)
    model = points_model()
    model.show(rows)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it unannotated
    assert len(rows) > 2
    assert rows[0].point.finding.title in str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_without_an_earlier_report_the_place_teaches(
    session: AuditSession, place: CompareScreen, settle: Settle
) -> None:
    report = session.live.alive("earlier_report")[0]
    session.write(lambda: session.imports.forget(report.id))
    settle()
    assert place.empty.isVisible()
    session.write(lambda: session.audits.undo(session.audit_id))
    settle()
    assert place.list.isVisible()


def test_a_narrow_window_puts_the_side_below(place: CompareScreen, settle: Settle) -> None:
    place.resize(600, 560)
    settle()
    assert (
        place.side.mapTo(place, place.side.rect().topLeft()).y()
        > place.list.mapTo(place, place.list.rect().topLeft()).y()
    )
    assert not place.grab().isNull()


def test_the_smallest_window_has_room_for_one_half(place: CompareScreen, settle: Settle) -> None:
    for height in (500, 400, 292):
        place.resize(592, height)
        settle()
    assert (place.width(), place.height()) == (592, 292)
    assert place.list.isVisible()
    assert not place.side.isVisible()
    place._tabs.segment("points").click()
    settle()
    assert place.side.points.isVisible()
    assert not place.list.isVisible()
