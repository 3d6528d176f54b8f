"""From an audit to a signed report, and from a report to the next audit."""

from __future__ import annotations

import base64
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest

from auditor_app.config import Settings
from auditor_app.core.canonical import canonical_json
from auditor_app.core.errors import UserError
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience
from auditor_app.core.snapshot_json import fingerprint, from_document, parse_document, to_document
from auditor_app.i18n import translator
from auditor_app.services.outside.imports import Inspection
from auditor_app.services.report.build import build
from auditor_app.services.report.report import Status
from auditor_app.services.samples import THIS_YEAR, sample_photos, sample_snapshot
from auditor_app.services.signing.identity import make_identity, open_identity
from auditor_app.services.workspace import Workspace

PASSPHRASE = "vier losse woorden samen"
SAMPLE = sample_snapshot(THIS_YEAR).audit.id


@dataclass(frozen=True)
class Prepared:
    """Folders that are expensive to make and cheap to copy: the sample, unsigned and signed."""

    unsigned: Path
    signed: Path
    report: Path


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    root = tmp_path_factory.mktemp("prepared")
    made = Prepared(root / "unsigned", root / "signed", root / "export")
    workspace, _ = Workspace.create(made.unsigned, PASSPHRASE, Settings(name="Mirte Voorbeeld", organisation="Noord"))
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    workspace.samples.add()
    workspace.close()
    shutil.copytree(made.unsigned, made.signed)
    again = Workspace.open(made.signed, PASSPHRASE)
    assert again is not None
    again.publishing.sign(SAMPLE, "nl", PASSPHRASE, made.report)
    again.close()
    return made


def opened(folder: Path, copy: Path) -> Iterator[Workspace]:
    shutil.copytree(folder, copy)
    workspace = Workspace.open(copy, PASSPHRASE)
    assert workspace is not None
    yield workspace
    workspace.close()


@pytest.fixture
def unsigned(prepared: Prepared, tmp_path: Path) -> Iterator[Workspace]:
    yield from opened(prepared.unsigned, tmp_path / "unsigned")


@pytest.fixture
def signed(prepared: Prepared, tmp_path: Path) -> Iterator[Workspace]:
    yield from opened(prepared.signed, tmp_path / "signed")


@pytest.fixture
def report(prepared: Prepared) -> Path:
    return next(prepared.report.glob("*.pdf"))


def test_the_sample_brings_last_years_report_verified_and_beside_it(unsigned: Workspace) -> None:
    (earlier,) = unsigned.imports.earlier(SAMPLE)
    assert earlier.verification["unchanged"] is True
    comparison = unsigned.imports.comparison(SAMPLE, earlier.id)
    assert len(comparison.rows) == 36
    assert any(row.has_changed for row in comparison.rows)
    assert any(point.state == "followed" for point in comparison.points)
    baseline = unsigned.audits.live(SAMPLE).snapshot.baseline
    assert baseline is not None
    assert baseline.starts == "2025-11-12"


def test_a_signed_report_is_verified_stored_and_the_audit_read_only(signed: Workspace, report: Path) -> None:
    (kept,) = signed.publishing.publications(SAMPLE)
    assert signed.store.blob(kept.pdf) == report.read_bytes()
    assert signed.imports.inspect(report).can_be_taken
    with pytest.raises(UserError, match="audit.signed"):
        signed.evidence.add_note(SAMPLE, "te laat")
    assert signed.audits.live(SAMPLE).is_signed


def test_what_lies_inside_is_the_schools_projection_and_its_print_on_the_cover(signed: Workspace, report: Path) -> None:
    inspection = signed.imports.inspect(report)
    assert inspection.snapshot is not None
    assert inspection.snapshot.audience is Audience.SCHOOL
    assert inspection.snapshot.heads
    stored = signed.publishing.publications(SAMPLE)[0]
    assert stored.snapshot == fingerprint(inspection.content)


def every_stream(pdf: bytes, tmp_path: Path) -> bytes:
    path = tmp_path / "streams.pdf"
    path.write_bytes(pdf)
    found = [pdf]
    with pikepdf.open(path) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream):
                try:
                    found.append(item.read_bytes())
                except (pikepdf.PdfError, zlib.error):
                    found.append(item.read_raw_bytes())
    return b"\n".join(found)


