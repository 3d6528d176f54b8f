"""Verifying files from outside in a process of their own, with limits of memory and time.

Whatever happens in there (an exception, a kill, silence) means: not verified.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.core.errors import UserError
from auditor_app.services.signing.limits import LARGEST_PDF, SNAPSHOT_NAME, WORKER_SECONDS
from auditor_app.services.signing.verification import Verification, refused, verification_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORKER_FLAG = "--verify-worker"
_WORKER_MODULE = "auditor_app.services.signing.worker"
Worker = subprocess.Popen[bytes]
_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class IsolatedVerification:
    """A verification made elsewhere, with the snapshot from the signed revision if there is exactly one."""

    verification: Verification
    snapshot: bytes | None = field(default=None, repr=False)
    is_print_checked: bool = False
    """Whether the report states the fingerprint of its data, and it is that of the snapshot."""


def verify_file_isolated(
    path: Path,
    trusted: Sequence[bytes] = (),
    now: datetime | None = None,
    name: str = SNAPSHOT_NAME,
    worker: Worker | None = None,
) -> IsolatedVerification:
    """Verify a file; one that cannot be opened is an error of the person's, not of the report's."""
    pdf = read_report(path)
    if pdf is None:
        return IsolatedVerification(refused("verify.too_large"))
    return verify_isolated(pdf, trusted, now, name, worker=worker)


def read_report(path: Path) -> bytes | None:
    """Read a file, None if it is too large; raises `UserError("verify.cannot_open")`."""
    try:
        return None if path.stat().st_size > LARGEST_PDF else path.read_bytes()
    except OSError as error:
        raise UserError("verify.cannot_open", path=str(path)) from error


def verify_isolated(
    pdf: bytes,
    trusted: Sequence[bytes] = (),
    now: datetime | None = None,
    name: str = SNAPSHOT_NAME,
    seconds: float = WORKER_SECONDS,
    worker: Worker | None = None,
) -> IsolatedVerification:
    """Verify bytes and read the snapshot of this name, both in a process that lives only for this file.

    A `worker` from `start_worker()` saves the start-up; it is used up by this.
    """
    if len(pdf) > LARGEST_PDF:
        return IsolatedVerification(refused("verify.too_large"))
    try:
        request = request_for(pdf, trusted, now or datetime.now(UTC), name)
        answer = _ask(worker or start_worker(), request, seconds)
        return _read_answer(answer, pdf)
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return IsolatedVerification(refused("verify.unreadable"))


def start_worker() -> Worker:
    """Start a process that waits for one file; while a person chooses the file it can warm up."""
    return subprocess.Popen(  # noqa: S603  # our own interpreter with fixed arguments
        worker_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(_PACKAGE_ROOT)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def worker_command() -> list[str]:
    """Give what starts the worker: a frozen program is its own interpreter and takes a flag."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG]
    # -P: the folder one happens to stand in holds no modules of ours.
    return [sys.executable, "-P", "-m", _WORKER_MODULE]


def request_for(pdf: bytes, trusted: Sequence[bytes], now: datetime, name: str) -> bytes:
    """Put a question to the worker: a line of JSON, then the file."""
    header = {
        "size": len(pdf),
        "trusted": [b64encode(der).decode("ascii") for der in trusted],
        "now": now.isoformat(),
        "name": name,
    }
    return json.dumps(header).encode("ascii") + b"\n" + pdf


def _ask(worker: Worker, request: bytes, seconds: float) -> bytes:
    with worker:
        try:
            answer, _ = worker.communicate(request, timeout=seconds)
        finally:
            worker.kill()
    if worker.returncode != 0:
        raise subprocess.CalledProcessError(worker.returncode, "worker")
    return answer


def _read_answer(answer: bytes, pdf: bytes) -> IsolatedVerification:
    line, _, snapshot = answer.partition(b"\n")
    return read_answer(line, snapshot, pdf)


def read_answer(line: bytes, snapshot: bytes, pdf: bytes) -> IsolatedVerification:
    """Put together what the worker said of a file; raises ValueError, KeyError or TypeError if it makes no sense."""
    values: Mapping[str, Any] = json.loads(line)
    size = values["revision_size"]
    verification = verification_from_json(values["verification"], None if size is None else pdf[:size])
    if values["snapshot_size"] is None:
        problem = verification.problem or str(values["snapshot_problem"])
        return IsolatedVerification(replace(verification, problem=problem))
    if len(snapshot) != values["snapshot_size"]:
        return IsolatedVerification(refused("verify.unreadable"))
    return IsolatedVerification(verification, snapshot, bool(values["is_print_checked"]))
