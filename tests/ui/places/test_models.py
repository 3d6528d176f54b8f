from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from random import Random
from typing import cast

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor_app.config import resource_path
from auditor_app.core.change import Change
from auditor_app.core.evidence import count_evidence, own_time
from auditor_app.core.model import Activity, Audit, Direction, Finding, FrozenFramework
from auditor_app.core.snapshot import Snapshot
from auditor_app.core.snapshot_json import from_document, parse_document
from auditor_app.services.desk import Written
from auditor_app.ui.delegates.notes import MOST_LINES
from auditor_app.ui.delegates.notes import shown as shown_text
from auditor_app.ui.models.attention import concerns, next_needing
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.criteria_tree import CriteriaTree, criterion_row
from auditor_app.ui.models.earlier_notes import MOST as MOST_EARLIER
from auditor_app.ui.models.earlier_notes import earlier_notes
from auditor_app.ui.models.evidence_rows import evidence_model, evidence_rows, meter_sentence
from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.leaving import clock_words
from auditor_app.ui.models.note_choice import WORDS, NoteChoice
from auditor_app.ui.models.note_filters import filter_rows, filters_model
from auditor_app.ui.models.notebook import Notebook
from auditor_app.ui.models.person_hints import first_person
from auditor_app.ui.models.programme import (
    days_of,
    is_afterwards,
    minutes_left,
    moved,
    of_day,
    programme_model,
    rows_of,
)
from auditor_app.ui.models.questions import criteria_questions, matrix_questions, questions_model, quick_tags
from auditor_app.ui.models.rows import MOST, PAGE, RowsModel
from auditor_app.ui.models.stream import GroupRow, grouped, stream_model
from auditor_app.ui.models.tags import choices_for
from auditor_app.ui.screens.compare.detail import moment_of
from auditor_app.ui.screens.matrix.notes import note_rows
from auditor_app.ui.screens.report.rows import pick_rows, sources_of
from tests.ui.places.conftest import Visit


def test_every_model_keeps_qts_rules(visit: Visit, qtmodeltester: ModelTester) -> None:
    visit.plan()
    coaches = visit.activity("INT-C")
    visit.note("A talk each week #E2.1+ #C2", coaches.id)
    book, framework = book_of(visit.session).notes, visit.session.live.framework
    activities = of_day(visit.session.live.entities("activity").values(), coaches.day)
    tree = CriteriaTree(framework)
    tree.show([criterion_row(item, book, {"E2.1": "3"}) for item in framework.criteria])
    filled = (
        (programme_model(), rows_of(activities, book, visit.now())),
        (questions_model(), criteria_questions(framework, coaches, book)),
        (stream_model(framework), grouped(book.matching(frozenset()), book)),
        (filters_model(), filter_rows(book, framework, {})),
        (evidence_model(framework), evidence_rows(book, "E2.1", Direction.SUPPORTS)),
    )
    check = cast("Callable[[QAbstractItemModel], None]", qtmodeltester.check)
    check(tree)
    for model, rows in filled:
        assert rows
        model.show(rows)  # type: ignore[arg-type]  # each model with its own rows
        check(model)
        model.show(rows[1:])  # type: ignore[arg-type]  # each model with its own rows
        check(model)


def words(*rows: str) -> tuple[str, ...]:
    return rows


@pytest.mark.parametrize(
    ("before", "after"),
    [("abc", "abc"), ("abc", "ac"), ("ac", "abc"), ("abc", "cba"), ("", "abc"), ("abc", ""), ("abcd", "axyd")],
)
def test_a_list_shows_exactly_the_new_rows(qtbot: QtBot, before: str, after: str) -> None:
    del qtbot
    model = RowsModel[str](str, str)
    model.show(tuple(before))
    model.show(tuple(after))
    assert [model.index(place).data() for place in range(model.rowCount())] == list(after)


