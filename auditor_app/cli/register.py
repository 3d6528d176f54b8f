"""`auditor register`: the school register."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.cli.opening import opened_workspace
from auditor_app.cli.terminal import FINDING, OK, Terminal, aligned
from auditor_app.core.codec import encode
from auditor_app.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from auditor_app.services.schools.register_file import RowProblem

SHOWN_PROBLEMS = 10
PROBLEMS = {
    "too_few_cells": N_("too few columns: {detail}"),
    "open_quote": N_("a quotation mark is not closed: {detail}"),
    "bad_code": N_("“{detail}” is no code of a school’s location"),
    "no_name": N_("{detail} has no name"),
    "long_name": N_("the name of {detail} is too long"),
    "duplicate": N_("{detail} is there twice"),
}
"""Why a row of a register was left out."""


def add_file(parser: argparse.ArgumentParser) -> None:
    """Take the register's file."""
    parser.add_argument("file", metavar="FILE", help=_("the register “alle vestigingen VO” (.csv)"))


def import_(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Put a register in place of the old one; rows that were not understood are named."""
    with opened_workspace(arguments) as workspace:
        done = workspace.schools.import_register(Path(arguments.file))
    problems = [{name: str(value) for name, value in vars(problem).items()} for problem in done.problems]
    lines = [ngettext("{n} school kept.", "{n} schools kept.", done.kept)]
    if problems:
        lines.append(ngettext("{n} row was not understood:", "{n} rows were not understood:", len(problems)))
        lines += [f"  {_said(problem)}" for problem in done.problems[:SHOWN_PROBLEMS]]
    terminal.answer({"kept": done.kept, "problems": problems}, lines)
    return FINDING if problems else OK


def _said(problem: RowProblem) -> str:
    where = _("row {first}").format(first=problem.line)
    return f"{where}: {_(PROBLEMS[problem.code]).format(detail=problem.detail)}"


def add_words(parser: argparse.ArgumentParser) -> None:
    """Take the words to look for."""
    parser.add_argument("words", metavar="WORDS", nargs="+", help=_("name, place or code of a school"))
    parser.add_argument("--limit", type=int, default=12, help=_("at most so many schools"))


def find(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Find schools in the register."""
    with opened_workspace(arguments) as workspace:
        found = workspace.schools.find(" ".join(arguments.words), max(0, arguments.limit))
        count = workspace.schools.count()
    rows = [(school.brin + school.location, school.name, school.place, school.education) for school in found]
    empty = _("No school found.") if count else _("There is no register yet. Import one: auditor register import FILE")
    terminal.answer({"schools": [encode(school) for school in found]}, aligned(rows) if rows else [empty])
    return OK
