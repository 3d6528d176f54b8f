"""Counting: rows in, counts per question out, and for every row what was understood of it and what was not.

Respondents are told apart only while counting. What leaves this module has no respondent in it, and small groups are
withheld already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auditor_app.core.errors import UserError
from auditor_app.core.statements import question_key
from auditor_app.core.survey import suppress
from auditor_app.services.surveys.answers import Answers
from auditor_app.services.surveys.groups import group_named
from auditor_app.services.surveys.layout import MOST_PARTS, Layout, Role, Shape
from auditor_app.services.surveys.tally import AGREES_OR_NOT, Counted, GroupCounted, RowNote, Scale, Tally
from auditor_app.services.tables.table import Row, Table

MOST_NOTES = 2_000
"""So many stretches of rows are told one by one; the counts below them are complete."""
MOST_QUESTIONS = 1_000
LONGEST_VALUE = 40
NOT_GIVEN = "–"
"""The part of those who did not say which part they belong to."""
SUM_MAY_DIFFER = 3.0
"""Rounded per cents may miss a hundred by so much."""
HUNDRED = 100


@dataclass
class _Group:
    counts: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    respondents: set[str] = field(default_factory=set)
    rows: int = 0


@dataclass
class _Account:
    """Collects what became of each row; stretches of understood rows are one note."""

    notes: list[RowNote] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last: int = 0
    is_cut: bool = False

    def fine(self, number: int, answers: int) -> None:
        self._gap(number)
        before = self.notes[-1] if self.notes else None
        if before is not None and not before.code and before.last == number - 1:
            self.notes[-1] = RowNote(before.first, number, count=before.count + answers)
        else:
            self._add(RowNote(number, number, count=answers))
        self.last = number

    def problem(self, number: int, code: str, column: str = "", value: str = "") -> None:
        self._gap(number)
        self.counts[code] += 1
        before = self.notes[-1] if self.notes else None
        is_same = before is not None and before.code == code and (before.column, before.value) == (column, value)
        if before is not None and is_same and before.last == number - 1:
            self.notes[-1] = RowNote(before.first, number, code, column, value)
        else:
            self._add(RowNote(number, number, code, column, value))
        self.last = number

    def _gap(self, number: int) -> None:
        if self.last and number > self.last + 1:
            self.counts["empty"] += number - self.last - 1
            self._add(RowNote(self.last + 1, number - 1, "empty"))

    def _add(self, note: RowNote) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)
        else:
            self.is_cut = True


@dataclass
class _Counting:
    """What the three shapes of a table share while their rows are counted."""

    table: Table
    layout: Layout
    answers: Answers
    default: Scale
    scales: Mapping[str, Scale]
    groups: dict[str, _Group] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    account: _Account = field(default_factory=_Account)
    without_answer: int = 0
    found: int = 0
    parts: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        return (row for row in self.table.rows if row[0] >= self.layout.first)

    def key_of(self, text: str) -> str:
        key = question_key(text)
        if key and key not in self.texts:
            if len(self.texts) >= MOST_QUESTIONS:
                raise UserError("survey.too_many_questions", limit=MOST_QUESTIONS)
            self.texts[key] = text
        return key

    def scale(self, key: str) -> Scale:
        return self.scales.get(key, self.default)

    def cell(self, cells: Sequence[str], role: Role) -> str:
        place = self.layout.place(role)
        return cells[place] if 0 <= place < len(cells) else ""

    def group_of(self, number: int, cells: Sequence[str]) -> _Group | None:
        """Give the group a row belongs to; None when the row does not say it in words we know."""
        name = ""
        if self.layout.place(Role.WHO) >= 0:
            said = self.cell(cells, Role.WHO)
            name = group_named(said)
            if not name:
                self.account.problem(number, "unknown_group", self._title(Role.WHO), short(said))
                return None
        return self.groups.setdefault(name, _Group())

    def _title(self, role: Role) -> str:
        place = self.layout.place(role)
        return self.layout.titles[place] if place >= 0 else ""

    def part_of(self, cells: Sequence[str]) -> str:
        if self.layout.place(Role.PART) < 0:
            return ""
        part = self.cell(cells, Role.PART)[:LONGEST_VALUE] or NOT_GIVEN
        self.parts.add(part)
        if len(self.parts) > MOST_PARTS:
            raise UserError("survey.split_too_fine", column=self._title(Role.PART), limit=MOST_PARTS)
        return part

    def answer(self, number: int, place: int, text: str, key: str, column: str) -> int | None:
        """Read one answer; what is none is written into the account."""
        if not text:
            if (number, place) in self.table.empty_formulas:
                self.account.problem(number, "empty_formula", column)
            else:
                self.without_answer += 1
            return None
        code, value = self.answers.read(text)
        if code == "nothing":
            self.without_answer += 1
            return None
        scale = self.scale(key)
        if not code and not scale.lowest <= value <= scale.highest:
            code = "out_of_range"
        if code:
            self.account.problem(number, code, column, short(text))
            return None
        return value

    def count(self, group: _Group, key: str, part: str, value: int) -> None:
        group.counts.setdefault(key, {}).setdefault(part, Counter())[str(value)] += 1
        self.found += 1


def short(text: str) -> str:
    """Give a value that may be shown; a longer text may be somebody's own words and is only measured."""
    return text if len(text) <= LONGEST_VALUE else f"… ({len(text)})"


