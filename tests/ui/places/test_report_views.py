"""The views of the report place with a real store: outcome, exit talk, check of the facts; and none of it too early."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor_app.config import Settings
from auditor_app.core.advice import Lack, advice_state
from auditor_app.core.decision import Outcome
from auditor_app.core.gates import judge
from auditor_app.core.wording import verdict_words
from auditor_app.i18n import LANGUAGES, error_text, set_language, translator
from auditor_app.services.report.form_reading import FilledForm, FormPoint
from auditor_app.services.samples import SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.words.outcome import outcome_names
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.frame.audit_page import AuditPage
from auditor_app.ui.frame.finding import VIEWS as PALETTE_VIEWS
from auditor_app.ui.models.outcome_rows import MET, NOT_MET, OPEN, OutcomeRow, outcome_model
from auditor_app.ui.places import PLACES
from auditor_app.ui.screens.conclusion.exit_talk import ExitTalkView
from auditor_app.ui.screens.conclusion.facts import FactsView
from auditor_app.ui.screens.conclusion.outcome import OutcomeView
from auditor_app.ui.screens.parts.room import holds_focus
from auditor_app.ui.screens.report.screen import VIEWS, ReportPlace, views_of
from auditor_app.ui.session import AuditSession
from auditor_app.ui.theme import Look
from tests.ui.places.conftest import Visit, shown

LEAD, SECOND = "linde27-av", "linde27-rb"
WHY = "In twee leerjaren werkt het signaal, en de school besloot in de week van het bezoek over de andere vier. " * 2


def opened(workspace: Workspace, name: str) -> Iterator[Visit]:
    snapshot = sample_snapshot(name)
    if all(item.audit.id != snapshot.audit.id for item in workspace.overview.audits(with_facts=False)):
        workspace.snapshots.load(snapshot)
    background, bugs = Background(), list[str]()
    background.bug.connect(bugs.append)
    session = AuditSession(workspace, workspace.audits.live(snapshot.audit.id), background, Events())
    yield Visit(session, Look(), background)
    assert background.close()
    assert not bugs, bugs[0]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Give a store of its own to every test: one of them signs, and what is signed cannot be changed by the next."""
    made, _recovery = Workspace.create(tmp_path / "data", "four loose words together", Settings(language="en"))
    yield made
    made.close()


@pytest.fixture
def summative(qtbot: QtBot, workspace: Workspace) -> Iterator[Visit]:
    del qtbot
    yield from opened(workspace, SUMMATIVE)


@pytest.fixture
def formative(qtbot: QtBot, workspace: Workspace) -> Iterator[Visit]:
    del qtbot
    yield from opened(workspace, THIS_YEAR)


@pytest.fixture
def outcome(qtbot: QtBot, summative: Visit) -> OutcomeView:
    view = OutcomeView(summative.session, summative.look)
    shown(qtbot, view, 1198, 640)
    return view


def rows(view: QAbstractItemView) -> list[OutcomeRow]:
    model = view.model()
    return [model.rows[place] for place in range(model.rowCount(QModelIndex()))]  # type: ignore[attr-defined]  # a RowsModel


def test_the_rows_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = outcome_model()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    model.show([OutcomeRow("a", "Demand", sign=MET), OutcomeRow("b", "Group", is_group=True)])
    model.show([OutcomeRow("b", "Group", is_group=True), OutcomeRow("c", "Demand", sign=OPEN)])


def test_gates_outcome_and_what_decides_stand_side_by_side(outcome: OutcomeView) -> None:
    assert [row.code for row in rows(outcome.gates)] == [f"G{number}" for number in range(1, 9)]
    assert {row.sign for row in rows(outcome.gates)} == {MET}
    assert outcome.outcome.text() == "Granted with conditions"
    assert "E3.3 and O3.3" in outcome.decides.text()
    derivation = {row.key: row for row in rows(outcome.rows)}
    assert derivation["granted-0"].sign == NOT_MET
    assert derivation["E3"].right == "developing"
    assert "E3.3" in derivation["E3"].text
    assert "E3.3 and O3.3 to 3" in derivation["way-0"].title