def test_no_stream_of_the_pdf_holds_what_is_the_teams_own(report: Path, tmp_path: Path) -> None:
    content = every_stream(report.read_bytes(), tmp_path).decode("utf-8", "replace")
    team = sample_snapshot(THIS_YEAR)
    hidden = [note for note in team.notes if note.is_excluded or note.sensitivity == "team"]
    assert hidden
    secrets = [note.seen for note in hidden]
    secrets += [note.interpretation for note in team.notes if note.interpretation]
    secrets += [rating.reason for rating in team.ratings if rating.reason]
    secrets += [item.text for item in team.hypotheses if item.text]
    assert [text for text in secrets if text[:60] in content] == []
    shown = next(note for note in team.notes if note not in hidden)
    assert shown.seen in content, "the control: an open note does travel"
    assert not any(f'"author":"{member.id}"' in content for member in team.members)


def test_a_wrong_passphrase_writes_nothing(unsigned: Workspace, tmp_path: Path) -> None:
    before = unsigned.store.heads()
    with pytest.raises(UserError, match="signing.wrong_passphrase"):
        unsigned.publishing.sign(SAMPLE, "nl", "helemaal verkeerd", tmp_path / "export")
    assert not (tmp_path / "export").exists()
    assert unsigned.store.heads() == before


def test_an_unfinished_audit_cannot_be_signed(workspace: Workspace, audit: str, tmp_path: Path) -> None:
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    with pytest.raises(UserError) as caught:
        workspace.publishing.sign(audit, "nl", PASSPHRASE, tmp_path)
    assert caught.value.code == "publish.blocked"
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_record_comes_with_the_signed_report_only_when_the_school_receives_it(
    unsigned: Workspace, report: Path, tmp_path: Path
) -> None:
    assert [path.name for path in report.parent.iterdir()] == [report.name], "else this test is blind"
    unsigned.layouts.set(SAMPLE, shares_record=True)
    made = unsigned.publishing.sign(SAMPLE, "nl", PASSPHRASE, tmp_path / "export")
    assert made.record is not None
    assert {path.name for path in made.path.parent.iterdir()} == {made.path.name, made.record.name}
    assert made.record.name.endswith("-verslag.pdf")
    text = subprocess.run(["pdftotext", str(made.record), "-"], capture_output=True, check=True, text=True).stdout
    assert translator("nl")("Record shared with the school") in text


