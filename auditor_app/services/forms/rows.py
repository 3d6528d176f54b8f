"""Ratings, evidence and findings as rows: what a spreadsheet shows of an audit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor_app.core.model import LEVELS, NOT_ASSESSED, Activity, Direction, Note
from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import Translator
from auditor_app.services.words.names import finding_names

Value = str | int | None
MATRIX = "matrix:"


@dataclass(frozen=True)
class Sheet:
    """A table by name: heads with the width of their column in characters, and rows."""

    name: str
    heads: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]


def ratings(snapshot: Snapshot, tr: Translator) -> Sheet:
    """Give a row per criterion: the team's level, and the evidence it rests on."""
    framework, baseline = snapshot.framework, snapshot.baseline
    names = {str(step.level): tr.pick(step.title) for step in framework.scale}
    names |= {item.code: tr.pick(item.title) for item in framework.non_ratings}
    standards = {item.code: tr.pick(item.title) for item in framework.standards}
    rows: list[tuple[Value, ...]] = []
    for criterion in framework.criteria:
        level, count = snapshot.levels.get(criterion.code, NOT_ASSESSED), snapshot.evidence_of(criterion.code)
        then = baseline.levels[criterion.code].level if baseline and criterion.code in baseline.levels else ""
        rows.append(
            (
                criterion.code, tr.pick(criterion.title), criterion.standard, standards.get(criterion.standard, ""),
                tr("yes") if criterion.is_core else tr("no"), int(level) if level in LEVELS else level,
                names.get(level, ""), count.notes, count.supports, count.contradicts, count.context,
                ", ".join(count.sources), count.auditors, int(then) if then in LEVELS else then,
            )
        )  # fmt: skip
    heads = (
        (tr("Code"), 8), (tr("Criterion"), 44), (tr("Standard"), 9), (tr("Name of the standard"), 34), (tr("Core"), 7),
        (tr("Level"), 8), (tr("Level in words"), 18), (tr("Notes"), 8), (tr("Support"), 9), (tr("Contradict"), 11),
        (tr("Context"), 9), (tr("Kinds of source"), 24), (tr("Auditors"), 9), (tr("Level then"), 11),
    )  # fmt: skip
    return Sheet(tr("Ratings"), heads, tuple(rows))


def evidence(snapshot: Snapshot, tr: Translator) -> Sheet:
    """Give a row per note in the order of the days; never who wrote it."""
    framework = snapshot.framework
    activities = {item.id: item for item in snapshot.activities}
    sources = {item.code: tr.pick(item.title) for item in framework.sources}
    signs = {Direction.SUPPORTS: "+", Direction.CONTRADICTS: "−", Direction.CONTEXT: "○"}
    tied: dict[str, list[tuple[str, str]]] = {}
    for link in snapshot.links:
        tied.setdefault(link.note, []).append((link.target, signs[link.direction]))
    rows: list[tuple[Value, ...]] = []
    for number, note in enumerate(in_order(snapshot), 1):
        activity = activities.get(note.activity, Activity())
        targets = sorted(tied.get(note.id, ()))
        criteria = [f"{target} ({sign})" for target, sign in targets if not target.startswith(MATRIX)]
        cells = [target.removeprefix(MATRIX) for target, _ in targets if target.startswith(MATRIX)]
        rows.append(
            (
                number, activity.day or note.moment[:10], activity.start or note.moment[11:16], activity.title,
                note.source or activity.source, sources.get(note.source or activity.source, ""),
                note.subject or activity.subject, note.year_group or activity.year_group, note.room or activity.room,
                note.seen, tr("yes") if note.is_quote else tr("no"), ", ".join(criteria), ", ".join(cells),
            )
        )  # fmt: skip
    heads = (
        (tr("No."), 6), (tr("Day"), 12), (tr("Time"), 8), (tr("Activity"), 28), (tr("Source"), 9),
        (tr("Kind of source"), 24), (tr("Subject"), 16), (tr("Year group"), 12), (tr("Room"), 14),
        (tr("Seen or heard"), 80), (tr("Literal words"), 9), (tr("Criteria"), 24), (tr("Cells of the matrix"), 12),
    )  # fmt: skip
    return Sheet(tr("Evidence"), heads, tuple(rows))


def in_order(snapshot: Snapshot) -> list[Note]:
    """Give the notes as the days went: by their activity, else by when they were written."""
    activities = {item.id: item for item in snapshot.activities}

    def moment(note: Note) -> tuple[str, str, str]:
        activity = activities.get(note.activity)
        if activity is None or not activity.day:
            return note.moment, note.moment, note.id
        return f"{activity.day}T{activity.start}", note.moment, note.id

    return sorted(snapshot.notes, key=moment)


def with_origin(sheet: Sheet, tr: Translator, origin: str) -> Sheet:
    """Say in every row what it was taken from: a table of values has no other place that sorting leaves alone."""
    heads = (*sheet.heads, (tr("Taken from"), 40))
    return Sheet(sheet.name, heads, tuple((*row, origin) for row in sheet.rows))


def findings(snapshot: Snapshot, tr: Translator) -> Sheet:
    """Give a row per finding, strengths first."""
    names = finding_names(tr)
    order = list(names)
    found = sorted(snapshot.findings, key=lambda item: (order.index(item.kind), item.position, item.id))
    rows = tuple(
        (
            names[item.kind], item.title, ", ".join(item.criteria), item.seen, item.meaning, item.question,
            item.first_step, item.due,
        )
        for item in found
    )  # fmt: skip
    heads = (
        (tr("Kind"), 18), (tr("Title"), 36), (tr("Criteria"), 14), (tr("Seen"), 60), (tr("Meaning"), 50),
        (tr("Question"), 50), (tr("First step"), 40), (tr("Due"), 12),
    )  # fmt: skip
    return Sheet(tr("Findings"), heads, rows)


def about(snapshot: Snapshot, tr: Translator, sentences: Iterable[str]) -> Sheet:
    """Give what the workbook is: school, visit, framework, and the sentences that every form carries."""
    audit, framework = snapshot.audit, snapshot.framework
    school = audit.school
    facts: list[tuple[Value, ...]] = [
        (tr("School"), school.name),
        (tr("Register code (BRIN)"), f"{school.brin} {school.location}".strip()),
        (tr("Place"), school.place),
        (tr("Visit"), tr.date_range(audit.starts, audit.ends, "MMMM")),
        (tr("Framework"), tr("{id}, version {version}").format(id=framework.id, version=framework.version)),
        ("", tr.pick(framework.label)),
    ]
    if audit.is_sample:
        facts.append(("", tr("Sample: school and findings are invented")))
    facts += [("", sentence) for sentence in sentences]
    return Sheet(tr("About this file"), ((tr("What"), 24), (tr("Value"), 110)), tuple(facts))
