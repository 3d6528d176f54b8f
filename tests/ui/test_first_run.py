from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from auditor_app.app import Choices, Gate, Program, bug_report, choices_of, log_to, without_audit_data
from auditor_app.cli.opening import data_dir
from auditor_app.config import Settings, keep_place_of_audits
from auditor_app.core.errors import UserError
from auditor_app.core.model import AuditKind, School
from auditor_app.core.team import initials_of
from auditor_app.services.audits.overview import Overview
from auditor_app.services.workspace import LATER, Workspace
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.screens.parts.passphrase import strength
from auditor_app.ui.screens.start.missing import MissingScreen
from auditor_app.ui.screens.start.unlock import UnlockScreen
from auditor_app.ui.screens.start.welcome import WelcomeScreen
from auditor_app.ui.widgets.buttons import Button
from tests.ui.dress import undress

PASSPHRASE = "paard batterij nietje juist"


@contextmanager
def running(qapp: QApplication, choices: Choices) -> Iterator[Program]:
    made = Program(qapp, choices)
    bugs: list[str] = []
    made.background.bug.disconnect(made.show_bug)
    made.background.bug.connect(bugs.append)
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.end()
    undress(qapp, made.appearance)
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert bugs == []


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    with running(qapp, Choices(tmp_path / "data", language="en")) as made:
        yield made


def settle(program: Program) -> None:
    for _turn in range(3):
        assert program.background.drain()
        QApplication.processEvents()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def screen_of(program: Program) -> QWidget:
    assert isinstance(program.window, Gate)
    found = program.window.centralWidget()
    assert found is not None
    return found


def go_through_welcome(program: Program) -> None:
    program.start()
    settle(program)
    go_on_from_welcome(program)


def go_on_from_welcome(program: Program) -> None:
    screen = screen_of(program)
    assert isinstance(screen, WelcomeScreen)
    QTest.keyClicks(focused(), "Jo de Vries")
    press(Qt.Key.Key_Return)
    assert screen.secret is not None
    assert isinstance(focused(), QLineEdit)
    QTest.keyClicks(focused(), PASSPHRASE)
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), PASSPHRASE)
    press(Qt.Key.Key_Return)
    settle(program)
    assert screen.recovery is not None
    assert not screen.recovery.next.isEnabled()
    press(Qt.Key.Key_Space)
    assert screen.recovery.kept.isChecked()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    settle(program)


def test_from_the_first_start_to_an_open_audit_by_keyboard(program: Program) -> None:
    go_through_welcome(program)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    settle(program)
    assert isinstance(program.window, MainWindow)
    QTest.keyClicks(focused(), "Voorbeeldschool West")
    press(Qt.Key.Key_Return)
    settle(program)
    press(Qt.Key.Key_Return)
    settle(program)
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(program)
    assert program.window.page is not None
    team = program.window.page.session.snapshot.members
    assert [(member.name, member.initials) for member in team] == [("Jo de Vries", "JV")]
    assert program.workspace is not None
    identity = program.workspace.publishing.own_key.identity()
    assert identity is not None
    assert identity.common_name == "Jo de Vries"


def test_locking_asks_the_passphrase_again_and_says_a_wrong_one_plainly(program: Program) -> None:
    go_through_welcome(program)
    screen = screen_of(program)
    assert isinstance(screen, WelcomeScreen)
    recovery_key = screen.recovery.recovery_key if screen.recovery else ""
    screen._on_begin("")
    settle(program)
    assert program.window is not None
    QTest.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle(program)
    unlock = screen_of(program)
    assert isinstance(unlock, UnlockScreen)
    assert program.workspace is None
    QTest.keyClicks(focused(), "not the passphrase")
    press(Qt.Key.Key_Return)
    settle(program)
    assert screen_of(program) is unlock
    assert "not the passphrase" in unlock.field._sentence.text()
    QTest.keyClicks(focused(), PASSPHRASE)
    press(Qt.Key.Key_Return)
    settle(program)
    assert isinstance(program.window, MainWindow)
    program.window.lock()
    settle(program)
    recover(program, recovery_key)


