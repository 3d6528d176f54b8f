"""The gates G1 to G8 before a summative outcome (DOMAIN 9.3): what is met, what is not and why, in codes."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from auditor_app.core.decision import Decision, Outcome, SummativeRatings, decide, must_be_rated, summative_ratings
from auditor_app.core.errors import UserError
from auditor_app.core.evidence import shortfalls
from auditor_app.core.gate import Gate, Reason
from auditor_app.core.interests import PARTNER_NEVER_ALONE, Tie, flags, only_partner_rated
from auditor_app.core.model import (
    LEVELS,
    NOT_APPLICABLE,
    Audit,
    AuditKind,
    EvidenceException,
    Rating,
    Role,
    Survey,
    SurveyGroup,
)
from auditor_app.core.projection import project
from auditor_app.core.registered import Registered, day_of, registered
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.core.statements import is_small

ASKED = (SurveyGroup.PUPILS, SurveyGroup.PARENTS, SurveyGroup.TEACHERS)
"""Who has to be asked before a summative audit."""


def response_wanted(audit: Audit) -> Mapping[SurveyGroup, int]:
    """Give the response in per cent below which a survey warns; an audit's own setting."""
    return MappingProxyType(dict(zip(ASKED, (audit.warn_pupils, audit.warn_parents, audit.warn_teachers), strict=True)))


@dataclass(frozen=True)
class GateSettings:
    """The thresholds of the gates; response in per cent, below which a survey warns, is the audit's unless given."""

    survey_months: int = 18
    response: Mapping[SurveyGroup, int] | None = field(default=None, hash=False)
    partner_never_alone: tuple[str, ...] = PARTNER_NEVER_ALONE
    """Criteria of which the private partner's people may not be the only raters (DOMAIN 10.4)."""


DEFAULT_SETTINGS = GateSettings()


@dataclass(frozen=True)
class Judgement:
    """The gates, the decision the rule gives, and the outcome: none at all as long as a gate is closed."""

    gates: tuple[Gate, ...]
    decision: Decision
    outcome: Outcome


def judge(snapshot: Snapshot, settings: GateSettings = DEFAULT_SETTINGS) -> Judgement:
    """Check the gates of a summative audit and decide; raises `UserError("decision.not_summative")` for any other."""
    ratings = summative_ratings(snapshot)
    found = _gates(snapshot, ratings, settings)
    decision = decide(ratings)
    is_open = all(gate.is_met for gate in found)
    return Judgement(found, decision, decision.outcome if is_open else Outcome.INCOMPLETE)


def gates(snapshot: Snapshot, settings: GateSettings = DEFAULT_SETTINGS) -> tuple[Gate, ...]:
    """Check the eight gates of a summative audit; of what left the team, give how they stood."""
    return _gates(snapshot, summative_ratings(snapshot), settings)


def for_school(snapshot: Snapshot) -> Snapshot:
    """Give what the school may have; of a summative audit with how the gates stand, which it could not see itself."""
    if snapshot.audit.kind is AuditKind.SUMMATIVE and snapshot.audience is Audience.TEAM:
        snapshot = snapshot.but(gates=gates(snapshot))
    return project(snapshot, Audience.SCHOOL)


def _gates(snapshot: Snapshot, ratings: SummativeRatings, settings: GateSettings) -> tuple[Gate, ...]:
    if snapshot.audience is not Audience.TEAM:
        if not snapshot.gates:
            raise UserError("gates.not_the_teams_copy")
        return snapshot.gates
    before = registered(snapshot)
    return (
        _formative(snapshot, before),
        _surveys(snapshot, settings),
        _plan(snapshot, before),
        _dated("G4", "interim", before.interim, snapshot),
        _declarations(snapshot, settings),
        _rated(snapshot, ratings),
        _evidence(snapshot, ratings),
        _consensus(snapshot),
    )


def _lastday_of(snapshot: Snapshot) -> date | None:
    return day_of(snapshot.audit.ends) or day_of(snapshot.audit.starts)


def _dated(gate: str, what: str, day: date | None, snapshot: Snapshot) -> Gate:
    if day is None:
        return Gate(gate, (Reason(f"gate.{what}_missing"),))
    last = _lastday_of(snapshot)
    if last and day > last:
        return Gate(gate, (Reason(f"gate.{what}_after_audit", found=day.isoformat(), needed=last.isoformat()),))
    return Gate(gate)


