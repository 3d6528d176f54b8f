"""`auditor plan`: the school's quality development plan, and its list of goals as a workbook."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor_app.cli.audits import add_audit
from auditor_app.cli.choosing import chosen_audit
from auditor_app.cli.opening import made_folder, opened_workspace, require_readable
from auditor_app.cli.terminal import FINDING, OK, Terminal
from auditor_app.cli.verb import Verb
from auditor_app.core.codec import encode
from auditor_app.core.plan import loop, unanswered
from auditor_app.i18n import N_, _, current, ngettext
from auditor_app.services.planning.plan import PlanPreview, RowChange
from auditor_app.services.planning.reading_words import change_words, row_words
from auditor_app.services.words.plan import goal_words

if TYPE_CHECKING:
    from auditor_app.core.snapshot import Snapshot


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show plan and goals, each with its loop, and the points without a goal."""
    with opened_workspace(arguments) as workspace:
        snapshot = workspace.audits.snapshot(chosen_audit(workspace, arguments.audit).id)
        goals = workspace.plans.goals(snapshot.audit.id)
    loops = [loop(goal) for goal in goals]
    document = {
        "plan": encode(snapshot.plan) if snapshot.plan else None,
        "goals": [{**encode(item.goal), "code": item.goal.code, "loop": str(item.row.state)} for item in loops],
        "without_goal": [{"id": point.id, "title": point.title} for point in unanswered(snapshot)],
    }
    lines = [f"  {item.goal.title or '–'}: {goal_words(current(), item).text}" for item in loops]
    terminal.answer(document, [_plan(snapshot), *lines, *_without(snapshot)])
    return OK


def _plan(snapshot: Snapshot) -> str:
    plan = snapshot.plan
    if plan is None:
        return _("The school’s quality development plan has not been registered.")
    adopted = current().date(plan.adopted)
    return " · ".join(filter(None, (plan.title, _("adopted {date}").format(date=adopted) if adopted else "")))


def _without(snapshot: Snapshot) -> Iterator[str]:
    for point in unanswered(snapshot):
        yield f"  {_('Without a goal')}: {point.title}"


def add_export(parser: argparse.ArgumentParser) -> None:
    """Take the audit and the folder."""
    add_audit(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help=_("the folder to write to"))


def export(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write the list of goals for the school, in the language that is asked, else that of the report."""
    folder = made_folder(arguments.out)
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, arguments.audit)
        path = workspace.plans.export(audit.id, arguments.language or audit.language, folder)
    terminal.answer({"list": str(path)}, [str(path)])
    return OK


def add_read(parser: argparse.ArgumentParser) -> None:
    """Take the audit, the school's file, and whether to take it over."""
    add_audit(parser)
    parser.add_argument("file", metavar="LIST.xlsx", help=_("the list as the school filled it in"))
    parser.add_argument("--take", action="store_true", help=_("take it over, and not only say what would change"))


def read(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say row by row what has changed; store it only when that is asked."""
    path = Path(arguments.file)
    require_readable(path)
    with opened_workspace(arguments) as workspace:
        audit = chosen_audit(workspace, arguments.audit)
        preview = workspace.plans.inspect(audit.id, path)
        written = workspace.plans.take(audit.id, preview) if arguments.take else None
    taken = len(preview.changing) if written is not None else 0
    terminal.answer({**_preview(preview), "taken": taken}, _lines(preview, is_taken=bool(arguments.take)))
    return FINDING if any(row.problems for row in preview.rows) else OK


def _preview(preview: PlanPreview) -> dict[str, Any]:
    rows = [
        {
            "row": row.line, "goal": row.goal, "title": row.title, "change": str(row.change),
            "differences": [vars(item) for item in row.differences],
            "problems": [{"field": name, "code": code} for name, code in row.problems],
        }
        for row in preview.rows
    ]  # fmt: skip
    return {"rows": rows, "missing": [goal.title for goal in preview.missing], "is_cut": preview.is_cut}


def _lines(preview: PlanPreview, *, is_taken: bool) -> Iterator[str]:
    names = change_words(current())
    for row in preview.rows:
        if row.change is not RowChange.SAME:
            yield _("Row {row}: {change}: {title}").format(row=row.line, change=names[row.change], title=row.title)
            yield from (f"    {line}" for line in row_words(current(), row))
    for goal in preview.missing:
        yield _("Not in the list, stays as it is: {title}").format(title=goal.title)
    if is_taken:
        yield ngettext("{n} goal taken over.", "{n} goals taken over.", len(preview.changing))
    else:
        yield ngettext("{n} goal would change.", "{n} goals would change.", len(preview.changing))


VERBS = (
    Verb("show", N_("Show the plan, its goals and the points without one"), show, add_audit),
    Verb("export", N_("Write the list of goals for the school as a workbook"), export, add_export),
    Verb("read", N_("Say what the school changed in its list, and take it over"), read, add_read),
)
