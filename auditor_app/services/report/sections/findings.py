"""One finding on the page: fact, meaning and question on a spine; a strength or suggestion as plain text."""

from __future__ import annotations

from dataclasses import replace

from auditor_app.core.model import Finding, FindingKind
from auditor_app.services.report.compose import PARAGRAPH_GAP
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import beside
from auditor_app.services.report.strips import Mark, Strip, kept, placed, space_above, together, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    BODY,
    INK,
    MM,
    NOTE,
    QUOTE,
    SIDE,
    SMALL_BODY,
    SOFT,
    TABLE,
    TEXT,
    TEXT_WIDTH,
    WHITE,
    Type,
)
from auditor_app.services.report.text import one_line
from auditor_app.services.words.names import finding_names

_SPINE = 64 * MM
_LABEL_END = 59.8 * MM
_NODE_OPEN, _NODE_FILLED = 0.9 * MM, 1.1 * MM
_NODE_RISE = 1.25 * MM
"""How far a node's centre stands above the baseline."""
_STEP_GAP = 3.9
_QUOTE_INDENT = 5 * MM
_MOST_KEPT = 15
"""A text of more lines may break from its title."""


def findings_of_one(report: Report, element: Element, finding: Finding) -> list[Strip]:
    """Set one finding with its heading in the margin."""
    part = element.add("Sect")
    is_point = finding.kind in {FindingKind.DEVELOPMENT, FindingKind.CONDITION}
    kind = finding_names(report.tr)[finding.kind]
    code = ", ".join(one_line(item) for item in finding.criteria[:8])
    strips = beside(
        report.setter, part, kind, lambda parent: _text(report, parent, finding, is_point=is_point), code=code
    )
    strips[0] = with_mark(strips[0], lambda pen, top: pen.target(f"finding:{finding.id}", top))
    strips = placed(strips, "finding", finding.id)
    name = f"finding:{finding.id}"
    if name in report.layout.kept_together:
        strips = together(strips)
    if name in report.layout.new_pages:
        strips[0] = replace(strips[0], starts_page=True)
    return strips


def _text(report: Report, parent: Element, finding: Finding, *, is_point: bool) -> list[Strip]:
    setter = report.setter
    title = _title(report, parent, finding)
    body = _spine(report, parent, finding) if is_point else _plain(report, parent, finding)
    if title and body:
        body = space_above(body, 5.7)
    strips = [*kept(title), *body] if body else title
    if not strips:
        words = report.tr("This finding has not been written out.")
        strips = setter.block(words, NOTE, parent.add("P"))
    return strips


def _title(report: Report, parent: Element, finding: Finding) -> list[Strip]:
    if not one_line(finding.title):
        return []
    heading = parent.add("H3")
    heading.lang = report.setter.typed_in
    return report.setter.block(one_line(finding.title), SIDE, heading)


def _plain(report: Report, parent: Element, finding: Finding) -> list[Strip]:
    strips: list[Strip] = []
    for text in (finding.seen, finding.meaning):
        prose = report.setter.prose(text, parent)
        strips += space_above(prose, PARAGRAPH_GAP if strips else 0) if prose else []
    if one_line(finding.question):
        strips += space_above(report.setter.prose(finding.question, parent, QUOTE), PARAGRAPH_GAP)
    if one_line(finding.first_step):
        soft = SMALL_BODY.but(color=SOFT)
        strips += space_above(report.setter.prose(finding.first_step, parent, soft), _STEP_GAP)
    return [*strips, *_quote(report, parent, finding)]


def _quote(report: Report, parent: Element, finding: Finding) -> list[Strip]:
    words = one_line(finding.quote)
    if not words:
        return []
    quote = parent.add("BlockQuote")
    quote.lang = report.setter.typed_in
    width = TEXT_WIDTH - _QUOTE_INDENT
    marked = words if words[0] in "“\"'‘«" else f"“{words}”"
    strips = report.setter.block(marked, QUOTE, quote.add("P"), x=TEXT + _QUOTE_INDENT, width=width)
    if one_line(finding.quote_source):
        source = one_line(finding.quote_source)
        strips = kept(strips)
        strips += report.setter.block(source, NOTE, quote.add("P"), x=TEXT + _QUOTE_INDENT, width=width, before=0.5)
    return space_above([_barred(strip, is_first=index == 0) for index, strip in enumerate(strips)], 5)


