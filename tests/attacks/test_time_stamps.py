"""Time stamps and proofs: what they prove, what they do not, and what they may not be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditor_app.core.errors import UserError
from auditor_app.services.signing.snapshot import read_attachment
from auditor_app.services.signing.verify import verify
from auditor_app.ui.verify_answers import unchanged_answer
from tests.attacks.forgeries import named_elsewhere
from tests.attacks.reports import NOW, SNAPSHOT, authority_der, self_made
from tests.attacks.time_stamps import EMPTY_STAMPS, HOUR, STAMP_ATTACKS, archived, stamped

TRUSTED = (authority_der(), self_made().identity.cert_der)
LATER = NOW + 2 * HOUR


@pytest.mark.parametrize("name", STAMP_ATTACKS)
def test_what_is_wrong_with_a_time_stamp_is_refused_also_by_who_trusts_its_authority(name: str) -> None:
    verification = verify(STAMP_ATTACKS[name](), TRUSTED, LATER)
    assert not verification.unchanged
    assert verification.problem
    assert verification.reasons or verification.problem in {"verify.unreadable", "verify.not_signed"}


def test_a_time_stamp_as_it_should_be_proves_the_time() -> None:
    verification = verify(archived(), TRUSTED, LATER)
    (signature,) = verification.signatures
    assert (verification.unchanged, signature.level, signature.signed_at_source) == (True, "B-LTA", "time stamp")
    assert read_attachment(verification) == SNAPSHOT


@pytest.mark.parametrize("name", EMPTY_STAMPS)
def test_a_time_stamp_that_nobody_vouches_for_is_named_and_proves_no_time(name: str) -> None:
    verification = verify(EMPTY_STAMPS[name](), TRUSTED, LATER)
    (signature,) = verification.signatures
    assert verification.unchanged
    assert (signature.signed_at_source, signature.stamped_by) == ("claimed by signer", "A clock")
    assert signature.signed_at == NOW.isoformat()
    assert signature.stamped_at < signature.signed_at


def test_the_clock_of_a_laptop_may_lag_a_little_behind_that_of_the_authority() -> None:
    stamped_now = stamped(archived(), LATER + timedelta(hours=20))
    assert verify(stamped_now, TRUSTED, LATER).unchanged
    assert verify(stamped_now, TRUSTED, LATER - timedelta(hours=5)).problem == "verify.future_stamp"


def test_a_time_stamp_of_a_day_to_come_is_not_called_a_change() -> None:
    verification = verify(STAMP_ATTACKS["of a day to come"](), TRUSTED, LATER)
    answer = unchanged_answer(verification.to_json(), UserError(verification.problem))
    assert "cannot be read in" in answer.headline
    assert answer.detail.startswith("A time stamp in this report")


def test_proofs_may_be_added_to_at_every_stamp() -> None:
    twice = stamped(archived(), NOW + 2 * HOUR)
    verification = verify(twice, TRUSTED, NOW + 3 * HOUR)
    assert verification.unchanged
    assert [one.kind for one in verification.signatures[0].added_since] == ["proofs", "time stamp", "time stamp"]


def test_a_second_file_of_the_name_is_seen_wherever_its_name_stands() -> None:
    with pytest.raises(UserError) as refusal:
        read_attachment(verify(named_elsewhere(), now=NOW))
    assert refusal.value.code == "verify.ambiguous_snapshot"
