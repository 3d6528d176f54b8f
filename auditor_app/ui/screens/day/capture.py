"""The capture: what the activity is, its clock, its lines, and the composer at the foot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.live import LiveAudit
from auditor_app.core.model import Activity
from auditor_app.i18n import _
from auditor_app.ui.delegates.notes import LineDelegate
from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.leaving import clock_words
from auditor_app.ui.models.notebook import Entries
from auditor_app.ui.models.programme import minutes_left, share_passed, skipped_words
from auditor_app.ui.models.stream import NoteRow, stream_model
from auditor_app.ui.models.tags import year_words
from auditor_app.ui.models.timed import due_moment, due_words, taken_moments
from auditor_app.ui.screens.day.composer import Composer
from auditor_app.ui.screens.day.snapshot_bar import SnapshotBar
from auditor_app.ui.screens.parts.quiet_link import QuietLink
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.buttons import IconButton
from auditor_app.ui.widgets.chips import SourceChip
from auditor_app.ui.widgets.panes import set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look
    from auditor_app.ui.thumbnails import Thumbnails

_SIDE: Final = 24
TALKS: Final = ("INT-P", "INT-C", "INT-T", "INT-L", "INT-B", "INT-O")
_SECOND: Final = 1000
_NEAR_END: Final = 4


class _TimeLine(QWidget):
    """Three pixels: how much of the time has passed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._share = look, 0.0
        self.setFixedHeight(3)
        look.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """Show how much has passed, 0 to 1."""
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what has passed and what is left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look["line.subtle"])
        painter.fillRect(0, 0, round(self.width() * self._share), 3, self._look["accent.base"])


