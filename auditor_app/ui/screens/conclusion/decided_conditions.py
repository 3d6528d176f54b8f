"""The conditions of a decision: those that were advised, each with the day as decided, and those the body adds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.model import DecidedCondition
from auditor_app.i18n import _, current
from auditor_app.services.judging.outcomes import MOST_CONDITIONS
from auditor_app.ui.screens.parts.forms import DateField, choice
from auditor_app.ui.widgets.buttons import Button, IconButton
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor_app.core.framework import Framework
    from auditor_app.ui.theme import Look


class _ConditionRow(QWidget):
    """One condition: its criterion (chosen here where nobody advised it), what has to be seen, and by when."""

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._advised = ""
        named = tuple((f"{item.code}  {current().pick(item.title)}", item.code) for item in framework.criteria)
        self.criterion = choice(look, _("Criterion of the condition"), ((_("Choose a criterion"), ""), *named))
        self._code = TextLabel(look, "", "bodyStrong", mode="line", tabular=True)
        self._code.setFixedWidth(look.px(40))
        self.text = PlainEditor(look, "", "small", (1, 5))
        self.due = DateField(look, _("By"), is_optional=True)
        self.remove = IconButton(look, "x", _("Take this condition out"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget, stretch in ((self._code, 0), (self.text, 1), (self.due, 0), (self.remove, 0)):
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.criterion)
        column.addLayout(row)
        self.criterion.activated.connect(lambda _index: self._name())

    def show_condition(self, condition: DecidedCondition, *, is_own: bool) -> None:
        """Show it; one of the body's own has its criterion to choose."""
        self._advised = "" if is_own else condition.criterion
        self._code.show_text(self._advised)
        self._code.setVisible(not is_own)
        self.criterion.setVisible(is_own)
        self.criterion.setCurrentIndex(max(0, self.criterion.findData(condition.criterion)))
        self._name()
        self.text.show_text(condition.text)
        self.due.show_date(condition.due)

    def _name(self) -> None:
        code = self._advised or str(self.criterion.currentData())
        self.text.set_name(_("Condition for {code}").format(code=code or "?"))

    def condition(self) -> DecidedCondition:
        """Give what stands there."""
        code = self._advised or str(self.criterion.currentData())
        return DecidedCondition(code, self.text.text().strip(), self.due.iso)


class DecidedConditions(QWidget):
    """The list of conditions of one decision; nothing of it is written before the decision is recorded."""

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._look, self._framework = look, framework
        self._advised: frozenset[str] = frozenset()
        self.rows: list[_ConditionRow] = []
        self._used = 0
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.add = Button(look, _("Add a conditio&n"), "quiet", icon="plus", size="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(TextLabel(look, _("Conditions, with the date as decided"), "small", "text.muted"))
        column.addLayout(self._column)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._on_add)

    def conditions(self) -> tuple[DecidedCondition, ...]:
        """Give what stands there."""
        return tuple(row.condition() for row in self.rows[: self._used])

    def show_conditions(self, conditions: Sequence[DecidedCondition]) -> None:
        """Show those that were advised or recorded."""
        self._advised = frozenset(item.criterion for item in conditions)
        self._fill(conditions)

    def _fill(self, conditions: Sequence[DecidedCondition]) -> None:
        while len(self.rows) < len(conditions):
            row = _ConditionRow(self._look, self._framework)
            row.remove.clicked.connect(partial(self._on_removed, row))
            self.rows.append(row)
            self._column.addWidget(row)
        self._used = len(conditions)
        for row, condition in zip(self.rows, conditions, strict=False):
            row.show_condition(condition, is_own=condition.criterion not in self._advised)
        for place, row in enumerate(self.rows):
            row.setVisible(place < self._used)
        self.add.setEnabled(self._used < MOST_CONDITIONS)

    def _on_add(self) -> None:
        self._fill((*self.conditions(), DecidedCondition()))
        self.rows[self._used - 1].criterion.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self, gone: _ConditionRow) -> None:
        self._fill([row.condition() for row in self.rows[: self._used] if row is not gone])
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
