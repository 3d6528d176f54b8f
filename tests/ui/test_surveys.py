from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor_app.config import Settings
from auditor_app.core.model import AuditKind, School, SurveyGroup
from auditor_app.core.statements import question_key
from auditor_app.services.surveys.template import AskedQuestion, Template
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.frame.finding import ACTIONS
from auditor_app.ui.models.survey_rows import asked_groups, bar_groups, found_statements
from auditor_app.ui.screens.criteria.screen import CriteriaScreen
from auditor_app.ui.screens.prepare.screen import PrepareScreen
from auditor_app.ui.screens.prepare.survey_import_parts import ALL, words_of, words_text
from auditor_app.ui.screens.prepare.surveys import SurveysSection
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look
from auditor_app.ui.widgets.survey_bars import BarGroup, BarRow, SurveyBars
from tests.services.surveys.survey_files import CALM, GOALS, as_csv, per_respondent, written

GOALS_KEY = question_key(GOALS)


class Desk:
    """The surveys of one audit on the screen, over a real data folder."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.background, self.bugs = Background(), list[str]()
        self.background.bug.connect(self.bugs.append)
        framework = workspace.frameworks.available()[0].digest
        school = School(name="Voorbeeldschool Noord")
        made = workspace.audits.create(AuditKind.FORMATIVE, school, "2026-11-12", "2026-11-13", "nl", framework)
        self.audit = made.id
        self.session = AuditSession(workspace, workspace.audits.live(made.id), self.background, Events(self.background))
        self.told: list[str] = []
        self.session.told.connect(lambda text, _can_undo: self.told.append(text))
        self.screen = PrepareScreen(self.session, Look())
        self.screen.resize(1100, 700)
        self.screen.show()
        self.screen.show_section("surveys")
        self.settle()

    @property
    def section(self) -> SurveysSection:
        section = self.screen.stack.currentWidget()
        assert isinstance(section, SurveysSection)
        return section

    def settle(self) -> None:
        for _turn in range(4):
            assert self.background.drain(30_000)
            QApplication.processEvents()

    def read(self, path: Path) -> None:
        self.section.read_file(path)
        self.settle()

    def undo(self) -> None:
        self.session.write(lambda: self.session.audits.undo(self.audit))
        self.settle()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    settings = Settings(language="en", name="Mirte Example", initials="MV", organisation="North")
    made, _recovery = Workspace.create(
        tmp_path_factory.mktemp("surveys") / "data", "four loose words together", settings
    )
    yield made
    made.close()


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace) -> Iterator[Desk]:
    made = Desk(workspace)
    qtbot.addWidget(made.screen)
    yield made
    made.section.reading.close_file()
    made.settle()
    assert made.background.close()
    assert not made.bugs, made.bugs[0]


def results(folder: Path) -> Path:
    return written(folder, as_csv(per_respondent()))


def test_an_empty_list_teaches_and_offers_the_first_step(desk: Desk) -> None:
    assert desk.section.empty.isVisible()
    assert not desk.section.frame.isVisible()
    assert "Nobody's own answers are kept" in desk.section.empty.findChildren(type(desk.section.hint))[1].text()


def test_numbers_can_be_typed_for_a_group_of_which_no_file_came(desk: Desk) -> None:
    desk.section.add_group(SurveyGroup.PARENTS)
    desk.settle()
    section = desk.section
    assert section.asked.edit.hasFocus() or section.form.isVisible()
    for field, text in ((section.asked, "100"), (section.answered, "20")):
        field.edit.setFocus()
        QTest.keyClicks(field.edit, text)
        field.edit.flush()
    desk.settle()
    (survey,) = desk.session.snapshot.surveys
    assert (survey.group, survey.asked, survey.answered) == (SurveyGroup.PARENTS, 100, 20)
    row = section.list.rows.rows[0]
    assert (row.badge, row.tone) == ("20 %, under 30 %", "attention")


@pytest.mark.parametrize("text", ["-1", "1.5", "honderd", "\uff11\uff12"], ids=ascii)
def test_what_is_no_number_is_marked_and_not_written(desk: Desk, text: str) -> None:
    desk.section.add_group(SurveyGroup.PUPILS)
    desk.settle()
    desk.section.asked.edit.setText(text)
    desk.section.asked.edit.edited.emit(text)
    desk.settle()
    assert desk.section.asked.edit.property("tone") == "failure"
    assert desk.session.snapshot.surveys[0].asked is None


def test_more_answers_than_asked_is_said(desk: Desk) -> None:
    survey = desk.workspace.surveys.add(desk.audit, SurveyGroup.PARENTS)
    desk.session.take_over(survey)
    desk.session.write(lambda: desk.session.surveys.edit(survey.id, asked=10, answered=12))
    desk.settle()
    assert desk.section.hint.isVisible()


def test_too_few_answers_are_not_told_in_the_list(desk: Desk) -> None:
    made = desk.workspace.surveys.add(desk.audit, SurveyGroup.OTHER, "Onderwijsondersteuners")
    desk.session.take_over(made)
    desk.session.write(lambda: desk.session.surveys.edit(made.id, asked=9, answered=4))
    desk.settle()
    row = desk.section.list.rows.rows[0]
    assert (row.title, row.badge) == ("Onderwijsondersteuners", "too few to show")
    assert "< 5 of 9" in row.line


def test_a_file_is_shown_first_and_stored_only_when_asked(desk: Desk, tmp_path: Path) -> None:
    desk.read(results(tmp_path))
    reading = desk.section.reading
    assert reading.isVisible()
    assert not desk.section.overview.isVisible()
    assert "30 rows" in reading.facts.text()
    assert [row.badge for row in reading.columns.list.rows.rows] == ["respondent", "split", "question", "question"]
    assert reading.account.sum.text().startswith("30 rows · 60 answers understood")
    assert reading.result.text().startswith("2 questions · 30 answered")
    assert desk.session.snapshot.survey_questions == ()
    reading.cancel.click()
    desk.settle()
    assert desk.section.overview.isVisible()
    assert desk.session.snapshot.surveys == ()


def test_a_file_that_is_put_away_while_it_is_read_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.section.read_file(results(tmp_path))
    assert desk.section.reading.busy.isVisible()
    assert not desk.section.reading.cancel.isVisible(), "one way to cancel is enough"
    desk.section.reading.busy.cancelled.emit()
    desk.settle()
    assert desk.section.overview.isVisible()
    assert desk.section.reading._known is None
    desk.read(results(tmp_path))
    assert desk.section.reading.body.isVisible()


def test_results_are_read_in_by_keyboard_and_undone(desk: Desk, tmp_path: Path) -> None:
    desk.read(results(tmp_path))
    reading = desk.section.reading
    reading.questions.list.choose(GOALS_KEY)
    QTest.keyClick(reading.questions.list, Qt.Key.Key_Return)
    assert reading.questions.criteria.field.edit.hasFocus()
    QTest.keyClicks(reading.questions.criteria.field.edit, "e1.1, o3.2, x9.9")
    reading.questions.criteria.flush()
    desk.settle()
    assert "X9.9" in reading.questions.criteria.field.edit.accessibleDescription()
    reading.asked.edit.setText("40")
    reading.take.setFocus()
    QTest.keyClick(reading.take, Qt.Key.Key_Return)
    desk.settle()
    assert desk.told[-1] == "The results are read in"
    snapshot = desk.session.snapshot
    (survey,) = snapshot.surveys
    assert (survey.group, survey.asked, survey.answered, survey.split) == (SurveyGroup.PUPILS, 40, 30, "Leerjaar")
    criteria = {item.key: item.criteria for item in snapshot.survey_questions}
    assert criteria == {GOALS_KEY: ("E1.1", "O3.2"), question_key(CALM): ()}
    (template,) = [item for item in desk.workspace.surveys.templates() if item.knows([GOALS_KEY])][:1]
    assert template.questions[0].criteria == ("E1.1", "O3.2")
    desk.undo()
    assert desk.session.snapshot.survey_questions == ()
    assert desk.section.empty.isVisible()
    desk.workspace.surveys.forget(template.id)


def test_results_read_in_again_keep_the_criteria_and_say_what_they_replace(desk: Desk, tmp_path: Path) -> None:
    desk.read(results(tmp_path))
    reading = desk.section.reading
    reading.keeps.setChecked(False)
    reading.questions.list.choose(GOALS_KEY)
    reading.questions.criteria.field.edit.edited.emit("E1.1")
    desk.settle()
    reading.held.setDate(QDate(2026, 9, 17))
    reading.asked.edit.setText("40")
    assert not reading.replaces.isVisible()
    reading.take.click()
    desk.settle()
    desk.read(written(tmp_path, as_csv(per_respondent(24)), "leerlingen.csv"))
    assert (reading.asked.text(), reading.held.iso) == ("", "")
    assert "Pupils (Sep 2026)" in reading.replaces.text()
    reading.questions.list.choose(GOALS_KEY)
    assert reading.questions.criteria.field.text() == "E1.1"
    reading.name.show_text("Year 1")
    assert not reading.replaces.isVisible()
    reading.name.show_text("")
    reading.keeps.setChecked(False)
    reading.take.click()
    desk.settle()
    (survey,) = desk.session.snapshot.surveys
    assert (survey.asked, survey.answered, survey.held) == (40, 24, "2026-09-17")
    assert {item.key: item.criteria for item in desk.session.snapshot.survey_questions}[GOALS_KEY] == ("E1.1",)


def test_a_kept_template_is_proposed_for_the_next_file(desk: Desk, tmp_path: Path) -> None:
    kept = desk.workspace.surveys.keep(Template("Vorig jaar", (AskedQuestion(GOALS, ("E2.1",), 1, 5, 3),)))
    desk.read(results(tmp_path))
    reading = desk.section.reading
    assert reading.template.currentText() == "Vorig jaar"
    reading.questions.list.choose(GOALS_KEY)
    assert reading.questions.criteria.field.text() == "E2.1"
    assert reading.questions.agrees.text() == "3"
    desk.workspace.surveys.forget(kept.id)


def test_a_template_of_other_questions_says_so_and_is_left_as_it_was(desk: Desk, tmp_path: Path) -> None:
    surveys = desk.workspace.surveys
    other = surveys.keep(Template("Ouders", (AskedQuestion("Iets anders", ("E2.1",)),), {"soms": 3}))
    desk.read(results(tmp_path))
    reading = desk.section.reading
    assert not reading.fits.isVisible()
    reading.template.setCurrentIndex(reading.template.findData(other.id))
    reading.template.activated.emit(reading.template.currentIndex())
    desk.settle()
    assert "none of these questions" in reading.fits.text()
    assert reading.words.text() == "soms = 3"
    reading.template.setCurrentIndex(0)
    reading.template.activated.emit(0)
    desk.settle()
    assert reading.words.text() == ""
    reading.template.setCurrentIndex(reading.template.findData(other.id))
    reading.template.activated.emit(reading.template.currentIndex())
    desk.settle()
    reading.take.click()
    desk.settle()
    (mine,) = (item for item in surveys.templates() if item.id != other.id)
    (kept,) = (item for item in surveys.templates() if item.id == other.id)
    assert kept == other
    assert GOALS in {item.text for item in mine.questions}
    for item in (mine, kept):
        surveys.forget(item.id)


def test_criteria_of_another_framework_are_named_and_left_out(desk: Desk, tmp_path: Path) -> None:
    kept = desk.workspace.surveys.keep(Template("Elders", (AskedQuestion(GOALS, ("Z9.9", "E2.1")),)))
    desk.read(results(tmp_path))
    reading = desk.section.reading
    assert "does not have Z9.9" in reading.fits.text()
    assert "1 question of this file" in reading.fits.text()
    reading.keeps.setChecked(False)
    reading.take.click()
    desk.settle()
    found = {item.key: item.criteria for item in desk.session.live.alive("survey_question")}
    assert found[GOALS_KEY] == ("E2.1",)
    desk.workspace.surveys.forget(kept.id)


def test_columns_rows_and_scale_can_be_corrected_by_hand(desk: Desk, tmp_path: Path) -> None:
    desk.read(results(tmp_path))
    reading = desk.section.reading
    reading.columns.list.setCurrentIndex(reading.columns.list.rows.index(3))
    reading.columns.role.setCurrentIndex(reading.columns.role.findData(""))
    reading.columns.role.activated.emit(reading.columns.role.currentIndex())
    desk.settle()
    assert reading.result.text().startswith("1 question · 30 answered")
    reading.questions.list.choose(ALL)
    reading.questions.highest.edit.setText("4")
    reading.questions.highest.edit.edited.emit("4")
    desk.settle()
    assert "lies outside the scale" in reading.account.list.rows.rows[0].line
    reading.first.edit.setText("12")
    reading.first.edit.edited.emit("12")
    desk.settle()
    assert "20 rows" in reading.facts.text()
    assert "stands in two columns" in reading.error.text()
    assert not reading.take.isEnabled()
    reading.first.edit.setText("2")
    reading.first.edit.edited.emit("2")
    desk.settle()
    assert not reading.error.isVisible()
    assert reading.take.isEnabled()


def test_a_scale_that_cannot_be_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    desk.read(results(tmp_path))
    questions = desk.section.reading.questions
    questions.list.choose(ALL)
    questions.agrees.edit.setText("9")
    questions.agrees.edit.edited.emit("9")
    desk.settle()
    assert questions.agrees.edit.property("tone") == "failure"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(99), "old Excel"), (b"%PDF-1.7", "not a table"), (b"", "no rows"),
        (b"\xef\xbb\xbf \r\n", "no rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_another_file_can_be_chosen(
    desk: Desk, tmp_path: Path, content: bytes, words: str, qtbot: QtBot
) -> None:
    desk.read(written(tmp_path, content, "enquete.xls"))
    reading = desk.section.reading
    assert words in reading.error.text()
    assert not reading.body.isVisible()
    assert reading.other.hasFocus()
    with qtbot.waitSignal(reading.another_wanted):
        reading.another_wanted.disconnect(desk.section.ask_for_file)
        QTest.keyClick(reading.other, Qt.Key.Key_Return)
    QTest.keyClick(reading.cancel, Qt.Key.Key_Return)
    desk.settle()
    assert desk.section.overview.isVisible()


def test_a_file_can_be_dropped(desk: Desk, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(results(tmp_path)))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )  # fmt: skip
    desk.section.dropEvent(event)
    desk.settle()
    assert desk.section.reading.title.text() == "Read in enquete.csv"


def test_a_question_keeps_its_criteria_and_can_be_taken_out(desk: Desk, tmp_path: Path) -> None:
    desk.read(results(tmp_path))
    desk.section.reading.keeps.setChecked(False)
    desk.section.reading.take.click()
    desk.settle()
    part = desk.section.questions
    assert len(part.list.rows.rows) == 2
    part.criteria.field.edit.setText("E2.1")
    part.criteria.field.edited.emit("E2.1")
    desk.settle()
    part.is_reversed.click()
    desk.settle()
    first = next(item for item in desk.session.snapshot.survey_questions if item.position == 1)
    assert (first.criteria, first.is_reversed) == (("E2.1",), True)
    assert "other way round" in part.bars.groups[0].caption
    QTest.keyClick(part.list, Qt.Key.Key_Delete)
    desk.settle()
    assert len(desk.session.snapshot.survey_questions) == 1
    QTest.keyClick(desk.section.list, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.session.snapshot.surveys == ()
    desk.undo()
    assert len(desk.session.snapshot.survey_questions) == 1


def test_limits_are_the_audits_and_odd_ones_are_not_taken(desk: Desk) -> None:
    field = desk.section.limits.fields["survey_minimum"]
    for text, tone in (("2", "failure"), ("x", "failure"), ("10", "")):
        field.edit.setText(text)
        field.edit.edited.emit(text)
        desk.settle()
        assert (field.edit.property("tone") or "") == tone
    assert desk.session.live.audit.survey_minimum == 10


def test_templates_come_and_go_as_files(desk: Desk, tmp_path: Path) -> None:
    kept = desk.workspace.surveys.keep(Template("Ouders", (AskedQuestion(GOALS, ("E1.1",)),)))
    desk.section.refresh()
    desk.settle()
    part = desk.section.templates
    path = tmp_path / "ouders.json"
    part.exported.emit(kept.id, path)
    desk.settle()
    desk.section.templates_fold.show_open(is_open=True)
    part.list.choose(kept.id)
    part.forget.click()
    desk.settle()
    assert part.template(kept.id) is None
    assert "“Ouders” is thrown away" in part.gone.text()
    QTest.keyClick(part.back, Qt.Key.Key_Return)
    desk.settle()
    assert part.template(kept.id) == kept
    assert not part.back.isVisible()
    QTest.keyClick(part.list, Qt.Key.Key_Delete)
    desk.settle()
    assert part.template(kept.id) is None
    part.imported.emit(path)
    desk.settle()
    assert [row.title for row in part.list.rows.rows] == ["Ouders"]
    part.imported.emit(results(tmp_path))
    desk.settle()
    assert "not a correct template" in part.failure.text()
    desk.workspace.surveys.forget(part.list.key)


def test_what_people_answered_stands_beside_the_criterion(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.read(results(tmp_path))
    desk.section.reading.keeps.setChecked(False)
    desk.section.reading.take.click()
    desk.settle()
    question = next(item for item in desk.session.snapshot.survey_questions if item.key == GOALS_KEY)
    desk.session.write(lambda: desk.session.surveys.edit_question(question.id, criteria=("E2.1",)))
    desk.settle()
    criteria = CriteriaScreen(desk.session, Look())
    qtbot.addWidget(criteria)
    criteria.resize(1366, 690)
    criteria.show()
    criteria.show_item("E2.1")
    assert criteria.pane.surveys_fold.isVisible()
    (group,) = criteria.pane.bars.groups
    assert group.text == GOALS
    first = group.rows[0]
    assert (first.name, first.percent, first.number) == ("Pupils", 40, "n 30")
    assert "Pupils, 40 %, n 30" in criteria.pane.bars.accessibleName()
    criteria.show_item("E1.2")
    assert not criteria.pane.surveys_fold.isVisible()
    found = found_statements(desk.session.live, "E2.1")
    assert asked_groups(found) == "1 statement · Pupils"
    assert len(bar_groups(found, desk.session.live)[0].rows) == 4


def test_a_signed_audit_takes_no_file(desk: Desk, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as signed:
        signed.setattr(type(desk.session.live), "is_signed", property(lambda _live: True))
        desk.read(results(tmp_path))
    assert not desk.section.reading.isVisible()
    desk.read(results(tmp_path))
    assert desk.section.reading.isVisible()


@pytest.mark.parametrize("width", [180, 320, 436, 900])
def test_bars_are_drawn_at_any_width(qtbot: QtBot, width: int) -> None:
    bars = SurveyBars(Look(), inset=21)
    qtbot.addWidget(bars)
    rows = (
        BarRow("Leerlingen", 82, "n 501", then="2025: 71 %", then_percent=71),
        BarRow("leerjaar 6", None, words="not shown", of="Leerlingen"),
        BarRow("Ouders, over hun kinderen die dit jaar begonnen zijn", 0, "n 9"),
    )
    bars.show_groups([BarGroup("Ik weet " + "heel goed " * 40, "E1.1", rows)])
    bars.resize(width, bars.heightForWidth(width))
    bars.show()
    assert not bars.grab().isNull()
    assert bars.heightForWidth(180) > bars.heightForWidth(900)


def test_words_of_answers_can_be_written_and_read() -> None:
    assert words_of(words_text({"eens": 4, "oneens": 2})) == {"eens": 4, "oneens": 2}
    assert words_of("Mee eens=4;") == {"mee eens": 4}
    assert words_of("eens is vier") is None
    assert words_of("") == {}


def test_the_lists_are_sound_models(desk: Desk, qtmodeltester: ModelTester, tmp_path: Path) -> None:
    desk.read(results(tmp_path))
    reading = desk.section.reading
    assert min(view.rows.rowCount() for view in (reading.columns.list, reading.questions.list)) > 1
    for view in (reading.columns.list, reading.questions.list, reading.account.list):
        qtmodeltester.check(view.rows)  # type: ignore[no-untyped-call]  # not annotated in pytest-qt


def test_the_palette_offers_reading_in() -> None:
    assert any(action.name == "survey" and action.needs_audit for action in ACTIONS)
