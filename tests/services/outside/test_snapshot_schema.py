"""The fast validator decides, the slow one says what is wrong: they must agree on what is a snapshot."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from auditor_app.config import resource_path
from auditor_app.core.errors import UserError
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience
from auditor_app.core.snapshot_json import to_document
from auditor_app.services.outside.snapshots import check_schema, read_snapshot
from auditor_app.services.samples import THIS_YEAR, sample_snapshot

DOCUMENT = json.dumps(to_document(project(sample_snapshot(THIS_YEAR), Audience.SCHOOL)))
SLOW = Draft202012Validator(json.loads(resource_path("schema", "snapshot-1.schema.json").read_text("utf-8")))
LISTS = ("members", "activities", "notes", "links", "consensus", "findings", "surveys")
JUNK: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just([])
)


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DOCUMENT)
    return loaded


def is_accepted(changed: dict[str, Any]) -> bool:
    try:
        check_schema(changed)
    except UserError:
        return False
    return True


def test_the_sample_is_accepted() -> None:
    assert is_accepted(document())


@settings(max_examples=25, deadline=None)
@given(data=st.data(), name=st.sampled_from(LISTS), junk=JUNK)
def test_both_validators_agree_on_any_one_changed_value(data: st.DataObject, name: str, junk: object) -> None:
    changed = document()
    entity = changed[name][0]
    entity[data.draw(st.sampled_from(sorted(entity)))] = junk
    # Only the entity that was changed: the slow one would take half a second for the whole.
    small = {**changed, **{other: [] for other in LISTS if other != name}, name: [entity]}
    small["framework"] = {**small["framework"], "body": {}}
    assert is_accepted(small) == SLOW.is_valid(small)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"taken": 7}, "taken"),
        ({"notes": [{"id": "n", "seen": 3}]}, "notes[0].seen"),
        ({"audience": "everybody"}, "audience"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(UserError) as refusal:
        check_schema({**document(), **change})
    assert refusal.value.code == "snapshot.invalid"
    assert refusal.value.details["path"] == path
    assert refusal.value.details["reason"]


@pytest.mark.parametrize(("version", "code"), [("1.999", "snapshot.newer"), ("1.2", "snapshot.invalid")])
def test_what_a_newer_program_alone_knows_is_no_fault_of_the_file(version: str, code: str) -> None:
    changed = {**document(), "version": version}
    changed["surveys"][0]["group"] = "neighbours"
    with pytest.raises(UserError) as refused:
        read_snapshot(json.dumps(changed).encode())
    assert refused.value.code == code