def test_a_damaged_file_is_answered_with_the_newest_copy(program: Program) -> None:
    workspace, _recovery_key = Workspace.create(program.data_dir, PASSPHRASE, Settings(language="en", name="Jo"))
    workspace.store.back_up("daily")
    workspace.close()
    file = program.data_dir / "auditor.db"
    file.write_bytes(b"no database at all" * 300)
    program.start()
    settle(program)
    unlock = screen_of(program)
    assert isinstance(unlock, UnlockScreen)
    QTest.keyClicks(focused(), PASSPHRASE)
    press(Qt.Key.Key_Return)
    settle(program)
    button = next(item for item in unlock.problem.findChildren(Button) if item.isVisible())
    assert button.text().startswith("Put the &copy of ")
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle(program)
    assert list(program.data_dir.glob("auditor-damaged-*.db"))
    assert focused() is unlock.field.edit
    press(Qt.Key.Key_Return)
    settle(program)
    assert isinstance(program.window, MainWindow)


def test_a_wrong_passphrase_offers_no_copy(program: Program) -> None:
    workspace, _recovery_key = Workspace.create(program.data_dir, PASSPHRASE, Settings(language="en", name="Jo"))
    workspace.store.back_up("daily")
    workspace.close()
    program.start()
    settle(program)
    unlock = screen_of(program)
    assert isinstance(unlock, UnlockScreen)
    QTest.keyClicks(focused(), "not the passphrase")
    press(Qt.Key.Key_Return)
    settle(program)
    assert unlock.problem.isHidden()


def test_little_room_on_the_disk_is_said_before_a_visit(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, _recovery_key = Workspace.create(program.data_dir, PASSPHRASE, Settings(language="en", name="Jo"))
    monkeypatch.setattr("auditor_app.app.LITTLE_ROOM", workspace.free_bytes() + (1 << 40))
    window = program.open(workspace)
    settle(program)
    assert window.start.message.isVisible()
    assert "MB left on the disk" in window.start.message.accessibleName()


def test_quitting_works_before_the_audits_are_open(program: Program) -> None:
    program.start()
    settle(program)
    assert program.window is not None
    assert program.window.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not program.window.isVisible()


def test_enter_at_the_ticked_box_goes_on_from_the_recovery_key(program: Program) -> None:
    program.start()
    settle(program)
    screen = screen_of(program)
    assert isinstance(screen, WelcomeScreen)
    QTest.keyClicks(focused(), "Jo de Vries")
    press(Qt.Key.Key_Return)
    assert screen.secret is not None
    for field in (screen.secret.passphrase.first, screen.secret.passphrase.second):
        field.edit.setText(PASSPHRASE)
    screen.secret.make.click()
    settle(program)
    assert screen.recovery is not None
    press(Qt.Key.Key_Return)
    assert screen.begin is None
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert screen.begin is not None


def test_no_log_where_nothing_can_be_written_and_the_window_opens_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", "utf-8")
    before = logging.getLogger().handlers[:]
    log_to(tmp_path / "logs")
    assert logging.getLogger().handlers == before


def recover(program: Program, recovery_key: str) -> None:
    unlock = screen_of(program)
    assert isinstance(unlock, UnlockScreen)
    unlock.lost.click()
    QTest.keyClicks(focused(), recovery_key.replace("-", " ").lower())
    press(Qt.Key.Key_Return)
    settle(program)
    assert not unlock.renewal.isHidden()
    for field in (unlock.renewal.first, unlock.renewal.second):
        field.edit.setText("een heel ander zinnetje")
    unlock.try_it()
    settle(program)
    assert isinstance(program.window, MainWindow)
    assert program.workspace is not None
    opened = Workspace.open(program.data_dir, "een heel ander zinnetje")
    assert opened is not None
    opened.close()


def test_another_language_at_the_first_start_keeps_what_was_filled_in(program: Program) -> None:
    program.start()
    settle(program)
    screen = screen_of(program)
    assert isinstance(screen, WelcomeScreen)
    screen.who.name.edit.setText("Åsa Exempel")
    screen.who.languages.show_choice("sv")
    screen.who.languages.chosen.emit("sv")
    settle(program)
    again = screen_of(program)
    assert isinstance(again, WelcomeScreen)
    assert again is not screen
    assert again.who.name.text() == "Åsa Exempel"
    assert focused() is again.who.languages.segment("sv")
    press(Qt.Key.Key_Tab)
    assert focused() is again.who.name.edit


def test_an_arrow_changes_the_language_of_the_first_start(program: Program) -> None:
    program.start()
    settle(program)
    press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Left)
    settle(program)
    dutch = screen_of(program)
    assert isinstance(dutch, WelcomeScreen)
    assert dutch.who.languages.value == "nl"
    assert focused() is dutch.who.languages.segment("nl")
    press(Qt.Key.Key_Right)
    settle(program)
    english = screen_of(program)
    assert isinstance(english, WelcomeScreen)
    assert english.who.languages.value == "en"


