"""Folders as earlier versions left them open in this one with everything in them (tests/data/README.md)."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor_app.config import Settings
from auditor_app.core.model import AttachmentKind, AuditKind, Note
from auditor_app.core.projection import project
from auditor_app.core.snapshot import Audience
from auditor_app.core.snapshot_json import to_document
from auditor_app.services.outside.snapshots import read_snapshot
from auditor_app.services.signing.identity import open_identity
from auditor_app.services.workspace import Workspace
from auditor_app.store import migrations, read
from auditor_app.store.store import COPIES, FILE_NAME

KEPT = Path(__file__).parents[1] / "data" / "older"
OPEN, SIGNED = "open", "signed"
"""The two audits in each folder: one in which work goes on, one of which a signed report is kept."""


def copied(kept: Path, tmp_path: Path) -> Path:
    """Copy a folder: a store that was brought to this version is none of the older one any more."""
    return Path(shutil.copytree(kept, tmp_path / "mappen van vóór ü" / kept.name))


@pytest.fixture(scope="module", params=sorted(path.name for path in KEPT.iterdir()))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(KEPT / request.param, tmp_path_factory.mktemp("older"))


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, Any]:
    """Give what the older version said of its folder when it closed it."""
    said: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return said


@pytest.fixture(scope="module")
def older(folder: Path, expected: dict[str, Any]) -> Iterator[Workspace]:
    """Open a folder; tests that write work on copies of their own."""
    workspace = Workspace.open(folder, expected["passphrase"])
    assert workspace is not None
    yield workspace
    workspace.close()


@pytest.fixture
def open_copy(folder: Path, tmp_path: Path, expected: dict[str, Any]) -> Iterator[Callable[..., Workspace]]:
    """Copy the folder as it was kept, and open the copy."""
    opened: list[Workspace] = []

    def open_(prepare: Callable[[Path], object] = lambda _copy: None) -> Workspace:
        copy = copied(KEPT / folder.name, tmp_path)
        prepare(copy)
        workspace = Workspace.open(copy, expected["passphrase"])
        assert workspace is not None
        opened.append(workspace)
        return workspace

    yield open_
    for workspace in opened:
        workspace.close()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Workspace]:
    """Give the laptop of a colleague, who has this version."""
    workspace, _ = Workspace.create(tmp_path / "colleague", "vier losse woorden samen", Settings(language="nl"))
    yield workspace
    workspace.close()


def lost(before: object, now: object, where: str = "") -> list[str]:
    """Name what was there before and is not, or is another, now; what came in addition is no matter."""
    if isinstance(before, dict) and isinstance(now, dict):
        gone = [f"{where}.{name}" for name in before.keys() - now.keys()]
        return gone + [
            line for name in before.keys() & now.keys() for line in lost(before[name], now[name], f"{where}.{name}")
        ]
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [line for at, pair in enumerate(zip(before, now, strict=True)) for line in lost(*pair, f"{where}[{at}]")]
    return [] if before == now else [f"{where}: {before!r} -> {now!r}"]


def in_the_open_audit(folder: Path) -> dict[str, Any]:
    """Give the older version's own file of the open audit, without when it was written and by what."""
    document: dict[str, Any] = json.loads((folder / "open.json").read_text("utf-8"))
    return {name: value for name, value in document.items() if name not in {"taken", "version"}}


def test_nothing_is_lost_on_the_way(older: Workspace, folder: Path, expected: dict[str, Any]) -> None:
    store = older.store
    store.check_file()
    assert (store.check_log(), store.heads()) == (expected["changes"], expected["heads"])
    assert lost(in_the_open_audit(folder), to_document(older.audits.snapshot(OPEN))) == []
    before = store.dump_state()
    store.rebuild()
    assert store.dump_state() == before, "the older log gives the state of this version"


def test_a_copy_was_made_first_where_something_changed(
    folder: Path, older: Workspace, expected: dict[str, Any]
) -> None:
    is_older = expected["version"] < len(migrations.migration_files())
    made = [path.name.endswith("-before-upgrade.db") for path in (older.data_dir / COPIES).glob("*")]
    assert made == [True] * is_older
    assert folder == older.data_dir