class CapturePane(QWidget):
    """Shows one activity with its lines; the composer writes the next."""

    edit_asked = Signal()
    before_asked = Signal()
    after_asked = Signal()
    programme_asked = Signal()
    questions_asked = Signal()
    note_opened = Signal(str)
    add_asked = Signal(QPoint)
    """A photo or file is to be added; where the menu of ways should open."""
    ticked = Signal()
    """Another minute began while the pane is seen."""

    def __init__(self, look: Look, live: LiveAudit, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._live, self._now = look, live, now
        self._activity = Activity()
        self._minute = ""
        self._title = TextLabel(look, "", "title", mode="elide")
        self._chip = SourceChip(look)
        self._edit = IconButton(look, "pencil", size=16, box=28)
        self._add = IconButton(look, "image", size=16, box=28)
        self._before = IconButton(look, "chevron-left", box=28)
        self._after = IconButton(look, "chevron-right", box=28)
        self._programme = IconButton(look, "list", box=28)
        self._questions = IconButton(look, "circle-help", box=28)
        self._place = QuietLink(look, "body")
        self._people = TextLabel(look, "", "small", "text.muted", "elide", tabular=True)
        self._clock = TextLabel(look, "", "clock", mode="line", tabular=True)
        self._left = TextLabel(look, "", "small", "text.muted", "line", tabular=True)
        self._time_line = _TimeLine(look)
        self.lines = RowList(stream_model(live.framework), _("Lines of this activity"))
        self._delegate = LineDelegate(look, self.lines)
        self.lines.draw_with(self._delegate)
        self._none = TextLabel(look, "", "body", "text.secondary")
        self.composer = Composer(look, live.framework, now)
        self.snapshots = SnapshotBar(look)
        self._taken: list[datetime] = []
        self._timer = QTimer(self, interval=_SECOND)
        self._timer.timeout.connect(self._on_second)
        self._is_at_end, self._is_low, self._has_tools = True, False, True
        bar = self.lines.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range)
        bar.valueChanged.connect(self._on_scrolled)
        self._compose()
        self._edit.clicked.connect(self.edit_asked)
        self._add.clicked.connect(self._on_add)
        self._place.clicked.connect(self.edit_asked)
        self._before.clicked.connect(self.before_asked)
        self._after.clicked.connect(self.after_asked)
        self._programme.clicked.connect(self.programme_asked)
        self._questions.clicked.connect(self.questions_asked)
        self.lines.opened.connect(self._on_line)
        self.snapshots.folded.connect(self._fit_lines)
        set_floor(self, "surface")

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        ways = QHBoxLayout()
        ways.setSpacing(0)
        for button in (self._programme, self._questions, self._before):
            ways.addWidget(button)
        head.addLayout(ways)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addWidget(self._edit)
        head.addWidget(self._add)
        head.addWidget(self._after)
        head.addStretch(1)
        facts = QVBoxLayout()
        facts.setSpacing(2)
        facts.addLayout(head)
        facts.addWidget(self._place, 0, Qt.AlignmentFlag.AlignLeft)
        facts.addWidget(self._people)
        clock = QVBoxLayout()
        clock.setSpacing(2)
        clock.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignRight)
        clock.addWidget(self._left, 0, Qt.AlignmentFlag.AlignRight)
        clock.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addLayout(facts, 1)
        top.addLayout(clock)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.setSpacing(0)
        for layout in (top,):
            layout.setContentsMargins(_SIDE, 0, _SIDE, 0)
            column.addLayout(layout)
        column.addSpacing(10)
        column.addLayout(_inset(self._time_line))
        column.addSpacing(8)
        column.addLayout(_inset(self._none))
        column.addWidget(self.lines, 1)
        column.addStretch(0)
        column.addSpacing(6)
        column.addLayout(_inset(self.snapshots))
        column.addLayout(_inset(self.composer))

    def draw_photos_of(self, thumbnails: Thumbnails) -> None:
        """Draw photos in small under their lines."""
        self._delegate.draw_photos_of(thumbnails)

    def show_read_only(self, *, is_read_only: bool) -> None:
        """Let nothing be written or added."""
        self.composer.setVisible(not is_read_only)
        self._add.setVisible(not is_read_only)

    def _on_add(self) -> None:
        self.add_asked.emit(self._add.mapToGlobal(QPoint(0, self._add.height() + 4)))

    def show_activity(self, activity: Activity, entries: Entries, snapshots: Entries) -> None:
        """Show an activity and the lines written in it; `snapshots` are those of a timed observation among them."""
        is_other = activity.id != self._activity.id
        self._activity = activity
        self._title.show_text(activity.title or _("Untitled activity"))
        self._chip.show_text(activity.source)
        self._chip.setVisible(self._has_tools and bool(activity.source))
        self._place.show_text(self._place_words(activity))
        self._people.show_text(self._people_words(activity))
        self._people.setVisible(not self._is_low or activity.is_skipped)
        self._edit.show_name(_("Edit the activity"))
        self._add.show_name(_("Add a photo or file"))
        self._taken = taken_moments(snapshots, self._now())
        if is_other:
            self.snapshots.fold()
        self._show_time()
        self.lines.show_rows(OnDemand(entries.keys, lambda key: NoteRow(entries.build(key), day=activity.day)))
        self._none.show_text(_("No notes are kept here"))
        self._none.setVisible(self._live.signed_counts is not None)
        if is_other:
            self.lines.choose("")
            self._is_at_end = True
        if self._is_at_end:
            self.lines.show_end()

    def _on_range(self, _least: int, most: int) -> None:
        """Keep the newest line in sight, unless someone scrolled back."""
        if self._is_at_end:
            self.lines.verticalScrollBar().setValue(most)

    def _on_scrolled(self, value: int) -> None:
        self._is_at_end = value >= self.lines.verticalScrollBar().maximum() - _NEAR_END

    def _place_words(self, item: Activity) -> str:
        present = ""
        if item.present is not None and item.expected is not None:
            present = _("{present} of {expected} present").format(present=item.present, expected=item.expected)
        elif item.present is not None:
            present = _("{n} present").format(n=item.present)
        words = " · ".join(filter(None, (item.room, item.subject, year_words(item.year_group), present)))
        return words[:1].upper() + words[1:] or _("Place, subject and year group …")

    def _people_words(self, item: Activity) -> str:
        leads, records = self._initials(item.leads), self._initials(item.records)
        said = [skipped_words(item), _("{initials} leads").format(initials=leads) if leads else ""]
        said.append(_("{initials} records").format(initials=records) if records else "")
        said.append("–".join(filter(None, (item.start, item.end))))
        if item.source in TALKS:
            told = _("information given") if item.is_informed else _("information not given yet")
            free = _("voluntary") if item.is_voluntary else _("voluntary not asked yet")
            said.append(f"{free}, {told}")
        words = " · ".join(filter(None, said))
        return words[:1].upper() + words[1:]

    def _initials(self, member: str) -> str:
        found = self._live.entities("member").get(member)
        return str(found.initials) if found is not None else ""

    def _show_time(self) -> None:
        now = self._now()
        self._clock.show_text(f"{now:%H:%M}")
        left = minutes_left(self._activity, now)
        self._left.show_text(clock_words(left) if left is not None else "")
        self._time_line.show_share(share_passed(self._activity, now))
        self._show_due(now)
        self.composer.show_now()

    def _show_due(self, now: datetime) -> None:
        activity = self._activity
        self.snapshots.setVisible(bool(activity.interval) and not self._live.is_signed)
        due = due_moment(activity, self._taken, now)
        words = due_words(activity, self._taken, now)
        self.snapshots.show_due(words, is_due=due is not None and due <= now, present=activity.present)

    @property
    def next_snapshot(self) -> int:
        """Give the number of the snapshot that is taken next."""
        return len(self._taken) + 1

    def show_leading(self, *, is_leading: bool) -> None:
        """Fold the composer for who leads the talk and looks at the people; it unfolds while it is written in."""
        self.composer.show_folded(is_folded=is_leading)

    def _on_second(self) -> None:
        minute = f"{self._now():%H:%M}"
        if minute != self._minute:
            self._minute = minute
            self._show_time()
            self.ticked.emit()

    def _on_line(self, key: str) -> None:
        if self.lines.has_entered:
            self.note_opened.emit(key)

    def show_tools(self, *, are_shown: bool, is_read_only: bool) -> None:
        """Leave the title its room where the questions take half of a narrow window; the keys work all the same."""
        self._has_tools = are_shown
        self._chip.setVisible(are_shown and bool(self._activity.source))
        self._edit.setVisible(are_shown)
        self._add.setVisible(are_shown and not is_read_only)

    def show_walk(self, *, is_shown: bool) -> None:
        """Show the two arrows beside the title where the programme is folded away."""
        self._before.setVisible(is_shown)
        self._after.setVisible(is_shown)
        self._before.show_name(_("Activity before"))
        self._after.show_name(_("Next activity"), "Ctrl+Enter")

    def show_drawers(self, *, has_programme: bool, has_questions: bool) -> None:
        """Offer the panes that are folded away."""
        self._programme.setVisible(has_programme)
        self._questions.setVisible(has_questions)
        self._programme.show_name(_("Programme"), "F6")
        self._questions.show_name(_("Questions"), "F6")

    def show_compact(self, *, is_low: bool) -> None:
        """Say less about the activity where the window is low."""
        self._place.setVisible(not is_low)
        self._people.setVisible(not is_low or self._activity.is_skipped)
        self.composer.show_compact(is_compact=is_low)
        self._is_low = is_low
        self._fit_lines()

    def _fit_lines(self, _is_folded: object = None) -> None:
        """Give the lines' room to the snapshot that is being taken where the window is low."""
        self.lines.setVisible(not (self._is_low and self.snapshots.is_open))

    def showEvent(self, event: QShowEvent) -> None:
        """Let the clock run while it is seen."""
        super().showEvent(event)
        self._show_time()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the clock."""
        super().hideEvent(event)
        self._timer.stop()


def _inset(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(_SIDE, 0, _SIDE, 0)
    row.addWidget(widget)
    return row
