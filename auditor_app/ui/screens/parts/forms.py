"""What calm forms are put together from: a column in the middle, sections, labelled choices and dates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDateEdit,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from auditor_app.i18n import _, current
from auditor_app.ui.focus import BY_KEY
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.widgets.inputs import ComboBox
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.panes import Floor, set_floor
from auditor_app.ui.widgets.text import TextLabel, plain_tip

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

COLUMN = 560
_NO_DATE = QDate(2000, 1, 1)
_LONGEST_DATE = 20
DATE_FORMS = {"nl": "d-M-yyyy", "en": "d MMM yyyy", "sv": "yyyy-MM-dd"}


class CentredColumn(QScrollArea):
    """A column of at most 560 in the middle of a floor (or at its left); scrolls when the window is low."""

    def __init__(
        self, floor: Floor = "surface", width: int = COLUMN, parent: QWidget | None = None, *, is_centred: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside = QWidget()
        set_floor(outside, floor)
        inside = QWidget()
        inside.setMaximumWidth(width)
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(24, 32, 24, 32)
        self.column.setSpacing(12)
        row = QHBoxLayout(outside)
        row.setContentsMargins(0, 0, 0, 0)
        if is_centred:
            row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self.setWidget(outside)


class Labelled(QWidget):
    """A field under its name; the name's `&` is its access key."""

    def __init__(self, look: Look, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self.label = TextLabel(look, label, "small", "text.muted")
        self.label.setBuddy(field)
        field.setAccessibleName(label.replace("&", ""))
        self.hint = TextLabel(look, hint, "small", "text.muted")
        self.hint.setVisible(bool(hint))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addWidget(field)
        column.addWidget(self.hint)
        column.addStretch(1)

    def show_hint(self, hint: str) -> None:
        """Say something under the field."""
        self.hint.show_text(hint)
        self.hint.setVisible(bool(hint))


class DateField(QDateEdit):
    """A date, typed or picked from a calendar; `picked` gives it as ISO text ("" for none) when a person chose it."""

    picked = Signal(str)

    def __init__(self, look: Look, name: str = "", *, is_optional: bool = False) -> None:
        super().__init__()
        self._look = look
        self._is_showing, self._is_optional = False, is_optional
        self._typed: str | None = None
        self.setCalendarPopup(True)
        self.setStyleSheet("QDateEdit::drop-down { border: 0; width: 32px; } QDateEdit::down-arrow { image: none; }")
        self.setAccessibleName(name)
        self.setDisplayFormat(DATE_FORMS.get(current().language, "yyyy-MM-dd"))
        self.setDateRange(_NO_DATE, QDate(2099, 12, 31))
        if is_optional:
            self.setSpecialValueText("–")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dateChanged.connect(self._on_changed)
        look.changed.connect(self._restyle)
        self._restyle()

    def show_date(self, iso: str) -> None:
        """Show an ISO date; an empty one shows a dash, or today where there must be one. Tells nobody."""
        self._is_showing = True
        day = QDate.fromString(iso[:10], Qt.DateFormat.ISODate)
        self.setDate(day if day.isValid() else _NO_DATE if self._is_optional else QDate.currentDate())
        self._is_showing = False

    @property
    def iso(self) -> str:
        """Give the date as ISO text, "" for none; what is being typed counts, for who acts by key from within it."""
        self._read_typed()
        if self._is_optional and self.date() == _NO_DATE:
            return ""
        return str(self.date().toString(Qt.DateFormat.ISODate))

    def day(self) -> date:
        """Give the date."""
        return date.fromisoformat(self.iso)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let a date be typed anew as a whole once all of it is marked; Enter and leaving read what was typed."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take(QGuiApplication.clipboard().text())
            return
        typed = event.text()
        line = self.lineEdit()
        is_whole = line.selectedText() == line.text() != ""
        if self._typed is None and is_whole and typed.strip() and event.key() != Qt.Key.Key_Tab:
            self._typed = ""
        if self._typed is None:
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            if self._read_typed():
                super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._drop_typed()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._show_typed(self._typed[:-1])
        elif typed.isprintable() and typed:
            self._show_typed(self._typed + typed)

    def stepBy(self, steps: int) -> None:
        """Begin at today where there was no date."""
        if self._is_optional and self.date() == _NO_DATE:
            self.setDate(QDate.currentDate())
        else:
            super().stepBy(steps)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Let Tab leave the field, which is marked as a whole; Qt would walk its parts, and never leave a dash."""
        return bool(QAbstractSpinBox.focusNextPrevChild(self, is_next))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark all of it for who comes by key, as every other field does; the arrows still walk its parts."""
        super().focusInEvent(event)
        if event.reason() in BY_KEY:
            self._mark()

    def _mark(self) -> None:
        """Mark all of it, so that what is typed next is a whole date."""
        line = self.lineEdit()
        line.end(False)
        line.cursorBackward(True, len(line.text()))  # the caret stands at the first part

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Read what was typed when the field is left."""
        self._read_typed()
        super().focusOutEvent(event)

    def _show_typed(self, text: str) -> None:
        """Show what is being typed; Qt's own field would only take part after part."""
        self._typed = text[:_LONGEST_DATE]
        line = self.lineEdit()
        line.blockSignals(True)
        line.setText(self._typed)
        line.setCursorPosition(len(self._typed))
        line.blockSignals(False)

    def _read_typed(self) -> bool:
        """Take what was typed, and tell whether it was a date: what is none must not act on the form around."""
        typed, self._typed = self._typed, None
        return typed is None or self._take(typed)

    def _take(self, text: str) -> bool:
        """Take a date that was typed or pasted; what is none leaves the one that holds, and is said."""
        day = typed_date(text, self.date())
        if self._is_optional and not text.strip(" -–"):
            day = _NO_DATE
        is_date = day.isValid() and self.minimumDate() <= day <= self.maximumDate()
        if is_date:
            self.setDate(day)
        elif text.strip():
            words = _("“{text}” is no date here. Type it like {example}.")
            said = words.format(text=text.strip()[:_LONGEST_DATE], example=self.date().toString(self.displayFormat()))
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), plain_tip(said), self)
            announce(self, said)
        self._drop_typed()
        if not is_date and self.hasFocus():
            self._mark()
        return is_date or not text.strip()

    def _drop_typed(self) -> None:
        """Show the date that holds."""
        self._typed = None
        date_that_holds = self.date()
        self.blockSignals(True)
        self.setDate(date_that_holds.addDays(1 if date_that_holds < self.maximumDate() else -1))
        self.setDate(date_that_holds)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field is in use."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the calendar over the field."""
        super().paintEvent(event)
        color = self._look["text.secondary" if self.isEnabled() else "text.disabled"]
        paint_icon(QPainter(self), QRectF(self.width() - 27, (self.height() - 16) / 2, 16, 16), "calendar", color)

    def _on_changed(self) -> None:
        if not self._is_showing:
            self.picked.emit(self.iso)

    def _restyle(self) -> None:
        self.setFont(self._look.font("body", tabular=True))


