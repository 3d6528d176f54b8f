"""What the program says by itself: a bar until solved, a toast with a way back, an empty place, long work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.i18n import _, failure_text
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.tokens import RADIUS, TOAST_MS, WIDE
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

Tone = Literal["info", "attention", "failure"]
_ICONS: Final = {"info": "info", "attention": "triangle-alert", "failure": "circle-alert"}
MOST_ACTIONS: Final = 2


@dataclass(frozen=True)
class Message:
    """A sentence and what can be done about it: (name, words) of at most two actions."""

    text: str
    tone: Tone = "info"
    title: str = ""
    actions: tuple[tuple[str, str], ...] = ()


def attention(text: str) -> Message:
    """Say what could not be done, or what to know; it stays until it is closed."""
    return Message(text, "attention", "", (("close", _("Close")),))


def failure(error: Exception, title: str = "") -> Message:
    """Say why something was not done, in a bar that can be closed."""
    return Message(failure_text(error), "failure", title, (("close", _("Close")),))


class MessageBar(QWidget):
    """A bar over a place: 3 px edge, symbol, sentence, at most two actions. It goes when its owner hides it."""

    acted = Signal(str)
    """The name of the action that was chosen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._message = Message("")
        self._since = QElapsedTimer()
        self._title = TextLabel(look, "", "bodyStrong", "failure.text")
        self._text = TextLabel(look)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._buttons = [Button(look, size="small", parent=self) for _index in range(MOST_ACTIONS)]
        for button in self._buttons:
            button.clicked.connect(self._on_clicked)
        self._actions = QWidget(self)
        actions = QHBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(8)
        for button in self._buttons:
            actions.addWidget(button)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self._title)
        self._words.addWidget(self._text)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(16)
        self._row.addLayout(self._words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    @property
    def tone(self) -> Tone:
        """Give the tone of what was said last."""
        return self._message.tone

    @property
    def was_read(self) -> bool:
        """Whether it only draws attention, and stood there as long as a toast does: there was time to read it."""
        return self.tone == "attention" and self._since.isValid() and self._since.elapsed() > TOAST_MS

    def show_message(self, message: Message) -> None:
        """Say it, show the bar and tell screen readers."""
        self._message = message
        self._since.start()
        self._title.show_text(message.title)
        self._title.setVisible(bool(message.title))
        self._title.set_color(f"{message.tone}.text" if message.tone != "info" else "text.primary")
        self._text.show_text(message.text)
        self._text.set_color("text.secondary" if message.title else "text.primary")
        for index, button in enumerate(self._buttons):
            button.setVisible(index < len(message.actions))
            if index < len(message.actions):
                button.show_text(message.actions[index][1])
        self._place_actions(below=bool(message.title))
        self._actions.setVisible(bool(message.actions))
        self.setAccessibleName(" ".join(filter(None, (message.title, message.text))))
        self.show()
        announce(self, self.accessibleName(), is_urgent=message.tone == "failure")

    def take_focus(self) -> bool:
        """Put the focus on the first action; False when there is none."""
        if self._message.actions:
            self._buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self._message.actions)

    def _place_actions(self, *, below: bool) -> None:
        """Put the actions under a sentence with a title, else to its right."""
        self._words.removeWidget(self._actions)
        self._row.removeWidget(self._actions)
        upright = 10 if below else 7
        self._row.setContentsMargins(46, upright, 14, upright)
        self._words.setSpacing(0)
        if below:
            self._words.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._row.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = self._actions.layout()
        if layout is not None:
            layout.setContentsMargins(0, 7 if below else 0, 0, 0)

    def _on_clicked(self) -> None:
        index = next(i for i, button in enumerate(self._buttons) if button is self.sender())
        self.acted.emit(self._message.actions[index][0])

    def minimumSizeHint(self) -> QSize:
        """Never lower than a bar with a button."""
        return super().minimumSizeHint().expandedTo(QSize(0, 42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, edge and symbol."""
        painter = QPainter(self)
        tone = self._message.tone
        is_info = tone == "info"
        painter.fillRect(self.rect(), self._look["bg.selected" if is_info else f"{tone}.bg"])
        edge = self._look["accent.base" if is_info else f"{tone}.line"]
        painter.fillRect(0, 0, 3, self.height(), edge)
        middle = 19 if self._message.title else self.height() / 2
        paint_icon(painter, QRectF(16, middle - 9, 18, 18), _ICONS[tone], edge)


def announce(widget: QWidget, sentence: str, *, is_urgent: bool = False) -> None:
    """Let a screen reader say `sentence`."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - nothing is said at the start

    event = QAccessibleAnnouncementEvent(widget, sentence)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


class _ToastAction(QPushButton):
    """Underlined words on the dark ground of a toast."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("role", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Give the size of the words."""
        self.setFont(self._look.font("control", weight=600))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self._look.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words and line, and a ring of its own colour under the keyboard."""
        painter = QPainter(self)
        painter.setFont(self.font())
        color = self._look["bg.surface"]
        painter.setPen(color)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        bottom = (self.height() + self.fontMetrics().height()) // 2
        painter.setPen(QPen(color, 2 if self.hasFocus() else 1))
        painter.drawLine(1, bottom, self.width() - 1, bottom)


_MOVED: Final = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class Toast(QWidget):
    """Says what was done and how to undo it: six seconds, longer under pointer or focus."""

    undone = Signal(object)
    """The value that was given with the toast."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window = look, window
        self._value: object = None
        self._above = 40
        self._feet: tuple[QWidget, ...] = ()
        self._margin: QWidget | None = None
        self._text = TextLabel(look, "", "body", "bg.surface", "elide")
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._action = _ToastAction(look, self)
        self._action.clicked.connect(self._on_undone)
        self._timer = QTimer(self, interval=TOAST_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(24)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        self._action.installEventFilter(self)
        window.installEventFilter(self)
        look.changed.connect(self.update)
        self.hide()

    def show_done(self, text: str, value: object = None, action: str = "") -> None:
        """Say `text`; with a `value` the way back is offered, and `undone` gives the value back."""
        self._value = value
        self._text.show_text(text)
        self._action.setText(action or _("Undo"))
        self._action.updateGeometry()
        self._action.setVisible(value is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def stand_above(self, height: int, feet: tuple[QWidget, ...] = (), margin: QWidget | None = None) -> None:
        """Stand this far above the window's bottom (the quick bar's height), and above any of `feet` it would cover.

        A `margin` is a column that it stands to the right of.
        """
        self._above = height
        for part in (*self._feet, *filter(None, (self._margin,))):
            part.removeEventFilter(self)
        self._feet, self._margin = feet, margin
        for part in (*self._feet, *filter(None, (self._margin,))):
            part.installEventFilter(self)
        if not self.isHidden():
            self._place()

    def _place(self) -> None:
        window = self._window
        least = 400 if window.width() >= WIDE else 0
        left = 16
        if self._margin is not None and self._margin.isVisible():
            left += self._margin.mapTo(window, QPoint(self._margin.width(), 0)).x()
        width = min(max(least, self.sizeHint().width()), window.width() - left - 16)
        height = self._look.px(44)
        bottom = min((window.height() - self._above - 16, *self._tops(left, left + width)))
        self.setGeometry(left, bottom - height, width, height)

    def _tops(self, left: int, right: int) -> list[int]:
        """Give where the feet between two edges begin, a little above each."""
        tops = []
        for foot in self._feet:
            corner = foot.mapTo(self._window, QPoint(0, 0))
            if foot.isVisible() and corner.x() < right and corner.x() + foot.width() > left:
                tops.append(corner.y() - 8)
        return tops

    def _on_undone(self) -> None:
        self._timer.stop()
        self.hide()
        self.undone.emit(self._value)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow the window's size; wait while the action has the focus."""
        if watched is self._window and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        elif (watched in self._feet or watched is self._margin) and event.type() in _MOVED and self.isVisible():
            self._place()  # a line that grows, or a foot that appeared after the toast, stays in sight
        elif watched is self._action and event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif watched is self._action and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._timer.start()
        return False

    def enterEvent(self, _event: QEnterEvent) -> None:
        """Wait under the pointer."""
        self._timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        """Go on counting when the pointer left."""
        if self.isVisible() and not self._action.hasFocus():
            self._timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dark ground."""
        paint_box(QPainter(self), QRectF(self.rect()), RADIUS["button"], self._look["text.primary"], None)


class _Lines(QWidget):
    """The drawing of an empty place: three lines still to be written."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(104, 44)
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw times, lines and the caret."""
        painter = QPainter(self)
        for y, length in ((6, 78), (21, 62), (36, 34)):
            painter.fillRect(2, y, 12, 2, self._look["accent.base"])
            painter.fillRect(24, y, length, 2, self._look["line.strong"])
        painter.fillRect(63, 31, 2, 12, self._look["text.primary"])


class EmptyState(QWidget):
    """What goes here, in one sentence, and the first step."""

    chosen = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = TextLabel(look, "", "school")
        self._text = TextLabel(look, "", "body", "text.secondary")
        for label in (self._title, self._text):
            label.setAlignment(centre)
        self._button = Button(look, role="main")
        self._button.clicked.connect(self.chosen)
        self.setFocusProxy(self._button)
        self._key = KeyHint(look)
        action = QHBoxLayout()
        action.setSpacing(8)
        action.addStretch()
        action.addWidget(self._button)
        action.addWidget(self._key)
        action.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch()
        column.addWidget(_Lines(look), 0, centre)
        column.addSpacing(12)
        column.addWidget(self._title)
        column.addSpacing(6)
        column.addWidget(self._text)
        column.addSpacing(12)
        column.addLayout(action)
        column.addStretch()
        column.setSpacing(0)

    def show_step(self, title: str, sentence: str, action: str = "", key: str = "") -> None:
        """Say what goes here; `action` is the button's text and `key` its key."""
        self._title.show_text(title)
        self._text.show_text(sentence)
        self._button.show_text(action)
        self._button.setVisible(bool(action))
        self._key.show_text(key)
        self._key.setVisible(bool(key))


class _Bar(QWidget):
    """Four pixels of progress."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.share = 0.0
        self.setFixedHeight(4)
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is done and what is not."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look["line.medium"])
        painter.fillRect(QRectF(0, 0, self.width() * self.share, 4), self._look["accent.base"])


class ProgressStrip(QWidget):
    """What is being done, how far it is, and a way to stop it."""

    cancelled = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = TextLabel(look, "", "body", "text.secondary", "elide", tabular=True)
        self._bar = _Bar(look)
        self._cancel = Button(look, _("Cancel"), size="small")
        self._cancel.clicked.connect(self.cancelled)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self._text)
        left.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self._cancel)

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Say "Building the report: page 9 of 14" and draw 9 of 14; a total of 0 draws nothing yet."""
        self._cancel.show_text(_("Cancel"))
        self._text.show_text(text)
        self._bar.share = min(1.0, done / total) if total > 0 else 0.0
        self._bar.setAccessibleName(text)
        self._bar.update()


def below(widget: QWidget, gap: int = 4) -> QPoint:
    """Give the point under `widget`, where its menu or popup opens."""
    return widget.mapToGlobal(QPoint(0, widget.height() + gap))
