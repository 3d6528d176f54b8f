"""A voice memo: recorded, heard again, kept beside a note on this laptop, or thrown away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.models.beside import clock
from auditor_app.ui.sound import LONGEST, Plays, Records, seconds_of
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.dialog import Dialog, confirm
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from auditor_app.ui.theme import Look

_BARS: Final = 48
_WIDTH: Final = 420


class _Meter(QWidget):
    """How loud the last seconds were: whether the microphone hears anything at all."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._heard: list[float] = []
        self.setFixedHeight(36)
        look.changed.connect(self.update)

    def hear(self, level: float) -> None:
        """Add how loud it is now."""
        self._heard = [*self._heard, level][-_BARS:]
        self.update()

    def clear(self) -> None:
        """Begin anew."""
        self._heard = []
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a line of bars."""
        return QSize(_BARS * 6, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a bar per moment, the newest at the right."""
        painter = QPainter(self)
        step = self.width() / _BARS
        for place in range(_BARS):
            index = place - (_BARS - len(self._heard))
            level = self._heard[index] if index >= 0 else 0.0
            high = max(2.0, level * self.height())
            color = self._look["accent.base" if index >= 0 else "line.medium"]
            painter.fillRect(QRectF(place * step, (self.height() - high) / 2, max(2.0, step - 3), high), color)


class VoiceSheet(Dialog):
    """Records with `make_recorder`, plays with `make_player`; `kept` gives the memo and its seconds."""

    kept = Signal(object, int)

    def __init__(
        self,
        look: Look,
        make_recorder: Callable[[QObject], Records],
        make_player: Callable[[QObject], Plays],
        parent: QWidget,
    ) -> None:
        super().__init__(
            look,
            _("Voice memo"),
            _("It stays on this laptop, travels to nobody, and goes with its note. Say no names: a role will do."),
            parent,
            min(_WIDTH, parent.window().width() - 24),
        )
        self._recorder, self._player = make_recorder(self), make_player(self)
        self._memo = b""
        self.state = "ready"
        self.time = TextLabel(look, "", "clock", mode="line", tabular=True)
        self.meter = _Meter(look)
        self.error = TextLabel(look, "", "small", "failure.text")
        self.error.hide()
        self.record = Button(look, "", icon="mic")
        self.listen = Button(look, "", icon="play")
        self._compose()
        self._connect()
        self._show("ready")

    def _compose(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.time)
        row.addWidget(self.meter, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.record)
        buttons.addWidget(self.listen)
        buttons.addStretch(1)
        self.body.addSpacing(10)
        self.body.addLayout(row)
        self.body.addSpacing(8)
        self.body.addWidget(self.error)
        self.body.addLayout(buttons)
        self.add_safe(_("&Throw away"))
        self.keep = self.add_action(_("&Keep beside the note"))

    def _connect(self) -> None:
        self._recorder.advanced.connect(self._on_advanced)
        self._recorder.failed.connect(self._on_failed)
        self._player.moved.connect(self._show_time)
        self._player.ended.connect(self._on_heard)
        self.record.clicked.connect(self._on_record)
        self.listen.clicked.connect(self._on_listen)

    def start(self) -> None:
        """Open and record at once: the moment does not wait."""
        self.open()
        self._on_record()

    def _show(self, state: str) -> None:
        self.state = state
        self.record.show_text(_("&Stop") if state == "recording" else _("&Record anew") if self._memo else _("&Record"))
        self.record.set_icon("square" if state == "recording" else "mic")
        self.listen.show_text(_("S&top") if state == "playing" else _("&Listen"))
        self.listen.set_icon("square" if state == "playing" else "play")
        self.listen.setVisible(bool(self._memo) and state != "recording")
        self.record.setVisible(state != "playing")
        self.keep.setVisible(bool(self._memo) or state == "recording")

    def _show_time(self, seconds: int) -> None:
        self.time.show_text(clock(seconds))

    def _on_record(self) -> None:
        if self.state == "recording":
            self._end()
            return
        self._memo = b""
        self.error.hide()
        self.meter.clear()
        self._show_time(0)
        self._recorder.start()
        self._show("recording")
        self.record.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _end(self) -> None:
        self._memo = self._recorder.stop()
        self._show_time(seconds_of(self._memo))
        self._show("ready")
        self.keep.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_advanced(self, seconds: int, level: float) -> None:
        self.meter.hear(level)
        self._show_time(seconds)
        if seconds >= LONGEST:
            self._end()

    def _on_failed(self) -> None:
        """Say so; what was recorded until then can still be heard and kept."""
        recorded = self._recorder.stop()
        self._memo = recorded if seconds_of(recorded) else b""
        self._show_time(seconds_of(self._memo))
        self._show("ready")
        self.error.show_text(_("The microphone gives no sound. Check that it is on and that the program may use it."))
        self.error.show()

    def _on_listen(self) -> None:
        if self.state == "playing":
            self._player.stop()
            return
        self._show("playing")
        self._player.play(self._memo)

    def _on_heard(self) -> None:
        self._show_time(seconds_of(self._memo))
        self._show("ready")

    def accept(self) -> None:
        """Keep what was recorded; a recording that still runs ends here."""
        if self.state == "recording":
            self._end()
        self._player.stop()
        seconds = seconds_of(self._memo)
        if not seconds:
            self.error.show_text(_("Nothing was recorded yet."))
            self.error.show()
            return
        self.kept.emit(self._memo, seconds)
        super().accept()

    def reject(self) -> None:
        """Throw it away, after asking when something was recorded."""
        if self.state == "recording":
            self._end()
        self._player.stop()
        if seconds_of(self._memo) and not confirm(
            self._look,
            self,
            _("Throw the memo away?"),
            _("It is kept nowhere yet."),
            act=_("Throw away"),
            keep=_("Go on with it"),
            role="wipe",
        ):
            return
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Enter stops and keeps: the main button has the focus."""
        super().showEvent(event)
        self.record.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space records and stops, wherever the focus is; what was recorded goes by its own button only."""
        if event.key() == Qt.Key.Key_Space and self.state == "playing":
            self._on_listen()
        elif event.key() == Qt.Key.Key_Space and (self.state == "recording" or not self._memo):
            self._on_record()
        else:
            super().keyPressEvent(event)


