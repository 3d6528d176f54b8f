"""The store: one way to write, replay to the byte, undo across a restart, and loud failures that lose nothing."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_app.config import resource_path
from auditor_app.core.change import Edit
from auditor_app.core.errors import UserError
from auditor_app.core.merge import State
from auditor_app.store import backup, listing, log, read, search, state, undo
from auditor_app.store.engine import DatabaseError, why_not_opened
from auditor_app.store.store import BALLAST_NAME, Store


def note(seen: str, entity: str = "n1", audit: str = "a", **fields: object) -> Edit:
    return Edit(audit, "note", entity, {"audit": audit, "seen": seen, **fields})


def begin(store: Store) -> None:
    store.commit([Edit("a", "audit", "a", {"created": "now", "school": {"name": "De Linde"}})], "me", "setup-a")


def texts(store: Store) -> dict[str, str]:
    return {item.id: item.seen for item in read.entities(store, "note")}


def test_what_is_committed_is_there_after_reopening(open_store: Callable[..., Store]) -> None:
    first = open_store()
    begin(first)
    first.commit([note("Zeven van de acht leerlingen", is_quote=True)], "me", "g")
    first.close()
    again = open_store()
    assert read.entities(again, "note")[0].is_quote
    assert texts(again) == {"n1": "Zeven van de acht leerlingen"}


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp;</b>",
        '<img src="file:///etc/passwd">',
        "🏫 emoji",
        "\u202eevil\u202c",
        "'; DROP TABLE note; --",
        "x" * 100_000,
    ],
)
def test_any_text_comes_back_as_it_was_typed(store: Store, text: str) -> None:
    store.commit([note(text)], "me", "g")
    assert texts(store)["n1"] == text
    store.rebuild()
    assert texts(store)["n1"] == text


def test_nothing_readable_stands_on_the_disk(store: Store) -> None:
    store.commit([note("GEHEIMWOORD in een notitie")], "me", "g")
    files = [path for path in store.folder.iterdir() if path.name != BALLAST_NAME]
    assert any(path.suffix == ".db" for path in files)
    for path in files:
        assert b"GEHEIMWOORD" not in path.read_bytes()
        assert b"SQLite format 3" not in path.read_bytes()


def test_a_wrong_key_is_said_and_changes_nothing(open_store: Callable[..., Store]) -> None:
    store = open_store()
    begin(store)
    store.close()
    with pytest.raises(UserError, match="store.wrong_key"):
        open_store(key=bytes(32))
    assert read.audits(open_store())


def test_a_copy_takes_the_place_of_a_damaged_file_which_is_kept(open_store: Callable[..., Store]) -> None:
    store = open_store()
    begin(store)
    store.commit([note("voor de kopie")], "me", "g")
    copy = store.back_up("daily")
    store.commit([note("na de kopie", "n2")], "me", "g")
    store.close()
    broken = bytes(1000) + store.path.read_bytes()[1000:]
    store.path.write_bytes(broken)
    with pytest.raises(UserError, match="store.wrong_key"):
        open_store()
    aside = backup.put_back(store.path, copy, 1_700_000_000_000)
    assert texts(open_store()) == {"n1": "voor de kopie"}
    assert aside.read_bytes() == broken
    assert aside.parent == store.folder


def test_a_copy_that_cannot_be_put_back_leaves_everything_as_it_was(open_store: Callable[..., Store]) -> None:
    store = open_store()
    begin(store)
    store.close()
    before = {path.name: path.read_bytes() for path in store.folder.iterdir() if path.is_file()}
    with pytest.raises(FileNotFoundError):
        backup.put_back(store.path, store.folder / "no such copy.db", 1)
    assert {path.name: path.read_bytes() for path in store.folder.iterdir() if path.is_file()} == before


def test_what_was_set_aside_already_returns_when_the_rest_cannot_follow(open_store: Callable[..., Store]) -> None:
    store = open_store()
    begin(store)
    copy = store.back_up("daily")
    store.close()
    store.path.with_name("auditor.db-wal").write_bytes(b"the log of the file")
    before = {path.name: path.read_bytes() for path in store.folder.iterdir() if path.is_file()}
    (store.folder / "auditor-damaged-19700101T000001Z.db" / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match="auditor-damaged"):
        backup.put_back(store.path, copy, 1_000)
    assert {path.name: path.read_bytes() for path in store.folder.iterdir() if path.is_file()} == before


def test_a_copy_that_was_cut_off_does_not_hinder_the_next_of_that_moment(store: Store, tmp_path: Path) -> None:
    begin(store)
    (tmp_path / "19700101T000001Z-daily.tmp").write_bytes(b"half")
    copy = backup.back_up(store.connection, tmp_path, "daily", 1_000)
    assert (copy.name, copy.read_bytes()[:4] == b"half") == ("19700101T000001Z-daily.db", False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database is locked", "store.busy"),
        ("database disk image is malformed", "store.shut_damaged"),
        ("database or disk is full", "store.shut_disk_full"),
        ("file is not a database", "store.wrong_key"),
    ],
)
def test_a_full_disk_or_a_busy_file_is_not_taken_for_a_damaged_one(tmp_path: Path, said: str, code: str) -> None:
    assert why_not_opened(tmp_path / "auditor.db", DatabaseError(said)) == code


def test_a_folder_that_cannot_be_written_to_is_not_taken_for_a_damaged_file(tmp_path: Path) -> None:
    away = tmp_path / "away" / "auditor.db"
    assert why_not_opened(away, DatabaseError("unable to open database file")) == "store.shut_read_only"


def test_room_is_given_back_once_and_laid_in_again_where_there_is_plenty(open_store: Callable[..., Store]) -> None:
    store = open_store()
    ballast = store.folder / BALLAST_NAME
    assert store._give_room()
    assert not ballast.exists()
    assert not store._give_room()
    store.close()
    assert (open_store().folder / BALLAST_NAME).exists()


def test_an_edit_with_an_unknown_field_is_a_bug_and_writes_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="colour"):
        store.commit([Edit("a", "note", "n1", {"colour": "blue"})], "me", "g")
    assert store.changes() == ()


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["n1", "n2", "n3"]),
        st.dictionaries(
            st.sampled_from(["seen", "interpretation", "room"]),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
            min_size=1,
        ),
        st.sampled_from(["do", "do", "do", "undo", "redo"]),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_replaying_the_log_gives_the_same_state_to_the_byte(steps: list[tuple[str, dict[str, str], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = iter(range(1_700_000_000_000, 1_700_000_100_000))
        store = Store(Path(folder), bytes(32), "laptop", lambda: next(clock))
        begin(store)
        for index, (entity, fields, intent) in enumerate(steps):
            if intent == "do":
                store.commit([Edit("a", "note", entity, {"audit": "a", **fields})], "me", f"g{index}")
            else:
                store.take_back("a", "me", f"g{index}", "undo" if intent == "undo" else "redo")
        before = store.dump_state()
        store.rebuild()
        assert store.dump_state() == before
        reference = State().apply(store.changes()).values
        for item in read.entities(store, "note", "1"):
            assert item.seen == reference["note", item.id].get("seen", "")
        store.check_log()
        store.close()


@settings(max_examples=20)
@given(st.lists(st.text("ab", min_size=1, max_size=5), min_size=1, max_size=6))
def test_undoing_everything_and_redoing_everything_comes_back_to_the_same_texts(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = iter(range(1_700_000_000_000, 1_700_000_100_000))
        store = Store(Path(folder), bytes(32), "laptop", lambda: next(clock))
        begin(store)
        for index, word in enumerate(words):
            store.commit([note(word, f"n{index % 2}")], "me", f"g{index}")
        after = texts(store)
        for index in range(len(words)):
            assert store.take_back("a", "me", f"u{index}", "undo")
        assert texts(store) == {}
        assert store.take_back("a", "me", "none", "undo") == ()
        for index in range(len(words)):
            assert store.take_back("a", "me", f"r{index}", "redo")
        assert texts(store) == after
        store.close()


def stacked(store: Store) -> tuple[bool, bool]:
    """Tell whether there is something to undo, and to redo."""
    both = undo.stacks(store.connection, "a", store.device)
    return bool(both.undo), bool(both.redo)


def test_undo_works_after_a_restart_and_edits_of_one_group_go_together(open_store: Callable[..., Store]) -> None:
    first = open_store()
    begin(first)
    first.commit([note("een")], "me", "typing-1")
    for text in ("twee", "twee d", "twee drie"):
        first.commit([note(text)], "me", "typing-2")
    first.close()
    again = open_store()
    assert stacked(again) == (True, False)
    again.take_back("a", "me", "u1", "undo")
    assert texts(again) == {"n1": "een"}
    again.take_back("a", "me", "u2", "redo")
    assert texts(again) == {"n1": "twee drie"}


def test_making_the_audit_itself_cannot_be_undone_away(store: Store) -> None:
    begin(store)
    assert stacked(store) == (False, False)
    assert store.take_back("a", "me", "u", "undo") == ()
    assert not read.audits(store)[0].deleted


def test_undo_reaches_this_laptops_own_actions_only_however_busy_another_was(store: Store) -> None:
    begin(store)
    store.commit([note("mijn tekst")], "me", "g1")
    store.device = "other"
    for number in range(9):
        store.commit([note(f"van een collega {number}", "n2")], "you", f"theirs-{number}")
    store.device = "laptop"
    assert undo.stacks(store.connection, "a", "laptop").undo == ("g1",)
    store.take_back("a", "me", "u", "undo")
    assert store.take_back("a", "me", "u2", "undo") == ()
    assert texts(store)["n2"] == "van een collega 8"
    assert [item.id for item in read.entities(store, "note", "deleted = 0")] == ["n2"]


def test_who_undoes_and_then_writes_something_else_has_nothing_to_redo(store: Store) -> None:
    begin(store)
    store.commit([note("een")], "me", "g1")
    store.commit([note("twee")], "me", "g2")
    store.take_back("a", "me", "u1", "undo")
    store.commit([note("iets anders", "n2")], "me", "g3")
    assert undo.stacks(store.connection, "a", store.device) == undo.Stacks(("g1", "g3"), ())
    assert store.take_back("a", "me", "r", "redo") == ()
    assert texts(store) == {"n1": "een", "n2": "iets anders"}


@pytest.mark.parametrize(
    "kept",
    [
        Edit("a", "checkpoint", "c", {"audit": "a", "name": "before lunch"}),
        Edit("a", "publication", "p", {"audit": "a", "signed": "2026-11-27T10:00:00+01:00", "deleted": True}),
    ],
    ids=["named moment", "report"],
)
def test_a_named_moment_and_a_report_are_not_undone(store: Store, kept: Edit) -> None:
    begin(store)
    store.commit([note("een")], "me", "g1")
    store.commit([kept], "me", "g2")
    store.take_back("a", "me", "u", "undo")
    assert read.entities(store, "note", "deleted = 0") == ()
    assert {change.entity for change in store.changes("intent = 'undo'")} == {"n1"}


def test_what_was_written_as_it_stood_before_is_not_written_again(store: Store) -> None:
    begin(store)
    store.commit([note("een", room="hal")], "me", "g1")
    store.commit([note("twee", room="hal")], "me", "g2")
    (undone,) = store.take_back("a", "me", "u", "undo")
    assert dict(undone.fields) == {"seen": "een"}


def test_undo_leaves_alone_what_someone_else_wrote_since(store: Store) -> None:
    begin(store)
    store.commit([note("mijn tekst")], "me", "g1")
    store.commit([note("mijn nieuwe tekst", room="lokaal")], "me", "g2")
    store.device = "other"
    store.commit([note("tekst van een collega")], "you", "g3")
    store.device = "laptop"
    store.take_back("a", "me", "u", "undo")
    found = read.entities(store, "note")[0]
    assert (found.seen, found.room) == ("tekst van een collega", "")


def test_changes_are_given_in_the_order_of_their_stamps_whenever_they_came_in(store: Store) -> None:
    begin(store)
    store.commit([note("een")], "me", "g1")
    first, second = store.changes()
    early = replace(first, device="elsewhere", stamp=f"{int(first.stamp, 16) - 1:0{len(first.stamp)}x}")
    beside = replace(second, device="aaa")
    with store.transaction() as connection:
        for change in (beside, early):
            log.insert_change(connection, change)
    assert [change.device for change in store.changes()] == ["elsewhere", store.device, "aaa", store.device]


def test_what_is_written_after_the_clock_was_set_back_still_comes_later(open_store: Callable[..., Store]) -> None:
    first = open_store()
    begin(first)
    first.commit([note("vroeger")], "me", "g1")
    first.close()
    again = open_store()
    again._now = lambda: 1_000
    again.commit([note("later")], "me", "g2")
    assert [change.group for change in again.changes()] == ["setup-a", "g1", "g2"]
    assert texts(again) == {"n1": "later"}


def test_changes_give_the_same_state_in_whatever_order_they_come_in(store: Store) -> None:
    begin(store)
    store.commit([note("een", room="aula")], "me", "g1")
    store.commit([note("twee")], "me", "g2")
    made, first, second = store.changes()
    newer = {"of_a_newer_program": 1}, {"of_another": 2}
    between = replace(first, device="zz", fields={"seen": "drie", "room": "hal", **newer[0]})
    last = replace(second, device="zz", fields={"interpretation": "vier", **newer[1]})
    found = set()
    for order in permutations((made, first, second, between, last)):
        with store.transaction() as connection:
            state.rebuild(connection, order)
        found.add(store.dump_state())
    assert len(found) == 1
    (kept,) = read.entities(store, "note")
    assert (kept.seen, kept.room, kept.interpretation) == ("twee", "hal", "vier")
    assert dict(kept.extra) == newer[0] | newer[1], "what a newer program wrote is kept"


def test_rebuilding_takes_out_of_the_tables_what_the_log_does_not_say(store: Store) -> None:
    begin(store)
    store.commit([note("een")], "me", "g1")
    before = store.dump_state()
    with store.transaction() as connection:
        connection.execute("UPDATE note SET seen = 'anders'")
        connection.execute("INSERT INTO note (id, audit, seen) VALUES ('n2', 'a', 'verzonnen')")
    assert texts(store) == {"n1": "anders", "n2": "verzonnen"}
    store.rebuild()
    assert store.dump_state() == before


def test_the_newest_hash_of_each_device_is_that_of_the_audit_that_is_asked_for(store: Store) -> None:
    begin(store)
    store.commit([note("hier")], "me", "g1")
    of_a = store.changes()[-1].hash
    store.device = "other"
    store.commit([note("daar", "n2", "b")], "me", "g2")
    of_b = store.changes()[-1].hash
    assert store.heads() == {"laptop": of_a, "other": of_b}
    assert store.heads("a") == {"laptop": of_a}
    assert store.heads("b") == {"other": of_b}


def test_what_a_colleague_on_this_laptop_takes_back_leaves_ones_own_last_action(store: Store) -> None:
    begin(store)
    locked = {"audit": "a", "criterion": "E1.1", "member": "colleague", "level": "2", "is_locked": True}
    store.commit([Edit("a", "rating", "a:E1.1:colleague", locked)], "me", "g1")
    assert store.take_back("a", "me", "u1", "undo", "colleague")[0].fields == {}, "a locked rating stays"
    assert undo.stacks(store.connection, "a", store.device, "mine").undo == ()
    store.commit([note("mijn tekst")], "me", "g2")
    store.commit([Edit("a", "rating", "a:E1.2:colleague", {**locked, "criterion": "E1.2"})], "me", "g3")
    store.take_back("a", "me", "u2", "undo", "colleague")
    assert undo.stacks(store.connection, "a", store.device, "mine").undo == ("g2",)


def test_a_signed_audit_refuses_every_change_but_the_bin(store: Store) -> None:
    begin(store)
    store.commit([note("voor het tekenen")], "me", "g")
    store.commit([Edit("a", "publication", "p", {"audit": "a", "signed": "now"})], "me", "setup-p")
    with pytest.raises(UserError, match="audit.signed"):
        store.commit([note("erna")], "me", "g2")
    with pytest.raises(UserError, match="audit.signed"):
        store.take_back("a", "me", "u", "undo")
    for fields in ({"summary": "erna"}, {"deleted": True, "summary": "erna"}):
        with pytest.raises(UserError, match=r"audit\.signed"):
            store.commit([Edit("a", "audit", "a", fields)], "me", "g3")
    store.commit([Edit("a", "decision", "a", {"audit": "a"})], "me", "g4")
    store.commit([note("elders", "n9", "b")], "me", "g5")
    store.commit([Edit("a", "audit", "a", {"deleted": True})], "me", "setup-b")
    assert texts(store) == {"n1": "voor het tekenen", "n9": "elders"}
    store.commit([Edit("a", "publication", "p", {"deleted": True})], "me", "setup-p")
    store.commit([note("na het terugnemen")], "me", "g6")


def test_one_bad_edit_writes_none_of_its_group(store: Store) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.commit([note("half")], "me", "g", blobs={"0" * 64: ("text/plain", b"x")})
    assert (texts(store), store.changes()) == ({}, ())


def test_a_full_disk_is_said_loses_nothing_and_leaves_room_to_go_on(store: Store) -> None:
    store.commit([note("veilig")], "me", "g")
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    content = os.urandom(500_000)
    with pytest.raises(UserError, match="store.disk_full"):
        store.commit([note("te veel", "n2")], "me", "g2", blobs={hashlib.sha256(content).hexdigest(): ("x/y", content)})
    assert not (store.folder / BALLAST_NAME).exists()
    assert texts(store) == {"n1": "veilig"}
    store.connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    store.commit([note("past weer", "n2")], "me", "g3")
    assert texts(store) == {"n1": "veilig", "n2": "past weer"}
    store.check_file()


def test_a_log_changed_outside_the_program_is_noticed(store: Store) -> None:
    begin(store)
    store.commit([note("zo was het")], "me", "g")
    assert store.check_log() == 2
    with pytest.raises(Exception, match="only added to"):
        store.connection.execute("UPDATE change_log SET author = 'x'")
    store.connection.execute("DROP TRIGGER change_log_is_kept_1")
    store.connection.execute("UPDATE change_log SET fields = replace(fields, 'zo was', 'anders was')")
    with pytest.raises(UserError, match="log.tampered"):
        store.check_log()


def test_every_connection_syncs_fully(store: Store) -> None:
    assert store.connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


WRITER = """
import sys, time
from pathlib import Path
from auditor_app.config import resource_path
from auditor_app.core.change import Edit
from auditor_app.store.store import Store
store = Store(Path(sys.argv[1]), bytes(range(32)), "laptop", lambda: int(time.time() * 1000))
for number in range(10_000):
    store.commit([Edit("a", "note", f"n{number:05}", {"audit": "a", "seen": f"regel {number}"})], "me", f"g{number}")
    print(number, flush=True)
