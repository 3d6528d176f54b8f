"""A formative audit says no word of a verdict: not in the snapshot, not in the report, not on a handout (DOMAIN 9.1).

What stands in the window is looked at in tests/ui/places/test_report_views.py.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.gates import for_school, judge
from auditor_app.core.model import AuditKind
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import to_document
from auditor_app.core.wording import LONGEST, verdict_words
from auditor_app.i18n import LANGUAGES, translator
from auditor_app.services.report.handouts import exit_sheet, response_form
from auditor_app.services.samples import LAST_YEAR, SUMMATIVE, THIS_YEAR, sample_snapshot
from auditor_app.services.words.outcome import outcome_names
from tests.services.report_samples import made, text_of

NAMES = {name for language in LANGUAGES for name in outcome_names(translator(language)).values()}


def verdicts(text: str) -> set[str]:
    """Find words of an outcome, and any of its names in any language."""
    return {*verdict_words(text), *(name for name in NAMES if name in text.lower())}


@pytest.mark.parametrize("name", [LAST_YEAR, THIS_YEAR])
def test_a_formative_snapshot_holds_no_word_of_a_verdict(name: str) -> None:
    document = to_document(for_school(sample_snapshot(name)))
    assert document["gates"] == []
    assert document["advice"] == []
    del document["framework"]  # the framework's own text names the rule, whoever uses it
    assert verdicts(json.dumps(document, ensure_ascii=False)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.INTERIM])
def test_no_page_of_a_formative_report_or_an_interim_one_does(kind: AuditKind, language: str) -> None:
    sample = sample_snapshot(THIS_YEAR)
    snapshot = replace(sample, audit=replace(sample.audit, kind=kind))
    chosen = replace(snapshot, findings=tuple(replace(item, is_in_exit_talk=True) for item in snapshot.findings))
    pages = (made(for_school(snapshot), language).pdf, exit_sheet(chosen, language), response_form(snapshot, language))
    said = [text_of(pdf) for pdf in pages]
    assert min(map(len, said)) > 300
    assert [verdicts(text) for text in said] == [set()] * len(said)


@pytest.mark.parametrize("kind", [AuditKind.FORMATIVE, AuditKind.INTERIM])
def test_even_a_forged_copy_with_gates_and_advice_is_not_judged(kind: AuditKind) -> None:
    summative = for_school(sample_snapshot(SUMMATIVE))
    forged: Snapshot = replace(summative, audit=replace(summative.audit, kind=kind))
    with pytest.raises(UserError, match="not_summative"):
        judge(forged)
    assert verdicts(text_of(made(forged, "nl").pdf)) == set()


def test_the_search_finds_what_a_summative_report_says() -> None:
    """The control: with words of a verdict on the page, the same search must find them."""
    text = text_of(made(for_school(sample_snapshot(SUMMATIVE)), "nl").pdf)
    assert {"verleend onder voorwaarden", "nog niet verleend"} <= verdicts(text)
    assert "keurmerk" in verdicts("." * (LONGEST + 1) + " keurmerk")
