"""Picking a school by name, place or register code while typing, or typing one in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from auditor_app.core.model import School
from auditor_app.i18n import _
from auditor_app.ui.frame.words import school_facts
from auditor_app.ui.models.rows import ROW_ROLE, RowsModel
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import Frame, framed
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.rows import paint_row
from auditor_app.ui.widgets.text import TextLabel, paint_line

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

T = TypeVar("T")
MOST = 6
Find = Callable[[str, int], tuple[School, ...]]


class Read(Protocol):
    """Reads in the background (`Background.run`, `AuditSession.read`)."""

    def __call__(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        latest: str = "",
    ) -> object:
        """Start reading; `done` gets the answer."""


class _SchoolDelegate(QStyledItemDelegate):
    """Draws a school: its name, and place, kinds of education and code under it."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give two lines."""
        return QSize(100, self._look.px(ROW["listTwoLines"]))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one school."""
        school: School = index.data(ROW_ROLE)
        look = self._look
        rect: QRect = option.rect
        paint_row(painter, option, look)
        line = look.px(18)
        inside = QRect(rect.x() + 14, rect.y() + (rect.height() - 2 * line) // 2, rect.width() - 24, line)
        paint_line(painter, inside, school.name, look.font("control"), look["text.primary"])
        inside.translate(0, line)
        is_typed = index.row() == index.model().rowCount() - 1
        known = _("Not in the register: use this name") if is_typed else _("From an earlier audit on this laptop")
        facts = school_facts(school) or known
        paint_line(painter, inside, facts, look.font("small"), look["text.secondary"])


class _SchoolList(QListView):
    """What fits the words; Enter chooses."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.rows = RowsModel[School](_key, _name, _sentence, self)
        self.setModel(self.rows)
        self.setItemDelegate(_SchoolDelegate(look, self))
        self.setMouseTracking(True)
        self.setAccessibleName(_("Schools that fit"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self.choose)

    def choose(self, index: QModelIndex) -> None:
        """Choose the school at `index`."""
        school = self.rows.row_at(index)
        if school is not None:
            self.chosen.emit(school)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(self.currentIndex())
            return
        super().keyPressEvent(event)


def _key(school: School) -> str:
    return f"{school.key}|{school.name}"


def _name(school: School) -> str:
    return school.name


def _sentence(school: School) -> str:
    return f"{school.name}, {school_facts(school)}"


class _SearchField(Field):
    """Down leads into the list, Enter takes its first row."""

    walked = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk down, or take the first."""
        if event.key() == Qt.Key.Key_Down:
            self.walked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit.flush()
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class SchoolPicker(QWidget):
    """A field that finds schools in the background; the chosen one stands framed, with a way to change it."""

    picked = Signal(object)
    """The school a person chose or typed in."""
    entered_empty = Signal()
    """Enter was pressed before a name was typed."""

    def __init__(self, look: Look, find: Find, read: Read, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find, self._read = find, read
        self.school, self._is_awaited = School(), False
        self.field = _SearchField(look, _("Sch&ool: name, place or BRIN"))
        self.list = _SchoolList(look)
        self._box = framed(look, self.list)
        self._chosen = self._make_chosen(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.field, self._box, self._chosen):
            column.addWidget(part)
        self._look = look
        self.field.edited.connect(self._on_words)
        self.field.walked.connect(self._on_walked)
        self.field.entered.connect(self._on_entered)
        self.list.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.field.edit)
        self.show_school(School())

    def _make_chosen(self, look: Look) -> QWidget:
        chosen = Frame(look)
        self._title = TextLabel(look, "", "bodyStrong")
        self._facts = TextLabel(look, "", "small", "text.secondary")
        self.change = Button(look, _("&Another school"), size="small")
        self.change.clicked.connect(self._on_change)
        self.place = Field(look, _("P&lace"))
        self.code = Field(look, _("&BRIN, if it has one"))
        self._typed = QWidget()
        typed = QHBoxLayout(self._typed)
        typed.setContentsMargins(0, 6, 0, 0)
        typed.setSpacing(12)
        typed.addWidget(self.place)
        typed.addWidget(self.code)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(chosen)
        column.setContentsMargins(14, 10, 12, 10)
        column.addLayout(head)
        column.addWidget(self._typed)
        self.place.edited.connect(self._on_typed_in)
        self.code.edited.connect(self._on_typed_in)
        return chosen

    def show_school(self, school: School) -> None:
        """Show the chosen school, or the field when there is none."""
        self.school = school
        is_chosen = bool(school.name)
        self.field.setVisible(not is_chosen)
        self._box.hide()
        self._chosen.setVisible(is_chosen)
        self._title.show_text(school.name)
        self._facts.show_text(school_facts(school))
        is_typed = not school.board and not school.education and not school.province
        self._typed.setVisible(is_typed)
        self._facts.setVisible(not is_typed)
        self.place.show_text(school.place)
        self.code.show_text(school.brin)
        self.setFocusProxy(self.change if is_chosen else self.field.edit)

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.place.edit.flush()
        self.code.edit.flush()

    def take_typed(self) -> None:
        """Take the typed name as a school of its own, when nothing was chosen."""
        words = " ".join(self.field.text().split())
        if not self.school.name and words:
            self.show_school(School(name=words))

    def _on_words(self, words: str) -> None:
        words, self._is_awaited = " ".join(words.split()), False
        if not words:
            self._box.hide()
            return
        find = self._find
        self._read(lambda: find(words, MOST), partial(self._on_found, words), latest="schools")

    def _on_found(self, words: str, found: tuple[School, ...]) -> None:
        if self.school.name or " ".join(self.field.text().split()) != words:
            return
        rows = (*found[:MOST], School(name=words))
        self.list.rows.show(rows)
        self.list.setCurrentIndex(self.list.rows.index(0))
        self.list.setFixedHeight(self._look.px(ROW["listTwoLines"]) * len(rows))
        self._box.show()
        if self._is_awaited:
            self._on_entered()

    def _on_walked(self) -> None:
        if self._box.isVisible():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_entered(self) -> None:
        """Take the first row, also when it is still being looked for; nothing typed is for the form."""
        if self._box.isVisible():
            self.list.choose(self.list.currentIndex())
        else:
            self._on_words(self.field.text())
            self._is_awaited = bool(self.field.text().strip())
            if not self._is_awaited:
                self.entered_empty.emit()

    def _on_chosen(self, school: School) -> None:
        self.show_school(school)
        if self._typed.isVisible():
            self.place.edit.setFocus()
        else:
            self.focusNextChild()
        self.picked.emit(school)

    def _on_change(self) -> None:
        name = self.school.name
        self.show_school(School())
        self.field.show_text(name)
        self.field.edit.selectAll()
        self.field.edit.setFocus()

    def _on_typed_in(self, _text: str) -> None:
        self.school = replace(self.school, place=self.place.text().strip(), brin=self.code.text().strip().upper())
        self.picked.emit(self.school)
