"""What a signed report counted, for an audit whose notes were removed for good: nothing can be counted any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from auditor_app.core.evidence import EvidenceCount
from auditor_app.core.matrix import notes_per_cell
from auditor_app.core.snapshot import Snapshot


@dataclass(frozen=True)
class SignedCounts:
    """The counts of the notes that went with the signed report."""

    evidence: Mapping[str, EvidenceCount]
    cells: Mapping[str, tuple[str, ...]]
    """The notes of each matrix cell, by its code."""
    activities: Mapping[str, int]
    about: Mapping[tuple[str, str], int]
    """How many notes of an activity speak to a criterion or cell, by target and activity."""


def signed_counts(signed: Snapshot) -> SignedCounts:
    """Count the notes of what was signed."""
    activity_of = {note.id: note.activity for note in signed.notes if note.activity}
    tied = {(link.target, link.note) for link in signed.links if link.note in activity_of}
    return SignedCounts(
        evidence=signed.evidence,
        cells=notes_per_cell(signed.notes, signed.links),
        activities=Counter(activity_of.values()),
        about=Counter((target, activity_of[note]) for target, note in tied),
    )
