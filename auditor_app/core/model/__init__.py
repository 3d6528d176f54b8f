"""The entities of an audit, as frozen values (DOMAIN.md sections 7, 9 and 10).

Every field has a default, so that an entity can be read from any subset of its fields. Moments are ISO 8601 strings
with offset, dates `YYYY-MM-DD`, times of day `HH:MM`. `extra` keeps what a newer program wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auditor_app.core.model.audits import (
    Audit,
    AuditKind,
    Checkpoint,
    FrozenFramework,
    Milestone,
    School,
    Step,
)
from auditor_app.core.model.conclusion import Advice, BodyDecision, DecidedCondition, FactCheck, FactPoint
from auditor_app.core.model.evidence import Attachment, AttachmentKind, Box, Direction, Link, Note, Sensitivity
from auditor_app.core.model.findings import Chapter, Finding, FindingKind, FollowUp
from auditor_app.core.model.goals import Cell, DevelopmentPlan, Goal, TracedGoal
from auditor_app.core.model.judgement import (
    LEVELS,
    NOT_APPLICABLE,
    NOT_ASSESSED,
    RATINGS,
    Consensus,
    EvidenceException,
    Rating,
)
from auditor_app.core.model.preparation import Activity, ActivityKind, Document, Hypothesis
from auditor_app.core.model.reports import Density, EarlierReport, Layout, Publication
from auditor_app.core.model.surveys import Survey, SurveyGroup, SurveyQuestion
from auditor_app.core.model.team import Member, Relation, Role

__all__ = [
    "KINDS",
    "LEVELS",
    "NOT_APPLICABLE",
    "NOT_ASSESSED",
    "RATINGS",
    "Activity",
    "ActivityKind",
    "Advice",
    "Attachment",
    "AttachmentKind",
    "Audit",
    "AuditKind",
    "BodyDecision",
    "Box",
    "Cell",
    "Chapter",
    "Checkpoint",
    "Consensus",
    "DecidedCondition",
    "Density",
    "DevelopmentPlan",
    "Direction",
    "Document",
    "EarlierReport",
    "Entity",
    "EvidenceException",
    "FactCheck",
    "FactPoint",
    "Finding",
    "FindingKind",
    "FollowUp",
    "FrozenFramework",
    "Goal",
    "Hypothesis",
    "Layout",
    "Link",
    "Member",
    "Milestone",
    "Note",
    "Publication",
    "Rating",
    "Relation",
    "Role",
    "School",
    "Sensitivity",
    "Step",
    "Survey",
    "SurveyGroup",
    "SurveyQuestion",
    "TracedGoal",
]

Entity = (
    Audit
    | FrozenFramework
    | Member
    | Activity
    | Note
    | Link
    | Rating
    | Consensus
    | Finding
    | Chapter
    | Hypothesis
    | Document
    | Attachment
    | Cell
    | TracedGoal
    | Survey
    | Milestone
    | EvidenceException
    | Advice
    | FactCheck
    | FactPoint
    | SurveyQuestion
    | FollowUp
    | DevelopmentPlan
    | Goal
    | Layout
    | Checkpoint
    | EarlierReport
    | Publication
    | BodyDecision
)

KINDS: Mapping[str, type[Entity]] = MappingProxyType(
    {
        "audit": Audit,
        "framework": FrozenFramework,
        "member": Member,
        "activity": Activity,
        "note": Note,
        "link": Link,
        "rating": Rating,
        "consensus": Consensus,
        "finding": Finding,
        "chapter": Chapter,
        "hypothesis": Hypothesis,
        "document": Document,
        "attachment": Attachment,
        "cell": Cell,
        "trace": TracedGoal,
        "survey": Survey,
        "milestone": Milestone,
        "exception": EvidenceException,
        "advice": Advice,
        "fact_check": FactCheck,
        "fact_point": FactPoint,
        "survey_question": SurveyQuestion,
        "follow_up": FollowUp,
        "plan": DevelopmentPlan,
        "goal": Goal,
        "layout": Layout,
        "checkpoint": Checkpoint,
        "earlier_report": EarlierReport,
        "publication": Publication,
        "decision": BodyDecision,
    }
)
"""Every kind of entity, by the name it has in changes, tables and snapshots."""