def tally(
    table: Table,
    layout: Layout,
    answers: Answers,
    *,
    default: Scale,
    scales: Mapping[str, Scale],
    minimum: int,
) -> Tally:
    """Count a table; raises `UserError("survey.…")` when the layout cannot be counted."""
    if layout.shape is Shape.QUESTION and not layout.places(Role.COUNT):
        default, scales = AGREES_OR_NOT, {}
    counting = _Counting(table, layout, answers, default, scales)
    _COUNT[layout.shape](counting)
    is_split = layout.place(Role.PART) >= 0
    groups = tuple(_group(name, group, counting, minimum, is_split=is_split) for name, group in counting.groups.items())
    account = counting.account
    return Tally(
        groups, tuple(account.notes), dict(account.counts), sum(1 for _row in counting.rows()), counting.found,
        counting.without_answer, account.is_cut,
    )  # fmt: skip


def _group(name: str, group: _Group, counting: _Counting, minimum: int, *, is_split: bool) -> GroupCounted:
    counted = []
    most = 0
    for key, text in counting.texts.items():
        parts = group.counts.get(key)
        if not parts:
            continue
        most = max(most, sum(sum(counts.values()) for counts in parts.values()))
        counted.append(Counted(key, text, suppress(parts, minimum), is_split, counting.scale(key)))
    answered = len(group.respondents) or group.rows or most
    return GroupCounted(name, answered, tuple(counted))


def _per_respondent(counting: _Counting) -> None:
    layout = counting.layout
    items = [(place, layout.titles[place]) for place in layout.places(Role.ITEM)]
    if not items:
        raise UserError("survey.no_questions")
    keys = {place: counting.key_of(title) for place, title in items}
    keys = {place: key for place, key in keys.items() if key}
    if len(set(keys.values())) < len(keys):
        twice = next(title for place, title in items if list(keys.values()).count(keys.get(place, "")) > 1)
        raise UserError("survey.question_twice", question=twice[:120])
    seen: dict[str, int] = {}
    for number, cells in counting.rows():
        who = counting.cell(cells, Role.RESPONDENT)
        if who and who in seen:
            counting.account.problem(number, "duplicate", value=str(seen[who]))
            continue
        if len(cells) > len(layout.titles):
            counting.account.problem(number, "too_many_cells")
            continue
        group = counting.group_of(number, cells)
        if group is None:
            continue
        if who:
            seen[who] = number
        _count_row(counting, group, number, cells, keys)


def _count_row(counting: _Counting, group: _Group, number: int, cells: Sequence[str], keys: Mapping[int, str]) -> None:
    part = counting.part_of(cells)
    understood = 0
    problems = sum(counting.account.counts.values())
    for place, key in keys.items():
        text = cells[place] if place < len(cells) else ""
        value = counting.answer(number, place, text, key, counting.layout.titles[place])
        if value is not None:
            counting.count(group, key, part, value)
            understood += 1
    if understood:
        group.rows += 1
        if sum(counting.account.counts.values()) == problems:
            counting.account.fine(number, understood)
    elif sum(counting.account.counts.values()) == problems:
        counting.account.problem(number, "no_answers")


def _per_answer(counting: _Counting) -> None:
    layout = counting.layout
    if layout.place(Role.QUESTION) < 0 or layout.place(Role.ANSWER) < 0:
        raise UserError("survey.no_question_column")
    seen: dict[tuple[str, str], int] = {}
    has_respondents = layout.place(Role.RESPONDENT) >= 0
    for number, cells in counting.rows():
        key = counting.key_of(counting.cell(cells, Role.QUESTION))
        who = counting.cell(cells, Role.RESPONDENT)
        if not key:
            counting.account.problem(number, "no_question")
        elif has_respondents and not who:
            counting.account.problem(number, "no_respondent")
        elif who and (who, key) in seen:
            counting.account.problem(number, "duplicate", value=str(seen[who, key]))
        elif _count_answer(counting, number, cells, key) and who:
            seen[who, key] = number


