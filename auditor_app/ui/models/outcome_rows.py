"""The rows of the outcome: the gates, what the rule asks, each standard, and the ways to the next better outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor_app.core.changes import ShortestChanges
from auditor_app.core.decision import Decision, Outcome
from auditor_app.core.framework import Framework
from auditor_app.core.gates import Judgement
from auditor_app.core.rule import DecisionRule
from auditor_app.i18n import Translator
from auditor_app.services.words.outcome import (
    change_words,
    demands,
    gate_lines,
    gate_name,
    gate_warnings,
    outcome_names,
    result_names,
    standard_reason,
)
from auditor_app.ui.models.rows import RowsModel

MET, OPEN, NOT_MET = "met", "open", "not_met"
"""Open is the team's work and speaks in ochre; what a school does not meet never does (screens.md, rule 3)."""


@dataclass(frozen=True)
class OutcomeRow:
    """A row: what is asked, whether it is met, and why; or a heading over such rows."""

    key: str
    title: str
    text: str = ""
    code: str = ""
    sign: str = ""
    right: str = ""
    is_group: bool = False

    @property
    def sentence(self) -> str:
        """Give the row for screen readers."""
        return ", ".join(filter(None, (self.code, self.title, self.right, self.text)))


def outcome_model() -> RowsModel[OutcomeRow]:
    """Make the list model of such rows."""
    return RowsModel(lambda row: row.key, lambda row: row.title, lambda row: row.sentence)


def gate_rows(tr: Translator, judgement: Judgement) -> list[OutcomeRow]:
    """Give a row per gate: met or not, why not, and what deserves attention."""
    rows = []
    for gate in judgement.gates:
        lines = [*(() if gate.is_met else gate_lines(tr, gate)), *gate_warnings(tr, gate)]
        state = tr("met") if gate.is_met else tr("not met")
        sign = MET if gate.is_met else OPEN
        rows.append(OutcomeRow(gate.code, gate_name(tr, gate), " ".join(lines), gate.code, sign, state))
    return rows


def derivation_rows(
    tr: Translator, framework: Framework, rule: DecisionRule, decision: Decision, changes: ShortestChanges | None
) -> list[OutcomeRow]:
    """Give the whole derivation, from the demands down to the standards, and then what would change it."""
    rows = [
        *_demands(tr, framework, rule, decision, Outcome.GRANTED),
        *_demands(tr, framework, rule, decision, Outcome.CONDITIONS),
    ]
    rows.append(OutcomeRow("standards", tr("Per standard"), is_group=True))
    titles = {item.code: tr.pick(item.title) for item in framework.standards}
    names = result_names(tr)
    for item in decision.standards:
        why = standard_reason(tr, item)
        rows.append(OutcomeRow(item.standard, titles[item.standard], why, item.standard, "", names[item.result]))
    return [*rows, *_ways(tr, changes)]


def _demands(
    tr: Translator, framework: Framework, rule: DecisionRule, decision: Decision, of: Outcome
) -> Iterator[OutcomeRow]:
    found = demands(tr, framework, rule, decision, of)
    if found:
        yield OutcomeRow(str(of), tr("For “{outcome}”").format(outcome=outcome_names(tr)[of]), is_group=True)
    for place, item in enumerate(found):
        text = " · ".join(filter(None, (item.found, item.remark)))
        state = tr("met") if item.is_met else tr("not met")
        yield OutcomeRow(f"{of}-{place}", item.text, text, "", MET if item.is_met else NOT_MET, state)


def _ways(tr: Translator, changes: ShortestChanges | None) -> Iterator[OutcomeRow]:
    if changes is None or not changes.sets:
        return
    yield OutcomeRow("ways", tr("What would change it?"), is_group=True)
    for place, item in enumerate(changes.sets):
        yield OutcomeRow(f"way-{place}", change_words(tr, item))
    if not changes.is_complete:
        more = changes.total - len(changes.sets)
        text = tr.plural("And {n} other way just as short.", "And {n} other ways just as short.", more)
        yield OutcomeRow("way-more", text)
