"""Then and now, criterion by criterion (DOMAIN 9.6): no averages, no ranks, and what cannot be compared is said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from auditor_app.core.baseline import Baseline, LevelThen, Stage
from auditor_app.core.follow_up import is_done_with
from auditor_app.core.model import LEVELS, AuditKind, Finding, FindingKind, FollowUp
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import fingerprint, snapshot_bytes

LITTLE_EVIDENCE = 4
"""Fewer notes than this on either side make a difference of one level "possibly the same"."""


class Remark(StrEnum):
    """What a row says besides its two levels."""

    NONE = ""
    SAME = "same"
    POSSIBLY_SAME = "possibly_same"
    NOT_RATED_NOW = "not_rated_now"
    NOT_RATED_THEN = "not_rated_then"
    NOT_RATED = "not_rated"
    OTHER_FRAMEWORK = "other_framework"
    NEW_CRITERION = "new_criterion"
    NOT_REJUDGED = "not_rejudged"


@dataclass(frozen=True)
class Row:
    """One criterion then and now; levels are as recorded, `""` where there was none."""

    criterion: str
    then: str
    now: str
    notes_then: int
    notes_now: int
    auditors_then: int
    auditors_now: int
    remark: Remark
    judged: str = ""
    """The day of the audit that gave the level of then, where that is an earlier one."""

    @property
    def is_comparable(self) -> bool:
        """Tell whether both sides are levels of one framework."""
        return self.remark in {Remark.NONE, Remark.SAME, Remark.POSSIBLY_SAME}

    @property
    def has_changed(self) -> bool:
        """Tell whether the level differs, also by a little."""
        return self.is_comparable and self.then != self.now


@dataclass(frozen=True)
class Point:
    """A development point of then and what became of it; `state` is one of `follow_up.PointState`.

    `before` is what an interim evaluation in between said of it.
    """

    finding: Finding
    state: str
    text: str
    now: FollowUp = field(default_factory=FollowUp)
    before: FollowUp | None = None

    @property
    def is_done_with(self) -> bool:
        """Whether an audit before this one found the point reached, or it was dropped."""
        return is_done_with(self.before)


@dataclass(frozen=True)
class Comparison:
    """All criteria of the present framework against one earlier report."""

    baseline: Baseline
    rows: tuple[Row, ...]
    points: tuple[Point, ...]
    is_same_version: bool

    @property
    def not_comparable(self) -> tuple[Row, ...]:
        """List the rows that cannot be compared."""
        return tuple(row for row in self.rows if not row.is_comparable)


def baseline_of(earlier: Snapshot, report: str, digest: str = "") -> Baseline:
    """Take from an earlier snapshot what a later audit stands beside: levels, their evidence, development points.

    After an interim evaluation the levels it did not judge anew and the points it followed up come along from the
    audit before it. `digest` is the fingerprint of the snapshot's bytes where it is known; else it is computed.
    """
    counts = earlier.evidence
    levels = {
        code: LevelThen(
            item.level, counts[code].notes if code in counts else 0, counts[code].auditors if code in counts else 0
        )
        for code, item in earlier.agreed.items()
        if item.level in LEVELS or earlier.audit.kind is not AuditKind.INTERIM
    }
    alone = Baseline(
        report=report,
        audit=earlier.audit.id,
        kind=earlier.audit.kind,
        starts=earlier.audit.starts,
        ends=earlier.audit.ends,
        framework_id=earlier.framework.id,
        framework_version=earlier.framework.version,
        fingerprint=digest or fingerprint(snapshot_bytes(earlier)),
        levels=levels,
        points=tuple(
            item for item in earlier.findings if item.kind in {FindingKind.DEVELOPMENT, FindingKind.CONDITION}
        ),
        follow_ups=earlier.follow_ups if earlier.audit.kind is AuditKind.INTERIM else (),
        surveys=earlier.surveys,
        survey_questions=earlier.survey_questions,
    )
    return after(alone, earlier.baseline) if earlier.baseline else replace(alone, stages=(alone.own_stage,))


def after(baseline: Baseline, before: Baseline) -> Baseline:
    """Put an earlier audit before a baseline; an interim evaluation takes over its levels and points."""
    known = {stage.audit for stage in baseline.whole_way}
    older = [stage for stage in before.whole_way if stage.audit not in known]
    stages = tuple(sorted((*older, *baseline.whole_way), key=_when))
    if baseline.kind is not AuditKind.INTERIM:
        return replace(baseline, stages=stages)
    levels = dict(baseline.levels)
    if before.framework_id == baseline.framework_id:
        carried = {code: item for code, item in before.levels.items() if code not in levels}
        levels |= {code: replace(item, audit=item.audit or before.audit) for code, item in carried.items()}
    here = {point.id for point in baseline.points}
    said = {item.finding: item for item in (*before.follow_ups, *baseline.follow_ups)}
    return replace(
        baseline,
        levels=dict(sorted(levels.items())),
        points=(*(point for point in before.points if point.id not in here), *baseline.points),
        follow_ups=tuple(said[finding] for finding in sorted(said)),
        surveys=baseline.surveys or before.surveys,
        survey_questions=baseline.survey_questions if baseline.surveys else before.survey_questions,
        stages=stages,
    )


def joined(baselines: Iterable[Baseline]) -> Baseline | None:
    """Make one baseline of all reports that stand beside an audit: the newest, with the others before it."""
    found = sorted(baselines, key=lambda item: (item.starts, item.report), reverse=True)
    if not found:
        return None
    newest, *others = found
    for other in others:
        newest = after(newest, other)
    return newest


def _when(stage: Stage) -> tuple[str, str, str]:
    return stage.starts, stage.ends, stage.audit


def way(baseline: Baseline | None, now: Snapshot) -> tuple[Stage, ...]:
    """Give all audits from the first to this one, each with the levels it gave itself."""
    audit = now.audit
    framework = now.framework
    here = Stage(
        audit.id, audit.kind, audit.starts, audit.ends, framework.id, framework.version, levels=dict(now.levels)
    )
    return (*(baseline.whole_way if baseline else ()), here)


def compare(baseline: Baseline, snapshot: Snapshot) -> Comparison:
    """Set every criterion of `snapshot` beside the same criterion of `baseline`; only within one framework id."""
    is_same_framework = baseline.framework_id == snapshot.framework.id
    rows = tuple(
        _row(criterion.code, baseline, snapshot, is_same_framework) for criterion in snapshot.framework.criteria
    )
    now = {item.finding: item for item in snapshot.follow_ups}
    before = {item.finding: item for item in baseline.follow_ups}
    points = tuple(_point(point, now.get(point.id, FollowUp()), before.get(point.id)) for point in baseline.points)
    is_same_version = is_same_framework and baseline.framework_version == snapshot.framework.version
    return Comparison(baseline, rows, points, is_same_version)


def _point(finding: Finding, now: FollowUp, before: FollowUp | None) -> Point:
    return Point(finding, now.state, now.text, now, before)


def _row(code: str, baseline: Baseline, snapshot: Snapshot, is_same_framework: bool) -> Row:  # noqa: FBT001 - a fact
    then = baseline.levels.get(code)
    now = snapshot.levels.get(code, "")
    count = snapshot.evidence_of(code)
    known = then or LevelThen()
    remark = _remark(known, now, count.notes) if is_same_framework else Remark.OTHER_FRAMEWORK
    if is_same_framework and snapshot.audit.kind is AuditKind.INTERIM and not now:
        remark = Remark.NOT_REJUDGED
    stage = baseline.stage_of(code)
    judged = "" if stage.audit == baseline.audit else stage.starts
    return Row(code, known.level, now, known.notes, count.notes, known.auditors, count.auditors, remark, judged)


def _remark(then: LevelThen, now: str, notes_now: int) -> Remark:
    is_rated_then, is_rated_now = then.level in LEVELS, now in LEVELS
    if not (is_rated_then and is_rated_now):
        if is_rated_then:
            return Remark.NOT_RATED_NOW
        return Remark.NOT_RATED_THEN if is_rated_now else Remark.NOT_RATED
    difference = abs(int(then.level) - int(now))
    if difference == 0:
        return Remark.SAME
    is_weak = min(then.notes, notes_now) < LITTLE_EVIDENCE
    return Remark.POSSIBLY_SAME if difference == 1 and is_weak else Remark.NONE
