"""Signatures that come later, also on other laptops: what is shown is what is signed, and files come back home."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from auditor_app.config import Settings
from auditor_app.core.errors import UserError
from auditor_app.core.model import Publication
from auditor_app.services.publishing.endings import endings, newest_of
from auditor_app.services.publishing.keys import Key, key_file
from auditor_app.services.publishing.publish import named
from auditor_app.services.publishing.signatures import to_sign
from auditor_app.services.signing.identity import make_identity, pack
from auditor_app.services.workspace import Workspace
from tests.attacks import forgeries
from tests.attacks.reports import authority, certificate, ec_key, key_usage
from tests.services.conftest import PASSPHRASE, SAMPLE

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the sample unsigned, and one with it signed."""
    root = tmp_path_factory.mktemp("prepared")
    workspace, _ = Workspace.create(root / "open", PASSPHRASE, Settings(name="Mirte", organisation="Noord"))
    workspace.publishing.own_key.make("Mirte Voorbeeld", "Noord", PASSPHRASE)
    workspace.samples.add()
    workspace.close()
    shutil.copytree(root / "open", root / "signed")
    again = Workspace.open(root / "signed", PASSPHRASE)
    assert again is not None
    again.publishing.sign(SAMPLE, "nl", PASSPHRASE, root / "out")
    again.close()
    return root


def opened(prepared: Path, which: str, copy: Path) -> Iterator[Workspace]:
    shutil.copytree(prepared / which, copy)
    workspace = Workspace.open(copy, PASSPHRASE)
    assert workspace is not None
    yield workspace
    workspace.close()