@pytest.mark.parametrize("width", [1366, 1093, 1010, 683, 640])
@pytest.mark.parametrize("make", [OutcomeView, ExitTalkView, FactsView])
def test_nothing_in_a_view_is_wider_than_its_pane(
    qtbot: QtBot, summative: Visit, make: Callable[[AuditSession, Look], QWidget], width: int
) -> None:
    set_language("nl")
    try:
        view = make(summative.session, summative.look)
        shown(qtbot, view, width - 56, 520)
        areas = [area for area in view.findChildren(QScrollArea) if area.isVisible()]
        assert areas
        for area in areas:
            inside = area.widget()
            least = inside.minimumSizeHint().width() if inside else 0
            assert least <= area.viewport().width(), (least, area.viewport().width())
    finally:
        set_language("en")


def test_a_list_as_high_as_its_rows_shows_the_last_one_after_another_width(summative: Visit, qtbot: QtBot) -> None:
    view = OutcomeView(summative.session, summative.look)
    shown(qtbot, view, 635, 336)
    qtbot.waitUntil(view.gates.isVisible)
    view.panes.show_side("right")
    last = view.rows.model().index(view.rows.model().rowCount() - 1, 0)
    qtbot.waitUntil(view.rows.isVisible)
    QApplication.processEvents()
    assert view.rows.visualRect(last).bottom() == view.rows.viewport().height() - 1


def test_a_narrow_place_keeps_its_views_and_their_panes_in_one_bar(summative: Visit, qtbot: QtBot) -> None:
    place = ReportPlace(summative.session, summative.look)
    shown(qtbot, place, 635, 336)
    assert place.short.isVisible()
    assert not place.views.isVisible()
    QTest.keyClick(place.short, Qt.Key.Key_Down)
    assert place.view == "outcome"
    view = place.open_view
    assert isinstance(view, OutcomeView)
    assert view.panes.switch.isVisible()
    assert not view.advice.isVisible()
    view.panes.switch.segment("right").click()
    assert view.advice.isVisible()
    place.show_view("exit")
    assert not view.panes.switch.isVisible()
    assert place.short.currentData() == "exit"


def test_where_one_pane_fits_the_key_of_panes_goes_on_to_the_other(summative: Visit, qtbot: QtBot) -> None:
    view = OutcomeView(summative.session, summative.look)
    shown(qtbot, view, 627, 336)
    parts = {"gates": view.gates, "detail": view.detail, "rows": view.rows, "advice": view.advice}
    view.gates.setFocus()
    seen = []
    for _round in range(4):
        view.next_pane()
        seen.append((view.panes.switch.value, *(name for name, part in parts.items() if holds_focus(part))))
    assert seen == [("left", "detail"), ("right", "rows"), ("right", "advice"), ("left", "gates")]


def test_a_gate_that_closes_takes_the_outcome_away_and_leads_to_where_it_is_solved(
    outcome: OutcomeView, summative: Visit, qtbot: QtBot
) -> None:
    outcome.gates.choose("G4")
    outcome._on_gate("G4")
    outcome.detail.milestone.day.picked.emit("")
    summative.settle()
    gates = {row.code: row for row in rows(outcome.gates)}
    assert (gates["G4"].sign, gates["G4"].text) == (OPEN, "No interim evaluation is imported or registered.")
    assert outcome.outcome.text() == "No outcome: incomplete"
    assert not outcome.rows.isVisibleTo(outcome)
    with qtbot.waitSignal(summative.session.led) as led:
        outcome.gates.setFocus()
        QTest.keyClick(outcome.gates, Qt.Key.Key_Return)
    assert led.args[0] == "prepare"
    outcome.detail.milestone.day.picked.emit("2027-06-03")
    summative.settle()
    assert outcome.outcome.text() == "Granted with conditions"


