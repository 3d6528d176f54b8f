"""Reading back the fingerprint that a report's cover prints: what people see must be what the data are.

The cover is read as our own reports write it: text in marked content, each line between BT and ET, its characters named
by the font's ToUnicode map; in dark ink, large enough, on the page, and with nothing laid over it. Whatever is written
in another way is not read, and a report without a fingerprint on its cover is refused: a reader of every PDF there is
would be a way in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.misc import PdfDecodeLimitError

from auditor_app.services.signing.pen import PAGE, Pen

if TYPE_CHECKING:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.reader import PdfFileReader

_DEEPEST = 16
_LARGEST_COVER = 1 << 20
_LARGEST_MAP = 1 << 18
_ROW = re.compile(r"(?:[0-9a-f]{8} ){3}[0-9a-f]{8}")
"""Half a fingerprint, as the cover sets it."""
_ROWS = 2

_SPACE = re.compile(rb"[\0\t\n\f\r ]*")
_TOKEN = re.compile(
    rb"(?P<text>\((?:[^\\()]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>)"
    rb"|(?P<bracket><<|>>|\[|\])"
    rb"|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\0\t\n\f\r ()<>\[\]{}/%]|\Z))"
    rb"|(?P<operator>[A-Za-z'\"*\d]+)"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_OPENING = frozenset({b"BDC", b"BMC"})
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})
# An inline picture can hold anything; other modes, scales, states and clipping can hide what is set.
_NEVER_OURS = frozenset({b"BI", b"ID", b"EI", b"Tr", b"Tz", b"Ts", b"gs", b"W", b"W*"})
_COVERING = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do"})
"""What could lie over what was set before it; a cover prints its fingerprint last."""
_HIDING = frozenset({("name", b"/Artifact"), ("name", b"/OC"), ("name", b"/ActualText")})
"""What is furniture, may be switched off, or is read aloud otherwise than it is set."""
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4})>\s")

_LONG = (35, 36)
"""Characters of half a fingerprint, without and with the space that parts it from the line before: only lines of these
lengths are read, and only their fonts."""

Characters = Mapping[int, str]
_Line = list[tuple[bytes, bytes]]
"""The pieces of a line: the font's name, and the codes shown in it."""


_A4 = (0.0, 0.0, *PAGE)
Box = tuple[float, float, float, float]


class NotReadableError(ValueError):
    """The cover is not written as our reports write theirs."""


def printed_fingerprint(reader: PdfFileReader) -> str:
    """Give the one fingerprint that the first page prints; "" for none, for several, for one not readable."""
    try:
        passages = list(_passages(_first_page(reader.root["/Pages"], _DEEPEST)))
    except PdfDecodeLimitError:
        raise
    except Exception:  # noqa: BLE001  # a page that no report of ours has can raise a dozen classes: it names nothing
        return ""
    found = [rows for rows in map(_rows, passages) if rows]
    return "".join(found[0]).replace(" ", "") if len(found) == 1 and len(found[0]) == _ROWS else ""


def _passages(page: generic.DictionaryObject) -> Iterator[list[str]]:
    if "/UserUnit" in page:
        raise NotReadableError
    return _Cover(page["/Resources"]["/Font"], _annotations(page)).passages(_content(page))


def _annotations(page: generic.DictionaryObject) -> tuple[Box, ...]:
    """Give where something lies over the page."""
    boxes = [[float(edge) for edge in one.get_object()["/Rect"]] for one in page.get("/Annots", ())]
    return tuple((min(x, u), min(y, v), max(x, u), max(y, v)) for x, y, u, v in boxes)


def _rows(lines: list[str]) -> list[str]:
    # A line that goes on in an element begins with the space that parts it from the one before.
    return [row for row in (line.removeprefix(" ") for line in lines) if _ROW.fullmatch(row)]


def _first_page(node: generic.DictionaryObject, depth: int) -> generic.DictionaryObject:
    if "/CropBox" in node or ("/MediaBox" in node and not _is_a4(node["/MediaBox"])):
        raise NotReadableError
    if "/Kids" not in node:
        return node
    if not depth:
        raise NotReadableError
    return _first_page(node["/Kids"][0], depth - 1)


