"""The report place: findings and pages, the outcome of a summative audit, the exit talk, the check of the facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.core.model import AuditKind
from auditor_app.i18n import N_, _
from auditor_app.ui.offers import Flushes, HasFeet, HasFields, HasKeys, HasPanes, ShowsEntity
from auditor_app.ui.screens.conclusion.exit_talk import ExitTalkView
from auditor_app.ui.screens.conclusion.facts import FactsView
from auditor_app.ui.screens.conclusion.outcome import OutcomeView
from auditor_app.ui.screens.parts.room import NARROWEST, room_of
from auditor_app.ui.screens.parts.two_panes import TwoPanes
from auditor_app.ui.screens.report.main_view import ReportScreen
from auditor_app.ui.shortcuts import Key, bind_in_place
from auditor_app.ui.widgets.inputs import ComboBox
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MakeView = Callable[["AuditSession", "Look"], QWidget]
VIEWS: Final[tuple[tuple[str, str, MakeView], ...]] = (
    ("findings", N_("Findings and pages"), ReportScreen),
    ("outcome", N_("Outcome"), OutcomeView),
    ("exit", N_("Exit talk"), ExitTalkView),
    ("facts", N_("Check of the facts"), FactsView),
)
"""The views in the order of the work; a formative audit has no outcome, and so not even the view of one."""
_TURN: Final = (Key("view_next", "Ctrl+Tab", N_("Next view of the report")),)


def views_of(kind: AuditKind) -> tuple[tuple[str, str, MakeView], ...]:
    """Give the views of an audit of this kind."""
    return tuple(view for view in VIEWS if view[0] != "outcome" or kind is AuditKind.SUMMATIVE)


class ReportPlace(QWidget):
    """One bar of views over whichever is open; a view is made at its first visit."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._views = views_of(session.live.audit.kind)
        self._made: dict[str, QWidget] = {}
        self.views = Segmented(look, is_small=True)
        self.views.offer({key: _(name) for key, name, _make in self._views})
        self.short = ComboBox(look, _("View of the report"))
        """The same choice where there is only room for the name of the open view, and for the switch of its panes."""
        self.short.show_choices(tuple((_(name), key) for key, name, _make in self._views))
        self._switches = QHBoxLayout()
        self.stack = QStackedWidget()
        self._lay_out()
        self.setMinimumSize(NARROWEST)
        self.views.chosen.connect(self.show_view)
        self.short.activated.connect(self._on_short)
        for keys, steps in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            bind_in_place(self, keys, partial(self.turn, steps))
        self.show_view("findings")

    def _lay_out(self) -> None:
        top = QWidget()
        set_floor(top, "canvas")
        bar = QVBoxLayout(top)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(12)
        row.addWidget(self.views)
        row.addWidget(self.short)
        row.addStretch(1)
        row.addLayout(self._switches)
        bar.addLayout(row)
        bar.addWidget(Hairline(self._look))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.stack, 1)

    @property
    def view(self) -> str:
        """The view that is open."""
        return self.views.value

    @property
    def open_view(self) -> QWidget:
        """The widget of the view that is open."""
        return self._made[self.view]

    def show_view(self, key: str) -> None:
        """Open a view; unknown ones are ignored."""
        make = next((make for name, _words, make in self._views if name == key), None)
        if make is None:
            return
        self.flush()
        if key not in self._made:
            self._made[key] = make(self._session, self._look)
            self.stack.addWidget(self._made[key])
            if panes := self._panes_of(key):
                self._switches.addWidget(panes.switch)
        self.views.show_choice(key)
        self.stack.setCurrentWidget(self._made[key])
        self.setFocusProxy(self._made[key])
        self._arrange()

    def _on_short(self, _index: int) -> None:
        self.show_view(str(self.short.currentData()))

    def _panes_of(self, key: str) -> TwoPanes | None:
        panes: object = getattr(self._made[key], "panes", None)
        return panes if isinstance(panes, TwoPanes) else None

    def turn(self, steps: int) -> None:
        """Go to the next or the previous view."""
        keys = [key for key, _name, _make in self._views]
        self.show_view(keys[(keys.index(self.view) + steps) % len(keys)])
        self.open_view.setFocus(Qt.FocusReason.TabFocusReason)

    # --- what the frame asks

    @property
    def KEYS(self) -> tuple[Key, ...]:  # noqa: N802 - the frame's name for it
        """The keys of the open view, and those that lead to another."""
        own = self.open_view
        return (*(own.KEYS if isinstance(own, HasKeys) else ()), *_TURN)

    def flush(self) -> None:
        """Write at once what was typed in any view."""
        for view in self._made.values():
            if isinstance(view, Flushes):
                view.flush()

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give what the open view has at its lower edge."""
        own = self.open_view
        return own.feet if isinstance(own, HasFeet) else ()

    def next_pane(self) -> None:
        """Go round the panes of the open view."""
        own = self.open_view
        if isinstance(own, HasPanes):
            own.next_pane()

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a view, a point of the school, or what the findings can show."""
        if kind == "view":
            self.show_view(entity)
        elif kind == "fact_point":
            self.show_view("facts")
            own = self.open_view
            if isinstance(own, FactsView):
                own.show_point(entity)
        else:
            self.show_view("findings")
            own = self.open_view
            if isinstance(own, ShowsEntity):
                own.show_entity(kind, entity)

    def take_to(self, field: str) -> None:
        """Take the caret to a field of the finding that is open."""
        own = self.open_view
        if isinstance(own, HasFields):
            own.take_to(field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the bar where there is little room: one choice of the view, and the switch between its two panes."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_narrow = room_of(self, self._look) == "narrow"
        self.views.setVisible(not is_narrow)
        self.short.setVisible(is_narrow)
        self.short.setCurrentIndex(self.short.findData(self.view))
        for key in self._made:
            if panes := self._panes_of(key):
                panes.switch.setVisible(is_narrow and key == self.view)
