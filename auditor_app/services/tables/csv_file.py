"""A text file of cells: encoding and delimiter are found, a forgotten quote spoils one row and not all that follow."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from auditor_app.core.errors import UserError
from auditor_app.services.encoding import decoded
from auditor_app.services.tables.table import Remark, Table, clean

DELIMITERS = ";,\t|"
SAMPLE = 8_192
"""Characters shown to `csv.Sniffer`; its search for quotes is slow on long texts."""
SAMPLE_LINES = 200
MOST_LINES_IN_CELL = 100
LINE_ENDS = re.compile(r"\r\n|\n|\r")


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
        line = len(LINE_ENDS.findall(text[: text.index("\x00")])) + 1
        table.remarks.append(Remark("nul", str(line), count))
    return text.replace("\x00", "")


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
    counts = Counter(len(cells_of(line, delimiter)) for line in lines)
    number, times = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
    return (times if number > 1 else 0, number)


def cells_of(line: str, delimiter: str) -> list[str]:
    """Split one line by itself, whatever its quotes; none where a cell is endless."""
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
    for number, line in enumerate(LINE_ENDS.split(text), 1):
        if line.count('"') % 2:
            table.remarks.append(Remark("open_quote", str(number)))
        yield number, cells_of(line, table.delimiter)


def _whole(text: str, delimiter: str) -> list[tuple[int, list[str]]] | None:
    lines = StringIO(LINE_ENDS.sub("\n", text), newline="\n")  # `splitlines` would part at signs inside a cell too
    reader = csv.reader(lines, delimiter=delimiter)
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
