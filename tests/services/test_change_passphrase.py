"""One passphrase for store and signing key: both change, or neither does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor_app.config import Settings
from auditor_app.core.errors import UserError
from auditor_app.services.publishing.own_key import KEY_FILE
from auditor_app.services.signing.identity import make_identity, open_identity
from auditor_app.services.workspace import Workspace
from auditor_app.store.vault import Vault

OLD, NEW = "vier losse woorden samen", "heel iets anders nu"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made, _recovery = Workspace.create(tmp_path / "data", OLD, Settings(name="Mirte Voorbeeld"))
    made.publishing.own_key.make("Mirte Voorbeeld", "Noord", OLD)
    yield made
    made.close()


def fingerprint_with(workspace: Workspace, passphrase: str) -> str:
    return open_identity((workspace.data_dir / KEY_FILE).read_bytes(), passphrase).identity.fingerprint


def opens(workspace: Workspace, passphrase: str) -> bool:
    try:
        Vault.open(workspace.data_dir, passphrase)
    except UserError as error:
        return error.code != "vault.wrong_passphrase"
    return True


def test_store_and_key_follow_together_and_the_key_stays_the_same(workspace: Workspace) -> None:
    before = fingerprint_with(workspace, OLD)
    assert workspace.change_passphrase(OLD, NEW) is True
    assert fingerprint_with(workspace, NEW) == before
    assert (opens(workspace, OLD), opens(workspace, NEW)) == (False, True)
    with pytest.raises(UserError, match=r"signing\.wrong_passphrase"):
        fingerprint_with(workspace, OLD)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("mis mis mis mis", NEW, "vault.wrong_passphrase"), (OLD, "kort", "vault.short_passphrase")],
)
def test_a_refused_change_changes_neither(workspace: Workspace, old: str, new: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        workspace.change_passphrase(old, new)
    assert refused.value.code == code
    fingerprint_with(workspace, OLD)
    assert opens(workspace, OLD)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights in a file's mode")
def test_a_key_under_another_passphrase_is_still_for_its_owner_alone(workspace: Workspace) -> None:
    workspace.change_passphrase(OLD, NEW)
    assert (workspace.data_dir / KEY_FILE).stat().st_mode & 0o077 == 0


def test_a_key_with_a_passphrase_of_its_own_keeps_it(workspace: Workspace) -> None:
    other = "van de organisatie zelf"
    content = make_identity("Mirte Voorbeeld", "Noord", other, workspace.desk.now())
    (workspace.data_dir / KEY_FILE).write_bytes(content)
    assert workspace.change_passphrase(OLD, NEW) is False
    fingerprint_with(workspace, other)
    assert opens(workspace, NEW)


def test_when_the_key_cannot_follow_the_store_goes_back(workspace: Workspace) -> None:
    (workspace.data_dir / KEY_FILE).write_bytes(b"\x00 not a key at all")
    with pytest.raises(UserError):
        workspace.change_passphrase(OLD, NEW)
    assert (opens(workspace, OLD), opens(workspace, NEW)) == (True, False)
