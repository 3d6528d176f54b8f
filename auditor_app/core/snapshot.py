"""One audit at one moment, as a frozen value and as canonical JSON (RFC 8785); all reading out starts here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from auditor_app.core.canonical import canonical_json
from auditor_app.core.codec import Json, decode, encode
from auditor_app.core.errors import UserError
from auditor_app.core.evidence import EvidenceCount
from auditor_app.core.framework import Framework, build_framework
from auditor_app.core.frozen import EMPTY, nothing, plain
from auditor_app.core.gate import Gate
from auditor_app.core.model import (
    Activity,
    Advice,
    Attachment,
    AttachmentKind,
    Audit,
    AuditKind,
    Cell,
    Chapter,
    Consensus,
    DevelopmentPlan,
    Document,
    EvidenceException,
    FactCheck,
    FactPoint,
    Finding,
    FollowUp,
    FrozenFramework,
    Goal,
    Hypothesis,
    Layout,
    Link,
    Member,
    Milestone,
    Note,
    Rating,
    Role,
    Sensitivity,
    Survey,
    SurveyQuestion,
    TracedGoal,
)
from auditor_app.core.statements import is_small, questions_shown, survey_shown

NO_EVIDENCE = EvidenceCount()
FORMAT = "auditor-snapshot"
MAJOR, MINOR = 1, 2
ATTACHMENT_NAME = "audit.json"
"""The name of the snapshot inside a signed report."""


class Audience(StrEnum):
    """Who a snapshot is for."""

    TEAM = "team"
    SCHOOL = "school"


@dataclass(frozen=True)
class LevelThen:
    """The level of one criterion in an earlier audit, and what it rested on."""

    level: str = ""
    notes: int = 0
    auditors: int = 0
    audit: str = ""
    """The audit that gave it, where that is an earlier one than the baseline itself."""
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Stage:
    """One audit on the way from 0-meting to summative audit, and the levels it gave itself."""

    audit: str = ""
    kind: AuditKind = AuditKind.FORMATIVE
    starts: str = ""
    ends: str = ""
    framework_id: str = ""
    framework_version: str = ""
    levels: Mapping[str, str] = field(default_factory=dict, hash=False)
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)


@dataclass(frozen=True)
class Baseline:
    """What is taken over from one earlier report: levels and development points, never re-judged.

    An interim evaluation judges few criteria anew: the others come along with the audit that gave them. `stages` are
    the audits so far, the oldest first and the report's own last; `follow_ups` what was said of the points since.
    """

    report: str = ""
    audit: str = ""
    kind: AuditKind = AuditKind.FORMATIVE
    starts: str = ""
    ends: str = ""
    framework_id: str = ""
    framework_version: str = ""
    fingerprint: str = ""
    levels: Mapping[str, LevelThen] = field(default_factory=dict, hash=False)
    points: tuple[Finding, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    stages: tuple[Stage, ...] = ()
    surveys: tuple[Survey, ...] = ()
    survey_questions: tuple[SurveyQuestion, ...] = ()
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def own_stage(self) -> Stage:
        """Give the report itself as a stage."""
        mine = {code: item.level for code, item in self.levels.items() if item.audit in {"", self.audit}}
        versions = (self.framework_id, self.framework_version)
        return Stage(self.audit, self.kind, self.starts, self.ends, *versions, levels=mine)

    @property
    def whole_way(self) -> tuple[Stage, ...]:
        """Give all audits so far, the report's own last."""
        return self.stages or (self.own_stage,)

    def stage_of(self, criterion: str) -> Stage:
        """Give the audit whose level stands for a criterion."""
        audit = self.levels[criterion].audit if criterion in self.levels else ""
        return next((stage for stage in self.stages if audit and stage.audit == audit), self.own_stage)


BASELINE_LISTS: Mapping[str, type] = MappingProxyType(
    {
        "points": Finding,
        "follow_ups": FollowUp,
        "stages": Stage,
        "surveys": Survey,
        "survey_questions": SurveyQuestion,
    }
)
"""The lists of a baseline: field name -> class."""

LISTS: Mapping[str, tuple[str, type]] = MappingProxyType(
    {
        "members": ("member", Member),
        "activities": ("activity", Activity),
        "notes": ("note", Note),
        "links": ("link", Link),
        "ratings": ("rating", Rating),
        "consensus": ("consensus", Consensus),
        "findings": ("finding", Finding),
        "chapters": ("chapter", Chapter),
        "hypotheses": ("hypothesis", Hypothesis),
        "documents": ("document", Document),
        "attachments": ("attachment", Attachment),
        "cells": ("cell", Cell),
        "traces": ("trace", TracedGoal),
        "surveys": ("survey", Survey),
        "survey_questions": ("survey_question", SurveyQuestion),
        "follow_ups": ("follow_up", FollowUp),
        "plans": ("plan", DevelopmentPlan),
        "goals": ("goal", Goal),
        "milestones": ("milestone", Milestone),
        "exceptions": ("exception", EvidenceException),
        "advice": ("advice", Advice),
        "fact_checks": ("fact_check", FactCheck),
        "fact_points": ("fact_point", FactPoint),
        "layouts": ("layout", Layout),
    }
)
"""The lists of a snapshot: field name -> (kind, class)."""


