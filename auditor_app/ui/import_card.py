"""A signed report from outside: verified first, then shown with the two answers, then taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.core.snapshot_json import fingerprint
from auditor_app.i18n import _, current, error_text, failure_text
from auditor_app.services.outside.built_again import pages_agree
from auditor_app.services.outside.verify_texts import AGREEMENTS, in_fours, relation_words
from auditor_app.services.words.versions import replaced_words
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.frame.trust import TrustSheet, can_be_trusted, first_signature
from auditor_app.ui.frame.words import KINDS, school_name
from auditor_app.ui.saving import ask_where, first_folder
from auditor_app.ui.screens.signing.level import LevelDialog
from auditor_app.ui.screens.signing.sign import SignDialog
from auditor_app.ui.screens.signing.words import listed
from auditor_app.ui.signature_details import SignatureDetails
from auditor_app.ui.verify_answers import signer_answer, unchanged_answer
from auditor_app.ui.widgets.cards import ImportCard, ImportState
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.messages import Message, MessageBar, ProgressStrip
from auditor_app.ui.widgets.scrolled import Scrolled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor_app.core.model import Audit, EarlierReport, Publication
    from auditor_app.services.desk import Written
    from auditor_app.services.outside.built_again import Agreement
    from auditor_app.services.outside.imports import Imports, Inspection, Relation
    from auditor_app.services.publishing.signed_elsewhere import SignedElsewhere
    from auditor_app.services.publishing.to_sign import ToSign
    from auditor_app.ui.background import Background
    from auditor_app.ui.screens.signing.facts import Room
    from auditor_app.ui.theme import Look


def pdfs_of(urls: Iterable[QUrl]) -> tuple[Path, ...]:
    """Give the PDF files among dropped things."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return tuple(path for path in paths if path.suffix.lower() == ".pdf")


def ask_for_report(parent: QWidget, imports: Imports, background: Background) -> Path | None:
    """Let a person choose a signed report; meanwhile the process that will read it gets ready."""
    background.run(imports.warm_up)
    name, _filter = QFileDialog.getOpenFileName(
        parent, _("Open a signed report"), first_folder(), _("Signed report") + " (*.pdf)"
    )
    return Path(name) if name else None


def state_of(inspection: Inspection) -> ImportState:
    """Say what is known about an inspected file."""
    verification = inspection.verification.to_json()
    facts = ""
    if inspection.snapshot is not None:
        audit = inspection.snapshot.audit
        dates = current().date_range(audit.starts, audit.ends)
        facts = " · ".join(
            filter(None, (school_name(audit.school), _(KINDS[audit.kind]), dates, replaced_words(audit, current())))
        )
    return ImportState(
        inspection.file_name,
        facts,
        unchanged_answer(verification, inspection.problem),
        signer_answer(verification),
        inspection.can_be_taken,
        action=_action(inspection, verification),
        import_label=_("Read in"),
    )


def _data_words(inspection: Inspection) -> str:
    """Say whether the data are those whose fingerprint the cover prints."""
    if not inspection.content:
        return ""
    mark = in_fours(fingerprint(inspection.content)[:32])
    return _("those that the cover names: fingerprint {mark} …").format(mark=mark)


def _action(inspection: Inspection, verification: Mapping[str, Any]) -> str:
    if can_be_trusted(verification):
        return _("Add trust …")
    has_signed = inspection.verification.signed_revision is not None and not inspection.verification.unchanged
    return _("Save the signed version …") if has_signed else ""


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


