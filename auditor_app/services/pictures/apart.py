"""Photos are opened, searched and made in a process of their own, behind the window and with limits (ADR 30).

A file that is made to hurt, or a decoder that stumbles, ends that process and nothing else; and however long a photo
takes, no key waits for it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from auditor_app.core.codec import Json, assemble, encode
from auditor_app.core.errors import UserError
from auditor_app.core.model import Box
from auditor_app.services.pictures.files import read_photo
from auditor_app.services.pictures.pixels import FinishedPhoto, HeldPhoto, Pixels
from auditor_app.services.worker_process import Worker, command_of, end, ending_after, start

WORKER_FLAG: Final = "--photo-worker"
_MODULE: Final = "auditor_app.services.pictures.worker"
MEMORY: Final = 2 << 30
"""Bytes that the process may address: the largest photo unpacked some times, and what OpenCV loads."""
SECONDS: Final = 60.0
"""How long one answer may take: on an old, busy laptop a photo takes some five."""
SECONDS_OF_WORK: Final = 3600
"""How much processor time one process may use for all its photos together."""
SECONDS_OF_REST: Final = 60.0
"""After so long without a photo the process ends, and its memory is free for others."""
LONGEST_LINE: Final = 1 << 20
_TO_KEEP: Final = "finish"
"""The one question whose answer is written: whoever asked it has confirmed the photo."""
_NO_ANSWER: Final = (OSError, ValueError, LookupError, TypeError, ArithmeticError)
"""What becomes of a process that ended, and of an answer that is none."""
Header = Mapping[str, Any]
T = TypeVar("T")
Read = Callable[[Header, bytes], T]
_MOST_BYTES: Final = 1 << 26
"""Of one answer: no kept photo has more than 2048 × 2048 pixels."""


def worker_command() -> list[str]:
    """Give what starts the process."""
    return command_of(_MODULE, WORKER_FLAG)


class PhotoProcess:
    """Asks the process about one photo after another; it starts with the first, and `close` ends it."""

    def __init__(self, seconds: float = SECONDS, rest: float = SECONDS_OF_REST) -> None:
        """Wait at most `seconds` for an answer; keep an idle process for `rest` seconds."""
        self._seconds, self._rest = seconds, rest
        self._one_at_a_time = threading.Lock()
        self._starting_or_closing = threading.Lock()
        self._process: Worker | None = None
        self._resting: threading.Timer | None = None
        self._is_closed = False
        self._is_to_keep, self._is_given_up = False, False
        """Of the question in hand: whether what comes of it is to be kept, and whether nobody waits for it any more."""
        self._looks: bool | None = None

    def prepare(self, source: Path | bytes, boxes: tuple[Box, ...] = ()) -> HeldPhoto:
        """Make a photo fit to keep; raises UserError for what is too large, broken, or no photo we open.

        `boxes` are what was blurred or cut away from it before.
        """
        content = read_photo(source)
        try:
            return HeldPhoto(self._ask({"verb": "prepare"}, content, _pixels), boxes)
        except _SilentError as error:
            raise UserError("photo.broken") from error

    def turn(self, photo: HeldPhoto) -> HeldPhoto:
        """Turn a photo a quarter clockwise, where the camera did not know how it was held."""
        return HeldPhoto(self._ask_about(photo, {"verb": "turn"}, _pixels), photo.boxes)

    def find_faces(self, photo: HeldPhoto) -> tuple[Box, ...] | None:
        """Propose parts that may be faces, largest first; None: this program does not look for faces.

        It is a proposal: it misses small, dark and half hidden faces, and takes other things for faces.
        """
        try:
            return self._ask_about(photo, {"verb": "find_faces"}, _proposed)
        except UserError:  # a search that did not end well has looked at nothing; the photo can be kept all the same
            return None

    def finish(self, photo: HeldPhoto, blurs: tuple[Box, ...] = (), crop: Box | None = None) -> FinishedPhoto:
        """Blur parts, cut to one, and make the bytes to keep; raises `UserError("photo.too_small")`."""
        cut = None if crop is None else encode(crop)
        return self._ask_about(photo, {"verb": _TO_KEEP, "blurs": plain_boxes(blurs), "crop": cut}, _finished)

    def looks_for_faces(self) -> bool:
        """Tell whether the optional extra `faces` is here; without it the program says that it does not look."""
        if self._looks is None:
            try:
                self._looks = self._ask({"verb": "looks_for_faces"}, b"", _looks)
            except _SilentError:
                return False
        return self._looks

    def give_up(self) -> None:
        """End what is being looked at; a photo that is being made to be kept is finished."""
        with self._starting_or_closing:
            if self._is_to_keep:
                return
            self._is_given_up = True
            if self._process is not None:
                with suppress(OSError):  # Windows refuses it for one that is just ending by itself
                    self._process.kill()  # who waits for its answer puts it away

    def close(self) -> None:
        """End the process at once, whatever it is doing, and start none any more."""
        with self._starting_or_closing:
            self._is_closed = True
        self._stay()
        self._end()

    def _ask_about(self, photo: HeldPhoto, request: Mapping[str, Any], read: Read[T]) -> T:
        about = {"width": photo.width, "height": photo.height, "boxes": plain_boxes(photo.boxes)}
        try:
            return self._ask({**request, **about}, photo.pixels.rgb, read)
        except _SilentError as error:
            raise UserError("photo.no_answer") from error

    def _ask(self, request: Mapping[str, Any], body: bytes, read: Read[T]) -> T:
        """Give what `read` makes of the answer; UserError for what is refused, `_SilentError` for no answer.

        A process that answered before gets a successor: it may have been at its own end, not at that of this photo.
        """
        with self._one_at_a_time:
            with self._starting_or_closing:
                self._is_to_keep, self._is_given_up = request["verb"] == _TO_KEEP, False
            self._stay()
            may_ask_again = self._process is not None
            try:
                while True:
                    try:
                        return self._tried(request, body, read)
                    except _NO_ANSWER as error:
                        self._end()
                        if not may_ask_again or self._is_closed or self._is_given_up:
                            raise _SilentError from error
                        may_ask_again = False
            finally:
                self._is_to_keep = False
                self._rest_later()

    def _tried(self, request: Mapping[str, Any], body: bytes, read: Read[T]) -> T:
        process = self._started()
        questions, answers = process.stdin, process.stdout
        if questions is None or answers is None:
            raise OSError
        with ending_after(process, self._seconds):
            questions.write(json.dumps({**request, "size": len(body)}).encode("ascii") + b"\n")
            questions.write(body)
            questions.flush()
            header = json.loads(answers.readline(LONGEST_LINE))
            size = header["size"]
            if not 0 <= size <= _MOST_BYTES:
                raise ValueError
            content = answers.read(size)
        if len(content) < size:
            raise ValueError
        if "error" in header:
            raise UserError(str(header["error"]), **header["details"])
        return read(header, content)

    def _started(self) -> Worker:
        with self._starting_or_closing:  # one that starts while this is closed would be left behind
            if self._is_closed or self._is_given_up:
                raise OSError
            self._process = self._process or start(worker_command(), steps_back=True)
            return self._process

    # --- how long it lives

    def _stay(self) -> None:
        if self._resting is not None:
            self._resting.cancel()

    def _rest_later(self) -> None:
        if self._is_closed:
            return
        self._resting = threading.Timer(self._rest, self._end_when_idle)
        self._resting.daemon = True
        self._resting.start()

    def _end_when_idle(self) -> None:
        if self._one_at_a_time.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._one_at_a_time.release()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)


class _SilentError(Exception):
    """No answer came: the process could not start, ended, or was silent for too long."""


def _pixels(header: Header, rgb: bytes) -> Pixels:
    """Read a picture; whoever draws it relies on its size."""
    width, height = int(header["width"]), int(header["height"])
    if min(width, height) < 1 or width * height * 3 != len(rgb):
        raise ValueError
    return Pixels(width, height, rgb)


def _proposed(header: Header, _nothing: bytes) -> tuple[Box, ...] | None:
    return None if header["boxes"] is None else boxes_of(header["boxes"])


def _finished(header: Header, jpeg: bytes) -> FinishedPhoto:
    return FinishedPhoto(jpeg, int(header["width"]), int(header["height"]), boxes_of(header["boxes"]))


def _looks(header: Header, _nothing: bytes) -> bool:
    return bool(header["looks"])


def boxes_of(values: Iterable[Mapping[str, Any]]) -> tuple[Box, ...]:
    """Read the parts of a photo that a question or an answer names."""
    return tuple(assemble(Box, value) for value in values)


def plain_boxes(boxes: Iterable[Box]) -> list[Json]:
    """Write parts of a photo as a question or an answer names them."""
    return [encode(box) for box in boxes]