def test_a_long_list_is_laid_out_page_by_page_and_finds_what_is_far(qtbot: QtBot) -> None:
    del qtbot
    model = RowsModel[int](str, str)
    model.show(range(100_000))
    assert model.rowCount() == PAGE
    assert model.canFetchMore(QModelIndex())
    assert model.index_of("700").data() == "700"


def test_rows_far_away_are_laid_out_with_their_company_alone(qtbot: QtBot) -> None:
    del qtbot
    built: list[str] = []

    def build(key: str) -> str:
        built.append(key)
        return key

    model = RowsModel[str](str, str)
    model.may_slide = True
    model.show(OnDemand([str(number) for number in range(100_000)], build))
    assert model.index_of("70000").data() == "70000"
    assert model.rowCount() == PAGE
    assert model.index(0).data() == str(70_000 - PAGE // 2)
    model.lay_out_before()
    assert (model.rowCount(), model.index(0).data()) == (2 * PAGE, str(70_000 - PAGE // 2 - PAGE))
    for _page in range(15):
        model.fetchMore(QModelIndex())
    model.let_go_before()
    assert model.rowCount() == MOST
    assert model.index_of("99999").data() == "99999"
    assert model.index_of("0").row() == 0
    assert len(built) < MOST


def test_rows_that_stay_are_shown_as_they_are_now_though_a_view_asks_for_them_on_the_way(qtbot: QtBot) -> None:
    del qtbot
    model = RowsModel[str](lambda row: row.partition(" ")[0], str)
    changed: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda *_args: [model.index(place).data() for place in range(model.rowCount())])
    model.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))
    model.show(OnDemand(["a", "b", "c", "d"], lambda key: f"{key} as it was"))
    model.index(0).data()
    model.show(OnDemand(["a", "d"], lambda key: f"{key} found"))
    assert [model.index(place).data() for place in range(model.rowCount())] == ["a found", "d found"]
    assert changed == [(0, 0), (1, 1)]


