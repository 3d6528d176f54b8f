"""Prepare: earlier audits of this school, read in from signed reports: verified first, then shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout

from auditor_app.core.model import EarlierReport
from auditor_app.i18n import _, current
from auditor_app.ui.drops import take_copy
from auditor_app.ui.frame.words import KINDS, TRUST, school_name
from auditor_app.ui.import_card import ImportDialog, ReportDialog, ask_for_report, pdfs_of
from auditor_app.ui.screens.parts.two_lines import TwoLineList, TwoLines
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import framed
from auditor_app.ui.widgets.messages import EmptyState

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST_SEEN = 6


class ReportsSection(Section):
    """Reports that stand beside this audit, and those of the same school that could."""

    kinds = frozenset({"earlier_report"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("Earlier audits"),
            _("The earlier level and evidence then stand beside every criterion. They are not judged again."),
        )
        self._others: tuple[EarlierReport, ...] = ()
        self.list = TwoLineList(look, _("Earlier audits"))
        self.frame = framed(look, self.list)
        self.empty = EmptyState(look)
        self.read_in = Button(look, _("&Read in a signed report …"), icon="file-check", size="small")
        self.attach = Button(look, "", "quiet", icon="link", size="small")
        self.column.addWidget(self.frame)
        self.column.addWidget(self.empty)
        buttons = QHBoxLayout()
        buttons.addWidget(self.read_in)
        buttons.addWidget(self.attach)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.column.addStretch(1)
        self.setAcceptDrops(True)
        edits(self.read_in, self.attach)
        self.read_in.clicked.connect(self._on_read_in)
        self.empty.chosen.connect(self._on_read_in)
        self.attach.clicked.connect(self._on_attach)
        self.list.entered_row.connect(self._on_opened)
        self.list.removed.connect(self._on_removed)
        self.setFocusProxy(self.list)
        self.refresh()

    @property
    def reports(self) -> tuple[EarlierReport, ...]:
        """The reports beside this audit, newest first."""
        alive = self.session.live.alive("earlier_report")
        return tuple(sorted(alive, key=lambda item: item.starts, reverse=True))

    def refresh(self) -> None:
        """Show what is read in."""
        reports = self.reports
        self.list.show_rows([_row(report) for report in reports])
        self.list.fit(MOST_SEEN)
        self.frame.setVisible(bool(reports))
        self.empty.setVisible(not reports)
        self.read_in.setVisible(bool(reports))
        self.empty.show_step(
            _("Here comes the audit before this one"),
            _("Its signed report is enough: drop the PDF here, or choose it."),
            _("Read in a signed report …"),
        )
        self.session.read(self.session.overview.reports, self._on_all_reports, latest="prepare-reports")

    def _on_all_reports(self, found: tuple[EarlierReport, ...]) -> None:
        here = {report.pdf for report in self.reports}
        school = self.session.live.audit.school.key
        self._others = tuple(item for item in found if item.pdf not in here and item.school.key == school)
        self.attach.setVisible(bool(self._others) and not self.session.is_read_only)
        if self._others:
            other = self._others[0]
            text = _("Put the report of {dates} beside this audit")
            self.attach.show_text(text.format(dates=current().date_range(other.starts, other.ends)))

    def _on_attach(self) -> None:
        if not self._others:
            return
        imports, report, audit = self.session.imports, self._others[0], self.session.audit_id
        self.session.write(
            lambda: imports.take(imports.inspect_bytes(imports.pdf_of(report.id), report.file_name), audit)
        )

    def _on_read_in(self) -> None:
        path = ask_for_report(self, self.session.imports, self.session.background)
        if path is not None:
            self.read_files((path,))

    def read_files(self, paths: tuple[Path, ...]) -> None:
        """Verify files one after another, each in its own card."""
        session = self.session
        for path in paths:
            dialog = ImportDialog(
                self.look, session.imports, session, path, lambda _school: session.audit_id, self.window()
            )
            dialog.taken.connect(self._on_taken)
            dialog.exec()
            dialog.deleteLater()

    def _on_taken(self, written: Written) -> None:
        self.session.take_over(written)
        self.session.tell(_("The report is read in"))

    def _on_opened(self, key: str) -> None:
        report = next((item for item in self.reports if item.id == key), None)
        if report is not None:
            dialog = ReportDialog(self.look, self.session.imports, self.session.background, report, self.window())
            dialog.exec()
            dialog.deleteLater()

    def _on_removed(self, key: str) -> None:
        if not self.session.is_read_only:
            imports, session = self.session.imports, self.session
            gone = _("The report no longer stands beside this audit")
            session.write(lambda: imports.forget(key), lambda _written: session.tell(gone, can_undo=True))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take PDF files."""
        if pdfs_of(event.mimeData().urls()) and not self.session.is_read_only:
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Verify what was dropped, once whoever it was dragged from can go on."""
        take_copy(event)
        QTimer.singleShot(0, self, partial(self.read_files, pdfs_of(event.mimeData().urls())))


def _row(report: EarlierReport) -> TwoLines:
    signatures = report.verification.get("signatures")
    first = signatures[0] if isinstance(signatures, (list, tuple)) and signatures else {}
    trust = _(TRUST.get(str(first.get("trust", "")), TRUST["unknown"]))
    title = " · ".join((_(KINDS[report.kind]), current().date_range(report.starts, report.ends)))
    return TwoLines(report.id, title, f"{school_name(report.school)} · {report.file_name}", badge=trust)
