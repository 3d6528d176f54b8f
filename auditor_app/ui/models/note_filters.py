"""The filters beside the stream: what there is, how many, which are active; one choice per group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auditor_app.core.framework import Framework
from auditor_app.i18n import N_, _, current, ngettext
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.tags import source_short

MOST_SOURCES: Final = 4
MOST_STANDARDS: Final = 2
MARKS: Final = (
    ("beside", N_("With a photo or file")),
    ("quote", N_("Literal words")),
    ("afterwards", N_("Written afterwards")),
    ("team", N_("Confidential")),
    ("excluded", N_("Not in the report")),
    ("binned", N_("In the bin")),
)
EXPAND: Final = "more:"


@dataclass(frozen=True)
class FilterRow:
    """A filter, a heading (no facet), or a row that unfolds the rest of its group (`more:<group>`)."""

    facet: str
    label: str
    count: int = 0
    source: str = ""
    is_active: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the row only names a group."""
        return not self.facet


def filters_model() -> RowsModel[FilterRow]:
    """Make the list model of the filters."""
    return RowsModel(lambda row: row.facet or row.label, lambda row: row.label, _sentence)


def _sentence(row: FilterRow) -> str:
    said = [row.label] if row.is_heading else [row.label, ngettext("{n} note", "{n} notes", row.count)]
    return ", ".join([*said, _("active")] if row.is_active else said)


def group_of(facet: str) -> str:
    """Give the group of a facet; within it one choice holds at a time."""
    kind = facet.partition(":")[0]
    if kind in {"moment", "source", "author"}:
        return kind
    if kind in {"standard", "link"}:
        return "criterion"
    return "mark" if facet in dict(MARKS) else "what"


def filter_rows(
    book: Notebook, framework: Framework, active: Mapping[str, str], unfolded: frozenset[str] = frozenset()
) -> list[FilterRow]:
    """Give all rows: first everything, to code and mine, then the groups that have something to offer."""
    chosen = frozenset(active.values())
    rows = [
        FilterRow("kept", _("All notes"), book.counts["kept"], is_active=not chosen),
        FilterRow("uncoded", _("To code"), book.counts["uncoded"], is_active="uncoded" in chosen),
        FilterRow("mine", _("Mine"), book.counts["mine"], is_active="mine" in chosen),
    ]
    rows += _group(_("Moment"), [_row(book, facet, chosen) for facet in _moments(book)])
    rows += _group(_("Source"), _sources(book, framework, chosen, is_unfolded="source" in unfolded))
    rows += _group(_("Auditor"), _authors(book, chosen))
    rows += _group(_("Criterion"), _standards(book, framework, chosen, is_unfolded="criterion" in unfolded))
    marks = [FilterRow(facet, _(label), book.counts[facet], is_active=facet in chosen) for facet, label in MARKS]
    rows += _group(_("Mark"), [row for row in marks if row.count or row.is_active])
    return rows


def _group(title: str, rows: list[FilterRow]) -> list[FilterRow]:
    return [FilterRow("", title), *rows] if rows else []


def _row(book: Notebook, facet: str, chosen: frozenset[str]) -> FilterRow:
    return FilterRow(facet, facet_words(facet, None), book.counts[facet], is_active=facet in chosen)


def _moments(book: Notebook) -> list[str]:
    found = [facet for facet, count in book.counts.items() if count and facet.startswith("moment:")]
    return sorted(found, key=lambda facet: facet.replace(":afternoon", ":z"))


def facet_words(facet: str, framework: Framework | None) -> str:
    """Say a facet in words, for the chip over the stream."""
    kind, _colon, rest = facet.partition(":")
    if kind == "moment":
        day, _colon, part = rest.partition(":")
        words = _("{day}, morning") if part == "morning" else _("{day}, afternoon")
        name = current().date(day, "EEEE")
        return words.format(day=name[:1].upper() + name[1:])
    if kind == "link":
        return rest.removeprefix("matrix:")
    if kind == "standard" and framework is not None:
        return rest
    simple = {"uncoded": _("To code"), "mine": _("Mine"), "kept": _("All notes"), **{f: _(t) for f, t in MARKS}}
    return simple.get(facet, rest or facet)


def _sources(book: Notebook, framework: Framework, chosen: frozenset[str], *, is_unfolded: bool) -> list[FilterRow]:
    found = [
        FilterRow(
            f"source:{source.code}",
            source_short(framework, source.code),
            count,
            source.code,
            f"source:{source.code}" in chosen,
        )
        for source in framework.sources
        if (count := book.counts[f"source:{source.code}"])
    ]
    found.sort(key=lambda row: -row.count)
    if is_unfolded or len(found) <= MOST_SOURCES + 1:
        return found
    kept = [row for place, row in enumerate(found) if place < MOST_SOURCES or row.is_active]
    rest = [row for row in found if row not in kept]
    words = ngettext("{n} more source", "{n} more sources", len(rest))
    return [*kept, FilterRow(f"{EXPAND}source", words, sum(row.count for row in rest))]


def _authors(book: Notebook, chosen: frozenset[str]) -> list[FilterRow]:
    """List who wrote notes; one author alone is no choice."""
    found = sorted(facet for facet, count in book.counts.items() if count > 0 and facet.startswith("author:"))
    rows = [
        FilterRow(facet, author_words(book, facet), book.counts[facet], is_active=facet in chosen) for facet in found
    ]
    return rows if len(rows) > 1 or any(row.is_active for row in rows) else []


def author_words(book: Notebook, facet: str) -> str:
    """Name an author: initials, and the name where it is known."""
    member = book.live.entities("member").get(facet.removeprefix("author:"))
    return " · ".join(filter(None, (member.initials, member.name))) if member is not None else "–"


def _standards(book: Notebook, framework: Framework, chosen: frozenset[str], *, is_unfolded: bool) -> list[FilterRow]:
    pick = current().pick
    found = [
        FilterRow(facet, f"{item.code} {pick(item.title)}", book.counts[facet], is_active=facet in chosen)
        for item in framework.standards
        if book.counts[facet := f"standard:{item.code}"]
    ]
    opened = {facet.partition(":")[2].partition(".")[0] for facet in chosen if group_of(facet) == "criterion"}
    criteria = [
        FilterRow(facet, f"{item.code} {pick(item.title)}", book.counts[facet], is_active=facet in chosen)
        for item in framework.criteria
        if (facet := f"link:{item.code}") in chosen or (item.standard in opened and book.counts[facet])
    ]
    if is_unfolded or len(found) <= MOST_STANDARDS + 1:
        return _nested(found, criteria)
    most = sorted(found, key=lambda row: -row.count)[:MOST_STANDARDS]
    kept = [row for row in found if row in most or row.facet.partition(":")[2] in opened]
    return [*_nested(kept, criteria), FilterRow(f"{EXPAND}criterion", _("All standards"))]


def _nested(standards: list[FilterRow], criteria: list[FilterRow]) -> list[FilterRow]:
    """Put criteria under their standards; those of a standard that is not listed come last."""
    rows, left = [], list(criteria)
    for row in standards:
        code = row.facet.removeprefix("standard:")
        inside = [item for item in left if item.facet.removeprefix("link:").partition(".")[0] == code]
        left = [item for item in left if item not in inside]
        rows += [row, *inside]
    return [*rows, *left]
