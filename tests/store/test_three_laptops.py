"""Three stores with one audit, and clocks a year apart: in whatever order changes travel, all end alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_app.core.change import Edit
from auditor_app.store import log, read, state
from auditor_app.store.store import Store

LAPTOPS = ("ada", "bo", "cas")
DAY = 86_400_000
CLOCKS = {"ada": 0, "bo": -365 * DAY, "cas": 5 * 3_600_000}
"""How far each clock is wrong."""


def bring(source: Store, target: Store) -> None:
    """Bring what one store has and the other has not, a device's changes in their order."""
    with target.transaction() as connection:
        known = {(change.device, change.number) for change in target.changes()}
        for change in source.changes():
            if (change.device, change.number) not in known:
                log.insert_change(connection, change)
                state.apply_change(connection, change)


WRITTEN = st.tuples(
    st.just("write"),
    st.sampled_from(LAPTOPS),
    st.sampled_from(["note n1", "note n2", "activity v1", "rating r1", "cell C2"]),
    st.integers(0, 5),
)
TAGGED = st.tuples(
    st.just("tag"), st.sampled_from(LAPTOPS), st.sampled_from(["E2.1", "O1.2"]), st.sampled_from([True, False])
)
BINNED = st.tuples(st.just("bin"), st.sampled_from(LAPTOPS), st.sampled_from(["n1", "n2"]), st.booleans())
TAKEN_BACK = st.tuples(st.just("back"), st.sampled_from(LAPTOPS), st.sampled_from(["undo", "redo"]), st.none())
BROUGHT = st.tuples(st.just("bring"), st.sampled_from(LAPTOPS), st.sampled_from(LAPTOPS), st.none())
STEPS = st.lists(st.one_of(WRITTEN, TAGGED, BINNED, TAKEN_BACK, BROUGHT), min_size=3, max_size=14)
FIELDS = {"note": "seen", "activity": "start", "rating": "level", "cell": "text"}


def do(store: Store, what: str, one: object, other: object, group: str) -> None:
    if what == "write":
        kind, entity = str(one).split()
        edit = Edit("a", kind, entity, {"audit": "a", FIELDS[kind]: f"{store.device} {other}"})
    elif what == "tag":
        edit = Edit("a", "link", f"n1:{one}", {"audit": "a", "note": "n1", "target": one, "deleted": other})
    else:
        edit = Edit("a", "note", str(one), {"audit": "a", "deleted": other})
    store.commit([edit], store.device, group)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.permutations([(one, other) for one in LAPTOPS for other in LAPTOPS if one != other]))
def test_all_laptops_end_alike_in_whatever_order_changes_travel(
    steps: list[tuple[str, str, object, object]], last_round: list[tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = {name: Store(Path(folder, name), bytes(32), name, clock_of(name)) for name in LAPTOPS}
        stores["ada"].commit([Edit("a", "audit", "a", {"created": "now"})], "ada", "setup-a")
        for name in ("bo", "cas"):
            bring(stores["ada"], stores[name])
        for number, (what, name, one, other) in enumerate(steps):
            if what == "bring":
                bring(stores[name], stores[str(one)])
            elif what == "back":
                stores[name].take_back("a", name, f"{name}-{number}", "undo" if one == "undo" else "redo")
            else:
                do(stores[name], what, one, other, f"{name}-{number}")
        for source, target in last_round * 2:
            bring(stores[source], stores[target])
        assert len({store.dump_state() for store in stores.values()}) == 1
        assert len({len(store.changes()) for store in stores.values()}) == 1
        for store in stores.values():
            store.check_log()
            before = store.dump_state()
            store.rebuild()
            assert store.dump_state() == before
            store.close()


def clock_of(name: str) -> Callable[[], int]:
    moments = iter(range(1_700_000_000_000 + CLOCKS[name], 1_700_000_100_000 + CLOCKS[name]))
    return lambda: next(moments)


def test_undo_after_changes_came_in_takes_back_ones_own_and_no_note_that_a_colleague_wrote_into(tmp_path: Path) -> None:
    ada, bo = (Store(tmp_path / name, bytes(32), name, clock_of(name)) for name in ("ada", "bo"))
    ada.commit([Edit("a", "audit", "a", {"created": "now"})], "ada", "setup-a")
    for entity in ("mine", "shared"):
        ada.commit([Edit("a", "note", entity, {"audit": "a", "seen": entity})], "ada", f"g-{entity}")
    bring(ada, bo)
    bo.commit([Edit("a", "note", "shared", {"interpretation": "van bo"})], "bo", "b1")
    bo.commit([Edit("a", "note", "of-bo", {"audit": "a", "seen": "alleen van bo"})], "bo", "b2")
    bring(bo, ada)
    ada.take_back("a", "ada", "u1", "undo")  # which made "shared"
    assert {item.id for item in read.entities(ada, "note", "deleted = 0")} == {"mine", "shared", "of-bo"}
    ada.take_back("a", "ada", "u2", "undo")
    left = {item.id: item.interpretation for item in read.entities(ada, "note", "deleted = 0")}
    assert left == {"shared": "van bo", "of-bo": ""}
    assert ada.take_back("a", "ada", "u3", "undo") == ()
    for store in (ada, bo):
        store.close()
