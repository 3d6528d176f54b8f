"""Whether the letters that a cover sets look like the letters that they are read as.

A PDF says twice what a code of its text is: by the outline that the font inside draws for it, and by the letter that
the font names for copying. Only the second is read, only the first is seen. Every font that a cover of ours sets text
in is cut out of a typeface that this program ships; so each glyph must be the one of that typeface, outline and width,
for the letter that it is read as.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.misc import PdfError

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.services.signing.outlines import Outlines, shows_same

if TYPE_CHECKING:
    from pyhanko.pdf_utils import generic

FACES = frozenset(
    {
        "InterTabular-Italic",
        "InterTabular-Medium",
        "InterTabular-Regular",
        "InterTabular-SemiBold",
        "Newsreader-Italic",
        "Newsreader-Medium",
        "Newsreader-Regular",
        "Newsreader-SemiBold",
    }
)
"""The typefaces of all reports there are. A changed typeface gets another name, and the earlier one stays beside it."""

_NAME = re.compile(r"/[A-Z]{6}\+(.+)")
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4})>\s")
_LARGEST_MAP = 1 << 18
_LARGEST_PROGRAM = 1 << 20
_SYMBOLIC, _NOT_SYMBOLIC = 1 << 2, 1 << 5
"""Of a symbolic font the codes lead to glyphs by the font's own map, in every reader."""
_OF_A_FONT = frozenset(
    {"/Type", "/Subtype", "/Name", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/ToUnicode", "/FontDescriptor"}
)
_OF_ITS_PROGRAM = frozenset({"/Filter", "/Length", "/Length1", "/DecodeParms"})
_OTHER_PROGRAMS = frozenset({"/FontFile", "/FontFile3", "/CharSet", "/CIDSet"})
_TABLES = frozenset(
    {"OS/2", "cmap", "cvt", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"}
)
# What cutting letters out changes: checksum and length of places; number of measures; number of glyphs.
_CHANGED = {"head": ((8, 12), (50, 52)), "hhea": ((34, 36),), "maxp": ((4, 6),), "cvt ": (), "fpgm": (), "prep": ()}
_WITHIN = 1.0
"""Thousandths of an em by which a width that is written may be rounded."""


@dataclass
class Letters:
    """One font of a page: what its codes are read as, how wide they are, and what about them is true."""

    characters: dict[int, str]
    box: tuple[float, float, float, float]
    _program: Outlines = field(repr=False)
    _face: Outlines = field(repr=False)
    _widths: tuple[float, ...] = field(repr=False)
    _first: int = 0
    _advances: dict[int, float] = field(default_factory=dict)
    """How far each code carries the pen, in ems, of those that are known to be true."""

    @classmethod
    def of(cls, font: generic.DictionaryObject) -> Letters:
        """Take a font of a cover; raises `UserError` for one that is not cut out of a typeface of ours."""
        try:
            face = _face_of(font)
            program = _program_of(font, face)
            characters = characters_of(font)
            widths = tuple(float(width) for width in font["/Widths"])
            return cls(characters, face.box, program, face, widths, int(font["/FirstChar"]))
        except UserError:
            raise
        except (
            PdfError,
            struct.error,
            ArithmeticError,
            LookupError,
            TypeError,
            ValueError,
        ) as error:
            raise UserError("verify.unknown_letters") from error

    def advance(self, codes: bytes) -> float:
        """Give how far codes carry the pen, in ems; raises `UserError` for one that shows what it is not read as."""
        for code in set(codes).difference(self._advances):
            width = self._widths[code - self._first] if 0 <= code - self._first < len(self._widths) else -1.0
            if not self._is_true(code, width):
                raise UserError("verify.other_letters")
            self._advances[code] = width / 1000
        return sum(map(self._advances.__getitem__, codes))

    def _is_true(self, code: int, width: float) -> bool:
        letter = self.characters.get(code)
        if letter is None:
            return False
        try:
            ours = self._face.glyph_of_letter(letter)
            if abs(self._face.measure(ours)[0] * 1000 / self._face.per_em - width) > _WITHIN:
                return False
            return bool(ours) and shows_same(self._program, self._program.glyph_of_code(code), self._face, ours)
        except (struct.error, LookupError, ValueError):
            return False


def characters_of(font: generic.DictionaryObject) -> dict[int, str]:
    """Give what a font's codes are read as; what it does not name is not read."""
    content = bytes(font["/ToUnicode"].data) if "/ToUnicode" in font else b""
    if len(content) > _LARGEST_MAP:
        raise ValueError
    return {int(code, 16): chr(int(character, 16)) for code, character in _CHARACTER.findall(content)}


@cache
def _shipped(name: str) -> Outlines:
    return Outlines.of(resource_path("fonts", "report", f"{name}.ttf").read_bytes())


def _face_of(font: generic.DictionaryObject) -> Outlines:
    found = _NAME.fullmatch(str(font["/BaseFont"]))
    if found is None or found[1] not in FACES or not _OF_A_FONT.issuperset(font) or font["/Subtype"] != "/TrueType":
        raise UserError("verify.unknown_letters")
    return _shipped(found[1])


def _program_of(font: generic.DictionaryObject, face: Outlines) -> Outlines:
    """Give the font program inside the file, if it is set up as the typeface that it is named after."""
    described = font["/FontDescriptor"]
    flags, held = int(described["/Flags"]), described["/FontFile2"]
    content = bytes(held.data)
    if (
        described["/FontName"] != font["/BaseFont"]
        or not flags & _SYMBOLIC
        or flags & _NOT_SYMBOLIC
        or not _OTHER_PROGRAMS.isdisjoint(described)
        or not _OF_ITS_PROGRAM.issuperset(held)
        or int(held["/Length1"]) != len(content)
        or len(content) > _LARGEST_PROGRAM
    ):
        raise UserError("verify.unknown_letters")
    program = Outlines.of(content)
    if not _TABLES.issuperset(name.strip() for name in program.tables):
        raise UserError("verify.unknown_letters")
    if any(_kept(program, name) != _kept(face, name) for name in _CHANGED):
        raise UserError("verify.other_letters")
    return program


def _kept(program: Outlines, name: str) -> bytes:
    content = bytearray(program.tables.get(name, b""))
    for start, end in _CHANGED[name]:
        content[start:end] = bytes(end - start)
    return bytes(content)
