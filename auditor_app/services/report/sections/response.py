"""The school's response, word for word, and what was done with the facts it says are not so (DOMAIN 10.5)."""

from __future__ import annotations

from datetime import date

from auditor_app.core.fact_check import Answer, due
from auditor_app.core.model import FactPoint
from auditor_app.services.report.compose import hanging
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import beside, nothing, opening
from auditor_app.services.report.strips import Strip, space_above
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    LEFT,
    MARGIN_WIDTH,
    MM,
    NOTE,
    SANS_SEMIBOLD,
    SMALL_BODY,
    TABLE,
    TABLE_CODE,
)
from auditor_app.services.report.tables import Cell, Column, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import Span, one_line


def response(report: Report) -> list[Part]:
    """Give the school's response and the points, or say that the school was not asked."""
    check = report.snapshot.fact_check
    points = sorted(report.snapshot.fact_points, key=lambda item: (item.position, item.id))
    element = report.root.add("Sect")
    title = report.tr("Response of the school")
    number = report.next_number()
    strips = opening(report.setter, element, title, number)
    if check is None or not (check.sent or check.response or points):
        strips += nothing(report.setter, element, _not_asked(report))
    else:
        strips += _words(report, element)
        strips += _points(report, element, points)
    return [Part("response", title, element, strips, number=number, starts_page=False)]


def _not_asked(report: Report) -> str:
    if report.status.is_draft:
        return report.tr("The school has not been asked to check the facts yet.")
    return report.tr("The school was not asked to check the facts.")


def _words(report: Report, element: Element) -> list[Strip]:
    check, setter, tr = report.snapshot.fact_check, report.setter, report.tr
    if check is None or not one_line(check.response):
        text = tr("The school gave no response.") if check and check.closed else tr("The school has not responded yet.")
        return nothing(setter, element, text)
    remark = element.add_label()
    quote = element.add("BlockQuote")
    label = setter.block(_margin(report), NOTE, remark, x=LEFT, width=MARGIN_WIDTH)
    strips = [*space_above(hanging(setter.prose(check.response, quote, is_verbatim=True), label), 8)]
    if one_line(check.response_by):
        by = one_line(check.response_by)
        strips += setter.block(by, NOTE, element.add("P"), before=8, lang=setter.typed_in)
    return strips


def _margin(report: Report) -> str:
    check, tr = report.snapshot.fact_check, report.tr
    said = [tr("Taken over word for word.")]
    last = due(check) if check else None
    if check and check.received:
        received = tr.date(check.received)
        is_late = last is not None and date.fromisoformat(check.received) > last
        within = tr.plural(
            "within the term of {n} working day", "within the term of {n} working days", check.working_days
        )
        after = tr.plural("after the term of {n} working day", "after the term of {n} working days", check.working_days)
        said.append(tr("Received on {date}, {term}.").format(date=received, term=after if is_late else within))
    return " ".join(said)


def _points(report: Report, element: Element, points: list[FactPoint]) -> list[Strip]:
    tr, setter = report.tr, report.setter
    if not points:
        text = tr("The school named no fact that is not so.")
        return beside(
            setter, element, tr("Check of the facts"), lambda parent: setter.block(text, SMALL_BODY, parent.add("P"))
        )
    named = tr.plural("The school named {n} point.", "The school named {n} points.", len(points))
    text = f"{named} {tr('Ratings are not open to discussion in it; a new fact can open a criterion again.')}"
    strips = beside(
        setter, element, tr("Check of the facts"), lambda parent: setter.block(text, SMALL_BODY, parent.add("P"))
    )
    columns = [
        Column(LEFT, 9 * MM, tr("No.")), Column(LEFT + 9 * MM, 22 * MM, tr("Place")),
        Column(LEFT + 31 * MM, 44 * MM, tr("What is different according to the school")),
        Column(LEFT + 75 * MM, 33 * MM, tr("Proof")),
        Column(LEFT + 108 * MM, 54 * MM, tr("Handled by the lead auditor"), is_last=True),
    ]  # fmt: skip
    table = Table(setter, element, columns)
    for number, point in enumerate(points, start=1):
        table.row(
            cell(str(number), TABLE_CODE),
            *(cell(one_line(text), lang=setter.typed_in if one_line(text) else "") for text in _said(point)),
            _answer(report, point),
        )
    return [*strips, *table.strips(before=9)]


def _said(point: FactPoint) -> tuple[str, str, str]:
    return point.place, point.correct or point.wrong, point.proof


def _answer(report: Report, point: FactPoint) -> Cell:
    tr = report.tr
    words = {Answer.CHANGED: tr("Text changed."), Answer.NOT_CHANGED: tr("Text not changed.")}
    first = words.get(Answer(point.state)) if point.state else tr("Not handled yet.")
    spans = [
        Span(first or "", TABLE.but(SANS_SEMIBOLD)),
        Span(f" {one_line(point.answer)}", TABLE, report.setter.typed_in),
    ]
    if point.reopened:
        spans.append(Span(f" {_reopened(report, point)}", TABLE))
    return Cell((Paragraph(spans),))


def _reopened(report: Report, point: FactPoint) -> str:
    tr = report.tr
    now = report.snapshot.levels.get(point.reopened, "")
    if not now:
        return tr("{code} was opened again.").format(code=point.reopened)
    if now == point.level_before:
        sentence = tr("{code} was opened again and discussed anew; the level stayed {level}.")
        return sentence.format(code=point.reopened, level=now)
    sentence = tr("{code} was opened again and discussed anew; the level went from {before} to {level}.")
    return sentence.format(code=point.reopened, before=point.level_before or "–", level=now)
