"""What became of the points of an earlier audit: the states of each kind of audit (DOMAIN 9.2 and 9.6)."""

from __future__ import annotations

from enum import StrEnum

from auditor_app.core.model import AuditKind, FollowUp


class PointState(StrEnum):
    """How far a development point or condition is."""

    OPEN = ""
    FOLLOWED = "followed"
    PARTLY = "partly"
    NOT_SEEN = "not_seen"
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    REACHED = "reached"
    DROPPED = "dropped"


INTERIM_STATES = (PointState.NOT_STARTED, PointState.UNDER_WAY, PointState.REACHED, PointState.DROPPED)
"""What an interim evaluation says (DOMAIN 9.2)."""
LATER_STATES = (PointState.FOLLOWED, PointState.PARTLY, PointState.NOT_SEEN)
"""What any later audit says of the points of an earlier one (DOMAIN 9.6)."""
DONE_WITH = frozenset({PointState.REACHED, PointState.DROPPED, PointState.FOLLOWED})
"""After these nothing is left to agree on."""
NEEDS_DATE = frozenset({PointState.NOT_STARTED, PointState.UNDER_WAY})
"""With these the next date is agreed."""


def states_of(kind: AuditKind) -> tuple[PointState, ...]:
    """Give the states that an audit of this kind can give a point."""
    return INTERIM_STATES if kind is AuditKind.INTERIM else LATER_STATES


def is_done_with(item: FollowUp | None) -> bool:
    """Tell whether a point needs no more attention."""
    return item is not None and item.state in DONE_WITH
