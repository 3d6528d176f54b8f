"""The measures work and say what they promise; how fast anything is, is never asserted in a test."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from auditor_app.services.workspace import Workspace
from benchmarks.__main__ import main, measures, page, table
from benchmarks.big_store import PASSPHRASE, TINY, Size, big_store, copy
from benchmarks.measure import Result, percentile, within_limit, within_ratio

KEYS = ["name", "value", "unit", "floor", "ratio", "bar", "ok", "is_limit"]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before, surroundings = keyring.get_keyring(), dict(os.environ)
    yield
    keyring.set_keyring(before)
    os.environ.clear()
    os.environ.update(surroundings)


@pytest.mark.parametrize(
    "name",
    [
        "save",
        "search",
        "search-limit",
        "report",
        "photos-in-report",
        "photo-intake",
        "sign",
        "verify",
        "typing",
        "photos-worst",
        "notes-one",
        "places-one",
        "criteria",
        "held",
    ],
)
def test_each_measure_gives_one_row(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--json", name]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows] == [KEYS]
    assert rows[0]["value"] > 0
    assert rows[0]["floor"] > 0
    assert rows[0]["ratio"] == pytest.approx(
        rows[0]["value"] / rows[0]["floor"], rel=0.01, abs=0.001
    )  # printed with three decimals


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
    for shown in (table([missed, met]), page([missed, met])):
        assert "missed" in shown
        assert "met" in shown
        assert "16 ms" in shown, "a limit is no ratio"
        assert "1.5 ×" in shown
    assert [item.name for item in dataclasses.fields(Result)] == KEYS


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
        summaries = workspace.audits.overview()
        assert len(summaries) == TINY.audits
        assert sum(item.facts.notes for item in summaries if item.facts) == TINY.notes
        assert workspace.evidence.search("leerling")
        workspace.close()
    assert states[0] == states[1]