def _barred(strip: Strip, *, is_first: bool) -> Strip:
    start = 1.0 if is_first else -strip.before

    def bar(pen: Pen, top: float) -> None:
        pen.rule(TEXT + 0.6, top + start, TEXT + 0.6, top + strip.height, width=1.2, color=ACCENT)

    return with_mark(strip, bar)


def _spine(report: Report, parent: Element, finding: Finding) -> list[Strip]:
    """Set what was seen, what it means and the question, with a node for each; the question never starts a page.

    A condition asks nothing: it says what has to be seen, what shows it, and by when.
    """
    tr = report.tr
    is_condition = finding.kind is FindingKind.CONDITION
    asked = (
        (tr("To be seen"), finding.question, BODY, True)
        if is_condition
        else (tr("Question"), finding.question, QUOTE, True)
    )
    steps = [(tr("Seen"), finding.seen, BODY, False), (tr("Meaning"), finding.meaning, BODY, False), asked]
    if is_condition:
        steps.append((tr("Shown by"), _proof(report, finding), BODY, False))
    written = [step for step in steps if one_line(step[1])]
    strips: list[Strip] = []
    for index, (label, text, type_, is_question) in enumerate(written):
        is_last = index == len(written) - 1
        block = _step(report, parent, label, text, type_, is_question=is_question)
        if strips:
            block = space_above(block, _STEP_GAP)
            strips[-1] = replace(strips[-1], keeps=True)
        elif len(block) <= _MOST_KEPT:
            block = [*kept(block[:-1]), block[-1]]
        strips += _connected(block, is_first=index == 0, is_last=is_last, is_filled=is_question)
    return strips + _first_step(report, parent, finding, follows=bool(strips))


def _proof(report: Report, finding: Finding) -> str:
    """Say what shows that a condition is met, and by when, in one line where there is room."""
    tr, proof = report.tr, one_line(finding.proof)
    if not proof or not finding.due:
        return proof or (tr("by {date}").format(date=tr.date(finding.due)) if finding.due else "")
    return tr("{proof}; by {date}").format(proof=proof.rstrip(".;"), date=tr.date(finding.due))


def _step(report: Report, parent: Element, label: str, text: str, type_: Type, *, is_question: bool) -> list[Strip]:
    role = TABLE.but(color=INK if is_question else SOFT)
    baseline = report.setter.sized(type_).size
    mark = report.setter.label(label, role, parent.add_label(), x=_LABEL_END, baseline=baseline, right=True)
    block = report.setter.prose(text, parent, type_)
    return [replace(with_mark(replace(block[0], marks=()), mark, *block[0].marks), is_wide=True), *block[1:]]


def _connected(block: list[Strip], *, is_first: bool, is_last: bool, is_filled: bool) -> list[Strip]:
    connected = []
    for index, strip in enumerate(block):
        node = strip.rise - _NODE_RISE
        starts = node if is_first and index == 0 else -strip.before
        ends = strip.height
        if is_last:
            ends = node if index == 0 else starts
        marks: list[Mark] = []
        if ends > starts:
            marks.append(_segment(starts, ends))
        if index == 0:
            marks.append(_node(node, is_filled=is_filled))
        connected.append(with_mark(strip, *marks))
    return connected


def _segment(starts: float, ends: float) -> Mark:
    return lambda pen, top: pen.rule(_SPINE, top + starts, _SPINE, top + ends, width=0.6, color=ACCENT)


def _node(at: float, *, is_filled: bool) -> Mark:
    def draw(pen: Pen, top: float) -> None:
        if is_filled:
            pen.disc(_SPINE, top + at, _NODE_FILLED, color=ACCENT, quarters=4, line=0)
        else:
            pen.disc(_SPINE, top + at, _NODE_OPEN, color=ACCENT, paper=WHITE)

    return draw


def _first_step(report: Report, parent: Element, finding: Finding, *, follows: bool) -> list[Strip]:
    if not one_line(finding.first_step):
        return []
    soft = TABLE.but(color=SOFT)
    label = report.setter.label(
        report.tr("First step"), soft, parent.add_label(), x=_LABEL_END, baseline=SMALL_BODY.size, right=True
    )
    block = report.setter.prose(finding.first_step, parent, SMALL_BODY.but(color=SOFT))
    first = replace(with_mark(replace(block[0], marks=()), label, *block[0].marks), is_wide=True)
    return space_above([first, *block[1:]], 6.5 if follows else 0)