class ListenSheet(Dialog):
    """Plays a kept memo."""

    def __init__(
        self, look: Look, title: str, make_player: Callable[[QObject], Plays], why_not: str, parent: QWidget
    ) -> None:
        super().__init__(
            look,
            title,
            why_not or _("It stays on this laptop, travels to nobody, and goes with its note."),
            parent,
            min(_WIDTH, parent.window().width() - 24),
        )
        self._player = make_player(self) if not why_not else None
        self._content, self._length = b"", 0
        self._is_playing = False
        self.time = TextLabel(look, "", "figure", mode="line", tabular=True)
        self.listen = Button(look, _("&Listen"), icon="play")
        self.listen.setVisible(self._player is not None)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.listen)
        row.addWidget(self.time)
        row.addStretch(1)
        self.body.addSpacing(8)
        self.body.addLayout(row)
        self.add_safe(_("Close"))
        self.listen.clicked.connect(self._on_listen)
        if self._player is not None:
            self._player.moved.connect(self._show_time)
            self._player.ended.connect(self._on_ended)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter plays: that is what it was opened for."""
        super().showEvent(event)
        if self._player is not None:
            self.listen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_memo(self, content: bytes, seconds: int) -> None:
        """Be ready to play."""
        self._content, self._length = content, seconds
        self._show_time(0)

    def _show_time(self, seconds: int) -> None:
        self.time.show_text(f"{clock(seconds)} / {clock(self._length)}" if self._length else clock(seconds))

    def _on_listen(self) -> None:
        if self._player is None or not self._content:
            return
        if self._is_playing:
            self._player.stop()
            return
        self._is_playing = True
        self.listen.show_text(_("S&top"))
        self.listen.set_icon("square")
        self._player.play(self._content)

    def _on_ended(self) -> None:
        self._is_playing = False
        self.listen.show_text(_("&Listen"))
        self.listen.set_icon("play")

    def done(self, result: int) -> None:
        """Be silent when it closes."""
        if self._player is not None:
            self._player.stop()
        super().done(result)
