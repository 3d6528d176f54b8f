"""Reading answers: numbers with a decimal comma or point, and the words of usual scales in nl, en and sv."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from babel.numbers import NumberFormatError, parse_decimal

LARGEST = 1_000_000
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,\u00a0\u202f ']*\s?%?")
_LED = re.compile(r"([0-9]{1,2})\s*(?:[-–—.:=)]|\s)\s*\D.*")
"""`4 - mee eens`, `4. Agree`."""

SCALES: tuple[tuple[str, ...], ...] = (
    ("helemaal mee oneens|helemaal oneens|zeer mee oneens", "mee oneens|oneens|niet mee eens",
     "neutraal|niet eens niet oneens|niet mee eens niet mee oneens|noch eens noch oneens", "mee eens|eens",
     "helemaal mee eens|helemaal eens|zeer mee eens"),
    ("nooit", "zelden|bijna nooit", "soms", "vaak|meestal", "altijd|bijna altijd"),
    ("helemaal niet waar", "niet waar", "een beetje waar", "waar", "helemaal waar"),
    ("zeer ontevreden", "ontevreden", "niet tevreden niet ontevreden", "tevreden", "zeer tevreden"),
    ("strongly disagree", "disagree", "neutral|neither agree nor disagree", "agree", "strongly agree"),
    ("never", "rarely|seldom", "sometimes", "often", "always"),
    ("instämmer inte alls|tar helt avstånd", "instämmer inte|instämmer i liten grad", "varken eller|neutral",
     "instämmer|instämmer i hög grad", "instämmer helt|instämmer helt och hållet"),
    ("aldrig", "sällan", "ibland", "ofta", "alltid"),
    ("helemaal mee oneens|helemaal oneens", "mee oneens|oneens", "mee eens|eens", "helemaal mee eens|helemaal eens"),
    ("strongly disagree", "disagree", "agree", "strongly agree"),
    ("stämmer inte alls", "stämmer ganska dåligt", "stämmer ganska bra", "stämmer helt och hållet"),
    ("instämmer inte alls", "instämmer inte", "instämmer", "instämmer helt"),
    ("nee|niet", "ja"),
    ("no", "yes"),
    ("nej", "ja"),
)  # fmt: skip
"""Words from the lowest answer to the highest, alternatives apart by a bar."""
NO_ANSWER = frozenset(
    {
        "", "-", "–", "n/a", "na", "nvt", "n v t", "niet van toepassing", "weet niet", "weet ik niet", "geen mening",
        "geen antwoord", "don t know", "do not know", "no opinion", "no answer", "not applicable", "vet ej", "vet inte",
        "ingen åsikt", "ej tillämpligt", "inget svar",
    }
)  # fmt: skip
"""Words of somebody who did not want to answer; they are no answers and no mistakes."""


def plain(text: str) -> str:
    """Give words without case, punctuation and doubled spaces."""
    return " ".join(re.sub(r"[^\w/–-]+", " ", text.casefold()).split())


_WORDS: Mapping[str, None] = {plain(word): None for scale in SCALES for step in scale for word in step.split("|")}


@dataclass
class Numbers:
    """Reads numbers as they are written in one file; `comma` says that its decimals stand behind a comma."""

    comma: bool = False
    _known: dict[str, float | None] = field(default_factory=dict)

    def read(self, text: str) -> float | None:
        """Give the number a text is, None when it is none."""
        if text not in self._known:
            if len(self._known) > 1 << 18:
                self._known.clear()
            self._known[text] = self._parsed(text)
        return self._known[text]

    def _parsed(self, text: str) -> float | None:
        if not _NUMBER.fullmatch(text):
            return None
        bare = re.sub(r"[\s\u00a0\u202f'%]", "", text)
        try:
            value = float(parse_decimal(bare, locale="nl" if self.comma else "en", strict=True))
        except NumberFormatError:
            return None
        return value if abs(value) <= LARGEST else None


def uses_comma(texts: Iterable[str]) -> bool:
    """Tell whether a file writes decimals behind a comma: the reading that understands more of its numbers."""
    counts = Counter(text for text in texts if ("," in text or "." in text) and _NUMBER.fullmatch(text))
    points, commas = Numbers(comma=False), Numbers(comma=True)
    with_point = sum(count for text, count in counts.items() if points.read(text) is not None)
    with_comma = sum(count for text, count in counts.items() if commas.read(text) is not None)
    return with_comma > with_point


def is_answer(text: str, numbers: Numbers) -> bool:
    """Tell whether a text could be an answer on a scale, or a number."""
    if numbers.read(text) is not None:
        return True
    words = plain(text)
    return words in _WORDS or words in NO_ANSWER or bool(_LED.fullmatch(text))


def words_in(values: Iterable[str]) -> dict[str, int]:
    """Give the number of every word of a usual scale that occurs, by the shortest scale that knows them all."""
    found = {plain(value) for value in values} - NO_ANSWER
    best: dict[str, int] = {}
    for scale in SCALES:
        known = {plain(word): place for place, step in enumerate(scale, 1) for word in step.split("|")}
        mine = {word: known[word] for word in found if word in known}
        if len(mine) > len(best) or (len(mine) == len(best) and best and len(scale) < _length(best)):
            best = mine
    return best


def _length(words: Mapping[str, int]) -> int:
    return max(words.values())


@dataclass
class Answers:
    """Reads answers with the words a person or a scale gave; what it gives is a whole number, None for no answer."""

    numbers: Numbers
    words: Mapping[str, int]
    nothing: frozenset[str] = NO_ANSWER
    _known: dict[str, tuple[str, int]] = field(default_factory=dict)

    def read(self, text: str) -> tuple[str, int]:
        """Give ("", number), or ("nothing", 0), ("not_whole", 0) or ("unknown", 0)."""
        if text not in self._known:
            if len(self._known) > 1 << 18:
                self._known.clear()
            self._known[text] = self._parsed(text)
        return self._known[text]

    def _parsed(self, text: str) -> tuple[str, int]:
        words = plain(text)
        if words in self.words:
            return "", self.words[words]
        if words in self.nothing:
            return "nothing", 0
        number = self.numbers.read(text)
        if number is not None:
            return ("", int(number)) if number.is_integer() else ("not_whole", 0)
        led = _LED.fullmatch(text)
        return ("", int(led[1])) if led else ("unknown", 0)
