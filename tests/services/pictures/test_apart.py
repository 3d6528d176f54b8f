"""Photos in a process of their own: the same as without it, and whatever happens to it is said and harms nothing."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.model import Box
from auditor_app.services.pictures import apart, photos
from auditor_app.services.pictures.apart import WORKER_FLAG, PhotoProcess
from auditor_app.services.pictures.pixels import HeldPhoto, Pixels
from auditor_app.services.worker_process import Worker, start
from tests.services.pictures.test_photos import bomb, from_a_phone

FACE = Box("blur", 160, 50, 130, 150)
PART = Box("crop", 100, 40, 300, 200)
GREY = HeldPhoto(Pixels(32, 32, bytes(3 * 32 * 32)))


@pytest.fixture(scope="module")
def process() -> Iterator[PhotoProcess]:
    made = PhotoProcess()
    yield made
    made.close()


def worker_of(process: PhotoProcess) -> Worker:
    worker = process._process
    assert worker is not None
    return worker


def test_a_photo_is_made_as_it_would_be_here(process: PhotoProcess, tmp_path: Path) -> None:
    content = from_a_phone(6)
    path = tmp_path / "IMG_2034.jpg"
    path.write_bytes(content)
    here = photos.prepare(content)
    held = process.prepare(path)
    assert held == here.held
    turned = process.turn(held)
    assert turned == photos.turn(here).held
    assert process.find_faces(held) == photos.find_faces(here)
    made = process.finish(held, (FACE,), PART)
    assert made == photos.crop(photos.blur(here, [FACE]), PART).finished
    assert made.boxes == (FACE, PART)
    again = process.finish(process.prepare(made.jpeg, made.boxes), (Box("blur", 0, 0, 50, 50),))
    assert [box.what for box in again.boxes] == ["blur", "crop", "blur"]
    assert process.looks_for_faces() == photos.looks_for_faces()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no picture at all", "photo.wrong_type"),
        (b"", "photo.wrong_type"),
        (bytes(4) + b"ftypheic" + bytes(100), "photo.heic"),
        (from_a_phone()[:2000], "photo.broken"),
        (bytes((64 << 20) + 1), "photo.too_large"),
    ],
    ids=["text", "nothing", "iphone", "cut off", "too large"],
)
def test_what_is_refused_is_refused_with_its_reason(process: PhotoProcess, content: bytes, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        process.prepare(content)
    assert refusal.value.code == code
    assert process.finish(GREY).width == 32, "the next one is served"


def test_the_details_of_a_refusal_arrive(process: PhotoProcess, tmp_path: Path) -> None:
    with pytest.raises(UserError) as many:
        process.prepare(bomb(20_000, 20_000))
    assert (many.value.code, many.value.details) == ("photo.too_many_pixels", {"limit": 50})
    with pytest.raises(UserError) as missing:
        process.prepare(tmp_path / "gone.jpg")
    assert (missing.value.code, missing.value.details) == ("photo.unreadable", {"file": "gone.jpg"})
    with pytest.raises(UserError) as small:
        process.finish(GREY, (), Box("crop", 0, 0, 4, 4))
    assert small.value.code == "photo.too_small"


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "",
        "print('no answer')",
        "print('[1]')",
        "print('{\"size\": -1}')",
        'print(\'{"size": 99}\'); print("short")',
        "print('{\"size\": 1e400}')",
        'print(\'{"size": 0, "width": 900, "height": 900, "boxes": []}\')',
        "import sys; sys.stdin.read()",
    ],
    ids=["abort", "ends", "words", "list", "negative", "short", "endless", "pixels that are not there", "silent"],
)
def test_whatever_the_process_does_is_a_sentence(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "worker_command", lambda: [sys.executable, "-c", program])
    process = PhotoProcess(seconds=1)
    with pytest.raises(UserError, match="photo.broken"):
        process.prepare(from_a_phone())
    process.close()


def test_a_process_that_cannot_start_is_said_and_faces_are_then_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "worker_command", lambda: [os.fspath(Path(__file__).parent / "nowhere")])
    process = PhotoProcess()
    with pytest.raises(UserError, match="photo.no_answer"):
        process.finish(GREY)
    assert process.find_faces(GREY) is None
    assert not process.looks_for_faces()
    process.close()


def test_one_that_was_ended_gets_a_successor_for_the_same_photo() -> None:
    process = PhotoProcess()
    process.finish(GREY)
    first = worker_of(process)
    first.kill()
    assert process.finish(GREY).width == 32
    assert worker_of(process) is not first
    process.close()


def test_one_with_nothing_to_do_ends_and_comes_back() -> None:
    process = PhotoProcess(rest=0.05)
    process.finish(GREY)
    worker = process._process
    assert worker is not None
    assert worker.wait(5) != 0
    assert process.finish(GREY).width == 32
    process.close()


def test_what_is_only_looked_at_is_given_up_without_a_successor(monkeypatch: pytest.MonkeyPatch) -> None:
    process = PhotoProcess()
    process.finish(GREY)
    process._end()
    refused: list[UserError] = []
    is_started = threading.Event()

    def start_one_that_is_silent(command: Sequence[str], *, steps_back: bool = False) -> Worker:
        assert not is_started.is_set(), "there is no successor"
        worker = start([*command[:1], "-c", "import sys; sys.stdin.read()"], steps_back=steps_back)
        is_started.set()
        return worker

    monkeypatch.setattr(apart, "start", start_one_that_is_silent)

    def look() -> None:
        try:
            process.prepare(from_a_phone())
        except UserError as error:
            refused.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    assert is_started.wait(10)
    process.give_up()
    looking.join(10)
    assert [error.code for error in refused] == ["photo.broken"]
    monkeypatch.undo()
    assert process.finish(GREY).width == 32, "who stays goes on"
    process.close()


def test_what_is_made_to_be_kept_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    process = PhotoProcess()
    asked = process._started

    def while_it_is_made() -> Worker:
        worker = asked()
        process.give_up()
        return worker

    monkeypatch.setattr(process, "_started", while_it_is_made)
    assert process.finish(GREY).width == 32
    with pytest.raises(UserError, match="photo.broken"):
        process.prepare(from_a_phone())
    process.close()


def test_a_closed_one_answers_nothing_and_starts_nothing() -> None:
    process = PhotoProcess()
    process.finish(GREY)
    worker = worker_of(process)
    process.close()
    assert worker.poll() is not None
    with pytest.raises(UserError, match="photo.no_answer"):
        process.finish(GREY)
    assert process._process is None


def test_one_that_starts_while_it_is_closed_is_not_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Worker] = []
    is_starting, goes_on = threading.Event(), threading.Event()

    def start_slowly(command: Sequence[str], *, steps_back: bool = False) -> Worker:
        is_starting.set()
        goes_on.wait(5)
        started.append(start(command, steps_back=steps_back))
        return started[0]

    monkeypatch.setattr(apart, "start", start_slowly)
    process = PhotoProcess()
    refused: list[UserError] = []

    def ask() -> None:
        try:
            process.finish(GREY)
        except UserError as error:
            refused.append(error)

    asking, closing = threading.Thread(target=ask), threading.Thread(target=process.close)
    asking.start()
    assert is_starting.wait(5)
    closing.start()
    goes_on.set()
    asking.join(10)
    closing.join(10)
    assert started[0].wait(5) != 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the limits and the rank of another process")
def test_it_works_behind_the_window_and_within_limits(process: PhotoProcess) -> None:
    process.finish(GREY)
    pid = worker_of(process).pid
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    limits = Path(f"/proc/{pid}/limits").read_text("utf-8")
    (space,) = (line for line in limits.splitlines() if line.startswith("Max address space"))
    (written,) = (line for line in limits.splitlines() if line.startswith("Max file size"))
    assert str(apart.MEMORY) in space
    assert written.split()[3:5] == ["0", "0"]


def test_the_program_itself_is_the_process_where_it_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert apart.worker_command() == [sys.executable, WORKER_FLAG]
    monkeypatch.setattr(apart, "worker_command", lambda: [sys.executable, "-m", "auditor_app", WORKER_FLAG])
    process = PhotoProcess()
    assert process.finish(GREY).width == 32
    process.close()
