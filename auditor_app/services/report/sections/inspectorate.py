"""Where to find criteria beside the Inspectorate's standards of 2021: codes and notes, never levels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from auditor_app.config import resource_path
from auditor_app.core.framework import Criterion
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.opening import opening
from auditor_app.services.report.strips import Strip, noted, shifted
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    LEFT,
    LIVE_WIDTH,
    MM,
    NOTE,
    RIGHT,
    SAND,
    SIDE,
    SMALL_BODY,
    TABLE_CODE,
    TABLE_NAME,
    TEXT,
)
from auditor_app.services.report.tables import Column, Table, cell
from auditor_app.services.report.text import NBSP

_STRENGTHS = ("direct", "partial", "loose")
_INDENT = 7 * MM


@cache
def _names() -> Mapping[str, object]:
    """Read the names of the areas and standards; OP5 is left out, as its name is not verified."""
    loaded: Mapping[str, object] = json.loads(
        resource_path("frameworks", "inspectorate-2021.json").read_text(encoding="utf-8")
    )
    return loaded


def inspectorate(report: Report) -> list[Part]:
    """Give the orientation, if the framework says anything about it."""
    if not any(criterion.inspectorate_2021 for criterion in report.framework.criteria):
        return []
    element = report.root.add("Sect")
    title = report.tr("Orientation to the standards of the Inspectorate")
    number = report.next_number()
    strips = opening(report.setter, element, title, number)
    words = report.tr(
        "This table helps to find findings beside the Inspectorate of Education's 2021 framework. It says nothing "
        "about the statutory requirements and is no judgement in the sense of that framework. That is why there are "
        "no levels here."
    )
    strips += panel(report, element, report.tr("For orientation only"), words)
    strips += _table(report, element)
    remark = report.tr(
        "How strong a link is (direct, partial, loose) belongs to the framework {framework} and has not been confirmed "
        "by the Inspectorate. Codes of 2017 mean something else and are not mixed in. OP5 is not included."
    ).format(framework=f"{report.framework.id}{NBSP}{report.framework.version}")
    strips = noted(strips, report.setter.block(remark, NOTE, element.add("P"), x=LEFT, width=LIVE_WIDTH, before=5))
    return [Part("inspectorate", title, element, strips, number=number, starts_page=False)]


def panel(report: Report, element: Element, title: str, words: str, *, before: float = 14.0) -> list[Strip]:
    """Set a text on sand: the one panel a page may have."""
    setter = report.setter
    label = setter.block(title, SIDE, element.add("H2"), x=LEFT + _INDENT, width=34 * MM)
    text = setter.block(words, SMALL_BODY, element.add("P"), width=RIGHT - TEXT - _INDENT)
    lines = max(len(text) * SMALL_BODY.leading, len(label) * SIDE.leading + 2)
    height = lines + 10 * MM
    marks = []
    for block, drop in ((label, 5 * MM - 1.6), (text, 5 * MM)):
        top = drop
        for strip in block:
            marks += [shifted(mark, top) for mark in strip.marks]
            top += strip.height

    def sand(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, LIVE_WIDTH, height, fill=SAND)

    return [Strip(height, (sand, *marks), before=before, is_wide=True)]


def _table(report: Report, element: Element) -> list[Strip]:
    tr = report.tr
    names = {"direct": tr("Direct"), "partial": tr("Partial"), "loose": tr("Loose")}
    places = {"direct": (93, 18), "partial": (111, 36), "loose": (147, 24)}
    columns = [
        Column(LEFT, 13 * MM, tr("Code")),
        Column(LEFT + 13 * MM, 56 * MM, tr("Standard of 2021")),
        *(Column(places[key][0] * MM, places[key][1] * MM, names[key]) for key in _STRENGTHS),
        Column(RIGHT - 15 * MM, 15 * MM, tr("Notes"), is_right=True, is_last=True),
    ]
    table = Table(report.setter, element, columns, above=1.3 * MM, below=1.6 * MM)
    for area in _names()["areas"]:  # type: ignore[attr-defined] # our own file
        table.group(tr.pick(area["title"]), tr.lang_of(area["title"]))
        for standard in area["standards"]:
            linked = [item for item in report.framework.criteria if standard["code"] in item.inspectorate_2021]
            table.row(
                cell(standard["code"], TABLE_CODE),
                cell(tr.pick(standard["title"]), TABLE_NAME, lang=tr.lang_of(standard["title"])),
                *(cell(_codes(linked, key)) for key in _STRENGTHS),
                cell(str(report.notes_of(tuple(linked)) or "")),
            )
    return table.strips(before=16)


def _codes(linked: list[Criterion], strength: str) -> str:
    return ", ".join(item.code for item in linked if item.mapping_strength == strength)
