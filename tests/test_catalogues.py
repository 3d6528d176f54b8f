"""The Dutch and Swedish texts: all there, usable, in the words of the glossary, and compiled."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections import Counter
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

import auditor_app
from auditor_app.config import resource_path
from auditor_app.error_texts import ERROR_TEXTS, FALLBACK
from auditor_app.i18n import Translator
from auditor_app.ui.frame.words import KINDS

LANGUAGES = ("nl", "sv")
PACKAGE = Path(auditor_app.__file__).parent
MARKS = {"_", "N_", "tr", "_tr", "gettext", "ngettext", "plural"}
WRONG_WORDS = {"nl": r"cijfer|vinkje|rapportcijfer", "sv": r"betyg|revision|revisor"}
"""A rating is no mark, a look-for is nothing to tick, an audit has nothing to do with accounts (glossary)."""
VERDICTS = {"nl": r"\bgeslaagd|\bgezakt|\bonvoldoende", "sv": r"\bgodkänd|\bunderkänd"}
FIXED = {
    "Formative audit – no verdict": ("Formatieve audit – geen oordeel", "Formativ granskning – inget omdöme"),
    "unassessed": ("nb", "ib"),
    "n.a.": ("nvt", "et"),
    "My rating": ("Mijn waardering", "Min bedömning"),
    "Before you leave": ("Voor vertrek", "Före avfärd"),
}
SCREENS = "auditor_app/ui/screens"
TOGETHER = (
    "parts/school_picker start/new_audit", "parts/school_picker prepare/basics", "prepare/team", "prepare/papers",
    "prepare/surveys prepare/survey_questions prepare/survey_mapping prepare/survey_limits",
    "prepare/plan", "prepare/goals",
    "prepare/survey_import prepare/survey_import_parts prepare/survey_mapping", "day/activity_form", "day/paper_entry",
    "conclusion/decision conclusion/advice conclusion/decided_conditions conclusion/gate",
    "conclusion/facts conclusion/fact_point", "signing/key", "signing/identity", "settings/screen settings/signing",
    "settings/change_passphrase", "beside/photo_panel beside/photo_intake", "report/export", "start/unlock",
)  # fmt: skip
"""Modules whose controls are on screen at the same time, so that their access keys must differ."""
INSTEAD = {"&Passphrase of the signing key", "&Keep the photo", "Set and &unlock"}
"""Words that take the place of others on the same control."""


@cache
def check() -> Any:  # noqa: ANN401 - the check is a script outside the package
    path = PACKAGE.parent / ".ci" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None and spec.loader is not None  # noqa: PT018 - one question to the type checker
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def source() -> Catalog:
    found: Catalog = check().texts_in_source()
    return found


@cache
def messages(language: str) -> tuple[Message, ...]:
    """Give what is translated; what is missing has a test of its own."""
    found = tuple(message for message in check()._read(language) if message.id and all(forms(message.string)))
    assert found, language
    return found


def forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def fields(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_program_is_translated_and_compiled(language: str) -> None:
    assert list(check()._faults(language, source())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    with resource_path("locale", language, "LC_MESSAGES", "auditor.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for message in messages(language):
        one, *many = forms(message.id)
        said = [compiled.ngettext(one, many[0], count) for count in (1, 2)] if many else [compiled.gettext(one)]
        assert said == list(forms(message.string))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_placeholder_comes_once_in_each_form(language: str) -> None:
    for message in messages(language):
        allowed = [fields(form) for form in forms(message.id)]
        assert all(fields(form) in allowed for form in forms(message.string)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_those_of_the_glossary(language: str) -> None:
    wrong = re.compile(f"{WRONG_WORDS[language]}|{VERDICTS[language]}", re.IGNORECASE)
    found = [form for message in messages(language) for form in forms(message.string) if wrong.search(form)]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_said_in_the_language(language: str) -> None:
    translate = Translator(language)
    for code, text in {**ERROR_TEXTS, "fallback": FALLBACK}.items():
        said = translate(text)
        assert said != text, code
        assert said.endswith("."), code


@pytest.mark.parametrize(
    ("language", "last", "month", "said"),
    [
        ("nl", "2026-11-13", "MMMM", "12 en 13 november 2026"),
        ("sv", "2026-11-13", "MMMM", "12 och 13 november 2026"),
        ("en", "2026-11-14", "MMMM", "12–14 November 2026"),
        ("en", "2026-12-01", "MMMM", "12 November – 1 December 2026"),
        ("nl", "2026-11-13", "MMM", "12–13 nov 2026"),
    ],
)
def test_two_days_in_words_are_both_named_and_more_are_a_range(language: str, last: str, month: str, said: str) -> None:
    assert Translator(language).date_range("2026-11-12", last, month) == said


@pytest.mark.parametrize("number", [0, 1])
def test_the_fixed_words_are_exactly_these(number: int) -> None:
    translate = Translator(LANGUAGES[number])
    assert {text: translate(text) for text in FIXED} == {text: said[number] for text, said in FIXED.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_begins_and_ends_as_its_original(language: str) -> None:
    """A label stays a label: same space, full stop, colon or ellipsis at the end; a key only where there was one."""
    for message in messages(language):
        for form in forms(message.string) if message.id not in FIXED else ():
            original = forms(message.id)[0]
            assert (form[:1].isspace(), form[-1:].isspace()) == (original[:1].isspace(), original[-1:].isspace()), form
            for mark in (".", ":", "…", "?"):
                assert form.rstrip().endswith(mark) == original.rstrip().endswith(mark), form
            assert form.count("&") == original.count("&"), form


def _keyed(translate: Translator, text: str) -> str:
    """Translate as the screen does: a kind of audit gets its key in front."""
    return "&" + translate(text[1:]) if text[1:] in KINDS.values() else translate(text)


@pytest.mark.parametrize("together", TOGETHER)
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_access_keys_on_one_screen_differ(language: str, together: str) -> None:
    modules = {f"{SCREENS}/{name}.py" for name in together.split()}
    texts = {module: texts_of(module) for module in modules}
    assert all(texts.values()), "a module that moved has no keys to compare"
    kinds = {f"&{name}" for name in KINDS.values()} if "new_audit" in together else set()
    here = set().union(kinds, *texts.values()) - INSTEAD
    said = [_keyed(Translator(language), text) for text in sorted(here)]
    keys = Counter(text[text.index("&") + 1].lower() for text in said)
    assert [key for key, count in keys.items() if count > 1] == [], said


def texts_of(module: str) -> set[str]:
    """Give the texts with an access key that stand in a module."""
    found = {forms(item.id)[0] for item in source() if module in {place for place, _ in item.locations}}
    return {text for text in found if "&" in text}


def test_words_are_marked_for_translation_in_one_spelling() -> None:
    """Two originals that differ by a full stop or a capital at most are one text, or one of them is a mistake."""
    bare = Counter(forms(message.id)[0].rstrip(".").strip() for message in source() if message.id)
    assert [text for text, count in bare.items() if count > 1] == []


def test_no_marked_text_is_overlooked() -> None:
    """Also one inside an f-string, where extraction by tokens sees nothing."""
    calls = [
        node for path in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in MARKS
    ]  # fmt: skip
    texts = {item.value for call in calls for item in call.args[:2] if isinstance(item, ast.Constant)}
    assert texts - {"", *(form for message in source() for form in forms(message.id))} == set()
