"""The quick note: one line at the foot of every place, and the small window that stays on top during a lesson."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditor_app.core.model import ActivityKind
from auditor_app.i18n import _, current
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.person_hints import REPLACE, first_person, text_units
from auditor_app.ui.models.timed import due_words, taken_moments
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.session import may_retry
from auditor_app.ui.shortcuts import BY_NAME, shown
from auditor_app.ui.sources import Intake, Source
from auditor_app.ui.tokens import MEDIUM, SIZE
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.chips import KeyHint, SourceChip
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.model import Activity
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

WIDTH, HEIGHT = 376, 86
_HALF_MINUTE: Final = 30_000


def running_activity(session: AuditSession, now: datetime) -> Activity | None:
    """Give the visit that is on now according to the programme: notes written now belong to it."""
    today, time = now.date().isoformat(), now.strftime("%H:%M")
    on_now = [
        item
        for item in session.live.alive("activity")
        if item.day == today
        and item.kind is ActivityKind.VISIT
        and not item.is_skipped
        and item.start
        and item.start <= time
        and (not item.end or time < item.end)
    ]
    return max(on_now, key=lambda item: item.start, default=None)


class NoteLine(QLineEdit):
    """One line without a frame; Enter hands it over, and only a committed note empties it."""

    noted = Signal(str)
    person_found = Signal(str, str)
    """What looks like a person and the role to write instead; both empty when nothing does."""

    def __init__(self, look: Look, session: AuditSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._session = look, session
        self._pending: list[str] = []
        self.setFrame(False)
        self.setAccessibleName(_("Quick note"))
        self.setStyleSheet("QLineEdit, QLineEdit:focus { border: 0; padding: 0; background: transparent; }")
        self.returnPressed.connect(self._on_entered)
        self.textChanged.connect(self._on_changed)
        self._intake = Intake(self)
        self._intake.offered.connect(self._on_offered)
        look.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the line; the text stays."""
        if event.keyCombination() == QKeySequence(REPLACE)[0]:  # type: ignore[index]  # PySide's stub forgets it
            self.replace_person()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            window = self.window()
            if isinstance(window, NoteWindow):
                window.close()
            return
        super().keyPressEvent(event)

    def replace_person(self) -> None:
        """Write the role where a person stands; the next one is named then."""
        found = first_person(self.text())
        if found is not None and not self.isReadOnly():
            self.setSelection(text_units(self.text()[: found.start]), text_units(found.text))
            self.insert(found.role)

    def _on_changed(self, text: str) -> None:
        found = first_person(text)
        self.person_found.emit(found.text if found is not None else "", found.role if found is not None else "")

    def _on_entered(self) -> None:
        text = self.text().strip()
        if not text or text in self._pending:
            return
        self._pending.append(text)
        activity = running_activity(self._session, datetime.now().astimezone())
        evidence, audit = self._session.evidence, self._session.audit_id
        belongs = activity.id if activity else ""

        def work() -> Written:
            return evidence.add_note(audit, text, belongs)

        def done(_written: Written) -> None:
            self._pending.remove(text)
            if self.text().strip() == text:
                self.clear()
            self.noted.emit(text)

        def failed(error: Exception) -> None:
            if not may_retry(error):
                self._pending.remove(text)

        self._session.write(work, done, failed)

    def _on_offered(self, sources: tuple[Source, ...], _place: QPoint) -> None:
        """A photo dropped or pasted here becomes a note of what is going on now."""
        activity = running_activity(self._session, datetime.now().astimezone())
        beside = Beside(activity=activity.id if activity else "")
        attacher_of(self._session, self._look).offer(self, sources, beside)

    def _restyle(self) -> None:
        self.setFont(self._look.font("body"))


def person_words(found: str, role: str) -> str:
    """Say what looks like a person, and what a key writes instead."""
    return _("“{found}”? Write “{role}”").format(found=found, role=role)


