"""Typefaces: embedded, with a character for every code that is shown, and widths that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pikepdf import Dictionary, Name, Object, Stream

from auditor_app.services.report.conformance.fault import Fault
from auditor_app.services.report.conformance.pages import Font, Pages
from auditor_app.services.report.conformance.true_type import TrueType

_SUBSET = re.compile(r"[A-Z]{6}\+.+")
_SYMBOLIC, _NON_SYMBOLIC = 4, 32
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]+)>")
_FORBIDDEN = frozenset({0, 0xFEFF, 0xFFFE})
_PRIVATE = range(0xE000, 0xF900)
_CLOSE = 1.0
"""How far, in thousandths, a written width may be from the one in the typeface."""


def font_faults(pages: Pages) -> Iterator[Fault]:
    """Look at each font that some page uses."""
    for font in pages.fonts.values():
        yield from _font(font)


def _font(font: Font) -> Iterator[Fault]:
    resource, where = font.resource, f"font {font.name}"
    described = resource.get("/FontDescriptor", Dictionary())
    program = described.get("/FontFile2")
    if resource.get("/Subtype") != Name.TrueType or not isinstance(program, Stream):
        yield Fault("A-3 6.2.11.4.1", where, "it is no embedded TrueType font")
        return
    if not _SUBSET.fullmatch(font.name) or str(described.get("/FontName", "/"))[1:] != font.name:
        yield Fault("ours", where, "it is not a subset under one name")
    flags = int(described.get("/Flags", 0))
    if bool(flags & _SYMBOLIC) == bool(flags & _NON_SYMBOLIC):
        yield Fault("A-3 6.2.11.6", where, "it has to be symbolic or not")
    if flags & _SYMBOLIC and "/Encoding" in resource:
        yield Fault("A-3 6.2.11.6-3", where, "a symbolic font with an encoding")
    try:
        face = TrueType(program.read_bytes())
    except (ValueError, KeyError, IndexError) as error:
        yield Fault("A-3 6.2.11.4.1", where, f"its program cannot be read: {error}")
        return
    if face.maps != 1:
        yield Fault("A-3 6.2.11.6-4", where, f"a symbolic font needs one character map and has {face.maps}")
    yield from _codes(font, face, where)


def _codes(font: Font, face: TrueType, where: str) -> Iterator[Fault]:
    resource = font.resource
    unicode_map = _unicode(resource.get("/ToUnicode"))
    first = int(resource.get("/FirstChar", 0))
    widths = [float(value) for value in resource.get("/Widths", [])]
    for code in sorted(font.codes):
        glyph = face.glyph(code)
        if glyph == 0:
            yield Fault("UA-1 7.21.8", where, f"code {code} shows the sign for a missing character")
            continue
        shown = unicode_map.get(code, 0)
        if shown in _FORBIDDEN:
            yield Fault("UA-1 7.21.7", where, f"code {code} stands for no character")
        elif shown in _PRIVATE:
            yield Fault("A-3 6.2.11.7.3", where, f"code {code} stands for a private character")
        place = code - first
        written = widths[place] if 0 <= place < len(widths) else -1.0
        if abs(written - face.width(glyph)) > _CLOSE:
            yield Fault("UA-1 7.21.5", where, f"code {code} is {written} wide and not {face.width(glyph):.1f}")


def _unicode(stream: Object | None) -> dict[int, int]:
    if not isinstance(stream, Stream):
        return {}
    content = stream.read_bytes()
    # A character beyond U+FFFF is written as two halves; only whether it is one matters here.
    return {int(code, 16): int(char, 16) for code, char in _CHARACTER.findall(content)}
