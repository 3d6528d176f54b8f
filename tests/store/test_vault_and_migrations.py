"""Keys in three wraps; migrations that refuse what is newer and leave what fails as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from auditor_app.config import migrations_path
from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.model import School
from auditor_app.store import migrations, read, reference
from auditor_app.store.backup import DAYS_KEPT, NEWEST_KEPT, too_many
from auditor_app.store.schema import dump
from auditor_app.store.store import Store
from auditor_app.store.vault import Vault

PASSPHRASE = "vier losse woorden samen"


def test_passphrase_and_recovery_key_open_the_same_store(tmp_path: Path) -> None:
    vault, recovery = Vault.create(tmp_path, PASSPHRASE)
    assert Vault.open(tmp_path, PASSPHRASE).key == vault.key
    assert Vault.recover(tmp_path, recovery.lower().replace("-", " ")).key == vault.key
    assert PASSPHRASE not in (tmp_path / "vault.json").read_text()
    assert vault.key.hex() not in (tmp_path / "vault.json").read_text()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folders of a user from others by itself")
def test_nobody_else_on_the_laptop_may_read_the_wraps(tmp_path: Path) -> None:
    Vault.create(tmp_path / "new", PASSPHRASE)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "vault.json").stat().st_mode & 0o777 == 0o600


def test_half_an_emoji_in_a_passphrase_counts_as_it_is(tmp_path: Path) -> None:
    made, _recovery = Vault.create(tmp_path, "vier woorden \ud83d")
    assert Vault.open(tmp_path, "vier woorden \ud83d").key == made.key
    with pytest.raises(UserError, match=r"vault\.wrong_passphrase"):
        Vault.open(tmp_path, "vier woorden ")


def test_wrong_ones_are_said(tmp_path: Path) -> None:
    Vault.create(tmp_path, PASSPHRASE)
    with pytest.raises(UserError, match="vault.wrong_passphrase"):
        Vault.open(tmp_path, PASSPHRASE + " ")
    with pytest.raises(UserError, match="vault.wrong_recovery_key"):
        Vault.recover(tmp_path, "AAAA-BBBB")
    with pytest.raises(UserError, match="vault.exists"):
        Vault.create(tmp_path, PASSPHRASE)
    with pytest.raises(UserError, match="vault.missing"):
        Vault.open(tmp_path / "elsewhere", PASSPHRASE)
    with pytest.raises(UserError, match="vault.short_passphrase"):
        Vault.create(tmp_path / "new", "kort")


def test_a_new_passphrase_replaces_the_old_one_and_keeps_the_key(tmp_path: Path) -> None:
    vault, recovery = Vault.create(tmp_path, PASSPHRASE)
    vault.change_passphrase("heel andere woorden")
    assert Vault.open(tmp_path, "heel andere woorden").key == vault.key
    assert Vault.recover(tmp_path, recovery).key == vault.key
    with pytest.raises(UserError, match="vault.wrong_passphrase"):
        Vault.open(tmp_path, PASSPHRASE)
    with pytest.raises(UserError, match="vault.short_passphrase"):
        vault.change_passphrase("7 teken")
    vault.change_passphrase("8 tekens")
    assert Vault.open(tmp_path, "8 tekens").key == vault.key


def test_without_a_keyring_the_program_says_so_and_asks(tmp_path: Path) -> None:
    vault, _ = Vault.create(tmp_path, PASSPHRASE)
    assert Vault.open_with_keyring(tmp_path) is None
    with pytest.raises(UserError, match="vault.no_keyring"):
        vault.keep_in_keyring()
    assert Vault.open(tmp_path, PASSPHRASE).key == vault.key


class Drawer(KeyringBackend):
    """A keyring in memory; one that is locked raises, one that leaks accepts everything and keeps nothing."""

    priority = 1

    def __init__(self, *, is_locked: bool = False, leaks: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked, self.leaks = is_locked, leaks

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringError
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise KeyringError
        if not self.leaks:
            self.kept[service, username] = password


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before, made = keyring.get_keyring(), Drawer()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_the_keyring_opens_what_it_was_let_to_and_no_longer_than_that(tmp_path: Path, drawer: Drawer) -> None:
    vault, _recovery = Vault.create(tmp_path, PASSPHRASE)
    assert Vault.open_with_keyring(tmp_path) is None
    vault.keep_in_keyring()
    assert Vault.open_with_keyring(tmp_path) == vault
    (secret,) = drawer.kept.values()
    assert secret not in (tmp_path / "vault.json").read_text()
    vault.change_passphrase("heel andere woorden")
    assert Vault.open_with_keyring(tmp_path) == vault, "another passphrase is no reason to be asked for it"
    vault.forget_keyring()
    assert Vault.open_with_keyring(tmp_path) is None
    assert "keyring" not in json.loads((tmp_path / "vault.json").read_text())["wraps"]
    assert Vault.open(tmp_path, "heel andere woorden") == vault


def test_a_keyring_that_is_locked_lost_or_of_another_gives_no_key(tmp_path: Path, drawer: Drawer) -> None:
    vault, _recovery = Vault.create(tmp_path, PASSPHRASE)
    vault.keep_in_keyring()
    drawer.is_locked = True
    assert Vault.open_with_keyring(tmp_path) is None
    drawer.is_locked = False
    for lost in ("", "of another"):
        drawer.kept = dict.fromkeys(drawer.kept, lost)
        assert Vault.open_with_keyring(tmp_path) is None
    drawer.kept.clear()
    assert Vault.open_with_keyring(tmp_path) is None


@pytest.mark.parametrize("fault", ["is_locked", "leaks"])
def test_a_keyring_that_keeps_nothing_is_not_relied_on(tmp_path: Path, drawer: Drawer, fault: str) -> None:
    vault, _recovery = Vault.create(tmp_path, PASSPHRASE)
    before = (tmp_path / "vault.json").read_bytes()
    setattr(drawer, fault, True)
    with pytest.raises(UserError, match=r"vault\.no_keyring"):
        vault.keep_in_keyring()
    assert (tmp_path / "vault.json").read_bytes() == before


@pytest.mark.parametrize("content", ["", "[]", '{"wraps": 3}', "{", '{"wraps": {"passphrase": {"salt": "zz"}}}'])
def test_a_damaged_vault_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "vault.json").write_text(content)
    with pytest.raises(UserError, match="vault.damaged"):
        Vault.open(tmp_path, PASSPHRASE)


def test_the_keys_of_a_newer_program_are_not_called_damaged(tmp_path: Path) -> None:
    Vault.create(tmp_path, PASSPHRASE)
    path = tmp_path / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 2, "wraps": "another way"}))
    with pytest.raises(UserError, match=r"store\.newer"):
        Vault.open(tmp_path, PASSPHRASE)


@pytest.fixture
def more_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "db"
    folder.mkdir()
    for path in migrations.migration_files():
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    monkeypatch.setattr("auditor_app.store.migrations.migrations_path", lambda: folder)
    return folder


def test_an_upgrade_makes_a_backup_first(open_store: Callable[..., Store], more_migrations: Path) -> None:
    old = open_store()
    old.commit([Edit("a", "note", "n", {"audit": "a", "seen": "oud"})], "me", "g")
    old.close()
    (more_migrations / "0002_more.sql").write_text("CREATE TABLE extra_table (x TEXT);")
    new = open_store()
    assert [path.name.endswith("before-upgrade.db") for path in (new.folder / "backups").iterdir()] == [True]
    assert read.entities(new, "note")[0].seen == "oud"


def test_a_broken_migration_leaves_the_file_as_it_was(open_store: Callable[..., Store], more_migrations: Path) -> None:
    old = open_store()
    old.commit([Edit("a", "note", "n", {"audit": "a", "seen": "oud"})], "me", "g")
    old.close()
    broken = more_migrations / "0002_broken.sql"
    broken.write_text("CREATE TABLE half (x TEXT);\nUPDATE note SET seen = 'kapot';\nSELECT nonsense FROM nowhere;")
    with pytest.raises(UserError, match="store.migration_failed"):
        open_store()
    broken.unlink()
    again = open_store()
    assert read.entities(again, "note")[0].seen == "oud"
    assert again.connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone()[0] == 0


def test_a_newer_database_is_refused_and_untouched(open_store: Callable[..., Store], more_migrations: Path) -> None:
    (more_migrations / "0002_more.sql").write_text("CREATE TABLE extra_table (x TEXT);")
    newer = open_store()
    before = newer.dump_state()
    newer.close()
    (more_migrations / "0002_more.sql").unlink()
    with pytest.raises(UserError) as caught:
        open_store()
    assert caught.value.code == "store.newer"
    (more_migrations / "0002_more.sql").write_text("CREATE TABLE extra_table (x TEXT);")
    assert open_store().dump_state() == before


def test_the_dumped_schema_is_true() -> None:
    assert (migrations_path() / "schema.sql").read_text("utf-8") == dump()


def test_a_backup_is_complete_encrypted_and_those_too_many_go(store: Store, open_store: Callable[..., Store]) -> None:
    store.commit([Edit("a", "note", "n", {"audit": "a", "seen": "GEHEIM"})], "me", "g")
    copies = [store.back_up(f"nr{number}") for number in range(9)]
    kept = sorted(path.name for path in (store.folder / "backups").glob("*.db"))
    assert kept == sorted(path.name for path in copies[-NEWEST_KEPT:])
    elsewhere = store.folder.parent / "restored"
    elsewhere.mkdir()
    (elsewhere / "auditor.db").write_bytes(copies[-1].read_bytes())
    assert b"GEHEIM" not in copies[-1].read_bytes()
    assert read.entities(open_store(elsewhere), "note")[0].seen == "GEHEIM"


def test_the_last_copy_of_each_day_stays_beside_the_newest() -> None:
    hours = [f"202611{day:02}T{hour:02}0000Z-hourly.db" for day in range(1, 13) for hour in range(9, 17)]
    kept = sorted(set(hours) - set(too_many(hours)))
    assert kept[-NEWEST_KEPT:] == hours[-NEWEST_KEPT:]
    assert kept[:-NEWEST_KEPT] == [f"202611{day:02}T160000Z-hourly.db" for day in range(6, 12)]
    assert len({name[:8] for name in kept}) == DAYS_KEPT
    assert too_many(kept) == []


def test_the_newest_copy_of_before_an_upgrade_outlives_the_hours_after_it() -> None:
    hours = [f"20261112T{hour:02}0000Z-hourly.db" for hour in range(9, 17)]
    upgrades = ["20261112T080000Z-before-upgrade.db", "20261112T083000Z-before-upgrade.db"]
    assert set(too_many([*upgrades, *hours])) == {upgrades[0], *hours[:-NEWEST_KEPT]}
    days_after = [f"202611{day:02}T090000Z-daily.db" for day in range(13, 13 + DAYS_KEPT)]
    assert upgrades[1] in too_many([upgrades[1], *days_after])


def test_schools_are_found_by_name_place_or_code(store: Store) -> None:
    schools = [
        School(name="Vathorst College", brin="25GE", location="05", place="Amersfoort"),
        School(name="Lumion", brin="23VH", location="00", place="Amsterdam"),
        School(name="School Zonder Code", place="'s-Gravenhage"),
    ]
    assert reference.replace_register(store, schools) == 3
    found = {
        words: [item.name for item in reference.find_schools(store, words)]
        for words in ("vat", "25ge05", "ams lum", "grav", "")
    }
    assert found == {
        "vat": ["Vathorst College"],
        "25ge05": ["Vathorst College"],
        "ams lum": ["Lumion"],
        "grav": ["School Zonder Code"],
        "": [],
    }
    reference.replace_register(store, schools[:1])
    assert reference.count_schools(store) == 1
    assert reference.find_schools(store, "lumion") == ()


@pytest.mark.usefixtures("real_costs")
def test_vault_file_says_how_it_was_made(tmp_path: Path) -> None:
    Vault.create(tmp_path, PASSPHRASE)
    wraps = json.loads((tmp_path / "vault.json").read_text())["wraps"]
    assert wraps["passphrase"]["argon2id"] == {"time_cost": 3, "memory_cost": 65536, "parallelism": 2}
