"""Likely criteria for a note, ranked by the words it shares with title, question and look-fors; nothing is ever tagged.

BM25 (Robertson and Zaragoza 2009) over stemmed words in plain Python: a framework has a few dozen criteria, so a note
takes about half a millisecond, and the same note always gives the same order (docs/adr/0008-suggestions-by-bm25.md).
"""

from __future__ import annotations

import importlib
import importlib.util
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from threading import Lock
from types import ModuleType
from typing import Final

from auditor_app.core.framework import Criterion, Framework

K1: Final = 1.2
B: Final = 0.6
WEIGHTS: Final = (3, 2, 2, 1)
"""How much a word counts in title, question, look-fors and rubric."""
OF_ITS_SOURCE: Final = 1.5
"""How much more a criterion counts that the framework expects to be seen in the note's kind of source."""
LONGEST: Final = 4_000
"""Only the end of a longer note is looked at: what was written last."""
LEAST: Final = 2.0
"""A lower score says too little to propose anything: one everyday word in common."""
TELLING: Final = 1.0
"""A word in fewer than about a third of the criteria is a reason; a lower weight is not."""
_LANGUAGES: Final = {"nl": "Dutch", "en": "English", "sv": "Swedish"}
"""What the stemmers are called."""
_PACKAGE: Final = "snowballstemmer"
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")
_EVERYDAY: Final[Mapping[str, frozenset[str]]] = {
    "nl": frozenset(
        """
        aan al alle alleen als altijd andere bij binnen buiten daar dan dat de deze die dit doen doet door een eerst
        elk elke en er geen gaan gaat hangt heb hebben heeft het hier hij hoe hun ik in is ja je kan komt kunnen laat
        maar meer met moet moeten mij na naar niet nog nu of om omdat onder ons ook op over staan staat te tegen ter
        tijdens per tot toe twee uit van veel voor vaak waar wat weer weet wel werd weten wie wij wil wordt ze zegt
        zelf zich zien zij zijn zo zonder zou
        """.split()  # noqa: SIM905 - lists of function words read best as texts
    ),
    "en": frozenset(
        """
        about after all also an and any are as at be been before but by can do does each every for from get give had
        has have he her here how if in into is it its just may more most no not of off on one only or other our out
        over own per said say says see seen she so some than that the their them then there they this those to two up
        very was we were what when where which who will with without you
        """.split()  # noqa: SIM905 - lists of function words read best as texts
    ),
    "sv": frozenset(
        """
        alla allt andra att av bara blir bland bort både de dem den denna dessa det detta dit du där efter ej eller en
        ett finns flera från får för före ger genom går ha gör göra han har hon hur här hänger i igen inga inget innan
        inte ja jag kan kommer man med medan men mer mest mot mycket måste ni nu någon något när och också om per på
        sig sin sina ska står säger så till två under upp ut utan vad var vara varje vet veta vi vid vill vilka än är
        """.split()  # noqa: SIM905 - lists of function words read best as texts
    ),
}
"""Words that every text of a language has: in so small a text as a framework some are rare, and yet say nothing."""
_SAYS_NOTHING: Final = frozenset(chain.from_iterable(_EVERYDAY.values()))
_ENOUGH: Final = 2
"""So many everyday words tell that a note is in another language than the audit."""


@dataclass(frozen=True)
class Suggestion:
    """A criterion that may fit, how strongly (only to compare within one note), and the note's words that say so."""

    code: str
    score: float
    words: tuple[str, ...]


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Callable[[str], str]:
    name = _LANGUAGES.get(language, "English")
    bare: Callable[[str], str] = getattr(_algorithm(name.lower()), f"{name}Stemmer")().stemWord
    one_at_a_time = Lock()

    def stem(word: str) -> str:
        with one_at_a_time:  # the stemmer keeps the word it is at in itself, and two threads may count at once
            return bare(word)

    return lru_cache(maxsize=20_000)(stem)


def _algorithm(name: str) -> ModuleType:
    """Load one language; the package, imported as such, loads the thirty that it has, which takes 5 MB."""
    if _PACKAGE not in sys.modules:
        found = importlib.util.find_spec(_PACKAGE)
        if found is None:
            raise ModuleNotFoundError(_PACKAGE)
        sys.modules[_PACKAGE] = importlib.util.module_from_spec(found)
    return importlib.import_module(f"{_PACKAGE}.{name}_stemmer")


