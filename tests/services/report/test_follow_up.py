"""The interim evaluation on paper, and the school's plan in every kind of report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from auditor_app.core.comparison import baseline_of
from auditor_app.core.gates import for_school
from auditor_app.core.interim import points_of
from auditor_app.core.model import (
    Audit,
    AuditKind,
    Consensus,
    DevelopmentPlan,
    Finding,
    FindingKind,
    FollowUp,
    Goal,
)
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import LANGUAGES, translator
from auditor_app.services.report.build import build
from tests.services.report.test_report import VERDICTS
from tests.services.report_samples import (
    DRAFT,
    FINAL,
    empty_snapshot,
    made,
    small_snapshot,
    team_snapshot,
    text_of,
    words,
)


def interim() -> Snapshot:
    """The sample of last year followed up: five points in five states, one level changed."""
    then = team_snapshot(2025)
    audit = Audit(
        id="between", kind=AuditKind.INTERIM, school=then.audit.school, starts="2026-04-20", ends="2026-04-20",
        framework=then.frozen.id, summary="Samengevat in één zin.",
    )  # fmt: skip
    begun = Snapshot(audit, then.frozen, taken="2026-04-21T09:00:00+02:00", baseline=baseline_of(then, "r"))
    states: tuple[dict[str, Any], ...] = (
        {"state": "not_started", "due": "2026-09-15"},
        {"state": "under_way", "due": "2026-10-01", "text": "Twee teams begonnen."},
        {"state": "reached", "text": "Elke leerling wist het."},
        {"state": "dropped", "reason": "Een ander middel kwam ervoor."},
        {},
    )
    points = points_of(begun)
    said = tuple(
        FollowUp(f"between:{point.finding.id}", "between", point.finding.id, **fields)
        for point, fields in zip(points, states, strict=True)
    )
    code = points[0].finding.criteria[0]
    return replace(
        begun,
        follow_ups=said,
        consensus=(Consensus(f"between:{code}", "between", code, "4", "GEHEIM-REDEN"),),
        findings=(Finding("s", "between", FindingKind.SUGGESTION, 1, "Deel het logboek", "Gezien in leerjaar 1."),),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_stands_there_with_its_state_and_date_and_no_verdict(language: str) -> None:
    snapshot = interim()
    tr = translator(language)
    text = words(text_of(made(snapshot, language, FINAL).pdf))
    for point in points_of(snapshot):
        assert point.finding.title in text
    for state in ("not started", "under way", "reached", "dropped", "not recorded"):
        assert tr(state) in text.lower()
    for said in ("Twee teams begonnen.", "Een ander middel kwam ervoor.", "Samengevat in één zin.", "Deel het logboek"):
        assert said in text
    assert tr.date("2026-10-01", "d MMMM y") in text
    assert text.count(tr("Interim evaluation – no verdict")) >= 3
    assert "GEHEIM" not in text
    framework = json.dumps(dict(snapshot.frozen.body), default=str)
    own = {match.group(0).lower() for match in VERDICTS.finditer(framework)}
    assert {match.group(0).lower() for match in VERDICTS.finditer(text)} - own == set()


def test_what_was_not_judged_anew_keeps_its_level_and_date() -> None:
    snapshot = interim()
    built = made(snapshot, "en", FINAL)
    text = words(text_of(built.pdf))
    assert "Levels that stay as they were" in text
    assert "These criteria were not re-judged" in text
    assert text.count("Nov 2025") >= 35
    assert [entry.title for entry in built.outline if entry.depth == 0][2:4] == ["Summary", "1 What was done"]


def test_a_new_level_stands_beside_its_point_and_in_the_summary() -> None:
    snapshot = interim()
    (code,) = [item.criterion for item in snapshot.consensus]
    then = team_snapshot(2025).levels[code]
    text = words(text_of(made(snapshot, "en", FINAL).pdf))
    assert f"{code}: then {then} " in text
    assert text.count("Levels that were judged anew") == 2
    assert "follows up the formative audit of" in text
    unchanged = words(text_of(made(replace(snapshot, consensus=()), "en", FINAL).pdf))
    assert ": then " not in unchanged
    assert unchanged.count("Levels that were judged anew") == 1


def test_a_condition_that_is_followed_up_says_what_shows_it_and_by_when() -> None:
    snapshot = interim()
    baseline = snapshot.baseline
    assert baseline is not None
    asked = replace(
        baseline.points[0], kind=FindingKind.CONDITION, proof="Ten files, chosen by auditors.", due="2026-11-01"
    )
    later = replace(baseline.points[1], kind=FindingKind.CONDITION, proof="", due="2026-12-01")
    followed = replace(snapshot, baseline=replace(baseline, points=(asked, later, *baseline.points[2:])))
    text = words(text_of(made(followed, "en", FINAL).pdf))
    assert "Shown by: Ten files, chosen by auditors; by 1 November 2026" in text
    assert "By 1 December 2026" in text
    assert "Shown by" not in words(text_of(made(snapshot, "en", FINAL).pdf))


def test_an_evaluation_without_the_earlier_report_says_so() -> None:
    snapshot = replace(interim(), baseline=None, consensus=())
    text = words(text_of(made(snapshot, "en").pdf))
    assert "The report of the earlier audit has not been read in." in text
    assert "No level was judged anew." in text


PLAN = DevelopmentPlan("p", "a", "Plan 2026", "2026-08-01", "2028-07-31", "2026-01-10")
GOALS = (
    Goal("a:1", "a", 2, "Second goal", goal_state="systematic", evaluation_state="not_seen", action_state="not_seen"),
    Goal("a:2", "a", 1, "First goal", "team leader", "survey of June", "2027-03-31"),
)


def test_a_formative_report_gives_its_points_as_raw_material() -> None:
    snapshot = small_snapshot()
    point = Finding("d", snapshot.audit.id, FindingKind.DEVELOPMENT, 9, "Logbooks lie unused", criteria=("E1.1",))
    text = words(text_of(made(replace(snapshot, findings=(point,)), "en").pdf))
    assert "Raw material for your own plan" in text
    assert text.count("Logbooks lie unused") >= 2
    answered = replace(snapshot, findings=(point,), goals=(replace(GOALS[1], points=("d",)),), plans=(PLAN,))
    text = words(text_of(made(answered, "en").pdf))
    assert "Raw material for your own plan" not in text
    assert "Plan 2026: adopted 10 January 2026, period 1 August 2026 – 31 July 2028." in text


def summative(**more: Any) -> str:  # noqa: ANN401 - fields of a snapshot
    whole = team_snapshot()
    audit = replace(whole.audit, kind=AuditKind.SUMMATIVE)
    none: dict[str, Any] = dict.fromkeys(("notes", "links", "attachments", "activities"), ())
    built = build(for_school(replace(whole, audit=audit, **none, **more)), "en", status=DRAFT)
    return words(text_of(built.pdf))


def test_a_summative_report_gives_the_state_of_the_plan() -> None:
    text = summative(goals=GOALS, plans=(PLAN,))
    assert text.index("First goal") < text.index("Second goal")
    for said in ("team leader", "survey of June", "31 Mar 2027", "open loop", "still to discuss"):
        assert said in text
    assert "No plan has been registered yet." in summative()


def test_what_shows_each_step_of_a_goal_is_printed_and_the_squares_are_explained() -> None:
    seen = replace(GOALS[0], follow_up_text="Counted\nin June.", action_text="<b>Nothing</b> was decided.")
    text = summative(goals=(seen, GOALS[1]), plans=(PLAN,))
    for said in (
        "Follow-up: Counted in June.", "Actions and deviations: <b>Nothing</b> was decided.", "looked for, not seen",
        "1 goal · 2 follow-up · 3 evaluation · 4 actions and deviations.",
    ):  # fmt: skip
        assert said in text
    assert "Evaluation:" not in text


def test_a_report_with_nothing_about_a_plan_has_no_such_part() -> None:
    text = words(text_of(made(empty_snapshot(), "en").pdf))
    assert "The school writes and owns its plan" not in text