def test_thin_evidence_is_answered_for_by_both(outcome: OutcomeView, summative: Visit) -> None:
    session, form = summative.session, outcome.detail.exceptions
    outcome.gates.choose("G7")
    outcome._on_gate("G7")
    assert form.criterion.currentData() == "O3.4"
    form.reason.edit.selectAll()
    QTest.keyClicks(form.reason.edit, "Alleen het bestuur gaat hierover.")
    form.flush()
    summative.settle()
    assert rows(outcome.gates)[6].sign == OPEN
    for member in (LEAD, SECOND):
        session.be(member)
        summative.settle()
        outcome.refresh()
        form.agree.click()
        summative.settle()
    assert rows(outcome.gates)[6].sign == MET
    assert not form.agree.isVisibleTo(outcome)


def test_another_advice_unfolds_what_it_needs(outcome: OutcomeView, summative: Visit) -> None:
    session, form = summative.session, outcome.advice
    assert form.value.value == "granted_with_conditions"
    assert not form._deviation.isVisibleTo(outcome)
    form.value.segment("granted").click()
    summative.settle()
    assert form._deviation.isVisibleTo(outcome)
    form.motivation.edit.setPlainText(WHY)
    form.motivation.edited.emit(WHY)
    form.heaviest.setCurrentIndex(form.heaviest.findData("E3.3"))
    form.heaviest.activated.emit(form.heaviest.currentIndex())
    session.be(LEAD)
    summative.settle()
    outcome.refresh()
    assert not form.agree.isEnabled()
    session.be(SECOND)
    summative.settle()
    outcome.refresh()
    form.agree.click()
    summative.settle()
    snapshot = session.audits.snapshot(session.audit_id)
    state = advice_state(snapshot.given_advice, Outcome.CONDITIONS, snapshot)
    assert (state.steps, state.lacks) == (1, ())
    form.value.segment("granted_with_conditions").click()
    summative.settle()
    snapshot = session.audits.snapshot(session.audit_id)
    assert Lack.AGREEMENT not in advice_state(snapshot.given_advice, judge(snapshot).outcome, snapshot).lacks


def test_the_decision_is_recorded_beside_what_was_signed(summative: Visit, qtbot: QtBot, tmp_path: Path) -> None:
    session = summative.session
    session.publishing.own_key.make("Anna Voorbeeld", "Zuid", "een lange handtekening")
    signed = session.publishing.sign(session.audit_id, "nl", "een lange handtekening", tmp_path)
    session.take_over(signed.written)
    view = OutcomeView(session, summative.look)
    shown(qtbot, view, 1198, 640)
    form = view.decision
    assert form._form.isVisibleTo(view)
    with qtbot.waitSignal(session.refused), qtbot.assertNotEmitted(session.failed):  # said once, beside the fields
        form.record.click()
        summative.settle()
    assert (form.value.currentData(), form.error.text()) == ("", "Choose what the deciding body decided.")
    assert form.value.hasFocus()
    assert not form.conditions.isVisibleTo(view)
    form.value.setCurrentIndex(form.value.findData("granted_with_conditions"))
    form.value.activated.emit(form.value.currentIndex())
    form.record.click()
    summative.settle()
    assert "the body and the function" in form.error.text()
    assert session.outcomes.decision(session.audit_id) is None
    form.body.show_text("Bestuur van de vereniging")
    form.signatory.show_text("voorzitter")
    form.decided.show_date("2028-01-20")
    form.record.click()
    summative.settle()
    kept = session.outcomes.decision(session.audit_id)
    assert kept is not None
    assert (kept.body, [item.criterion for item in kept.conditions]) == ("Bestuur van de vereniging", ["E3.3", "O3.3"])
    assert not view.advice.value.isVisibleTo(view)
    part = form.conditions
    QTest.keyClick(part.rows[0].remove, Qt.Key.Key_Space)
    assert part.add.hasFocus()
    QTest.keyClick(part.add, Qt.Key.Key_Return)
    own = part.rows[1]
    assert own.criterion.hasFocus()
    form.record.click()
    summative.settle()
    assert "each condition its criterion" in form.error.text()
    own.criterion.setCurrentIndex(own.criterion.findData("C2.1"))
    own.text.show_text("Elke klacht krijgt binnen een week antwoord.")
    own.due.show_date("2028-05-01")
    form.record.click()
    summative.settle()
    kept = session.outcomes.decision(session.audit_id)
    assert kept is not None
    assert [(item.criterion, item.due) for item in kept.conditions] == [("O3.3", "2028-10-02"), ("C2.1", "2028-05-01")]
    assert not form.error.isVisibleTo(view)
    view.refresh()
    assert [row.condition() for row in part.rows[:2]] == list(kept.conditions)


