"""What was done: programme, evidence by kind, what was not looked at, the team and its independence."""

from __future__ import annotations

from itertools import groupby

from auditor_app.core.model import Activity, ActivityKind, Member, Relation
from auditor_app.services.report import symbols
from auditor_app.services.report.compose import filled
from auditor_app.services.report.paginate import Columns, Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import beside, heading, lead, opening
from auditor_app.services.report.strips import Strip, noted, space_above
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
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
from auditor_app.services.report.text import Span, one_line
from auditor_app.services.words.first_letter import capital
from auditor_app.services.words.names import relation_names, role_names

_ABOVE, _BELOW = 1.3 * MM, 1.6 * MM
_TWO = 2
_MOST_ROWS = 24
"""A longer programme does not fit beside the evidence on the page where it starts."""
_ABOVE_DAYS = 3.0
_HALF = 78 * MM
_WIDE = 88 * MM
_LEFT_COLUMN = 68 * MM
_RIGHT_COLUMN = LEFT + 74 * MM


def done(report: Report) -> list[Part]:
    """Give the part about what was done."""
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title = tr("What was done")
    number = report.next_number()
    flow: list[Strip | Columns] = [*opening(setter, element, title, number)]
    said = report.snapshot.audit.done
    flow += lead(setter, element, said or _in_short(report), is_ours=not said)
    flow += _programme_and_evidence(report, element)
    flow += _not_looked_at(report, element)
    flow += _team(report, element)
    return [Part("done", title, element, flow, number=number)]


def _in_short(report: Report) -> str:
    days = {activity.day for activity in report.snapshot.activities if activity.day and not activity.is_skipped}
    if not report.members:
        return report.tr("The audit team has not written down what was done.")
    team = report.tr.plural(
        "{n} auditor visited the school.", "{n} auditors visited the school.", len(report.snapshot.members)
    )
    if not days:
        return team
    return f"{team} {report.tr.plural('The programme took {n} day.', 'The programme took {n} days.', len(days))}"


def _programme_and_evidence(report: Report, element: Element) -> list[Strip | Columns]:
    """Set the programme beside the evidence; a long programme has its days beside each other, the evidence below."""
    rows = sorted(
        (item for item in report.snapshot.activities if item.kind not in {ActivityKind.BREAK, ActivityKind.NOTE_TIME}),
        key=lambda row: (row.day, row.start, row.id),
    )
    title = heading(report.setter, element, report.tr("Programme"), width=_LEFT_COLUMN, before=22)
    days = [list(group) for _, group in groupby(rows, key=lambda row: row.day)]
    if len(days) < _TWO or len(rows) <= _MOST_ROWS:
        programme = [*space_above(title, 0), Strip(_ABOVE_DAYS, keeps=True)]
        programme += _days(report, element, days, LEFT, _LEFT_COLUMN)
        evidence = _evidence(report, element, _RIGHT_COLUMN, 0)
        return [Columns((tuple(programme), tuple(evidence)), before=22)]
    flow: list[Strip | Columns] = [*title]
    for place in range(0, len(days), 2):
        pair = days[place : place + 2]
        columns = [_days(report, element, [day], LEFT + index * 84 * MM, _HALF) for index, day in enumerate(pair)]
        flow.append(Columns(tuple(tuple(column) for column in columns), before=8 if place else _ABOVE_DAYS))
    return [*flow, *_evidence_in_two(report, element)]


def _days(report: Report, element: Element, days: list[list[Activity]], x: float, width: float) -> list[Strip]:
    tr = report.tr
    if not days:
        text = tr("No programme has been recorded.")
        return report.setter.block(text, TABLE, element.add("P"), x=x, width=width, before=6)
    columns = [Column(x, 14 * MM), Column(x + 14 * MM, width - 14 * MM, is_last=True)]
    table = Table(report.setter, element, columns, above=_ABOVE, below=_BELOW, has_head=False)
    for rows in days:
        named = tr.date(rows[0].day, "EEEE d MMMM") or tr("Day not filled in")
        table.group(capital(named))
        for item in rows:
            table.row(cell(report.clock(item.start), TABLE), Cell((Paragraph(_row_text(report, item)),)))
    return table.strips()


