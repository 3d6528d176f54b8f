"""Surveys as the screens show them: rows of the list, statements with their bars, everything in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor_app.core.gates import response_wanted
from auditor_app.core.model import Survey, SurveyQuestion
from auditor_app.core.statements import Bar, Statement, is_small, statements
from auditor_app.i18n import _, current, ngettext
from auditor_app.services.surveys.counting import NOT_GIVEN
from auditor_app.ui.frame.words import SURVEYS
from auditor_app.ui.screens.parts.two_lines import TwoLines
from auditor_app.ui.widgets.survey_bars import BarGroup, BarRow

if TYPE_CHECKING:
    from auditor_app.core.live import LiveAudit
    from auditor_app.core.snapshot import Snapshot

HUNDRED = 100


def group_name(survey: Survey) -> str:
    """Name who was asked: the group, or the survey's own words for a part of it."""
    return survey.title or _(SURVEYS[survey.group])


def in_order(surveys: Iterable[Survey]) -> list[Survey]:
    """Order surveys: pupils, parents, teachers, others; the whole group before its parts."""
    order = list(SURVEYS)
    return sorted(surveys, key=lambda item: (order.index(item.group), item.title, item.id))


def response(survey: Survey) -> int | None:
    """Give the response in whole per cent, None while it is not known."""
    if not survey.asked or survey.answered is None:
        return None
    return survey.answered * HUNDRED // survey.asked


def survey_row(survey: Survey, questions: int, live: LiveAudit) -> TwoLines:
    """Give a survey's row: who, when, asked and answered, questions; a low response is said."""
    audit = live.audit
    answered = f"< {audit.survey_minimum}" if is_small(survey, audit.survey_minimum) else survey.answered
    if survey.asked is None and survey.answered is None and not survey.is_small:
        numbers = _("numbers still missing")
    else:
        numbers = _("{answered} of {asked} answered").format(
            answered="?" if answered is None else answered, asked="?" if survey.asked is None else survey.asked
        )
    asked = ngettext("{n} question", "{n} questions", questions) if questions else ""
    facts = " · ".join(filter(None, (current().date(survey.held, "MMM y"), numbers, asked)))
    badge, tone = _badge(survey, live)
    return TwoLines(survey.id, group_name(survey), facts, badge=badge, tone=tone)


def _badge(survey: Survey, live: LiveAudit) -> tuple[str, str]:
    share = response(survey)
    if is_small(survey, live.audit.survey_minimum):
        return _("too few to show"), ""
    if share is None:
        return "", ""
    wanted = response_wanted(live.audit).get(survey.group, 0)
    if share < wanted:
        return _("{share} %, under {wanted} %").format(share=share, wanted=wanted), "attention"
    return f"{share}\N{NO-BREAK SPACE}%", ""


def found_statements(live: LiveAudit, criterion: str = "") -> tuple[Statement, ...]:
    """Give the statements of an audit, or those of a criterion, beside what was answered then."""
    questions: tuple[SurveyQuestion, ...] = live.alive("survey_question")
    minimum = live.audit.survey_minimum
    baseline = live.baseline
    then = statements(baseline.survey_questions, baseline.surveys, minimum) if baseline else ()
    return statements(questions, live.alive("survey"), minimum, criterion, then)


def bar_groups(found: Iterable[Statement], live: LiveAudit, *, with_codes: bool = True) -> list[BarGroup]:
    """Give statements as bars, in words, beside what was answered then."""
    year = current().date(live.baseline.starts, "y") if live.baseline else ""
    return [_group(item, live.audit.survey_minimum, year, with_codes=with_codes) for item in found]


def bars_at(snapshot: Snapshot, criterion: str) -> tuple[BarGroup, ...]:
    """Give what whole groups answered in one audit, about one criterion."""
    minimum = snapshot.audit.survey_minimum
    found = statements(snapshot.survey_questions, snapshot.surveys, minimum, criterion)
    whole = (replace(item, bars=tuple(bar for bar in item.bars if not bar.part)) for item in found)
    return tuple(_group(item, minimum, "", with_codes=False) for item in whole)


def _group(item: Statement, minimum: int, year: str, *, with_codes: bool) -> BarGroup:
    codes = " ".join(item.criteria) if with_codes else ""
    caption = " · ".join(filter(None, (codes, reversed_words(item))))
    return BarGroup(item.text, caption, tuple(_bar(bar, minimum, year) for bar in item.bars))


def reversed_words(item: Statement) -> str:
    """Say that a statement is put the other way round, so that the share of those who disagree is shown."""
    return _("put the other way round: who disagrees") if item.is_reversed else ""


def _bar(bar: Bar, minimum: int, year: str) -> BarRow:
    name, of = group_name(bar.survey), ""
    if bar.part:
        part = _("not given") if bar.part == NOT_GIVEN else bar.part
        name, of = f"{bar.survey.split.lower()} {part}".strip(), name
    if bar.share is None:
        words = _("not shown, to hide a small group") if bar.part else _("fewer than {n} answers: not shown")
        return BarRow(name, None, words=words.format(n=minimum), of=of)
    then = f"{year}: {bar.then.percent}\N{NO-BREAK SPACE}%" if bar.then else ""
    return BarRow(
        name, bar.share.percent, f"n {bar.share.answered}", then=then,
        then_percent=bar.then.percent if bar.then else None, of=of,
    )  # fmt: skip


def asked_groups(found: Iterable[Statement]) -> str:
    """Say how many statements there are and whom they were put to: "2 statements · Pupils, Teachers"."""
    items = list(found)
    names = dict.fromkeys(group_name(bar.survey) for item in items for bar in item.bars)
    return f"{ngettext('{n} statement', '{n} statements', len(items))} · {', '.join(names)}"
