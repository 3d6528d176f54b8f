"""What looks like a person in a note: names after a title or role, e-mail, telephone (DOMAIN 5, row 12).

A note needs a role and a year group, never who it was. This proposes and never changes anything: a first name that
stands alone is known when it is a common one, and another word may be taken for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

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

_PARTICLE: Final = r"(?:(?:[Dd]e|[Dd]en|[Dd]er|[Vv]an|[Vv]on|[Aa]f|[Tt]er|[Tt]en|'t)\s{1,3}){0,3}"
_NAME: Final = rf"{_PARTICLE}[A-ZÀ-ÖØ-Þ](?:['’][A-ZÀ-Þ])?[a-zà-öø-ÿ][\w'’-]{{0,40}}"
_NAMES: Final = rf"{_NAME}(?:\s{{1,2}}{_NAME}){{0,2}}"
_INITIALS: Final = r"(?:[A-Z]\.\s?){0,4}"


def _either_case(word: str) -> str:
    return f"[{word[0].upper()}{word[0]}]{word[1:]}"


_AFTER_TITLE: Final = re.compile(
    rf"(?<!\w)(?P<title>{'|'.join(map(_either_case, sorted(_TITLES, key=len, reverse=True)))})\.?\s{{1,3}}"
    rf"{_INITIALS}(?P<name>{_NAMES})"
)
_AFTER_ROLE: Final = re.compile(
    rf"(?<!\w)(?P<title>{'|'.join(map(_either_case, sorted(_ROLES, key=len, reverse=True)))})\s{{1,3}}"
    rf"(?P<name>{_NAMES})"
)
_ALONE: Final = re.compile(
    rf"(?<![\w.@#-])(?P<first>[A-ZÅÄÖ][a-zà-öø-ÿ]{{1,12}})(?![\w@-])(?:\s{{1,2}}(?P<name>{_NAME}))?"
)
_OTHERWISE: Final = re.compile(r"Anders\s(?:dan|gezegd|nog)(?!\w)")
"""The Dutch for "other than", which is a Swedish first name too."""
_SOMEONE: Final[Mapping[str, str]] = MappingProxyType({"nl": "iemand", "en": "someone", "sv": "någon"})
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_PHONE: Final = re.compile(r"(?<![\w.,:/+-])(?:\+|00?)(?:[ \-/()]{0,2}\d){8,13}(?![\d.,]?\d)")
_LEAST_PHONE: Final = 9
_LEFT_OUT: Final[Mapping[str, str]] = MappingProxyType(
    {"nl": "(contactgegeven weggelaten)", "en": "(contact details left out)", "sv": "(kontaktuppgift utelämnad)"}
)


def find_persons(text: str, language: str = "en") -> tuple[Person, ...]:
    """List the likely traces of persons in `text`, in order; none of them overlap."""
    found = sorted(_all(text, language), key=lambda item: (item.start, -item.end))
    kept: list[Person] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _all(text: str, language: str) -> Iterator[Person]:
    left_out = _LEFT_OUT.get(language, _LEFT_OUT["en"])
    for match in _EMAIL.finditer(text):
        yield Person(PersonKind.EMAIL, match[0], match.start(), match.end(), _bracketed(left_out, match))
    for match in _PHONE.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _LEAST_PHONE:
            yield Person(PersonKind.PHONE, match[0], match.start(), match.end(), _bracketed(left_out, match))
    for match in _AFTER_TITLE.finditer(text):
        yield Person(
            PersonKind.NAME, match[0], match.start(), match.end(), _cased(_TITLES[match["title"].lower()], match)
        )
    for match in _AFTER_ROLE.finditer(text):
        if match["name"].split()[0].casefold() not in _NO_NAMES:
            yield Person(PersonKind.NAME, match[0], match.start(), match.end(), match["title"])
    yield from _first_names(text, _SOMEONE.get(language, _SOMEONE["en"]))


def _first_names(text: str, someone: str) -> Iterator[Person]:
    """Find a common first name without title or role, with the family name that follows it."""
    place = 0
    while match := _ALONE.search(text, place):
        before = text[max(0, match.start() - 2) : match.start()].strip()
        is_known = match["first"].casefold() in FIRST_NAMES and not before[-1:].isdecimal()  # "12 Jan" is a day
        is_known = is_known and not _OTHERWISE.match(text, match.start())
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
