"""Survey files of all kinds, through the process of their own: what is understood, and what is said of the rest."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.statements import question_key
from auditor_app.services.surveys import reader as reading
from auditor_app.services.surveys.layout import Role, Shape
from auditor_app.services.surveys.reader import WORKER_FLAG, SurveyReader
from auditor_app.services.surveys.tally import Scale
from auditor_app.services.tables.table import Remark
from tests.services.surveys.survey_files import (
    CALM,
    GOALS,
    as_csv,
    counted,
    per_respondent,
    totals,
    workbook,
    written,
)

GOALS_KEY, CALM_KEY = question_key(GOALS), question_key(CALM)
SIX_EACH = {str(answer): 6 for answer in range(1, 6)}


@pytest.fixture(scope="module")
def reader() -> Iterator[SurveyReader]:
    """One process for all files of this module, as for a person who tries several."""
    with SurveyReader() as made:
        yield made


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_one_row_per_respondent_in_any_encoding(
    reader: SurveyReader, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [[*(f"{cell}" for cell in row)] for row in per_respondent()]
    rows[0][3] = "Ik voel mij gezien – één keer per week."
    look = reader.open(written(tmp_path, as_csv(rows, delimiter).encode(encoding)))
    assert look.layout.shape is Shape.RESPONDENT
    assert look.layout.roles == (Role.RESPONDENT, Role.PART, Role.ITEM, Role.ITEM)
    assert (look.delimiter, look.rows, look.scale) == (delimiter, 30, Scale(1, 5))
    found = counted(reader, look)
    assert totals(found) == {GOALS_KEY: SIX_EACH, question_key(rows[0][3]): SIX_EACH}
    assert found.groups[0].answered == 30
    assert [(note.first, note.last, note.code) for note in found.notes] == [(2, 31, "")]


@pytest.mark.parametrize(
    ("encoding", "question"),
    [
        ("cp1252", "Zij zegt: ‘Šimek, á é’"),
        *(
            (encoding, question)
            for encoding in ("mac_roman", "cp850", "cp437", "cp1252")
            for question in ("Ik kan er één noemen.", "Läraren hjälper mig när jag behöver", "FRÅGA PÅ ÅRSKURSEN")
        ),
    ],
)
def test_few_letters_tell_an_older_encoding(reader: SurveyReader, tmp_path: Path, encoding: str, question: str) -> None:
    rows = per_respondent()
    rows[0][2] = question
    assert reader.open(written(tmp_path, as_csv(rows).encode(encoding))).layout.titles[2] == question


def test_one_row_per_answer(reader: SurveyReader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["respondent", "vraag", "antwoord"]]
    for number in range(20):
        rows += [[number, GOALS, 1 + number % 5], [number, CALM, 4]]
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.layout.shape is Shape.ANSWER
    found = counted(reader, look)
    assert totals(found) == {GOALS_KEY: {str(answer): 4 for answer in range(1, 6)}, CALM_KEY: {"4": 20}}
    assert found.groups[0].answered == 20


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["Vraag", "1", "2", "3", "4", "5"], [GOALS, 10, 0, 20, 40, 30]),
        (["Stelling", "Helemaal oneens", "Oneens", "Neutraal", "Eens", "Helemaal eens"], [GOALS, 10, 0, 20, 40, 30]),
        (["Vraag", "n", "1", "2", "3", "4", "5"], [GOALS, 100, "10,0%", "0%", "20%", "40,0%", "30%"]),
    ],
)
def test_one_row_per_question(reader: SurveyReader, tmp_path: Path, head: list[object], row: list[object]) -> None:
    second = [CALM, *row[1:]]
    look = reader.open(written(tmp_path, as_csv([head, row, second])))
    assert look.layout.shape is Shape.QUESTION
    expected = {"1": 10, "2": 0, "3": 20, "4": 40, "5": 30}
    assert totals(counted(reader, look)) == {GOALS_KEY: expected, CALM_KEY: expected}


def test_shares_with_a_decimal_comma(reader: SurveyReader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Vraag", "Aantal", "% eens"], [GOALS, 455, "82,4"], [CALM, 200, "71,0"]]
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.comma
    assert look.layout.roles == (Role.QUESTION, Role.NUMBER, Role.SHARE)
    assert totals(counted(reader, look)) == {GOALS_KEY: {"1": 375, "0": 80}, CALM_KEY: {"1": 142, "0": 58}}


def test_words_are_answers(reader: SurveyReader, tmp_path: Path) -> None:
    words = ["Helemaal mee oneens", "Mee oneens", "Niet mee eens, niet mee oneens", "Mee eens", "Helemaal mee eens"]
    rows: list[list[object]] = [
        ["id", GOALS],
        *([number, words[number % 5]] for number in range(25)),
        [99, "Weet niet"],
    ]
    look = reader.open(written(tmp_path, as_csv(rows)))
    found = counted(reader, look)
    assert totals(found) == {GOALS_KEY: {str(answer): 5 for answer in range(1, 6)}}
    assert found.without_answer == 1


@pytest.mark.parametrize("title", ["Nr", "Kaart"])
def test_a_column_that_numbers_the_rows_is_no_question(reader: SurveyReader, tmp_path: Path, title: str) -> None:
    rows: list[list[object]] = [[title, GOALS]]
    rows += [[number, 1 + number % 5] for number in range(1, 31)]
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.layout.roles == (Role.RESPONDENT, Role.ITEM)
    assert (look.scale.lowest, look.scale.highest) == (1, 5)


def test_swedish_words_on_four_steps(reader: SurveyReader, tmp_path: Path) -> None:
    words = ["Stämmer inte alls", "Stämmer ganska dåligt", "Stämmer ganska bra", "Stämmer helt och hållet"]
    question = "Jag vet vad jag arbetar mot"
    rows: list[list[object]] = [["Svarande", question]]
    rows += [[f"{number}", words[number % 4]] for number in range(24)]
    look = reader.open(written(tmp_path, as_csv(rows).encode("cp1252")))
    assert look.scale == Scale(1, 4)
    assert totals(counted(reader, look)) == {question_key(question): {str(answer): 6 for answer in range(1, 5)}}


def test_what_is_wrong_is_said_row_by_row(reader: SurveyReader, tmp_path: Path) -> None:
    rows = per_respondent()
    rows[3][2] = 9  # row 4
    rows[5][3] = "heel erg"  # row 6
    rows[6][2] = "3,5"  # row 7
    rows[8][0] = rows[7][0]  # row 9 is the same respondent as row 8
    rows[10][2:] = ["", ""]  # row 11
    rows.insert(12, [])  # row 13
    look = reader.open(written(tmp_path, as_csv(rows)))
    found = counted(reader, look)
    said = [(note.first, note.last, note.code, note.column, note.value) for note in found.notes if note.code]
    assert said == [
        (4, 4, "out_of_range", GOALS, "9"),
        (6, 6, "unknown", CALM, "heel erg"),
        (7, 7, "not_whole", GOALS, "3,5"),
        (9, 9, "duplicate", "", "8"),
        (11, 11, "no_answers", "", ""),
        (13, 13, "empty", "", ""),
    ]
    assert found.counts["duplicate"] == 1
    assert sum((totals(found)[GOALS_KEY] or {}).values()) == 26
    covered = sorted(row for note in found.notes for row in range(note.first, note.last + 1))
    assert covered == list(range(2, 33)), "every row is accounted for once"


def test_a_long_text_in_a_column_of_answers_is_never_shown(reader: SurveyReader, tmp_path: Path) -> None:
    rows = per_respondent()
    rows[4][2] = "Mijn coach Jansen luistert nooit naar mij en dat zei ik hem ook"
    found = counted(reader, reader.open(written(tmp_path, as_csv(rows))))
    (note,) = [note for note in found.notes if note.code]
    assert "Jansen" not in note.value


def test_free_text_is_not_taken_for_a_question_and_its_values_are_not_given(
    reader: SurveyReader, tmp_path: Path
) -> None:
    rows = [[*row, f"Dit vind ik van mijn school, in mijn eigen woorden {row[0]}"] for row in per_respondent()]
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.layout.roles[4] is Role.NONE
    assert look.columns[4].values == ()
    assert look.columns[0].values == (), "nor who they are"


@pytest.mark.parametrize("title", ["Naam", "Leerlingnummer", "E-mail", "Opmerking"])
def test_what_tells_respondents_apart_is_never_shown(reader: SurveyReader, tmp_path: Path, title: str) -> None:
    rows = [[*row, f"persoon {place}" if place else title] for place, row in enumerate(per_respondent(12))]
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.layout.roles[4] in {Role.NONE, Role.RESPONDENT}
    assert "persoon" not in repr(look.columns)
    assert [column.values != () for column in look.columns] == [False, True, True, True, False]


def test_small_groups_never_leave_the_process(reader: SurveyReader, tmp_path: Path) -> None:
    rows = per_respondent(31)
    for row in rows[1:]:
        row[1] = "2"
    for row in rows[1:4]:
        row[1] = "6"
    look = reader.open(written(tmp_path, as_csv(rows)))
    (group,) = counted(reader, look).groups
    assert all(item.results.withheld == ("6", "2") for item in group.questions)
    assert all(not item.results.groups for item in group.questions)
    assert totals(counted(reader, look, minimum=40)) == {GOALS_KEY: None, CALM_KEY: None}


def test_those_who_did_not_name_their_part_are_a_part_too(reader: SurveyReader, tmp_path: Path) -> None:
    rows = per_respondent()
    for row in rows[1:3]:
        row[1] = ""
    look = reader.open(written(tmp_path, as_csv(rows)))
    (group,) = counted(reader, look).groups
    assert "–" in group.questions[0].results.withheld


def test_a_column_says_who_answered(reader: SurveyReader, tmp_path: Path) -> None:
    who = ["Leerling", "Ouder/verzorger", "Docent"]
    rows: list[list[object]] = [["id", "Doelgroep", GOALS]]
    rows += [[number, who[number % 3], 4] for number in range(30)]
    rows.append([99, "Buurman", 4])
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.layout.place(Role.WHO) == 1
    found = counted(reader, look)
    assert {group.group: group.answered for group in found.groups} == {"pupils": 10, "parents": 10, "teachers": 10}
    assert found.counts == {"unknown_group": 1}


def test_a_column_of_groups_is_known_by_what_stands_in_it(reader: SurveyReader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "Klas", "Jij bent?", GOALS]]
    rows += [[number, f"{1 + number % 2}a", "leraar" if number < 6 else "leerling", 4] for number in range(30)]
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.layout.place(Role.WHO) == 2
    assert {group.group: group.answered for group in counted(reader, look).groups} == {"teachers": 6, "pupils": 24}


def test_one_row_with_more_cells_than_columns_spoils_only_itself(reader: SurveyReader, tmp_path: Path) -> None:
    lines = as_csv(per_respondent()).splitlines()
    lines[4] += ";;;;9"
    look = reader.open(written(tmp_path, "\r\n".join(lines)))
    assert look.layout.titles == ("Respondent", "Leerjaar", GOALS, CALM)
    assert look.layout.roles == (Role.RESPONDENT, Role.PART, Role.ITEM, Role.ITEM)
    found = counted(reader, look)
    assert [(note.first, note.code) for note in found.notes if note.code] == [(5, "too_many_cells")]
    assert found.groups[0].answered == 29


def test_merged_headings_are_filled_and_said(reader: SurveyReader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Respondent", "Leerjaar", "Coaching", None], *per_respondent()]
    rows[1][:2] = [None, None]
    content = workbook(rows, merged=("C1:D1", "A1:A2", "B1:B2"))
    look = reader.open(written(tmp_path, content, "enquete.xlsx"))
    assert look.layout.titles == ("Respondent", "Leerjaar", GOALS, CALM)
    assert look.layout.first == 3
    assert Remark("merged", "1", 3) in look.remarks
    assert totals(counted(reader, look)) == {GOALS_KEY: SIX_EACH, CALM_KEY: SIX_EACH}


def test_formulas_are_not_calculated_and_said(reader: SurveyReader, tmp_path: Path) -> None:
    rows = per_respondent()
    rows[2][2] = "=1+3"
    look = reader.open(written(tmp_path, workbook(rows), "enquete.xlsx"))
    assert Remark("formulas", "C3", 1) in look.remarks
    assert Remark("empty_formulas", "C3", 1) in look.remarks
    found = counted(reader, look)
    assert [(note.first, note.code) for note in found.notes if note.code] == [(3, "empty_formula")]
    assert sum((totals(found)[GOALS_KEY] or {}).values()) == 29


def test_a_stored_value_of_a_formula_is_used(reader: SurveyReader, tmp_path: Path) -> None:
    rows = per_respondent()
    rows[2][2] = "=1+3"
    source, target = BytesIO(workbook(rows)), BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for part in before.infolist():
            text = before.read(part)
            after.writestr(part, text.replace(b"<f>1+3</f><v />", b"<f>1+3</f><v>4</v>").replace(
                b"<f>1+3</f><v></v>", b"<f>1+3</f><v>4</v>"
            ))  # fmt: skip
    look = reader.open(written(tmp_path, target.getvalue(), "enquete.xlsx"))
    assert [remark.code for remark in look.remarks] == ["formulas"]
    assert sum((totals(counted(reader, look))[GOALS_KEY] or {}).values()) == 30


def test_another_sheet_can_be_chosen(reader: SurveyReader, tmp_path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - one test needs two sheets

    book = Workbook()
    for name, rows in (("Uitleg", [["Lees mij", "eerst"]]), ("Data", per_respondent())):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.remove(book.worksheets[0])
    target = BytesIO()
    book.save(target)
    path = written(tmp_path, target.getvalue(), "enquete.xlsx")
    look = reader.open(path)
    assert (look.sheet, look.sheets) == ("Data", ("Uitleg", "Data"))
    assert Remark("other_sheets", "Uitleg", 1) in look.remarks
    assert reader.open(path, "Uitleg").sheet == "Uitleg"


def test_a_person_may_say_that_results_begin_elsewhere(reader: SurveyReader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Enquête najaar"], [], *per_respondent()]
    look = reader.open(written(tmp_path, as_csv(rows)))
    assert look.layout.first == 4
    later = reader.shape(look, Shape.RESPONDENT, 10)
    assert later.rows == 24
    assert later.layout.titles[0] == "r5"


def test_nul_and_an_open_quote_are_said_and_spoil_nothing_else(reader: SurveyReader, tmp_path: Path) -> None:
    text = as_csv(per_respondent()).replace("r3;", "r\x003;").replace("r7;", '"r7;')
    look = reader.open(written(tmp_path, text))
    assert {remark.code for remark in look.remarks} == {"nul", "open_quote"}
    found = counted(reader, look)
    assert sum((totals(found)[GOALS_KEY] or {}).values()) == 29


def test_two_hundred_thousand_rows(reader: SurveyReader, tmp_path: Path) -> None:
    lines = [
        "respondent;vraag;antwoord",
        *(f"{number // 8};v{number % 8};{1 + number % 5}" for number in range(200_000)),
    ]
    look = reader.open(written(tmp_path, "\n".join(lines)))
    found = counted(reader, look)
    assert (look.rows, found.answers) == (200_000, 200_000)
    assert found.groups[0].answered == 25_000


def test_notes_about_rows_are_bounded_but_their_numbers_complete(reader: SurveyReader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", GOALS]]
    rows += [[number, 9 if number % 2 else 4] for number in range(9_000)]
    look = reader.open(written(tmp_path, as_csv(rows)))
    found = reader.count(look.layout, comma=False, words={}, scale=Scale(1, 5), scales={}, minimum=5)
    assert found.is_cut
    assert len(found.notes) == 2_000
    assert found.counts == {"out_of_range": 4_500}


def test_titles_of_which_some_are_the_same_are_titles_all_the_same(reader: SurveyReader, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Datum", "Vraag", "Vraag"],
        *([f"2027-09-{1 + n % 28:02}", 1 + n % 5, 5 - n % 5] for n in range(20)),
    ]
    assert reader.open(written(tmp_path, as_csv(rows))).layout.first == 2
    under_a_title: list[list[object]] = [
        ["Enquête 2027"] * 3,
        ["Vraag", 1, 2],
        *([f"Vraag {n}", 3, 4] for n in range(9)),
    ]
    assert reader.open(written(tmp_path, as_csv(under_a_title), "twee.csv")).layout.first == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "table.old_excel"),
        (b"%PDF-1.7 rest", "table.not_a_table"),
        (b"", "table.empty"),
        (b"een enkele zin zonder cellen", "table.not_a_table"),
        (b'{"answers": [1, 2, 3], "n": 3}\n' * 9, "table.not_a_table"),
        (b"\x00\x01\x02\x03" * 500, "table.not_a_table"),
        (b"PK\x03\x04 broken", "table.broken_workbook"),
        (b";;;;\n;;;;\n", "table.empty"),
    ],
)
def test_what_is_no_table_is_refused_in_words(reader: SurveyReader, tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UserError, match=code):
        reader.open(written(tmp_path, content))


def archive(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}, "table.open_document"),
        ({"xl/workbook.bin": b"x"}, "table.binary_workbook"),
        ({"word/document.xml": b"x"}, "table.not_a_table"),
        ({"xl/workbook.xml": b"<x/>"}, "table.broken_workbook"),
        ({"xl/sharedStrings.xml": bytes(140 << 20)}, "table.too_large"),
        ({f"xl/{number}": b"" for number in range(2_100)}, "table.too_large"),
    ],
)
def test_other_archives_and_bombs_are_refused(
    reader: SurveyReader, tmp_path: Path, parts: dict[str, bytes], code: str
) -> None:
    with pytest.raises(UserError, match=code):
        reader.open(written(tmp_path, archive(parts), "enquete.xlsx"))


def test_entities_in_a_workbook_are_refused(reader: SurveyReader, tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "' + b"y" * 100 + b'"><!ENTITY z "&x;&x;">]>'
    source, target = BytesIO(workbook(per_respondent())), BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for part in before.infolist():
            text = before.read(part)
            is_sheet = part.filename.startswith("xl/worksheets/")
            after.writestr(part, bomb + text.split(b"?>", 1)[-1] if is_sheet else text)
    with pytest.raises(UserError, match="table.broken_workbook"):
        reader.open(written(tmp_path, target.getvalue(), "enquete.xlsx"))


def test_a_cell_far_away_costs_nothing(reader: SurveyReader, tmp_path: Path) -> None:
    rows = per_respondent()
    content = workbook(rows)
    source, target = BytesIO(content), BytesIO()
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for part in before.infolist():
            after.writestr(part, before.read(part).replace(b"</sheetData>", far))
    with pytest.raises(UserError, match="table.too_wide"):
        reader.open(written(tmp_path, target.getvalue(), "enquete.xlsx"))


def test_the_program_itself_is_the_process_where_it_is_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "worker_command", lambda: [sys.executable, "-m", "auditor_app", WORKER_FLAG])
    with SurveyReader() as frozen:
        assert frozen.open(written(tmp_path, as_csv(per_respondent()))).rows == 30


def test_a_file_that_is_not_there(reader: SurveyReader, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="table.cannot_open"):
        reader.open(tmp_path / "weg.csv")


def test_a_reader_that_takes_too_long_or_was_closed_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, as_csv(per_respondent()))
    with SurveyReader(seconds=0.01) as hasty, pytest.raises(UserError, match="table.unreadable"):
        hasty.open(path)
    with SurveyReader() as patient:
        assert patient.open(path).rows == 30
    with pytest.raises(UserError, match="table.unreadable"):
        patient.open(path)


def test_a_process_that_died_counts_nothing_until_the_file_is_opened_again(
    reader: SurveyReader, tmp_path: Path
) -> None:
    path = written(tmp_path, as_csv(per_respondent()))
    look = reader.open(path)
    assert reader._process is not None
    reader._process.kill()
    for _time in range(2):
        with pytest.raises(UserError, match="table.unreadable"):
            reader.count(look.layout, comma=False, words=look.words, scale=look.scale, scales={}, minimum=5)
    assert reader.open(path) == look
