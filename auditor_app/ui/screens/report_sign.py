"""Signing: shows exactly what will be signed and by whom, and afterwards what verifying our own output said."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, error_text
from auditor_app.services.desk import Written
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.import_card import signer_answer, unchanged_answer
from auditor_app.ui.screens.report_identity import IdentityForm, secret_field
from auditor_app.ui.screens.report_words import facts, proof_words, signer_words, withheld_words
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import ImportCard, ImportState
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import Message, MessageBar, announce
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.publish import Publishing, SignedReport
    from auditor_app.services.signing.identity import Identity
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_LABEL: Final = 104
_BESIDE: Final = 150
"""What the window keeps around the scrolled part of the dialog."""


class SignJob:
    """Signs in the queue of writes. A refusal (a wrong passphrase) is an answer, not a write that failed."""

    def __init__(self, publishing: Publishing, audit: str, language: str, passphrase: str, folder: Path) -> None:
        self._work = partial(publishing.sign, audit, language, passphrase, folder)
        self.report: SignedReport | None = None
        self.problem: UserError | None = None

    def __call__(self) -> Written:
        """Sign; gives what was written, which is nothing when it was refused."""
        try:
            self.report = self._work()
        except UserError as error:
            self.problem = error
            written = error.details.get("written")
            return written if isinstance(written, Written) else Written(())
        return self.report.written


class SignDialog(Dialog):
    """What will be signed, by whom, what it proves; passphrase and folder; then the answers about our own output."""

    signed = Signal(object)
    """The `SignedReport`."""

    def __init__(self, session: AuditSession, look: Look, language: str, parent: QWidget | None = None) -> None:
        super().__init__(look, _("Sign the report"), "", parent, fitting(WIDE, parent))
        self._session, self._language = session, language
        self._job: SignJob | None = None
        self.identity: Identity | None = None
        self.report: SignedReport | None = None
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 4, 8, 4)
        self._inside.setSpacing(12)
        self._facts = self._make_facts(session, look)
        self._signer = TextLabel(look, "", "body")
        self._proof = TextLabel(look, "", "body", "text.secondary")
        self._travels = TextLabel(look, _travels(session), "body", "text.secondary")
        self.form = IdentityForm(session, look)
        self.form.hide()
        self.passphrase = secret_field(look, _("&Passphrase of the signing key"))
        self.folder = Field(look, _("&Folder for the signed report"))
        self.folder.show_text(session.settings.export_dir or _documents())
        self._browse = Button(look, _("Choose …"), size="small")
        self._fields = self._make_fields()
        self.problem = MessageBar(look)
        self.problem.hide()
        self.card = ImportCard(look)
        self.card.hide()
        self._mark = TextLabel(look, "", "small", "text.muted", tabular=True)
        self._mark.hide()
        self._put_together()
        self.keep = self.add_safe(_("Not yet"))
        self.act = self.add_action(_("Sign"))
        self._connect()
        session.read(session.publishing.identity, self._on_identity, self._on_failed)

    def _make_facts(self, session: AuditSession, look: Look) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, _LABEL)
        grid.setColumnStretch(1, 1)
        mark = (_("Fingerprint"), _("fixed while signing, printed on the cover"))
        rows = (*facts(session.snapshot, self._language), mark)
        for row, (label, value) in enumerate(rows):
            grid.addWidget(TextLabel(look, label, "body", "text.muted", "line"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(TextLabel(look, value, "body"), row, 1)
        return box

    def _make_fields(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self._browse, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(self.passphrase)
        return box

    def _put_together(self) -> None:
        for part in (self._facts, self._travels, self._signer, self._proof, self.form):
            self._inside.addWidget(part)
        self._content = QWidget()
        self._content.setLayout(self._inside)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._scroll)
        for below in (self._fields, self.problem, self.card, self._mark):
            self.body.addWidget(below)

    def _connect(self) -> None:
        self._browse.clicked.connect(self._on_browse)
        self.passphrase.edit.returnPressed.connect(self.accept)
        self.form.made.connect(self._on_identity)
        self.card.imported.connect(self._on_open_file)
        self.card.acted.connect(self._on_open_folder)

    def _fit(self) -> None:
        """Be as high as the content, but never higher than the window."""
        inside = self._content
        width = self.width() - 60
        needed = inside.heightForWidth(width) if inside.hasHeightForWidth() else inside.sizeHint().height()
        parent = self.parentWidget()
        beside = _BESIDE + (self._fields.sizeHint().height() if self._fields.isVisibleTo(self) else 0)
        beside += self.problem.sizeHint().height() if self.problem.isVisibleTo(self) else 0
        room = parent.window().height() - beside if parent is not None else needed
        self._scroll.setFixedHeight(max(80, min(needed, room)))
        self.adjustSize()
        if parent is not None and self.isVisible():
            self.move(parent.window().frameGeometry().center() - self.rect().center())

    def showEvent(self, event: QShowEvent) -> None:
        """Fit, and put the caret where the passphrase goes."""
        super().showEvent(event)
        self._fit()
        self._focus()

    def _focus(self) -> None:
        field = self.form.passphrase if self.identity is None else self.passphrase
        field.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_identity(self, identity: Identity | None) -> None:
        self.identity = identity
        has_one = identity is not None
        self._signer.show_text(signer_words(identity) if identity is not None else "")
        self._proof.show_text(proof_words(identity) if identity is not None else "")
        for part in (self._signer, self._proof, self._fields):
            part.setVisible(has_one)
        self.form.setVisible(not has_one)
        self.act.setEnabled(has_one)
        self._fit()
        self._focus()

    def accept(self) -> None:
        """Sign; the dialog stays until the answer is there."""
        if self.report is not None:
            super().accept()
        elif self.identity is not None and self._job is None and self._is_ready():
            self._start()

    def _is_ready(self) -> bool:
        folder = self.folder.text().strip()
        has_folder = bool(folder) and Path(folder).is_dir()
        has_secret = bool(self.passphrase.text())
        self.folder.show_error("" if has_folder else _("This folder is not there. Choose another one."))
        self.passphrase.show_error("" if has_secret else _("Type the passphrase of the signing key."))
        self._fit()
        return has_folder and has_secret

    def _start(self) -> None:
        session = self._session
        folder = Path(self.folder.text().strip())
        self._job = SignJob(session.publishing, session.audit_id, self._language, self.passphrase.text(), folder)
        self._show_busy(is_busy=True)
        session.write(self._job, self._on_answered, self._on_failed)

    def _show_busy(self, *, is_busy: bool) -> None:
        for part in (self._fields, self.act, self.keep):
            part.setEnabled(not is_busy)
        self.act.show_text(_("Signing …") if is_busy else _("Sign"))
        if is_busy:
            self.problem.hide()
            announce(self, _("Signing and checking the result"))

    def _on_answered(self, _written: Written) -> None:
        job, self._job = self._job, None
        self._show_busy(is_busy=False)
        if job is None:
            return
        if job.report is not None:
            self._show_signed(job.report)
        elif job.problem is not None:
            self._show_problem(job.problem)

    def _show_problem(self, error: UserError) -> None:
        sentence = error_text(error)
        if error.code == "signing.wrong_passphrase":
            self.passphrase.show_error(sentence)
            self.passphrase.edit.selectAll()
            self._focus()
        elif error.code == "publish.export_failed":
            self._show_kept(sentence)
        else:
            self.problem.show_message(Message(sentence, "failure", _("Not signed")))
        self._fit()

    def _show_kept(self, sentence: str) -> None:
        """Say that the report is signed and safe, only not in the folder: a copy can be saved from the place."""
        self.problem.show_message(Message(sentence, "attention", _("Signed, but not written to the folder")))
        self.act.hide()
        self.keep.show_text(_("Close"))

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._show_busy(is_busy=False)
        text = error_text(error) if isinstance(error, UserError) else _("Signing did not succeed. The log says why.")
        self.problem.show_message(Message(text, "failure", _("Not signed")))
        self._fit()

    def _show_signed(self, report: SignedReport) -> None:
        self.report = report
        self.passphrase.edit.clear()
        verification = report.verification.to_json()
        unchanged, signer = unchanged_answer(verification, None), signer_answer(verification)
        self.card.show_state(
            ImportState(
                report.path.name,
                str(report.path.parent),
                unchanged,
                signer,
                can_import=True,
                action=_("Open the folder"),
                import_label=_("Open the file"),
            )
        )
        for part in (self._scroll, self._fields, self.problem):
            part.hide()
        self._mark.show_text(_("Fingerprint of the data: {mark}").format(mark=_digest(report.written)))
        self._mark.show()
        self.card.show()
        self.act.hide()
        self.keep.show_text(_("Close"))
        self.keep.setFocus(Qt.FocusReason.TabFocusReason)
        self._fit()
        announce(self, f"{_('Signed')}. {unchanged.headline}. {signer.headline}")
        self.signed.emit(report)

    def reject(self) -> None:
        """Close, but never in the middle of signing."""
        if self._job is None:
            super().reject()

    def _on_browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder for the signed report"), self.folder.text())
        if name:
            self.folder.show_text(name)

    def _on_open_file(self) -> None:
        if self.report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.report.path)))

    def _on_open_folder(self) -> None:
        if self.report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.report.path.parent)))


def _travels(session: AuditSession) -> str:
    first = _("The report carries its own data: all that the school may see, so that it can be read in again later.")
    return f"{first} {withheld_words(session.snapshot)}"


def _digest(written: Written) -> str:
    digest = next((str(change.fields["snapshot"]) for change in written.changes if "snapshot" in change.fields), "")
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
