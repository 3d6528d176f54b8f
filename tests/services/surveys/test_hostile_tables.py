"""Whatever bytes come: a table, or a refusal in words; whatever table comes: counts that hide the few, or a refusal."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.core.errors import UserError
from auditor_app.services.surveys.answers import Answers, Numbers
from auditor_app.services.surveys.counting import tally
from auditor_app.services.surveys.layout import MANY, ROLES_OF, Layout, Role, Shape
from auditor_app.services.surveys.look import look_at, look_from_json, look_to_json
from auditor_app.services.surveys.tally import Scale, Tally, tally_from_json, tally_to_json
from auditor_app.services.tables.reading import read_table
from auditor_app.services.tables.table import Table
from tests.services.surveys.survey_files import per_respondent, workbook

CELLS = st.sampled_from(
    ["", "1", "3", "5", "9", "0", "-1", "3,5", "4.0", "1.234", "eens", "oneens", "weet niet", "Leerjaar", "id", "vraag",
     "antwoord", "n", "% eens", "leerling", "docent", "4 - eens", "12 %", "=1+1", "x" * 3000, "Ik weet het."]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=12)
BOOK = workbook(per_respondent(6), merged=("A1:B1",))


def filled(rows: list[list[str]]) -> Table:
    table = Table()
    for number, cells in enumerate(rows, 1):
        table.add(number, list(cells), "x")
    return table


def read(content: bytes) -> None:
    table = Table()
    with suppress(UserError):
        table = read_table(content, "x.csv")
    look = look_at(table)
    assert look_from_json(look_to_json(look)) == look


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    read(content)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('ab1,;\t"\n\r\x00 é€'), max_size=200), st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_of_cells(text: str, encoding: str) -> None:
    read(text.encode(encoding))


def test_signs_that_part_lines_elsewhere_part_no_row() -> None:
    table = read_table("id;antwoord\n1;links\u2028rechts\x0bonder\x85\n2;d\n".encode(), "x.csv")
    assert table.rows == [(1, ("id", "antwoord")), (2, ("1", "links rechts onder")), (3, ("2", "d"))]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=12))
def test_a_workbook_with_any_piece_replaced(place: int, piece: bytes) -> None:
    read(BOOK[:place] + piece + BOOK[place + len(piece) :])


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 5_000), st.sampled_from([b"<", b"&", b'"', b"ZZZ99", b"-1", b"</row>", b"\xff", b""]))
def test_a_sheet_with_any_piece_replaced(place: int, piece: bytes) -> None:
    source, target = BytesIO(BOOK), BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for part in before.infolist():
            text = before.read(part)
            at = place % len(text)
            is_sheet = part.filename.endswith("sheet1.xml")
            after.writestr(part, text[:at] + piece + text[at + 3 :] if is_sheet else text)
    read(target.getvalue())


@settings(deadline=None)
@given(rows=ROWS, shape=st.sampled_from(Shape), data=st.data(), minimum=st.integers(3, 8))
def test_any_choice_of_columns_counts_or_says_why_not(
    rows: list[list[str]], shape: Shape, data: st.DataObject, minimum: int
) -> None:
    table = filled(rows)
    roles: list[Role] = []
    for _column in range(table.width):
        free = [role for role in ROLES_OF[shape] if role in MANY or role not in roles]
        roles.append(data.draw(st.sampled_from(free)))
    titles = tuple((table.rows[0][1] + ("",) * table.width)[: table.width]) if table.rows else ()
    layout = Layout(shape, 2, titles, tuple(roles), data.draw(st.booleans()))
    answers = Answers(Numbers(comma=data.draw(st.booleans())), {"eens": 4, "oneens": 2})
    found = Tally((), (), {}, 0, 0, 0)
    with suppress(UserError):
        found = tally(table, layout, answers, default=Scale(1, 5), scales={}, minimum=minimum)
    is_refused = not found.rows
    assert tally_from_json(tally_to_json(found)) == found
    for group in found.groups:
        for item in group.questions:
            shown = [sum(counts.values()) for counts in item.results.groups.values()]
            total = item.results.answered
            assert all(size == 0 or size >= minimum for size in (*shown, total or 0))
            rest = 0 if total is None else total - sum(shown)
            assert rest == 0 or rest >= minimum
    rows_told = {row for note in found.notes for row in range(note.first, note.last + 1)}
    assert is_refused or {number for number, _cells in table.rows if number >= 2} <= rows_told
