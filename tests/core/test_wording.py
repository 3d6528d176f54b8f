"""The wording rules of DOMAIN 10.7, in three languages and against hostile texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor_app.core.wording import LONGEST, Hint, fact_hints, meaning_hints, question_hints, verdict_words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Leerlingen kennen meestal hun doel.", "nl", "meestal"),
        ("Drie van de vijf kennen hun doel. Vaak ligt het logboek open.", "nl", "Vaak"),
        ("Bijna alle leerlingen werken zelf.", "nl", "Bijna alle"),
        ("Most pupils know their goal.", "en", "Most"),
        ("De flesta elever vet sitt mål.", "sv", "De flesta"),
        ("Geen enkele leerling had een plan.", "nl", "Geen enkele"),
        ("In leerjaar 4 en 5 werken de meeste leerlingen zelf, zie E2.1 om 10.15 in 2026.", "nl", "de meeste"),
        ("The majority works on the third floor.", "en", "The majority"),
        ("Få elever i åk 7 väljer själva.", "sv", "Få"),
    ],
)
def test_a_quantifier_without_a_number_is_pointed_at(text: str, language: str, words: str) -> None:
    (hint,) = fact_hints(text, language)
    assert (hint.hint, hint.words) == (Hint.QUANTIFIER, words)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De meeste leerlingen (14 van 18) kennen hun doel.", "nl"),
        ("Drie van de vijf bekeken leerlingen in leerjaar 4 lopen vaak achter.", "nl"),
        ("Most pupils, twelve in all, know their goal.", "en"),
        ("Hälften av de flesta samtalen.", "sv"),
        ("De allemansvriend loopt door de hal.", "nl"),
        ("In leerjaar 4 kennen alle twaalf gesproken leerlingen hun doel.", "nl"),
        ("Two thirds of the pupils often plan alone; not at all the others.", "en"),
        ("Eleverna vill få hjälp och får den.", "sv"),
        ("", "nl"),
    ],
)
def test_a_number_in_the_sentence_is_enough(text: str, language: str) -> None:
    assert fact_hints(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wanneer moet het team dit afspreken?", "nl"),
        ("When must the team agree on this?", "en"),
        ("Vad måste teamet komma överens om?", "sv"),
        ("De school dient dit voor de zomer te regelen.", "nl"),
        ("Zorg dat elke coach dit doet.", "nl"),
        ("The school should plan this. It needs to.", "en"),
        ("The school needs to plan this.", "en"),
        ("Skolan ska göra detta.", "sv"),
    ],
)
def test_an_order_in_a_question_is_pointed_at(text: str, language: str) -> None:
    assert [item.hint for item in question_hints(text, language)] == [Hint.ORDER]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie zou in leerjaar 4 het signaal kunnen oppakken? Een ontmoeting?", "nl"),
        ("Welk doel dient dit gesprek?", "nl"),
        ("What would a teacher need to see this? Who could ask?", "en"),
        ("Hur ska skolan kunna följa upp målen?", "sv"),
        ("Skolan skulle kunna överväga ett annat schema.", "sv"),
    ],
)
def test_a_question_that_asks_is_left_alone(text: str, language: str) -> None:
    assert question_hints(text, language) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Het gaat hier beter dan op het Bedachtcollege.", "Bedachtcollege"),
        ("Anders dan Verzonnen Lyceum werkt men in stappen.", "Verzonnen Lyceum"),
    ],
)
def test_another_school_by_name_is_pointed_at(text: str, words: str) -> None:
    (hint,) = meaning_hints(text, "nl")
    assert (hint.hint, hint.words) == (Hint.SCHOOL, words)
    assert meaning_hints("Het Bedachtcollege deed mee; beter dan vorig jaar op deze school.", "nl") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw de Vries begint.",
        "dhr. Jansen zegt het",
        "Herr Ek frågar.",
        "De heer Bakker zei dit.",
        "Docent Jan de Boer vertelde het.",
        "Anna (coach) helpt.",
        "Mail jan.bakker@school.nl",
        "Bel 06-12345678.",
    ],
)
def test_a_person_is_pointed_at_in_every_field(text: str) -> None:
    for look in (fact_hints, meaning_hints, question_hints):
        assert Hint.PERSON in [item.hint for item in look(text, "nl")]


PIECES = st.sampled_from(["Alle leerlingen", "moet", "mevrouw Jansen", "than Linden College", "de meeste", "12.", "?"])


@given(
    st.lists(PIECES | st.text(max_size=20), max_size=12).map(" ".join), st.sampled_from(["nl", "en", "sv", "xx", ""])
)
@example("Alle leerlingen", "nl")
def test_words_of_a_hint_stand_in_the_text(text: str, language: str) -> None:
    found = [item.words for look in (fact_hints, meaning_hints, question_hints) for item in look(text, language)]
    assert [words for words in found if not words or words not in text] == []
    assert found or text != "Alle leerlingen"


def test_a_verdict_is_found_however_much_stands_before_it() -> None:
    assert verdict_words("a " * LONGEST + "verleend") == ("verleend",)


@pytest.mark.parametrize("piece", ["a", "mr ", "meneer de ", ".", "alle "])
def test_a_pasted_book_is_looked_at_in_no_time(piece: str) -> None:
    text = piece * 300_000
    start = time.process_time()
    fact_hints(text, "nl")
    question_hints(text, "nl")
    assert time.process_time() - start < 5
