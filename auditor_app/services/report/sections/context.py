"""The school's context, word for word as the school gave it."""

from __future__ import annotations

from auditor_app.services.report.compose import hanging
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import nothing, opening
from auditor_app.services.report.strips import space_above
from auditor_app.services.report.style import LEFT, MARGIN_WIDTH, NOTE
from auditor_app.services.report.text import one_line


def context(report: Report) -> list[Part]:
    """Give the school's own words, or say that it gave none."""
    text = report.snapshot.audit.context
    element = report.root.add("Sect")
    title = report.tr("The school in its own words")
    number = report.next_number()
    strips = opening(report.setter, element, title, number)
    if not one_line(text):
        strips += nothing(report.setter, element, report.tr("The school gave no text of its own."))
        return [Part("context", title, element, strips, number=number, starts_page=False)]
    remark = element.add_label()
    quote = element.add("BlockQuote")
    label = report.setter.block(report.tr("Taken over word for word."), NOTE, remark, x=LEFT, width=MARGIN_WIDTH)
    prose = hanging(report.setter.prose(text, quote), label)
    return [Part("context", title, element, [*strips, *space_above(prose, 8)], number=number, starts_page=False)]
