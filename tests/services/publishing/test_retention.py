"""Notes are kept until a day; removed, nothing of them is found on the disk, and what was signed stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from auditor_app.core.change import WRITTEN
from auditor_app.core.errors import UserError
from auditor_app.core.model import AttachmentKind
from auditor_app.services.audits.moments import named_moments
from auditor_app.services.pictures.photos import prepare
from auditor_app.services.publishing.exporting import Form
from auditor_app.services.publishing.retention import months_later
from auditor_app.services.signing.isolation import verify_isolated
from auditor_app.services.visit.attachments import PhotoWords
from auditor_app.services.workspace import Workspace
from auditor_app.store import read
from auditor_app.store import store as store_module
from auditor_app.store.engine import DatabaseError, connect
from auditor_app.store.search import search_notes
from tests.services.conftest import PASSPHRASE, SAMPLE

PORTRAIT = Path(__file__).parents[2] / "data" / "portrait.jpg"
SECRET = "Kwikstaartzaal"
"""A word that stands in no report."""


@pytest.fixture
def audited(open_workspace: Callable[[], Workspace], tmp_path: Path) -> Workspace:
    """Give a workspace with a signed audit that is no sample, and things in it that no report shows."""
    workspace = open_workspace()
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    workspace.samples.add()
    workspace.audits.edit(SAMPLE, is_sample=False)
    evidence, attachments = workspace.evidence, workspace.evidence.attachments
    note = evidence.add_note(SAMPLE, f"{SECRET} with the coach", sensitivity="team").id
    evidence.edit_note(note, seen="With the coach")
    evidence.bin_note(evidence.add_note(SAMPLE, f"Bin {SECRET}").id)
    attachments.permit_photos(SAMPLE, "schoolleider")
    unseen = PhotoWords(SECRET, is_excluded=True)
    attachments.add_photo(SAMPLE, note, prepare(PORTRAIT).finished, unseen, is_free_of_people=True)
    attachments.add_file(SAMPLE, b"%PDF-1.7\n" + SECRET.encode(), note_id=note, name=f"{SECRET}.pdf")
    workspace.audits.checkpoint(SAMPLE, "before lunch")
    workspace.publishing.sign(SAMPLE, "nl", PASSPHRASE, tmp_path / "out")
    return workspace


def found_in(workspace: Workspace, word: str) -> set[str]:
    """Name the tables that hold a word, also the one in which the index of words keeps its own."""
    connection = workspace.store.connection
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = set()
    for table in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of our own tables
            text = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
            if word.casefold()[2:].encode() in text.lower():
                found.add(table)
    return found


def test_an_audit_that_is_not_signed_keeps_its_notes(workspace: Workspace, audit: str) -> None:
    note = workspace.evidence.add_note(audit, f"{SECRET} #E1.1+").id
    kept = workspace.retention.kept(audit)
    assert (kept.notes, kept.signed, kept.until, kept.removed) == (1, "", "", None)
    with pytest.raises(UserError, match="audit.not_signed"):
        workspace.retention.remove(audit)
    assert note in workspace.audits.live(audit).entities("note")
    assert workspace.store.check_log()


def test_the_log_gives_up_what_was_written_in_a_signed_audit_and_nothing_else(audited: Workspace, audit: str) -> None:
    audited.evidence.add_note(audit, "Another audit's note")
    execute = audited.store.connection.execute
    for wanted, whose, kind in (
        ("UPDATE change_log SET fields = '{}' WHERE audit = ? AND kind = ?", audit, "note"),
        ("UPDATE change_log SET fields = '{}' WHERE audit = ? AND kind = ?", SAMPLE, "rating"),
        ('UPDATE change_log SET fields = \'{"seen":"x"}\' WHERE audit = ? AND kind = ?', SAMPLE, "note"),
        ("UPDATE change_log SET fields = '{}', author = 'x' WHERE audit = ? AND kind = ?", SAMPLE, "note"),
        ("UPDATE change_log SET fields = '{}', hash = 'x' WHERE audit = ? AND kind = ?", SAMPLE, "note"),
        ("DELETE FROM change_log WHERE audit = ? AND kind = ?", SAMPLE, "note"),
    ):
        with pytest.raises(DatabaseError, match="only added to"):
            execute(wanted, (whose, kind))
    execute("UPDATE change_log SET fields = '{}' WHERE audit = ? AND kind = 'link'", (SAMPLE,))
    with pytest.raises(UserError, match="log.tampered"):
        audited.store.check_log()


def test_of_what_was_removed_nothing_is_found_and_what_was_signed_stays(audited: Workspace) -> None:
    store, publishing = audited.store, audited.publishing
    assert found_in(audited, SECRET) >= {"change_log", "note", "attachment", "blob", "note_words_data"}
    (publication,) = publishing.publications(SAMPLE)
    before, changes = publishing.pdf_of(publication), store.check_log()
    ratings = read.everything(store, SAMPLE)["rating"]
    forms = {form: audited.exports.make(SAMPLE, form, "nl").content for form in (Form.EVIDENCE, Form.DATA, Form.WEB)}
    kept = audited.retention.kept(SAMPLE)
    audited.retention.remove(SAMPLE)
    assert found_in(audited, SECRET) == set()
    assert search_notes(store, "coach", SAMPLE) == ()
    everything = read.everything(store, SAMPLE)
    assert not any(everything.get(kind) for kind in WRITTEN)
    assert everything["rating"] == ratings
    assert publishing.pdf_of(publication) == before
    assert verify_isolated(before).verification.unchanged
    assert {form: audited.exports.make(SAMPLE, form, "nl").content for form in forms} == forms
    assert store.check_log() == changes
    state = store.dump_state()
    store.rebuild()
    assert store.dump_state() == state
    left = audited.retention.kept(SAMPLE)
    assert left.is_empty
    assert left.removed is not None
    assert (left.removed.who, left.removed.notes) == ("Mirte Voorbeeld", kept.notes)
    assert left.removed.files == kept.photos + kept.files + kept.memos
    assert [moment.name for moment in named_moments(store, SAMPLE)] == ["before lunch"]


def test_another_audits_notes_and_its_use_of_the_same_photo_stay(audited: Workspace, audit: str) -> None:
    note = audited.evidence.add_note(audit, f"{SECRET} elsewhere").id
    attachments = audited.evidence.attachments
    attachments.permit_photos(audit, "schoolleider")
    photo = prepare(PORTRAIT).finished
    attachments.add_photo(audit, note, photo, is_free_of_people=True)
    audited.retention.remove(SAMPLE)
    assert attachments.content(attachments.of_note(note)[0]) == photo.jpeg
    assert [hit.note for hit in search_notes(audited.store, SECRET)] == [note]
    audited.audits.undo(audit)
    assert attachments.of_note(note) == ()


def test_an_audit_without_its_notes_has_no_new_version_and_a_full_disk_removes_nothing(
    audited: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_forget_blob", _full)
    with pytest.raises(UserError, match="store.disk_full"):
        audited.retention.remove(SAMPLE)
    assert not audited.retention.kept(SAMPLE).is_empty
    assert audited.retention.kept(SAMPLE).removed is None
    monkeypatch.undo()
    audited.retention.remove(SAMPLE)
    with pytest.raises(UserError, match="version.emptied"):
        audited.versions.make(SAMPLE, "A date was wrong.")


def test_what_was_found_stays_what_the_report_says_where_its_evidence_can_be_counted_no_more(
    workspace: Workspace, tmp_path: Path
) -> None:
    summative = workspace.samples.add_summative()
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    workspace.publishing.sign(summative, "nl", PASSPHRASE, tmp_path / "out")
    before = workspace.audits.snapshot(summative)
    judged, report = workspace.outcomes.judgement(summative), read.earlier_reports(workspace.store, summative)[0]
    compared = workspace.imports.comparison(summative, report.id)
    assert any(count.notes for count in before.evidence.values())
    workspace.retention.remove(summative)
    assert workspace.audits.snapshot(summative).notes == ()
    assert workspace.audits.snapshot(summative).evidence == before.evidence
    assert workspace.audits.live(summative).snapshot.evidence == before.evidence
    assert workspace.outcomes.judgement(summative) == judged
    assert workspace.imports.comparison(summative, report.id) == compared


def test_no_report_without_evidence_is_signed_or_shown_in_another_language(audited: Workspace, tmp_path: Path) -> None:
    before = audited.publishing.preview(SAMPLE, "en")
    audited.retention.remove(SAMPLE)
    with pytest.raises(UserError, match="publish.emptied"):
        audited.publishing.sign(SAMPLE, "en", PASSPHRASE, tmp_path / "out")
    assert len(audited.publishing.publications(SAMPLE)) == 1
    assert audited.publishing.preview(SAMPLE, "en").pages == before.pages


def test_what_was_removed_leaves_the_write_ahead_log_though_somebody_was_reading(
    audited: Workspace, audit: str
) -> None:
    log = audited.store.path.with_name(f"{audited.store.path.name}-wal")
    audited.store.connection.execute("PRAGMA busy_timeout = 0").fetchall()
    reader = connect(audited.store.path, audited.vault.key)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM note").fetchone()
    audited.retention.remove(SAMPLE)
    assert log.stat().st_size > 0
    audited.evidence.add_note(audit, "Written while somebody still reads")
    assert log.stat().st_size > 0
    reader.close()
    audited.evidence.add_note(audit, "Written after that")
    assert log.stat().st_size == 0


def test_removing_twice_does_not_forget_what_was_removed_first(audited: Workspace) -> None:
    audited.retention.remove(SAMPLE)
    removed = audited.retention.kept(SAMPLE).removed
    assert removed is not None
    assert removed.notes > 0
    audited.retention.remove(SAMPLE)
    assert audited.retention.kept(SAMPLE).removed == removed


def test_a_photo_that_a_signed_report_shows_outlives_every_audit_that_names_it(audited: Workspace) -> None:
    corrected = audited.versions.make(SAMPLE, "A date was wrong.").id
    forms = {form: audited.exports.make(SAMPLE, form, "nl").content for form in (Form.WEB, Form.DATA)}
    (copy,) = audited.retention.kept(SAMPLE).copies
    assert (copy.version, copy.is_given_up) == (audited.audits.live(corrected).audit.version, False)
    audited.retention.remove(SAMPLE)
    assert audited.retention.kept(corrected).copies == ()
    attachments = audited.evidence.attachments
    photos = [item for item in audited.audits.live(corrected).alive("attachment") if item.kind is AttachmentKind.PHOTO]
    assert photos
    for photo in photos:
        attachments.erase(photo.id)
    assert {form: audited.exports.make(SAMPLE, form, "nl").content for form in forms} == forms


def test_a_correction_that_was_given_up_loses_its_copy_with_the_notes_and_stays_in_the_bin(audited: Workspace) -> None:
    corrected = audited.versions.make(SAMPLE, "A date was wrong.").id
    with pytest.raises(UserError, match="audit.not_signed"):
        audited.retention.remove(corrected)
    audited.audits.bin(corrected)
    (copy,) = audited.retention.kept(SAMPLE).given_up
    carried = [note for note in audited.audits.live(SAMPLE).entities("note").values() if not note.deleted]
    assert (copy.audit, copy.notes) == (corrected, len(carried))
    audited.retention.remove(SAMPLE)
    assert found_in(audited, SECRET) == set()
    assert audited.retention.kept(SAMPLE).copies == ()
    removed = audited.retention.kept(corrected).removed
    assert removed is not None
    assert removed.notes == copy.notes
    assert audited.store.check_log()
    with pytest.raises(UserError, match="audit.given_up"):
        audited.audits.restore(corrected)


def test_a_correction_that_is_given_up_after_the_notes_went_is_reminded_of_and_goes_too(audited: Workspace) -> None:
    corrected = audited.versions.make(SAMPLE, "A date was wrong.").id
    until = audited.retention.kept(SAMPLE).until
    day_after = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    audited.retention.remove(SAMPLE)
    before = audited.retention.kept(SAMPLE)
    assert not before.can_be_removed
    assert audited.retention.overdue(day_after) == ()
    assert found_in(audited, SECRET)
    audited.audits.bin(corrected)
    assert audited.retention.kept(SAMPLE).can_be_removed
    assert [item.audit for item in audited.retention.overdue(day_after)] == [SAMPLE]
    audited.retention.remove(SAMPLE)
    assert found_in(audited, SECRET) == set()
    assert audited.retention.kept(SAMPLE).removed == before.removed
    assert audited.retention.overdue(day_after) == ()


def test_what_is_signed_or_another_versions_is_not_given_up_in_the_bin(audited: Workspace, tmp_path: Path) -> None:
    second = audited.versions.make(SAMPLE, "A date was wrong.").id
    audited.publishing.sign(second, "nl", PASSPHRASE, tmp_path / "out")
    third = audited.versions.make(second, "A name was wrong.").id
    audited.audits.bin(third)
    audited.audits.bin(second)
    assert [copy.is_given_up for copy in audited.retention.kept(SAMPLE).copies] == [False, False]
    assert [(copy.audit, copy.is_given_up) for copy in audited.retention.kept(second).copies] == [
        (SAMPLE, False),
        (third, True),
    ]
    audited.retention.remove(SAMPLE)
    assert not audited.retention.kept(second).is_empty
    assert not audited.retention.kept(third).is_empty
    audited.retention.remove(second)
    assert audited.retention.kept(third).is_empty
    audited.audits.restore(second)


def _full(*_args: object) -> None:
    raise DatabaseError("database or disk is full")


def test_who_keeps_notes_for_too_long_is_told_once_a_day_has_passed(audited: Workspace) -> None:
    until = audited.retention.kept(SAMPLE).until
    assert audited.retention.overdue(until) == ()
    day_after = (date.fromisoformat(until) + timedelta(days=1)).isoformat()
    (overdue,) = audited.retention.overdue(day_after)
    assert (overdue.audit, overdue.until) == (SAMPLE, until)
    assert "Linde" in overdue.school
    audited.retention.remove(SAMPLE)
    assert audited.retention.overdue(day_after) == ()


def test_samples_are_never_overdue(signed: Workspace) -> None:
    assert signed.retention.kept(SAMPLE).notes
    assert signed.retention.overdue("2999-01-01") == ()


def test_what_is_kept_is_counted_with_its_last_day(signed: Workspace) -> None:
    kept = signed.retention.kept(SAMPLE)
    live = signed.audits.live(SAMPLE)
    assert kept.notes == len(live.entities("note")) > 0
    photos = [item for item in live.entities("attachment").values() if item.kind is AttachmentKind.PHOTO]
    assert kept.photos == len(photos) > 0
    assert kept.size == sum(item.size for item in live.entities("attachment").values())
    assert kept.until == months_later(date.fromisoformat(kept.signed[:10]), 12).isoformat()
    signed.settings = replace(signed.settings, months_kept=24)
    assert signed.retention.kept(SAMPLE).until[:4] == str(int(kept.until[:4]) + 1)
    for broken in (-7, 10**9):
        signed.settings = replace(signed.settings, months_kept=broken)
        assert signed.retention.kept(SAMPLE).until > kept.signed


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-11-12", 12, "2027-11-12"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months).isoformat() == later
