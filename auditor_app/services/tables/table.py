"""A table as it was read: rows of texts with their numbers in the file, and what is worth saying about it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

from auditor_app.core.errors import UserError
from auditor_app.services.tables.limits import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS

Row = tuple[int, tuple[str, ...]]
"""The number of a row in its file, from 1, and its cells; a row without any text is left out."""
_UNSEEN = re.compile("[\x01-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True)
class Remark:
    """Something that was found while reading; `code` names the sentence, `where` is a row, a cell or a name."""

    code: str
    where: str = ""
    count: int = 0


@dataclass
class Table:
    """One sheet."""

    rows: list[Row] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    remarks: list[Remark] = field(default_factory=list)
    empty_formulas: frozenset[tuple[int, int]] = frozenset()
    """Row and column of cells with a formula of which the file keeps no value."""
    _cells: int = 0

    @property
    def width(self) -> int:
        """Give the number of columns."""
        return max((len(cells) for _number, cells in self.rows), default=0)

    def add(self, number: int, cells: list[str], file: str) -> None:
        """Take a row unless it is empty; raises `UserError("table.too_many")` beyond the limits."""
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        self._cells += len(cells)
        if len(cells) > MOST_COLUMNS:
            raise UserError("table.too_wide", file=file, limit=MOST_COLUMNS)
        if len(self.rows) >= MOST_ROWS or self._cells > MOST_CELLS:
            raise UserError("table.too_many", file=file, limit=MOST_ROWS)
        self.rows.append((number, tuple(cells)))


def clean(cell: str, known: dict[str, str]) -> str:
    """Give a cell on one line, without characters that cannot be seen; the same text is kept once."""
    found = known.get(cell)
    if found is None:
        found = sys.intern(" ".join(_UNSEEN.sub(" ", cell[: 2 * LONGEST_CELL]).split())[:LONGEST_CELL])
        if len(known) < 1 << 20:
            known[cell] = found
    return found
