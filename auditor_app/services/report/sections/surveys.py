"""Surveys: how many were asked and answered, and per statement the share of each group that agrees."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

from auditor_app.core.model import Survey, SurveyGroup
from auditor_app.core.statements import Bar, Statement, is_small, safe_minimum, statements
from auditor_app.services.report import symbols
from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import heading, lead, opening
from auditor_app.services.report.strips import Strip, noted, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    BODY,
    HEAD,
    HEADING,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    RIGHT,
    SANS_ITALIC,
    SOFT,
    TABLE,
    TABLE_CODE,
    TABLE_NAME,
    Type,
)
from auditor_app.services.report.tables import Cell, Column, Picture, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import NBSP, Span
from auditor_app.services.words.first_letter import capital
from auditor_app.services.words.names import group_names

NAMES_AT, BARS_AT, PERCENT_END = 82 * MM, 130 * MM, 175 * MM
ABOVE, BELOW = 1.7 * MM, 1.75 * MM
PERCENT_WIDTH, THEN_WIDTH = 9 * MM, 10 * MM
"""What was answered a year before has a column of its own, so that the bars stand further left."""
_SOFT = TABLE.but(color=SOFT)
BAR_LENGTH = 36 * MM
"""The whole length is 100 per cent."""
BETWEEN = 2.2
"""Room between two groups of one statement, in points."""


def surveys(report: Report) -> list[Part]:
    """Give the part about surveys; it says so when there were none."""
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title = tr("Surveys")
    number = report.next_number()
    strips = opening(setter, element, title, number)
    held = _in_order(report)
    if not held:
        strips += setter.block(tr("No surveys have been registered."), BODY, element.add("P"), before=8)
        return [Part("surveys", title, element, strips, number=number, starts_page=False)]
    strips += lead(setter, element, _lead(report, held), is_ours=True)
    strips += _asked_and_answered(report, element, held)
    found = _statements(report)
    if found:
        strips += _agreeing(report, element, found)
    return [Part("surveys", title, element, strips, number=number, starts_page=False)]


def _in_order(report: Report) -> list[Survey]:
    order = list(SurveyGroup)
    return sorted(report.snapshot.surveys, key=lambda item: (order.index(item.group), item.title, item.id))


def _minimum(report: Report) -> int:
    return safe_minimum(report.snapshot.audit.survey_minimum)


def _name(report: Report, survey: Survey) -> str:
    return survey.title or group_names(report.tr)[survey.group]


def _typed_in(report: Report, survey: Survey) -> str:
    return report.setter.typed_in if survey.title else ""


def _lead(report: Report, held: Sequence[Survey]) -> str:
    """Say who was asked when, if it was one month; surveys of a part of a group are not named here."""
    tr, month = report.tr, _month(report, held)
    whole = [survey for survey in held if not survey.title]
    if not month:
        return tr("What people answered is one source beside others.")
    names = format_list([_name(report, survey).lower() for survey in whole], locale=tr.language)
    words = tr("{groups} were asked in {month}. Their answers are one source beside others.")
    return words.format(groups=capital(names), month=month)


def _month(report: Report, held: Sequence[Survey]) -> str:
    """Give the one month in which whole groups were asked, or nothing."""
    months = {report.tr.date(survey.held, "MMMM y") for survey in held if not survey.title}
    return months.pop() if len(months) == 1 else ""


def _asked_and_answered(report: Report, element: Element, held: Sequence[Survey]) -> list[Strip]:
    tr, setter = report.tr, report.setter
    strips = heading(setter, element, tr("Asked and answered"))
    columns = [
        Column(LEFT, 44 * MM, tr("Group")),
        Column(LEFT + 44 * MM, 19 * MM, tr("Asked"), is_right=True),
        Column(LEFT + 63 * MM, 21 * MM, tr("Answered"), is_right=True),
        Column(LEFT + 83 * MM, 18 * MM, tr("Response"), is_right=True),
        Column(126 * MM, 60 * MM, is_last=True),
    ]
    table = Table(setter, element, columns, above=ABOVE, below=BELOW)
    month = _month(report, held)
    for survey in held:
        table.row(*_row(report, survey, month))
    strips += table.strips(before=4)
    words = tr(
        "The whole bar is those who were asked, the filled part those who answered. A group with fewer than {n} "
        "answers is not shown, nor as part of a total from which it could be worked out."
    ).format(n=_minimum(report))
    return noted(strips, setter.block(words, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=5))


def _row(report: Report, survey: Survey, month: str) -> list[Cell]:
    """Set who was asked and answered; when, only where it is not the `month` that the lead names."""
    tr, minimum = report.tr, _minimum(report)
    held = tr.date(survey.held, "MMMM y")
    held = "" if held == month else held
    name = Span(_name(report, survey), TABLE_NAME, _typed_in(report, survey))
    parts = (Paragraph([name], TABLE_NAME), Paragraph(held, NOTE))
    named = Cell(parts if held else parts[:1])
    asked = cell("" if survey.asked is None else str(survey.asked))
    if is_small(survey, minimum):
        words = tr("fewer than {n} answers: not shown").format(n=minimum)
        return [named, asked, cell(f"< {minimum}"), Cell(), cell(words, TABLE.but(SANS_ITALIC, SOFT))]
    if survey.answered is None:
        return [named, asked, Cell(), Cell(), cell(tr("not known"), TABLE.but(SANS_ITALIC, SOFT))]
    if not survey.asked:
        return [named, asked, cell(str(survey.answered)), Cell(), Cell()]
    share = survey.answered / survey.asked
    percent = f"{share * 100:.0f}"
    alt = tr("{answered} of {asked} answered, {percent} per cent").format(
        answered=survey.answered, asked=survey.asked, percent=percent
    )
    bar: Picture = lambda pen, x, baseline, figure: symbols.response(pen, x, baseline, share, figure)  # noqa: E731 - as the table wants it
    return [named, asked, cell(str(survey.answered)), cell(f"{percent}{NBSP}%", TABLE_CODE), Cell(picture=bar, alt=alt)]


def _statements(report: Report) -> tuple[Statement, ...]:
    """Give the statements with the bars of whole groups; parts of a split stay in the data."""
    snapshot, minimum = report.snapshot, _minimum(report)
    earlier = snapshot.baseline
    then = statements(earlier.survey_questions, earlier.surveys, minimum) if earlier else ()
    return statements(snapshot.survey_questions, snapshot.surveys, minimum, then=then)


def _agreeing(report: Report, element: Element, found: Sequence[Statement]) -> list[Strip]:
    tr, setter = report.tr, report.setter
    strips = heading(setter, element, tr("(Completely) agree"))
    (line, *_) = setter.lines(tr("share of those who answered the question"), HEAD, LIVE_WIDTH)
    strips[-1] = with_mark(strips[-1], text_mark(RIGHT - line.width, HEADING.size, line, element.add("P")))
    has_then = any(bar.then for statement in found for bar in statement.bars)
    bars_at = BARS_AT - (THEN_WIDTH if has_then else 0)
    ends = bars_at + BAR_LENGTH
    now, then = _years(report) if has_then else ("", "")
    columns = [
        Column(LEFT, NAMES_AT - LEFT, tr("Statement")),
        Column(NAMES_AT, bars_at - NAMES_AT, tr("Group")),
        Column(bars_at, BAR_LENGTH + 1 * MM, is_last=True),
        Column(ends, PERCENT_WIDTH, now, is_right=True, is_last=True),
        *([Column(ends + PERCENT_WIDTH, THEN_WIDTH, then, is_right=True, is_last=True)] if has_then else []),
        Column(PERCENT_END, RIGHT - PERCENT_END, "n", is_right=True, is_last=True),
    ]
    table = Table(setter, element, columns, above=ABOVE, below=BELOW)
    for statement in found:
        table.row(*_statement_row(report, statement, columns[1].room, has_then=has_then))
    strips += table.strips(before=4)
    words = [
        tr("Bar: 0 to 100 per cent, full length 36 mm."),
        tr("We do not describe differences smaller than five percentage points as a difference."),
        tr("The wording of the questions is the school's."),
    ]
    if has_then:
        words.insert(1, tr("Under {year}: what the same group answered to the same question then.").format(year=then))
    return noted(strips, setter.block(" ".join(words), NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=5))


def _years(report: Report) -> tuple[str, str]:
    """Give the year of this audit and that of the one before, which head the columns of percentages."""
    tr, baseline = report.tr, report.snapshot.baseline
    then = tr.date(baseline.starts, "y") if baseline else ""
    now = tr.date(report.snapshot.audit.starts, "y")
    return (now, then) if now and then and now != then else (tr("Now"), tr("Then"))


def _statement_row(report: Report, statement: Statement, room: float, *, has_then: bool) -> list[Cell]:
    tr = report.tr
    bars = [bar for bar in statement.bars if not bar.part]
    codes = " ".join(statement.criteria)
    parts = [Paragraph([Span(statement.text, TABLE_NAME, report.setter.typed_in)], TABLE_NAME)]
    if codes:
        parts.append(Paragraph(codes, TABLE_CODE.but(color=ACCENT), before=1.0))
    if statement.is_reversed:
        parts.append(Paragraph(tr("put the other way round: who disagrees"), NOTE))
    names = [[Span(_name(report, bar.survey), TABLE, _typed_in(report, bar.survey))] for bar in bars]
    lines = [len(report.setter.lines(name, TABLE, room)) for name in names]
    offsets = [sum(lines[:place]) * TABLE.leading + place * BETWEEN for place in range(len(bars))]
    gaps = [0.0, *((count - 1) * TABLE.leading + BETWEEN for count in lines)]

    def column(texts: Sequence[str], type_: Type = NOTE) -> Cell:
        lead = TABLE.leading - type_.leading
        return Cell(
            tuple(
                Paragraph(text, type_, before=gaps[place] + (lead if place else 0.0))
                for place, text in enumerate(texts)
            )
        )

    shown, before = [bar.share for bar in bars], [bar.then for bar in bars]
    return [
        Cell(tuple(parts)),
        Cell(tuple(Paragraph(name, TABLE, before=BETWEEN) for name in names)),
        Cell(picture=_bars(report, bars, offsets), alt=_spoken(report, bars)),
        column([f"{share.percent}{NBSP}%" if share else "" for share in shown], TABLE_CODE),
        *([column([f"{then.percent}{NBSP}%" if then else "" for then in before], _SOFT)] if has_then else []),
        column([str(share.answered) if share else "" for share in shown]),
    ]


def _bars(report: Report, bars: Sequence[Bar], offsets: Sequence[float]) -> Picture:
    few = report.tr("fewer than {n} answers: not shown").format(n=_minimum(report))
    (words, *_rest) = report.setter.lines(few, TABLE.but(SANS_ITALIC, SOFT), LEFT + LIVE_WIDTH - BARS_AT)

    def draw(pen: Pen, x: float, baseline: float, figure: Element) -> None:
        for bar, offset in zip(bars, offsets, strict=True):
            if bar.share is None:
                pen.text(x, baseline + offset, words, figure)
            else:
                share = bar.share.agreeing / max(1, bar.share.answered)
                symbols.share_bar(pen, x, baseline + offset, share, BAR_LENGTH, figure)

    return draw


def _spoken(report: Report, bars: Sequence[Bar]) -> str:
    tr = report.tr
    few = tr("fewer than {n} answers: not shown").format(n=_minimum(report))
    said = tr("{group}: {percent} per cent of {n}")
    return "; ".join(
        f"{_name(report, bar.survey)}: {few}"
        if bar.share is None
        else said.format(group=_name(report, bar.survey), percent=bar.share.percent, n=bar.share.answered)
        for bar in bars
    )
