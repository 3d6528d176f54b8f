"""The measure of the report: setting, tagging and archiving it, against drawing the same marks with reportlab alone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from auditor_app.core.snapshot import Audience, project
from auditor_app.services.report import build as report_build
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Status
from auditor_app.services.report.style import PAGE_HEIGHT, PAGE_WIDTH
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from benchmarks.measure import Result, Scale, medians, within_ratio

BAR = 1.5
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
