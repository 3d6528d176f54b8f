"""Many entities of one kind in little room: packed by the dozen, built when they are looked at."""

from __future__ import annotations

import marshal
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

E = TypeVar("E")
PACK: Final = 16
"""So many are packed together: more would take less room, and longer to look at one."""
_UNPACKED: Final = 200
"""So many packs stay unpacked."""

Row = Sequence[Any]
"""What one entity is built from; its id comes first."""


class Shelf(Mapping[str, E]):
    """Entities by id, in the order of their ids; what `put` brings stands before what was packed.

    An entity takes a quarter of the room it would take as a value, and nothing that Python's garbage collector walks
    through, so that an audit of 100,000 notes neither fills the memory nor halts the window.
    """

    def __init__(self, rows: Iterable[Row], build: Callable[[Row], E]) -> None:
        """Pack rows of texts, numbers and None, ordered by the id they begin with."""
        self._build = build
        self._firsts: list[str] = []
        self._packs: list[bytes] = []
        self._count = 0
        self._open: dict[int, list[Row]] = {}
        self._newer: dict[str, E] = {}
        self._added = 0
        source = iter(rows)
        while pack := [tuple(row) for row in islice(source, PACK)]:
            self._firsts.append(pack[0][0])
            self._packs.append(zlib.compress(marshal.dumps(pack), 1))
            self._count += len(pack)

    def put(self, key: str, entity: E) -> None:
        """Take over a newer entity, or one that was not here."""
        if key not in self:
            self._added += 1
        self._newer[key] = entity

    def _unpacked(self, place: int) -> list[Row]:
        rows = self._open.get(place)
        if rows is None:
            # Of our own making, and never out of this process.
            rows = marshal.loads(zlib.decompress(self._packs[place]))  # noqa: S302 - as said above
            # Another thread may do the same; losing one of two equal packs is harmless.
            if len(self._open) >= _UNPACKED:
                self._open.pop(next(iter(tuple(self._open)), -1), None)
            self._open[place] = rows
        return rows

    def _row(self, key: str) -> Row | None:
        place = bisect_right(self._firsts, key) - 1
        if place < 0:
            return None
        rows = self._unpacked(place)
        at = bisect_left(rows, key, key=_id_of)
        return rows[at] if at < len(rows) and rows[at][0] == key else None

    def __getitem__(self, key: str) -> E:
        if key in self._newer:
            return self._newer[key]
        row = self._row(key)
        if row is None:
            raise KeyError(key)
        return self._build(row)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and (key in self._newer or self._row(key) is not None)

    def __len__(self) -> int:
        return self._count + self._added

    def __iter__(self) -> Iterator[str]:
        return (key for key, _row in self._merged())

    def values(self) -> Iterator[E]:  # type: ignore[override]  # a view would build each entity twice
        """Give the entities in the order of their ids, each built as it is reached."""
        return (self._newer[key] if row is None else self._build(row) for key, row in self._merged())

    def items(self) -> Iterator[tuple[str, E]]:  # type: ignore[override]  # as above
        """Give ids and entities in the order of the ids."""
        return ((key, self._newer[key] if row is None else self._build(row)) for key, row in self._merged())

    def _merged(self) -> Iterator[tuple[str, Row | None]]:
        newer = sorted(self._newer, reverse=True)
        for pack in self._packs:
            for row in marshal.loads(zlib.decompress(pack)):  # noqa: S302 - see `_unpacked`
                while newer and newer[-1] < row[0]:
                    yield newer.pop(), None
                if newer and newer[-1] == row[0]:
                    yield newer.pop(), None
                else:
                    yield row[0], row
        while newer:
            yield newer.pop(), None


def _id_of(row: Row) -> str:
    return str(row[0])