def _row_text(report: Report, item: Activity) -> list[Span]:
    title = one_line(item.title) or report.framework_source(item.source) or report.tr("Without a title")
    if not item.is_skipped:
        return [Span(title, TABLE, report.setter.typed_in if one_line(item.title) else "")]
    typed, soft = report.setter.typed_in, TABLE.but(SANS_ITALIC, SOFT)
    reason = one_line(item.skip_reason)
    words = report.tr("did not take place: {reason}") if reason else report.tr("did not take place")
    said = filled(f" ({words})", soft, typed, {"reason": reason})
    return [Span(f"{title} ", TABLE, typed if one_line(item.title) else ""), *said]


def _evidence(report: Report, element: Element, x: float, before: float) -> list[Strip]:
    """Set the kinds of source in one table."""
    strips = _evidence_title(report, element, x, before)
    counts = list(_counts(report).items())
    if not counts:
        text = report.tr("No notes have been made.")
        return [*strips, *report.setter.block(text, TABLE, element.add("P"), x=x, width=_WIDE, before=6)]
    return [*strips, *noted(_evidence_table(report, element, counts, x, _WIDE), _evidence_note(report, element, x))]


def _evidence_in_two(report: Report, element: Element) -> list[Strip | Columns]:
    """Set the kinds of source in two tables beside each other."""
    counts = list(_counts(report).items())
    if not counts:
        return [*_evidence(report, element, LEFT, 24)]
    half = (len(counts) + 1) // 2
    title = _evidence_title(report, element, LEFT, 24)
    tables = [
        _evidence_table(report, element, part, LEFT + index * 84 * MM, _HALF)
        for index, part in enumerate((counts[:half], counts[half:]))
        if part
    ]
    tables[0] = noted(tables[0], _evidence_note(report, element, LEFT))
    return [*title, Columns(tuple(tuple(table) for table in tables), before=3)]


def _evidence_title(report: Report, element: Element, x: float, before: float) -> list[Strip]:
    return heading(report.setter, element, report.tr("Evidence by kind"), x=x, width=_WIDE, before=before)


def _evidence_note(report: Report, element: Element, x: float) -> list[Strip]:
    remark = report.tr("A note can belong to more than one criterion.")
    return report.setter.block(remark, NOTE, element.add("P"), x=x, width=_WIDE, before=4)


def _evidence_table(
    report: Report, element: Element, counts: list[tuple[str, tuple[int, int]]], x: float, width: float
) -> list[Strip]:
    tr = report.tr
    columns = [
        Column(x, 12 * MM, tr("Code")),
        Column(x + 12 * MM, width - 41 * MM, tr("Kind")),
        Column(x + width - 38 * MM, 15 * MM, tr("Times"), is_right=True),
        Column(x + width - 27 * MM, 11 * MM, is_right=True, heads=2),
        Column(x + width - 16.5 * MM, 16.5 * MM, tr("Notes"), is_last=True),
    ]
    table = Table(report.setter, element, columns, above=_ABOVE, below=_BELOW, has_wide_head=True)
    most = max((notes for _, notes in _counts(report).values()), default=0)
    for code, (times, notes) in counts:
        picture = _bar(notes / most if most else 0)
        name = cell(report.framework_source(code) or code, TABLE, lang=report.source_lang(code))
        table.row(cell(code, TABLE_CODE), name, cell(str(times)), cell(str(notes)), Cell(picture=picture))
    return table.strips(before=3)


def _bar(share: float) -> Picture:
    return lambda pen, x, baseline, _element: symbols.bar(pen, x, baseline, share)


