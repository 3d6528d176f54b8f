from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor_app.config import resource_path
from auditor_app.core.model import KINDS
from auditor_app.core.projection import OWNERS, TEAM_LISTS
from auditor_app.core.schema import snapshot_schema
from auditor_app.core.schema_texts import DESCRIPTIONS
from auditor_app.core.snapshot import LISTS

ROOT = Path(__file__).parent.parent.parent
Schema = dict[str, Any]


def committed(name: str) -> Schema:
    schema: Schema = json.loads(resource_path("schema", name).read_text("utf-8"))
    return schema


SCHEMA = committed("snapshot-1.schema.json")


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("schema_script", ROOT / ".ci" / "schema.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_published_schema_is_the_one_the_entities_give() -> None:
    assert resource_path("schema", "snapshot-1.schema.json").read_text("utf-8") == script().schema_text()
    assert snapshot_schema(committed("framework.schema.json")) == SCHEMA


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_says_whose_it_is_and_what_it_means() -> None:
    assert {kind for kind, _ in LISTS.values()} <= set(SCHEMA["$defs"])
    for name, definition in SCHEMA["$defs"].items():
        if name != "framework_text":
            for field, schema in definition["properties"].items():
                assert schema["x-owner"] in {"school", "team"}, (name, field)
                assert schema["description"].endswith("."), (name, field)
                assert len(schema["description"]) > 5, (name, field)


def test_what_is_the_teams_is_what_a_school_never_gets() -> None:
    for name, (kind, _) in LISTS.items():
        owned = {field for field, schema in SCHEMA["$defs"][kind]["properties"].items() if schema["x-owner"] == "team"}
        everything = set(SCHEMA["$defs"][kind]["properties"])
        assert owned == (everything if name in TEAM_LISTS else OWNERS.get(kind, frozenset())), name
        assert SCHEMA["properties"][name]["x-owner"] == ("team" if name in TEAM_LISTS else "school")


def test_no_description_is_left_over() -> None:
    used = {f"{kind}.{name}" for kind, item in SCHEMA["$defs"].items() for name in item["properties"]}
    used |= {f"snapshot.{name}" for name in [*SCHEMA["properties"], ""]}
    left = {name for name in DESCRIPTIONS if "." in name} - used
    assert left == set()
    assert set(KINDS) - {"checkpoint", "earlier_report", "publication", "decision"} <= set(SCHEMA["$defs"])


def sample() -> Schema:
    document: Schema = json.loads(resource_path("sample", "de-linde-2026.json").read_text("utf-8"))
    return document


VALIDATOR = Draft202012Validator(SCHEMA)


def test_what_a_newer_program_adds_is_let_through() -> None:
    document = sample()
    document["version"] = "1.7"
    document["mood"] = "good"
    document["notes"][0]["weather"] = {"rain": True}
    assert VALIDATOR.is_valid(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("audit.starts", "morgen"),
        ("audit.starts", "2026-13-01"),
        ("audit.starts", "2026-11-12\n"),
        ("audit.starts", "\uff12\uff10\uff12\uff16-11-12"),
        ("audit.language", "de"),
        ("audit.is_sample", 1),
        ("audit.summary", None),
        ("audit.summary", "x" * 1_000_001),
        ("audit.school.name", ["De Linde"]),
        ("notes.3.id", ""),
        ("notes.3.id", "x" * 201),
        ("notes.3.moment", "gisteren"),
        ("notes.3.sensitivity", "public"),
        ("notes.3", "a note"),
        ("notes", {}),
        ("links.2.direction", "?"),
        ("consensus.1.level", "5"),
        ("consensus.1.level", 3),
        ("activities.4.present", -1),
        ("activities.4.start", "25:00"),
        ("findings.1.notes", "linde26-n001"),
        ("findings.1.criteria", ["E1.1"] * 1_001),
        ("follow_ups.0.state", "done"),
        ("evidence.E1\\.1.supports", 1.5),
        ("framework.id", "ABC"),
        ("framework.body.criteria.0.rubric", {}),
        ("framework.body", {}),
        ("baseline", {"levels": {"E1.1": {"level": "9"}}}),
        ("baseline", []),
        ("version", "2.0"),
        ("format", "something-else"),
    ],
)
def test_what_does_not_belong_is_refused(path: str, value: object) -> None:
    document = sample()
    place: Any = document
    *way, last = [step.replace("\\.", ".") for step in re.split(r"(?<!\\)\.", path)]
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    assert not VALIDATOR.is_valid(document)
