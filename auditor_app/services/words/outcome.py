"""The outcome of a summative audit in words: gates, demands, results and changes; for screen, terminal and report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from auditor_app.core.changes import ChangeSet, ShortestChanges
from auditor_app.core.decision import Decision, Outcome, Part, StandardDecision, StandardResult
from auditor_app.core.framework import Framework
from auditor_app.core.gate import Gate, Reason
from auditor_app.core.gates import counted_surveys
from auditor_app.core.model import Relation, Survey, SurveyGroup
from auditor_app.core.registered import registered
from auditor_app.core.rule import DecisionRule
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.statements import survey_shown
from auditor_app.i18n import N_, Translator
from auditor_app.services.words.first_letter import capital, small
from auditor_app.services.words.names import group_names, relation_names

MOST_CODES: Final = 6
"""More criteria than this are counted, not listed."""

_GATES: Final[Mapping[str, str]] = {
    "G1": N_("Formative audit"),
    "G2": N_("Surveys of pupils, parents and teachers"),
    "G3": N_("Quality development plan"),
    "G4": N_("Interim evaluation"),
    "G5": N_("Declarations of interests"),
    "G6": N_("Every criterion rated"),
    "G7": N_("Enough evidence"),
    "G8": N_("Consensus on the core criteria"),
}
_MET: Final[Mapping[str, str]] = {
    "G1": N_("There is a formative audit, with its date and framework version."),
    "G2": N_("All three groups were asked in the past eighteen months."),
    "G3": N_("The school's own plan is registered."),
    "G4": N_("An interim evaluation took place."),
    "G5": N_("Everybody has declared their interests."),
    "G6": N_("No criterion is without a level."),
    "G7": N_("Every level rests on enough notes, sources and auditors."),
    "G8": N_("The team's level stands, after ratings that were locked first."),
}
_REASONS: Final[Mapping[str, str]] = {
    "gate.formative_missing": N_("No formative audit is imported or registered."),
    "gate.formative_after_audit": N_("The formative audit ({found}) lies after this one ({needed})."),
    "gate.formative_without_version": N_("The framework version of the formative audit is missing."),
    "gate.plan_missing": N_("The school's quality development plan is not registered."),
    "gate.plan_after_audit": N_("The plan was adopted ({found}) after this audit ({needed})."),
    "gate.plan_without_date": N_("The day on which the school adopted its plan is missing."),
    "gate.interim_missing": N_("No interim evaluation is imported or registered."),
    "gate.interim_after_audit": N_("The interim evaluation ({found}) lies after this audit ({needed})."),
    "gate.audit_without_date": N_("The days of this visit are missing, so nobody can say how old the surveys are."),
    "gate.survey_missing": N_("{about}: no survey."),
    "gate.survey_without_date": N_("{about}: the survey has no date."),
    "gate.survey_after_audit": N_("{about}: the survey ({found}) lies after this audit ({needed})."),
    "gate.survey_too_old": N_("{about}: the survey of {found} is too old; {needed} is the earliest day that counts."),
    "gate.survey_without_counts": N_("{about}: how many were asked and answered is missing."),
    "gate.survey_counts_impossible": N_("{about}: {found} of {needed} answered, which cannot be."),
    "gate.survey_low_response": N_("{about}: {found} % answered, less than the usual {needed} %."),
    "gate.survey_few_answered": N_("{about}: few answered, less than the usual {needed} %; how many is not shown."),
    "gate.no_team": N_("There is no team."),
    "gate.not_declared": N_("{about}: no declaration of interests."),
    "gate.relation_open": N_("{about}: a tie with the school ({found}) that has not been weighed."),
    "gate.relation_weighed": N_("{about}: a tie with the school ({found}), weighed by the lead auditor."),
    "gate.own_open": N_("{about}: works at this school or for its board, which has not been weighed."),
    "gate.own_weighed": N_("{about}: works at this school or for its board, weighed by the lead auditor."),
    "gate.visit_returned": N_("{about}: this school audited the auditor's own ({found}), which has not been weighed."),
    "gate.visit_returned_weighed": N_(
        "{about}: this school audited the auditor's own ({found}), weighed by the lead auditor."
    ),
    "gate.partner_alone": N_("{about}: rated by the private partner's people only."),
    "gate.core_not_applicable": N_("{about}: a core criterion always applies."),
    "gate.not_applicable_without_reason": N_("{about}: not applicable, without a reason."),
    "gate.not_rated": N_("{about}: no level."),
    "gate.no_levels": N_("No level stands yet that evidence could be enough for."),
    "gate.evidence_notes": N_("{about}: too few notes."),
    "gate.evidence_sources": N_("{about}: only one kind of source."),
    "gate.evidence_auditors": N_("{about}: notes of one auditor only."),
    "gate.evidence_eye_witness": N_("{about}: nothing seen or heard from pupils themselves."),
    "gate.no_consensus": N_("{about}: the team has recorded no level."),
    "gate.no_own_ratings": N_("{about}: nobody's own rating."),
    "gate.ratings_not_locked": N_("{about}: own ratings are not locked."),
}
_EXCEPTED: Final = N_("{codes}: less evidence than usual, with a reason of lead and second auditor.")
_DEMANDS: Final[Mapping[str, str]] = {
    "granted.min_core": N_("All {n} core criteria at {level} or higher"),
    "granted.min_secured": N_("At least {needed} standards secured or shared"),
    "granted.no_level_1": N_("No criterion at 1"),
    "conditions.no_core_at_1": N_("No core criterion at 1"),
    "conditions.max_core_at_2": N_("At most {needed} core criteria at 2"),
    "conditions.min_secured": N_("At least {needed} standards secured or shared"),
    "conditions.no_standard_not_yet": N_("No standard not yet visible"),
    "conditions.hard": N_("{criterion} at {needed} or higher"),
    "visible.no_core_at_1": N_("no core criterion at 1"),
    "visible.max_count_of_1": N_("at most {needed} criteria at 1"),
    "secured.core": N_("all core criteria at 3 or higher"),
    "secured.no_level_1": N_("no criterion at 1"),
    "secured.max_noncore_at_2": N_("at most {needed} other criteria at 2"),
    "shared.none_below_3": N_("no criterion below 3"),
    "shared.min_count_of_4": N_("at least {needed} criteria at 4"),
}
_DAYS: Final = ("_after_audit", "_too_old")


def outcome_names(tr: Translator) -> Mapping[Outcome, str]:
    """Name the outcomes; "no outcome" is not the same as "not yet"."""
    return {
        Outcome.GRANTED: tr("granted"),
        Outcome.CONDITIONS: tr("granted with conditions"),
        Outcome.NOT_YET: tr("not yet granted"),
        Outcome.INCOMPLETE: tr("no outcome: incomplete"),
    }


def outcome_name(tr: Translator, value: str) -> str:
    """Name an outcome or an advice as a heading."""
    name = outcome_names(tr)[Outcome(value)]
    return capital(name)


def result_names(tr: Translator) -> Mapping[StandardResult, str]:
    """Name the results of a standard."""
    return {
        StandardResult.SHARED: tr("shared"),
        StandardResult.SECURED: tr("secured"),
        StandardResult.DEVELOPING: tr("developing"),
        StandardResult.NOT_YET: tr("not yet visible"),
        StandardResult.NOT_APPLICABLE: tr("not applicable"),
        StandardResult.INCOMPLETE: tr("incomplete"),
    }


def gate_name(tr: Translator, gate: Gate) -> str:
    """Name a gate."""
    return tr(_GATES.get(gate.code, gate.code))


def gate_lines(tr: Translator, gate: Gate) -> list[str]:
    """Say why a gate is closed, one sentence per kind of reason; a gate that is met says what it is met by."""
    return _said(tr, gate.reasons) or [tr(_MET.get(gate.code, ""))]


def gate_warnings(tr: Translator, gate: Gate) -> list[str]:
    """Say what deserves attention and closes nothing."""
    if gate.code == "G7" and gate.warnings:
        codes = dict.fromkeys(reason.about for reason in gate.warnings)
        return [tr(_EXCEPTED).format(codes=listed(tr, codes))]
    return _said(tr, gate.warnings)


def met_words(tr: Translator, snapshot: Snapshot, gate: Gate) -> str:
    """Say what a gate is met by: the days that count, and of the surveys how many were asked and answered."""
    before = registered(snapshot)
    if gate.code == "G1" and before.formative is not None:
        words = tr("Formative audit of {date}, framework version {version}.")
        return words.format(date=tr.date(before.formative), version=before.formative_version)
    if gate.code == "G2":
        minimum = snapshot.audit.survey_minimum
        return "\n".join(_asked_words(tr, survey_shown(item, minimum)) for item in counted_surveys(snapshot))
    if gate.code == "G3" and before.plan is not None:
        return tr("The school adopted its plan on {date}.").format(date=tr.date(before.plan))
    if gate.code == "G4" and before.interim is not None:
        return tr("Interim evaluation of {date}.").format(date=tr.date(before.interim))
    return tr(_MET.get(gate.code, ""))


def _asked_words(tr: Translator, survey: Survey) -> str:
    if survey.is_small:
        return tr("{group}: {asked} asked, too few answered to say how many, {date}.").format(
            group=group_names(tr)[survey.group], asked=survey.asked, date=tr.date(survey.held, "MMMM y")
        )
    asked, answered = survey.asked or 1, survey.answered or 0
    return tr("{group}: {answered} of {asked} answered ({percent} %), {date}.").format(
        group=group_names(tr)[survey.group], answered=answered, asked=asked, percent=round(answered * 100 / asked),
        date=tr.date(survey.held, "MMMM y"),
    )  # fmt: skip


def _said(tr: Translator, reasons: Iterable[Reason]) -> list[str]:
    """Put reasons that differ only in what they are about into one sentence."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for reason in reasons:
        # How much was found differs per criterion and would only make one sentence per criterion of it.
        is_counted = reason.code.startswith(("gate.evidence", "gate.ratings_not_locked", "gate.not_rated"))
        key = (reason.code, "", "") if is_counted else (reason.code, reason.found, reason.needed)
        grouped.setdefault(key, []).append(_about(tr, reason))
    return [_sentence(tr, code, about, found, needed) for (code, found, needed), about in grouped.items()]


