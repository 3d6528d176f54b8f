"""What looks like a person in a note: names after a title or role, e-mail, telephone (DOMAIN 5, row 12).

A note needs a role and a year group, never who it was. This proposes and never changes anything: a first name that
stands alone is known when it is a common one, and another word may be taken for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from unicodedata import is_normalized, normalize

from auditor_app.core.first_names import FIRST_NAMES


class PersonKind(StrEnum):
    """What kind of trace it is."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class Person:
    """A likely trace of a person: where it stands (`start` to `end`, end excluded), and the role to write instead."""

    kind: PersonKind
    text: str
    start: int
    end: int
    role: str


_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("meneer", "mijnheer", "mevrouw", "mevr", "dhr", "mw", "mej", "juffrouw"), "een medewerker"),
        **dict.fromkeys(("de heer", "drs"), "een medewerker"),
        **dict.fromkeys(("juf", "meester"), "de leraar"),
        **dict.fromkeys(("mr", "mrs", "ms", "miss", "mx"), "a member of staff"),
        **dict.fromkeys(("herr", "fru", "fr", "hr"), "en medarbetare"),
        **dict.fromkeys(("fröken", "magister", "magistern"), "läraren"),
    }
)
"""A title, and what to write instead of title and name, in the title's own language."""
_OF_ALL: Final = ("dr", "prof")
"""Titles of all three languages: what is written instead is in the language of the note."""
_STAFF: Final[Mapping[str, str]] = MappingProxyType(
    {"nl": "een medewerker", "en": "a member of staff", "sv": "en medarbetare"}
)

_ROLES: Final = (
    "leerling", "leraar", "lerares", "docent", "docente", "coach", "mentor", "rector", "directeur", "teamleider",
    "conciërge", "ouder", "vader", "moeder", "schoolleider",
    "pupil", "student", "teacher", "principal", "headteacher", "parent", "father", "mother",
    "elev", "eleven", "lärare", "läraren", "rektor", "rektorn", "förälder", "mamma", "pappa", "vaktmästare",
)  # fmt: skip
"""Role words that a name may follow; the role itself may stay."""

_NO_NAMES: Final = frozenset(
    """
    nederlands engels frans duits spaans latijn grieks wiskunde biologie scheikunde natuurkunde geschiedenis
    aardrijkskunde economie muziek tekenen techniek maatschappijleer filosofie kunst gym sport mens natuur
    dutch english french german spanish latin maths mathematics biology chemistry physics history geography art
    svenska engelska franska tyska spanska matematik biologi kemi fysik historia geografi musik bild slöjd
    teams magister office google portal classroom meet
    """.split()  # noqa: SIM905 - a list of 60 words reads best as a text
)
"""Capitalised words that follow a role but name no one: subjects and programs."""

_FAMILY: Final = frozenset(
    """
    jansen bakker visser smit meijer mulder bos vos peters hendriks dekker brouwer koning kok jacobs willems vermeulen
    dijk vries jong boer groot smith jones taylor brown wilson evans
    """.split()  # noqa: SIM905 - a list of words reads best as a text
)
_FAMILY_ENDINGS: Final = (
    "sen", "son", "stra", "inga", "mans", "qvist", "kvist", "ström", "gren", "lund", "berg", "veld", "huis"
)  # fmt: skip
"""Family names that are known after a title, and how many end, also where somebody types fast and without capitals."""

_SONS: Final = ("sson", "ssons")
_NO_SONS: Final = frozenset({"lesson", "lessons"})
"""A Swedish family name that stands alone is known by its end."""

_CAPITAL, _SMALL = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]"
_PARTICLE: Final = r"(?:(?:[Dd]e|[Dd]en|[Dd]er|[Vv]an|[Vv]on|[Aa]f|[Tt]er|[Tt]en|'t)\s{1,3}){0,3}"
_NAME: Final = rf"{_PARTICLE}{_CAPITAL}(?:['’]{_CAPITAL})?{_SMALL}[\w'’-]{{0,40}}"
_NAMES: Final = rf"{_NAME}(?:\s{{1,2}}{_NAME}){{0,2}}"
_UNCAPPED: Final = rf"{_PARTICLE}{_SMALL}{{2,20}}(?![\w-])"
"""What may be a name in small letters; `_is_known` decides."""
_CAPITALS: Final = (
    rf"(?:{_PARTICLE}|(?:(?:DE|DEN|DER|VAN|VON|AF)\s{{1,3}}){{1,3}})"
    rf"{_CAPITAL}{{3,20}}(?:[ -]{_CAPITAL}{{3,20}}){{0,2}}(?![\w-])"
)
"""A name as some forms want it; after a title only, for schools write much else in capitals."""
_INITIALS: Final = r"(?:[A-Z]\.\s?){0,4}"


def _either_case(word: str) -> str:
    return f"[{word[0].upper()}{word[0]}]{word[1:]}"


