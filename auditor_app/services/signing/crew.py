"""Verifying many files: one warm process per core, instead of a new one for every file."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

from auditor_app.core.errors import UserError
from auditor_app.services.signing.isolation import (
    IsolatedVerification,
    ask,
    read_report,
    request_for,
    start_worker,
)
from auditor_app.services.signing.limits import LARGEST_PDF, SNAPSHOT_NAME, WORKER_SECONDS
from auditor_app.services.signing.verification import refused
from auditor_app.services.worker_process import Worker, end

# A process that a file got hold of could lie about the next ones, so none sees too many.
FILES_PER_PROCESS = 500


class WarmWorker:
    """A process that verifies one file after the other; it is replaced when it fails, is silent or has seen many."""

    def __init__(self, seconds: float = WORKER_SECONDS) -> None:
        """Start warming up at once."""
        self._seconds = seconds
        self._process: Worker = start_worker()
        self._seen = 0

    def verify(
        self, pdf: bytes, trusted: Sequence[bytes] = (), now: datetime | None = None, name: str = SNAPSHOT_NAME
    ) -> IsolatedVerification:
        """Verify bytes and read the snapshot; whatever happens to the process means "not verified"."""
        if len(pdf) > LARGEST_PDF:
            return IsolatedVerification(refused("verify.too_large"))
        if self._seen >= FILES_PER_PROCESS or self._process.poll() is not None:
            self._renew()
        request = request_for(pdf, trusted, now or datetime.now(UTC), name)
        found = self._tried(request, pdf)
        if found is None and self._seen > 1:
            # It may be the process that was at its end (its limits count over all its files), not the file.
            self._renew()
            found = self._tried(request, pdf)
        if found is not None:
            # Also when it says that it could not read the file: what got hold of a process would say that all is well.
            return found
        self._renew()
        return IsolatedVerification(refused("verify.unreadable"))

    def _tried(self, request: bytes, pdf: bytes) -> IsolatedVerification | None:
        """Give the answer of the process, or None when it gave none."""
        self._seen += 1
        try:
            return ask(self._process, request, pdf, self._seconds)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def close(self) -> None:
        """End the process."""
        end(self._process)

    def _renew(self) -> None:
        end(self._process)
        self._process, self._seen = start_worker(), 0


def verify_many(
    paths: Sequence[Path],
    trusted: Sequence[bytes] = (),
    now: datetime | None = None,
    processes: int | None = None,
) -> Iterator[IsolatedVerification | UserError]:
    """Verify files on all cores and give the answers in their order; a file that cannot be opened gives its error.

    Only a few files are in memory at a time, however many there are.
    """
    moment = now or datetime.now(UTC)
    count = max(1, min(processes or os.cpu_count() or 1, len(paths)))
    crew: SimpleQueue[WarmWorker] = SimpleQueue()
    members = [WarmWorker() for _ in range(count if paths else 0)]
    for member in members:
        crew.put(member)

    def verify_one(path: Path) -> IsolatedVerification | UserError:
        try:
            pdf = read_report(path)
        except UserError as error:
            return error
        if pdf is None:
            return IsolatedVerification(refused("verify.too_large"))
        worker = crew.get()
        try:
            return worker.verify(pdf, trusted, moment)
        finally:
            crew.put(worker)

    try:
        # One more than there are processes: the next file is read before one of them is free.
        with ThreadPoolExecutor(count + 1) as pool:
            waiting: deque[Future[IsolatedVerification | UserError]] = deque()
            for path in paths:
                waiting.append(pool.submit(verify_one, path))
                if len(waiting) > 2 * count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        for member in members:
            member.close()
