"""The two model days of a visit (DOMAIN 10.2), told with keys alone: two hundred notes, twenty photos, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QAbstractItemView, QApplication

from auditor_app.core.model import Activity, ActivityKind, Note, Sensitivity
from auditor_app.ui.models.listed import Listed
from auditor_app.ui.models.rows import ROW_ROLE
from tests.e2e.beginning import audit_of, first_start, new_audit
from tests.e2e.keyboard import Desk, focused, is_at, press, tab_to, until, write

SEEN = (
    "Pupils choose their own work",
    "The coach asks about the goals of the week",
    "Two groups wait for an explanation",
    "The logbook lies open",
    "Learning goals stand on the board",
    "A pupil tells what feedback he got",
    "They check results together",
)
NOTES, PHOTOS, ON_PAPER, UNTAGGED = 200, 20, 4, 6
UNTIED = 9
DECISIONS = ("Tomorrow: ask year 4 about coaching", "Tomorrow: choose ten logbooks")
WHY = "Parents could not come"


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, tmp_path / "data", language="nl")
    yield made
    made.quit()


@pytest.mark.timeout(300)
def test_two_model_days_with_two_hundred_notes_and_twenty_photos(desk: Desk, tmp_path: Path) -> None:
    first_start(desk)
    new_audit(desk)
    lay_out(desk)
    change_the_programme(desk)
    first_day(desk)
    team_session(desk)
    second_day(desk)
    from_paper(desk)
    code_what_is_left(desk)
    photos(desk, tmp_path)
    check_for_errors(desk)
    desk.quit()
    desk.start()
    everything_is_there(desk)


def activities(desk: Desk) -> list[Activity]:
    return sorted(audit_of(desk).activities, key=lambda item: (item.day, item.start, item.id))


def called(desk: Desk, title: str) -> Activity:
    return next(item for item in activities(desk) if item.title == title)


def notes(desk: Desk) -> tuple[Note, ...]:
    return audit_of(desk).notes


def go_to(desk: Desk, title: str) -> None:
    """Walk the programme to an activity."""
    tab_to("Programme")
    rows = focused()
    assert isinstance(rows, QAbstractItemView)
    press("Home")
    for _step in range(rows.model().rowCount()):
        if rows.currentIndex().data() == title:
            break
        press("Down")
    desk.settle()
    assert rows.currentIndex().data() == title


def lay_out(desk: Desk) -> None:
    desk.press("Ctrl+2")
    tab_to("Lay out the model plan")
    desk.press("Space")
    assert len({item.day for item in activities(desk)}) == 2
    assert len(activities(desk)) == 23


def change_the_programme(desk: Desk) -> None:
    """One is skipped with its reason, one is looked at every five minutes, one is moved and moved back."""
    go_to(desk, "Conversation with parents")
    desk.press("F2")
    tab_to("Skipped")
    press("Space")
    tab_to("Reason")
    write(WHY)
    tab_to("Save")
    desk.press("Space")
    parents = called(desk, "Conversation with parents")
    assert (parents.is_skipped, parents.skip_reason) == (True, WHY)
    go_to(desk, "Base group start")
    desk.press("F2")
    tab_to("Subject")
    write("Base group")
    tab_to("Year group")
    write("2")
    tab_to("Present")
    write("24")
    tab_to("Timed observation")
    press("Down", "Down")
    tab_to("Save")
    desk.press("Space")
    group = called(desk, "Base group start")
    assert (group.interval, group.present, group.year_group) == (5, 24, "2")
    go_to(desk, "Pupil-led tour")
    desk.press("Ctrl+Shift+Down")
    assert called(desk, "Pupil-led tour").start == "10:15"
    desk.press("Ctrl+Shift+Up")
    assert called(desk, "Pupil-led tour").start == "09:30"


def lines(desk: Desk, count: int, texts: Iterator[str]) -> None:
    """Write so many lines in the activity in hand, each tied with a quick tag; every tenth waits to be coded."""
    for number, text in enumerate(islice(texts, count)):
        if number % 3 == 0:
            press("Alt+Down")
        write(text)
        if number % 10 != UNTIED:
            press(f"Alt+{number % 2 + 1}")
        press("Return")
    desk.settle()


def snapshots(desk: Desk) -> None:
    """Two looks at the base group: how many are at work, and what they do."""
    for at_work in ("18", "21"):
        desk.press("Alt+O")
        assert is_at("Pupils at work")
        write(at_work)
        tab_to("New line")
        write("Nearly all read")
        desk.press("Return")
    taken = [note for note in notes(desk) if note.is_snapshot]
    assert [note.seen[:31] for note in sorted(taken, key=lambda note: note.seen)] == [
        "Snapshot 1: 18 of 24 at work. N",
        "Snapshot 2: 21 of 24 at work. N",
    ]


def first_day(desk: Desk) -> None:
    """From activity to activity with Ctrl+Enter; what was skipped is passed over."""
    texts = cycle(SEEN)
    go_to(desk, "Team briefing")
    desk.press("Ctrl+N")
    assert is_at("New line")
    day = activities(desk)[0].day
    today = [item for item in activities(desk) if item.day == day and not item.is_skipped]
    for item in today[1:]:
        desk.press("Ctrl+Return")
        assert is_at("New line")
        if item.title == "Base group start":
            snapshots(desk)
        if item.source:
            lines(desk, 14, texts)
        if item.title == "Team session":
            break
    written = {note.activity for note in notes(desk)}
    assert written == {item.id for item in today if item.source}
    assert called(desk, "Conversation with parents").id not in written


def plan_one(desk: Desk, rows: QAbstractItemView) -> list[Activity]:
    """Plan the first criterion that fits what is left; late in the day that is only tomorrow, which suits not all."""
    for _place in range(rows.model().rowCount()):
        row: Listed = rows.currentIndex().data(ROW_ROLE)
        desk.press("P")
        planned = [item for item in activities(desk) if row.tag and row.tag in item.criteria]
        if planned:
            return planned
        desk.press("Down")
    return []


def team_session(desk: Desk) -> None:
    """What is still to be settled stands beside the decisions; a criterion is put on tomorrow's list."""
    for text in DECISIONS:
        write(text)
        desk.press("Return")
    decided = [note for note in notes(desk) if note.seen in DECISIONS]
    assert all(note.sensitivity is Sensitivity.TEAM for note in decided)
    desk.press("F8")
    rows = focused()
    assert isinstance(rows, QAbstractItemView)
    (planned,) = plan_one(desk, rows)
    assert planned.kind is ActivityKind.VISIT
    desk.press("Escape")


