"""Errors and contradictions in an audit at any moment, each with the place and the id to jump to; readiness is apart.

`readiness.blockers` says what keeps an audit from being signed. This says what does not fit together, also when nothing
is finished yet: things point at what is gone, texts are missing where they are needed, times cannot be. Of the levels
only my own and the agreed ones are looked at, so that blind rating stays blind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType
from typing import Final

from auditor_app.core.evidence import MINIMUM_NOTES_LEVEL_1, EvidenceCount, shortfalls
from auditor_app.core.live import LiveAudit
from auditor_app.core.model import (
    NOT_APPLICABLE,
    NOT_ASSESSED,
    Activity,
    ActivityKind,
    Attachment,
    AttachmentKind,
    Consensus,
    Direction,
    Finding,
    FindingKind,
    Note,
    Rating,
    Sensitivity,
)
from auditor_app.core.persons import find_persons
from auditor_app.core.team import needs_reason
from auditor_app.core.use_by_others import speaks_of_others

TALKS_WITH_CONSENT: Final = frozenset({"INT-P", "INT-O"})
"""Pupils and parents take part of their own will, after they were told what happens with what they say."""
PAPERS: Final = frozenset({"DOC", "DAT", "SUR"})
"""Notes of these say by their source where something was looked for."""


class Flaw(StrEnum):
    """What is wrong or missing."""

    DATES_REVERSED = "dates_reversed"
    MORE_ANSWERED_THAN_ASKED = "more_answered_than_asked"
    ACTIVITY_REVERSED = "activity_reversed"
    ACTIVITY_OUTSIDE_VISIT = "activity_outside_visit"
    ACTIVITY_WITHOUT_NOTES = "activity_without_notes"
    SKIPPED_WITHOUT_REASON = "skipped_without_reason"
    SKIPPED_WITH_NOTES = "skipped_with_notes"
    CONSENT_NOT_RECORDED = "consent_not_recorded"
    TWO_PLACES_AT_ONCE = "two_places_at_once"
    NOTE_EMPTY = "note_empty"
    NOTE_WITHOUT_SOURCE = "note_without_source"
    NOTE_OUTSIDE_VISIT = "note_outside_visit"
    NOTE_OF_REMOVED_ACTIVITY = "note_of_removed_activity"
    NOTE_NAMES_PERSON = "note_names_person"
    EXCLUDED_WITHOUT_REASON = "excluded_without_reason"
    TAG_UNKNOWN = "tag_unknown"
    PHOTO_WITHOUT_PERMISSION = "photo_without_permission"
    PHOTO_WITH_PEOPLE = "photo_with_people"
    PHOTO_NAMES_PERSON = "photo_names_person"
    PHOTO_WITHOUT_CAPTION = "photo_without_caption"
    PHOTO_WITHOUT_ALT = "photo_without_alt"
    ATTACHMENT_BESIDE_NOTHING = "attachment_beside_nothing"
    RATING_WITHOUT_REASON = "rating_without_reason"
    RATING_AGAINST_EVIDENCE = "rating_against_evidence"
    SHARED_WITHOUT_OTHERS = "shared_without_others"
    NOT_VISIBLE_WITHOUT_PLACE = "not_visible_without_place"
    CONSENSUS_WITHOUT_REASON = "consensus_without_reason"
    FINDING_CITES_REMOVED_NOTE = "finding_cites_removed_note"
    FINDING_CITES_CONFIDENTIAL_NOTE = "finding_cites_confidential_note"
    FINDING_CITES_EXCLUDED_NOTE = "finding_cites_excluded_note"
    FINDING_BESIDE_ITS_NOTES = "finding_beside_its_notes"
    FINDING_UNKNOWN_CRITERION = "finding_unknown_criterion"
    CONDITION_WITHOUT_DATE = "condition_without_date"


GAPS: Final = frozenset(
    {
        Flaw.ACTIVITY_WITHOUT_NOTES, Flaw.SKIPPED_WITHOUT_REASON, Flaw.CONSENT_NOT_RECORDED, Flaw.NOTE_EMPTY,
        Flaw.NOTE_WITHOUT_SOURCE, Flaw.EXCLUDED_WITHOUT_REASON, Flaw.PHOTO_WITHOUT_CAPTION,
        Flaw.PHOTO_WITHOUT_ALT,
        Flaw.RATING_WITHOUT_REASON, Flaw.SHARED_WITHOUT_OTHERS, Flaw.NOT_VISIBLE_WITHOUT_PLACE,
        Flaw.CONSENSUS_WITHOUT_REASON, Flaw.CONDITION_WITHOUT_DATE,
    }
)  # fmt: skip
"""What is only missing; the others contradict something."""


MENDED_IN: Final[Mapping[Flaw, str]] = MappingProxyType(
    {
        Flaw.DATES_REVERSED: "dates",
        Flaw.MORE_ANSWERED_THAN_ASKED: "answered",
        Flaw.ACTIVITY_REVERSED: "times",
        Flaw.ACTIVITY_OUTSIDE_VISIT: "day",
        Flaw.ACTIVITY_WITHOUT_NOTES: "line",
        Flaw.SKIPPED_WITHOUT_REASON: "skip_reason",
        Flaw.SKIPPED_WITH_NOTES: "skipped",
        Flaw.CONSENT_NOT_RECORDED: "consent",
        Flaw.TWO_PLACES_AT_ONCE: "leads",
        Flaw.NOTE_EMPTY: "seen",
        Flaw.NOTE_WITHOUT_SOURCE: "source",
        Flaw.NOTE_OUTSIDE_VISIT: "afterwards",
        Flaw.NOTE_OF_REMOVED_ACTIVITY: "source",
        Flaw.NOTE_NAMES_PERSON: "seen",
        Flaw.EXCLUDED_WITHOUT_REASON: "exclusion",
        Flaw.TAG_UNKNOWN: "links",
        Flaw.PHOTO_WITHOUT_PERMISSION: "",
        Flaw.PHOTO_WITH_PEOPLE: "free",
        Flaw.PHOTO_NAMES_PERSON: "caption",
        Flaw.PHOTO_WITHOUT_CAPTION: "caption",
        Flaw.PHOTO_WITHOUT_ALT: "alt",
        Flaw.ATTACHMENT_BESIDE_NOTHING: "",
        Flaw.RATING_WITHOUT_REASON: "reason",
        Flaw.RATING_AGAINST_EVIDENCE: "level",
        Flaw.SHARED_WITHOUT_OTHERS: "reason",
        Flaw.NOT_VISIBLE_WITHOUT_PLACE: "level",
        Flaw.CONSENSUS_WITHOUT_REASON: "reason",
        Flaw.FINDING_CITES_REMOVED_NOTE: "evidence",
        Flaw.FINDING_CITES_CONFIDENTIAL_NOTE: "evidence",
        Flaw.FINDING_CITES_EXCLUDED_NOTE: "evidence",
        Flaw.FINDING_BESIDE_ITS_NOTES: "evidence",
        Flaw.FINDING_UNKNOWN_CRITERION: "evidence",
        Flaw.CONDITION_WITHOUT_DATE: "due",
    }
)
"""The field of the place in which each is mended, so that who jumps there finds the caret in it; "" is the thing."""


@dataclass(frozen=True)
class Check:
    """One flaw: the place that mends it, the kind and id of the entity to jump to, and what it is about in words."""

    flaw: Flaw
    place: str
    kind: str
    id: str
    about: str = ""

    @property
    def is_gap(self) -> bool:
        """Tell whether something is missing, and not wrong."""
        return self.flaw in GAPS

    @property
    def field(self) -> str:
        """Name the field that mends it."""
        return MENDED_IN[self.flaw]


def checks(live: LiveAudit, now: str = "") -> tuple[Check, ...]:
    """List the flaws, contradictions first, then in the order of the work.

    `now` is the moment (ISO, with the offset of the place); activities that end later may still get their notes. Where
    the notes were removed for good there is nothing to compare with.
    """
    if live.signed_counts is not None:
        return ()
    parts: tuple[Callable[[LiveAudit, str], Iterator[Check]], ...] = (
        _preparation, _activities, _rooms, _notes, _tags, _attachments, _ratings, _minima, _consensus,
        _findings,
    )  # fmt: skip
    found = [check for part in parts for check in part(live, now)]
    return tuple(sorted(found, key=lambda check: check.is_gap))


def _preparation(live: LiveAudit, _now: str) -> Iterator[Check]:
    audit = live.audit
    if audit.starts and audit.ends and audit.ends < audit.starts:
        yield Check(Flaw.DATES_REVERSED, "prepare", "audit", audit.id, f"{audit.starts} – {audit.ends}")
    for survey in live.alive("survey"):
        if (survey.answered or 0) > (survey.asked if survey.asked is not None else survey.answered or 0):
            yield Check(Flaw.MORE_ANSWERED_THAN_ASKED, "prepare", "survey", survey.id, str(survey.group))


def _activities(live: LiveAudit, now: str) -> Iterator[Check]:
    noted = {note.activity for note in live.alive("note")}
    for activity in live.alive("activity"):
        for flaw in _activity_flaws(activity, live, is_noted=activity.id in noted, now=now):
            yield Check(flaw, "day", "activity", activity.id, f"{activity.start} {activity.title}".strip())


def _activity_flaws(activity: Activity, live: LiveAudit, *, is_noted: bool, now: str) -> Iterator[Flaw]:
    gathers = activity.kind is ActivityKind.VISIT and bool(activity.source)
    if activity.start and activity.end and activity.end < activity.start:
        yield Flaw.ACTIVITY_REVERSED
    if activity.day and not _is_within(activity.day, live):
        yield Flaw.ACTIVITY_OUTSIDE_VISIT
    if activity.is_skipped:
        if not activity.skip_reason.strip():
            yield Flaw.SKIPPED_WITHOUT_REASON
        if is_noted:
            yield Flaw.SKIPPED_WITH_NOTES
    elif gathers and not is_noted and _is_over(activity, now):
        yield Flaw.ACTIVITY_WITHOUT_NOTES
    is_told = activity.is_informed and activity.is_voluntary
    if activity.source in TALKS_WITH_CONSENT and is_noted and not is_told:
        yield Flaw.CONSENT_NOT_RECORDED


def _is_over(activity: Activity, now: str) -> bool:
    return not now or f"{activity.day}T{activity.end or activity.start or '23:59'}" <= now[:16]


def _is_within(day: str, live: LiveAudit) -> bool:
    audit = live.audit
    return not audit.starts or audit.starts <= day <= max(audit.ends, audit.starts)


def _rooms(live: LiveAudit, _now: str) -> Iterator[Check]:
    """Find who would have to be in two places: two activities of one member that overlap."""
    rows = [item for item in live.alive("activity") if not item.is_skipped and item.start and item.end]
    names = {member.id: member.initials or member.name for member in live.alive("member")}
    for one, other in combinations(sorted(rows, key=lambda item: (item.day, item.start, item.id)), 2):
        both = ({one.leads, one.records} & {other.leads, other.records}) - {""}
        if both and one.day == other.day and one.start < other.end and other.start < one.end:
            who = ", ".join(sorted(names.get(member, "") for member in both))
            yield Check(Flaw.TWO_PLACES_AT_ONCE, "day", "activity", other.id, f"{who}: {one.title} / {other.title}")


def _notes(live: LiveAudit, _now: str) -> Iterator[Check]:
    activities = live.entities("activity")
    shown = {item.note for item in live.alive("attachment")}
    for note in live.alive("note"):
        for flaw in _note_flaws(note, live, has_attachment=note.id in shown):
            yield Check(flaw, "notes", "note", note.id, _short(note.seen))
        activity = activities.get(note.activity)
        if note.activity and (activity is None or activity.deleted):
            yield Check(Flaw.NOTE_OF_REMOVED_ACTIVITY, "notes", "note", note.id, _short(note.seen))


def _note_flaws(note: Note, live: LiveAudit, *, has_attachment: bool) -> Iterator[Flaw]:
    if not note.seen.strip() and not has_attachment:
        yield Flaw.NOTE_EMPTY
    activity = live.entities("activity").get(note.activity)
    if not note.source and (activity is None or not activity.is_own_time):
        yield Flaw.NOTE_WITHOUT_SOURCE
    if note.moment and not note.is_afterwards and not _is_within(note.moment[:10], live):
        yield Flaw.NOTE_OUTSIDE_VISIT
    if find_persons(f"{note.seen}\n{note.interpretation}"):
        yield Flaw.NOTE_NAMES_PERSON
    if note.is_excluded and not note.exclusion_reason.strip():
        yield Flaw.EXCLUDED_WITHOUT_REASON


def _tags(live: LiveAudit, _now: str) -> Iterator[Check]:
    cells = {f"matrix:{cell.id}" for cell in live.framework.matrix_cells}
    known = set(live.framework.by_code) | cells
    notes = {note.id for note in live.alive("note")}
    for link in live.alive("link"):
        if link.target not in known and link.note in notes:
            yield Check(Flaw.TAG_UNKNOWN, "notes", "note", link.note, link.target.removeprefix("matrix:"))


def _attachments(live: LiveAudit, _now: str) -> Iterator[Check]:
    for attachment in live.alive("attachment"):
        if not attachment.erased:
            yield from _attachment(attachment, live)


def _attachment(attachment: Attachment, live: LiveAudit) -> Iterator[Check]:
    def check(flaw: Flaw) -> Check:
        return Check(flaw, "notes", "attachment", attachment.id, attachment.caption or attachment.name)

    beside = (live.entities("note").get(attachment.note), live.entities("document").get(attachment.document))
    if all(item is None or item.deleted for item in beside):
        yield check(Flaw.ATTACHMENT_BESIDE_NOTHING)
    if attachment.kind is not AttachmentKind.PHOTO:
        return
    if not live.audit.photo_permission.strip():
        yield check(Flaw.PHOTO_WITHOUT_PERMISSION)
    if find_persons(f"{attachment.caption}\n{attachment.alt}"):
        yield check(Flaw.PHOTO_NAMES_PERSON)
    if not attachment.is_free_of_people:
        yield check(Flaw.PHOTO_WITH_PEOPLE)
    elif not attachment.is_excluded and not attachment.caption.strip():
        yield check(Flaw.PHOTO_WITHOUT_CAPTION)
    elif not attachment.is_excluded and not attachment.alt.strip():
        yield check(Flaw.PHOTO_WITHOUT_ALT)


def _ratings(live: LiveAudit, _now: str) -> Iterator[Check]:
    """Look at my own levels only, and no more once they are locked: then it is the team's that can be mended."""
    for rating in live.alive("rating"):
        criterion = live.framework.by_code.get(rating.criterion)
        if rating.member != live.me or rating.is_locked or not rating.level or criterion is None:
            continue
        count = live.snapshot.evidence_of(rating.criterion)
        is_thin = bool(shortfalls(criterion.line, rating.level, count))
        if not rating.reason.strip() and (rating.level in {NOT_ASSESSED, NOT_APPLICABLE} or is_thin):
            yield Check(Flaw.RATING_WITHOUT_REASON, "criteria", "criterion", rating.criterion, rating.level)
        if _is_against(rating.level, count) and not rating.reason.strip():
            yield Check(Flaw.RATING_AGAINST_EVIDENCE, "criteria", "criterion", rating.criterion, rating.level)


