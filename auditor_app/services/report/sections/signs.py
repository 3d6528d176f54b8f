"""The drawn signs of `symbols.py` in the cells of tables: a level, a state of the matrix, a loop."""

from __future__ import annotations

from auditor_app.core.matrix import RowState
from auditor_app.services.report import symbols
from auditor_app.services.report.style import MM
from auditor_app.services.report.tables import Picture


def level_sign(level: str) -> Picture:
    """Draw a level where its column starts."""
    return lambda pen, x, baseline, element: symbols.level(
        pen, x + symbols.TABLE_RADIUS, baseline, level, element=element
    )


def state_sign(state: str) -> Picture:
    """Draw a state of the matrix."""
    return lambda pen, x, baseline, element: symbols.matrix_state(pen, x, baseline, state, element)


def loop_sign(state: RowState) -> Picture:
    """Draw a loop."""
    return lambda pen, x, baseline, element: symbols.loop(pen, x + 1.8 * MM, baseline, str(state), element)
