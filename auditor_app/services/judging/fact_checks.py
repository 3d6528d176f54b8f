"""The school's check of the facts (DOMAIN 10.5): sent, points and what is done with them, the school's response."""

from __future__ import annotations

from dataclasses import asdict, astuple
from typing import TYPE_CHECKING

from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.fact_check import LONGEST_RESPONSE, POINT_STATES, WORKING_DAYS, open_points
from auditor_app.core.model import FactPoint
from auditor_app.core.team import in_common
from auditor_app.services.audits.audits import Audits, check_day
from auditor_app.services.desk import Desk, Written
from auditor_app.store import read

if TYPE_CHECKING:
    from auditor_app.services.report.form_reading import FilledForm, FormPoint

MOST_DAYS = 100


class FactChecks:
    """What the school says of the draft, and what the lead auditor does with it."""

    def __init__(self, desk: Desk, audits: Audits) -> None:
        """Work at `desk` on the audits that `audits` knows."""
        self._desk = desk
        self._audits = audits

    def send(self, audit_id: str, day: str, working_days: int = WORKING_DAYS, group: str = "") -> Written:
        """Record when the draft went to the school, and how many working days it has; "" takes that back."""
        if day:
            check_day(day)
        if not 1 <= working_days <= MOST_DAYS:
            raise UserError("fact_check.bad_term", days=working_days, most=MOST_DAYS)
        return self._set(audit_id, group, sent=day, working_days=working_days)

    def add_point(self, audit_id: str, **fields: object) -> Written:
        """Add a point of the school at the end."""
        position = max((item.position for item in self.points(audit_id)), default=0) + 1
        given = {"audit": audit_id, "position": position, **fields}
        return self._desk.write([Edit(audit_id, "fact_point", self._desk.new_id(), given)])

    def new_points(self, audit_id: str, form: FilledForm) -> tuple[FormPoint, ...]:
        """Give the points of a form that are not here yet; raises `UserError("form.other_audit")`."""
        if form.audit != audit_id:
            raise UserError("form.other_audit", file=form.file_name)
        here = {(item.place, item.wrong, item.correct, item.proof) for item in self.points(audit_id)}
        return tuple(point for point in form.points if astuple(point) not in here)

    def take_form(self, audit_id: str, form: FilledForm) -> Written:
        """Take over what the school filled in: the points that are new, and its response word for word.

        The first form that says something was received today, until a person gives another day.
        """
        points = self.new_points(audit_id, form)
        last = max((item.position for item in self.points(audit_id)), default=0)
        edits = [
            Edit(
                audit_id, "fact_point", self._desk.new_id(),
                {"audit": audit_id, "position": last + place, **asdict(point)},
            )
            for place, point in enumerate(points, start=1)
        ]  # fmt: skip
        fields: dict[str, object] = {}
        if form.response:
            _require_a_page(form.response)
            fields = {"response": form.response, **({"response_by": form.function} if form.function else {})}
        if (points or fields) and not self._received(audit_id):
            fields["received"] = self._desk.moment()[:10]
        if fields:
            known = {"audit": audit_id, "deleted": False}
            edits.append(Edit(audit_id, "fact_check", audit_id, {**known, **fields}))
        return self._desk.write(edits) if edits else Written((), audit_id)

    def _received(self, audit_id: str) -> str:
        found = read.entities(self._desk.store, "fact_check", "id = ? AND deleted = 0", (audit_id,))
        return next((item.received for item in found), "")

    def points(self, audit_id: str) -> tuple[FactPoint, ...]:
        """List the points of the school in their order."""
        found = read.entities(self._desk.store, "fact_point", "audit = ? AND deleted = 0", (audit_id,))
        return tuple(sorted(found, key=lambda item: (item.position, item.id)))

    def edit_point(self, point_id: str, group: str = "", **fields: object) -> Written:
        """Set fields of a point."""
        point = read.entity(self._desk.store, FactPoint, point_id)
        if fields.get("state", "") not in ("", *POINT_STATES):
            raise UserError("fact_check.unknown_state", state=str(fields["state"])[:40])
        return self._desk.write([Edit(point.audit, "fact_point", point_id, fields)], group)

    def remove_point(self, point_id: str) -> Written:
        """Put a point into the bin."""
        return self.edit_point(point_id, deleted=True)

    def reopen(self, point_id: str, criterion: str) -> Written:
        """Open a criterion again because of a new fact: the team has to come to a level anew.

        The level of before stays with the point and is printed beside the new one; the log keeps who did it when.
        """
        point = read.entity(self._desk.store, FactPoint, point_id)
        snapshot = in_common(self._audits.snapshot(point.audit))
        if criterion not in snapshot.framework.by_code:
            raise UserError("rating.unknown_criterion", criterion=criterion[:40])
        if not point.correct.strip():
            raise UserError("fact_check.no_fact")
        before = snapshot.levels.get(criterion, "")
        reason = snapshot.agreed[criterion].reason if criterion in snapshot.agreed else ""
        opened = {"audit": point.audit, "criterion": criterion, "level": "", "reason": reason, "decided": ""}
        return self._desk.write(
            [
                Edit(point.audit, "fact_point", point_id, {"reopened": criterion, "level_before": before}),
                Edit(point.audit, "consensus", f"{point.audit}:{criterion}", opened),
            ],
            about=point_id,
        )

    def respond(
        self, audit_id: str, response: str, *, by: str | None = None, received: str | None = None, group: str = ""
    ) -> Written:
        """Keep the school's response, word for word; at most a page."""
        _require_a_page(response)
        if received:
            check_day(received)
        given = {"response": response, "response_by": by, "received": received}
        return self._set(audit_id, group, **{name: text for name, text in given.items() if text is not None})

    def close(self, audit_id: str) -> Written:
        """Close the check; refused while a point has no answer or a reopened criterion has no level."""
        points = self.points(audit_id)
        if waiting := open_points(points):
            raise UserError("fact_check.points_open", count=len(waiting))
        recorded = read.entities(self._desk.store, "consensus", "audit = ? AND level != ''", (audit_id,))
        settled = {item.criterion for item in recorded}
        for point in points:
            if point.reopened and point.reopened not in settled:
                raise UserError("fact_check.criterion_open", criterion=point.reopened)
        return self._set(audit_id, "", closed=self._desk.moment())

    def open_again(self, audit_id: str) -> Written:
        """Take the closing back."""
        return self._set(audit_id, "", closed="")

    def _set(self, audit_id: str, group: str, **fields: object) -> Written:
        known = {"audit": audit_id, "deleted": False}
        return self._desk.write([Edit(audit_id, "fact_check", audit_id, {**known, **fields})], group)


def _require_a_page(response: str) -> None:
    if len(response) > LONGEST_RESPONSE:
        raise UserError("fact_check.response_too_long", length=len(response), limit=LONGEST_RESPONSE)