def _sentence(tr: Translator, code: str, about: list[str], found: str, needed: str) -> str:
    if code.endswith(_DAYS):
        found, needed = tr.date(found, "d MMM y"), tr.date(needed, "d MMM y")
    elif code.startswith("gate.visit_returned"):
        found = tr.date(found, "MMMM y")
    elif code.startswith("gate.relation"):
        found = relation_names(tr)[Relation(found)] if found in set(Relation) else found
    elif code.startswith("gate.survey"):
        about = [about[0], *(small(name) for name in about[1:])]
    return tr(_REASONS.get(code, code)).format(about=listed(tr, about), found=found, needed=needed)


def _about(tr: Translator, reason: Reason) -> str:
    if reason.code.startswith("gate.survey") and reason.about in set(SurveyGroup):
        return group_names(tr)[SurveyGroup(reason.about)]
    return reason.about


def listed(tr: Translator, words: Iterable[str]) -> str:
    """Join codes as one does in a sentence; a long list ends with how many more there are."""
    every = list(words)
    if len(every) > MOST_CODES:
        rest = len(every) - MOST_CODES + 1
        return tr("{codes} and {n} others").format(codes=", ".join(every[: MOST_CODES - 1]), n=rest)
    return tr.listed(every)


@dataclass(frozen=True)
class Demand:
    """A row of the derivation: what the rule asks, what was found, and which criteria or standards count against it."""

    text: str
    found: str
    is_met: bool
    remark: str