class Suggestions:
    """The criteria of one framework in one language, ready to be compared with notes; make it once and keep it."""

    def __init__(self, framework: Framework, language: str) -> None:
        """Count the stemmed words of every criterion."""
        self._stem = _stemmer(language)
        self._sources = {criterion.code: frozenset(criterion.sources) for criterion in framework.criteria}
        self._counts = {criterion.code: self._counted(criterion, language) for criterion in framework.criteria}
        lengths = {code: sum(counts.values()) for code, counts in self._counts.items()}
        average = sum(lengths.values()) / max(1, len(lengths)) or 1.0
        self._damping = {code: K1 * (1 - B + B * length / average) for code, length in lengths.items()}
        self._weight = self._weights()

    def _counted(self, criterion: Criterion, language: str) -> Counter[str]:
        counts: Counter[str] = Counter()
        for weight, text in zip(WEIGHTS, _texts(criterion, language), strict=True):
            for _, stem in self._words(text):
                counts[stem] += weight
        return counts

    def _weights(self) -> Mapping[str, float]:
        """Weigh each word by how few criteria have it."""
        total = len(self._counts)
        found = Counter(stem for counts in self._counts.values() for stem in counts)
        return {stem: math.log(1 + (total - count + 0.5) / (count + 0.5)) for stem, count in found.items()}

    def _words(self, text: str) -> Iterator[tuple[str, str]]:
        stem = self._stem
        return ((word, stem(word.lower())) for word in _WORD.findall(text))

    def rank(
        self, text: str, source: str = "", *, limit: int = 5, without: Collection[str] = ()
    ) -> tuple[Suggestion, ...]:
        """Give the likeliest criteria first; those in `without` (the note's own tags) are left out."""
        words: dict[str, str] = {}
        for word, stem in self._words(text[-LONGEST:]):
            if stem in self._weight:
                words.setdefault(stem, word)
        scored = []
        for code, counts in self._counts.items():
            score = self._score(code, counts, words, source)
            reasons = self._reasons(code, words)
            if score >= LEAST and reasons and code not in without:
                scored.append((-round(score, 6), code, reasons))
        return tuple(Suggestion(code, -score, reasons) for score, code, reasons in sorted(scored)[:limit])

    def _score(self, code: str, counts: Counter[str], words: Mapping[str, str], source: str) -> float:
        damping = self._damping[code]
        score = sum(
            self._weight[stem] * counts[stem] * (K1 + 1) / (counts[stem] + damping) for stem in words if stem in counts
        )
        return score * OF_ITS_SOURCE if source in self._sources[code] else score

    def _reasons(self, code: str, words: Mapping[str, str]) -> tuple[str, ...]:
        counts = self._counts[code]
        telling = [
            stem
            for stem, word in words.items()
            if stem in counts and self._weight[stem] >= TELLING and word.lower() not in _SAYS_NOTHING
        ]
        return tuple(words[stem] for stem in sorted(telling, key=lambda stem: -self._weight[stem]))


def language_of(text: str, usual: str) -> str:
    """Tell the language of a note by its everyday words; `usual` unless another one has clearly more of them."""
    words = [word.lower() for word in _WORD.findall(text[-LONGEST:])]
    counted = {language: sum(map(known.__contains__, words)) for language, known in _EVERYDAY.items()}
    best = max(counted, key=lambda language: (counted[language], language == usual))
    return best if counted[best] >= max(_ENOUGH, counted.get(usual, 0) + 1) else usual


class AnyLanguage:
    """Likely criteria for notes in whatever language each of them is written; make it once and keep it."""

    def __init__(self, framework: Framework, usual: str) -> None:
        """Count the words of `usual`, the language of notes that do not tell; of others with the first note in them."""
        self._framework, self._usual = framework, usual
        self._by_language = {usual: Suggestions(framework, usual)}

    def rank(
        self, text: str, source: str = "", *, limit: int = 5, without: Collection[str] = ()
    ) -> tuple[Suggestion, ...]:
        """Give the likeliest criteria first, by their texts in the note's language."""
        language = language_of(text, self._usual)
        self.count(language)
        return self._by_language[language].rank(text, source, limit=limit, without=without)

    def lacks(self, text: str) -> str:
        """Give the language of `text` when its words are still to be counted, which a window lets others do; or ""."""
        language = language_of(text, self._usual)
        return "" if language in self._by_language else language

    def count(self, language: str) -> AnyLanguage:
        """Count the words of the criteria in one more language."""
        if language not in self._by_language:
            self._by_language[language] = Suggestions(self._framework, language)
        return self


def _texts(criterion: Criterion, language: str) -> tuple[str, str, str, str]:
    """Give the four texts in a language, English where it is missing."""
    return (
        criterion.title.get(language) or criterion.title.get("en", ""),
        criterion.question.get(language) or criterion.question.get("en", ""),
        " ".join(criterion.look_for.get(language) or criterion.look_for.get("en", ())),
        " ".join(criterion.rubric.get(language) or criterion.rubric.get("en", ())),
    )