def test_what_is_laid_out_far_down_stays_where_it_is(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    del qtbot
    model = RowsModel[str](str, str)
    model.may_slide = True
    keys = [str(number) for number in range(5_000)]
    model.show(OnDemand(keys, str))
    model.index_of("3000")
    first = model.index(0).data()
    model.show(OnDemand(["new", *keys], str))
    assert (model.index(0).data(), model.place(model.index(0))) == (first, int(str(first)) + 1)
    model.show(OnDemand([key for key in keys if key != first], str))
    assert model.index(0).data() == str(int(str(first)) + 1)
    model.show(OnDemand(keys[:7], str))
    assert [model.index(place).data() for place in range(model.rowCount())] == keys[:7]
    cast("Callable[[QAbstractItemModel], None]", qtmodeltester.check)(model)


def test_facets_are_counted_as_notes_change(visit: Visit) -> None:
    book = book_of(visit.session).notes
    note = visit.note("Loose remark")
    assert (book.counts["kept"], book.counts["uncoded"], book.counts["mine"]) == (1, 1, 1)
    visit.write(lambda: visit.session.evidence.link(note, "E2.1", "-"))
    assert book.counts["uncoded"] == 0
    assert book.counts["standard:E2"] == 1
    assert book.evidence_of("E2.1").contradicts == 1
    visit.write(lambda: visit.session.evidence.bin_note(note))
    assert (book.counts["kept"], book.counts["binned"]) == (0, 1)
    assert book.evidence_of("E2.1").notes == 0


def said_by(book: Notebook) -> tuple[object, ...]:
    """Give all that a notebook says; entries are built anew."""
    book.entries.forget_all()
    codes = [item.code for item in book.live.framework.criteria]
    activities = sorted({*book.live.entities("activity"), ""})
    return (
        list(book.to_tie((), activities[:1])),
        [list(book.matching(frozenset({facet}))) for facet in sorted(+book.counts)],
        +book.counts,
        [book.evidence_of(code) for code in codes],
        [list(book.about(code)) for code in [*codes, "matrix:C2"]],
        [list(book.speaking(code, way)) for code in codes for way in Direction],
        [(book.count_of(key), list(book.of_activity(key))) for key in activities],
        [[book.count_about(code, key) for code in codes] for key in activities],
        [row if isinstance(row, GroupRow) else row.entry for row in grouped(book.matching(frozenset()), book)],
    )


def assert_says_what_a_fresh_one_says(book: Notebook) -> None:
    assert said_by(book) == said_by(Notebook(book.live))
    live = book.live
    notes, links = live.alive("note"), live.alive("link")
    activities = live.alive("activity")
    counted = Snapshot(live.audit, FrozenFramework(), activities=activities, notes=notes, links=links)
    evidence = count_evidence(notes, links, own_time(activities))
    assert book.counted() == (evidence, counted.note_count, counted.to_code)
    for key in [*live.entities("activity"), ""]:
        snapshots = [entry for entry in book.of_activity(key) if entry.note.is_snapshot]
        assert list(book.snapshots_of(key)) == snapshots


@pytest.mark.parametrize("seed", range(3))
def test_after_anything_a_notebook_says_what_a_fresh_one_says(visit: Visit, seed: int) -> None:
    visit.plan()
    chance, session = Random(seed), visit.session  # noqa: S311 - a seed that repeats is wanted
    book, evidence, audits = book_of(session).notes, session.evidence, session.audits
    activities = list(session.live.entities("activity"))
    audit, codes = session.audit_id, ["E1.1", "E1.2", "matrix:C2"]
    for number in range(6):
        visit.note(f"Note {number} #E1.1+ #C2", chance.choice([*activities[:3], ""]))
    notes, me = list(session.live.entities("note")), session.live.me
    other = visit.write(lambda: audits.add_member(audit, name="Ruben", initials="RV"))
    steps: tuple[Callable[[str], Written], ...] = (
        lambda note: evidence.edit_note(note, seen=f"Seen {chance.random()}"),
        lambda note: evidence.edit_note(note, moment=f"2026-11-12T{chance.randint(8, 16):02d}:00:00+01:00"),
        lambda note: evidence.edit_note(note, is_excluded=chance.random() < 0.5, exclusion_reason="Told twice"),
        lambda note: evidence.edit_note(note, activity=chance.choice([*activities[:3], ""])),
        lambda note: evidence.edit_note(note, source=chance.choice(["OBS", "INT-P", ""])),
        lambda note: evidence.edit_note(note, is_snapshot=chance.random() < 0.5),
        lambda note: evidence.link(note, chance.choice(codes), chance.choice("+-o")),
        lambda note: evidence.unlink(note, chance.choice(codes)),
        evidence.bin_note,
        evidence.restore_note,
        lambda _note: audits.undo(audit),
        lambda _note: audits.edit_activity(chance.choice(activities[:3]), day="2026-11-13"),
        lambda _note: audits.edit_activity(chance.choice(activities[:3]), start=chance.choice(["08:30", "15:30"])),
        lambda _note: audits.edit_member(other, initials=chance.choice(["RV", "RR"])),
        lambda _note: audits.edit(audit, summary=str(chance.random())),
    )
    for _round in range(40):
        step, note = chance.choice(steps), chance.choice(notes)
        # Some are refused, such as tying a note twice.
        session.write(partial(step, note))
        if chance.random() < 0.1:
            session.be(chance.choice([other, me]))
        visit.settle()
        assert_says_what_a_fresh_one_says(book)


def test_a_note_that_came_after_its_link_is_tied_to_it(visit: Visit) -> None:
    audit, live = visit.session.audit_id, visit.session.live
    book = Notebook(live)
    changes = [
        change_of("link", "n1:E1.1", {"audit": audit, "note": "n1", "target": "E1.1", "direction": "+"}, 1),
        change_of("link", "odd", {"audit": audit, "note": "n1", "target": "E1.2", "direction": "-"}, 2),
        change_of("note", "n1", {"audit": audit, "seen": "Late", "activity": "a1", "moment": "2026-11-12T09:00"}, 3),
        change_of("activity", "a1", {"audit": audit, "day": "2026-11-12", "start": "09:00", "title": "Later"}, 4),
    ]
    for change in changes:
        book.take(live.apply([replace(change, audit=audit)]))
        assert_says_what_a_fresh_one_says(book)
    assert [link.target for link in book.entries["n1"].links] == ["E1.1", "E1.2"]
    assert [row.title for row in grouped(book.matching(frozenset()), book) if isinstance(row, GroupRow)] == ["Later"]


def test_notes_to_choose_from_are_built_when_they_come_in_sight(visit: Visit) -> None:
    audit, live = visit.session.audit_id, visit.session.live
    many = [
        change_of("note", f"n{number:03d}", {"audit": audit, "seen": "Seen", "moment": "2026-11-12T09:00"}, number)
        for number in range(300)
    ]
    live.apply([replace(change, audit=audit) for change in many])
    book = Notebook(live)
    rows = note_rows(book, "C2", ["n007"], [("een", ["n007", "n008", "n299"])])
    assert list(rows.keys) == ["n007", "n299", "n008"]
    assert len(note_rows(book, "C2", ["n007"])) == 300
    assert not book.entries._kept


def change_of(kind: str, entity: str, fields: dict[str, object], number: int) -> Change:
    return Change(f"{number:016d}", "other", number, "", "", "do", "", "", kind, entity, fields, "")


def test_the_notebook_says_what_a_fresh_one_says(visit: Visit) -> None:
    visit.plan()
    book = book_of(visit.session).notes
    first = visit.note("One #E1.1+", visit.activity("OBS").id)
    visit.note("Two", visit.activity("INT-P").id)
    visit.write(lambda: visit.session.evidence.edit_note(first, seen="One, better", is_excluded=True))
    assert_says_what_a_fresh_one_says(book)


def test_the_stream_falls_into_runs_of_one_activity_each(visit: Visit) -> None:
    visit.plan()
    coaches, pupils = visit.activity("INT-C"), visit.activity("INT-P")
    for activity, times in ((coaches.id, 5), (pupils.id, 8), ("", 1)):
        for number in range(times):
            visit.note(f"Note {number}", activity)
    book = book_of(visit.session).notes
    keys = book.matching(frozenset()).keys
    assert sorted(len(run) for _place, run in book.runs(keys)) == [1, 5, 8]
    for length in range(len(keys) + 1):
        runs = list(book.runs(keys[:length]))
        assert [key for _place, run in runs for key in run] == list(keys[:length])
        assert [place for place, _run in runs] == list(dict.fromkeys(map(book.group_of, keys[:length])))


def test_what_was_listed_stays_as_it_is_while_notes_come(visit: Visit) -> None:
    visit.plan()
    coaches = visit.activity("INT-C").id
    visit.note("A talk each week #E2.1+", coaches)
    book = book_of(visit.session).notes
    listed = (
        book.matching(frozenset()), book.to_tie((), ()), book.of_activity(coaches), book.about("E2.1"),
        book.speaking("E2.1", Direction.SUPPORTS),
    )  # fmt: skip
    before = [list(entries.keys) for entries in listed]
    for number in range(3):
        visit.note(f"Another {number} #E2.1+", coaches)
    assert [list(entries.keys) for entries in listed] == before


def test_a_snapshot_stays_what_it_was_though_its_notes_are_listed_later(visit: Visit) -> None:
    visit.plan()
    coaches = visit.activity("INT-C")
    visit.note("A talk each week #E2.1+", coaches.id)
    live = visit.session.live
    before, told = live.snapshot, live.snapshot.but(audit=replace(live.audit, summary="Told"))
    second = visit.note("Another #E2.1+ #E2.2-", coaches.id)
    visit.write(partial(visit.session.evidence.edit_note, second, seen="Another, better"))
    assert [note.seen for note in before.notes] == ["A talk each week"]
    assert (told.audit.summary, told.notes, told.links) == ("Told", before.notes, before.links)
    assert (before.note_count, before.to_code, before.evidence["E2.1"].notes) == (1, 0, 1)
    now = live.snapshot
    assert {note.seen for note in now.notes} == {"A talk each week", "Another, better"}
    assert now.evidence == count_evidence(now.notes, now.links)
    assert live.snapshot is now


def test_evidence_is_listed_anew_once_a_note_changes(visit: Visit) -> None:
    visit.plan()
    coaches = visit.activity("INT-C")
    note = visit.note("A talk each week #E2.1+", coaches.id)
    book, evidence = book_of(visit.session).notes, visit.session.evidence

    def said(source: str = "") -> list[list[str]]:
        return [list(book.speaking("E2.1", way, source).keys) for way in Direction]

    assert note in said()[0]
    assert said("nowhere") == [[], [], []]
    visit.write(partial(evidence.link, note, "E2.1", "-"))
    assert [note in way for way in said()] == [False, True, False]
    visit.write(partial(evidence.bin_note, note))
    assert not any(note in way for way in said())


def test_what_a_finding_may_rest_on_is_its_evidence_and_what_it_rests_on_already(visit: Visit) -> None:
    visit.plan()
    book, evidence = book_of(visit.session).notes, visit.session.evidence
    lesson, talk = visit.activity("OBS").id, visit.activity("INT-P").id
    later = visit.note("Told later #E1.1-", talk)
    first = visit.note("Seen first #E1.1+ #E1.2+", lesson)
    other = visit.note("Of another criterion #E2.1+", lesson)
    kept_out, binned = visit.note("Kept out #E1.1+", lesson), visit.note("Thrown away #E1.1+", lesson)
    visit.write(lambda: evidence.edit_note(kept_out, is_excluded=True, exclusion_reason="Told twice"))
    visit.write(lambda: evidence.bin_note(binned))
    assert list(book.offered(("E1.1", "E1.2")).keys) == [first, later]
    assert set(book.offered(("E1.1",), (other, kept_out, binned, "gone")).keys) == {first, later, other, kept_out}
    snapshot = visit.session.snapshot
    assert "notes" not in vars(snapshot)
    finding = Finding(criteria=("E1.1",), notes=(other,))
    rows = pick_rows(book, finding)
    assert {row.note.id: row.is_chosen for row in rows} == {first: False, later: False, other: True}
    assert sources_of(book, finding) == [("OBS", 1)]
    side = moment_of(snapshot, "E1.1", "Now", book)
    assert [(row.entry.note.id, str(row.direction)) for row in side.notes] == [(first, "+"), (later, "-")]
    assert "notes" not in vars(snapshot), "nobody walked through all notes"


def test_evidence_is_laid_out_a_few_rows_at_first(visit: Visit) -> None:
    visit.plan()
    coaches = visit.activity("INT-C")
    for number in range(12):
        visit.note(f"Talk {number} #E2.1+", coaches.id)
    book, model = book_of(visit.session).notes, evidence_model(visit.session.live.framework)
    model.show(evidence_rows(book, "E2.1", Direction.SUPPORTS))
    assert model.rowCount() < len(model.rows)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == len(model.rows)


def test_loose_notes_stand_under_a_head_of_their_own(visit: Visit) -> None:
    visit.plan()
    visit.note("Inside", visit.activity("OBS").id, moment="2026-11-12T09:05:00+01:00")
    visit.note("Outside", moment="2026-11-12T09:06:00+01:00")
    book = book_of(visit.session).notes
    rows = grouped(book.matching(frozenset()), book)
    assert [row.title for row in rows if isinstance(row, GroupRow)][1] == "Outside the programme"


def day(*rows: tuple[str, str, str]) -> list[Activity]:
    return [Activity(id=key, day="2026-11-12", start=start, end=end) for key, start, end in rows]


def test_moving_an_activity_swaps_the_slots_and_nothing_else() -> None:
    plan = day(("a", "09:00", "09:30"), ("b", "09:30", "10:15"), ("c", "10:15", "11:00"))
    changed = {item.id: item.start for item in moved(plan, "c", 0)}
    assert changed == {"c": "09:00", "a": "09:30", "b": "10:15"}
    assert moved(plan, "b", 1) == []
    assert moved(plan, "unknown", 1) == []


def test_the_clock_of_an_activity() -> None:
    now = datetime.fromisoformat("2026-11-12T13:47:20+01:00")
    item = Activity(day="2026-11-12", start="13:30", end="14:10")
    assert minutes_left(item, now) == 23
    said = [clock_words(minutes) for minutes in (23, 1, -60, -544, 125)]
    assert said == ["23 minutes left", "1 minute left", "60 minutes over", "9 h 4 min over", "2 h 5 min left"]
    assert not is_afterwards(item, now)
    assert is_afterwards(item, now.replace(hour=15))
    assert is_afterwards(item, now.replace(day=13))
    assert minutes_left(Activity(day="2026-11-12", start="x", end="99:99"), now) is None


def test_days_without_dates_are_those_of_the_activities() -> None:
    assert days_of(Audit(starts="x", ends=""), [Activity(day="2026-01-02")]) == ("2026-01-02",)
    assert days_of(Audit(starts="2026-11-12", ends="2026-11-13"), ()) == ("2026-11-12", "2026-11-13")


def test_an_exact_code_offers_its_directions_and_a_bare_c2_both_meanings(visit: Visit) -> None:
    framework = visit.session.live.framework
    assert [choice.written for choice in choices_for("e2.1", framework)] == ["#E2.1+", "#E2.1-", "#E2.1"]
    targets = [choice.target for choice in choices_for("C2", framework)]
    assert targets[0] == "matrix:C2"
    assert "C2.1" in targets
    assert choices_for("coach", framework)[0].target == "E2.1"
    assert choices_for("zzz", framework) == ()


def test_quick_tags_begin_with_the_marked_question(visit: Visit) -> None:
    visit.plan()
    coaches = visit.activity("INT-C")
    book, framework = book_of(visit.session).notes, visit.session.live.framework
    questions = criteria_questions(framework, coaches, book)
    assert questions[0].is_core
    offered = quick_tags("O2.2", book, coaches.id, questions)
    assert [choice.written for choice in offered[:2]] == ["#O2.2+", "#O2.2-"]
    assert len(offered) == 5
    assert len(matrix_questions(framework, "C", book, coaches.id)) == 4


def test_attention_goes_to_what_is_thin_single_or_contradicted(visit: Visit) -> None:
    visit.note("Yes #E2.1+", source="OBS")
    visit.note("No #E2.1-", source="INT-P")
    visit.note("Yes #E1.1+", source="OBS")
    book, framework = book_of(visit.session).notes, visit.session.live.framework
    found = {item.code: item.kind for item in concerns(framework, book, {}, framework.by_code)}
    assert (found["E2.1"], found["E1.1"], found["O1.1"]) == ("contradicted", "single", "thin")
    levels = dict.fromkeys(framework.by_code, "3")
    del levels["O3.4"]
    assert next_needing(book, levels, "E1.1", tuple(framework.by_code)) == "O3.4"
    assert {item.code for item in concerns(framework, book, {}, ("E1.1",))} == {"E1.1"}
    assert next_needing(book, {}, "E1.1", ("E1.1", "C2.1")) == "C2.1"


def test_the_meter_says_what_is_missing(visit: Visit) -> None:
    visit.note("Yes #E2.1+", source="OBS")
    book, criterion = book_of(visit.session).notes, visit.session.live.framework.by_code["E2.1"]
    assert meter_sentence(criterion, book.evidence_of("E2.1"), "3").startswith("For level 3 still: 2 more notes")


@pytest.mark.parametrize(
    "text", ["Mevrouw Jansen zegt", "mail jan.p@school.nl even", "bel 06-12345678", "herr Svensson", "Meneer de Vries"]
)
def test_what_looks_like_a_person_is_noticed(text: str) -> None:
    found = first_person(text)
    assert found is not None
    assert found.text in text


@pytest.mark.parametrize(
    "text", ["de mevrouw achter de balie", "91 % van 604", "13:30–14:10", "leraar wiskunde, jaar 2"]
)
def test_roles_and_figures_are_no_persons(text: str) -> None:
    assert first_person(text) is None


def test_the_notebook_knows_what_is_beside_each_note(visit: Visit) -> None:
    book, attachments = book_of(visit.session).notes, visit.session.evidence.attachments
    audit = visit.session.audit_id
    one, other = visit.note("One"), visit.note("Other")
    file = visit.write(lambda: attachments.add_file(audit, b"%PDF-1.7", note_id=one, name="plan.pdf"))
    assert [item.id for item in book.entries[one].beside] == [file]
    assert book.counts["beside"] == 1
    visit.write(lambda: attachments.edit(file, note=other))
    assert book.entries[one].beside == ()
    assert [item.id for item in book.entries[other].beside] == [file]
    visit.write(lambda: attachments.bin(file))
    assert (book.entries[other].beside, book.counts["beside"]) == ((), 0)
    assert [item.id for item in book.beside(other, is_binned=True)] == [file]
    visit.write(lambda: attachments.erase(file))
    assert book.beside(other, is_binned=True) == ()
    visit.write(lambda: attachments.add_file(audit, b"%PDF-1.7", note_id=one))
    visit.write(lambda: visit.session.evidence.bin_note(one))
    assert_says_what_a_fresh_one_says(book)


def test_an_earlier_audits_notes_stand_beside_their_criterion() -> None:
    snapshot = from_document(parse_document(resource_path("sample", "de-linde-2025.json").read_bytes()))
    found = earlier_notes(snapshot)
    assert found
    linked = {link.target for link in snapshot.links}
    assert set(found) <= linked
    assert all(len(texts) <= MOST_EARLIER + 1 for texts in found.values())
    first = next(iter(found.values()))[0]
    assert first.startswith(("supports", "contradicts", "context"))


def test_a_row_shows_letter_for_letter_what_is_written_and_lets_nothing_turn_it_round() -> None:
    text = "keuze\u202enezuek\u202c \u2066a\u2069\t\x00 مرحبا"
    assert shown_text(text, 600) == "keuze\u200bnezuek\u200b \u200ba\u200b \u2400 مرحبا"
    assert len(shown_text(text, 600)) == len(text)
    assert shown_text("i" * 100_000, 600) == "i" * MOST_LINES * 200 + "…", "nobody takes a part for the whole"
    assert shown_text("i" * MOST_LINES * 200, 600)[-1] == "i"


def test_of_each_group_one_facet_is_chosen_and_everything_can_be_taken_back(visit: Visit) -> None:
    note = visit.note("A talk each week #E2.1+")
    book, framework = book_of(visit.session).notes, visit.session.live.framework
    chosen = NoteChoice.of("link:E2.1").toggled("uncoded")
    assert chosen.facets == {"link:E2.1", "uncoded"}
    assert chosen.toggled("mine").facets == {"link:E2.1", "mine"}, "to code and mine are one group"
    assert chosen.toggled("uncoded") == chosen.without("what") == NoteChoice.of("link:E2.1")
    assert NoteChoice.of("kept") == NoteChoice() == chosen.toggled("kept")
    looked = NoteChoice.of("link:E2.1").with_words("talk", frozenset({note}))
    assert looked.chips(book, framework) == {"criterion": "E2.1", WORDS: "“talk”"}
    assert looked.toggled("kept").found == frozenset({note}), "the words stay"
    assert looked.without(WORDS) == NoteChoice.of("link:E2.1")
    assert looked.holds(book, note)
    assert not looked.with_words("gone", frozenset()).holds(book, note)
    visit.write(lambda: visit.session.evidence.bin_note(note))
    assert (NoteChoice().holds(book, note), NoteChoice().lists(book, note)) == (True, False)
    assert NoteChoice.of("binned").lists(book, note)
