"""What still keeps an audit from being signed; each gap says where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from auditor_app.core.advice import Lack as AdviceLack
from auditor_app.core.advice import advice_state
from auditor_app.core.decision import Outcome
from auditor_app.core.evidence import shortfalls
from auditor_app.core.fact_check import open_points
from auditor_app.core.gates import judge, months_before
from auditor_app.core.interests import Tie, flags, only_partner_rated
from auditor_app.core.interim import Lack, is_interim, lacks, new_levels
from auditor_app.core.model import NOT_APPLICABLE, NOT_ASSESSED, AuditKind, FindingKind, Relation
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.team import covered, unsettled

MAX_STRENGTHS = 5
MAX_POINTS = 7
FEWEST_POINTS = 3
LONGEST_TERM = 12
"""Months a school has at most to meet a condition."""


class Gap(StrEnum):
    """The kinds of gap."""

    NO_SCHOOL = "no_school"
    NO_DATES = "no_dates"
    NO_LEAD = "no_lead"
    NO_DECLARATION = "no_declaration"
    NO_SUMMARY = "no_summary"
    NO_NOTES = "no_notes"
    NOT_RATED = "not_rated"
    NO_REASON = "no_reason"
    RATINGS_DIFFER = "ratings_differ"
    THIN = "thin"
    FINDING_WITHOUT_EVIDENCE = "finding_without_evidence"
    FINDING_INCOMPLETE = "finding_incomplete"
    TOO_MANY_STRENGTHS = "too_many_strengths"
    TOO_MANY_POINTS = "too_many_points"
    TO_CODE = "to_code"
    NO_EARLIER_AUDIT = "no_earlier_audit"
    POINT_OPEN = "point_open"
    DROPPED_WITHOUT_REASON = "dropped_without_reason"
    NO_NEXT_DATE = "no_next_date"
    LEVEL_WITHOUT_REASON = "level_without_reason"
    TIE_NOT_WEIGHED = "tie_not_weighed"
    PARTNER_ALONE = "partner_alone"
    TOO_FEW_POINTS = "too_few_points"
    CONDITION_INCOMPLETE = "condition_incomplete"
    CONDITION_TOO_LATE = "condition_too_late"
    NO_CONDITION = "no_condition"
    CONDITION_UNASKED = "condition_unasked"
    GATES_CLOSED = "gates_closed"
    NO_ADVICE = "no_advice"
    ADVICE_WITHOUT_OUTCOME = "advice_without_outcome"
    ADVICE_TOO_FAR = "advice_too_far"
    ADVICE_WITHOUT_MOTIVATION = "advice_without_motivation"
    ADVICE_WITHOUT_CRITERION = "advice_without_criterion"
    ADVICE_WITHOUT_AGREEMENT = "advice_without_agreement"
    FACT_CHECK_OPEN = "fact_check_open"
    FACT_POINTS_OPEN = "fact_points_open"


@dataclass(frozen=True)
class Blocker:
    """One gap: its kind, what it is about, the place in the window that mends it, and whether it stops signing."""

    gap: Gap
    about: str
    place: str
    is_blocking: bool
    count: int = 1


_ADVICE_GAPS: Final = {
    AdviceLack.ADVICE: Gap.NO_ADVICE,
    AdviceLack.OUTCOME: Gap.ADVICE_WITHOUT_OUTCOME,
    AdviceLack.TOO_FAR: Gap.ADVICE_TOO_FAR,
    AdviceLack.MOTIVATION: Gap.ADVICE_WITHOUT_MOTIVATION,
    AdviceLack.HEAVIEST: Gap.ADVICE_WITHOUT_CRITERION,
    AdviceLack.AGREEMENT: Gap.ADVICE_WITHOUT_AGREEMENT,
}


def blockers(snapshot: Snapshot, me: str | None = None) -> tuple[Blocker, ...]:
    """List what is missing, what stops signing first. In a formative audit thin evidence only warns (DOMAIN 7.3).

    Said to a member (`me`), nothing follows from what others rate as long as the team rates blind.
    """
    seen = snapshot if me is None else covered(snapshot, me)
    weighed = _interim(snapshot) if is_interim(snapshot) else _ratings(seen)
    found = [*_preparation(snapshot), *_evidence(snapshot), *weighed, *_findings(snapshot)]
    found += [*_outcome(snapshot), *_fact_check(snapshot)]
    return tuple(sorted(found, key=lambda item: not item.is_blocking))


def can_sign(snapshot: Snapshot) -> bool:
    """Tell whether nothing stops signing."""
    return not any(item.is_blocking for item in blockers(snapshot))


def _preparation(snapshot: Snapshot) -> list[Blocker]:
    found = []
    if not snapshot.audit.school.name:
        found.append(Blocker(Gap.NO_SCHOOL, "", "prepare", True))
    if not snapshot.audit.starts:
        found.append(Blocker(Gap.NO_DATES, "", "prepare", True))
    if snapshot.lead is None:
        found.append(Blocker(Gap.NO_LEAD, "", "prepare", True))
    undeclared = [member for member in snapshot.members if member.relation is Relation.UNDECLARED]
    found += [Blocker(Gap.NO_DECLARATION, member.name, "prepare", True) for member in undeclared]
    names = {member.id: member.name for member in snapshot.members}
    # The lead auditor decides on every tie, and the report prints what was decided (DOMAIN 10.4): not one is left open.
    ties = [flag.member for flag in flags(snapshot) if flag.is_open and flag.tie is not Tie.NOT_DECLARED]
    found += [Blocker(Gap.TIE_NOT_WEIGHED, names[member], "prepare", True) for member in dict.fromkeys(ties)]
    found += [Blocker(Gap.PARTNER_ALONE, code, "criteria", True) for code in only_partner_rated(snapshot)]
    if not snapshot.audit.summary.strip():
        found.append(Blocker(Gap.NO_SUMMARY, "", "report", True))
    return found


def _evidence(snapshot: Snapshot) -> list[Blocker]:
    if not snapshot.note_count:
        return [Blocker(Gap.NO_NOTES, "", "notes", not is_interim(snapshot))]
    return [Blocker(Gap.TO_CODE, "", "notes", False, snapshot.to_code)] if snapshot.to_code else []


def _interim(snapshot: Snapshot) -> list[Blocker]:
    """Points need their state; levels are optional, and only those of the criteria concerned (DOMAIN 9.2)."""
    found = []
    for item in lacks(snapshot):
        place = "prepare" if item.lack is Lack.NO_EARLIER_AUDIT else "compare"
        found.append(Blocker(Gap(item.lack), item.about, place, item.is_blocking))
    found += [Blocker(Gap.RATINGS_DIFFER, code, "team", True) for code in unsettled(snapshot)]
    for level in new_levels(snapshot):
        line = snapshot.framework.by_code[level.criterion].line
        if shortfalls(line, level.now, snapshot.evidence_of(level.criterion)):
            found.append(Blocker(Gap.THIN, level.criterion, "criteria", False))
    return found


def _ratings(snapshot: Snapshot) -> list[Blocker]:
    found, open_codes = [], []
    for criterion in snapshot.framework.criteria:
        agreed = snapshot.agreed.get(criterion.code)
        if agreed is None:
            open_codes.append(criterion.code)
        elif agreed.level in {NOT_ASSESSED, NOT_APPLICABLE} and not agreed.reason.strip():
            found.append(Blocker(Gap.NO_REASON, criterion.code, "criteria", True))
        elif shortfalls(criterion.line, agreed.level, snapshot.evidence_of(criterion.code)):
            found.append(Blocker(Gap.THIN, criterion.code, "criteria", False))
    found += [Blocker(Gap.RATINGS_DIFFER, code, "team", True) for code in unsettled(snapshot)]
    if open_codes:
        found.insert(0, Blocker(Gap.NOT_RATED, ", ".join(open_codes), "criteria", True, len(open_codes)))
    return found


def _findings(snapshot: Snapshot) -> list[Blocker]:
    found = []
    for finding in snapshot.findings:
        is_point = finding.kind in {FindingKind.DEVELOPMENT, FindingKind.CONDITION}
        if not finding.title.strip() or not finding.seen.strip() or (is_point and not finding.question.strip()):
            found.append(Blocker(Gap.FINDING_INCOMPLETE, finding.title, "report", True))
        if not finding.notes or not finding.criteria:
            found.append(Blocker(Gap.FINDING_WITHOUT_EVIDENCE, finding.title, "report", not snapshot.audit.is_sample))
    kinds = [finding.kind for finding in snapshot.findings]
    if kinds.count(FindingKind.STRENGTH) > MAX_STRENGTHS:
        found.append(Blocker(Gap.TOO_MANY_STRENGTHS, "", "report", True, kinds.count(FindingKind.STRENGTH)))
    if kinds.count(FindingKind.DEVELOPMENT) > MAX_POINTS:
        found.append(Blocker(Gap.TOO_MANY_POINTS, "", "report", True, kinds.count(FindingKind.DEVELOPMENT)))
    found += _too_few_points(snapshot, kinds)
    return found


def _too_few_points(snapshot: Snapshot, kinds: list[FindingKind]) -> list[Blocker]:
    count = kinds.count(FindingKind.DEVELOPMENT) + kinds.count(FindingKind.CONDITION)
    is_few = snapshot.audit.kind is AuditKind.FORMATIVE and count < FEWEST_POINTS
    return [Blocker(Gap.TOO_FEW_POINTS, "", "report", False, count)] if is_few else []


def _outcome(snapshot: Snapshot) -> list[Blocker]:
    """A summative report may say "no outcome: incomplete"; an advice stands only beside an outcome."""
    if snapshot.audit.kind is not AuditKind.SUMMATIVE:
        return []
    judgement = judge(snapshot)
    closed = sum(not gate.is_met for gate in judgement.gates)
    found = [Blocker(Gap.GATES_CLOSED, "", "outcome", False, closed)] if closed else []
    advice = snapshot.given_advice
    if advice is None and closed:
        return found
    state = advice_state(advice, judgement.outcome, snapshot)
    found += [Blocker(_ADVICE_GAPS[lack], "", "outcome", True) for lack in state.lacks]
    conditions = [item for item in snapshot.findings if item.kind is FindingKind.CONDITION]
    if advice is not None and advice.value == Outcome.CONDITIONS and not conditions:
        found.append(Blocker(Gap.NO_CONDITION, "", "report", True))
    if advice is not None and advice.value != Outcome.CONDITIONS and conditions:
        found.append(Blocker(Gap.CONDITION_UNASKED, "", "report", True, len(conditions)))
    for item in conditions:
        if not item.due or not item.proof.strip():
            found.append(Blocker(Gap.CONDITION_INCOMPLETE, item.title, "report", True))
        elif is_too_late(item.due, snapshot.audit.ends or snapshot.audit.starts):
            found.append(Blocker(Gap.CONDITION_TOO_LATE, item.title, "report", True))
    return found


def is_too_late(due: str, ends: str) -> bool:
    """Tell whether a condition is due more than twelve months after the visit (DOMAIN 9.4)."""
    try:
        last, visit = date.fromisoformat(due), date.fromisoformat(ends)
    except ValueError:
        return False
    return months_before(last, LONGEST_TERM) > visit


def _fact_check(snapshot: Snapshot) -> list[Blocker]:
    check = snapshot.fact_check
    waiting = len(open_points(snapshot.fact_points))
    found = [Blocker(Gap.FACT_POINTS_OPEN, "", "facts", True, waiting)] if waiting else []
    if check is not None and check.sent and not check.closed:
        found.append(Blocker(Gap.FACT_CHECK_OPEN, "", "facts", True))
    return found
