from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import uharfbuzz
from fontTools.ttLib import TTFont as Font
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as EmbeddedFont
from reportlab.pdfgen.canvas import Canvas

from auditor_app.config import resource_path

FONTS = sorted(resource_path("fonts").glob("*/*.ttf"))
REPORT_FONTS = [path for path in FONTS if path.parent.name == "report"]
ICONS = sorted(path for path in resource_path("icons").glob("*.svg") if path.stem != "app")
LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéèëêïíóúáüçñ"
NEEDED = LETTERS + LETTERS.upper() + "0123456789€–—‘’“”…·×−%§°½&@#/\\()[]«»\u00a0Ÿß"


def stem(path: Path) -> str:
    return path.stem


def shaped(path: Path, text: str) -> Any:  # noqa: ANN401 - uharfbuzz has no types
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(path.read_bytes())), buffer, {})
    return buffer


def advances(path: Path, text: str) -> list[int]:
    return [position.x_advance for position in shaped(path, text).glyph_positions]


def names(path: Path) -> Any:  # noqa: ANN401 - fontTools builds its table classes at run time
    return Font(path)["name"]


def test_window_and_report_each_have_their_faces() -> None:
    styles = {"Regular", "Italic", "Medium", "SemiBold"}
    found = {(path.parent.name, *path.stem.split("-")) for path in FONTS}
    families = (("ui", "InterWindow"), ("report", "InterTabular"), ("report", "Newsreader"))
    assert found == {(folder, family, style) for folder, family in families for style in styles}


def test_no_two_fonts_share_a_postscript_name() -> None:
    postscript = [names(path).getDebugName(6) for path in FONTS]
    assert len(set(postscript)) == len(FONTS)
    assert postscript == [path.stem for path in FONTS]


@pytest.mark.parametrize("path", FONTS, ids=stem)
def test_font_has_the_letters_and_signs_of_a_report(path: Path) -> None:
    font = Font(path)
    cmap, outlines = font.getBestCmap(), font["glyf"]
    assert [sign for sign in NEEDED if ord(sign) not in cmap] == []
    drawn = [sign for sign in NEEDED if sign != "\u00a0"]
    assert [sign for sign in drawn if not outlines[cmap[ord(sign)]].numberOfContours] == []


@pytest.mark.parametrize("path", FONTS, ids=stem)
def test_font_may_be_embedded_and_is_static(path: Path) -> None:
    font = Font(path)
    assert font["OS/2"].fsType == 0
    assert "fvar" not in font
    assert "Open Font License" in names(path).getDebugName(13)


@pytest.mark.parametrize("path", REPORT_FONTS, ids=stem)
def test_digits_of_the_report_stand_in_columns_even_when_kerned(path: Path) -> None:
    font = Font(path)
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    assert len({metrics[cmap[ord(digit)]][0] for digit in "0123456789"}) == 1
    assert len(set(advances(path, "11714740962358"))) == 1


@pytest.mark.parametrize("path", FONTS, ids=stem)
def test_kerning_survived(path: Path) -> None:
    assert sum(advances(path, "To")) < sum(advances(path, "T")) + sum(advances(path, "o"))


@pytest.mark.parametrize("path", FONTS, ids=stem)
def test_typed_signs_are_not_turned_into_others(path: Path) -> None:
    assert len(advances(path, "-> <- =>")) == len("-> <- =>")
    font = Font(path)
    letter = font.getGlyphID(font.getBestCmap()[ord("x")])
    assert [info.codepoint for info in shaped(path, "3x3 12x4").glyph_infos].count(letter) == 2


def test_weights_differ() -> None:
    widths = [sum(advances(path, "Voorbeeldschool")) for path in FONTS if path.parent.name == "ui"]
    assert len(set(widths)) == len(widths)


def report_with_every_face() -> pikepdf.Pdf:
    for path in REPORT_FONTS:
        pdfmetrics.registerFont(EmbeddedFont(path.stem, path))
    file = io.BytesIO()
    first: Any = REPORT_FONTS[0].stem  # reportlab's stubs take the name for a number
    canvas = Canvas(file, initialFontName=first, invariant=1)
    for row, path in enumerate(REPORT_FONTS):
        canvas.setFont(path.stem, 11)
        canvas.drawString(40, 800 - row * 20, f"{path.stem}: één op één, Å ä ö, € 12 – “fi”", shaping=True)
    canvas.save()
    return pikepdf.open(file)


def descriptor(font: pikepdf.Object) -> pikepdf.Object:
    return font.FontDescriptor


def test_reportlab_embeds_each_face_under_its_own_name() -> None:
    pdf = report_with_every_face()
    fonts = list(pdf.pages[0].Resources.Font.values())
    embedded = {re.sub(r"^/[A-Z]+\+", "", str(font.BaseFont)) for font in fonts if "/FontFile2" in descriptor(font)}
    assert {path.stem for path in REPORT_FONTS} <= embedded
    assert len(embedded) == len(fonts)


@pytest.mark.parametrize("path", ICONS, ids=stem)
def test_icon_takes_the_colour_of_its_text(path: Path) -> None:
    root = ET.parse(path).getroot()  # noqa: S314 - our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox") == "0 0 24 24"
    assert (root.get("stroke"), root.get("stroke-width"), root.get("fill")) == ("currentColor", "1.6", "none")
    colours = {element.get(kind) for element in root.iter() for kind in ("fill", "stroke")}
    assert colours <= {None, "none", "currentColor"}
    assert len(root) > 0


def test_icons_of_the_pictures_are_there() -> None:
    drawn = {
        "badge-check", "book-open", "calendar-clock", "check", "chevron-left", "circle-alert", "clipboard-list",
        "eye-off", "file-check", "file-pen", "file-plus", "file-text", "filter", "git-compare",
        "grid-3x3", "history", "info",
        "link", "list-tree", "lock", "notebook-pen", "package", "package-open", "pencil", "plus", "printer", "search",
        "settings", "shield-check", "signature", "tag", "trash-2", "triangle-alert", "users", "x",
    }  # fmt: skip
    assert drawn - {path.stem for path in ICONS} == set()


@pytest.mark.parametrize(("name", "size"), [("app.png", 256), ("app.ico", 256), ("app.icns", 1024)])
def test_program_icon_opens(name: str, size: int) -> None:
    with Image.open(resource_path("icons", name)) as icon:
        assert icon.size == (size, size)
        assert icon.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_every_origin_has_its_licence_beside_it() -> None:
    for parts in (("fonts", "OFL-Inter.txt"), ("fonts", "OFL-Newsreader.txt"), ("icons", "LICENSE-Lucide.txt")):
        assert "Copyright" in resource_path(*parts).read_text("utf-8")
