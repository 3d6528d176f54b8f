"""Paper for when the laptop fails: a blank capture sheet and a sheet per standard, with the same codes as on screen.

Tagged PDF/A like the report, but it holds no data. Look-fors stand on it as hints; there is nothing to tick that could
add up (DOMAIN 5, rows 3 and 24).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Final

from auditor_app.core.framework import Criterion, Framework, Standard
from auditor_app.i18n import Translator, translator
from auditor_app.services.report.archive import LOCK, Contents, archived
from auditor_app.services.report.canvas import new_canvas
from auditor_app.services.report.compose import Setter
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import (
    ACCENT,
    GREY,
    HAIR,
    INK,
    MM,
    SANS,
    SANS_MEDIUM,
    SANS_SEMIBOLD,
    SERIF,
    SERIF_MEDIUM,
    SOFT,
    Type,
)
from auditor_app.services.report.text import Line, Span, width_of
from auditor_app.services.words.first_letter import small

LEFT, RIGHT = 14 * MM, 196 * MM
WIDTH: Final = RIGHT - LEFT
TITLE = Type(SERIF, 20, 24)
HINT = Type(SANS, 7.8, 10.4, SOFT)
LABEL = Type(SANS, 6.6, 9, SOFT)
FILLED, FILLED_SMALLER, FILLED_SMALLEST = Type(SERIF, 9.6, 12), Type(SERIF, 8.2, 12), Type(SERIF, 7, 12)
HEAD = Type(SANS_SEMIBOLD, 7, 9)
CODE = Type(SANS, 7.4, 10)
SMALL = Type(SANS, 6.6, 8.9)
SMALL_CODE = Type(SANS_SEMIBOLD, 6.6, 8.9)
NAME = Type(SERIF_MEDIUM, 12.2, 15)
NAME_CODE = Type(SANS_MEDIUM, 9, 15, ACCENT)
QUESTION = Type(SERIF, 10, 13)
FOOT = Type(SANS, 6.8, 9, SOFT)

ROW = 9 * MM
"""One line to write on."""
FIELDS_TOP, FIELD = 20 * MM, 10.2 * MM
TABLE_TOP = 51 * MM
FOOT_BASELINE = 290.5 * MM
LAST = 286 * MM
INTERPRETATION_LINES = 3
MOST_CODES = 90 * MM
"""Longer lists of codes would leave no lines to write on."""
GAP = 3.4 * MM
CODE_COLUMNS, BETWEEN_CODES = 3, 5 * MM
CODES_WIDTH = (WIDTH - (CODE_COLUMNS - 1) * BETWEEN_CODES) / CODE_COLUMNS
"""How wide each column of codes is."""
PER_PAGE = 2
"""Criteria on one page of a standard's sheet: fewer leave more lines to write on."""
LEAST_LINES = 3
NOT_ON_PAPER = frozenset({"SUR", "MAT"})
"""Sources that nobody writes down during a visit."""

_FIRST_ROW = (14, 74, 124, 148, 170, 196)
_SECOND_ROW = (14, 44, 92, 126, 148, 196)
_TABLE = (14, 29, 154, 178, 196)


@dataclass(frozen=True)
class SheetFor:
    """What is known already and printed in the fields; all may be empty."""

    school: str = ""
    visit: str = ""


def capture_sheet(framework: Framework, language: str, about: SheetFor | None = None) -> bytes:
    """Make the blank capture sheet, one page, to print as often as needed."""
    tr = translator(language)
    sheet = Sheet(framework, tr, about or SheetFor())
    return sheet.made(tr("Capture sheet"), sheet.capture)


def criterion_sheets(framework: Framework, language: str, about: SheetFor | None = None) -> bytes:
    """Make the sheets of all standards: question, look-fors as hints, and lines to write on."""
    tr = translator(language)
    sheet = Sheet(framework, tr, about or SheetFor())
    return sheet.made(tr("Criterion sheets"), sheet.standards)


