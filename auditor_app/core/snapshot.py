"""One audit at one moment, as a frozen value; all reading out starts here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from auditor_app.core.baseline import Baseline
from auditor_app.core.evidence import EvidenceCount, own_time
from auditor_app.core.framework import Framework, build_framework
from auditor_app.core.frozen import nothing
from auditor_app.core.gate import Gate
from auditor_app.core.model import (
    Activity,
    Advice,
    Attachment,
    Audit,
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
    Survey,
    SurveyQuestion,
    TracedGoal,
)

NO_EVIDENCE = EvidenceCount()


class Audience(StrEnum):
    """Who a snapshot is for."""

    TEAM = "team"
    SCHOOL = "school"


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
        """Give the number of notes that are tied to nothing and stay in the report; decisions of the team need none."""
        tied, own = {link.note for link in self.links}, own_time(self.activities)
        return sum(not (note.id in tied or note.is_excluded or note.activity in own) for note in self.notes)

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
