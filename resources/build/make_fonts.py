# ruff: noqa: INP001 - two scripts in a folder, not a package
"""Make the shipped typefaces from their published files: run by a developer, never by the program.

Newsreader comes as one woff2 per weight and script; both scripts are merged so that a Czech or Polish name
needs no second font. Inter comes as a variable font; each weight becomes a file of its own, once for the
window and once for the report. Every file gets its own PostScript name: reportlab tells fonts apart by it
and silently embeds the wrong weight when two files share one.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Latin, Greek and Cyrillic letters, then what an audit may quote: punctuation, currency, arrows, mathematics,
# key symbols, geometric shapes, ticks. Private-use codes stay out: they mean nothing outside one font.
INTER_RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x491),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x20BF), (0x2100, 0x218F), (0x2190, 0x23FF),
    (0x25A0, 0x27BF),
)  # fmt: skip
LAYOUT = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "rvrn")
WINDOW_LAYOUT = (*LAYOUT, "calt", "case", "tnum")

BOLD, ITALIC, REGULAR = 1 << 5, 1, 1 << 6
WINDOWS_ENGLISH = (3, 1, 0x409)


@dataclass(frozen=True)
class Face:
    """One file of a family."""

    style: str
    weight: int
    italic: bool = False

    @property
    def source_style(self) -> str:
        """How Newsreader's files name the slant."""
        return "italic" if self.italic else "normal"


FACES = (Face("Regular", 400), Face("Italic", 400, italic=True), Face("Medium", 500), Face("SemiBold", 600))


def main() -> None:
    """Read the folders from the command line and write all faces."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("newsreader", type=Path, help="folder of the npm package @fontsource/newsreader")
    parser.add_argument("inter", type=Path, help="folder with Inter-roman.var.ttf and Inter-italic.var.ttf")
    parser.add_argument("target", type=Path, nargs="?", default=Path(__file__).parents[1] / "fonts")
    options = parser.parse_args()
    for face in FACES:
        save(newsreader(options.newsreader, face), options.target / "report", "Newsreader", face)
        window, report = inter_window(options.inter, face), inter_report(options.inter, face)
        save(window, options.target / "ui", "Inter Window", face)
        save(report, options.target / "report", "Inter Tabular", face)


def newsreader(folder: Path, face: Face) -> TTFont:
    """Merge Newsreader's Latin and Latin-extended files of one weight."""
    name = "newsreader-{}-{}-{}.woff2"
    parts = [folder / "files" / name.format(part, face.weight, face.source_style) for part in ("latin", "latin-ext")]
    first = TTFont(parts[0])
    font = Merger().merge([str(part) for part in parts])
    for field in ("created", "modified", "fontRevision"):
        setattr(font["head"], field, getattr(first["head"], field))
    even_out_digits(font)
    reduce(font, sorted(font.getBestCmap()), LAYOUT)
    return font


def even_out_digits(font: TTFont) -> None:
    """Give every digit the zero's width.

    Newsreader's italic seven has a hole before it that shows in numbers; between the masters, Inter's digits
    differ by a unit or two.
    """
    cmap, metrics, outlines = font.getBestCmap(), font["hmtx"].metrics, font["glyf"]
    width = metrics[cmap[ord("0")]][0]
    for glyph in (cmap[ord(digit)] for digit in "123456789"):
        excess = metrics[glyph][0] - width
        if excess:
            move_left(outlines, glyph, excess)
            metrics[glyph] = (width, outlines[glyph].xMin)


def move_left(outlines: Any, glyph: str, distance: int) -> None:  # noqa: ANN401 - fontTools has no types
    """Move a drawing, whether it has points of its own or is composed of others."""
    drawing = outlines[glyph]
    if drawing.isComposite():
        for component in drawing.components:
            component.x -= distance
    else:
        drawing.coordinates.translate((-distance, 0))
    drawing.recalcBounds(outlines)


def inter_window(folder: Path, face: Face) -> TTFont:
    """Make one weight of Inter as the window uses it, with `tnum` as a feature Qt can ask for."""
    font = inter_weight(folder, face)
    keep_only_case_alternates(font)
    reduce(font, inter_characters(), WINDOW_LAYOUT)
    return font


def inter_report(folder: Path, face: Face) -> TTFont:
    """Make one weight of Inter whose digits are the tabular ones: reportlab knows no OpenType features."""
    font = inter_weight(folder, face)
    tabular = tabular_forms(font)
    for table in font["cmap"].tables:
        for digit in map(ord, "0123456789"):
            if digit in table.cmap:
                table.cmap[digit] = tabular.get(table.cmap[digit], table.cmap[digit])
    even_out_digits(font)
    reduce(font, inter_characters(), LAYOUT)
    return font


