"""The outcome of a summative audit: the gates at the left, what the rule computes and why at the right, then advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.changes import shortest_changes
from auditor_app.core.decision import Outcome, SummativeRatings, summative_ratings
from auditor_app.core.errors import UserError
from auditor_app.core.gates import judge
from auditor_app.i18n import N_, _, current, error_text
from auditor_app.services.words.outcome import changes_words, deciding_words, outcome_name
from auditor_app.ui.delegates.outcome import OutcomeDelegate
from auditor_app.ui.models.outcome_rows import derivation_rows, gate_rows, outcome_model
from auditor_app.ui.screens.conclusion.advice import AdviceForm
from auditor_app.ui.screens.conclusion.decision import DecisionForm
from auditor_app.ui.screens.conclusion.gate import GateDetail
from auditor_app.ui.screens.parts.fit_list import FitList
from auditor_app.ui.screens.parts.two_panes import TwoPanes
from auditor_app.ui.screens.parts.while_seen import WhileSeen
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.widgets.panes import Hairline, PaneHeader
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.changes import ShortestChanges
    from auditor_app.core.gates import Judgement
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LEFT: Final = 480
_SHOWN: Final = frozenset(
    {
        "advice", "exception", "milestone", "consensus", "rating", "survey", "plan", "member", "note", "link",
        "baseline", "audit", "decision", "publication", "finding", "earlier_report",
    }
)  # fmt: skip


class OutcomeView(QWidget):
    """Left what has to be met first, right what the rule computes and what the team advises."""

    KEYS: ClassVar[tuple[Key, ...]] = (Key("outcome_jump", "Return", N_("Go where the marked gate is solved")),)

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._judgement: Judgement | None = None
        self.head = PaneHeader(look, _("Before an outcome"))
        self.gates_model = outcome_model()
        self.gates = FitList(self.gates_model, _("Before an outcome"))
        self.gates.setProperty("staysActive", True)
        self.gates.draw_with(OutcomeDelegate(look, self.gates))
        self.detail = GateDetail(session, look)
        self.outcome = TextLabel(look, "", "title")
        self.decides = TextLabel(look, "", "note", "text.secondary")
        self.change = TextLabel(look, "", "note", "text.secondary")
        self.rows_model = outcome_model()
        self.rows = FitList(self.rows_model, _("What decides the outcome"))
        self.rows.draw_with(OutcomeDelegate(look, self.rows))
        self.advice = AdviceForm(session, look)
        self.decision = DecisionForm(session, look)
        left, right = (
            (_("Before an outcome"), Scrolled(self._requirements(), floor="surface")),
            (_("Outcome"), Scrolled(self._result(), floor="surface")),
        )
        self.panes = TwoPanes(look, left, right, LEFT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panes)
        self.setFocusProxy(self.gates)
        self._connect()
        self.refresh()

    def _requirements(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, Hairline(self._look), self.gates, self.detail):
            column.addWidget(widget)
        column.addStretch(1)
        return left

    def _result(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(0)
        label = TextLabel(self._look, _("Computed outcome"), "small", "text.muted")
        for text in (label, self.outcome, self.decides, self.change):
            text.setContentsMargins(20, 0, 20, 0)
            column.addWidget(text)
        column.addSpacing(10)
        for part in (Hairline(self._look), self.rows, self.advice, self.decision):
            column.addWidget(part)
        column.addStretch(1)
        return right

    def _connect(self) -> None:
        WhileSeen(self, self._session, _SHOWN, self.refresh)
        self.gates.chosen.connect(self._on_gate)
        self.gates.opened.connect(self._on_opened)
        self.rows.opened.connect(self._on_row)

    # --- showing

    def refresh(self) -> None:
        """Judge anew and show it; a rule that cannot be read is said, not hidden."""
        snapshot = self._session.snapshot
        try:
            ratings, judgement = summative_ratings(snapshot), judge(snapshot)
        except UserError as error:
            self.outcome.show_text(error_text(error))
            return
        self._judgement = judgement
        tr = current()
        met = sum(gate.is_met for gate in judgement.gates)
        count = _("{met} of {all}").format(met=met, all=len(judgement.gates))
        self.head.show_title(_("Before an outcome"), count)
        self.gates.show_rows(gate_rows(tr, judgement))
        if not self.gates.current_key():
            first = next((gate.code for gate in judgement.gates if not gate.is_met), judgement.gates[0].code)
            self.gates.choose(first)
        self._show_gate()
        self._show_outcome(ratings, judgement)
        self.advice.show_state(snapshot, judgement.outcome)
        self.decision.refresh()

    def _show_outcome(self, ratings: SummativeRatings, judgement: Judgement) -> None:
        tr = current()
        self.outcome.show_text(outcome_name(tr, judgement.outcome))
        is_open = judgement.outcome is not Outcome.INCOMPLETE
        if is_open:
            changes: ShortestChanges | None = shortest_changes(ratings)
            self.decides.show_text(deciding_words(tr, judgement.decision))
            self.change.show_text(changes_words(tr, changes, judgement.outcome))
            rows = derivation_rows(tr, ratings.framework, ratings.rule, judgement.decision, changes)
        else:
            self.decides.show_text(
                _("Not every gate is met, so nothing is computed. This is not the same as “not yet granted”.")
            )
            rows = []
        self.change.setVisible(is_open)
        self.rows.setVisible(bool(rows))
        self.rows.show_rows(rows)

    def _show_gate(self) -> None:
        gates = self._judgement.gates if self._judgement else ()
        gate = next((item for item in gates if item.code == self.gates.current_key()), None)
        if gate is not None:
            self.detail.show_gate(gate)

    # --- what a person did

    def _on_gate(self, _key: str) -> None:
        self.detail.flush()
        self._show_gate()

    def _on_opened(self, _key: str) -> None:
        if self.gates.has_entered:
            self.detail.jump()

    def _on_row(self, key: str) -> None:
        """Lead from a standard to its first criterion."""
        criteria = [item.code for item in self._session.live.framework.criteria if item.standard == key]
        if criteria and self.rows.has_entered:
            self._session.lead_to("criteria", "criterion", criteria[0])

    def flush(self) -> None:
        """Write at once what was typed."""
        for part in (self.detail, self.advice, self.decision):
            part.flush()

    def next_pane(self) -> None:
        """Go round: gates, their detail, the derivation, the advice."""
        self.panes.go_round((self.gates, self.detail.first()), (self.rows, self.advice.first()))
