"""A signed report from outside: verified first, then shown with the two answers, then taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, current, error_text
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.frame.trust import TrustSheet, can_be_trusted, first_signature, in_fours
from auditor_app.ui.frame.words import KINDS, school_name
from auditor_app.ui.widgets.cards import Answer, ImportCard, ImportState
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.messages import Message, MessageBar, ProgressStrip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor_app.core.model import EarlierReport, School
    from auditor_app.services.desk import Written
    from auditor_app.services.imports import Imports, Inspection
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look


def pdfs_of(urls: Iterable[QUrl]) -> tuple[Path, ...]:
    """Give the PDF files among dropped things."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return tuple(path for path in paths if path.suffix.lower() == ".pdf")


def ask_for_report(parent: QWidget) -> Path | None:
    """Let a person choose a signed report."""
    name, _filter = QFileDialog.getOpenFileName(parent, _("Open a signed report"), "", _("Signed report") + " (*.pdf)")
    return Path(name) if name else None


def unchanged_answer(verification: Mapping[str, Any], problem: UserError | None) -> Answer:
    """Answer the first question; importing needs a yes."""
    first = first_signature(verification)
    signed = current().moment(str(first.get("signed_at", "")), "d MMM y, HH:mm")
    if verification.get("unchanged") and problem is None:
        source = _("time stamp") if first.get("signed_at_source") == "time stamp" else _("by the clock of the signer")
        detail = _("Signed {moment}, {source}.").format(moment=signed, source=source) if signed else ""
        return Answer("ok", _("Yes, nothing has changed since it was signed"), detail)
    if verification.get("unchanged"):
        return Answer("failure", _("It cannot be read in"), error_text(problem) if problem else "")
    if not verification.get("is_signed"):
        return Answer("failure", _("It is not a signed report"), error_text(problem) if problem else "")
    sentence = error_text(problem) if problem else ""
    return Answer("failure", _("No, something was changed later"), sentence)


def signer_answer(verification: Mapping[str, Any]) -> Answer:
    """Answer the second question: who signed, and do we trust them."""
    first = first_signature(verification)
    if not first:
        return Answer("attention", _("Nobody has signed"))
    name = str(first.get("signer_name", ""))
    organisation = str(first.get("organisation", ""))
    by = ", ".join(filter(None, (name, organisation)))
    mark = in_fours(str(first.get("fingerprint", ""))[:16])
    compare = _("Who signed is not certain. Compare the fingerprint {mark} with {name}.").format(mark=mark, name=name)
    if first.get("trust") == "trusted":
        return Answer("ok", _("{by}, on your list").format(by=by), _("Fingerprint {mark}").format(mark=mark))
    if first.get("is_self_made"):
        return Answer("attention", _("{by}: self-made key, not on your list").format(by=by), compare)
    return Answer("attention", _("{by}, not on your list").format(by=by), compare)


def state_of(inspection: Inspection) -> ImportState:
    """Say what is known about an inspected file."""
    verification = inspection.verification.to_json()
    facts = ""
    if inspection.snapshot is not None:
        audit = inspection.snapshot.audit
        dates = current().date_range(audit.starts, audit.ends)
        facts = " · ".join(filter(None, (school_name(audit.school), _(KINDS[audit.kind]), dates)))
    return ImportState(
        inspection.file_name,
        facts,
        unchanged_answer(verification, inspection.problem),
        signer_answer(verification),
        inspection.can_be_taken,
        action=_("Add trust …") if can_be_trusted(verification) else "",
        import_label=_("Read in"),
    )


def stored_state(report: EarlierReport) -> ImportState:
    """Say what was known when a report was read in."""
    verification = dict(report.verification)
    dates = current().date_range(report.starts, report.ends)
    facts = " · ".join(filter(None, (school_name(report.school), _(KINDS[report.kind]), dates)))
    return ImportState(
        report.file_name,
        facts,
        unchanged_answer(verification, None),
        signer_answer(verification),
        can_import=True,
        import_label=_("Save a copy …"),
    )