def test_a_point_of_the_school_is_written_answered_and_opens_a_criterion(formative: Visit, qtbot: QtBot) -> None:
    session = formative.session
    view = FactsView(session, formative.look)
    shown(qtbot, view, 1198, 640)
    view.sent.show_date("2026-12-04")
    view._on_term()
    formative.settle()
    assert "18 December 2026" in view.until.text()
    view.new.click()
    formative.settle()
    for name, text in (("wrong", "Zes vakgroepen"), ("correct", "Zeven vakgroepen"), ("proof", "Schoolgids")):
        QTest.keyClicks(view.editor.editors[name].edit, text)
    view.flush()
    formative.settle()
    view.editor.criterion.setCurrentIndex(view.editor.criterion.findData("O3.3"))
    view.editor.reopen.click()
    formative.settle()
    (point,) = session.fact_checks.points(session.audit_id)
    assert (point.correct, point.reopened, point.level_before) == ("Zeven vakgroepen", "O3.3", "2")
    view.editor.answer.segment("changed").click()
    formative.settle()
    view.close_check.click()
    formative.settle()
    assert "O3.3" in view.error.text()
    session.write(lambda: session.judge.agree(session.audit_id, "O3.3", "2", "Ook met het nieuwe feit."))
    formative.settle()
    view.close_check.click()
    formative.settle()
    assert view.check.closed


def test_the_form_of_the_school_is_shown_before_it_is_taken_over(
    summative: Visit, qtbot: QtBot, tmp_path: Path
) -> None:
    session = summative.session
    view = FactsView(session, summative.look)
    shown(qtbot, view, 1198, 640)
    known, point = len(view.points), FormPoint("blz. 5", "Zes", "Vier", "Lijst")
    form = FilledForm("terug.pdf", session.audit_id, (point,), "Een andere reactie.", "Schoolleiding")
    for is_taken in (False, True):
        sheet = view.show_form((form, session.fact_checks.new_points(session.audit_id, form)))
        assert [row.right for row in rows(sheet.list)] == ["new", "replaces the text here"]
        (sheet.act if is_taken else sheet.safe).click()
        summative.settle()
        assert len(view.points) == known + is_taken
        assert (view.response.text() == form.response) is is_taken
    again = view.show_form((form, session.fact_checks.new_points(session.audit_id, form)))
    assert again.summary.text() == "Everything on this form is here already."
    again.safe.click()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no")
    view.read_form(broken)
    summative.settle()
    assert "broken.pdf" in view.error.text()
    assert view.error.isVisible()


def test_space_chooses_for_the_exit_talk_and_a_sixth_is_refused(formative: Visit, qtbot: QtBot) -> None:
    session = formative.session
    view = ExitTalkView(session, formative.look)
    shown(qtbot, view, 1198, 640)
    points = view.lists["points"]
    points.setFocus()
    for row in points.model().rows:  # type: ignore[attr-defined]  # a RowsModel
        points.choose(row.id)
        QTest.keyClick(points, Qt.Key.Key_Space)
        formative.settle()
    assert view.titles["points"].text().endswith("5 of at most 5")
    more = session.judge.add_finding(session.audit_id, "development", title="Zesde")
    session.take_over(more)
    formative.settle()
    points.choose(more.id)
    with qtbot.waitSignal(session.failed) as failed, qtbot.assertNotEmitted(session.told):
        QTest.keyClick(points, Qt.Key.Key_Space)
        formative.settle()
    assert "Five" in error_text(failed.args[0])


