"""Prepare: the goals of the school's plan, each with owner, measure, date, and its four steps followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.model import Finding, Goal
from auditor_app.core.owners import may_name_person, names_person
from auditor_app.core.plan import LONGEST_OWNER, STEPS, ordered, points_for_plan
from auditor_app.core.wording import meaning_hints
from auditor_app.i18n import _, current
from auditor_app.services.words.plan import step_words
from auditor_app.ui.models.goal_rows import goal_rows, state_word
from auditor_app.ui.models.matrix_words import KEYS, STATES
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.screens.parts.wording_line import WordingLine
from auditor_app.ui.screens.prepare.goal_list import GoalList, StepsHead
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import Frame
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.messages import EmptyState, announce
from auditor_app.ui.widgets.segmented import StateControl
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

WIDTH: Final = 820
_AROUND_LIST: Final = 40
_CODE: Final = re.compile(r"[A-Z]{1,3}\d{1,2}(?:\.\d{1,2})?")


class GoalsSection(Section):
    """A list of goals, and the marked one's fields and steps under it."""

    kinds = frozenset({"goal", "finding", "baseline", "publication"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("Goals of the plan"),
            _("What the school wants to reach, and how far each goal is in the four steps."),
            WIDTH,
        )
        self._shown = ""
        self._points: tuple[Finding, ...] = ()
        self._boxes: dict[str, CheckBox] = {}
        self.list = GoalList(look)
        self.head = StepsHead(look, self.list)
        self.frame = Frame(look)
        self.add = Button(look, _("&Add a goal"), icon="plus", size="small")
        self.remove = Button(look, _("&Take out of the plan"), "quiet", size="small")
        self.empty = EmptyState(look)
        self.empty.show_step(
            _("Here come the goals of the school"),
            _("Add them one by one, or read the school’s list in under The school’s plan."),
            _("Add a goal"),
        )
        self.title = PlainEditor(look, _("Goal"), "small", (1, 5), takes_enter=True)
        self.owner = Field(look, _("&Owner (a role)"))
        self.owner.edit.setPlaceholderText(_("Such as: team leader lower years"))
        self.measure = PlainEditor(look, _("Measure"), "small", (1, 6), takes_enter=True)
        self.due = DateField(look, _("Date"), is_optional=True)
        self.criteria = Field(look, _("&Criteria"))
        self.hint = TextLabel(look, "", "small", "attention.text")
        self.answers = QVBoxLayout()
        self.steps: dict[str, tuple[StateControl, PlainEditor]] = {}
        self.wordings: list[WordingLine] = []
        self.stored = {
            name: StoredText(session, editor, partial(self._store, name))
            for name, editor in (("title", self.title), ("measure", self.measure))
        }
        self._lay_out()
        self._connect()
        edits(self.add, self.remove, self.due, self.empty)
        self.refresh()

    def _lay_out(self) -> None:
        look = self.look
        inside = QVBoxLayout(self.frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.list)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.head)
        column.addWidget(self.frame)
        self.column.addLayout(column)
        self.column.addWidget(self.empty)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        self.column.addLayout(buttons)
        self.form = QWidget()
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(12)
        form.addWidget(Labelled(look, _("&Goal"), self.title))
        form.addLayout(beside(self.owner, Labelled(look, _("&Date"), self.due), stretches=(3, 2)))
        form.addWidget(self.hint)
        form.addLayout(beside(Labelled(look, _("&Measure"), self.measure), self.criteria, stretches=(3, 2)))
        self.answers_title = TextLabel(look, _("Answers these points of the audit"), "small", "text.muted")
        form.addWidget(self.answers_title)
        self.answers.setSpacing(2)
        form.addLayout(self.answers)
        form.addSpacing(4)
        form.addWidget(TextLabel(look, _("The four steps"), "bodyStrong"))
        form.addLayout(self._make_steps())
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def _make_steps(self) -> QGridLayout:
        look, names = self.look, step_words(current())
        keys = {state: key for key, state in KEYS.items()}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, step in enumerate(STEPS):
            name = TextLabel(look, names[step], "control")
            control = StateControl(look, is_small=True)
            control.offer({state: state_word(state).capitalize() for state in STATES})
            control.setAccessibleName(names[step])
            for state in STATES:
                button = control.segment(state)
                button.setToolTip(f"{button.text()} ({keys[state]})")
            text = PlainEditor(look, names[step], "small", (1, 4))
            text.set_name(_("{step}: what shows it").format(step=names[step]), _("What shows it"))
            grid.addWidget(name, 4 * number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(control, 4 * number, 1, Qt.AlignmentFlag.AlignLeft)
            wording = WordingLine(look, text, meaning_hints)
            wording.show_audit(self.session.live.audit)
            grid.addWidget(text, 4 * number + 1, 1)
            grid.addWidget(wording, 4 * number + 2, 1)
            grid.setRowMinimumHeight(4 * number + 1, look.px(40))
            grid.setRowMinimumHeight(4 * number + 3, look.px(6))
            self.wordings.append(wording)
            control.chosen.connect(partial(self._on_state, step))
            self.stored[f"{step}_text"] = StoredText(self.session, text, partial(self._store, f"{step}_text"))
            edits(control)
            self.steps[step] = (control, text)
        return grid

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.list.stated.connect(self.set_state)
        self.list.moved.connect(self._on_moved)
        self.list.removed.connect(self._on_removed)
        self.list.verticalScrollBar().rangeChanged.connect(self.head.update)
        self.add.clicked.connect(self.add_goal)
        self.empty.chosen.connect(self.add_goal)
        self.remove.clicked.connect(lambda: self._on_removed(self._shown))
        self.owner.edited.connect(lambda text: self._edit(owner=" ".join(text.split())))
        self.owner.edit.setMaxLength(LONGEST_OWNER)
        self.owner.edit.textChanged.connect(self._warn)
        self.criteria.edited.connect(self._on_criteria)
        self.due.picked.connect(lambda iso: self._edit(due=iso))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the list with its head never be higher than what is seen of the section."""
        super().resizeEvent(event)
        self.list.keep_within(self.viewport().height() - self.head.height() - self.look.px(_AROUND_LIST))

    # --- what is shown

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals, in the order of the plan."""
        return ordered(self.session.live.alive("goal"))

    def refresh(self) -> None:
        """Show the list and the marked goal."""
        goals = self.goals
        self.list.show_rows(goal_rows(goals))
        if not any(goal.id == self._shown for goal in goals):
            self._shown = goals[0].id if goals else ""
        if self._shown and self.list.current_key() != self._shown:
            self.list.choose(self._shown)
        self.list.fit()
        for widget in (self.head, self.frame, self.add, self.remove):
            widget.setVisible(bool(goals))
        self.empty.setVisible(not goals)
        self.setFocusProxy(self.list if goals else self.empty)
        self._show_goal()

    def _goal(self) -> Goal | None:
        return next((goal for goal in self.goals if goal.id == self._shown), None)

    def _show_goal(self) -> None:
        goal = self._goal()
        self.form.setVisible(goal is not None)
        self.remove.setEnabled(goal is not None and not self.session.is_read_only)
        if goal is None:
            return
        for name, stored in self.stored.items():
            stored.show_stored(goal.id, str(getattr(goal, name)))
        for field, text in ((self.owner, goal.owner), (self.criteria, ", ".join(goal.criteria))):
            if not field.edit.hasFocus():
                field.show_text(text)
        self.due.show_date(goal.due)
        for step, (control, _editor) in self.steps.items():
            control.show_choice(str(getattr(goal, f"{step}_state")))
        for wording in self.wordings:
            wording.renew()
        self._show_points(goal)
        self._warn()

    def _show_points(self, goal: Goal) -> None:
        points = points_for_plan(self.session.snapshot)
        if points != self._points:
            self._points = points
            self._make_boxes()
        self.answers_title.setVisible(bool(points))
        for point, box in self._boxes.items():
            box.setChecked(point in goal.points)

    def _make_boxes(self) -> None:
        for old in self._boxes.values():
            self.answers.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._boxes = {}
        for point in self._points:
            words = " ".join(filter(None, (", ".join(point.criteria), " ".join(point.title.split()))))
            box = CheckBox(self.look, words.replace("&", "&&"))
            box.setEnabled(not self.session.is_read_only)
            box.clicked.connect(partial(self._on_point, point))
            edits(box)
            self.answers.addWidget(box)
            self._boxes[point.id] = box

    def _warn(self, _text: str = "") -> None:
        owner = self.owner.text()
        words = ""
        if names_person(owner):
            words = _("This looks like a person’s name. A role is enough.")
        elif may_name_person(owner):
            words = _("Is this a person’s name? A role is enough, such as “team leader lower years”.")
        self.hint.show_text(words)
        self.hint.setVisible(bool(words))

    def show_goal(self, goal: str) -> None:
        """Mark a goal."""
        if self.list.choose(goal):
            self._on_chosen(goal)

    # --- what a person does

    def _on_chosen(self, key: str) -> None:
        if key and key != self._shown:
            self.flush()
            self.renew_group()
            self._shown = key
            self._show_goal()
        if self.list.hasFocus() and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.ensureWidgetVisible(self.frame, 0, 8)

    def _on_opened(self, key: str) -> None:
        self._on_chosen(key)
        if self.list.has_entered:
            self.title.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_goal(self) -> None:
        """Add a goal, and write its words."""
        if not self.session.is_read_only:
            self.flush()
            plans, audit = self.session.plans, self.session.audit_id
            self.session.write(lambda: plans.add_goal(audit), self._on_added)

    def _on_added(self, written: Written) -> None:
        self.renew_group()
        self._shown = written.id
        self.refresh()
        self.title.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, **fields: object) -> None:
        self._edit_goal(self._shown, fields)

    def _edit_goal(self, goal: str, fields: Mapping[str, object]) -> None:
        if goal and not self.session.is_read_only:
            plans, group = self.session.plans, self.group
            self.session.write(lambda: plans.edit_goal(goal, group, **fields))

    def _on_state(self, step: str, state: str) -> None:
        self.set_state(self._shown, step, state)

    def set_state(self, goal: str, step: str, state: str) -> None:
        """Say how far a goal is in one step."""
        self._edit_goal(goal, {f"{step}_state": state})
        announce(self.list, f"{step_words(current())[step]}: {state_word(state)}")

    def _store(self, field: str, goal: str, group: str, text: str) -> Written:
        fields: dict[str, object] = {field: text}
        return self.session.plans.edit_goal(goal, group, **fields)

    def _on_criteria(self, text: str) -> None:
        known = self.session.live.framework.by_code
        codes = dict.fromkeys(code for code in _CODE.findall(text.upper()) if code in known)
        self._edit(criteria=list(codes))

    def _on_point(self, point: Finding) -> None:
        goal, is_checked = self._goal(), self._boxes[point.id].isChecked()
        if goal is None:
            return
        others = [item for item in goal.points if item != point.id]
        fields: dict[str, object] = {"points": [*others, point.id] if is_checked else others}
        if is_checked:
            fields["criteria"] = list(dict.fromkeys((*goal.criteria, *point.criteria)))
        self._edit_goal(goal.id, fields)

    def _on_moved(self, goal: str, steps: int) -> None:
        places = [item.id for item in self.goals]
        if goal in places and not self.session.is_read_only:
            plans, place = self.session.plans, places.index(goal) + steps
            self.session.write(lambda: plans.move_goal(goal, place))

    def _on_removed(self, goal: str) -> None:
        if goal and not self.session.is_read_only:
            plans, session = self.session.plans, self.session
            gone = _("The goal is out of the plan")
            session.write(lambda: plans.remove_goal(goal), lambda _written: session.tell(gone, can_undo=True))
