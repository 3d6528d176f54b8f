"""The form of one activity of the programme: what, when, where, who, and whether it was skipped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.coverage import LEARNING
from auditor_app.core.framework import Framework
from auditor_app.core.model import Activity, ActivityKind, Member
from auditor_app.core.observation import INTERVALS
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.clock import clock
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import CheckBox, ComboBox, Field
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_MOST_PRESENT, _DIGITS = 9_999, 6
_LOWEST: Final = 120
_AROUND: Final = 140
"""What stands around the fields: title, buttons, and air."""


class ActivityForm(Dialog):
    """Asks for an activity; `fields` gives what was filled in, once it makes sense."""

    def __init__(
        self,
        look: Look,
        activity: Activity,
        framework: Framework,
        members: tuple[Member, ...],
        days: tuple[str, ...],
        parent: QWidget,
    ) -> None:
        title = _("Edit the activity") if activity.id else _("New activity")
        super().__init__(look, title, "", parent, fitting(WIDE, parent))
        self._activity = activity
        self.title = Field(look, _("&What"))
        self.kind = ComboBox(look, _("Kind"))
        self.source = ComboBox(look, _("Source"))
        self.day = ComboBox(look, _("Day"))
        self.start, self.end = Field(look, _("&Start")), Field(look, _("&End"))
        self.subject, self.year_group = Field(look, _("S&ubject")), Field(look, _("&Year group"))
        self.room = Field(look, _("&Kind of room"))
        self.leads, self.records = ComboBox(look, _("Leads")), ComboBox(look, _("Records"))
        self.present, self.expected = Field(look, _("&Present")), Field(look, _("E&xpected"))
        self.informed = CheckBox(look, _("Information &given"))
        self.voluntary = CheckBox(look, _("&Voluntary"))
        self.matrix_role = ComboBox(look, _("Matrix row"))
        self.interval = ComboBox(look, _("Timed observation"))
        self.criteria = Field(look, _("&Criteria to ask about"))
        self.skipped = CheckBox(look, _("Sk&ipped"))
        self.skip_reason = Field(look, _("&Reason"))
        self._compose(look)
        self._show(framework, members)
        self._show_days(days)
        self.add_safe(_("Cancel"))
        self.add_action(_("Save")).setDefault(True)
        self.skipped.toggled.connect(self.skip_reason.setVisible)
        self.skipped.toggled.connect(self._fit_area)
        self.source.currentIndexChanged.connect(self._on_source)
        self._on_source()
        self._first: QWidget = self.title.edit

    def begin_at(self, field: str) -> None:
        """Begin at a field, named as in `core.checks.MENDED_IN`; at what happens where there is none of that name."""
        fields: dict[str, QWidget] = {
            "times": self.end.edit,
            "day": self.day,
            "skip_reason": self.skip_reason.edit,
            "skipped": self.skipped,
            "consent": self.voluntary if self.informed.isChecked() else self.informed,
            "leads": self.leads,
        }
        found = fields.get(field)
        self._first = found if found is not None and found.isVisibleTo(self) else self.title.edit

    def _compose(self, look: Look) -> None:
        self._content = QWidget()
        grid = QGridLayout(self._content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.title, 0, 0, 1, 4)
        grid.addLayout(_labelled(look, _("Ki&nd"), self.kind), 1, 0, 1, 2)
        grid.addLayout(_labelled(look, _("S&ource"), self.source), 1, 2, 1, 2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addLayout(_labelled(look, _("D&ay"), self.day), 2, 0, top)
        for place, field in enumerate((self.start, self.end, self.year_group), 1):
            grid.addWidget(field, 2, place, top)
        grid.addWidget(self.subject, 3, 0)
        grid.addWidget(self.room, 3, 1)
        grid.addLayout(_labelled(look, _("&Leads"), self.leads), 3, 2)
        grid.addLayout(_labelled(look, _("Recor&ds"), self.records), 3, 3)
        grid.addWidget(self.present, 4, 0, top)
        grid.addWidget(self.expected, 4, 1, top)
        self._consent = QWidget()
        consent = QHBoxLayout(self._consent)
        consent.setContentsMargins(0, 20, 0, 0)
        consent.setSpacing(16)
        consent.addWidget(self.informed)
        consent.addWidget(self.voluntary)
        grid.addWidget(self._consent, 4, 2, 1, 2, top)
        grid.addWidget(self.criteria, 5, 0, 1, 2, top)
        self._matrix = QWidget()
        self._matrix.setLayout(_labelled(look, _("&Matrix row"), self.matrix_role))
        grid.addWidget(self._matrix, 5, 2, 1, 2, top)
        self._timed = QWidget()
        self._timed.setLayout(_labelled(look, _("&Timed observation"), self.interval))
        grid.addWidget(self._timed, 5, 2, 1, 2, top)
        grid.addWidget(self.skipped, 6, 0)
        grid.addWidget(self.skip_reason, 6, 1, 1, 3)
        boxes = (self.kind, self.source, self.day, self.leads, self.records, self.matrix_role, self.interval)
        for box in boxes:
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
        for field in self.findChildren(Field):
            field.edit.setMinimumWidth(40)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self._area = Scrolled(self._content, floor="surface")
        self.body.addWidget(self._area)

    def _fit_area(self, _is_shown: object = None) -> None:
        """Scroll where the window is too low for all fields."""
        parent = self.parentWidget()
        most = (parent.window().height() if parent is not None else 700) - _AROUND
        self._area.fit(self.inner_width, max(_LOWEST, most))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the fields to the window."""
        self._fit_area()
        super().showEvent(event)
        self._first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, framework: Framework, members: tuple[Member, ...]) -> None:
        item, pick = self._activity, current().pick
        for field, text in (
            (self.title, item.title),
            (self.start, item.start),
            (self.end, item.end),
            (self.subject, item.subject),
            (self.year_group, item.year_group),
            (self.room, item.room),
            (self.present, "" if item.present is None else str(item.present)),
            (self.expected, "" if item.expected is None else str(item.expected)),
            (self.skip_reason, item.skip_reason),
            (self.criteria, ", ".join(item.criteria)),
        ):
            field.show_text(text)
        kinds = {
            ActivityKind.VISIT: _("Gathers evidence"),
            ActivityKind.NOTE_TIME: _("Note time"),
            ActivityKind.TEAM: _("Team"),
            ActivityKind.BREAK: _("Break"),
        }
        self.kind.show_choices(tuple((words, str(kind)) for kind, words in kinds.items()), str(item.kind))
        sources = tuple((f"{source.code}  {pick(source.title)}", source.code) for source in framework.sources)
        self.source.show_choices((("–", ""), *sources), item.source)
        roles = tuple((f"{role.code}  {pick(role.title)}", role.code) for role in framework.matrix_roles)
        self.matrix_role.show_choices(((_("by its source"), ""), *roles), item.matrix_role)
        chosen = sorted({*INTERVALS, *([item.interval] if item.interval else [])})
        every = tuple((ngettext("every minute", "every {n} minutes", minutes), minutes) for minutes in chosen)
        self.interval.show_choices(((_("none"), None), *every), item.interval)
        self.criteria.edit.setPlaceholderText(_("by its source, or codes such as E2.1, E2.3"))
        self._codes = framework.by_code
        people = (("–", ""), *((f"{member.initials}  {member.name}", member.id) for member in members))
        self.leads.show_choices(people, item.leads)
        self.records.show_choices(people, item.records)
        self.informed.setChecked(item.is_informed)
        self.voluntary.setChecked(item.is_voluntary)
        self.skipped.setChecked(item.is_skipped)
        self.skip_reason.setVisible(item.is_skipped)

    def _show_days(self, days: tuple[str, ...]) -> None:
        """Offer the days of the visit, and the one it is on now."""
        own = self._activity.day
        every = sorted({*days, own})
        self.day.show_choices(tuple((current().date(day, "EEE d") or "–", day) for day in every), own)

    def _on_source(self, _index: int = 0) -> None:
        source = str(self.source.currentData())
        self._consent.setVisible(source.startswith("INT-"))
        self._timed.setVisible(source in LEARNING)
        self._matrix.setVisible(source not in LEARNING)

    def accept(self) -> None:
        """Close only when what was filled in makes sense; else say what does not."""
        problems = {
            self.title: "" if self.title.text().strip() else _("Say what happens, in a few words."),
            self.start: _clock_problem(self.start.text()),
            self.end: _end_problem(self.start.text(), self.end.text()),
            self.present: _number_problem(self.present.text()),
            self.expected: _number_problem(self.expected.text()),
            self.criteria: self._codes_problem(),
        }
        for field, problem in problems.items():
            field.show_error(problem)
        self._fit_area()
        wrong = next((field for field, problem in problems.items() if problem), None)
        if wrong is None:
            super().accept()
        else:
            wrong.edit.setFocus()

    def _typed_codes(self) -> tuple[str, ...]:
        typed = (code.strip().lstrip("#").upper() for code in re.split(r"[,;\s]+", self.criteria.text()))
        return tuple(dict.fromkeys(filter(None, typed)))

    def _codes_problem(self) -> str:
        unknown = [code for code in self._typed_codes() if code not in self._codes]
        return _("{code} is no criterion of this framework.").format(code=unknown[0][:20]) if unknown else ""

    def fields(self) -> dict[str, object]:
        """Give the fields as they were filled in."""
        return {
            "title": self.title.text().strip(),
            "kind": str(self.kind.currentData()),
            "source": str(self.source.currentData()),
            "day": str(self.day.currentData()),
            "start": clock(self.start.text()),
            "end": clock(self.end.text()),
            "subject": self.subject.text().strip(),
            "year_group": self.year_group.text().strip(),
            "room": self.room.text().strip(),
            "leads": str(self.leads.currentData()),
            "records": str(self.records.currentData()),
            "present": _number(self.present.text()),
            "expected": _number(self.expected.text()),
            "is_informed": self.informed.isChecked(),
            "is_voluntary": self.voluntary.isChecked(),
            "criteria": self._typed_codes(),
            "matrix_role": str(self.matrix_role.currentData()) if self._matrix.isVisibleTo(self) else "",
            "interval": self.interval.currentData() if self._timed.isVisibleTo(self) else None,
            "is_skipped": self.skipped.isChecked(),
            "skip_reason": self.skip_reason.text().strip() if self.skipped.isChecked() else "",
        }


def _labelled(look: Look, label: str, widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    words = TextLabel(look, label, "small", "text.muted", "line")
    words.setBuddy(widget)
    column.addWidget(words)
    column.addWidget(widget)
    return column


def _clock_problem(text: str) -> str:
    return "" if clock(text) else _("A time such as 13:30.")


def _end_problem(start: str, end: str) -> str:
    if not end.strip():
        return ""
    if not clock(end):
        return _("A time such as 13:30.")
    return "" if clock(end) > clock(start) else _("Later than the start.")


def _number(text: str) -> int | None:
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS
    return int(digits) if is_number and int(digits) <= _MOST_PRESENT else None


def _number_problem(text: str) -> str:
    return "" if not text.strip() or _number(text) is not None else _("A number.")