def _is_against(level: str, count: EvidenceCount) -> bool:
    """Tell whether most notes speak against a level."""
    if level in {"3", "4"}:
        return count.contradicts > count.supports
    return level == "1" and count.supports > count.contradicts


def _minima(live: LiveAudit, _now: str) -> Iterator[Check]:
    """Look at what the minimum of DOMAIN 7.3 asks of the notes themselves; how many there are is advised elsewhere.

    It is asked of what the team agreed on; where that is not there yet, of my own level until it is locked.
    """
    agreed = {item.criterion: item for item in live.alive("consensus") if item.level}
    mine = [item for item in live.alive("rating") if item.member == live.me and not item.is_locked]
    levels: list[tuple[str, Rating | Consensus]] = [("team", item) for item in agreed.values()]
    levels += [("criteria", item) for item in mine if item.criterion not in agreed]
    levels = [(place, item) for place, item in levels if item.level in {"1", "4"}]
    speaking: dict[str, list[tuple[Note, Direction]]] = {item.criterion: [] for _place, item in levels}
    notes = live.entities("note")
    for link in live.alive("link") if levels else ():
        note = notes.get(link.note)
        if link.target in speaking and note is not None and not note.deleted and not note.is_excluded:
            speaking[link.target].append((note, link.direction))
    for place, rating in levels:
        flaw = _minimum_flaw(rating, speaking[rating.criterion])
        if flaw is not None and rating.criterion in live.framework.by_code:
            yield Check(flaw, place, "criterion", rating.criterion, rating.level)


