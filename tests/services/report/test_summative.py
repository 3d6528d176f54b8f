"""What only a summative report says: conditions apart from development points, exceptions with their reason, growth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor_app.core.comparison import Remark, baseline_of, compare
from auditor_app.core.gates import for_school
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.report.build import build
from auditor_app.services.samples import SUMMATIVE, THIS_YEAR, sample_snapshot
from tests.services.report_samples import DRAFT, text_of, words


def printed(snapshot: Snapshot, language: str = "en") -> str:
    none = replace(snapshot, attachments=())
    return words(text_of(build(for_school(none), language, status=DRAFT).pdf))


@pytest.fixture(scope="module")
def text() -> str:
    return printed(sample_snapshot(SUMMATIVE))


def test_a_condition_is_no_development_point_and_says_what_by_when_and_shown_by_what(text: str) -> None:
    chapter = text[text.index("Condition E3.3") :]
    for said in ("To be seen", "Shown by", "Tien dossiers, door auditors gekozen; gesprek met coaches; by 1 June 2028"):
        assert said in chapter
    assert "Development point E3.3" not in text
    assert "Development point E2.4" in text


def test_a_level_on_less_evidence_says_why(text: str) -> None:
    snapshot = sample_snapshot(SUMMATIVE)
    (exception,) = snapshot.exceptions
    assert "Less evidence than usual O3.4" in text
    assert words(exception.reason)[:60] in text
    alone = replace(exception, second="")
    assert "Less evidence than usual" not in printed(replace(snapshot, exceptions=(alone,)))


def test_what_is_possibly_the_same_has_not_grown_since_the_audit_that_the_cover_names() -> None:
    baseline = baseline_of(sample_snapshot(THIS_YEAR), "report-of-2026")
    snapshot = replace(sample_snapshot(SUMMATIVE), baseline=baseline)
    comparison = compare(baseline, snapshot)
    remarks = {row.criterion: row.remark for row in comparison.rows if row.now > row.then}
    assert (remarks["E1.1"], remarks["C3.2"]) == (Remark.NONE, Remark.POSSIBLY_SAME)
    text = printed(snapshot)
    assert "the formative audit was on 12 and 13 November 2026" in text
    assert "Personal long-term goals: 2 → 3" in text
    assert "Outside view and benchmark: 2 → 3" not in text


def test_the_response_of_the_school_is_printed_letter_for_letter() -> None:
    snapshot = sample_snapshot(SUMMATIVE)
    assert snapshot.fact_check is not None
    check = replace(snapshot.fact_check, response="De thema's van 's ochtends, op 12 mei.")
    text = printed(replace(snapshot, fact_checks=(check,)))
    assert "De thema's van 's ochtends, op 12 mei." in text
