"""Pages that go along with an audit: the sheet for the exit talk, and the school's form for the check of the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from auditor_app.core.exit_talk import exit_talk
from auditor_app.core.fact_check import LONGEST_RESPONSE, due
from auditor_app.core.model import Finding, FindingKind
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.i18n import translator
from auditor_app.services.report.build import handout
from auditor_app.services.report.compose import hanging, text_mark
from auditor_app.services.report.form_fields import AUDIT_FIELD, FORM_POINTS, LONGEST_PART, POINT_PARTS, point_field
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import opening
from auditor_app.services.report.strips import Strip, kept, space_above, together, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    BODY,
    GREY,
    HAIR,
    HEAD,
    LEFT,
    LIVE_WIDTH,
    MARGIN_WIDTH,
    MM,
    NOTE,
    QUOTE,
    SIDE,
    SMALL_BODY,
    TABLE,
    TABLE_CODE,
    TEXT,
    TEXT_WIDTH,
    Type,
)
from auditor_app.services.report.text import NBSP, one_line

_POINT: Final = 19 * MM
_RESPONSE: Final = 168 * MM
_SIGNED: Final = 10 * MM
_SIGNED_WIDTH: Final = 60 * MM


def exit_sheet(snapshot: Snapshot, language: str) -> bytes:
    """Make the sheet for the exit talk; whether its words may be said is checked before."""
    talk = exit_talk(snapshot)
    tr = translator(language)
    title = tr("Exit talk")

    def section(report: Report) -> list[Part]:
        setter = report.setter
        element = report.root.add("Sect")
        strips = [*opening(setter, element, title, ""), *_about(report, element)]
        strips += _said(report, element, tr("What we saw that is strong"), talk.strengths, _strength)
        strips += _said(report, element, tr("What we want to ask"), talk.points, _point)
        closing = tr(
            "This is what we say today, not the report. The report follows, with all the evidence; the school looks at"
            " its facts first."
        )
        strips += setter.block(closing, NOTE, element.add("P"), before=18)
        return [Part("exit", title, element, strips)]

    # What the sheet says was chosen in the team's own copy; what it looks like is the school's.
    return handout(project(snapshot, Audience.SCHOOL), language, section, title)


def _about(report: Report, element: Element) -> list[Strip]:
    audit, tr = report.snapshot.audit, report.tr
    visit = tr.date_range(audit.starts, audit.ends, "MMMM")
    team = ", ".join(one_line(member.name).replace(" ", NBSP) for member in report.members)
    text = " · ".join(filter(None, (one_line(audit.school.name), visit, team)))
    return report.setter.block(text, NOTE, element.add("P"), before=6)


def _said(
    report: Report,
    element: Element,
    title: str,
    findings: tuple[Finding, ...],
    say: Callable[[Report, Element, Finding], list[Strip]],
) -> list[Strip]:
    if not findings:
        return []
    body = element.add("Sect")
    label = report.setter.block(title, SIDE, body.add("H2"), x=LEFT, width=MARGIN_WIDTH)
    first, *others = [together(say(report, body, finding)) for finding in findings]
    strips = space_above(hanging(first, label), 22)
    for item in others:
        strips += space_above(item, 10)
    return strips


def _strength(report: Report, element: Element, finding: Finding) -> list[Strip]:
    typed = report.setter.typed_in
    strips = kept(report.setter.block(one_line(finding.title), SIDE, element.add("H3"), lang=typed))
    return [*strips, *space_above(report.setter.prose(finding.seen, element, SMALL_BODY), 2)]


def _point(report: Report, element: Element, finding: Finding) -> list[Strip]:
    strips = _strength(report, element, finding)
    # What a condition asks is no question, and would tell the outcome before the report does.
    question = "" if finding.kind is FindingKind.CONDITION else one_line(finding.question)
    if not question:
        return strips
    return [*strips, *report.setter.block(question, QUOTE, element.add("P"), before=3, lang=report.setter.typed_in)]


def response_form(snapshot: Snapshot, language: str) -> bytes:
    """Make the form on which the school names what is not so, and writes its response: on screen or by hand."""
    tr = translator(language)
    title = tr("Check of the facts: form for the school")

    def section(report: Report) -> list[Part]:
        points, words = report.root.add("Sect"), report.root.add("Sect")
        first = Part("points", title, points, _form_points(report, points, title))
        second_title = tr("Response of the school")
        return [first, Part("response", second_title, words, _form_response(report, words, second_title))]

    return handout(project(snapshot, Audience.SCHOOL), language, section, title, is_form=True)


def _form_points(report: Report, element: Element, title: str) -> list[Strip]:
    tr, setter = report.tr, report.setter
    strips = opening(setter, element, title, "")
    strips += _about(report, element)
    asked = tr(
        "Please name what is factually not so in the draft: where it stands, what is wrong, what is so, and what shows"
        " it. The lead auditor answers every point: changed, or not changed with the reason. Ratings are not open to"
        " discussion here; a new fact can open a criterion again."
    )
    strips += setter.block(asked, SMALL_BODY, element.add("P"), before=10)
    check = report.snapshot.fact_check
    last = due(check) if check else None
    if last is not None:
        until = tr("Please send this form back by {date}.").format(date=tr.date(last, "EEEE d MMMM y"))
        strips += setter.block(until, BODY, element.add("P"), before=6)
    how = tr("Fill it in on the screen, save it and send the file back; or print it and write.")
    strips += setter.block(how, NOTE, element.add("P"), before=6)
    titles = (
        (LEFT, tr("No.")), (LEFT + 9 * MM, tr("Page or finding")), (LEFT + 41 * MM, tr("What is not so")),
        (LEFT + 85 * MM, tr("What is so")), (LEFT + 129 * MM, tr("What shows it")),
    )  # fmt: skip
    head = element.add("P")
    marks = []
    ends = [x - 2 * MM for x, _text in titles[1:]] + [LEFT + LIVE_WIDTH]
    for (x, text), end in zip(titles, ends, strict=True):
        (line, *_) = setter.clipped(text, HEAD, end - x, 1)
        marks.append(text_mark(x, HEAD.size, line, head))
    # A reader of the screen says the number with the name of the column.
    columns = [(x, text) for x, text in titles[1:]]
    strips.append(Strip(HEAD.leading + 1.6 * MM, (*marks, _rule(HEAD.leading + 1.6 * MM)), before=14, is_wide=True))
    for number in range(1, FORM_POINTS + 1):
        strips.append(_form_row(report, element, number, columns))
    more = tr("There is room for {n} points. More? Fill in a second copy of this form: it is read in beside the first.")
    strips += setter.block(more.format(n=FORM_POINTS), NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=6)
    audit = report.snapshot.audit.id
    strips[0] = with_mark(strips[0], lambda pen, _top: pen.belongs(AUDIT_FIELD, audit, element.add("Form")))
    return strips


def _rule(at: float) -> Callable[[Pen, float], None]:
    return lambda pen, top: pen.rule(LEFT, top + at, LEFT + LIVE_WIDTH, top + at, width=0.8)


def _form_row(report: Report, element: Element, number: int, columns: list[tuple[float, str]]) -> Strip:
    (line, *_) = report.setter.lines(str(number), TABLE_CODE, 9 * MM)
    label = text_mark(LEFT, 4 * MM, line, element.add("P"))

    ends = [x - 2 * MM for x, _text in columns[1:]] + [LEFT + LIVE_WIDTH]
    forms = [element.add("Form") for _column in columns]

    def lines(pen: Pen, top: float) -> None:
        for (x, text), end, part, form in zip(columns, ends, POINT_PARTS, forms, strict=True):
            pen.rule(x - 2 * MM, top, x - 2 * MM, top + _POINT, width=0.35, color=HAIR)
            box = (x - 1.6 * MM, top + 1.2, end - x + 1.2 * MM, _POINT - 2.4)
            pen.blank(box, point_field(number, part), f"{number}. {text}", form, LONGEST_PART)
        pen.rule(LEFT, top + _POINT, LEFT + LIVE_WIDTH, top + _POINT, width=0.5, color=GREY)

    return Strip(_POINT, (lines, label), is_wide=True)


def _form_response(report: Report, element: Element, title: str) -> list[Strip]:
    tr, setter = report.tr, report.setter
    strips = opening(setter, element, title, "")
    text = tr("Printed in the report word for word, at most one page. Leave it empty if there is nothing to add.")
    strips += setter.block(text, SMALL_BODY, element.add("P"), before=8)
    form = element.add("Form")

    def room(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, LIVE_WIDTH, _RESPONSE, stroke=GREY, line=0.5)
        inside = (LEFT + 1.5 * MM, top + 1 * MM, LIVE_WIDTH - 3 * MM, _RESPONSE - 2 * MM)
        pen.blank(inside, "response", title, form, LONGEST_RESPONSE)

    strips.append(Strip(_RESPONSE, (room,), before=8, is_wide=True))
    foot = element.add("P")
    marks = []
    for x, name, label in ((LEFT, "function", tr("Function")), (TEXT + 20 * MM, "date", tr("Date"))):
        (line, *_) = setter.lines(label, Type(TABLE.face, 7.4, 10), TEXT_WIDTH)
        marks += [text_mark(x, 14 * MM, line, foot), _writing_line(x, name, label, element.add("Form"))]
    strips.append(Strip(16 * MM, tuple(marks), is_wide=True))
    return strips


def _writing_line(x: float, name: str, label: str, form: Element) -> Callable[[Pen, float], None]:
    def line(pen: Pen, top: float) -> None:
        pen.rule(x, top + _SIGNED, x + _SIGNED_WIDTH, top + _SIGNED, width=0.5, color=GREY)
        pen.blank(
            (x, top + _SIGNED - 6 * MM, _SIGNED_WIDTH, 5.6 * MM), name, label, form, LONGEST_PART, has_lines=False
        )

    return line
