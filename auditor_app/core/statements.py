"""What people answered, as the statements a report shows: share that agrees and how many answered, per group.

Nothing here knows a respondent: questions hold counts only, and small groups were withheld before they were stored
(core/survey.py). What a later, higher minimum asks for is withheld here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from auditor_app.core.frozen import EMPTY
from auditor_app.core.model import Survey, SurveyGroup, SurveyQuestion
from auditor_app.core.survey import LOWEST_MINIMUM, MOST_ANSWERS, Counts, Results, suppress_more

LONGEST_KEY = 150
MOST_TOGETHER = 8
"""So many more surveys of one group are taken together from another, the largest: each one more doubles the work."""


@dataclass(frozen=True)
class Share:
    """How many of those who answered agree."""

    agreeing: int
    answered: int

    @property
    def percent(self) -> int:
        """Give the share in whole per cent, halves upward."""
        return (200 * self.agreeing + self.answered) // (2 * self.answered) if self.answered else 0


@dataclass(frozen=True)
class Bar:
    """One group's answers to a statement; `share` is None where too few answered to show it.

    `part` is a part of the survey's split, or "" for the whole group. `then` is the same group's share in the earlier
    audit, when the very same question was put to it with the same scale.
    """

    survey: Survey
    part: str
    share: Share | None
    then: Share | None = None
    scale: tuple[int, int, int] = (1, 5, 4)
    """Lowest and highest answer, and the lowest that counts as agreeing."""


@dataclass(frozen=True)
class Statement:
    """One question as it was put to one or more groups."""

    key: str
    text: str
    criteria: tuple[str, ...]
    is_reversed: bool
    bars: tuple[Bar, ...]


def question_key(text: str) -> str:
    """Give what the same question has in every survey, however its spaces, case and punctuation were typed."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return " ".join(words)[:LONGEST_KEY].strip()


def safe_minimum(minimum: int) -> int:
    """Give a minimum that protects, whatever a file says."""
    return max(minimum, LOWEST_MINIMUM)


def is_small(survey: Survey, minimum: int) -> bool:
    """Tell whether so few answered that the number itself is not shown."""
    return survey.is_small or 0 < (survey.answered or 0) < safe_minimum(minimum)


def survey_shown(survey: Survey, minimum: int) -> Survey:
    """Leave out how many answered where they are too few."""
    return replace(survey, answered=None, is_small=True) if is_small(survey, minimum) else survey


def question_shown(question: SurveyQuestion, minimum: int) -> SurveyQuestion:
    """Leave out of a question what `minimum` does not let be shown."""
    shown = suppress_more(results_of(question), safe_minimum(minimum))
    return replace(
        question,
        counts=MappingProxyType(dict(shown.total or {})),
        parts=MappingProxyType({part: MappingProxyType(dict(counts)) for part, counts in shown.groups.items()}),
        withheld=shown.withheld,
        is_withheld=shown.total is None,
    )


def questions_shown(
    questions: Iterable[SurveyQuestion], surveys: Iterable[Survey], minimum: int
) -> tuple[SurveyQuestion, ...]:
    """Leave out of questions what `minimum` does not let be shown, also by taking one survey of a group from another.

    Where a whole group and parts of it were asked the same, each in a survey of its own, those left over may be few.
    What was read in as of others may be a part of any group.
    """
    shown = [question_shown(item, minimum) for item in questions]
    group_of = {survey.id: survey.group for survey in surveys}
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, item in enumerate(shown):
        if (item.counts or item.parts) and item.survey in group_of:
            group = group_of[item.survey]
            for one in SurveyGroup if group is SurveyGroup.OTHER else (group,):
                alike.setdefault((one, item.key), []).append(place)
    for places in alike.values():
        while (gives_away := _giving_away([shown[place] for place in places], safe_minimum(minimum))) is not None:
            place = places.pop(gives_away)
            shown[place] = _withheld(shown[place])
    return tuple(shown)


def _giving_away(questions: Sequence[SurveyQuestion], minimum: int) -> int | None:
    """Give the place of the smallest question that, taken from another alone or with more, would leave a few."""
    totals = [results_of(item).total or {} for item in questions]
    smallest_first = sorted(range(len(questions)), key=lambda place: sum(totals[place].values()))
    for place in smallest_first:
        for other in range(len(questions)):
            if other == place:
                continue
            more = [totals[one] for one in reversed(smallest_first) if one not in (place, other) and totals[one]]
            more = more[:MOST_TOGETHER]
            for whole in _sums(questions[other]):
                if any(_leave_few(whole, part, more, minimum) for part in _sums(questions[place])):
                    return place
    return None


def _leave_few(whole: Counts, part: Counts, more: Sequence[Counts], minimum: int) -> bool:
    """Tell whether `part`, or `part` with some of `more`, can lie within `whole` and leave a few."""
    if not part or any(count > whole.get(answer, 0) for answer, count in part.items()):
        return False
    rest = _less(whole, part)
    if 0 < sum(rest.values()) < minimum:
        return True
    return any(_leave_few(rest, one, more[place + 1 :], minimum) for place, one in enumerate(more))


