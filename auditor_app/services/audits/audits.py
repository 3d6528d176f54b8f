"""Setting up and preparing an audit: school, team, programme, documents, surveys, hypotheses; undo and checkpoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from auditor_app.core.change import Edit, Intent
from auditor_app.core.codec import encode
from auditor_app.core.errors import UserError
from auditor_app.core.live import LiveAudit
from auditor_app.core.model import (
    Activity,
    Audit,
    AuditKind,
    Document,
    FrozenFramework,
    Member,
    Role,
    School,
)
from auditor_app.core.signed_counts import signed_counts
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.team import would_show
from auditor_app.i18n import translator
from auditor_app.services.audits.day_plan import model_days
from auditor_app.services.audits.moments import NamedMoment, named_moments
from auditor_app.services.desk import Desk, Written
from auditor_app.services.frameworks.frameworks import Frameworks
from auditor_app.store import read
from auditor_app.store.reference import device_value, set_device_value
from auditor_app.store.store import EMPTIED
from auditor_app.store.undo import SETUP

CHOSEN = "me."
"""Under this and the audit's id this laptop remembers who works at it."""

CODE = "code."
"""Under this and a member's id this laptop keeps what that member's own code has to give."""


@dataclass(frozen=True)
class Auditor:
    """The person at this laptop, as a new audit's lead."""

    name: str
    initials: str
    organisation: str


