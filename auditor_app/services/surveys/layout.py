"""How a table of survey results is built: which column holds what, guessed first and then chosen by a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from auditor_app.services.surveys.answers import Numbers, is_answer
from auditor_app.services.surveys.groups import group_named
from auditor_app.services.tables.table import Row, Table

PROFILED_ROWS = 20_000
MOST_DISTINCT = 60
SHOWN_VALUES = 8
LONGEST_VALUE = 40
HEADS = 3
"""Titles stand in these rows."""
ANSWERS_IN_ITEM = 0.8
"""A column is a question when so many of its filled cells are answers."""
MOST_PARTS = 40
LONGEST_SCALE = 12
"""More rows than this without one value twice are numbered, not answered."""


class Shape(StrEnum):
    """What one row of the table is."""

    ANSWER = "answer"
    RESPONDENT = "respondent"
    QUESTION = "question"


class Role(StrEnum):
    """What a column holds."""

    NONE = ""
    RESPONDENT = "respondent"
    WHO = "who"
    PART = "part"
    QUESTION = "question"
    ANSWER = "answer"
    ITEM = "item"
    """The answers to the question that is its title."""
    COUNT = "count"
    """How many gave the answer that is its title."""
    SHARE = "share"
    """How many per cent agree."""
    NUMBER = "number"
    """How many answered."""


ROLES_OF: Mapping[Shape, tuple[Role, ...]] = {
    Shape.ANSWER: (Role.NONE, Role.RESPONDENT, Role.QUESTION, Role.ANSWER, Role.PART, Role.WHO),
    Shape.RESPONDENT: (Role.NONE, Role.ITEM, Role.RESPONDENT, Role.PART, Role.WHO),
    Shape.QUESTION: (Role.NONE, Role.QUESTION, Role.COUNT, Role.SHARE, Role.NUMBER, Role.PART, Role.WHO),
}
MANY = frozenset({Role.NONE, Role.ITEM, Role.COUNT})
"""Roles that several columns may have."""


@dataclass(frozen=True)
class Layout:
    """How the table is read; `first` is the number of the first row with results, as the file counts."""

    shape: Shape
    first: int
    titles: tuple[str, ...]
    roles: tuple[Role, ...]
    is_percent: bool = False
    """The columns of counts hold per cents."""

    def place(self, role: Role) -> int:
        """Give the first column with a role, -1 when there is none."""
        return self.roles.index(role) if role in self.roles else -1

    def places(self, role: Role) -> tuple[int, ...]:
        """Give all columns with a role."""
        return tuple(place for place, own in enumerate(self.roles) if own is role)

    def with_role(self, column: int, role: Role) -> Layout:
        """Give a column another role; the column that had it loses it where only one may have it."""
        roles = [Role.NONE if own is role and role not in MANY else own for own in self.roles]
        roles[column] = role
        return replace(self, roles=tuple(roles))


@dataclass(frozen=True)
class Column:
    """What a column looks like; values are given only where they are few and short, never free text."""

    title: str
    filled: int
    distinct: int
    values: tuple[str, ...]
    is_text: bool
    answers: float


WORDS: Mapping[Role, re.Pattern[str]] = {
    role: re.compile(rf"(^|\b)({words})($|\b)", re.IGNORECASE)
    for role, words in {
        Role.RESPONDENT: r"respond\w*( ?id)?|response ?id|id|deelnemer\w*|leerlingnummer|svarande|svars-?id|"
        r"volgn(umme)?r|nr|nummer|no",
        Role.QUESTION: r"vraag|vragen|question|questions|fråga|frågor|stelling|statement|item|påstående",
        Role.ANSWER: r"antwoord|answer|svar|score|waarde|value|värde|response",
        Role.PART: r"leerjaar|klas|jaarlaag|year( group)?|grade|årskurs|klass|årgång|team|afdeling|opleiding|niveau",
        Role.WHO: r"doelgroep|groep|group|rol|role|roll|grupp|målgrupp|respondentgroep",
        Role.NUMBER: r"n|aantal( antwoorden)?|antal( svar)?|number|answered|beantwoord|svarade|respons",
        Role.SHARE: r"(%|procent|percent|per cent|andel|deel|share).*(eens|agree|instämmer|positief|positive|positiva)",
    }.items()
}


def headings(rows: Sequence[Row], numbers: Numbers) -> tuple[int, tuple[str, ...]]:
    """Find the titles of the columns and the number of the first row of results."""
    width = _width(rows[:200])
    usual = Counter(sum(map(bool, cells)) for _number, cells in rows[:200]).most_common(1)
    wide = usual[0][0] if usual else width
    start = 0
    while start + 1 < min(len(rows), 20) and _filled(rows[start]) < max(2, min(3, wide)) <= wide:
        if _repeats_titles(rows[start][1], rows[start + 1][1], wide, numbers):
            break
        start += 1
    titles = list(rows[start][1]) if rows else []
    following = rows[start + 1] if start + 1 < len(rows) else None
    if following is not None and _is_second_heading(rows[start][1], following[1], rows[start + 2 :], numbers):
        titles = _joined(rows[start][1], following[1])
        start += 1
    titles += [""] * (width - len(titles))
    first = rows[start + 1][0] if start + 1 < len(rows) else rows[-1][0] + 1 if rows else 1
    return first, tuple(titles)


def _width(rows: Sequence[Row]) -> int:
    """Give how many columns there are: as many as most rows have, or as the titles need; not as one odd row has."""
    filled = [max((place for place, cell in enumerate(cells, 1) if cell), default=0) for _number, cells in rows]
    usual = Counter(filled[1:]).most_common(1)
    heads = max(filled[:HEADS], default=0)
    return max(usual[0][0] if usual else 0, heads)


def _filled(row: Row) -> int:
    return len({cell for cell in row[1] if cell})


def _repeats_titles(upper: Sequence[str], lower: Sequence[str], wide: int, numbers: Numbers) -> bool:
    """Titles of which some are the same: a full row of words above answers; one title over everything is none."""
    words = [cell for cell in upper if cell]
    is_words = len(set(words)) > 1 and not any(is_answer(cell, numbers) for cell in words)
    return is_words and len(words) >= wide and any(is_answer(cell, numbers) for cell in lower)


def _is_second_heading(upper: Sequence[str], lower: Sequence[str], rest: Sequence[Row], numbers: Numbers) -> bool:
    """A heading of two rows: the upper one has gaps or repeats, the lower one is words, and answers follow."""
    names = [cell for cell in upper if cell]
    has_gaps = len(set(names)) < len(names) or len(names) < len([cell for cell in lower if cell])
    words = [cell for cell in lower if cell]
    if not has_gaps or not words or len(set(words)) < len(words) or not rest:
        return False
    is_words = not any(is_answer(cell, numbers) for cell in words)
    return is_words and any(is_answer(cell, numbers) for cell in rest[0][1])


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Give the lower title, or the upper one where there is none."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return [low or high for high, low in zip(above, below, strict=True)]


def titles_before(rows: Sequence[Row], first: int) -> tuple[str, ...]:
    """Give the titles when a person says in which row the results begin: the row just above."""
    width = max((len(cells) for _number, cells in rows), default=0)
    above = [cells for number, cells in rows if number < first]
    titles = list(above[-1]) if above else []
    return tuple(titles + [""] * (width - len(titles)))


def columns(rows: Sequence[Row], first: int, titles: Sequence[str], numbers: Numbers) -> tuple[Column, ...]:
    """Look at every column of the results."""
    results = [cells for number, cells in rows if number >= first][:PROFILED_ROWS]
    return tuple(
        _column(title, [cells[place] for cells in results if place < len(cells) and cells[place]], numbers)
        for place, title in enumerate(titles)
    )


def _column(title: str, filled: list[str], numbers: Numbers) -> Column:
    counts = Counter(filled)
    answers = sum(count for value, count in counts.items() if is_answer(value, numbers))
    is_text = any(len(value) > LONGEST_VALUE for value in counts) or len(counts) > MOST_DISTINCT
    values = () if is_text else tuple(value for value, _count in counts.most_common(SHOWN_VALUES))
    return Column(title, len(filled), len(counts), values, is_text, answers / len(filled) if filled else 0.0)


def guess(table: Table, numbers: Numbers) -> Layout:
    """Guess the layout; a person can correct all of it."""
    first, titles = headings(table.rows, numbers)
    looked = columns(table.rows, first, titles, numbers)
    shape = _shape(looked, len([1 for number, _cells in table.rows if number >= first]), numbers)
    return as_shape(Layout(shape, first, titles, (Role.NONE,) * len(titles)), looked, shape, numbers)


def _named(looked: Sequence[Column], role: Role) -> list[int]:
    return [place for place, column in enumerate(looked) if WORDS[role].search(column.title)]


def _shape(looked: Sequence[Column], rows: int, numbers: Numbers) -> Shape:
    asks = [place for place in _named(looked, Role.QUESTION) if looked[place].filled]
    answers = [place for place in _named(looked, Role.ANSWER) if looked[place].answers >= ANSWERS_IN_ITEM]
    counts = [column for column in looked if _is_count(column, numbers)]
    if len(asks) == 1 and answers and looked[asks[0]].distinct < looked[asks[0]].filled:
        return Shape.ANSWER
    is_each_once = any(column.distinct > 0.6 * rows and column.answers < 0.2 for column in looked[:4])  # noqa: PLR2004 - most rows, hardly an answer
    if is_each_once and (len(counts) > 1 or _named(looked, Role.SHARE)) and rows <= 1_000:  # noqa: PLR2004 - nobody asks so many
        return Shape.QUESTION
    return Shape.RESPONDENT


def _is_count(column: Column, numbers: Numbers) -> bool:
    return bool(column.title) and is_answer(column.title, numbers) and column.answers >= ANSWERS_IN_ITEM


def as_shape(layout: Layout, looked: Sequence[Column], shape: Shape, numbers: Numbers) -> Layout:
    """Give every column the role it most likely has when a row is `shape`."""
    roles = [Role.NONE] * len(looked)
    for role in (Role.RESPONDENT, Role.WHO, Role.PART, Role.QUESTION, Role.ANSWER, Role.SHARE, Role.NUMBER):
        if role in ROLES_OF[shape]:
            named = _named(looked, role)
            if role is Role.WHO:
                named = _naming_groups(looked) or named
            fits = [place for place in named if roles[place] is Role.NONE and _may_be(role, looked[place])]
            if fits:
                roles[fits[0]] = role
    if shape is Shape.RESPONDENT:
        numbered = [place for place, own in enumerate(roles) if own is Role.NONE and _is_numbered(looked[place])]
        if numbered and Role.RESPONDENT not in roles:
            roles[numbered[0]] = Role.RESPONDENT
        roles = [
            Role.ITEM if own is Role.NONE and _is_item(column) else own
            for own, column in zip(roles, looked, strict=True)
        ]
    if shape is Shape.QUESTION:
        roles = [
            Role.COUNT if own is Role.NONE and _is_count(column, numbers) else own
            for own, column in zip(roles, looked, strict=True)
        ]
    if shape is not Shape.RESPONDENT and Role.QUESTION not in roles:
        texts = [place for place, column in enumerate(looked) if roles[place] is Role.NONE and column.answers < 0.2]  # noqa: PLR2004 - hardly an answer
        if texts:
            roles[max(texts, key=lambda place: looked[place].distinct)] = Role.QUESTION
    is_percent = shape is Shape.QUESTION and any(
        "%" in value for place, own in enumerate(roles) if own is Role.COUNT for value in looked[place].values
    )
    return replace(layout, shape=shape, roles=tuple(roles), is_percent=is_percent)


def _naming_groups(looked: Sequence[Column]) -> list[int]:
    """Give the columns in which every value names a group, whatever their title."""
    return [
        place
        for place, column in enumerate(looked)
        if column.values and column.distinct == len(column.values) and all(map(group_named, column.values))
    ]


def _is_numbered(column: Column) -> bool:
    return LONGEST_SCALE < column.distinct == column.filled


def _is_item(column: Column) -> bool:
    return bool(column.title) and column.answers >= ANSWERS_IN_ITEM and not _is_numbered(column)


def _may_be(role: Role, column: Column) -> bool:
    if role in (Role.PART, Role.WHO):
        return 0 < column.distinct <= MOST_PARTS
    if role in (Role.RESPONDENT, Role.QUESTION):
        return column.filled > 0
    return column.answers >= ANSWERS_IN_ITEM


def layout_to_json(layout: Layout) -> dict[str, Any]:
    """Give a layout as JSON values."""
    return {
        "shape": str(layout.shape), "first": layout.first, "titles": list(layout.titles),
        "roles": [str(role) for role in layout.roles], "is_percent": layout.is_percent,
    }  # fmt: skip


def layout_from_json(values: Mapping[str, Any]) -> Layout:
    """Build a layout from the JSON of `layout_to_json`."""
    roles = tuple(Role(role) for role in values["roles"])
    return Layout(
        Shape(values["shape"]), int(values["first"]), tuple(values["titles"]), roles, bool(values["is_percent"])
    )
