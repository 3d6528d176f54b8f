"""What took place before a summative audit: the one place where the gates G1, G3 and G4 get their facts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor_app.core.baseline import Stage
from auditor_app.core.model import AuditKind, Milestone, Step
from auditor_app.core.snapshot import Snapshot

NOT_REGISTERED = Milestone()


@dataclass(frozen=True)
class Registered:
    """The days of the steps before, as far as they are known; an imported report says more than what was typed."""

    formative: date | None = None
    formative_ended: date | None = None
    """Its last day, when its report is here."""
    formative_version: str = ""
    plan: date | None = None
    has_plan: bool = False
    interim: date | None = None


def registered(snapshot: Snapshot) -> Registered:
    """Gather the steps before: from the earlier audits on the way here, else from what was registered by hand.

    The school's plan counts from the day the school adopted it.
    """
    by_hand = {item.step: item for item in snapshot.milestones}
    formative, interim = by_hand.get(Step.FORMATIVE, NOT_REGISTERED), by_hand.get(Step.INTERIM, NOT_REGISTERED)
    day, version = day_of(formative.held), formative.version
    imported = _last_stage(snapshot, AuditKind.FORMATIVE)
    if imported is not None:
        day, version = day_of(imported.starts), imported.framework_version
    evaluated = _last_stage(snapshot, AuditKind.INTERIM)
    return Registered(
        formative=day,
        formative_ended=day_of(imported.ends) if imported else None,
        formative_version=version,
        plan=day_of(snapshot.plan.adopted) if snapshot.plan else None,
        has_plan=snapshot.plan is not None,
        interim=day_of(evaluated.starts if evaluated else interim.held),
    )


def _last_stage(snapshot: Snapshot, kind: AuditKind) -> Stage | None:
    """Find the last audit of a kind on the way here, however many lie between."""
    way = snapshot.baseline.whole_way if snapshot.baseline else ()
    return next((stage for stage in reversed(way) if stage.kind is kind), None)


def day_of(text: str) -> date | None:
    """Read a day; None for anything else."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
