"""A survey file that lies open in a process of its own, with limits of memory and time.

Whatever happens in there (an exception, a kill, silence) is said as a `UserError`, and nothing of the file is kept.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from auditor_app.core.errors import UserError
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.surveys.layout import Layout, Shape, layout_to_json
from auditor_app.services.surveys.look import Look, look_from_json
from auditor_app.services.surveys.tally import Scale, Tally, tally_from_json
from auditor_app.services.tables.limits import LARGEST_FILE, WORKER_SECONDS
from auditor_app.services.worker_process import Worker, command_of, end, ending_after, start

WORKER_FLAG = "--survey-worker"
_WORKER_MODULE = "auditor_app.services.surveys.worker"
_LONGEST_ANSWER = 1 << 26


def worker_command() -> list[str]:
    """Give what starts the process."""
    return command_of(_WORKER_MODULE, WORKER_FLAG)


class SurveyReader:
    """Asks the process about one file, one question at a time; `close` ends it."""

    def __init__(self, seconds: float = WORKER_SECONDS) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._is_closed = False
        self._process: Worker | None = None
        self.file = ""

    def open(self, path: Path, sheet: str = "") -> Look:
        """Read a file and look at it; raises `UserError("table.…")`."""
        self.file = path.name
        try:
            content = read_chosen(path, LARGEST_FILE)
        except OSError as error:
            raise UserError("table.cannot_open", file=path.name) from error
        if len(content) > LARGEST_FILE:
            raise UserError("table.too_large", file=path.name)
        return look_from_json(self._ask({"verb": "open", "file": path.name, "sheet": sheet}, content))

    def shape(self, look: Look, shape: Shape, first: int) -> Look:
        """Look again: a row is something else, or the results begin in another row."""
        request = {"verb": "shape", "keeps_roles": False, "shape": str(shape), "first": first, "comma": look.comma}
        return look_from_json(self._ask({**request, "layout": layout_to_json(look.layout)}))

    def relook(self, look: Look, layout: Layout) -> Look:
        """Look again with the columns as a person gave them."""
        request = {"verb": "shape", "keeps_roles": True, "comma": look.comma}
        return look_from_json(self._ask({**request, "layout": layout_to_json(layout)}))

    def count(
        self, layout: Layout, *, comma: bool, words: Mapping[str, int], scale: Scale, scales: Mapping[str, Scale],
        minimum: int,
    ) -> Tally:  # fmt: skip
        """Count the file; raises `UserError("survey.…")`."""
        request = {
            "verb": "count", "layout": layout_to_json(layout), "comma": comma, "words": dict(words),
            "scale": [scale.lowest, scale.highest], "minimum": minimum,
            "scales": {key: [found.lowest, found.highest] for key, found in scales.items()},
        }  # fmt: skip
        return tally_from_json(self._ask(request))

    def _ask(self, request: Mapping[str, Any], body: bytes = b"") -> dict[str, Any]:
        with self._turn:
            return self._answer(request, body)

    def _answer(self, request: Mapping[str, Any], body: bytes) -> dict[str, Any]:
        if self._is_closed:
            raise UserError("table.unreadable", file=self.file)
        process = self._process = self._process or _started(self.file)
        questions, answers = process.stdin, process.stdout
        if questions is None or answers is None:
            raise UserError("table.unreadable", file=self.file)
        try:
            with ending_after(process, self._seconds):
                questions.write(json.dumps({**request, "size": len(body)}).encode("ascii") + b"\n" + body)
                questions.flush()
                answer = json.loads(answers.readline(_LONGEST_ANSWER))
        except (OSError, ValueError) as error:
            self._end()
            raise UserError("table.unreadable", file=self.file) from error
        if "error" in answer:
            raise UserError(str(answer["error"]), **{"file": self.file, **answer["details"]})
        return dict(answer)

    def close(self) -> None:
        """End the process at once, whatever it is doing, and start none any more."""
        self._is_closed = True
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


def _started(file: str) -> Worker:
    try:
        return start(worker_command())
    except (OSError, ValueError) as error:
        raise UserError("table.unreadable", file=file) from error
