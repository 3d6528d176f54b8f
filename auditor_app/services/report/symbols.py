"""The report's drawn signs: levels as circles, notes as strokes, bars, the dumbbell, the mark on the cover."""

from __future__ import annotations

from auditor_app.core.framework import Framework
from auditor_app.core.model import LEVELS, NOT_APPLICABLE
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import ACCENT, GREY, HAIR, MM, SOFT, WHITE

MIDDLE = 1.05 * MM
"""Signs are centred on half the x-height, this far above the baseline."""
PROFILE_RADIUS, TABLE_RADIUS, LEGEND_RADIUS = 1.9 * MM, 1.6 * MM, 1.3 * MM
MOST_STROKES = 20
_QUARTERS = {"1": 0, "2": 1, "3": 2, "4": 4}


def level(
    pen: Pen,
    x: float,
    baseline: float,
    value: str,
    *,
    radius: float = TABLE_RADIUS,
    element: Element | None = None,
    color: str = ACCENT,
) -> None:
    """Draw a level centred at `x`: circles for 1 to 4, a dash for not assessed, a slash for not applicable."""
    top = baseline - MIDDLE
    if value in LEVELS:
        pen.disc(x, top, radius, color=color, quarters=_QUARTERS[value], paper=WHITE, element=element)
        return
    rise = radius * 0.6 if value == NOT_APPLICABLE else 0.0
    pen.rule(x - radius * 0.8, top + rise, x + radius * 0.8, top - rise, width=1.1, color=SOFT)


def strokes(pen: Pen, x: float, baseline: float, supports: int, contradicts: int) -> None:
    """Draw a stroke per note: filled supports, outlined contradicts; above twenty the words beside it suffice."""
    if supports + contradicts > MOST_STROKES:
        return
    top = baseline - MIDDLE - 1.25 * MM
    for index in range(supports):
        pen.box(x + index * 1.35 * MM, top, 0.65 * MM, 2.5 * MM, fill=ACCENT)
    start = x + supports * 1.35 * MM + (1.2 * MM if supports and contradicts else 0)
    for index in range(contradicts):
        pen.box(start + index * 1.35 * MM + 0.2, top + 0.2, 0.65 * MM, 2.5 * MM - 0.4, stroke=ACCENT, line=0.5)


def bar(
    pen: Pen, x: float, baseline: float, share: float, *, length: float = 14 * MM, height: float = 2.1 * MM
) -> None:
    """Draw a bar, linear from zero; `share` of the longest."""
    if share > 0:
        pen.box(x, baseline - MIDDLE - height / 2, max(length * min(share, 1.0), 0.4), height, fill=ACCENT)


def response(pen: Pen, x: float, baseline: float, share: float, element: Element | None) -> None:
    """Draw asked and answered: the outline is who was asked, the filled part who answered."""
    top, height, length = baseline - MIDDLE - 1.45 * MM, 2.9 * MM, 60 * MM
    if share > 0:
        pen.box(x, top, length * min(share, 1.0), height, fill=ACCENT, element=element)
    pen.box(x, top, length, height, stroke=ACCENT, line=0.6, element=element)


def share_bar(pen: Pen, x: float, baseline: float, share: float, length: float, element: Element | None) -> None:
    """Draw a share of those who answered: a bar on a thin line that is a hundred per cent long."""
    middle, height = baseline - MIDDLE, 2.6 * MM
    pen.rule(x, middle, x + length, middle, width=0.35, color=HAIR)
    if share > 0:
        pen.box(x, middle - height / 2, length * min(share, 1.0), height, fill=ACCENT, element=element)


SQUARE = 2.9 * MM
"""The side of a matrix state: squares, so that nobody reads a level into them."""


