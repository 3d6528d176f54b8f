"""Tags, evidence minimum, attention, comparison, readiness: the rules of DOMAIN.md 7.3, 9.6 and 10."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.config import resource_path
from auditor_app.core.comparison import Remark, baseline_of, compare
from auditor_app.core.evidence import EvidenceCount, attention_order, count_evidence, is_thin, own_time, shortfalls
from auditor_app.core.model import (
    Activity,
    ActivityKind,
    Audit,
    AuditKind,
    Consensus,
    Direction,
    Finding,
    FindingKind,
    FollowUp,
    FrozenFramework,
    Link,
    Note,
)
from auditor_app.core.readiness import Gap, blockers, can_sign
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document
from auditor_app.core.tagging import find_tags, without_tags

LAST_YEAR, THIS_YEAR = "de-linde-2025.json", "de-linde-2026.json"
CRITERIA = {"E2.1", "E2.2", "C2.2"}
CELLS = {"C2", "P1"}


def sample_snapshot(name: str) -> Snapshot:
    return from_document(parse_document(resource_path("sample", name).read_bytes()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("seen #E2.1", [("E2.1", "o")]),
        ("seen #E2.1+ and #e2.2-", [("E2.1", "+"), ("E2.2", "-")]),
        ("ends with a stop #E2.1+.", [("E2.1", "+")]),
        ("a typed dash #E2.1–", [("E2.1", "-")]),
        ("cell #C2 and criterion #C2.2+", [("matrix:C2", "o"), ("C2.2", "+")]),
        ("no tags: #E9.9 E2.1 #E2.12 a#E2.1 ##E2.1 #E2.1x", []),
        ("<b>#E2.1+</b>", [("E2.1", "+")]),
        ("see https://school.nl/#E2.1 and www.school.nl/a?b=#E2.1 #E2.2+", [("E2.2", "+")]),
        ("#E2.1+/#E2.2- and w.#E2.1", [("E2.1", "+"), ("E2.2", "-"), ("E2.1", "o")]),
    ],
)
def test_tags_are_found_and_nothing_else(text: str, found: list[tuple[str, str]]) -> None:
    tags = find_tags(text, CRITERIA, CELLS)
    assert [(tag.target, str(tag.direction)) for tag in tags] == found


def test_a_text_without_its_tags_reads_on() -> None:
    text = "Two coaches show the logbook #E2.1+ and read it #E2.2-."
    assert without_tags(text, find_tags(text, CRITERIA)) == "Two coaches show the logbook and read it."


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for_tags(text: str) -> None:
    tags = find_tags(text, CRITERIA, CELLS)
    assert all(text[tag.start] == "#" for tag in tags)
    assert len(without_tags(text, tags)) <= len(text)


def test_two_notes_of_one_lesson_are_one_occasion_and_excluded_ones_do_not_count() -> None:
    notes = (
        Note(id="1", activity="lesson", source="OBS", author="a"),
        Note(id="2", activity="lesson", source="OBS", author="b"),
        Note(id="3", activity="talk", source="INT-P", author="a"),
        Note(id="4", source="DOC", author="a", is_excluded=True),
        Note(id="5", source="DOC", author="a", deleted=True),
    )
    directions = [Direction.SUPPORTS, Direction.CONTRADICTS, Direction.CONTEXT, Direction.SUPPORTS, Direction.SUPPORTS]
    links = [Link(id=n.id, note=n.id, target="E2.1", direction=d) for n, d in zip(notes, directions, strict=True)]
    count = count_evidence(notes, links)["E2.1"]
    assert (count.supports, count.contradicts, count.context) == (1, 1, 1)
    assert (count.sources, count.auditors, count.occasions) == (("INT-P", "OBS"), 2, 2)
    assert (count.notes, count.independent) == (3, 2)
    assert [(item.what, item.found) for item in shortfalls("E", "3", count, is_independent=True)] == [("notes", 2)]


def test_what_the_team_says_among_itself_is_no_evidence() -> None:
    session = Activity(id="session", kind=ActivityKind.TEAM)
    talk = Activity(id="talk", kind=ActivityKind.TEAM, source="INT-L")
    assert own_time((session, talk)) == {"session"}
    notes = (Note(id="1", activity="session"), Note(id="2", activity="talk", source="INT-L"))
    links = [Link(id=note.id, note=note.id, target="E2.1") for note in notes]
    assert count_evidence(notes, links, own_time((session, talk)))["E2.1"].notes == 1


def test_the_minimum_asks_three_notes_two_sources_two_auditors_and_an_eye_witness_in_line_e() -> None:
    full = EvidenceCount(supports=3, sources=("DOC", "OBS"), auditors=2)
    assert shortfalls("E", "3", full) == ()
    paper = replace(full, sources=("DAT", "DOC"))
    assert [item.what for item in shortfalls("E", "4", paper)] == ["eye_witness"]
    assert shortfalls("O", "4", paper) == ()
    assert [item.what for item in shortfalls("E", "3", EvidenceCount())] == [
        "notes",
        "sources",
        "auditors",
        "eye_witness",
    ]
    assert [item.what for item in shortfalls("E", "1", EvidenceCount(supports=1))] == ["notes"]
    assert shortfalls("E", "2", EvidenceCount()) == ()


def test_attention_goes_to_the_unrated_then_the_thin() -> None:
    strong = EvidenceCount(supports=4, sources=("OBS", "DOC"), auditors=2)
    contradicted = replace(strong, contradicts=1)
    counts = {"A": strong, "B": EvidenceCount(), "C": strong, "D": contradicted}
    assert attention_order("ABCD", counts, {"A": "3", "B": "2", "D": "3"}) == ["C", "B", "D", "A"]
    assert is_thin(None)
    assert not is_thin(strong)


BODY = sample_snapshot(THIS_YEAR).frozen


def levelled(levels: dict[str, str], notes: int = 5, frozen: FrozenFramework = BODY) -> Snapshot:
    counts = {code: EvidenceCount(supports=notes, auditors=2) for code in levels}
    agreed = tuple(Consensus(id=code, criterion=code, level=level) for code, level in levels.items())
    return Snapshot(audit=Audit(id="x"), frozen=frozen, consensus=agreed, evidence=counts)


@pytest.mark.parametrize(
    ("then", "now", "notes", "remark"),
    [
        ("2", "3", 5, Remark.NONE),
        ("2", "2", 5, Remark.SAME),
        ("2", "3", 3, Remark.POSSIBLY_SAME),
        ("1", "3", 1, Remark.NONE),
        ("2", "NB", 5, Remark.NOT_RATED_NOW),
        ("NB", "2", 5, Remark.NOT_RATED_THEN),
        ("NVT", "NB", 5, Remark.NOT_RATED),
    ],
)
def test_a_row_says_what_can_be_compared(then: str, now: str, notes: int, remark: Remark) -> None:
    rows = compare(baseline_of(levelled({"E1.1": then}, notes), "r"), levelled({"E1.1": now}, notes)).rows
    row = next(item for item in rows if item.criterion == "E1.1")
    assert row.remark is remark
    assert row.is_comparable == (remark in {Remark.NONE, Remark.SAME, Remark.POSSIBLY_SAME})


def test_another_framework_is_never_compared() -> None:
    baseline = replace(baseline_of(levelled({"E1.1": "2"}), "r"), framework_id="other")
    comparison = compare(baseline, levelled({"E1.1": "3"}))
    assert {row.remark for row in comparison.rows} == {Remark.OTHER_FRAMEWORK}
    assert not comparison.is_same_version


def test_development_points_of_then_keep_what_became_of_them() -> None:
    point = Finding(id="f", kind=FindingKind.DEVELOPMENT, title="Logbook")
    earlier = replace(levelled({}), findings=(point, Finding(id="s", kind=FindingKind.STRENGTH)))
    now = replace(levelled({}), follow_ups=(FollowUp(id="x:f", finding="f", state="partly", text="half"),))
    points = compare(baseline_of(earlier, "r"), now).points
    assert [(item.finding.id, item.state, item.text) for item in points] == [("f", "partly", "half")]


@pytest.mark.parametrize("name", [LAST_YEAR, THIS_YEAR])
def test_the_samples_are_ready_to_sign(name: str) -> None:
    snapshot = sample_snapshot(name)
    assert snapshot.audit.kind is AuditKind.FORMATIVE
    assert can_sign(snapshot), [item for item in blockers(snapshot) if item.is_blocking]


def test_an_empty_audit_says_everything_that_is_missing_and_where() -> None:
    found = blockers(Snapshot(audit=Audit(id="x"), frozen=BODY))
    gaps = {item.gap for item in found}
    assert {Gap.NO_SCHOOL, Gap.NO_DATES, Gap.NO_LEAD, Gap.NO_SUMMARY, Gap.NO_NOTES, Gap.NOT_RATED} <= gaps
    assert next(item for item in found if item.gap is Gap.NOT_RATED).count == 36
    assert {item.place for item in found} <= {"prepare", "notes", "criteria", "report"}
