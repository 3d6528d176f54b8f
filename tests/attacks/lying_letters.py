"""Builders of reports whose cover shows another fingerprint than is read: by its font, or by where its letters stand.

Each is signed by somebody whose key is trusted, who has changed the page before signing: every signature holds.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name

from auditor_app.config import resource_path
from auditor_app.services.signing.outlines import Outlines
from tests.attacks.reports import FACE

Change = Callable[[pikepdf.Pdf], None]
Tables = dict[str, bytes]
_UNKNOWN, _OTHER = "verify.unknown_letters", "verify.other_letters"


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The font that all of the page is set in."""
    return pdf.pages[0].obj.Resources.Font.Fp


def _tables(pdf: pikepdf.Pdf) -> Tables:
    return dict(Outlines.of(_font(pdf).FontDescriptor.FontFile2.read_bytes()).tables)


def built(tables: Tables, *more: tuple[str, bytes]) -> bytes:
    """Put tables together to a program, those of `more` under a name that may be there already."""
    entries = [*tables.items(), *more]
    start = 12 + 16 * len(entries)
    directory, content = b"", b""
    for name, table in entries:
        directory += struct.pack(">4sIII", name.encode(), 0, start + len(content), len(table))
        content += table + bytes(-len(table) % 4)
    return struct.pack(">4s4H", b"\0\1\0\0", len(entries), 128, 3, 16) + directory + content


def _put(pdf: pikepdf.Pdf, program: bytes) -> None:
    held = _font(pdf).FontDescriptor.FontFile2
    held.write(program)
    held.Length1 = len(program)


def _with(change: Callable[[Tables], None]) -> Change:
    """Change the tables of the font program."""

    def change_pdf(pdf: pikepdf.Pdf) -> None:
        tables = _tables(pdf)
        change(tables)
        _put(pdf, built(tables))

    return change_pdf


def _swap_codes(tables: Tables) -> None:
    """The program's own map leads from 0 to the glyph of 1, and back."""
    codes = list(struct.unpack_from(f">{(len(tables['cmap']) - 22) // 2}H", tables["cmap"], 22))
    codes[0x30], codes[0x31] = codes[0x31], codes[0x30]
    tables["cmap"] = tables["cmap"][:22] + struct.pack(f">{len(codes)}H", *codes)


def _rewritten(tables: Tables, change: Callable[[list[bytes], Outlines], None]) -> None:
    """Write outlines and places anew."""
    program = Outlines(dict(tables))
    outlines = [program.outline(number) for number in range(struct.unpack_from(">H", tables["maxp"], 4)[0])]
    change(outlines, program)
    padded = [one + bytes(-len(one) % 4) for one in outlines]
    places = [sum(map(len, padded[:number])) for number in range(len(padded) + 1)]
    tables["glyf"] = b"".join(padded)
    tables["loca"] = struct.pack(f">{len(places)}I", *places)
    tables["head"] = tables["head"][:50] + b"\0\1" + tables["head"][52:]


def _swap_outlines(tables: Tables) -> None:
    """The outlines of a and b change places; their numbers stay."""

    def change(outlines: list[bytes], program: Outlines) -> None:
        a, b = map(program.glyph_of_code, b"ab")
        outlines[a], outlines[b] = outlines[b], outlines[a]

    _rewritten(tables, change)


def _swap_parts(tables: Tables) -> None:
    """A digit is made of other parts than it was."""

    def change(outlines: list[bytes], program: Outlines) -> None:
        glyph, other = map(program.glyph_of_code, b"8c")
        drawn = outlines[glyph]
        outlines[glyph] = drawn[:12] + struct.pack(">H", other) + drawn[14:]

    _rewritten(tables, change)


def _cut_off(tables: Tables) -> None:
    """The outline of e lacks its end."""

    def change(outlines: list[bytes], program: Outlines) -> None:
        glyph = program.glyph_of_code(ord("e"))
        outlines[glyph] = outlines[glyph][:-12]

    _rewritten(tables, change)


def _move_by_bearing(tables: Tables) -> None:
    """Every glyph is drawn further to the left."""
    metrics = tables["hmtx"]
    whole = struct.unpack_from(">H", tables["hhea"], 34)[0]
    pairs = [struct.unpack_from(">Hh", metrics, 4 * number) for number in range(whole)]
    moved = b"".join(struct.pack(">Hh", advance, left - 900) for advance, left in pairs)
    tables["hmtx"] = moved + metrics[len(moved) :]


def _shrink(tables: Tables) -> None:
    """An em has so many units that nothing can be seen."""
    tables["head"] = tables["head"][:18] + struct.pack(">H", 16384) + tables["head"][20:]


def _instruct(tables: Tables) -> None:
    """A program for fitting letters to the screen is there, which can move every point."""
    tables["prep"] = b"\xb0\x01"


def _map_twice(tables: Tables) -> None:
    """There are two maps of codes; readers differ in which they ask."""
    first = tables["cmap"][12:]
    other = bytearray(first)
    other[10 + 2 * 0x30 : 12 + 2 * 0x30] = first[10 + 2 * 0x31 : 12 + 2 * 0x31]
    directory = struct.pack(">2H2HI2HI", 0, 2, 1, 0, 20, 3, 0, 20 + len(first))
    tables["cmap"] = directory + first + bytes(other)


