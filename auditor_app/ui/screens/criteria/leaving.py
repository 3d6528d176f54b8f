"""Opens "Before you leave" over a screen, and puts criteria on the lists of activities to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from auditor_app.core.interim import codes_to_rate
from auditor_app.i18n import _
from auditor_app.services.desk import local_now
from auditor_app.ui.frame.checks_sheet import open_checks
from auditor_app.ui.models.attention import concerns
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.criteria_tree import my_ratings
from auditor_app.ui.models.leaving import Left, leaving_rows, left_words, moment_words, place_for, programme_left
from auditor_app.ui.models.listed import Listed
from auditor_app.ui.screens.criteria.before_leaving import LeavingSheet

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class Leaving(QObject):
    """What the team looks at when it sits together: gaps, contradictions, and the plan for what is left."""

    def __init__(
        self, session: AuditSession, look: Look, screen: QWidget, now: Callable[[], datetime] = local_now
    ) -> None:
        super().__init__(screen)
        self._session, self._look, self._screen, self._now = session, look, screen, now
        self._sheet: LeavingSheet | None = None

    def open(self) -> LeavingSheet:
        """Open the sheet."""
        sheet = LeavingSheet(self._look, left_words(self._left()), self._rows(), self._screen)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.chosen.connect(partial(self._session.lead_to, "criteria", "criterion"))
        sheet.coverage_asked.connect(partial(self._session.lead_to, "day", "coverage", ""))
        sheet.checks_asked.connect(partial(open_checks, self._session, self._look, self._screen))
        sheet.planned.connect(self._on_planned)
        sheet.finished.connect(self._on_closed)
        self._sheet = sheet
        sheet.open()
        return sheet

    def _left(self) -> Left:
        return programme_left(self._session.live.alive("activity"), self._now())

    def _rows(self) -> list[Listed]:
        live = self._session.live
        book = book_of(self._session).notes
        codes = codes_to_rate(live.audit.kind, live.framework, live.baseline)
        found = concerns(live.framework, book, my_ratings(live.entities("rating"), live.me), codes)
        return leaving_rows(live.framework, book, found, live.alive("activity"), self._left())

    def _on_planned(self, code: str) -> None:
        criterion = self._session.live.framework.by_code.get(code)
        there = place_for(criterion, self._left()) if criterion is not None else None
        if self._session.is_read_only or criterion is None or self._sheet is None:
            return
        if there is None:
            self._sheet.say(_("Nothing that is left in the programme fits. Add an activity in Day."))
        elif code in there.criteria:
            self._sheet.say(_("It is planned at {activity}").format(activity=moment_words(there)), "text.secondary")
        else:
            edit = partial(self._session.audits.edit_activity, there.id, criteria=(*there.criteria, code))
            self._session.write(edit, self._on_written)
            said = _("{code} is asked at {activity}").format(code=code, activity=moment_words(there))
            self._sheet.say(said, "text.secondary")
            self._session.tell(said, can_undo=True)

    def _on_written(self, _written: object) -> None:
        if self._sheet is not None:
            self._sheet.show_rows(self._rows())

    def _on_closed(self, _answer: int) -> None:
        self._sheet = None
