"""The exit talk: at most five strengths and five points, no ratings, and no words of an outcome (DOMAIN 5, 10.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auditor_app.core.model import Finding, FindingKind
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.wording import verdict_words

MOST: Final = 5
STRENGTHS: Final = frozenset({FindingKind.STRENGTH})
POINTS: Final = frozenset({FindingKind.CONDITION, FindingKind.DEVELOPMENT})
_SAID: Final = ("title", "seen", "meaning", "question")


@dataclass(frozen=True)
class ExitTalk:
    """What is said, in the team's order; conditions come first among the points, under the same heading."""

    strengths: tuple[Finding, ...] = ()
    points: tuple[Finding, ...] = ()


def exit_talk(snapshot: Snapshot) -> ExitTalk:
    """Gather what was chosen for the talk."""
    chosen = [item for item in ordered(snapshot) if item.is_in_exit_talk]
    return ExitTalk(
        tuple(item for item in chosen if item.kind in STRENGTHS), tuple(item for item in chosen if item.kind in POINTS)
    )


def ordered(snapshot: Snapshot) -> list[Finding]:
    """Give what may be said: strengths, then conditions, then development points."""
    order = (FindingKind.STRENGTH, FindingKind.CONDITION, FindingKind.DEVELOPMENT)
    found = [item for item in snapshot.findings if item.kind in order]
    return sorted(found, key=lambda item: (order.index(item.kind), item.position, item.id))


def may_add(snapshot: Snapshot, finding: Finding) -> bool:
    """Tell whether one more of its kind may be said."""
    talk = exit_talk(snapshot)
    said = talk.strengths if finding.kind in STRENGTHS else talk.points
    return len(said) < MOST


def words_of_outcome(snapshot: Snapshot) -> tuple[tuple[Finding, tuple[str, ...]], ...]:
    """Find what was chosen and holds words of an outcome."""
    talk = exit_talk(snapshot)
    found = []
    for finding in (*talk.strengths, *talk.points):
        words = verdict_words("\n".join(str(getattr(finding, name)) for name in _SAID))
        if words:
            found.append((finding, words))
    return tuple(found)