def _count_answer(counting: _Counting, number: int, cells: Sequence[str], key: str) -> bool:
    group = counting.group_of(number, cells)
    if group is None:
        return False
    place = counting.layout.place(Role.ANSWER)
    nothing = counting.without_answer
    value = counting.answer(number, place, counting.cell(cells, Role.ANSWER), key, counting.layout.titles[place])
    if value is None:
        if counting.without_answer > nothing:
            counting.account.fine(number, 0)
        return False
    who = counting.cell(cells, Role.RESPONDENT)
    if who:
        group.respondents.add(who)
    counting.count(group, key, counting.part_of(cells), value)
    counting.account.fine(number, 1)
    return True


def _per_question(counting: _Counting) -> None:
    layout = counting.layout
    if layout.place(Role.QUESTION) < 0 or not (layout.places(Role.COUNT) or layout.place(Role.SHARE) >= 0):
        raise UserError("survey.no_question_column")
    steps = [(place, counting.answers.read(layout.titles[place])) for place in layout.places(Role.COUNT)]
    wrong = next((layout.titles[place] for place, (code, _value) in steps if code), None)
    if wrong is not None:
        raise UserError("survey.column_is_no_answer", column=wrong[:LONGEST_VALUE] or "?")
    places = {place: value for place, (_code, value) in steps}
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in counting.rows():
        key = counting.key_of(counting.cell(cells, Role.QUESTION))
        if not key:
            counting.account.problem(number, "no_question")
            continue
        group = counting.group_of(number, cells)
        if group is None:
            continue
        part = counting.part_of(cells)
        place = (counting.cell(cells, Role.WHO), key, part)
        if place in seen:
            counting.account.problem(number, "duplicate_question", value=str(seen[place]))
            continue
        seen[place] = number
        try:
            found = _counted(counting, number, cells, key, places)
        except _NotUnderstoodError as error:
            counting.account.problem(number, error.code, value=error.value)
            continue
        group.counts.setdefault(key, {})[part] = found
        counting.found += sum(found.values())
        counting.account.fine(number, sum(found.values()))


class _NotUnderstoodError(Exception):
    """A row that was counted by somebody else, and cannot be right."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def _counted(
    counting: _Counting, number: int, cells: Sequence[str], key: str, steps: Mapping[int, int]
) -> Counter[str]:
    """Give the counts of a question from its row; raises `_NotUnderstoodError`."""
    layout = counting.layout
    asked = None
    if layout.place(Role.NUMBER) >= 0:
        asked = _number(counting, number, cells, layout.place(Role.NUMBER), "no_number")
        if not asked.is_integer():
            raise _NotUnderstoodError("no_number")
    if asked is None and (layout.is_percent or not steps):
        raise _NotUnderstoodError("no_number")
    if not steps:
        share = _number(counting, number, cells, layout.place(Role.SHARE), "no_share")
        return _of_share(share, int(asked or 0))
    scale = counting.scale(key)
    for value in steps.values():
        if not scale.lowest <= value <= scale.highest:
            raise _NotUnderstoodError("out_of_range", str(value))
    found = {value: _number(counting, number, cells, place, "no_count") for place, value in steps.items()}
    return _of_shares(found, int(asked or 0)) if layout.is_percent else _of_counts(found, asked)


def _of_share(share: float, everybody: int) -> Counter[str]:
    if share > HUNDRED:
        raise _NotUnderstoodError("no_share", f"{share:g}")
    agreeing = round(share * everybody / HUNDRED)
    return Counter({"1": agreeing, "0": everybody - agreeing})


def _of_shares(found: Mapping[int, float], everybody: int) -> Counter[str]:
    total = sum(found.values())
    if abs(total - HUNDRED) > SUM_MAY_DIFFER:
        raise _NotUnderstoodError("sum_not_hundred", f"{total:g}")
    return Counter({str(value): round(share * everybody / HUNDRED) for value, share in found.items()})


def _of_counts(found: Mapping[int, float], asked: float | None) -> Counter[str]:
    if not all(count.is_integer() for count in found.values()):
        raise _NotUnderstoodError("no_count")
    if asked is not None and asked < sum(found.values()):
        raise _NotUnderstoodError("more_than_number", f"{asked:g}")
    return Counter({str(value): int(count) for value, count in found.items()})


def _number(counting: _Counting, number: int, cells: Sequence[str], place: int, code: str) -> float:
    """Read a number that is not negative; an empty cell is none given, a formula without a value is not."""
    text = cells[place] if 0 <= place < len(cells) else ""
    if not text:
        if (number, place) in counting.table.empty_formulas:
            raise _NotUnderstoodError("empty_formula", counting.layout.titles[place])
        return 0.0
    value = counting.answers.numbers.read(text)
    if value is None or value < 0:
        raise _NotUnderstoodError(code, short(text))
    return value


_COUNT: Mapping[Shape, Callable[[_Counting], None]] = {
    Shape.ANSWER: _per_answer,
    Shape.RESPONDENT: _per_respondent,
    Shape.QUESTION: _per_question,
}
