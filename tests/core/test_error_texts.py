"""Every expected error has a sentence, in every place it is raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import auditor_app
from auditor_app import error_texts
from auditor_app.core.errors import UserError
from auditor_app.error_texts import ERROR_TEXTS
from auditor_app.i18n import error_text, failure_text, set_language

TEXTS = Path(error_texts.__file__).read_text("utf-8")
SOURCE = "\n".join(path.read_text("utf-8") for path in Path(auditor_app.__file__).parent.rglob("*.py"))
CODE = r'"([a-z_]+\.[a-z_]+)"'
BY_NAME = re.compile(r'"((?:cli|publish|signing|store|verify)\.[a-z_]+)"')
"""In these areas codes are also handed about as plain names before they become errors."""
RAISED = {code for call in re.findall(r"UserError\([^)]*", SOURCE) for code in re.findall(CODE, call)}
RAISED |= set(BY_NAME.findall(SOURCE.replace(TEXTS, "")))


def handed_on(node: ast.AST) -> Iterator[str]:
    """Give every text that is handed on; one that something is only compared with, or looked up in, is not."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    is_question = isinstance(node, ast.Compare | ast.Set)
    for child in node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node):
        if not (is_question and isinstance(child, ast.Constant | ast.Tuple)):
            yield from handed_on(child)


HANDED_ON = set(handed_on(ast.parse(SOURCE.replace(TEXTS, "").replace("from __future__ import annotations", ""))))


@pytest.mark.parametrize("code", sorted(RAISED))
def test_every_code_has_a_sentence(code: str) -> None:
    assert code in ERROR_TEXTS


@pytest.mark.parametrize("code", sorted(ERROR_TEXTS))
def test_every_sentence_ends_and_has_a_next_step(code: str) -> None:
    text = ERROR_TEXTS[code]
    assert text.endswith(".")
    assert code in HANDED_ON, "no longer raised"
    details = {name: "x" for _, name, _, _ in Formatter().parse(text) if name}
    assert "{" not in error_text(UserError(code, **details), str)


def test_a_missing_detail_still_gives_a_sentence() -> None:
    assert error_text(UserError("store.newer"), str) == ERROR_TEXTS["store.newer"]


def test_what_nobody_expected_is_said_without_what_python_says() -> None:
    assert failure_text(UserError("photo.heic")) == error_text(UserError("photo.heic"))
    assert failure_text(KeyError("blob"), "The file could not be read.") == "The file could not be read."
    assert "blob" not in failure_text(KeyError("blob"))
    assert failure_text(KeyError("blob"))


@pytest.mark.parametrize(("language", "said"), [("nl", "250.000"), ("en", "250,000"), ("sv", "250\u00a0000")])
def test_numbers_are_written_as_the_language_does(language: str, said: str) -> None:
    set_language(language)
    assert said in error_text(UserError("table.too_many", file="enquete.csv", limit=250_000))
    assert "9999" in error_text(UserError("survey.agreement_invalid", number="9999")), "a text stays as it is"
