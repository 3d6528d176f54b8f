"""The measures work and say what they promise; how fast anything is, is never asserted in a test."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest

from auditor_app.services.workspace import Workspace
from benchmarks.__main__ import main, measures
from benchmarks.big_store import PASSPHRASE, TINY, Size, big_store, copy
from benchmarks.measure import Result, percentile, within_limit, within_ratio
from benchmarks.page import Neighbours, Run, kept_cells, own_seconds, page, table

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
KEYS = ["name", "value", "unit", "floor", "ratio", "bar", "ok", "is_limit"]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before, surroundings = keyring.get_keyring(), dict(os.environ)
    yield
    keyring.set_keyring(before)
    os.environ.clear()
    os.environ.update(surroundings)


@pytest.mark.parametrize(
    "names",
    [
        ("save", "search", "search-limit"),
        ("report", "photos-in-report", "photo-intake", "sign", "verify"),
        ("typing", "photos-worst", "criteria", "held"),
        ("notes-one", "places-one", "garbage-one"),
    ],
    ids=["store", "files", "window", "window with one audit"],
)
def test_each_measure_gives_one_row(names: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """What looks at the same store or window is asked for together: it is made once."""
    assert main(["--quick", "--json", *names]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows] == [KEYS] * len(names)
    for row in rows:
        assert row["value"] > 0
        assert row["floor"] > 0
        # Printed with three decimals.
        assert row["ratio"] == pytest.approx(row["value"] / row["floor"], rel=0.01, abs=0.001)


def test_an_unknown_measure_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nonsense"])
    assert ended.value.code == 2
    assert "verify" in capsys.readouterr().err
    assert {"start", "memory", "worst-stall", "verify-file"} <= measures().keys()


def test_a_missed_bar_stays_in_the_table() -> None:
    missed = within_ratio("slow thing", 30.0, "ms", 10.0, 1.5)
    met = within_limit("stall", 10.0, "ms", 1.0, 16.0)
    assert (missed.ok, missed.ratio, met.ok) == (False, 3.0, True)
    for shown in (table([missed, met]), page(Run([missed, met], NOON, 0.125), ["what is compared"])):
        assert "missed" in shown
        assert "met" in shown
        assert "16 ms" in shown, "a limit is no ratio"
        assert "1.5 ×" in shown
    assert [item.name for item in dataclasses.fields(Result)] == KEYS


def test_a_part_of_the_measures_leaves_the_other_rows() -> None:
    slow, quick = within_ratio("slow thing", 30.0, "ms", 10.0, 1.5), within_ratio("quick thing", 9.0, "ms", 9.0, 1.5)
    whole = page(Run([slow, quick], NOON, 0.5), ["slow: what it compares"])
    later = Run([dataclasses.replace(slow, value=12.0, ratio=1.2, ok=True)], NOON + timedelta(hours=1), None)
    again = page(later, ["slow: what it compares"], whole)
    assert list(kept_cells(again)) == ["slow thing", "quick thing"]
    assert kept_cells(again)["quick thing"] == kept_cells(whole)["quick thing"]
    assert kept_cells(whole)["slow thing"][-3:] == ("missed", "27 Nov 2026 12:00", "0.50")
    assert kept_cells(again)["slow thing"][-3:] == ("met", "27 Nov 2026 13:00", "")


def test_a_page_of_another_shape_has_no_rows_to_keep() -> None:
    assert kept_cells("| measure | value |\n| --- | --- |\n| start | 3 ms |\n") == {}


def test_what_others_use_is_told_apart_from_what_the_measure_uses() -> None:
    busy, own, clock = iter((100.0, 130.0)), iter((5.0, 25.0)), iter((0.0, 20.0))
    assert Neighbours(lambda: next(busy), lambda: next(own), lambda: next(clock)).cores() == 0.5
    assert Neighbours(busy=lambda: None).cores() is None, "this system does not say how busy it is"
    assert own_seconds() > 0


def test_percentiles() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 99), percentile(values, 50), percentile([5.0], 99)) == (99.0, 50.0, 5.0)


def test_the_big_store_is_true_and_the_same_every_time(tmp_path: Path) -> None:
    assert big_store(TINY) == big_store(TINY)
    states = []
    for size, name in ((TINY, "a"), (Size(TINY.audits, TINY.notes), "b")):
        workspace = Workspace.open(copy(size, tmp_path / name), PASSPHRASE)
        assert workspace is not None
        assert workspace.store.check_log() > TINY.notes
        states.append(workspace.store.dump_state())
        summaries = workspace.overview.audits()
        assert len(summaries) == TINY.audits
        assert sum(item.facts.notes for item in summaries if item.facts) == TINY.notes
        assert workspace.evidence.search("leerling")
        workspace.close()
    assert states[0] == states[1]
