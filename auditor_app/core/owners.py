"""Who owns a goal of the school: a role is wanted, and this tells when a person seems to be named instead.

An owner is a field of a few words, so more can be told than in running text: "K. de Boer" and "Wieger Hoekstra" name
someone, "Team leader" does not. A name that is also a word for a role is not found; nothing is changed here.
"""

from __future__ import annotations

import re
from typing import Final

from auditor_app.core.persons import find_persons

_ROLE_PARTS: Final = (
    "team", "leid", "raad", "sectie", "groep", "afdeling", "bestuur", "coörd", "coord", "coach", "mentor", "docent",
    "leraar", "leraren", "lerares", "rector", "rektor", "direct", "hoofd", "zorg", "kwalit", "kvalit", "onderw",
    "bouw", "jaar", "commis", "staf", "beheer", "admin", "concierge", "conciërge", "decaan", "steun", "begelei",
    "school", "leerling", "ouder", "medewerk", "personeel", "financ", "project", "werk", "stuur", "portefeuille",
    "voorzit", "secret", "iedereen", "klas", "meester", "maker", "persoon", "person", "pedago", "loog", "recept",
    "board", "lead", "head", "principal", "teacher", "staff", "year", "depart", "council", "manage", "office",
    "pupil", "student", "parent", "committee", "quality", "support", "chair", "everyone", "tutor", "deputy",
    "assist", "governor", "specialist", "expert", "librar", "biblio", "counsel",
    "arbetslag", "ämneslag", "ledning", "ledare", "lärare", "skol", "elev", "vårdnad", "ämne", "grupp", "styrelse",
    "huvudman", "ansvarig", "samord", "kurator", "chef", "hälsa", "utveckl", "handled", "förälder", "föräldr",
    "språk", "taal", "talen", "vreemde", "moderne", "modern", "exact", "onderbouw", "bovenbouw", "extern", "intern",
)  # fmt: skip
"""Parts of words that make a role or a group of it."""
_ROLE_WORDS: Final = frozenset(
    ("de", "het", "een", "alle", "all", "alla", "the", "our", "ons", "onze", "vår", "lag", "vak")
)
_PARTICLES: Final = frozenset(
    (
        "de",
        "den",
        "der",
        "van",
        "von",
        "af",
        "ter",
        "ten",
        "te",
        "het",
        "'t",
        "la",
        "le",
        "du",
        "di",
        "el",
        "al",
        "op",
        "in",
    )
)
_NAME: Final = re.compile(r"[^\W\d_](?:['’][^\W\d_])?[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){1,5}")
_APART: Final = re.compile(r"\s*(?:[,;/&+()\n]|\s(?:en|and|och|met|with|med)\s)\s*")
_MOST_WORDS = 5


def names_person(owner: str) -> bool:
    """Tell whether an owner names a person: a known first name, a title, initials, or two words that are no role."""
    return bool(find_persons(owner)) or any(_is_name(part, alone=False) for part in _APART.split(owner))


def may_name_person(owner: str) -> bool:
    """Tell the same of one capitalised word too that is no role as far as is known: a family name, or not."""
    return names_person(owner) or any(_is_name(part, alone=True) for part in _APART.split(owner))


def _is_name(text: str, *, alone: bool) -> bool:
    words = text.replace(".", ". ").split()
    initials = [word for word in words if _INITIALS.fullmatch(word)]
    named = [word for word in words if word not in initials and word.casefold() not in _PARTICLES]
    if not named or len(words) > _MOST_WORDS + len(initials) or not all(map(_is_capitalised, named)):
        return False
    if any(_is_role(word) for word in named):
        return False
    has_particle = len(words) > len(named) + len(initials)
    return alone or bool(initials) or len(named) > 1 or has_particle


def _is_capitalised(word: str) -> bool:
    return bool(_NAME.fullmatch(word)) and word[0].isupper() and not word.isupper()


def _is_role(word: str) -> bool:
    plain = word.casefold()
    return plain in _ROLE_WORDS or any(part in plain for part in _ROLE_PARTS)
