"""Recording and playing in memory: a voice memo never lies unencrypted on the disk."""

from __future__ import annotations

import wave
from array import array
from io import BytesIO
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, QUrl, Signal, SignalInstance

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioFormat, QMediaPlayer

RATE: Final = 16_000
LONGEST: Final = 30 * 60
"""Seconds: 58 MB, under what the store takes."""
_TICK: Final = 200
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

    def play(self, content: bytes, media_type: str) -> None:
        """Play from the start."""

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


def seconds_of(content: bytes) -> int:
    """Give how long a WAV file lasts; 0 for what is none."""
    try:
        with wave.open(BytesIO(content), "rb") as file:
            return round(file.getnframes() / file.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return 0


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


def _format() -> QAudioFormat:
    from PySide6.QtMultimedia import QAudioFormat  # noqa: PLC0415 - optional at run time

    form = QAudioFormat()
    form.setSampleRate(RATE)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return form


class Loudspeaker(QObject):
    """Plays from memory."""

    moved = Signal(int)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer  # noqa: PLC0415 - optional at run time

        super().__init__(parent)
        self._player: QMediaPlayer = QMediaPlayer(self)
        self._player.setAudioOutput(QAudioOutput(self))
        self._buffer = QBuffer(self)
        self._player.positionChanged.connect(self._on_moved)
        self._player.playbackStateChanged.connect(self._on_state)
        self._player.errorOccurred.connect(self._on_error)

    def play(self, content: bytes, media_type: str) -> None:
        """Play from the start."""
        self.stop()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        ends = {"audio/ogg": "ogg", "audio/mp4": "m4a", "audio/mpeg": "mp3"}
        self._player.setSourceDevice(self._buffer, QUrl(f"memo.{ends.get(media_type, 'wav')}"))
        self._player.play()

    def stop(self) -> None:
        """Be silent."""
        self._player.stop()
        self._buffer.close()

    def _on_moved(self, millis: int) -> None:
        self.moved.emit(millis // 1000)

    def _on_error(self) -> None:
        """End also what never began: its state stays what it was, so nothing else would tell."""
        self.ended.emit()

    def _on_state(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer  # noqa: PLC0415 - optional at run time

        if self._player.playbackState() is QMediaPlayer.PlaybackState.StoppedState:
            self.ended.emit()