def test_a_folder_that_refuses_keeps_the_signed_report_safe(unsigned: Workspace, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file-not-a-folder"
    blocked.write_text("x")
    with pytest.raises(UserError, match="publish.export_failed") as caught:
        unsigned.publishing.sign(SAMPLE, "nl", PASSPHRASE, blocked)
    assert caught.value.details["written"]
    (kept,) = unsigned.publishing.publications(SAMPLE)
    again = unsigned.publishing.export(kept, tmp_path / "elsewhere")
    assert unsigned.imports.inspect(again).can_be_taken


def flipped(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_one_flipped_bit_is_refused_and_nothing_is_imported(
    signed: Workspace, report: Path, tmp_path: Path, share: float
) -> None:
    path = tmp_path / "flipped.pdf"
    path.write_bytes(flipped(report.read_bytes(), int(len(report.read_bytes()) * share)))
    inspection = signed.imports.inspect(path)
    assert not inspection.can_be_taken
    before = signed.imports.earlier(SAMPLE)
    with pytest.raises(UserError):
        signed.imports.take(inspection, SAMPLE)
    assert signed.imports.earlier(SAMPLE) == before


def test_what_was_not_found_unchanged_is_not_taken_whatever_else_is_known_of_it(
    unsigned: Workspace, report: Path
) -> None:
    sound = unsigned.imports.inspect(report)
    doubts = (
        replace(sound, verification=replace(sound.verification, unchanged=False)),
        replace(sound, snapshot=None),
        replace(sound, problem=UserError("verify.changed")),
    )
    before = unsigned.imports.earlier("")
    for doubtful in doubts:
        assert not doubtful.can_be_taken
        with pytest.raises(UserError, match=r"verify\.changed"):
            unsigned.imports.take(doubtful)
    assert unsigned.imports.earlier("") == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "verify.not_a_pdf"),
        (b"hello", "verify.not_a_pdf"),
        (b"%PDF-1.7\n%%EOF\n", "verify.unreadable"),
    ],
)
def test_what_is_no_report_is_said(workspace: Workspace, tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    inspection = workspace.imports.inspect(path)
    assert inspection.problem is not None
    assert inspection.problem.code in {code, "verify.unreadable", "verify.truncated"}


def test_an_unsigned_and_a_truncated_report_are_told_apart(signed: Workspace, report: Path, tmp_path: Path) -> None:
    unsigned = tmp_path / "draft.pdf"
    unsigned.write_bytes(signed.publishing.preview(SAMPLE, "nl").pdf)
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(report.read_bytes()[:-2000])
    codes = [signed.imports.inspect(path).problem for path in (unsigned, cut)]
    assert [error.code for error in codes if error] == ["verify.not_signed", "verify.truncated"]


def test_a_file_that_is_not_there_is_a_clear_error(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="verify.cannot_open"):
        workspace.imports.inspect(tmp_path / "nowhere.pdf")


def test_a_report_of_a_newer_program_is_refused_by_name(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = sample_snapshot(THIS_YEAR)
    workspace.snapshots.load(sample, sample_photos(sample))
    document = to_document(project(sample, Audience.SCHOOL))
    newer = canonical_json({**document, "version": "2.0"})
    monkeypatch.setattr("auditor_app.services.report.report.snapshot_bytes", lambda _: newer)
    now = workspace.desk.now()
    opened = open_identity(make_identity("Later", "", PASSPHRASE, now), PASSPHRASE)
    pdf, _ = workspace.publishing.signed_pdf(sample, "nl", opened)
    inspection = workspace.imports.inspect_bytes(pdf, "newer.pdf")
    assert inspection.verification.unchanged
    assert inspection.problem is not None
    assert inspection.problem.code == "snapshot.newer"


def test_trust_is_a_second_question_with_its_own_answer(signed: Workspace, report: Path) -> None:
    def trust_of(inspection: Inspection) -> str:
        return inspection.verification.signatures[0].trust

    assert trust_of(signed.imports.inspect(report)) == "self_made"
    identity = signed.publishing.own_key.identity()
    assert identity is not None
    told = signed.imports.inspect(report).verification.signatures[0]
    assert base64.b64decode(told.certificate) == identity.cert_der
    assert told.certificate not in repr(told)
    entry = signed.imports.trust(base64.b64decode(told.certificate), "Mirte, gebeld op maandag")
    assert trust_of(signed.imports.inspect(report)) == "trusted"
    signed.imports.distrust(entry.fingerprint)
    assert trust_of(signed.imports.inspect(report)) == "self_made"


def test_same_snapshot_same_bytes_before_signing() -> None:
    school = project(sample_snapshot(THIS_YEAR), Audience.SCHOOL)
    again = from_document(parse_document(canonical_json(to_document(school))))
    assert build(school, "sv", status=Status()).pdf == build(replace(again), "sv", status=Status()).pdf


def test_removing_the_sample_and_adding_it_again(unsigned: Workspace) -> None:
    unsigned.samples.remove()
    assert not unsigned.samples.is_present()
    assert unsigned.samples.add() == SAMPLE
    assert unsigned.samples.is_present()
    assert len(unsigned.imports.earlier(SAMPLE)) == 1


def test_a_report_is_signed_once_in_each_language(signed: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="publish.signed_already"):
        signed.publishing.sign(SAMPLE, "nl", PASSPHRASE, tmp_path)
    assert list(tmp_path.glob("*.pdf")) == []
    other = signed.publishing.sign(SAMPLE, "sv", PASSPHRASE, tmp_path)
    assert other.verification.unchanged
    assert {item.language for item in signed.publishing.publications(SAMPLE)} == {"nl", "sv"}
