"""Surveys: how many were asked and answered; small groups are not shown."""

from __future__ import annotations

from auditor_app.core.model import Survey, SurveyGroup
from auditor_app.services.report import symbols
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import heading, lead, opening
from auditor_app.services.report.style import (
    BODY,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    SANS_ITALIC,
    SOFT,
    TABLE,
    TABLE_CODE,
    TABLE_NAME,
)
from auditor_app.services.report.tables import Cell, Column, Picture, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import NBSP
from auditor_app.services.report.words import group_names

SMALLEST_GROUP = 5
"""Fewer answers than this are not shown, nor any total they could be taken from."""


def surveys(report: Report) -> list[Part]:
    """Give the part about surveys; it says so when there were none."""
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title = tr("Surveys")
    number = report.next_number()
    strips = opening(setter, element, title, number)
    held = report.snapshot.surveys
    if not held:
        strips += setter.block(tr("No surveys have been registered."), BODY, element.add("P"), before=8)
        return [Part("surveys", title, element, strips, number=number, starts_page=False)]
    strips += lead(setter, element, tr("What people answered is one source beside others."))
    strips += heading(setter, element, tr("Asked and answered"))
    columns = [
        Column(LEFT, 44 * MM, tr("Group")),
        Column(LEFT + 44 * MM, 19 * MM, tr("Asked"), is_right=True),
        Column(LEFT + 63 * MM, 21 * MM, tr("Answered"), is_right=True),
        Column(LEFT + 83 * MM, 18 * MM, tr("Response"), is_right=True),
        Column(126 * MM, 60 * MM, is_last=True),
    ]
    table = Table(setter, element, columns, above=1.9 * MM, below=1.95 * MM)
    for survey in sorted(held, key=lambda item: list(SurveyGroup).index(item.group)):
        table.row(*_row(report, survey))
    strips += table.strips(before=4)
    words = tr(
        "The whole bar is who was asked, the filled part who answered. A group with fewer than {n} answers is not "
        "shown, nor as part of a total from which it could be worked out."
    ).format(n=SMALLEST_GROUP)
    strips += setter.block(words, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=5)
    return [Part("surveys", title, element, strips, number=number, starts_page=False)]


def _row(report: Report, survey: Survey) -> list[Cell]:
    tr = report.tr
    name = group_names(tr)[survey.group]
    held = tr.date(survey.held, "MMMM y")
    parts = (Paragraph(name, TABLE_NAME), Paragraph(held, NOTE))
    named = Cell(parts if held else parts[:1])
    asked = cell("" if survey.asked is None else str(survey.asked))
    if survey.answered is None:
        return [named, asked, Cell(), Cell(), cell(tr("not known"), TABLE.but(SANS_ITALIC, SOFT))]
    if survey.answered < SMALLEST_GROUP:
        words = tr("fewer than {n} answers: not shown").format(n=SMALLEST_GROUP)
        return [named, asked, cell(f"< {SMALLEST_GROUP}"), Cell(), cell(words, TABLE.but(SANS_ITALIC, SOFT))]
    if not survey.asked:
        return [named, asked, cell(str(survey.answered)), Cell(), Cell()]
    share = survey.answered / survey.asked
    percent = f"{share * 100:.0f}{NBSP}%"
    return [named, asked, cell(str(survey.answered)), cell(percent, TABLE_CODE), Cell(picture=_bar(share))]


def _bar(share: float) -> Picture:
    return lambda pen, x, baseline, _element: symbols.response(pen, x, baseline, share, None)