def _paint_in_colour(tables: Tables) -> None:
    """Pictures in colour stand for letters in readers that know them."""
    tables["SVG "] = b"\0" * 10


def _outlines_twice(pdf: pikepdf.Pdf) -> None:
    tables = _tables(pdf)
    other = dict(tables)
    _swap_outlines(other)
    _put(pdf, built(tables, ("glyf", other["glyf"])))


def _other_face(pdf: pikepdf.Pdf) -> None:
    """The program is another typeface under the right name."""
    _put(pdf, resource_path("fonts", "report", "Newsreader-Regular.ttf").read_bytes())


def _whole_face(pdf: pikepdf.Pdf) -> None:
    """The program is the whole typeface, in which codes lead elsewhere."""
    _put(pdf, resource_path("fonts", "report", f"{FACE}.ttf").read_bytes())


def _rename(pdf: pikepdf.Pdf) -> None:
    _font(pdf).BaseFont = _font(pdf).FontDescriptor.FontName = Name("/AAAAAA+InterTabular-Black")


def _not_inside(pdf: pikepdf.Pdf) -> None:
    """The reader is to use a font of its own, whose letters nobody knows."""
    names = _font(pdf).ToUnicode
    pdf.pages[0].obj.Resources.Font.Fp = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, ToUnicode=names
    )


def _drawn(pdf: pikepdf.Pdf) -> None:
    """Each letter is a drawing of its own (Type 3): here, all are one and the same."""
    stroke = pdf.make_stream(b"500 0 0 0 500 700 d1 0 0 400 700 re f")
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        FirstChar=32, LastChar=102, Widths=Array([500] * 71), CharProcs=Dictionary(a=stroke),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([32, *[Name("/a")] * 71])),
        ToUnicode=_font(pdf).ToUnicode,
    )  # fmt: skip
    pdf.pages[0].obj.Resources.Font.Fp = pdf.make_indirect(font)


def _two_bytes(pdf: pikepdf.Pdf) -> None:
    """A composite font, whose map of glyphs is a stream of its own (/CIDToGIDMap)."""
    font = _font(pdf)
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=font.BaseFont, FontDescriptor=font.FontDescriptor,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
        CIDToGIDMap=pdf.make_stream(b"".join(struct.pack(">H", number) for number in range(256))), DW=600,
    )  # fmt: skip
    pdf.pages[0].obj.Resources.Font.Fp = pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=font.BaseFont, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]), ToUnicode=font.ToUnicode,
        )
    )  # fmt: skip


def _encoding(pdf: pikepdf.Pdf) -> None:
    """Codes lead to glyphs by names, and the names are swapped."""
    font = _font(pdf)
    font.Encoding = Dictionary(
        Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array([0x30, Name.one, Name.zero])
    )


def _not_symbolic(pdf: pikepdf.Pdf) -> None:
    """Readers are to ask for letters by their names."""
    _font(pdf).FontDescriptor.Flags = 32


def _read_otherwise(pdf: pikepdf.Pdf) -> None:
    """The page sets 1 for every 0 and back; the font says that they are to be read the other way round."""
    names = _font(pdf).ToUnicode
    said = names.read_bytes().replace(b"<30> <0030>", b"<30> <0031>").replace(b"<31> <0031>", b"<31> <0030>")
    names.write(said)
    contents = pdf.pages[0].obj.Contents
    before, mark, print_ = contents.read_bytes().rpartition(b"/TD <<")
    rows = [row.partition(b")") for row in print_.split(b"(")]
    swapped = b"(".join(
        text.translate(bytes.maketrans(b"01", b"10")) + end + rest if number else text + end + rest
        for number, (text, end, rest) in enumerate(rows)
    )
    contents.write(before + mark + swapped)


def _other_widths(pdf: pikepdf.Pdf) -> None:
    """All letters stand upon one another."""
    _font(pdf).Widths = Array([0] * len(_font(pdf).Widths))


def _second_program(pdf: pikepdf.Pdf) -> None:
    """A second program stands beside the first; readers differ in which they take."""
    described = _font(pdf).FontDescriptor
    described.FontFile3 = pdf.make_stream(b"OTTO", Subtype=Name.OpenType)


def _elsewhere(pdf: pikepdf.Pdf) -> None:
    """The program lies in another file, for readers that fetch it."""
    _font(pdf).FontDescriptor.FontFile2.F = pikepdf.String("font.ttf")


def _too_short(pdf: pikepdf.Pdf) -> None:
    """The program says that it ends earlier than it does."""
    held = _font(pdf).FontDescriptor.FontFile2
    held.Length1 = 100


def _a_block_of_another_font(pdf: pikepdf.Pdf) -> None:
    """Another font of the page, whose letter is a block over all of the print."""
    page_ = pdf.pages[0].obj
    page_.Resources.Font.Fq = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    _before(b"/Artifact BMC BT /Fq 40 Tf 30 700 Td (n) Tj ET EMC ")(pdf)