def second_day(desk: Desk) -> None:
    """Ctrl+Enter goes on into the next day."""
    texts = cycle(SEEN[::-1])
    desk.press("Ctrl+N", "Ctrl+Return", "Ctrl+Return")
    tomorrow = [item for item in activities(desk) if item.day != activities(desk)[0].day and item.source]
    assert [item.source for item in tomorrow] == ["OBS", "INT-T", "INT-L"]
    left = NOTES - ON_PAPER - len(notes(desk))
    for place, item in enumerate(tomorrow):
        lines(desk, left // 3 + (left % 3 if place == 0 else 0), texts)
        assert any(note.activity == item.id for note in notes(desk))
        desk.press("Ctrl+Return")


def from_paper(desk: Desk) -> None:
    """The laptop was empty for a while: four lines of the capture sheet, found through the palette."""
    desk.press("Ctrl+K")
    desk.write("from paper")
    desk.press("Return")
    assert is_at("Time")
    for minute in range(ON_PAPER):
        write(f"14:3{minute}")
        tab_to("Seen or heard")
        write("Copied from paper")
        tab_to("Codes")
        write("E2.1+")
        desk.press("Return")
    desk.press("Escape")
    typed = [note for note in notes(desk) if note.seen == "Copied from paper"]
    assert len(typed) == ON_PAPER
    assert all(note.is_afterwards for note in typed)
    assert {note.moment[11:16] for note in typed} == {"14:30", "14:31", "14:32", "14:33"}
    assert len(notes(desk)) == NOTES


def code_what_is_left(desk: Desk) -> None:
    """From note to note with Ctrl+Enter; likely criteria are proposed, a key ties the first."""
    desk.press("Ctrl+3")
    waiting = len(uncoded(desk))
    assert waiting > UNTAGGED
    for _note in range(UNTAGGED):
        desk.press("Ctrl+Return", "Alt+1")
    assert len(uncoded(desk)) < waiting


def uncoded(desk: Desk) -> set[str]:
    snapshot = audit_of(desk)
    tied = {link.note for link in snapshot.links}
    return {note.id for note in snapshot.notes if note.id not in tied and note.seen not in DECISIONS}


def photos(desk: Desk, folder: Path) -> None:
    """The school allows photos; twenty of spaces are pasted beside a note and looked at one by one."""
    desk.press("Ctrl+1")
    tab_to("Sections")
    press("Home")
    sections = focused()
    assert isinstance(sections, QAbstractItemView)
    while sections.currentIndex().data() != "Photos":
        press("Down")
    desk.settle()
    tab_to("Who of the school allowed photos")
    write("School leader, of spaces only")
    tab_to("Record the permission")
    desk.press("Space")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(photo_of(number, folder))) for number in range(PHOTOS)])
    desk.press("Ctrl+3", "Home")
    QApplication.clipboard().setMimeData(files)
    press("Ctrl+V")
    for number in range(PHOTOS):
        until(lambda: len(audit_of(desk).attachments) == number, f"photo {number}")  # noqa: B023 - waited for here
        desk.settle()
        tab_to("Caption")
        write(f"Space {number}")
        tab_to("Nobody can be recognised")
        press("Space", "Ctrl+Return")
    desk.settle()
    kept = audit_of(desk).attachments
    assert {item.caption for item in kept} == {f"Space {number}" for number in range(PHOTOS)}
    assert all(item.is_free_of_people for item in kept)


