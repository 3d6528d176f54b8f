"""Then and now, criterion by criterion (DOMAIN 9.6): no averages, no ranks, and what cannot be compared is said so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor_app.core.model import LEVELS, Finding, FindingKind
from auditor_app.core.snapshot import Baseline, LevelThen, Snapshot, fingerprint, snapshot_bytes

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
    """A development point of then and what became of it; `state` is followed, partly, not_seen or ''."""

    finding: Finding
    state: str
    text: str


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

    `digest` is the fingerprint of its bytes where it is known already; else it is computed.
    """
    counts = earlier.evidence
    levels = {
        code: LevelThen(
            item.level, counts[code].notes if code in counts else 0, counts[code].auditors if code in counts else 0
        )
        for code, item in earlier.agreed.items()
    }
    return Baseline(
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
    )


def compare(baseline: Baseline, snapshot: Snapshot) -> Comparison:
    """Set every criterion of `snapshot` beside the same criterion of `baseline`; only within one framework id."""
    is_same_framework = baseline.framework_id == snapshot.framework.id
    rows = tuple(
        _row(criterion.code, baseline, snapshot, is_same_framework) for criterion in snapshot.framework.criteria
    )
    states = {item.finding: item for item in snapshot.follow_ups}
    points = tuple(
        Point(point, states[point.id].state, states[point.id].text) if point.id in states else Point(point, "", "")
        for point in baseline.points
    )
    is_same_version = is_same_framework and baseline.framework_version == snapshot.framework.version
    return Comparison(baseline, rows, points, is_same_version)


def _row(code: str, baseline: Baseline, snapshot: Snapshot, is_same_framework: bool) -> Row:  # noqa: FBT001 - a fact
    then = baseline.levels.get(code)
    now = snapshot.levels.get(code, "")
    count = snapshot.evidence_of(code)
    known = then or LevelThen()
    remark = _remark(known, now, count.notes) if is_same_framework else Remark.OTHER_FRAMEWORK
    return Row(code, known.level, now, known.notes, count.notes, known.auditors, count.auditors, remark)


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
