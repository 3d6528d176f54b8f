"""The summary of a summative audit: advice and computed outcome side by side, what decides, conditions, growth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.core.advice import steps_apart
from auditor_app.core.changes import shortest_changes
from auditor_app.core.comparison import Remark
from auditor_app.core.decision import Outcome, summative_ratings
from auditor_app.core.gates import judge
from auditor_app.core.model import LEVELS, Advice, Finding, FindingKind
from auditor_app.services.report.compose import text_mark
from auditor_app.services.report.paginate import Columns, Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import HALF_WIDTH, half_heading, heading
from auditor_app.services.report.strips import Strip, kept, merged, noted, shifted, space_above, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    CHAPTER,
    GREY,
    HEADING,
    INK,
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    SAND,
    SERIF,
    SERIF_SEMIBOLD,
    SMALL_BODY,
    SOFT,
    TABLE,
    TABLE_CODE,
    TABLE_NAME,
    Type,
)
from auditor_app.services.report.tables import Cell, Column, Table, cell
from auditor_app.services.report.text import NBSP, Line, Span, one_line
from auditor_app.services.words.outcome import (
    Demand,
    changes_words,
    demands,
    gate_lines,
    gate_name,
    outcome_name,
    outcome_names,
)

ADVICE_LINE = Type(SERIF, 20, 25)
MOST_CONDITIONS, MOST_STRENGTHS, MOST_GROWN, MOST_LINES = 3, 5, 3, 4
_PAD = 6.4 * MM
_DIVIDER = 130 * MM
_RIGHT = 136 * MM
_CODE = 11 * MM


@dataclass(frozen=True)
class _Text:
    """A piece of text in the panel: how it is set, and the white above it."""

    text: str
    type: Type
    before: float = 0.0
    tag: str = "P"
    lang: str = ""


def advice_summary(report: Report) -> list[Part]:
    """Give the summary page of a summative audit."""
    element = report.root.add("Sect")
    setter, tr = report.setter, report.tr
    title = tr("Summary")
    strips: list[Strip | Columns] = [*kept(setter.block(title, CHAPTER, element.add("H1"), x=LEFT, width=LIVE_WIDTH))]
    strips += _panel(report, element)
    strips += _lead(report, element)
    strips += _deciding(report, element)
    strips += _conditions(report, element)
    columns = (tuple(_strengths(report, element)), tuple(_growth(report, element)))
    strips.append(Columns(columns, before=18))
    return [Part("summary", title, element, strips, first_baseline=38 * MM)]


def _lead(report: Report, element: Element) -> list[Strip]:
    text = report.snapshot.audit.summary
    return space_above(report.setter.prose(text, element, SMALL_BODY, x=LEFT, width=LIVE_WIDTH), 12) if text else []


def _panel(report: Report, element: Element) -> list[Strip]:
    """Set advice and outcome in the one panel of the page, equal in colour."""
    tr, snapshot = report.tr, report.snapshot
    outcome, advice = judge(snapshot).outcome, snapshot.given_advice
    label = TABLE.but(color=SOFT)
    given = outcome_name(tr, advice.value) if advice else tr("Not given yet")
    left = [
        _Text(tr("Advice of the audit team"), label, tag="label"),
        _Text(given, ADVICE_LINE, 5, "H2"),
        *_advice_sentences(report, advice, outcome),
    ]
    right = [
        _Text(tr("Computed outcome"), label, tag="label"),
        _Text(outcome_name(tr, outcome), HEADING, 5, "H2"),
        _Text(_beside_words(report, advice, outcome), NOTE.but(color=INK), 3),
    ]
    inner = [
        _column(report, element, left, LEFT + _PAD, _DIVIDER - LEFT - 2 * _PAD),
        _column(report, element, right, _RIGHT, LEFT + LIVE_WIDTH - _RIGHT - 4 * MM),
    ]
    content = merged(inner)
    height = content.height + 2 * _PAD - 8

    def ground(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, LIVE_WIDTH, height, fill=SAND)
        pen.rule(_DIVIDER, top + _PAD, _DIVIDER, top + height - _PAD, width=0.7, color=GREY)

    marks = [shifted(mark, _PAD - 2) for mark in content.marks]
    return [Strip(height, (ground, *marks), before=9, is_wide=True)]


def _column(report: Report, element: Element, texts: list[_Text], x: float, width: float) -> list[Strip]:
    strips: list[Strip] = []
    for item in texts:
        if item.text:
            parent = element.add(item.tag) if item.tag != "label" else element.add_label()
            block = report.setter.block(item.text, item.type, parent, x=x, width=width, lang=item.lang)
            strips += space_above(block, item.before)
    return strips


def _advice_sentences(report: Report, advice: Advice | None, outcome: Outcome) -> list[_Text]:
    """Say what is advised to whom; where it deviates, why, by what criterion and with whom."""
    tr = report.tr
    if advice is None:
        return [_sentence(tr("The decision is for the deciding body."))]
    conditions = len(report.findings(FindingKind.CONDITION))
    said = {
        Outcome.GRANTED: tr("The team advises to grant the Partner school title."),
        Outcome.CONDITIONS: tr.plural(
            "The team advises granting the Partner school title with {n} condition.",
            "The team advises granting the Partner school title with {n} conditions.",
            conditions,
        ),
        Outcome.NOT_YET: tr("The team advises not to grant the Partner school title yet."),
    }[Outcome(advice.value)]
    sentences = [_sentence(f"{said} {tr('The decision is for the deciding body.')}")]
    if outcome is not Outcome.INCOMPLETE and steps_apart(advice.value, outcome):
        sentences.append(_sentence(one_line(advice.motivation), report.setter.typed_in))
        agreed = next((item.name for item in report.snapshot.members if item.id == advice.agreed_by), "")
        heaviest = tr("Weighs heaviest: {criterion}.").format(criterion=advice.heaviest)
        by = tr("Agreed by {name}.").format(name=agreed) if agreed else ""
        sentences.append(_sentence(" ".join(filter(None, (heaviest, by)))))
    return sentences


def _sentence(text: str, lang: str = "") -> _Text:
    return _Text(text, SMALL_BODY, 4, lang=lang)


def _beside_words(report: Report, advice: Advice | None, outcome: Outcome) -> str:
    tr = report.tr
    if outcome is Outcome.INCOMPLETE:
        return tr("Not every gate is met, so nothing is computed. This is not the same as “not yet granted”.")
    if advice is None:
        return tr("By the decision rule of the framework; see the annex.")
    if not steps_apart(advice.value, outcome):
        return tr("Advice and computed outcome are the same. Nothing deviates.")
    return tr("The advice is one step away from the computed outcome; why stands beside it.")


def _deciding(report: Report, element: Element) -> list[Strip]:
    """Set what the rule asks and what was found; or, without an outcome, the gates that are closed."""
    snapshot, tr = report.snapshot, report.tr
    judgement = judge(snapshot)
    if judgement.outcome is Outcome.INCOMPLETE:
        return _closed(report, element)
    ratings = summative_ratings(snapshot)
    strips = heading(report.setter, element, tr("What decides the outcome"), before=18, after=3.2)
    table = Table(
        report.setter, element,
        [
            Column(LEFT, 67 * MM, tr("Demand of the decision rule")), Column(LEFT + 67 * MM, 22 * MM, tr("Found")),
            Column(LEFT + 89 * MM, 24 * MM, tr("State")),
            Column(LEFT + 113 * MM, 49 * MM, tr("Explanation"), is_last=True),
        ],
        above=1.3 * MM, below=1.6 * MM,
    )  # fmt: skip
    for outcome in (Outcome.GRANTED, Outcome.CONDITIONS):
        table.group(tr("For “{outcome}”").format(outcome=outcome_names(tr)[outcome]))
        for demand in demands(tr, snapshot.framework, ratings.rule, judgement.decision, outcome):
            table.row(*_cells(report, demand))
    change = changes_words(tr, shortest_changes(ratings), judgement.outcome)
    spans = [
        Span(tr("What would change it?"), SMALL_BODY.but(SERIF_SEMIBOLD)),
        Span(f" {change}", SMALL_BODY),
    ]
    block = report.setter.block(spans, SMALL_BODY, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=9)
    return [*strips, *table.strips(), *block]


def _cells(report: Report, demand: Demand) -> tuple[Cell, ...]:
    state = report.tr("met") if demand.is_met else report.tr("not met")
    return (cell(demand.text), cell(demand.found, TABLE_CODE), cell(state, TABLE_CODE), cell(demand.remark))


def _closed(report: Report, element: Element) -> list[Strip]:
    tr = report.tr
    strips = heading(report.setter, element, tr("What is missing for an outcome"), before=18, after=3.2)
    table = Table(
        report.setter,
        element,
        [
            Column(LEFT, 10 * MM),
            Column(LEFT + 10 * MM, 58 * MM, tr("Requirement")),
            Column(LEFT + 68 * MM, 94 * MM, tr("What is missing"), is_last=True),
        ],
    )
    for gate in judge(report.snapshot).gates:
        if not gate.is_met:
            table.row(
                cell(gate.code, TABLE_CODE), cell(gate_name(tr, gate)), cell(" ".join(gate_lines(tr, gate)), TABLE)
            )
    return [*strips, *table.strips()]


def _conditions(report: Report, element: Element) -> list[Strip]:
    found = report.findings(FindingKind.CONDITION)
    if not found:
        return []
    tr, setter = report.tr, report.setter
    strips = heading(setter, element, tr("Conditions"), before=18, after=3.2)
    columns = [
        Column(LEFT, 11 * MM), Column(LEFT + 11 * MM, 34 * MM, tr("Criterion")),
        Column(LEFT + 45 * MM, 52 * MM, tr("What has to be seen")), Column(LEFT + 97 * MM, 39 * MM, tr("Shown by")),
        Column(LEFT + 136 * MM, 26 * MM, tr("By"), is_last=True),
    ]  # fmt: skip
    table = Table(setter, element, columns)
    for item in found[:MOST_CONDITIONS]:
        table.row(*_condition(report, item, columns))
    strips += table.strips()
    more = len(found) - MOST_CONDITIONS
    note = tr("Follow-up: an interim evaluation of these criteria. Other ratings stay as they are, with their date.")
    if more > 0:
        note = f"{tr.plural('{n} more stands in the chapters.', '{n} more stand in the chapters.', more)} {note}"
    return noted(strips, setter.block(note, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=6))


def _condition(report: Report, item: Finding, columns: list[Column]) -> list[Cell]:
    code = item.criteria[0] if item.criteria else ""
    criterion = report.framework.by_code.get(code)
    name = report.tr.pick(criterion.title) if criterion else one_line(item.title)
    typed = report.setter.typed_in
    texts = [
        (code, TABLE_CODE, ""), (name, TABLE_NAME, report.tr.lang_of(criterion.title) if criterion else typed),
        (item.question or item.title, TABLE, typed), (item.proof, TABLE, typed),
        (report.tr.date(item.due), TABLE_CODE, ""),
    ]  # fmt: skip
    cells = []
    for (text, type_, lang), column in zip(texts, columns, strict=True):
        lines = report.setter.clipped(one_line(text), type_, column.room, MOST_LINES)
        shown = " ".join("".join(run.text for run in line.runs).strip() for line in lines)
        link = f"finding:{item.id}" if type_ is TABLE_NAME else ""
        cells.append(cell(shown, type_, link=link, lang=lang if shown else ""))
    return cells


def _strengths(report: Report, element: Element) -> list[Strip]:
    tr = report.tr
    strips = half_heading(report.setter, element, tr("Strengths"), LEFT)
    found = report.findings(FindingKind.STRENGTH)
    typed = report.setter.typed_in
    items = [(item.criteria[0] if item.criteria else "", one_line(item.title), typed) for item in found]
    return [*strips, *_items(report, element, items[:MOST_STRENGTHS], LEFT, tr("No strengths have been written down."))]


def _growth(report: Report, element: Element) -> list[Strip]:
    """List the criteria that stand higher than in the audit before; what is possibly the same has not grown."""
    tr, x = report.tr, LEFT + HALF_WIDTH + 6 * MM
    comparison = report.comparison
    strips = half_heading(report.setter, element, tr("Grown since the previous audit"), x)
    rows = [] if comparison is None else [row for row in comparison.rows if row.remark is Remark.NONE]
    rows = [row for row in rows if row.then in LEVELS and row.now > row.then]
    rows.sort(key=lambda row: not report.framework.by_code[row.criterion].is_core)
    items = [
        (
            row.criterion,
            tr("{title}: {then} → {now}")
            .format(title=tr.pick(report.framework.by_code[row.criterion].title), then=row.then, now=row.now)
            .replace(" → ", f"{NBSP}→{NBSP}"),
            tr.lang_of(report.framework.by_code[row.criterion].title),
        )
        for row in rows
    ]
    nothing = (
        tr("No earlier audit stands beside this one.") if comparison is None else tr("No criterion stands higher.")
    )
    return [*strips, *_items(report, element, items[:MOST_GROWN], x, nothing)]


def _items(
    report: Report, element: Element, items: Sequence[tuple[str, str, str]], x: float, nothing: str
) -> list[Strip]:
    """List codes with what they say and its language."""
    if not items:
        return report.setter.block(nothing, SMALL_BODY, element.add("P"), x=x, width=HALF_WIDTH, before=4)
    body = element.add("L")
    strips: list[Strip] = []
    for code, text, lang in items:
        item = body.add("LI")
        label, content = item.add("Lbl"), item.add("LBody")
        content.lang = lang
        lines: list[Line] = report.setter.clipped(text, SMALL_BODY, HALF_WIDTH - _CODE, 2)
        marks = [text_mark(x + _CODE, SMALL_BODY.size, line, content) for line in lines]
        rows = [
            Strip(
                SMALL_BODY.leading,
                (mark,),
                before=4.5 if index == 0 else 0,
                is_wide=x == LEFT,
                keeps=index < len(marks) - 1,
            )
            for index, mark in enumerate(marks)
        ]
        (line, *_) = report.setter.clipped(code, TABLE_CODE.but(color=ACCENT), _CODE, 1)
        rows[0] = with_mark(rows[0], text_mark(x, SMALL_BODY.size, line, label))
        strips += rows
    return strips
