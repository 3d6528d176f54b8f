"""An interim evaluation: which criteria it may judge anew, and what is still open in it (DOMAIN 9.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from auditor_app.core.baseline import Baseline
from auditor_app.core.comparison import Point, compare
from auditor_app.core.follow_up import NEEDS_DATE, PointState, is_done_with
from auditor_app.core.framework import Framework
from auditor_app.core.model import LEVELS, AuditKind, FindingKind, FollowUp
from auditor_app.core.snapshot import Snapshot


def is_interim(snapshot: Snapshot) -> bool:
    """Tell whether an audit only follows up an earlier one."""
    return snapshot.audit.kind is AuditKind.INTERIM


def points_of(snapshot: Snapshot) -> tuple[Point, ...]:
    """Give the points that an audit follows up: conditions first, then those that are not done with."""
    if snapshot.baseline is None:
        return ()
    found = compare(snapshot.baseline, snapshot).points
    return tuple(sorted(found, key=lambda point: (point.is_done_with, point.finding.kind is not FindingKind.CONDITION)))


def concerned(snapshot: Snapshot) -> tuple[str, ...]:
    """Give the criteria that the points are about, in the framework's order: the only ones that may be judged anew."""
    return _named(snapshot.framework, snapshot.baseline)


def to_rate(snapshot: Snapshot) -> tuple[str, ...]:
    """Give the criteria that the team of an audit rates: all, and in an interim evaluation those concerned."""
    return codes_to_rate(snapshot.audit.kind, snapshot.framework, snapshot.baseline)


def codes_to_rate(kind: AuditKind, framework: Framework, baseline: Baseline | None) -> tuple[str, ...]:
    """Do what `to_rate` does without a snapshot."""
    return _named(framework, baseline) if kind is AuditKind.INTERIM else tuple(framework.by_code)


def _named(framework: Framework, baseline: Baseline | None) -> tuple[str, ...]:
    named = {code for point in (baseline.points if baseline else ()) for code in point.criteria}
    return tuple(item.code for item in framework.criteria if item.code in named)


def open_points(baseline: Baseline | None, follow_ups: Iterable[FollowUp]) -> int:
    """Count the points of which nothing has been said yet, nor that they were done with before."""
    if baseline is None:
        return 0
    said = {item.finding for item in follow_ups if item.state}
    done = {item.finding for item in baseline.follow_ups if is_done_with(item)}
    return sum(point.id not in said | done for point in baseline.points)


@dataclass(frozen=True)
class NewLevel:
    """A criterion whose level an interim evaluation changed or confirmed."""

    criterion: str
    then: str
    now: str
    reason: str
    judged: str
    """The day of the audit that gave the level of then."""


def new_levels(snapshot: Snapshot) -> tuple[NewLevel, ...]:
    """Give the criteria that were judged anew, in the framework's order."""
    baseline, agreed = snapshot.baseline, snapshot.agreed
    found = []
    for code in concerned(snapshot):
        item = agreed.get(code)
        if baseline is None or item is None or item.level not in LEVELS:
            continue
        then = baseline.levels[code].level if code in baseline.levels else ""
        found.append(NewLevel(code, then, item.level, item.reason, baseline.stage_of(code).starts))
    return tuple(found)


class Lack(StrEnum):
    """What an interim evaluation still needs before it can be signed."""

    NO_EARLIER_AUDIT = "no_earlier_audit"
    POINT_OPEN = "point_open"
    DROPPED_WITHOUT_REASON = "dropped_without_reason"
    NO_NEXT_DATE = "no_next_date"
    LEVEL_WITHOUT_REASON = "level_without_reason"


@dataclass(frozen=True)
class Missing:
    """One thing an interim evaluation lacks: what, the point or criterion it is about, and whether it stops signing."""

    lack: Lack
    about: str
    id: str = ""
    is_blocking: bool = True


def lacks(snapshot: Snapshot) -> tuple[Missing, ...]:
    """List what an interim evaluation lacks; the next date of a development point is only asked for."""
    if snapshot.baseline is None:
        return (Missing(Lack.NO_EARLIER_AUDIT, ""),)
    found = [item for point in points_of(snapshot) for item in _of_point(point)]
    changed = [level for level in new_levels(snapshot) if level.then != level.now]
    found += [Missing(Lack.LEVEL_WITHOUT_REASON, level.criterion) for level in changed if not level.reason.strip()]
    return tuple(found)


def _of_point(point: Point) -> list[Missing]:
    finding, now = point.finding, point.now
    if not now.state:
        return [] if point.is_done_with else [Missing(Lack.POINT_OPEN, finding.title, finding.id)]
    if now.state == PointState.DROPPED and not now.reason.strip():
        return [Missing(Lack.DROPPED_WITHOUT_REASON, finding.title, finding.id)]
    if now.state in NEEDS_DATE and not now.due:
        is_condition = finding.kind is FindingKind.CONDITION
        return [Missing(Lack.NO_NEXT_DATE, finding.title, finding.id, is_blocking=is_condition)]
    return []
