"""The process of its own that opens and makes photos: `python -m auditor_app.services.pictures.worker`.

It answers requests on standard output until its input ends. A request is a line of JSON and as many bytes as that says,
of a file or of bare pixels; so is an answer. A frozen program starts itself with `WORKER_FLAG` of `apart` instead.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import IO, Any, Final

from auditor_app.core.codec import assemble
from auditor_app.core.errors import UserError
from auditor_app.core.model import Box
from auditor_app.services.pictures import photos
from auditor_app.services.pictures.apart import LONGEST_LINE, MEMORY, SECONDS_OF_WORK, boxes_of, plain_boxes
from auditor_app.services.pictures.pixels import HeldPhoto, Pixels
from auditor_app.services.worker_limits import limit_this_process, plain_streams

Answer = tuple[dict[str, Any], bytes]
_STEP_BACK: Final = 10
"""How much nicer than the window this process is to all others: who types goes first."""


def main() -> None:
    """Step back behind the window, limit this process, then answer every request."""
    if hasattr(os, "nice"):  # Windows is told when it starts the process
        os.nice(_STEP_BACK)
    limit_this_process(MEMORY, SECONDS_OF_WORK)
    requests, answers = plain_streams()
    with requests, answers:
        answer_all(requests, answers)


def answer_all(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the input ends; what a photo is refused for is an answer too."""
    while line := requests.readline(LONGEST_LINE):
        request = json.loads(line)
        try:
            header, content = _VERBS[request["verb"]](request, requests.read(request["size"]))
        except UserError as error:
            header, content = {"error": error.code, "details": error.details}, b""
        answers.write(json.dumps({**header, "size": len(content)}).encode("ascii") + b"\n")
        answers.write(content)
        answers.flush()


def _prepare(_request: Mapping[str, Any], body: bytes) -> Answer:
    return _held(photos.prepare(body))


def _turn(request: Mapping[str, Any], body: bytes) -> Answer:
    return _held(photos.turn(_photo(request, body)))


def _find_faces(request: Mapping[str, Any], body: bytes) -> Answer:
    found = photos.find_faces(_photo(request, body))
    return {"boxes": None if found is None else plain_boxes(found)}, b""


def _finish(request: Mapping[str, Any], body: bytes) -> Answer:
    done = photos.blur(_photo(request, body), boxes_of(request["blurs"]))
    if request["crop"] is not None:
        done = photos.crop(done, assemble(Box, request["crop"]))
    made = done.finished
    return _header(made.width, made.height, made.boxes), made.jpeg


def _looks_for_faces(_request: Mapping[str, Any], _body: bytes) -> Answer:
    return {"looks": photos.looks_for_faces()}, b""


def _photo(request: Mapping[str, Any], body: bytes) -> photos.Prepared:
    pixels = Pixels(int(request["width"]), int(request["height"]), body)
    return photos.taken_up(HeldPhoto(pixels, boxes_of(request["boxes"])))


def _held(prepared: photos.Prepared) -> Answer:
    held = prepared.held
    return _header(held.width, held.height, held.boxes), held.pixels.rgb


def _header(width: int, height: int, boxes: tuple[Box, ...]) -> dict[str, Any]:
    return {"width": width, "height": height, "boxes": plain_boxes(boxes)}


_VERBS: Final[Mapping[str, Callable[[Mapping[str, Any], bytes], Answer]]] = {
    "prepare": _prepare,
    "turn": _turn,
    "find_faces": _find_faces,
    "finish": _finish,
    "looks_for_faces": _looks_for_faces,
}


if __name__ == "__main__":
    main()
