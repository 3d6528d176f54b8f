"""The questions of an activity: a row of the value-creation matrix, or the criteria its source speaks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.interim import codes_to_rate
from auditor_app.core.model import Activity
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.attention import Concern, concerns
from auditor_app.ui.models.criteria_tree import my_ratings
from auditor_app.ui.models.leaving import ORDER, missing_for
from auditor_app.ui.models.notebook import MATRIX, Notebook
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.tags import Choice

ROLE_OF_SOURCE = {"INT-P": "P", "INT-C": "C", "INT-T": "T", "INT-L": "S", "INT-B": "S"}
"""Whose matrix row is asked in which conversation (DOMAIN 8)."""
QUICK_TAGS = 5


@dataclass(frozen=True)
class Question:
    """A question to ask, or (without a target) a heading between questions."""

    target: str
    caption: str
    text: str = ""
    is_core: bool = False
    notes: int = 0
    hints: tuple[str, ...] = ()
    """Look-fors, shown while the question is marked: to think with, nothing to tick."""


def questions_model() -> RowsModel[Question]:
    """Make the list model of the questions."""
    return RowsModel(lambda row: row.target or row.caption, lambda row: row.text or row.caption, _sentence)


def _sentence(row: Question) -> str:
    said = [row.caption, _("core criterion") if row.is_core else "", row.text]
    said += [ngettext("{n} note", "{n} notes", row.notes)] if row.notes else []
    return ", ".join(filter(None, said))


def matrix_role(activity: Activity) -> str:
    """Give the matrix row of an activity: as planned, else by its source; "" when it has none."""
    return activity.matrix_role or ROLE_OF_SOURCE.get(activity.source, "")


def matrix_questions(framework: Framework, role: str, book: Notebook, activity: str) -> list[Question]:
    """List the four questions of a matrix row."""
    pick = current().pick
    steps = {step.code: pick(step.title) for step in framework.matrix_steps}
    return [
        Question(
            MATRIX + cell.id,
            f"{cell.id} · {steps.get(cell.id[1:], '')}",
            pick(cell.question),
            notes=_count(book, MATRIX + cell.id, activity),
        )
        for cell in framework.matrix_cells
        if cell.id[:1] == role
    ]


def criteria_questions(framework: Framework, activity: Activity, book: Notebook, marked: str = "") -> list[Question]:
    """List the questions of the criteria chosen for an activity, else of those its source speaks about; core first."""
    pick = current().pick
    chosen = [
        item
        for item in framework.criteria
        if (item.code in activity.criteria if activity.criteria else activity.source in item.sources)
    ]
    return [
        Question(
            item.code,
            f"{item.code} {pick(item.title)}",
            pick(item.question),
            item.is_core,
            _count(book, item.code, activity.id),
            look_fors(item) if item.code == marked else (),
        )
        for item in sorted(chosen, key=lambda item: not item.is_core)
    ]


def look_fors(criterion: Criterion) -> tuple[str, ...]:
    """Give what can be looked for, in the language of the window."""
    return criterion.look_for.get(current().language) or criterion.look_for.get("en") or ()


def gap_questions(framework: Framework, book: Notebook, found: Sequence[Concern]) -> list[Question]:
    """List what the team still has to settle: contradictions first, then what rests on one kind of source or little."""
    pick = current().pick
    ordered = sorted(found, key=lambda item: ORDER.index(item.kind))
    known = framework.by_code
    said = {item.code: missing_for(known[item.code], item, book) for item in ordered}
    return [
        Question(
            item.code,
            f"{item.code} {pick(known[item.code].title)}",
            said[item.code][:1].upper() + said[item.code][1:],
            known[item.code].is_core,
            book.evidence_of(item.code).notes,
        )
        for item in ordered
    ]


def to_settle(book: Notebook) -> tuple[list[Question], str]:
    """List what the team still has to settle, and say why where there is nothing.

    Before the first note all would be thin, and once the report is signed nothing is left.
    """
    live = book.live
    if live.is_signed:
        return [], _("The report is signed: nothing is left to settle.")
    codes = codes_to_rate(live.audit.kind, live.framework, live.baseline)
    if not any(book.evidence_of(code).notes for code in codes):
        return [], _("No note speaks to a criterion yet. What turns out thin or contradicted will stand here.")
    found = concerns(live.framework, book, my_ratings(live.entities("rating"), live.me), codes)
    return gap_questions(live.framework, book, found), _("Nothing is thin, single-sourced or contradicted.")


def _count(book: Notebook, target: str, activity: str) -> int:
    return book.count_about(target, activity)


def heading(text: str) -> Question:
    """Make a heading between questions."""
    return Question("", text)


def quick_tags(marked: str, book: Notebook, activity: str, questions: list[Question]) -> tuple[Choice, ...]:
    """Offer five tags: the marked question's, then what this activity's notes used last, then what it asks about."""
    offered: dict[tuple[str, str], Choice] = {}

    def offer(target: str, direction: str) -> None:
        offered.setdefault((target, direction), Choice(target, direction))

    if marked.startswith(MATRIX):
        offer(marked, "o")
    elif marked:
        offer(marked, "+")
        offer(marked, "-")
    for entry in reversed(book.of_activity(activity)):
        if len(offered) >= QUICK_TAGS:
            break
        for link in entry.links:
            if not link.target.startswith(MATRIX) and link.direction != "o":
                offer(link.target, str(link.direction))
    for question in questions:
        if question.target and not question.target.startswith(MATRIX):
            offer(question.target, "+")
            offer(question.target, "-")
    return tuple(offered.values())[:QUICK_TAGS]
