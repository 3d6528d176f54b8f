"""Setting up, noting and weighing: what an auditor does, without a window."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.errors import UserError
from auditor_app.core.model import AuditKind, FindingKind, Relation, Role, School, SurveyGroup
from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.services.samples import THIS_YEAR, sample_snapshot
from auditor_app.services.visit.evidence import Version, in_one_go
from auditor_app.services.workspace import DAY_SECONDS, HOUR_SECONDS, Workspace


def test_a_new_audit_has_me_as_lead_and_the_framework_word_for_word(workspace: Workspace, audit: str) -> None:
    snapshot = workspace.audits.snapshot(audit)
    assert snapshot.lead is not None
    assert (snapshot.lead.name, snapshot.lead.initials, snapshot.lead.relation) == (
        "Mirte Voorbeeld",
        "MV",
        Relation.UNDECLARED,
    )
    assert snapshot.frozen.id == snapshot.framework.digest
    assert len(snapshot.framework.criteria) == 36
    assert snapshot.heads


@pytest.mark.parametrize(
    ("name", "starts", "ends", "code"),
    [
        ("  ", "2026-11-12", "", "audit.no_school"),
        ("De Linde", "31-02-2026", "", "audit.bad_date"),
        ("De Linde", "2026-02-31", "", "audit.bad_date"),
        ("De Linde", "2026-11-13", "2026-11-12", "audit.dates_reversed"),
    ],
)
def test_an_impossible_audit_is_refused(workspace: Workspace, name: str, starts: str, ends: str, code: str) -> None:
    framework = workspace.frameworks.available()[0].digest
    with pytest.raises(UserError) as caught:
        workspace.audits.create(AuditKind.FORMATIVE, School(name=name), starts, ends, "nl", framework)
    assert caught.value.code == code
    assert workspace.overview.audits() == ()


def test_the_model_day_plan_is_in_the_language_of_the_audit_and_undone_at_once(
    workspace: Workspace, audit: str
) -> None:
    workspace.audits.plan_model_days(audit)
    planned = workspace.audits.snapshot(audit).activities
    assert {item.day for item in planned} == {"2026-11-12", "2026-11-13"}
    assert len(planned) == 23
    assert {"OBS", "WALK", "INT-P", "INT-C", "INT-T", "ART", "INT-O", "INT-L"} <= {item.source for item in planned}
    workspace.audits.undo(audit)
    assert workspace.audits.snapshot(audit).activities == ()


def test_a_note_takes_its_source_from_the_activity_and_its_links_from_its_tags(
    workspace: Workspace, audit: str
) -> None:
    activity = workspace.audits.add_activity(
        audit, day="2026-11-12", start="13:30", source="INT-C", room="overlegruimte"
    ).id
    note = workspace.evidence.add_note(audit, "Zes coaches noemen een vast gesprek #E2.1+ #C2 #X9.9", activity).id
    snapshot = workspace.audits.snapshot(audit)
    kept = snapshot.notes[0]
    assert (kept.id, kept.seen, kept.source, kept.room) == (
        note,
        "Zes coaches noemen een vast gesprek #X9.9",
        "INT-C",
        "overlegruimte",
    )
    assert kept.author == workspace.audits.me(audit)
    assert {(link.target, str(link.direction)) for link in snapshot.links} == {("E2.1", "+"), ("matrix:C2", "o")}
    assert snapshot.evidence_of("E2.1").sources == ("INT-C",)


def test_relinking_turns_the_direction_and_unlinking_takes_it_away(workspace: Workspace, audit: str) -> None:
    note = workspace.evidence.add_note(audit, "In leerjaar 4 vervallen gesprekken #E2.1+").id
    workspace.evidence.link(note, "E2.1", "-")
    assert workspace.audits.snapshot(audit).evidence_of("E2.1").contradicts == 1
    workspace.evidence.unlink(note, "E2.1")
    assert workspace.audits.snapshot(audit).links == ()
    workspace.audits.undo(audit)
    assert workspace.audits.snapshot(audit).evidence_of("E2.1").contradicts == 1


def test_the_history_of_a_note_has_old_and_new_text(workspace: Workspace, audit: str) -> None:
    note = workspace.evidence.add_note(audit, "eerst").id
    workspace.evidence.edit_note(note, seen="daarna", is_quote=True)
    versions = workspace.evidence.history(note)
    assert [(item.field, item.before, item.after) for item in versions if item.field in {"seen", "is_quote"}] == [
        ("seen", "", "eerst"),
        ("is_quote", False, True),
        ("seen", "eerst", "daarna"),
    ]
    assert versions[0].author == workspace.audits.me(audit)
    workspace.evidence.link(note, "E2.1", "-")
    workspace.evidence.unlink(note, "E2.1")
    tags = [(item.before, item.after) for item in workspace.evidence.history(note) if item.field == "link"]
    assert tags == [("", "#E2.1-"), ("#E2.1-", "")]


def test_what_is_typed_in_one_go_is_one_version_however_often_it_came_to_the_disk(
    workspace: Workspace, audit: str
) -> None:
    note = workspace.evidence.add_note(audit, "Twee", group="line", is_afterwards=False).id
    for text in ("Twee coaches", "Twee coaches praten #E2.1+"):
        workspace.evidence.edit_note(note, "line", seen=text, interpretation="", is_afterwards=False)
    workspace.evidence.edit_note(note, "line", seen="Twee coaches praten #E2.1+", take_tags=True)
    workspace.evidence.edit_note(note, "later", seen="Twee coaches zwijgen")
    versions = [(item.field, item.before, item.after) for item in workspace.evidence.history(note)]
    assert versions == [
        ("seen", "", "Twee coaches praten"),
        ("link", "", "#E2.1+"),
        ("seen", "Twee coaches praten", "Twee coaches zwijgen"),
    ]


def test_what_was_typed_in_one_go_stands_at_its_last_moment() -> None:
    day = "2026-11-12T09:"
    typed = Version(f"{day}10:00+01:00", "m", "seen", "", "Twee", "line")
    tag = Version(f"{day}10:02+01:00", "m", "link", "", "#E2.1+")
    more = Version(f"{day}10:04+01:00", "m", "seen", "Twee", "Twee coaches", "line")
    assert [(item.moment[14:19], item.after) for item in in_one_go((typed, tag, more))] == [
        ("10:02", "#E2.1+"),
        ("10:04", "Twee coaches"),
    ]


def test_a_note_is_put_with_another_activity_and_takes_its_place_from_there(workspace: Workspace, audit: str) -> None:
    evidence, audits = workspace.evidence, workspace.audits
    walk = audits.add_activity(audit, title="Rondleiding", source="WALK", room="gang", subject="", year_group="3").id
    note = evidence.add_note(audit, "Op de gang").id
    evidence.place_note(note, walk, "WALK")
    (placed,) = audits.snapshot(audit).notes
    assert (placed.activity, placed.source, placed.room, placed.year_group) == (walk, "WALK", "gang", "3")
    evidence.place_note(note, "", "INT-P")
    (loose,) = audits.snapshot(audit).notes
    assert (loose.activity, loose.source, loose.room, loose.moment) == ("", "INT-P", "", placed.moment)
    other = audits.create(AuditKind.FORMATIVE, School(name="Elders"), "2026-11-12", "", "nl", _framework(workspace)).id
    there = audits.add_activity(other, title="Elders").id
    with pytest.raises(UserError, match="store.not_found"):
        evidence.place_note(note, there, "")


def _framework(workspace: Workspace) -> str:
    return workspace.frameworks.available()[0].digest


def test_nul_and_endless_texts_are_handled(workspace: Workspace, audit: str) -> None:
    note = workspace.evidence.add_note(audit, "een\x00twee \ud83d\ude00 \ud800").id
    assert workspace.audits.snapshot(audit).notes[0].seen == "eentwee \U0001f600 \ufffd"
    long = "woord " * 16_667
    workspace.evidence.edit_note(note, seen=long)
    assert workspace.audits.snapshot(audit).notes[0].seen == long
    with pytest.raises(UserError, match="note.too_long"):
        workspace.evidence.edit_note(note, seen="x" * 1_000_001)
    assert workspace.audits.snapshot(audit).notes[0].seen == long


def test_a_rating_is_mine_and_a_core_criterion_always_applies(workspace: Workspace, audit: str) -> None:
    workspace.judge.rate(audit, "E2.1", "3")
    workspace.judge.give_reason(audit, "E2.1", "Vast weekritme.")
    rating = workspace.audits.snapshot(audit).ratings[0]
    assert (rating.level, rating.reason, rating.member) == ("3", "Vast weekritme.", workspace.audits.me(audit))
    for criterion, level, code in (
        ("E2.1", "NVT", "rating.core_not_applicable"),
        ("E2.1", "5", "rating.unknown_level"),
    ):
        with pytest.raises(UserError, match=code):
            workspace.judge.rate(audit, criterion, level)
    with pytest.raises(UserError, match="rating.unknown_criterion"):
        workspace.judge.rate(audit, "Z1.1", "NVT")
    workspace.judge.rate(audit, "E2.2", "NVT")


def test_findings_keep_the_order_they_are_given(workspace: Workspace, audit: str) -> None:
    made = [workspace.judge.add_finding(audit, FindingKind.STRENGTH, title=title).id for title in "abc"]
    workspace.judge.move_finding(made[2], 0)
    ordered = sorted(workspace.audits.snapshot(audit).findings, key=lambda item: item.position)
    assert [item.title for item in ordered] == ["c", "a", "b"]


def test_the_lead_passes_on_and_cannot_just_leave(workspace: Workspace, audit: str) -> None:
    other = workspace.audits.add_member(audit, name="Ruben", initials="RB").id
    me = workspace.audits.me(audit)
    with pytest.raises(UserError, match="audit.lead_needed"):
        workspace.audits.remove_member(me)
    workspace.audits.edit_member(other, role=Role.LEAD)
    roles = {member.id: member.role for member in workspace.audits.snapshot(audit).members}
    assert roles == {other: Role.LEAD, me: Role.AUDITOR}


def test_everything_is_there_after_a_restart_and_undo_goes_on(open_workspace: Callable[[], Workspace]) -> None:
    first = open_workspace()
    framework = first.frameworks.available()[0].digest
    audit = first.audits.create(AuditKind.FORMATIVE, School(name="De Linde"), "2026-11-12", "", "nl", framework).id
    first.evidence.add_note(audit, "een")
    first.evidence.add_note(audit, "twee")
    before = first.audits.snapshot(audit)
    first.close()
    again = open_workspace()
    after = again.audits.snapshot(audit)
    assert after.notes == before.notes
    again.audits.undo(audit)
    assert [note.seen for note in again.audits.snapshot(audit).notes] == ["een"]


def test_a_live_audit_follows_every_commit_to_the_byte(workspace: Workspace, audit: str) -> None:
    live = workspace.audits.live(audit)
    written = [
        workspace.audits.edit(audit, summary="Kort."),
        workspace.evidence.add_note(audit, "gezien #E1.1+"),
        workspace.judge.rate(audit, "E1.1", "2"),
        workspace.surveys.add(audit, SurveyGroup.PUPILS),
        workspace.audits.add_document(audit, "Schoolgids"),
        workspace.audits.undo(audit),
    ]
    for item in written:
        live.apply(item.changes)
    stored = workspace.audits.snapshot(audit)
    fields = ("audit", "notes", "links", "ratings", "surveys", "documents", "evidence")
    assert [name for name in fields if getattr(live.snapshot, name) != getattr(stored, name)] == []
    assert live.apply(written[0].changes) == frozenset()


def test_a_loaded_snapshot_is_the_audit_it_came_from(workspace: Workspace) -> None:
    sample = sample_snapshot(THIS_YEAR)
    audit = workspace.snapshots.load(sample).id
    again = workspace.audits.snapshot(audit)
    for name in ("notes", "links", "ratings", "consensus", "findings", "chapters", "members", "activities", "evidence"):
        assert set(getattr(again, name)) == set(getattr(sample, name)), name
    assert again.frozen.id == sample.frozen.id
    with pytest.raises(UserError, match="audit.exists"):
        workspace.snapshots.load(sample)
    facts = workspace.overview.audits()[0].facts
    assert facts is not None
    assert (facts.notes, facts.rated) == (len(sample.notes), len({rating.criterion for rating in sample.ratings}))
    assert snapshot_bytes(again)


def test_a_line_written_in_pieces_is_one_step_of_undo(workspace: Workspace, audit: str) -> None:
    note = workspace.evidence.add_note(audit, "Twee coa", group="line").id
    workspace.evidence.edit_note(note, "line", seen="Twee coaches #E2.1+", take_tags=True)
    assert [item.seen for item in workspace.audits.snapshot(audit).notes] == ["Twee coaches"]
    workspace.audits.undo(audit)
    snapshot = workspace.audits.snapshot(audit)
    assert (snapshot.notes, snapshot.links) == ((), ())
    workspace.audits.redo(audit)
    again = workspace.audits.snapshot(audit)
    assert [item.seen for item in again.notes] == ["Twee coaches"]
    assert [link.target for link in again.links] == ["E2.1"]


def test_a_copy_is_made_when_something_was_written_in_the_last_hour_or_else_each_day(
    workspace: Workspace, audit: str
) -> None:
    first = workspace.back_up_when_due()
    assert first is not None
    assert workspace.back_up_when_due() is None
    two_hours_ago = time.time() - 2 * HOUR_SECONDS
    os.utime(first, (two_hours_ago, two_hours_ago))
    workspace.audits.edit(audit, summary="Geschreven na de kopie")
    assert workspace.back_up_when_due() is not None
    for path in workspace.data_dir.glob("auditor.db*"):
        os.utime(path, (two_hours_ago, two_hours_ago))
    for path in (workspace.data_dir / "backups").iterdir():
        os.utime(path, (two_hours_ago, two_hours_ago))
    assert workspace.back_up_when_due() is None
    tomorrow = time.time() + DAY_SECONDS
    os.utime(max((workspace.data_dir / "backups").iterdir()), (tomorrow, tomorrow))
    assert workspace.back_up_when_due() is not None


def test_a_data_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", "utf-8")
    with pytest.raises(UserError, match="vault.not_made"):
        Workspace.create(tmp_path / "a file" / "audits", "four words for tests", Settings(language="en"))


def test_texts_lose_what_no_file_of_ours_can_hold_wherever_they_are_typed(workspace: Workspace, audit: str) -> None:
    """Half of an emoji can be pasted anywhere; before it is written it is a letter that can be."""
    odd, kept = "De \ud83d Linde\x00", "De \ufffd Linde"
    framework = workspace.audits.snapshot(audit).audit.framework
    days = ("2026-11-12", "2026-11-12", "nl", framework)
    made = workspace.audits.create(AuditKind.FORMATIVE, School(name=odd, place=odd), *days).id
    workspace.audits.edit(audit, school=School(name=odd))
    workspace.surveys.edit(workspace.surveys.add(audit, SurveyGroup.OTHER, odd).id, title=odd)
    assert workspace.audits.snapshot(made).audit.school == School(name=kept, place=kept)
    assert workspace.audits.snapshot(audit).audit.school.name == kept
    assert [survey.title for survey in workspace.audits.snapshot(audit).surveys] == [kept]
