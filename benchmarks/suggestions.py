"""`python -m benchmarks.suggestions`: whether a note's own tag is among the first proposals, and how fast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from auditor_app.core.model import Note
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.samples import LAST_YEAR, THIS_YEAR, sample_snapshot
from auditor_app.services.visit.suggest import Suggestions

PLACES = (1, 3, 5)


@dataclass(frozen=True)
class Rates:
    """Of `notes` tagged notes, the share whose tag is among the first so many; all tags found in five; milliseconds."""

    notes: int
    first: dict[int, float]
    by_chance: float
    tags_in_five: float
    median_ms: float
    worst_ms: float


def tagged(snapshot: Snapshot) -> Iterator[tuple[Note, set[str]]]:
    """Give each note that the invented auditors tied to criteria, with those criteria."""
    tags: dict[str, set[str]] = {}
    for link in snapshot.links:
        if not link.target.startswith("matrix:"):
            tags.setdefault(link.note, set()).add(link.target)
    return ((note, tags[note.id]) for note in snapshot.notes if note.id in tags)


def measured() -> Rates:
    """Rank every tagged note of both sample audits; the rank never sees a tag."""
    hits, chance, times, found, all_tags = dict.fromkeys(PLACES, 0), 0.0, [], 0, 0
    for name in (LAST_YEAR, THIS_YEAR):
        snapshot = sample_snapshot(name)
        suggestions = Suggestions(snapshot.framework, snapshot.audit.language)
        for note, tags in tagged(snapshot):
            started = perf_counter()
            ranked = [item.code for item in suggestions.rank(note.seen, note.source)]
            times.append((perf_counter() - started) * 1000)
            for place in PLACES:
                hits[place] += bool(tags & set(ranked[:place]))
            found += len(tags & set(ranked))
            all_tags += len(tags)
            chance += _by_chance(len(snapshot.framework.criteria), len(tags))
    notes = len(times)
    first = {place: count / notes for place, count in hits.items()}
    return Rates(notes, first, chance / notes, found / all_tags, median(times), max(times))


def _by_chance(criteria: int, tags: int) -> float:
    """Give how likely five blind picks hold at least one of so many tags."""
    missed = 1.0
    for pick in range(max(PLACES)):
        missed *= (criteria - tags - pick) / (criteria - pick)
    return 1 - missed


def main() -> None:
    """Print the table."""
    rates = measured()
    print(f"{rates.notes} tagged notes of two sample audits (Dutch, invented)")
    for place, share in rates.first.items():
        print(f"  a right criterion among the first {place}: {share:.1%}")
    print(f"  by chance among five: {rates.by_chance:.1%}")
    print(f"  of all tags among the first five: {rates.tags_in_five:.1%}")
    print(f"  per note: median {rates.median_ms:.2f} ms, worst {rates.worst_ms:.2f} ms")


if __name__ == "__main__":
    main()
