"""What is read in from files: signed reports, a school register, a framework."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMainWindow

from auditor_app.i18n import _, ngettext
from auditor_app.ui.saving import first_folder
from auditor_app.ui.widgets.messages import Message, failure

if TYPE_CHECKING:
    from auditor_app.core.model import Audit, EarlierReport
    from auditor_app.services.audits.overview import AuditSummary
    from auditor_app.services.desk import Written
    from auditor_app.services.schools.register import RegisterImport
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.events import Events
    from auditor_app.ui.frame.audit_page import AuditPage
    from auditor_app.ui.screens.signing.facts import Room
    from auditor_app.ui.theme import Look


class Reader(QObject):
    """Asks for files, looks at them before anything is stored, and reads them in, over `window`."""

    taken = Signal()
    """A report has been read in."""
    said = Signal(object)
    """A `Message` about what was read in, or why it was not."""

    def __init__(
        self,
        look: Look,
        window: QMainWindow,
        workspace: Workspace,
        background: Background,
        events: Events,
        *,
        page: Callable[[], AuditPage | None],
        audits: Callable[[], tuple[AuditSummary, ...]],
    ) -> None:
        super().__init__(window)
        self._look, self._window, self._workspace = look, window, workspace
        self._background, self._events, self._page, self._audits = background, events, page, audits

    # --- signed reports

    def choose_report(self) -> None:
        """Choose a signed report and verify it."""
        from auditor_app.ui.import_card import ask_for_report  # noqa: PLC0415 - the start page does without

        path = ask_for_report(self._window, self._workspace.imports, self._background)
        if path is not None:
            self.take((path,))

    def take(self, paths: tuple[Path, ...]) -> None:
        """Verify reports one after another, each in its own card."""
        from auditor_app.ui.import_card import ImportDialog  # noqa: PLC0415 - the start page does without

        imports = self._workspace.imports
        for path in paths:
            dialog = ImportDialog(self._look, imports, self._room(), path, self._audit_beside, self._window)
            dialog.taken.connect(self._on_taken)
            dialog.exec()
            dialog.deleteLater()

    def show_report(self, report: EarlierReport) -> None:
        """Show what verifying a report that is kept here says."""
        from auditor_app.ui.import_card import ReportDialog  # noqa: PLC0415 - the start page does without

        dialog = ReportDialog(self._look, self._workspace.imports, self._background, report, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _room(self) -> Room:
        """Give where somebody signs: the open audit, else the window."""
        page = self._page()
        if page is not None:
            return page.session
        from auditor_app.ui.screens.signing.facts import WindowRoom  # noqa: PLC0415 - the start page does without

        return WindowRoom(self._workspace, self._background, self._events)

    def _audit_beside(self, reported: Audit) -> str:
        """The open audit, else one of the same school that is not signed yet; no audit stands beside its own report."""
        page = self._page()
        if page is not None:
            return page.session.audit_id if page.session.audit_id != reported.id else ""
        unsigned = [item.audit for item in self._audits() if not item.is_binned and item.publication is None]
        if any(audit.id == reported.id for audit in unsigned):
            return ""
        return next((audit.id for audit in unsigned if audit.school.key == reported.school.key), "")

    def _on_taken(self, written: Written) -> None:
        self._events.changed.emit(written.changes)
        self.taken.emit()

    # --- registers, frameworks

    def choose_register(self) -> None:
        """Choose a school register and read it."""
        path = self._chosen(_("Import a school register"), _("School register") + " (*.csv *.txt)")
        if path is not None:
            workspace = self._workspace
            self._background.write(lambda: workspace.schools.import_register(path), self._on_register, self._on_refused)

    def _on_register(self, result: RegisterImport) -> None:
        text = ngettext("{n} school can be found while typing.", "{n} schools can be found while typing.", result.kept)
        if result.problems:
            left_out = ngettext("{n} row was left out.", "{n} rows were left out.", len(result.problems))
            text = f"{text} {left_out}"
        self._tell(text)

    def choose_framework(self) -> None:
        """Choose a framework and check it."""
        path = self._chosen(_("Import a framework"), _("Framework") + " (*.json)")
        if path is not None:
            workspace = self._workspace
            self._background.write(lambda: workspace.frameworks.load(path), self._on_framework, self._on_refused)

    def _on_framework(self, _framework: object) -> None:
        self._tell(_("The framework can be chosen for a new audit."))

    def _chosen(self, title: str, kinds: str) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self._window, title, first_folder(), kinds)
        return Path(name) if name else None

    def _tell(self, text: str) -> None:
        self.said.emit(Message(text, "info", "", (("close", _("Close")),)))

    def _on_refused(self, error: Exception) -> None:
        self.said.emit(failure(error, _("Not read in")))
