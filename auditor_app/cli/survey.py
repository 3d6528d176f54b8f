"""`auditor survey`: look at a file of survey results, and take it into an audit."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.choosing import chosen_audit
from auditor_app.cli.opening import opened_workspace
from auditor_app.cli.terminal import FINDING, OK, Terminal, aligned
from auditor_app.core.errors import UserError
from auditor_app.core.model import SurveyGroup
from auditor_app.core.statements import Share, question_key, share_of
from auditor_app.core.survey import DEFAULT_MINIMUM, check_minimum
from auditor_app.i18n import _, current
from auditor_app.services.audits.audits import check_day
from auditor_app.services.surveys.layout import Layout, Role, Shape
from auditor_app.services.surveys.look import Look
from auditor_app.services.surveys.preview import decided_before, decisions, read_with, share_in
from auditor_app.services.surveys.reader import SurveyReader
from auditor_app.services.surveys.results import Held
from auditor_app.services.surveys.tally import Scale, Tally
from auditor_app.services.surveys.template import LARGEST, AskedQuestion, Template, best_of, read_template
from auditor_app.services.surveys.words import (
    ROLES,
    facts,
    left_over,
    names_sentence,
    note_rows,
    note_sentence,
    remark_sentence,
    summary,
)

if TYPE_CHECKING:
    from auditor_app.services.workspace import Workspace

SHOWN_NOTES = 40
_NUMBER = re.compile(r"[0-9]{1,6}")
_SCALE = re.compile(r"([0-9]{1,3})-([0-9]{1,3})")


def add(parser: argparse.ArgumentParser) -> None:
    """Take the file, what a person would choose in the window, and the audit to take it into."""
    parser.add_argument("file", metavar="FILE", help=_("the results (.csv or .xlsx)"))
    parser.add_argument("--store", metavar="AUDIT", help=_("take the results into this audit; without it only look"))
    parser.add_argument("--group", choices=[str(group) for group in SurveyGroup], help=_("who answered"))
    parser.add_argument("--name", default="", help=_("who answered in words, where that is not the whole group"))
    parser.add_argument("--held", default="", metavar="DATE", help=_("when it was held, YYYY-MM-DD"))
    parser.add_argument("--asked", type=number, help=_("how many were asked"))
    parser.add_argument("--rows", choices=[str(shape) for shape in Shape], help=_("what a row of the file is"))
    parser.add_argument("--first-row", type=int, metavar="N", help=_("the first row with results"))
    parser.add_argument("--sheet", default="", help=_("the sheet of a workbook"))
    parser.add_argument(
        "--role", action="append", default=[], metavar="COLUMN=ROLE",
        help=_("what a column holds: {roles}").format(roles=", ".join(str(role) for role in Role if role) + ", none"),
    )  # fmt: skip
    parser.add_argument("--scale", metavar="LOWEST-HIGHEST", help=_("the answers there are, such as 1-5"))
    parser.add_argument("--agrees-from", type=int, metavar="N", help=_("the lowest answer that counts as agreeing"))
    parser.add_argument("--template", metavar="FILE", help=_("a template with criteria per question"))
    parser.add_argument("--minimum", type=int, help=_("leave out groups with fewer answers; when storing, the audit's"))


def number(text: str) -> int:
    """Read how many there are; the parser names this function when it refuses another text."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say what was understood row by row, and store it when asked."""
    with opened_workspace(arguments) if arguments.store else nullcontext() as workspace, SurveyReader() as reader:
        audit = chosen_audit(workspace, arguments.store) if workspace else None
        minimum = audit.survey_minimum if audit else arguments.minimum or DEFAULT_MINIMUM
        check_minimum(minimum)
        look, given = _look(arguments, reader), _given_template(arguments)
        words = {**look.words, **(given.words if given else {})}
        scales = {question_key(title): own for title, own in look.scales.items()}
        tally = reader.count(
            look.layout, comma=look.comma, words=words, scale=look.scale, scales=scales, minimum=minimum
        )
        before = decided_before(workspace.audits.snapshot(audit.id).survey_questions) if workspace and audit else {}
        asked = _asked(arguments, look, tally, given, workspace, before)
        if workspace and audit:
            _store(arguments, workspace, audit.id, look, tally, asked)
    document = _document(look, tally, asked, minimum)
    terminal.answer(
        {**document, "stored": audit.id if audit else ""}, _lines(look, tally, asked, is_stored=bool(audit))
    )
    return FINDING if any(code != "empty" for code in tally.counts) else OK


def _look(arguments: argparse.Namespace, reader: SurveyReader) -> Look:
    look = reader.open(Path(arguments.file), arguments.sheet)
    if arguments.rows or arguments.first_row:
        shape = Shape(arguments.rows) if arguments.rows else look.layout.shape
        look = reader.shape(look, shape, arguments.first_row or look.layout.first)
    if arguments.role:
        look = reader.relook(look, _with_roles(look.layout, arguments.role))
    return replace(look, scale=_scale(arguments.scale), scales={}) if arguments.scale else look


def _with_roles(layout: Layout, given: Sequence[str]) -> Layout:
    for text in given:
        column, _sign, role = text.rpartition("=")
        known = {str(item): item for item in Role} | {"none": Role.NONE}
        if column not in layout.titles or role not in known:
            raise UserError("survey.no_such_column", column=text[:80], columns=", ".join(layout.titles)[:400])
        layout = layout.with_role(layout.titles.index(column), known[role])
    return layout


