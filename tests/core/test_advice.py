"""The advice of the team: one step from the outcome with reasons and two people, never two (DOMAIN 9.5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor_app.core.advice import ADVICE_VALUES, Lack, advice_state, check_value
from auditor_app.core.decision import Outcome
from auditor_app.core.errors import UserError
from auditor_app.core.model import Advice, Role
from tests.core.test_gates import LEAD, a_complete_audit

WHY = "What the pupils said and what the dossiers show weigh more than the rule can see. " * 3
READER = replace(LEAD, id="r", name="Reader", role=Role.SECOND_READER)


def state(advice: Advice | None, outcome: Outcome = Outcome.CONDITIONS) -> tuple[int, tuple[Lack, ...]]:
    audit = a_complete_audit()
    found = advice_state(advice, outcome, replace(audit, members=(*audit.members, READER)))
    return found.steps, found.lacks


def test_no_advice_is_what_is_missing_first() -> None:
    assert state(None) == (0, (Lack.ADVICE,))


def test_an_advice_before_the_outcome_waits_for_it() -> None:
    assert state(Advice(value="granted"), Outcome.INCOMPLETE) == (0, (Lack.OUTCOME,))
    with pytest.raises(UserError, match="no_outcome"):
        check_value("granted", Outcome.INCOMPLETE)


def test_the_computed_outcome_needs_no_reasons() -> None:
    assert state(Advice(value="granted_with_conditions")) == (0, ())


@pytest.mark.parametrize(("value", "steps"), [("granted", 1), ("not_yet_granted", -1)])
def test_one_step_needs_a_motivation_a_criterion_and_a_second_person(value: str, steps: int) -> None:
    advice = Advice(value=value)
    assert state(advice) == (steps, (Lack.MOTIVATION, Lack.HEAVIEST, Lack.AGREEMENT))
    told = replace(advice, motivation=WHY, heaviest="E3.3", agreed_by="s")
    assert state(told) == (steps, ())
    assert state(replace(told, agreed_by="r")) == (steps, ())


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"motivation": "x" * 199}, Lack.MOTIVATION),
        ({"motivation": " " * 400}, Lack.MOTIVATION),
        ({"heaviest": "E9.9"}, Lack.HEAVIEST),
        ({"agreed_by": "l"}, Lack.AGREEMENT),
        ({"agreed_by": "gone"}, Lack.AGREEMENT),
    ],
)
def test_each_part_is_needed(changes: dict[str, str], lack: Lack) -> None:
    advice = Advice(value="granted", motivation=WHY, heaviest="E3.3", agreed_by="s")
    assert state(replace(advice, **changes)) == (1, (lack,))  # type: ignore[arg-type]  # all are texts


def test_two_steps_are_refused_whatever_is_said() -> None:
    with pytest.raises(UserError, match="too_far"):
        check_value("granted", Outcome.NOT_YET)
    advice = Advice(value="granted", motivation=WHY, heaviest="E3.3", agreed_by="s")
    assert state(advice, Outcome.NOT_YET) == (2, (Lack.TOO_FAR,))


@pytest.mark.parametrize("value", ["incomplete", "Granted", "", "predikaat", "x" * 10_000])
def test_what_is_no_advice_is_refused(value: str) -> None:
    with pytest.raises(UserError, match="unknown"):
        check_value(value, Outcome.GRANTED)


def test_the_values_stand_from_the_lowest_step_up() -> None:
    assert ADVICE_VALUES == ("not_yet_granted", "granted_with_conditions", "granted")
