"""What became of a signed file: the two answers about our own output, and the ways to the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import _
from auditor_app.services.desk import Written
from auditor_app.services.outside.verify_texts import LEVELS, time_words
from auditor_app.ui.verify_answers import signer_answer, unchanged_answer
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import ImportCard, ImportState
from auditor_app.ui.widgets.inputs import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.services.publishing.publish import SignedReport
    from auditor_app.services.signing.verification import SignatureReport
    from auditor_app.ui.theme import Look


class SignedJob:
    """Signs or stamps in the queue of writes. A refusal (a wrong passphrase) is an answer, not a write that failed."""

    def __init__(self, work: Callable[[], SignedReport]) -> None:
        self._work = work
        self.report: SignedReport | None = None
        self.problem: UserError | None = None

    def __call__(self) -> Written:
        """Do it; gives what was written, which is nothing when it was refused."""
        try:
            self.report = self._work()
        except UserError as error:
            self.problem = error
            written = error.details.get("written")
            return written if isinstance(written, Written) else Written(())
        return self.report.written


class ResultCard(ImportCard):
    """The card of a file that was just written."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._report: SignedReport | None = None
        self.imported.connect(self._on_open_file)
        self.acted.connect(self._on_open_folder)

    def show_report(self, report: SignedReport, *, is_own: bool = False) -> str:
        """Show what verifying said; gives it as one sentence, for a screen reader.

        With `is_own` the last signature was made by the one who reads this.
        """
        self._report = report
        verification = report.verification.to_json()
        unchanged, signer = unchanged_answer(verification, None), signer_answer(verification, -1, is_own=is_own)
        if unchanged.verdict == "ok":
            unchanged = replace(unchanged, detail=_reached(report.verification.signatures[-1]))
        self.show_state(
            ImportState(
                report.path.name,
                " · ".join(filter(None, (str(report.path.parent), _record(report)))),
                unchanged,
                signer,
                can_import=True,
                action=_("Open the folder"),
                import_label=_("Open the file"),
            )
        )
        return f"{unchanged.headline}. {signer.headline}"

    def _on_open_file(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.path)))

    def _on_open_folder(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.path.parent)))


def _reached(signature: SignatureReport) -> str:
    """Say when it was signed, how that is known, and which level that is: what a time stamp was asked for."""
    return f"{time_words(signature)}. {_(LEVELS[signature.level])}."


def _record(report: SignedReport) -> str:
    return _("with the record: {name}").format(name=report.record.name) if report.record else ""


def _usual_folder() -> str:
    """Give the documents of whoever is here; where there is no such folder, the home."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if Path(documents).is_dir() else str(Path.home())


class FolderField(QWidget):
    """The folder for a signed file, typed or chosen."""

    def __init__(self, look: Look, folder: str) -> None:
        super().__init__()
        self.field = Field(look, _("&Folder for the signed report"))
        self.field.show_text(folder or _usual_folder())
        self._browse = Button(look, _("Choose …"), size="small")
        self._browse.clicked.connect(self._on_browse)
        self.field.put_beside(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)

    def _on_browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder for the signed report"), self.field.text())
        if name:
            self.field.show_text(name)
