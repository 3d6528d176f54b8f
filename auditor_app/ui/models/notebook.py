"""All notes of one audit, kept in order and counted, so that no keystroke ever walks through all of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from auditor_app.core.evidence import EvidenceCount, count_evidence
from auditor_app.core.live import LiveAudit
from auditor_app.core.model import Activity, Attachment, Link, Member, Note, Sensitivity

MATRIX = "matrix:"
NOON = "13:00"
"""What comes before is the morning; lunch ends here in the model day plan (DOMAIN 10.2)."""
LOOSE = "~"
"""Sorts notes outside the programme after the activities of their day."""

Place = tuple[str, str, str, str, str]
"""Where a note stands in the stream: day, start and id of its activity, its moment, its id."""


@dataclass(frozen=True)
class Entry:
    """A note with its links, its author's initials and what it can be filtered by."""

    note: Note
    links: tuple[Link, ...] = ()
    initials: str = ""
    facets: frozenset[str] = frozenset()
    beside: tuple[Attachment, ...] = ()
    """The photos, files and voices kept beside it, in the order they were added."""

    @property
    def is_coded(self) -> bool:
        """Whether the note says what it is about."""
        return bool(self.links)


class Notebook:
    """The notes of one open audit. `take` brings it up to date with what was touched."""

    def __init__(self, live: LiveAudit) -> None:
        self.live = live
        self.entries: dict[str, Entry] = {}
        self.counts: Counter[str] = Counter()
        self._order: list[Place] = []
        self._places: dict[str, Place] = {}
        self._links: dict[str, set[str]] = defaultdict(set)
        self._beside: dict[str, set[str]] = defaultdict(set)
        self._stands: dict[str, str] = {}
        self._notes_of: dict[str, set[str]] = defaultdict(set)
        self._alive: Counter[str] = Counter()
        self.moved: frozenset[str] = frozenset()
        """The notes of the last `take` that stand elsewhere now, or can be filtered by something else."""
        self._targets: dict[str, set[str]] = defaultdict(set)
        self._evidence: dict[str, EvidenceCount] = {}
        self._ranks = {item.code: place for place, item in enumerate(live.framework.criteria)}
        self.rebuild()

    def rebuild(self) -> None:
        """Read everything anew."""
        for known in (self.entries, self.counts, self._places, self._links, self._notes_of, self._targets, self._alive):
            known.clear()
        self._beside.clear()
        self._stands.clear()
        self._evidence.clear()
        for link in self.live.entities("link").values():
            self._know_link(link)
        for attachment in self.live.entities("attachment").values():
            self._know_beside(attachment)
        for note_id in self.live.entities("note"):
            self._enter(note_id)
        self._order = sorted(self._places.values())

    def take(self, touched: Collection[tuple[str, str]]) -> frozenset[str]:
        """Bring up to date and give the ids of the notes that look different now."""
        kinds = {kind for kind, _ in touched}
        if kinds & {"activity", "member", "audit", "framework"}:
            before = dict(self.entries)
            self.rebuild()
            self.moved = frozenset(self.entries)
            return frozenset(key for key, entry in self.entries.items() if before.get(key) != entry)
        notes = {key for kind, key in touched if kind == "note"}
        for key in (key for kind, key in touched if kind == "link"):
            link = self.live.entities("link").get(key)
            self._know_link(link)
            notes |= {link.note} if isinstance(link, Link) else set()
        notes |= self._take_beside({key for kind, key in touched if kind == "attachment"})
        self.moved = frozenset(note_id for note_id in notes if self._reenter(note_id))
        return frozenset(notes)

    def _take_beside(self, keys: Collection[str]) -> set[str]:
        """Learn of photos, files and voices; gives the notes they stand beside, or stood beside until now."""
        notes = {self._stands[key] for key in keys if key in self._stands}
        for key in keys:
            self._know_beside(self.live.entities("attachment").get(key))
        notes |= {self._stands[key] for key in keys if key in self._stands}
        return notes & self.live.entities("note").keys()

    def _know_beside(self, attachment: object) -> None:
        if isinstance(attachment, Attachment):
            self._beside[attachment.note].add(attachment.id)
            self._stands[attachment.id] = attachment.note

    def beside(self, note_id: str, *, is_binned: bool = False) -> tuple[Attachment, ...]:
        """List what is kept beside a note, or lies in the bin from there; nothing that was erased."""
        known = self.live.entities("attachment")
        found = (known.get(key) for key in self._beside.get(note_id, ()))
        kept = (
            item
            for item in found
            if isinstance(item, Attachment) and item.note == note_id and item.deleted is is_binned and not item.erased
        )
        return tuple(sorted(kept, key=lambda item: (item.taken, item.id)))

    def _know_link(self, link: object) -> None:
        if isinstance(link, Link):
            self._links[link.note].add(link.id)

    def _reenter(self, note_id: str) -> bool:
        """Take a note over anew; True when its place or its facets became different."""
        before = (self._places.get(note_id), self.entries[note_id].facets if note_id in self.entries else None)
        self._replace(note_id)
        return before != (self._places.get(note_id), self.entries[note_id].facets if note_id in self.entries else None)

    def _replace(self, note_id: str) -> None:
        old = self._places.pop(note_id, None)
        if old is not None:
            del self._order[bisect_left(self._order, old)]
            self._leave(note_id)
        self._enter(note_id)
        if note_id in self._places:
            insort(self._order, self._places[note_id])

    def _leave(self, note_id: str) -> None:
        entry = self.entries.pop(note_id)
        self.counts.subtract(entry.facets)
        self._notes_of[entry.note.activity].discard(note_id)
        self._alive[entry.note.activity] -= not entry.note.deleted
        for link in entry.links:
            self._targets[link.target].discard(note_id)
            self._evidence.pop(link.target, None)

    def _enter(self, note_id: str) -> None:
        note = self.live.entities("note").get(note_id)
        if not isinstance(note, Note):
            return
        entry = self._entry(note)
        self.entries[note_id] = entry
        self.counts.update(entry.facets)
        self._notes_of[note.activity].add(note_id)
        self._alive[note.activity] += not note.deleted
        for link in entry.links:
            self._targets[link.target].add(note_id)
            self._evidence.pop(link.target, None)
        self._places[note_id] = self._place(note)

    def _entry(self, note: Note) -> Entry:
        known = self.live.entities("link")
        found = (known.get(key) for key in self._links[note.id])
        tied = (link for link in found if isinstance(link, Link) and not link.deleted)
        links = tuple(sorted(tied, key=lambda link: (self._ranks.get(link.target, len(self._ranks)), link.target)))
        author = self.live.entities("member").get(note.author)
        initials = author.initials if isinstance(author, Member) else ""
        beside = self.beside(note.id)
        return Entry(note, links, initials, self._facets(note, links, is_illustrated=bool(beside)), beside)

    def activity(self, key: str) -> Activity | None:
        """Give the activity of a note, also one that was removed from the programme."""
        found = self.live.entities("activity").get(key)
        return found if isinstance(found, Activity) else None

    def _place(self, note: Note) -> Place:
        activity = self.activity(note.activity)
        if activity is None:
            return (note.moment[:10], LOOSE, "", note.moment, note.id)
        return (activity.day, activity.start, activity.id, note.moment, note.id)

    def _facets(self, note: Note, links: tuple[Link, ...], *, is_illustrated: bool) -> frozenset[str]:
        if note.deleted:
            return frozenset({"binned"})
        day, start, key, moment, _ = self._place(note)
        time = start if key else moment[11:16]
        found = {"kept", f"moment:{day}:{'morning' if time < NOON else 'afternoon'}"}
        found |= {f"source:{note.source}"} if note.source else set()
        found |= {f"author:{note.author}"} if note.author else set()
        found |= {f"link:{link.target}" for link in links}
        found |= {f"standard:{link.target.partition('.')[0]}" for link in links if not link.target.startswith(MATRIX)}
        conditions = {
            "mine": note.author == self.live.me,
            "uncoded": not links and not note.is_excluded,
            "quote": note.is_quote,
            "afterwards": note.is_afterwards,
            "team": note.sensitivity is Sensitivity.TEAM,
            "beside": is_illustrated,
            "excluded": note.is_excluded,
        }
        return frozenset(found | {name for name, holds in conditions.items() if holds})

    def matching(self, facets: frozenset[str], among: Collection[str] | None = None) -> list[Entry]:
        """List the notes that have all `facets`, in the order of the stream; `among` restricts to those ids."""
        wanted = facets if "binned" in facets else facets | {"kept"}
        found = (self.entries[place[4]] for place in self._order if among is None or place[4] in among)
        return [entry for entry in found if wanted <= entry.facets]

    def in_order(self) -> list[Entry]:
        """List all notes, binned ones too, in the order of the stream."""
        return [self.entries[place[4]] for place in self._order]

    def of_activity(self, activity: str) -> list[Entry]:
        """List the notes of an activity, oldest first."""
        notes = (self.entries[key] for key in self._notes_of[activity])
        return sorted((e for e in notes if not e.note.deleted), key=lambda e: (e.note.moment, e.note.id))

    def count_of(self, activity: str) -> int:
        """Count the notes of an activity."""
        return self._alive[activity]

    def count_about(self, target: str, activity: str) -> int:
        """Count the notes of an activity that are tied to a criterion or matrix cell."""
        return sum(not self.entries[key].note.deleted for key in self._targets[target] & self._notes_of[activity])

    def group_of(self, note_id: str) -> tuple[str, str, str]:
        """Give day, start and activity of a note: what it is grouped by in the stream."""
        return self._places[note_id][:3]

    def about(self, target: str) -> list[Entry]:
        """List the notes tied to a criterion or matrix cell, oldest first."""
        notes = (self.entries[key] for key in self._targets[target])
        return sorted((e for e in notes if not e.note.deleted), key=lambda e: (e.note.moment, e.note.id))

    def evidence_of(self, criterion: str) -> EvidenceCount:
        """Give the counts of one criterion; counted again only after one of its notes changed."""
        if criterion not in self._evidence:
            entries = [self.entries[key] for key in self._targets[criterion]]
            links = [link for entry in entries for link in entry.links if link.target == criterion]
            counted = count_evidence([entry.note for entry in entries], links)
            self._evidence[criterion] = counted.get(criterion, EvidenceCount())
        return self._evidence[criterion]
