"""The rows of the team place: criteria by how far apart the auditors stand, with their initials on the scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from auditor_app.core.framework import Framework
from auditor_app.core.interim import to_rate
from auditor_app.core.model import LEVELS, Member
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.team import Difference, differences, left_before_locking, raters
from auditor_app.i18n import N_, _, current, ngettext
from auditor_app.ui.models.rows import RowsModel

GROUPS: Final = {
    "far": N_("Two levels or more apart"),
    "near": N_("One level apart"),
    "same": N_("The same"),
    "settled": N_("Settled by the team"),
    "blind": N_("Blind until everybody is ready"),
}


@dataclass(frozen=True)
class TeamGroup:
    """A heading over rows."""

    key: str
    count: int

    @property
    def title(self) -> str:
        """Name the group."""
        return _(GROUPS[self.key])


@dataclass(frozen=True)
class TeamRow:
    """One criterion; `stands` gives the initials at each level, `team` the level that was recorded."""

    code: str
    title: str
    stands: tuple[tuple[str, tuple[str, ...]], ...]
    is_everybody: bool
    team: str

    @property
    def sentence(self) -> str:
        """Say where everybody stands, in words."""
        said = [f"{', '.join(names)}: {level_name(level)}" for level, names in self.stands]
        if self.team:
            said.append(_("the team: {level}").format(level=level_name(self.team)))
        return "; ".join([f"{self.code} {self.title}", *said])


Row = TeamGroup | TeamRow


def level_name(level: str) -> str:
    """Say a level in short."""
    words = {"NB": _("unassessed"), "NVT": _("n.a."), "": _("not rated")}
    return words.get(level) or _("level {level}").format(level=level)


def team_model() -> RowsModel[Row]:
    """Make the list model."""

    def key(row: Row) -> str:
        return f"group:{row.key}" if isinstance(row, TeamGroup) else row.code

    def sentence(row: Row) -> str:
        if isinstance(row, TeamRow):
            return row.sentence
        return f"{row.title}, {ngettext('{n} criterion', '{n} criteria', row.count)}"

    return RowsModel(key, lambda row: row.title, sentence)


def team_rows(snapshot: Snapshot, held: str = "") -> list[Row]:
    """List all criteria; `held` keeps its place while it is in hand, even when the team has settled it."""
    members = raters(snapshot.members)
    found = differences(snapshot)
    if not found:
        blind = [_blind(snapshot.framework, code) for code in to_rate(snapshot)]
        return [TeamGroup("blind", len(blind)), *blind]
    groups: dict[str, list[TeamRow]] = {key: [] for key in ("far", "near", "same", "settled")}
    for item in found:
        groups[_group(item, held)].append(_row(item, snapshot.framework, members))
    rows: list[Row] = []
    for key, group in groups.items():
        rows += [TeamGroup(key, len(group)), *group] if group else []
    return rows


def _group(item: Difference, held: str) -> str:
    if item.is_settled and item.criterion != held:
        return "settled"
    return "far" if item.is_far else "near" if item.apart else "same"


def _blind(framework: Framework, code: str) -> TeamRow:
    return TeamRow(code, current().pick(framework.by_code[code].title), (), is_everybody=False, team="")


def _row(item: Difference, framework: Framework, members: Sequence[Member]) -> TeamRow:
    stands: dict[str, list[str]] = {}
    for member in members:
        if member.id in item.ratings:
            stands.setdefault(item.ratings[member.id].level, []).append(member.initials or member.name[:2])
    order = {level: place for place, level in enumerate(("NVT", "NB", *LEVELS))}
    placed = tuple((level, tuple(stands[level])) for level in sorted(stands, key=lambda level: order.get(level, 0)))
    title = current().pick(framework.by_code[item.criterion].title)
    is_everybody = len(stands) == 1 and len(members) > 1
    return TeamRow(item.criterion, title, placed, is_everybody, item.agreed.level if item.agreed else "")


def left_words(members: Iterable[Member]) -> str:
    """Say who left before locking, and why: whoever reads the figures should know it."""
    words = _("{name} left the team before locking: {reason}")
    gone = sorted(left_before_locking(members), key=lambda item: (item.name, item.id))
    return "\n".join(words.format(name=item.name, reason=item.left_because) for item in gone)


def next_open(rows: Sequence[Row], here: str) -> str:
    """Give the next criterion the team has not settled, after the one in hand; "" when all are."""
    codes = [row.code for row in rows if isinstance(row, TeamRow)]
    unsettled = {row.code for row in rows if isinstance(row, TeamRow) and not row.team}
    start = codes.index(here) + 1 if here in codes else 0
    return next((code for code in [*codes[start:], *codes[:start]] if code in unsettled and code != here), "")