class Sheet:
    """One document while it is drawn, in points from the top of the page; the criteria are drawn here."""

    def __init__(self, framework: Framework, tr: Translator, about: SheetFor) -> None:
        self._framework = framework
        self._tr = tr
        self._about = about
        self._setter = Setter()
        self._root = Element("Document")
        self._pen: Pen

    def made(self, title: str, draw: Callable[[], None]) -> bytes:
        """Draw everything and give the finished file."""
        with LOCK:
            output = BytesIO()
            canvas = new_canvas(output, self._tr.language)
            self._pen = Pen(canvas)
            draw()
            canvas.save()
            return archived(
                output.getvalue(),
                Contents(
                    title=title,
                    language=self._tr.language,
                    taken="",
                    data=b"",
                    data_name="",
                    root=self._root,
                    annotations=self._pen.annotations,
                    targets=self._pen.targets,
                    is_draft=False,
                ),
            )

    def capture(self) -> None:
        """Draw the one page of the capture sheet."""
        tr = self._tr
        part = self._root.add("Sect")
        self._title(
            part, tr("Capture sheet"), tr("Paper for emergencies. Typed in later, a note is marked “afterwards”.")
        )
        self._activity(part)
        below = self._consent(part, self._sources(part, FIELDS_TOP + 2 * FIELD + 5.8 * MM) + 4.6 * MM)
        cells = self._cell_lines()
        codes_top = FOOT_BASELINE - 5 * MM - _height(self._columns) - GAP - len(cells) * SMALL.leading
        head = max(TABLE_TOP, below + 2 * MM) + 5.2 * MM
        lines = int((codes_top - 6 * MM - head - (INTERPRETATION_LINES + 1) * ROW) // ROW)
        self._table(part, head, max(LEAST_LINES, lines))
        top = head + max(LEAST_LINES, lines) * ROW
        self._interpretation(part, top)
        self._codes(part, codes_top)
        self._cells(part, cells)
        self._foot(part)
        self._pen.show_page()

    def _activity(self, part: Element) -> None:
        """Draw the boxes that say which visit and which activity it is."""
        tr = self._tr
        self._fields(part, FIELDS_TOP, _FIRST_ROW, self._first_labels(), (self._about.school, self._about.visit))
        second = (
            tr("From – to"),
            tr("Room (kind, no number)"),
            tr("Subject"),
            tr("Year group"),
            tr("Present / expected"),
        )
        self._fields(part, FIELDS_TOP + FIELD, _SECOND_ROW, second, ())

    def _first_labels(self) -> tuple[str, ...]:
        tr = self._tr
        return (tr("School"), tr("Audit"), tr("Auditor"), tr("Sheet"), tr("Date"))

    def _title(self, part: Element, title: str, hint: str) -> None:
        heading = part.add("H1")
        self._setter.label(title, TITLE, heading, x=LEFT, baseline=15.6 * MM)(self._pen, 0.0)
        room = WIDTH - width_of(title, TITLE) - 6 * MM
        lines = self._setter.clipped(hint, HINT, max(room, 30 * MM), 2)
        element, baseline = part.add("P"), 15.6 * MM - (len(lines) - 1) * HINT.leading
        for line in lines:
            self._pen.text(RIGHT - line.width, baseline, line, element)
            baseline += HINT.leading

    def _fields(
        self, part: Element, top: float, edges: Sequence[float], labels: Sequence[str], filled: Sequence[str]
    ) -> None:
        """Draw a row of boxes with a label in each, and what is known already."""
        pen = self._pen
        for index, label in enumerate(labels):
            left, right = edges[index] * MM, edges[index + 1] * MM
            pen.box(left, top, right - left, FIELD, stroke=GREY, line=0.5)
            element = part.add("P")
            (line, *_) = self._setter.clipped(label, LABEL, right - left - 3 * MM, 1)
            pen.text(left + 1.2 * MM, top + 2.9 * MM, line, element)
            if index < len(filled) and filled[index]:
                pen.text(left + 1.2 * MM, top + 8 * MM, self._fitting(filled[index], right - left - 3 * MM), element)

    def _fitting(self, text: str, width: float) -> Line:
        """Set what is known already smaller where it is long; only the longest names end with "…"."""
        for type_ in (FILLED, FILLED_SMALLER, FILLED_SMALLEST):
            line, *more = self._setter.clipped(text, type_, width, 2)
            if not more:
                return line
        (line, *_) = self._setter.clipped(text, FILLED_SMALLEST, width, 1)
        return line

    def _sources(self, part: Element, baseline: float) -> float:
        """Draw a box per kind of source, in as many lines as needed; gives where the last line stands."""
        element = part.add("P")
        x = LEFT + self._put(self._tr("Source"), HEAD, LEFT, baseline, element) + 4 * MM
        for source in self._framework.sources:
            if source.code in NOT_ON_PAPER:
                continue
            if x + 4.2 * MM + width_of(source.code, SMALL) > RIGHT:
                x, baseline = LEFT, baseline + 5 * MM
            x = self._box(source.code, x, baseline, element)
        return baseline

    def _consent(self, part: Element, baseline: float) -> float:
        """Draw what is asked at the beginning of a conversation, as the form of an activity asks it."""
        tr, element = self._tr, part.add("P")
        x = LEFT + self._put(tr("Conversation"), HEAD, LEFT, baseline, element) + 4 * MM
        for words in (tr("information given"), tr("voluntary")):
            x = self._box(words, x, baseline, element)
        return baseline

    def _box(self, words: str, x: float, baseline: float, element: Element) -> float:
        """Draw a box with its words; gives where the next one begins."""
        self._pen.box(x, baseline - 2.5 * MM, 3 * MM, 3 * MM, stroke=INK, line=0.5)
        return x + 4.2 * MM + self._put(words, SMALL, x + 4.2 * MM, baseline, element) + 3.2 * MM

    def _table(self, part: Element, head: float, lines: int) -> None:
        pen, tr = self._pen, self._tr
        seen = tr("Seen or heard (fact, no names). Literal words between quotation marks.")
        element = part.add("P")
        for index, title in enumerate((tr("Time"), seen, tr("Code (E2.1)"))):
            (line, *_) = self._setter.clipped(title, HEAD, (_TABLE[index + 1] - _TABLE[index] - 2) * MM, 1)
            pen.text(_TABLE[index] * MM + 1.2 * MM, head - 1.7 * MM, line, element)
        self._signs(_TABLE[3] * MM + 1.8 * MM, head - 1.7 * MM, element)
        bottom = head + lines * ROW
        pen.rule(LEFT, head, RIGHT, head, width=0.8)
        self._lines(head, lines)
        for edge in _TABLE[1:-1]:
            pen.rule(edge * MM, head - 5.2 * MM, edge * MM, bottom, width=0.5, color=GREY)

    def _signs(self, x: float, baseline: float, element: Element) -> None:
        for index, sign in enumerate("+−○"):
            self._put(sign, HEAD, x + index * 4.4 * MM, baseline, element)

    def _lines(self, top: float, lines: int) -> None:
        for index in range(1, lines + 1):
            self._pen.rule(LEFT, top + index * ROW, RIGHT, top + index * ROW, width=0.4, color=GREY)

    def _interpretation(self, part: Element, top: float) -> None:
        pen, tr, head = self._pen, self._tr, top + 6 * MM
        element = part.add("P")
        self._put(tr("Interpretation (apart from the fact; may stay empty)"), HEAD, LEFT, head - 1.7 * MM, element)
        legend = tr("+ supports, − contradicts, ○ context")
        self._setter.label(legend, LABEL, element, x=RIGHT, baseline=head - 1.7 * MM, right=True)(pen, 0.0)
        pen.rule(LEFT, head, RIGHT, head, width=0.8)
        self._lines(head, INTERPRETATION_LINES)

    @cached_property
    def _columns(self) -> list[list[list[Line]]]:
        """Set the standards of each line in a column, with their criteria where there is room for those."""
        return next((found for found in map(self._set, (True, False)) if _height(found) <= MOST_CODES), [])

    def _set(self, has_criteria: bool) -> list[list[list[Line]]]:  # noqa: FBT001 - tried both ways
        columns: list[list[list[Line]]] = [[] for _ in range(CODE_COLUMNS)]
        for index, line in enumerate(self._framework.lines):
            for standard in self._framework.standards_of(line.code):
                spans = self._code_spans(standard, has_criteria=has_criteria)
                columns[index % CODE_COLUMNS].append(self._setter.lines(spans, SMALL, CODES_WIDTH))
        return columns

    def _code_spans(self, standard: Standard, *, has_criteria: bool) -> list[Span]:
        named = ", ".join(
            f"{self._short(criterion)}{'*' if criterion.is_core else ''}\u00a0{self._name(criterion.title)}"
            for criterion in self._framework.criteria_of(standard.code)
        )
        title = self._tr.pick(standard.title)
        return [Span(f"{standard.code} ", SMALL_CODE), Span(f"{title}: {named}" if has_criteria else title, SMALL)]

    @staticmethod
    def _short(criterion: Criterion) -> str:
        return criterion.code.removeprefix(criterion.standard)

    def _name(self, texts: object) -> str:
        name = self._tr.pick(texts)
        return small(name)

    def _codes(self, part: Element, top: float) -> None:
        self._put(self._tr("Codes"), HEAD, LEFT, top, part.add("H2"))
        for index, column in enumerate(self._columns):
            baseline = top + GAP + 1 * MM
            for lines in column:
                element = part.add("P")
                for line in lines:
                    self._pen.text(LEFT + index * (CODES_WIDTH + BETWEEN_CODES), baseline, line, element)
                    baseline += SMALL.leading
                baseline += 1.2 * MM

    def _cell_lines(self) -> list[Line]:
        """Set what the codes of matrix cells are made of; a framework may have none."""
        roles, steps = self._framework.matrix_roles, self._framework.matrix_steps
        if not roles or not steps:
            return []
        letters = ", ".join(f"{role.code}\u00a0{self._tr.pick(role.title)}" for role in roles)
        numbers = ", ".join(f"{step.code}\u00a0{self._name(step.title)}" for step in steps)
        name = self._tr("Cells of the matrix have no point ({code}):").format(code=f"{roles[0].code}{steps[0].code}")
        return self._setter.lines([Span(f"{name} ", SMALL_CODE), Span(f"{letters}; {numbers}", SMALL)], SMALL, WIDTH)

    def _cells(self, part: Element, lines: Sequence[Line]) -> None:
        baseline, element = FOOT_BASELINE - 4.6 * MM - (len(lines) - 1) * SMALL.leading, part.add("P")
        for line in lines:
            self._pen.text(LEFT, baseline, line, element)
            baseline += SMALL.leading

    def _foot(self, part: Element, *, has_core: bool = True) -> None:
        tr = self._tr
        words = (
            tr(
                "* core criterion.  No names of persons. Pupils take part freely. Destroy this sheet once it is "
                "typed in."
            )
            if has_core
            else tr("No names of persons. Pupils take part freely. Destroy this sheet once it is typed in.")
        )
        (line, *_) = self._setter.clipped(words, FOOT, WIDTH, 1)
        self._pen.text(LEFT, FOOT_BASELINE, line, part.add("P"))

    def _put(self, text: str, type_: Type, x: float, baseline: float, element: Element | None) -> float:
        self._setter.label(text, type_, element, x=x, baseline=baseline)(self._pen, 0.0)
        return width_of(text, type_)

    def standards(self) -> None:
        """Draw the pages of all standards."""
        for standard in self._framework.standards:
            criteria = self._framework.criteria_of(standard.code)
            for start in range(0, len(criteria), PER_PAGE):
                self._page(standard, criteria[start : start + PER_PAGE])

    def _page(self, standard: Standard, criteria: Sequence[Criterion]) -> None:
        part = self._root.add("Sect")
        hint = self._tr("Look-fors are hints; there is nothing to tick.")
        self._title(part, f"{standard.code}  {self._tr.pick(standard.title)}", hint)
        self._fields(part, FIELDS_TOP, _FIRST_ROW, self._first_labels(), (self._about.school, self._about.visit))
        top = FIELDS_TOP + FIELD + 7 * MM
        room = (LAST - top) / PER_PAGE
        for index, criterion in enumerate(criteria):
            self._criterion(part, criterion, top + index * room, room)
        self._foot(part)
        self._pen.show_page()

    def _criterion(self, part: Element, criterion: Criterion, top: float, room: float) -> None:
        """Draw one criterion: its name and question, its look-fors in two columns, and lines down to its end."""
        pen, tr = self._pen, self._tr
        heading = part.add("H2")
        baseline = top + 3 * MM
        core = "*" if criterion.is_core else ""
        x = LEFT + self._put(f"{criterion.code}{core}", NAME_CODE, LEFT, baseline, heading) + 3 * MM
        (line, *_) = self._setter.clipped(tr.pick(criterion.title), NAME, RIGHT - x, 1)
        pen.text(x, baseline, line, heading)
        baseline += 5.6 * MM
        question = part.add("P")
        for line in self._setter.lines(tr.pick(criterion.question), QUESTION, WIDTH):
            pen.text(LEFT, baseline, line, question)
            baseline += QUESTION.leading
        baseline = self._look_fors(part, criterion, baseline + 0.6 * MM)
        head = baseline + 4.6 * MM
        titles = self._write_on(part, tr("Time, source, seen or heard"), head, top + room - 5 * MM, 180 * MM)
        self._signs(183 * MM, head - 1.6 * MM, titles)

    def _write_on(self, part: Element, title: str, head: float, bottom: float, column: float) -> Element:
        """Draw lines to write on, with a narrow column at the right; gives the element of the titles."""
        titles = part.add("P")
        self._put(title, HEAD, LEFT, head - 1.6 * MM, titles)
        self._pen.rule(LEFT, head, RIGHT, head, width=0.8)
        lines = max(LEAST_LINES, int((bottom - head) // ROW))
        self._lines(head, lines)
        self._pen.rule(column, head, column, head + lines * ROW, width=0.5, color=HAIR)
        return titles

    def _look_fors(self, part: Element, criterion: Criterion, baseline: float) -> float:
        """Set the hints in two columns; gives the baseline below the longer one."""
        hints = criterion.look_for.get(self._tr.language) or criterion.look_for.get("en", ())
        width = (WIDTH - 6 * MM) / 2
        listed = part.add("L")
        half = (len(hints) + 1) // 2
        ends = [baseline]
        for column, chosen in enumerate((hints[:half], hints[half:])):
            place = baseline
            for hint in chosen:
                body = listed.add("LI").add("LBody")
                x = LEFT + column * (width + 6 * MM)
                with self._pen.artifact():
                    self._put("–", HINT, x, place, None)
                for line in self._setter.lines(hint, HINT, width - 3 * MM):
                    self._pen.text(x + 3 * MM, place, line, body)
                    place += HINT.leading
            ends.append(place)
        return max(ends)


def _height(columns: Sequence[Sequence[Sequence[Line]]]) -> float:
    heights = (sum(len(lines) * SMALL.leading + 1.2 * MM for lines in column) for column in columns)
    return max(heights, default=0.0)
