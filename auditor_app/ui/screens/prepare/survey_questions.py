"""The questions of one survey: which criteria they speak to, what counts as agreeing, and the answers as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from auditor_app.core.model import Survey, SurveyQuestion
from auditor_app.core.statements import Statement
from auditor_app.i18n import _, ngettext
from auditor_app.ui.models.survey_rows import bar_groups, found_statements
from auditor_app.ui.screens.parts.two_lines import TwoLineList, TwoLines
from auditor_app.ui.screens.prepare.survey_import_parts import stacked
from auditor_app.ui.screens.prepare.survey_mapping import CriteriaField
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import framed
from auditor_app.ui.widgets.inputs import CheckBox
from auditor_app.ui.widgets.survey_bars import SurveyBars
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST_SEEN = 6


class SurveyQuestionsPart(QWidget):
    """A list of questions and, below it, the marked one with its bars."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session = session
        self._survey = Survey()
        self._group = session.new_group()
        self._key = ""
        self.title = TextLabel(look, _("Questions"), "bodyStrong")
        self.none = TextLabel(
            look,
            _("Only the numbers are known. Read in a file with results to see what was answered."),
            "small",
            "text.muted",
        )
        self.list = TwoLineList(look, _("Questions"))
        self.frame = framed(look, self.list)
        self.bars = SurveyBars(look)
        self.criteria = CriteriaField(look, session.live.framework)
        self.is_reversed = CheckBox(look, _("P&ut the other way round"))
        self.remove = Button(look, _("Take the &question out"), "quiet", size="small")
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.is_reversed)
        row.addStretch(1)
        row.addWidget(self.remove)
        self.form = QWidget()
        form = stacked(self.form)
        form.addWidget(self.bars)
        form.addWidget(self.criteria)
        form.addLayout(row)
        column = stacked(self)
        for widget in (self.title, self.none, self.frame, self.form):
            column.addWidget(widget)
        for widget in (self.is_reversed, self.remove):
            widget.setProperty("is_editing", True)
        self.list.chosen.connect(self._on_chosen)
        self.list.entered_row.connect(lambda _key: self.criteria.setFocus())
        self.list.removed.connect(self._on_removed)
        self.criteria.chosen.connect(lambda codes: self._edit(criteria=codes))
        self.is_reversed.clicked.connect(lambda on: self._edit(is_reversed=bool(on)))
        self.remove.clicked.connect(lambda: self._on_removed(self._key))

    @property
    def questions(self) -> list[SurveyQuestion]:
        """The questions of the survey, in its order."""
        mine = [item for item in self._session.live.alive("survey_question") if item.survey == self._survey.id]
        return sorted(mine, key=lambda item: (item.position, item.id))

    def show_survey(self, survey: Survey) -> None:
        """Show the questions of a survey."""
        self._survey = survey
        questions = self.questions
        said = {item.key: item for item in found_statements(self._session.live)}
        self.list.show_rows([self._row(item, said) for item in questions])
        self.list.fit(MOST_SEEN)
        self.title.show_text(ngettext("{n} question", "{n} questions", len(questions)) if questions else _("Questions"))
        self.none.setVisible(not questions)
        self.frame.setVisible(bool(questions))
        self._show_question()

    def _row(self, item: SurveyQuestion, said: dict[str, Statement]) -> TwoLines:
        statement = said.get(item.key)
        bar = (
            next((bar for bar in statement.bars if bar.survey.id == item.survey and not bar.part), None)
            if statement
            else None
        )
        share = f"{bar.share.percent}\N{NO-BREAK SPACE}%" if bar and bar.share else _("not shown")
        marks = filter(None, (" ".join(item.criteria), _("other way round") if item.is_reversed else ""))
        return TwoLines(
            item.id, item.text, " · ".join((share, *marks)), badge="" if item.criteria else _("no criterion"),
            tone="" if item.criteria else "attention",
        )  # fmt: skip

    def _show_question(self) -> None:
        question = next((item for item in self.questions if item.id == self._key), None)
        self.form.setVisible(question is not None)
        if question is None:
            return
        found = [item for item in found_statements(self._session.live) if item.key == question.key]
        self.bars.show_groups(bar_groups(found, self._session.live))
        self.criteria.show_codes(question.criteria)
        self.is_reversed.setChecked(question.is_reversed)

    def _on_chosen(self, key: str) -> None:
        if key != self._key:
            self.criteria.flush()
            self._group = self._session.new_group()
            self._key = key
            self._show_question()

    def _edit(self, **fields: object) -> None:
        surveys, question, group = self._session.surveys, self._key, self._group
        if question and not self._session.is_read_only:
            self._session.write(lambda: surveys.edit_question(question, group, **fields))

    def _on_removed(self, key: str) -> None:
        if key and not self._session.is_read_only:
            surveys, session = self._session.surveys, self._session
            self._key = ""
            gone = _("The question is out of the survey")
            session.write(lambda: surveys.remove_question(key), lambda _written: session.tell(gone, can_undo=True))
