"""Verifying files from outside in a process of their own, with limits of memory and time.

Whatever happens in there (an exception, a kill, silence) means: not verified.
"""

from __future__ import annotations

import hashlib
import json
import sys
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from auditor_app.core.errors import UserError
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.signing.limits import LARGEST_PDF, LARGEST_SNAPSHOT, SNAPSHOT_NAME, WORKER_SECONDS
from auditor_app.services.signing.verification import Form, Made, Verification, refused, verification_from_json
from auditor_app.services.worker_process import Worker, command_of, end, ending_after, start

if sys.platform == "linux":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

WORKER_FLAG = "--verify-worker"
_WORKER_MODULE = "auditor_app.services.signing.worker"
_LONGEST_LINE = 1 << 22
_PIPE = 1 << 20


def _nothing() -> None:
    """Wait idly."""


@dataclass(frozen=True)
class IsolatedVerification:
    """A verification made elsewhere, with the snapshot from the signed revision if there is exactly one."""

    verification: Verification
    snapshot: bytes | None = field(default=None, repr=False)
    form: Form | None = None
    """The places for signatures, of a report that is unchanged."""
    made: Made | None = None
    """How the report was made, if it was looked at closely and could be read."""


def verify_file_isolated(
    path: Path,
    trusted: Sequence[bytes] = (),
    now: datetime | None = None,
    name: str = SNAPSHOT_NAME,
    worker: Worker | None = None,
    meanwhile: Callable[[], None] = _nothing,
) -> IsolatedVerification:
    """Verify a file; one that cannot be opened is an error of the person's, not of the report's."""
    pdf = read_report(path)
    if pdf is None:
        return IsolatedVerification(refused("verify.too_large"))
    return verify_isolated(pdf, trusted, now, name, worker=worker, meanwhile=meanwhile)


def read_report(path: Path) -> bytes | None:
    """Read a file, None if it is too large; raises `UserError("verify.cannot_open")`."""
    try:
        pdf = read_chosen(path, LARGEST_PDF)
    except OSError as error:
        raise UserError("verify.cannot_open", path=str(path)) from error
    return None if len(pdf) > LARGEST_PDF else pdf


def verify_isolated(  # noqa: PLR0917 - the file, and six things that have a usual value
    pdf: bytes,
    trusted: Sequence[bytes] = (),
    now: datetime | None = None,
    name: str = SNAPSHOT_NAME,
    seconds: float = WORKER_SECONDS,
    worker: Worker | None = None,
    meanwhile: Callable[[], None] = _nothing,
    *,
    is_close: bool = False,
) -> IsolatedVerification:
    """Verify bytes and read the snapshot of this name, both in a process that lives only for this file.

    A `worker` from `start_worker()` saves the start-up; it is used up by this. `meanwhile` is done here while it works.
    A close look also says how the report was made.
    """
    if len(pdf) > LARGEST_PDF:
        return IsolatedVerification(refused("verify.too_large"))
    try:
        own = worker or start_worker()
    except (OSError, ValueError):
        return IsolatedVerification(refused("verify.unreadable"))
    try:
        request = request_for(pdf, trusted, now or datetime.now(UTC), name, is_close=is_close)
        return ask(own, request, pdf, seconds, meanwhile)
    except (OSError, ValueError, KeyError, TypeError):
        return IsolatedVerification(refused("verify.unreadable"))
    finally:
        end(own)


def start_worker() -> Worker:
    """Start a process that waits for one file; while a person chooses the file it can warm up."""
    worker = start(worker_command())
    _widen(worker.stdin)
    return worker


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a whole report fit into the pipe where the system can: then nobody waits for the other to read a piece."""
    if sys.platform == "linux" and pipe is not None:
        with suppress(OSError):  # the system may allow less
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def worker_command() -> list[str]:
    """Give what starts the worker."""
    return command_of(_WORKER_MODULE, WORKER_FLAG)


def request_for(pdf: bytes, trusted: Sequence[bytes], now: datetime, name: str, *, is_close: bool = False) -> bytes:
    """Put a question to the worker: a line of JSON, then the file."""
    header = {
        "size": len(pdf),
        "trusted": [b64encode(der).decode("ascii") for der in trusted],
        "now": now.isoformat(),
        "name": name,
        "is_close": is_close,
    }
    return json.dumps(header).encode("ascii") + b"\n" + pdf


def ask(
    worker: Worker, request: bytes, pdf: bytes, seconds: float, meanwhile: Callable[[], None] = _nothing
) -> IsolatedVerification:
    """Put a question and read exactly its answer; OSError or ValueError when there is none in time."""
    questions, answers = worker.stdin, worker.stdout
    if questions is None or answers is None:
        raise OSError
    with ending_after(worker, seconds):
        questions.write(request)
        questions.flush()
        meanwhile()
        values: Mapping[str, Any] = json.loads(answers.readline(_LONGEST_LINE))
        found = _read_answer(values, answers.read(_size(values["snapshot_size"])), pdf)
        return found if values["made"] is None else replace(found, made=_made(values["made"], answers))


def _size(size: int | None) -> int:
    if size is None:
        return 0
    if not 0 <= size <= LARGEST_SNAPSHOT:
        raise ValueError
    return size


def _read_answer(values: Mapping[str, Any], snapshot: bytes, pdf: bytes) -> IsolatedVerification:
    size = values["revision_size"]
    verification = verification_from_json(values["verification"], None if size is None else pdf[:size])
    form = _form(values["form"])
    if values["snapshot_size"] is None:
        problem = verification.problem or str(values["snapshot_problem"])
        return IsolatedVerification(replace(verification, problem=problem), form=form)
    if len(snapshot) != values["snapshot_size"]:
        return IsolatedVerification(refused("verify.unreadable"))
    return IsolatedVerification(verification, snapshot, form)


def _made(values: Mapping[str, Any], answers: IO[bytes]) -> Made:
    """Read how a report was made, and its photos: each must be what its name says."""
    sizes = {str(name): int(size) for name, size in values["pictures"].items()}
    if sum(sizes.values()) > LARGEST_PDF:
        raise ValueError
    pictures = {name: answers.read(size) for name, size in sizes.items()}
    if any(hashlib.sha256(picture).hexdigest() != name for name, picture in pictures.items()):
        raise ValueError
    return Made(str(values["producer"]), bool(values["only_signs"]), str(values["digest"]), pictures)


def _form(values: Mapping[str, Any] | None) -> Form | None:
    if values is None:
        return None
    names = {name: tuple(map(str, values[name])) for name in ("open", "filled")}
    return Form(**names, page=int(values["page"]), language=str(values["language"]))
