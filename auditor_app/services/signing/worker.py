"""The process of its own that reads files from outside: `python -m auditor_app.services.signing.worker`.

It answers requests from standard input on standard output until the input ends: a line of JSON, then as many
bytes as the line says. A frozen program starts itself with `WORKER_FLAG` instead and must call `main()` before
it builds anything else.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import IO

from auditor_app.services.signing.limits import WORKER_MEMORY, WORKER_SECONDS


def main() -> None:
    """Limit this process and cut it off from the network, then answer every request."""
    _limit_resources()
    sys.modules["aiohttp"] = _NoNetwork("aiohttp")
    from auditor_app.services.signing.answers import answer_all  # noqa: PLC0415  # only now pyHanko may load

    requests, answers = _streams()
    with requests, answers:
        answer_all(requests, answers)


class _NoNetwork(ModuleType):
    """Stands in for pyHanko's network client, which is never used here and costs a quarter of the start-up."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def _streams() -> tuple[IO[bytes], IO[bytes]]:
    """Take the plain descriptors: a windowed program has pipes there, but no `sys.stdin` and `sys.stdout`."""
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    return os.fdopen(os.dup(0), "rb"), answers


def _limit_resources() -> None:
    """Cap memory and processor time and forbid writing files; Windows has no such limits, only the clock outside."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # does not exist on Windows

    _limit(resource.RLIMIT_AS, WORKER_MEMORY)
    _limit(resource.RLIMIT_CPU, 10 * WORKER_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(kind: int, most: int) -> None:
    import resource  # noqa: PLC0415  # does not exist on Windows

    try:
        resource.setrlimit(kind, (most, most))
    except (ValueError, OSError):
        # macOS knows the limit of memory by name but may refuse to set it; the time limit outside remains.
        return


if __name__ == "__main__":
    main()
