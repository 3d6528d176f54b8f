"""The parts of reading in survey results: columns, scale, questions, and the account of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.i18n import N_, _, ngettext
from auditor_app.services.surveys.answers import plain
from auditor_app.services.surveys.layout import ROLES_OF, Column, Role
from auditor_app.services.surveys.look import Look as FileLook
from auditor_app.services.surveys.tally import Tally
from auditor_app.services.surveys.template import AskedQuestion
from auditor_app.services.surveys.words import ROLES, left_over, note_rows, note_sentence, summary
from auditor_app.ui.screens.parts.forms import Labelled, beside, choice
from auditor_app.ui.screens.parts.two_lines import TwoLineList, TwoLines
from auditor_app.ui.screens.prepare.survey_mapping import CriteriaField
from auditor_app.ui.widgets.cards import framed
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.framework import Framework
    from auditor_app.ui.theme import Look

ROLE_BADGES: Mapping[Role, str] = {
    Role.NONE: N_("left out"),
    Role.RESPONDENT: N_("respondent"),
    Role.WHO: N_("who"),
    Role.PART: N_("split"),
    Role.QUESTION: N_("question"),
    Role.ANSWER: N_("answer"),
    Role.ITEM: N_("question"),
    Role.COUNT: N_("count"),
    Role.SHARE: N_("per cent"),
    Role.NUMBER: N_("number"),
}
ALL = "*"
"""The key of the row that stands for all questions."""


def stacked(widget: QWidget, spacing: int = 8) -> QVBoxLayout:
    """Give a widget a plain column."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


class ColumnsPart(QWidget):
    """Which column holds what; `given` tells the column and its role."""

    given = Signal(int, str)
    MOST = 6

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._file: FileLook | None = None
        self.list = TwoLineList(look, _("Columns of the file"))
        self.role = choice(look, _("Role of the column"), ())
        column = stacked(self)
        column.addWidget(TextLabel(look, _("Columns of the file"), "bodyStrong"))
        column.addWidget(framed(look, self.list))
        column.addWidget(Labelled(look, _("The marked &column holds"), self.role))
        self.list.chosen.connect(self._show_role)
        self.list.entered_row.connect(lambda _key: self.role.setFocus())
        self.role.activated.connect(self._on_role)

    def show_file(self, file: FileLook) -> None:
        """Show the columns of a file as it is understood now."""
        self._file = file
        rows = []
        for place, (column, role) in enumerate(zip(file.columns, file.layout.roles, strict=True)):
            title = column.title or _("Column {n}").format(n=place + 1)
            rows.append(TwoLines(str(place), title, _seen(column), badge=_(ROLE_BADGES[role])))
        self.list.show_rows(rows)
        self.list.fit(self.MOST)
        self._show_role(self.list.key)

    def _show_role(self, key: str) -> None:
        if self._file is not None and key:
            layout = self._file.layout
            choices = tuple((_(ROLES[role]), str(role)) for role in ROLES_OF[layout.shape])
            self.role.show_choices(choices, str(layout.roles[int(key)]))

    def _on_role(self, _index: int) -> None:
        if self.list.key:
            self.given.emit(int(self.list.key), str(self.role.currentData()))


def _seen(column: Column) -> str:
    """Say what stands in a column; free text and long lists are never shown, as they may be about somebody."""
    filled = ngettext("{n} cell filled", "{n} cells filled", column.filled)
    return f"{', '.join(column.values) or _('many different values, not shown')} · {filled}"


class AccountPart(QWidget):
    """What became of every row."""

    MOST = 6

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.sum = TextLabel(look, "", "body", "text.secondary", tabular=True)
        self.list = TwoLineList(look, _("Rows of the file"))
        self.more = TextLabel(look, "", "small", "text.muted")
        column = stacked(self)
        column.addWidget(TextLabel(look, _("Row by row"), "bodyStrong"))
        column.addWidget(self.sum)
        column.addWidget(framed(look, self.list))
        column.addWidget(self.more)

    def show_tally(self, tally: Tally) -> None:
        """Show the account, what was not understood first."""
        self.sum.show_text(summary(tally))
        troubled = sorted(tally.notes, key=lambda note: (not note.code or note.code == "empty", note.first))
        self.list.show_rows(
            [
                TwoLines(f"{note.first}-{place}", note_rows(note), note_sentence(note),
                         badge=_("not counted") if note.code and note.code != "empty" else "",
                         tone="attention" if note.code and note.code != "empty" else "")
                for place, note in enumerate(troubled)
            ]
        )  # fmt: skip
        self.list.fit(self.MOST)
        self.more.show_text(left_over(tally))
        self.more.setVisible(tally.is_cut)