def _is_a4(box: generic.ArrayObject) -> bool:
    edges = [float(edge) for edge in box]
    return len(edges) == len(_A4) and all(abs(edge - other) <= 1 for edge, other in zip(edges, _A4, strict=True))


def _content(page: generic.DictionaryObject) -> bytes:
    contents = page["/Contents"]
    parts = [contents] if hasattr(contents, "data") else [part.get_object() for part in contents]
    content = b"\n".join(bytes(part.data) for part in parts)
    if len(content) > _LARGEST_COVER:
        raise NotReadableError
    return content


@dataclass
class _Cover:
    """The text of one page, passage by passage: what stands in one marked content of an element is one passage."""

    fonts: generic.DictionaryObject
    over: tuple[Box, ...] = ()
    """Where annotations lie."""
    _maps: dict[bytes, Characters] = field(default_factory=dict)

    def passages(self, content: bytes) -> Iterator[list[str]]:
        """Give the lines as long as half a fingerprint of every passage; furniture and what has no mark is none."""
        marks: list[bool] = []
        operands: list[tuple[str, bytes]] = []
        lines: list[_Line] = []
        pen, has_print = Pen(), False
        for kind, token in _tokens(content):
            if kind != "operator":
                operands.append((kind, token))
                continue
            if token in _NEVER_OURS or (token in _COVERING and (has_print or self._has_print(lines))):
                raise NotReadableError
            pen.take(token, operands)
            if has_print and token in _SHOWING and not pen.is_seen:
                raise NotReadableError
            if token in _OPENING:
                marks.append(_HIDING.isdisjoint(operands))
            elif token == b"EMC":
                marks.pop()
                if not marks:
                    has_print = has_print or self._has_print(lines)
                    yield self._long(lines)
                    lines = []
            elif token == b"BT":
                lines.append([])
            elif token in _SHOWING and marks and all(marks) and pen.is_seen and not self._is_under(pen):
                lines[-1] += [(pen.font, _codes(value)) for what, value in operands if what == "text"]
            operands = []

    def _long(self, lines: list[_Line]) -> list[str]:
        return [self._read(line) for line in lines if sum(len(codes) for _, codes in line) in _LONG]

    def _has_print(self, lines: list[_Line]) -> bool:
        return bool(_rows(self._long(lines)))

    def _is_under(self, pen: Pen) -> bool:
        return any(left <= pen.x <= right and bottom <= pen.y <= top for left, bottom, right, top in self.over)

    def _read(self, line: _Line) -> str:
        return "".join(self._characters(font).get(code, "\ufffd") for font, codes in line for code in codes)

    def _characters(self, name: bytes) -> Characters:
        if name not in self._maps:
            font = self.fonts[name.decode("ascii")]
            # What a font does not name is not read: its characters become none that a fingerprint has.
            content = bytes(font["/ToUnicode"].data) if "/ToUnicode" in font else b""
            if len(content) > _LARGEST_MAP:
                raise NotReadableError
            pairs = _CHARACTER.findall(content)
            self._maps[name] = {int(code, 16): chr(int(character, 16)) for code, character in pairs}
        return self._maps[name]


def _tokens(content: bytes) -> Iterator[tuple[str, bytes]]:
    place = _end_of_space(content, 0)
    while place < len(content):
        found = _TOKEN.match(content, place)
        if found is None or found.lastgroup is None:
            raise NotReadableError
        yield found.lastgroup, found.group()
        place = _end_of_space(content, found.end())


def _end_of_space(content: bytes, place: int) -> int:
    found = _SPACE.match(content, place)
    return place if found is None else found.end()


def _codes(token: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, token[1:-1]) if token.startswith(b"(") else bytes.fromhex(_hex(token))


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found.group(1)
    return bytes([int(what, 8) & 0xFF]) if what.isdigit() else _ESCAPED.get(what, what)


def _hex(token: bytes) -> str:
    digits = "".join(token[1:-1].decode("ascii").split())
    return digits + "0" * (len(digits) % 2)
