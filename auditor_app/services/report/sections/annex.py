"""The annex: levels, framework and abbreviations; a formative report has no decision rule."""

from __future__ import annotations

import re

from auditor_app.core.model import AuditKind
from auditor_app.services.report import symbols
from auditor_app.services.report.compose import filled, text_mark
from auditor_app.services.report.optional import OPTIONAL
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import beside, opening
from auditor_app.services.report.sections.rule import decision_table
from auditor_app.services.report.strips import Mark, Strip, merged, space_above, with_mark
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import MM, NOTE, SMALL_BODY, TABLE, TABLE_CODE, TEXT, TEXT_WIDTH
from auditor_app.services.report.text import Span, one_line

_MEANING = 40 * MM
_HALF = 59 * MM
_MOST_IN_ONE = 20
"""More abbreviations than this beside each other may run on over a page."""


def annex(report: Report) -> list[Part]:
    """Give the annex."""
    element = report.root.add("Sect")
    tr, setter, framework = report.tr, report.setter, report.framework
    has_rule = report.snapshot.audit.kind is AuditKind.SUMMATIVE
    title = (
        tr("Annex: framework, decision rule and abbreviations")
        if has_rule
        else tr("Annex: framework and abbreviations")
    )
    number = report.next_number()
    strips = opening(setter, element, title, number)
    version = tr("{id}, version {version}").format(id=framework.id, version=framework.version)
    label = [Span(f"{version}. ", NOTE), Span(tr.pick(framework.label), NOTE, tr.lang_of(framework.label))]
    strips += setter.block(label, NOTE, element.add("P"), before=6)
    strips += _version(report, element)
    strips += beside(setter, element, tr("Levels"), lambda parent: _levels(report, parent))
    if has_rule:
        strips += beside(setter, element, tr("Decision rule"), lambda parent: decision_table(report, parent))
    strips += beside(setter, element, tr("Abbreviations"), lambda parent: _abbreviations(report, parent))
    strips += _left_out(report, element)
    return [Part("annex", title, element, strips, number=number)]


def _left_out(report: Report, element: Element) -> list[Strip]:
    """Name the parts that the team chose to leave out: a reader must not think that there was nothing."""
    tr = report.tr
    names = [tr(OPTIONAL[name]) for name in OPTIONAL if name in report.layout.left_out]
    if not names:
        return []
    text = tr("The audit team chose to leave out: {parts}.").format(parts=", ".join(names))
    return beside(
        report.setter,
        element,
        tr("Left out"),
        lambda parent: report.setter.prose(text, parent, SMALL_BODY, is_ours=True),
    )


def _version(report: Report, parent: Element) -> list[Strip]:
    """Name the report that this version replaces, by its fingerprint; nothing in a first version."""
    audit, tr, setter = report.snapshot.audit, report.tr, report.setter
    if not audit.replaces_version:
        return []
    words = tr(
        "Version {version} replaces version {before}, which was signed {date} and stays valid as what was known then."
        " Fingerprint of its data: {print}. Corrected: {correction}"
    )
    spans = filled(
        words, TABLE, setter.typed_in, {"correction": one_line(audit.correction)},
        version=audit.version, before=audit.replaces_version, date=tr.date(audit.replaces_signed[:10]),
        print=" ".join(re.findall(".{1,8}", audit.replaces_print)),
    )  # fmt: skip

    def text(element: Element) -> list[Strip]:
        return setter.block(spans, TABLE, element.add("P"), x=TEXT, width=TEXT_WIDTH)

    return beside(setter, parent, tr("This version"), text)


def _levels(report: Report, parent: Element) -> list[Strip]:
    listed = parent.add("L")
    strips: list[Strip] = []
    for step in report.framework.scale:
        item = listed.add("LI")
        label, body = item.add("Lbl"), item.add("LBody")
        name = f"{step.level}\u00a0 {report.tr.pick(step.title)}"
        label.lang, body.lang = report.tr.lang_of(step.title), report.tr.lang_of(step.meaning)
        text = report.setter.block(name, TABLE_CODE, label, x=TEXT + 5.5 * MM, width=_MEANING - 7 * MM)
        meaning = report.setter.block(
            report.tr.pick(step.meaning), TABLE, body, x=TEXT + _MEANING, width=TEXT_WIDTH - _MEANING
        )
        row = merged([text, meaning])
        strips += space_above([with_mark(row, _sign(str(step.level)))], 3.2)
    return strips


def _sign(level: str) -> Mark:
    return lambda pen, top: symbols.level(pen, TEXT + symbols.TABLE_RADIUS, top + TABLE.size, level)


def _abbreviations(report: Report, parent: Element) -> list[Strip]:
    framework, tr = report.framework, report.tr
    entries = [(source.code, tr.pick(source.title), tr.lang_of(source.title)) for source in framework.sources]
    entries += [
        (item.code, tr.pick(item.title).partition(" (")[0], tr.lang_of(item.title)) for item in framework.non_ratings
    ]
    entries += [("BRIN", tr("Registration number of the school"), "")]
    half = (len(entries) + 1) // 2
    columns = (entries[:half], entries[half:])
    lists = [_column(report, parent, column, TEXT + index * (_HALF + 1 * MM)) for index, column in enumerate(columns)]
    if half > _MOST_IN_ONE:
        return [merged([column[index] for column in lists if index < len(column)]) for index in range(half)]
    # Each column runs by itself, so that a name of two lines on one side leaves no gap on the other.
    return [merged([[strip for row in column for strip in row] for column in lists])]


def _column(report: Report, parent: Element, entries: list[tuple[str, str, str]], x: float) -> list[list[Strip]]:
    listed = parent.add("L")
    rows = []
    for code, name, lang in entries:
        item = listed.add("LI")
        (line, *_) = report.setter.clipped(code, TABLE_CODE, 12 * MM, 1)
        label = text_mark(x, TABLE.size, line, item.add("Lbl"))
        text = report.setter.block(name, TABLE, item.add("LBody"), x=x + 13 * MM, width=_HALF - 16 * MM, lang=lang)
        text[0] = with_mark(Strip(TABLE.leading, (), rise=TABLE.size), label, *text[0].marks)
        rows.append([*text[:-1], with_mark(Strip(TABLE.leading + 2.2, (), rise=TABLE.size), *text[-1].marks)])
    return rows
