"""Paper for conversations: one page per role of the matrix, its questions with the codes of their cells, room to write.

A talk asks one row of the matrix (DOMAIN 8.1). The state of a cell is judged afterwards, on screen, so that nothing is
rated while people speak (DOMAIN 5, row 11).
"""

from __future__ import annotations

from typing import Final

from auditor_app.core.framework import Framework, MatrixCell, Named
from auditor_app.core.matrix import SCHOOL_ROLES, set_apart
from auditor_app.i18n import translator
from auditor_app.services.report.sheets import (
    FIELD,
    FIELDS_TOP,
    HEAD,
    LAST,
    LEFT,
    NAME,
    NAME_CODE,
    QUESTION,
    RIGHT,
    WIDTH,
    Sheet,
    SheetFor,
)
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import GREY, INK, MM

SQUARE: Final = 2.1 * MM
"""The sign of a cell, as on screen: the same letters may name a standard. Within its tag it is no box to tick."""
MOST_LINES: Final = 4
"""Of a question: a longer one would leave no room for its answer."""
CODES: Final = 172 * MM
"""Where the column begins for the criteria that an answer is evidence of."""


def matrix_sheets(framework: Framework, language: str, about: SheetFor | None = None) -> bytes:
    """Make a sheet per role of the matrix; the framework has to have one."""
    tr = translator(language)
    sheet = _MatrixSheet(framework, tr, about or SheetFor())
    return sheet.made(tr("Matrix sheets"), sheet.rows)


class _MatrixSheet(Sheet):
    """The rows of the matrix, a page each."""

    def rows(self) -> None:
        """Draw the pages of all roles."""
        for role in self._framework.matrix_roles:
            cells = [cell for cell in self._framework.matrix_cells if cell.id.startswith(role.code)]
            if cells:
                self._row(role, cells)

    def _row(self, role: Named, cells: list[MatrixCell]) -> None:
        tr, part = self._tr, self._root.add("Sect")
        title = tr("Matrix: {cell}").format(cell=tr.pick(role.title))
        hint = tr("What was said goes below its question. The state of a cell is set afterwards.")
        if role.code not in SCHOOL_ROLES or role.code in set_apart(self._framework):
            hint = f"{tr('Does not count for the school')}. {hint}"
        self._title(part, title, hint)
        self._activity(part)
        top = self._consent(part, FIELDS_TOP + 2 * FIELD + 5.8 * MM) + 7 * MM
        room = (LAST - top) / len(cells)
        for index, cell in enumerate(cells):
            self._cell(part, cell, top + index * room, room)
        self._foot(part, has_core=False)
        self._pen.show_page()

    def _cell(self, part: Element, cell: MatrixCell, top: float, room: float) -> None:
        """Draw one cell: its square and code, the step, the question, and lines down to its end."""
        tr, baseline = self._tr, top + 3 * MM
        heading = part.add("H2")
        x = self._tag(cell.id, baseline, heading) + 3 * MM
        steps = {step.code: tr.pick(step.title) for step in self._framework.matrix_steps}
        (line, *_) = self._setter.clipped(steps.get(cell.id[-1], ""), NAME, RIGHT - x, 1) or (None,)
        if line is not None:
            self._pen.text(x, baseline, line, heading)
        baseline += 5.2 * MM
        question = part.add("P")
        for line in self._setter.clipped(tr.pick(cell.question), QUESTION, WIDTH, MOST_LINES):
            self._pen.text(LEFT, baseline, line, question)
            baseline += QUESTION.leading
        head = baseline + 2.6 * MM
        titles = self._write_on(part, tr("Time, seen or heard"), head, top + room - 4 * MM, CODES)
        self._put(tr("Code (E2.1)"), HEAD, CODES + 1.2 * MM, head - 1.6 * MM, titles)

    def _tag(self, code: str, baseline: float, heading: Element) -> float:
        """Draw a code as its tag on screen, where the square tells a cell from a standard; gives where it ends."""
        side = SQUARE / 2
        self._pen.box(LEFT + side, baseline - SQUARE, SQUARE, SQUARE, stroke=INK, line=0.7)
        x = LEFT + SQUARE + 2 * side
        right = x + self._put(code, NAME_CODE, x, baseline, heading) + side
        self._pen.box(LEFT, baseline - SQUARE - side, right - LEFT, SQUARE + 2 * side, stroke=GREY, line=0.5)
        return right
