"""The snapshot: round trips, strict reading, and what the school may see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_app.config import resource_path
from auditor_app.core.codec import assemble, decode, encode
from auditor_app.core.errors import UserError
from auditor_app.core.framework import framework_digest
from auditor_app.core.frozen import frozen
from auditor_app.core.model import (
    KINDS,
    Attachment,
    AttachmentKind,
    Audit,
    Consensus,
    Document,
    Finding,
    FollowUp,
    FrozenFramework,
    Link,
    Member,
    Note,
    Rating,
    Role,
    School,
    Sensitivity,
)
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document, snapshot_bytes, to_document

BODY = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
FROZEN = FrozenFramework(id=framework_digest(BODY), body=BODY)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def a_snapshot(**fields: object) -> Snapshot:
    base = Snapshot(audit=Audit(id="a", school=School(name="De Linde")), frozen=FROZEN)
    return replace(base, **fields)  # type: ignore[arg-type]  # fields of Snapshot by name


def reread(snapshot: Snapshot) -> Snapshot:
    return from_document(parse_document(snapshot_bytes(snapshot)))


@given(seen=TEXTS, interpretation=TEXTS, is_quote=st.booleans())
def test_any_text_survives_the_round_trip_byte_for_byte(seen: str, interpretation: str, is_quote: bool) -> None:
    note = Note(id="n", audit="a", seen=seen, interpretation=interpretation, is_quote=is_quote)
    first = a_snapshot(notes=(note,))
    again = reread(first)
    assert again.notes == (note,)
    assert snapshot_bytes(again) == snapshot_bytes(first)


def values_of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type as annotated
    """Make any value that a field of this type may have."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        return entities_of(hint)
    if get_origin(hint) is tuple:
        return st.lists(values_of(get_args(hint)[0]), max_size=2).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(TEXTS, TEXTS | st.integers(0, 9) | st.lists(TEXTS, max_size=2), max_size=2).map(frozen)
    if get_origin(hint) is UnionType:
        return st.one_of([st.none() if item is type(None) else values_of(item) for item in get_args(hint)])
    return {str: TEXTS, int: st.integers(-9, 10**6), bool: st.booleans()}[hint]


def entities_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a class of the model
    hints = get_type_hints(kind)
    unknown = st.dictionaries(TEXTS.map("new-{}".format), TEXTS, max_size=1).map(frozen)
    known = {item.name: values_of(hints[item.name]) for item in fields(kind) if item.name != "extra"}
    return st.builds(kind, **known, extra=unknown)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_entity_survives_both_ways_of_reading_it(kind: str, data: st.DataObject) -> None:
    entity = data.draw(entities_of(KINDS[kind]))
    written = json.loads(json.dumps(encode(entity)))
    assert decode(KINDS[kind], written) == entity
    assert assemble(KINDS[kind], written) == entity
    assert encode(decode(KINDS[kind], written)) == written


def test_a_choice_is_read_as_the_choice_and_not_as_its_text() -> None:
    """`"compact" is Density.COMPACT` is not so: an imported report would be set as another one."""
    for kind in KINDS.values():
        entity = kind()
        again = decode(kind, json.loads(json.dumps(encode(entity))))
        assert [type(getattr(again, item.name)) for item in fields(kind)] == [
            type(getattr(entity, item.name)) for item in fields(kind)
        ], kind.__name__


def test_fields_of_a_newer_program_survive_the_round_trip() -> None:
    document = to_document(a_snapshot(notes=(Note(id="n", audit="a"),)))
    document["weather"] = {"wind": [1, 2]}
    document["notes"][0]["smell"] = "chalk"
    document["audit"]["school"]["colour"] = "blue"
    again = to_document(from_document(document))
    assert again["weather"] == {"wind": [1, 2]}
    assert again["notes"][0]["smell"] == "chalk"
    assert again["audit"]["school"]["colour"] == "blue"


@pytest.mark.parametrize("version", ["2.0", "10.1", "99999999999999999999.0"])
def test_a_newer_major_version_is_refused_clearly(version: str) -> None:
    document = {**to_document(a_snapshot()), "version": version}
    with pytest.raises(UserError) as caught:
        from_document(document)
    assert caught.value.code == "snapshot.newer"


def test_a_newer_minor_version_is_read() -> None:
    assert from_document({**to_document(a_snapshot()), "version": "1.7"}).audit.id == "a"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"format": "auditor-snapshot", "version": "1.2", "taken": "", "taken": ""}',
        b'{"format": "auditor-snapshot", "version": "1.2", "audit": {"id": "a", "id": "a"}}',
        b'{"format": "auditor-snapshot", "version": "1.2", "taken": NaN}',
        b'{"format": "auditor-snapshot", "version": "1.2", "taken": -Infinity}',
        b"[" * 100_000,
        b'{"format": "auditor-snapshot", "version": "one"}',
    ],
)
def test_hostile_json_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(UserError) as caught:
        parse_document(content)
    assert caught.value.code == ("snapshot.invalid" if b'"one"' in content else "snapshot.unreadable")


def test_json_that_is_not_hostile_is_read() -> None:
    """What the cases above differ from: they are refused for what is odd in them, and for nothing else."""
    assert parse_document(b'{"format": "auditor-snapshot", "version": "1.2", "taken": ""}')["taken"] == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("notes", [{"id": 3}]),
        ("notes", "many"),
        ("notes", [{"id": "n", "is_quote": "yes"}]),
        ("notes", [{"id": "n", "sensitivity": "secret"}]),
        ("audience", "everybody"),
        ("audit", None),
        ("ratings", [["a"]]),
    ],
)
def test_a_wrong_type_names_its_place(path: str, value: object) -> None:
    with pytest.raises(UserError) as caught:
        from_document({**to_document(a_snapshot()), path: value})
    assert caught.value.code == "snapshot.invalid"
    assert caught.value.details["path"]


