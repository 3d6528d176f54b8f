"""Canonical JSON is that of RFC 8785, whichever way it was written."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.config import resource_path
from auditor_app.core.canonical import canonical_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | TEXTS
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(VALUES)
def test_any_value_is_written_as_the_standard_says(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # a JSON value by construction


def test_a_whole_sample_is_written_as_the_standard_says() -> None:
    value = json.loads(resource_path("sample", "de-linde-2026.json").read_text("utf-8"))
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("length", [0, 1000, 1001, 2000, 2001])
def test_long_lists_are_written_piece_by_piece_as_the_standard_says(length: int) -> None:
    notes = [{"seen": f"é {number}", "id": number, "extra": {}} for number in range(length)]
    value = {"notes": notes, "audit": {"b": [], "a": None}, "links": list(reversed(notes)), "Z": "\u2028", "empty": []}
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # a JSON value by construction
    assert canonical_json(notes) == rfc8785.dumps(notes)  # type: ignore[arg-type]  # a JSON value by construction


@pytest.mark.parametrize("value", [float("nan"), 2**60, object(), {1: "x"}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
        canonical_json(value)


def test_enumerations_and_other_texts_are_texts() -> None:
    assert canonical_json(['\x00\x1f\x7f\u2028\\"é🏫']) == rfc8785.dumps(['\x00\x1f\x7f\u2028\\"é🏫'])
