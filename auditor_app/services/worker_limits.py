"""What every process of its own that reads foreign files does first: limit itself, and take its plain streams."""

from __future__ import annotations

import os
import sys
from typing import IO


def plain_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Take the plain descriptors: a windowed program has pipes there, but no `sys.stdin` and `sys.stdout`."""
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    return os.fdopen(os.dup(0), "rb"), answers


def limit_this_process(memory: int, seconds: int) -> None:
    """Cap memory and processor time and forbid writing files; Windows has no such limits, only the clock outside."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # does not exist on Windows

    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(kind: int, most: int) -> None:
    import resource  # noqa: PLC0415  # does not exist on Windows

    try:
        resource.setrlimit(kind, (most, most))
    except (ValueError, OSError):
        # macOS knows the limit of memory by name but may refuse to set it; the time limit outside remains.
        return