"""


def test_a_killed_process_loses_no_acknowledged_note(open_store: Callable[..., Store], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(60)]
    os.kill(writer.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    acknowledged += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()
    kept = texts(open_store(folder))
    assert [number for number in acknowledged if kept.get(f"n{number:05}") != f"regel {number}"] == []


def test_words_are_found_by_their_beginning_without_accents_and_not_in_the_bin(store: Store) -> None:
    store.commit(
        [note("Coachgesprek één op één"), note("Rooster", "n2"), note("coach weg", "n3", deleted=True)], "me", "g"
    )
    assert [hit.note for hit in search.search_notes(store, "coach")] == ["n1"]
    assert [hit.note for hit in search.search_notes(store, "een op")] == ["n1"]
    assert "Coachgesprek" in search.search_notes(store, "coachges")[0].snippet
    store.commit([note("Nu over toetsen")], "me", "g2")
    assert search.search_notes(store, "coach") == ()
    assert search.search_notes(store, "toets", audit="a")[0].note == "n1"


def test_each_word_may_be_a_beginning(store: Store) -> None:
    store.commit([note("Leerlingen kiezen hun weekdoelen"), note("De leerling leest", "n2")], "me", "g")
    assert [hit.note for hit in search.search_notes(store, "leerling kies")] == []
    assert [hit.note for hit in search.search_notes(store, "leerling kiez")] == ["n1"]


def test_in_one_audit_words_are_found_inside_others(store: Store) -> None:
    there = [
        note("Weekdoelen op het bord"),
        note("Hun leerdoel_1", "n2"),
        note("Rooster", "n3"),
        note("Één doel", "n4"),
    ]
    store.commit([*there, note("Weekdoel", "n5", audit="b")], "me", "g")
    assert search.notes_with(store, "DOEL", "a") == {"n1", "n2", "n4"}
    assert search.notes_with(store, "doel bord", "a") == {"n1"}
    assert search.notes_with(store, "een doel", "a") == {"n4"}
    assert search.notes_with(store, "oe", "a") == frozenset(), "two letters only as a beginning"
    assert search.notes_with(store, "leerdoelx1", "a") == frozenset(), "what was typed is no pattern"
    assert search.notes_with(store, "doel_1", "a") == {"n2"}


@pytest.mark.parametrize(
    "words", ["", '"', "* OR", "NEAR(", "a:b", "-x", "('", "\x00", "#E2.1+", "100% _", "x" * 100_000, "woord " * 2_000]
)
def test_anything_can_be_typed_into_the_search_field(store: Store, words: str) -> None:
    store.commit([note("x")], "me", "g")
    search.search_notes(store, words)
    search.notes_with(store, words, "a")


def test_criteria_are_found_by_their_words_in_one_language_also_after_a_rebuild(store: Store) -> None:
    body = json.loads(resource_path("frameworks", "ked-starter-0.1.json").read_text("utf-8"))
    store.commit([Edit("", "framework", "digest", {"body": body})], "me", "setup-f")
    assert search.search_criteria(store, "coachges", "digest", "nl")[0] == "E2.1"
    assert search.search_criteria(store, "E2.1", "digest", "sv") == ("E2.1",)
    assert "E2.1" in search.search_criteria(store, "logbook", "digest", "en", limit=36)
    assert search.search_criteria(store, "coachgesprek", "other", "nl") == ()
    before = search.search_criteria(store, "doel", "digest", "nl")
    store.rebuild()
    assert search.search_criteria(store, "doel", "digest", "nl") == before
    assert search.search_criteria(store, "('*", "digest", "nl") == ()


def test_saves_seldom_wait_for_the_log_to_be_folded(store: Store) -> None:
    file, wal = store.path, store.path.with_name("auditor.db-wal")
    begin(store)
    before = file.stat().st_mtime_ns
    for number in range(150):
        store.commit([note(f"{number} leerlingen kiezen een strategie", f"n{number}")], "me", "g")
    assert wal.stat().st_size > 1000 * 4096, "SQLite itself would have folded it by now"
    assert file.stat().st_mtime_ns == before
    store.close()
    assert not wal.exists()


def test_the_start_page_counts_what_is_to_code(store: Store) -> None:
    def tied(to: str, **fields: object) -> Edit:
        return Edit("a", "link", f"{to}:E2.1", {"audit": "a", "note": to, "target": "E2.1", "direction": "+", **fields})

    begin(store)
    talk = Edit("a", "activity", "team", {"audit": "a", "kind": "team", "title": "Evening"})
    store.commit(
        [talk, note("loose"), note("tied", "n2"), tied("n2"), note("tied before", "n3"), tied("n3")], "me", "g"
    )
    store.commit([tied("n3", deleted=True), note("no evidence", "n4", is_excluded=True)], "me", "g")
    store.commit([note("in the bin", "n5", deleted=True), note("among ourselves", "n6", activity="team")], "me", "g")
    store.commit([note("of another", "m1", "b"), note("elsewhere", "n7", activity="gone")], "me", "g")
    facts = listing.facts(store)
    assert (facts["a"].notes, facts["a"].to_code, facts["a"].evidenced) == (6, 3, 1)
    assert (facts["b"].notes, facts["b"].to_code) == (1, 1)