def _counts(report: Report) -> dict[str, tuple[int, int]]:
    """Count occasions and notes per kind of source, in the framework's order."""
    occasions: dict[str, set[str]] = {}
    notes: dict[str, int] = {}
    for note in report.snapshot.notes:
        notes[note.source] = notes.get(note.source, 0) + 1
        occasions.setdefault(note.source, set()).add(note.activity or note.id)
    for item in report.snapshot.activities:
        if item.source and not item.is_skipped and item.kind is ActivityKind.VISIT:
            occasions.setdefault(item.source, set()).add(item.id)
    known = [source.code for source in report.framework.sources]
    order = [*known, *sorted(set(occasions) - set(known) - {""})]
    return {code: (len(occasions[code]), notes.get(code, 0)) for code in order if code in occasions}


def _not_looked_at(report: Report, element: Element) -> list[Strip]:
    words = report.snapshot.audit.not_looked_at
    is_ours = not one_line(words)
    text = report.tr("The team has not recorded what it did not look at.") if is_ours else words
    return beside(
        report.setter,
        element,
        report.tr("What was not looked at"),
        lambda parent: report.setter.prose(text, parent, is_ours=is_ours),
        before=28,
    )


def _team(report: Report, element: Element) -> list[Strip]:
    tr, setter, members = report.tr, report.setter, report.members
    title = heading(setter, element, tr("Audit team and independence"), before=28)
    if not members:
        return [*title, *setter.block(tr("No team members are filled in."), TABLE, element.add("P"), x=LEFT, before=6)]
    columns = [
        Column(LEFT, 34 * MM, tr("Name")),
        Column(LEFT + 34 * MM, 42 * MM, tr("Role")),
        Column(LEFT + 76 * MM, 40 * MM, tr("Organisation")),
        Column(LEFT + 116 * MM, 46 * MM, tr("Declared relation to the school"), is_last=True),
    ]
    table = Table(setter, element, columns)
    for member in members:
        table.row(
            cell(one_line(member.name), TABLE_NAME),
            cell(_role(report, member)),
            cell(one_line(member.organisation)),
            Cell((Paragraph(_relation(report, member)),)),
        )
    return [*title, *noted(table.strips(before=4), _declarations(report, element))]


def _role(report: Report, member: Member) -> str:
    role = role_names(report.tr)[member.role]
    return f"{role}, {report.tr('private partner')}" if member.is_private_partner else role


def _relation(report: Report, member: Member) -> list[Span]:
    name = relation_names(report.tr)[member.relation]
    text = one_line(member.relation_text)
    return [Span(f"{name}: ", TABLE), Span(text, TABLE, report.setter.typed_in)] if text else [Span(name, TABLE)]


def _declarations(report: Report, element: Element) -> list[Strip]:
    tr, members = report.tr, report.members
    dates = {tr.date(member.declared) for member in members}
    sentences: list[list[Span]] = []
    if len(dates) == 1 and "" not in dates:
        words = tr("All auditors signed the declaration of interests on {date}.").format(date=dates.pop())
        sentences.append([Span(words, NOTE)])
    else:
        for member in members:
            words = tr("{name} signed the declaration of interests on {date}.")
            if not tr.date(member.declared):
                words = tr("{name} has not signed the declaration of interests.")
            said = words.format(name=one_line(member.name), date=tr.date(member.declared))
            sentences.append([Span(said, NOTE)])
    for member in members:
        if member.returned:
            words = tr("In {month} people of this school audited the school of {name}.")
            said = words.format(name=one_line(member.name), month=tr.date(member.returned, "MMMM y"))
            sentences.append([Span(said, NOTE)])
    tied = [item for item in members if item.relation is not Relation.NONE or item.returned]
    weighed = [item for item in tied if one_line(item.relation_weighed)]
    for member in weighed:
        words = tr("The lead auditor weighed the relation of {name}: {text}")
        typed = {"text": one_line(member.relation_weighed)}
        sentences.append(filled(words, NOTE, report.setter.typed_in, typed, name=one_line(member.name)))
    spans = [span for place, said in enumerate(sentences) for span in ([Span(" ", NOTE)] if place else []) + said]
    strips = report.setter.block(spans, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH)
    return space_above(strips, 5)
