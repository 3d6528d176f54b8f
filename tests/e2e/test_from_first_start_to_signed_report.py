"""One story, told with keys alone: the first start, an audit of a school, its signed report, and next year's audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication

from auditor_app.cli.main import main as auditor
from auditor_app.core.model import Finding, Note, Relation
from tests.e2e.beginning import PASSPHRASE, SCHOOL, audit_of, first_start, new_audit
from tests.e2e.keyboard import Desk, focused, in_dialogs, is_at, press, tab_to, until, write

LINE = "Zes leerlingen kiezen zelf waaraan ze werken"
MEANING = "Kiezen lijkt hier gewoon."
WRONG = "Dit was de verkeerde groep"
SUMMARY = "Leerlingen kiezen hier zelf hun werk, en de coach vraagt door."
NEXT_YEAR = date.today().year + 1  # noqa: DTZ011 - the program takes the day of the desk too


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, tmp_path / "data", language="nl")
    yield made
    made.quit()


@pytest.mark.timeout(180)
def test_from_the_first_start_to_a_signed_report_and_next_year(desk: Desk, tmp_path: Path) -> None:
    first_start(desk)
    new_audit(desk)
    plan_the_day(desk)
    capture(desk)
    undo_after_a_restart(desk)
    work_out_a_note(desk)
    rate_all(desk)
    write_the_report(desk)
    declare_interests(desk)
    report = sign(desk, tmp_path)
    is_read_only(desk)
    next_year(desk, report)
    compare(desk)


def plan_the_day(desk: Desk) -> None:
    desk.press("Ctrl+2")
    tab_to("Lay out the model plan")
    desk.press("Space")
    assert len(audit_of(desk).activities) > 10


def capture(desk: Desk) -> None:
    """Four lines in the capture; the first is tied to a criterion with what is offered after the #."""
    assert is_at("New line")
    write(f"{LINE} #e2.")
    press("Return", "Return")
    desk.press("Return")
    desk.press("Ctrl+Return")
    for line in ("De coach vraagt door #E2.1+", "Een groepje wacht op uitleg #E2.1-"):
        write(line)
        press("Space")
        desk.press("Return")
    assert notes_of(desk) == {LINE, "De coach vraagt door", "Een groepje wacht op uitleg"}
    assert {(link.target, str(link.direction)) for link in audit_of(desk).links} == {("E2.1", "+"), ("E2.1", "-")}


def notes_of(desk: Desk) -> set[str]:
    return {note.seen for note in audit_of(desk).notes}


def undo_after_a_restart(desk: Desk) -> None:
    """What was written before the program ended can be taken back after it began again, and done again."""
    desk.press("Ctrl+N")
    before = notes_of(desk)
    write(WRONG)
    desk.press("Return")
    assert notes_of(desk) == before | {WRONG}
    desk.quit()
    desk.start()
    assert is_at("Passphrase")
    write(PASSPHRASE)
    desk.press("Return")
    desk.press("Return")
    assert notes_of(desk) == before | {WRONG}
    desk.press("Ctrl+Z")
    assert notes_of(desk) == before
    desk.press("Ctrl+Shift+Z")
    assert notes_of(desk) == before | {WRONG}
    desk.press("Ctrl+Z")


def work_out_a_note(desk: Desk) -> None:
    """From the list into the note, and to what it may mean."""
    desk.press("Ctrl+3")
    press("Home")
    desk.press("Return")
    assert is_at("Seen or heard")
    tab_to("Interpretation")
    write(MEANING)
    desk.press("Escape")
    found: Note = next(note for note in audit_of(desk).notes if note.interpretation)
    assert found.interpretation == MEANING


def rate_all(desk: Desk) -> None:
    """Rate every criterion: a key for the level and Ctrl+Enter for the next; what is not assessed has a reason."""
    desk.press("Ctrl+4")
    for number in range(36):
        if number == 3:
            desk.press("0")
            assert is_at("Why not assessed")
            write("Niet gezien in deze dagen.")
        else:
            press(str(number % 4 + 1))
        press("Ctrl+Return")
    desk.settle()
    ratings = audit_of(desk).ratings
    assert len(ratings) == 36
    assert {rating.level for rating in ratings} == {"1", "2", "3", "4", "NB"}
    assert [rating.reason for rating in ratings if rating.reason] == ["Niet gezien in deze dagen."]


