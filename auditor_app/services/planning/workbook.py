"""Workbooks (.xlsx): those from outside are read within bounds and not believed, our own hold no formulas.

A workbook is a ZIP of XML. Before openpyxl sees it, its parts are counted and measured; its XML is read by defusedxml,
so no entity is ever expanded. Formulas are never computed and never taken for values: a cell with one says so.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Final

from auditor_app.core.errors import UserError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_PARTS: Final = 400
LARGEST_PART: Final = 128 << 20
LARGEST_RATIO: Final = 400
"""A part that unpacks to so many times its size is a bomb; XML of real lists stays under fifty."""
SMALL: Final = 1 << 20
"""Parts up to this size may have any ratio."""
LONGEST_CELL: Final = 32_767
_NEEDED: Final = ("[Content_Types].xml", "xl/workbook.xml")
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Value = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Formula:
    """A cell that holds a formula instead of a value."""

    text: str


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet, each with its number in the file; `is_cut` when there were more than may be read."""

    name: str
    rows: tuple[tuple[int, tuple[Value | Formula, ...]], ...]
    is_cut: bool = False


def check_package(content: bytes, name: str, largest: int) -> None:
    """Raise `UserError` unless bytes are a workbook of bearable size: measured without unpacking it."""
    if len(content) > largest:
        raise UserError("workbook.too_large", file=name, limit=largest >> 20)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UserError("workbook.unreadable", file=name) from error
    names = {part.filename for part in parts}
    if not names.issuperset(_NEEDED) or any(part.flag_bits & 1 for part in parts):
        raise UserError("workbook.unreadable", file=name)
    is_bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_PART
    if is_bomb or any(_is_bomb(part) for part in parts):
        raise UserError("workbook.bomb", file=name)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > LARGEST_RATIO * max(part.compress_size, 1)


def read_sheets(content: bytes, name: str, *, largest: int, most_rows: int, most_columns: int) -> tuple[Sheet, ...]:
    """Read all sheets, at most so many rows and columns of each; hidden ones too. Raises `UserError`."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only who opens a workbook needs it

    check_package(content, name, largest)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            return tuple(
                _sheet(sheet.title, _bounded(sheet, most_rows, most_columns), most_rows) for sheet in book.worksheets
            )
        finally:
            book.close()
    except Exception as error:  # a foreign file makes openpyxl raise anything; all of it means "not a workbook"
        raise UserError("workbook.unreadable", file=name) from error


def _bounded(sheet: object, most_rows: int, most_columns: int) -> Iterator[tuple[object, ...]]:
    reset = getattr(sheet, "reset_dimensions", None)
    if reset is not None:
        reset()  # what a file says about its own size is not believed
    return sheet.iter_rows(max_row=most_rows + 1, max_col=most_columns)  # type: ignore[attr-defined, no-any-return]  # a read-only sheet


def _sheet(title: str, rows: Iterator[tuple[object, ...]], most_rows: int) -> Sheet:
    found: list[tuple[int, tuple[Value | Formula, ...]]] = []
    for number, row in enumerate(rows, 1):
        if number > most_rows:
            return Sheet(title, tuple(found), is_cut=True)
        values = tuple(_value(cell) for cell in row)
        if any(value not in (None, "") for value in values):
            found.append((number, values))
    return Sheet(title, tuple(found))


def _value(cell: object) -> Value | Formula:
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "f":
        return Formula(str(value)[:LONGEST_CELL])
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    if value is None or isinstance(value, (bool, int, float, date, datetime, time)):
        return value
    return str(value)[:LONGEST_CELL]


def safe_text(text: str) -> str:
    """Give a text as a cell may hold it: no control characters, not too long."""
    return _CONTROL.sub("", text)[:LONGEST_CELL]


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text that stays a text: never a formula, also after somebody edits the cell."""
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]  # no cell of our own sheets is merged
    clean = safe_text(text)
    cell.value = clean or None
    if clean:
        cell.data_type = "s"
        cell.quotePrefix = clean.startswith(_STARTS_FORMULA)
    return cell