class CheckDialog(Dialog):
    """Verifies a report in the background and shows what it proves: the two answers, then each signature."""

    def __init__(
        self,
        look: Look,
        background: Background,
        inspect: Callable[[], Inspection],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, _("Check a report"), "", parent, fitting(WIDE, parent))
        self._background, self._inspect = background, inspect
        self._inspection: Inspection | None = None
        self.progress = ProgressStrip(look)
        self.problem = MessageBar(look)
        self.problem.hide()
        self.card = ImportCard(look)
        self.card.hide()
        self.details = SignatureDetails(look)
        self.details.hide()
        self.details.pages_wanted.connect(self._compare_pages)
        self._content = QWidget()
        self._content.setMinimumHeight(1)  # else Qt takes the height that the texts had at their narrowest
        self._content.installEventFilter(self)
        inside = QVBoxLayout(self._content)
        inside.setContentsMargins(0, 0, 10, 0)
        inside.setSpacing(0)
        inside.addWidget(self.card)
        inside.addWidget(self.details)
        inside.addStretch(1)
        self._scroll = Scrolled(self._content, _("The signatures"))
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._scroll.hide()
        for part in (self.progress, self.problem, self._scroll):
            self.body.addWidget(part)
        self.close_button = self.add_safe(_("Close"))
        self.progress.cancelled.connect(self.reject)
        self.progress.show_progress(_("Checking {name}").format(name=name), 0, 0)
        self._job = background.run(inspect, self._on_inspected, self._on_failed)

    def _on_inspected(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self.progress.hide()
        self._show(inspection)
        self.card.show()
        self._scroll.show()
        self.details.show_signatures(inspection.verification.signatures, _data_words(inspection))
        self._fit_details()

    def _compare_pages(self) -> None:
        """Build the pages again in the background and say how they stand to the data."""
        inspection = self._inspection
        if inspection is not None:
            if self._safe is not None:  # the button goes, and the focus must not slip to one that does something
                self._safe.setFocus(Qt.FocusReason.TabFocusReason)
            self._show_pages(_("being built again …"))
            self._job = self._background.run(lambda: pages_agree(inspection.pdf), self._on_compared, self._on_failed)

    def _on_compared(self, found: Agreement) -> None:
        self._show_pages(_(AGREEMENTS[found]))

    def _show_pages(self, words: str) -> None:
        self.details.show_pages(words)
        self._fit_details()

    def _on_range(self, _least: int, most: int) -> None:
        """Keep what was said of the pages in sight: it stands last, and makes the content higher."""
        if len(self.details.about) > 1:
            self._scroll.verticalScrollBar().setValue(most)

    def _show(self, inspection: Inspection) -> None:
        """Show the card; a check that takes nothing in has no buttons in it."""
        self.card.show_state(state_of(inspection))
        if self.card.foot is not None:
            self.card.foot.hide()

    def _fit_details(self) -> None:
        """Let card and signatures take the room that the window leaves."""
        parent = self.parentWidget()
        beside = 150 + (self.problem.sizeHint().height() if self.problem.isVisibleTo(self) else 0)
        self._scroll.fit(self.inner_width, (parent.window().height() if parent is not None else 700) - beside)
        self._fit()
        if self.isVisible():
            self.centre()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when the content asks for other room: rows are measured once they are shown."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit_details)
        return super().eventFilter(watched, event)

    def _look_again(self, _written: object = None) -> None:
        self._job = self._background.run(self._inspect, self._on_inspected, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.progress.hide()
        text = failure_text(error, _("The file could not be checked."))
        self.problem.show_message(Message(text, "failure", _("Not read in")))
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is no longer wanted."""
        self._job.cancel()
        super().closeEvent(event)


class ImportDialog(CheckDialog):
    """Checks a file from outside; then it can be read in, signed, stamped, or take its place here.

    `beside` names the audit that the report of another one comes to stand beside, or "".
    """

    taken = Signal(object)
    """What was written; the report stands beside the audit from now on."""

    def __init__(
        self,
        look: Look,
        imports: Imports,
        room: Room,
        path: Path,
        beside: Callable[[Audit], str],
        parent: QWidget | None = None,
    ) -> None:
        self._imports, self._room, self._beside, self._path = imports, room, beside, path
        self._continued: Publication | None = None
        self._elsewhere: SignedElsewhere | None = None
        super().__init__(look, room.background, lambda: imports.inspect(path), path.name, parent)
        self.sign_button = self.add_more(_("Sign …"))
        self.stamp_button = self.add_more(_("Time stamps …"))
        self.sign_button.clicked.connect(self.sign)
        self.stamp_button.clicked.connect(self.stamp)
        self.card.imported.connect(self.take)
        self.card.acted.connect(self._on_acted)

    def _show(self, inspection: Inspection) -> None:
        self.card.show_state(state_of(inspection))
        is_certified = inspection.can_be_taken and inspection.verification.signatures[0].is_certifying
        self.sign_button.setVisible(is_certified and bool(inspection.form and inspection.form.open))
        self.stamp_button.setVisible(is_certified)
        self.problem.hide()
        signatures, imports = self._room.signatures, self._imports
        if inspection.can_be_taken:
            self._room.read(
                lambda: (
                    *signatures.continued_by(inspection),
                    signatures.signed_elsewhere(inspection),
                    imports.relation(inspection),
                ),
                self._on_related,
                self._on_failed,
            )

    def _on_related(self, found: tuple[Publication | None, UserError | None, SignedElsewhere | None, Relation]) -> None:
        continued, refusal, elsewhere, relation = found
        inspection, self._continued = self._inspection, continued
        if inspection is None:
            return
        self._elsewhere = None if self._is_beside_another(inspection) else elsewhere
        if continued is not None:
            names = listed(one.signer_name for one in inspection.verification.signatures)
            words = _(
                "This is the signed report that is here, with more behind it: signed by {names}. It can take its place."
            )
            self.problem.show_message(Message(words.format(names=names), "info"))
            self.card.show_state(replace(state_of(inspection), import_label=_("Put in its place")))
        elif self._elsewhere is not None:
            self.problem.show_message(Message(self._elsewhere.words, "attention"))
            self.card.show_state(replace(state_of(inspection), import_label=_("Take over as signed")))
        elif refusal is not None and not self._is_beside_another(inspection):
            self.problem.show_message(Message(error_text(refusal), "attention"))
            self.card.show_state(replace(state_of(inspection), can_import=False))
        elif relation_words(relation):
            self.problem.show_message(Message(relation_words(relation), "attention"))
        self._fit_details()

    def _is_beside_another(self, inspection: Inspection) -> bool:
        """Tell whether the report is to stand beside a later audit: then it may be one signed on this laptop."""
        audit = inspection.snapshot.audit if inspection.snapshot is not None else None
        return audit is not None and self._beside(audit) != ""

    def take(self) -> None:
        """Take the report in, or let it take the place of the one it continues."""
        inspection, imports, signatures = self._inspection, self._imports, self._room.signatures
        if inspection is None or inspection.snapshot is None or not inspection.can_be_taken:
            return
        if self._continued is not None:
            self._background.write(lambda: signatures.take_continued(inspection), self._on_taken, self._on_failed)
            return
        if self._elsewhere is not None:
            self._background.write(lambda: signatures.take_signed(inspection), self._on_taken, self._on_failed)
            return
        audit = self._beside(inspection.snapshot.audit)
        self._background.write(lambda: imports.take(inspection, audit), self._on_taken, self._on_failed)

    def sign(self) -> SignDialog | None:
        """Sign the file as second auditor or for receipt; it is written beside this one."""
        inspection = self._inspection
        if inspection is None:
            return None
        dialog = SignDialog(
            self._room, self._look, lambda: self._what(inspection), _("Add a signature"), str(self._path.parent), self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def stamp(self) -> LevelDialog | None:
        """Put time stamps on the file."""
        inspection = self._inspection
        if inspection is None:
            return None
        dialog = LevelDialog(self._room, self._look, lambda: self._what(inspection), str(self._path.parent), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _what(self, inspection: Inspection) -> ToSign:
        from auditor_app.services.publishing.signatures import to_sign  # noqa: PLC0415 - loads pyHanko

        return to_sign(inspection)

    def _on_acted(self) -> None:
        """Do what the link at the left says: trust, or save what was signed."""
        if self._inspection is not None and self._inspection.verification.unchanged:
            self.ask_trust()
        elif self._inspection is not None:
            self.save_signed()

    def save_signed(self) -> None:
        """Save the file as it was when it was signed, without what came later."""
        revision = self._inspection.verification.signed_revision if self._inspection is not None else None
        title = _("Save the signed version")
        path = ask_where(self, title, f"{self._path.stem}-{_('signed')}.pdf", "PDF (*.pdf)")
        if path is not None and revision is not None:
            self._background.run(partial(_write, path, revision), self._on_saved, self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self.problem.show_message(Message(_("Saved as {path}").format(path=path), "info"))
        self._fit_details()

    def ask_trust(self) -> None:
        """Let the signer be put on the list, then look at the report again with that list."""
        if self._inspection is None:
            return
        imports, signature = self._imports, first_signature(self._inspection.verification.to_json())
        sheet = TrustSheet(self._look, signature, self)
        if sheet.exec() == QDialog.DialogCode.Accepted:
            certificate, name = sheet.certificate, sheet.name
            self._background.write(lambda: imports.trust(certificate, name), self._look_again, self._on_failed)
        sheet.deleteLater()

    def _on_taken(self, written: Written) -> None:
        self.taken.emit(written)
        self.accept()


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
        path = ask_where(self, _("Save a copy"), self._report.file_name, "PDF (*.pdf)")
        if path is not None:
            imports, report = self._imports, self._report.id
            self._background.run(lambda: _write(path, imports.pdf_of(report)), self._on_saved, self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self.problem.show_message(Message(_("Saved as {path}").format(path=path), "info"))
        self.adjustSize()

    def _on_failed(self, error: Exception) -> None:
        self.problem.show_message(Message(failure_text(error), "failure", _("Not saved")))
        self.adjustSize()


def _write(path: Path, content: bytes) -> Path:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError("publish.export_failed", path=str(path), reason=error.strerror or "") from error
    return path
