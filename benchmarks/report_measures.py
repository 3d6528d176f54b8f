"""The measure of the report: setting, tagging and archiving it, against drawing the same marks with reportlab alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.services.report import build as report_build
from auditor_app.services.report.fonts import face
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.reading import Node, read_out
from auditor_app.services.report.report import Status
from auditor_app.services.report.style import PAGE_HEIGHT, PAGE_WIDTH, SERIF
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from benchmarks.measure import Result, Scale, medians, within_ratio

BAR = 1.5
LONG_BAR = 1.3
GROWTH_BAR = 1.1
_SPOKEN = frozenset({"P", "H1", "H2", "H3", "LI"})
Draw = Callable[[Canvas], object]


class RecordingPen(Pen):
    """Draws as ever, and notes each mark as the plain call that draws it without layout, kerning or tags."""

    recorded: list[Draw]

    def show_page(self) -> None:
        """Note the end of a page."""
        super().show_page()
        self.recorded.append(Canvas.showPage)

    def text(self, x: float, baseline: float, line: Any, element: Any = None) -> None:  # noqa: ANN401 - as in Pen
        """Note each run of a line."""
        super().text(x, baseline, line, element)
        for run in line.runs:
            self.recorded.append(
                _text(x + run.x, PAGE_HEIGHT - baseline, run.text, run.face, run.type.size, run.type.color)
            )

    def rule(self, x1: float, top1: float, x2: float, top2: float, **how: Any) -> None:  # noqa: ANN401 - as in Pen
        """Note a line."""
        super().rule(x1, top1, x2, top2, **how)
        width, color = how["width"], how.get("color", "#000000")
        self.recorded.append(_line((x1, PAGE_HEIGHT - top1, x2, PAGE_HEIGHT - top2), width, color))

    def box(self, x: float, top: float, width: float, height: float, **how: Any) -> None:  # noqa: ANN401 - as in Pen
        """Note a rectangle."""
        super().box(x, top, width, height, **how)
        place = (x, PAGE_HEIGHT - top - height, width, height)
        self.recorded.append(_rectangle(place, how.get("fill", ""), how.get("stroke", "")))

    def disc(self, x: float, top: float, radius: float, **how: Any) -> None:  # noqa: ANN401 - as in Pen
        """Note a circle."""
        super().disc(x, top, radius, **how)
        self.recorded.append(_circle((x, PAGE_HEIGHT - top, radius), how["color"], bool(how.get("quarters"))))


def _text(x: float, y: float, text: str, face: str, size: float, color: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(color)
        canvas.setFont(face, size)
        canvas.drawString(x, y, text)

    return draw


def _line(place: tuple[float, float, float, float], width: float, color: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColor(color)
        canvas.setLineWidth(width)
        canvas.line(*place)

    return draw


def _rectangle(place: tuple[float, float, float, float], fill: str, stroke: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        if fill:
            canvas.setFillColor(fill)
        if stroke:
            canvas.setStrokeColor(stroke)
        canvas.rect(*place, stroke=int(bool(stroke)), fill=int(bool(fill)))

    return draw


def _circle(place: tuple[float, float, float], color: str, is_filled: bool) -> Draw:  # noqa: FBT001 - private
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(color)
        canvas.setStrokeColor(color)
        canvas.circle(*place, fill=int(is_filled))

    return draw


def recorded_marks(work: Callable[[], object]) -> list[Draw]:
    """Do a work that builds a report and give the marks that it drew."""
    RecordingPen.recorded = []
    vars(report_build)["Pen"] = RecordingPen
    try:
        work()
    finally:
        vars(report_build)["Pen"] = Pen
    return RecordingPen.recorded


def flowables(node: Node, style: ParagraphStyle) -> list[Any]:
    """Give the words of a report as reportlab's own paragraphs and tables, without any care for how they look."""
    found: list[Any] = []
    for kid in node.kids:
        if not isinstance(kid, Node):
            continue
        if kid.tag == "Table":
            lines = [
                [cell.text for cell in row.kids if isinstance(cell, Node)] for row in kid.kids if isinstance(row, Node)
            ]
            wide = max((len(line) for line in lines), default=0)
            rows = [[Paragraph(escape(text), style) for text in line] + [""] * (wide - len(line)) for line in lines]
            found += [Table(rows, repeatRows=1)] if wide else []
        elif kid.tag in _SPOKEN:
            found.append(Paragraph(escape(kid.text), style))
        else:
            found += flowables(kid, style)
    return found


def _many(times: int) -> Snapshot:
    """Give the sample with its findings many times over."""
    full = sample_snapshot(THIS_YEAR)
    more = tuple(
        replace(item, id=f"{item.id}-{turn}", position=turn) for turn in range(times) for item in full.findings
    )
    return project(replace(full, findings=more), Audience.SCHOOL)


def _of_pages(pages: int) -> tuple[Snapshot, int]:
    """Repeat the findings as often as a report of so many pages needs."""
    few, some = 4, 24
    first, second = (report_build.build(_many(times), "nl", status=Status()).pages for times in (few, some))
    snapshot = _many(few + round((pages - first) * (some - few) / (second - first)))
    return snapshot, report_build.build(snapshot, "nl", status=Status()).pages


def long_report(scale: Scale) -> Result:
    """Time building a report of 200 pages, against reportlab setting and drawing the same texts as flowables."""
    snapshot, pages = _of_pages(200)
    face(SERIF)
    style = ParagraphStyle("plain", fontName=SERIF, fontSize=10.8, leading=15)
    tree = read_out(snapshot, "nl", status=Status())

    def ours() -> object:
        return report_build.build(snapshot, "nl", status=Status())

    def bare() -> None:
        SimpleDocTemplate(BytesIO(), pagesize=(PAGE_WIDTH, PAGE_HEIGHT)).build(flowables(tree, style))

    value, floor = medians([ours, bare], max(1, scale.repeats // 3))
    return within_ratio(f"report of {pages} pages", value, "ms", floor, LONG_BAR)


def growth(scale: Scale) -> Result:
    """Time a page of a report of 1,000 pages, against a page of one of 200: both should cost the same."""
    (short, few), (long, many) = _of_pages(200), _of_pages(1000)

    def of_many() -> object:
        return report_build.build(long, "nl", status=Status())

    def of_few() -> object:
        return report_build.build(short, "nl", status=Status())

    value, floor = medians([of_many, of_few], max(1, scale.repeats // 5))
    return within_ratio(f"a page of {many}, beside one of {few}", value / many, "ms", floor / few, GROWTH_BAR)


def report(scale: Scale) -> Result:
    """Time building the sample's report."""
    snapshot = project(sample_snapshot(THIS_YEAR), Audience.SCHOOL)

    def ours() -> object:
        return report_build.build(snapshot, "nl", status=Status())

    marks = recorded_marks(ours)

    def bare() -> None:
        canvas = Canvas(BytesIO(), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1)
        for mark in marks:
            mark(canvas)
        canvas.save()

    value, floor = medians([ours, bare], scale.repeats)
    return within_ratio("sample report", value, "ms", floor, BAR)