class QuickNoteBar(QWidget):
    """40 high at the foot of every place."""

    def __init__(self, look: Look, session: AuditSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(look.px(SIZE["quickBar"]))
        self.line = NoteLine(look, session)
        self.line.setPlaceholderText(_("Quick note … type {tag} to link it").format(tag="#E2.1+"))
        self._keys = [
            (KeyHint(look, shown(BY_NAME["note"].keys)), TextLabel(look, _("anywhere"), "small", "text.muted", "line")),
            (KeyHint(look, "F1"), TextLabel(look, _("keys"), "small", "text.muted", "line")),
        ]
        self._person = TextLabel(look, "", "small", "attention.text", "elide")
        self._person_key = KeyHint(look, REPLACE)
        self._width = MEDIUM
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 1, 16, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self._person)
        row.addWidget(self._person_key)
        for key, label in self._keys:
            row.addSpacing(6)
            row.addWidget(key)
            row.addWidget(label)
        look.changed.connect(self.update)
        self.line.person_found.connect(self._on_person)
        self._on_person("", "")
        session.changed.connect(self._on_changed)
        self._session = session
        self._on_changed(frozenset())

    def fit(self, width: int) -> None:
        """In a narrow window only the first key stays."""
        self._width = width
        self._show_keys()

    def _show_keys(self) -> None:
        is_free, is_wide = self._person.isHidden(), self._width >= MEDIUM
        for key, label in self._keys:
            label.setVisible(is_free and is_wide)
            key.setVisible(is_free and (is_wide or key is self._keys[0][0]))

    def _on_person(self, found: str, role: str) -> None:
        """Say in the place of the keys what looks like a person, and what a key writes instead."""
        self._person.show_text(person_words(found, role) if found else "")
        self._person.setVisible(bool(found))
        self._person_key.setVisible(bool(found))
        self._show_keys()

    def _on_changed(self, _touched: frozenset[tuple[str, str]]) -> None:
        self.line.setReadOnly(self._session.is_read_only)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the hairline above and the pencil."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look["bg.surface"])
        painter.fillRect(0, 0, self.width(), 1, self._look["line.subtle"])
        has_focus = self.line.hasFocus()
        paint_icon(
            painter,
            QRectF(16, self.height() / 2 - 8, 16, 16),
            "pencil",
            self._look["accent.base" if has_focus else "text.secondary"],
        )
        if has_focus:
            painter.fillRect(0, 0, self.width(), 2, self._look["accent.base"])


class NoteWindow(QWidget):
    """376 × 86, always on top, where it was last: for during a lesson, and when the window has no quick-note bar."""

    def __init__(self, look: Look, session: AuditSession, memory: QSettings, parent: QWidget) -> None:
        super().__init__(
            parent, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint
        )
        self._look, self._session, self._memory = look, session, memory
        self._grip: QPoint | None = None
        self._found = ("", "")
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
        self._timer = QTimer(self, interval=_HALF_MINUTE)
        self._timer.timeout.connect(self._show_activity)
        look.changed.connect(self.update)
        for name, slot in (("note", self.line.setFocus), ("note_window", self.close)):
            QShortcut(QKeySequence(BY_NAME[name].keys), self).activated.connect(slot)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 2, 6, 2)
        head.setSpacing(8)
        head.addWidget(self._time)
        head.addWidget(self._title, 1)
        head.addWidget(self._source)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        body = QHBoxLayout()
        body.setContentsMargins(12, 0, 12, 0)
        body.addWidget(self.line)
        column.addLayout(body, 1)

    def open(self) -> None:
        """Come up where it was, with the caret in it."""
        self._show_activity()
        self._timer.start()
        place = self._memory.value("note_window")
        if isinstance(place, QPoint):
            self.move(place)
        else:
            parent = self.parentWidget()
            corner = (parent.window() if parent else self).geometry().bottomRight()
            self.move(corner - QPoint(WIDTH + 24, HEIGHT + 24))
        self.show()
        self.activateWindow()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_activity(self) -> None:
        """Say what is on now, and when the next snapshot of a timed observation is due, in words that stand still."""
        now = datetime.now().astimezone()
        activity = running_activity(self._session, now)
        self._time.show_text(current().time(now))
        words = activity.title if activity else _("No activity is on now")
        if activity is not None and activity.interval:
            entries = book_of(self._session).notes.snapshots_of(activity.id)
            words = f"{due_words(activity, taken_moments(entries, now), now)} · {words}"
        self._title.show_text(words)
        self._title.set_color("text.secondary")
        self._source.setVisible(bool(activity and activity.source))
        self._source.show_text(activity.source if activity else "")
        self._on_person(*self._found)

    def _on_person(self, found: str, role: str) -> None:
        """Say in the head what looks like a person; a key writes the role instead."""
        had_one, self._found = bool(self._found[0]), (found, role)
        if found:
            self._title.show_text(f"{person_words(found, role)} ({REPLACE})")
            self._title.set_color("attention.text")
        elif had_one:
            self._show_activity()

    def _on_noted(self, _text: str) -> None:
        self._show_activity()

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
        self._memory.setValue("note_window", self.pos())
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw head, paper and outline."""
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), 0, self._look["bg.surface"], self._look["line.strong"])
        painter.fillRect(1, 1, self.width() - 2, 28, self._look["bg.sunken"])
