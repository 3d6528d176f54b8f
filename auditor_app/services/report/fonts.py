"""The report's typefaces: widths, kerning, which characters a face has, and how a word is written into a page."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from auditor_app.config import resource_path
from auditor_app.services.report.style import OTHER_FACE

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

REPLACEMENTS = ("□", "?")
"""What is printed for a character that no face has; the first one that a face does have."""

_NO_LIGATURES = {"kern": True, "liga": False, "clig": False, "calt": False, "dlig": False}
_LARGEST_CACHE = 20_000


class Face:
    """One typeface: measures words in thousandths of the type size and kerns them."""

    def __init__(self, name: str) -> None:
        """Load the face from the shipped files and make it known to reportlab."""
        self.name = name
        path = resource_path("fonts", "report", f"{name}.ttf")
        self.font = TTFont(name, str(path))
        pdfmetrics.registerFont(self.font)
        self._glyphs: dict[int, int] = self.font.face.charToGlyph
        self._widths: dict[int, float] = self.font.face.charWidths
        content = path.read_bytes()
        self._shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(content)))
        self._scale = 1000 / self._shaper.face.upem
        self._words: dict[str, tuple[float, tuple[float, ...] | None]] = {}
        self.space: float = self._widths[0x20]

    def has(self, char: str) -> bool:
        """Tell whether the face can show `char`."""
        # Glyph 0 is the one for "no such character"; the last entry of a character map leads to it.
        return self._glyphs.get(ord(char), 0) != 0 or char == "\u00a0"

    def width(self, word: str) -> float:
        """Measure a word, kerned, in thousandths of the type size."""
        return self._measured(word)[0]

    def kerns(self, word: str) -> tuple[float, ...] | None:
        """Give what each letter's advance is to be changed by; None when the word has no kerning."""
        return self._measured(word)[1]

    def _measured(self, word: str) -> tuple[float, tuple[float, ...] | None]:
        known = self._words.get(word)
        if known is None:
            if len(self._words) > _LARGEST_CACHE:
                self._words.clear()
            known = self._words[word] = self._measure(word)
        return known

    def _measure(self, word: str) -> tuple[float, tuple[float, ...] | None]:
        widths = [self.space if char == "\u00a0" else self._widths.get(ord(char), self.space) for char in word]
        plain = float(sum(widths))
        if not word.isprintable() or len(word) < 2 or len(word) > 60 or "\u00a0" in word:  # noqa: PLR2004 - a pair is two letters; words are rarely longer than 60
            return plain, None
        kerns = self._shape(word)
        if kerns is None or not any(kerns):
            return plain, None
        return plain + sum(kerns), kerns

    def _shape(self, word: str) -> tuple[float, ...] | None:
        """Ask HarfBuzz for kerning; None when it would draw other glyphs than one per character."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._shaper, buffer, _NO_LIGATURES)
        infos, places = buffer.glyph_infos, buffer.glyph_positions or []
        if [info.codepoint for info in infos] != [self._glyphs.get(ord(char)) for char in word]:
            return None
        if any(place.x_offset or place.y_offset for place in places):
            return None
        own = (self._widths[ord(char)] for char in word)
        return tuple(round(place.x_advance * self._scale - width) for place, width in zip(places, own, strict=True))


@cache
def face(name: str) -> Face:
    """Give a typeface by name."""
    return Face(name)


@cache
def _printable(char: str, name: str) -> tuple[str, str]:
    """Give the face that shows `char` and what it shows: its own face, the other one, or a replacement."""
    if face(name).has(char):
        return name, char
    if face(OTHER_FACE[name]).has(char):
        return OTHER_FACE[name], char
    for replacement in (_plainer(char), _without_accents(char), *REPLACEMENTS):
        for candidate in (name, OTHER_FACE[name]):
            if replacement and all(face(candidate).has(part) for part in replacement):
                return candidate, replacement
    return name, "?"


def _plainer(char: str) -> str:
    """Write a sign that stands for others as those: the "ﬁ" that is copied out of a PDF is an f and an i."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.strip() and plain != char else ""