def _formative(snapshot: Snapshot, before: Registered) -> Gate:
    gate = _dated("G1", "formative", before.formative, snapshot)
    if gate.is_met and not before.formative_version.strip():
        return Gate("G1", (Reason("gate.formative_without_version"),))
    return gate


def _plan(snapshot: Snapshot, before: Registered) -> Gate:
    if before.has_plan and before.plan is None:
        return Gate("G3", (Reason("gate.plan_without_date"),))
    return _dated("G3", "plan", before.plan, snapshot)


def _surveys(snapshot: Snapshot, settings: GateSettings) -> Gate:
    starts = day_of(snapshot.audit.starts)
    if starts is None:
        return Gate("G2", (Reason("gate.audit_without_date"),))
    reasons: list[Reason] = []
    warnings: list[Reason] = []
    wanted = response_wanted(snapshot.audit) if settings.response is None else settings.response
    for group in ASKED:
        newest_first = sorted(_of_group(snapshot, group), key=_held, reverse=True)
        wrongs = [_wrong_survey(survey, starts, _lastday_of(snapshot) or starts, settings) for survey in newest_first]
        if not wrongs:
            reasons.append(Reason("gate.survey_missing", group))
        elif all(wrongs):
            reasons += [wrong for wrong in wrongs[:1] if wrong]
        else:
            warnings += _low_response(newest_first[wrongs.index(None)], wanted, snapshot.audit.survey_minimum)
    return Gate("G2", tuple(reasons), tuple(warnings))


def counted_surveys(snapshot: Snapshot, settings: GateSettings = DEFAULT_SETTINGS) -> tuple[Survey, ...]:
    """Give the survey that G2 counts, of each group that has one: the newest that is right."""
    starts = day_of(snapshot.audit.starts)
    if starts is None:
        return ()
    last = _lastday_of(snapshot) or starts
    found = []
    for group in ASKED:
        right = [item for item in _of_group(snapshot, group) if _wrong_survey(item, starts, last, settings) is None]
        found += sorted(right, key=_held, reverse=True)[:1]
    return tuple(found)


def _of_group(snapshot: Snapshot, group: SurveyGroup) -> list[Survey]:
    """Give the surveys of a whole group; those of its parts only where there is none."""
    mine = [item for item in snapshot.surveys if item.group is group]
    return [item for item in mine if not item.title] or mine


def _held(survey: Survey) -> date:
    return day_of(survey.held) or date.min


def _wrong_survey(survey: Survey, starts: date, last: date, settings: GateSettings) -> Reason | None:
    group, day = survey.group, day_of(survey.held)
    oldest = months_before(starts, settings.survey_months)
    if day is None:
        return Reason("gate.survey_without_date", group)
    if day > last:
        return Reason("gate.survey_after_audit", group, day.isoformat(), last.isoformat())
    if day < oldest:
        return Reason("gate.survey_too_old", group, day.isoformat(), oldest.isoformat())
    if survey.asked is None or survey.answered is None:
        return Reason("gate.survey_without_counts", group)
    is_possible = 0 < survey.answered <= survey.asked
    return None if is_possible else _impossible(survey)


def _impossible(survey: Survey) -> Reason:
    return Reason("gate.survey_counts_impossible", survey.group, str(survey.answered), str(survey.asked))


