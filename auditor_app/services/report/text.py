"""Paragraphs broken into lines: no hyphenation, short last words tied, words wider than the column cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from auditor_app.services.report.fonts import clean, face, pieces
from auditor_app.services.report.style import Type

NBSP = "\u00a0"
_WHITE = re.compile(r"[ \t\n]+")
_SHORT_LAST_WORD = 7
_LONGEST_TIED = 19
"""A longer word is not tied to the last one: together they would leave too large a gap."""
_NARROW = 140.0
"""In narrower columns, in points, a tied last word would cost more than it gives."""
_LEAST_PART = 5
_LONGEST_HYPHENATED = 60
_LONGEST_PIECE = 300
"""Longer words are set in pieces, so that one of 100,000 letters costs no more than as many short ones."""
_MOST_MEASURED = 20_000
_UNITS = r"(?:%|uur|procent|percent|min|mm|cm|km|ECTS|voorwaarden?|conditions?|villkor)"
_BEFORE_NUMBER = (
    r"(?:leerjaar|jaar|klas|groep|blz\.|year|grade|page|chapter|årskurs|årskurserna|sida|kapitel|hoofdstuk|vestiging)"
)
_MONTHS = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october|mars|maj|augusti)"
)
_TIES = (
    (re.compile(rf"(\d) (?={_UNITS}(?:\W|$))"), rf"\1{NBSP}"),
    (re.compile(rf"(\d) (?={_MONTHS}\b)", re.IGNORECASE), rf"\1{NBSP}"),
    (re.compile(r"(?<=\d) (and|en|och) (?=\d)"), rf"{NBSP}\1{NBSP}"),
    (re.compile(rf"\b({_BEFORE_NUMBER}) (?=\d)", re.IGNORECASE), rf"\1{NBSP}"),
)
_DIGIT = re.compile(r"\d")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<![^\s(])'(?=[stn]\b)")
"""The straight one of keyboards between two letters, or before the Dutch "'s", "'t" and "'n"; quotation marks stay."""
_VOWELS = set("aeiouyáéíóúàèëïöüäåøæ")
_ONSETS = {
    "br",
    "bl",
    "dr",
    "fr",
    "fl",
    "gr",
    "gl",
    "kr",
    "kl",
    "pr",
    "pl",
    "tr",
    "vr",
    "vl",
    "ch",
    "th",
    "kn",
    "zw",
    "sk",
    "sl",
}


@dataclass(frozen=True)
class Span:
    """A piece of text in one role of type."""

    text: str
    type: Type
    lang: str = ""
    """Its language when it is not that of what it stands in."""
    is_verbatim: bool = False
    """Printed letter for letter, also where print would write another sign."""


@dataclass(frozen=True)
class Run:
    """Text of one face at one place on a line, in points from the line's start; `actual` is what it stands for."""

    x: float
    text: str
    face: str
    type: Type
    actual: str | None = None
    lang: str = ""


@dataclass(frozen=True)
class Line:
    """One line of runs and its width in points."""

    runs: tuple[Run, ...]
    width: float
    is_cut: bool = False
    """Whether its last word goes on in the next line, without a hyphen."""
    is_new: bool = False
    """Whether it begins something new in a cell, where all lines stand in one element."""


@dataclass
class _Word:
    """A word on its way to a line: runs of one face, their widths, and what it stands for when it is a cut part."""

    parts: list[tuple[str, Type, str, float]]
    width: float
    space: float
    is_joined: bool = False
    actual: str | None = None
    lang: str = ""

    @property
    def is_divisible(self) -> bool:
        """Tell whether there is anything to cut."""
        return len(self.parts) > 1 or len(self.parts[0][0]) > 1


def paragraphs(text: str) -> list[str]:
    """Split what a person typed into paragraphs; empty lines vanish."""
    return [part for part in map(str.strip, clean(text).split("\n")) if part]


def one_line(text: str) -> str:
    """Give what a person typed as one line; spaces that tie words together stay."""
    return _WHITE.sub(" ", clean(text)).strip(" ")


