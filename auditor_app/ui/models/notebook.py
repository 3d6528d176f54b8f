"""All notes of one audit, kept in order and counted, so that no keystroke ever walks through all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, compress, filterfalse
from operator import and_, or_

from auditor_app.core.evidence import EvidenceCount, own_time
from auditor_app.core.live import Counted, LiveAudit
from auditor_app.core.model import Activity, Attachment, Direction, Link, Member, Note
from auditor_app.core.snapshot import NO_EVIDENCE
from auditor_app.ui.models.faces import (
    MATRIX,
    MOMENT,
    NOON,
    Built,
    Face,
    Faces,
    OnDemand,
    Pairs,
    in_order,
    marks_of,
    pairs_of,
    part_of_day,
)
from auditor_app.ui.models.kept_beside import KeptBeside
from auditor_app.ui.models.note_counts import NoteCounts
from auditor_app.ui.models.register import Keys, Places, Stretch, Texts, no_places

LOOSE = "~"
"""Sorts notes outside the programme after the activities of their day."""
_OUTSIDE = "loose:"

__all__ = ["LOOSE", "MATRIX", "NOON", "Entries", "Entry", "Notebook"]


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


class Entries(OnDemand[Entry]):
    """Notes in an order, built when they are looked at; each stretch of `keys` is of one activity, or of one list."""

    keys: Keys


class Notebook:
    """The notes of one open audit. `take` brings it up to date with what was touched.

    Of each note it keeps its `Face` and where it stands in lists; the note itself is built when it is looked at. Lists
    hold the places of notes in a register, which take a twelfth of the room of their ids.
    """

    def __init__(self, live: LiveAudit) -> None:
        self.live = live
        self._counts = NoteCounts()
        self._faces = Faces()
        self._asked: dict[tuple[object, ...], Face] = {}
        """The faces by what makes them, for a while."""
        self.entries: Built[Entry] = Built(self._faces, self._entry)
        self._groups: dict[str, Places] = defaultdict(no_places)
        """The notes of each activity and each day outside the programme, oldest first."""
        self._targets: dict[str, Places] = defaultdict(no_places)
        """The notes tied to each criterion and matrix cell, oldest first."""
        self._speaking: dict[str, dict[Direction, Places]] = {}
        """The evidence of each criterion that was looked at, until one of its notes changes."""
        self._wanted: frozenset[str] = frozenset()
        self._found: dict[str, Places] = {}
        """Of each group what was last asked for, until it changes."""
        self._odd_links: dict[str, set[str]] = defaultdict(set)
        """Links that cannot be found by note and target: of an unusual id, or of a note that is not here yet."""
        self._beside = KeptBeside(live)
        self._me = live.me
        self._days: dict[str, tuple[str, str]] = {}
        """Day and start of each activity, as the notes were put in order by."""
        self.moved: frozenset[str] = frozenset()
        """The notes of the last `take` that stand elsewhere now, or can be filtered by something else."""
        self._ranks = {item.code: place for place, item in enumerate(live.framework.criteria)}
        self._read()

    @property
    def counts(self) -> Counter[str]:
        """Give how many notes have each facet."""
        return self._counts.of_facet

    # --- reading and keeping up --------------------------------------------------------------------

    def _read(self) -> None:
        """Read everything once, each list sorted at the end."""
        self._days = self._days_now()
        self._counts.own_time = own_time(self.live.entities("activity").values())
        notes, register = self.live.entities("note"), self._faces.register
        for note_id in notes:
            register.add(note_id)
        pairs, tied = self._read_links()
        moments = Texts()
        for place, note in enumerate(notes.values()):
            self._faces.put(place, self._face(note, pairs[tied[place]]))
            moments.append(note.moment)
        self._asked.clear()
        lists = [self._lists_of(face) for face in self._faces.known]
        for place, number in enumerate(self._faces.numbers):
            for listed in lists[number]:
                listed.append(place)
        for listed in (*self._groups.values(), *self._targets.values()):
            listed[:] = no_places(sorted(listed, key=moments.__getitem__))
        self._count_all()

    def _count_all(self) -> None:
        known = self._faces.known
        for number, times in Counter(self._faces.numbers).items():
            self._counts.count(known[number], times)
            if known[number].activity:
                self._counts.tally("", known[number], times)
        for note_id, number in zip(self._faces, self._faces.numbers, strict=True):
            if not known[number].activity:
                self._counts.tally(note_id, known[number], 1)

    def _read_links(self) -> tuple[list[Pairs], Places]:
        """Give what notes are tied to, and for each note which of it."""
        register, rank = self._faces.register, self._ranks
        pairs: list[Pairs] = [()]
        numbers: dict[Pairs, int] = {(): 0}
        tied, place = no_places(bytes(no_places().itemsize * len(register))), 0
        for link in self.live.entities("link").values():
            if link.deleted:
                continue
            found = register.place(link.note, near=place)
            if found < 0 or link.id != f"{link.note}:{link.target}":
                self._odd_links[link.note].add(link.id)
            if found >= 0:
                place = found
                made = in_order((*pairs[tied[place]], (link.target, link.direction)), rank)
                tied[place] = numbers.setdefault(made, len(pairs))
                if tied[place] == len(pairs):
                    pairs.append(made)
        return pairs, tied

    def take(self, touched: Collection[tuple[str, str]]) -> frozenset[str]:
        """Bring up to date and give the ids of the notes that look different now."""
        looks, moved = self._take_activities({key for kind, key in touched if kind == "activity"})
        looks |= self._take_members({key for kind, key in touched if kind == "member"})
        moved |= looks
        links: dict[str, set[str]] = {key: set() for kind, key in touched if kind == "note"}
        for key in (key for kind, key in touched if kind == "link"):
            link = self.live.entities("link").get(key)
            if isinstance(link, Link):
                self._know_link(link)
                links.setdefault(link.note, set()).add(key)
        for note_id in self._beside.take({key for kind, key in touched if kind == "attachment"}):
            if note_id in self._faces:
                links.setdefault(note_id, set())
        moved |= {note_id for note_id, of_note in links.items() if self._renew(note_id, of_note)}
        self.moved = frozenset(moved)
        return frozenset(looks | {note_id for note_id in links if note_id in self._faces})

    def _take_activities(self, keys: Collection[str]) -> tuple[set[str], set[str]]:
        """Put activities where they are now; gives the notes that look different, and those that stand elsewhere."""
        if keys and self._counts.own_time != own_time(self.live.entities("activity").values()):
            return self._read_again()
        before, self._days = self._days, self._days_now() if keys else self._days
        moved = {key for key in keys if before.get(key) != self._days.get(key)}
        if not moved:
            return set(), set()
        if any(key not in before for key in moved) and self._is_waited_for(moved):
            return self._read_again()
        elsewhere = [place for key in moved for place in self._groups.get(key, ())]
        for key in moved:
            day, start = self._days[key]
            self._change_faces(self._groups.get(key, ()), partial(_at, part_of_day(day, start)))
        ids = list(Stretch(self._faces.register, elsewhere))
        is_kept = bytes(not face.is_deleted for face in self._faces.known)
        looks = compress(ids, map(is_kept.__getitem__, map(self._faces.numbers.__getitem__, elsewhere)))
        return set(looks), set(ids)

    def _is_waited_for(self, activities: Collection[str]) -> bool:
        """Tell whether notes of an activity came before it did, as another laptop's may."""
        return any(face.activity in activities for face in self._faces.known)

    def _read_again(self) -> tuple[set[str], set[str]]:
        for known in (self._counts, self._faces, self._groups, self._targets, self._speaking, self._odd_links):
            known.clear()
        self.entries.forget_all()
        self._found.clear()
        self._read()
        return set(self._faces), set(self._faces)

    def _take_members(self, keys: Collection[str]) -> set[str]:
        """Know whose notes are mine, and everyone's initials."""
        if not keys:
            return set()
        self.entries.forget_all()
        authors = set(keys)
        if self._me != self.live.me:
            authors |= {self._me, self.live.me}
            self._me = self.live.me
            self._asked.clear()
        theirs = {number for number, face in enumerate(self._faces.known) if face.author in authors}
        found = [place for place, number in enumerate(self._faces.numbers) if number in theirs]
        self._change_faces(found, lambda face: replace(face, facets=self._whose(face.facets - {"mine"}, face)))
        return {self._faces.register[place] for place in found}

    def _whose(self, facets: frozenset[str], face: Face) -> frozenset[str]:
        return facets | {"mine"} if face.author == self._me and not face.is_deleted else facets

    def _change_faces(self, places: Iterable[int], change: Callable[[Face], Face]) -> None:
        """Give notes another face, as cheaply as many notes share few faces."""
        known: dict[int, Face] = {}
        for place in places:
            old = self._faces.at(place)
            new = known.get(id(old))
            if new is None:
                new = known[id(old)] = self._faces.share(change(old))
            if new is not old:
                self._found.pop(new.group, None)
                self._counts.exchange(old, new)
                self._faces.put(place, new)
                self.entries.forget(self._faces.register[place])

    def _know_link(self, link: Link) -> None:
        if link.id != f"{link.note}:{link.target}" or link.note not in self.live.entities("note"):
            self._odd_links[link.note].add(link.id)

    def _renew(self, note_id: str, touched: Collection[str]) -> bool:
        """Take a note over anew, with the links that were touched; True when its place or its facets changed."""
        register = self._faces.register
        place = register.place(note_id)
        old, before = self._faces.at(place) if place >= 0 else None, self.entries.forget(note_id)
        note = self.live.entities("note").get(note_id)
        if not isinstance(note, Note):
            return False
        links = self._links(note_id, old, touched)
        face = self._face(note, pairs_of(links, self._ranks))
        is_as_old = before is not None and before.note.moment == note.moment
        stood = self._groups[old.group].index(place) if old is not None else -1
        if old is not face or not is_as_old:
            if old is not None:
                self._counts.count(old, -1)
                self._counts.tally(note_id, old, -1)
            self._counts.count(face, 1)
            self._counts.tally(note_id, face, 1)
            place = register.add(note_id) if old is None else place
            self._faces.put(place, face)
            self._put(place, note, old, face, is_as_old=is_as_old)
            for target, _way in (*face.links, *(old.links if old is not None else ())):
                self._speaking.pop(target, None)
            for group in {face.group, old.group if old is not None else face.group}:
                self._found.pop(group, None)
        is_same = old is not None and old.group == face.group and old.facets == face.facets
        return not is_same or self._groups[face.group].index(place) != stood

    def _put(self, place: int, note: Note, old: Face | None, face: Face, *, is_as_old: bool) -> None:
        """Take a note out of the lists it stood in and put it into those it stands in, unless nothing moves it."""
        left = {id(listed): listed for listed in self._lists_of(old)} if old is not None else {}
        entered = {id(listed): listed for listed in self._lists_of(face)}
        stays = left.keys() & entered.keys() if is_as_old else set()
        for key in left.keys() - stays:
            left[key].remove(place)
        for key in entered.keys() - stays:
            at = bisect_left(entered[key], (note.moment, note.id), key=self._age)
            entered[key].insert(at, place)

    def _age(self, place: int) -> tuple[str, str]:
        note_id = self._faces.register[place]
        return (self.live.entities("note")[note_id].moment, note_id)

    def _links(self, note_id: str, face: Face | None, touched: Collection[str] = ()) -> list[Link]:
        """Give the links of a note that are not in the bin."""
        keys = {f"{note_id}:{target}" for target, _direction in face.links} if face is not None else set()
        known = self.live.entities("link")
        found = (known.get(key) for key in keys | set(touched) | self._odd_links.get(note_id, set()))
        return [link for link in found if isinstance(link, Link) and link.note == note_id and not link.deleted]

    def _face(self, note: Note, links: Pairs) -> Face:
        group, part = self._group_and_part(note)
        is_beside = bool(self._beside.of(note.id))
        flags = (
            note.deleted, note.is_excluded, note.is_quote, note.is_afterwards, is_beside, note.sensitivity,
            note.is_snapshot,
        )  # fmt: skip
        asked = (group, part, note.activity, note.author, note.source, links, flags)
        face = self._asked.get(asked)
        if face is None:
            made = Face(
                group, note.activity, note.author, note.source, links, frozenset(),
                note.deleted, note.is_excluded, note.is_snapshot,
            )  # fmt: skip
            facets = frozenset({"binned"})
            if not note.deleted:
                marks = marks_of(note, links, is_beside=is_beside)
                marks -= {"uncoded"} if note.activity in self._counts.own_time else set()
                facets = self._whose(frozenset(marks | {part}), made)
            face = self._asked[asked] = self._faces.share(replace(made, facets=facets))
        return face

    def _group_and_part(self, note: Note) -> tuple[str, str]:
        place = self._days.get(note.activity)
        if place is None:
            day = note.moment[:10]
            return _OUTSIDE + day, part_of_day(day, note.moment[11:16])
        return note.activity, part_of_day(*place)

    def _lists_of(self, face: Face) -> list[Places]:
        return [
            self._groups[face.group],
            *(self._targets[target] for target in {target for target, _way in face.links}),
        ]

    def _days_now(self) -> dict[str, tuple[str, str]]:
        return {key: (item.day, item.start) for key, item in self.live.entities("activity").items()}

    # --- one note ----------------------------------------------------------------------------------

    def _entry(self, note_id: str) -> Entry:
        face = self._faces[note_id]
        note: Note = self.live.entities("note")[note_id]
        links = tuple(Link(f"{note_id}:{target}", note.audit, note_id, target, way) for target, way in face.links)
        author = self.live.entities("member").get(note.author)
        initials = author.initials if isinstance(author, Member) else ""
        return Entry(note, links, initials, face.facets, self.beside(note_id))

    def beside(self, note_id: str, *, is_binned: bool = False) -> tuple[Attachment, ...]:
        """List what is kept beside a note, or lies in the bin from there; nothing that was erased."""
        return self._beside.of(note_id, is_binned=is_binned)

    def activity(self, key: str) -> Activity | None:
        """Give the activity of a note, also one that was removed from the programme."""
        found = self.live.entities("activity").get(key)
        return found if isinstance(found, Activity) else None

    def group_of(self, note_id: str) -> tuple[str, str, str]:
        """Give day, start and activity of a note: what it is grouped by in the stream."""
        return self._place(self._faces[note_id].group)

    def _place(self, group: str) -> tuple[str, str, str]:
        if group.startswith(_OUTSIDE):
            return (group.removeprefix(_OUTSIDE), LOOSE, "")
        return (*self._days[group], group)

    # --- many notes --------------------------------------------------------------------------------

    def _in_order(self, wanted: frozenset[str]) -> list[tuple[str, Places]]:
        """List the notes with all `wanted` facets group by group, in the order of the stream.

        What a group had is remembered until one of its notes changes, so that a tag walks through one activity only.
        """
        if self._wanted != wanted:
            self._wanted = wanted
            self._found.clear()
        listed = []
        for group in self._every():
            if group not in self._found:
                of_group, is_whole = self._groups[group], wanted == {"kept"} and self._is_whole(group)
                self._found[group] = of_group[:] if is_whole else self._with(wanted, of_group)
            if self._found[group]:
                listed.append((group, self._found[group]))
        return listed

    def _is_whole(self, group: str) -> bool:
        """Tell whether none of a group's notes is in the bin, without looking at them."""
        return not self.counts["binned"] or self._counts.of_activity[group] == len(self._groups[group])

    def matching(self, facets: frozenset[str], among: Collection[str] | None = None, also: str = "") -> Entries:
        """List the notes that have all `facets`, in the order of the stream; `among` restricts to those ids.

        The note `also` is listed whatever it is like.
        """
        wanted = facets if "binned" in facets else facets | {"kept"}
        groups, register = self._in_order(wanted), self._faces.register
        if among is not None:
            is_among = register.marks(among).__getitem__
            groups = [(group, no_places(filter(is_among, places))) for group, places in groups]
        if also in self._faces and not self.fits(also, facets, among):
            chosen = {register.place(also), *(place for _group, places in groups for place in places)}
            groups = [(group, no_places(filter(chosen.__contains__, self._groups[group]))) for group in self._every()]
        return self._listed(places for _group, places in groups)

    def next_with(self, facets: frozenset[str], after: str) -> str:
        """Give the next note that has all `facets`, in the order of the stream; after the last comes the first."""
        order = list(chain.from_iterable(map(self._groups.__getitem__, self._every())))
        here = self._faces.register.place(after)
        start = order.index(here) + 1 if here >= 0 else 0
        found = self._with(facets | {"kept"}, order[start:] + order[:start])
        return self._faces.register[found[0]] if found else ""

    def _with(self, wanted: frozenset[str], places: Sequence[int]) -> Places:
        """Give the notes at `places` that have all wanted facets, having asked each face once."""
        answers = bytes(wanted <= face.facets for face in self._faces.known)
        return no_places(compress(places, map(answers.__getitem__, map(self._faces.numbers.__getitem__, places))))

    def _every(self) -> list[str]:
        """List the groups that have notes, in the order of the stream."""
        return sorted(filter(self._groups.get, self._groups), key=self._place)

    def fits(self, note_id: str, facets: frozenset[str], among: Collection[str] | None = None) -> bool:
        """Tell whether `matching` lists a note of itself."""
        wanted = facets if "binned" in facets else facets | {"kept"}
        return wanted <= self._faces[note_id].facets and (among is None or note_id in among)

    def runs(self, keys: Keys) -> Iterator[tuple[tuple[str, str, str], Sequence[str]]]:
        """Part ids that are in the order of the stream by day, start and activity."""
        for stretch in keys.stretches:
            yield self.group_of(stretch[0]), stretch

    def of_activity(self, activity: str, without: str = "") -> Entries:
        """List the notes of an activity but one, oldest first."""
        of_it, left_out = self._groups.get(activity, no_places()), self._faces.register.place(without)
        if left_out < 0 and self._counts.of_activity[activity] == len(of_it):
            return self._listed([of_it[:]])
        faces = self._faces
        return self._listed([no_places(at for at in of_it if at != left_out and not faces.at(at).is_deleted)])

    def snapshots_of(self, activity: str, without: str = "") -> Entries:
        """List the snapshots of a timed observation, oldest first."""
        faces, left_out = self._faces, self._faces.register.place(without)
        seen = (at for at in self._groups.get(activity, ()) if faces.at(at).is_snapshot and at != left_out)
        return self._listed([no_places(at for at in seen if not faces.at(at).is_deleted)])

    def count_of(self, activity: str) -> int:
        """Count the notes of an activity; of notes that were removed for good, those that were signed."""
        signed = self.live.signed_counts
        return self._counts.of_activity[activity] if signed is None else signed.activities.get(activity, 0)

    def count_about(self, target: str, activity: str) -> int:
        """Count the notes of an activity that are tied to a criterion or matrix cell, as `count_of` does."""
        signed = self.live.signed_counts
        return self._counts.about[target, activity] if signed is None else signed.about.get((target, activity), 0)

    def about(self, target: str) -> Entries:
        """List the notes tied to a criterion or matrix cell, oldest first."""
        faces = self._faces
        return self._listed([no_places(at for at in self._targets.get(target, ()) if not faces.at(at).is_deleted)])

    def offered(self, targets: Collection[str], also: Collection[str] = ()) -> Entries:
        """List the evidence for any of `targets`, and the notes of `also`, in the order of the stream."""
        faces, register = self._faces, self._faces.register
        chosen = {register.place(key) for key in also if key in faces and not faces[key].is_deleted}
        for target in targets:
            chosen.update(at for at in self._targets.get(target, ()) if faces.at(at).counts)
        groups = {faces.at(at).group for at in chosen}
        return self._listed(
            no_places(filter(chosen.__contains__, self._groups[group])) for group in self._every() if group in groups
        )

    def to_tie(
        self, first: Collection[str], nearer: Collection[str], words: Iterable[tuple[str, Collection[str]]] = ()
    ) -> Entries:
        """List what counts, newest first: the notes of `first`, those of the activities `nearer`, then all others.

        Each of `words` comes with the notes that hold it; a source that has it in its code counts as well.
        """
        known, numbers, register = self._faces.known, self._faces.numbers, self._faces.register
        listed = bytearray(map(bytes(face.counts for face in known).__getitem__, numbers))
        for word, holding in words:
            of_source = bytes(word.casefold() in face.source.casefold() for face in known)
            fits = map(or_, register.marks(holding), map(of_source.__getitem__, numbers))
            listed = bytearray(map(and_, listed, fits))
        is_first, parts = register.marks(first).__getitem__, (list[Places](), list[Places](), list[Places]())
        for group in reversed(self._every()):
            places = no_places(filter(listed.__getitem__, reversed(self._groups[group])))
            parts[0].append(no_places(filter(is_first, places)))
            parts[1 if group in nearer else 2].append(no_places(filterfalse(is_first, places)))
        return self._listed(chain.from_iterable(parts))

    def speaking(self, criterion: str, direction: Direction, source: str = "") -> Entries:
        """List the evidence for a criterion in one direction, of one source if it is named, oldest first."""
        ways = self._speaking.get(criterion)
        if ways is None:
            ways = self._speaking[criterion] = self._by_direction(criterion)
        found, faces = ways.get(direction, no_places()), self._faces
        return self._listed([no_places(at for at in found if faces.at(at).source == source) if source else found])

    def _by_direction(self, criterion: str) -> dict[Direction, Places]:
        """Part the evidence for a criterion by its direction, asking each face once."""
        known, places = self._faces.known, self._targets.get(criterion, no_places())
        numbers = list(map(self._faces.numbers.__getitem__, places))
        ways: dict[Direction, Places] = {}
        for way in Direction:
            speaks = bytearray(len(known))
            for number in set(numbers):
                speaks[number] = known[number].counts and (criterion, way) in known[number].links
            ways[way] = no_places(compress(places, map(speaks.__getitem__, numbers)))
        return ways

    def _listed(self, lists: Iterable[Places]) -> Entries:
        return Entries(Keys([Stretch(self._faces.register, places) for places in lists]), self.entries.__getitem__)

    def counted(self) -> Counted:
        """Give what a snapshot says about all notes."""
        return self._counts.counted()

    def evidence_of(self, criterion: str) -> EvidenceCount:
        """Give the counts of one criterion; where the notes were removed for good, those of the signed report."""
        signed = self.live.signed_counts
        return self._counts.evidence_of(criterion) if signed is None else signed.evidence.get(criterion, NO_EVIDENCE)

    def of_cell(self, cell: str) -> tuple[str, ...]:
        """Give the notes that count for a matrix cell; of notes that were removed for good, those that were signed."""
        signed = self.live.signed_counts
        if signed is not None:
            return signed.cells.get(cell, ())
        return tuple(entry.note.id for entry in self.about(MATRIX + cell) if not entry.note.is_excluded)


def _at(part: str, face: Face) -> Face:
    """Give a face at another part of the day."""
    if face.is_deleted:
        return face
    return replace(face, facets=frozenset(facet for facet in face.facets if not facet.startswith(MOMENT)) | {part})
