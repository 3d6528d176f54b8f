"""Changes to the programme, asked for in the place Day: forms, menus and rows that are moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from auditor_app.core.model import Activity
from auditor_app.core.team import by_role
from auditor_app.i18n import _
from auditor_app.ui.models.programme import days_of, moved, of_day
from auditor_app.ui.screens.day.activity_form import ActivityForm
from auditor_app.ui.screens.day.calendar_exchange import CalendarExchange
from auditor_app.ui.screens.day.paper_entry import PaperEntry

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.screens.day.programme_pane import ProgrammePane
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class ProgrammeEdits(QObject):
    """Serves the programme of one screen; `day` and `activity` are what is open there."""

    opened = Signal(str)
    """An activity was added or moved to another day: it is the one to open."""
    planned = Signal()
    """The model plan was laid out."""

    def __init__(
        self, session: AuditSession, look: Look, pane: ProgrammePane, now: Callable[[], datetime], screen: QWidget
    ) -> None:
        super().__init__(screen)
        self._session, self._look, self._pane, self._now, self._screen = session, look, pane, now, screen
        self.day = ""
        self.activity = ""
        self.calendar = CalendarExchange(session, look, screen)
        pane.add_asked.connect(self.add)
        pane.more_asked.connect(self._on_more)
        pane.list.moved.connect(self._on_moved)
        pane.list.edit_asked.connect(self._on_edit)
        pane.list.remove_asked.connect(self._on_remove)
        pane.list.menu_asked.connect(self._on_menu)

    def _days(self) -> tuple[str, ...]:
        return days_of(self._session.live.audit, self._session.live.alive("activity"))

    def _of_day(self) -> list[Activity]:
        return of_day(self._session.live.alive("activity"), self.day)

    def add(self) -> None:
        """Ask for a new activity, after the last of the day."""
        ordered = self._of_day()
        start = next((item.end or item.start for item in reversed(ordered)), "09:00")
        self._ask(Activity(day=self.day, start=start))

    def edit_marked(self) -> None:
        """Edit the activity that is marked in the programme, and from everywhere else the open one."""
        rows = self._pane.list
        self._on_edit(rows.current_key() if rows.hasFocus() else self.activity)

    def edit_open(self, field: str = "") -> None:
        """Edit the activity that is open, beginning at a field."""
        self._on_edit(self.activity, field)

    def _on_edit(self, key: str, field: str = "") -> None:
        found = self._session.live.entities("activity").get(key)
        if found is not None:
            self._ask(found, field)

    def _ask(self, activity: Activity, field: str = "") -> None:
        if self._session.is_read_only:
            return
        members = by_role(self._session.live.alive("member"))
        form = ActivityForm(self._look, activity, self._session.live.framework, members, self._days(), self._screen)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.begin_at(field)
        form.finished.connect(partial(self._on_form, form, activity))
        form.open()

    def _on_form(self, form: ActivityForm, activity: Activity, result: int) -> None:
        if result != QDialog.DialogCode.Accepted:
            return
        audits, audit = self._session.audits, self._session.audit_id
        fields = form.fields()
        if not activity.id:
            self._session.write(partial(audits.add_activity, audit, **fields), self._on_added)
            return
        is_here = activity.id == self.activity and fields["day"] != activity.day
        follow = partial(self._on_other_day, activity.id) if is_here else None
        self._session.write(partial(audits.edit_activities, audit, {activity.id: fields}), follow)

    def _on_added(self, written: Written) -> None:
        self.opened.emit(written.id)

    def _on_other_day(self, key: str, _written: Written) -> None:
        """Go along with the activity that is open."""
        self.opened.emit(key)

    def _on_moved(self, key: str, place: int) -> None:
        if self._session.is_read_only:
            return
        changed = moved(self._of_day(), key, place)
        edits = {item.id: {"start": item.start, "end": item.end} for item in changed}
        if edits:
            self._session.write(partial(self._session.audits.edit_activities, self._session.audit_id, edits))

    def _on_remove(self, key: str) -> None:
        if not self._session.is_read_only:
            self._session.write(partial(self._session.audits.remove_activity, key))
            self._session.tell(_("Activity removed; its notes stay"), can_undo=True)

    def _on_skip(self, activity: Activity) -> None:
        if activity.is_skipped:
            edit = partial(self._session.audits.edit_activity, activity.id, is_skipped=False, skip_reason="")
            self._session.write(edit)
        else:
            self._ask(replace(activity, is_skipped=True), "skip_reason")

    def lay_out(self) -> None:
        """Lay out the model plan for the days of the visit."""
        work = partial(self._session.audits.plan_model_days, self._session.audit_id)
        self._session.write(work, self._on_planned)
        self._session.tell(_("The model plan is laid out"), can_undo=True)

    def _on_planned(self, _written: Written) -> None:
        self.planned.emit()

    def enter_from_paper(self) -> None:
        """Ask for the lines of a capture sheet, for the activity in hand unless another is chosen."""
        if self._session.is_read_only:
            self._session.tell(_("Signed, read only"))
        elif not self._session.live.alive("activity"):
            self._session.tell(_("The programme is empty. Lay it out first, then type in what belongs to it."))
        else:
            ordered = [item for day in self._days() for item in of_day(self._session.live.alive("activity"), day)]
            sheet = PaperEntry(self._session, self._look, ordered, self.activity, self._screen, self._now)
            sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            sheet.open()

    def _on_menu(self, key: str, place: QPoint) -> None:
        found = self._session.live.entities("activity").get(key)
        if found is None or self._session.is_read_only:
            return
        self._offer(
            place,
            (_("Edit …"), partial(self._on_edit, key)),
            (_("Take up again") if found.is_skipped else _("Skip …"), partial(self._on_skip, found)),
            (_("Remove"), partial(self._on_remove, key)),
        )

    def _on_more(self, place: QPoint) -> None:
        save = (_("Save as a calendar …"), self.calendar.save)
        sheets = (_("Blank sheets for paper …"), self._session.paper_wanted.emit)
        if self._session.is_read_only:
            self._offer(place, sheets, save)
            return
        self._offer(
            place,
            (_("Add an activity …"), self.add),
            (_("Lay out the model plan"), self.lay_out),
            sheets,
            (_("Type in from paper …"), self.enter_from_paper),
            (_("Take over a calendar …"), self.calendar.choose),
            save,
        )

    def _offer(self, place: QPoint, *entries: tuple[str, Callable[[], object]]) -> None:
        menu = QMenu(self._screen)
        for words, slot in entries:
            action = QAction(words, menu)
            action.triggered.connect(partial(_call, slot))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def _call(slot: Callable[[], object], _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  # Qt's signal
    slot()
