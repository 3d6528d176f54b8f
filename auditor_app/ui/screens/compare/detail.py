"""One criterion then and now, side by side: level, what that level means, and the notes it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.model import LEVELS, Direction
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.delegates.notes import EvidenceDelegate
from auditor_app.ui.frame.words import level_words
from auditor_app.ui.models.evidence_rows import EvidenceRow, evidence_model
from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.notebook import Entry, Notebook
from auditor_app.ui.models.register import Keys
from auditor_app.ui.models.survey_rows import bars_at
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.shapes import paint_level
from auditor_app.ui.widgets.survey_bars import BarGroup, SurveyBars
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.framework import Framework
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.ui.theme import Look


@dataclass(frozen=True)
class Moment:
    """One side: when it was, the level, what it means, the notes."""

    title: str
    level: str
    level_name: str
    meaning: str
    notes: Sequence[EvidenceRow]
    bars: tuple[BarGroup, ...] = ()
    """What people answered in the surveys of that audit."""


def moment_of(snapshot: Snapshot, criterion: str, title: str, book: Notebook | None = None) -> Moment:
    """Take one criterion out of a snapshot; a framework without it gives an empty side.

    Of the open audit `book` knows the notes, so that nobody walks through all of them.
    """
    framework, pick = snapshot.framework, current()
    found = framework.by_code.get(criterion)
    level = snapshot.levels.get(criterion, "")
    rubric = found.rubric.get(pick.language) or found.rubric.get("nl", ()) if found else ()
    meaning = rubric[int(level) - 1] if level in LEVELS and len(rubric) >= int(level) else ""
    rows = _rows_of(snapshot, criterion) if book is None else _rows_here(book, criterion)
    return Moment(title, level, level_words(framework, level), meaning, rows, bars_at(snapshot, criterion))


def _rows_here(book: Notebook, criterion: str) -> Sequence[EvidenceRow]:
    """Give the evidence in the open audit, each row built when it is looked at."""
    stretches: list[Sequence[str]] = []
    ways: dict[str, Direction] = {}
    for way in Direction:
        for stretch in book.speaking(criterion, way).keys.stretches:
            stretches.append(stretch)
            ways |= dict.fromkeys(stretch, way)
    return OnDemand(Keys(stretches), lambda key: EvidenceRow(book.entries[key], criterion, ways[key]))


def _rows_of(snapshot: Snapshot, criterion: str) -> Sequence[EvidenceRow]:
    """Give the evidence in another audit."""
    by_id = {note.id: note for note in snapshot.notes}
    initials = {member.id: member.initials for member in snapshot.members}
    rows = [
        EvidenceRow(
            Entry(by_id[link.note], (link,), initials.get(by_id[link.note].author, "")), criterion, link.direction
        )
        for link in snapshot.links
        if link.target == criterion and link.note in by_id and not by_id[link.note].is_excluded
    ]
    rows.sort(key=lambda row: (str(row.direction) != "+", row.entry.note.moment))
    return tuple(rows)


class _Level(QWidget):
    """The symbol of a level."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self.level = look, ""
        self.setFixedSize(20, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the symbol."""
        paint_level(QPainter(self), QRectF(1, 3, 18, 18), self.level, self._look["level.ink"])


class MomentPane(QWidget):
    """One side."""

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        set_floor(self, "surface")
        self._title = TextLabel(look, "", "small", "text.muted")
        self._symbol = _Level(look)
        self._name = TextLabel(look, "", "heading")
        self._meaning = TextLabel(look, "", "rubric", "text.secondary")
        self._surveys = TextLabel(look, _("Surveys"), "bodyStrong")
        self.bars = SurveyBars(look)
        self._count = TextLabel(look, "", "bodyStrong")
        self.list = RowList(evidence_model(framework), "")
        self.list.draw_with(EvidenceDelegate(look, self.list))
        self.list.setMinimumHeight(40)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._name, 1)
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 8)
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addLayout(row)
        for part in (self._meaning, self._surveys, self.bars, self._count):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def show_moment(self, moment: Moment) -> None:
        """Show one side."""
        self._title.show_text(moment.title)
        self._symbol.level = moment.level
        self._symbol.update()
        name = f"{moment.level}  {moment.level_name}" if moment.level in LEVELS else moment.level_name
        self._name.show_text(name or _("Not rated"))
        self._meaning.show_text(moment.meaning)
        self._meaning.setVisible(bool(moment.meaning))
        for part in (self._surveys, self.bars):
            part.setVisible(bool(moment.bars))
        self.bars.show_groups(moment.bars)
        count = len(moment.notes)
        self._count.show_text(ngettext("{n} note", "{n} notes", count) if count else _("No notes"))
        self.list.set_name(f"{moment.title}, {self._count.text()}")
        self.list.show_rows(moment.notes)


class CompareDetail(QWidget):
    """Both sides of one criterion under its question; Escape goes back."""

    left = Signal()

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._framework = framework
        self._back = Button(look, _("All criteria"), "quiet", "chevron-left")
        self._back.clicked.connect(self.left)
        self._title = TextLabel(look, "", "heading", mode="elide")
        self._question = TextLabel(look, "", "body", "text.secondary")
        self.then = MomentPane(look, framework)
        self.now = MomentPane(look, framework)
        head = QWidget()
        head.setFixedHeight(look.px(SIZE["paneHeader"]) - 1)
        set_floor(head, "canvas")
        row = QHBoxLayout(head)
        row.setContentsMargins(11, 0, 20, 0)
        row.setSpacing(12)
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.addWidget(self.then, 1)
        sides.addWidget(Hairline(look, Qt.Orientation.Vertical))
        sides.addWidget(self.now, 1)
        self._question.setContentsMargins(20, 12, 20, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, Hairline(look), self._question, Hairline(look)):
            column.addWidget(part)
        column.addLayout(sides, 1)

    def show_low(self, *, is_low: bool) -> None:
        """Leave out the question where the window is low; it is the criteria place's first line."""
        self._question.setVisible(not is_low)

    def show_criterion(self, code: str, then: Moment, now: Moment) -> None:
        """Show a criterion and take the focus."""
        found = self._framework.by_code[code]
        pick = current().pick
        self._title.show_text(f"{code}  {pick(found.title)}")
        self._question.show_text(pick(found.question))
        self.then.show_moment(then)
        self.now.show_moment(now)
        self._back.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