def test_photos_memos_files_and_reports_have_their_bytes(older: Workspace, expected: dict[str, Any]) -> None:
    stored = sorted(digest for (digest,) in older.store.connection.execute("SELECT sha256 FROM blob"))
    assert stored == expected["blobs"]
    assert [hashlib.sha256(older.store.blob(digest)).hexdigest() for digest in stored] == stored
    attachments = older.evidence.attachments
    beside = attachments.of_note(expected["note"])
    assert {item.kind for item in beside} == set(AttachmentKind)
    photo = next(item for item in beside if item.kind is AttachmentKind.PHOTO)
    assert attachments.thumbnail(photo, 16).width == 16
    assert photo.caption == "bildtext ö"


def test_history_search_and_bin_are_those_of_then(older: Workspace, expected: dict[str, Any]) -> None:
    history = [[item.field, str(item.before), str(item.after)] for item in older.evidence.history(expected["note"])]
    assert [step for step in history if step[0] != "link"] == [
        step for step in expected["history"] if step[0] != "link"
    ]
    assert [hit.note for hit in older.evidence.search("veckomål")] == [expected["note"]]
    assert read.entity(older.store, Note, expected["in_bin"]).deleted
    assert older.evidence.search("blåbär") == ()


def test_undo_goes_back_behind_the_upgrade_and_forward_again(
    open_copy: Callable[..., Workspace], expected: dict[str, Any]
) -> None:
    workspace = open_copy()

    def seen() -> str:
        return read.entity(workspace.store, Note, expected["note"]).seen

    newest = seen()
    workspace.audits.undo(OPEN)
    assert (newest, seen()) == (expected["history"][-1][2], expected["history"][-1][1])
    workspace.audits.redo(OPEN)
    assert seen() == newest
    workspace.evidence.restore_note(expected["in_bin"])
    assert len(workspace.evidence.search("blåbär")) == 1


def test_a_backup_of_then_takes_the_place_of_a_damaged_file(
    open_copy: Callable[..., Workspace], expected: dict[str, Any]
) -> None:
    def damaged(copy: Path) -> None:
        (copy / COPIES).mkdir()
        (copy / FILE_NAME).rename(copy / COPIES / "20261124T100000Z-daily.db")
        (copy / FILE_NAME).write_bytes(b"broken" * 2_000)
        Workspace.put_back_newest(copy)

    workspace = open_copy(damaged)
    assert workspace.store.check_log() == expected["changes"]


def test_recovery_key_and_signing_key_of_then_open(
    open_copy: Callable[..., Workspace], expected: dict[str, Any]
) -> None:
    workspace = open_copy()
    assert Workspace.recover(workspace.data_dir, expected["recovery"]).settings.name == "Jörg Müller"
    identity = open_identity(workspace.publishing.own_key.content(), expected["passphrase"]).identity
    assert (identity.common_name, identity.organisation) == ("Jörg Müller", "Skola Åsö")


def test_a_report_signed_then_verifies_and_a_new_audit_starts_from_all_its_levels(
    older: Workspace, elsewhere: Workspace
) -> None:
    (publication,) = older.publishing.publications(SIGNED)
    inspection = elsewhere.imports.inspect_bytes(older.publishing.pdf_of(publication), publication.file_name)
    assert (inspection.verification.unchanged, inspection.problem) == (True, None)
    assert inspection.content == older.publishing.data_of(publication)
    signed = json.loads(inspection.content)
    now = to_document(project(older.audits.snapshot(SIGNED), Audience.SCHOOL))
    told = {name: value for name, value in signed.items() if name not in {"taken", "version", "heads", "withheld"}}
    assert lost(told, now) == []
    assert lost(told, to_document(read_snapshot(inspection.content))) == []
    begun = elsewhere.beginnings.begin(inspection, AuditKind.SUMMATIVE, "2028-05-10", "2028-05-10", "nl")
    baseline = elsewhere.audits.snapshot(begun.id).baseline
    assert baseline is not None
    levels = {item["criterion"]: item["level"] for item in signed["consensus"]}
    assert {code: item.level for code, item in baseline.levels.items()} == levels


def test_the_file_of_an_audit_goes_to_a_colleague_whole(folder: Path, elsewhere: Workspace) -> None:
    content = (folder / "open.json").read_bytes()
    elsewhere.snapshots.load(read_snapshot(content))
    now = to_document(elsewhere.audits.snapshot(OPEN))
    document = in_the_open_audit(folder)
    told = {name: value for name, value in document.items() if name not in {"heads", "baseline"}}
    assert lost(told, now) == []
