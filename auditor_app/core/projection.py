"""What of a snapshot its audience may see: what belongs to the team never leaves it (ADR 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from auditor_app.core.baseline import Baseline
from auditor_app.core.codec import Json
from auditor_app.core.frozen import EMPTY
from auditor_app.core.model import Attachment, AttachmentKind, Audit, Note, Sensitivity
from auditor_app.core.snapshot import LISTS, Audience, Snapshot
from auditor_app.core.statements import is_small, questions_shown, survey_shown

OWNERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "note": frozenset({"author", "interpretation", "is_afterwards", "exclusion_reason"}),
        "activity": frozenset({"leads", "records"}),
        "consensus": frozenset({"reason", "recorded_by"}),
        "attachment": frozenset({"name", "boxes"}),
        "finding": frozenset({"is_in_exit_talk"}),
    }
)
"""Fields of a kind that belong to the audit team and never leave it; all others are the school's too."""

TEAM_LISTS = frozenset({"ratings", "hypotheses"})
"""Lists that belong to the audit team as a whole."""


def project(snapshot: Snapshot, audience: Audience) -> Snapshot:
    """Leave out what `audience` may not see, and name in `withheld` what was left out."""
    if audience is Audience.TEAM or snapshot.audience is audience:
        return snapshot
    notes = tuple(note for note in snapshot.notes if _is_for_school(note))
    kept = {note.id for note in notes}
    school = replace(
        snapshot,
        audience=audience,
        audit=replace(snapshot.audit, school=replace(snapshot.audit.school, extra=EMPTY), extra=EMPTY),
        frozen=replace(snapshot.frozen, extra=EMPTY),
        baseline=_then(snapshot),
        extra=EMPTY,
        consensus=tuple(snapshot.agreed.values()),
        notes=notes,
        links=tuple(link for link in snapshot.links if link.note in kept),
        attachments=tuple(item for item in snapshot.attachments if _travels(item, kept, snapshot.audit)),
        findings=tuple(
            replace(item, notes=tuple(note for note in item.notes if note in kept)) for item in snapshot.findings
        ),
        follow_ups=tuple(
            replace(item, notes=tuple(note for note in item.notes if note in kept)) for item in snapshot.follow_ups
        ),
        ratings=(),
        hypotheses=(),
    )
    for name, (kind, _) in LISTS.items():
        cleaned: Json = {name: tuple(_without_owned(kind, item) for item in getattr(school, name))}
        school = replace(school, **cleaned)
    return replace(_without_small_groups(school), withheld=_withheld(snapshot, kept))


def _then(snapshot: Snapshot) -> Baseline | None:
    """Give the earlier report it stands beside, without the team's fields and without what few answered."""
    minimum, then = snapshot.audit.survey_minimum, snapshot.baseline
    if then is None:
        return None
    surveys = tuple(_without_owned("survey", item) for item in then.surveys)
    questions = tuple(_without_owned("survey_question", item) for item in then.survey_questions)
    return replace(
        then,
        points=tuple(_without_owned("finding", item) for item in then.points),
        follow_ups=tuple(_without_owned("follow_up", item) for item in then.follow_ups),
        surveys=tuple(survey_shown(item, minimum) for item in surveys),
        survey_questions=questions_shown(questions, surveys, minimum),
    )


def _without_small_groups(snapshot: Snapshot) -> Snapshot:
    """Leave out what few answered."""
    minimum = snapshot.audit.survey_minimum
    return replace(
        snapshot,
        surveys=tuple(survey_shown(item, minimum) for item in snapshot.surveys),
        survey_questions=questions_shown(snapshot.survey_questions, snapshot.surveys, minimum),
    )


def _is_for_school(note: Note) -> bool:
    return note.sensitivity is Sensitivity.NORMAL and not note.is_excluded


def _travels(attachment: Attachment, notes: set[str], audit: Audit) -> bool:
    """A photo without people goes where its note goes, unless it was excluded; files and voices stay with the team.

    None goes anywhere after the school took its permission back.
    """
    is_there = not attachment.erased and not attachment.deleted
    is_clear = attachment.kind is AttachmentKind.PHOTO and attachment.is_free_of_people and not attachment.is_excluded
    is_allowed = bool(audit.photo_permission.strip())
    return is_there and is_clear and is_allowed and attachment.note in notes


def _without_owned(kind: str, entity: Any) -> Any:  # noqa: ANN401 - any entity, given back as the same kind
    """Blank the team's fields, and what a newer program wrote: nobody here can tell whose that is."""
    owned = OWNERS.get(kind)
    if not owned and not entity.extra:
        return entity
    blank: Json = {item.name: item.default for item in fields(entity) if item.name in (owned or ())}
    return replace(entity, **blank, extra=EMPTY)


def _withheld(snapshot: Snapshot, kept: set[str]) -> tuple[str, ...]:
    left_out = [f"{kind}.{name}" for kind, names in OWNERS.items() for name in sorted(names)]
    left_out += sorted(TEAM_LISTS)
    if any(is_small(item, snapshot.audit.survey_minimum) for item in snapshot.surveys):
        left_out.append("surveys.answered_of_small_groups")
    if len(kept) < len(snapshot.notes):
        left_out.append("notes.confidential_or_excluded")
    if not all(_travels(item, kept, snapshot.audit) for item in snapshot.attachments):
        left_out.append("attachments.with_people_or_for_the_team")
    return tuple(sorted(left_out))
