"""The samples are set so that nothing in them was done after the day on which they are made."""

from __future__ import annotations

from datetime import date

import pytest

from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.services.sample_years import AS_WRITTEN, LAST_VISIT, years_back
from auditor_app.services.samples import (
    INTERIM,
    LAST_YEAR,
    SUMMATIVE,
    THIS_YEAR,
    Samples,
    sample_snapshot,
)
from auditor_app.services.signing.verification import verification_from_json
from auditor_app.services.workspace import Workspace

SATURDAY = 5


@pytest.fixture(autouse=True)
def _as_on_a_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(AS_WRITTEN)


@pytest.mark.parametrize(
    ("today", "years"),
    [("2026-11-17", 2), ("2026-11-18", 1), ("2026-11-27", 1), ("2027-11-17", 1), ("2027-11-18", 0), ("2031-01-01", 0)],
)
def test_nothing_was_done_after_the_day_on_which_a_report_is_signed(today: str, years: int) -> None:
    day = date.fromisoformat(today)
    assert years_back(day) == years
    for name in (LAST_YEAR, THIS_YEAR, INTERIM, SUMMATIVE):
        snapshot = sample_snapshot(name, day)
        done = [snapshot.taken, snapshot.audit.starts, snapshot.audit.ends]
        done += [moment for check in snapshot.fact_checks for moment in (check.sent, check.received, check.closed)]
        done += [survey.held for survey in snapshot.surveys] + [note.moment for note in snapshot.notes]
        done += [item.decided for item in snapshot.consensus] + [member.declared for member in snapshot.members]
        assert max(done)[:10] <= today, name


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028])
@pytest.mark.parametrize("name", [LAST_YEAR, THIS_YEAR, INTERIM, SUMMATIVE])
def test_a_sample_of_other_years_says_the_same_and_nobody_visits_a_school_at_the_weekend(name: str, year: int) -> None:
    written, moved = sample_snapshot(name), sample_snapshot(name, date(year, 12, 31))
    assert all(date.fromisoformat(day).weekday() < SATURDAY for day in (moved.audit.starts, moved.audit.ends))
    assert _length(moved) == _length(written)
    assert moved.frozen == written.frozen
    assert [item.id for item in moved.notes] == [item.id for item in written.notes]
    assert [item.blob for item in moved.attachments] == [item.blob for item in written.attachments]
    assert len(snapshot_bytes(moved)) == len(snapshot_bytes(written))
    assert (moved == written) is (year >= 2027)


def _length(snapshot: Snapshot) -> int:
    first, last = (date.fromisoformat(day) for day in (snapshot.audit.starts, snapshot.audit.ends))
    return (last - first).days


def test_the_last_visit_is_that_of_the_sample() -> None:
    ends = [sample_snapshot(name).audit.ends for name in (LAST_YEAR, THIS_YEAR, INTERIM, SUMMATIVE)]
    assert max(ends) == LAST_VISIT.isoformat()


def test_what_a_text_says_of_another_year_moves_along() -> None:
    texts = snapshot_bytes(sample_snapshot(SUMMATIVE, date(2025, 12, 31))).decode()
    assert "Rapport van 18 december 2024, ook ingelezen." in texts
    assert "Kwaliteit-ontwikkelplan 2025–2027" in texts


def test_the_earlier_report_is_signed_before_the_audit_that_follows(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Samples, "_today", date(2026, 11, 17))
    audit = workspace.samples.add()
    (before,) = workspace.imports.earlier(audit)
    (signature,) = verification_from_json(before.verification, None).signatures
    assert (before.ends, signature.signed_at[:10]) == ("2023-11-14", "2023-12-19")
    assert workspace.audits.snapshot(audit).audit.starts == "2024-11-12"
