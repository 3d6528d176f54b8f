"""The school's check of the facts: sent, points answered, a criterion opened again, the response word for word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.model import FactPoint
from auditor_app.core.readiness import Gap, blockers
from auditor_app.services.judging.fact_checks import FactChecks
from auditor_app.services.samples import SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from tests.services.report_samples import text_of, words

AUDIT = sample_snapshot(THIS_YEAR).audit.id


@pytest.fixture
def checks(workspace: Workspace) -> Workspace:
    workspace.snapshots.load(sample_snapshot(THIS_YEAR))
    return workspace


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value.code


def gaps(workspace: Workspace) -> set[Gap]:
    return {item.gap for item in blockers(workspace.audits.snapshot(AUDIT)) if item.is_blocking}


def point(workspace: Workspace, name: str) -> FactPoint:
    return next(item for item in workspace.fact_checks.points(AUDIT) if item.id == name)


def test_a_check_that_runs_holds_signing_back_until_every_point_is_answered(checks: Workspace) -> None:
    facts = checks.fact_checks
    assert gaps(checks) == set()
    facts.send(AUDIT, "2026-12-04")
    assert gaps(checks) == {Gap.FACT_CHECK_OPEN}
    first = facts.add_point(AUDIT, place="blz. 3", wrong="Zes vakgroepen", correct="Zeven vakgroepen").id
    second = facts.add_point(AUDIT, place="C2.1", wrong="Rustig doet te kort").id
    assert [item.position for item in facts.points(AUDIT)] == [1, 2]
    assert gaps(checks) == {Gap.FACT_CHECK_OPEN, Gap.FACT_POINTS_OPEN}
    facts.edit_point(first, state="changed")
    facts.edit_point(second, state="not_changed")
    assert refused(lambda: facts.close(AUDIT)) == "fact_check.points_open"
    facts.edit_point(second, answer="Dit is een waardering, geen feit.")
    facts.close(AUDIT)
    assert gaps(checks) == set()
    facts.open_again(AUDIT)
    assert gaps(checks) == {Gap.FACT_CHECK_OPEN}


def test_a_new_fact_opens_a_criterion_again_and_the_level_of_before_is_kept(checks: Workspace) -> None:
    facts = checks.fact_checks
    facts.send(AUDIT, "2026-12-04")
    name = facts.add_point(AUDIT, wrong="Er is geen besluit genomen").id
    assert refused(lambda: facts.reopen(name, "O3.3")) == "fact_check.no_fact"
    facts.edit_point(name, correct="In september is een besluit genomen", state="changed")
    assert refused(lambda: facts.reopen(name, "Q1.1")) == "rating.unknown_criterion"
    before = {item.criterion: item for item in checks.audits.snapshot(AUDIT).consensus}["O3.3"]
    facts.reopen(name, "O3.3")
    assert (point(checks, name).reopened, point(checks, name).level_before) == ("O3.3", "2")
    open_again = {item.criterion: item for item in checks.audits.snapshot(AUDIT).consensus}["O3.3"]
    assert (open_again.level, open_again.reason) == ("", before.reason)
    assert refused(lambda: facts.close(AUDIT)) == "fact_check.criterion_open"
    logged = checks.store.changes("kind = 'consensus' AND entity = ?", (open_again.id,))
    assert [change.fields["level"] for change in logged] == ["2", ""], "the log says what stood there"
    checks.judge.agree(AUDIT, "O3.3", "3", "Het besluit is gevonden en nagevraagd.")
    facts.close(AUDIT)
    checks.audits.undo(AUDIT)
    assert Gap.FACT_CHECK_OPEN in gaps(checks)


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (lambda facts: facts.send(AUDIT, "morgen"), "audit.bad_date"),
        (lambda facts: facts.send(AUDIT, "2026-12-04", 0), "fact_check.bad_term"),
        (lambda facts: facts.send(AUDIT, "2026-12-04", 101), "fact_check.bad_term"),
        (lambda facts: facts.respond(AUDIT, "x" * 3_601), "fact_check.response_too_long"),
        (lambda facts: facts.respond(AUDIT, "", received="31-12-2026"), "audit.bad_date"),
    ],
    ids=["no day", "no days", "too many days", "too long", "no such day"],
)
def test_what_cannot_be_is_refused(checks: Workspace, work: Callable[[FactChecks], object], code: str) -> None:
    assert refused(lambda: work(checks.fact_checks)) == code


def test_an_unknown_answer_is_refused(checks: Workspace) -> None:
    name = checks.fact_checks.add_point(AUDIT).id
    assert refused(lambda: checks.fact_checks.edit_point(name, state="maybe")) == "fact_check.unknown_state"


def test_the_response_is_printed_word_for_word_with_its_points(checks: Workspace) -> None:
    said = "Wij herkennen ons <b>niet</b> in alles & vragen: waarom? " * 4
    checks.fact_checks.send(AUDIT, "2026-12-04")
    checks.fact_checks.respond(AUDIT, said.strip(), by="Schoolleiding", received="2026-12-20")
    name = checks.fact_checks.add_point(AUDIT, place="E2.2", correct="Ook leerjaar 4", proof="Schermafdruk").id
    checks.fact_checks.edit_point(name, state="changed", answer="Aangevuld.")
    text = words(text_of(checks.publishing.preview(AUDIT, "nl").pdf))
    for shown in ("Wij herkennen ons <b>niet</b> in alles & vragen", "Schoolleiding", "na de termijn van 10 werkdagen"):
        assert shown in text
    for shown in ("Ook leerjaar 4", "Schermafdruk", "Tekst gewijzigd. Aangevuld."):
        assert shown in text


def test_draft_and_form_are_written_side_by_side_and_the_form_carries_no_data(
    checks: Workspace, tmp_path: Path
) -> None:
    checks.fact_checks.send(AUDIT, "2026-12-04")
    draft, form = checks.publishing.export_draft(AUDIT, "nl", tmp_path)
    assert "Concept" in text_of(draft.read_bytes())
    asked = words(text_of(form.read_bytes()))
    assert "vrijdag 18 december 2026" in asked
    assert "Waaruit dat blijkt" in asked
    with pikepdf.open(form) as pdf:
        assert len(pdf.pages) == 2
        assert not pdf.attachments
    blocked = tmp_path / "a-file"
    blocked.write_text("x")
    assert refused(lambda: checks.publishing.export_draft(AUDIT, "nl", blocked)) == "publish.draft_not_written"


def test_the_exit_talk_takes_five_and_five_and_says_nothing_of_levels(checks: Workspace, tmp_path: Path) -> None:
    assert refused(lambda: checks.publishing.exit_sheet(AUDIT, "nl", tmp_path)) == "exit_talk.empty"
    findings = checks.audits.snapshot(AUDIT).findings
    points = [item.id for item in findings if item.kind == "development"]
    more = checks.judge.add_finding(AUDIT, "development", title="Zesde").id
    for name in points:
        checks.judge.say_at_exit_talk(name, is_said=True)
    assert refused(lambda: checks.judge.say_at_exit_talk(more, is_said=True)) == "exit_talk.full"
    checks.judge.say_at_exit_talk(points[0], is_said=False)
    checks.judge.say_at_exit_talk(more, is_said=True)
    text = text_of(checks.publishing.exit_sheet(AUDIT, "nl", tmp_path).read_bytes())
    assert "Zesde" in text
    framework = checks.audits.snapshot(AUDIT).framework
    for step in framework.scale:
        assert step.title["nl"].lower() not in text.lower()


def test_words_of_an_outcome_never_reach_the_exit_talk(workspace: Workspace, tmp_path: Path) -> None:
    workspace.snapshots.load(sample_snapshot(SUMMATIVE))
    audit = sample_snapshot(SUMMATIVE).audit.id
    workspace.publishing.exit_sheet(audit, "nl", tmp_path)
    chosen = next(item for item in workspace.audits.snapshot(audit).findings if item.is_in_exit_talk)
    workspace.judge.edit_finding(chosen.id, meaning="Zo wordt het predicaat zeker verleend.")
    assert refused(lambda: workspace.publishing.exit_sheet(audit, "nl", tmp_path)) == "exit_talk.words"
