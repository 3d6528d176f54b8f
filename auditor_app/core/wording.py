"""Quiet advice on the wording of findings (DOMAIN 10.7): say how many, ask instead of order, name nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Hint(StrEnum):
    """What could be worded better."""

    QUANTIFIER = "quantifier"
    ORDER = "order"
    PERSON = "person"
    VERDICT = "verdict"


@dataclass(frozen=True)
class WordingHint:
    """A hint and the words it is about, as they stand in the text."""

    hint: Hint
    words: str


_QUANTIFIERS: Final = {
    "nl": (
        "bijna alle", "de meeste", "alle", "allemaal", "altijd", "enkele", "iedereen", "meestal", "niemand", "nooit",
        "regelmatig", "soms", "sommige", "vaak", "veel", "vele", "weinig", "zelden",
    ),
    "en": (
        "nearly all", "a few", "all", "always", "everyone", "few", "many", "most", "never", "nobody", "often", "rarely",
        "regularly", "several", "some", "sometimes", "usually",
    ),
    "sv": (
        "nästan alla", "de flesta", "alla", "alltid", "aldrig", "få", "ibland", "ingen", "många", "några", "ofta",
        "oftast", "regelbundet", "sällan",
    ),
}  # fmt: skip
_NUMBERS: Final = {
    "nl": "nul|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien"
    "|zeventien|achttien|negentien|twintig|geen van de|helft|derde|kwart",
    "en": "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|none of the|half|third|quarter",
    "sv": "noll|en av|ett av|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton"
    "|arton|nitton|tjugo|ingen av|hälften|tredjedel|fjärdedel",
}
_ORDERS: Final = {
    "nl": "moet|moeten|moest|moesten|dient|dienen|verplicht",
    "en": "must|shall|has to|have to|is required to|are required to",
    "sv": "måste|skall|är skyldig|är skyldiga",
}
_VERDICTS: Final = (
    "verleend|predicaat|keurmerk|berekende uitkomst|advies van het auditteam"
    "|granted|predicate|computed outcome|partner school title|advice of the audit team"
    "|beviljad|beviljat|beviljas|utmärkelse|utmärkelsen|beräknat utfall|titeln partnerskola|granskningsteamets förslag"
)
"""Words of an outcome in all three languages: people write in one and read in another."""
_TITLES: Final = "meneer|mevrouw|mevr|dhr|juf|juffrouw|meester|mr|mrs|ms|miss|herr|fru|fröken|magister"
_PERSON: Final = re.compile(
    rf"\b(?:{_TITLES})\b\.?[^\S\n]+(?:(?:de|den|der|van|von|af)[^\S\n]+){{0,2}}(?-i:[A-ZÀ-Þ])\w+", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+")
LONGEST: Final = 20_000
"""Only this much of a text is looked at, so that a pasted book never holds up a field."""


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


_QUANTIFIER_OF: Final = {language: _any_of("|".join(words)) for language, words in _QUANTIFIERS.items()}
_NUMBER_OF: Final = {language: _any_of(rf"\d+\w*|{words}") for language, words in _NUMBERS.items()}
_VERDICT: Final = _any_of(_VERDICTS)
_ORDER_OF: Final = {language: _any_of(words) for language, words in _ORDERS.items()}


def fact_hints(text: str, language: str) -> tuple[WordingHint, ...]:
    """Look at what was seen: a quantifier in a sentence without a number, and anything that names a person."""
    return tuple(filter(None, (_bare_quantifier(text[:LONGEST], language), _person(text[:LONGEST]))))


def meaning_hints(text: str, language: str) -> tuple[WordingHint, ...]:  # noqa: ARG001 - one shape for all fields
    """Look at what it means: nobody is named."""
    return tuple(filter(None, (_person(text[:LONGEST]),)))


def question_hints(text: str, language: str) -> tuple[WordingHint, ...]:
    """Look at a question to the school: it orders nothing (private advice never takes the school's seat)."""
    order = _ORDER_OF.get(language, _ORDER_OF["en"]).search(text[:LONGEST])
    found = WordingHint(Hint.ORDER, order[0]) if order else None
    return tuple(filter(None, (found, _person(text[:LONGEST]))))


def verdict_words(text: str) -> tuple[str, ...]:
    """Find words of an outcome, which no formative report and no exit talk may hold (DOMAIN 9.1)."""
    return tuple(dict.fromkeys(found[0] for found in _VERDICT.finditer(text[:LONGEST])))


def condition_hints(text: str, language: str) -> tuple[WordingHint, ...]:  # noqa: ARG001 - one shape for all fields
    """Look at what a condition asks: it may order, and nobody is named."""
    return tuple(filter(None, (_person(text[:LONGEST]),)))


def _bare_quantifier(text: str, language: str) -> WordingHint | None:
    quantifier = _QUANTIFIER_OF.get(language, _QUANTIFIER_OF["en"])
    number = _NUMBER_OF.get(language, _NUMBER_OF["en"])
    for sentence in _SENTENCE.finditer(text):
        found = quantifier.search(sentence[0])
        if found and not number.search(sentence[0]):
            return WordingHint(Hint.QUANTIFIER, found[0])
    return None


def _person(text: str) -> WordingHint | None:
    found = _PERSON.search(text)
    return WordingHint(Hint.PERSON, found[0]) if found else None
