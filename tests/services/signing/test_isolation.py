from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from auditor_app.core.errors import UserError
from auditor_app.services.signing import isolation
from auditor_app.services.signing.isolation import start_worker, verify_file_isolated, verify_isolated
from auditor_app.services.signing.limits import LARGEST_PDF
from auditor_app.services.signing.sign import sign
from auditor_app.services.signing.verify import verify
from tests.attacks import forgeries
from tests.attacks.reports import (
    NOW,
    SNAPSHOT,
    authority_der,
    issued,
    report,
    signature_request,
    signed_report,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_another_process_finds_the_same_and_gives_the_data(tmp_path: Path) -> None:
    signed = sign(signed_report(), issued(), signature_request("second"))
    path = tmp_path / "report.pdf"
    path.write_bytes(signed)
    found = verify_file_isolated(path, (authority_der(),), NOW)
    assert found.verification == verify(signed, (authority_der(),), NOW)
    assert found.verification.unchanged
    assert found.snapshot == SNAPSHOT


def test_a_changed_report_gives_its_signed_data_and_the_verdict() -> None:
    found = verify_isolated(forgeries.swapped_attachment(), now=NOW)
    assert (found.verification.unchanged, found.verification.problem) == (False, "verify.changed")
    assert found.snapshot == SNAPSHOT


def test_an_unsigned_report_gives_no_data() -> None:
    found = verify_isolated(report(), now=NOW)
    assert (found.verification.problem, found.snapshot) == ("verify.not_signed", None)


def test_data_that_cannot_be_read_is_the_problem() -> None:
    found = verify_isolated(forgeries.two_snapshots(), now=NOW)
    assert (found.verification.problem, found.snapshot) == ("verify.ambiguous_snapshot", None)


def test_a_worker_that_takes_too_long_is_stopped() -> None:
    started = time.monotonic()
    found = verify_isolated(signed_report(), now=NOW, seconds=0.05)
    assert (found.verification.problem, found.snapshot) == ("verify.unreadable", None)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "print('no answer')",
        "",
        "raise SystemExit(3)",
        "print('{}')",
        "import sys; sys.stdin.buffer.read(); print('[1]')",
    ],
)
def test_whatever_a_worker_does_is_no_verdict(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "worker_command", lambda: [sys.executable, "-c", program])
    # One of them waits for the end of the questions, which never comes.
    found = verify_isolated(signed_report(), now=NOW, seconds=3)
    assert (found.verification.unchanged, found.verification.problem) == (False, "verify.unreadable")


def test_a_worker_can_be_started_ahead() -> None:
    worker = start_worker()
    found = verify_isolated(signed_report(), now=NOW, worker=worker)
    assert found.verification.unchanged
    assert worker.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces the limit of address space")
def test_a_worker_may_not_use_all_the_memory() -> None:
    program = (
        "from auditor_app.services.signing.limits import WORKER_MEMORY\n"
        "from auditor_app.services.worker_limits import limit_this_process\n"
        "limit_this_process(WORKER_MEMORY, 60)\n"
        "try:\n    bytearray(2 << 30)\nexcept MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST_PDF + 1)
    assert verify_file_isolated(path).verification.problem == "verify.too_large"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refusal:
        verify_file_isolated(tmp_path / "nowhere.pdf")
    assert refusal.value.code == "verify.cannot_open"


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert isolation.worker_command() == [sys.executable, isolation.WORKER_FLAG]
