"""From a snapshot to the report's PDF: the same snapshot, language and status always give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pikepdf

from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import Translator
from auditor_app.services.report.archive import LOCK, Contents, archived
from auditor_app.services.report.canvas import new_canvas
from auditor_app.services.report.flat import flat
from auditor_app.services.report.furniture import furnish
from auditor_app.services.report.paginate import Paginator, Part, Spot
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report, Status
from auditor_app.services.report.sections import Section, parts_of
from auditor_app.services.report.sections.contents import KEY as CONTENTS
from auditor_app.services.report.sections.contents import contents
from auditor_app.services.report.sections.cover import TITLES
from auditor_app.services.report.stamp import StampText, stamp
from auditor_app.services.report.strips import Mark
from auditor_app.services.report.structure import Field
from auditor_app.services.report.style import COMPACT, LEFT, PAGE_HEIGHT, RIGHT, SQUEEZE
from auditor_app.services.report.text import one_line

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_CHILD: Final = "within:"
"""Before the name of a finding in the outline, whose chapter has the plain name."""


@dataclass(frozen=True)
class Place:
    """Where a finding or a standard stands: page (from 1) and rectangle in points from the bottom left."""

    kind: str
    id: str
    page: int
    rect_pt: tuple[float, float, float, float]


@dataclass(frozen=True)
class Heading:
    """An entry of the outline: its text, how deep it stands (from 0), and its page (from 1)."""

    title: str
    depth: int
    page: int
    key: str = ""
    """What breaks of pages call it: "part:" or "finding:" and its name."""


@dataclass(frozen=True)
class Built:
    """A finished report, the names of its empty signature fields, and where everything stands in it."""

    pdf: bytes = field(repr=False)
    pages: int
    fields: tuple[str, ...]
    layout: tuple[Place, ...] = field(repr=False)
    outline: tuple[Heading, ...] = field(repr=False)
    replaced: tuple[str, ...] = ()
    """Characters that no typeface has and that were printed as an empty square."""


def as_signed(built: Built, pdf: bytes) -> Built:
    """Give the pages of a signed report to look at, and where everything stands; another edition may differ in that."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    if pages == built.pages:
        return replace(built, pdf=flat(pdf))
    return replace(built, pdf=flat(pdf), pages=pages, layout=(), outline=())


def build(
    snapshot: Snapshot, language: str, *, status: Status, blobs: Mapping[str, bytes] = MappingProxyType({})
) -> Built:
    """Build the report; raises `UserError("report.not_for_school")` for a snapshot that is not the school's.

    `blobs` holds the pictures that the snapshot names by their SHA-256.
    """
    report = Report.for_school(snapshot, language, status, blobs)
    if report.is_compact:
        report.setter.sizes = COMPACT
    paginator = Paginator(squeeze=SQUEEZE if report.is_compact else 1.0)
    parts = parts_of(report)
    if CONTENTS not in snapshot.layout.left_out:
        listing = contents(report, parts, paginator.starts)
        parts.insert(1, listing)
        report.root.kids.insert(1, listing.element)
    for part in parts:
        paginator.place(part)
    with LOCK:
        return drawn(report, paginator, parts, title=title_of(snapshot, report.tr), data=report.embedded)


def handout(snapshot: Snapshot, language: str, section: Section, title: str, *, is_form: bool = False) -> bytes:
    """Set pages that go along with a report: they look like it and carry no data.

    A form that is filled in claims nothing: what the school's program makes of it is not ours to promise.
    """
    report = Report.for_school(snapshot, language, Status(is_draft=False))
    paginator, parts = Paginator(), section(report)
    for part in parts:
        paginator.place(part)
    with LOCK:
        return drawn(report, paginator, parts, title=title, claims=not is_form).pdf


def drawn(
    report: Report, paginator: Paginator, parts: list[Part], *, title: str, data: bytes = b"", claims: bool = True
) -> Built:
    """Draw what has been placed, and archive it; `data` travels inside. Call it with `LOCK` held."""
    output = BytesIO()
    canvas = new_canvas(output, report.tr.language)
    pen = Pen(canvas)
    begins: dict[int, list[tuple[str, float]]] = {}
    for part in parts:
        if part.key in paginator.starts:
            index, top = paginator.starts[part.key]
            begins.setdefault(index, []).append((part.key, top))
    children = {target for part in parts for _title, target in part.children}
    for index, page in enumerate(paginator.pages):
        furnish(pen, report, page, index, len(paginator.pages))
        for strip, top, is_repeated in page.marks:
            _draw(pen, strip.marks, top, is_repeated=is_repeated)
        _mark_outline(canvas, pen, begins.get(index, ()), children)
        pen.show_page()
    outline = _outline(canvas, pen, paginator, parts)
    canvas.save()
    contents = Contents(
        title=title,
        language=report.tr.language,
        taken=report.snapshot.taken,
        data=data,
        data_name=report.tr("The data of this audit"),
        root=report.root,
        annotations=pen.annotations,
        targets=pen.targets,
        is_draft=report.status.is_draft or not claims,
    )
    return Built(
        pdf=archived(output.getvalue(), contents),
        pages=len(paginator.pages),
        fields=tuple(item.name for item in pen.annotations.items if isinstance(item, Field)),
        layout=tuple(_place(spot) for _, spot in sorted(paginator.spots.items(), key=lambda item: item[1].page)),
        outline=outline,
        replaced=tuple(sorted(report.setter.replaced)),
    )


def _draw(pen: Pen, marks: tuple[Mark, ...], top: float, *, is_repeated: bool) -> None:
    if is_repeated:
        with pen.artifact():
            _draw(pen, marks, top, is_repeated=False)
        return
    for mark in marks:
        mark(pen, top)


def title_of(snapshot: Snapshot, tr: Translator) -> str:
    """Name the document: what kind of audit, of which school."""
    audit = snapshot.audit
    title = tr(TITLES[audit.kind])
    school = one_line(audit.school.name)[:200]
    return f"{title} – {school}" if school else title


def _mark_outline(canvas: Canvas, pen: Pen, begins: Sequence[tuple[str, float]], children: set[str]) -> None:
    """Give each chapter and finding of this page a destination of its own: reportlab keeps one title for each."""
    for target, bottom in pen.announced:
        if target in children:
            canvas.bookmarkPage(f"{_CHILD}{target}", fit="XYZ", top=bottom + 12)
    for key, top in begins:
        canvas.bookmarkPage(key, fit="XYZ", top=PAGE_HEIGHT - top + 12)
        pen.target(f"part:{key}", top)


def _outline(canvas: Canvas, pen: Pen, paginator: Paginator, parts: list[Part]) -> tuple[Heading, ...]:
    headings = []
    for part in parts:
        if part.key not in paginator.starts:
            continue
        shown = f"{part.number} {part.title}" if part.number else part.title
        canvas.addOutlineEntry(one_line(shown)[:200], part.key, level=0)
        page = paginator.starts[part.key][0] + 1
        headings.append(Heading(one_line(shown)[:200], 0, page, f"part:{part.key}"))
        for title, target in part.children:
            if target in pen.targets:
                canvas.addOutlineEntry(title[:200], f"{_CHILD}{target}", level=1)
                headings.append(Heading(title[:200], 1, pen.targets[target][0] + 1, target))
    return tuple(headings)


def _place(spot: Spot) -> Place:
    return Place(spot.kind, spot.id, spot.page + 1, (LEFT, PAGE_HEIGHT - spot.bottom, RIGHT, PAGE_HEIGHT - spot.top))


__all__ = ["Built", "Heading", "Place", "StampText", "Status", "build", "stamp"]