def _scale(text: str) -> Scale:
    found = _SCALE.fullmatch(text)
    if found is None or int(found[1]) >= int(found[2]):
        raise UserError("survey.scale_invalid", text=text[:40])
    return Scale(int(found[1]), int(found[2]))


def _asked(
    arguments: argparse.Namespace, look: Look, tally: Tally, given: Template | None, workspace: Workspace | None,
    before: Mapping[str, AskedQuestion],
) -> dict[str, AskedQuestion]:  # fmt: skip
    texts = {item.key: item.text for group in tally.groups for item in group.questions}
    template = given or (best_of(workspace.surveys.templates(), texts) if workspace else None)
    found = decisions(look, tuple(texts.values()), template, before)
    given_from = arguments.agrees_from
    if given_from is None:
        return found
    fitting = {key: item for key, item in found.items() if item.lowest < given_from <= item.highest}
    if found and not fitting:
        raise UserError("survey.agreement_invalid", number=given_from)
    return found | {key: replace(item, agrees_from=given_from) for key, item in fitting.items()}


def _given_template(arguments: argparse.Namespace) -> Template | None:
    if not arguments.template:
        return None
    path = Path(arguments.template)
    try:
        with path.open("rb") as file:
            return read_template(file.read(LARGEST + 1), path.name)
    except OSError as error:
        raise UserError("table.cannot_open", file=path.name) from error


def _store(
    arguments: argparse.Namespace, workspace: Workspace, audit: str, look: Look, tally: Tally,
    asked: Mapping[str, AskedQuestion],
) -> None:  # fmt: skip
    if arguments.held:
        check_day(arguments.held)
    split = look.layout.place(Role.PART)
    batches = []
    for group in tally.groups:
        who = group.group or arguments.group
        if not who:
            raise UserError("survey.who_needed")
        title = look.layout.titles[split] if split >= 0 else ""
        held = Held(SurveyGroup(who), arguments.name, arguments.held, arguments.asked, split=title)
        batches.append((held, group))
    workspace.surveys.take(audit, batches, asked)


def _questions(tally: Tally, asked: Mapping[str, AskedQuestion]) -> Iterator[dict[str, Any]]:
    for group in tally.groups:
        for item in group.questions:
            decided = asked[item.key]
            question = read_with(item, decided)
            share = share_in(item, decided)
            parts = {part: _share(share_of(question, counts)) for part, counts in item.results.groups.items()}
            yield {
                "group": group.group, "text": item.text, "criteria": list(decided.criteria),
                "is_reversed": decided.is_reversed, "is_withheld": share is None,
                **(_share(share) if share else {}), "parts": parts if item.is_split else {},
                "withheld": list(item.results.withheld) if item.is_split else [],
            }  # fmt: skip


def _share(share: Share) -> dict[str, int]:
    return {"answered": share.answered, "agreeing": share.agreeing, "percent": share.percent}


def _document(look: Look, tally: Tally, asked: Mapping[str, AskedQuestion], minimum: int) -> dict[str, Any]:
    roles = zip(look.layout.titles, look.layout.roles, strict=True)
    return {
        "encoding": look.encoding, "delimiter": look.delimiter, "sheet": look.sheet, "decimal_comma": look.comma,
        "rows_are": str(look.layout.shape), "first_row": look.layout.first,
        "columns": [{"title": title, "role": str(role) or "none"} for title, role in roles],
        "remarks": [{"code": item.code, "sentence": remark_sentence(item)} for item in look.remarks],
        "rows": tally.rows, "answers": tally.answers, "without_answer": tally.without_answer,
        "not_understood": dict(tally.counts), "minimum": minimum,
        "groups": {group.group or "": group.answered for group in tally.groups},
        "notes": [
            {"first": note.first, "last": note.last, "code": note.code, "sentence": note_sentence(note)}
            for note in tally.notes
        ],
        "questions": list(_questions(tally, asked)),
    }  # fmt: skip


def _lines(look: Look, tally: Tally, asked: Mapping[str, AskedQuestion], *, is_stored: bool) -> Iterator[str]:
    yield facts(look)
    yield from aligned(
        [(f"  {title}", _(ROLES[role])) for title, role in zip(look.layout.titles, look.layout.roles, strict=True)]
    )
    yield from map(remark_sentence, look.remarks)
    if names := names_sentence(tally, current().language):
        yield names
    yield summary(tally)
    yield from (f"  {note_rows(note)}: {note_sentence(note)}" for note in tally.notes[:SHOWN_NOTES])
    if len(tally.notes) > SHOWN_NOTES:
        yield _("  … and {n} more; --json gives them all").format(n=len(tally.notes) - SHOWN_NOTES)
    if left_over(tally):
        yield left_over(tally)
    yield from aligned(
        [_row(question) for question in _questions(tally, asked)] or [(_("No question was understood."),)]
    )
    yield _("Taken into the audit.") if is_stored else _("Nothing was stored. Add --store AUDIT to take it in.")


def _row(question: Mapping[str, Any]) -> tuple[str, ...]:
    if question["is_withheld"]:
        said, number = _("too few answers: not shown"), ""
    else:
        said, number = f"{question['percent']} %", f"n {question['answered']}"
    return (f"  {question['text'][:70]}", " ".join(question["criteria"]), said, number)
