"""An upgrade happens as a whole or not at all: disks that are full, power cuts, numbers that changed since."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.store import backup, migrations, read
from auditor_app.store import store as store_module
from auditor_app.store.engine import Connection, DatabaseError, connect, split_statements
from auditor_app.store.store import BALLAST_NAME, COPIES, FILE_NAME, Store

HALF_OF_THEM = 7
ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))


@pytest.fixture
def older(open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder as the version with half of the migrations left it, with a note in it."""
    files = migrations.migration_files()
    with monkeypatch.context() as then:
        then.setattr(migrations, "migration_files", lambda: files[:HALF_OF_THEM])
        store = open_store()
        store.commit([Edit("a", "note", "n", {"audit": "a", "seen": "oud"})], "me", "g")
        store.close()
    return store.folder


def version(folder: Path) -> int:
    connection = connect(folder / FILE_NAME, KEY)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / COPIES).glob("*"))


@pytest.mark.parametrize("first", sorted(migrations.RENAMED))
def test_a_migration_that_got_another_number_is_not_taken_for_one_of_a_newer_program(
    older: Path, open_store: Callable[..., Store], first: str
) -> None:
    now = migrations.RENAMED[first]
    connection = connect(older / FILE_NAME, KEY)
    path = next(path for path in migrations.migration_files() if path.stem == now)
    is_applied = connection.execute("UPDATE _sqlite_migrations SET name = ? WHERE name = ?", (first, now)).rowcount
    if not is_applied:
        for statement in split_statements(path.read_text("utf-8")):
            connection.execute(statement)
        row = ("auditor", first, "2026-11-27")
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", row)
    connection.close()
    store = open_store()
    assert read.entities(store, "note")[0].seen == "oud"
    applied = {name for (name,) in store.connection.execute("SELECT name FROM _sqlite_migrations")}
    assert applied == {path.stem for path in migrations.migration_files()}


def test_a_migration_that_fails_takes_those_before_it_back(
    older: Path, open_store: Callable[..., Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "9999_broken.sql"
    broken.write_text("UPDATE note SET seen = 'kapot';\nSELECT nonsense FROM nowhere;")
    files = (*migrations.migration_files(), broken)
    monkeypatch.setattr(migrations, "migration_files", lambda: files)
    with pytest.raises(UserError, match=r"store\.migration_failed"):
        open_store()
    assert version(older) == HALF_OF_THEM
    assert [name.endswith("-before-upgrade.db") for name in copies(older)] == [True]
    monkeypatch.undo()
    assert read.entities(open_store(), "note")[0].seen == "oud"


def test_without_a_place_for_the_copy_there_is_no_upgrade(older: Path, open_store: Callable[..., Store]) -> None:
    (older / COPIES).write_text("in the way")
    with pytest.raises(UserError) as refused:
        open_store()
    assert (refused.value.code, version(older)) == ("store.migration_failed", HALF_OF_THEM)
    (older / COPIES).unlink()
    assert read.entities(open_store(), "note")[0].seen == "oud"


def narrow(pages: int) -> Callable[[Path, bytes], Connection]:
    """Connect to a file that may grow by so many pages only, as on a disk that is nearly full."""

    def connected(path: Path, key: bytes) -> Connection:
        connection = connect(path, key)
        size = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {size + pages}").fetchone()
        return connection

    return connected


def test_without_room_for_an_upgrade_nothing_changes_and_no_copy_eats_what_is_left(
    older: Path, open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(store_module, "connect", narrow(1))
        for _again in range(3):
            with pytest.raises(UserError, match=r"store\.shut_disk_full"):
                open_store()
            assert (version(older), copies(older)) == (HALF_OF_THEM, [])
    assert not (older / BALLAST_NAME).exists(), "what was kept for this moment was given first"
    store = open_store()
    assert read.entities(store, "note")[0].seen == "oud"
    assert len(copies(older)) == 1


def test_two_programs_that_open_an_older_folder_at_once_both_open_it(older: Path) -> None:
    command = [sys.executable, "-c", OPENS, str(older)]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _program in range(2)]
    said = [program.communicate()[1] for program in both]
    assert [program.returncode for program in both] == [0, 0], said
    assert {name.endswith("-before-upgrade.db") for name in copies(older)} == {True}


def test_a_copy_that_fails_calls_no_file_damaged(
    older: Path, open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> Path:
        raise DatabaseError("unable to open database file")

    with monkeypatch.context() as failing:
        failing.setattr(backup, "back_up", fail)
        with pytest.raises(UserError, match=r"store\.migration_failed"):
            open_store()
    assert version(older) == HALF_OF_THEM


OPENS = """
import sys
from pathlib import Path
from auditor_app.store.store import Store

Store(Path(sys.argv[1]), bytes(range(32)), "laptop", lambda: 1_800_000_000_000).close()
"""

DIES = """
import os, signal, sys
from pathlib import Path
from auditor_app.store import store
from auditor_app.store.engine import connect

def watched(path, key):
    connection = connect(path, key)
    connection.set_trace_callback(lambda sql: sys.argv[2] in sql and os.kill(os.getpid(), signal.SIGKILL))
    return connection

store.connect = watched
store.Store(Path(sys.argv[1]), bytes(range(32)), "laptop", lambda: 1_800_000_000_000)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signal")
@pytest.mark.parametrize("at", ["VACUUM INTO", "PRAGMA user_version = ", "COMMIT"])
def test_a_power_cut_in_an_upgrade_leaves_the_older_folder_whole(
    older: Path, open_store: Callable[..., Store], at: str
) -> None:
    ended = subprocess.run([sys.executable, "-c", DIES, str(older), at], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert version(older) == HALF_OF_THEM
    store = open_store()
    assert read.entities(store, "note")[0].seen == "oud"
    store.check_file()
    assert store.check_log() == 1


def test_a_copy_that_fails_leaves_no_half_one(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(_half: Path, _target: Path) -> None:
        raise OSError

    with monkeypatch.context() as failing:
        failing.setattr(Path, "replace", refuse)
        with pytest.raises(OSError, match=re.compile("")):
            backup.back_up(store.connection, tmp_path / COPIES, "daily", 1_000)
    assert copies(tmp_path) == []


def test_half_a_copy_that_a_power_cut_left_goes_with_the_next_and_one_being_made_stays(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / COPIES
    folder.mkdir()
    for name, hours in (("left", 2), ("being made", 0)):
        (folder / f"{name}.tmp").write_bytes(b"half")
        written = time.time() - hours * 3_600
        os.utime(folder / f"{name}.tmp", (written, written))
    backup.back_up(store.connection, folder, "daily", 10_000_000)
    assert copies(tmp_path) == ["19700101T024640Z-daily.db", "being made.tmp"]