def typeset(text: str, *, is_verbatim: bool = False) -> str:
    """Tie numbers to their units and days to their months; unless `is_verbatim`, write apostrophes as print does."""
    if "'" in text and not is_verbatim:
        text = _APOSTROPHE.sub("’", text)
    if _DIGIT.search(text):
        for pattern, replacement in _TIES:
            text = pattern.sub(replacement, text)
    return text


def tied(text: str, *, is_verbatim: bool = False) -> str:
    """Typeset a text, and tie its short last word to the one before it."""
    text = typeset(text, is_verbatim=is_verbatim)
    head, space, last = text.rpartition(" ")
    is_short = 0 < len(last.rstrip(".,;:?!”’)")) <= _SHORT_LAST_WORD
    if space and is_short and " " in head and len(head) - head.rfind(" ") <= _LONGEST_TIED:
        return f"{head}{NBSP}{last}"
    return text


def width_of(text: str, type_: Type) -> float:
    """Measure one line of text in points."""
    letters = sum(face(name).width(part) for word in _split(text) for name, part in pieces(word, type_.face)[0])
    spaces = text.count(" ") * face(type_.face).space
    return (letters + spaces) * type_.size / 1000 + type_.tracking * len(text)


def _split(text: str) -> list[str]:
    return [word for word in text.split(" ") if word]


def break_lines(spans: Sequence[Span], width: float, replaced: set[str], *, is_tied: bool = True) -> list[Line]:
    """Break spans into lines no wider than `width`; text that fits nowhere is cut."""
    setting = _Setting(width)
    for cluster in _clusters(_words(spans, replaced, is_tied=is_tied and width > _NARROW), width):
        setting.add(cluster)
    return setting.finished()


def _clusters(words: Iterable[_Word], width: float) -> Iterator[list[_Word]]:
    """Group words that no space parts, so that no line ends between them; what is too wide may be parted."""
    cluster: list[_Word] = []
    for word in words:
        if cluster and (not word.is_joined or sum(item.width for item in cluster) + word.width > width):
            yield cluster
            cluster = []
        cluster.append(word)
    if cluster:
        yield cluster