def test_only_a_summative_audit_has_the_view_of_an_outcome(summative: Visit, formative: Visit, qtbot: QtBot) -> None:
    assert [key for key, _name, _make in VIEWS] == ["findings", "outcome", "exit", "facts"]
    assert {key for key, _words, _icon in PALETTE_VIEWS} == {"outcome", "exit", "facts"}
    for visit, has_outcome in ((summative, True), (formative, False)):
        place = ReportPlace(visit.session, visit.look)
        shown(qtbot, place, 1198, 640)
        place.show_entity("view", "outcome")
        assert (place.view == "outcome") is has_outcome
        place.turn(1)
        assert place.view == "exit"
        assert {key.name for key in place.KEYS} >= {"view_next"}
    assert "outcome" not in {key for key, _name, _make in views_of(formative.session.live.audit.kind)}


def texts_of(widget: QWidget) -> set[str]:
    """Give everything a person can read or hear in a widget: labels, buttons, hints, fields, and rows of lists."""
    found: set[str] = set()
    for child in (widget, *widget.findChildren(QWidget)):
        found |= {child.toolTip(), child.accessibleName(), child.accessibleDescription(), child.windowTitle()}
        text = getattr(child, "text", None)
        if callable(text) and not isinstance(child, QLineEdit):
            found.add(str(text()))
        if isinstance(child, QLabel):
            found.add(child.text())
        if isinstance(child, QAbstractItemView) and child.model() is not None:
            found |= _texts_in(child)
    return {text for text in found if text}


def _texts_in(view: QAbstractItemView) -> set[str]:
    model = view.model()
    found: set[str] = set()
    waiting = [QModelIndex()]
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    while waiting:
        parent = waiting.pop()
        for row in range(min(model.rowCount(parent), 400)):
            # Lists and trees of this program have one column; a table's others follow from its first row's siblings.
            index = model.index(row, 0, parent)
            while index.isValid():
                found |= {str(model.data(index, role) or "") for role in roles}
                if index.column() == 0 and not isinstance(model, QAbstractListModel) and model.rowCount(index):
                    waiting.append(index)
                index = index.siblingAtColumn(index.column() + 1)
    return found


NAMES = {name for language in LANGUAGES for name in outcome_names(translator(language)).values()}


def verdicts(texts: set[str]) -> set[str]:
    joined = "\n".join(texts)
    return {*verdict_words(joined), *(name for name in NAMES if name in joined.lower())}


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("en")


@pytest.mark.parametrize("language", LANGUAGES, indirect=True)
def test_no_place_of_a_formative_audit_shows_a_word_of_a_verdict(
    language: str, formative: Visit, qtbot: QtBot, tmp_path: Path
) -> None:
    memory = QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)
    page = AuditPage(formative.session, formative.look, memory)
    shown(qtbot, page)
    seen: set[str] = set()
    for place in PLACES:
        page.show_place(place.key)
        formative.settle()
        seen |= texts_of(page)
    report = page.open_screen if page.place == "report" else page._screens["report"]
    assert isinstance(report, ReportPlace)
    for view in ("exit", "facts"):
        report.show_view(view)
        formative.settle()
        seen |= texts_of(page)
    assert len(seen) > 400, language
    assert verdicts(seen) == set()


def test_the_same_look_finds_the_words_in_a_summative_audit(outcome: OutcomeView) -> None:
    """The control: where there is an outcome on the screen, the search finds it."""
    assert "granted with conditions" in verdicts(texts_of(outcome))
