"""One audit on three laptops: signed on one of them, its report makes it signed on the others, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.errors import UserError
from auditor_app.core.model import Audit
from auditor_app.services.outside.imports import Inspection
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.publishing.endings import newest_of
from auditor_app.services.publishing.keys import Key
from auditor_app.services.publishing.signatures import to_sign
from auditor_app.services.publishing.signed_elsewhere import SignedElsewhere, signed_at, signed_elsewhere
from auditor_app.services.workspace import Workspace
from auditor_app.store import read
from tests.services.conftest import PASSPHRASE, SAMPLE

Laptop = Callable[[str], Workspace]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with two laptops that have the same audit, one of which signed it, and its report."""
    root = tmp_path_factory.mktemp("laptops")
    lead, _ = Workspace.create(root / "lead", PASSPHRASE, Settings(name="Mirte", organisation="Noord"))
    lead.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    lead.samples.add()
    lead.close()
    shutil.copytree(root / "lead", root / "second")
    again = Workspace.open(root / "lead", PASSPHRASE)
    assert again is not None
    (root / "out").mkdir()
    for language in ("nl", "sv"):
        again.publishing.sign(SAMPLE, language, PASSPHRASE, root / "out")
    again.close()
    return root


@pytest.fixture
def laptop(prepared: Path, tmp_path: Path) -> Iterator[Laptop]:
    """Open a copy of one of the laptops."""
    opened: list[Workspace] = []

    def get(which: str) -> Workspace:
        copy = tmp_path / f"{which}-{len(opened)}"
        shutil.copytree(prepared / which, copy)
        workspace = Workspace.open(copy, PASSPHRASE)
        assert workspace is not None
        opened.append(workspace)
        return workspace

    yield get
    for workspace in opened:
        workspace.close()


def report(prepared: Path, language: str = "nl") -> Path:
    (found,) = (prepared / "out").glob(f"*-{language}.pdf")
    return found


def test_the_report_of_another_laptop_makes_the_audit_signed_here_too(laptop: Laptop, prepared: Path) -> None:
    lead, second = laptop("lead"), laptop("second")
    before = [note.seen for note in second.audits.snapshot(SAMPLE).notes]
    inspection = second.imports.inspect(report(prepared))
    found = second.signatures.signed_elsewhere(inspection)
    assert found is not None
    assert (found.signers, found.notes, found.levels) == (("Mirte Voorbeeld",), (), 0)
    second.signatures.take_signed(inspection)
    (theirs,) = [one for one in lead.publishing.publications(SAMPLE) if one.language == "nl"]
    (here,) = second.publishing.publications(SAMPLE)
    assert (here.id, here.snapshot, here.signer) == (theirs.id, theirs.snapshot, theirs.signer)
    assert here.signed[:16] == inspection.verification.signatures[0].signed_at[:16]
    assert second.publishing.data_of(here) == inspection.content
    assert [note.seen for note in second.audits.snapshot(SAMPLE).notes] == before
    with pytest.raises(UserError, match="audit.signed"):
        second.audits.edit(SAMPLE, summary="Nog iets.")
    # Taken in once more it is known, and signing a second original is refused.
    assert second.signatures.signed_elsewhere(inspection) is None
    _, refusal = second.signatures.continued_by(inspection)
    assert refusal is not None
    assert refusal.code == "publish.known_already"
    with pytest.raises(UserError, match="publish.signed_already"):
        second.publishing.sign(SAMPLE, "nl", PASSPHRASE, prepared)


def test_the_report_in_another_language_comes_beside_the_first(laptop: Laptop, prepared: Path) -> None:
    second = laptop("second")
    for language in ("nl", "sv"):
        second.signatures.take_signed(second.imports.inspect(report(prepared, language)))
    assert sorted(one.language for one in second.publishing.publications(SAMPLE)) == ["nl", "sv"]


def test_what_was_written_here_and_is_not_in_the_report_is_counted_and_stays(laptop: Laptop, prepared: Path) -> None:
    second = laptop("second")
    notes = [note for note in second.audits.snapshot(SAMPLE).notes if note.sensitivity == "normal"]
    second.evidence.edit_note(notes[0].id, seen="Hier anders opgeschreven.")
    second.evidence.add_note(SAMPLE, "Alleen op deze laptop.")
    inspection = second.imports.inspect(report(prepared))
    found = second.signatures.signed_elsewhere(inspection)
    assert found is not None
    assert set(found.notes) == {"Hier anders opgeschreven.", "Alleen op deze laptop."}
    assert "2 notes on this laptop are not in it" in found.words
    assert "“Alleen op deze laptop.”" in found.words
    assert "Mirte Voorbeeld" in found.words
    second.signatures.take_signed(inspection)
    assert {"Hier anders opgeschreven.", "Alleen op deze laptop."} <= {
        note.seen for note in second.audits.snapshot(SAMPLE).notes
    }


