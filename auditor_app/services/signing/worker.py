"""The process of its own that reads files from outside: `python -m auditor_app.services.signing.worker`.

It answers requests from standard input on standard output until the input ends: a line of JSON, then as many
bytes as the line says. A frozen program starts itself with `WORKER_FLAG` instead and must call `main()` before
it builds anything else.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

from auditor_app.services.signing.limits import WORKER_MEMORY, WORKER_SECONDS
from auditor_app.services.worker_limits import limit_this_process, plain_streams


def main() -> None:
    """Limit this process and cut it off from the network, then answer every request."""
    limit_this_process(WORKER_MEMORY, 10 * WORKER_SECONDS)
    sys.modules["aiohttp"] = _NoNetwork("aiohttp")
    from auditor_app.services.signing.answers import answer_all  # noqa: PLC0415  # only now pyHanko may load

    # The libraries stay; what a file leaves is cleared away once it is answered, and not looked for in the middle.
    gc.freeze()
    gc.disable()
    requests, answers = plain_streams()
    with requests, answers:
        answer_all(requests, answers)


class _NoNetwork(ModuleType):
    """Stands in for pyHanko's network client, which is never used here and costs a quarter of the start-up."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


if __name__ == "__main__":
    main()
