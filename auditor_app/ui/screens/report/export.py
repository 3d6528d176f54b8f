"""The report in another form: which one, in which language, what stays behind; then where to."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from auditor_app.core.gates import for_school
from auditor_app.i18n import N_, _, current
from auditor_app.services.forms.notice import left_out
from auditor_app.services.publishing.exporting import Form, Made
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.frame.words import LANGUAGES
from auditor_app.ui.saving import ask_where
from auditor_app.ui.screens.signing.words import listed
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import RadioButton
from auditor_app.ui.widgets.messages import MessageBar, failure
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

FORMS: Final = (
    (Form.PDF, N_("&PDF"), N_("the pages as they are in the preview")),
    (Form.WORD, N_("&Word (.docx)"), N_("to take texts over; headings, tables and words for pictures")),
    (Form.WEB, N_("Web page (.&html)"), N_("one file that every browser shows and reads aloud")),
    (Form.BOOK, N_("Workbook (.&xlsx)"), N_("ratings, evidence and findings as tables")),
    (Form.RATINGS, N_("&Ratings (.csv)"), N_("one row per criterion")),
    (Form.EVIDENCE, N_("&Evidence (.csv)"), N_("one row per note, without authors")),
    (Form.DATA, N_("&Data (.json)"), N_("everything that travels inside the signed report")),
    (
        Form.RECORD,
        N_("Record of &talks and observations (PDF)"),
        N_("what was seen and heard, in the order of the days"),
    ),
)
"""What can be chosen, with its access key, and what it is for."""


class ExportSheet(Dialog):
    """Offers the forms; Enter goes on to where the file is to be kept."""

    def __init__(self, session: AuditSession, look: Look, language: str, parent: QWidget) -> None:
        super().__init__(look, _("Save in another form"), "", parent, fitting(WIDE, parent))
        self._session = session
        self.problem = MessageBar(look)
        self.problem.hide()
        self.problem.acted.connect(self.problem.hide)
        self.languages = Segmented(look)
        self.languages.setAccessibleName(_("Language"))
        self.languages.offer(dict(LANGUAGES))
        self.languages.show_choice(language)
        self.languages.choose_by_walking()
        self.choices: dict[Form, RadioButton] = {}
        self.kept_back = TextLabel(look, "", "small", "text.muted")
        self._lay_out()
        self.add_safe(_("Cancel"))
        self.go_on = self._add(_("&Save …"), "main")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._on_save)
        self._show_left_out()
        self._area.fit(self.inner_width, parent.window().height() - 190)
        if session.is_read_only:
            self.show_text(_("This audit has been signed. Every other form says that it is a copy."))

    def _lay_out(self) -> None:
        look = self._look
        group = QButtonGroup(self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 6, 14, 6)
        column.setSpacing(1)
        for form, name, purpose in FORMS:
            button = RadioButton(look, _(name))
            button.setAccessibleDescription(_(purpose))
            group.addButton(button)
            self.choices[form] = button
            column.addWidget(button)
            words = TextLabel(look, _(purpose), "small", "text.muted")
            words.setContentsMargins(26, 0, 0, 3)
            column.addWidget(words)
        self.choices[Form.WORD].setChecked(True)
        column.addSpacing(6)
        column.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(6)
        column.addWidget(self.kept_back)
        self._area = Scrolled(inside)
        self.body.addWidget(self.problem)
        self.body.addWidget(self._area, 1)

    @property
    def form(self) -> Form:
        """The form that is chosen."""
        return next(form for form, button in self.choices.items() if button.isChecked())

    def _show_left_out(self) -> None:
        things = left_out(for_school(self._session.snapshot), current())
        self.kept_back.show_text(_("Stays with the team: {things}.").format(things=listed(things)) if things else "")
        self.kept_back.setVisible(bool(things))

    def _on_save(self) -> None:
        """Make the file first, so that what cannot be made is said before anybody looks for a place."""
        self.go_on.setEnabled(False)
        work = partial(
            self._session.exports.make, self._session.audit_id, self.form, self.languages.value, self._session.live.me
        )
        self._session.read(work, self._on_made, self._on_failed)

    def _on_made(self, made: Made) -> None:
        self.go_on.setEnabled(True)
        start = Path(self._session.settings.export_dir or str(Path.home())) / made.name
        end = made.name.rpartition(".")[2]
        path = ask_where(self, _("Save in another form"), start, f"{end.upper()} (*.{end})")
        if path is not None:
            self.keep(made, path)

    def keep(self, made: Made, path: Path) -> None:
        """Write the file and close, or say why it could not be written."""
        self._session.read(partial(made.write, path), self._on_kept, self._on_failed)

    def _on_kept(self, path: Path) -> None:
        self.accept()
        self._session.tell(_("Saved as {path}").format(path=path))

    def _on_failed(self, error: Exception) -> None:
        self.go_on.setEnabled(True)
        self.problem.show_message(failure(error, _("Not done")))
