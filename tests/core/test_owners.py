from __future__ import annotations

import pytest

from auditor_app.core.owners import may_name_person, names_person

PERSONS = (
    "K. de Boer", "K.de Boer", "J.P. Hoekstra", "Wieger Hoekstra", "De Boer", "van der Veen", "Van der Veen",
    "Anna", "mevrouw Smit", "Schoolleiding (K. de Boer)", "Åsa Öberg", "Teamleider en Wieger Hoekstra",
    "Kees-Jan O’Brien", "hoekstra@school.example",
)  # fmt: skip
ROLES = (
    "", "Teamleider onderbouw", "Team leader lower years", "Team Onderbouw", "Coördinator leerlingondersteuning",
    "Schoolleiding", "Leiders van de jaarteams", "Jaarteam 5 en 6", "Sectieleiders", "Bestuur en schoolleiding",
    "MT", "MR en MT", "de schoolleiding", "Vakgroep Moderne Vreemde Talen", "Sectie Nederlands", "Rektor",
    "Arbetslag 7–9", "Rektor och arbetslagsledare", "Head of Year 3", "Principal", "Kernteam", "Iedereen",
    "Alla lärare", "Decaan",
)  # fmt: skip
PERHAPS = ("Hoekstra", "Lindqvist", "Sectieleider, Hoekstra")


@pytest.mark.parametrize("owner", PERSONS)
def test_a_name_instead_of_a_role_is_seen_without_a_title_too(owner: str) -> None:
    assert names_person(owner)
    assert may_name_person(owner)


@pytest.mark.parametrize("owner", ROLES)
def test_a_role_is_never_taken_for_a_person(owner: str) -> None:
    assert not may_name_person(owner)


@pytest.mark.parametrize("owner", PERHAPS)
def test_one_word_that_is_no_known_role_is_asked_about_and_not_refused(owner: str) -> None:
    assert may_name_person(owner)
    assert not names_person(owner)


def test_a_very_long_owner_is_judged_at_once() -> None:
    assert not names_person("x" * 100_000)
    assert not names_person("Aa " * 50_000)