def test_what_the_second_auditor_adds_elsewhere_comes_home_to_every_laptop(
    laptop: Laptop, prepared: Path, tmp_path: Path
) -> None:
    lead, second, third = laptop("lead"), laptop("second"), laptop("second")
    second.signatures.take_signed(second.imports.inspect(report(prepared)))
    (kept,) = second.publishing.publications(SAMPLE)
    signed = second.signatures.sign(second.signatures.of_publication(kept), "second", Key(), PASSPHRASE, tmp_path)
    back = lead.imports.inspect(signed.path)
    lead.signatures.take_continued(back)
    third.signatures.take_signed(third.imports.inspect(signed.path))  # which never saw the file as the lead signed it
    newest = [
        next(one.id for one in newest_of(workspace.publishing.publications(SAMPLE)) if one.language == "nl")
        for workspace in (lead, second, third)
    ]
    assert len(set(newest)) == 1
    with pytest.raises(UserError, match="publish.known_already"):  # an older file after a newer one
        raise_refusal(lead, lead.imports.inspect(report(prepared)))


def test_many_notes_that_are_not_in_the_report_are_called_by_the_first_few_beginnings() -> None:
    notes = tuple(f"{n} {{n}} " + "lang" * 3 for n in range(40))
    words = SignedElsewhere(Audit(), ("M",), notes, 1).words
    assert words.count("“") == 3
    assert "“2 {n} langlanglang”, … 1 criterion" in words
    assert words.endswith("1 criterion has another level there.")


def raise_refusal(workspace: Workspace, inspection: Inspection) -> None:
    _, refusal = workspace.signatures.continued_by(inspection)
    if refusal is not None:
        raise refusal


def test_two_laptops_that_both_signed_are_told(laptop: Laptop, prepared: Path, tmp_path: Path) -> None:
    second = laptop("second")
    second.publishing.sign(SAMPLE, "nl", PASSPHRASE, tmp_path)
    inspection = second.imports.inspect(report(prepared))
    assert second.signatures.signed_elsewhere(inspection) is None
    with pytest.raises(UserError, match="publish.two_originals"):
        raise_refusal(second, inspection)
    with pytest.raises(UserError, match="publish.not_ours"):
        second.signatures.take_signed(inspection)


def test_a_report_that_is_changed_of_another_audit_or_of_another_framework_signs_nothing(
    laptop: Laptop, prepared: Path
) -> None:
    second = laptop("second")
    content = report(prepared).read_bytes()
    for spoilt in (content[: len(content) // 2], content.replace(b"obj", b"obk", 1), content + b"\n% more"):
        inspection = second.imports.inspect_bytes(spoilt, "x.pdf")
        assert second.signatures.signed_elsewhere(inspection) is None
        with pytest.raises(UserError):
            second.signatures.take_signed(inspection)
    sound, here = second.imports.inspect(report(prepared)), second.audits.snapshot(SAMPLE)
    assert signed_elsewhere(here, sound) is not None
    audit = here.audit
    for other in (replace(audit, framework="x"), replace(audit, version="1.1"), replace(audit, id="x")):
        assert signed_elsewhere(here.but(audit=other), sound) is None
    second.audits.bin(SAMPLE)
    assert second.signatures.signed_elsewhere(second.imports.inspect(report(prepared))) is None
    assert second.publishing.publications(SAMPLE) == ()


def test_a_full_disk_signs_nothing_and_the_file_can_be_taken_over_later(laptop: Laptop, prepared: Path) -> None:
    second = laptop("second")
    inspection = second.imports.inspect(report(prepared))
    store = second.desk.store
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    with pytest.raises(UserError, match="store.disk_full"):
        second.signatures.take_signed(inspection)
    assert second.publishing.publications(SAMPLE) == ()
    store.connection.execute("PRAGMA max_page_count = 1000000").fetchone()
    second.signatures.take_signed(inspection)
    assert len(second.publishing.publications(SAMPLE)) == 1


@pytest.mark.parametrize(
    ("claimed", "is_believed"),
    [
        ("2026-11-14T16:00:00+01:00", True),
        ("2025-11-14T16:00:00+01:00", False),  # before the visit
        ("2027-11-14T16:00:00+01:00", False),  # not yet
        ("", False),
    ],
)
def test_a_clock_that_is_plainly_wrong_is_not_believed(claimed: str, *, is_believed: bool) -> None:
    now = "2026-11-20T09:00:00+01:00"
    assert signed_at(claimed, Audit(starts="2026-11-12"), now) == (claimed if is_believed else now)


def test_three_laptops_that_load_one_audit_have_the_same_and_not_twice(laptop: Laptop, prepared: Path) -> None:
    second = laptop("second")
    inspection = second.imports.inspect(report(prepared))
    assert to_sign(inspection).roles == ("second", "school")
    assert read_snapshot(inspection.content).audit.id == SAMPLE
    with pytest.raises(UserError, match="audit.exists"):
        second.snapshots.load(second.audits.snapshot(SAMPLE))
    assert len(read.entities(second.desk.store, "audit", "id = ?", (SAMPLE,))) == 1
