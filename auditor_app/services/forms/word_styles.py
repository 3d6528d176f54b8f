"""The look of a Word file: page, typefaces, styles, and a foot that counts the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from auditor_app.services.forms.book import EPOCH
from auditor_app.services.forms.plain import printable

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

WIDTH: Final = Mm(162)
ACCENT: Final = RGBColor(0x1F, 0x4E, 0x6B)
CELL, NOTE, LABEL, FOOT = "Report Cell", "Report Note", "Report Label", "Report Foot"
_INK, _SOFT = RGBColor(0x1F, 0x1D, 0x1A), RGBColor(0x5E, 0x5A, 0x52)
_SERIF, _SANS = "Georgia", "Arial"
_REGIONS: Final = {"nl": "nl-NL", "en": "en-GB", "sv": "sv-SE"}
_FIELDS: Final = {"page": "PAGE", "pages": "NUMPAGES"}
_HEADINGS: Final = ((1, 20, 24, 6, ACCENT), (2, 14, 16, 3, _INK), (3, 11.5, 10, 2, _INK))
"""Level, size, white above and below in points, and colour."""


def dress(file: File, title: str, language: str) -> None:
    """Set the page, the styles, the language and what the file says about itself."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(25), Mm(25)
    said = file.core_properties
    said.title, said.author, said.language = printable(title)[:255], "Auditor", region(language)
    said.created = said.modified = EPOCH
    said.comments, said.last_modified_by, said.revision = "", "Auditor", 1
    normal = _style(file, "Normal", _SERIF, 10.5, _INK, after=6)
    normal.paragraph_format.line_spacing, normal.paragraph_format.widow_control = 1.25, True
    normal.element.get_or_add_rPr().append(language_of(language))
    _style(file, "Title", _SERIF, 30, _INK, after=4)
    _style(file, "Subtitle", _SERIF, 18, ACCENT, after=4).font.italic = False
    for level, size, before, after, color in _HEADINGS:
        _style(file, f"Heading {level}", _SERIF, size, color, before=before, after=after)
    quote = _style(file, "Quote", _SERIF, 10.5, _INK, after=4)
    quote.paragraph_format.left_indent = Mm(5)
    _style(file, "Caption", _SANS, 8.5, _SOFT, before=2, after=10)
    for name, size, before, after, color in (
        (CELL, 8.5, 0, 0, _INK), (NOTE, 8.5, 0, 4, _SOFT), (LABEL, 8.5, 6, 0, _SOFT), (FOOT, 8, 0, 0, _SOFT)
    ):  # fmt: skip
        file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = file.styles["Normal"]
        _style(file, name, _SANS, size, color, before=before, after=after)
    file.styles[LABEL].paragraph_format.keep_with_next = True


def _style(
    file: File, name: str, face: str, size: float, color: RGBColor, *, before: float = 0, after: float = 0
) -> ParagraphStyle:
    style: ParagraphStyle = file.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = face, Pt(size), color
    style.font.bold = False
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    # The faces of the theme would win over the one named here; the line below a title is the theme's too.
    faces = style.element.rPr.rFonts
    for attribute in [key for key in faces.attrib if key.lower().endswith("theme")]:
        del faces.attrib[attribute]
    faces.set(qn("w:cs"), face)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)
    return style


def foot(file: File, words: str, numbered: str) -> None:
    """Set the foot of every page: `words` left, and right `numbered` with its {page} and {pages} counted by Word."""
    paragraph = file.sections[0].footer.paragraphs[0]
    paragraph.style = file.styles[FOOT]
    paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{printable(words)}\t")
    for part in re.split(r"(\{pages?\})", numbered):
        name = part.strip("{}")
        if part != name and name in _FIELDS:
            _field(paragraph, _FIELDS[name])
        else:
            paragraph.add_run(part)


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)  # noqa: SLF001 - python-docx has no call for fields
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no call for fields


def region(language: str) -> str:
    """Give a language with the region whose spelling is meant."""
    return _REGIONS.get(language, language)


def language_of(language: str) -> BaseOxmlElement:
    """Give the element that says in what language something is."""
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), region(language))
    return element
