"""What the notebook keeps of each note: a small value that many notes share, and lists that build on demand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, TypeVar, overload

from auditor_app.core.model import Direction, Link, Note
from auditor_app.ui.models.register import Places, Register, no_places

T = TypeVar("T")
MATRIX: Final = "matrix:"
NOON: Final = "13:00"
"""What comes before is the morning; lunch ends here in the model day plan (DOMAIN 10.2)."""
MOMENT: Final = "moment:"
_MOST_BUILT: Final = 2_000


Pairs: TypeAlias = tuple[tuple[str, Direction], ...]
"""What a note is tied to, criteria in the order of the framework."""


@dataclass(frozen=True, slots=True)
class Face:
    """All that filters and counts ask of a note; notes that answer alike share one."""

    group: str
    """Its activity, or `loose:<day>` outside the programme."""
    activity: str
    author: str
    source: str
    links: Pairs
    facets: frozenset[str]
    is_deleted: bool = False
    is_excluded: bool = False
    is_snapshot: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is evidence."""
        return not self.is_deleted and not self.is_excluded


class Faces(Mapping[str, Face]):
    """The face of each note: a number by the note's place, so that notes that answer alike share one."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Know no note; what was listed before still says the ids it was made of."""
        self.register = Register()
        self.known: list[Face] = []
        self._number: dict[Face, int] = {}
        self._facets: dict[frozenset[str], frozenset[str]] = {}
        self.numbers: Places = no_places()
        """Which of the known ones each note has."""

    def share(self, face: Face) -> Face:
        """Give the face that is known and says the same."""
        return self.known[self.number(face)]

    def number(self, face: Face) -> int:
        """Give the number of a face, which is known from now on."""
        number = self._number.get(face, len(self.known))
        if number == len(self.known):
            facets = self._facets.setdefault(face.facets, face.facets)
            self.known.append(replace(face, facets=facets))
            self._number[self.known[number]] = number
        return number

    def put(self, place: int, face: Face) -> None:
        """Give the note at a place a face; the next free place is one too."""
        if place == len(self.numbers):
            self.numbers.append(self.number(face))
        else:
            self.numbers[place] = self.number(face)

    def at(self, place: int) -> Face:
        """Give the face of the note at a place."""
        return self.known[self.numbers[place]]

    def __getitem__(self, key: str) -> Face:
        place = self.register.place(key)
        if place < 0:
            raise KeyError(key)
        return self.at(place)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.register.place(key) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self.register)

    def __len__(self) -> int:
        return len(self.numbers)


def part_of_day(day: str, time: str) -> str:
    """Give the facet of a moment."""
    return sys.intern(f"{MOMENT}{day}:{'morning' if time < NOON else 'afternoon'}")


def marks_of(note: Note, links: Sequence[tuple[str, Direction]], *, is_beside: bool) -> set[str]:
    """Give what a note that is not in the bin can be filtered by, besides its moment and whose it is."""
    found = {"kept"}
    found |= {f"source:{note.source}"} if note.source else set()
    found |= {f"author:{note.author}"} if note.author else set()
    found |= {f"link:{target}" for target, _direction in links}
    found |= {f"standard:{target.partition('.')[0]}" for target, _direction in links if not target.startswith(MATRIX)}
    conditions = {
        "uncoded": not links and not note.is_excluded,
        "quote": note.is_quote,
        "afterwards": note.is_afterwards,
        "team": note.sensitivity == "team",
        "beside": is_beside,
        "excluded": note.is_excluded,
    }
    return set(map(sys.intern, found)) | {name for name, holds in conditions.items() if holds}


def pairs_of(links: Sequence[Link], ranks: Mapping[str, int]) -> Pairs:
    """Give target and direction of links, criteria in the order of the framework, then matrix cells."""
    return in_order(((link.target, link.direction) for link in links), ranks)


def in_order(pairs: Iterable[tuple[str, Direction]], ranks: Mapping[str, int]) -> Pairs:
    """Put what a note is tied to in order."""
    return tuple(sorted(pairs, key=lambda pair: (ranks.get(pair[0], len(ranks)), pair[0])))


class OnDemand(Sequence[T]):
    """Things by key, each built when it is looked at."""

    def __init__(self, keys: Sequence[str], build: Callable[[str], T]) -> None:
        self.keys, self.build = keys, build

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> OnDemand[T]: ...

    def __getitem__(self, place: int | slice) -> T | OnDemand[T]:
        if isinstance(place, slice):
            return OnDemand(self.keys[place], self.build)
        return self.build(self.keys[place])

    def __iter__(self) -> Iterator[T]:
        return map(self.build, self.keys)

    def __reversed__(self) -> Iterator[T]:
        return map(self.build, reversed(self.keys))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # like a list


class Built(Mapping[str, T]):
    """Things by key, built when they are looked at; the newest few are kept."""

    def __init__(self, known: Mapping[str, object], build: Callable[[str], T]) -> None:
        self._known, self._build = known, build
        self._kept: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        found = self._kept.get(key)
        if found is None:
            if key not in self._known:
                raise KeyError(key)
            found = self._kept[key] = self._build(key)
            if len(self._kept) > _MOST_BUILT:
                del self._kept[next(iter(self._kept))]
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def forget(self, key: str) -> T | None:
        """Build it anew next time; gives what was kept."""
        return self._kept.pop(key, None)

    def forget_all(self) -> None:
        """Build everything anew next time."""
        self._kept.clear()
