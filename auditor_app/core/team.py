"""Rating blind: who is ready, when everybody's ratings may be seen, and where they differ (DOMAIN 9.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from auditor_app.core.interim import is_interim, to_rate
from auditor_app.core.model import LEVELS, Consensus, Member, Rating, Role
from auditor_app.core.snapshot import Snapshot

FAR_APART: Final = 2
"""So many levels between two auditors are talked over first, and an agreement then needs its reason (DOMAIN 9.7)."""


def by_role(members: Iterable[Member]) -> tuple[Member, ...]:
    """Give the members as a team is listed: the lead first, then by role and name."""
    order = list(Role)
    return tuple(sorted(members, key=lambda member: (order.index(member.role), member.name)))


@dataclass(frozen=True)
class Standing:
    """How far one auditor is: criteria rated, and whether the ratings are locked."""

    member: Member
    rated: int
    is_locked: bool


@dataclass(frozen=True)
class Difference:
    """One criterion and how the team stands on it; `apart` counts levels, one who did not assess it counts as one."""

    criterion: str
    ratings: Mapping[str, Rating] = field(default_factory=dict, hash=False)
    apart: int = 0
    agreed: Consensus | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the team recorded a level."""
        return self.agreed is not None

    @property
    def is_far(self) -> bool:
        """Whether the team has to talk about it first."""
        return self.apart >= FAR_APART

    @property
    def common(self) -> str:
        """Give the level all of them chose, or ""."""
        levels = {rating.level for rating in self.ratings.values()}
        return levels.pop() if len(levels) == 1 else ""


def raters(members: Iterable[Member]) -> tuple[Member, ...]:
    """Give those who rate: everyone but the second reader, the lead first."""
    order = list(Role)
    own = [member for member in members if member.role is not Role.SECOND_READER and not member.deleted]
    return tuple(sorted(own, key=lambda member: (order.index(member.role), member.initials, member.id)))


def standings(snapshot: Snapshot) -> tuple[Standing, ...]:
    """Say how far everyone is, without saying what they rated."""
    codes = frozenset(to_rate(snapshot))
    given: dict[str, list[Rating]] = {}
    for item in snapshot.ratings:
        if item.level and item.criterion in codes:
            given.setdefault(item.member, []).append(item)
    found = []
    for member in raters(snapshot.members):
        mine = given.get(member.id, [])
        is_locked = bool(mine) and all(item.is_locked for item in mine)
        is_locked = is_locked and (len(mine) == len(codes) or is_interim(snapshot))
        found.append(Standing(member, len(mine), is_locked))
    return tuple(found)


def is_revealed(snapshot: Snapshot) -> bool:
    """Tell whether everybody's ratings may be seen: there are at least two auditors and each has locked theirs."""
    found = standings(snapshot)
    return len(found) > 1 and all(standing.is_locked for standing in found)


def has_to_hide(snapshot: Snapshot, member: str, *, is_guarded: bool) -> bool:
    """Tell whether a member has ratings that nobody else may see yet.

    One auditor alone hides nothing, unless a code guards the ratings: then a colleague was there, and may come back.
    """
    is_blind = (is_guarded or len(raters(snapshot.members)) > 1) and not is_revealed(snapshot)
    return is_blind and any(rating.member == member and rating.level for rating in snapshot.ratings)


def would_show(snapshot: Snapshot, member: str) -> bool:
    """Tell whether somebody who has not locked would show levels by leaving: another waits, locked, for theirs."""
    found = {standing.member.id: standing.is_locked for standing in standings(snapshot)}
    return not found.pop(member, True) and any(found.values())


def left_before_locking(members: Iterable[Member]) -> tuple[Member, ...]:
    """Give those whom a colleague took off the team while levels waited for theirs, each with the reason."""
    return tuple(member for member in members if member.deleted and member.left_because)


def covered(snapshot: Snapshot, me: str) -> Snapshot:
    """Leave out what the others rated as long as the team rates blind, so that no screen shows it by a detour.

    Who rates, or did before leaving the team, sees nobody else's even when one auditor is left: somebody may have been
    taken off the team for a moment. One auditor hides nothing from a second reader, or from nobody in particular.
    """
    rating = {member.id for member in raters(snapshot.members)}
    reading = {member.id for member in snapshot.members if not member.deleted} - rating
    is_one_seen = len(rating) < 2 and (not me or me in reading)  # noqa: PLR2004 - alone
    if is_one_seen or is_revealed(snapshot):
        return snapshot
    shown = snapshot.but(ratings=tuple(rating for rating in snapshot.ratings if rating.member == me))
    shown.__dict__["framework"] = snapshot.framework
    return shown


def in_common(snapshot: Snapshot) -> Snapshot:
    """Leave out every rating as long as the team rates blind: what is reckoned of them would tell what they are."""
    return covered(snapshot, "")


def differences(snapshot: Snapshot) -> tuple[Difference, ...]:
    """Give every criterion in the framework's order; empty until the ratings are revealed."""
    if not is_revealed(snapshot):
        return ()
    members = {member.id for member in raters(snapshot.members)}
    given: dict[str, dict[str, Rating]] = {}
    for rating in snapshot.ratings:
        if rating.member in members and rating.level:
            given.setdefault(rating.criterion, {})[rating.member] = rating
    agreed = {item.criterion: item for item in snapshot.consensus if item.level}
    return tuple(
        Difference(code, given.get(code, {}), _apart(given.get(code, {}).values()), agreed.get(code))
        for code in to_rate(snapshot)
    )


def _apart(ratings: Iterable[Rating]) -> int:
    said = {rating.level for rating in ratings}
    levels = [int(level) for level in said if level in LEVELS]
    apart = max(levels) - min(levels) if levels else 0
    return max(apart, int(len(said) > 1))


def needs_reason(agreed: str, given: Iterable[str]) -> bool:
    """Tell whether an agreed level needs its reason: it stands outside what was rated, or that was far apart."""
    if agreed not in LEVELS:
        return bool(agreed)
    numbers = [int(level) for level in given if level in LEVELS]
    if not numbers:
        return False
    return max(numbers) - min(numbers) >= FAR_APART or not min(numbers) <= int(agreed) <= max(numbers)


def unsettled(snapshot: Snapshot) -> tuple[str, ...]:
    """Give the criteria on which revealed ratings differ and the team has recorded no level."""
    return tuple(item.criterion for item in differences(snapshot) if item.apart and not item.is_settled)


LONGEST_INITIALS = 4
"""More has no room beside the time of a note."""


def initials_of(name: str) -> str:
    """Take the first letters of the parts of a name that are written with a capital, at most three."""
    parts = name.replace("-", " ").split()
    letters = [part[0] for part in parts if part[0].isupper()] or [part[0].upper() for part in parts]
    return "".join(letters[:3])
