"""The programme of the visit: a day's activities, and the coverage so far in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.models.programme import ProgrammeRow
from auditor_app.ui.screens.day.programme_list import ProgrammeList
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.buttons import IconButton, LinkButton
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class ProgrammePane(QWidget):
    """Shows the rows of a day; `day_chosen` and `add_asked` tell what a person wants."""

    day_chosen = Signal(str)
    add_asked = Signal()
    coverage_asked = Signal()
    more_asked = Signal(QPoint)
    """Where a menu of what else can be done may stand."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[str, ...] = ()
        self.segments = Segmented(look, is_small=True)
        self._add = IconButton(look, "plus", color="accent.text")
        self._more = IconButton(look, "ellipsis")
        self.list = ProgrammeList(look)
        self._title = TextLabel(look, "", "caption", "text.secondary", "line")
        self._view = LinkButton(look)
        self._sentence = TextLabel(look, "", "small", "text.secondary")
        self._compose(look)
        self.segments.chosen.connect(self.day_chosen)
        self._add.clicked.connect(self.add_asked)
        self._more.clicked.connect(self._on_more)
        self._view.clicked.connect(self.coverage_asked)
        set_floor(self, "canvas")
        self.retranslate()

    def _compose(self, look: Look) -> None:
        head = QWidget()
        head.setFixedHeight(look.px(SIZE["paneHeader"]))
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 12, 0)
        row.addWidget(self.segments)
        row.addStretch(1)
        row.addWidget(self._add)
        row.addWidget(self._more)
        row.setSpacing(2)
        foot = QHBoxLayout()
        foot.addWidget(self._title)
        foot.addStretch(1)
        foot.addWidget(self._view)
        self.foot = QWidget()
        words = QVBoxLayout(self.foot)
        words.setContentsMargins(14, 8, 12, 10)
        words.setSpacing(1)
        words.addLayout(foot)
        words.addWidget(self._sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        column.addWidget(Hairline(look))
        column.addWidget(self.foot)

    def _on_more(self) -> None:
        self.more_asked.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def show_days(self, days: tuple[str, ...], day: str) -> None:
        """Offer the days of the visit."""
        if days != self._days:
            self._days = days
            names = {
                item: _("Day {n} · {weekday}").format(n=place, weekday=current().date(item, "EEE"))
                for place, item in enumerate(days, 1)
            }
            self.segments.offer(names or {"": _("No day yet")})
        if days:
            self.segments.show_choice(day)

    def show_rows(self, rows: list[ProgrammeRow], sentence: str) -> None:
        """Show a day's rows and the coverage."""
        self.list.show_rows(rows)
        self._sentence.show_text(sentence)

    def show_read_only(self, *, is_read_only: bool) -> None:
        """Let the programme be read but not changed."""
        self._add.setVisible(not is_read_only)
        self.list.is_movable = not is_read_only

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._title.show_text(_("Coverage"))
        self._view.show_text(_("View"))
        self._add.show_name(_("Add an activity"))
        self._more.show_name(_("More for the programme"))
        self._days = ()
