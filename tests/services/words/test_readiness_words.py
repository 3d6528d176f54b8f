"""What stops signing, in words: each gap has its own, and what only deserves attention is said once per kind."""

from __future__ import annotations

import pytest

from auditor_app.core.readiness import Blocker, Gap
from auditor_app.services.words.readiness import gaps_said


@pytest.mark.parametrize("is_blocking", [True, False])
@pytest.mark.parametrize("gap", Gap)
def test_every_gap_is_said_in_words(gap: Gap, is_blocking: bool) -> None:
    ((_item, text),) = gaps_said([Blocker(gap, "E1.1", "criteria", is_blocking, 2)])
    assert text
    assert str(gap) not in text
    assert "{" not in text


def test_what_stops_signing_is_said_one_by_one_and_the_rest_by_its_kind() -> None:
    codes = ("E1.1", "E1.2", "E2.1", "E2.2")
    ties = [Blocker(Gap.TIE_NOT_WEIGHED, name, "prepare", True) for name in ("Jan", "Ada")]
    thin = [Blocker(Gap.THIN, code, "criteria", False) for code in codes]
    assert [text for _item, text in gaps_said([*ties, *thin])] == [
        "Jan: a tie with the school, not weighed yet",
        "Ada: a tie with the school, not weighed yet",
        "4 criteria rest on little evidence",
    ]
    few = [text for _item, text in gaps_said(thin[:3])]
    assert few == ["E1.1, E1.2, E2.1: rests on little evidence"]