def _minimum_flaw(rating: Rating | Consensus, speaking: Sequence[tuple[Note, Direction]]) -> Flaw | None:
    if rating.level == "1":
        placed = [note for note, _way in speaking if note.room.strip() or note.activity or note.source in PAPERS]
        is_placed = len(placed) >= MINIMUM_NOTES_LEVEL_1 or len(speaking) < MINIMUM_NOTES_LEVEL_1
        return None if is_placed else Flaw.NOT_VISIBLE_WITHOUT_PLACE
    said = [f"{note.seen}\n{note.interpretation}" for note, way in speaking if way is Direction.SUPPORTS]
    is_said = not said or any(map(speaks_of_others, [*said, rating.reason]))
    return None if is_said else Flaw.SHARED_WITHOUT_OTHERS


def _consensus(live: LiveAudit, _now: str) -> Iterator[Check]:
    given: dict[str, list[str]] = {}
    for rating in live.alive("rating"):
        if rating.level:
            given.setdefault(rating.criterion, []).append(rating.level)
    for agreed in live.alive("consensus"):
        levels = given.get(agreed.criterion, [])
        if agreed.level and not agreed.reason.strip() and needs_reason(agreed.level, levels):
            yield Check(Flaw.CONSENSUS_WITHOUT_REASON, "team", "criterion", agreed.criterion, agreed.level)
        elif _is_against(agreed.level, live.snapshot.evidence_of(agreed.criterion)) and not agreed.reason.strip():
            yield Check(Flaw.RATING_AGAINST_EVIDENCE, "team", "criterion", agreed.criterion, agreed.level)