@dataclass(frozen=True)
class Snapshot:
    """One audit at one moment; lists hold nothing that was deleted and are ordered by id unless said otherwise."""

    audit: Audit
    frozen: FrozenFramework
    audience: Audience = Audience.TEAM
    taken: str = ""
    heads: Mapping[str, str] = field(default_factory=dict, hash=False)
    members: tuple[Member, ...] = ()
    activities: tuple[Activity, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    ratings: tuple[Rating, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    findings: tuple[Finding, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    documents: tuple[Document, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    cells: tuple[Cell, ...] = ()
    traces: tuple[TracedGoal, ...] = ()
    surveys: tuple[Survey, ...] = ()
    survey_questions: tuple[SurveyQuestion, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    plans: tuple[DevelopmentPlan, ...] = ()
    goals: tuple[Goal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    exceptions: tuple[EvidenceException, ...] = ()
    advice: tuple[Advice, ...] = ()
    fact_checks: tuple[FactCheck, ...] = ()
    fact_points: tuple[FactPoint, ...] = ()
    gates: tuple[Gate, ...] = ()
    """How the gates stood, in what others receive of a summative audit: they cannot see what the gates are met by."""
    layouts: tuple[Layout, ...] = ()
    evidence: Mapping[str, EvidenceCount] = field(default_factory=dict, hash=False)
    baseline: Baseline | None = None
    withheld: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    def but(self, **fields: Any) -> Snapshot:  # noqa: ANN401 - the fields of a snapshot
        """Give it with other fields."""
        return replace(self, **fields)

    @cached_property
    def framework(self) -> Framework:
        """Give the framework the audit used, with its references checked."""
        return build_framework(self.frozen.body)

    @cached_property
    def note_count(self) -> int:
        """Give the number of notes."""
        return len(self.notes)

    @cached_property
    def to_code(self) -> int:
        """Give the number of notes that are tied to nothing and stay in the report."""
        tied = {link.note for link in self.links}
        return sum(note.id not in tied and not note.is_excluded for note in self.notes)

    @cached_property
    def layout(self) -> Layout:
        """Give how the report is set; the usual way unless somebody chose another."""
        return next(iter(self.layouts), Layout())

    @cached_property
    def lead(self) -> Member | None:
        """Give the lead auditor, if one is named."""
        return next((member for member in self.members if member.role is Role.LEAD), None)

    @cached_property
    def levels(self) -> Mapping[str, str]:
        """Give the team's level per criterion: the consensus, else the only or the lead auditor's rating."""
        return {code: item.level for code, item in self.agreed.items() if item.level}

    @cached_property
    def agreed(self) -> Mapping[str, Consensus]:
        """Give the team's consensus per criterion, made up from the ratings where none was recorded."""
        recorded = {item.criterion: item for item in self.consensus if item.level}
        for code in {rating.criterion for rating in self.ratings if rating.level} - recorded.keys():
            made = self._from_ratings(code)
            if made:
                recorded[code] = made
        return dict(sorted(recorded.items()))

    def _from_ratings(self, code: str) -> Consensus | None:
        mine = [rating for rating in self.ratings if rating.criterion == code and rating.level]
        lead = self.lead.id if self.lead else ""
        chosen = next((rating for rating in mine if rating.member == lead), None)
        if chosen is None and len({rating.level for rating in mine}) == 1:
            chosen = mine[0]
        if chosen is None:
            return None
        return Consensus(f"{self.audit.id}:{code}", self.audit.id, code, chosen.level, chosen.reason)

    @property
    def plan(self) -> DevelopmentPlan | None:
        """Give the school's quality development plan, if it was registered."""
        return next((item for item in self.plans if item.title.strip() or item.adopted), None)

    @cached_property
    def given_advice(self) -> Advice | None:
        """Give what the team advises, if it has said so."""
        return next((item for item in self.advice if item.value), None)

    @cached_property
    def fact_check(self) -> FactCheck | None:
        """Give the check of the facts by the school, if one was begun."""
        return next(iter(self.fact_checks), None)

    def evidence_of(self, criterion: str) -> EvidenceCount:
        """Give the counts of one criterion; none are zeros."""
        return self.evidence.get(criterion, NO_EVIDENCE)


def to_document(snapshot: Snapshot) -> Json:
    """Give the snapshot as JSON that follows `snapshot-1.schema.json`."""
    lists = {name: [encode(item) for item in getattr(snapshot, name)] for name in LISTS}
    return {
        **plain(snapshot.extra),
        "format": FORMAT,
        "version": f"{MAJOR}.{MINOR}",
        "audience": str(snapshot.audience),
        "taken": snapshot.taken,
        "heads": plain(snapshot.heads),
        "audit": encode(snapshot.audit),
        "framework": encode(snapshot.frozen),
        **lists,
        "gates": [encode(gate) for gate in snapshot.gates],
        "evidence": {code: encode(count) for code, count in snapshot.evidence.items()},
        "baseline": _baseline_document(snapshot.baseline),
        "withheld": list(snapshot.withheld),
    }


def _baseline_document(baseline: Baseline | None) -> Json | None:
    if baseline is None:
        return None
    levels = {code: encode(level) for code, level in baseline.levels.items()}
    return {**encode(replace(baseline, levels={})), "levels": levels}


def canonical(document: Json) -> bytes:
    """Give canonical JSON bytes (RFC 8785): same snapshot, same bytes."""
    return canonical_json(document)


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """Give the snapshot's canonical JSON."""
    return canonical(to_document(snapshot))


def fingerprint(content: bytes) -> str:
    """Give the SHA-256 of a snapshot's bytes in hexadecimal: what the report's cover prints."""
    return hashlib.sha256(content).hexdigest()


def parse_document(content: bytes) -> Json:
    """Read untrusted JSON strictly: UTF-8, no duplicate keys, no NaN; raises `UserError("snapshot.invalid")`."""
    try:
        document = json.loads(content.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UserError("snapshot.invalid", path="", reason=str(error)) from error
    if not isinstance(document, dict):
        raise UserError("snapshot.invalid", path="", reason="not an object")
    check_version(document)
    return document


def check_version(document: Json) -> None:
    """Refuse what is not a snapshot, and a newer major version than this program knows."""
    if document.get("format") != FORMAT:
        raise UserError("snapshot.not_a_snapshot")
    version = str(document.get("version", ""))
    major = version.partition(".")[0]
    if not major.isascii() or not major.isdigit():
        raise UserError("snapshot.invalid", path="version", reason=version[:40])
    if int(major[:9]) > MAJOR:
        raise UserError("snapshot.newer", version=version[:40], known=f"{MAJOR}.{MINOR}")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        message = "an object has the same key twice"
        raise ValueError(message)
    return seen


def _refuse(constant: str) -> None:
    message = f"{constant} is not a JSON value"
    raise ValueError(message)


def from_document(document: Json) -> Snapshot:
    """Build a snapshot from checked JSON; unknown fields are kept and written back."""
    check_version(document)
    if not isinstance(document.get("audit"), Mapping) or not isinstance(document.get("framework"), Mapping):
        raise UserError("snapshot.invalid", path="audit", reason="missing")
    known = {"format", "version", "audit", "framework", "baseline", "evidence", "audience", "gates"}
    simple = {"taken", "heads", "withheld"}
    lists: Json = {name: _entities(document, name, kind) for name, (_, kind) in LISTS.items()}
    try:
        audience = Audience(document.get("audience", "team"))
    except ValueError as error:
        raise UserError("snapshot.invalid", path="audience", reason=str(error)) from error
    return Snapshot(
        audit=decode(Audit, document["audit"]),
        frozen=decode(FrozenFramework, document["framework"]),
        audience=audience,
        taken=str(document.get("taken", "")),
        heads=MappingProxyType(dict(document.get("heads") or {})),
        **lists,
        gates=_entities(document, "gates", Gate),
        evidence={code: decode(EvidenceCount, count) for code, count in (document.get("evidence") or {}).items()},
        baseline=_baseline(document.get("baseline")),
        withheld=tuple(document.get("withheld") or ()),
        extra={
            name: value
            for name, value in document.items()
            if name not in known and name not in simple and name not in LISTS
        },
    )


def _entities(document: Json, name: str, kind: type) -> tuple[Any, ...]:
    items = document.get(name) or ()
    if not isinstance(items, (list, tuple)):
        raise UserError("snapshot.invalid", path=name, reason="not a list")
    return tuple(decode(kind, item) for item in items)


def _baseline(value: Json | None) -> Baseline | None:
    if not value:
        return None
    levels = {code: decode(LevelThen, level) for code, level in (value.get("levels") or {}).items()}
    lists: Json = {name: _entities(value, name, kind) for name, kind in BASELINE_LISTS.items()}
    rest = {name: item for name, item in value.items() if name != "levels" and name not in BASELINE_LISTS}
    return replace(decode(Baseline, rest), levels=levels, **lists)


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


def _without_small_groups(snapshot: Snapshot) -> Snapshot:
    """Leave out what few answered, now and in the earlier report it stands beside."""
    minimum, then = snapshot.audit.survey_minimum, snapshot.baseline
    if then is not None:
        then = replace(
            then,
            surveys=tuple(survey_shown(item, minimum) for item in then.surveys),
            survey_questions=questions_shown(then.survey_questions, then.surveys, minimum),
        )
    return replace(
        snapshot,
        baseline=then,
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
    owned = OWNERS.get(kind)
    if not owned:
        return entity
    blank: Json = {item.name: item.default for item in fields(entity) if item.name in owned}
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
