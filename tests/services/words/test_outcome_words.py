"""The words of gates and outcome: what few people answered is said without their number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor_app.core.gates import gates
from auditor_app.i18n import LANGUAGES, translator
from auditor_app.services.samples import SUMMATIVE, sample_snapshot
from auditor_app.services.words.outcome import gate_warnings, met_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_few_answered_their_number_is_not_said(language: str) -> None:
    sample, tr = sample_snapshot(SUMMATIVE), translator(language)
    few = sample.but(surveys=tuple(replace(item, asked=400, answered=3) for item in sample.surveys))
    (surveys,) = (gate for gate in gates(few) if gate.code == "G2")
    told = [*gate_warnings(tr, surveys), *met_words(tr, few, surveys).split("\n")]
    assert len(told) == 6
    assert all("3" not in line.replace("30 %", "") for line in told)
    (before,) = (gate for gate in gates(sample) if gate.code == "G2")
    assert "47" in met_words(tr, sample, before), "the control: where many answered it is said"
