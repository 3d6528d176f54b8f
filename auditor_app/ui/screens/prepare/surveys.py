"""Prepare: surveys that were held, what was asked in them, and reading in their results."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QWidget

from auditor_app.core.model import Survey, SurveyGroup
from auditor_app.i18n import _
from auditor_app.ui.drops import take_copy
from auditor_app.ui.frame.words import SURVEYS
from auditor_app.ui.models.survey_rows import in_order, survey_row
from auditor_app.ui.saving import first_folder
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside
from auditor_app.ui.screens.parts.two_lines import TwoLineList
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.screens.prepare.survey_import import SurveyImport
from auditor_app.ui.screens.prepare.survey_import_parts import stacked
from auditor_app.ui.screens.prepare.survey_limits import LimitsPart, TemplatesPart
from auditor_app.ui.screens.prepare.survey_questions import SurveyQuestionsPart
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import framed
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import FoldRow
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.services.surveys.template import Template
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST_SEEN = 5
MOST_DIGITS = 7
ENDINGS = (".csv", ".txt", ".xlsx")


class SurveysSection(Section):
    """The surveys of an audit: a list, the marked one below it; reading in takes the place of both."""

    kinds = frozenset({"survey", "survey_question", "audit", "baseline"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("Surveys"),
            _("What pupils, parents and teachers answered, as numbers only. It stands beside the criteria."),
        )
        self._shown = ""
        self._compose()
        self._connect()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.list)
        self.refresh()

    def _compose(self) -> None:
        look = self.look
        self.list = TwoLineList(look, _("Surveys"))
        self.frame = framed(look, self.list)
        self.empty = EmptyState(look)
        self.empty.show_step(
            _("Here comes what people answered"),
            _("A CSV or XLSX file is enough: drop it here, or choose it. Nobody's own answers are kept."),
            _("Read in results …"),
        )
        self.read_in = Button(look, _("&Read in results …"), icon="table", size="small")
        self.add = Button(look, _("&Add numbers by hand"), "quiet", icon="plus", size="small")
        self.remove = Button(look, _("Take &off the list"), "quiet", size="small")
        self.name = Field(look, _("&Name, if not the whole group"))
        self.held = DateField(look, _("Held on"), is_optional=True)
        self.asked, self.answered = Field(look, _("As&ked")), Field(look, _("Ans&wered"))
        self.hint = TextLabel(look, "", "small", "attention.text")
        self.questions = SurveyQuestionsPart(self.session, look)
        self.form = QWidget()
        form = stacked(self.form, 12)
        form.addLayout(beside(self.name, Labelled(look, _("&Held on"), self.held), stretches=(3, 2)))
        form.addLayout(beside(self.asked, self.answered))
        form.addWidget(self.hint)
        form.addWidget(self.questions)
        self.limits = LimitsPart(look)
        self.limits_fold = FoldRow(look, self.limits)
        self.templates = TemplatesPart(look)
        self.templates_fold = FoldRow(look, self.templates)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.read_in, self.add, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.overview = QWidget()
        overview = stacked(self.overview, 12)
        overview.addWidget(self.frame)
        overview.addWidget(self.empty)
        overview.addLayout(buttons)
        for part in (self.form, self.limits_fold, self.templates_fold):
            overview.addWidget(part)
        self.reading = SurveyImport(self.session, look)
        self.reading.hide()
        self.column.addWidget(self.overview)
        self.column.addWidget(self.reading)
        self.column.addStretch(1)
        edits(self.read_in, self.add, self.remove, self.held, self.limits, self.empty)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.entered_row.connect(lambda _key: self.asked.edit.setFocus())
        self.list.removed.connect(self._on_removed)
        self.read_in.clicked.connect(self.ask_for_file)
        self.empty.chosen.connect(self.ask_for_file)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(lambda: self._on_removed(self._shown))
        self.name.edited.connect(lambda text: self._edit(title=" ".join(text.split())))
        self.held.picked.connect(lambda iso: self._edit(held=iso))
        self.asked.edited.connect(partial(self._on_number, self.asked, "asked"))
        self.answered.edited.connect(partial(self._on_number, self.answered, "answered"))
        self.limits.set.connect(self._on_limits)
        self.templates.imported.connect(self._on_template_file)
        self.templates.exported.connect(self._on_template_export)
        self.templates.forgotten.connect(self._on_template_gone)
        self.templates.brought_back.connect(self._on_template_back)
        self.reading.ended.connect(self._on_ended)
        self.reading.another_wanted.connect(self.ask_for_file)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def surveys(self) -> list[Survey]:
        """The surveys, in the order of the groups."""
        return in_order(self.session.live.alive("survey"))

    def refresh(self) -> None:
        """Show what the audit holds now."""
        live, surveys = self.session.live, self.surveys
        asked: dict[str, int] = {}
        for question in live.alive("survey_question"):
            asked[question.survey] = asked.get(question.survey, 0) + 1
        self.list.show_rows([survey_row(item, asked.get(item.id, 0), live) for item in surveys])
        self.list.fit(MOST_SEEN)
        self.frame.setVisible(bool(surveys))
        self.empty.setVisible(not surveys)
        self.read_in.setVisible(bool(surveys))
        self.remove.setVisible(bool(surveys))
        audit = live.audit
        self.limits.show_audit(audit)
        self.limits_fold.show_title(
            _("Limits"),
            _("groups under {n} are not shown; a response under {pupils}, {parents}, {teachers} % warns").format(
                n=audit.survey_minimum, pupils=audit.warn_pupils, parents=audit.warn_parents,
                teachers=audit.warn_teachers,
            ),
        )  # fmt: skip
        self._show_survey()
        self._read_templates()

    def _show_survey(self) -> None:
        survey = next((item for item in self.surveys if item.id == self._shown), None)
        self.form.setVisible(survey is not None)
        if survey is None:
            return
        self.held.show_date(survey.held)
        shown = ((self.name, survey.title), (self.asked, survey.asked), (self.answered, survey.answered))
        for field, value in shown:
            if not field.edit.hasFocus():
                field.show_text("" if value is None else str(value))
        is_odd = survey.asked is not None and (survey.answered or 0) > survey.asked
        self.hint.show_text(_("More answers than were asked: check the numbers.") if is_odd else "")
        self.hint.setVisible(is_odd)
        self.questions.show_survey(survey)

    def _on_chosen(self, key: str) -> None:
        if key != self._shown:
            self.flush()
            self.renew_group()
            self._shown = key
            self._show_survey()

    # --- reading in -------------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Let a person choose a file with results."""
        kinds = _("Survey results") + " (*.csv *.txt *.xlsx)"
        name, _filter = QFileDialog.getOpenFileName(self, _("Read in survey results"), first_folder(), kinds)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Open a file and show what is understood of it."""
        if self.session.is_read_only:
            return
        self.flush()
        self.overview.hide()
        self.reading.show()
        self.setFocusProxy(self.reading)
        self.verticalScrollBar().setValue(0)
        self.reading.open(path)

    def _on_ended(self) -> None:
        self.reading.hide()
        self.overview.show()
        self.setFocusProxy(self.list)
        self.refresh()
        self.verticalScrollBar().setValue(0)
        (self.list if self.surveys else self.empty).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file with results."""
        if _tables(event.mimeData().urls()) and not self.session.is_read_only:
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        take_copy(event)
        self.read_file(_tables(event.mimeData().urls())[0])

    # --- by hand ----------------------------------------------------------------------------------

    def _on_add(self) -> None:
        menu = QMenu(self)
        for group, name in SURVEYS.items():
            action = QAction(_(name), menu)
            action.setData(str(group))
            menu.addAction(action)
        menu.triggered.connect(lambda action: self.add_group(SurveyGroup(str(action.data()))))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def add_group(self, group: SurveyGroup) -> None:
        """Put a survey of a group on the list; its numbers are typed."""
        surveys, audit = self.session.surveys, self.session.audit_id
        self.session.write(lambda: surveys.add(audit, group), self._on_added)

    def _on_added(self, written: Written) -> None:
        self.list.choose(written.id)
        self.asked.edit.setFocus()

    def _on_number(self, field: Field, name: str, text: str) -> None:
        digits = text.strip()
        is_wrong = bool(digits) and not (digits.isascii() and digits.isdigit())
        field.show_error(_("Type a whole number.") if is_wrong else "")
        if not is_wrong:
            self._edit(**{name: int(digits[:MOST_DIGITS]) if digits else None})

    def _edit(self, **fields: object) -> None:
        surveys, survey, undo_group = self.session.surveys, self._shown, self.group
        if survey and not self.session.is_read_only:
            self.session.write(lambda: surveys.edit(survey, undo_group, **fields))

    def _on_removed(self, key: str) -> None:
        if key and not self.session.is_read_only:
            surveys, session = self.session.surveys, self.session
            self._shown = ""
            gone = _("The survey is off the list")
            session.write(lambda: surveys.remove(key), lambda _written: session.tell(gone, can_undo=True))

    def _on_limits(self, name: str, value: int) -> None:
        surveys, audit, undo_group = self.session.surveys, self.session.audit_id, self.group
        self.session.write(lambda: surveys.set_limits(audit, undo_group, **{name: value}))

    # --- templates --------------------------------------------------------------------------------

    def _read_templates(self) -> None:
        self.session.read(self.session.surveys.templates, self._on_templates, latest="prepare-survey-templates")

    def _on_templates(self, found: object) -> None:
        templates = found if isinstance(found, tuple) else ()
        self.templates.show_templates(templates)
        self.templates_fold.show_title(_("Templates"), str(len(templates) or _("none yet")))

    def _on_template_file(self, path: Path) -> None:
        surveys = self.session.surveys
        self.session.background.write(
            lambda: surveys.import_template(path), self._on_template_changed, self.templates.show_failure
        )

    def _on_template_export(self, key: str, path: Path) -> None:
        surveys = self.session.surveys
        template = self.templates.template(key)
        if template is not None:
            self.session.background.run(
                lambda: surveys.export_template(template, path), self._on_exported, self.templates.show_failure
            )

    def _on_exported(self, path: Path) -> None:
        self.session.tell(_("The template is in {file}").format(file=path.name))

    def _on_template_gone(self, key: str) -> None:
        surveys = self.session.surveys
        self.session.background.write(lambda: surveys.forget(key), self._on_template_changed)

    def _on_template_back(self, template: Template) -> None:
        surveys = self.session.surveys
        self.session.background.write(lambda: surveys.keep(template), self._on_template_changed)

    def _on_template_changed(self, _done: object) -> None:
        self.templates.show_failure(None)
        self._read_templates()


def _tables(urls: list[QUrl]) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]
