"""Towards a summative outcome: what went before, thin evidence answered for, the team's advice, the body's decision."""

from __future__ import annotations

from collections.abc import Iterable

from auditor_app.core.advice import ADVICE_VALUES, check_value, may_agree
from auditor_app.core.change import Edit
from auditor_app.core.changes import ShortestChanges, shortest_changes
from auditor_app.core.codec import encode
from auditor_app.core.decision import summative_ratings
from auditor_app.core.errors import UserError
from auditor_app.core.gates import Judgement, judge
from auditor_app.core.model import (
    AuditKind,
    BodyDecision,
    DecidedCondition,
    EvidenceException,
    Member,
    Role,
    Step,
)
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.audits.audits import Audits, check_day
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read

LONGEST_DECISION = 4_000
MOST_CONDITIONS = 20


class Outcomes:
    """Everything about the outcome of a summative audit; any other audit is refused."""

    def __init__(self, desk: Desk, audits: Audits) -> None:
        """Work at `desk`; `audits` says who I am in each team."""
        self._desk = desk
        self._audits = audits

    def judgement(self, audit_id: str) -> Judgement:
        """Check the gates and compute the outcome."""
        return judge(self._audits.snapshot(audit_id))

    def changes(self, audit_id: str) -> ShortestChanges | None:
        """Find the shortest changes to the next better outcome."""
        return shortest_changes(summative_ratings(self._audits.snapshot(audit_id)))

    def register(
        self, audit_id: str, step: Step | str, held: str, version: str = "", text: str = "", group: str = ""
    ) -> Written:
        """Register by hand what took place before: its day ("" takes it back), and of a formative audit the version."""
        self._require_summative(audit_id)
        if held:
            check_day(held)
        fields = {
            "audit": audit_id, "step": str(Step(step)), "held": held, "version": version, "text": text,
            "deleted": not held,
        }  # fmt: skip
        return self._desk.write([Edit(audit_id, "milestone", f"{audit_id}:{Step(step)}", fields)], group)

    def except_evidence(self, audit_id: str, criterion: str, reason: str, group: str = "") -> Written:
        """Say why a level stands on less evidence; another reason needs the agreement of both anew, "" drops it."""
        snapshot = self._require_summative(audit_id)
        if criterion not in snapshot.framework.by_code:
            raise UserError("rating.unknown_criterion", criterion=criterion[:40])
        fields = {
            "audit": audit_id, "criterion": criterion, "reason": reason, "lead": "", "second": "",
            "deleted": not reason.strip(),
        }  # fmt: skip
        return self._desk.write([Edit(audit_id, "exception", f"{audit_id}:{criterion}", fields)], group)

    def agree_exception(self, audit_id: str, criterion: str) -> Written:
        """Stand behind an exception as the one who works here: the lead or the second auditor."""
        self._require_summative(audit_id)
        entity = f"{audit_id}:{criterion}"
        exception = read.entity(self._desk.store, EvidenceException, entity)
        if not exception.reason.strip():
            raise UserError("exception.no_reason", criterion=criterion)
        me = self._me(audit_id)
        field = {Role.LEAD: "lead", Role.SECOND: "second"}.get(me.role)
        if field is None:
            raise UserError("exception.not_yours")
        return self._desk.write([Edit(audit_id, "exception", entity, {field: me.id})])

    def advise(self, audit_id: str, value: str, group: str = "") -> Written:
        """Give the team's advice; refused before there is an outcome and two steps from it. "" takes it back."""
        snapshot = self._require_summative(audit_id)
        if value:
            check_value(value, judge(snapshot).outcome)
        fields = {"audit": audit_id, "value": value, "agreed_by": "", "agreed": "", "deleted": not value}
        return self._desk.write([Edit(audit_id, "advice", audit_id, fields)], group)

    def explain_advice(
        self, audit_id: str, *, motivation: str | None = None, heaviest: str | None = None, group: str = ""
    ) -> Written:
        """Say why the advice is another one, and which criterion weighs heaviest; who agreed has to agree anew."""
        snapshot = self._require_summative(audit_id)
        given = {"motivation": motivation, "heaviest": heaviest}
        fields = {name: text for name, text in given.items() if text is not None}
        if heaviest and heaviest not in snapshot.framework.by_code:
            raise UserError("rating.unknown_criterion", criterion=heaviest[:40])
        known = {"audit": audit_id, "agreed_by": "", "agreed": ""}
        return self._desk.write([Edit(audit_id, "advice", audit_id, {**known, **fields})], group)

    def agree_advice(self, audit_id: str) -> Written:
        """Agree with an advice that deviates, as the second auditor or the second reader who works here."""
        self._require_summative(audit_id)
        if not read.entities(self._desk.store, "advice", "id = ? AND value != '' AND deleted = 0", (audit_id,)):
            raise UserError("advice.none")
        me = self._me(audit_id)
        if not may_agree(me):
            raise UserError("advice.not_yours")
        return self._desk.write(
            [Edit(audit_id, "advice", audit_id, {"agreed_by": me.id, "agreed": self._desk.moment()})]
        )

    def decision(self, audit_id: str) -> BodyDecision | None:
        """Give what the deciding body decided, if that was recorded."""
        found = read.entities(self._desk.store, "decision", "id = ? AND deleted = 0", (audit_id,))
        return next(iter(found), None)

    def record_decision(
        self,
        audit_id: str,
        *,
        value: str,
        decided: str,
        body: str,
        signatory: str,
        conditions: Iterable[DecidedCondition] = (),
        text: str = "",
    ) -> Written:
        """Record what the deciding body decided, after the report was signed; it stands beside it."""
        snapshot = self._require_summative(audit_id)
        if not read.entities(self._desk.store, "publication", "audit = ? AND deleted = 0", (audit_id,)):
            raise UserError("decision.before_signing")
        if not value:
            raise UserError("decision.not_chosen")
        if value not in ADVICE_VALUES:
            raise UserError("advice.unknown", value=value[:40])
        if not decided or not body.strip() or not signatory.strip():
            raise UserError("decision.incomplete")
        check_day(decided)
        kept = tuple(conditions)
        if value == "granted_with_conditions" and not kept:
            raise UserError("decision.no_conditions")
        if len(kept) > MOST_CONDITIONS or len(text) > LONGEST_DECISION:
            raise UserError("decision.too_long", limit=LONGEST_DECISION, most=MOST_CONDITIONS)
        for condition in kept:
            _check_condition(condition, snapshot)
        fields = {
            "audit": audit_id, "value": value, "decided": decided, "body": body, "signatory": signatory,
            "conditions": [encode(item) for item in kept], "text": text, "deleted": False,
        }  # fmt: skip
        return self._desk.write([Edit(audit_id, "decision", audit_id, fields)])

    def _require_summative(self, audit_id: str) -> Snapshot:
        snapshot = self._audits.snapshot(audit_id)
        if snapshot.audit.kind is not AuditKind.SUMMATIVE:
            raise UserError("decision.not_summative", kind=str(snapshot.audit.kind))
        return snapshot

    def _me(self, audit_id: str) -> Member:
        return read.entity(self._desk.store, Member, self._audits.me(audit_id))


def _check_condition(condition: DecidedCondition, snapshot: Snapshot) -> None:
    if not condition.criterion or not condition.text.strip() or not condition.due:
        raise UserError("decision.incomplete")
    if condition.criterion not in snapshot.framework.by_code:
        raise UserError("rating.unknown_criterion", criterion=condition.criterion[:40])
    check_day(condition.due)
