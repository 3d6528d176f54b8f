from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from auditor_app.core.model import Audit, AuditKind, EarlierReport, Publication, School
from auditor_app.i18n import Translator
from auditor_app.services.audits.overview import AuditSummary
from auditor_app.store.read import AuditFacts
from auditor_app.ui.screens.start.rows import StartRow, fitting, rows_by_date, rows_by_school, rows_in_bin

TODAY = date(2026, 11, 13)
LINDE = School(name="De Linde", place="VOORBEELDSTAD", brin="00XX", location="01", education="havo")
WATER = School(name="Waterrand", place="Dorp")


def summary(audit: Audit, facts: AuditFacts | None = None, publication: Publication | None = None) -> AuditSummary:
    return AuditSummary(audit, publication, facts, 36)


def audit(**fields: object) -> Audit:
    return replace(Audit(id="a", school=LINDE, starts="2026-11-12", ends="2026-11-13"), **fields)  # type: ignore[arg-type]  # its fields


def report(**fields: object) -> EarlierReport:
    verification = {"unchanged": True, "signatures": [{"trust": "unknown", "signed_at": "2024-04-18T16:02:00+02:00"}]}
    made = EarlierReport("r", "", "old", LINDE, AuditKind.FORMATIVE, "2024-03-20", "2024-03-21", "s", "p", "x.pdf")
    return replace(made, verification=verification, **fields)  # type: ignore[arg-type]  # its fields


def only(rows: Iterable[StartRow], kind: str) -> list[StartRow]:
    return [row for row in rows if row.kind == kind]


def test_a_school_heads_its_audits_and_reports_newest_on_top() -> None:
    rows = rows_by_school(
        [summary(audit()), summary(audit(id="b", school=WATER, starts="2026-12-08"))], [report()], TODAY
    )
    assert [(row.kind, row.title) for row in rows] == [
        ("school", "Waterrand"),
        ("audit", "Formative audit"),
        ("school", "De Linde"),
        ("audit", "Formative audit"),
        ("report", "Formative audit"),
    ]
    assert [(row.at, row.of) for row in rows[3:]] == [(0, 2), (1, 2)]
    assert rows[2].line == "Voorbeeldstad · havo · 00XX-01"


@pytest.mark.parametrize(
    ("facts", "starts", "phase", "text"),
    [
        (AuditFacts(members=3, declared=2), "2026-12-08", 0.5, "Prepare"),
        (AuditFacts(members=3), "2026-11-12", 1.5, "Day 2"),
        (AuditFacts(notes=64, to_code=3), "2026-11-12", 2.5, "Day 2 · coding notes"),
        (AuditFacts(notes=64), "2026-11-12", 2.0, "Day 2"),
        (AuditFacts(notes=64, to_code=1), "2026-10-01", 2.5, "Coding notes"),
        (AuditFacts(notes=64, rated=12), "2026-10-01", 3.5, "Criteria · 12 of 36 rated"),
        (AuditFacts(notes=64, rated=36), "2026-10-01", 4.5, "Report"),
    ],
    ids=str,
)
def test_the_phase_follows_from_what_there_is(facts: AuditFacts, starts: str, phase: float, text: str) -> None:
    rows = rows_by_school([summary(audit(starts=starts, ends=""), facts)], [], date(2026, 11, 13))
    if starts == "2026-11-12":
        rows = rows_by_school([summary(audit(), facts)], [], TODAY)
    assert (rows[1].phase, rows[1].phase_text) == (phase, text)
    assert rows[1].is_open


def test_a_signed_audit_has_no_bars() -> None:
    signed = Publication("p", "a", signed="2025-11-28T10:00:00+01:00")
    row = rows_by_school([summary(audit(), AuditFacts(notes=5), signed)], [], TODAY)[1]
    assert not row.is_open
    assert row.phase_text == "Signed 28 Nov 2025"


def test_a_report_shows_both_answers_and_stands_once() -> None:
    rows = rows_by_school([], [report(), report(id="again", audit="a")], TODAY)
    assert [row.badge for row in only(rows, "report")] == ["Unchanged, not on your list"]
    changed = rows_by_school([], [replace(report(), verification={"unchanged": False, "signatures": []})], TODAY)
    assert only(changed, "report")[0].badge == "Changed after signing"


def test_the_newest_signed_row_of_a_school_offers_an_interim_evaluation() -> None:
    signed = Publication("p", "a", pdf="print", signed="2026-12-18T10:00:00+01:00")
    rows = rows_by_school(
        [summary(audit(), None, signed)], [report(), report(id="w", pdf="other", school=WATER)], TODAY
    )
    offers = [(row.school.name, row.follows) for row in rows if row.offers_interim]
    assert offers == [("De Linde", "print"), ("Waterrand", "other")]
    assert "Begin the interim evaluation" in next(row for row in rows if row.offers_interim).sentence
    interim = summary(audit(id="i", kind=AuditKind.INTERIM, starts="2027-06-03"))
    rows = rows_by_school([summary(audit(), None, signed), interim], [], TODAY)
    assert not any(row.offers_interim for row in rows), "one is being made"
    changed = replace(report(), verification={"unchanged": False, "signatures": []})
    assert only(rows_by_school([], [changed], TODAY), "report")[0].follows == ""


def test_what_is_in_the_bin_is_only_there() -> None:
    items = [summary(audit(deleted=True)), summary(audit(id="b"))]
    assert [row.key for row in only(rows_by_school(items, [], TODAY), "audit")] == ["b"]
    assert [row.key for row in rows_in_bin(items)] == ["a"]


def test_reports_of_a_sample_that_is_gone_are_gone_too() -> None:
    assert rows_by_school([summary(audit(is_sample=True, deleted=True))], [report()], TODAY) == ()


def test_a_filter_keeps_the_school_above_what_fits() -> None:
    rows = rows_by_school([summary(audit()), summary(audit(id="b", school=WATER))], [report()], TODAY)
    assert [row.title for row in fitting(rows, "waterrand")] == ["Waterrand", "Formative audit"]
    kept = fitting(rows, "linde signed")
    assert [(row.kind, row.at, row.of) for row in kept] == [("school", 0, 1), ("report", 0, 1)]
    assert fitting(rows, "nothing of the kind") == ()


def test_by_date_each_row_names_its_school() -> None:
    rows = rows_by_date([summary(audit())], [report()], TODAY)
    assert [row.title for row in rows] == ["De Linde", "De Linde"]
    assert all("Formative audit" in row.line for row in rows)


def test_a_row_is_said_in_one_sentence() -> None:
    row = rows_by_date([summary(audit(is_sample=True), AuditFacts(notes=1, members=1))], [], TODAY)[0]
    assert "De Linde" in row.sentence
    assert "sample" in row.sentence
    assert "1 note" in row.sentence


def test_only_rows_in_sight_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    dates = Translator.date_range

    def counted(self: Translator, starts: str, ends: str) -> str:
        made.append(starts)
        return dates(self, starts, ends)

    monkeypatch.setattr(Translator, "date_range", counted)
    rows = rows_by_school([summary(audit(id=str(number), school=WATER)) for number in range(500)], [], TODAY)
    assert len(rows) == 501
    assert made == []
    assert [row.id for row in rows[:3]] == list(rows.keys[:3])
    assert len(made) == 2