def demands(tr: Translator, framework: Framework, rule: DecisionRule, decision: Decision, of: Outcome) -> list[Demand]:
    """Say every demand for "granted" or "granted with conditions", met or not."""
    parts = decision.granted if of is Outcome.GRANTED else decision.conditions
    return [_demand(tr, framework, rule, part) for part in parts]


def _demand(tr: Translator, framework: Framework, rule: DecisionRule, part: Part) -> Demand:
    words = tr(_DEMANDS[part.code]).format(
        n=part.needed, needed=part.needed, level=rule.granted_min_core, criterion=rule.hard_criterion
    )
    remark = _remark(tr, part)
    if part.code == "conditions.hard":
        remark = tr("cannot be made up for")
    return Demand(words, _found(tr, framework, part), part.holds, remark)


def _found(tr: Translator, framework: Framework, part: Part) -> str:
    if part.code == "granted.min_core":
        return tr("{found} of {all}").format(found=part.found, all=part.needed)
    if part.code.endswith("min_secured"):
        return tr("{found} of {all}").format(found=part.found, all=len(framework.standards))
    if part.code.endswith("_at_2"):
        return tr("{n} at 2").format(n=part.found)
    if part.code.endswith("_1"):
        return tr("{n} at 1").format(n=part.found)
    if part.code == "conditions.no_standard_not_yet":
        return tr("{found} of {all}").format(found=part.found, all=len(framework.standards))
    return str(part.found)