class ImportDialog(Dialog):
    """Checks a file in the background, shows what it proves, and takes it in when asked.

    `beside` names the audit that the report of a school comes to stand beside, or "".
    """

    taken = Signal(object)
    """What was written; the report stands beside the audit from now on."""

    def __init__(
        self,
        look: Look,
        imports: Imports,
        background: Background,
        path: Path,
        beside: Callable[[School], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, _("Open a signed report"), "", parent, fitting(WIDE, parent))
        self._imports, self._background, self._beside, self._path = imports, background, beside, path
        self._inspection: Inspection | None = None
        self.progress = ProgressStrip(look)
        self.problem = MessageBar(look)
        self.problem.hide()
        self.card = ImportCard(look)
        self.card.hide()
        for part in (self.progress, self.problem, self.card):
            self.body.addWidget(part)
        self.close_button = self.add_safe(_("Close"))
        self.progress.cancelled.connect(self.reject)
        self.card.imported.connect(self.take)
        self.card.acted.connect(self.ask_trust)
        self.progress.show_progress(_("Checking {name}").format(name=path.name), 0, 0)
        self._job = background.run(lambda: imports.inspect(path), self._on_inspected, self._on_failed)

    def _on_inspected(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self.progress.hide()
        self.card.show_state(state_of(inspection))
        self.card.show()
        self.adjustSize()

    def take(self) -> None:
        """Take the report in."""
        inspection, imports = self._inspection, self._imports
        if inspection is None or inspection.snapshot is None or not inspection.can_be_taken:
            return
        audit = self._beside(inspection.snapshot.audit.school)
        self._background.write(lambda: imports.take(inspection, audit), self._on_taken, self._on_failed)

    def ask_trust(self) -> None:
        """Let the signer be put on the list, then look at the report again with that list."""
        if self._inspection is None:
            return
        imports, signature = self._imports, first_signature(self._inspection.verification.to_json())
        sheet = TrustSheet(self._look, signature, self)
        if sheet.exec() == QDialog.DialogCode.Accepted:
            certificate, name = sheet.certificate, sheet.name
            self._background.write(lambda: imports.trust(certificate, name), self._on_trusted, self._on_failed)
        sheet.deleteLater()

    def _on_trusted(self, _entry: object) -> None:
        imports, path = self._imports, self._path
        self._job = self._background.run(lambda: imports.inspect(path), self._on_inspected, self._on_failed)

    def _on_taken(self, written: Written) -> None:
        self.taken.emit(written)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.progress.hide()
        text = error_text(error) if isinstance(error, UserError) else _("The file could not be checked.")
        self.problem.show_message(Message(text, "failure", _("Not read in")))
        self.adjustSize()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is no longer wanted."""
        self._job.cancel()
        super().closeEvent(event)


class ReportDialog(Dialog):
    """A report that was read in before: the same two answers, and a way to get the file out."""

    def __init__(
        self, look: Look, imports: Imports, background: Background, report: EarlierReport, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, _("Signed report"), "", parent, fitting(WIDE, parent))
        self._imports, self._background, self._report = imports, background, report
        self.card = ImportCard(look)
        self.card.show_state(stored_state(report))
        self.card.imported.connect(self.save)
        self.problem = MessageBar(look)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.body.addWidget(self.card)
        self.add_safe(_("Close"))

    def save(self) -> None:
        """Write the report to a file."""
        name, _filter = QFileDialog.getSaveFileName(self, _("Save a copy"), self._report.file_name, "PDF (*.pdf)")
        if name:
            imports, report, path = self._imports, self._report.id, Path(name)
            self._background.run(lambda: _write(path, imports.pdf_of(report)), self._on_saved, self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self.problem.show_message(Message(_("Saved as {path}").format(path=path), "info"))
        self.adjustSize()

    def _on_failed(self, error: Exception) -> None:
        text = error_text(error) if isinstance(error, UserError) else str(error)
        self.problem.show_message(Message(text, "failure", _("Not saved")))
        self.adjustSize()


def _write(path: Path, content: bytes) -> Path:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError("publish.export_failed", path=str(path), reason=error.strerror or "") from error
    return path