LYING_FONTS: dict[str, tuple[Change, str]] = {
    "whose codes lead to other glyphs": (_with(_swap_codes), _OTHER),
    "whose outlines are swapped": (_with(_swap_outlines), _OTHER),
    "whose digits are made of other parts": (_with(_swap_parts), _OTHER),
    "whose outline is cut off": (_with(_cut_off), _OTHER),
    "whose glyphs are moved": (_with(_move_by_bearing), _OTHER),
    "whose em is another": (_with(_shrink), _OTHER),
    "with instructions": (_with(_instruct), _OTHER),
    "with two maps of codes": (_with(_map_twice), _OTHER),
    "with pictures for letters": (_with(_paint_in_colour), _UNKNOWN),
    "with outlines twice": (_outlines_twice, _UNKNOWN),
    "that is another typeface": (_other_face, _UNKNOWN),
    "that is the whole typeface": (_whole_face, _UNKNOWN),
    "of another name": (_rename, _UNKNOWN),
    "that is not inside": (_not_inside, _UNKNOWN),
    "of drawings": (_drawn, _UNKNOWN),
    "of two bytes a letter": (_two_bytes, _UNKNOWN),
    "with an encoding of its own": (_encoding, _UNKNOWN),
    "that asks for letters by name": (_not_symbolic, _UNKNOWN),
    "that is read otherwise": (_read_otherwise, _OTHER),
    "of other widths": (_other_widths, _OTHER),
    "with a second program": (_second_program, _UNKNOWN),
    "that lies elsewhere": (_elsewhere, _UNKNOWN),
    "that ends early": (_too_short, _UNKNOWN),
    "beside one that covers it": (_a_block_of_another_font, _UNKNOWN),
}
"""What a font can show that it is not read as, by what is odd about the font of the cover."""


def _print(change: Callable[[bytes], bytes]) -> Change:
    """Set the print otherwise."""

    def change_pdf(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].obj.Contents
        before, mark, print_ = contents.read_bytes().rpartition(b"/TD <<")
        contents.write(before + change(mark + print_))

    return change_pdf


def _before(drawn: bytes) -> Change:
    return _print(lambda print_: drawn + print_)


def _after(drawn: bytes) -> Change:
    return _print(lambda print_: print_ + drawn)


def _picture_under(pdf: pikepdf.Pdf) -> None:
    """Dark ink on a dark picture that could show another print in white."""
    picture = pdf.make_stream(
        bytes(3), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )  # fmt: skip
    pdf.pages[0].obj.Resources.XObject = Dictionary(Under=picture)
    _before(b"/Artifact BMC q 500 0 0 60 20 70 cm /Under Do Q EMC ")(pdf)


def _annotated_further_on(pdf: pikepdf.Pdf) -> None:
    """An annotation that begins where the first letters have ended."""
    paper = pdf.make_stream(b"1 g 0 0 400 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 400, 60]))
    square = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([60, 70, 460, 130]), AP=Dictionary(N=paper))
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(square))


def _backwards(print_: bytes) -> bytes:
    """The end of each row is set first, where it is read last, by stepping back in between."""
    start, end = print_.index(b"("), print_.index(b")")
    row = print_[start + 1 : end]
    set_anew = b"(%s) Tj -160 0 Td (%s" % (row[:18], row[18:])
    return print_[:start].replace(b"30 100 Td", b"190 100 Td") + set_anew + print_[end:]


def _kerned_away(print_: bytes) -> bytes:
    """Two letters change places, by moving each past the other."""
    start, end = print_.index(b"("), print_.index(b")")
    row = print_[start + 1 : end]
    turned = b"[-620 (%s) 1240 (%s) -620 (%s)] TJ" % (row[:1], row[1:2], row[2:])
    return print_[:start] + turned + print_[end + len(b") Tj") :]


def _rows_swapped(print_: bytes) -> bytes:
    """The second half stands above the first."""
    return print_.replace(b"30 87 Td", b"30 113 Td")


DISTURBED_PRINTS: dict[str, Change] = {
    "on a dark surface": _before(b"/Artifact BMC 0 g 20 80 400 40 re f EMC "),
    "on a dark picture": _picture_under,
    "under a white line": _after(b"/Artifact BMC 1 G 60 w 0 100 m 500 100 l S EMC "),
    "with a stroke through a letter": _after(b"/Artifact BMC 0 G 0.5 w 33 99 m 33 107 l S EMC "),
    "under letters": _after(b"/P BMC BT /Fp 8 Tf 30 100 Td (8888) Tj ET EMC "),
    "annotated over further on": _annotated_further_on,
    "set backwards": _print(_backwards),
    "with letters moved past others": _print(_kerned_away),
    "with its rows swapped": _print(_rows_swapped),
    "in letters that run backwards": _print(lambda print_: print_.replace(b"8 Tf", b"8 Tf -9 Tc")),
    "beside another as furniture": _before(
        b"/Artifact BMC BT /Fp 12 Tf 30 300 Td (00000000 00000000 00000000 00000000) Tj ET EMC "
    ),
}
"""How a print in true letters can show another order, or nothing, or more."""
