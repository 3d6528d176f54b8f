"""From closed gates to an advice and, after signing, the decision: with the same use cases the window has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from auditor_app.core.change import Edit
from auditor_app.core.decision import Outcome
from auditor_app.core.errors import UserError
from auditor_app.core.model import BodyDecision, DecidedCondition, FindingKind, Step
from auditor_app.core.readiness import Gap, blockers, can_sign
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.samples import SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.workspace import Workspace
from auditor_app.store import read

WHY = (
    "Twee leerjaren laten zien dat het signaal werkt, en de school besloot in de week van het bezoek over de rest. " * 2
)
SAMPLE = sample_snapshot(SUMMATIVE)
AUDIT = SAMPLE.audit.id
LEAD, SECOND, SPECIALIST, READER = ("linde27-av", "linde27-rb", "linde27-be", "linde27-sl")


@pytest.fixture
def audit(workspace: Workspace) -> str:
    workspace.snapshots.load(SAMPLE)
    return AUDIT


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value.code


def gaps(workspace: Workspace) -> set[Gap]:
    return {item.gap for item in blockers(workspace.audits.snapshot(AUDIT)) if item.is_blocking}


def closed(workspace: Workspace) -> list[str]:
    return [gate.code for gate in workspace.outcomes.judgement(AUDIT).gates if not gate.is_met]


def test_the_sample_is_ready_and_says_why(workspace: Workspace, audit: str) -> None:
    judgement = workspace.outcomes.judgement(audit)
    assert judgement.outcome is Outcome.CONDITIONS
    assert judgement.decision.deciding == ("E3.3", "O3.3")
    changes = workspace.outcomes.changes(audit)
    assert changes is not None
    assert changes.target is Outcome.GRANTED
    assert can_sign(workspace.audits.snapshot(audit))


def test_a_step_before_is_registered_by_hand_and_taken_back(workspace: Workspace, audit: str) -> None:
    workspace.outcomes.register(audit, Step.FORMATIVE, "")
    assert closed(workspace) == ["G1"]
    workspace.outcomes.register(audit, Step.FORMATIVE, "2026-11-12")
    assert closed(workspace) == ["G1"], "without the framework version it is not registered"
    workspace.outcomes.register(audit, Step.FORMATIVE, "2026-11-12", "0.1")
    assert closed(workspace) == []
    for day in ("in June", "20261112", "2026-W46-4"):
        assert refused(partial(workspace.outcomes.register, audit, Step.INTERIM, day)) == "audit.bad_date"


def test_an_exception_needs_its_reason_and_both_people_and_another_reason_asks_them_anew(
    workspace: Workspace, audit: str
) -> None:
    outcomes = workspace.outcomes
    outcomes.except_evidence(audit, "O3.4", "Alleen het bestuur gaat hierover.")
    assert closed(workspace) == ["G7"]
    workspace.audits.choose_me(audit, SPECIALIST)
    assert refused(lambda: outcomes.agree_exception(audit, "O3.4")) == "exception.not_yours"
    workspace.audits.choose_me(audit, LEAD)
    outcomes.agree_exception(audit, "O3.4")
    assert closed(workspace) == ["G7"]
    workspace.audits.choose_me(audit, SECOND)
    outcomes.agree_exception(audit, "O3.4")
    assert closed(workspace) == []
    assert refused(lambda: outcomes.except_evidence(audit, "X9.9", "Geen.")) == "rating.unknown_criterion"
    outcomes.except_evidence(audit, "O3.4", " ")
    assert closed(workspace) == ["G7"]
    assert refused(lambda: outcomes.agree_exception(audit, "O3.4")) == "exception.no_reason"


def test_an_advice_one_step_away_waits_for_its_reasons_and_a_second_person(workspace: Workspace, audit: str) -> None:
    outcomes = workspace.outcomes
    outcomes.advise(audit, "granted")
    assert gaps(workspace) == {
        Gap.ADVICE_WITHOUT_MOTIVATION, Gap.ADVICE_WITHOUT_CRITERION, Gap.ADVICE_WITHOUT_AGREEMENT,
        Gap.CONDITION_UNASKED,
    }  # fmt: skip
    for finding in workspace.audits.snapshot(audit).findings:
        if finding.kind is FindingKind.CONDITION:
            workspace.judge.remove_finding(finding.id)
    outcomes.explain_advice(audit, motivation=WHY, heaviest="E3.3")
    workspace.audits.choose_me(audit, LEAD)
    assert refused(lambda: outcomes.agree_advice(audit)) == "advice.not_yours"
    workspace.audits.choose_me(audit, READER)
    outcomes.agree_advice(audit)
    assert gaps(workspace) == set()
    outcomes.explain_advice(audit, motivation=WHY + "Nog iets.")
    assert gaps(workspace) == {Gap.ADVICE_WITHOUT_AGREEMENT}, "whoever agreed had read another motivation"
    outcomes.advise(audit, "granted_with_conditions")
    assert gaps(workspace) == {Gap.NO_CONDITION}


def test_two_steps_are_refused_and_so_is_an_advice_without_an_outcome(workspace: Workspace, audit: str) -> None:
    for code in ("E3.3", "O3.3", "O1.1", "C1.1"):
        workspace.judge.agree(audit, code, "2", "Anders bekeken.")
    assert workspace.outcomes.judgement(audit).outcome is Outcome.NOT_YET
    assert refused(lambda: workspace.outcomes.advise(audit, "granted")) == "advice.too_far"
    assert refused(lambda: workspace.outcomes.advise(audit, "excellent")) == "advice.unknown"
    workspace.outcomes.register(audit, Step.INTERIM, "")
    assert refused(lambda: workspace.outcomes.advise(audit, "not_yet_granted")) == "advice.no_outcome"
    assert Gap.ADVICE_WITHOUT_OUTCOME in gaps(workspace)


def test_the_decision_comes_after_the_signature_and_changes_nothing_of_what_was_signed(
    workspace: Workspace, audit: str, tmp_path: Path
) -> None:
    condition = DecidedCondition("E3.3", "Eén signaal in elk leerjaar", "2028-06-01")

    def decide(**changes: object) -> object:
        given = {
            "value": "granted_with_conditions", "decided": "2028-01-20", "body": "Bestuur van de vereniging",
            "signatory": "voorzitter", "conditions": (condition,), **changes,
        }  # fmt: skip
        return workspace.outcomes.record_decision(audit, **given)  # type: ignore[arg-type]  # as a form gives them

    assert refused(decide) == "decision.before_signing"
    workspace.publishing.own_key.make("Anna Voorbeeld", "Zuid", "een lange handtekening")
    signed = workspace.publishing.sign(audit, "nl", "een lange handtekening", tmp_path)
    before = workspace.audits.snapshot(audit)
    decide()
    kept = workspace.outcomes.decision(audit)
    assert isinstance(kept, BodyDecision)
    assert (kept.value, kept.body, kept.conditions) == (
        "granted_with_conditions", "Bestuur van de vereniging", (condition,),
    )  # fmt: skip
    after = workspace.audits.snapshot(audit)
    assert replace(after, heads={}, taken="") == replace(before, heads={}, taken="")
    (publication,) = workspace.publishing.publications(audit)
    assert workspace.publishing.pdf_of(publication) == signed.pdf
    assert refused(lambda: workspace.outcomes.advise(audit, "granted")) == "audit.signed"
    decide(value="granted", conditions=())
    assert workspace.outcomes.decision(audit) != kept, "a wrong entry can be corrected; the log keeps both"
    assert workspace.store.check_log() > 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"value": "yes"}, "advice.unknown"),
        ({"decided": "soon"}, "audit.bad_date"),
        ({"value": ""}, "decision.not_chosen"),
        ({"body": " "}, "decision.incomplete"),
        ({"conditions": (DecidedCondition("E9.9", "x", "2028-06-01"),)}, "rating.unknown_criterion"),
        ({"conditions": (DecidedCondition("E3.3", " ", "2028-06-01"),)}, "decision.incomplete"),
        ({"conditions": (DecidedCondition("E3.3", "x", ""),)}, "decision.incomplete"),
        ({"conditions": (DecidedCondition("", "x", "2028-06-01"),)}, "decision.incomplete"),
        ({"value": "granted_with_conditions"}, "decision.no_conditions"),
        ({"conditions": (DecidedCondition("E3.3", "x", "later"),)}, "audit.bad_date"),
        ({"text": "x" * 4_001}, "decision.too_long"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(
    workspace: Workspace, audit: str, changes: dict[str, object], code: str
) -> None:
    # A signature is not what this is about.
    fields = {"audit": audit, "pdf": "0" * 64, "signed": "2027-12-20T10:00:00+01:00"}
    workspace.desk.write([Edit(audit, "publication", "p", fields)])
    given = {
        "value": "granted", "decided": "2028-01-20", "body": "Bestuur", "signatory": "voorzitter", **changes,
    }  # fmt: skip
    assert refused(lambda: workspace.outcomes.record_decision(audit, **given)) == code  # type: ignore[arg-type]  # as a form gives them
    assert read.entities(workspace.store, "decision") == ()


FORBIDDEN: dict[str, Callable[[Workspace, str], object]] = {
    "judgement": lambda workspace, audit: workspace.outcomes.judgement(audit),
    "changes": lambda workspace, audit: workspace.outcomes.changes(audit),
    "advise": lambda workspace, audit: workspace.outcomes.advise(audit, "granted"),
    "explain": lambda workspace, audit: workspace.outcomes.explain_advice(audit, motivation=WHY),
    "agree": lambda workspace, audit: workspace.outcomes.agree_advice(audit),
    "register": lambda workspace, audit: workspace.outcomes.register(audit, Step.FORMATIVE, "2025-11-12"),
    "except": lambda workspace, audit: workspace.outcomes.except_evidence(audit, "E1.1", "Geen."),
}


@pytest.mark.parametrize("work", FORBIDDEN.values(), ids=list(FORBIDDEN))
def test_nothing_of_it_can_be_called_for_a_formative_audit(
    workspace: Workspace, work: Callable[[Workspace, str], object]
) -> None:
    formative: Snapshot = sample_snapshot(THIS_YEAR)
    workspace.snapshots.load(formative)
    assert refused(lambda: work(workspace, formative.audit.id)) == "decision.not_summative"
    assert workspace.audits.snapshot(formative.audit.id).advice == ()
