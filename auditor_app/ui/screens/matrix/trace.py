"""Following one goal of a pupil and one of the school: the goal, and where it was found again from pupil to school."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.framework import Framework
from auditor_app.core.matrix import CHAIN, TRACED_ROLES, found_at, trace_messages, traces_of
from auditor_app.core.model import TracedGoal
from auditor_app.i18n import _, current
from auditor_app.services.words.matrix import role_name, trace_words
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor_app.ui.theme import Look

FIELDS: Final = dict(zip(CHAIN, ("pupil", "coach", "team", "school"), strict=True))
"""The field of a traced goal that tells where it was found at a role."""
_SIDES: Final = 44
_LOWEST, _AROUND = 90, 235
"""The least height of the fields, and what title, choice and button take around them."""


def traced_sentence(framework: Framework, goals: tuple[TracedGoal, ...]) -> str:
    """Say which goals were followed and how far, or which are still missing."""
    tr, traces = current(), traces_of(goals)
    said = []
    for message in trace_messages(traces):
        words = trace_words(tr, framework, message)
        goal = next((trace.goal for trace in traces if trace.cells == message.cells and trace.goal.strip()), "")
        said.append(f"“{goal}”: {words}" if goal and message.code != "matrix.trace_missing" else words)
    return " ".join(said)


class TraceDialog(Dialog):
    """Both goals, one at a time; `written` tells role, field and text."""

    written = Signal(str, str, str)

    def __init__(
        self, look: Look, framework: Framework, goals: Mapping[str, TracedGoal], parent: QWidget, *, is_signed: bool
    ) -> None:
        text = _("Take one goal of a pupil and one of the school, and look where you find it again. No names.")
        super().__init__(look, _("Follow one goal"), text, parent, WIDE)
        self._framework, self._goals = framework, dict(goals)
        self.role = Segmented(look)
        self.role.offer({"P": _("A pupil's goal"), "S": _("The school's goal")})
        self.role.show_choice(TRACED_ROLES[0])
        self.goal = Field(look, _("The goal"))
        names = {role: role_name(current(), framework, role) for role in CHAIN}
        self.fields = {role: Field(look, _("Found again at: {role}").format(role=names[role])) for role in CHAIN}
        self.told = TextLabel(look, "", "small", "text.secondary")
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(9)
        for widget in (self.goal, *self.fields.values(), self.told):
            column.addWidget(widget)
        self._area = Scrolled(self._content, floor="surface")
        self.body.addSpacing(6)
        self.body.addWidget(self.role)
        self.body.addSpacing(4)
        self.body.addWidget(self._area)
        for field in (self.goal, *self.fields.values()):
            field.edit.setReadOnly(is_signed)
        self.add_safe(_("Done"))
        self.role.chosen.connect(self._on_role)
        self.goal.edited.connect(partial(self._on_edited, "goal"))
        for role, field in self.fields.items():
            field.edited.connect(partial(self._on_edited, FIELDS[role]))
        self._shown = TRACED_ROLES[0]
        self._show()

    def show_goals(self, goals: Mapping[str, TracedGoal]) -> None:
        """Take over what was stored, without touching the field in hand."""
        self._goals = dict(goals)
        self._say()

    def _show(self) -> None:
        goal = self._goals.get(self._shown, TracedGoal(role=self._shown))
        self.goal.show_text(goal.goal)
        for role, text in found_at(goal).items():
            self.fields[role].show_text(text)
        self._say()

    def _say(self) -> None:
        goal = self._goals.get(self._shown, TracedGoal(role=self._shown))
        messages = [item for item in trace_messages(traces_of([goal])) if item.code != "matrix.trace_missing"]
        self.told.show_text(" ".join(trace_words(current(), self._framework, item) for item in messages))
        self._fit_area()

    def _fit_area(self) -> None:
        """Scroll where the window is too low for all fields; the goal chosen and the button stay in sight."""
        layout, parent = self._content.layout(), self.parentWidget()
        needed = layout.totalHeightForWidth(WIDE - _SIDES) if layout is not None else 0
        most = parent.window().height() - _AROUND if parent is not None else needed
        self._area.setFixedHeight(min(needed, max(_LOWEST, most)))

    def _on_role(self, role: str) -> None:
        self.flush()
        self._shown = role
        self._show()

    def _on_edited(self, field: str, text: str) -> None:
        self.written.emit(self._shown, field, text)

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready for the goal: everything here is kept at once and can be undone."""
        self._fit_area()
        super().showEvent(event)
        self.goal.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Tell at once what was typed."""
        for field in (self.goal, *self.fields.values()):
            field.edit.flush()

    def done(self, result: int) -> None:
        """Tell what was typed before closing."""
        self.flush()
        super().done(result)