class Audits:
    """The audits on this laptop and everything about them that is prepared."""

    def __init__(self, desk: Desk, frameworks: Frameworks, auditor: Auditor) -> None:
        """Work at `desk`; new audits get `auditor` as their lead."""
        self._desk = desk
        self._frameworks = frameworks
        self._auditor = auditor

    def set_auditor(self, auditor: Auditor) -> None:
        """Let new audits have another lead; existing teams stay as they are."""
        self._auditor = auditor

    def create(
        self,
        kind: AuditKind,
        school: School,
        starts: str,
        ends: str,
        language: str,
        framework: str,
        *,
        is_peer: bool = False,
        is_sample: bool = False,
    ) -> Written:
        """Make an audit with this auditor as its lead; refuses a school without name and dates that cannot be."""
        if not school.name.strip():
            raise UserError("audit.no_school")
        check_dates(starts, ends)
        audit = self._desk.new_id()
        fields = {
            "kind": str(kind), "school": encode(school), "starts": starts, "ends": ends or starts, "language": language,
            "framework": framework, "is_peer": is_peer, "is_sample": is_sample, "created": self._desk.moment(),
        }  # fmt: skip
        me = {"audit": audit, "role": str(Role.LEAD), **vars(self._auditor)}
        edits = [*self.framework_edits(framework), Edit(audit, "audit", audit, fields)]
        edits.append(Edit(audit, "member", self.member_id(audit), me))
        return self._desk.write(edits, SETUP + audit, about=audit)

    def member_id(self, audit: str) -> str:
        """Give this auditor's member id within an audit."""
        return f"{audit}:{self._desk.author}"

    def framework_edits(self, digest: str) -> list[Edit]:
        """Give what keeps a framework's text word for word; nothing when it is kept already."""
        if read.entities(self._desk.store, "framework", "id = ?", (digest,)):
            return []
        return [Edit("", "framework", digest, {"body": self._frameworks.body(digest)})]

    def edit(self, audit_id: str, group: str = "", **fields: object) -> Written:
        """Set fields of the audit itself."""
        if "starts" in fields or "ends" in fields:
            now = read.entity(self._desk.store, Audit, audit_id)
            check_dates(str(fields.get("starts", now.starts)), str(fields.get("ends", now.ends)))
        return self._set(audit_id, "audit", audit_id, fields, group)

    def bin(self, audit_id: str) -> Written:
        """Put an audit into the bin; nothing of it is lost."""
        return self._set(audit_id, "audit", audit_id, {"deleted": True}, SETUP + self._desk.new_id())

    def restore(self, audit_id: str) -> Written:
        """Take an audit out of the bin; a correction whose notes were removed there stays (`UserError`)."""
        store = self._desk.store
        is_emptied = device_value(store, EMPTIED + audit_id)
        if is_emptied and not read.entities(store, "publication", "audit = ? AND deleted = 0", (audit_id,)):
            raise UserError("audit.given_up")
        return self._set(audit_id, "audit", audit_id, {"deleted": False}, SETUP + self._desk.new_id())

    def add_member(self, audit_id: str, **fields: object) -> Written:
        """Add an auditor to the team."""
        return self._add(audit_id, "member", fields)

    def edit_member(self, member_id: str, group: str = "", **fields: object) -> Written:
        """Set fields of a member; who becomes lead takes the lead from the one who had it.

        Raises `UserError("audit.role_while_blind")` for who would no longer rate and so see what the others rate blind.
        """
        member = read.entity(self._desk.store, Member, member_id)
        stops_rating = fields.get("role") == Role.SECOND_READER and member.role is not Role.SECOND_READER
        if stops_rating and (
            self._has_unlocked(member.audit, "member != ?", member_id)
            or would_show(self.snapshot(member.audit), member_id)
        ):
            raise UserError("audit.role_while_blind", name=member.name)
        if fields.get("organisation", member.organisation) != member.organisation:
            fields["returned"] = ""  # it was about the organisation of before
        edits = [Edit(member.audit, "member", member_id, fields)]
        if fields.get("role") == Role.LEAD:
            team = read.entities(self._desk.store, "member", "audit = ? AND deleted = 0", (member.audit,))
            former = [item for item in team if item.role is Role.LEAD and item.id != member_id]
            edits += [Edit(member.audit, "member", item.id, {"role": str(Role.AUDITOR)}) for item in former]
        return self._desk.write(edits, group, about=member_id)

    def remove_member(self, member_id: str, because: str = "") -> Written:
        """Take an auditor out of the team; what they wrote stays. The lead cannot go before another has the lead.

        Who has not locked while a colleague has is taken out by a colleague, who says why: else anybody could leave for
        a moment to see what was rated blind. Raises `UserError("audit.leaves_while_blind")` or `("audit.leaves_why")`.
        """
        member = read.entity(self._desk.store, Member, member_id)
        if member.role is Role.LEAD:
            raise UserError("audit.lead_needed")
        fields = {"deleted": True, "left_because": ""}
        if would_show(self.snapshot(member.audit), member_id):
            if self.me(member.audit) == member_id:
                raise UserError("audit.leaves_while_blind", name=member.name)
            if not because.strip():
                raise UserError("audit.leaves_why", name=member.name)
            fields["left_because"] = " ".join(because.split())
        return self._set(member.audit, "member", member_id, fields, "")

    def plan_model_days(self, audit_id: str) -> Written:
        """Lay out the model day plan on the days of the visit."""
        audit = read.entity(self._desk.store, Audit, audit_id)
        check_dates(audit.starts, audit.ends)
        edits = [
            Edit(audit_id, "activity", self._desk.new_id(), {"audit": audit_id, **fields})
            for fields in model_days(audit.starts, audit.ends, translator(audit.language))
        ]
        return self._desk.write(edits, about=audit_id)

    def add_activity(self, audit_id: str, **fields: object) -> Written:
        """Add a row to the programme."""
        return self._add(audit_id, "activity", fields)

    def edit_activity(self, activity_id: str, group: str = "", **fields: object) -> Written:
        """Set fields of an activity."""
        activity = read.entity(self._desk.store, Activity, activity_id)
        return self._set(activity.audit, "activity", activity_id, fields, group)

    def edit_activities(self, audit_id: str, edits: Mapping[str, Mapping[str, object]], group: str = "") -> Written:
        """Set fields of several activities as one action, such as moving a row."""
        return self._desk.write(
            [Edit(audit_id, "activity", activity, fields) for activity, fields in edits.items()],
            group,
            about=audit_id,
        )

    def remove_activity(self, activity_id: str) -> Written:
        """Put an activity into the bin; its notes stay."""
        return self.edit_activity(activity_id, deleted=True)

    def set_hypothesis(self, audit_id: str, criterion: str, text: str, group: str = "") -> Written:
        """Write down what the team expects to see for a criterion."""
        fields = {"audit": audit_id, "criterion": criterion, "text": text, "deleted": False}
        return self._set(audit_id, "hypothesis", f"{audit_id}:{criterion}", fields, group)

    def add_document(self, audit_id: str, title: str) -> Written:
        """Put a document of the school on the list."""
        return self._add(audit_id, "document", {"title": title})

    def edit_document(self, document_id: str, group: str = "", **fields: object) -> Written:
        """Set fields of a document."""
        document = read.entity(self._desk.store, Document, document_id)
        return self._set(document.audit, "document", document_id, fields, group)

    def remove_document(self, document_id: str) -> Written:
        """Take a document off the list."""
        return self.edit_document(document_id, deleted=True)

    def checkpoint(self, audit_id: str, name: str) -> Written:
        """Give this moment a name."""
        fields = {"audit": audit_id, "name": name, "made": self._desk.moment()}
        return self._add(audit_id, "checkpoint", fields)

    def named_moments(self, audit_id: str) -> tuple[NamedMoment, ...]:
        """List the moments that got a name, the newest first, with the notes that changed after each."""
        return named_moments(self._desk.store, audit_id)

    def undo(self, audit_id: str) -> Written:
        """Take back this laptop's last action on the audit; no changes when there is none."""
        return self._take_back(audit_id, "undo")

    def redo(self, audit_id: str) -> Written:
        """Do again what was last taken back."""
        return self._take_back(audit_id, "redo")

    def _take_back(self, audit_id: str, intent: Intent) -> Written:
        desk = self._desk
        changes = desk.store.take_back(audit_id, desk.author, desk.new_id(), intent, self.me(audit_id))
        return Written(changes, audit_id)

    def snapshot(self, audit_id: str) -> Snapshot:
        """Give the audit as it is now, for its own team."""
        return read.snapshot(self._desk.store, audit_id, self._desk.moment())

    def live(self, audit_id: str) -> LiveAudit:
        """Load an audit for an open window."""
        store = self._desk.store
        loaded = read.everything(store, audit_id)
        store.forget_pages()  # all notes are in memory now
        audit = loaded["audit"][audit_id]
        frozen = read.entity(store, FrozenFramework, audit.framework)
        live = LiveAudit(loaded, frozen, read.baseline(store, audit_id), self.me(audit_id))
        signed = read.as_signed(store, audit_id)
        live.signed_counts = None if signed is None else signed_counts(signed)
        return live

    def last_change(self, audit_id: str) -> datetime | None:
        """Give when something of an audit was last written, by whomever."""
        millis = read.last_change(self._desk.store, audit_id)
        return datetime.fromtimestamp(millis / 1000, UTC).astimezone() if millis else None

    def me(self, audit_id: str) -> str:
        """Give the member of the team who works here: who was chosen on this laptop, else my own, else the lead.

        Who was chosen and has left the team stays until somebody else gives the code that guards their ratings.
        """
        team = read.entities(self._desk.store, "member", "audit = ? AND deleted = 0", (audit_id,))
        chosen = device_value(self._desk.store, CHOSEN + audit_id)
        if any(member.id == chosen for member in team):
            return chosen
        mine = self.member_id(audit_id)
        lead = next((member.id for member in team if member.role is Role.LEAD), mine)
        other = mine if any(member.id == mine for member in team) else lead
        return chosen if chosen and self._is_guarded(audit_id, other) else other

    def _is_guarded(self, audit_id: str, member: str) -> bool:
        """Tell whether a member has levels that a code guards and that are not locked yet."""
        return bool(device_value(self._desk.store, CODE + member)) and self._has_unlocked(
            audit_id, "member = ?", member
        )

    def _has_unlocked(self, audit_id: str, whose: str, member: str) -> bool:
        where = f"audit = ? AND deleted = 0 AND is_locked = 0 AND level != '' AND {whose}"
        return bool(read.entities(self._desk.store, "rating", where, (audit_id, member)))

    def choose_me(self, audit_id: str, member_id: str) -> Written:
        """Let another member of the team work here, since several auditors may share one laptop."""
        member = read.entity(self._desk.store, Member, member_id)
        if member.audit != audit_id or member.deleted:
            raise UserError("store.not_found", kind="member", id=member_id)
        set_device_value(self._desk.store, CHOSEN + audit_id, member_id)
        return Written((), member_id)

    def _add(self, audit_id: str, kind: str, fields: Mapping[str, object]) -> Written:
        return self._set(audit_id, kind, self._desk.new_id(), {"audit": audit_id, **fields}, "")

    def _set(self, audit_id: str, kind: str, entity: str, fields: Mapping[str, object], group: str) -> Written:
        return self._desk.write([Edit(audit_id, kind, entity, fields)], group)


def check_day(text: str) -> date:
    """Give the day an ISO date means; raises `UserError("audit.bad_date")`."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UserError("audit.bad_date", text=text[:40]) from error
    if day.isoformat() != text:  # other ways to write a date are no part of the published form
        raise UserError("audit.bad_date", text=text[:40])
    return day


def check_dates(starts: str, ends: str) -> None:
    """Raise `UserError("audit.bad_date")` or `UserError("audit.dates_reversed")` unless the visit's days make sense."""
    days = [check_day(text) for text in (starts, ends or starts)]
    if days[1] < days[0]:
        raise UserError("audit.dates_reversed", starts=starts, ends=ends)
