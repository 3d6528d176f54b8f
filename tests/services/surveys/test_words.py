"""Everything that can be said of a file has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor_app.core.survey import Results
from auditor_app.services.surveys import counting
from auditor_app.services.surveys.layout import Role, Shape
from auditor_app.services.surveys.tally import Counted, GroupCounted, RowNote, Scale, Tally
from auditor_app.services.surveys.words import (
    NOTES,
    REMARKS,
    ROLES,
    SHAPES,
    names_sentence,
    note_rows,
    note_sentence,
    remark_sentence,
    summary,
)
from auditor_app.services.tables import csv_file, xlsx_file
from auditor_app.services.tables.table import Remark


def codes(module: object, call: str) -> set[str]:
    return set(re.findall(rf'{call}\("(\w+)"', Path(str(getattr(module, "__file__", ""))).read_text("utf-8")))


def test_every_code_of_a_row_has_a_sentence() -> None:
    said = codes(counting, r"problem\(number, ?") | set(re.findall(r'problem\(number, "(\w+)"', source()))
    said |= set(re.findall(r'_NotUnderstoodError\("(\w+)"', source())) | {
        "empty",
        "unknown",
        "not_whole",
        "out_of_range",
    }
    said |= {"no_number", "no_count", "no_share"}
    assert said == set(NOTES)


def source() -> str:
    return Path(str(counting.__file__)).read_text("utf-8")


def test_every_remark_role_and_shape_has_words() -> None:
    assert codes(csv_file, "Remark") | codes(xlsx_file, "Remark") == set(REMARKS)
    assert set(ROLES) == set(Role)
    assert set(SHAPES) == set(Shape)


@pytest.mark.parametrize("code", sorted(NOTES))
def test_a_sentence_about_a_row_can_be_filled_in(code: str) -> None:
    assert "{" not in note_sentence(RowNote(3, 3, code, "Vraag 2", "9"))
    assert note_sentence(RowNote(3, 3, code, "Vraag 2", "9")).startswith("Vraag 2: ")


@pytest.mark.parametrize("code", sorted(REMARKS))
def test_a_remark_can_be_filled_in(code: str) -> None:
    assert "{" not in remark_sentence(Remark(code, "C5", 12))


@pytest.mark.parametrize(
    ("parts", "is_said"),
    [
        (("1", "2"), False),
        (("Team Onderbouw", "Havo 4"), False),
        (("A. de Vries", "2"), True),
        (("Jan van der Berg",), True),
        (("mevrouw Jansen",), True),
    ],
)
def test_a_split_by_persons_is_noticed(parts: tuple[str, ...], is_said: bool) -> None:
    results = Results({part: {"4": 9} for part in parts}, (), {"4": 9 * len(parts)})
    counted = Counted("q", "Q", results, is_split=True, scale=Scale())
    tally = Tally((GroupCounted("", 9, (counted,)),), (), {}, 9, 9, 0)
    assert bool(names_sentence(tally, "nl")) is is_said


def test_rows_and_the_whole_in_words() -> None:
    assert note_rows(RowNote(4, 4)) == "row 4"
    assert note_rows(RowNote(4, 9)) == "rows 4–9"
    assert note_sentence(RowNote(4, 9, count=30)) == "understood: 30 answers"
    found = Tally((), (), {"out_of_range": 2, "empty": 5}, 100, 480, 7)
    assert summary(found) == "100 rows · 480 answers understood · 7 left open · 2 not understood"
