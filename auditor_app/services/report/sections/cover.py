"""The cover: what, where, when, by whom, how far, and the fingerprint of the data inside; never a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor_app.core.model import AuditKind
from auditor_app.core.registered import registered
from auditor_app.i18n import N_
from auditor_app.services.report import symbols
from auditor_app.services.report.compose import filled, text_mark
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.pen import Pen, pixels
from auditor_app.services.report.report import Report
from auditor_app.services.report.strips import Mark, Strip, height_of, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    COVER_FIELD,
    COVER_LABEL,
    COVER_SCHOOL,
    COVER_SCHOOL_LONG,
    COVER_TITLE,
    HAIR,
    HASH,
    INK,
    LEFT,
    LIVE_WIDTH,
    MARGIN_WIDTH,
    MM,
    NOTE,
    RIGHT,
    SAND,
    SERIF_SEMIBOLD,
    SIDE,
    TABLE_CODE,
    TEXT,
    TEXT_END,
    TEXT_WIDTH,
    Type,
)
from auditor_app.services.report.text import NBSP, Line, Span, one_line, width_of
from auditor_app.services.words.first_letter import small
from auditor_app.services.words.names import role_names

TITLES = {
    AuditKind.FORMATIVE: N_("Formative audit"),
    AuditKind.INTERIM: N_("Interim evaluation"),
    AuditKind.SUMMATIVE: N_("Summative audit"),
}
KINDS = {
    AuditKind.FORMATIVE: N_("Formative audit (baseline)"),
    AuditKind.INTERIM: N_("Interim evaluation"),
    AuditKind.SUMMATIVE: N_("Summative audit"),
}
EXPLANATIONS = {
    AuditKind.FORMATIVE: N_("This report describes what we saw and asks further questions. It contains no outcome."),
    AuditKind.INTERIM: N_("This report follows up earlier points. It contains no outcome."),
    AuditKind.SUMMATIVE: N_("The audit team advises. The decision is taken later and recorded separately."),
}
MOST_NAMES = 6
MOST_NAME_LINES = 3
"""A name of the school in more lines is set smaller."""
_BAND_TOP = 158 * MM
_LOGO_TOP, _LOGO_HEIGHT = 21.7 * MM, 26 * MM
_BAND = 16.6 * MM
_GAP = 7.6 * MM


def kind_words(report: Report) -> str:
    """Name the kind of audit, and that schools audit each other where they do."""
    audit = report.snapshot.audit
    kind = report.tr(KINDS[audit.kind])
    return report.tr("{kind}, as a peer audit between schools").format(kind=kind) if audit.is_peer else kind


def cover(report: Report) -> list[Part]:
    """Give the cover."""
    element = report.root.add("Sect")
    title = report.tr(TITLES[report.snapshot.audit.kind])
    # A large team moves the band up: a cover is one page. What is measured here is not what is set.
    below = 1 + _BAND + _GAP + height_of(_facts(report, Element("Sect")))
    top = _top(report, element, title, min(_BAND_TOP, TEXT_END - below))
    strips = [top, _band(report, element), Strip(_GAP), *_facts(report, element)]
    part = Part("cover", title, element, strips, first_baseline=0, has_furniture=False)
    return [part]


def _top(report: Report, element: Element, title: str, band_top: float) -> Strip:
    setter, audit = report.setter, report.snapshot.audit
    marks: list[Mark] = [
        setter.label(
            report.tr("Audit report"), TABLE_CODE.but(color=ACCENT), element.add("P"), x=TEXT, baseline=23.8 * MM
        )
    ]
    if report.sample_label:
        dark = NOTE.but(color=INK)
        marks.append(setter.label(report.sample_label, dark, element.add("P"), x=RIGHT, baseline=23.8 * MM, right=True))
    marks.append(setter.label(title, fitting(title), element.add("H1"), x=TEXT, baseline=70.5 * MM))
    marks += _logo(report, element)
    baseline = 84.5 * MM
    name = element.add("P")
    school, type_ = audit.school.name or report.tr("School without a name"), COVER_SCHOOL
    if len(setter.clipped(school, type_, TEXT_WIDTH, MOST_NAME_LINES + 1)) > MOST_NAME_LINES:
        # A name is never cut while it can be set smaller: it is what the report is about.
        type_ = COVER_SCHOOL_LONG
    for line in setter.clipped(school, type_, TEXT_WIDTH, 2 * MOST_NAME_LINES):
        marks.append(text_mark(TEXT, baseline, line, name))
        baseline += type_.leading
    place = element.add("P")
    for line in setter.clipped(_place(report), COVER_LABEL, TEXT_WIDTH, 2):
        marks.append(text_mark(TEXT, baseline + 2.6, line, place))
        baseline += COVER_LABEL.leading

    def mark(pen: Pen, top: float) -> None:
        symbols.cover_mark(pen, LEFT, top + 62.5 * MM, report.framework)

    return Strip(max(band_top, baseline + 8 * MM), (mark, *marks), rise=0)


def fitting(title: str) -> Type:
    """Give the type of the title, a little smaller where the words of a language would pass the margin."""
    share = min(1, TEXT_WIDTH / width_of(title, COVER_TITLE))
    return replace(COVER_TITLE, size=COVER_TITLE.size * share)


def _logo(report: Report, element: Element) -> list[Mark]:
    """Set the logo into the margin column, as large as its box allows, its top at the cap height of the first line."""
    content = report.blobs.get(report.layout.logo)
    if content is None:
        return []
    wide, high = pixels(content)
    scale = min(MARGIN_WIDTH / wide, _LOGO_HEIGHT / high)
    figure = element.add("Figure", alt=report.layout.logo_alt)
    figure.lang = report.setter.typed_in
    box = (LEFT, _LOGO_TOP, wide * scale, high * scale)
    return [lambda pen, top: pen.image((box[0], top + box[1], box[2], box[3]), content, figure)]


def _place(report: Report) -> str:
    school = report.snapshot.audit.school
    parts = [
        f"BRIN {school.brin}" if school.brin else "",
        report.tr("location {number}").format(number=school.location) if school.location else "",
        school.place,
    ]
    return f"{NBSP}{NBSP}·{NBSP} ".join(part for part in parts if part)


def _band(report: Report, element: Element) -> Strip:
    kind = report.snapshot.audit.kind
    marks = [
        report.setter.label(report.fixed_line, SIDE, element.add("P"), x=TEXT, baseline=6.8 * MM),
        report.setter.label(
            report.tr(EXPLANATIONS[kind]), NOTE.but(color=INK), element.add("P"), x=TEXT, baseline=12.2 * MM
        ),
    ]

    def panel(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, LIVE_WIDTH, _BAND, fill=SAND)

    return Strip(_BAND, (panel, *marks))


def _kind(report: Report) -> str:
    """Say what kind of audit it is, and which earlier one it rests on or follows up."""
    kind, tr, snapshot = kind_words(report), report.tr, report.snapshot
    before, earlier = registered(snapshot), snapshot.baseline
    if snapshot.audit.kind is AuditKind.SUMMATIVE and before.formative is not None:
        days = tr.date_range(before.formative, before.formative_ended or before.formative, "MMMM")
        return tr("{kind}; the formative audit was on {date}").format(kind=kind, date=days)
    if snapshot.audit.kind is AuditKind.INTERIM and earlier is not None:
        then = tr(TITLES[earlier.kind])
        days = tr.date_range(earlier.starts, earlier.ends, "MMMM")
        words = tr("{kind}; follows up the {earlier} of {date}")
        return words.format(kind=kind, earlier=small(then), date=days)
    return kind


def _facts(report: Report, parent: Element) -> list[Strip]:
    table = parent.add("Table")
    table.widths = (TEXT - LEFT, RIGHT - TEXT)
    framework, tr = report.framework, report.tr
    version = tr("{id}, version {version}").format(id=framework.id, version=framework.version)
    said_of_digest = tr(
        "SHA-256 of the data in this file (audit.json). Whoever computes it again finds the same digits."
    )
    digest = report.fingerprint
    groups = [" ".join(digest[row + place : row + place + 8] for place in range(0, 32, 8)) for row in (0, 32)]
    facts: list[tuple[str, list[tuple[Sequence[Span] | str, Type, int]]]] = [
        (tr("Visit"), [(_dates(report), COVER_FIELD, 1)]),
        (tr("Kind of audit"), [(_kind(report), COVER_FIELD, 2)]),
        (tr("Audit team"), _team(report)),
        (tr("Status"), [(_status(report), COVER_FIELD, 2), *_replaces(report)]),
        (tr("Framework"), [(version, COVER_FIELD, 2), (_label(report), NOTE, 4)]),
        (
            tr("Fingerprint"),
            [
                (groups[0], HASH, 1),
                (groups[1], HASH, 1),
                (said_of_digest, NOTE, 2),
            ],
        ),
    ]
    strips = [_fact(report, table, label, values) for label, values in facts]
    return [*(_ruled(strip) for strip in strips[:-1]), strips[-1]]


def _fact(report: Report, table: Element, label: str, values: list[tuple[Sequence[Span] | str, Type, int]]) -> Strip:
    row = table.add("TR")
    baseline = 16.2
    marks = [report.setter.label(label, COVER_LABEL, row.add("TH", scope="Row"), x=LEFT, baseline=baseline)]
    value = row.add("TD")
    is_first, last = True, NOTE
    for text, type_, most in values:
        for place, line in enumerate(_set(report, text, type_, most)):
            baseline += 0 if is_first else type_.leading + (3.2 if type_ is NOTE and last is not NOTE else 0)
            last = type_
            is_first = False
            marks.append(text_mark(TEXT, baseline, replace(line, is_new=place == 0), value))
    return Strip(baseline + 9, tuple(marks))


def _set(report: Report, text: Sequence[Span] | str, type_: Type, most: int) -> list[Line]:
    if isinstance(text, str):
        return report.setter.clipped(text, type_, TEXT_WIDTH, most)
    return report.setter.clipped_spans(text, type_, TEXT_WIDTH, most)


def _ruled(strip: Strip) -> Strip:
    return with_mark(
        strip, lambda pen, top: pen.rule(LEFT, top + strip.height, RIGHT, top + strip.height, width=0.35, color=HAIR)
    )


def _dates(report: Report) -> str:
    audit = report.snapshot.audit
    return report.tr.date_range(audit.starts, audit.ends, "MMMM") or report.tr("not filled in")


def _team(report: Report) -> list[tuple[Sequence[Span] | str, Type, int]]:
    members = report.members
    lines: list[tuple[Sequence[Span] | str, Type, int]] = [
        (f"{member.name}, {role_names(report.tr)[member.role]}", COVER_FIELD, 1) for member in members[:MOST_NAMES]
    ]
    if len(members) > MOST_NAMES:
        others = report.tr.plural("and {n} other", "and {n} others", len(members) - MOST_NAMES)
        lines.append((others, COVER_FIELD, 1))
    return lines or [(report.tr("No team members are filled in."), COVER_FIELD, 1)]


def _replaces(report: Report) -> list[tuple[Sequence[Span] | str, Type, int]]:
    """Say which report a corrected version takes the place of, and why."""
    audit, tr = report.snapshot.audit, report.tr
    if not audit.replaces_version:
        return []
    words = tr("Replaces version {version}, signed {date}. Corrected: {correction}")
    type_, correction = NOTE.but(color=INK), {"correction": one_line(audit.correction)}
    spans = filled(
        words, type_, report.setter.typed_in, correction,
        version=audit.replaces_version, date=tr.date(audit.replaces_signed[:10]),
    )  # fmt: skip
    return [(spans, type_, 3)]


def _label(report: Report) -> list[Span]:
    label = report.framework.label
    return [Span(report.tr.pick(label), NOTE, report.tr.lang_of(label))]


def _status(report: Report) -> list[Span]:
    status, tr = report.status, report.tr
    check = report.snapshot.fact_check
    word = tr("Draft") if status.is_draft else tr("Final")
    if status.is_draft and check is not None and check.sent and not check.closed:
        word = tr("Draft for the check of the facts")
    number = status.number or report.snapshot.audit.version
    parts = [tr("version {number}").format(number=number) if number else "", tr.date(status.day)]
    rest = "".join(f", {part}" for part in parts if part)
    head = f"{word}," if rest else word
    return [Span(head, COVER_FIELD.but(SERIF_SEMIBOLD)), Span(rest[1:], COVER_FIELD)]
