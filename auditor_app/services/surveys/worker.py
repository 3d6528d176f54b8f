"""The process of its own that reads survey files: `python -m auditor_app.services.surveys.worker`.

It answers requests on standard output until its input ends. A request is a line of JSON; `open` is followed by as many
bytes as it says. A frozen program starts itself with `WORKER_FLAG` instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import IO, Any

from auditor_app.core.errors import UserError
from auditor_app.services.surveys.answers import Answers, Numbers
from auditor_app.services.surveys.counting import tally
from auditor_app.services.surveys.layout import Shape, layout_from_json
from auditor_app.services.surveys.look import look_at, look_to_json, look_with, reshaped
from auditor_app.services.surveys.tally import Scale, tally_to_json
from auditor_app.services.tables.limits import LARGEST_FILE, WORKER_MEMORY, WORKER_SECONDS
from auditor_app.services.tables.reading import read_table
from auditor_app.services.tables.table import Table
from auditor_app.services.worker_limits import limit_this_process, plain_streams

LONGEST_REQUEST = 1 << 22


def main() -> None:
    """Limit this process, then answer every request."""
    limit_this_process(WORKER_MEMORY, 4 * WORKER_SECONDS)
    requests, answers = plain_streams()
    with requests, answers:
        answer_all(requests, answers)


def answer_all(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the input ends; a refusal is an answer too, and what nobody expected ends the process."""
    bench = _Bench()
    while line := requests.readline(LONGEST_REQUEST):
        try:
            request = json.loads(line)
            body = requests.read(min(int(request.get("size", 0)), LARGEST_FILE + 1))
            answer = bench.do(request, body)
        except UserError as error:
            answer = {"error": error.code, "details": _plain(error.details)}
        except MemoryError:
            answer = {"error": "table.too_large", "details": {}}
        answers.write(json.dumps(answer, ensure_ascii=True).encode("ascii") + b"\n")
        answers.flush()


def _plain(details: Mapping[str, object]) -> dict[str, object]:
    """Give what an error says as JSON; a number stays one, as each language writes it in its own way."""
    return {name: value if isinstance(value, int) else str(value) for name, value in details.items()}


class _Bench:
    """Where the one table lies open."""

    def __init__(self) -> None:
        self._opened: Table | None = None

    @property
    def _table(self) -> Table:
        """Give what was opened; a process that was started in the place of one that ended has no table."""
        if self._opened is None:
            raise UserError("table.unreadable")
        return self._opened

    def do(self, request: Mapping[str, Any], body: bytes) -> dict[str, Any]:
        """Do what a request asks."""
        return self._verbs[request["verb"]](self, request, body)

    def _open(self, request: Mapping[str, Any], body: bytes) -> dict[str, Any]:
        self._opened = read_table(body, str(request["file"]), str(request["sheet"]))
        return look_to_json(look_at(self._opened))

    def _shape(self, request: Mapping[str, Any], _body: bytes) -> dict[str, Any]:
        layout = layout_from_json(request["layout"])
        comma = bool(request["comma"])
        if request["keeps_roles"]:
            return look_to_json(look_with(self._table, layout, comma))
        return look_to_json(reshaped(self._table, layout, Shape(request["shape"]), int(request["first"]), comma=comma))

    def _count(self, request: Mapping[str, Any], _body: bytes) -> dict[str, Any]:
        answers = Answers(Numbers(bool(request["comma"])), request["words"])
        scales = {key: Scale(*found) for key, found in request["scales"].items()}
        counted = tally(
            self._table,
            layout_from_json(request["layout"]),
            answers,
            default=Scale(*request["scale"]),
            scales=scales,
            minimum=int(request["minimum"]),
        )
        return tally_to_json(counted)

    _verbs: Mapping[str, Callable[[_Bench, Mapping[str, Any], bytes], dict[str, Any]]] = {
        "open": _open,
        "shape": _shape,
        "count": _count,
    }


if __name__ == "__main__":
    main()