def inter_weight(folder: Path, face: Face) -> TTFont:
    """Freeze one weight of the variable font."""
    source = folder / f"Inter-{'italic' if face.italic else 'roman'}.var.ttf"
    return instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": face.weight})


def inter_characters() -> list[int]:
    """List the code points of INTER_RANGES."""
    return [code for first, last in INTER_RANGES for code in range(first, last + 1)]


def features(font: TTFont, tag: str) -> list[Any]:
    """Find the substitution features with this tag."""
    records = font["GSUB"].table.FeatureList.FeatureRecord
    return [record.Feature for record in records if record.FeatureTag == tag]


def tabular_forms(font: TTFont) -> dict[str, str]:
    """Read which glyph `tnum` puts in the place of which."""
    lookups = font["GSUB"].table.LookupList.Lookup
    found: dict[str, str] = {}
    for index in features(font, "tnum")[0].LookupListIndex:
        for table in lookups[index].SubTable:
            found.update(getattr(table, "ExtSubTable", table).mapping)
    return found


def keep_only_case_alternates(font: TTFont) -> None:
    """Let a colon between digits rise, but show neither "->" as an arrow nor "3x3" with a multiplication sign."""
    lookups = font["GSUB"].table.LookupList.Lookup
    for feature in features(font, "calt"):
        feature.LookupListIndex = [index for index in feature.LookupListIndex if raises(lookups, index)]
        feature.LookupCount = len(feature.LookupListIndex)


def raises(lookups: list[Any], index: int) -> bool:
    """Reduce what a contextual lookup does to raising signs, and say whether anything is left."""
    rules = [getattr(table, "ExtSubTable", table) for table in lookups[index].SubTable]
    called = {record.LookupListIndex for rule in rules for record in getattr(rule, "SubstLookupRecord", ())}
    tables = [getattr(table, "ExtSubTable", table) for number in called for table in lookups[number].SubTable]
    if not all(hasattr(table, "mapping") for table in tables):
        return False
    for table in tables:
        table.mapping = {sign: form for sign, form in table.mapping.items() if form == f"{sign}.case"}
    return any(table.mapping for table in tables)


def reduce(font: TTFont, characters: list[int], layout: tuple[str, ...]) -> None:
    """Keep only these characters and layout features, and drop what a static embedded font does not use."""
    options = subset.Options(
        layout_features=list(layout), drop_tables=["DSIG", "STAT", "GlyphOrder"], name_IDs=["*"],
        notdef_outline=True, glyph_names=False, recalc_timestamp=False, hinting=False,
    )  # fmt: skip
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font["post"].formatType = 3.0


def save(font: TTFont, folder: Path, family: str, face: Face) -> None:
    """Name the font and write it, the same bytes on every run."""
    name(font, family, face)
    folder.mkdir(parents=True, exist_ok=True)
    font.recalcTimestamp = False
    font.save(folder / f"{postscript_name(family, face)}.ttf", reorderTables=True)


def postscript_name(family: str, face: Face) -> str:
    """Compose the name that is unique to one file."""
    return f"{family.replace(' ', '')}-{face.style}"


def name(font: TTFont, family: str, face: Face) -> None:
    """Write family, style and PostScript names; regular and italic are linked, other weights typographic."""
    linked = face.weight == 400  # noqa: PLR2004 - the regular weight
    version = str(font["name"].getDebugName(5)).split(";")[0]
    ps_name = postscript_name(family, face)
    names = {
        0: font["name"].getDebugName(0),
        1: family if linked else f"{family} {face.style}",
        2: face.style if linked else "Regular",
        3: f"{version};{ps_name}",
        4: f"{family} {face.style}",
        5: version,
        6: ps_name,
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
        16: None if linked else family,
        17: None if linked else face.style,
    }
    font["name"].names = []
    for number, text in names.items():
        if text:
            font["name"].setName(text, number, *WINDOWS_ENGLISH)
    mark_style(font, face)


def mark_style(font: TTFont, face: Face) -> None:
    """Set weight and slant where font databases look for them."""
    os2, head = font["OS/2"], font["head"]
    os2.usWeightClass, os2.fsType = face.weight, 0
    os2.fsSelection = (os2.fsSelection & ~(BOLD | ITALIC | REGULAR)) | (ITALIC if face.italic else REGULAR)
    head.macStyle = 0b10 if face.italic else 0


if __name__ == "__main__":
    main()
