"""A workbook: values as the spreadsheet program stored them. Nothing is calculated, no link followed, no macro run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import IO, Final

from auditor_app.core.errors import UserError
from auditor_app.services.tables.limits import (
    LARGEST_TEXTS,
    LARGEST_UNPACKED,
    LAST_ROW,
    MOST_COLUMNS,
    MOST_MARKS,
    MOST_PARTS,
)
from auditor_app.services.tables.table import Remark, Table, clean

_CHUNK: Final = 1 << 20
_OVERLAP: Final = 512
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA: Final = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f[ />]')
MERGED_ROWS: Final = 50
"""Merged cells are filled in so many rows from the top, where headings are."""


@dataclass
class _Marks:
    """What openpyxl does not say in its quick mode: which cells are merged, and which hold a formula."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    formula_count: int = 0
    first_formula: str = ""


def read_xlsx(content: bytes, file: str, sheet: str = "") -> Table:
    """Read one sheet: the named one, else the first that holds most rows; raises `UserError("table.…")`."""
    archive = _checked(content, file)
    from openpyxl import load_workbook  # noqa: PLC0415 - only the process that reads a workbook loads it

    try:
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        names = [item.title for item in workbook.worksheets if item.sheet_state == "visible"]
        tables = [_read(workbook, archive, name, file) for name in names if sheet in ("", name)]
        workbook.close()
    except UserError:
        raise
    except MemoryError as error:
        raise UserError("table.too_large", file=file) from error
    except Exception as error:  # openpyxl raises whatever its parsers do: all of it is "broken"
        raise UserError("table.broken_workbook", file=file) from error
    if not tables:
        raise UserError("table.empty", file=file)
    best = max(tables, key=lambda item: len(item.rows))
    others = [item.sheet for item in tables if item is not best and item.rows]
    if others:
        best.remarks.append(Remark("other_sheets", ", ".join(others)[:200], len(others)))
    best.sheets = tuple(names)
    return best


def _checked(content: bytes, file: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UserError("table.broken_workbook", file=file) from error
    names = {part.filename for part in parts}
    if "mimetype" in names:
        with suppress(zipfile.BadZipFile, RuntimeError, OSError):
            if b"opendocument" in archive.read("mimetype")[:200]:
                raise UserError("table.open_document", file=file)
    if "xl/workbook.bin" in names:
        raise UserError("table.binary_workbook", file=file)
    if not any(name.startswith("xl/") for name in names):
        raise UserError("table.not_a_table", file=file)
    is_bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED
    texts = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    if is_bomb or texts > LARGEST_TEXTS:
        raise UserError("table.too_large", file=file)
    return archive


def _read(workbook: object, archive: zipfile.ZipFile, name: str, file: str) -> Table:
    sheet = workbook[name]  # type: ignore[index]  # a Workbook; its stubs are loaded only where it is used
    sheet.reset_dimensions()
    table = Table(sheet=name)
    marks = _Marks()
    with archive.open(sheet._worksheet_path) as source:  # noqa: SLF001 - openpyxl names the part nowhere else
        _find_marks(source, marks)
    known: dict[str, str] = {}
    rows: Iterator[Sequence[object]] = sheet.iter_rows(values_only=True)
    filled = _filled(rows, marks.merged)
    empty: set[tuple[int, int]] = set()
    for number, values in enumerate(filled, 1):
        if number > LAST_ROW:
            raise UserError("table.too_many", file=file, limit=LAST_ROW)
        if len(values) > MOST_COLUMNS and any(value is not None for value in values[MOST_COLUMNS:]):
            raise UserError("table.too_wide", file=file, limit=MOST_COLUMNS)
        cells = [clean(as_text(value), known) for value in values[:MOST_COLUMNS]]
        if marks.formulas:
            columns = [place for place, cell in enumerate(cells) if not cell and (number, place) in marks.formulas]
            empty.update((number, place) for place in columns)
        table.add(number, cells, file)
    table.empty_formulas = frozenset(empty)
    _remark(table, marks, len(empty))
    return table


def _remark(table: Table, marks: _Marks, empty: int) -> None:
    if marks.merged:
        table.remarks.append(Remark("merged", str(marks.merged[0][0]), len(marks.merged)))
    if marks.formula_count:
        table.remarks.append(Remark("formulas", marks.first_formula, marks.formula_count))
    if empty:
        first = min(table.empty_formulas)
        table.remarks.append(Remark("empty_formulas", f"{_letters(first[1])}{first[0]}", empty))


def _find_marks(source: IO[bytes], marks: _Marks) -> None:
    """Look through the text of a sheet, a piece at a time; what begins in the overlap is read with the next piece."""
    tail = b""
    while piece := source.read(_CHUNK):
        text = tail + piece
        end = max(0, len(text) - _OVERLAP)
        _find_in(text, end, marks)
        tail = text[end:]
    _find_in(tail, len(tail), marks)


def _find_in(text: bytes, end: int, marks: _Marks) -> None:
    for match in _MERGED.finditer(text):
        if match.start() < end and len(marks.merged) < MOST_MARKS:
            marks.merged.append((int(match[2]), _column(match[1]), int(match[4]), _column(match[3])))
    for match in _FORMULA.finditer(text):
        if match.start() < end:
            marks.formula_count += 1
            marks.first_formula = marks.first_formula or (match[1] + match[2]).decode("ascii")
            if len(marks.formulas) < MOST_MARKS:
                marks.formulas.add((int(match[2]), _column(match[1])))


def _filled(rows: Iterator[Sequence[object]], merged: list[tuple[int, int, int, int]]) -> Iterator[Sequence[object]]:
    """Give every cell of a merged range near the top the value that stands in its first one."""
    near = [item for item in merged if item[0] <= MERGED_ROWS and item[3] < MOST_COLUMNS]
    first: dict[tuple[int, int], object] = {}
    for number, values in enumerate(rows, 1):
        mine = [item for item in near if item[0] <= number <= min(item[2], MERGED_ROWS)]
        if not mine:
            yield values
            continue
        filled = list(values) + [None] * (max(item[3] for item in mine) + 1 - len(values))
        for top, left, _bottom, right in mine:
            if number == top:
                first[top, left] = filled[left]
            filled[left : right + 1] = [first.get((top, left))] * (right + 1 - left)
        yield filled


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> str:
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def as_text(value: object) -> str:
    """Give a value as it would stand in a text file: whole numbers without a point, days as ISO dates."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)