def _remark(tr: Translator, part: Part) -> str:
    if part.standards:
        return listed(tr, part.standards)
    return listed(tr, part.criteria) if part.criteria else ""


def standard_reason(tr: Translator, decision: StandardDecision) -> str:
    """Say which criteria keep a standard from its next better result."""
    if decision.missing:
        return tr("{codes}: no level.").format(codes=listed(tr, decision.missing))
    asked = {
        StandardResult.NOT_YET: "visible",
        StandardResult.DEVELOPING: "secured",
        StandardResult.SECURED: "shared",
    }.get(decision.result)
    failing = [part for part in decision.parts if not part.holds and part.code.partition(".")[0] == asked]
    said = []
    for part in failing:
        demand = tr(_DEMANDS[part.code]).format(needed=part.needed)
        is_count = part.code == "shared.min_count_of_4"
        said.append(demand if is_count else f"{demand} ({listed(tr, part.criteria)})")
    if not said:
        return ""
    result = result_names(tr)[_BETTER[decision.result]]
    return tr("“{result}” asks: {demands}").format(result=result, demands="; ".join(said))


_BETTER: Final = {
    StandardResult.NOT_YET: StandardResult.DEVELOPING,
    StandardResult.DEVELOPING: StandardResult.SECURED,
    StandardResult.SECURED: StandardResult.SHARED,
}


def deciding_words(tr: Translator, decision: Decision) -> str:
    """Say which criteria decide: those that keep the outcome from being the next better one."""
    if decision.missing:
        return tr("Not complete: {codes} without a level.").format(codes=listed(tr, decision.missing))
    if not decision.failing:
        return tr("Every demand of the rule is met.")
    return tr("What decides: {codes}.").format(codes=listed(tr, decision.deciding))


def change_words(tr: Translator, change: ChangeSet) -> str:
    """Say one shortest set of changes as a sentence."""
    sentence = tr("{changes}: then the computed outcome is “{outcome}”.")
    return sentence.format(changes=raised_words(tr, change), outcome=outcome_names(tr)[change.outcome])


def raised_words(tr: Translator, change: ChangeSet) -> str:
    """Say which criteria would have to rise to which level: "E3.3 and O3.3 to 3"."""
    levels: dict[int, list[str]] = {}
    for item in change.raises:
        levels.setdefault(item.to, []).append(item.criterion)
    said = [tr("{code} to {level}").format(code=listed(tr, codes), level=level) for level, codes in levels.items()]
    return listed(tr, said)


def changes_words(tr: Translator, changes: ShortestChanges | None, outcome: Outcome) -> str:
    """Say in a sentence or two what would change the outcome, without listing every way."""
    if changes is None:
        best = tr("There is no better outcome than this one.")
        return best if outcome is Outcome.GRANTED else tr("Nothing can be said before every criterion has a level.")
    name = outcome_names(tr)[changes.target]
    if not changes.sets:
        return tr("No change of levels leads to “{outcome}” under this rule.").format(outcome=name)
    if changes.total == 1:
        return _one_way(tr, changes.sets[0], name)
    ways = tr.plural("There is {n} shortest way", "There are {n} shortest ways", changes.total)
    needed = tr.plural("{n} criterion", "{n} criteria", changes.criteria)
    return tr("{ways} to “{outcome}”; each asks {criteria} to rise.").format(ways=ways, outcome=name, criteria=needed)


def _one_way(tr: Translator, change: ChangeSet, name: str) -> str:
    if len(change.raises) == 1:
        (only,) = change.raises
        sentence = tr("If {code} rises to level {level} and nothing falls, the computed outcome is “{outcome}”.")
        return sentence.format(code=only.criterion, level=only.to, outcome=name)
    levels = {item.to for item in change.raises}
    if len(levels) == 1:
        codes = listed(tr, [item.criterion for item in change.raises])
        sentence = tr(
            "If {codes} rise to {level} and nothing falls, the computed outcome is “{outcome}”. Fewer is not enough."
        )
        return sentence.format(codes=codes, level=levels.pop(), outcome=name)
    sentence = tr(
        "If these rise and nothing falls, the computed outcome is “{outcome}”: {changes}. Fewer is not enough."
    )
    return sentence.format(changes=raised_words(tr, change), outcome=name)
