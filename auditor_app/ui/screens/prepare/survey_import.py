"""Reading in survey results: a file is understood, corrected by hand, and only then stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from auditor_app.core.model import SurveyGroup
from auditor_app.i18n import _, current, error_text, failure_text, ngettext
from auditor_app.services.desk import Written
from auditor_app.services.surveys.groups import group_named
from auditor_app.services.surveys.layout import Layout, Role, Shape
from auditor_app.services.surveys.look import Look as FileLook
from auditor_app.services.surveys.preview import (
    Preview,
    count_again,
    decided_before,
    look_again,
    open_file,
    share_in,
    with_template,
    would_tell_of_a_few,
)
from auditor_app.services.surveys.reader import SurveyReader
from auditor_app.services.surveys.results import Held
from auditor_app.services.surveys.template import AskedQuestion, Template
from auditor_app.services.surveys.words import SHAPES, facts, fit_words, names_sentence, remark_sentence
from auditor_app.ui.frame.words import SURVEYS
from auditor_app.ui.models.survey_rows import group_name, in_order
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside, choice
from auditor_app.ui.screens.prepare.survey_import_parts import (
    AccountPart,
    ColumnsPart,
    QuestionsPart,
    stacked,
    words_of,
    words_text,
)
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.messages import ProgressStrip
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST_DIGITS = 7


class SurveyImport(QWidget):
    """The sheet on which a file becomes results; `ended` tells that it is done, with or without them.

    `another_wanted` tells that the file could not be read and somebody wants to choose another.
    """

    ended = Signal()
    another_wanted = Signal()

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._reader: SurveyReader | None = None
        self._path = Path()
        self._known: Preview | None = None
        self._templates: tuple[Template, ...] = ()
        self._compose()
        self._connect()

    # --- how it looks -----------------------------------------------------------------------------

    def _compose(self) -> None:
        look = self._look
        self.title = TextLabel(look, "", "heading")
        self.facts = TextLabel(look, "", "small", "text.muted", tabular=True)
        self.remarks = TextLabel(look, "", "small", "attention.text")
        self.error = TextLabel(look, "", "body", "failure.text")
        self.busy = ProgressStrip(look)
        self.group = choice(look, _("Who answered"), tuple((_(name), str(group)) for group, name in SURVEYS.items()))
        self.group_field = Labelled(look, _("&Who answered"), self.group)
        self.name = Field(look, _("&Name, if not the whole group"))
        self.held = DateField(look, _("Held on"), is_optional=True)
        self.asked = Field(look, _("How many were as&ked"))
        self.shape = Segmented(look)
        self.shape.offer({str(shape): _(name) for shape, name in SHAPES.items()})
        self.sheet = choice(look, _("Sheet"), ())
        self.sheet_field = Labelled(look, _("Shee&t"), self.sheet)
        self.first = Field(look, _("Fi&rst row with results"))
        self.template = choice(look, _("Template"), ())
        self.fits = TextLabel(look, "", "small", "text.muted")
        self.words = Field(look, _("Answers in wor&ds, as numbers"))
        self.is_percent = CheckBox(look, _("The counts are &per cents"))
        self.columns = ColumnsPart(look)
        self.questions = QuestionsPart(look, self._session.live.framework)
        self.account = AccountPart(look)
        self.keeps = CheckBox(look, _("Keep what was decided as a te&mplate for the next file"))
        self.keeps.setChecked(True)
        self.replaces = TextLabel(look, "", "small", "attention.text")
        self.result = TextLabel(look, "", "body", "text.secondary", tabular=True)
        self.take = Button(look, _("Take the results &in"), "main")
        self.other = Button(look, _("Choose another &file …"), "main")
        self.cancel = Button(look, _("Cancel"))
        self.body = QWidget()
        body = stacked(self.body, 16)
        body.addLayout(beside(self.group_field, self.name))
        body.addLayout(beside(Labelled(look, _("Held &on"), self.held), self.asked))
        body.addWidget(Labelled(look, _("A row of the file is"), self.shape))
        body.addLayout(beside(self.sheet_field, self.first, Labelled(look, _("Templat&e"), self.template)))
        body.addWidget(self.fits)
        body.addWidget(self.is_percent)
        for part in (self.columns, self.words, self.questions, self.account, self.keeps):
            body.addWidget(part)
        column = stacked(self, 10)
        for widget in (self.title, self.facts, self.remarks, self.error, self.busy, self.body):
            column.addWidget(widget)
        column.addWidget(self.replaces)
        column.addWidget(self.result)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self.take, self.other, self.cancel):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.group.activated.connect(lambda _index: self._say_replaced())
        self.name.edit.textChanged.connect(lambda _text: self._say_replaced())
        self.shape.chosen.connect(lambda value: self._reshape(Shape(value), None))
        self.first.edited.connect(self._on_first)
        self.sheet.activated.connect(lambda _index: self.open(self._path, str(self.sheet.currentData())))
        self.template.activated.connect(self._on_template)
        self.columns.given.connect(self._on_role)
        self.is_percent.clicked.connect(self._on_percent)
        self.words.edited.connect(self._on_words)
        self.questions.decided.connect(self._on_decided)
        self.take.clicked.connect(self._on_take)
        self.other.clicked.connect(self.another_wanted)
        self.cancel.clicked.connect(self.close_file)
        self.busy.cancelled.connect(self.close_file)

    # --- the file ---------------------------------------------------------------------------------

    def open(self, path: Path, sheet: str = "") -> None:
        """Open a file, in the background and in a process of its own."""
        self._end_reader()
        if path != self._path:
            self._forget_what_was_said()
        self._reader, self._path, self._known = SurveyReader(), path, None
        self.destroyed.connect(self._reader.close)
        self.title.show_text(_("Read in {file}").format(file=path.name))
        named = group_named(path.stem)
        if named:
            self.group.setCurrentIndex(self.group.findData(named))
        self._show_busy(_("The file is being read …"))
        reader, surveys = self._reader, self._session.surveys
        self._session.read(surveys.templates, partial(self._on_templates, reader, sheet), latest="survey-templates")

    def _on_templates(self, reader: SurveyReader, sheet: str, templates: tuple[Template, ...]) -> None:
        if reader is not self._reader:  # put away before it was opened
            return
        self._templates = templates
        live = self._session.live
        earlier = live.baseline.survey_questions if live.baseline else ()
        before = decided_before((*live.alive("survey_question"), *earlier))
        self._ask(partial(open_file, reader, self._path, sheet, self._minimum, templates, before))

    @property
    def _minimum(self) -> int:
        return self._session.live.audit.survey_minimum

    def _ask(self, work: Callable[[], Preview]) -> None:
        self._session.read(work, self._on_known, self._on_failed, latest="survey-import")

    def _on_known(self, known: Preview) -> None:
        if self._reader is not None:
            codes = self._session.live.framework.by_code
            self._known = replace(known, asked={key: item.within(codes) for key, item in known.asked.items()})
            self._show()

    def _on_failed(self, error: Exception) -> None:
        if self._reader is None:
            return
        self.busy.hide()
        self.error.show_text(failure_text(error, _("The file could not be read.")))
        self.error.show()
        is_known = self._known is not None
        self.body.setVisible(is_known)
        self.take.setEnabled(False)
        self.other.setVisible(not is_known)
        self.cancel.show()
        (self.cancel if is_known else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_busy(self, text: str) -> None:
        self.error.hide()
        for label in (self.facts, self.remarks, self.replaces, self.result):
            label.hide()
        self.body.hide()
        for button in (self.take, self.other, self.cancel):  # the strip has its own way out
            button.hide()
        self.busy.show_progress(text, 0, 0)
        self.busy.show()

    def close_file(self) -> None:
        """Put the file away; nothing of it stays."""
        self._end_reader()
        self._known, self._path = None, Path()
        self.ended.emit()

    def _forget_what_was_said(self) -> None:
        """Begin with empty fields: a date or a number said of one file is not of the next one."""
        for field in (self.name, self.asked):
            field.show_text("")
            field.show_error("")
        self.held.show_date("")
        self.keeps.setChecked(True)

    def _end_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            self._session.background.run(reader.close)

    # --- what is shown ----------------------------------------------------------------------------

    def _show(self) -> None:
        known = self._known
        if known is None:
            return
        file, layout = known.file, known.file.layout
        had_focus = self.body.isVisible()
        self.busy.hide()
        self.error.show_text(error_text(known.problem) if known.problem else "")
        self.error.setVisible(known.problem is not None)
        for widget in (self.facts, self.body, self.result, self.take, self.cancel):
            widget.show()
        self.facts.show_text(facts(file))
        persons = names_sentence(known.tally, current().language)
        remarks = [*map(remark_sentence, file.remarks), *([persons] if persons else [])]
        self.remarks.show_text("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        self.group_field.setVisible(layout.place(Role.WHO) < 0)
        self.name.setVisible(layout.place(Role.WHO) < 0)
        self.asked.setVisible(layout.place(Role.WHO) < 0)
        self.shape.show_choice(str(layout.shape))
        self.sheet.show_choices(tuple((name, name) for name in file.sheets), file.sheet)
        self.sheet_field.setVisible(len(file.sheets) > 1)
        self.is_percent.setVisible(layout.shape is Shape.QUESTION and bool(layout.places(Role.COUNT)))
        self.is_percent.setChecked(layout.is_percent)
        if not self.first.edit.hasFocus():
            self.first.show_text(str(layout.first))
        if not self.words.edit.hasFocus():
            self.words.show_text(words_text(file.words))
        names = tuple((item.name, item.id) for item in self._templates)
        self.template.show_choices(((_("None"), ""), *names), known.template.id if known.template else "")
        self._show_fit(known)
        self.columns.show_file(file)
        self.account.show_tally(known.tally)
        self._show_counted(known)
        self.setFocusProxy(self.group if layout.place(Role.WHO) < 0 else self.held)
        if not had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_fit(self, known: Preview) -> None:
        """Say how far the chosen template fits this file and this audit's framework."""
        said, is_fitting = fit_words(known.template, known.asked, self._session.live.framework.by_code)
        self.fits.set_color("text.muted" if is_fitting else "attention.text")
        self.fits.show_text(said)
        self.fits.setVisible(bool(said))

    def _show_counted(self, known: Preview) -> None:
        self.questions.show_questions(known.asked, _shares(known, self._minimum))
        kept = sum(not item.is_left_out for item in known.asked.values())
        said = [
            ngettext("{n} question", "{n} questions", kept),
            *(
                _("{n} answered ({group})").format(n=item.answered, group=_(SURVEYS[SurveyGroup(item.group)]))
                if item.group
                else ngettext("{n} answered", "{n} answered", item.answered)
                for item in known.tally.groups
            ),
        ]
        held = sum(bool(item.results.withheld) for group in known.tally.groups for item in group.questions)
        if held:
            said.append(ngettext("{n} question hides small groups", "{n} questions hide small groups", held))
        self.result.show_text(" · ".join(said))
        self.take.setEnabled(bool(kept and known.tally.answers) and not self._session.is_read_only)
        self._say_replaced()

    def _said_of(self) -> set[tuple[SurveyGroup, str]]:
        """Give the groups and names of which this file tells."""
        tally = self._known.tally if self._known else None
        own = (SurveyGroup(str(self.group.currentData())), " ".join(self.name.text().split()).casefold())
        return {(SurveyGroup(item.group), "") if item.group else own for item in (tally.groups if tally else ())}

    def _say_replaced(self) -> None:
        """Say which results make room for those of this file."""
        said, live = self._said_of(), self._session.live
        answered = {item.survey for item in live.alive("survey_question")}
        gone = [
            item for item in in_order(live.alive("survey"))
            if (item.group, item.title.casefold()) in said and item.id in answered
        ]  # fmt: skip
        names = ", ".join(
            f"{group_name(item)} ({day})" if (day := current().date(item.held, "MMM y")) else group_name(item)
            for item in gone
        )
        words = _("These results take the place of those already read in: {names}. Undo brings them back.")
        told = [words.format(names=names)] if gone else []
        if self._differs_by_a_few({item.id for item in gone}):
            words = _("Fewer than {n} answers differ from those: whoever sees both can compute what these few said.")
            told.append(words.format(n=self._minimum))
        self.replaces.show_text("\n".join(told))
        self.replaces.setVisible(bool(gone) and self.take.isVisibleTo(self))

    def _differs_by_a_few(self, surveys: set[str]) -> bool:
        questions = [item for item in self._session.live.alive("survey_question") if item.survey in surveys]
        counted = [item for group in (self._known.tally.groups if self._known else ()) for item in group.questions]
        return would_tell_of_a_few(counted, questions, self._minimum)

    # --- what a person decides --------------------------------------------------------------------

    def _recount(self, known: Preview) -> None:
        if self._reader is not None:
            self._known = known
            self._ask(partial(count_again, self._reader, known, self._minimum))

    def _look_again(self, look: Callable[[SurveyReader, FileLook], FileLook]) -> None:
        known, reader, minimum = self._known, self._reader, self._minimum
        if known is not None and reader is not None:
            self._ask(lambda: look_again(reader, known, look(reader, known.file), minimum))

    def _reshape(self, shape: Shape, first: int | None) -> None:
        self._look_again(lambda reader, file: reader.shape(file, shape, file.layout.first if first is None else first))

    def _on_first(self, text: str) -> None:
        digits = text.strip()
        is_right = digits.isascii() and digits.isdigit() and int(digits[:MOST_DIGITS]) > 0
        self.first.show_error("" if is_right else _("Type the number of a row."))
        if is_right and self._known is not None and int(digits[:MOST_DIGITS]) != self._known.file.layout.first:
            self._reshape(self._known.file.layout.shape, int(digits[:MOST_DIGITS]))

    def _relayout(self, layout: Layout) -> None:
        self._look_again(lambda reader, file: reader.relook(file, layout))

    def _on_role(self, column: int, role: str) -> None:
        if self._known is not None:
            self._relayout(self._known.file.layout.with_role(column, Role(role)))

    def _on_percent(self, is_percent: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._known is not None:
            self._relayout(replace(self._known.file.layout, is_percent=is_percent))

    def _on_words(self, text: str) -> None:
        found, known = words_of(text), self._known
        self.words.show_error("" if found is not None else _("Write them as: agree = 4; disagree = 2"))
        if found is not None and known is not None and found != dict(known.file.words):
            self._recount(replace(known, file=replace(known.file, words=found)))

    def _on_template(self, _index: int) -> None:
        template = next((item for item in self._templates if item.id == self.template.currentData()), None)
        if self._known is not None:
            self._recount(with_template(self._known, template))

    def _on_decided(self, asked: Mapping[str, AskedQuestion]) -> None:
        known = self._known
        if known is None:
            return
        self._known = replace(known, asked=asked)
        if known.scales == self._known.scales:
            self._show_counted(self._known)
        else:
            self._recount(self._known)

    # --- storing ----------------------------------------------------------------------------------

    def _on_take(self) -> None:
        known, session = self._known, self._session
        asked_text = self.asked.text().strip()
        is_number = not asked_text or (asked_text.isascii() and asked_text.isdigit())
        self.asked.show_error("" if is_number else _("Type a whole number."))
        if known is None or not is_number or session.is_read_only:
            return
        split = known.file.layout.place(Role.PART)
        says_who = known.file.layout.place(Role.WHO) >= 0
        held = Held(
            SurveyGroup(str(self.group.currentData())),
            "" if says_who else self.name.text(),
            self.held.iso,
            int(asked_text[:MOST_DIGITS]) if asked_text and not says_who else None,
            split=known.file.layout.titles[split] if split >= 0 else "",
        )
        batches = [
            (replace(held, group=SurveyGroup(item.group)) if item.group else held, item) for item in known.tally.groups
        ]
        surveys, audit = session.surveys, session.audit_id
        session.write(lambda: surveys.take(audit, batches, known.asked), self._on_taken, self._on_refused)

    def _on_taken(self, _written: Written) -> None:
        known, surveys = self._known, self._session.surveys
        if known is not None and self.keeps.isChecked():
            name = self.name.text().strip() or self._path.stem
            is_fitting = known.template is not None and known.template.knows(known.asked) > 0
            start = known.template if known.template and is_fitting else Template(name, ())
            kept = start.merged(known.asked.values(), known.file.words)
            self._session.background.write(lambda: surveys.keep(kept))
        self._session.tell(_("The results are read in"), can_undo=True)
        self.close_file()

    def _on_refused(self, error: Exception) -> None:
        self._on_failed(error)
        self.body.show()


def _shares(known: Preview, minimum: int) -> dict[str, str]:
    """Say per question what it counts to, for every group of the file."""
    said: dict[str, list[str]] = {}
    for group in known.tally.groups:
        for item in group.questions:
            decided = known.asked.get(item.key)
            share = share_in(item, decided) if decided else None
            words = _("fewer than {n} answers: not shown").format(n=minimum)
            shown = words if share is None else f"{share.percent}\N{NO-BREAK SPACE}% (n {share.answered})"
            said.setdefault(item.key, []).append(shown)
    return {key: ", ".join(texts) for key, texts in said.items()}
