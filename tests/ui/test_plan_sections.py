"""The school's plan and its goals in Prepare, by keyboard; the list out and back in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from auditor_app.config import Settings
from auditor_app.core.model import FindingKind, Goal
from auditor_app.services.workspace import Workspace
from auditor_app.ui.models.goal_rows import goal_rows, goals_model
from auditor_app.ui.screens.prepare.goals import GoalsSection
from auditor_app.ui.screens.prepare.plan import PlanSection
from auditor_app.ui.screens.prepare.plan_reading import PlanDialog, reading_rows
from tests.ui.test_prepare import Room

PASSPHRASE = "four words for tests"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "data"
    workspace, _key = Workspace.create(folder, PASSPHRASE, Settings("en", name="Jo de Vries", initials="JDV"))
    workspace.close()
    return folder


@pytest.fixture
def room(qapp: object, made: Path, tmp_path: Path) -> Iterator[Room]:
    assert qapp is not None
    shutil.copytree(made, tmp_path / "data")
    workspace = Workspace.open(tmp_path / "data", PASSPHRASE)
    assert workspace is not None
    found = Room(workspace)
    yield found
    found.close()


def goals_section(room: Room) -> GoalsSection:
    section = room.section("goals")
    assert isinstance(section, GoalsSection)
    return section


def stored(room: Room) -> tuple[Goal, ...]:
    return room.workspace.plans.goals(room.audit)


def test_a_goal_is_made_and_followed_by_keyboard_alone(room: Room) -> None:
    section = goals_section(room)
    assert section.empty.isVisible()
    assert not section.add.isVisible()
    first_step = section.empty.focusProxy()
    assert first_step is not None
    QTest.keyClick(first_step, Qt.Key.Key_Space)
    room.settle()
    assert section.title.edit.hasFocus()
    QTest.keyClicks(section.title.edit, "Logbooks are used")
    section.flush()
    room.settle()
    section.list.setFocus()
    for key in (
        Qt.Key.Key_S,
        Qt.Key.Key_Right,
        Qt.Key.Key_D,
        Qt.Key.Key_Right,
        Qt.Key.Key_N,
        Qt.Key.Key_Right,
        Qt.Key.Key_B,
    ):
        QTest.keyClick(section.list, key, Qt.KeyboardModifier.NoModifier)
        room.settle()
    (goal,) = stored(room)
    assert goal.title == "Logbooks are used"
    assert (goal.goal_state, goal.follow_up_state, goal.evaluation_state, goal.action_state) == (
        "systematic", "partly", "not_seen", "not_discussed",
    )  # fmt: skip
    assert section.list.step_in_hand == "action"
    assert "Open loop." in str(section.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    QTest.keyClick(section.list, Qt.Key.Key_Left)
    assert section.list.step_in_hand == "evaluation"
    QTest.keyClick(section.list, Qt.Key.Key_Return)
    assert section.title.edit.hasFocus()


def test_fields_of_a_goal_are_kept_and_an_owner_is_a_role(room: Room) -> None:
    room.workspace.plans.add_goal(room.audit, title="One")
    section = goals_section(room)
    room.session.take_over(room.workspace.plans.add_goal(room.audit, title="Two"))
    room.settle()
    QTest.keyClicks(section.owner.edit, "mrs Johnson")
    assert section.hint.isVisible()
    section.owner.edit.selectAll()
    QTest.keyClicks(section.owner.edit, "Hoekstra")
    assert section.hint.isVisible()
    section.owner.edit.selectAll()
    QTest.keyClicks(section.owner.edit, "team leader")
    assert not section.hint.isVisible()
    QTest.keyClicks(section.criteria.edit, "e2.2, Z9.9")
    section.due.picked.emit("2027-03-31")
    section.flush()
    room.settle()
    goal = next(item for item in stored(room) if item.id == section._shown)
    assert (goal.owner, goal.criteria, goal.due) == ("team leader", ("E2.2",), "2027-03-31")


def test_what_schools_write_as_goal_and_measure_is_seen_whole(room: Room) -> None:
    room.session.take_over(room.workspace.plans.add_goal(room.audit))
    section = goals_section(room)
    one_line = section.title.height()
    goal = "Wie stilvalt, wordt in elk leerjaar binnen vijf schooldagen gezien en gesproken, " * 3
    measure = "In vijf gekozen dossiers per leerjaar ligt er ten hoogste een week tussen signaal en gesprek. " * 6
    for editor, text in ((section.title, goal), (section.measure, measure)):
        QTest.keyClicks(editor.edit, text)
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    room.settle()
    assert (stored(room)[0].title, stored(room)[0].measure) == (goal, measure)
    assert section.title.height() > one_line
    assert section.measure.height() > section.title.height()


def test_words_about_a_step_that_name_someone_get_a_hint(room: Room) -> None:
    room.session.take_over(room.workspace.plans.add_goal(room.audit, title="One"))
    section = goals_section(room)
    _control, editor = section.steps["follow_up"]
    QTest.keyClicks(editor.edit, "Mevrouw Smit telt elke maand")
    seen = [line.text() for line in section.wordings if line.isVisible()]
    assert len(seen) == 1
    assert "Mevrouw Smit" in seen[0]


def test_a_goal_that_is_too_long_stays_in_its_field_and_is_marked(room: Room) -> None:
    room.session.take_over(room.workspace.plans.add_goal(room.audit, title="One"))
    section = goals_section(room)
    errors: list[Exception] = []
    room.session.failed.connect(errors.append)
    section.title.show_text("")
    section.title.edit.insertPlainText("x" * 301)
    section.flush()
    room.settle()
    room.session.take_over(room.workspace.plans.edit_goal(stored(room)[0].id, owner="team leader"))
    room.settle()
    assert [getattr(error, "code", "") for error in errors] == ["plan.text_too_long"]
    assert section.title.text() == "x" * 301
    assert stored(room)[0].title == "One"


def test_a_goal_answers_points_and_takes_their_criteria(room: Room) -> None:
    point = room.workspace.judge.add_finding(
        room.audit, FindingKind.DEVELOPMENT, title="Logbooks lie unused", criteria=("E2.2",)
    )
    room.session.take_over(point)
    room.session.take_over(room.workspace.plans.add_goal(room.audit, title="One"))
    section = goals_section(room)
    box = section._boxes[point.id]
    QTest.keyClick(box, Qt.Key.Key_Space)
    room.settle()
    assert (stored(room)[0].points, stored(room)[0].criteria) == ((point.id,), ("E2.2",))
    QTest.keyClick(box, Qt.Key.Key_Space)
    room.settle()
    assert (stored(room)[0].points, stored(room)[0].criteria) == ((), ("E2.2",))


def test_goals_move_go_and_come_back(room: Room) -> None:
    for title in ("One", "Two", "Three"):
        room.session.take_over(room.workspace.plans.add_goal(room.audit, title=title))
    section = goals_section(room)
    section.list.setFocus()
    section.show_goal(stored(room)[2].id)
    QTest.keyClick(section.list, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    room.settle()
    assert [goal.title for goal in stored(room)] == ["One", "Three", "Two"]
    QTest.keyClick(section.list, Qt.Key.Key_Delete)
    room.settle()
    assert [goal.title for goal in stored(room)] == ["One", "Two"]
    room.session.write(lambda: room.workspace.audits.undo(room.audit))
    room.settle()
    assert [goal.title for goal in stored(room)] == ["One", "Three", "Two"]


def test_the_model_keeps_qts_rules(room: Room, qtmodeltester: ModelTester) -> None:
    model = goals_model()
    model.show(goal_rows((Goal("a", title="One", goal_state="systematic"), Goal("b", goal_state="newer"))))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it unannotated
    assert "Goal: systematic" in str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert model.index(1).data() == "Goal still without words"
    assert room.audit


def test_the_plan_is_registered_and_its_list_goes_out_and_comes_back(room: Room, tmp_path: Path) -> None:
    point = room.workspace.judge.add_finding(room.audit, FindingKind.DEVELOPMENT, title="Logbooks lie unused")
    room.session.take_over(point)
    section = room.section("plan")
    assert isinstance(section, PlanSection)
    QTest.keyClicks(section.title.edit, "Plan 2026")
    for field, day in ((section.adopted, "2026-01-10"), (section.starts, "2026-08-01"), (section.ends, "2026-07-01")):
        field.setDate(QDate.fromString(day, Qt.DateFormat.ISODate))
    section.flush()
    room.settle()
    (plan,) = room.session.live.alive("plan")
    assert (plan.title, plan.adopted, plan.starts, plan.ends) == ("Plan 2026", "2026-01-10", "2026-07-01", "2026-07-01")
    assert "1 point of the audit has no goal yet." in section.about.text()

    path = tmp_path / "list.xlsx"
    section.write_list(path)
    room.settle()
    book = load_workbook(path)
    sheet = book.worksheets[0]
    keys = {str(cell.value): number for number, cell in enumerate(sheet[3], 1)}
    sheet.cell(5, keys["title"]).value = "Logbooks are used"
    sheet.cell(5, keys["due"]).value = "soon"
    book.save(path)
    preview = room.workspace.plans.inspect(room.audit, path)
    assert [(row.badge, row.tone, row.lines) for row in reading_rows(preview)] == [
        ("new goal", "attention", ("Date: not a date (“soon”)",))
    ]
    dialog = PlanDialog(room.look, preview, section)
    assert dialog.safe.text() == "Leave it"
    assert dialog.act.text() == "Take over 1 goal"
    dialog.deleteLater()
    room.session.write(lambda: room.workspace.plans.take(room.audit, preview))
    room.settle()
    assert [goal.title for goal in stored(room)] == ["Logbooks are used"]
    assert "1 goal is in the plan." in section.about.text()


def test_a_file_that_is_no_list_is_said_in_words(room: Room, tmp_path: Path) -> None:
    section = room.section("plan")
    assert isinstance(section, PlanSection)
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"not a workbook")
    section.read_list(path)
    room.settle()
    assert section.message.isVisible()
    assert stored(room) == ()