_ANY_TITLE: Final = "|".join(map(_either_case, sorted((*_TITLES, *_OF_ALL), key=len, reverse=True)))
_AFTER_TITLE: Final = re.compile(
    rf"(?<!\w)(?P<title>(?:[Pp]rof\.?\s)?(?:{_ANY_TITLE}))\.?\s{{1,3}}"
    rf"{_INITIALS}(?P<name>{_NAMES}|{_CAPITALS}|{_UNCAPPED})"
)
_AFTER_ROLE: Final = re.compile(
    rf"(?<!\w)(?P<title>{'|'.join(map(_either_case, sorted(_ROLES, key=len, reverse=True)))})\s{{1,3}}"
    rf"(?P<name>{_NAMES}|{_UNCAPPED})"
)
_ALONE: Final = re.compile(
    rf"(?<![\w.@#-])(?P<first>{_CAPITAL}{_SMALL}{{1,12}})(?![\w@-])(?:\s{{1,2}}(?P<name>{_NAME}))?"
)
_OTHERWISE: Final = re.compile(r"Anders\s(?:dan|gezegd|nog)(?!\w)")
"""The Dutch for "other than", which is a Swedish first name too."""
_SOMEONE: Final[Mapping[str, str]] = MappingProxyType({"nl": "iemand", "en": "someone", "sv": "någon"})
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_PHONE: Final = re.compile(r"(?<![\w.,:/+-])(?:\+|00?)(?:[ \-/()]{0,2}\d){8,13}(?![\d.,]?\d)")
_LEAST_PHONE: Final = 9
_SHORTEST: Final = 4
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CLUSTER: Final = re.compile("(?s:.[\u0300-\u036f\u1ab0-\u1aff]*)")
"""A letter with the accents behind it."""
_FURTHER: Final = tuple(map(chr, (*range(0x100, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))))
_AS_LATIN: Final = str.maketrans(
    {letter: "Þ" if letter.isupper() else "þ" for letter in _FURTHER if letter.upper() != letter.lower()}
)
"""Names come from everywhere: other capital and small letters count as one that the patterns know."""
_LEFT_OUT: Final[Mapping[str, str]] = MappingProxyType(
    {"nl": "(contactgegeven weggelaten)", "en": "(contact details left out)", "sv": "(kontaktuppgift utelämnad)"}
)


def find_persons(text: str, language: str = "en") -> tuple[Person, ...]:
    """List the likely traces of persons in `text`, in order; none of them overlap."""
    plain, places = _plain(text)
    found = sorted(_all(plain, language), key=lambda item: (item.start, -item.end))
    kept: list[Person] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(_as_written(item, text, places) for item in kept)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Give the text as the patterns read it, and where each of its characters stands in the text itself.

    Each letter is one character, and there is none that nobody sees: what is pasted may hold accents of their own,
    marks of direction or soft hyphens, which would hide a name.
    """
    if text.isascii():
        return text, range(len(text) + 1)
    if _UNSEEN.search(text) is None and is_normalized("NFC", text):
        return text.translate(_AS_LATIN), range(len(text) + 1)
    plain: list[str] = []
    places: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        letters = normalize("NFC", _UNSEEN.sub("", cluster[0]))
        plain.append(letters)
        places += [cluster.start()] * len(letters)
    return "".join(plain).translate(_AS_LATIN), (*places, len(text))


def _as_written(person: Person, text: str, places: Sequence[int]) -> Person:
    """Give what was found in the plain text as it stands in the text itself."""
    start, end = places[person.start], places[person.end]
    return replace(person, text=text[start:end], start=start, end=end)


def _all(text: str, language: str) -> Iterator[Person]:
    left_out = _LEFT_OUT.get(language, _LEFT_OUT["en"])
    for match in _EMAIL.finditer(text):
        yield Person(PersonKind.EMAIL, match[0], match.start(), match.end(), _bracketed(left_out, match))
    for match in _PHONE.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _LEAST_PHONE:
            yield Person(PersonKind.PHONE, match[0], match.start(), match.end(), _bracketed(left_out, match))
    staff = _STAFF.get(language, _STAFF["en"])
    for match in _AFTER_TITLE.finditer(text):
        if _is_known(match["name"], has_title=True):
            role = _cased(_TITLES.get(match["title"].lower(), staff), match)
            yield Person(PersonKind.NAME, match[0], match.start(), match.end(), role)
    for match in _AFTER_ROLE.finditer(text):
        if match["name"].split()[0].casefold() not in _NO_NAMES and _is_known(match["name"], has_title=False):
            yield Person(PersonKind.NAME, match[0], match.start(), match.end(), match["title"])
    yield from _first_names(text, _SOMEONE.get(language, _SOMEONE["en"]))


def _is_known(name: str, *, has_title: bool) -> bool:
    """Whether it is a name: any with a capital is; in small letters only a common one, a family's after a title."""
    last = name.rsplit(maxsplit=1)[-1]
    if last != last.lower() or last in FIRST_NAMES:
        return True
    return has_title and (last in _FAMILY or (len(last) > _SHORTEST and last.endswith(_FAMILY_ENDINGS)))


def _first_names(text: str, someone: str) -> Iterator[Person]:
    """Find a common first name without title or role, with the family name that follows it; or a "Svensson" alone."""
    place = 0
    while match := _ALONE.search(text, place):
        before = text[max(0, match.start() - 2) : match.start()].strip()
        first = match["first"].casefold()
        is_known = first in FIRST_NAMES and not before[-1:].isdecimal()  # "12 Jan" is a day
        is_known = is_known and not _OTHERWISE.match(text, match.start())
        is_known = is_known or (first.endswith(_SONS) and first not in _NO_SONS)
        place = match.end() if is_known else match.end("first")
        if is_known:
            role = someone.capitalize() if _starts_sentence(match) else someone
            yield Person(PersonKind.NAME, match[0], match.start(), match.end(), role)


def _bracketed(words: str, match: re.Match[str]) -> str:
    """Put no brackets within brackets."""
    before = match.string[max(0, match.start() - 200) : match.start()]
    return words.strip("()") if before.rfind("(") > before.rfind(")") else words


def _cased(role: str, match: re.Match[str]) -> str:
    """Begin a sentence as the title began it."""
    return role[0].upper() + role[1:] if match["title"][0].isupper() and _starts_sentence(match) else role


def _starts_sentence(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 40) : match.start()].rstrip(" ‘“\"'")
    return not before or before[-1] in ".!?:\n"
