"""Many entities of one kind in little room: packed by the dozen, built when they are looked at."""

from __future__ import annotations

import marshal
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import islice
from typing import Any, Final, TypeVar

E = TypeVar("E")
PACK: Final = 32
"""So many are packed together: more would take less room, and longer to look at one."""
_UNPACKED: Final = 16
"""So many packs stay unpacked."""
_BLOCK: Final = 128
"""So many packs lie in one piece of memory: many small pieces would leave as much room lost between them."""
_WINDOW: Final = -14
"""How far compressing looks back, as a power of two, and that no header is written: a pack is hardly longer."""

Row = Sequence[Any]
"""What one entity is built from; its id comes first."""


class Shelf(Mapping[str, E]):
    """Entities by id, in the order of their ids; what `put` brings stands before what was packed.

    An entity takes a quarter of the room it would take as a value, and nothing that Python's garbage collector walks
    through, so that an audit of 100,000 notes neither fills the memory nor halts the window.
    """

    def __init__(self, rows: Iterable[Row], build: Callable[[Row], E]) -> None:
        """Pack rows of texts, numbers and None; raises ValueError unless ordered by the id they begin with."""
        self._build = build
        self._firsts: list[str] = []
        self._blocks: list[bytes] = []
        self._ends = array("I")
        """Where each pack ends in its block."""
        self._count = 0
        self._open: dict[int, list[Row]] = {}
        self._newer: dict[str, E] = {}
        self._added = 0
        source = _in_order(rows)
        while block := b"".join(self._packed(source)):
            self._blocks.append(block)

    def _packed(self, source: Iterator[Row]) -> Iterator[bytes]:
        """Pack the rows of one block."""
        end = 0
        for _pack in range(_BLOCK):
            rows = list(islice(source, PACK))
            if not rows:
                return
            self._firsts.append(rows[0][0])
            self._count += len(rows)
            pack = _squeezed(marshal.dumps(rows))
            end += len(pack)
            self._ends.append(end)
            yield pack

    def _rows(self, place: int) -> list[Row]:
        """Give the rows of a pack."""
        block, start = self._blocks[place // _BLOCK], self._ends[place - 1] if place % _BLOCK else 0
        # Of our own making, and never out of this process.
        return marshal.loads(zlib.decompress(block[start : self._ends[place]], _WINDOW))  # type: ignore[no-any-return]  # noqa: S302 - as said above

    def put(self, key: str, entity: E) -> None:
        """Take over a newer entity, or one that was not here."""
        if key not in self:
            self._added += 1
        self._newer[key] = entity

    def still(self) -> Shelf[E]:
        """Give what is here now: `put` no longer changes it. What was packed is shared."""
        other = copy(self)
        other.__dict__ |= {"_open": {}, "_newer": dict(self._newer)}
        return other

    def _unpacked(self, place: int) -> list[Row]:
        rows = self._open.get(place)
        if rows is None:
            rows = self._rows(place)
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

    def items(self) -> Iterator[tuple[str, E]]:  # type: ignore[override]  # a view would build each twice
        """Give ids and entities in the order of the ids."""
        return ((key, self._newer[key] if row is None else self._build(row)) for key, row in self._merged())

    def _merged(self) -> Iterator[tuple[str, Row | None]]:
        newer = sorted(self._newer, reverse=True)
        for place in range(len(self._firsts)):
            for row in self._rows(place):
                while newer and newer[-1] < row[0]:
                    yield newer.pop(), None
                if newer and newer[-1] == row[0]:
                    yield newer.pop(), None
                else:
                    yield row[0], row
        while newer:
            yield newer.pop(), None


def _in_order(rows: Iterable[Row]) -> Iterator[Row]:
    last = None
    for row in rows:
        if last is not None and row[0] <= last:
            message = "what lies on a shelf is found by the order of the ids"
            raise ValueError(message)
        last = row[0]
        yield tuple(row)


def _squeezed(content: bytes) -> bytes:
    squeeze = zlib.compressobj(1, zlib.DEFLATED, _WINDOW)
    return squeeze.compress(content) + squeeze.flush()


def _id_of(row: Row) -> str:
    return str(row[0])
