"""Tables in a Word file: as wide as on the page, ruled between rows only, the head repeated on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from auditor_app.services.forms.word_styles import CELL, WIDTH
from auditor_app.services.report.reading import Node

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_LEAST: Final = Mm(11)
_INK, _HAIR = "1F1D1A", "D5CFC3"
_RULES: Final = (("top", 8, _INK), ("bottom", 8, _INK), ("insideH", 4, _HAIR))
"""Side, width in eighths of a point, colour."""
_MARGINS: Final = (("top", 30), ("left", 0), ("bottom", 30), ("right", 110))
"""In twentieths of a point."""

Say = Callable[["Paragraph", Node, bool], None]
"""Writes what a cell says into a paragraph; the last tells whether it heads a column."""


def add_table(file: File, node: Node, say: Say) -> None:
    """Write a table; every cell is one paragraph."""
    rows = [[cell for cell in row.kids if isinstance(cell, Node)] for row in _rows(node)]
    wide = max((sum(cell.span for cell in row) for row in rows), default=0)
    if not wide:
        return
    table: Table = file.add_table(rows=len(rows), cols=wide)
    _dress(table)
    widths = _widths(node, wide)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    spots = table._cells  # noqa: SLF001 - asking the table for one cell lays it all out each time
    for place, row in enumerate(rows):
        column = 0
        for cell in row:
            here = slice(column, column + cell.span)
            _fill(spots[place * wide : (place + 1) * wide][here], widths[here], cell, say)
            column += cell.span
        properties = table.rows[place]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for it
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0 and all(cell.scope == "Column" for cell in row):
            properties.append(OxmlElement("w:tblHeader"))


def _rows(node: Node) -> list[Node]:
    return [kid for kid in node.kids if isinstance(kid, Node) and kid.tag == "TR"]


def _fill(spots: Sequence[_Cell], widths: Sequence[Emu], node: Node, say: Say) -> None:
    cell = spots[0].merge(spots[-1]) if node.span > 1 else spots[0]
    cell.width = Emu(sum(widths))
    paragraph = cell.paragraphs[0]
    paragraph._p.style = CELL.replace(" ", "")  # noqa: SLF001 - python-docx would look through all styles
    if node.scope == "Column" or node.span > 1:
        paragraph.paragraph_format.keep_with_next = True
    say(paragraph, node, node.scope == "Column" or node.span > 1)


def _widths(node: Node, wide: int) -> list[Emu]:
    """Share out the page as the report's own columns do; a column of signs alone gets room for its words."""
    given = node.widths if len(node.widths) == wide else (1.0,) * wide
    shares = [width / sum(given) * WIDTH for width in given]
    least = min(_LEAST, WIDTH // wide)
    lacking = sum(max(0.0, least - share) for share in shares)
    spare = sum(max(0.0, share - least) for share in shares) or 1.0
    return [Emu(round(least if share < least else share - (share - least) / spare * lacking)) for share in shares]


def _dress(table: Table) -> None:
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no call for rules and margins
    rules = OxmlElement("w:tblBorders")
    for side, size, color in _RULES:
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", color)):
            rule.set(qn(f"w:{name}"), value)
        rules.append(rule)
    margins = OxmlElement("w:tblCellMar")
    for side, size in _MARGINS:
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(size))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(rules)
    layout.addnext(margins)
