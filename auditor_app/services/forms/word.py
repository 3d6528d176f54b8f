"""The report as a Word file: real headings, tables with heads, words for pictures, the language of every passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from auditor_app.services.forms.book import EPOCH, same_bytes
from auditor_app.services.forms.plain import printable
from auditor_app.services.report.reading import Node, Picture, Words

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_HEADINGS: Final = {"H1": 1, "H2": 2, "H3": 3, "H4": 4}
_BLOCKS: Final = frozenset({*_HEADINGS, "P", "L", "LI", "Table", "BlockQuote", "Sect", "Document", "Form"})
_WIDTH: Final = Mm(162)
_PHOTO: Final = Mm(110)
_LOGO: Final = Mm(38)
_REGIONS: Final = {"nl": "nl-NL", "en": "en-GB", "sv": "sv-SE"}
_NOT_IN_NAMES: Final = re.compile(r"\W+")
_LONGEST_BOOKMARK: Final = 40
_CELL, _NOTE = "Report Cell", "Report Note"
_ACCENT: Final = RGBColor(0x1F, 0x4E, 0x6B)


def as_word(root: Node, title: str, language: str, *, notice: Sequence[str], contents: str) -> bytes:
    """Write the tree as a .docx; `contents` heads the list of links to the parts."""
    writing = _Writing(language)
    writing.begin(title)
    cover, *others = (kid for kid in root.kids if isinstance(kid, Node))
    writing.cover(cover)
    for sentence in notice:
        writing.note(sentence)
    writing.contents(contents, others)
    for part in others:
        writing.part(part)
    return writing.finished()


class _Writing:
    """One file while it is being written."""

    def __init__(self, language: str) -> None:
        self._file: File = Document()
        self._language = language
        self._marks: dict[str, int] = {}
        self._waiting = ""
        """The part whose heading comes next."""

    def begin(self, title: str) -> None:
        """Set the page, the typefaces, the language and what the file says about itself."""
        section = self._file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(24)
        section.top_margin, section.bottom_margin = Mm(25), Mm(25)
        said = self._file.core_properties
        said.title, said.author, said.language = printable(title)[:255], "Auditor", _region(self._language)
        said.created = said.modified = EPOCH
        said.comments, said.last_modified_by, said.revision = "", "Auditor", 1
        for name, size in ((_CELL, 9), (_NOTE, 9)):
            made = self._file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.font.size, made.paragraph_format.space_after = Pt(size), Pt(2)
        normal = self._file.styles["Normal"]
        normal.font.name, normal.font.size = "Georgia", Pt(10.5)
        normal.element.get_or_add_rPr().append(_language_of(self._language))
        for level, size in ((1, 20), (2, 14), (3, 12)):
            style = self._file.styles[f"Heading {level}"]
            style.font.name, style.font.size = "Georgia", Pt(size)
            style.font.color.rgb, style.font.bold = _ACCENT, False

    def cover(self, node: Node) -> None:
        """Write the cover: its title is the document's."""
        for kid in node.kids:
            if isinstance(kid, Node) and kid.tag == "H1":
                self._words(self._paragraph(self._file, "Title"), kid)
            elif isinstance(kid, Node):
                self._block(kid, self._file, is_cover=True)

    def note(self, sentence: str) -> None:
        """Write one of the sentences about the file itself."""
        self._paragraph(self._file, _NOTE).add_run(printable(sentence)).italic = True

    def contents(self, title: str, parts: Sequence[Node]) -> None:
        """List the parts as links: a list of Word's own would stay empty until somebody asks for it."""
        begun = self._paragraph(self._file, "Heading 1")
        begun.add_run(printable(title))
        begun.paragraph_format.page_break_before = True
        for part in parts:
            heading = next((kid for kid in part.kids if isinstance(kid, Node) and kid.tag == "H1"), None)
            if heading is not None:
                paragraph = self._file.add_paragraph()
                _linked(paragraph, [paragraph.add_run(printable(heading.text))], _bookmark(part.anchor))

    def part(self, node: Node) -> None:
        """Write one part on a page of its own."""
        self._waiting = node.anchor
        self._block(node, self._file)

    def _block(self, node: Node, where: File | _Cell, *, is_cover: bool = False) -> None:
        if node.tag == "Form" or (node.tag == "P" and not node.text.strip() and not node.pictures):
            return
        if node.tag == "Table":
            self._table(node)
        elif node.tag in _HEADINGS:
            self._heading(node, where)
        elif node.tag == "L":
            for item in node.kids:
                if isinstance(item, Node):
                    self._words(self._paragraph(where, "List Bullet"), item)
        elif node.tag == "Figure":
            self._words(where.add_paragraph(), node, width=_LOGO if is_cover else _PHOTO)
        elif any(isinstance(kid, Node) and kid.tag in _BLOCKS for kid in node.kids):
            self._inner(node, where)
        else:
            self._words(where.add_paragraph(), node)

    def _heading(self, node: Node, where: File | _Cell) -> None:
        """Write a heading that links may lead to; the first one of a part begins a page."""
        paragraph = self._paragraph(where, f"Heading {_HEADINGS[node.tag]}")
        if self._waiting:
            _anchored(paragraph, _bookmark(self._waiting), self._next(self._waiting))
            paragraph.paragraph_format.page_break_before = True
            self._waiting = ""
        self._words(paragraph, node)

    def _inner(self, node: Node, where: File | _Cell) -> None:
        for kid in node.kids:
            if not isinstance(kid, Node):
                continue
            if node.tag == "BlockQuote":
                self._words(self._paragraph(where, "Quote"), kid, lang=kid.lang or node.lang)
            else:
                self._block(kid, where)

    @staticmethod
    def _paragraph(where: File | _Cell, style: str) -> Paragraph:
        """Add a paragraph of a style; python-docx would look through all styles for each one."""
        paragraph = where.add_paragraph()
        paragraph._p.style = _id(style)  # noqa: SLF001 - as above
        return paragraph

    def _next(self, anchor: str) -> int:
        return self._marks.setdefault(anchor, len(self._marks) + 1)

    def _table(self, node: Node) -> None:
        rows = [kid for kid in node.kids if isinstance(kid, Node) and kid.tag == "TR"]
        cells = [[kid for kid in row.kids if isinstance(kid, Node)] for row in rows]
        width = max((sum(cell.span for cell in row) for row in cells), default=0)
        if not width:
            return
        table: Table = self._file.add_table(rows=len(rows), cols=width, style="Table Grid")
        spots = table._cells  # noqa: SLF001 - asking the table for one cell lays it all out each time
        for place, row in enumerate(cells):
            column = 0
            for cell in row:
                here = spots[place * width + column : place * width + column + cell.span]
                self._cell(here, cell)
                column += cell.span
            if place == 0 and all(cell.scope == "Column" for cell in row):
                table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - it has no call
            table.rows[place]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above

    def _cell(self, spots: list[_Cell], node: Node) -> None:
        cell = spots[0].merge(spots[-1]) if node.span > 1 else spots[0]
        paragraph = cell.paragraphs[0]
        paragraph._p.style = _id(_CELL)  # noqa: SLF001 - see _paragraph
        self._words(paragraph, node, is_strong=node.scope == "Column")

    def _words(
        self,
        paragraph: Paragraph,
        node: Node,
        *,
        lang: str = "",
        is_strong: bool = False,
        width: Mm = _PHOTO,
    ) -> None:
        """Say all there is in an element in one paragraph."""
        language = node.lang or lang
        if node.anchor:
            _anchored(paragraph, _bookmark(node.anchor), self._next(node.anchor))
        if node.tag == "Figure" and not node.pictures and not node.text.strip():
            _said(paragraph.add_run(printable(node.alt)), language)
            return
        for kid in node.kids:
            if isinstance(kid, Picture):
                self._picture(paragraph, kid, node.alt, width)
            elif isinstance(kid, Words):
                run = paragraph.add_run(printable(kid.text))
                _said(run, kid.lang or language)
                if kid.is_strong or is_strong:
                    run.bold = True
                if kid.is_emphasised:
                    run.italic = True
            else:
                if kid.tag == "LBody" and paragraph.runs:
                    paragraph.add_run(" ")
                before = len(paragraph.runs)
                self._words(paragraph, kid, lang=language, is_strong=is_strong or kid.tag == "Lbl")
                if kid.tag == "Link":
                    _linked(paragraph, paragraph.runs[before:], _bookmark(kid.target))

    @staticmethod
    def _picture(paragraph: Paragraph, picture: Picture, alt: str, width: Mm) -> None:
        shape = paragraph.add_run().add_picture(BytesIO(picture.content), width=width)
        described = shape._inline.docPr  # noqa: SLF001 - python-docx has no call for alternative text
        described.set("descr", printable(alt))

    def finished(self) -> bytes:
        """Give the file."""
        output = BytesIO()
        self._file.save(output)
        return same_bytes(output.getvalue())


def _id(style: str) -> str:
    return style.replace(" ", "")


def _region(language: str) -> str:
    return _REGIONS.get(language, language)


def _language_of(language: str) -> BaseOxmlElement:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), _region(language))
    return element


def _said(run: Run, language: str) -> None:
    if language:
        run._r.get_or_add_rPr().append(_language_of(language))  # noqa: SLF001 - python-docx knows no languages


def _bookmark(anchor: str) -> str:
    return ("a_" + _NOT_IN_NAMES.sub("_", anchor))[:_LONGEST_BOOKMARK]


def _anchored(paragraph: Paragraph, name: str, number: int) -> None:
    """Let links lead to a paragraph."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)  # noqa: SLF001 - python-docx has no call for bookmarks


def _linked(paragraph: Paragraph, runs: Sequence[Run], anchor: str) -> None:
    """Make runs of a paragraph a link within the file."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    paragraph._p.append(link)  # noqa: SLF001 - python-docx has no call for links
    for run in runs:
        run.font.color.rgb = _ACCENT
        link.append(run._r)  # noqa: SLF001 - as above
