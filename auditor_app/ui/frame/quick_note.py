"""The quick note: one line at the foot of every place."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from auditor_app.core.model import ActivityKind
from auditor_app.i18n import _
from auditor_app.ui.focus import BY_KEY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.person_hints import REPLACE, first_person
from auditor_app.ui.models.programme import PASTED
from auditor_app.ui.models.timed import ASK
from auditor_app.ui.screens.beside.attaching import Beside, attacher_of
from auditor_app.ui.screens.parts.draft import DraftLine
from auditor_app.ui.screens.parts.tag_popup import TagCompleter
from auditor_app.ui.session import may_retry
from auditor_app.ui.shortcuts import BY_NAME, shown
from auditor_app.ui.sources import Intake, Source
from auditor_app.ui.tokens import EDIT_DEBOUNCE_MS, MEDIUM, SIZE
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.text import TextLabel, text_units

if TYPE_CHECKING:
    from auditor_app.core.model import Activity
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LONGEST_QUICK: Final = 10_000
"""Characters, four pages: Qt sets a line as a whole, and a longer one takes so long that keys wait."""


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
    """One line without a frame, on the disk at each pause; Enter makes it a note, and only a commit empties it."""

    noted = Signal(str)
    left = Signal()
    """Escape was pressed."""
    snapshot_asked = Signal()
    person_found = Signal(str, str)
    """What looks like a person and the role to write instead; both empty when nothing does."""

    def __init__(self, look: Look, session: AuditSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._session = look, session
        self._pending: list[str] = []
        self._length, self._is_pasted = 0, False
        self._draft = DraftLine(session, self)
        self._activity = ""
        """What was going on at the first keystroke."""
        self._pause = QTimer(self, interval=EDIT_DEBOUNCE_MS, singleShot=True)
        self._pause.timeout.connect(self._keep)
        self.setMaxLength(LONGEST_QUICK)
        self.setFrame(False)
        self.setAccessibleName(_("Quick note"))
        self.setStyleSheet("QLineEdit, QLineEdit:focus { border: 0; padding: 0; background: transparent; }")
        self.returnPressed.connect(self._on_entered)
        self.textChanged.connect(self._on_changed)
        self.inputRejected.connect(self._on_cut)
        self._intake = Intake(self)
        self._intake.offered.connect(self._on_offered)
        look.changed.connect(self._restyle)
        self._restyle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go on where the line ends; Qt would mark all of it, and the next key would take its place."""
        super().focusInEvent(event)
        if event.reason() in BY_KEY:
            self.end(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the line; the text stays."""
        pressed = QKeySequence(event.keyCombination())
        if pressed == QKeySequence(REPLACE):
            self.replace_person()
            return
        if pressed == QKeySequence(ASK):
            self.snapshot_asked.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def replace_person(self) -> None:
        """Write the role where a person stands; the next one is named then."""
        found = first_person(self.text())
        if found is not None and not self.isReadOnly():
            self.setSelection(text_units(self.text()[: found.start]), text_units(found.text))
            self.insert(found.role)

    def _on_changed(self, text: str) -> None:
        if text and not self._length:
            self._activity = self._running()
        self._pause.start()
        self._is_pasted = bool(text) and (self._is_pasted or len(text) - self._length > PASTED)
        self._length = len(text)
        found = first_person(text)
        self.person_found.emit(found.text if found is not None else "", found.role if found is not None else "")

    def _on_cut(self) -> None:
        """Say that not all of what was pasted stands here."""
        words = _("Only the first {most} characters were pasted. Keep a longer text as a file.")
        self._session.tell(words.format(most=LONGEST_QUICK))

    def _running(self) -> str:
        activity = running_activity(self._session, datetime.now().astimezone())
        return activity.id if activity else ""

    def flush(self) -> None:
        """Put on the disk at once what was typed; the line stays in hand."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep()

    def finish(self) -> None:
        """Make what stands in the line a note: its audit is left."""
        self._on_entered()

    def _keep(self) -> None:
        text = self.text().strip()
        if not self.isReadOnly() and text not in self._pending:
            self._draft.keep(self._activity, {"seen": text, "is_afterwards": self._is_pasted})

    def _on_entered(self) -> None:
        text = self.text().strip()
        if text and not self.isReadOnly():
            self.hand_over(text, text)

    def hand_over(self, text: str, seen: str, *, is_snapshot: bool = False) -> None:
        """Make what stands in the line a note of what is going on now, which says `seen`."""
        if text in self._pending:
            return
        self._pending.append(text)
        self._pause.stop()
        fields = {"seen": seen, "is_snapshot": is_snapshot, "is_afterwards": self._is_pasted}
        belongs = self._activity if text else self._running()
        self._draft.finish(belongs, fields, partial(self._on_noted, text), partial(self._on_refused, text))

    def _on_noted(self, text: str, _written: Written) -> None:
        """Empty the line of what is on the disk now; what was typed since stays."""
        self._pending.remove(text)
        if not isValid(self):
            return
        if self.text().lstrip().startswith(text):
            self.setText(self.text().lstrip().removeprefix(text).lstrip())
        self.noted.emit(text)

    def _on_refused(self, text: str, error: Exception) -> None:
        if not may_retry(error):
            self._pending.remove(text)

    def _on_offered(self, sources: tuple[Source, ...], _place: QPoint) -> None:
        """Put it beside the note that is being written here; without one it becomes a note of what is going on now."""
        self._pause.stop()
        self._keep()
        self._draft.when_made(partial(self._offer, sources))

    def _offer(self, sources: tuple[Source, ...], note: str) -> None:
        attacher = attacher_of(self._session, self._look)
        attacher.offer(self, sources, Beside(note=note, activity=self._activity if note else self._running()))

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
        self.completer = TagCompleter(look, self.line, session.live.framework)
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
