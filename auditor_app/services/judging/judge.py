"""Weighing: my own ratings with reasons, findings, chapters, follow-up."""

from __future__ import annotations

from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.exit_talk import may_add
from auditor_app.core.follow_up import states_of
from auditor_app.core.interests import PARTNER_ROW
from auditor_app.core.interim import to_rate
from auditor_app.core.matrix import LONGEST_REMARK, TRACED_ROLES, cell_state
from auditor_app.core.model import NOT_APPLICABLE, RATINGS, Audit, AuditKind, Finding, FindingKind, FrozenFramework
from auditor_app.services.audits.audits import Audits, check_day
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read
from auditor_app.store.undo import SETUP


class Judge:
    """What an auditor makes of the evidence."""

    def __init__(self, desk: Desk, audits: Audits) -> None:
        """Work at `desk`; `audits` says who I am in each team."""
        self._desk = desk
        self._audits = audits

    def rate(self, audit_id: str, criterion: str, level: str, group: str = "") -> Written:
        """Set my own level ("1".."4", "NB", "NVT", or "" to clear); NVT is refused on a core criterion."""
        self._check_level(audit_id, criterion, level)
        return self._set_rating(audit_id, criterion, group, level=level)

    def _check_level(self, audit_id: str, criterion: str, level: str) -> None:
        if level and level not in RATINGS:
            raise UserError("rating.unknown_level", level=level)
        if self._is_core(audit_id, criterion) and level == NOT_APPLICABLE:
            raise UserError("rating.core_not_applicable", criterion=criterion)
        if criterion not in self._to_rate(audit_id):
            raise UserError("interim.not_concerned", criterion=criterion)

    def _to_rate(self, audit_id: str) -> tuple[str, ...]:
        """Give the criteria the team rates: in an interim evaluation only those of the points it follows up."""
        audit = read.entity(self._desk.store, Audit, audit_id)
        if audit.kind is not AuditKind.INTERIM:
            return tuple(self._criteria(audit_id))
        return to_rate(read.snapshot(self._desk.store, audit_id, ""))

    def _is_core(self, audit_id: str, criterion: str) -> bool:
        criteria = self._criteria(audit_id)
        if criterion not in criteria:
            raise UserError("rating.unknown_criterion", criterion=criterion)
        return criteria[criterion]

    def _criteria(self, audit_id: str) -> dict[str, bool]:
        """Give the criteria of the audit's framework, and whether each is core."""
        audit = read.entity(self._desk.store, Audit, audit_id)
        body = read.entity(self._desk.store, FrozenFramework, audit.framework).body
        return {item["code"]: bool(item["core"]) for item in body["criteria"]}  # type: ignore[attr-defined]  # checked when loaded

    def give_reason(self, audit_id: str, criterion: str, reason: str, group: str = "") -> Written:
        """Say why I rate so."""
        return self._set_rating(audit_id, criterion, group, reason=reason)

    def _set_rating(self, audit_id: str, criterion: str, group: str, **fields: object) -> Written:
        member = self._audits.me(audit_id)
        self._refuse_locked(audit_id, member)
        entity = f"{audit_id}:{criterion}:{member}"
        known = {"audit": audit_id, "criterion": criterion, "member": member}
        return self._desk.write([Edit(audit_id, "rating", entity, {**known, **fields})], group)

    def _refuse_locked(self, audit_id: str, member: str) -> None:
        where = "audit = ? AND member = ? AND is_locked = 1 AND deleted = 0"
        if read.entities(self._desk.store, "rating", where, (audit_id, member)):
            raise UserError("rating.locked")

    def lock(self, audit_id: str) -> Written:
        """Lock all my ratings for good, so that the team may compare; refuses while a criterion is not rated.

        In an interim evaluation every new level is optional: one is enough to lock.
        """
        member = self._audits.me(audit_id)
        self._refuse_locked(audit_id, member)
        codes = self._to_rate(audit_id)
        is_optional = read.entity(self._desk.store, Audit, audit_id).kind is AuditKind.INTERIM
        where = "audit = ? AND member = ? AND level != '' AND deleted = 0"
        mine = read.entities(self._desk.store, "rating", where, (audit_id, member))
        mine = tuple(item for item in mine if item.criterion in codes)
        if len(mine) < (1 if is_optional else len(codes)):
            raise UserError("rating.not_all_rated", missing=len(codes) - len(mine))
        edits = [Edit(audit_id, "rating", item.id, {"is_locked": True}) for item in mine]
        return self._desk.write(edits, SETUP + self._desk.new_id(), about=member)

    def agree(self, audit_id: str, criterion: str, level: str, reason: str = "", group: str = "") -> Written:
        """Record the team's level for a criterion and why; "" takes the level back."""
        self._check_level(audit_id, criterion, level)
        moment = self._desk.moment() if level else ""
        known = {
            "audit": audit_id, "criterion": criterion, "deleted": False, "decided": moment,
            "recorded_by": self._audits.me(audit_id),
        }  # fmt: skip
        fields = {**known, "level": level, "reason": reason}
        return self._desk.write([Edit(audit_id, "consensus", f"{audit_id}:{criterion}", fields)], group)

    def add_finding(self, audit_id: str, kind: FindingKind | str, **fields: object) -> Written:
        """Add a finding at the end of its kind."""
        same = self._findings(audit_id, str(kind))
        position = max((item.position for item in same), default=0) + 1
        given = {"audit": audit_id, "kind": str(FindingKind(kind)), "position": position, **fields}
        return self._desk.write([Edit(audit_id, "finding", self._desk.new_id(), given)])

    def _findings(self, audit_id: str, kind: str) -> tuple[Finding, ...]:
        where = "audit = ? AND kind = ? AND deleted = 0"
        found = read.entities(self._desk.store, "finding", where, (audit_id, kind))
        return tuple(sorted(found, key=lambda item: (item.position, item.id)))

    def edit_finding(self, finding_id: str, group: str = "", **fields: object) -> Written:
        """Set fields of a finding."""
        finding = read.entity(self._desk.store, Finding, finding_id)
        return self._desk.write([Edit(finding.audit, "finding", finding_id, fields)], group)

    def say_at_exit_talk(self, finding_id: str, *, is_said: bool) -> Written:
        """Choose a finding for the exit talk, at most five strengths and five points; or take it out."""
        finding = read.entity(self._desk.store, Finding, finding_id)
        if is_said and not finding.is_in_exit_talk and not may_add(self._audits.snapshot(finding.audit), finding):
            raise UserError("exit_talk.full")
        return self.edit_finding(finding_id, is_in_exit_talk=is_said)

    def move_finding(self, finding_id: str, position: int) -> Written:
        """Put a finding at a place (from 0) among those of its kind; the others make room."""
        finding = read.entity(self._desk.store, Finding, finding_id)
        others = [item for item in self._findings(finding.audit, finding.kind) if item.id != finding_id]
        others.insert(max(0, min(position, len(others))), finding)
        edits = [
            Edit(finding.audit, "finding", item.id, {"position": place})
            for place, item in enumerate(others, 1)
            if item.position != place
        ]
        return self._desk.write(edits, about=finding_id) if edits else Written((), finding_id)

    def remove_finding(self, finding_id: str) -> Written:
        """Put a finding into the bin."""
        return self.edit_finding(finding_id, deleted=True)

    def set_chapter(self, audit_id: str, standard: str, group: str = "", **fields: object) -> Written:
        """Set what is said about a standard besides its findings."""
        known = {"audit": audit_id, "standard": standard, "deleted": False}
        entity = f"{audit_id}:{standard}"
        return self._desk.write([Edit(audit_id, "chapter", entity, {**known, **fields})], group)

    def follow_up(self, audit_id: str, finding_id: str, group: str = "", **fields: object) -> Written:
        """Say what became of an earlier development point: its state, text, reason, next date, notes.

        The states are those of the kind of audit (`core/follow_up.py`); "" is open.
        """
        if "state" in fields:
            kind = read.entity(self._desk.store, Audit, audit_id).kind
            if fields["state"] not in {"", *states_of(kind)}:
                raise UserError("follow_up.unknown_state", state=str(fields["state"])[:40])
        if fields.get("due"):
            check_day(str(fields["due"]))
        known = {"audit": audit_id, "finding": finding_id, "deleted": False}
        entity = f"{audit_id}:{finding_id}"
        return self._desk.write([Edit(audit_id, "follow_up", entity, {**known, **fields})], group)

    def set_cell(
        self, audit_id: str, cell: str, state: str | None = None, group: str = "", **fields: object
    ) -> Written:
        """Say what was found in a cell of the matrix ("" clears it), and in `text` the remark the report prints."""
        if cell not in self._cells(audit_id):
            raise UserError("matrix.unknown_cell", cell=cell[:40])
        if state is not None:
            fields["state"] = str(cell_state(state)) if state else ""
        if cell[:1] == PARTNER_ROW and self._is_partner(audit_id):
            raise UserError("matrix.partner_row", cell=cell)
        if len(str(fields.get("text", ""))) > LONGEST_REMARK:
            raise UserError("matrix.remark_too_long", length=len(str(fields["text"])), limit=LONGEST_REMARK)
        known = {"audit": audit_id, "cell": cell, "deleted": False}
        return self._desk.write([Edit(audit_id, "cell", f"{audit_id}:{cell}", {**known, **fields})], group)

    def _is_partner(self, audit_id: str) -> bool:
        """Tell whether who works here belongs to the private partner, whose own row others fill in (DOMAIN 10.4)."""
        where = "id = ? AND audit = ? AND is_private_partner = 1"
        return bool(read.entities(self._desk.store, "member", where, (self._audits.me(audit_id), audit_id)))

    def _cells(self, audit_id: str) -> set[str]:
        audit = read.entity(self._desk.store, Audit, audit_id)
        body = read.entity(self._desk.store, FrozenFramework, audit.framework).body
        return {item["id"] for item in body["matrix"]["cells"]}  # type: ignore[index]  # checked when loaded

    def set_trace(self, audit_id: str, role: str, group: str = "", **fields: object) -> Written:
        """Follow one goal of a pupil ("P") or the school ("S"): the goal, and where it was found again per role."""
        if role not in TRACED_ROLES:
            raise UserError("matrix.unknown_trace", role=role[:40])
        known = {"audit": audit_id, "role": role, "deleted": False}
        entity = f"{audit_id}:{role}"
        return self._desk.write([Edit(audit_id, "trace", entity, {**known, **fields})], group)