def matrix_state(pen: Pen, x: float, baseline: float, state: str, element: Element | None) -> None:
    """Draw a state from its left edge: full, lower half, empty, struck, or a dash for what was not discussed."""
    top = baseline - MIDDLE - SQUARE / 2
    if state == "systematic":
        pen.box(x, top, SQUARE, SQUARE, fill=ACCENT, element=element)
        return
    if state == "not_discussed":
        pen.box(x, baseline - MIDDLE - 0.35, SQUARE, 0.9, fill=SOFT, element=element)
        return
    if state == "partly":
        pen.box(x, top + SQUARE / 2, SQUARE, SQUARE / 2, fill=ACCENT, element=element)
    if state == "dropped":
        far = SQUARE - 1.7
        pen.rule(x + 1.7, top + far, x + far, top + 1.7, width=0.7, color=ACCENT)
    pen.box(x + 0.35, top + 0.35, SQUARE - 0.7, SQUARE - 0.7, stroke=ACCENT, line=0.7, element=element)


_GAPS = {"closed": 0, "partly": 40, "open": 150, "not_started": 270}
"""How many degrees a loop's ring stays open; what was not discussed has no ring."""


def loop(pen: Pen, x: float, baseline: float, state: str, element: Element | None) -> None:
    """Draw a loop centred at `x`: a closed ring, one with a small gap, or one that is wide open."""
    gap = _GAPS.get(state)
    if gap is None:
        pen.box(x - SQUARE / 2, baseline - MIDDLE - 0.35, SQUARE, 0.9, fill=SOFT, element=element)
        return
    pen.arc(x, baseline - MIDDLE, 1.7 * MM, gap, color=ACCENT, line=1.1, element=element)


STEP = 10 * MM
"""The distance between two levels of the dumbbell."""


def dumbbell(
    pen: Pen, x: float, baseline: float, then: str, now: str, *, is_thin: bool, element: Element | None
) -> None:
    """Draw then and now on the positions 1 to 4; a dash where the difference rests on little evidence."""
    top = baseline - MIDDLE
    places = {value: x + index * STEP for index, value in enumerate(LEVELS)}
    if then in places and now in places and then != now:
        width, color, dash = (0.9, GREY, "2 1.6") if is_thin else (1.3, ACCENT, "")
        with pen.artifact():
            pen.rule(places[then], top, places[now], top, width=width, color=color, dash=dash)
        level(pen, places[then], baseline, then, radius=1.15 * MM, color=SOFT, element=element)
    if now in places:
        level(pen, places[now], baseline, now, radius=1.5 * MM, element=element)
    if then == now and now in places:
        pen.disc(places[now], top, 2.05 * MM, color=ACCENT, line=0.5, element=element)


def guides(pen: Pen, x: float, top: float, bottom: float) -> None:
    """Draw the four thin lines that the dumbbells stand on."""
    for index in range(len(LEVELS)):
        pen.rule(x + index * STEP, top, x + index * STEP, bottom, width=0.35, color=HAIR)


def share_strokes(pen: Pen, x: float, baseline: float, filled: int, total: int) -> None:
    """Draw a stroke per criterion of a standard, broad for those at level 3 or 4."""
    top = baseline - MIDDLE - 1.35 * MM
    for index in range(total):
        width = 1.7 * MM if index < filled else 0.45 * MM
        pen.box(x + index * 3.4 * MM, top, width, 2.7 * MM, fill=ACCENT)


MOST_ACROSS = 24
"""A line of more criteria goes on in another row of the mark: closer together its strokes would run into one."""


def cover_mark(pen: Pen, x: float, top: float, framework: Framework) -> None:
    """Draw a stroke per criterion, a row per line, core criteria broad; it shows the framework, never a result."""
    width, height = 38 * MM, 36 * MM
    lines = [[item for item in framework.criteria if item.line == line.code] for line in framework.lines]
    rows = [line[start : start + MOST_ACROSS] for line in lines for start in range(0, len(line), MOST_ACROSS)]
    gap = 2.7 * MM * min(1.0, 3 / max(len(rows), 1))
    row_height = max((height - gap * (len(rows) - 1)) / max(len(rows), 1), 0.5)
    for index, row in enumerate(rows):
        step = (width - 1.25 * MM) / max(len(row) - 1, 1)
        for place, criterion in enumerate(row):
            broad = min(1.25 * MM, step * 0.5)
            size, color = (broad, ACCENT) if criterion.is_core else (min(0.4 * MM, broad), GREY)
            pen.box(x + place * step, top + index * (row_height + gap), size, row_height, fill=color)
