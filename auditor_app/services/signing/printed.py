"""Reading back the fingerprint that a report's cover prints: what people see must be what the data are.

The cover is read as our own reports write it: text in marked content, each line between BT and ET and set in one go, in
dark ink, large enough, on the page, in letters that look like what they are read as, and with nothing where they stand.
Whatever is written in another way is not read, and a report without a fingerprint on its cover is refused: a reader of
every PDF there is would be a way in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.misc import PdfDecodeLimitError

from auditor_app.core.errors import UserError
from auditor_app.services.signing.entries import entry
from auditor_app.services.signing.letters import Letters
from auditor_app.services.signing.pen import PAGE, Box, Pen, matrix_of, meets, number

if TYPE_CHECKING:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.reader import PdfFileReader

_DEEPEST = 16
_LARGEST_COVER = 1 << 20
_ROW = re.compile(r" ?((?:[0-9a-f]{8} ){3}[0-9a-f]{8})")
"""Half a fingerprint, as the cover sets it; a line that goes on in an element begins with the space that parts it from
the one before."""
_LONG = (35, 36)
"""Characters of half a fingerprint: only lines of these lengths are read."""
_ROWS = 2
_LEADING = (0.9, 3.0)
"""How far the second row stands below the first, in sizes of its letters."""
_FARTHEST = 150.0
"""Thousandths of an em by which a letter may be moved towards another: less would be no order, more no word."""

_SPACE = b"\0\t\n\f\r "
_TOKEN = re.compile(
    rb"[\0\t\n\f\r ]*"
    rb"(?:(?P<text>\((?:[^\\()]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>)"
    rb"|(?P<bracket><<|>>|\[|\])"
    rb"|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\0\t\n\f\r ()<>\[\]{}/%]|\Z))"
    rb"|(?P<operator>[A-Za-z'\"*\d]+))"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_OPENING = frozenset({b"BDC", b"BMC"})
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})
_HIDING = frozenset({("name", b"/Artifact"), ("name", b"/OC"), ("name", b"/ActualText")})
"""What is furniture, may be switched off, or is read aloud otherwise than it is set."""
_CONTENT = frozenset({"/Filter", "/Length", "/DecodeParms"})
"""What the text of a page may say of itself: it could also lie in another file."""

_AS_IT_IS = (1, 0, 0, 1, 0, 0)
_A4 = (0.0, 0.0, *PAGE)


class NotReadableError(ValueError):
    """The cover is not written as our reports write theirs."""


def printed_fingerprint(reader: PdfFileReader) -> str:
    """Give the one fingerprint that the first page prints; "" for none, for several, for one not readable.

    Raises `UserError` for letters that look otherwise than they are read, or of which that is not known.
    """
    try:
        return _fingerprint(_first_page(reader.root["/Pages"], _DEEPEST))
    except (PdfDecodeLimitError, UserError):
        raise
    except Exception:  # noqa: BLE001  # a page that no report of ours has can raise a dozen classes: it names nothing
        return ""


def _fingerprint(page: generic.DictionaryObject) -> str:
    if "/UserUnit" in page:
        raise NotReadableError
    cover = _Cover(page["/Resources"], Pen(painted=list(_annotations(page))))
    cover.read(_content(page))
    return cover.fingerprint()


def _annotations(page: generic.DictionaryObject) -> Iterator[Box]:
    """Give where something lies over the page."""
    for one in entry(page, "/Annots", ()):
        x, y, u, v = map(number, one.get_object()["/Rect"])
        yield min(x, u), min(y, v), max(x, u), max(y, v)


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
    if not all(_CONTENT.issuperset(part) for part in parts):
        raise NotReadableError
    content = b"\n".join(bytes(part.data) for part in parts)
    if len(content) > _LARGEST_COVER:
        raise NotReadableError
    return content


@dataclass
class _Line:
    """What is set in one go: the codes with their fonts, where they stand, and whether somebody sees and hears them."""

    x: float
    y: float
    ends: float = 0.0
    size: float = 0.0
    passage: int = 0
    is_seen: bool = True
    is_close: bool = True
    """Whether its letters stand in the order in which they are set."""
    gap: float = 0.0
    pieces: list[tuple[Letters, bytes]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def row(self) -> str:
        """Half a fingerprint, if it is that."""
        if sum(len(codes) for _, codes in self.pieces) not in _LONG:
            return ""
        text = "".join(letters.characters.get(code, "\ufffd") for letters, codes in self.pieces for code in codes)
        found = _ROW.fullmatch(text)
        return "" if found is None else found[1]

    @property
    def is_on_page(self) -> bool:
        """Whether all of it lies on the paper."""
        return 0 <= self.x < self.ends <= PAGE[0] and 0 <= self.y <= PAGE[1] - self.size

    @property
    def is_written_out(self) -> bool:
        """Whether its codes are those of its letters, so that a reader which cannot use the font shows no others."""
        return all(letters.characters[code] == chr(code) for letters, codes in self.pieces for code in codes)


def _is_legible(row: _Line) -> bool:
    return row.is_seen and row.is_close and row.is_on_page and row.is_written_out


@dataclass
class _Cover:
    """The text of one page, line by line, and what else lies on it."""

    resources: generic.DictionaryObject
    pen: Pen
    lines: list[_Line] = field(default_factory=list)
    _marks: list[bool] = field(default_factory=list)
    _passages: int = 0
    _letters: dict[bytes, Letters] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """Give what two lines say that are set one below the other, with nothing else where they stand."""
        rows = [line for line in self.lines if line.row]
        if len(rows) != _ROWS or not all(map(_is_legible, rows)):
            return ""
        first, second = rows
        nearest, farthest = (first.size * one for one in _LEADING)
        # The space that a line may begin with stands to the left of its column.
        are_below = abs(first.x - second.x) <= first.size and nearest <= first.y - second.y <= farthest
        if not are_below or first.size != second.size or first.passage != second.passage:
            return ""
        return "" if any(map(self._is_disturbed, rows)) else (first.row + second.row).replace(" ", "")

    def _is_disturbed(self, row: _Line) -> bool:
        others = chain(self.pen.painted, *(line.boxes for line in self.lines if line is not row))
        return any(meets(box, other) for other in others for box in row.boxes)

    def read(self, content: bytes) -> None:
        """Follow the page from its beginning to its end."""
        operands: list[tuple[str, bytes]] = []
        for kind, token in _tokens(content):
            if kind != "operator":
                operands.append((kind, token))
                continue
            if self.pen.take(token, operands):
                self.lines.append(_Line(self.pen.x, self.pen.y))
            if token in _SHOWING:
                self._set(operands)
            elif token in _OPENING:
                self._passages += not self._marks
                self._marks.append(_HIDING.isdisjoint(operands))
            elif token == b"EMC":
                self._marks.pop()
            elif token == b"Do":
                self._lay(operands[-1][1])
            operands = []
        if self._marks:
            raise NotReadableError

    def _set(self, operands: list[tuple[str, bytes]]) -> None:
        pen, line = self.pen, self.lines[-1]
        if not pen.is_plain:
            raise NotReadableError
        letters = self._font(pen.ink.font)
        begins, size = pen.x + pen.along, pen.ink.size
        line.passage, line.size = self._passages, line.size or size
        is_marked = bool(self._marks) and all(self._marks)
        line.is_seen = line.is_seen and is_marked and pen.is_seen and line.size == size
        for kind, value in operands:
            if kind == "number":
                line.gap += number(value)
                pen.along -= number(value) * size / 1000
            elif kind == "text":
                codes = _codes(value)
                line.is_close = line.is_close and abs(line.gap) <= _FARTHEST
                line.gap = 0.0
                line.pieces.append((letters, codes))
                pen.along += letters.advance(codes) * size + len(codes) * pen.ink.apart
                pen.along += codes.count(b" ") * pen.ink.words_apart
        self._note(line, begins, letters.box)

    def _note(self, line: _Line, begins: float, reach: Box) -> None:
        """Note where a piece of a line stands, as far as any letter of its face reaches."""
        size, line.ends = self.pen.ink.size, self.pen.x + self.pen.along
        left, right = sorted((begins, line.ends))
        line.boxes.append(
            (left + reach[0] * size, line.y + reach[1] * size, right + reach[2] * size, line.y + reach[3] * size)
        )

    def _font(self, name: bytes) -> Letters:
        if name not in self._letters:
            self._letters[name] = Letters.of(self.resources["/Font"][name.decode("ascii")])
        return self._letters[name]

    def _lay(self, name: bytes) -> None:
        drawn = self.resources["/XObject"][name.decode("ascii")]
        if drawn["/Subtype"] == "/Image":
            self.pen.lay(matrix_of(_AS_IT_IS), (0, 0, 1, 1))
        else:
            matrix = matrix_of(entry(drawn, "/Matrix", _AS_IT_IS))
            left, bottom, right, top = map(number, drawn["/BBox"])
            self.pen.lay(matrix, (left, bottom, right, top))


def _tokens(content: bytes) -> Iterator[tuple[str, bytes]]:
    content = content.rstrip(_SPACE)
    place = 0
    while place < len(content):
        found = _TOKEN.match(content, place)
        if found is None or found.lastgroup is None:
            raise NotReadableError
        yield found.lastgroup, found[found.lastgroup]
        place = found.end()


def _codes(token: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, token[1:-1]) if token.startswith(b"(") else bytes.fromhex(_hex(token))


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found.group(1)
    return bytes([int(what, 8) & 0xFF]) if what.isdigit() else _ESCAPED.get(what, what)


def _hex(token: bytes) -> str:
    digits = "".join(token[1:-1].decode("ascii").split())
    return digits + "0" * (len(digits) % 2)
