"""The model day plan for two auditors and two days (DOMAIN.md 10.2), in the language of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor_app.core.model import ActivityKind
from auditor_app.core.visit_days import visit_days
from auditor_app.i18n import N_, Translator

VISIT, NOTE_TIME, TEAM, BREAK = ActivityKind.VISIT, ActivityKind.NOTE_TIME, ActivityKind.TEAM, ActivityKind.BREAK


@dataclass(frozen=True)
class PlannedActivity:
    """A row of the model programme; `day` counts from 0."""

    day: int
    start: str
    end: str
    title: str
    kind: ActivityKind
    source: str = ""
    matrix_role: str = ""


MODEL_DAYS = (
    PlannedActivity(0, "08:15", "08:45", N_("Team briefing"), TEAM),
    PlannedActivity(0, "08:45", "09:00", N_("Opening with leadership and pupils"), VISIT),
    PlannedActivity(0, "09:00", "09:30", N_("Base group start"), VISIT, "OBS"),
    PlannedActivity(0, "09:30", "10:15", N_("Pupil-led tour"), VISIT, "WALK"),
    PlannedActivity(0, "10:15", "11:15", N_("Learning activities, two rounds"), VISIT, "OBS"),
    PlannedActivity(0, "11:15", "11:50", N_("Two coaching conversations"), VISIT, "OBS"),
    PlannedActivity(0, "11:50", "12:15", N_("Note time"), NOTE_TIME),
    PlannedActivity(0, "12:15", "12:45", N_("Lunch in the pupils' space"), BREAK),
    PlannedActivity(0, "12:45", "13:30", N_("Conversation with pupils"), VISIT, "INT-P", "P"),
    PlannedActivity(0, "13:30", "14:10", N_("Conversation with coaches"), VISIT, "INT-C", "C"),
    PlannedActivity(0, "14:15", "15:00", N_("Conversation with subject teachers"), VISIT, "INT-T", "T"),
    PlannedActivity(0, "15:00", "15:20", N_("Note time"), NOTE_TIME),
    PlannedActivity(0, "15:20", "15:55", N_("Portal and logbooks with two pupils"), VISIT, "ART"),
    PlannedActivity(0, "16:00", "16:45", N_("Conversation with parents"), VISIT, "INT-O"),
    PlannedActivity(0, "16:45", "17:30", N_("Team session"), TEAM),
    PlannedActivity(0, "17:30", "17:45", N_("Short talk with the school leader"), TEAM),
    PlannedActivity(1, "08:30", "10:30", N_("Gaps: observations and documents"), VISIT, "OBS"),
    PlannedActivity(1, "10:30", "11:15", N_("Year team or department"), VISIT, "INT-T", "D"),
    PlannedActivity(1, "11:15", "12:15", N_("Leadership and board"), VISIT, "INT-L", "S"),
    PlannedActivity(1, "12:15", "13:00", N_("Ratings, each on their own"), TEAM),
    PlannedActivity(1, "13:00", "14:45", N_("Consensus meeting"), TEAM),
    PlannedActivity(1, "14:45", "15:30", N_("Exit talk with leadership"), TEAM),
    PlannedActivity(1, "15:30", "16:15", N_("Exit talk with the team and pupils"), TEAM),
)


def model_days(starts: str, ends: str, translate: Translator) -> Iterator[dict[str, object]]:
    """Give the fields of the activities; a one-day visit gets the first day only, a weekend in between none."""
    days = visit_days(starts, ends)
    for planned in MODEL_DAYS:
        if planned.day < len(days):
            yield {
                "day": days[planned.day].isoformat(),
                "start": planned.start,
                "end": planned.end,
                "title": translate(planned.title),
                "kind": planned.kind,
                "source": planned.source,
                "matrix_role": planned.matrix_role,
            }
