"""Every expected error has a sentence, in every place it is raised."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import auditor_app
from auditor_app import error_texts
from auditor_app.core.errors import UserError
from auditor_app.error_texts import ERROR_TEXTS
from auditor_app.i18n import error_text

TEXTS = Path(error_texts.__file__).read_text("utf-8")
SOURCE = "\n".join(path.read_text("utf-8") for path in Path(auditor_app.__file__).parent.rglob("*.py"))
CODE = r'"([a-z_]+\.[a-z_]+)"'
BY_NAME = re.compile(r'"((?:cli|publish|signing|store|verify)\.[a-z_]+)"')
"""In these areas codes are also handed about as plain names before they become errors."""
RAISED = {code for call in re.findall(r"UserError\([^)]*", SOURCE) for code in re.findall(CODE, call)}
RAISED |= set(BY_NAME.findall(SOURCE.replace(TEXTS, "")))


@pytest.mark.parametrize("code", sorted(RAISED))
def test_every_code_has_a_sentence(code: str) -> None:
    assert code in ERROR_TEXTS


@pytest.mark.parametrize("code", sorted(ERROR_TEXTS))
def test_every_sentence_ends_and_has_a_next_step(code: str) -> None:
    text = ERROR_TEXTS[code]
    assert text.endswith(".")
    assert code in RAISED or code.partition(".")[0] in {"register", "framework"}, "no longer raised"
    details = {name: "x" for _, name, _, _ in Formatter().parse(text) if name}
    assert "{" not in error_text(UserError(code, **details), str)


def test_a_missing_detail_still_gives_a_sentence() -> None:
    assert error_text(UserError("store.newer"), str) == ERROR_TEXTS["store.newer"]
