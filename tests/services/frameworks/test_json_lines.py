from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auditor_app.services.frameworks.json_lines import JsonPath, json_lines, path_of, path_text, too_deep

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=25,
)


def paths(value: Any, path: JsonPath = ()) -> set[JsonPath]:  # noqa: ANN401 - any JSON value
    found = {path}
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found |= paths(item, (*path, key))
    return found


@given(value=VALUES, indent=st.sampled_from([None, 0, 2]))
def test_every_value_has_a_line_and_nothing_else_has(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    lines = json_lines(text)
    assert set(lines.lines) == paths(value)
    assert lines.duplicates == ()
    assert max(lines.lines.values()) <= text.count("\n") + 1


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = '{\n "a": [1,\n  {"b": "x\\n\\"{[",\n   "c": 2}],\r\n "d": {}\n}'
    lines = json_lines(text)
    assert [lines.of(path) for path in [(), ("a",), ("a", 1), ("a", 1, "c"), ("d",)]] == [1, 2, 3, 4, 5]
    assert lines.of(("a", 1, "missing", 3)) == 3


def test_a_key_that_stands_twice_is_found_at_its_second_place() -> None:
    assert json_lines('{"a": 1,\n"b": {"\\u0061": 2,\n"a": 3},\n"a": 4}').duplicates == ((("b", "a"), 3), (("a",), 4))


def test_a_key_that_is_spelled_in_two_ways_is_the_same_key() -> None:
    assert json_lines('{"😀/": 1,\n"\\ud83d\\ude00\\/": 2}').duplicates == ((("😀/",), 2),)


def test_depth_is_measured_without_a_stack() -> None:
    assert too_deep("[" * 1_000_000, 24) == 1
    assert too_deep('{"a":\n' * 30, 24) == 25
    assert too_deep('["[[[[[[", "\\"[[["]', 2) == 0


def test_a_path_reads_as_people_write_it() -> None:
    path = ("criteria", 4, "rubric", "nl", 0)
    assert path_text(path) == "criteria[4].rubric.nl[0]"
    assert path_of(path_text(path)) == path
    assert path_text(()) == ""
    assert path_of("") == ()
