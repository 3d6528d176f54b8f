"""What is seen of a file before it is counted: how it was read, its columns, and a first guess of all choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from auditor_app.services.surveys.answers import Answers, Numbers, uses_comma, words_in
from auditor_app.services.surveys.layout import (
    PROFILED_ROWS,
    Column,
    Layout,
    Role,
    Shape,
    as_shape,
    columns,
    guess,
    layout_from_json,
    layout_to_json,
    titles_before,
)
from auditor_app.services.surveys.tally import Scale
from auditor_app.services.tables.table import Remark, Table

COVERED = 0.97
"""A scale fits when so many of the answers lie on it."""
MISTAKES = 0.1
"""A question has another scale than the rest when more of its answers than these lie outside."""
USUAL = (2, 4, 5, 6, 7, 10)
"""How many steps scales have."""


@dataclass(frozen=True)
class Look:
    """A file as it was understood; nothing has been counted yet."""

    layout: Layout
    columns: tuple[Column, ...]
    rows: int
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    remarks: tuple[Remark, ...]
    comma: bool
    words: Mapping[str, int]
    scale: Scale
    scales: Mapping[str, Scale]
    """Questions whose answers do not fit the scale of the others, by their title."""


def look_at(table: Table) -> Look:
    """Look at a table and guess everything."""
    comma = uses_comma(_some_cells(table))
    return look_with(table, guess(table, Numbers(comma)), comma)


def _some_cells(table: Table) -> Iterable[str]:
    return (cell for _number, cells in table.rows[:PROFILED_ROWS] for cell in cells)


def reshaped(table: Table, layout: Layout, shape: Shape, first: int, *, comma: bool) -> Look:
    """Look again when a person says that a row is something else, or that the results begin in another row."""
    numbers = Numbers(comma)
    titles = layout.titles if first == layout.first else titles_before(table.rows, first)
    looked = columns(table.rows, first, titles, numbers)
    moved = Layout(shape, first, titles, (Role.NONE,) * len(titles))
    return look_with(table, as_shape(moved, looked, shape, numbers), comma)


def look_with(table: Table, layout: Layout, comma: bool) -> Look:  # noqa: FBT001 - how the file writes decimals
    """Look at a table whose columns are known: which words are answers, and which scale fits."""
    numbers = Numbers(comma)
    looked = columns(table.rows, layout.first, layout.titles, numbers)
    given = _answers_in(table, layout)
    words = words_in({text for counts in given.values() for text in counts})
    answers = Answers(numbers, words)
    whole = sum(given.values(), Counter[str]())
    scale = _scale(whole, answers)
    own = {title: _scale(counts, answers) for title, counts in given.items()}
    others = {title: found for title, found in own.items() if _lies_outside(given[title], answers, scale)}
    rows = sum(1 for number, _cells in table.rows if number >= layout.first)
    shown = tuple(map(_without_persons, looked, layout.roles))
    return Look(
        layout, shown, rows, table.encoding, table.delimiter, table.sheet, table.sheets, tuple(table.remarks), comma,
        words, scale, others,
    )  # fmt: skip


def _without_persons(column: Column, role: Role) -> Column:
    """Leave out the values of a column that tells respondents apart, or could: names, numbers, addresses."""
    is_each_once = role is Role.NONE and 1 < column.distinct == column.filled
    return replace(column, values=()) if role is Role.RESPONDENT or is_each_once else column


def _answers_in(table: Table, layout: Layout) -> dict[str, Counter[str]]:
    """Give the answers as they stand in the file, per question where a column is one."""
    if layout.shape is Shape.QUESTION:
        return {"": Counter(layout.titles[place] for place in layout.places(Role.COUNT))}
    places = layout.places(Role.ITEM) if layout.shape is Shape.RESPONDENT else layout.places(Role.ANSWER)
    found: dict[str, Counter[str]] = {layout.titles[place]: Counter() for place in places}
    for number, cells in table.rows[:PROFILED_ROWS]:
        if number >= layout.first:
            for place in places:
                if place < len(cells) and cells[place]:
                    found[layout.titles[place]][cells[place]] += 1
    return found


def _scale(counts: Counter[str], answers: Answers) -> Scale:
    """Give the smallest usual scale that holds nearly all answers."""
    values: Counter[int] = Counter()
    for text, count in counts.items():
        code, value = answers.read(text)
        if not code and value >= 0:
            values[value] += count
    total = sum(values.values())
    if not total:
        return Scale()
    if answers.words and all(text.casefold() in answers.words for text in counts if not text.isdigit()):
        usual = {max(answers.words.values()), *USUAL}
    else:
        usual = set(USUAL)
    for steps in sorted(step for step in usual if step >= max(answers.words.values(), default=0)):
        lowest = 0 if values[0] > total * (1 - COVERED) else 1
        inside = sum(count for value, count in values.items() if lowest <= value <= steps)
        if inside >= COVERED * total:
            return Scale(lowest, max(steps, lowest + 1))
    return Scale(min(values), max(*values, min(values) + 1))


def _lies_outside(counts: Counter[str], answers: Answers, scale: Scale) -> bool:
    """Tell whether a question has another scale than the others, and not just a few wrong answers."""
    values = Counter({text: count for text, count in counts.items() if not answers.read(text)[0]})
    outside = sum(count for text, count in values.items() if not scale.lowest <= answers.read(text)[1] <= scale.highest)
    return outside > MISTAKES * values.total()


def usual_agreement(scale: Scale) -> int:
    """Give the lowest answer that usually counts as agreeing: the upper part of a scale, without its middle."""
    middle = (scale.lowest + scale.highest) // 2
    return min(scale.highest, middle + 1)


def look_to_json(look: Look) -> dict[str, Any]:
    """Give a look as JSON values."""
    return {
        "layout": layout_to_json(look.layout),
        "columns": [[c.title, c.filled, c.distinct, list(c.values), c.is_text, c.answers] for c in look.columns],
        "rows": look.rows, "encoding": look.encoding, "delimiter": look.delimiter, "sheet": look.sheet,
        "sheets": list(look.sheets), "remarks": [[r.code, r.where, r.count] for r in look.remarks],
        "comma": look.comma, "words": dict(look.words), "scale": [look.scale.lowest, look.scale.highest],
        "scales": {title: [found.lowest, found.highest] for title, found in look.scales.items()},
    }  # fmt: skip


def look_from_json(values: Mapping[str, Any]) -> Look:
    """Build a look from the JSON of `look_to_json`."""
    return Look(
        layout_from_json(values["layout"]),
        tuple(Column(c[0], c[1], c[2], tuple(c[3]), c[4], c[5]) for c in values["columns"]),
        values["rows"], values["encoding"], values["delimiter"], values["sheet"], tuple(values["sheets"]),
        tuple(Remark(*remark) for remark in values["remarks"]), values["comma"], values["words"],
        Scale(*values["scale"]), {title: Scale(*found) for title, found in values["scales"].items()},
    )  # fmt: skip
