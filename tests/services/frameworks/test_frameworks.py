from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.framework import framework_digest
from auditor_app.core.frozen import plain
from auditor_app.services.frameworks.framework_file import Problem, check_framework
from auditor_app.services.frameworks.frameworks import Frameworks

Body = dict[str, Any]
SOURCE = resource_path("frameworks", "ked-starter-0.1.json")


def body() -> Body:
    content: Body = json.loads(SOURCE.read_text("utf-8"))
    return content


def written(folder: Path, content: object) -> Path:
    path = folder / "own.json"
    raw = content if isinstance(content, bytes) else json.dumps(content, indent=1, ensure_ascii=False).encode()
    path.write_bytes(raw)
    return path


def refusal(folder: Path, content: object) -> UserError:
    with pytest.raises(UserError) as caught:
        Frameworks(folder / "data").load(written(folder, content))
    assert not list((folder / "data").rglob("*"))
    return caught.value


def line_of(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").split("\n"), 1) if text in line)


def test_every_bundled_framework_follows_the_schema_and_builds() -> None:
    paths = sorted(resource_path("frameworks").glob("*.json"))
    bundled = [path for path in paths if "criteria" in json.loads(path.read_text("utf-8"))]
    assert "ked-starter-0.1.json" in [path.name for path in bundled]
    assert [path.name for path in bundled if check_framework(path) != ()] == []


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(resource_path("schema", "framework.schema.json").read_text("utf-8")))


def test_the_bundled_framework_is_there_without_anything_loaded(tmp_path: Path) -> None:
    frameworks = Frameworks(tmp_path)
    starter = frameworks.available()[0]
    assert (starter.id, len(starter.criteria)) == ("ked-starter", 36)
    assert frameworks.get(starter.digest) is starter
    assert framework_digest(plain(frameworks.body(starter.digest))) == starter.digest
    assert not list(tmp_path.iterdir())


def test_a_framework_that_is_not_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        Frameworks(tmp_path).get("0" * 64)
    assert caught.value.code == "framework.unknown"


def test_a_loaded_framework_is_kept_word_for_word_and_there_after_a_restart(tmp_path: Path) -> None:
    content = body() | {"id": "own", "version": "2", "note for us": {"deep": [1, 2]}}
    path = written(tmp_path, content)
    frameworks = Frameworks(tmp_path / "data")
    before = frameworks.available()
    loaded = frameworks.load(path)
    assert frameworks.available() == (*before, loaded)
    path.unlink()
    again = Frameworks(tmp_path / "data")
    assert again.get(loaded.digest) == loaded
    assert again.body(loaded.digest) == content


def test_loading_twice_or_loading_the_bundled_one_keeps_one(tmp_path: Path) -> None:
    frameworks = Frameworks(tmp_path / "data")
    bundled = frameworks.load(SOURCE)
    assert bundled.digest == frameworks.available()[0].digest
    assert not (tmp_path / "data").exists()
    path = written(tmp_path, body() | {"version": "9"})
    assert frameworks.load(path) == frameworks.load(path)
    assert len(list((tmp_path / "data" / "frameworks").iterdir())) == 1


def test_a_byte_order_mark_windows_lines_and_one_language_are_fine(tmp_path: Path) -> None:
    def only_swedish(value: object) -> object:
        if isinstance(value, dict):
            return {key: only_swedish(item) for key, item in value.items() if key not in {"nl", "en"}}
        return [only_swedish(item) for item in value] if isinstance(value, list) else value

    content = only_swedish(body() | {"languages": ["sv"]})
    text = json.dumps(content, indent=1, ensure_ascii=False).replace("\n", "\r\n")
    loaded = Frameworks(tmp_path / "data").load(written(tmp_path, b"\xef\xbb\xbf" + text.encode()))
    assert loaded.criteria[0].title == {"sv": "Personliga långsiktiga mål"}


def test_the_label_may_be_left_out(tmp_path: Path) -> None:
    content = {key: value for key, value in body().items() if key != "label"}
    loaded = Frameworks(tmp_path / "data").load(written(tmp_path, content))
    assert loaded.label == loaded.status