def _findings(live: LiveAudit, _now: str) -> Iterator[Check]:
    tagged: dict[str, set[str]] = {}
    for link in live.alive("link"):
        tagged.setdefault(link.note, set()).add(link.target)
    for finding in live.alive("finding"):
        for flaw in dict.fromkeys(_finding_flaws(finding, live, tagged)):
            yield Check(flaw, "report", "finding", finding.id, _short(finding.title))


def _finding_flaws(finding: Finding, live: LiveAudit, tagged: dict[str, set[str]]) -> Iterator[Flaw]:
    notes = live.entities("note")
    cited = [notes[note] for note in finding.notes if note in notes]
    if len(cited) < len(finding.notes) or any(note.deleted for note in cited):
        yield Flaw.FINDING_CITES_REMOVED_NOTE
    alive = [note for note in cited if not note.deleted]
    if any(note.sensitivity is Sensitivity.TEAM for note in alive):
        yield Flaw.FINDING_CITES_CONFIDENTIAL_NOTE
    if any(note.is_excluded for note in alive):
        yield Flaw.FINDING_CITES_EXCLUDED_NOTE
    if alive and finding.criteria and not any(tagged.get(note.id, set()) & set(finding.criteria) for note in alive):
        yield Flaw.FINDING_BESIDE_ITS_NOTES
    if any(code not in live.framework.by_code for code in finding.criteria):
        yield Flaw.FINDING_UNKNOWN_CRITERION
    if finding.kind is FindingKind.CONDITION and not finding.due:
        yield Flaw.CONDITION_WITHOUT_DATE


_LONGEST_ABOUT: Final = 80


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_ABOUT else f"{line[:_LONGEST_ABOUT].rstrip()}…"
