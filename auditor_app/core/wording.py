"""Quiet advice on the wording of findings (DOMAIN 10.7): say how many, ask instead of order, name nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from auditor_app.core.persons import find_persons


class Hint(StrEnum):
    """What could be worded better."""

    QUANTIFIER = "quantifier"
    ORDER = "order"
    PERSON = "person"
    SCHOOL = "school"
    VERDICT = "verdict"


@dataclass(frozen=True)
class WordingHint:
    """A hint and the words it is about, as they stand in the text."""

    hint: Hint
    words: str


_QUANTIFIERS: Final = {
    "nl": (
        "bijna alle", "de meeste", "de meerderheid", "geen enkele", "alle", "allemaal", "altijd", "diverse", "enkele",
        "iedereen", "meestal", "niemand", "nooit", "overal", "regelmatig", "soms", "sommige", "vaak", "veel", "vele",
        "verschillende", "weinig", "zelden",
    ),
    "en": (
        "nearly all", "almost all", "the majority", "a few", "(?<!at )(?<!after )all", "always", "everyone",
        "everywhere", "few", "many", "most", "never", "nobody", "often", "rarely", "regularly", "several", "some",
        "sometimes", "usually", "various",
    ),
    "sv": (
        "nästan alla", "de flesta", "flertalet", "majoriteten", "alla", "alltid", "aldrig", "ibland", "ingen", "inga",
        "många", "några", "ofta", "oftast", "regelbundet", "sällan", "vissa", "överallt", "få av",
        "(?:bara|endast|mycket|väldigt) få", r"få(?=\s(?:elever|lärare|coacher|grupper|samtal|loggböcker|lektioner))",
    ),
}  # fmt: skip
"""In Swedish "få" alone is mostly the verb."""
_NUMBERS: Final = {
    "nl": "nul|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien"
    "|zeventien|achttien|negentien|twintig|geen van de|de helft|een derde|een kwart",
    "en": "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|none of the|half|a third|thirds|a quarter",
    "sv": "noll|en av|ett av|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton"
    "|arton|nitton|tjugo|ingen av|hälften|tredjedel|fjärdedel",
}
_COUNTS_NOTHING: Final = re.compile(
    r"(?<!\w)(?:(?:leerjaar|jaar|klas|groep|periode|week|niveau|pagina|bladzijde|blz|year|grade|page|level|period"
    r"|årskurs|åk|sida|nivå|vecka)\.?\s?\d{1,4}(?:(?:\s?[-–/]\s?|\s(?:en|tot|and|to|och|till)\s)\d{1,4}){0,3}"
    r"|[A-Z]\d(?:\.\d)?|\d{1,2}[.:]\d{2}|(?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)
"""Figures that say which and when, never how many: "leerjaar 4", "E2.1", "10.15", "2026"."""
_STATED: Final = r"(?=[^.!?\n]{0,300}(?:[.!\n]|$))"
"""Only in a sentence that is no question."""
_ORDERS: Final = {
    "nl": r"moet|moeten|moest|moesten|dient(?:\s+\w+){0,4}\s+te|dienen(?:\s+\w+){0,4}\s+te|behoort(?:\s+\w+){0,4}\s+te"
    rf"|verplicht|noodzakelijk|zorg dat|zorg ervoor|mag niet{_STATED}|mogen niet{_STATED}",
    "en": "must|shall|should|has to|have to|had to|ought to|make sure|ensure that|is required to|are required to"
    rf"|needs? to{_STATED}",
    "sv": rf"måste|skall|bör|borde|är skyldig|är skyldiga|se till att|ska{_STATED}|får inte{_STATED}",
}
_VERDICTS: Final = (
    "verleend|predicaat|keurmerk|berekende uitkomst|advies van het auditteam"
    "|granted|predicate|computed outcome|partner school title|advice of the audit team"
    "|beviljad|beviljat|beviljas|utmärkelse|utmärkelsen|beräknat utfall|titeln partnerskola|granskningsteamets förslag"
)
"""Words of an outcome in all three languages: people write in one and read in another."""
_SCHOOL: Final = re.compile(
    r"(?<!\w)(?i:dan|als|zoals|than|like|unlike|än|som|liksom)(?:\s(?i:op|bij|in|at|på|het|de|the)){0,2}"
    r"\s(?P<name>[A-ZÅÄÖ]\w{0,30}(?i:college|lyceum|gymnasium|school|skolan)(?!\w)"
    r"|[A-ZÅÄÖ]\w{1,30}\s(?:College|Lyceum|Gymnasium|School|Academy|Skola))"
)
"""A comparison with a school by name (DOMAIN 10.7)."""
_SENTENCE: Final = re.compile(r"[^.!?\n]+")
LONGEST: Final = 20_000
"""Hints look at no more of a text than this, so that a pasted book never holds up a field."""


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


_QUANTIFIER_OF: Final = {language: _any_of("|".join(words)) for language, words in _QUANTIFIERS.items()}
_NUMBER_OF: Final = {language: _any_of(rf"\d+\w*|{words}") for language, words in _NUMBERS.items()}
_VERDICT: Final = _any_of(_VERDICTS)
_ORDER_OF: Final = {language: _any_of(words) for language, words in _ORDERS.items()}


def fact_hints(text: str, language: str) -> tuple[WordingHint, ...]:
    """Look at what was seen: a quantifier in a sentence without a number, and what is said in every field."""
    shown = text[:LONGEST]
    return tuple(filter(None, (_bare_quantifier(shown, language), *_everywhere(shown, language))))


def meaning_hints(text: str, language: str) -> tuple[WordingHint, ...]:
    """Look at what it means: nobody is named, and no other school."""
    return tuple(filter(None, _everywhere(text[:LONGEST], language)))


def question_hints(text: str, language: str) -> tuple[WordingHint, ...]:
    """Look at a question to the school: it orders nothing (private advice never takes the school's seat)."""
    shown = text[:LONGEST]
    order = _ORDER_OF.get(language, _ORDER_OF["en"]).search(shown)
    found = WordingHint(Hint.ORDER, order[0]) if order else None
    return tuple(filter(None, (found, *_everywhere(shown, language))))


def verdict_words(text: str) -> tuple[str, ...]:
    """Find words of an outcome in all of a text: no formative report and no exit talk may hold them (DOMAIN 9.1)."""
    return tuple(dict.fromkeys(found[0] for found in _VERDICT.finditer(text)))


def condition_hints(text: str, language: str) -> tuple[WordingHint, ...]:
    """Look at what a condition asks: it may order, and nobody is named."""
    return meaning_hints(text, language)


def _bare_quantifier(text: str, language: str) -> WordingHint | None:
    quantifier = _QUANTIFIER_OF.get(language, _QUANTIFIER_OF["en"])
    number = _NUMBER_OF.get(language, _NUMBER_OF["en"])
    for sentence in _SENTENCE.finditer(_COUNTS_NOTHING.sub(_blanked, text)):
        found = quantifier.search(sentence[0])
        if found and not number.search(sentence[0]):
            return WordingHint(Hint.QUANTIFIER, found[0])
    return None


def _blanked(figure: re.Match[str]) -> str:
    return " " * len(figure[0])


def _everywhere(text: str, language: str) -> tuple[WordingHint | None, WordingHint | None]:
    person = next(iter(find_persons(text, language)), None)
    school = _SCHOOL.search(text)
    return (
        WordingHint(Hint.PERSON, person.text) if person else None,
        WordingHint(Hint.SCHOOL, school["name"]) if school else None,
    )