_BETWEEN = re.compile(r"[\s./–-]+|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
"""What parts day, month and year: a sign, or where figures meet a name (`12nov2027`)."""


def typed_date(text: str, now: QDate) -> QDate:
    """Read a date as people type it: `13-11-2026`, `13/11`, `2026-11-13`, `13 nov 2026`, `20261113`; else none.

    Day and month without a year are of the year that is shown.
    """
    months = {month: _month_names(month) for month in range(1, 13)}
    parts = [part.casefold().rstrip(".") for part in _BETWEEN.split(text.strip()) if part]
    if len(parts) == 1 and parts[0].isdecimal() and len(parts[0]) == len("20261113"):
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    numbers = []
    for part in parts:
        named = next((month for month, names in months.items() if len(part) > 2 and part[:3] in names), None)  # noqa: PLR2004 - three letters name a month
        if named is None and not (part.isascii() and part.isdecimal()):
            return QDate()
        numbers.append(named if named is not None else int(part))
    if len(numbers) == 2:  # noqa: PLR2004 - day and month
        numbers.append(now.year())
    if len(numbers) != 3:  # noqa: PLR2004 - day, month, year
        return QDate()
    year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)  # noqa: PLR2004 - a year comes first
    return QDate(year + (2000 if year < 100 else 0), month, day)  # noqa: PLR2004 - "26" is 2026


def _month_names(month: int) -> set[str]:
    """Give the first three letters of a month's name in full and in short: "maart" and "mrt"."""
    first = f"2024-{month:02}-01"
    return {current().date(first, form).casefold()[:3] for form in ("MMM", "MMMM")}


def choice(look: Look, name: str, choices: tuple[tuple[str, object], ...], chosen: object = None) -> ComboBox:
    """Give a choice from a list."""
    made = ComboBox(look, name)
    made.show_choices(choices, chosen)
    made.setMinimumContentsLength(6)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def beside(*widgets: QWidget, stretches: tuple[int, ...] = ()) -> QHBoxLayout:
    """Put fields next to each other, tops level."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, stretches[number] if stretches else 1, Qt.AlignmentFlag.AlignTop)
    return row
