"""Typing in what was written on paper: the columns of the capture sheet, each line a note marked as afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.model import Activity
from auditor_app.i18n import _, ngettext
from auditor_app.services.desk import Written, local_now
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.clock import clock
from auditor_app.ui.models.programme import activity_words, moment_of
from auditor_app.ui.screens.parts.person_hint import PersonHint
from auditor_app.ui.screens.parts.room import is_low
from auditor_app.ui.session import may_retry
from auditor_app.ui.shortcuts import shown
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.chips import KeyHint
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import CheckBox, ComboBox, Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MEANING_KEYS: Final = "Ctrl+D"
_WIDTH: Final = 640
_TIME, _CODES = 136, 132
_CODE: Final = re.compile(r"#?([A-Za-z]{1,3}\d{1,2}(?:\.\d{1,2})?)([+\-−–o]?)")

_MINUTE, _LAST = len("2026-11-12T09:12"), 59_999
"""A moment up to its minute, and the last millisecond of that."""


class PaperEntry(Dialog):
    """Asks for time, what was seen and codes; Enter stores the line and waits for the next one."""

    def __init__(
        self,
        session: AuditSession,
        look: Look,
        activities: Sequence[Activity],
        activity: str,
        parent: QWidget,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        said = _("Each line becomes a note with the time on the paper, marked as written afterwards. Enter: next line.")
        super().__init__(look, _("Type in from paper"), said, parent, fitting(_WIDTH, parent))
        self._session, self._now = session, now
        self._activities = {item.id: item for item in activities}
        framework = session.live.framework
        self._known = {*framework.by_code, *(cell.id for cell in framework.matrix_cells)}
        self._given: dict[tuple[str, datetime], int] = {}
        """The last millisecond given to a line of each activity and minute."""
        self._stored, self._is_closed = 0, False
        self.activity = ComboBox(look, _("Activity"))
        self.activity.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activity.show_choices(tuple((activity_words(item), item.id) for item in activities), activity)
        self.time = Field(look, _("&Time"))
        self.seen = PlainEditor(look, "", "small", (2, 5), takes_enter=True)
        self.seen.set_name(_("Seen or heard"), _("What do you see or hear?"))
        self.codes = Field(look, _("&Codes"))
        self.codes.edit.setPlaceholderText("E2.1+ C2")
        self.quote = CheckBox(look, _("&Literal words"))
        self.meaning = PlainEditor(look, "", "interpretation", (1, 3), takes_enter=True)
        self.meaning.set_name(_("Interpretation"), _("Interpretation: may stay empty"))
        self.meaning.hide()
        self._add_meaning = LinkButton(look, _("Add an interpretation"))
        self._add_meaning.clicked.connect(self.add_meaning)
        self._hint = PersonHint(look, self, self.seen, self.meaning)
        self._count = TextLabel(look, "", "small", "text.secondary")
        self._compose(look)
        self.add_safe(_("Close"))
        self._store = Button(look, _("&Next line"), "main")
        self._store.clicked.connect(self.store)
        self._foot.addWidget(self._store)
        self.seen.submitted.connect(self.store)
        self.meaning.submitted.connect(self.store)
        self.meaning.escaped.connect(self._on_meaning_left)
        QShortcut(QKeySequence(MEANING_KEYS), self).activated.connect(self.add_meaning)

    def _compose(self, look: Look) -> None:
        label = TextLabel(look, _("&Activity"), "small", "text.muted", "line")
        label.setBuddy(self.activity)
        self.body.addSpacing(6)
        self.body.addWidget(label)
        self.body.addWidget(self.activity)
        self.body.addSpacing(8)
        seen_label = TextLabel(look, _("&Seen or heard"), "small", "text.muted", "line")
        seen_label.setBuddy(self.seen.edit)
        seen = QVBoxLayout()
        seen.setSpacing(4)
        seen.addWidget(seen_label)
        seen.addWidget(self.seen)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.time.setFixedWidth(look.px(_TIME))
        self.codes.setFixedWidth(look.px(_CODES))
        row.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(seen, 1)
        row.addWidget(self.codes, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(self.meaning)
        self.body.addWidget(self._hint)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.quote)
        foot.addSpacing(8)
        foot.addWidget(self._add_meaning)
        foot.addWidget(KeyHint(look, shown(MEANING_KEYS)))
        foot.addStretch(1)
        foot.addWidget(self._count)
        self.body.addSpacing(4)
        self.body.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready for the first line."""
        super().showEvent(event)
        (self.time.edit if self._activities else self.activity).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field stores the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.store()
        else:
            super().keyPressEvent(event)

    def add_meaning(self) -> None:
        """Ask for what it may mean, which stands apart on the paper too."""
        self._show_meaning(is_shown=True)
        self.meaning.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_meaning(self, *, is_shown: bool) -> None:
        self.meaning.setVisible(is_shown)
        parent = self.parentWidget()
        self._text.setVisible(not is_shown or parent is None or not is_low(parent.window()))

    def _on_meaning_left(self) -> None:
        self._show_meaning(is_shown=bool(self.meaning.text().strip()))
        self.seen.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reject(self) -> None:
        """Close; the line in hand is kept as a note: what was typed once is not typed again."""
        is_written = bool(self.seen.text().strip() or self.meaning.text().strip())
        if is_written and not self.store():
            tags = self._tags()
            self._keep(self._moment() or self._begin(), (f"({self.codes.text().strip()})",) if tags is None else tags)
            self._session.tell(_("The line you were typing is kept. Look at its time and codes under Notes."))
        self._is_closed = True
        super().reject()

    def store(self) -> bool:
        """Make the line a note, or say what is not right about it; tells whether it is one."""
        moment, tags = self._moment(), self._tags()
        if moment is None or tags is None:
            return False
        if not self.seen.text().strip() and not self.meaning.text().strip():
            self.seen.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        self._keep(moment, tags)
        return True

    def _keep(self, moment: str, tags: Sequence[str]) -> None:
        """Write the line as it stands, and be ready for the next."""
        seen, meaning = self.seen.text().strip(), self.meaning.text().strip()
        fields: dict[str, Any] = {
            "moment": moment, "is_afterwards": True, "is_quote": self.quote.isChecked(), "interpretation": meaning,
        }  # fmt: skip
        evidence, audit = self._session.evidence, self._session.audit_id
        belongs = str(self.activity.currentData())
        work = partial(evidence.add_note, audit, " ".join(filter(None, (seen, *tags))), belongs, **fields)
        self._session.write(work, self._on_stored, partial(self._on_refused, seen, meaning))
        self.seen.show_text("")
        self.meaning.show_text("")
        self._show_meaning(is_shown=False)
        self.codes.show_text("")
        self.quote.setChecked(False)
        self._hint.look()
        self.time.edit.selectAll()
        self.time.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, seen: str, meaning: str, error: Exception) -> None:
        """Give back what is not on the disk and will not get there by trying again."""
        if self._is_closed or may_retry(error):
            return
        if not self.seen.text() and not self.meaning.text():
            self.seen.show_text(seen)
            self.meaning.show_text(meaning)
            self._show_meaning(is_shown=bool(meaning))

    def _begin(self) -> str:
        """Give when the activity began, for a line whose own time cannot be read; now where it has none either."""
        activity = self._activities.get(str(self.activity.currentData()))
        found = moment_of(activity, activity.start, self._now()) if activity is not None else None
        return (found or self._now()).isoformat(timespec="milliseconds")

    def _moment(self) -> str | None:
        """Give when it was seen: the time on the paper, else when the activity began."""
        activity = self._activities.get(str(self.activity.currentData()))
        typed = self.time.text().strip()
        time = clock(typed) if typed else (activity.start if activity is not None else "")
        found = moment_of(activity, time, self._now()) if activity is not None else None
        self.time.show_error("" if found is not None else _("Such as 09:12"))
        if activity is None or found is None:
            self.time.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self._after_others(found, activity.id).isoformat(timespec="milliseconds")

    def _after_others(self, minute: datetime, activity: str) -> datetime:
        """Give the first millisecond after the other lines of that minute: they keep the order of the sheet."""
        if (activity, minute) not in self._given:
            written = minute.isoformat(timespec="minutes")[:_MINUTE]
            others = book_of(self._session).notes.of_activity(activity)
            within = [moment for moment in (entry.note.moment for entry in others) if moment[:_MINUTE] == written]
            self._given[activity, minute] = max(map(_milliseconds, within), default=-1)
        self._given[activity, minute] = min(self._given[activity, minute] + 1, _LAST)
        return minute + timedelta(milliseconds=self._given[activity, minute])

    def _tags(self) -> list[str] | None:
        """Give the codes as tags; None, with a sentence, when one of them is unknown."""
        tags = []
        for typed in filter(None, re.split(r"[,;\s]+", self.codes.text())):
            match = _CODE.fullmatch(typed)
            if match is None or match[1].upper() not in self._known:
                self.codes.show_error(_("{code} is no code of this framework.").format(code=typed[:12]))
                self.codes.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
            tags.append(f"#{match[1].upper()}{match[2]}")
        self.codes.show_error("")
        return tags

    def _on_stored(self, _written: Written) -> None:
        if self._is_closed:
            return  # there is nothing left to show it on
        self._stored += 1
        self._count.show_text(ngettext("{n} line typed in", "{n} lines typed in", self._stored))


def _milliseconds(moment: str) -> int:
    """Give the milliseconds within the minute of a moment."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return 0
    return found.second * 1000 + found.microsecond // 1000
