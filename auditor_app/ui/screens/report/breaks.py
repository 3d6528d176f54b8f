"""Where pages begin: every part and finding with its page; each may begin a page, follow on, or stay together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.i18n import N_, _
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.shortcuts import BY_NAME, Key
from auditor_app.ui.widgets.panes import Hairline, PaneHeader, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.core.model import Layout
    from auditor_app.services.desk import Written
    from auditor_app.services.report.build import Heading
    from auditor_app.ui.screens.report.pages import ReportPages
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

WIDTH: Final = 330
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_WORDS: Final = {
    "new_pages": N_("begins a page"),
    "follow_on": N_("follows on"),
    "kept_together": N_("stays together"),
}
"""What is said beside a place that somebody decided about."""


@dataclass(frozen=True)
class PlaceRow:
    """A part or a finding in the report, its page, and what was asked of it."""

    key: str
    title: str
    depth: int
    page: int
    way: str


def way_of(layout: Layout, key: str) -> str:
    """Give what was asked of a place, or nothing."""
    return next((way for way in _WORDS if key in getattr(layout, way)), "")


def place_rows(outline: tuple[Heading, ...], layout: Layout) -> list[PlaceRow]:
    """Give a row per part and finding; the cover stands where it stands."""
    return [
        PlaceRow(item.key, item.title, item.depth, item.page, way_of(layout, item.key))
        for item in outline
        if item.key != "part:cover"
    ]


def _sentence(row: PlaceRow) -> str:
    said = _("{title}, page {page}").format(title=row.title, page=row.page)
    return f"{said}, {_(_WORDS[row.way])}" if row.way else said


class PlaceDelegate(RowDelegate[PlaceRow, None]):
    """Title, what was asked, page; findings a step to the right."""

    def lay_out(self, row: PlaceRow, width: int) -> None:
        """Nothing has to be measured: all rows are one line."""

    def height(self, row: PlaceRow, laid: None) -> int:  # noqa: ARG002 - as the base asks
        """All rows are of one height, with the second line only where something was asked."""
        return self.look.px(44 if row.way else 30)

    def draw(self, painter: QPainter, rect: QRect, row: PlaceRow, _laid: None, state: State) -> None:
        """Draw the row from both ends."""
        look, px = self.look, self.look.px
        line = QRectF(rect.x() + 20 + 16 * row.depth, rect.y(), rect.width() - 36 - 16 * row.depth, px(30))
        page = QRectF(line.right() - px(34), line.y(), px(34), line.height())
        draw_text(painter, page, str(row.page), look, "body", "text.muted", align=_RIGHT, tabular=True)
        title = QRectF(line.x(), line.y(), line.width() - px(40), line.height())
        color = "text.secondary" if row.depth else "text.primary"
        draw_text(painter, title, row.title, look, "body", color, weight=600 if state.is_selected else 0)
        if row.way:
            below = QRectF(line.x(), line.y() + px(22), title.width(), px(18))
            draw_text(painter, below, _(_WORDS[row.way]), look, "small", "accent.text")


class BreaksPane(QWidget):
    """The list of places; below it what the chosen one is asked."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("break_auto", "Alt+0", N_("Let it stand where it fits")),
        Key("break_page", "Alt+1", N_("Begin a page with it")),
        Key("break_other", "Alt+2", N_("Let it follow on, or keep it together")),
    )
    gone_to = Signal(int)
    """The page (from 0) of the place a person went to."""

    def __init__(self, session: AuditSession, look: Look, pages: ReportPages) -> None:
        super().__init__()
        self._session, self._pages = session, pages
        self._values: tuple[str, ...] = ()
        self._is_moved = False
        set_floor(self, "canvas")
        self.model: RowsModel[PlaceRow] = RowsModel(lambda row: row.key, lambda row: row.title, _sentence)
        self.model.has_tooltips = True
        self.list = RowList(self.model, _("Where pages begin"), "canvas")
        self.list.draw_with(PlaceDelegate(look, self.list))
        self.ways = Segmented(look, is_small=True)
        self.ways.setAccessibleName(_("Where it stands"))
        self.hint = TextLabel(look, "", "small", "text.muted")
        head = PaneHeader(look, _("Where pages begin"), is_small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, Hairline(look)):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(Hairline(look))
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 10, 16, 12)
        foot.setSpacing(6)
        foot.addWidget(self.ways, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self.hint)
        column.addLayout(foot)
        self.setFixedWidth(look.px(WIDTH))
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_chosen)
        self.ways.chosen.connect(self.ask)
        pages.built.connect(self._on_built)
        session.changed.connect(self._on_changed)
        for place, key in enumerate(self.KEYS):
            slot = partial(self._ask_nth, place)
            QShortcut(QKeySequence(key.keys), self, slot, context=Qt.ShortcutContext.WindowShortcut)
        # The large preview is a window of its own, which the keys of the audit's window do not reach.
        for name, take in (("undo", session.audits.undo), ("redo", session.audits.redo)):
            keys = QKeySequence(BY_NAME[name].keys)
            QShortcut(keys, self, partial(self._take, take), context=Qt.ShortcutContext.WindowShortcut)
        self.refresh()
        self._offer("")

    def refresh(self) -> None:
        """Show the places of the pages as they are now."""
        report = self._pages.report
        self.list.show_rows(place_rows(report.outline if report else (), self._session.snapshot.layout))
        self._offer(self.list.current_key())

    def _on_built(self) -> None:
        """Show the new pages, and go along with a place that was moved."""
        self.refresh()
        row = self.model.row_at(self.model.index_of(self.list.current_key()))
        if self._is_moved and row is not None:
            self.gone_to.emit(row.page - 1)
        self._is_moved = False

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        if any(kind == "layout" for kind, _id in touched):
            self.refresh()

    def _on_chosen(self, key: str) -> None:
        row = self.model.row_at(self.model.index_of(key))
        self._offer(key)
        if row is not None:
            self.gone_to.emit(row.page - 1)

    def _offer(self, key: str) -> None:
        """Offer what a part or a finding can be asked."""
        is_finding = key.startswith("finding:")
        other = ("kept_together", _("Together")) if is_finding else ("follow_on", _("Follow on"))
        offered = {"": _("Where it fits"), "new_pages": _("New page"), other[0]: other[1]}
        self._values = tuple(offered)
        self.ways.offer(offered)
        self.ways.show_choice(way_of(self._session.snapshot.layout, key))
        self.ways.setEnabled(bool(key) and not self._session.is_read_only)
        words = _("Choose a part or a finding, then where it is to stand.")
        if self._session.is_read_only:
            words = _("This audit has been signed: the pages stay as they are.")
        elif key:
            words = _("Alt+0, Alt+1 and Alt+2 do the same.")
        self.hint.show_text(words)

    def _ask_nth(self, place: int) -> None:
        if self.ways.isEnabled():
            self.ask(self._values[place])

    def _take(self, take: Callable[[str], Written]) -> None:
        """Take back what was asked last, or ask it again."""
        if not self._session.is_read_only:
            self._is_moved = True
            self._session.write(partial(take, self._session.audit_id))

    def ask(self, way: str) -> None:
        """Ask the chosen place to begin a page, to follow on or to stay together; "" leaves it to the program."""
        key = self.list.current_key()
        if key and not self._session.is_read_only:
            self._is_moved = True
            self._session.write(partial(self._session.layouts.set_break, self._session.audit_id, key, way))
