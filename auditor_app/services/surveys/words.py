"""What was understood of a survey file and what was not, in the sentences of screen and terminal."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from auditor_app.core.persons import find_persons
from auditor_app.i18n import N_, _, ngettext
from auditor_app.services.surveys.layout import Role, Shape
from auditor_app.services.surveys.look import Look
from auditor_app.services.surveys.tally import RowNote, Tally
from auditor_app.services.surveys.template import Template
from auditor_app.services.tables.table import Remark

SHAPES: Mapping[Shape, str] = {
    Shape.RESPONDENT: N_("A respondent"),
    Shape.ANSWER: N_("An answer"),
    Shape.QUESTION: N_("A question"),
}
ROLES: Mapping[Role, str] = {
    Role.NONE: N_("Left out"),
    Role.RESPONDENT: N_("Respondent (only to count each once)"),
    Role.WHO: N_("Who answered: pupils, parents, teachers"),
    Role.PART: N_("Split the results by this"),
    Role.QUESTION: N_("The question"),
    Role.ANSWER: N_("The answer"),
    Role.ITEM: N_("A question, with its answers below"),
    Role.COUNT: N_("How many gave this answer"),
    Role.SHARE: N_("Per cent that agrees"),
    Role.NUMBER: N_("How many answered"),
}
REMARKS: Mapping[str, str] = {
    "merged": N_("Merged cells near the top ({n}) count for every cell they cover."),
    "formulas": N_(
        "Formulas ({n}, the first in {where}) are not calculated; the values the spreadsheet program stored are used."
    ),
    "empty_formulas": N_("Formulas without a stored value ({n}, the first in {where}) count as not understood."),
    "nul": N_("Characters that no text has ({n}, the first in row {where}) were left out."),
    "open_quote": N_("In row {where} a quotation mark is not closed; every row was read by itself."),
    "other_sheets": N_("Other sheets with rows were not read: {where}."),
}
NOTES: Mapping[str, str] = {
    "out_of_range": N_("{value} lies outside the scale: not counted"),
    "unknown": N_("“{value}” is no answer of this scale: not counted"),
    "not_whole": N_("{value} is not a whole answer: not counted"),
    "duplicate": N_("the same respondent as in row {value}: left out"),
    "duplicate_question": N_("the same question as in row {value}: left out"),
    "empty": N_("empty"),
    "empty_formula": N_("a formula without a stored value: not counted"),
    "no_answers": N_("no answer at all: not counted as answered"),
    "no_question": N_("no question: left out"),
    "no_respondent": N_("no respondent: left out"),
    "no_number": N_("how many answered is missing or no number: left out"),
    "no_count": N_("a count is missing or no whole number: left out"),
    "no_share": N_("the per cent is missing or not between 0 and 100: left out"),
    "sum_not_hundred": N_("the per cents make {value}, not 100: left out"),
    "more_than_number": N_("more answers than the {value} who answered: left out"),
    "too_many_cells": N_("more cells than columns: left out"),
    "unknown_group": N_("“{value}” is neither pupils, parents, teachers nor others: left out"),
}
"""Per code of a row what became of it."""
MOST_NAMES = 3
_CAPITAL, _SMALL = "[A-ZÅÄÖÉ]", "[a-zåäöéëï]"
_FULL_NAME = re.compile(
    rf"({_CAPITAL}\.\s?)+([a-z]+\s)*{_CAPITAL}{_SMALL}+"
    rf"|{_CAPITAL}{_SMALL}+(\s(van|de|der|den|ten|ter|af|von))+\s{_CAPITAL}{_SMALL}+"
)
"""`J. Jansen`, `A. de Vries`, `Jan van der Berg`."""
ENCODINGS: Mapping[str, str] = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}
DELIMITERS: Mapping[str, str] = {
    ";": N_("semicolons"),
    ",": N_("commas"),
    "\t": N_("tabs"),
    "|": N_("bars"),
}


def facts(look: Look) -> str:
    """Say how a file was read: "CSV, Windows-1252, semicolons, decimal comma · 455 rows · 14 columns"."""
    if look.sheet:
        kind = [_("workbook, sheet “{name}”").format(name=look.sheet)]
    else:
        encoding = ENCODINGS.get(look.encoding, look.encoding.replace("_", "-").upper())
        kind = ["CSV", encoding, _(DELIMITERS.get(look.delimiter, look.delimiter))]
    if look.comma:
        kind.append(_("decimal comma"))
    rows = ngettext("{n} row", "{n} rows", look.rows)
    columns = ngettext("{n} column", "{n} columns", len(look.columns))
    return " · ".join((", ".join(kind), rows, columns))


def remark_sentence(remark: Remark) -> str:
    """Say something that was found while reading."""
    return _(REMARKS[remark.code]).format(n=remark.count, where=remark.where)


def note_rows(note: RowNote) -> str:
    """Name the rows of a note: "row 12", "rows 2–16"."""
    if note.first == note.last:
        return _("row {first}").format(first=note.first)
    return _("rows {first}–{last}").format(first=note.first, last=note.last)


def note_sentence(note: RowNote) -> str:
    """Say what became of some rows."""
    if not note.code:
        return ngettext("understood: {n} answer", "understood: {n} answers", note.count)
    said = _(NOTES[note.code]).format(value=note.value)
    return f"{note.column}: {said}" if note.column else said


def summary(tally: Tally) -> str:
    """Say how much was understood: "455 rows · 5,400 answers understood · 12 left open · 3 not understood"."""
    troubled = sum(count for code, count in tally.counts.items() if code != "empty")
    parts = [
        ngettext("{n} row", "{n} rows", tally.rows),
        ngettext("{n} answer understood", "{n} answers understood", tally.answers),
    ]
    if tally.without_answer:
        parts.append(ngettext("{n} left open", "{n} left open", tally.without_answer))
    parts.append(ngettext("{n} not understood", "{n} not understood", troubled) if troubled else _("nothing unclear"))
    return " · ".join(parts)


def names_sentence(tally: Tally, language: str) -> str:
    """Say that the parts of a split look like persons, whose names have no place in an audit; "" when they do not."""
    parts = {
        part
        for group in tally.groups
        for item in group.questions
        if item.is_split
        for part in (*item.results.groups, *item.results.withheld)
    }
    found = sorted(part for part in parts if find_persons(part, language) or _FULL_NAME.fullmatch(part))
    if not found:
        return ""
    words = _("{parts} may be persons' names. Split by groups, such as the year group, or leave that column out.")
    return words.format(parts=", ".join(f"“{part}”" for part in found[:MOST_NAMES]))


def left_over(tally: Tally) -> str:
    """Say that not every row could be listed, or nothing."""
    return _("The list of rows ends here; the numbers above are complete.") if tally.is_cut else ""


def fit_words(template: Template | None, asked: Container[str], codes: Container[str]) -> tuple[str, bool]:
    """Say how far a template fits a file's questions and a framework's criteria, and whether it does so wholly."""
    if template is None:
        return "", True
    n = sum(item.key in asked for item in template.questions)
    if not n:
        return _("The template knows none of these questions: choose another one, or none."), False
    said = [
        ngettext("The template knows {n} question of this file.", "The template knows {n} questions of this file.", n)
    ]
    strangers = template.strangers(codes)
    if strangers:
        words = _("This audit’s framework does not have {codes}: these criteria are left out.")
        said.append(words.format(codes=", ".join(strangers)))
    return " ".join(said), not strangers