def tells_of_a_few(one: Results, other: Results, minimum: int) -> bool:
    """Tell whether results of one question, read in twice, differ by a few: whoever has both knows what these said."""
    pairs = [(one.total or {}, other.total or {})]
    pairs += [(counts, other.groups[part]) for part, counts in one.groups.items() if part in other.groups]
    least = safe_minimum(minimum)
    return any(_leave_few(*pair, (), least) or _leave_few(*pair[::-1], (), least) for pair in pairs)


def _sums(question: SurveyQuestion) -> list[Counts]:
    """Give the counts that can be read off a question: all, each part, and those withheld together."""
    results = results_of(question)
    found = [results.total or {}, *results.groups.values()]
    return [*found, _less(found[0], _added(found[1:]))] if results.groups else found


def _added(counts: Iterable[Counts]) -> Counts:
    total: Counter[str] = Counter()
    for item in counts:
        total.update(item)
    return total


def _less(whole: Counts, part: Counts) -> Counts:
    return {answer: count - part.get(answer, 0) for answer, count in whole.items() if count > part.get(answer, 0)}


def _withheld(question: SurveyQuestion) -> SurveyQuestion:
    every = (*question.withheld, *question.parts)
    return replace(question, counts=EMPTY, parts=EMPTY, withheld=every, is_withheld=True)


def results_of(question: SurveyQuestion) -> Results:
    """Give the counts of a question; what is no count is left out, as it may come from a file."""
    total = None if question.is_withheld else counts_in(question.counts)
    parts = {part: counts_in(counts) for part, counts in question.parts.items() if isinstance(counts, Mapping)}
    return Results(parts, question.withheld, total)


def counts_in(found: Mapping[str, object]) -> Counts:
    """Give the entries that are counts."""
    return MappingProxyType(
        {answer: count for answer, count in found.items() if type(count) is int and 0 <= count <= MOST_ANSWERS}
    )


def share_of(question: SurveyQuestion, counts: Counts) -> Share:
    """Count those who agree; for a reversed question those whose answer lies as far at the other end."""
    agreeing = answered = 0
    least = question.lowest + question.highest - question.agrees_from
    for answer, count in counts.items():
        try:
            value = int(answer)
        except ValueError:
            continue
        answered += count
        is_agreeing = value <= least if question.is_reversed else value >= question.agrees_from
        agreeing += count if is_agreeing else 0
    return Share(agreeing, answered)


def statements(
    questions: Iterable[SurveyQuestion],
    surveys: Iterable[Survey],
    minimum: int,
    criterion: str = "",
    then: Sequence[Statement] = (),
) -> tuple[Statement, ...]:
    """Give the statements, in the order of the surveys, each with a bar per group that was asked; `then` may stand by.

    With a criterion only those that speak to it. The same text in two surveys is one statement, unless one is reversed.
    """
    known = {survey.id: survey for survey in surveys}
    order = {group: place for place, group in enumerate(SurveyGroup)}
    every = [item for item in questions if item.survey in known]
    keys = {item.key for item in every if not criterion or criterion in item.criteria}
    every = list(questions_shown((item for item in every if item.key in keys), known.values(), minimum))
    asked = [item for item in every if not criterion or criterion in item.criteria]
    asked.sort(key=lambda item: (item.position, order[known[item.survey].group], item.id))
    earlier = {(item.key, item.is_reversed, *_whom(bar)): bar.share for item in then for bar in item.bars}
    found: dict[tuple[str, bool], Statement] = {}
    for item in asked:
        place = (item.key, item.is_reversed)
        before = found.get(place) or Statement(item.key, item.text, (), item.is_reversed, ())
        criteria = tuple(dict.fromkeys((*before.criteria, *item.criteria)))
        bars = tuple(replace(bar, then=earlier.get((*place, *_whom(bar)))) for bar in _bars(item, known[item.survey]))
        found[place] = replace(before, criteria=criteria, bars=(*before.bars, *bars))
    return tuple(
        replace(item, bars=tuple(sorted(item.bars, key=lambda bar: (order[bar.survey.group], bar.survey.title))))
        for item in found.values()
    )


def _whom(bar: Bar) -> tuple[object, ...]:
    """Say what must be the same for then and now to be comparable: who was asked, and with which scale."""
    return bar.survey.group, bar.survey.title.casefold(), bar.part, bar.scale


def _bars(question: SurveyQuestion, survey: Survey) -> list[Bar]:
    """Give the whole group first, then the parts, withheld ones in their place."""
    results = results_of(question)
    scale = (question.lowest, question.highest, question.agrees_from)
    whole = None if results.total is None else share_of(question, results.total)
    parts = {part: share_of(question, counts) for part, counts in results.groups.items()}
    every = {**parts, **dict.fromkeys(results.withheld)}
    found = {"": whole, **{part: every[part] for part in sorted(every, key=_natural)}}
    return [Bar(survey, part, share, scale=scale) for part, share in found.items()]


def _natural(part: str) -> tuple[int, int, str]:
    """Order year groups as people count: 2 before 10, words after numbers."""
    digits = part if part.isascii() and part.isdigit() else ""
    return (0 if digits else 1, int(digits or 0), part)
