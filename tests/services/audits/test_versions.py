"""Corrected versions: everything comes along, the old one stays, and a reader is told which is newer."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import Audit, School
from auditor_app.core.readiness import blockers
from auditor_app.core.snapshot import LISTS, Snapshot
from auditor_app.services.audits.versions import next_version
from auditor_app.services.outside.imports import Inspection, Relation, _lineage, _number
from auditor_app.services.signing.verification import refused
from auditor_app.services.workspace import Workspace
from auditor_app.store.undo import SETUP
from tests.services.conftest import PASSPHRASE, SAMPLE

WHY = "Leerjaar 3 telt 74 leerlingen, niet 47."


def test_what_is_named_after_its_audit_comes_along_too(signed: Workspace, tmp_path: Path) -> None:
    """A layout, an advice, a check of the facts: there is one per audit, so it bears the audit's name."""
    summative = signed.samples.add_summative()
    signed.layouts.set(summative, photos_per_row=1, left_out=("contents",))
    finding = signed.audits.snapshot(summative).findings[0]
    signed.layouts.set_break(summative, f"finding:{finding.id}", "new_pages")
    signed.publishing.sign(summative, "nl", PASSPHRASE, tmp_path / "out")
    before = signed.audits.snapshot(summative)
    new_id = signed.versions.make(summative, WHY).id
    after = signed.audits.snapshot(new_id)
    for name in LISTS:
        assert len(getattr(after, name)) == len(getattr(before, name)), name
    (advice,), (check,), layout = after.advice, after.fact_checks, after.layout
    assert advice.id == check.id == layout.id == new_id
    assert (advice.value, check.response) == (before.advice[0].value, before.fact_checks[0].response)
    assert (layout.photos_per_row, layout.left_out) == (1, ("contents",))
    twin = next(item for item in after.findings if item.title == finding.title)
    assert layout.new_pages == (f"finding:{twin.id}",)
    assert [(item.gap, item.about) for item in blockers(after)] == [(item.gap, item.about) for item in blockers(before)]


def test_a_new_version_carries_everything_and_can_be_changed(signed: Workspace) -> None:
    before = signed.audits.snapshot(SAMPLE)
    new_id = signed.versions.make(SAMPLE, f"  {WHY} ").id
    after = signed.audits.snapshot(new_id)
    audit = after.audit
    (publication,) = signed.publishing.publications(SAMPLE)
    assert (audit.version, audit.predecessor, audit.replaces_version, audit.correction) == ("1.1", SAMPLE, "1.0", WHY)
    assert (audit.replaces_print, audit.replaces_signed) == (publication.snapshot, publication.signed)
    for name in LISTS:
        assert len(getattr(after, name)) == len(getattr(before, name)), name
    notes = {note.id for note in after.notes}
    assert not notes & {note.id for note in before.notes}
    assert all(link.note in notes for link in after.links)
    assert {note for finding in after.findings for note in finding.notes} <= notes
    assert {item.author for item in after.notes} <= {member.id for member in after.members}
    assert sorted(note.seen for note in after.notes) == sorted(note.seen for note in before.notes)
    assert after.levels == before.levels
    assert after.evidence == before.evidence
    assert after.baseline is not None
    assert before.baseline is not None
    assert after.baseline.levels == before.baseline.levels
    signed.audits.edit(new_id, summary="Gecorrigeerd.")
    assert signed.audits.snapshot(SAMPLE).audit.summary == before.audit.summary
    with pytest.raises(UserError, match="audit.signed"):
        signed.audits.edit(SAMPLE, summary="Toch anders.")


def test_versions_follow_one_another_and_need_a_reason(signed: Workspace) -> None:
    with pytest.raises(UserError, match="version.no_reason"):
        signed.versions.make(SAMPLE, "  ")
    new_id = signed.versions.make(SAMPLE, WHY).id
    with pytest.raises(UserError, match="version.exists"):
        signed.versions.make(SAMPLE, WHY)
    with pytest.raises(UserError, match="version.not_signed"):
        signed.versions.make(new_id, WHY)
    signed.audits.bin(new_id)
    assert signed.audits.snapshot(signed.versions.make(SAMPLE, WHY).id).audit.version == "1.1"


@pytest.mark.parametrize(
    ("before", "after"),
    [("1.0", "1.1"), ("1.9", "1.10"), ("2", "3"), ("concept", "concept.1"), ("9" * 5000, f"{'9' * 5000}.1")],
    ids=len,
)
def test_the_last_number_counts_up(before: str, after: str) -> None:
    assert next_version(before) == after


def signed_as(workspace: Workspace, audit: str, language: str, moment: str) -> None:
    """Note a signed report of which only the facts are needed."""
    fields = {"audit": audit, "language": language, "signed": moment, "snapshot": f"print-{language}"}
    workspace.store.commit([Edit(audit, "publication", f"{audit}-{language}", fields)], "me", f"{SETUP}{language}")


