"""Many files at once: the same answers as one by one, whatever stands between them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor_app.core.errors import UserError
from auditor_app.services.signing import crew
from auditor_app.services.signing.crew import WarmWorker, verify_many
from auditor_app.services.signing.isolation import IsolatedVerification, start_worker, verify_isolated
from auditor_app.services.signing.sign import sign
from auditor_app.services.worker_process import Worker
from tests.attacks import forgeries
from tests.attacks.reports import NOW, SNAPSHOT, authority_der, issued, report, signature_request, signed_report


@pytest.fixture
def worker() -> Iterator[WarmWorker]:
    made = WarmWorker()
    yield made
    made.close()


def test_every_file_gets_its_own_answer_in_its_place(tmp_path: Path) -> None:
    contents = [
        signed_report(),
        forgeries.changed_page(),
        b"no pdf",
        sign(signed_report(), issued(), signature_request("second")),
        report(),
        forgeries.two_snapshots(),
    ] * 2
    paths = []
    for number, content in enumerate(contents):
        paths.append(tmp_path / f"{number}.pdf")
        paths[-1].write_bytes(content)
    paths.insert(3, tmp_path / "missing.pdf")
    found = list(verify_many(paths, (authority_der(),), NOW, processes=2))
    missing = found.pop(3)
    assert isinstance(missing, UserError)
    assert missing.code == "verify.cannot_open"
    assert found == [verify_isolated(content, (authority_der(),), NOW) for content in contents[:6]] * 2


def test_no_files_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "start_worker", None)
    assert list(verify_many(())) == []


def test_who_stops_asking_leaves_no_process_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Worker] = []

    def start() -> Worker:
        started.append(start_worker())
        return started[-1]

    monkeypatch.setattr(crew, "start_worker", start)
    paths = [tmp_path / f"{number}.pdf" for number in range(12)]
    for path in paths:
        path.write_bytes(signed_report())
    answers = verify_many(paths, (), NOW, processes=2)
    next(answers)
    answers.close()  # type: ignore[attr-defined]  # a generator
    assert [one.poll() is not None for one in started] == [True, True]


def test_a_process_that_died_costs_no_answer(worker: WarmWorker) -> None:
    assert _is_sound(worker.verify(signed_report(), (), NOW))
    os.kill(worker._process.pid, signal.SIGKILL)
    assert _is_sound(worker.verify(signed_report(), (), NOW))


def test_a_process_that_saw_many_files_is_replaced(worker: WarmWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "FILES_PER_PROCESS", 2)
    seen = set()
    for _ in range(4):
        assert _is_sound(worker.verify(signed_report(), (), NOW))
        seen.add(worker._process.pid)
    assert len(seen) == 2


def test_a_silent_process_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "start_worker", _silent)
    worker = WarmWorker(seconds=0.2)
    started = time.monotonic()
    assert worker.verify(signed_report(), (), NOW).verification.problem == "verify.unreadable"
    assert time.monotonic() - started < 5
    worker.close()


def _silent() -> Worker:
    return subprocess.Popen(["sleep", "60"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _is_sound(found: IsolatedVerification) -> bool:
    return found.verification.unchanged and found.snapshot == SNAPSHOT
