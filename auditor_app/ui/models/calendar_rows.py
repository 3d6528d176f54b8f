"""What a calendar file would change in the programme, in words: the rows of its preview."""

from __future__ import annotations

from collections.abc import Mapping

from auditor_app.core.model import Activity
from auditor_app.i18n import _, current, ngettext
from auditor_app.services.visit.calendar import CalendarPlan
from auditor_app.ui.models.listed import Listed, heading


def calendar_rows(plan: CalendarPlan, known: Mapping[str, Activity]) -> list[Listed]:
    """List what is new, then what is different; what stays as it is is only counted."""
    rows: list[Listed] = []
    if plan.new:
        rows.append(heading(ngettext("{n} new activity", "{n} new activities", len(plan.new))))
        rows += [_new(key, fields) for key, fields in plan.new.items()]
    if plan.changed:
        rows.append(heading(ngettext("{n} activity changes", "{n} activities change", len(plan.changed))))
        rows += [_changed(known[key], fields) for key, fields in plan.changed.items() if key in known]
    return rows


def _new(key: str, fields: Mapping[str, object]) -> Listed:
    said = [_when(fields), str(fields.get("room", "")), str(fields.get("source", ""))]
    return Listed(key, str(fields.get("title", "")) or _("Untitled activity"), " · ".join(filter(None, said)))


def _when(fields: Mapping[str, object]) -> str:
    hours = "–".join(filter(None, (str(fields.get("start", "")), str(fields.get("end", "")))))
    return f"{current().date(str(fields.get('day', '')), 'EEE d MMM')} {hours or _('the whole day')}"


def _changed(now: Activity, fields: Mapping[str, object]) -> Listed:
    said = []
    moment = {"day", "start", "end"}
    if moment & fields.keys():
        before = {name: getattr(now, name) for name in moment}
        said.append(f"{_when(before)} → {_when({**before, **fields})}")
    said += [
        f"{getattr(now, name) or '–'} → {fields[name] or '–'}" for name in ("title", "room", "source") if name in fields
    ]
    if "is_skipped" in fields:
        said.append(_("called off") if fields["is_skipped"] else _("takes place again"))
    return Listed(now.id, now.title, " · ".join(said))


def left_out(plan: CalendarPlan) -> str:
    """Say what of the file is not taken over, and why."""
    said = []
    if plan.unchanged:
        said.append(ngettext("{n} event is already so.", "{n} events are already so.", plan.unchanged))
    if plan.outside:
        words = ngettext("{n} event lies outside the visit.", "{n} events lie outside the visit.", plan.outside)
        said.append(words)
    if plan.repeating:
        words = ngettext("{n} repeating event stays out.", "{n} repeating events stay out.", plan.repeating)
        said.append(words)
    if plan.broken:
        words = ngettext("{n} event cannot be read.", "{n} events cannot be read.", plan.broken)
        said.append(words)
    return " ".join(said)
