"""The Dutch open-data register of secondary schools (DUO, "alle vestigingen VO") as a file: bytes in, schools out.

As published it has semicolons, Windows-1252, CRLF, doubled quotes and a single space for nothing. What has been through
a spreadsheet (UTF-8, commas, tabs, other column order, more columns) is read as well. Unusable rows are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor_app.core.errors import UserError
from auditor_app.core.model import School
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.encoding import decoded
from auditor_app.services.schools.place_names import place_name
from auditor_app.services.tables.csv_file import LINE_ENDS, cells_of
from auditor_app.services.tables.reading import OLD_EXCEL, OTHER_FILES, WORKBOOK

MAX_BYTES = 32 << 20
MAX_ROWS = 100_000
LONGEST_NAME = 300
DELIMITERS = (";", ",", "\t")

CODE, NAME, PLACE = "VESTIGINGSCODE", "VESTIGINGSNAAM", "PLAATSNAAM"
REQUIRED = (CODE, NAME, PLACE)
PROVINCE, BOARD, EDUCATION, WEBSITE = "PROVINCIE", "BEVOEGD GEZAG NUMMER", "ONDERWIJSSTRUCTUUR", "INTERNETADRES"
COLUMNS = (*REQUIRED, PROVINCE, BOARD, EDUCATION, WEBSITE)

_CODE = re.compile(r"([0-9]{2}[A-Z]{2})([0-9]{2})")
_WEBSITE = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:[0-9]+)?(/\S*)?", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and those that turn the direction of writing or take no room."""

SPREADSHEETS = (WORKBOOK, OLD_EXCEL)


@dataclass(frozen=True)
class RowProblem:
    """A row that was left out: its line in the file, why, and what stood there.

    `code` is `too_few_cells`, `open_quote`, `bad_code`, `no_name`, `long_name` or `duplicate`.
    """

    line: int
    code: str
    detail: str


@dataclass(frozen=True)
class RegisterFile:
    """What a register file holds."""

    schools: tuple[School, ...]
    problems: tuple[RowProblem, ...]
    encoding: str
    delimiter: str


def read_register(path: Path) -> RegisterFile:
    """Read a register; raises UserError (`register.…`) when the file as a whole cannot be one."""
    content = _content(path)
    text, encoding = _decoded(content, path.name)
    lines = [(number, line) for number, line in enumerate(LINE_ENDS.split(text), 1) if line.strip(" ;,\t")]
    if lines and lines[0][1].lower().startswith("sep="):  # a spreadsheet's own hint
        lines = lines[1:]
    if not lines:
        raise UserError("register.empty", file=path.name)
    if len(lines) > MAX_ROWS:
        raise UserError("register.too_large", file=path.name, limit=MAX_ROWS)
    delimiter, columns = _header(lines[0][1], path.name)
    problems: list[RowProblem] = []
    schools = tuple(_schools(_rows(lines[1:], delimiter, columns, problems), problems))
    if not schools:
        raise UserError("register.no_schools", file=path.name, count=len(problems))
    return RegisterFile(schools, tuple(sorted(problems, key=lambda item: item.line)), encoding, delimiter)


def _content(path: Path) -> bytes:
    try:
        content = read_chosen(path, MAX_BYTES)
    except OSError as error:
        raise UserError("register.unreadable", file=path.name, reason=error.strerror or str(error)) from error
    if len(content) > MAX_BYTES:
        raise UserError("register.too_large", file=path.name, limit=f"{MAX_BYTES >> 20} MB")
    if content.startswith(SPREADSHEETS):
        raise UserError("register.spreadsheet", file=path.name)
    if content.startswith(OTHER_FILES):
        raise UserError("register.not_a_table", file=path.name)
    return content


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    try:
        text, encoding = decoded(content)
    except ValueError as error:
        raise UserError("register.not_a_table", file=name) from error
    if "\x00" in text:
        raise UserError("register.not_a_table", file=name)
    return text, encoding


def _header(line: str, name: str) -> tuple[str, Mapping[str, int]]:
    """Find the delimiter that yields most of the columns we know; raises UserError when a needed one is missing."""
    found = {delimiter: _columns(cells_of(line, delimiter)) for delimiter in DELIMITERS}
    delimiter = max(found, key=lambda item: len(found[item]))
    columns = found[delimiter]
    missing = [column for column in REQUIRED if column not in columns]
    if missing and not any(item in line for item in DELIMITERS):
        raise UserError("register.not_a_table", file=name)
    if missing:
        raise UserError("register.missing_columns", file=name, columns=", ".join(missing))
    return delimiter, columns


def _columns(titles: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        known = " ".join(_clean(title).replace("_", " ").upper().split())
        if known in COLUMNS:
            places.setdefault(known, place)
    return places


def _rows(
    lines: Sequence[tuple[int, str]], delimiter: str, columns: Mapping[str, int], problems: list[RowProblem]
) -> Iterator[tuple[int, dict[str, str]]]:
    needed = max(columns[column] for column in REQUIRED)
    for number, line in lines:  # each by itself, so that a forgotten quote spoils one row and not all that follow
        cells = cells_of(line, delimiter)
        if line.count('"') % 2:
            problems.append(RowProblem(number, "open_quote", line[:80]))
        elif len(cells) <= needed:
            problems.append(RowProblem(number, "too_few_cells", line[:80]))
        else:
            yield number, {name: _clean(cells[place]) for name, place in columns.items() if place < len(cells)}


def _schools(rows: Iterator[tuple[int, dict[str, str]]], problems: list[RowProblem]) -> Iterator[School]:
    seen: dict[str, int] = {}
    for number, row in rows:
        code = row[CODE].upper()
        match = _CODE.fullmatch(code)
        if match is None:
            problems.append(RowProblem(number, "bad_code", row[CODE][:80]))
        elif not row[NAME]:
            problems.append(RowProblem(number, "no_name", code))
        elif len(row[NAME]) > LONGEST_NAME:
            problems.append(RowProblem(number, "long_name", code))
        elif code in seen:
            problems.append(RowProblem(number, "duplicate", code))
        else:
            seen[code] = number
            yield _school(match, row)


def _school(code: re.Match[str], row: Mapping[str, str]) -> School:
    website = row.get(WEBSITE, "")
    return School(
        name=row[NAME],
        brin=code[1],
        location=code[2],
        place=place_name(row[PLACE]),
        province=row.get(PROVINCE, ""),
        board=row.get(BOARD, ""),
        education=row.get(EDUCATION, ""),
        website=website if _WEBSITE.fullmatch(website) else "",
    )


def _clean(cell: str) -> str:
    return " ".join(_UNSEEN.sub(" ", cell).split())
