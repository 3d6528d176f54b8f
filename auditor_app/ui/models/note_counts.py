"""How many notes an audit has of each sort, kept up to date note by note."""

from __future__ import annotations

from collections import Counter, defaultdict

from auditor_app.core.evidence import EvidenceCount, Tally
from auditor_app.core.live import Counted
from auditor_app.ui.models.faces import MATRIX, Face


class NoteCounts:
    """Counts faces instead of notes: many notes share few. `times=-1` takes one out again."""

    def __init__(self) -> None:
        self.of_facet: Counter[str] = Counter()
        self.of_activity: Counter[str] = Counter()
        """The notes of each activity that are not in the bin."""
        self.about: Counter[tuple[str, str]] = Counter()
        """The same by what they are tied to, and by activity."""
        self.own_time: frozenset[str] = frozenset()
        """The activities in which the team is among itself: what is written there is no evidence."""
        self._tallies: dict[str, Tally] = defaultdict(Tally)
        self._evidence: dict[str, EvidenceCount] = {}

    def clear(self) -> None:
        """Begin anew."""
        for known in (self.of_facet, self.of_activity, self.about, self._tallies, self._evidence):
            known.clear()

    def count(self, face: Face, times: int) -> None:
        """Count notes by what they can be filtered by and by where they stand."""
        for facet in face.facets:
            self.of_facet[facet] += times
        if not face.is_deleted:
            self.of_activity[face.activity] += times
            for target in {target for target, _way in face.links}:
                self.about[target, face.activity] += times

    def tally(self, note_id: str, face: Face, times: int) -> None:
        """Count evidence; notes of one activity are one occasion, a note outside the programme is one of its own."""
        for target, way in face.links if face.counts and face.activity not in self.own_time else ():
            if not target.startswith(MATRIX):
                self._tallies[target].add(way, face.source, face.author, face.activity or note_id, times)
                self._evidence.pop(target, None)

    def exchange(self, old: Face, new: Face) -> None:
        """Count a note by other facets; it stands where it stood and speaks to what it spoke to."""
        self.of_facet.subtract(old.facets)
        self.of_facet.update(new.facets)

    def evidence_of(self, criterion: str) -> EvidenceCount:
        """Give the counts of one criterion."""
        if criterion not in self._evidence:
            tally = self._tallies.get(criterion)
            self._evidence[criterion] = tally.count if tally is not None else EvidenceCount()
        return self._evidence[criterion]

    def counted(self) -> Counted:
        """Give what a snapshot says about all notes."""
        evidence = {code: self.evidence_of(code) for code in sorted(self._tallies) if self.evidence_of(code).notes}
        return Counted(evidence, self.of_facet["kept"], self.of_facet["uncoded"])
