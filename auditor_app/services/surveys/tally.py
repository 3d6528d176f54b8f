"""What a file was counted to: results per question and group, and an account of every row; no respondent is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auditor_app.core.survey import Results


@dataclass(frozen=True)
class Scale:
    """The answers a question has: from lowest to highest."""

    lowest: int = 1
    highest: int = 5


AGREES_OR_NOT = Scale(0, 1)
"""The scale of a question of which only the share that agrees is known."""


@dataclass(frozen=True)
class RowNote:
    """What became of the rows `first` to `last`: `code` is "" for understood, else why something was left out.

    `column` is where, `value` what stood there (short, and never together with other answers of that row), `count` how
    many answers were understood.
    """

    first: int
    last: int
    code: str = ""
    column: str = ""
    value: str = ""
    count: int = 0


@dataclass(frozen=True)
class Counted:
    """The results of one question in one group."""

    key: str
    text: str
    results: Results
    is_split: bool
    scale: Scale


@dataclass(frozen=True)
class GroupCounted:
    """What one group answered; `group` is "" when the table does not say who answered."""

    group: str
    answered: int
    questions: tuple[Counted, ...]


@dataclass(frozen=True)
class Tally:
    """Everything a preview says: results, an account of the rows, and how often each thing went wrong."""

    groups: tuple[GroupCounted, ...]
    notes: tuple[RowNote, ...]
    counts: Mapping[str, int]
    rows: int
    answers: int
    without_answer: int
    is_cut: bool = False


def tally_to_json(found: Tally) -> dict[str, Any]:
    """Give a tally as JSON values."""
    return {
        "groups": [
            {
                "group": group.group, "answered": group.answered,
                "questions": [_counted_to_json(item) for item in group.questions],
            }
            for group in found.groups
        ],
        "notes": [[n.first, n.last, n.code, n.column, n.value, n.count] for n in found.notes],
        "counts": dict(found.counts), "rows": found.rows, "answers": found.answers,
        "without_answer": found.without_answer, "is_cut": found.is_cut,
    }  # fmt: skip


def _counted_to_json(item: Counted) -> dict[str, Any]:
    results = item.results
    return {
        "key": item.key, "text": item.text, "lowest": item.scale.lowest, "highest": item.scale.highest,
        "is_split": item.is_split, "parts": {part: dict(counts) for part, counts in results.groups.items()},
        "withheld": list(results.withheld), "total": None if results.total is None else dict(results.total),
    }  # fmt: skip


def tally_from_json(values: Mapping[str, Any]) -> Tally:
    """Build a tally from the JSON of `tally_to_json`."""
    return Tally(
        tuple(
            GroupCounted(group["group"], group["answered"], tuple(map(_counted_from_json, group["questions"])))
            for group in values["groups"]
        ),
        tuple(RowNote(*note) for note in values["notes"]),
        dict(values["counts"]), values["rows"], values["answers"], values["without_answer"], values["is_cut"],
    )  # fmt: skip


def _counted_from_json(values: Mapping[str, Any]) -> Counted:
    results = Results(values["parts"], tuple(values["withheld"]), values["total"])
    scale = Scale(values["lowest"], values["highest"])
    return Counted(values["key"], values["text"], results, values["is_split"], scale)
