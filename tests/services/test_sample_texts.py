from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from jsonschema import Draft202012Validator

from auditor_app.config import resource_path
from auditor_app.core.advice import advice_state
from auditor_app.core.changes import shortest_changes
from auditor_app.core.comparison import Remark, baseline_of, compare
from auditor_app.core.decision import Outcome, summative_ratings
from auditor_app.core.evidence import count_evidence
from auditor_app.core.framework import framework_digest
from auditor_app.core.frozen import plain
from auditor_app.core.gates import judge
from auditor_app.core.interim import lacks, new_levels
from auditor_app.core.model import FindingKind, Sensitivity, Step
from auditor_app.core.projection import project
from auditor_app.core.readiness import Gap, blockers, can_sign, is_too_late
from auditor_app.core.snapshot import LISTS, Audience, Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document, snapshot_bytes, to_document

ROOT = Path(__file__).parent.parent.parent
NAMES = ("de-linde-2025", "de-linde-2026")


def sample(name: str) -> Snapshot:
    return from_document(parse_document(resource_path("sample", f"{name}.json").read_bytes()))


THEN, NOW = (sample(name) for name in NAMES)
INTERIM = sample("de-linde-2027-interim")
SUMMATIVE = sample("de-linde-2027")
ALL = {**dict(zip(NAMES, (THEN, NOW), strict=True)), "de-linde-2027": SUMMATIVE}


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", ROOT / "resources" / "build" / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", [*ALL, "de-linde-2027-interim"])
def test_a_sample_is_what_its_source_gives(name: str) -> None:
    made = script().expand(resource_path("sample", "source", f"{name}.toml"))
    assert made == resource_path("sample", f"{name}.json").read_text("utf-8")


@pytest.mark.parametrize("snapshot", ALL.values(), ids=list(ALL))
@pytest.mark.parametrize("audience", list(Audience))
def test_a_sample_follows_the_published_schema(snapshot: Snapshot, audience: Audience) -> None:
    schema = json.loads(resource_path("schema", "snapshot-1.schema.json").read_text("utf-8"))
    content = snapshot_bytes(project(snapshot, audience))
    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(json.loads(content))] == []
    assert snapshot_bytes(from_document(parse_document(content))) == content


@pytest.mark.parametrize("snapshot", ALL.values(), ids=list(ALL))
def test_a_sample_could_be_signed(snapshot: Snapshot) -> None:
    assert can_sign(snapshot)
    assert {gap.gap for gap in blockers(snapshot)} <= {Gap.THIN, Gap.TO_CODE}
    assert set(snapshot.levels) == set(snapshot.framework.by_code)
    assert snapshot.audit.is_sample
    assert framework_digest(plain(snapshot.frozen.body)) == snapshot.frozen.id == snapshot.audit.framework
    assert dict(snapshot.evidence) == count_evidence(snapshot.notes, snapshot.links)
    assert set(snapshot.evidence) == set(snapshot.framework.by_code)


@pytest.mark.parametrize("snapshot", ALL.values(), ids=list(ALL))
def test_every_reference_in_a_sample_leads_somewhere(snapshot: Snapshot) -> None:
    notes = {note.id for note in snapshot.notes}
    members = {member.id for member in snapshot.members}
    activities = {activity.id for activity in snapshot.activities}
    assert {link.note for link in snapshot.links} <= notes
    assert {note.author for note in snapshot.notes} <= members
    assert {note.activity for note in snapshot.notes} <= activities
    assert {activity.leads for activity in snapshot.activities} <= {*members, ""}
    assert {code for finding in snapshot.findings for code in finding.criteria} <= set(snapshot.framework.by_code)
    assert {chapter.standard for chapter in snapshot.chapters} == {item.code for item in snapshot.framework.standards}
    for finding in snapshot.findings:
        linked = {link.target for link in snapshot.links if link.note in finding.notes}
        assert set(finding.criteria) <= linked, finding.title
        assert set(finding.notes) <= notes


def test_the_interim_evaluation_stands_between_the_formative_and_the_summative_audit() -> None:
    followed = baseline_of(NOW, "r2")
    snapshot = replace(INTERIM, baseline=followed)
    assert NOW.audit.school == INTERIM.audit.school == SUMMATIVE.audit.school
    assert NOW.audit.ends < INTERIM.audit.starts < SUMMATIVE.audit.starts
    assert {item.step: item.held for item in SUMMATIVE.milestones}[Step.INTERIM] == INTERIM.audit.starts
    assert lacks(snapshot) == ()
    assert can_sign(snapshot)
    assert Counter(item.state for item in INTERIM.follow_ups) == {"under_way": 3, "not_started": 1, "reached": 1}
    assert [(level.criterion, level.then, level.now) for level in new_levels(snapshot)] == [("E1.1", "2", "3")]
    assert SUMMATIVE.levels["E1.1"] == "3"
    linked = {(link.note, link.target) for link in INTERIM.links}
    for item in INTERIM.follow_ups:
        point = next(point for point in followed.points if point.id == item.finding)
        assert {(note, point.criteria[0]) for note in item.notes} <= linked, point.title
    assert {point for goal in INTERIM.goals for point in goal.points} == {point.id for point in followed.points}