def test_making_the_folder_says_so_and_takes_no_keys_meanwhile(program: Program) -> None:
    program.start()
    settle(program)
    screen = screen_of(program)
    assert isinstance(screen, WelcomeScreen)
    QTest.keyClicks(focused(), "Jo de Vries")
    press(Qt.Key.Key_Return)
    secret = screen.secret
    assert secret is not None
    for field in (secret.passphrase.first, secret.passphrase.second):
        QTest.keyClicks(field.edit, PASSPHRASE)
    program.data_dir.mkdir(exist_ok=True)
    (program.data_dir / "vault.json").write_text("not ours")
    QTest.keyClick(secret.passphrase.second.edit, Qt.Key.Key_Return)
    assert secret.make.text() == "Making a data folder …"
    assert not secret.passphrase.isEnabled()
    settle(program)
    assert secret.problem.isVisible(), "the folder is taken"
    assert secret.make.text() == "&Make my data folder"
    assert focused() is secret.passphrase.second.edit


def test_a_folder_chosen_for_the_audits_is_opened_at_the_next_start(program: Program, tmp_path: Path) -> None:
    place = tmp_path / "stick" / "audits"
    workspace, _recovery_key = Workspace.create(place, PASSPHRASE, Settings(language="en"))
    program.open(workspace)
    settle(program)
    assert choices_of(["--data-dir", str(tmp_path / "data")]).data_dir == place
    assert data_dir(Namespace(data_dir=str(tmp_path / "data"))) == place, "in the terminal too"


def test_a_folder_of_audits_that_is_away_is_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    usual, place = tmp_path / "usual", tmp_path / "stick"
    keep_place_of_audits(usual, place)
    choices = choices_of(["--data-dir", str(usual), "--language", "en"])
    assert (choices.data_dir, choices.missing) == (usual, place)
    with running(qapp, choices) as program:
        program.start()
        screen = screen_of(program)
        assert isinstance(screen, MissingScreen), "and not a first start, as if all were lost"
        screen.again.click()
        assert screen.problem.isVisible()
        Workspace.create(place, PASSPHRASE, Settings(language="en"))[0].close()
        screen.again.click()
        assert isinstance(screen_of(program), UnlockScreen)
        assert program.data_dir == place
    assert choices_of(["--data-dir", str(usual)]).data_dir == place


def test_whoever_begins_anew_without_the_folder_is_no_longer_asked_for_it(qapp: QApplication, tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    keep_place_of_audits(usual, tmp_path / "lost")
    with running(qapp, choices_of(["--data-dir", str(usual), "--language", "en"])) as program:
        program.start()
        screen = screen_of(program)
        assert isinstance(screen, MissingScreen)
        screen.anew.click()
        settle(program)
        go_on_from_welcome(program)
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Space)
        settle(program)
    assert choices_of(["--data-dir", str(usual)]) == Choices(usual)


def test_a_folder_that_holds_audits_already_is_opened(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "from the old laptop"
    Workspace.create(place / "Auditor", PASSPHRASE, Settings(language="en"))[0].close()
    program.start()
    settle(program)
    screen = screen_of(program)
    assert isinstance(screen, WelcomeScreen)
    QTest.keyClicks(focused(), "Jo de Vries")
    press(Qt.Key.Key_Return)
    assert screen.secret is not None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(place))
    screen.secret.change.click()
    assert isinstance(screen_of(program), UnlockScreen)
    assert choices_of(["--data-dir", str(tmp_path / "data")]).data_dir == place / "Auditor"


