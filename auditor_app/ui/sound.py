"""Recording and playing in memory: a voice memo never lies unencrypted on the disk."""

from __future__ import annotations

import wave
from array import array
from io import BytesIO
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal, SignalInstance

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink

RATE: Final = 16_000
LONGEST: Final = 30 * 60
"""Seconds: 58 MB, under what the store takes."""
_TICK: Final = 200
_FEED: Final = 50
_TAIL: Final = 8
"""Turns at rest after which the last sound has left the system too."""
_AHEAD: Final = 1_000_000
"""Microseconds of sound the loudspeaker holds, so that a busy window is not heard."""
_SAMPLE: Final = 2
_LOUDEST: Final = 32_768


class Records(Protocol):
    """What the sheet needs of a microphone."""

    advanced: SignalInstance
    """Seconds recorded so far, and how loud it is now, 0 to 1."""
    failed: SignalInstance

    def start(self) -> None:
        """Begin anew."""

    def stop(self) -> bytes:
        """End, and give the recording as WAV."""


class Plays(Protocol):
    """What the sheet needs of a loudspeaker."""

    moved: SignalInstance
    """The second that is heard now."""
    ended: SignalInstance

    def play(self, content: bytes) -> None:
        """Play a WAV file from the start."""

    def stop(self) -> None:
        """Be silent."""


def as_wav(samples: bytes, rate: int = RATE, channels: int = 1) -> bytes:
    """Put 16 bit samples into a WAV file."""
    output = BytesIO()
    with wave.open(output, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(_SAMPLE)
        file.setframerate(rate)
        file.writeframes(samples)
    return output.getvalue()


def samples_of(content: bytes) -> tuple[bytes, int, int]:
    """Give the 16 bit samples of a WAV file, their rate and the number of channels; none for what is no such file."""
    try:
        with wave.open(BytesIO(content), "rb") as file:
            if file.getsampwidth() == _SAMPLE and file.getframerate():
                return file.readframes(file.getnframes()), file.getframerate(), file.getnchannels()
    except (wave.Error, EOFError):
        pass
    return b"", RATE, 1


def seconds_of(content: bytes) -> int:
    """Give how long a WAV file lasts; 0 for what is none."""
    samples, rate, channels = samples_of(content)
    return round(len(samples) / (rate * channels * _SAMPLE))


def loudness(samples: bytes) -> float:
    """Give how loud the loudest of some 16 bit samples is, 0 to 1."""
    heard = array("h", samples[: len(samples) // _SAMPLE * _SAMPLE])
    return min(1.0, max(map(abs, heard), default=0) / _LOUDEST)


class Microphone(QObject):
    """The system's default microphone, recorded into memory."""

    advanced = Signal(int, float)
    failed = Signal()

    def __init__(self, parent: QObject) -> None:
        from PySide6.QtMultimedia import QAudioSource, QMediaDevices  # noqa: PLC0415 - optional at run time

        super().__init__(parent)
        device = QMediaDevices.defaultAudioInput()
        self._format = _format()
        if not device.isFormatSupported(self._format):
            self._format.setSampleRate(device.preferredFormat().sampleRate())
            self._format.setChannelCount(device.preferredFormat().channelCount())
        self._source = QAudioSource(device, self._format, self)
        self._buffer = QBuffer(self)
        self._heard = 0
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin anew."""
        self._buffer.close()
        self._buffer.setData(QByteArray())
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._heard = 0
        self._source.start(self._buffer)
        self._timer.start()

    def stop(self) -> bytes:
        """End, and give the recording as WAV."""
        self._timer.stop()
        self._source.stop()
        self._buffer.close()
        samples = bytes(self._buffer.data().data())
        return as_wav(samples, self._format.sampleRate(), self._format.channelCount())

    def _on_tick(self) -> None:
        from PySide6.QtMultimedia import QtAudio  # noqa: PLC0415 - optional at run time

        if self._source.error() is not QtAudio.Error.NoError:
            self._timer.stop()
            self.failed.emit()
            return
        size = self._buffer.size()
        fresh = bytes(self._buffer.data().mid(self._heard).data())
        self._heard = size
        self.advanced.emit(size // (self._format.sampleRate() * self._format.bytesPerFrame()), loudness(fresh))


def _format(rate: int = RATE, channels: int = 1) -> QAudioFormat:
    from PySide6.QtMultimedia import QAudioFormat  # noqa: PLC0415 - optional at run time

    form = QAudioFormat()
    form.setSampleRate(rate)
    form.setChannelCount(channels)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return form


class Loudspeaker(QObject):
    """Plays WAV from memory, handed over piece by piece on the window's thread.

    Qt's player of media is not used. It reads on threads of its own and, for a device made in Python, through Python's
    lock, which the window's thread holds while it waits for them to stop: now and then both waited for good.
    """

    moved = Signal(int)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._taker: QIODevice | None = None
        self._samples = b""
        self._given = self._rests = 0
        self._timer = QTimer(self, interval=_FEED)
        self._timer.timeout.connect(self._on_tick)

    def play(self, content: bytes) -> None:
        """Play from the start."""
        from PySide6.QtMultimedia import QAudioSink, QMediaDevices  # noqa: PLC0415 - optional at run time

        self._be_silent()
        self._samples, rate, channels = samples_of(content)
        self._given = self._rests = 0
        if not self._samples:
            self.ended.emit()
            return
        form = _format(rate, channels)
        self._sink = QAudioSink(QMediaDevices.defaultAudioOutput(), form, self)
        self._sink.setBufferSize(form.bytesForDuration(_AHEAD))
        self._taker = self._sink.start()
        self._timer.start()
        self._on_tick()

    def stop(self) -> None:
        """Be silent."""
        if self._sink is not None:
            self._be_silent()
            self.ended.emit()

    def _be_silent(self) -> None:
        self._timer.stop()
        if self._sink is not None:
            self._sink.reset()
            self._sink.deleteLater()
        self._sink = self._taker = None

    def _on_tick(self) -> None:
        """Hand over as much as is taken; it is over when all was heard, or when the loudspeaker gives up."""
        from PySide6.QtMultimedia import QtAudio  # noqa: PLC0415 - optional at run time

        if self._sink is None or self._taker is None:
            self.stop()
            return
        piece = self._samples[self._given : self._given + self._sink.bytesFree()]
        if piece:
            self._given += max(0, self._taker.write(piece))
        self.moved.emit(self._sink.processedUSecs() // 1_000_000)
        is_given = self._given >= len(self._samples)
        self._rests = self._rests + 1 if is_given and self._sink.state() is QtAudio.State.IdleState else 0
        if self._rests > _TAIL or self._sink.state() is QtAudio.State.StoppedState:
            self.stop()
