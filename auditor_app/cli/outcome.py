"""`auditor outcome`: the gates, the computed outcome with its derivation, and what would change it.

Of an audit in the data folder, or of a file that holds one: a signed report or a snapshot, which need no data folder.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.choosing import chosen_audit
from auditor_app.cli.opening import opened_workspace, read_input
from auditor_app.cli.terminal import FINDING, OK, Terminal
from auditor_app.cli.verify import signed_snapshot
from auditor_app.core.advice import advice_state
from auditor_app.core.changes import ShortestChanges, shortest_changes
from auditor_app.core.codec import encode
from auditor_app.core.decision import Outcome, Part, SummativeRatings, summative_ratings
from auditor_app.core.gates import Judgement, judge
from auditor_app.i18n import _, current
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.signing.limits import LARGEST_SNAPSHOT
from auditor_app.services.words.outcome import (
    change_words,
    changes_words,
    deciding_words,
    demands,
    gate_lines,
    gate_name,
    gate_warnings,
    outcome_name,
    result_names,
    standard_reason,
)

if TYPE_CHECKING:
    from auditor_app.core.model import BodyDecision
    from auditor_app.core.rule import DecisionRule
    from auditor_app.core.snapshot import Snapshot


def add(parser: argparse.ArgumentParser) -> None:
    """Take the audit that is meant, or the file that holds one."""
    parser.add_argument(
        "audit", metavar="AUDIT",
        help=_("id, its beginning, words of the school's name, or a file: signed report (.pdf), snapshot (.json)"),
    )  # fmt: skip


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say how a summative audit stands; a closed gate is a finding. Any other audit is refused."""
    snapshot, decided = _chosen(arguments)
    ratings = summative_ratings(snapshot)
    judgement, changes = judge(snapshot), shortest_changes(ratings)
    document = _document(snapshot, ratings, judgement, changes)
    document["decision"] = encode(decided) if decided else None
    terminal.answer(document, _lines(snapshot, ratings.rule, judgement, changes))
    return OK if judgement.outcome is not Outcome.INCOMPLETE else FINDING


def _chosen(arguments: argparse.Namespace) -> tuple[Snapshot, BodyDecision | None]:
    """Give the audit, and what the deciding body decided, which stands beside the audit and in no file of it."""
    path = Path(arguments.audit)
    if path.suffix.lower() == ".json":
        return read_snapshot(read_input(path, LARGEST_SNAPSHOT)), None
    if path.suffix.lower() == ".pdf":
        return signed_snapshot(path), None
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, arguments.audit)
        return workspace.audits.snapshot(audit.id), workspace.outcomes.decision(audit.id)


def _document(
    snapshot: Snapshot, ratings: SummativeRatings, judgement: Judgement, changes: ShortestChanges | None
) -> dict[str, Any]:
    decision, advice = judgement.decision, snapshot.given_advice
    state = advice_state(advice, judgement.outcome, snapshot)
    return {
        "audit": snapshot.audit.id,
        "framework": {"id": snapshot.framework.id, "version": snapshot.framework.version},
        "outcome": str(judgement.outcome),
        "gates": [{**encode(gate), "is_met": gate.is_met} for gate in judgement.gates],
        "derivation": {
            "levels": dict(ratings.levels),
            "rule": asdict(ratings.rule),
            "by_the_rule_alone": str(decision.outcome),
            "deciding": list(decision.deciding),
            "missing": list(decision.missing),
            "granted": [_part(part) for part in decision.granted],
            "granted_with_conditions": [_part(part) for part in decision.conditions],
            "standards": [
                {
                    "standard": item.standard, "result": str(item.result), "missing": list(item.missing),
                    "parts": [_part(part) for part in item.parts],
                }
                for item in decision.standards
            ],
        },
        "shortest_changes": _changes(changes),
        "advice": {**encode(advice), "steps": state.steps, "lacks": [str(lack) for lack in state.lacks]}
        if advice
        else None,
    }  # fmt: skip


def _part(part: Part) -> dict[str, Any]:
    return {
        "code": part.code, "holds": part.holds, "bound": str(part.bound), "found": part.found, "needed": part.needed,
        "criteria": list(part.criteria), "standards": list(part.standards),
    }  # fmt: skip


def _changes(changes: ShortestChanges | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {
        "target": str(changes.target), "criteria": changes.criteria, "levels": changes.levels, "total": changes.total,
        "sets": [
            {
                "outcome": str(item.outcome),
                "raises": [{"criterion": one.criterion, "now": one.now, "to": one.to} for one in item.raises],
            }
            for item in changes.sets
        ],
    }  # fmt: skip


def _lines(
    snapshot: Snapshot, rule: DecisionRule, judgement: Judgement, changes: ShortestChanges | None
) -> Iterator[str]:
    tr, decision = current(), judgement.decision
    for gate in judgement.gates:
        sign = "✓" if gate.is_met else "○"
        yield f"{sign} {gate.code}  {gate_name(tr, gate)}: {' '.join(gate_lines(tr, gate))}"
        yield from (f"      {line}" for line in gate_warnings(tr, gate))
    yield ""
    yield f"{_('Computed outcome')}: {outcome_name(tr, judgement.outcome)}"
    yield deciding_words(tr, decision)
    for outcome in (Outcome.GRANTED, Outcome.CONDITIONS):
        yield f"{outcome_name(tr, outcome)}:"
        for demand in demands(tr, snapshot.framework, rule, decision, outcome):
            state = _("met") if demand.is_met else _("not met")
            yield f"  {' · '.join(filter(None, (demand.text, demand.found, state, demand.remark)))}"
    for item in decision.standards:
        words = (result_names(tr)[item.result], standard_reason(tr, item))
        yield f"  {item.standard}  {'. '.join(filter(None, words))}"
    yield changes_words(tr, changes, judgement.decision.outcome)
    if changes and changes.total > 1:
        yield from (f"  {change_words(tr, item)}" for item in changes.sets)
    if snapshot.given_advice:
        yield f"{_('Advice of the audit team')}: {outcome_name(tr, snapshot.given_advice.value)}"