class QuestionsPart(QWidget):
    """What is decided about each question, or about all at once; `decided` gives the questions anew."""

    decided = Signal(object)
    MOST = 7

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._asked: dict[str, AskedQuestion] = {}
        self._said: Mapping[str, str] = {}
        self.list = TwoLineList(look, _("Questions"))
        self.criteria = CriteriaField(look, framework)
        self.lowest, self.highest = Field(look, _("&Lowest answer")), Field(look, _("&Highest answer"))
        self.agrees = Field(look, _("A&grees from"))
        self.is_reversed = CheckBox(look, _("P&ut the other way round"))
        self.is_left_out = CheckBox(look, _("Lea&ve out"))
        self.title = TextLabel(look, "", "bodyStrong")
        column = stacked(self)
        column.addWidget(TextLabel(look, _("Questions"), "bodyStrong"))
        column.addWidget(framed(look, self.list))
        column.addWidget(self.title)
        column.addWidget(self.criteria)
        column.addLayout(beside(self.lowest, self.highest, self.agrees))
        ticks = QHBoxLayout()
        ticks.setSpacing(20)
        ticks.addWidget(self.is_reversed)
        ticks.addWidget(self.is_left_out)
        ticks.addStretch(1)
        column.addLayout(ticks)
        self.list.chosen.connect(self._show_marked)
        self.list.entered_row.connect(lambda _key: self.criteria.setFocus())
        self.criteria.chosen.connect(lambda codes: self._set(criteria=codes))
        for field in (self.lowest, self.highest, self.agrees):
            field.edited.connect(self._on_scale)
        self.is_reversed.clicked.connect(lambda on: self._set(is_reversed=bool(on)))
        self.is_left_out.clicked.connect(lambda on: self._set(is_left_out=bool(on)))

    def show_questions(self, asked: Mapping[str, AskedQuestion], said: Mapping[str, str]) -> None:
        """Show the questions, each with what was counted in words."""
        self._asked, self._said = dict(asked), said
        everyone = ngettext("{n} question", "{n} questions", len(asked))
        rows = [TwoLines(ALL, _("All questions at once"), everyone)]
        rows += [self._row(key, item) for key, item in asked.items()]
        self.list.show_rows(rows)
        self.list.fit(self.MOST)
        self._show_marked(self.list.key)

    def _row(self, key: str, item: AskedQuestion) -> TwoLines:
        marks = [" ".join(item.criteria), self._said.get(key, "")]
        marks.append(_("other way round") if item.is_reversed else "")
        badge = _("left out") if item.is_left_out else ""
        tone = "" if item.criteria or item.is_left_out else "attention"
        badge = badge or ("" if item.criteria else _("no criterion"))
        return TwoLines(key, item.text, " · ".join(filter(None, marks)), badge=badge, tone=tone)

    def _marked(self) -> AskedQuestion | None:
        if self.list.key == ALL:
            return next(iter(self._asked.values()), None)
        return self._asked.get(self.list.key)

    def _show_marked(self, key: str) -> None:
        item = self._marked()
        is_all = key == ALL
        for part in (self.criteria, self.is_reversed, self.is_left_out):
            part.setVisible(not is_all)
        self.title.show_text("" if item is None else _("All questions at once") if is_all else item.text)
        if item is None:
            return
        shown = ((self.lowest, item.lowest), (self.highest, item.highest), (self.agrees, item.agrees_from))
        for field, number in shown:
            if not field.edit.hasFocus():
                field.show_text(str(number))
        self.criteria.show_codes(item.criteria)
        self.is_reversed.setChecked(item.is_reversed)
        self.is_left_out.setChecked(item.is_left_out)

    def _on_scale(self, _text: str) -> None:
        values = [field.text().strip() for field in (self.lowest, self.highest, self.agrees)]
        is_whole = all(value.isascii() and value.isdigit() and len(value) <= 3 for value in values)  # noqa: PLR2004 - up to 999
        numbers = [int(value) for value in values] if is_whole else [0, 0, 0]
        is_right = is_whole and numbers[0] < numbers[2] <= numbers[1]
        self.agrees.show_error("" if is_right else _("Between the lowest and the highest answer."))
        if is_right:
            self._set(lowest=numbers[0], highest=numbers[1], agrees_from=numbers[2])

    def _set(self, **fields: object) -> None:
        keys = list(self._asked) if self.list.key == ALL else [self.list.key]
        changed = {key: replace(self._asked[key], **fields) for key in keys if key in self._asked}  # type: ignore[arg-type]  # by name
        if any(self._asked[key] != item for key, item in changed.items()):
            self._asked |= changed
            self.decided.emit(dict(self._asked))


def words_text(words: Mapping[str, int]) -> str:
    """Give the words of answers as a person writes them: "eens = 4; oneens = 2"."""
    return "; ".join(f"{word} = {value}" for word, value in sorted(words.items(), key=lambda item: item[1]))


def words_of(text: str) -> dict[str, int] | None:
    """Read what a person wrote; None when it cannot be read."""
    found: dict[str, int] = {}
    for piece in filter(None, (part.strip() for part in text.split(";"))):
        word, _sign, number = piece.rpartition("=")
        if not plain(word) or not number.strip().isdigit():
            return None
        found[plain(word)] = int(number)
    return found