class _Setting:
    """Fills lines of one width, word by word."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._lines: list[Line] = []
        self._current: list[_Word] = []
        self._used = 0.0

    def add(self, cluster: list[_Word]) -> None:
        """Set words that belong on one line."""
        gap = 0.0 if cluster[0].is_joined or not self._current else cluster[0].space
        if self._current and self._used + gap + sum(word.width for word in cluster) > self._width:
            self._end_line(is_cut=cluster[0].is_joined)
            gap = 0.0
        for word in cluster:
            rest = word
            while rest.width > self._width and rest.is_divisible:
                first, rest = _cut(rest, self._width)
                self._lines.append(_line([first], is_cut=True))
            self._current.append(rest)
            self._used += gap + rest.width
            gap = 0.0

    def _end_line(self, *, is_cut: bool = False) -> None:
        self._lines.append(_line(self._current, is_cut=is_cut))
        self._current, self._used = [], 0.0

    def finished(self) -> list[Line]:
        """Give the lines; no words make one empty line."""
        if self._current or not self._lines:
            self._end_line()
        return self._lines


def _words(spans: Sequence[Span], replaced: set[str], *, is_tied: bool) -> Iterator[_Word]:
    """Give the words of all spans; a word that continues the one before without a space is joined to it."""
    is_open = False
    for index, span in enumerate(spans):
        is_last = index == len(spans) - 1
        prepare = tied if is_tied and is_last else typeset
        text = prepare(span.text, is_verbatim=span.is_verbatim)
        starts_joined = is_open and not text.startswith(" ")
        for place, word in enumerate(_split(text)):
            for start in range(0, len(word), _LONGEST_PIECE):
                made = _word(word[start : start + _LONGEST_PIECE], span.type, replaced)
                made.is_joined = start > 0 or (starts_joined and place == 0)
                made.lang = span.lang
                yield made
        is_open = bool(text) and not text.endswith(" ")


def _word(text: str, type_: Type, replaced: set[str]) -> _Word:
    parts, width, space, missing = _measured(text, type_)
    if missing:
        replaced |= missing
    return _Word(parts, width, space)


@lru_cache(_MOST_MEASURED)
def _measured(text: str, type_: Type) -> tuple[list[tuple[str, Type, str, float]], float, float, set[str]]:
    """Measure a word once: reports say the same words again and again. What is given is never changed."""
    runs, missing = pieces(text, type_.face)
    scale = type_.size / 1000
    parts = [(part, type_, name, face(name).width(part) * scale + type_.tracking * len(part)) for name, part in runs]
    return parts, sum(part[3] for part in parts), face(type_.face).space * scale + type_.tracking, missing


def _line(words: Sequence[_Word], *, is_cut: bool = False) -> Line:
    """Set words beside each other; neighbours of one face become one run."""
    runs: list[Run] = []
    x = 0.0
    for index, word in enumerate(words):
        gap = 0.0 if word.is_joined or not index else word.space
        for place, (text, type_, name, width) in enumerate(word.parts):
            is_spaced = gap > 0 and place == 0
            last = runs[-1] if runs else None
            can_join = last is not None and (last.face, last.type, last.lang) == (name, type_, word.lang)
            if can_join and last is not None and last.actual is None and word.actual is None and name == type_.face:
                runs[-1] = Run(last.x, last.text + (" " if is_spaced else "") + text, name, type_, None, word.lang)
            else:
                shown = x + gap if is_spaced else x
                if is_spaced and last is not None and last.actual is None:
                    runs[-1] = Run(last.x, last.text + " ", last.face, last.type, None, last.lang)
                runs.append(Run(shown, text, name, type_, word.actual, word.lang))
            x += (gap if is_spaced else 0.0) + width
    return Line(tuple(runs), x, is_cut)


def _cut(word: _Word, width: float) -> tuple[_Word, _Word]:
    """Cut a word that is wider than the column: letters at a syllable, with a hyphen; anything else where it ends."""
    text, type_, name, _ = word.parts[0]
    one, scale = face(name), type_.size / 1000
    if len(word.parts) > 1 and word.parts[0][3] <= width:
        first = replace(word, parts=[word.parts[0]], width=word.parts[0][3])
        return first, replace(word, parts=word.parts[1:], width=word.width - first.width, is_joined=True)
    size = _fitting(text, one.width, width / scale)
    hyphen = ""
    if text.isalpha() and len(text) <= _LONGEST_HYPHENATED:
        size, hyphen = _syllable(text, _fitting(text, one.width, width / scale - one.width("-"))), "-"
    rest = text[size:]
    is_whole = word.actual is None and bool(hyphen)
    first_part = (text[:size] + hyphen, type_, name, one.width(text[:size] + hyphen) * scale)
    rest_part = (rest, type_, name, one.width(rest) * scale)
    rest_width = rest_part[3] + sum(part[3] for part in word.parts[1:])
    first = replace(word, parts=[first_part], width=first_part[3], actual=text if is_whole else word.actual)
    rest_parts = [rest_part, *word.parts[1:]]
    actual = "" if is_whole else word.actual
    return first, replace(word, parts=rest_parts, width=rest_width, is_joined=True, actual=actual)


def _fitting(text: str, measure: Callable[[str], float], room: float) -> int:
    """Count the characters that fit, at least one; by halving, as a word may have 100,000."""
    low, high = 1, min(len(text) - 1, 400)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return max(low, 1)


def _begins(lower: str, place: int) -> bool:
    """Tell whether two consonants here begin a syllable; the k of a "ck" ends one."""
    return lower[place : place + 2] in _ONSETS and lower[place - 1 : place + 1] != "ck"


def _syllable(text: str, size: int) -> int:
    """Move a cut back to where a syllable starts, at least five letters on each side."""
    lower = text.lower()
    for place in range(min(size, len(text) - _LEAST_PART), _LEAST_PART - 1, -1):
        is_onset = lower[place] not in _VOWELS and lower[place + 1 : place + 2] in _VOWELS
        is_pair = _begins(lower, place) and lower[place + 2 : place + 3] in _VOWELS
        splits_pair = _begins(lower, place - 1)
        if (is_pair or (is_onset and not splits_pair)) and any(char in _VOWELS for char in lower[:place]):
            return place
    return size