def photo_of(number: int, folder: Path) -> Path:
    path = folder / f"space-{number}.jpg"
    Image.new("RGB", (640, 480), (number * 10, 120, 90)).save(path)
    return path


def check_for_errors(desk: Desk) -> None:
    """What does not fit together is listed, and Enter leads to the field that mends it."""
    desk.press("F7")
    until(lambda: isinstance(focused(), QAbstractItemView), "the list of flaws")
    rows = focused()
    assert isinstance(rows, QAbstractItemView)
    said = [str(rows.model().index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(rows.model().rowCount())]
    place = next(row for row, text in enumerate(said) if "told and took part freely" in text)
    while rows.currentIndex().row() < place:
        desk.press("Down")
    desk.press("Return")
    until(lambda: is_at("Information given"), "the form at what was not recorded")
    desk.press("Space")
    tab_to("Voluntary")
    desk.press("Space", "Return")
    until(lambda: any(item.is_informed and item.is_voluntary for item in audit_of(desk).activities), "the consent")
    assert QApplication.activeModalWidget() is None


def everything_is_there(desk: Desk) -> None:
    """After a restart all of it stands on the disk, and lessons count once however much was written in them."""
    write("paard batterij nietje juist")
    desk.press("Return", "Return")
    snapshot = audit_of(desk)
    assert len(snapshot.notes) == NOTES
    assert len(snapshot.attachments) == PHOTOS
    for criterion in snapshot.framework.criteria:
        count = snapshot.evidence_of(criterion.code)
        assert count.independent <= count.notes
    most = max((snapshot.evidence_of(item.code) for item in snapshot.framework.criteria), key=lambda item: item.notes)
    assert most.independent < most.notes
