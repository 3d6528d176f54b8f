"""The team's advice to the deciding body: what, and where it deviates why, by what criterion and with whom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.advice import ADVICE_VALUES, SHORTEST_MOTIVATION, Lack, advice_state, may_agree, steps_apart
from auditor_app.core.decision import Outcome
from auditor_app.core.model import Advice
from auditor_app.i18n import _, current
from auditor_app.services.words.outcome import outcome_name
from auditor_app.ui.screens.parts.forms import Labelled, choice
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.panes import set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.advice import AdviceState
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class AdviceForm(QWidget):
    """Three advices of which those two steps away cannot be chosen; what a deviation needs unfolds."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._title = TextLabel(look, _("Advice of the audit team"), "heading")
        self._sentence = TextLabel(look, "", "body", "text.secondary")
        self.value = Segmented(look)
        self.value.offer({value: outcome_name(current(), value) for value in ADVICE_VALUES})
        self.take_back = LinkButton(look, _("Take the advice back"))
        self.text = TextLabel(look, "", "bodyStrong")
        self.motivation = PlainEditor(look, _("Why the advice is another one"), "small", (3, 8))
        self.motivation.set_name(_("Why the advice is another one"), _("Why the advice is another one"))
        self._stored = StoredText(session, self.motivation, self._write_motivation)
        self._count = TextLabel(look, "", "small", "text.muted", tabular=True)
        self.heaviest = choice(look, _("Criterion that weighs &heaviest"), ())
        self._agreed = TextLabel(look, "", "small", "text.secondary")
        self.agree = Button(look, "", size="small")
        self._deviation = QWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        look = self._look
        inside = QVBoxLayout(self._deviation)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(Labelled(look, _("&Motivation, for the report"), self.motivation))
        inside.addWidget(self._count)
        inside.addWidget(Labelled(look, _("Criterion that weighs &heaviest"), self.heaviest))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._agreed, 1)
        foot.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(8)
        for widget in (self._title, self._sentence):
            column.addWidget(widget)
        column.addWidget(self.value, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)
        column.addWidget(self._deviation)
        set_floor(self, "canvas")

    def _connect(self) -> None:
        self.value.chosen.connect(self._on_value)
        self.take_back.clicked.connect(partial(self._on_value, ""))
        self.heaviest.activated.connect(self._on_heaviest)
        self.agree.clicked.connect(self._on_agree)
        self.motivation.typed.connect(self._show_count)

    def show_state(self, snapshot: Snapshot, outcome: Outcome) -> None:
        """Show the advice as it stands beside the outcome."""
        advice = snapshot.given_advice
        state = advice_state(advice, outcome, snapshot)
        is_signed, has_outcome = self._session.is_read_only, outcome is not Outcome.INCOMPLETE
        self.value.show_choice(advice.value if advice else "")
        for value in ADVICE_VALUES:
            is_near = has_outcome and abs(steps_apart(value, outcome)) <= 1
            button = self.value.segment(value)
            button.setEnabled(is_near and not is_signed)
            far = _("Two steps from the computed outcome: that cannot be advised.")
            button.setToolTip("" if is_near or not has_outcome else far)
        self.value.setVisible(not is_signed)
        self.take_back.setVisible(advice is not None and not is_signed)
        self.text.show_text(outcome_name(current(), advice.value) if advice else _("Not given yet"))
        self.text.setVisible(is_signed)
        self._sentence.show_text(_sentence(advice, state, has_outcome=has_outcome))
        self._sentence.set_color("attention.text" if state.lacks and advice else "text.secondary")
        self._deviation.setVisible(advice is not None and state.deviates)
        if advice is not None:
            self._show_deviation(advice, is_signed=is_signed)

    def _show_deviation(self, advice: Advice, *, is_signed: bool) -> None:
        session = self._session
        self._stored.show_stored(advice.id, advice.motivation)
        self.motivation.set_read_only(is_read_only=is_signed)
        self._show_count()
        criteria = session.live.framework.criteria
        named = tuple((f"{item.code}  {current().pick(item.title)}", item.code) for item in criteria)
        self.heaviest.show_choices(((_("Choose a criterion"), ""), *named), advice.heaviest)
        self.heaviest.setEnabled(not is_signed)
        agreed = next((item.name for item in session.snapshot.members if item.id == advice.agreed_by), "")
        day = current().moment(advice.agreed, "d MMM y, HH:mm")
        words = _("{name} agreed, {day}.").format(name=agreed, day=day)
        self._agreed.show_text(words if agreed else _("The second auditor or the second reader has to agree."))
        me = session.live.my_member
        may = may_agree(me)
        self.agree.show_text(_("I agree ({me})").format(me=me.initials if me else ""))
        self.agree.setVisible(not is_signed and not agreed)
        self.agree.setEnabled(may)
        why = "" if may else _("Choose in Team who works at this laptop.")
        self.agree.setToolTip(why)
        self.agree.setAccessibleDescription(why)

    def _show_count(self) -> None:
        length = len(self.motivation.text().strip())
        is_short = length < SHORTEST_MOTIVATION
        words = _("{n} of at least {least} characters").format(n=length, least=SHORTEST_MOTIVATION)
        self._count.show_text(words)
        self._count.set_color("attention.text" if is_short else "text.muted")

    def first(self) -> QWidget:
        """Give the part that takes the focus."""
        return self.value

    def flush(self) -> None:
        """Write what was typed."""
        self.motivation.flush()

    # --- what a person did

    def _on_value(self, value: str) -> None:
        self.flush()
        session = self._session
        session.write(partial(session.outcomes.advise, session.audit_id, value))

    def _write_motivation(self, _record: str, group: str, text: str) -> Written:
        return self._session.outcomes.explain_advice(self._session.audit_id, motivation=text, group=group)

    def _on_heaviest(self, _index: int) -> None:
        session, code = self._session, str(self.heaviest.currentData() or "")
        session.write(partial(session.outcomes.explain_advice, session.audit_id, heaviest=code))

    def _on_agree(self) -> None:
        self.flush()
        session = self._session
        session.write(partial(session.outcomes.agree_advice, session.audit_id))


def _sentence(advice: Advice | None, state: AdviceState, *, has_outcome: bool) -> str:
    if not has_outcome:
        words = _("The advice waits for an outcome: first every gate is met.")
        return words if advice is None else _("The advice stands without an outcome: a gate is closed again")
    if advice is None:
        return _("The team advises the deciding body; it may lie one step from the computed outcome, with reasons.")
    if not state.deviates:
        return _("Advice and computed outcome are the same. Nothing deviates.")
    if Lack.TOO_FAR in state.lacks:
        return _("The advice lies two steps from the computed outcome")
    if state.lacks:
        return _("The advice lies one step from the computed outcome. That asks for what stands below.")
    return _("The advice lies one step from the computed outcome. Both are printed, with the reasons.")
