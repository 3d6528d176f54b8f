"""The indicator of the top bar: "Saved" is only said when the text is on the disk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS, SIZE
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.shapes import paint_box

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

State = Literal["nothing", "saved", "saving", "failed", "read_only"]
SAVING_AFTER_MS: Final = 400
_TEXT_AT: Final = 22


class SavedIndicator(QAbstractButton):
    """Shows whether everything is on the disk; a click on a failure (`clicked`) leads to what to do."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state: State = "nothing"
        self._moment: datetime | None = None
        self._is_small = False
        self._timer = QTimer(self, interval=SAVING_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self._on_slow)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self.update)

    @property
    def state(self) -> State:
        """What is shown now."""
        return self._state

    def show_saved(self, moment: datetime) -> None:
        """A commit returned at `moment`."""
        self._moment = moment
        self._show("saved")

    def set_small(self, *, is_small: bool) -> None:
        """Show only symbol and time; what needs reading keeps its words."""
        self._is_small = is_small
        self.updateGeometry()
        self.update()

    def show_saving(self) -> None:
        """A write began; said only when it takes longer than 400 ms, and never over a failure."""
        if self._state not in ("failed", "saving") and not self._timer.isActive():
            self._timer.start()

    def show_failed(self) -> None:
        """A write failed; stays until a commit succeeds."""
        self._show("failed")
        announce(self, self._words(), is_urgent=True)

    def show_unchanged(self) -> None:
        """A write was refused and nothing waits for the disk: what was said before is true again."""
        self._show("saved" if self._moment is not None else "nothing")

    def show_read_only(self) -> None:
        """The audit is signed."""
        self._show("read_only")

    def retranslate(self) -> None:
        """Say it in the current language."""
        self._show(self._state)

    def _on_slow(self) -> None:
        self._show("saving")

    def _show(self, state: State) -> None:
        self._timer.stop()
        self._state = state
        self.setAccessibleName(self._words())
        self.setToolTip(self._words() if state in {"saved", "read_only"} else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if state == "failed" else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        if self._state == "saved":
            return _("Saved {time}").format(time=self._time())
        return {
            "saving": _("Saving"),
            "failed": _("Not saved"),
            "read_only": _("Signed, read only"),
        }.get(self._state, "")

    def _time(self) -> str:
        """Give the time of today, else the day: what was saved earlier is as safe as what was saved now."""
        if self._moment is None:
            return ""
        if self._moment.date() == datetime.now().astimezone().date():
            return current().time(self._moment, "HH:mm:ss")
        return current().moment(self._moment.isoformat(), "d MMM HH:mm")

    def _shown(self) -> str:
        """Give what is painted: a narrow window leaves out the words that the symbol says."""
        if self._is_small and self._state == "saved":
            return self._time()
        return "" if self._is_small and self._state == "read_only" else self._words()

    def sizeHint(self) -> QSize:
        """Give one width for every state, so that nothing beside it jumps."""
        metrics = QFontMetricsF(self._look.font("control", tabular=True, weight=600))
        texts = [_("Saved {time}").format(time="00:00:00"), _("Saving"), _("Not saved"), self._words()]
        if self._is_small:
            texts = ["00:00:00", self._shown()]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        return QSize(round(widest) + _TEXT_AT + 20, self._look.px(SIZE["button"]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw symbol and words, right-aligned towards the lock."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_failed = self._state == "failed"
        painter.setFont(self._look.font("control", weight=600) if is_failed else self._look.font("body", tabular=True))
        words = painter.fontMetrics().horizontalAdvance(self._shown())
        side = 12 if is_failed else 0
        rect = QRectF(self.width() - words - _TEXT_AT - 2 * side - (3 if is_failed else 0), 0, 0, self.height())
        rect.setRight(self.width())
        if is_failed:
            paint_box(painter, rect, RADIUS["button"], self._look["failure.solid"], None)
        self._paint_symbol(painter, rect.adjusted(side, 0, -side, 0))
        painter.setPen(self._look["failure.on" if is_failed else "text.secondary"])
        painter.drawText(rect.adjusted(0, 0, -side, 0), int(_RIGHT), self._shown())

    def _paint_symbol(self, painter: QPainter, rect: QRectF) -> None:
        place = QRectF(rect.x(), rect.center().y() - 8, 16, 16)
        if self._state == "saving":
            painter.setBrush(self._look["text.secondary"])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(rect.x() + 9, rect.center().y()), 2.75, 2.75)
        elif self._state in _SYMBOLS:
            name, color = _SYMBOLS[self._state]
            paint_icon(painter, place, name, self._look[color])


_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_SYMBOLS: Final = {
    "saved": ("check", "accent.base"),
    "failed": ("circle-alert", "failure.on"),
    "read_only": ("lock", "text.secondary"),
}
