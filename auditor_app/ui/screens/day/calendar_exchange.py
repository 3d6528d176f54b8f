"""The programme in other calendars: a preview of what a file would change, and the file we give away."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.i18n import _, error_text, ngettext
from auditor_app.services.visit.calendar import SUFFIX, CalendarPlan
from auditor_app.ui.delegates.listed import ListedDelegate
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.calendar_rows import calendar_rows, left_out
from auditor_app.ui.models.listed import Listed, listed_model
from auditor_app.ui.saving import ask_where, first_folder
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.dialog import WIDE, Dialog

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_LOWEST: Final = 120
_HIGHEST: Final = 360
_AROUND: Final = 280


class CalendarSheet(Dialog):
    """Shows what was understood; nothing is taken over before a person says so."""

    def __init__(self, look: Look, name: str, rows: list[Listed], rest: str, parent: QWidget) -> None:
        count = sum(not row.is_heading for row in rows)
        said = rest if rows else " ".join((_("Nothing in it changes the programme."), rest))
        super().__init__(look, _("What {file} changes").format(file=name), said, parent, fitting(WIDE, parent))
        self.list = RowList(listed_model(), _("What the file changes"))
        self.list.draw_with(ListedDelegate(look, self.list))
        self.list.show_rows(rows)
        self.list.left.connect(self.reject)
        self.list.setVisible(bool(rows))
        self.body.addWidget(self.list)
        self.add_safe(_("Cancel") if rows else _("Close"))
        if rows:
            self.list.fit_height(min(_HIGHEST, max(_LOWEST, parent.window().height() - _AROUND)))
            self.add_action(ngettext("Take over {n} change", "Take over {n} changes", count))


class CalendarExchange(QObject):
    """Reads and writes calendar files for one audit, over `screen`."""

    def __init__(self, session: AuditSession, look: Look, screen: QWidget) -> None:
        super().__init__(screen)
        self._session, self._look, self._screen = session, look, screen

    def choose(self) -> None:
        """Ask for a file and show what it would change."""
        title = _("Take over a calendar")
        name, _kind = QFileDialog.getOpenFileName(self._screen, title, first_folder(), _("Calendar") + f" (*{SUFFIX})")
        if name:
            self.inspect(Path(name))

    def inspect(self, path: Path) -> None:
        """Show what a file would change."""
        if self._session.is_read_only:
            self._session.tell(_("Signed, read only"))
            return
        work = partial(self._session.calendars.inspect, self._session.audit_id, path)
        self._session.read(work, partial(self._on_inspected, path.name), self._on_failed, latest="calendar")

    def _on_inspected(self, name: str, plan: CalendarPlan) -> None:
        rows = calendar_rows(plan, self._session.live.entities("activity"))
        sheet = CalendarSheet(self._look, name, rows, left_out(plan), self._screen)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.finished.connect(partial(self._on_answered, plan))
        sheet.open()

    def _on_answered(self, plan: CalendarPlan, answer: int) -> None:
        if answer == QDialog.DialogCode.Accepted:
            self._session.write(partial(self._session.calendars.take, plan), self._on_taken)

    def _on_taken(self, _written: Written) -> None:
        self._session.tell(_("The calendar is taken over"), can_undo=True)

    def save(self) -> None:
        """Ask where, and write the programme as a calendar file."""
        audit = self._session.live.audit
        proposed = (
            Path(self._session.settings.export_dir)
            / f"{'-'.join(filter(None, (_('programme'), audit.starts)))}{SUFFIX}"
        )
        title = _("Save as a calendar")
        path = ask_where(self._screen, title, proposed, _("Calendar") + f" (*{SUFFIX})")
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the programme to `path`."""
        calendars, audit = self._session.calendars, self._session.audit_id

        def work() -> Path:
            try:
                write_atomically(path, calendars.export(audit))
            except OSError as error:
                raise UserError("calendar.not_written", file=path.name, reason=error.strerror or "") from error
            return path

        self._session.read(work, self._on_saved, self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self._session.tell(_("The programme is in {file}").format(file=path.name))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._session.warn(error_text(error))