def write_the_report(desk: Desk) -> None:
    """A strength and a development point with criterion and evidence, then the summary."""
    desk.press("Ctrl+7")
    tab_to("First one")
    desk.press("Space")
    assert is_at("Title")
    write("Kiezen mag vaker")
    for name, text in (
        ("Seen", "Een groepje wacht op uitleg."),
        ("Meaning", "Wie wacht, leert niet."),
        ("Question", "Hoe houdt u ook deze leerlingen aan het werk?"),
    ):
        tab_to(name)
        write(text)
    tab_to("Add a criterion")
    write("#E2.1")
    desk.press("Return")
    tab_to("Notes to choose from")
    desk.press("Space")
    desk.press("Down", "Space")
    found: Finding = audit_of(desk).findings[0]
    assert found.criteria == ("E2.1",)
    assert len(found.notes) == 2
    assert found.question.startswith("Hoe")
    tab_to(("Strengths", "Development points  1"))
    tab_to("Texts", "Right")
    desk.press("Space")
    tab_to("Summary")
    write(SUMMARY)
    desk.press("Escape")
    assert audit_of(desk).audit.summary == SUMMARY


def declare_interests(desk: Desk) -> None:
    """What stops signing is followed with Enter to where it is mended."""
    tab_to("What still holds signing back")
    desk.press("Home", "Return")
    assert is_at("Sections")
    desk.press("Down")
    tab_to("Relation of the organisation with the school")
    desk.press("Down")
    assert audit_of(desk).members[0].relation == Relation.NONE


def sign(desk: Desk, folder: Path) -> Path:
    """Folder and passphrase; the answers about the file stand in the same dialog."""
    desk.press("Ctrl+7")
    tab_to("Sign")
    press("Space")
    until(lambda: is_at("Passphrase of the signing key"), "the dialog")
    tab_to("Folder for the signed report", "Shift+Tab")
    press("Ctrl+A")
    write(str(folder))
    tab_to("Passphrase of the signing key")
    write(PASSPHRASE)
    desk.press("Return")
    until(lambda: list(folder.glob("*.pdf")), "the signed report")
    desk.settle()
    assert is_at("Close")
    desk.press("Return")
    (report,) = folder.glob("*.pdf")
    assert auditor(["verify", str(report)]) == 0
    return report


def is_read_only(desk: Desk) -> None:
    """Nothing that a key does changes a signed audit any more."""
    before = audit_of(desk)
    desk.press("Ctrl+4", "3", "Ctrl+N")
    write("Nog een regel")
    desk.press("Return", "Ctrl+Z")
    assert replace(audit_of(desk), taken=before.taken) == before


def next_year(desk: Desk, report: Path) -> None:
    """A new audit of the same school, beside which the signed report is read in."""
    desk.press("Ctrl+Shift+A", "Ctrl+Shift+N")
    desk.write(SCHOOL)
    desk.press("Return")
    for day in ("First day", "Last day"):
        tab_to(day)
        write(f"12Nov{NEXT_YEAR}")
    desk.press("Ctrl+Return")
    assert audit_of(desk).audit.starts == f"{NEXT_YEAR}-11-12"

    def choose() -> None:
        write(str(report))
        press("Return")

    def take() -> None:
        desk.settle()
        tab_to("Read in")
        desk.press("Return")

    in_dialogs("Ctrl+O", choose, take)
    desk.settle()


def compare(desk: Desk) -> None:
    """Rate the first criterion otherwise than last year: both levels stand side by side."""
    desk.press("Ctrl+4", "3", "Ctrl+8")
    tab_to("Levels then and now")
    press("Home")
    levels = focused()
    assert isinstance(levels, QAbstractItemView)
    said = str(levels.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("E1.1 ")
    assert "then Not yet visible, now Secured" in said
