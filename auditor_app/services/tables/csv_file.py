"""A text file of cells: encoding and delimiter are found, a forgotten quote spoils one row and not all that follow."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator

from auditor_app.core.errors import UserError
from auditor_app.services.encoding import decoded
from auditor_app.services.tables.limits import LONGEST_CELL
from auditor_app.services.tables.table import Remark, Table

DELIMITERS = ";,\t|"
SAMPLE = 8_192
"""Characters shown to `csv.Sniffer`; its search for quotes is slow on long texts."""
SAMPLE_LINES = 200
MOST_LINES_IN_CELL = 100
_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_UNSEEN = re.compile("[\x01-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def read_csv(content: bytes, file: str) -> Table:
    """Read a text file of cells; raises `UserError("table.not_a_table")`."""
    try:
        text, encoding = decoded(content)
    except ValueError as error:
        raise UserError("table.not_a_table", file=file) from error
    table = Table(encoding=encoding)
    text = _without_nul(text, table)
    first, _, rest = text.partition("\n")
    hint = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    table.delimiter = hint[1] if hint else _delimiter(text, file)
    offset = 1 if hint else 0
    known: dict[str, str] = {}
    for number, cells in _rows(rest if hint else text, table):
        table.add(number + offset, [clean(cell, known) for cell in cells], file)
    return table


def _without_nul(text: str, table: Table) -> str:
    count = text.count("\x00")
    if count:
        line = len(_LINE_ENDS.findall(text[: text.index("\x00")])) + 1
        table.remarks.append(Remark("nul", str(line), count))
    return text.replace("\x00", "")


def clean(cell: str, known: dict[str, str]) -> str:
    """Give a cell on one line, without characters that cannot be seen; the same text is kept once."""
    found = known.get(cell)
    if found is None:
        found = sys.intern(" ".join(_UNSEEN.sub(" ", cell[: 2 * LONGEST_CELL]).split())[:LONGEST_CELL])
        if len(known) < 1 << 20:
            known[cell] = found
    return found


def _delimiter(text: str, file: str) -> str:
    """Ask `csv.Sniffer`, and believe it unless another character cuts more lines into as many cells."""
    lines = [line for line in text[: SAMPLE * 32].splitlines() if line.strip()][:SAMPLE_LINES]
    found = {item: _steadiness(lines, item) for item in DELIMITERS}
    best = max(found, key=lambda item: found[item])
    try:
        sniffed = csv.Sniffer().sniff(text[:SAMPLE], DELIMITERS).delimiter
    except csv.Error:
        sniffed = best
    chosen = sniffed if found[sniffed] >= found[best] else best
    if found[chosen] <= (0, 1):
        raise UserError("table.not_a_table", file=file)
    return chosen


def _steadiness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Give in how many lines a delimiter gives the most usual number of cells, and that number."""
    counts = Counter(len(_cells(line, delimiter)) for line in lines)
    number, times = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
    return (times if number > 1 else 0, number)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a cell of more than 128 kB
        return []


def _rows(text: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    """Read quoted line breaks as they are meant, unless a quote that was never closed swallowed the rest."""
    read = _whole(text, table.delimiter)
    if read is not None:
        yield from read
        return
    for number, line in enumerate(_LINE_ENDS.split(text), 1):
        if line.count('"') % 2:
            table.remarks.append(Remark("open_quote", str(number)))
        yield number, _cells(line, table.delimiter)


def _whole(text: str, delimiter: str) -> list[tuple[int, list[str]]] | None:
    reader = csv.reader(_LINE_ENDS.sub("\n", text).splitlines(keepends=True), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if reader.line_num - before > MOST_LINES_IN_CELL:
                return None
            rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        return None
    is_open = rows and rows[-1][0] < before and text.count('"') % 2
    return None if is_open else rows
