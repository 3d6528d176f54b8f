"""Photos, files and voices: nothing without permission, nothing with people, nothing of it left once it is erased."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest

from auditor_app.core.errors import UserError
from auditor_app.core.model import Attachment, AttachmentKind, Box, Sensitivity
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience, Snapshot
from auditor_app.core.snapshot_json import snapshot_bytes
from auditor_app.services.desk import Written
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.pictures.photos import blur, prepare, thumbnail
from auditor_app.services.pictures.pixels import FinishedPhoto
from auditor_app.services.visit.attachments import MOST_FILE_BYTES, Attachments, PhotoWords, clean_name
from auditor_app.services.visit.file_types import SUFFIXES, media_type_of
from auditor_app.services.workspace import Workspace
from auditor_app.store import read

PORTRAIT = Path(__file__).parents[2] / "data" / "portrait.jpg"
MEMO = b"RIFF" + bytes(4) + b"WAVE" + bytes(60)
PDF = b"%PDF-1.7\n" + bytes(60)


@pytest.fixture
def photo() -> FinishedPhoto:
    return prepare(PORTRAIT).finished


@pytest.fixture
def note(workspace: Workspace, audit: str) -> str:
    return workspace.evidence.add_note(audit, "Werkwand met weekdoelen #E1.1+").id


def blobs(workspace: Workspace) -> int:
    row = workspace.store.connection.execute("SELECT count(*) FROM blob").fetchone()
    return int(row[0])


def for_school(workspace: Workspace, audit: str) -> Snapshot:
    return project(workspace.audits.snapshot(audit), Audience.SCHOOL)


def test_photos_are_off_until_the_school_allows_them(
    workspace: Workspace, audit: str, note: str, photo: FinishedPhoto
) -> None:
    attachments = workspace.evidence.attachments
    with pytest.raises(UserError, match="photo.no_permission"):
        attachments.add_photo(audit, note, photo, is_free_of_people=True)
    with pytest.raises(UserError, match="photo.who_allowed"):
        attachments.permit_photos(audit, "  ")
    attachments.permit_photos(audit, "schoolleider: lokalen en werkwanden")
    with pytest.raises(UserError, match="photo.not_confirmed"):
        attachments.add_photo(audit, note, photo, is_free_of_people=False)
    assert blobs(workspace) == 0
    made = attachments.add_photo(audit, note, photo, PhotoWords("Werkwand"), is_free_of_people=True).id
    (kept,) = attachments.of_note(note)
    assert (kept.id, kept.blob, kept.width, kept.size) == (made, photo.sha256, 512, len(photo.jpeg))
    assert attachments.content(kept) == photo.jpeg
    attachments.forbid_photos(audit)
    with pytest.raises(UserError, match="photo.no_permission"):
        attachments.add_photo(audit, note, photo, is_free_of_people=True)


def test_files_of_one_second_keep_the_order_in_which_they_were_added(
    workspace: Workspace, audit: str, note: str
) -> None:
    start, turns = datetime.fromisoformat("2026-11-12T10:00:00+01:00"), count()
    desk = replace(workspace.desk, now=lambda: start + timedelta(milliseconds=next(turns)))
    attachments = Attachments(desk)
    names = [f"plan {number}.pdf" for number in range(6)]
    for name in names:
        attachments.add_file(audit, PDF, note_id=note, name=name)
    assert [item.name for item in attachments.of_note(note)] == names


@pytest.fixture
def kept(workspace: Workspace, audit: str, note: str, photo: FinishedPhoto) -> str:
    workspace.evidence.attachments.permit_photos(audit, "schoolleider")
    return workspace.evidence.attachments.add_photo(audit, note, photo, is_free_of_people=True).id


def test_undo_takes_a_photo_away_and_redo_brings_it_back(
    workspace: Workspace, audit: str, note: str, kept: str
) -> None:
    attachments = workspace.evidence.attachments
    workspace.audits.undo(audit)
    assert attachments.of_note(note) == ()
    workspace.audits.redo(audit)
    assert [item.id for item in attachments.of_note(note)] == [kept]
    attachments.bin(kept)
    assert workspace.audits.snapshot(audit).attachments == ()
    attachments.restore(kept)
    assert len(workspace.audits.snapshot(audit).attachments) == 1


def test_an_erased_photo_is_gone_and_leaves_only_its_trace(
    workspace: Workspace, audit: str, note: str, kept: str, photo: FinishedPhoto
) -> None:
    attachments = workspace.evidence.attachments
    attachments.edit(kept, caption="Werkwand", alt="Een wand met doelen")
    attachments.erase(kept)
    assert blobs(workspace) == 0
    for _ in range(3):
        workspace.audits.undo(audit)
        assert attachments.get(kept).erased
        assert attachments.of_note(note) == ()
        workspace.audits.redo(audit)
    trace = attachments.get(kept)
    assert trace.erased
    assert (trace.caption, trace.alt, trace.name) == ("", "", "")
    assert attachments.of_note(note) == ()
    with pytest.raises(UserError, match="file.erased"):
        attachments.content(trace)
    with pytest.raises(UserError, match="file.erased"):
        attachments.restore(kept)
    assert for_school(workspace, audit).attachments == ()
    workspace.store.check_log()
    before = workspace.store.dump_state()
    workspace.store.rebuild()
    assert workspace.store.dump_state() == before
    again = attachments.add_photo(audit, note, photo, is_free_of_people=True).id
    assert attachments.content(attachments.get(again)) == photo.jpeg


def test_what_was_still_under_way_brings_nothing_back_of_a_photo_that_was_erased_meanwhile(
    workspace: Workspace, audit: str, note: str, photo: FinishedPhoto
) -> None:
    attachments = workspace.evidence.attachments
    attachments.permit_photos(audit, "schoolleider")
    before = blobs(workspace)
    kept = attachments.add_photo(audit, note, photo, is_free_of_people=True).changes[0].entity
    attachments.erase(kept)
    trace = attachments.get(kept)
    blurred = blur(prepare(PORTRAIT), [Box("blur", 1, 1, 20, 20)]).finished
    assert attachments.replace_photo(kept, blurred, is_free_of_people=True).changes == ()
    assert attachments.edit(kept, caption="Sanne at the wall").changes == ()
    assert attachments.get(kept) == trace
    assert blobs(workspace) == before


def test_what_was_erased_in_the_bin_does_not_come_back_with_its_note(
    workspace: Workspace, note: str, kept: str
) -> None:
    attachments = workspace.evidence.attachments
    workspace.evidence.edit_note(note, deleted=True)
    attachments.erase(kept)
    workspace.evidence.edit_note(note, deleted=False)
    assert attachments.get(kept).deleted
    assert attachments.of_note(note) == ()


def test_what_is_kept_moves_to_nothing_of_another_audit_and_its_bytes_are_not_for_editing(
    workspace: Workspace, audit: str, kept: str
) -> None:
    attachments = workspace.evidence.attachments
    elsewhere = workspace.samples.add()
    theirs = next(iter(workspace.audits.live(elsewhere).entities("note")))
    before = attachments.get(kept)
    with pytest.raises(UserError, match=r"file\.beside_nothing"):
        attachments.edit(kept, note=theirs)
    with pytest.raises(ValueError, match="not for editing"):
        attachments.edit(kept, blob="0" * 64)
    assert attachments.get(kept) == before
    mine = workspace.evidence.add_note(audit, "een andere notitie").id
    attachments.edit(kept, note=mine)
    assert [item.id for item in attachments.of_note(mine)] == [kept]


def test_a_photo_that_stands_twice_is_stored_once_and_goes_with_the_last(
    workspace: Workspace, audit: str, note: str, kept: str, photo: FinishedPhoto
) -> None:
    attachments = workspace.evidence.attachments
    other = attachments.add_photo(audit, note, photo, is_free_of_people=True).id
    assert blobs(workspace) == 1
    attachments.erase(kept)
    assert attachments.content(attachments.get(other)) == photo.jpeg
    attachments.erase(other)
    assert blobs(workspace) == 0


def test_what_was_blurred_later_cannot_come_back(
    workspace: Workspace, audit: str, kept: str, photo: FinishedPhoto
) -> None:
    attachments = workspace.evidence.attachments
    blurred = blur(prepare(attachments.content(attachments.get(kept))), [Box("blur", 160, 50, 130, 150)]).finished
    with pytest.raises(UserError, match="photo.not_confirmed"):
        attachments.replace_photo(kept, blurred, is_free_of_people=False)
    attachments.replace_photo(kept, blurred, is_free_of_people=True)
    workspace.audits.undo(audit)
    workspace.audits.redo(audit)
    now = attachments.get(kept)
    assert now.blob == blurred.sha256 != photo.sha256
    assert now.boxes == (Box("blur", 160, 50, 130, 150),)
    assert blobs(workspace) == 1
    with pytest.raises(UserError, match="store.blob_missing"):
        workspace.store.blob(photo.sha256)


def test_only_photos_without_people_travel_and_only_with_their_note(
    workspace: Workspace, audit: str, note: str, kept: str, photo: FinishedPhoto
) -> None:
    evidence, attachments = workspace.evidence, workspace.evidence.attachments
    attachments.add_voice(audit, note, MEMO)
    attachments.add_file(audit, PDF, note_id=note, name="Namenlijst 3b.pdf")
    hidden = evidence.add_note(audit, "Vertrouwelijk").id
    evidence.edit_note(hidden, sensitivity=Sensitivity.TEAM)
    attachments.add_photo(audit, hidden, photo, is_free_of_people=True)
    team = workspace.audits.snapshot(audit)
    assert len(team.attachments) == 4
    school = for_school(workspace, audit)
    assert [item.id for item in school.attachments] == [kept]
    assert "attachments.with_people_or_for_the_team" in school.withheld
    assert b"Namenlijst" not in snapshot_bytes(school)
    for snapshot in (team, school):
        assert read_snapshot(snapshot_bytes(snapshot)).attachments == snapshot.attachments
    attachments.edit(kept, is_free_of_people=False)
    assert for_school(workspace, audit).attachments == ()
    attachments.edit(kept, is_free_of_people=True, is_excluded=True)
    assert for_school(workspace, audit).attachments == ()
    attachments.edit(kept, is_excluded=False)
    assert len(for_school(workspace, audit).attachments) == 1
    evidence.bin_note(note)
    assert for_school(workspace, audit).attachments == ()


def test_nothing_is_kept_beside_nothing_or_beside_another_audits_note(
    workspace: Workspace, audit: str, note: str, photo: FinishedPhoto
) -> None:
    attachments = workspace.evidence.attachments
    sample = workspace.samples.add()
    attachments.permit_photos(sample, "schoolleider")
    with pytest.raises(UserError, match="file.beside_nothing"):
        attachments.add_photo(sample, note, photo, is_free_of_people=True)
    with pytest.raises(UserError, match="file.beside_nothing"):
        attachments.add_file(audit, PDF)
    with pytest.raises(UserError, match="store.not_found"):
        attachments.add_voice(audit, "no such note", MEMO)
    workspace.evidence.bin_note(note)
    with pytest.raises(UserError, match="file.beside_nothing"):
        attachments.add_voice(audit, note, MEMO)


def test_a_document_of_the_school_can_have_its_file(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    document = workspace.audits.add_document(audit, "Schoolplan").id
    path = tmp_path / "Schoolplan 2026.pdf"
    path.write_bytes(PDF)
    made = workspace.evidence.attachments.add_file(audit, path, document_id=document).id
    kept = workspace.evidence.attachments.get(made)
    assert (kept.kind, kept.document, kept.name) == (AttachmentKind.FILE, document, "Schoolplan 2026.pdf")


def office(*parts: str) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for part in parts:
            archive.writestr(part, "application/vnd.oasis.opendocument.text" if part == "mimetype" else "x")
    return output.getvalue()


KNOWN = {
    PDF: ".pdf",
    b"OggS" + bytes(60): ".ogg",
    b"RIFF\x10\x00\x00\x00WAVEfmt ": ".wav",
    "Één regel tekst\n".encode(): ".txt",
    office("[Content_Types].xml", "word/document.xml"): ".docx",
    office("[Content_Types].xml", "xl/workbook.xml"): ".xlsx",
    office("mimetype", "content.xml"): ".odt",
}
REFUSED = {
    "program": b"MZ" + b"x" * 100,
    "script": b"#!/bin/sh\nrm -rf .\n",
    "elf": b"\x7fELF" + bytes(60),
    "archive": office("anything.txt"),
    "macros": office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "half archive": office("[Content_Types].xml", "word/document.xml")[:40],
    "latin": "één".encode("latin-1"),
    "voice": MEMO,
}


@pytest.mark.parametrize("content", KNOWN, ids=KNOWN.values())
def test_a_files_type_is_judged_by_what_it_holds(content: bytes) -> None:
    assert SUFFIXES[media_type_of(content)] == KNOWN[content]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_other_files_are_refused(workspace: Workspace, audit: str, note: str, name: str) -> None:
    with pytest.raises(UserError, match="file.wrong_type"):
        workspace.evidence.attachments.add_file(audit, REFUSED[name], note_id=note)


def test_sizes_and_pictures_are_refused_with_their_own_words(
    workspace: Workspace, audit: str, note: str, tmp_path: Path
) -> None:
    attachments = workspace.evidence.attachments
    with pytest.raises(UserError, match="file.too_large"):
        attachments.add_file(audit, bytes(MOST_FILE_BYTES + 1), note_id=note)
    with pytest.raises(UserError, match="file.empty"):
        attachments.add_file(audit, b"", note_id=note)
    with pytest.raises(UserError, match="file.is_photo"):
        attachments.add_file(audit, PORTRAIT, note_id=note)
    with pytest.raises(UserError, match="file.unreadable"):
        attachments.add_file(audit, tmp_path / "gone.pdf", note_id=note)
    for other in (PDF, b"OggS" + bytes(60)):
        with pytest.raises(UserError, match="voice.wrong_type"):
            attachments.add_voice(audit, note, other)


def test_names_of_files_lose_folders_and_tricks() -> None:
    assert clean_name("C:\\Users\\Jan\\plan.pdf") == "plan.pdf"
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("a\u202egpj.exe\x00\n") == "agpj.exe"
    assert len(clean_name("x" * 500)) == 120


def in_bin(workspace: Workspace, note: str) -> tuple[Attachment, ...]:
    return read.entities(workspace.store, "attachment", "note = ? AND deleted = 1 AND erased = ''", (note,))


def test_what_is_beside_a_note_goes_to_the_bin_with_it_and_comes_back_with_it(
    workspace: Workspace, audit: str, note: str, kept: str, photo: FinishedPhoto
) -> None:
    attachments = workspace.evidence.attachments
    memo = attachments.add_voice(audit, note, MEMO, 12).id
    loose = attachments.add_photo(audit, note, photo, is_free_of_people=True).id
    attachments.bin(loose)
    workspace.evidence.bin_note(note)
    assert attachments.of_note(note) == ()
    assert {item.id for item in in_bin(workspace, note)} == {kept, memo, loose}
    workspace.evidence.restore_note(note)
    assert {item.id for item in attachments.of_note(note)} == {kept, memo}
    workspace.evidence.bin_note(note)
    workspace.audits.undo(audit)
    assert {item.id for item in attachments.of_note(note)} == {kept, memo}
    assert [item.id for item in in_bin(workspace, note)] == [loose]
    attachments.erase(memo)
    workspace.evidence.bin_note(note)
    workspace.evidence.restore_note(note)
    assert {item.id for item in attachments.of_note(note)} == {kept}


def test_a_photo_without_a_note_gets_one_and_both_are_undone_as_one(
    workspace: Workspace, audit: str, photo: FinishedPhoto
) -> None:
    evidence, attachments = workspace.evidence, workspace.evidence.attachments

    def add(note: str, group: str) -> Written:
        return attachments.add_photo(audit, note, photo, is_free_of_people=True, group=group)

    before = len(workspace.audits.snapshot(audit).notes)
    with pytest.raises(UserError, match="photo.no_permission"):
        evidence.note_around(audit, "", add)
    assert len(workspace.audits.snapshot(audit).notes) == before
    attachments.permit_photos(audit, "schoolleider", "2026-11-02")
    made = evidence.note_around(audit, "", add)
    assert len(attachments.of_note(made.id)) == 1
    workspace.audits.undo(audit)
    now = workspace.audits.snapshot(audit)
    assert (len(now.notes), now.attachments) == (before, ())
    assert now.audit.photo_permitted == "2026-11-02"


def test_a_small_picture_is_the_photo_in_small(workspace: Workspace, kept: str) -> None:
    attachments = workspace.evidence.attachments
    small = attachments.thumbnail(attachments.get(kept), 96)
    assert (small.width, small.height, len(small.rgb)) == (96, 96, 96 * 96 * 3)
    with pytest.raises(UserError, match="photo.broken"):
        thumbnail(attachments.content(attachments.get(kept))[:800], 96)


def test_a_copy_is_written_where_it_was_asked_for_or_not_at_all(
    workspace: Workspace, kept: str, tmp_path: Path
) -> None:
    attachments = workspace.evidence.attachments
    attachments.save(kept, tmp_path / "copy.jpg")
    assert (tmp_path / "copy.jpg").read_bytes() == attachments.content(attachments.get(kept))
    with pytest.raises(UserError, match="file.not_written"):
        attachments.save(kept, tmp_path / "copy.jpg" / "in a file.jpg")
