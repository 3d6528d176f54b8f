"""The record of talks and observations: a file of its own, by default for the team (DOMAIN 10.6).

It holds what was seen and heard, in the order of the days: never who wrote it, never what is the team's alone. The team
may choose to share it with the school; every page says which of the two it is.
"""

from __future__ import annotations

from itertools import groupby

from auditor_app.core.model import Activity, Note
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.report.archive import LOCK
from auditor_app.services.report.build import drawn
from auditor_app.services.report.paginate import Paginator, Part
from auditor_app.services.report.report import Report, Status
from auditor_app.services.report.sections.opening import heading, lead, opening
from auditor_app.services.report.strips import Strip, kept, space_above
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import LEFT, LIVE_WIDTH, MM, NOTE, SERIF_ITALIC, SMALL_BODY, TABLE, TABLE_CODE
from auditor_app.services.report.tables import Cell, Column, Table, cell
from auditor_app.services.report.tables import Part as Paragraph
from auditor_app.services.report.text import Span, one_line, paragraphs
from auditor_app.services.words.first_letter import capital

_TIME, _SOURCE, _CRITERIA = 14 * MM, 16 * MM, 24 * MM
_SIGNS = {"+": "+", "-": "−", "o": "○"}
_MATRIX = "matrix:"


def build_record(snapshot: Snapshot, language: str, *, status: Status) -> bytes:
    """Build the record; like the report it takes only what the school may see."""
    report = Report.for_school(snapshot, language, status)
    report.foot = _reader(report)
    part = _part(report)
    paginator = Paginator()
    paginator.place(part)
    title = f"{part.title} – {one_line(snapshot.audit.school.name)}"[:200]
    with LOCK:
        return drawn(report, paginator, [part], title=title).pdf


def _reader(report: Report) -> str:
    if report.layout.shares_record:
        return report.tr("Record shared with the school")
    return report.tr("Record for the audit team, not for the school")


def _part(report: Report) -> Part:
    element = report.root.add("Sect")
    tr, setter, audit = report.tr, report.setter, report.snapshot.audit
    title = tr("Record of talks and observations")
    strips = opening(setter, element, title, "")
    visit = tr.date_range(audit.starts, audit.ends, "MMMM")
    about = ", ".join(filter(None, (one_line(audit.school.name) or tr("School without a name"), visit)))
    strips += lead(setter, element, about, is_ours=True)
    words = tr(
        "What was seen and heard, in the order of the days. It does not say who wrote a note, and notes for the team "
        "only are not among them. + supports a criterion, − contradicts it, ○ gives context."
    )
    strips += space_above(setter.block(words, NOTE, element.add("P")), 8)
    notes = sorted(report.snapshot.notes, key=lambda note: _moment(report, note))
    if not notes:
        strips += setter.block(tr("No notes have been made."), SMALL_BODY, element.add("P"), before=14)
    for day, found in groupby(notes, key=lambda note: _moment(report, note)[0]):
        strips += _day(report, element, day, list(found))
    return Part("record", title, element, strips)


def _activity(report: Report, note: Note) -> Activity:
    return report.activities.get(note.activity, Activity())


def _moment(report: Report, note: Note) -> tuple[str, str, str, str, str]:
    """Give day, start and activity, then the moment of writing: what is sorted and grouped by."""
    activity = _activity(report, note)
    day = activity.day or note.moment[:10]
    return day, activity.start if activity.day else note.moment[11:16], activity.id, note.moment, note.id


def _day(report: Report, element: Element, day: str, notes: list[Note]) -> list[Strip]:
    named = report.tr.date(day, "EEEE d MMMM y") or report.tr("Day not filled in")
    strips = heading(report.setter, element, capital(named))
    for index, (_, found) in enumerate(groupby(notes, key=lambda note: _moment(report, note)[1:3])):
        strips += _talk(report, element, list(found), before=8 if index == 0 else 16)
    return strips


def _talk(report: Report, element: Element, notes: list[Note], before: float) -> list[Strip]:
    setter, first = report.setter, notes[0]
    activity = _activity(report, first)
    title = Span(one_line(activity.title), TABLE_CODE, setter.typed_in)
    if not title.text:
        words = report.framework_source(first.source) or report.tr("Without an activity")
        title = Span(words, TABLE_CODE, report.source_lang(first.source))
    time = report.clock(_moment(report, first)[1])
    shown = [Span(f"{time}  " if time else "", TABLE_CODE), title]
    strips = kept(setter.block(shown, TABLE_CODE, element.add("H3"), x=LEFT, width=LIVE_WIDTH, before=before))
    where = [activity.room or first.room, activity.subject or first.subject, activity.year_group or first.year_group]
    told = " · ".join(one_line(part) for part in where if one_line(part))
    if told:
        paragraph = element.add("P")
        paragraph.lang = setter.typed_in
        strips += kept(setter.block(told, NOTE, paragraph, x=LEFT, width=LIVE_WIDTH))
    columns = [
        Column(LEFT, _SOURCE, report.tr("Source")),
        Column(LEFT + _SOURCE, LIVE_WIDTH - _SOURCE - _CRITERIA, report.tr("Seen or heard")),
        Column(LEFT + LIVE_WIDTH - _CRITERIA, _CRITERIA, report.tr("Criteria"), is_last=True),
    ]
    table = Table(setter, element, columns, above=1.5 * MM, below=1.7 * MM)
    for note in notes:
        source = cell(note.source or activity.source, TABLE_CODE)
        table.row(source, _seen(report, note), cell(_tied(report, note), TABLE))
    return [*strips, *table.strips(before=3)]


def _seen(report: Report, note: Note) -> Cell:
    type_ = SMALL_BODY.but(SERIF_ITALIC) if note.is_quote else SMALL_BODY
    texts = paragraphs(note.seen) or [report.tr("Without words")]
    parts = [Paragraph([Span(text, type_)], type_, before=2.0 if index else 0.0) for index, text in enumerate(texts)]
    return Cell(tuple(parts), lang=report.setter.typed_in)


def _tied(report: Report, note: Note) -> str:
    links = sorted(report.links_of(note.id), key=lambda link: link.target)
    return ", ".join(f"{link.target.removeprefix(_MATRIX)} {_SIGNS[str(link.direction)]}" for link in links)