def _without_accents(char: str) -> str:
    """Give the letter below accents that no typeface has."""
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))


def pieces(word: str, name: str) -> tuple[list[tuple[str, str]], set[str]]:
    """Split a word into runs of one face each; also give the characters that something else had to be shown for."""
    if word.isascii():
        return [(name, word)], set()
    runs: list[tuple[str, str]] = []
    replaced: set[str] = set()
    for char in word:
        found, shown = _printable(char, name)
        if shown not in {char, _plainer(char)}:
            replaced.add(char)
        if runs and runs[-1][0] == found:
            runs[-1] = (found, runs[-1][1] + shown)
        else:
            runs.append((found, shown))
    return runs, replaced


_DROPPED = {"Cc", "Cf"}
_NEW_LINES = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n"}


def clean(text: str) -> str:
    """Take out what may not reach a page: control, bidi-override and invisible characters; compose accents."""
    if text.isascii() and text.isprintable():
        return text
    for old, new in _NEW_LINES.items():
        text = text.replace(old, new)
    text = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(char for char in text if char == "\n" or _is_kept(char))


@cache
def _is_kept(char: str) -> bool:
    is_variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return not is_variation and unicodedata.category(char) not in _DROPPED


class Writer:
    """Writes words of one document as PDF text operators; remembers what it wrote."""

    def __init__(self, document: PDFDocument) -> None:
        """Write for `document`, which gets only the glyphs that are used."""
        self._document = document
        self._known: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._chars: dict[tuple[str, str], tuple[str, str]] = {}

    def write(self, text: str, name: str) -> list[tuple[str, str]]:
        """Give the parts of a text as (font resource, elements of a TJ array)."""
        fonts: list[str] = []
        bodies: list[list[str]] = []
        for index, word in enumerate(text.split(" ")):
            pieces_of_word = self._word(word, name) if word else []
            if index:
                pieces_of_word = [*self._word(" ", name), *pieces_of_word]
            for font, body in pieces_of_word:
                if fonts and fonts[-1] == font:
                    bodies[-1].append(body)
                else:
                    fonts.append(font)
                    bodies.append([body])
        return [(font, "".join(body).replace(")(", "")) for font, body in zip(fonts, bodies, strict=True)]

    @staticmethod
    def _append(parts: list[tuple[str, str]], more: list[tuple[str, str]]) -> None:
        for font, body in more:
            if parts and parts[-1][0] == font:
                parts[-1] = (font, parts[-1][1] + body)
            else:
                parts.append((font, body))

    def _word(self, word: str, name: str) -> list[tuple[str, str]]:
        known = self._known.get((name, word))
        if known is None:
            known = self._known[name, word] = self._encode(word, name)
        return known

    def _char(self, char: str, one: Face) -> tuple[str, str]:
        known = self._chars.get((one.name, char))
        if known is None:
            ((subset, code),) = one.font.splitString(char, self._document)
            name = one.font.getSubsetInternalName(subset, self._document)
            known = self._chars[one.name, char] = (name, _escaped(code[0]))
        return known

    def _encode(self, word: str, name: str) -> list[tuple[str, str]]:
        one = face(name)
        kerns = one.kerns(word) or (0,) * len(word)
        parts: list[tuple[str, str]] = []
        for char, kern in zip(word, kerns, strict=True):
            font, code = self._char(char, one)
            body = f"({code}){-kern:g}" if kern else f"({code})"
            self._append(parts, [(font, body)])
        return [(font, body.replace(")(", "")) for font, body in parts]


def _escaped(code: int) -> str:
    char = chr(code)
    if char in "()\\":
        return "\\" + char
    return char if 32 <= code < 127 else f"\\{code:03o}"  # noqa: PLR2004 - printable ASCII stays readable
