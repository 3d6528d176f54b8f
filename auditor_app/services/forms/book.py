"""Tables as a workbook (XLSX): text stays text, whatever it begins with; the same audit gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from auditor_app.services.forms.plain import cut, inert
from auditor_app.services.forms.rows import Sheet, Value

EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook and an archive know no time zones
_INK, _ACCENT = "1F1D1A", "1F4E6B"
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "       ")
_LONGEST_NAME = 31
_WRAPPED_FROM = 16
"""Columns from this width on wrap their texts."""
_LEADING, _MOST_LINES = 15.0, 27
"""How high a line is, and how many fit in the 409 points a row can have."""


def as_book(sheets: Sequence[Sheet], title: str, language: str, more: str) -> bytes:
    """Write sheets into a workbook; `more` says that a text was cut because no cell can hold it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator, book.properties.language = inert(title), "Auditor", language
    book.properties.created = book.properties.modified = EPOCH
    for sheet in sheets:
        name = sheet.name.translate(_NOT_IN_NAMES).strip()[:_LONGEST_NAME]
        _fill(book.create_sheet(name), sheet, more)
    output = BytesIO()
    book.save(output)
    return same_bytes(output.getvalue())


def _fill(page: Worksheet, sheet: Sheet, more: str) -> None:
    for column, (head, width) in enumerate(sheet.heads, 1):
        page.column_dimensions[get_column_letter(column)].width = width
        cell = _text(page, 1, column, head, more)
        cell.font = Font(bold=True, color=_ACCENT)
        cell.border = Border(bottom=Side("medium", color=_INK))
        cell.alignment = Alignment(vertical="bottom", wrap_text=True)
    page.row_dimensions[1].height = _height([(head, width - 1) for head, width in sheet.heads])
    for line, row in enumerate(sheet.rows, 2):
        page.row_dimensions[line].height = _height(
            [(value, width) for value, (_, width) in zip(row, sheet.heads, strict=True) if width >= _WRAPPED_FROM]
        )
        for column, value in enumerate(row, 1):
            _put(page, line, column, value, more).alignment = Alignment(
                vertical="top", wrap_text=sheet.heads[column - 1][1] >= _WRAPPED_FROM
            )
    page.freeze_panes = "A2"
    if sheet.rows:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{len(sheet.rows) + 1}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr] # made with the sheet
    page.print_title_rows = "1:1"


def _height(texts: Sequence[tuple[Value, int]]) -> float:
    """Reckon how high a row is, in points: not every program does it for itself when it opens a workbook."""
    lines = 1
    for text, width in texts:
        parts = str(text or "")[: width * _MOST_LINES].split("\n")
        lines = max(lines, sum(_lines(part, max(1, width)) for part in parts))
    return min(lines, _MOST_LINES) * _LEADING + 2


def _lines(text: str, width: int) -> int:
    """Count the lines of a text: words go on in the next one when they do not fit."""
    lines, used = 1, 0
    for word in text.split(" "):
        if used and used + len(word) > width:
            lines, used = lines + 1, 0
        lines += (len(word) - 1) // width if len(word) > width else 0
        used += len(word) + 1
    return lines


def _put(page: Worksheet, line: int, column: int, value: Value, more: str) -> Cell:
    if isinstance(value, int):
        cell: Cell = page.cell(line, column)  # type: ignore[assignment] # no cell here is merged
        cell.value = value
        return cell
    return _text(page, line, column, value or "", more)


def _text(page: Worksheet, line: int, column: int, text: str, more: str) -> Cell:
    """Set a text as text: openpyxl would take one that begins with = for a formula."""
    cell: Cell = page.cell(line, column)  # type: ignore[assignment] # no cell here is merged
    safe = cut(inert(text), more)
    # The quote is for who types in the cell again; a workbook keeps it apart from the text.
    is_quoted = safe.startswith("'") and not text.startswith("'")
    cell.value = safe[1:] if is_quoted else safe
    cell.quotePrefix = is_quoted
    cell.data_type = "s"
    return cell


def same_bytes(archive: bytes) -> bytes:
    """Pack an office file anew without the moment it was made, so that two exports of one audit are equal."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as found, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(found.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            packed.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), found.read(name), zipfile.ZIP_DEFLATED)
    return output.getvalue()
