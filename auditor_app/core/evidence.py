"""What the notes say about each criterion: counts, kinds of source, auditors, and the minimum of DOMAIN 7.3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from auditor_app.core.frozen import nothing
from auditor_app.core.model import Activity, Direction, Link, Note

MINIMUM_NOTES = 3
MINIMUM_SOURCES = 2
MINIMUM_AUDITORS = 2
MINIMUM_NOTES_LEVEL_1 = 2
EYE_WITNESS_SOURCES = frozenset({"OBS", "WALK", "INT-P", "ART"})
"""In line E at least one of these is needed for level 3 or 4."""


@dataclass(frozen=True)
class EvidenceCount:
    """The notes tied to one criterion; two notes of one activity are one occasion."""

    supports: int = 0
    contradicts: int = 0
    context: int = 0
    sources: tuple[str, ...] = ()
    auditors: int = 0
    occasions: int = 0
    extra: Mapping[str, object] = field(default_factory=nothing, hash=False)

    @property
    def notes(self) -> int:
        """Give the number of notes in whatever direction."""
        return self.supports + self.contradicts + self.context

    @property
    def independent(self) -> int:
        """Give the number of independent observations: occasions, where they were counted (older data has none)."""
        return min(self.notes, self.occasions or self.notes)


class Shortfall(NamedTuple):
    """What is missing for a level: `what` is notes, sources, auditors or eye_witness."""

    what: str
    found: int
    needed: int


def own_time(activities: Iterable[Activity]) -> frozenset[str]:
    """Give the activities in which the team is among itself, by id."""
    return frozenset(item.id for item in activities if item.is_own_time)


def count_evidence(
    notes: Iterable[Note], links: Iterable[Link], among_ourselves: Collection[str] = ()
) -> dict[str, EvidenceCount]:
    """Count the notes of every criterion; deleted and excluded ones, and decisions of the team, do not count."""
    by_id = {
        note.id: note
        for note in notes
        if not note.deleted and not note.is_excluded and note.activity not in among_ourselves
    }
    per_criterion: dict[str, list[tuple[Note, Direction]]] = {}
    for link in links:
        note = by_id.get(link.note)
        if note is not None and not link.deleted and not link.target.startswith("matrix:"):
            per_criterion.setdefault(link.target, []).append((note, link.direction))
    return {criterion: _count(pairs) for criterion, pairs in sorted(per_criterion.items())}


def _count(pairs: list[tuple[Note, Direction]]) -> EvidenceCount:
    directions = [direction for _, direction in pairs]
    return EvidenceCount(
        supports=directions.count(Direction.SUPPORTS),
        contradicts=directions.count(Direction.CONTRADICTS),
        context=directions.count(Direction.CONTEXT),
        sources=tuple(sorted({note.source for note, _ in pairs if note.source})),
        auditors=len({note.author for note, _ in pairs if note.author}),
        occasions=len({note.activity or note.id for note, _ in pairs}),
    )


class Tally:
    """The count of one criterion, kept note by note: what `count_evidence` gives, without walking through all notes."""

    def __init__(self) -> None:
        self._directions: Counter[Direction] = Counter()
        self._sources: Counter[str] = Counter()
        self._authors: Counter[str] = Counter()
        self._occasions: Counter[str] = Counter()

    def add(self, direction: Direction, source: str, author: str, occasion: str, times: int = 1) -> None:
        """Count a note that speaks to the criterion; `times=-1` takes it out again."""
        self._directions[direction] += times
        for counter, what in ((self._sources, source), (self._authors, author), (self._occasions, occasion)):
            counter[what] += times
            if not counter[what]:
                del counter[what]

    @property
    def count(self) -> EvidenceCount:
        """Give the count as it stands."""
        return EvidenceCount(
            supports=self._directions[Direction.SUPPORTS],
            contradicts=self._directions[Direction.CONTRADICTS],
            context=self._directions[Direction.CONTEXT],
            sources=tuple(sorted(filter(None, self._sources))),
            auditors=len(self._authors) - ("" in self._authors),
            occasions=len(self._occasions),
        )


def shortfalls(line: str, level: str, count: EvidenceCount, *, is_independent: bool = False) -> tuple[Shortfall, ...]:
    """Say what the evidence minimum of DOMAIN 7.3 misses for `level`; advice, never a score.

    With `is_independent` two notes of one lesson are one observation: so the meter counts, as advice on the spot. The
    requirements of an outcome count notes, as the minimum says.
    """
    notes = count.independent if is_independent else count.notes
    if level == "1":
        return _missing(("notes", notes, MINIMUM_NOTES_LEVEL_1))
    if level not in {"3", "4"}:
        return ()
    eye_witness = len(EYE_WITNESS_SOURCES.intersection(count.sources)) if line == "E" else 1
    return _missing(
        ("notes", notes, MINIMUM_NOTES),
        ("sources", len(count.sources), MINIMUM_SOURCES),
        ("auditors", count.auditors, MINIMUM_AUDITORS),
        ("eye_witness", eye_witness, 1),
    )


def _missing(*needs: tuple[str, int, int]) -> tuple[Shortfall, ...]:
    return tuple([Shortfall(*need) for need in needs if need[1] < need[2]])


def is_thin(count: EvidenceCount | None) -> bool:
    """Tell whether a criterion rests on too little to say anything firm: few notes or a single kind of source."""
    return count is None or count.independent < MINIMUM_NOTES or len(count.sources) < MINIMUM_SOURCES


def attention_order(codes: Iterable[str], counts: Mapping[str, EvidenceCount], levels: Mapping[str, str]) -> list[str]:
    """Order criteria by how much they need attention: unrated first, then thin, then contradicted without a level."""
    ranked = []
    for place, code in enumerate(codes):
        count = counts.get(code, EvidenceCount())
        is_contradicted = count.supports > 0 and count.contradicts > 0
        ranked.append((bool(levels.get(code)), not is_thin(count), not is_contradicted, place, code))
    return [code for *_, code in sorted(ranked)]