def test_bad_grammar_is_told_with_line_and_column(tmp_path: Path) -> None:
    error = refusal(tmp_path, b'{\n "id": "x",\n "version" "1"\n}')
    assert error.code == "framework.not_json"
    assert (error.details["file"], error.details["line"], error.details["column"]) == ("own.json", 3, 12)
    assert check_framework(tmp_path / "own.json") == (Problem("", 3, "Expecting ':' delimiter"),)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "framework.not_json"),
        (b"[" * 10_000_000, "framework.too_large"),
        (b"[" * 1_000_000, "framework.invalid"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "framework.invalid"),
        (b'{"a": NaN}', "framework.not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "framework.not_json"),
        (b"\xff\xfe{\x00}\x00", "framework.not_text"),
        ('{"a": "é"}'.encode("cp1252"), "framework.not_text"),
        (b"[]", "framework.invalid"),
        (b"null", "framework.invalid"),
        (b'"text"', "framework.invalid"),
        (b"{}", "framework.invalid"),
        (b"%PDF-1.7", "framework.not_json"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else value,
)
def test_hostile_files_are_refused_politely(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(tmp_path, content).code == code
    found = check_framework(tmp_path / "own.json")
    assert found
    assert not [problem for problem in found if problem.reason.startswith("framework.")], "a sentence, not a code"


def test_a_file_that_cannot_be_read_is_refused_politely(tmp_path: Path) -> None:
    for path in (tmp_path / "not-there.json", tmp_path):
        with pytest.raises(UserError) as caught:
            Frameworks(tmp_path / "data").load(path)
        assert caught.value.code == "framework.unreadable"


def change(**fields: object) -> Callable[[Body], object]:
    return lambda content: content["criteria"][4].update(fields)


@pytest.mark.parametrize(
    ("spoil", "path", "reason"),
    [
        (change(core="yes"), "criteria[4].core", "is not true or false"),
        (change(code="E2.1 "), "criteria[4].code", "is not a code"),
        (change(code="matrix:C2"), "criteria[4].code", '"matrix:C2" is not a code'),
        (change(title={}), "criteria[4].title", "fewer than 1"),
        (change(title={"nl": ""}), "criteria[4].title.nl", "is empty"),
        (change(title="Coachgesprek"), "criteria[4].title", "is not an object"),
        (change(title={"de": "Gespräch"}), "criteria[4].title", "has no text in nl, en, sv"),
        (change(question={"nl": "x" * 4001}), "criteria[4].question.nl", "longer than 4000"),
        (change(rubric={"nl": ["a", "b", "c"]}), "criteria[4].rubric.nl", "fewer than 4"),
        (change(rubric={"nl": ["a", "b", "c", 4]}), "criteria[4].rubric.nl[3]", "is not a text"),
        (lambda content: content["criteria"][4].pop("question"), "criteria[4]", "misses question"),
        (lambda content: content.pop("scale"), "", "misses scale"),
        (lambda content: content.update(languages=[]), "languages", "fewer than 1"),
        (lambda content: content.update(languages=["nl", "nl"]), "languages", "twice"),
        (lambda content: content.update(languages=["de"]), "languages[0]", "not one of nl, en, sv"),
        (lambda content: content.update(lines={}), "lines", "is not a list"),
        (lambda content: content["scale"].pop(), "scale", "fewer than 4"),
        (lambda content: content["scale"][3].update(level=1), "scale[3].level", "“1” is there twice"),
        (lambda content: content["matrix"]["cells"][2].update(id="Z3"), "matrix.cells[2].id", "“Z3”"),
        (lambda content: content["decision_rule"].update(big=2**60), "decision_rule.big", "too large"),
        (lambda content: content["status"].update(nl="\ud800"), "status.nl", "half a character"),
    ],
)
def test_what_is_wrong_is_told_with_path_line_and_reason(
    tmp_path: Path, spoil: Callable[[Body], object], path: str, reason: str
) -> None:
    content = body()
    spoil(content)
    raw = json.dumps(content, indent=1, ensure_ascii=True).encode()
    error = refusal(tmp_path, raw)
    assert error.code == "framework.invalid"
    assert error.details["path"] == path
    assert reason in str(error.details["reason"])
    found = check_framework(tmp_path / "own.json")
    assert found[0] == Problem(path, int(str(error.details["line"])), str(error.details["reason"]))


def test_the_line_is_that_of_the_file(tmp_path: Path) -> None:
    content = body()
    content["criteria"][20]["title"]["sv"] = 12345678
    error = refusal(tmp_path, content)
    assert error.details["line"] == line_of(tmp_path / "own.json", "12345678")


def test_codes_that_are_there_twice_or_lead_nowhere_are_told_with_their_line(tmp_path: Path) -> None:
    content = body()
    content["criteria"][5]["code"] = content["criteria"][4]["code"]
    error = refusal(tmp_path, content)
    assert (error.code, error.details["path"], error.details["value"]) == (
        "framework.duplicate",
        "criteria[5].code",
        "E2.1",
    )
    content = body()
    content["criteria"][7]["evidence"][1] = "NOWHERE"
    error = refusal(tmp_path, content)
    assert (error.code, error.details["path"]) == ("framework.dangling", "criteria[7].evidence[1]")
    assert error.details["line"] == line_of(tmp_path / "own.json", "NOWHERE")


def test_checking_lists_everything_in_the_order_of_the_file(tmp_path: Path) -> None:
    content = body()
    content["standards"][3]["line"] = "X"
    content["criteria"][5]["code"] = content["criteria"][4]["code"]
    content["criteria"][7]["evidence"][1] = "NOWHERE"
    content["criteria"][9]["line"] = "C"
    found = check_framework(written(tmp_path, content))
    places = {problem.path for problem in found}
    assert {"standards[3].line", "criteria[5].code", "criteria[7].evidence[1]", "criteria[9].line"} <= places
    content["scale"][0]["meaning"] = 1
    content["criteria"][2]["core"] = 0
    found = check_framework(written(tmp_path, content))
    assert [problem.path for problem in found] == ["scale[0].meaning", "criteria[2].core"]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = SOURCE.read_text("utf-8").replace('"version": "0.1",', '"version": "0.1",\n "version": "0.2",', 1)
    error = refusal(tmp_path, text.encode())
    assert (error.code, error.details["path"], error.details["line"]) == ("framework.invalid", "version", 4)


def test_very_many_problems_are_cut_short(tmp_path: Path) -> None:
    content = body() | {"criteria": [{} for _ in range(100_000)]}
    assert len(check_framework(written(tmp_path, json.dumps(content).encode()))) == 100


def test_what_was_damaged_in_the_data_folder_does_not_keep_the_program_from_starting(tmp_path: Path) -> None:
    folder = tmp_path / "frameworks"
    folder.mkdir()
    spoiled = body()
    spoiled["criteria"][0].pop("rubric")
    contents = [b"", b"{", b"[1]", b"{}", b"\xff", json.dumps(spoiled).encode(), b'{"criteria": 3}', b"[" * 10_000]
    for place, content in enumerate(contents):
        (folder / f"{place}.json").write_bytes(content)
    (folder / "folder.json").mkdir()
    assert len(Frameworks(tmp_path).available()) == len(Frameworks(tmp_path / "other").available())


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "frameworks").write_text("a file where a folder should be")
    with pytest.raises(UserError) as caught:
        Frameworks(tmp_path).load(written(tmp_path, body() | {"version": "3"}))
    assert caught.value.code == "framework.not_kept"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), value=JSON)
def test_no_value_anywhere_makes_it_fail_in_an_unexpected_way(
    tmp_path: Path, data: st.DataObject, value: object
) -> None:
    content = body()
    place: Any = content
    for _ in range(data.draw(st.integers(0, 4))):
        inner = list(place.values()) if isinstance(place, dict) else place
        inside = [item for item in inner if isinstance(item, (dict, list)) and item]
        if not inside:
            break
        place = data.draw(st.sampled_from(inside[:6]))
    key = data.draw(st.sampled_from(list(place)[:8] if isinstance(place, dict) else range(len(place))))
    place[key] = value
    path = written(tmp_path, json.dumps(content).encode())
    problems = check_framework(path)
    try:
        Frameworks(tmp_path / "data").load(path)
    except UserError:
        is_loaded = False
    else:
        is_loaded = True
    assert is_loaded == (problems == ())
