"""Ties between an audit team and the school (DOMAIN 10.4): what was declared, what the files of this laptop show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from auditor_app.core.model import Member, Relation, School
from auditor_app.core.snapshot import Snapshot

YEARS_BACK = 3
"""So long a visit the other way counts (DOMAIN 10.4)."""
PARTNER_NEVER_ALONE = ("C1.4",)
"""Criteria of which the private partner's people may not be the only raters (DOMAIN 10.4)."""
PARTNER_ROW = "K"
"""The row of the matrix that is about the private partner itself."""


class Tie(StrEnum):
    """What may stand between an auditor and an independent eye."""

    NOT_DECLARED = "not_declared"
    DECLARED = "declared"
    OWN_SCHOOL = "own_school"
    OWN_BOARD = "own_board"
    RECIPROCAL = "reciprocal"
    PARTNER = "partner"


@dataclass(frozen=True)
class Flag:
    """One tie of one member; `about` says more (the relation, the day of the visit the other way)."""

    tie: Tie
    member: str
    about: str = ""
    is_weighed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the lead auditor still has to weigh it; that somebody works for the partner is only marked."""
        return self.tie is not Tie.PARTNER and not self.is_weighed


@dataclass(frozen=True)
class Visit:
    """An earlier audit of some school: when it was, and where its auditors came from."""

    school: School
    day: str
    organisations: tuple[str, ...]


def flags(snapshot: Snapshot, past: Iterable[Visit] = ()) -> tuple[Flag, ...]:
    """List the ties of a team, in the order of its members."""
    visits = tuple(past)
    return tuple(flag for member in snapshot.members for flag in _of(member, snapshot, visits))


def _of(member: Member, snapshot: Snapshot, past: tuple[Visit, ...]) -> list[Flag]:
    weighed = bool(member.relation_weighed.strip())
    found = []
    if member.relation is Relation.UNDECLARED or not member.declared:
        found.append(Flag(Tie.NOT_DECLARED, member.id))
    elif member.relation is not Relation.NONE:
        found.append(Flag(Tie.DECLARED, member.id, str(member.relation), weighed))
    if member.is_private_partner:
        found.append(Flag(Tie.PARTNER, member.id))
    school, own = snapshot.audit.school, _plain(member.organisation)
    if own and own == _plain(school.name):
        found.append(Flag(Tie.OWN_SCHOOL, member.id, school.name, weighed))
    elif own and own == _plain(school.board):
        found.append(Flag(Tie.OWN_BOARD, member.id, school.board, weighed))
    if day := member.returned or _visited_us(own, school, snapshot.audit.starts, past):
        found.append(Flag(Tie.RECIPROCAL, member.id, day, weighed))
    return found


def _visited_us(own: str, school: School, starts: str, past: Iterable[Visit]) -> str:
    """Give the newest day on which the audited school's people audited the auditor's own; "" for none that counts."""
    if not own:
        return ""
    since = f"{int(starts[:4]) - YEARS_BACK:04}{starts[4:]}" if starts[:4].isdigit() else ""
    days = [
        visit.day
        for visit in past
        if _plain(visit.school.name) == own
        and visit.day >= since
        and any(_plain(name) == _plain(school.name) for name in visit.organisations)
    ]
    return max(days, default="")


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", name.casefold()).split())


def only_partner_rated(snapshot: Snapshot, codes: Iterable[str] = PARTNER_NEVER_ALONE) -> tuple[str, ...]:
    """Give the criteria that only people of the private partner rated, and that they may not rate alone."""
    partners = {member.id for member in snapshot.members if member.is_private_partner}
    found = []
    for code in codes:
        raters = {rating.member for rating in snapshot.ratings if rating.criterion == code and rating.level}
        if raters and raters <= partners:
            found.append(code)
    return tuple(found)
