"""The small note window that stays on top during a lesson, and where the window has no quick-note bar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.observation import TimedLook
from auditor_app.i18n import _, current
from auditor_app.ui.frame.quick_note import NoteLine, running_activity
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.person_hints import REPLACE
from auditor_app.ui.models.timed import ASK, due_moment, due_words, snapshot_text, taken_moments
from auditor_app.ui.shortcuts import BY_NAME
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.chips import SourceChip
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.model import Activity
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

WIDTH, HEIGHT = 376, 86
_HEAD: Final = 34
_LOOK, _SAID = 5_000, 4_000


class NoteWindow(QWidget):
    """376 × 86, always on top, where it was last: for during a lesson, and when the window has no quick-note bar."""

    def __init__(self, look: Look, session: AuditSession, memory: QSettings, parent: QWidget) -> None:
        super().__init__(
            parent, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint
        )
        self._look, self._session, self._memory = look, session, memory
        self._grip: QPoint | None = None
        self._found = ("", "")
        self._code = ""
        self.setWindowTitle(_("Quick note"))
        self.resize(WIDTH, HEIGHT)
        self._time = TextLabel(look, "", "small", mode="line", tabular=True)
        self._time.set_role("small", 600)
        self._title = TextLabel(look, "", "small", "text.secondary", "elide")
        self._source = SourceChip(look)
        self._close = IconButton(look, "x", _("Close"), size=16, box=24)
        self._close.clicked.connect(self.close)
        self.line = NoteLine(look, session)
        self.line.setPlaceholderText(_("What do you see or hear?"))
        self._lay_out()
        self.line.noted.connect(self._on_noted)
        self.line.person_found.connect(self._on_person)
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look_again)
        self._said = QTimer(self, interval=_SAID, singleShot=True)
        self._said.timeout.connect(self._show_activity)
        look.changed.connect(self.update)
        self.line.left.connect(self.close)
        self.line.snapshot_asked.connect(self._take_snapshot)
        for name, slot in (("note", self.line.setFocus), ("note_window", self.close)):
            QShortcut(QKeySequence(BY_NAME[name].keys), self).activated.connect(slot)

    def _lay_out(self) -> None:
        above = QWidget()
        above.setFixedHeight(self._look.px(_HEAD))
        head = QHBoxLayout(above)
        head.setContentsMargins(12, 0, 6, 0)
        head.setSpacing(8)
        head.addWidget(self._time)
        head.addWidget(self._title, 1)
        head.addWidget(self._source)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(above)
        body = QHBoxLayout()
        body.setContentsMargins(12, 0, 12, 0)
        body.addWidget(self.line)
        column.addLayout(body, 1)

    def open(self) -> None:
        """Come up where it was, with the caret in it."""
        self._show_activity()
        self._timer.start()
        place = self._memory.value("note_window")
        if isinstance(place, QPoint) and QGuiApplication.screenAt(place + QPoint(WIDTH // 2, _HEAD // 2)) is not None:
            self.move(place)
        else:
            parent = self.parentWidget()
            corner = (parent.window() if parent else self).geometry().bottomRight()
            self.move(corner - QPoint(WIDTH + 24, HEIGHT + 24))
        self.show()
        self.activateWindow()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _look_again(self) -> None:
        """Follow the clock, unless something is being said in its line."""
        if not self._said.isActive():
            self._show_activity()

    def _show_activity(self) -> None:
        """Say what is on now, and when the next snapshot of a timed observation is due, in words that stand still."""
        now = datetime.now().astimezone()
        activity = running_activity(self._session, now)
        self._time.show_text(current().time(now))
        words = activity.title if activity else _("No activity is on now")
        taken, is_due = self._taken(activity, now), False
        if activity is not None and activity.interval:
            due = due_moment(activity, taken, now)
            is_due = due is not None and due <= now
            key = f" ({ASK})" if is_due else ""
            words = f"{due_words(activity, taken, now)}{key} · {words}"
        self._title.show_text(words)
        self._title.set_color("accent.text" if is_due else "text.secondary")
        self._code = activity.source if activity is not None else ""
        self._source.show_text(self._code)
        self._source.setVisible(bool(self._code))
        self._on_person(*self._found)

    def _taken(self, activity: Activity | None, now: datetime) -> list[datetime]:
        """Give when the snapshots of a timed observation were taken."""
        if activity is None or not activity.interval:
            return []
        return taken_moments(book_of(self._session).notes.snapshots_of(activity.id), now)

    def _take_snapshot(self) -> None:
        """Make the line a snapshot of the timed observation that is on, as what pupils do now; it may be empty."""
        now = datetime.now().astimezone()
        activity, text = running_activity(self._session, now), self.line.text().strip()
        if activity is not None and activity.interval and not self._session.is_read_only:
            seen = snapshot_text(len(self._taken(activity, now)) + 1, TimedLook(), text)
            self.line.hand_over(text, seen, is_snapshot=True)

    def _on_person(self, found: str, role: str) -> None:
        """Say in the head which key writes a role where a person stands."""
        had_one, self._found = bool(self._found[0]), (found, role)
        self._source.setVisible(not found and bool(self._code))
        if found:
            self._title.show_text(_("{key} writes “{role}”").format(key=REPLACE, role=role))
            self._title.set_color("attention.text")
        elif had_one:
            self._show_activity()

    def _on_noted(self, _text: str) -> None:
        """Say for a moment that it is on the disk."""
        self._title.show_text(_("Saved {time}").format(time=current().time(datetime.now().astimezone(), "HH:mm:ss")))
        self._title.set_color("text.secondary")
        self._said.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the head."""
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move along with the pointer."""
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place."""
        self._timer.stop()
        self._said.stop()
        self._memory.setValue("note_window", self.pos())
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw head, paper and outline."""
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), 0, self._look["bg.surface"], self._look["line.strong"])
        painter.fillRect(1, 1, self.width() - 2, self._look.px(_HEAD), self._look["bg.sunken"])