def a_confidential_audit() -> Snapshot:
    return a_snapshot(
        members=(Member(id="m1", role=Role.LEAD), Member(id="m2")),
        notes=(
            Note(id="n1", seen="open", interpretation="PRIVATE READING", author="m1"),
            Note(id="n2", seen="CONFIDENTIAL", sensitivity=Sensitivity.TEAM, author="m1"),
            Note(id="n3", seen="EXCLUDED", is_excluded=True, exclusion_reason="WHY", author="m2"),
        ),
        links=(Link(id="n1:E1.1", note="n1", target="E1.1"), Link(id="n2:E1.1", note="n2", target="E1.1")),
        ratings=(
            Rating(id="r1", criterion="E1.1", member="m1", level="2", reason="LEAD REASON"),
            Rating(id="r2", criterion="E1.1", member="m2", level="3", reason="OTHER REASON"),
        ),
    )


def test_the_school_sees_no_confidence_no_authors_and_no_single_rating() -> None:
    content = snapshot_bytes(project(a_confidential_audit(), Audience.SCHOOL)).decode()
    secrets = ("CONFIDENTIAL", "EXCLUDED", "WHY", "PRIVATE READING", "LEAD REASON", "OTHER REASON", '"author":"m')
    assert [text for text in secrets if text in content] == []


def test_the_projection_names_what_it_left_out_and_keeps_the_teams_level() -> None:
    school = project(a_confidential_audit(), Audience.SCHOOL)
    assert {"ratings", "note.author", "notes.confidential_or_excluded"} <= set(school.withheld)
    assert dict(school.levels) == {"E1.1": "2"}
    assert [link.note for link in school.links] == ["n1"]
    assert project(school, Audience.SCHOOL) == school


PHOTO = Attachment(id="p", note="n1", is_free_of_people=True)


@pytest.mark.parametrize(
    ("photo", "travels"),
    [
        (PHOTO, True),
        (replace(PHOTO, is_free_of_people=False), False),
        (replace(PHOTO, is_excluded=True), False),
        (replace(PHOTO, erased="2026-11-12"), False),
        (replace(PHOTO, deleted=True), False),
        (replace(PHOTO, kind=AttachmentKind.VOICE), False),
        (replace(PHOTO, kind=AttachmentKind.FILE), False),
        (replace(PHOTO, note="n2"), False),
        (replace(PHOTO, note="", document="d"), False),
    ],
)
def test_a_photo_travels_only_without_people_and_with_its_note(photo: Attachment, *, travels: bool) -> None:
    audit = a_confidential_audit()
    allowed = replace(audit, audit=replace(audit.audit, photo_permission="the head"), attachments=(photo,))
    school = project(allowed, Audience.SCHOOL)
    assert [item.id for item in school.attachments] == (["p"] if travels else [])
    assert ("attachments.with_people_or_for_the_team" in school.withheld) != travels
    assert project(replace(audit, attachments=(photo,)), Audience.SCHOOL).attachments == ()
    assert project(allowed, Audience.TEAM) is allowed


def test_what_is_said_does_not_point_at_what_the_school_does_not_get() -> None:
    audit = replace(
        a_confidential_audit(),
        findings=(Finding(id="f", notes=("n1", "n2", "n3"), is_in_exit_talk=True),),
        follow_ups=(FollowUp(id="u", notes=("n3", "n1")),),
    )
    school = project(audit, Audience.SCHOOL)
    assert [item.notes for item in school.findings] == [("n1",)]
    assert [item.notes for item in school.follow_ups] == [("n1",)]
    assert not school.findings[0].is_in_exit_talk


def test_what_a_newer_program_wrote_stays_with_the_team() -> None:
    """This program cannot tell whether it is the school's; the team's own data keep it."""
    document = to_document(
        a_snapshot(notes=(Note(id="n"),), documents=(Document(id="d"),), links=(Link(id="n:E1.1", note="n"),))
    )
    document["baseline"] = {
        "points": [{"id": "p"}],
        "follow_ups": [{"id": "f"}],
        "surveys": [{}],
        "survey_questions": [{}],
    }
    nested = (document["audit"], document["audit"]["school"], document["framework"])
    listed = (document[name][0] for name in ("notes", "documents", "links"))
    for place in (document, *nested, *listed, *(items[0] for items in document["baseline"].values())):
        place["unknown"] = "NEWER"
    team = from_document(document)
    assert snapshot_bytes(team).count(b"NEWER") == 11
    assert b"NEWER" not in snapshot_bytes(project(team, Audience.SCHOOL))


def test_the_team_level_is_the_consensus_then_the_lead_then_agreement() -> None:
    ratings = (
        Rating(id="r", criterion="E1.1", member="m2", level="4"),
        Rating(id="s", criterion="E1.1", member="m3", level="3"),
    )
    members = (Member(id="m1", role=Role.LEAD),)
    assert a_snapshot(ratings=ratings, members=members).levels == {}
    assert a_snapshot(ratings=ratings[:1], members=members).levels == {"E1.1": "4"}
    decided = (Consensus(id="c", criterion="E1.1", level="1"),)
    assert a_snapshot(ratings=ratings, members=members, consensus=decided).levels == {"E1.1": "1"}
