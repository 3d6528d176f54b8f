"""What a criterion rests on: the meter, then supporting and contradicting notes in panes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from auditor_app.core.evidence import MINIMUM_AUDITORS, MINIMUM_NOTES, MINIMUM_SOURCES
from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.model import Direction
from auditor_app.i18n import _, ngettext
from auditor_app.ui.delegates.notes import EvidenceDelegate
from auditor_app.ui.models.evidence_rows import (
    EvidenceRow,
    evidence_model,
    evidence_rows,
    independence_words,
    is_below_minimum,
    meter_sentence,
)
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.tags import source_short
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.meter import Meter, MeterRow
from auditor_app.ui.widgets.panes import Hairline, HairlineSplitter, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look
    from auditor_app.ui.thumbnails import Thumbnails

_LEAST = 64
_WANTED = (5, 4, 3)
"""How many blocks the meter shows at least: room for a little more than the minimum."""


class _Side(QWidget):
    """One direction: its word, its count, its notes."""

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._look = look
        self._word = TextLabel(look, "", "bodyStrong", mode="line")
        self._count = TextLabel(look, "", "body", "text.muted", "line", tabular=True)
        self._none = TextLabel(look, "", "small", "text.muted")
        self._none.setContentsMargins(20, 6, 20, 8)
        self._rows = evidence_model(framework)
        self.list = RowList(self._rows, "")
        self.delegate = EvidenceDelegate(look, self.list)
        self.list.draw_with(self.delegate)
        self.head = QWidget()
        head = QHBoxLayout(self.head)
        head.setContentsMargins(20, 10, 20, 2)
        head.setSpacing(8)
        head.addWidget(self._word)
        head.addWidget(self._count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addStretch(0)  # without notes the words stay at the top
        set_floor(self, "surface")

    @property
    def has_rows(self) -> bool:
        """Whether there is a note of this direction."""
        return bool(self._rows.rows)

    def needed(self, most: int) -> int:
        """Give the height at which all notes are seen, at most `most`; no more notes are laid out than it takes."""
        high = 44
        for place in range(min(len(self._rows.rows), 12)):
            if high >= most:
                break
            high += self.list.sizeHintForIndex(self._rows.index_at(place)).height()
        return min(high, most)

    def show_rows(self, word: str, rows: Sequence[EvidenceRow], nothing: str) -> None:
        """Show the notes of this direction."""
        self._word.show_text(word)
        self._count.show_text(str(len(rows)))
        self._none.show_text(nothing)
        self._none.setVisible(not rows)
        self.list.set_name(word)
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows)


class EvidencePane(QWidget):
    """Shows the evidence of a criterion; `opened` tells which note a person wants to see."""

    opened = Signal(str)
    photos_asked = Signal(str)
    """Space was pressed on a note: what is beside it is to be opened."""

    def __init__(self, look: Look, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._framework = look, framework
        self._source = ""
        self._shown: tuple[Criterion, Notebook, str] | None = None
        self._title = TextLabel(look, "", "heading", mode="line")
        self._filter = Button(look, "", "quiet", "filter", "small")
        self._meter = Meter(look)
        self._line = TextLabel(look, "", "body", "text.secondary", tabular=True)
        self._icon = QLabel()
        self._icon.setFixedSize(16, 16)
        self._sentence = TextLabel(look, "", "small", "text.secondary")
        self.supports, self.contradicts, self.context = (_Side(look, framework) for _place in range(3))
        self._by_way = {"+": self.supports, "-": self.contradicts, "o": self.context}
        self.ways = Segmented(look, is_small=True)
        """One direction at a time, with the numbers of all in sight, where the window is low."""
        self._is_low, self._way = False, "+"
        self._compose()
        for side in (self.supports, self.contradicts, self.context):
            side.list.opened.connect(self.opened)
            side.list.photos_asked.connect(self.photos_asked)
        self._filter.clicked.connect(self._on_filter)
        self.ways.chosen.connect(self._on_way)

    def draw_photos_of(self, thumbnails: Thumbnails) -> None:
        """Draw photos in small under their notes."""
        for side in (self.supports, self.contradicts, self.context):
            side.delegate.draw_photos_of(thumbnails)

    def _compose(self) -> None:
        head = QWidget()
        set_floor(head, "canvas")
        column = QVBoxLayout(head)
        column.setContentsMargins(20, 10, 16, 8)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._filter)
        column.addLayout(row)
        column.addSpacing(2)
        column.addWidget(self._meter)
        column.addWidget(self._line)
        column.addSpacing(4)
        words = QHBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self._sentence, 1)
        column.addLayout(words)
        self._head = head
        self._sides = HairlineSplitter(self._look, Qt.Orientation.Vertical)
        self._sides.hold(self.supports, 300, _LEAST, stretch=3)
        self._sides.hold(self.contradicts, 210, _LEAST, stretch=2)
        self._sides.hold(self.context, 110, _LEAST, stretch=1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(Hairline(self._look))
        ways = QHBoxLayout()
        ways.setContentsMargins(20, 6, 20, 2)
        ways.addWidget(self.ways)
        ways.addStretch(1)
        whole.addLayout(ways)
        whole.addWidget(self._sides, 1)
        set_floor(self, "surface")

    def show_criterion(self, criterion: Criterion, book: Notebook, level: str) -> None:
        """Show the evidence of a criterion, judged against the level I chose."""
        is_other = self._shown is None or self._shown[0].code != criterion.code
        if is_other:
            self._source = ""
        self._shown = (criterion, book, level)
        self._show_meter(criterion, book, level)
        rows = {way: evidence_rows(book, criterion.code, way, self._source) for way in Direction}
        is_removed = book.live.signed_counts is not None
        nothing = _("No notes are kept here") if is_removed else _("No note says so yet.")
        against = nothing if is_removed else _("No note contradicts it.")
        self.supports.show_rows(_("Supports"), rows[Direction.SUPPORTS], nothing)
        self.contradicts.show_rows(_("Contradicts"), rows[Direction.CONTRADICTS], against)
        self.context.show_rows(_("Context"), rows[Direction.CONTEXT], "")
        words = {"+": _("Supports"), "-": _("Contradicts"), "o": _("Context")}
        counts = {"+": Direction.SUPPORTS, "-": Direction.CONTRADICTS, "o": Direction.CONTEXT}
        self.ways.offer({way: f"{words[way]}  {len(rows[counts[way]])}" for way in words})
        if is_other:
            self._way = next((way for way, side in self._by_way.items() if side.has_rows), "+")
        self._show_ways()
        if is_other and not self._is_low:
            self._share_room()

    def first_stop(self) -> QWidget:
        """Give what takes the keys when the pane is come to: the first notes in sight, else the choice of direction."""
        lists = (side.list for side in self._by_way.values() if side.has_rows and not side.isHidden())
        return next(lists, self.ways if self._is_low else self._filter)

    def _show_ways(self) -> None:
        """Show all directions under each other, or the chosen one where the window is low."""
        self.ways.setVisible(self._is_low)
        self.ways.show_choice(self._way)
        for way, side in self._by_way.items():
            is_wanted = way == self._way if self._is_low else side is not self.context or side.has_rows
            side.setVisible(is_wanted)
            side.head.setVisible(not self._is_low)

    def _on_way(self, way: str) -> None:
        self._way = way
        self._show_ways()

    def _share_room(self) -> None:
        """Give each direction the room its notes need; none ever disappears under another."""
        whole = max(self._sides.height(), 3 * _LEAST)
        if not self.supports.has_rows:
            context = 0 if self.context.isHidden() else self.context.needed(whole // 2)
            self._sides.setSizes([_LEAST, whole - _LEAST - context, context])
            return
        most = whole * 45 // 100
        contradicts = self.contradicts.needed(most)
        spared = min(most - contradicts, whole // 10)
        context = 0 if self.context.isHidden() else self.context.needed(whole * 22 // 100 + spared)
        self._sides.setSizes([whole - contradicts - context, contradicts, context])

    def _show_meter(self, criterion: Criterion, book: Notebook, level: str) -> None:
        count = book.evidence_of(criterion.code)
        needs = (MINIMUM_NOTES, MINIMUM_SOURCES, MINIMUM_AUDITORS)
        have = (count.independent, len(count.sources), count.auditors)
        labels = (_("independent"), _("kinds of source"), _("auditors"))
        rows = tuple(
            MeterRow(label, found, need, max(need, min(found + 1, wanted)), _("minimum {n}").format(n=need))
            for label, found, need, wanted in zip(labels, have, needs, _WANTED, strict=True)
        )
        self._meter.show_rows(rows)
        said = (
            ngettext("{n} independent note", "{n} independent notes", have[0]),
            ngettext("{n} kind of source", "{n} kinds of source", have[1]),
            ngettext("{n} auditor", "{n} auditors", have[2]),
        )
        self._line.show_text(" · ".join(said))
        self._meter.setToolTip(independence_words(count))
        self._line.setToolTip(independence_words(count))
        self._show_sentence(meter_sentence(criterion, count, level), is_below=is_below_minimum(criterion, count, level))

    def _show_sentence(self, words: str, *, is_below: bool) -> None:
        color = "attention.text" if is_below else "text.secondary"
        self._sentence.show_text(words)
        self._sentence.set_color(color)
        name = "triangle-alert" if is_below else "info"
        tint = "attention.line" if is_below else "text.secondary"
        self._icon.setPixmap(self._look.pixmap(name, tint, 16, self.devicePixelRatioF()))
        self._icon.setVisible(bool(words))

    def show_compact(self, *, is_compact: bool, is_low: bool = False) -> None:
        """Say the meter in one line where there is less room; in a low window show one direction at a time."""
        if is_low != self._is_low and self._shown is not None:
            self._is_low = is_low
            self._show_ways()
            if not is_low:
                self._share_room()
        self._is_low = is_low
        self._meter.setVisible(not is_compact)
        self._line.setVisible(is_compact)
        self._filter.setVisible(not is_compact)

    def _on_filter(self) -> None:
        if self._shown is None:
            return
        criterion, book, _level = self._shown
        menu = QMenu(self)
        for code in ("", *book.evidence_of(criterion.code).sources):
            action = QAction(source_short(self._framework, code) if code else _("All sources"), menu)
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code == self._source)
            menu.addAction(action)
        menu.triggered.connect(self._on_source)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._filter.mapToGlobal(QPoint(0, self._filter.height())))

    def _on_source(self, action: QAction) -> None:
        self._source = str(action.data())
        if self._shown is not None:
            self.show_criterion(*self._shown)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._title.show_text(_("Evidence"))
        self._filter.show_text(source_short(self._framework, self._source) if self._source else _("all"))
