from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from auditor_app.config import resource_path
from auditor_app.core.framework import Framework, build_framework
from auditor_app.services.visit.suggest import AnyLanguage, Suggestions, _stemmer, language_of
from benchmarks.suggestions import measured


@pytest.fixture(scope="module")
def framework() -> Framework:
    return build_framework(json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8")))


NOTES = {
    "nl": "De weekdoelen in het logboek verwijzen naar het periodedoel",
    "en": "The week goals in the logbook refer to the term goal",
    "sv": "Veckomålen i loggboken hänvisar till terminsmålet",
}


@pytest.mark.parametrize("language", NOTES)
def test_what_a_note_is_about_is_proposed_in_its_own_language(framework: Framework, language: str) -> None:
    found = Suggestions(framework, language).rank(NOTES[language])
    assert {"E1.2", "E2.2"} & {item.code for item in found[:3]}, found
    assert all(item.words for item in found[:1])
    assert all(word in NOTES[language] for item in found for word in item.words)


@pytest.mark.parametrize("language", NOTES)
def test_a_note_in_another_language_than_the_audit_is_understood(framework: Framework, language: str) -> None:
    note = {
        "nl": "De weekdoelen die in het logboek staan verwijzen naar het periodedoel",
        "en": "The week goals that are in the logbook refer to the term goal",
        "sv": "Veckomålen som finns i loggboken och hänvisar till terminsmålet",
    }[language]
    for usual in NOTES:
        assert language_of(note, usual) == language
        found = AnyLanguage(framework, usual).rank(note)
        assert found == Suggestions(framework, language).rank(note)
        assert {"E1.2", "E2.2"} & {item.code for item in found[:3]}, found


@pytest.mark.parametrize("text", ["", "E2.1", "Logboek", "in", "7 van 24", "het the och"])
def test_a_note_that_does_not_tell_is_in_the_language_of_the_audit(text: str) -> None:
    assert [language_of(text, usual) for usual in NOTES] == list(NOTES)


def test_two_threads_count_the_same_words_at_once(framework: Framework) -> None:
    every, usual = sys.getswitchinterval(), Suggestions(framework, "nl")
    text = "Alle zes coaches noemen één vast gesprek per leerling per week."
    _stemmer.cache_clear()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            made = list(threads.map(lambda _place: Suggestions(framework, "nl"), range(4)))
    finally:
        sys.setswitchinterval(every)
    assert {one.rank(text) for one in made} == {usual.rank(text)}


def test_the_order_is_always_the_same_and_own_tags_are_left_out(framework: Framework) -> None:
    suggestions = Suggestions(framework, "nl")
    first = suggestions.rank(NOTES["nl"])
    assert first == Suggestions(framework, "nl").rank(NOTES["nl"])
    assert [item.score for item in first] == sorted((item.score for item in first), reverse=True)
    assert first[0].code not in {item.code for item in suggestions.rank(NOTES["nl"], without={first[0].code})}
    assert len(suggestions.rank(NOTES["nl"], limit=2)) == 2


def test_a_criterion_of_the_notes_source_comes_up(framework: Framework) -> None:
    suggestions = Suggestions(framework, "nl")
    plain = {item.code: item.score for item in suggestions.rank(NOTES["nl"], limit=36)}
    by_source = {item.code: item.score for item in suggestions.rank(NOTES["nl"], "ART", limit=36)}
    assert any(by_source[code] > score for code, score in plain.items())
    assert all(by_source[code] >= score for code, score in plain.items())


@pytest.mark.parametrize("text", ["", "12:30", "de het een en", "qwxz vbnm", "😀 \u202e \x00", "#E2.1+"])
def test_nothing_is_proposed_for_nothing(framework: Framework, text: str) -> None:
    assert Suggestions(framework, "nl").rank(text) == ()


def test_a_pasted_book_takes_no_longer_than_its_end(framework: Framework) -> None:
    suggestions = Suggestions(framework, "nl")
    assert suggestions.rank("x" * 1_000_000 + " " + "niets " * 800 + NOTES["nl"]) == suggestions.rank(
        "niets " * 665 + NOTES["nl"]
    )


def test_seven_of_ten_sample_notes_find_their_own_tag_among_five() -> None:
    rates = measured()
    assert rates.first[5] > 0.7 > 3 * rates.by_chance
    assert rates.first[1] > 0.45
