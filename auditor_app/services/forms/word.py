"""The report as a Word file: real headings, tables with heads, words for pictures, the language of every passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from auditor_app.services.forms.book import same_bytes
from auditor_app.services.forms.plain import printable
from auditor_app.services.forms.word_styles import ACCENT, LABEL, NOTE, dress, foot, language_of
from auditor_app.services.forms.word_tables import add_table
from auditor_app.services.report.reading import Node, Picture, Words

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_HEADINGS: Final = {"H1": 1, "H2": 2, "H3": 3, "H4": 4}
_BLOCKS: Final = frozenset(
    {*_HEADINGS, "P", "L", "LI", "Table", "BlockQuote", "Sect", "Document", "Form", "Div", "Figure", "Caption"}
)
_PHOTO, _LOGO = (Mm(110), Mm(88)), (Mm(38), Mm(26))
"""How wide and how high a picture may be."""
_NOT_IN_NAMES: Final = re.compile(r"\W+")
_LONGEST_BOOKMARK: Final = 40
_BELOW_TABLE: Final = Pt(5)
_PARTED: Final = frozenset({"Lbl", "Figure"})


@dataclass(frozen=True)
class Around:
    """What stands around the report: sentences about the file, the head of its contents, and the foot of a page."""

    notice: Sequence[str] = ()
    contents: str = ""
    foot: str = ""
    numbered: str = "{page} / {pages}"


def as_word(root: Node, title: str, language: str, around: Around) -> bytes:
    """Write the tree as a .docx."""
    writing = _Writing()
    writing.begin(title, language, around)
    cover, *others = (kid for kid in root.kids if isinstance(kid, Node))
    writing.cover(cover)
    for sentence in around.notice:
        writing.note(sentence)
    writing.contents(around.contents, others)
    for part in others:
        writing.part(part)
    return writing.finished()


class _Writing:
    """One file while it is being written."""

    def __init__(self) -> None:
        self._file: File = Document()
        self._marks: dict[str, int] = {}
        self._waiting = ""
        """The part whose heading comes next."""
        self._is_first = True
        """Whether no part has been written yet."""
        self._is_below_table = False
        self._last: Paragraph | None = None
        """The paragraph written last, which stays with a table below it."""

    def begin(self, title: str, language: str, around: Around) -> None:
        """Set the page and its styles."""
        dress(self._file, title, language)
        foot(self._file, around.foot, around.numbered)

    def cover(self, node: Node) -> None:
        """Write the cover: its title is the document's."""
        is_name = False
        for kid in node.kids:
            if isinstance(kid, Node) and (kid.tag == "H1" or (is_name and kid.tag == "P")):
                self._words(self._paragraph("Subtitle" if is_name else "Title"), kid)
                is_name = kid.tag == "H1"
            elif isinstance(kid, Node):
                self._block(kid, is_cover=True)

    def note(self, sentence: str) -> None:
        """Write one of the sentences about the file itself."""
        self._paragraph(NOTE).add_run(printable(sentence))

    def contents(self, title: str, parts: Sequence[Node]) -> None:
        """List the parts as links: a list of Word's own would stay empty until somebody asks for it."""
        begun = self._paragraph("Heading 1")
        begun.add_run(printable(title))
        begun.paragraph_format.page_break_before = True
        for part in parts:
            heading = next((kid for kid in part.kids if isinstance(kid, Node) and kid.tag == "H1"), None)
            if heading is not None:
                paragraph = self._file.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(3)
                _linked(paragraph, [paragraph.add_run(printable(heading.text))], _bookmark(part.anchor))

    def part(self, node: Node) -> None:
        """Write one part; only the first begins a page, since Word's readers take texts over rather than leaf."""
        self._waiting = node.anchor
        self._block(node)
        self._is_first = False

    def _block(self, node: Node, *, is_cover: bool = False) -> None:
        if node.tag == "Form" or (node.tag == "P" and not node.text.strip() and not node.pictures):
            return
        if node.tag == "Table":
            self._table(node)
        elif node.tag in _HEADINGS:
            self._heading(node)
        elif node.tag == "L":
            for item in node.kids:
                if isinstance(item, Node):
                    self._words(self._paragraph("List Bullet"), item)
        elif node.tag == "Figure":
            paragraph = self._paragraph("Normal")
            paragraph.paragraph_format.keep_with_next = not is_cover
            self._words(paragraph, node, size=_LOGO if is_cover else _PHOTO)
        elif any(isinstance(kid, Node) and kid.tag in _BLOCKS for kid in node.kids):
            self._inner(node)
        else:
            style = "Caption" if node.tag == "Caption" else LABEL if node.is_label else "Normal"
            self._words(self._paragraph(style), node)

    def _table(self, node: Node) -> None:
        if self._is_below_table:
            # Word would take two tables that touch for one.
            self._paragraph(NOTE)
        elif self._last is not None:
            self._last.paragraph_format.keep_with_next = True
        add_table(self._file, node, self._cell)
        self._is_below_table = True

    def _heading(self, node: Node) -> None:
        """Write a heading that links may lead to."""
        paragraph = self._paragraph(f"Heading {_HEADINGS[node.tag]}")
        if self._waiting:
            _anchored(paragraph, _bookmark(self._waiting), self._next(self._waiting))
            if self._is_first:
                paragraph.paragraph_format.page_break_before = True
            self._waiting = ""
        self._words(paragraph, node)

    def _inner(self, node: Node) -> None:
        for kid in node.kids:
            if not isinstance(kid, Node):
                continue
            if node.tag == "BlockQuote":
                self._words(self._paragraph("Quote"), kid, lang=kid.lang or node.lang)
            else:
                self._block(kid)

    def _paragraph(self, style: str) -> Paragraph:
        """Add a paragraph of a style; python-docx would look through all styles for each one."""
        paragraph = self._file.add_paragraph()
        paragraph._p.style = style.replace(" ", "")  # noqa: SLF001 - its own `style` is the slow one
        if self._is_below_table and not style.startswith("Heading"):
            paragraph.paragraph_format.space_before = _BELOW_TABLE
        self._is_below_table, self._last = False, paragraph
        return paragraph

    def _next(self, anchor: str) -> int:
        return self._marks.setdefault(anchor, len(self._marks) + 1)

    def _cell(self, paragraph: Paragraph, node: Node, is_head: bool) -> None:  # noqa: FBT001 - as tables call it
        self._words(paragraph, node, is_strong=is_head)

    def _words(
        self,
        paragraph: Paragraph,
        node: Node,
        *,
        lang: str = "",
        is_strong: bool = False,
        size: tuple[Mm, Mm] = _PHOTO,
    ) -> None:
        """Say all there is in an element in one paragraph."""
        language = node.lang or lang
        if node.anchor:
            _anchored(paragraph, _bookmark(node.anchor), self._next(node.anchor))
        if node.tag == "Figure" and not node.pictures and not node.text.strip():
            _said(paragraph.add_run(printable(node.alt)), language)
            return
        for place, kid in enumerate(node.kids):
            if isinstance(kid, Picture):
                self._picture(paragraph, kid, node.alt, size)
            elif isinstance(kid, Words):
                run = paragraph.add_run(printable(kid.text))
                _said(run, kid.lang or language)
                if kid.is_strong or is_strong:
                    run.bold = True
                if kid.is_emphasised:
                    run.italic = True
            else:
                before = len(paragraph.runs)
                self._words(paragraph, kid, lang=language, is_strong=is_strong or kid.tag == "Lbl")
                if kid.tag == "Link":
                    _linked(paragraph, paragraph.runs[before:], _bookmark(kid.target))
                if place + 1 < len(node.kids) and kid.tag in _PARTED and (kid.text or kid.alt).strip():
                    # A label and what it names, a sign and the words below it.
                    paragraph.add_run(" " if kid.tag == "Lbl" else "\n")

    @staticmethod
    def _picture(paragraph: Paragraph, picture: Picture, alt: str, most: tuple[Mm, Mm]) -> None:
        shape = paragraph.add_run().add_picture(BytesIO(picture.content), width=most[0])
        if shape.height > most[1]:
            shape.width, shape.height = Emu(round(shape.width * most[1] / shape.height)), Emu(most[1])
        described = shape._inline.docPr  # noqa: SLF001 - python-docx has no call for alternative text
        described.set("descr", printable(alt))

    def finished(self) -> bytes:
        """Give the file."""
        output = BytesIO()
        self._file.save(output)
        return same_bytes(output.getvalue())


def _said(run: Run, language: str) -> None:
    if language:
        run._r.get_or_add_rPr().append(language_of(language))  # noqa: SLF001 - python-docx knows no languages


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
        run.font.color.rgb = ACCENT
        link.append(run._r)  # noqa: SLF001 - python-docx has no call for links