@pytest.fixture
def unsigned(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    yield from opened(prepared, "open", tmp_path / "open")


@pytest.fixture
def lead(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    yield from opened(prepared, "signed", tmp_path / "lead")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """Another laptop, that knows nothing of the audit."""
    workspace, _ = Workspace.create(tmp_path / "other", PASSPHRASE, Settings(name="Rector"))
    workspace.publishing.own_key.make("Rector De Linde", "De Linde", PASSPHRASE)
    yield workspace
    workspace.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def only(workspace: Workspace) -> Publication:
    (found,) = newest_of(workspace.publishing.publications(SAMPLE))
    return found


def signed_elsewhere(other: Workspace, path: Path, role: str, out: Path) -> Path:
    what = to_sign(other.imports.inspect(path))
    chosen = next(one for one in what.roles if one == role)
    return other.signatures.sign(what, chosen, Key(), PASSPHRASE, out).path


def test_what_was_shown_is_what_is_signed(unsigned: Workspace, out: Path) -> None:
    shown = unsigned.publishing.prepare(SAMPLE, "nl")
    report = unsigned.signatures.sign(shown, "lead", Key(), PASSPHRASE, out)
    assert report.pdf.startswith(shown.pdf)
    inspection = unsigned.imports.inspect(report.path)
    assert inspection.content == shown.content
    assert only(unsigned).snapshot == shown.fingerprint
    assert inspection.form is not None
    assert inspection.form.page == shown.page > 0
    assert (inspection.form.filled, set(inspection.form.open)) == (("lead",), {"second", "school"})


def test_what_changed_while_somebody_looked_is_not_signed(unsigned: Workspace, out: Path) -> None:
    shown = unsigned.publishing.prepare(SAMPLE, "nl")
    unsigned.audits.edit(SAMPLE, summary="Anders dan wat u zag.")
    with pytest.raises(UserError, match="publish.changed_meanwhile"):
        unsigned.signatures.sign(shown, "lead", Key(), PASSPHRASE, out)
    assert list(out.iterdir()) == []


def test_the_school_signs_on_its_own_laptop_and_the_lead_takes_the_file_back(
    lead: Workspace, other: Workspace, out: Path
) -> None:
    before = only(lead)
    sent = lead.publishing.export(before, out)
    returned = signed_elsewhere(other, sent, "school", out)
    assert returned.name == f"{sent.stem}-school.pdf"
    assert named(sent.name, "second", "nl") == f"{sent.stem}-tweede-auditor.pdf"
    assert returned.read_bytes().startswith(sent.read_bytes())
    inspection = lead.imports.inspect(returned)
    assert lead.signatures.continued_by(inspection) == (before, None)
    lead.signatures.take_continued(inspection)
    kept = only(lead)
    assert (kept.replaces, kept.signer, kept.level) == (before.id, "Rector De Linde", "B-B")
    assert lead.publishing.pdf_of(kept) == returned.read_bytes()
    assert len(lead.publishing.publications(SAMPLE)) == 2


def test_the_same_file_is_known_and_a_strange_one_takes_no_place(lead: Workspace, other: Workspace, out: Path) -> None:
    sent = lead.publishing.export(only(lead), out)
    same = lead.imports.inspect(sent)
    found, refusal = lead.signatures.continued_by(same)
    assert (found, refusal.code if refusal else "") == (None, "publish.known_already")
    assert other.signatures.continued_by(other.imports.inspect(sent)) == (None, None)
    with pytest.raises(UserError, match="publish.not_ours"):
        other.signatures.take_continued(other.imports.inspect(sent))


def test_two_branches_of_one_report_are_not_joined(
    lead: Workspace, other: Workspace, out: Path, tmp_path: Path
) -> None:
    sent = lead.publishing.export(only(lead), out)
    returned = lead.imports.inspect(signed_elsewhere(other, sent, "school", out))
    key = tmp_path / "second.p12"
    key.write_bytes(make_identity("Sef Tweede", "", PASSPHRASE, datetime.now(UTC)))
    lead.signatures.sign(lead.signatures.of_publication(only(lead)), "second", Key("file", key), PASSPHRASE, out)
    _, refusal = lead.signatures.continued_by(returned)
    assert refusal is not None
    assert refusal.code == "publish.branches"
    with pytest.raises(UserError, match="publish.branches"):
        lead.signatures.take_continued(returned)


def test_a_longer_file_that_was_changed_takes_no_place(lead: Workspace, out: Path) -> None:
    sent = lead.publishing.export(only(lead), out)
    longer = lead.imports.inspect_bytes(sent.read_bytes() + b"\n%%EOF\n", "langer.pdf")
    assert not longer.can_be_taken
    with pytest.raises(UserError):
        lead.signatures.take_continued(longer)


def test_nobody_signs_a_forged_report(other: Workspace) -> None:
    with pytest.raises(UserError) as refusal:
        to_sign(other.imports.inspect_bytes(forgeries.evil_annotation(), "vervalst.pdf"))
    assert refusal.value.code == "verify.changed"


@pytest.mark.parametrize(
    ("start", "end", "usage", "code"),
    [
        (-9, -1, None, "signing.certificate_expired"),
        (1, 9, None, "signing.certificate_not_yet_valid"),
        (-1, 9, key_usage(key_encipherment=True), "signing.certificate_not_for_signing"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said_when_the_key_is_opened(
    lead: Workspace, tmp_path: Path, start: int, end: int, usage: x509.KeyUsage | None, code: str
) -> None:
    now, key = datetime.now(UTC), ec_key()
    made = certificate(
        "Iemand",
        key,
        authority(),
        usage=usage,
        start=now + start * DAY,
        end=now + end * DAY,
    )
    path = tmp_path / "key.p12"
    path.write_bytes(pack(key, made, PASSPHRASE))
    with pytest.raises(UserError) as refusal:
        lead.signatures.keys.look_at(Key("file", path), PASSPHRASE)
    assert refusal.value.code == code


def test_a_sound_key_shows_its_certificate_and_a_wrong_passphrase_nothing(lead: Workspace, tmp_path: Path) -> None:
    key = ec_key()
    made = certificate("Karel", key, authority(), end=datetime.now(UTC) + DAY)
    path = tmp_path / "key.pfx"
    path.write_bytes(pack(key, made, PASSPHRASE, (authority()[1],)))
    identity = lead.signatures.keys.look_at(Key("file", path), PASSPHRASE)
    assert (identity.common_name, identity.issuer_name, identity.is_self_made) == ("Karel", "Test authority", False)
    with pytest.raises(UserError, match="signing.wrong_passphrase"):
        lead.signatures.keys.look_at(Key("file", path), "iets anders hier")
    with pytest.raises(UserError, match="publish.cannot_read"):
        key_file(tmp_path / "weg.p12")
    (tmp_path / "groot.p12").write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(UserError, match="signing.not_a_key_file"):
        key_file(tmp_path / "groot.p12")


def test_a_stamp_that_ends_soon_is_named(lead: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert endings(lead.desk) == ()
    publication = replace(only(lead), stamped_until=(datetime.now(UTC) + 30 * DAY).isoformat())
    monkeypatch.setattr("auditor_app.services.publishing.endings.newest_of", lambda _found: (publication,))
    (ending,) = endings(lead.desk)
    assert (ending.school, ending.until) == ("Voorbeeldschool De Linde", publication.stamped_until)
    later = replace(publication, stamped_until=(datetime.now(UTC) + 300 * DAY).isoformat())
    monkeypatch.setattr("auditor_app.services.publishing.endings.newest_of", lambda _found: (later,))
    assert endings(lead.desk) == ()
