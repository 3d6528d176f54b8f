"""What reading the school's list in would do, in words; for window and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor_app.i18n import Translator
from auditor_app.services.planning.plan import RowChange, RowPreview
from auditor_app.services.words.plan import step_words

_SHOWN: Final = 60


def field_words(tr: Translator) -> Mapping[str, str]:
    """Name what the school fills in."""
    return {
        "title": tr("Goal"),
        "owner": tr("Owner"),
        "measure": tr("Measure"),
        "due": tr("Date"),
        **{f"{step}_text": words for step, words in step_words(tr).items()},
    }


def change_words(tr: Translator) -> Mapping[RowChange, str]:
    """Name what reading a row in would do."""
    return {
        RowChange.NEW: tr("new goal"),
        RowChange.CHANGED: tr("changed"),
        RowChange.SAME: tr("unchanged"),
        RowChange.EMPTY: tr("no goal yet"),
        RowChange.REFUSED: tr("not taken over"),
    }


def problem_words(tr: Translator) -> Mapping[str, str]:
    """Say why a cell is not taken over."""
    return {
        "plan.not_a_date": tr("not a date"),
        "plan.formula": tr("a formula, not a value"),
        "plan.too_long": tr("too long"),
        "plan.names_person": tr("looks like a person’s name; a role is enough"),
        "plan.no_goal": tr("no goal in words"),
    }


def row_words(tr: Translator, row: RowPreview) -> tuple[str, ...]:
    """Say a row's differences and problems, a line each: "Date: 1 January 2027 → 31 March 2027"."""
    names, problems = field_words(tr), problem_words(tr)
    lines = []
    for item in row.differences:
        if item.after == row.title and not item.before:
            continue  # the title of a new goal stands above already
        before, after = (_shown(tr, item.name, text) for text in (item.before, item.after))
        words = tr("{field}: {before} → {after}") if item.before else tr("{field}: {after}")
        lines.append(words.format(field=names[item.name], before=before, after=after or tr("empty")))
    for name, code in row.problems:
        written = " ".join(row.written.get(name, "").split())
        words = tr("{field}: {problem} (“{written}”)") if written else tr("{field}: {problem}")
        lines.append(words.format(field=names[name], problem=problems[code], written=written[:_SHOWN]))
    return tuple(lines)


def _shown(tr: Translator, name: str, text: str) -> str:
    return tr.date(text) if name == "due" else " ".join(text.split())
