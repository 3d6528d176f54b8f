"""Moments to the millisecond: what is written within one second keeps its order, beside what has whole seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.services.desk import Moments
from auditor_app.services.forms.rows import in_order
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.workspace import Workspace

NINE = datetime.fromisoformat("2026-11-12T09:00:00.123456+01:00")


def test_a_clock_that_stands_still_gives_another_moment_each_time() -> None:
    moments = Moments()
    given = [moments.after(NINE).isoformat(timespec="milliseconds") for _time in range(3)]
    assert given == [f"2026-11-12T09:00:00.{thousandth}+01:00" for thousandth in ("123", "124", "125")]
    later = NINE + timedelta(milliseconds=40)
    assert moments.after(later).microsecond == 163_000


def test_a_clock_that_was_set_back_is_believed() -> None:
    moments = Moments()
    moments.after(NINE)
    assert moments.after(NINE - timedelta(hours=1)).hour == NINE.hour - 1


def test_notes_of_one_second_keep_the_order_they_were_written_in(workspace: Workspace, audit: str) -> None:
    told = [f"Regel {number}" for number in range(20)]
    for text in told:
        workspace.evidence.add_note(audit, text)
    snapshot = workspace.audits.snapshot(audit)
    assert [note.seen for note in in_order(snapshot)] == told
    again = read_snapshot(snapshot_bytes(snapshot))
    assert [note.seen for note in in_order(again)] == told


def test_a_note_of_whole_seconds_stands_before_those_written_in_the_same_second(
    workspace: Workspace, audit: str
) -> None:
    for text, moment in (
        ("nieuw", "2026-11-12T09:00:00.500+01:00"),
        ("oud", "2026-11-12T09:00:00+01:00"),
        ("later", "2026-11-12T09:00:01+01:00"),
    ):
        workspace.evidence.add_note(audit, text, moment=moment)
    assert [note.seen for note in in_order(workspace.audits.snapshot(audit))] == ["oud", "nieuw", "later"]