@pytest.mark.parametrize("snapshot", [THEN, NOW], ids=NAMES)
def test_a_sample_shows_what_an_audit_can_hold(snapshot: Snapshot) -> None:
    kinds = Counter(finding.kind for finding in snapshot.findings)
    assert kinds == {FindingKind.STRENGTH: 4, FindingKind.DEVELOPMENT: 5, FindingKind.SUGGESTION: 2}
    assert sum(note.sensitivity is Sensitivity.TEAM for note in snapshot.notes) == 2
    assert [note.is_excluded for note in snapshot.notes].count(True) == 1
    assert all(note.exclusion_reason for note in snapshot.notes if note.is_excluded)
    assert any(note.is_afterwards for note in snapshot.notes)
    assert sum(note.is_quote for note in snapshot.notes) >= 5
    assert [activity.skip_reason != "" for activity in snapshot.activities if activity.is_skipped] == [True]
    spread: dict[str, set[str]] = {}
    for rating in snapshot.ratings:
        spread.setdefault(rating.criterion, set()).add(rating.level)
    assert 2 <= sum(len(levels) > 1 for levels in spread.values()) <= 15


@pytest.mark.parametrize("snapshot", ALL.values(), ids=list(ALL))
def test_nobody_is_named_in_what_was_seen(snapshot: Snapshot) -> None:
    names = {part for one in ALL.values() for member in one.members for part in member.name.split()}
    title = re.compile(r"\b(meneer|mevrouw|dhr|mw)\b", re.IGNORECASE)
    assert names
    assert snapshot.notes
    for note in snapshot.notes:
        text = f"{note.seen} {note.interpretation} {note.exclusion_reason}"
        assert not names & set(re.findall(r"\w+", text)), note.id
        assert not title.search(text), note.id


def test_ids_are_unique_across_both_samples() -> None:
    for name in LISTS:
        ids = [item.id for snapshot in ALL.values() for item in getattr(snapshot, name)]
        assert len(ids) == len(set(ids)), name


def test_the_second_sample_follows_up_the_first() -> None:
    comparison = compare(baseline_of(THEN, "r1"), NOW)
    assert [point.state for point in comparison.points] == ["partly", "followed", "followed", "partly", "not_seen"]
    assert all(point.text for point in comparison.points)
    remarks = Counter(row.remark for row in comparison.rows)
    assert remarks[Remark.NOT_RATED_THEN] == 1
    assert remarks[Remark.NOT_RATED_NOW] == 1
    assert remarks[Remark.POSSIBLY_SAME] >= 3
    assert remarks[Remark.SAME] >= 10
    assert remarks[Remark.NONE] >= 5
    down = [row.criterion for row in comparison.rows if row.has_changed and row.now < row.then]
    assert down == ["C3.1"]
    assert NOW.baseline is None


def test_three_notes_are_still_to_code_in_the_second_sample() -> None:
    gaps = {gap.gap: gap.count for gap in blockers(NOW)}
    assert gaps[Gap.TO_CODE] == 3


def texts_in(document: object) -> str:
    """Join the texts of a document as they are meant: in JSON a quote or a new line is written otherwise."""
    if isinstance(document, dict):
        return "\n".join(map(texts_in, document.values()))
    return "\n".join(map(texts_in, document)) if isinstance(document, list) else str(document)


def test_a_school_never_gets_what_is_the_teams() -> None:
    hidden = [note.seen for note in NOW.notes if note.sensitivity is Sensitivity.TEAM or note.is_excluded]
    assert len(hidden) > 2
    assert [said for said in hidden if said in texts_in(to_document(NOW))] == hidden, "the search finds what is there"
    assert [said for said in hidden if said in texts_in(to_document(project(NOW, Audience.SCHOOL)))] == []


def test_the_summative_sample_is_granted_with_conditions_and_nothing_is_missing() -> None:
    judgement = judge(SUMMATIVE)
    assert [gate.code for gate in judgement.gates if not gate.is_met] == []
    assert judgement.outcome is Outcome.CONDITIONS
    assert judgement.decision.deciding == ("E3.3", "O3.3")
    changes = shortest_changes(summative_ratings(SUMMATIVE))
    assert changes is not None
    assert [[item.criterion for item in way.raises] for way in changes.sets] == [["E3.3", "O3.3"]]
    advice = SUMMATIVE.given_advice
    assert advice is not None
    assert advice_state(advice, judgement.outcome, SUMMATIVE).lacks == ()
    conditions = [item for item in SUMMATIVE.findings if item.kind is FindingKind.CONDITION]
    assert [item.criteria for item in conditions] == [("E3.3",), ("O3.3",)]
    assert not any(is_too_late(item.due, SUMMATIVE.audit.ends) for item in conditions)


def test_the_summative_sample_follows_up_the_formative_one() -> None:
    comparison = compare(baseline_of(NOW, "r2"), SUMMATIVE)
    assert [point.state for point in comparison.points] == ["partly", "followed", "partly", "followed", "followed"]
    assert Counter(row.remark for row in comparison.rows)[Remark.NOT_RATED_THEN] == 1