def _low_response(survey: Survey, wanted: Mapping[SurveyGroup, int], minimum: int) -> list[Reason]:
    """Warn of a low response; where only a few answered not its per cent, from which their number could be computed."""
    needed = wanted.get(survey.group, 0)
    asked, answered = survey.asked or 0, survey.answered or 0
    if answered * 100 >= needed * asked:
        return []
    if is_small(survey, minimum):
        return [Reason("gate.survey_few_answered", survey.group, needed=str(needed))]
    return [Reason("gate.survey_low_response", survey.group, str(answered * 100 // asked), str(needed))]


def months_before(day: date, months: int) -> date:
    """Give the same day so many months earlier, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _declarations(snapshot: Snapshot, settings: GateSettings) -> Gate:
    reasons = [] if snapshot.members else [Reason("gate.no_team")]
    warnings: list[Reason] = []
    names = {member.id: member.name for member in snapshot.members}
    told = set[str]()
    for flag in flags(snapshot):
        if flag.tie is Tie.PARTNER or flag.member in told:
            continue
        told.add(flag.member)
        reason = Reason(_TIES.get((flag.tie, flag.is_weighed), "gate.not_declared"), names[flag.member])
        if flag.tie in {Tie.DECLARED, Tie.RECIPROCAL}:
            reason = replace(reason, found=flag.about)
        (reasons if flag.is_open else warnings).append(reason)
    reasons += [
        Reason("gate.partner_alone", code) for code in only_partner_rated(snapshot, settings.partner_never_alone)
    ]
    return Gate("G5", tuple(reasons), tuple(warnings))


_TIES: Final = {
    (Tie.DECLARED, False): "gate.relation_open",
    (Tie.DECLARED, True): "gate.relation_weighed",
    (Tie.OWN_SCHOOL, False): "gate.own_open",
    (Tie.OWN_SCHOOL, True): "gate.own_weighed",
    (Tie.OWN_BOARD, False): "gate.own_open",
    (Tie.OWN_BOARD, True): "gate.own_weighed",
    (Tie.RECIPROCAL, False): "gate.visit_returned",
    (Tie.RECIPROCAL, True): "gate.visit_returned_weighed",
}


def _rated(snapshot: Snapshot, ratings: SummativeRatings) -> Gate:
    reasons = []
    for criterion in ratings.framework.criteria:
        level = ratings.levels[criterion.code]
        if level == NOT_APPLICABLE:
            if must_be_rated(ratings.rule, criterion):
                reasons.append(Reason("gate.core_not_applicable", criterion.code))
            elif not snapshot.agreed[criterion.code].reason.strip():
                reasons.append(Reason("gate.not_applicable_without_reason", criterion.code))
        elif level not in LEVELS:
            reasons.append(Reason("gate.not_rated", criterion.code, level))
    return Gate("G6", tuple(reasons))


def _evidence(snapshot: Snapshot, ratings: SummativeRatings) -> Gate:
    if not any(ratings.levels.values()):
        return Gate("G7", (Reason("gate.no_levels"),))
    excepted = {item.criterion for item in snapshot.exceptions if is_agreed(snapshot, item)}
    reasons: list[Reason] = []
    warnings: list[Reason] = []
    for criterion in ratings.framework.criteria:
        code = criterion.code
        found = warnings if code in excepted else reasons
        for gap in shortfalls(criterion.line, ratings.levels[code], snapshot.evidence_of(code)):
            found.append(Reason(f"gate.evidence_{gap.what}", code, str(gap.found), str(gap.needed)))
    return Gate("G7", tuple(reasons), tuple(warnings))


def is_agreed(snapshot: Snapshot, exception: EvidenceException) -> bool:
    """Tell whether an exception has a reason and the lead and the second auditor behind it: two persons."""
    roles = {member.id: member.role for member in snapshot.members}
    is_by_lead = roles.get(exception.lead) is Role.LEAD
    return bool(exception.reason.strip()) and is_by_lead and roles.get(exception.second) is Role.SECOND


def _consensus(snapshot: Snapshot) -> Gate:
    recorded = {item.criterion for item in snapshot.consensus if item.level}
    team = {member.id for member in snapshot.members}
    given: dict[str, list[Rating]] = {}
    for rating in snapshot.ratings:
        # Nobody waits for the lock of who left the team; what was locked before that counts.
        if rating.level and (rating.is_locked or rating.member in team):
            given.setdefault(rating.criterion, []).append(rating)
    reasons = []
    for criterion in snapshot.framework.criteria:
        if not criterion.is_core:
            continue
        mine = given.get(criterion.code, [])
        if criterion.code not in recorded:
            reasons.append(Reason("gate.no_consensus", criterion.code))
        if not mine:
            reasons.append(Reason("gate.no_own_ratings", criterion.code))
        unlocked = sum(not rating.is_locked for rating in mine)
        if unlocked:
            reasons.append(Reason("gate.ratings_not_locked", criterion.code, str(unlocked), "0"))
    return Gate("G8", tuple(reasons))