def test_what_was_thrown_away_stays_behind_and_words_of_people_are_no_names(workspace: Workspace, audit: str) -> None:
    evidence = workspace.evidence
    words = f"{audit}: zo heet deze audit"
    kept, thrown = evidence.add_note(audit, words).id, evidence.add_note(audit, "weg").id
    evidence.edit_note(thrown, deleted=True)
    workspace.judge.rate(audit, "E1.1", "3")
    signed_as(workspace, audit, "en", "2026-11-20T09:00:00+01:00")
    signed_as(workspace, audit, "nl", "2026-11-21T09:00:00+01:00")
    new = workspace.versions.make(audit, WHY).id
    notes = workspace.audits.live(new).entities("note")
    assert [note.seen for note in notes.values()] == [words]
    assert kept not in notes
    (rating,) = workspace.audits.snapshot(new).ratings
    assert rating.id == f"{new}:E1.1:{rating.member}"
    made = workspace.audits.snapshot(new).audit
    assert (made.replaces_print, made.replaces_signed) == ("print-nl", "2026-11-21T09:00:00+01:00"), (
        "in its own language"
    )


def test_only_what_is_signed_here_tells_which_version_is_newer(workspace: Workspace, audit: str) -> None:
    def relation(snapshot: Snapshot) -> Relation:
        return workspace.imports.relation(Inspection("x.pdf", refused(""), snapshot, None, b"", b""))

    def correction_of(one: str, version: str) -> str:
        signed_as(workspace, one, "nl", "2026-11-20T09:00:00+01:00")
        made = workspace.versions.make(one, WHY).id
        workspace.store.commit([Edit(made, "audit", made, {"version": version})], "me", f"{SETUP}{version}")
        return made

    first = workspace.audits.snapshot(audit)
    foreign = first.but(audit=replace(first.audit, id="foreign", predecessor=audit, version="1.1"))
    assert relation(foreign).kind == "replaces", "the audit here is not signed"
    second = correction_of(audit, "1.9")
    assert relation(foreign) == Relation("newer", "1.1", "1.0")
    assert relation(first) == Relation(), "its correction is not signed yet"
    third = correction_of(second, "1.10")
    signed_as(workspace, third, "nl", "2026-11-22T09:00:00+01:00")
    assert relation(first) == Relation("older", "1.0", "1.10")
    workspace.audits.bin(third)
    assert relation(first) == Relation("older", "1.0", "1.9")
    assert relation(first.but(audit=replace(first.audit, id="other", school=School(name="Elders")))) == Relation()


def test_versions_that_name_each_other_are_not_followed_for_ever() -> None:
    known = {name: Audit(name, predecessor=before) for name, before in (("a", "b"), ("b", "c"), ("c", "b"))}
    assert list(_lineage(known["a"], known)) == ["b", "c"]
    assert list(_lineage(Audit("new", predecessor="nowhere"), known)) == ["nowhere"]


def test_versions_stand_in_the_order_of_their_numbers_whatever_a_file_says() -> None:
    ordered = ["0.9", "1", "1.2", "1.10", "2.0", "concept", "9" * 5000]
    shuffled = [ordered[place] for place in (3, 6, 4, 0, 5, 2, 1)]
    assert sorted(shuffled, key=_number) == ordered


def test_the_signed_correction_says_what_it_replaces_and_import_says_which_is_newer(
    signed: Workspace, tmp_path: Path
) -> None:
    (first,) = signed.publishing.publications(SAMPLE)
    old = signed.publishing.export(first, tmp_path)
    new_id = signed.versions.make(SAMPLE, WHY).id
    new = signed.publishing.sign(new_id, "nl", PASSPHRASE, tmp_path).path
    assert new.name != old.name
    text = subprocess.run(["pdftotext", str(new), "-"], capture_output=True, text=True, check=True).stdout
    plain = " ".join(text.split())
    assert "versie 1.1" in plain
    assert "Vervangt versie 1.0" in plain
    assert WHY in plain
    assert first.snapshot[:8] in plain
    newer, older = signed.imports.inspect(new), signed.imports.inspect(old)
    assert newer.snapshot is not None
    assert newer.snapshot.audit.predecessor == SAMPLE
    assert vars(signed.imports.relation(newer)) == {"kind": "newer", "version": "1.1", "other": "1.0"}
    assert vars(signed.imports.relation(older)) == {"kind": "older", "version": "1.0", "other": "1.1"}


def test_elsewhere_a_correction_names_what_is_not_there(signed: Workspace, tmp_path: Path) -> None:
    new = signed.publishing.sign(signed.versions.make(SAMPLE, WHY).id, "nl", PASSPHRASE, tmp_path).path
    workspace, _ = Workspace.create(tmp_path / "elsewhere", PASSPHRASE, Settings(name="Iemand"))
    try:
        relation = workspace.imports.relation(workspace.imports.inspect(new))
    finally:
        workspace.close()
    assert vars(relation) == {"kind": "replaces", "version": "1.1", "other": "1.0"}
