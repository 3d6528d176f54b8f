"""The paper sheets: every code on them, tagged and archivable, the same bytes each time, room to write."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from auditor_app.config import resource_path
from auditor_app.core.framework import Framework, build_framework
from auditor_app.i18n import translator
from auditor_app.services.report.matrix_sheets import matrix_sheets
from auditor_app.services.report.sheets import SheetFor, capture_sheet, criterion_sheets
from auditor_app.services.report.text import NBSP, typeset
from auditor_app.services.visit.paper import make_sheets

LANGUAGES = ("nl", "en", "sv")


@pytest.fixture(scope="module")
def body() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def framework(body: dict[str, Any]) -> Framework:
    return build_framework(body)


@pytest.fixture
def text_of(tool: Callable[[str], str]) -> Callable[[bytes], str]:
    def text(pdf: bytes) -> str:
        done = subprocess.run([tool("pdftotext"), "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return done.stdout.decode()

    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_capture_sheet_is_one_page_with_every_code(
    framework: Framework, language: str, text_of: Callable[[bytes], str]
) -> None:
    pdf = capture_sheet(framework, language)
    text = " ".join(text_of(pdf).split())
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
    assert all(standard.code in text for standard in framework.standards)
    assert all(source.code in text for source in framework.sources if source.code not in {"SUR", "MAT"})
    assert text.count("*") >= sum(criterion.is_core for criterion in framework.criteria)
    assert "+−○" in text.replace(" ", "")
    legend = text.replace(NBSP, " ")
    assert all(f"{role.code} {role.title[language]}" in legend for role in framework.matrix_roles)
    assert translator(language)("Cells of the matrix have no point ({code}):").format(code="P1") in legend


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matrix_sheet_asks_the_questions_of_one_role_under_the_codes_of_its_cells(
    framework: Framework, language: str, text_of: Callable[[bytes], str]
) -> None:
    tr = translator(language)
    pages = text_of(matrix_sheets(framework, language, SheetFor("De Linde", "0-meting"))).split("\f")[:-1]
    assert len(pages) == len(framework.matrix_roles)
    for role, page in zip(framework.matrix_roles, pages, strict=True):
        text = " ".join(page.split()).replace(NBSP, " ")
        assert f"{tr('Matrix: {cell}').format(cell=role.title[language])}" in text
        assert "De Linde" in text
        own = [cell for cell in framework.matrix_cells if cell.id.startswith(role.code)]
        assert len(own) == len(framework.matrix_steps)
        for cell, step in zip(own, framework.matrix_steps, strict=True):
            assert f"{cell.id} {step.title[language]}" in text
            assert typeset(cell.question[language]).replace(NBSP, " ") in text
        assert (tr("Does not count for the school") in text) is (role.code == "K")


def test_where_there_is_no_matrix_there_is_no_sheet_of_it(body: dict[str, Any]) -> None:
    without = copy.deepcopy(body)
    without["matrix"] = {"roles": [], "steps": [], "cells": []}
    assert list(make_sheets(build_framework(without), "en")) == ["capture-sheet-en.pdf", "criterion-sheets-en.pdf"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_standards_sheet_asks_its_questions_in_the_language(
    framework: Framework, language: str, text_of: Callable[[bytes], str]
) -> None:
    text = " ".join(text_of(criterion_sheets(framework, language, SheetFor("De Linde", "0-meting"))).split())
    for criterion in framework.criteria:
        assert typeset(criterion.title[language]) in text.replace(NBSP, " ")
        assert criterion.question[language].split()[0] in text
        assert all(hint.split()[0] in text for hint in criterion.look_for[language])
    assert text.count("De Linde") == 18


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [capture_sheet, criterion_sheets, matrix_sheets])
def test_nothing_is_cut_off_not_even_a_long_name_of_a_school(
    framework: Framework, make: Callable[..., bytes], language: str, text_of: Callable[[bytes], str]
) -> None:
    name = "Openbare Scholengemeenschap Voorbeeldstad-Noord"
    text = text_of(make(framework, language, SheetFor(name, "12–13 nov 2026")))
    assert "…" not in text
    assert name in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_capture_sheet_asks_what_is_asked_at_the_beginning_of_a_conversation(
    framework: Framework, language: str, text_of: Callable[[bytes], str]
) -> None:
    tr, text = translator(language), " ".join(text_of(capture_sheet(framework, language)).split())
    assert f"{tr('Conversation')} {tr('information given')} {tr('voluntary')}" in text


@pytest.mark.parametrize("make", [capture_sheet, criterion_sheets, matrix_sheets])
def test_it_is_tagged_archivable_and_the_same_each_time(framework: Framework, make: Callable[..., bytes]) -> None:
    pdf = make(framework, "nl")
    assert pdf == make(framework, "nl")
    with pikepdf.open(BytesIO(pdf)) as opened:
        metadata = opened.Root.Metadata.read_bytes()
        assert b"<pdfaid:part>3</pdfaid:part>" in metadata  # only written after the PDF/A check passed
        assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "nl"
        assert "AF" not in opened.Root
        tags = {str(item.get("/S")) for item in opened.objects if isinstance(item, pikepdf.Dictionary)}
        assert {"/Document", "/Sect", "/H1", "/P"} <= tags


@pytest.mark.parametrize("longest", [200, 3_000])
def test_a_framework_of_long_texts_still_leaves_lines_to_write_on(body: dict[str, Any], longest: int) -> None:
    long = copy.deepcopy(body)
    for criterion in long["criteria"]:
        for language in LANGUAGES:
            criterion["title"][language] = "Zeer lange titel " * (longest // 17)
    for cell in long["matrix"]["cells"]:
        cell["question"]["nl"] = "Zeer lange vraag " * (longest // 17)
    made = build_framework(long)
    with pikepdf.open(BytesIO(capture_sheet(made, "nl"))) as opened:
        assert len(opened.pages) == 1
    with pikepdf.open(BytesIO(criterion_sheets(made, "nl"))) as opened:
        assert len(opened.pages) == 18
    with pikepdf.open(BytesIO(matrix_sheets(made, "nl"))) as opened:
        assert len(opened.pages) == len(made.matrix_roles)
