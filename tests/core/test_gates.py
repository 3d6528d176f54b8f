"""The gates of DOMAIN 9.3: each closes for its own reasons only, and a closed gate means no outcome at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from auditor_app.config import resource_path
from auditor_app.core.baseline import Baseline
from auditor_app.core.decision import Outcome
from auditor_app.core.errors import UserError
from auditor_app.core.evidence import EvidenceCount
from auditor_app.core.gate import Gate
from auditor_app.core.gates import ASKED, GateSettings, counted_surveys, for_school, gates, judge, months_before
from auditor_app.core.model import (
    Audit,
    AuditKind,
    Consensus,
    DevelopmentPlan,
    EvidenceException,
    FrozenFramework,
    Member,
    Milestone,
    Rating,
    Relation,
    Role,
    School,
    Step,
    Survey,
    SurveyGroup,
)
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document, snapshot_bytes

BODY: dict[str, Any] = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
CODES = [item["code"] for item in BODY["criteria"]]
FROZEN = FrozenFramework(body=BODY)
BEFORE = {
    Step.FORMATIVE: Milestone("a:formative", "a", Step.FORMATIVE, "2025-09-15", "0.1"),
    Step.INTERIM: Milestone("a:interim", "a", Step.INTERIM, "2026-04-20"),
}
PLAN = DevelopmentPlan("a:plan", "a", "Plan 2026–2028", adopted="2025-12-01")
ENOUGH = EvidenceCount(supports=3, sources=("INT-P", "OBS"), auditors=2, occasions=3)
LEAD = Member("l", "a", "Lead", role=Role.LEAD, relation=Relation.NONE, declared="2026-10-01T09:00:00+02:00")
SECOND = replace(LEAD, id="s", name="Second", role=Role.SECOND)


def a_complete_audit() -> Snapshot:
    """A summative audit in which nothing is missing and everything is at 3."""
    return Snapshot(
        audit=Audit(id="a", kind=AuditKind.SUMMATIVE, starts="2026-11-12", ends="2026-11-13"),
        frozen=FROZEN,
        members=(LEAD, SECOND),
        ratings=tuple(
            Rating(f"a:{code}:{member}", "a", code, member, "3", "", is_locked=True)
            for code in CODES
            for member in "ls"
        ),
        consensus=tuple(Consensus(f"a:{code}", "a", code, "3", "seen by both") for code in CODES),
        surveys=tuple(Survey(group, "a", group, "2026-05-01", 100, 80) for group in SurveyGroup),
        milestones=tuple(BEFORE.values()),
        plans=(PLAN,),
        evidence=dict.fromkeys(CODES, ENOUGH),
    )


def closed(found: tuple[Gate, ...]) -> dict[str, list[tuple[str, str]]]:
    return {gate.code: [(reason.code, reason.about) for reason in gate.reasons] for gate in found if not gate.is_met}


def test_a_complete_audit_passes_all_eight_and_has_an_outcome() -> None:
    found = judge(a_complete_audit())
    assert [gate.code for gate in found.gates] == [f"G{number}" for number in range(1, 9)]
    assert not closed(found.gates)
    assert found.outcome is found.decision.outcome is Outcome.GRANTED


def with_survey(**changes: Any) -> Callable[[Snapshot], Snapshot]:  # noqa: ANN401 - fields of a survey
    def changed(snapshot: Snapshot) -> Snapshot:
        first, *rest = snapshot.surveys
        return replace(snapshot, surveys=(replace(first, **changes), *rest))

    return changed


def with_consensus(code: str, **changes: Any) -> Callable[[Snapshot], Snapshot]:  # noqa: ANN401 - fields of a consensus
    def changed(snapshot: Snapshot) -> Snapshot:
        items = tuple(replace(item, **changes) if item.criterion == code else item for item in snapshot.consensus)
        return replace(snapshot, consensus=items)

    return changed


def with_ratings(code: str, **changes: Any) -> Callable[[Snapshot], Snapshot]:  # noqa: ANN401 - fields of a rating
    def changed(snapshot: Snapshot) -> Snapshot:
        items = tuple(replace(item, **changes) if item.criterion == code else item for item in snapshot.ratings)
        return replace(snapshot, ratings=items)

    return changed


def with_second(**changes: Any) -> Callable[[Snapshot], Snapshot]:  # noqa: ANN401 - fields of a member
    return lambda snapshot: replace(snapshot, members=(LEAD, replace(SECOND, **changes)))


def with_evidence(code: str, count: EvidenceCount) -> Callable[[Snapshot], Snapshot]:
    return lambda snapshot: replace(snapshot, evidence={**snapshot.evidence, code: count})


def at_own_school(**changes: Any) -> Callable[[Snapshot], Snapshot]:  # noqa: ANN401 - fields of a member
    def changed(snapshot: Snapshot) -> Snapshot:
        told = with_second(organisation="De  Linde.", **changes)(snapshot)
        return replace(told, audit=replace(told.audit, school=School(name="de linde")))

    return changed


def with_before(step: Step, **changes: Any) -> Callable[[Snapshot], Snapshot]:  # noqa: ANN401 - fields of a milestone
    changed = {**BEFORE, step: replace(BEFORE[step], **changes)}
    return lambda snapshot: replace(snapshot, milestones=tuple(item for item in changed.values() if not item.deleted))


PUPILS = SurveyGroup.PUPILS
FAILURES: list[tuple[str, Callable[[Snapshot], Snapshot], list[tuple[str, str]]]] = [
    ("G2", with_survey(held="2025-05-11"), [("gate.survey_too_old", PUPILS)]),
    ("G2", with_survey(held="2026-11-14"), [("gate.survey_after_audit", PUPILS)]),
    ("G2", with_survey(held="last year"), [("gate.survey_without_date", PUPILS)]),
    ("G2", with_survey(answered=None), [("gate.survey_without_counts", PUPILS)]),
    ("G2", with_survey(answered=101), [("gate.survey_counts_impossible", PUPILS)]),
    ("G2", with_survey(answered=0), [("gate.survey_counts_impossible", PUPILS)]),
    ("G2", with_survey(group=SurveyGroup.PARENTS), [("gate.survey_missing", PUPILS)]),
    ("G5", lambda snapshot: replace(snapshot, members=()), [("gate.no_team", "")]),
    ("G5", with_second(declared=""), [("gate.not_declared", "Second")]),
    ("G5", with_second(relation=Relation.UNDECLARED), [("gate.not_declared", "Second")]),
    ("G5", with_second(relation=Relation.SUPPLIER), [("gate.relation_open", "Second")]),
    ("G5", with_second(relation=Relation.BUDDY, relation_weighed="  \n"), [("gate.relation_open", "Second")]),
    ("G5", at_own_school(), [("gate.own_open", "Second")]),
    ("G5", with_second(returned="2025-03-04"), [("gate.visit_returned", "Second")]),
    ("G6", with_consensus("C3.3", level="NVT", reason=" "), [("gate.not_applicable_without_reason", "C3.3")]),
    ("G6", with_consensus("E1.4", level="NB"), [("gate.not_rated", "E1.4")]),
    ("G6", with_consensus("E1.1", level="NVT"), [("gate.core_not_applicable", "E1.1")]),
    ("G7", with_evidence("E1.1", replace(ENOUGH, sources=("DOC", "INT-T"))), [("gate.evidence_eye_witness", "E1.1")]),
    ("G7", with_evidence("O1.1", replace(ENOUGH, supports=2)), [("gate.evidence_notes", "O1.1")]),
    ("G7", with_evidence("O1.1", replace(ENOUGH, auditors=1)), [("gate.evidence_auditors", "O1.1")]),
    ("G8", with_consensus("E1.1", level=""), [("gate.no_consensus", "E1.1")]),
    ("G8", with_ratings("E1.1", is_locked=False), [("gate.ratings_not_locked", "E1.1")]),
    ("G8", with_ratings("E1.1", level=""), [("gate.no_own_ratings", "E1.1")]),
]


@pytest.mark.parametrize(("gate", "changed", "reasons"), FAILURES)
def test_a_gate_closes_for_its_own_reason_and_there_is_no_outcome(
    gate: str, changed: Callable[[Snapshot], Snapshot], reasons: list[tuple[str, str]]
) -> None:
    found = judge(changed(a_complete_audit()))
    assert closed(found.gates) == {gate: reasons}
    assert found.outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("step", "changes", "expected"),
    [
        (Step.FORMATIVE, {"deleted": True}, {"G1": [("gate.formative_missing", "")]}),
        (Step.FORMATIVE, {"version": " "}, {"G1": [("gate.formative_without_version", "")]}),
        (Step.FORMATIVE, {"held": "2026-11-14"}, {"G1": [("gate.formative_after_audit", "")]}),
        (Step.INTERIM, {"held": "in spring"}, {"G4": [("gate.interim_missing", "")]}),
        (Step.INTERIM, {"held": "2030-01-01"}, {"G4": [("gate.interim_after_audit", "")]}),
    ],
)
def test_what_went_before_has_to_be_registered(step: Step, changes: dict[str, Any], expected: dict[str, Any]) -> None:
    assert closed(gates(with_before(step, **changes)(a_complete_audit()))) == expected


@pytest.mark.parametrize(
    ("plans", "reason"),
    [
        ((), "gate.plan_missing"),
        ((replace(PLAN, adopted=""),), "gate.plan_without_date"),
        ((replace(PLAN, adopted="2026-11-14"),), "gate.plan_after_audit"),
    ],
)
def test_the_schools_plan_counts_from_the_day_it_was_adopted(plans: tuple[DevelopmentPlan, ...], reason: str) -> None:
    assert closed(gates(replace(a_complete_audit(), plans=plans))) == {"G3": [(reason, "")]}


def test_an_imported_report_registers_itself() -> None:
    formative = Baseline(kind=AuditKind.FORMATIVE, starts="2025-09-15", framework_version="0.1")
    audit = replace(a_complete_audit(), baseline=formative)
    assert not closed(gates(with_before(Step.FORMATIVE, deleted=True)(audit)))
    interim = replace(audit, baseline=replace(formative, kind=AuditKind.INTERIM))
    assert not closed(gates(with_before(Step.INTERIM, deleted=True)(interim)))


def test_an_earlier_summative_report_is_no_formative_audit() -> None:
    earlier = Baseline(kind=AuditKind.SUMMATIVE, starts="2024-09-15")
    assert closed(gates(replace(a_complete_audit(), baseline=earlier, milestones=(), plans=()))).keys() == {
        "G1",
        "G3",
        "G4",
    }


def test_a_low_response_warns_and_a_survey_on_the_last_possible_day_counts() -> None:
    audit = a_complete_audit()
    surveys = tuple(replace(item, held="2025-05-12", answered=59) for item in audit.surveys)
    gate = gates(replace(audit, surveys=surveys))[1]
    assert gate.is_met
    assert [(item.about, item.found, item.needed) for item in gate.warnings] == [
        ("pupils", "59", "60"),
        ("teachers", "59", "70"),
    ]
    assert not gates(audit, settings=GateSettings(survey_months=6, response={}))[1].is_met


def test_what_took_place_on_the_last_day_of_the_visit_took_place_before_it_ended() -> None:
    audit = a_complete_audit()
    last = audit.audit.ends
    told = with_before(Step.INTERIM, held=last)(with_before(Step.FORMATIVE, held=last)(with_survey(held=last)(audit)))
    assert not closed(gates(replace(told, plans=(replace(PLAN, adopted=last),))))


def test_a_response_as_high_as_asked_for_does_not_warn() -> None:
    wanted = {"pupils": 60, "parents": 30, "teachers": 70}
    audit = a_complete_audit()
    surveys = tuple(replace(item, answered=wanted.get(item.group, 100)) for item in audit.surveys)
    assert gates(replace(audit, surveys=surveys))[1].warnings == ()


def test_a_survey_of_a_part_counts_only_where_the_whole_group_was_not_asked() -> None:
    audit = a_complete_audit()
    part = Survey("x", "a", SurveyGroup.PUPILS, "2026-09-01", 40, 10, title="Year 3")
    assert gates(replace(audit, surveys=(part, *audit.surveys)))[1].warnings == ()
    only_parts = tuple(item for item in audit.surveys if item.group is not SurveyGroup.PUPILS)
    found = gates(replace(audit, surveys=(part, *only_parts)))[1]
    assert (found.is_met, [(item.about, item.found) for item in found.warnings]) == (True, [("pupils", "25")])


def test_how_many_of_the_few_answered_cannot_be_computed_from_a_warning() -> None:
    audit = a_complete_audit()
    surveys = tuple(replace(item, asked=40, answered=3) for item in audit.surveys)
    school = for_school(replace(audit, surveys=surveys))
    assert all(item.answered is None for item in school.surveys)
    gate = school.gates[1]
    assert gate.is_met
    assert {(item.code, item.found) for item in gate.warnings} == {("gate.survey_few_answered", "")}


def test_a_broken_survey_does_not_hide_a_good_one() -> None:
    audit = a_complete_audit()
    newer = Survey("x", "a", SurveyGroup.PUPILS, "2026-09-01", 10, 90)
    assert not closed(gates(replace(audit, surveys=(newer, *audit.surveys))))


def test_a_relation_that_was_weighed_is_told_and_passes() -> None:
    found = gates(with_second(relation=Relation.NETWORK, relation_weighed="No part in C1.4.")(a_complete_audit()))
    assert found[4].is_met
    assert [(item.code, item.found) for item in found[4].warnings] == [("gate.relation_weighed", "network")]


def test_the_school_that_one_works_at_is_weighed_like_any_other_tie() -> None:
    found = gates(at_own_school(relation_weighed="Left it in August.")(a_complete_audit()))
    assert found[4].is_met
    assert [item.code for item in found[4].warnings] == ["gate.own_weighed"]


def test_a_visit_in_return_passes_once_it_is_weighed() -> None:
    found = gates(with_second(returned="2025-03-04", relation_weighed="Other people.")(a_complete_audit()))
    assert found[4].is_met
    assert [(item.code, item.found) for item in found[4].warnings] == [("gate.visit_returned_weighed", "2025-03-04")]


def test_the_surveys_that_count_are_the_newest_right_ones() -> None:
    audit = a_complete_audit()
    wrong = Survey("x", "a", SurveyGroup.PUPILS, "2026-09-01", 10, 90)
    found = counted_surveys(replace(audit, surveys=(wrong, *audit.surveys)))
    assert [item.group for item in found] == list(ASKED)
    assert wrong not in found


def test_the_private_partner_is_never_the_only_rater_of_its_own_criterion() -> None:
    audit = with_second(is_private_partner=True)(a_complete_audit())
    alone = replace(
        audit, ratings=tuple(item for item in audit.ratings if item.member == "s" or item.criterion != "C1.4")
    )
    assert not closed(gates(audit))
    assert closed(gates(alone)) == {"G5": [("gate.partner_alone", "C1.4")]}


@pytest.mark.parametrize(
    ("exception", "is_met"),
    [
        (EvidenceException("x", "a", "O1.1", "The second day was snowed off.", "l", "s"), True),
        (EvidenceException("x", "a", "O1.1", " ", "l", "s"), False),
        (EvidenceException("x", "a", "O1.1", "Alone.", "l", "l"), False),
        (EvidenceException("x", "a", "O1.1", "Nobody.", "l", "gone"), False),
        (EvidenceException("x", "a", "O1.1", "Turned round.", "s", "l"), False),
        (EvidenceException("x", "a", "O1.2", "Another one.", "l", "s"), False),
    ],
)
def test_thin_evidence_stands_only_when_lead_and_second_said_why(exception: EvidenceException, is_met: bool) -> None:
    audit = with_evidence("O1.1", EvidenceCount())(a_complete_audit())
    gate = gates(replace(audit, exceptions=(exception,)))[6]
    assert gate.is_met is is_met
    assert len(gate.reasons) + len(gate.warnings) == 3


def test_the_schools_copy_carries_how_the_gates_stood_and_gives_the_same_judgement() -> None:
    audit = with_survey(held="2025-05-11")(a_complete_audit())
    copy = from_document(parse_document(snapshot_bytes(for_school(audit))))
    assert copy.ratings == ()
    assert judge(copy) == judge(audit)
    formative = replace(audit, audit=replace(audit.audit, kind=AuditKind.FORMATIVE))
    assert for_school(formative).gates == ()


def test_a_schools_copy_without_gates_cannot_be_judged_because_the_ratings_are_not_in_it() -> None:
    with pytest.raises(UserError) as caught:
        gates(project(a_complete_audit(), Audience.SCHOOL))
    assert caught.value.code == "gates.not_the_teams_copy"


@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.INTERIM])
def test_only_a_summative_audit_has_gates(kind: AuditKind) -> None:
    audit = a_complete_audit()
    with pytest.raises(UserError, match="not_summative"):
        gates(replace(audit, audit=replace(audit.audit, kind=kind)))


@pytest.mark.parametrize("starts", ["", "soon", "2026-13-45", "2026-1\u0661-12"])
def test_an_audit_without_a_date_has_no_age_of_surveys(starts: str) -> None:
    audit = a_complete_audit()
    assert closed(gates(replace(audit, audit=replace(audit.audit, starts=starts)))) == {
        "G2": [("gate.audit_without_date", "")]
    }


def test_an_empty_audit_closes_every_gate() -> None:
    empty = Snapshot(audit=Audit(id="a", kind=AuditKind.SUMMATIVE), frozen=FROZEN)
    assert closed(gates(empty)).keys() == {f"G{number}" for number in range(1, 9)}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 12), 18, date(2025, 5, 12)),
        (date(2026, 8, 31), 18, date(2025, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 1), 12, date(2025, 1, 1)),
        (date(2, 1, 1), 10_000, date.min),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected
