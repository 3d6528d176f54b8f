"""Files as schools send them, made in the test that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from auditor_app.services.surveys.look import Look
from auditor_app.services.surveys.reader import SurveyReader
from auditor_app.services.surveys.tally import Tally

GOALS, CALM = "Ik weet waar ik naartoe werk.", "Ik kan ongestoord werken."


def per_respondent(count: int = 30) -> list[list[object]]:
    """One row per pupil: id, year, two questions."""
    head: list[object] = ["Respondent", "Leerjaar", GOALS, CALM]
    return [head, *([f"r{number}", 1 + number % 3, 1 + number % 5, 5 - number % 5] for number in range(count))]


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ";") -> str:
    return "\r\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows) + "\r\n"


def workbook(rows: Sequence[Sequence[object]], merged: Sequence[str] = (), sheet: str = "Resultaten") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def written(folder: Path, content: bytes | str, name: str = "enquete.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def counted(reader: SurveyReader, look: Look, minimum: int = 5) -> Tally:
    return reader.count(look.layout, comma=look.comma, words=look.words, scale=look.scale, scales={}, minimum=minimum)


def totals(tally: Tally) -> dict[str, dict[str, int] | None]:
    """Give the counts of each question, over all groups of the file."""
    return {
        item.key: None if item.results.total is None else dict(item.results.total)
        for group in tally.groups
        for item in group.questions
    }
