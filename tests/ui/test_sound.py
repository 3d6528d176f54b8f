"""Recording and playing through a real sound server, whose microphone and loudspeaker are pipes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from math import pi, sin
from pathlib import Path

import pytest

from auditor_app.ui.sound import RATE, as_wav, loudness, samples_of, seconds_of

TONE = 440
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="PulseAudio is the sound of Linux")


def tone(seconds: float) -> bytes:
    """Give 16 bit samples of one clear tone."""
    return array("h", (int(8000 * sin(2 * pi * TONE * n / RATE)) for n in range(round(RATE * seconds)))).tobytes()


def pitch(samples: bytes) -> float:
    """Count how often a second the samples rise through zero, where there is any sound."""
    heard = array("h", samples)
    pieces = [heard[n : n + 400] for n in range(0, len(heard), 400)]
    loud = [piece for piece in pieces if max(map(abs, piece[:40])) > 1000 and max(map(abs, piece[-40:])) > 1000]
    rises = sum(before < 0 <= after for piece in loud for before, after in pairwise(piece))
    return rises * RATE / sum(len(piece) - 1 for piece in loud)


class Room:
    """A sound server of its own: what is sung into one pipe is recorded, what is played comes out of the other."""

    def __init__(self, program: str, folder: Path) -> None:
        self._mouth, self._ear, socket = folder / "mouth", folder / "ear", folder / "socket"
        self.surroundings = {**os.environ, "PULSE_SERVER": f"unix:{socket}", "PULSE_COOKIE": str(folder / "cookie")}
        shape = f"format=s16le rate={RATE} channels=1"
        modules = (
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            f"module-pipe-source source_name=mouth file={self._mouth} {shape}",
            f"module-pipe-sink sink_name=ear file={self._ear} {shape}",
        )
        options = [part for module in modules for part in ("-L", module)]
        command = [program, "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", *options]
        self._server = subprocess.Popen(command, env=self.surroundings, stderr=subprocess.DEVNULL)
        self._is_over = threading.Event()
        self.heard = bytearray()
        self._threads = (threading.Thread(target=self._sing), threading.Thread(target=self._listen))
        ends = time.monotonic() + 20
        while not (socket.exists() and self._mouth.exists() and self._ear.exists()):
            assert self._server.poll() is None, "the sound server ended"
            assert time.monotonic() < ends, "the sound server does not answer"
            time.sleep(0.02)
        for thread in self._threads:
            thread.start()

    def run(self, script: str) -> list[str]:
        """Run a script with this sound in a process of its own, and give what it prints, line by line."""
        begin = (
            "import sys; from PySide6.QtCore import QEventLoop, QObject, QTimer; "
            "from PySide6.QtWidgets import QApplication; app = QApplication([]); "
            "from auditor_app.ui.sound import Loudspeaker, Microphone, samples_of, seconds_of\n"
            "def wait(ms):\n    loop = QEventLoop(); QTimer.singleShot(ms, loop.quit); loop.exec()\n"
        )
        command = [sys.executable, "-c", begin + script]
        done = subprocess.run(command, env=self.surroundings, capture_output=True, text=True, timeout=50, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.splitlines()

    def comes_to_rest(self) -> bytes:
        """Wait until all that was played came out of the pipe, which holds two seconds, and give it."""
        before = -1
        while before < len(self.heard):
            before = len(self.heard)
            time.sleep(0.5)
        return bytes(self.heard)

    def close(self) -> None:
        self._is_over.set()
        self._server.terminate()
        self._server.wait(10)
        for thread in self._threads:
            thread.join(10)

    def _sing(self) -> None:
        """Put the tone into the microphone, as fast as it is heard and in pieces as small as a sound card's."""
        whole, size = tone(1), RATE // 50 * 2
        with suppress(BrokenPipeError), self._mouth.open("wb", buffering=0) as pipe:
            begun, sung = time.monotonic(), 0.0
            while not self._is_over.is_set():
                place = round(sung * 50) % 50 * size
                pipe.write(whole[place : place + size])
                sung += 0.02
                time.sleep(max(0.0, begun + sung - time.monotonic()))

    def _listen(self) -> None:
        with suppress(BrokenPipeError), self._ear.open("rb", buffering=0) as pipe:
            while not self._is_over.is_set():
                piece = pipe.read(RATE // 25)
                if not piece:
                    return
                self.heard += piece
                time.sleep(len(piece) / 2 / RATE)


@pytest.fixture
def room(tool: Callable[[str], str], tmp_path: Path) -> Iterator[Room]:
    made = Room(tool("pulseaudio"), tmp_path)
    yield made
    made.close()


def test_what_is_said_is_recorded_as_it_was(room: Room) -> None:
    script = """
microphone, told = Microphone(app), []
microphone.advanced.connect(lambda seconds, level: told.append((seconds, level)))
microphone.start(); wait(2500); memo = microphone.stop()
heard = seconds_of(memo)
print(heard >= 1, told[-1][0] in (heard, heard - 1), any(level > 0.2 for _, level in told))
print(samples_of(memo)[0].hex())
microphone.start(); wait(300); print(len(microphone.stop()) < len(memo))
"""
    told, samples, again = room.run(script)
    assert told == "True True True"
    assert pitch(bytes.fromhex(samples)) == pytest.approx(TONE, rel=0.25)  # a busy machine leaves out a moment
    assert again == "True"


def test_a_memo_is_heard_to_its_end(room: Room) -> None:
    script = f"""
memo = bytes.fromhex("{as_wav(tone(1.5)).hex()}")
loudspeaker, moved, ended = Loudspeaker(app), [], []
loudspeaker.moved.connect(moved.append); loudspeaker.ended.connect(lambda: ended.append(len(moved)))
loudspeaker.play(memo)
while not ended: wait(50)
wait(500)
print(moved[0], moved[-1], len(ended))
"""
    assert room.run(script) == ["0 1 1"]
    samples = room.comes_to_rest()
    assert pitch(samples) == pytest.approx(TONE, rel=0.1)
    assert sum(abs(value) > 1000 for value in array("h", samples)) / RATE == pytest.approx(1.5 * 0.92, rel=0.1)


def test_play_and_stop_in_any_haste_leave_the_window_alive(room: Room) -> None:
    """Qt's own player froze the window for good here: it waited for a thread that waited for Python's lock."""
    script = f"""
import faulthandler
faulthandler.dump_traceback_later(40, exit=True)
memo = bytes.fromhex("{as_wav(tone(0.5)).hex()}")
long = bytes.fromhex("{as_wav(tone(0.1)).hex()}")
long = memo[:44] + memo[44:] * 60
loudspeaker, ended = Loudspeaker(app), []
loudspeaker.ended.connect(lambda: ended.append(1))
for number, pause in enumerate((0, 1, 3, 250, 0, 10, 30, 100, 1, 0, 250, 3, 100, 0, 0, 30) * 2):
    loudspeaker.play(long if number % 2 else memo)
    if pause: wait(pause)
    if number % 3 == 0: loudspeaker.stop()
loudspeaker.stop()
print("alive")
"""
    assert room.run(script) == ["alive"]


def test_what_is_no_memo_ends_at_once(room: Room) -> None:
    script = f"""
loudspeaker, ended = Loudspeaker(app), []
loudspeaker.ended.connect(lambda: ended.append(1))
for rubbish in (b"", b"rubbish", bytes.fromhex("{as_wav(b"").hex()}"), bytes.fromhex("{as_wav(tone(1))[:30].hex()}")):
    loudspeaker.play(rubbish); wait(300)
print(len(ended))
"""
    assert room.run(script) == ["4"]


def test_samples_are_those_of_the_file() -> None:
    memo = as_wav(tone(1.5))
    assert samples_of(memo) == (tone(1.5), RATE, 1)
    assert seconds_of(memo) == 2
    assert loudness(tone(0.1)) == pytest.approx(8000 / 32768, abs=0.01)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVE", as_wav(tone(0.1))[:40], b"\x00" * 100])
def test_what_is_no_wav_has_no_samples(content: bytes) -> None:
    assert samples_of(content) == (b"", RATE, 1)
    assert seconds_of(content) == 0
