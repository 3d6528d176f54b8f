"""What an audit takes over from one earlier report, to stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from auditor_app.core.frozen import nothing
from auditor_app.core.model import AuditKind, Finding, FollowUp, Survey, SurveyQuestion


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
