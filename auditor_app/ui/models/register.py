"""The ids of very many notes in little room: each has a place that stays, and lists of notes are lists of places."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain
from typing import Final, TypeAlias, overload

Places: TypeAlias = "array[int]"
no_places: Final = partial(array, "I")
"""Make an empty list of places."""
_PIECE: Final = 1024
"""So many texts are joined into one: a text of its own takes three times the room of an id."""
_LOOKS: Final = 32
"""To find an id among many takes as long as to look at so many places one after another."""


class Texts:
    """Many short texts one after another; they are only added to."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._ends = no_places()
        """Where each text ends in its piece."""
        self._loose: list[str] = []

    def __len__(self) -> int:
        return len(self._ends) + len(self._loose)

    def __getitem__(self, place: int) -> str:
        at = place - len(self._ends)
        if at >= 0:
            return self._loose[at]
        start = self._ends[place - 1] if place % _PIECE else 0
        return self._pieces[place // _PIECE][start : self._ends[place]]

    def __iter__(self) -> Iterator[str]:
        for number, piece in enumerate(self._pieces):
            ends = self._ends[number * _PIECE : (number + 1) * _PIECE]
            yield from map(piece.__getitem__, map(slice, chain((0,), ends), ends))
        yield from self._loose

    def append(self, text: str) -> None:
        """Put a text after the others."""
        self._loose.append(text)
        if len(self._loose) == _PIECE:
            self._pieces.append("".join(self._loose))
            self._ends.extend(accumulate(map(len, self._loose)))
            self._loose.clear()


class Register:
    """Ids by their places. As long as they come in order they are found by it; those that come later are remembered."""

    def __init__(self) -> None:
        self._ids = Texts()
        self._ordered = 0
        self._later: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, place: int) -> str:
        return self._ids[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def add(self, key: str) -> int:
        """Give a new id its place."""
        place = len(self._ids)
        if place == self._ordered and (place == 0 or self._ids[place - 1] < key):
            self._ordered += 1
        else:
            self._later[key] = place
        self._ids.append(key)
        return place

    def place(self, key: str, near: int = 0) -> int:
        """Give the place of an id, -1 where it has none; it is looked for first at `near` and after it."""
        for place in range(near, min(near + 3, self._ordered)):
            if self._ids[place] == key:
                return place
        place = bisect_left(range(self._ordered), key, key=self._ids.__getitem__)
        if place < self._ordered and self._ids[place] == key:
            return place
        return self._later.get(key, -1)

    def marks(self, keys: Collection[str]) -> bytearray:
        """Tell of each place whether its id is one of `keys`: many are found sooner by looking at every place."""
        if len(keys) * _LOOKS > len(self):
            return bytearray(map(frozenset(keys).__contains__, self))
        marks = bytearray(len(self))
        for place in filter(lambda place: place >= 0, map(self.place, keys)):
            marks[place] = True
        return marks


class Stretch(Sequence[str]):
    """The ids at some places of a register."""

    def __init__(self, register: Register, places: Sequence[int]) -> None:
        self.register, self.places = register, places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Stretch: ...

    def __getitem__(self, at: int | slice) -> str | Stretch:
        if isinstance(at, slice):
            return Stretch(self.register, self.places[at])
        return self.register[self.places[at]]

    def __iter__(self) -> Iterator[str]:
        return map(self.register.__getitem__, self.places)

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Find an id; raises ValueError."""
        return self.places.index(self.register.place(value), start, len(self.places) if stop is None else stop)

    def among(self, keys: Collection[str]) -> set[str]:
        """Give those of `keys` that are here."""
        asked = {self.register.place(key) for key in keys}
        return {self.register[place] for place in asked.intersection(self.places)}


class Keys(Sequence[str]):
    """Stretches of ids one after another."""

    def __init__(self, stretches: Sequence[Sequence[str]]) -> None:
        self.stretches = [stretch for stretch in stretches if stretch]
        self._starts = [0, *accumulate(map(len, self.stretches))]

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Keys: ...

    def __getitem__(self, at: int | slice) -> str | Keys:
        if isinstance(at, slice):
            return self._cut(*at.indices(len(self)))
        at += len(self) if at < 0 else 0
        if not 0 <= at < len(self):
            raise IndexError(at)
        number = bisect_right(self._starts, at) - 1
        return self.stretches[number][at - self._starts[number]]

    def before(self, at: int) -> int:
        """Give the last place before the stretch that a place is in, -1 where it is the first."""
        return self._starts[bisect_right(self._starts, at) - 1] - 1

    def _cut(self, start: int, stop: int, step: int) -> Keys:
        if step != 1:
            return Keys([[self[at] for at in range(start, stop, step)]])
        cut = zip(self.stretches, self._starts, strict=False)
        return Keys([stretch[max(0, start - at) : max(0, stop - at)] for stretch, at in cut])

    def __iter__(self) -> Iterator[str]:
        return (key for stretch in self.stretches for key in stretch)

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """Find an id; raises ValueError."""
        for stretch, at in zip(self.stretches, self._starts, strict=False):
            try:
                found = at + stretch.index(value)
            except ValueError:
                continue
            if start <= found < (len(self) if stop is None else stop):
                return found
        raise ValueError(value)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and bool(self.among((value,)))

    def among(self, keys: Collection[str]) -> set[str]:
        """Give those of `keys` that are here, without looking at every id."""
        wanted = set(keys)
        return {
            key
            for stretch in self.stretches
            for key in (stretch.among(wanted) if isinstance(stretch, Stretch) else wanted.intersection(stretch))
        }