def test_a_name_is_needed_before_the_next_step(program: Program) -> None:
    program.start()
    settle(program)
    screen = screen_of(program)
    assert isinstance(screen, WelcomeScreen)
    press(Qt.Key.Key_Return)
    assert screen.secret is None
    assert screen.who.name.edit.accessibleDescription()


@pytest.mark.parametrize(
    ("passphrase", "word"),
    [("", "eight"), ("short", "short"), ("aaaaaaaaaaaa", "Weak"), ("Amsterdam2026", "Fair"), (PASSPHRASE, "Strong")],
    ids=str,
)
def test_the_strength_of_a_passphrase_is_said(passphrase: str, word: str) -> None:
    assert word in strength(passphrase)


def test_initials_are_proposed_from_a_name() -> None:
    assert initials_of("Jo de Vries-Bakker") == "JVB"
    assert initials_of("jo de vries") == "JDV"
    assert initials_of("") == ""


REPORT = """Traceback (most recent call last):
  File "/home/jan.de.vries/auditor_app/ui/screens/notes/screen.py", line 12, in show
    self.list.show("Leerling X huilt")
    ~~~~~~~~~^^^^^^^^
  File "C:\\Users\\Jan\\auditor_app\\core\\codec.py", line 3, in decode
    raise KeyError(text)
KeyError: 'Leerling X huilt'
second line of a message: met meneer Jansen
Jansen

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/lib/python3.11/concurrent/futures/thread.py", line 58, in run
auditor_app.core.errors.UserError: store.damaged (reason=Leerling X huilt)
"""


def test_the_report_of_a_bug_holds_places_and_kinds_but_no_audit_data() -> None:
    text = bug_report(REPORT)
    assert "auditor_app/ui/screens/notes/screen.py:12 show" in text
    assert "auditor_app/core/codec.py:3 decode" in text
    assert "KeyError" in text
    assert "UserError" in text
    for secret in ("Leerling", "huilt", "Jansen", "jan.de.vries", "C:"):
        assert secret not in text
    assert without_audit_data("") == ""


def test_the_sample_gets_a_folder_of_its_own() -> None:
    first, second = choices_of(["--sample"]), choices_of(["--sample"])
    assert first.is_sample
    assert first.data_dir != second.data_dir
    assert choices_of(["--data-dir", "x", "--language", "sv"]) == Choices(Path("x"), language="sv")


class Drawer(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A folder with one audit, which the system's keyring opens."""
    before = keyring.get_keyring()
    keyring.set_keyring(Drawer())
    folder = tmp_path / "data"
    workspace, _recovery = Workspace.create(folder, PASSPHRASE, Settings(language="en", uses_keyring=True))
    workspace.vault.keep_in_keyring()
    framework = workspace.frameworks.available()[0].digest
    workspace.audits.create(AuditKind.FORMATIVE, School("De Linde"), "2026-11-12", "2026-11-13", "nl", framework)
    workspace.close()
    yield folder
    keyring.set_keyring(before)


def test_the_first_thing_the_keyring_shows_is_the_list(
    qapp: QApplication, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    show = MainWindow.show

    def shown(window: MainWindow) -> None:
        seen.append([row.title for row in window.start.list.rows.rows])
        show(window)

    monkeypatch.setattr(MainWindow, "show", shown)
    with running(qapp, Choices(kept)) as program:
        program.start()
        settle(program)
        assert seen == [["De Linde", "Formative audit"]], "the window never shows an empty list first"
        assert isinstance(program.window, MainWindow)
        (summary,) = program.window.start.summaries
        assert summary.facts is not None, "and then it counts"
        assert summary.criteria > 0
        assert program.workspace is not None
        made = vars(program.workspace).keys() & set(LATER)
        assert made <= {"retention"}, "the start page does without the use cases of an open audit"


def test_a_store_that_cannot_be_read_is_let_go(kept: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    closed: list[bool] = []
    close = Workspace.close

    def broken(_overview: Overview) -> None:
        raise UserError("store.damaged", reason="malformed")

    def watched(workspace: Workspace) -> None:
        closed.append(True)
        close(workspace)

    monkeypatch.setattr(Overview, "names", broken)
    monkeypatch.setattr(Workspace, "close", watched)
    with running(qapp, Choices(kept)) as program:
        program.start()
        settle(program)
        assert closed == [True]
        assert isinstance(program.window, Gate)
