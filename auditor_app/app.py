"""The window's composition root: builds every part once, hands it over, and ends in good order."""

from __future__ import annotations

import auditor_app.ui  # noqa: F401 - before all others: see there

# isort: split
import argparse
import logging
import platform
import re
import shutil
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import (
    QByteArray,
    QMessageLogContext,
    QObject,
    QSettings,
    QtMsgType,
    QTranslator,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from auditor_app import __version__
from auditor_app.config import (
    Settings,
    default_data_dir,
    keep_place_of_audits,
    load_settings,
    place_of_audits,
    resource_path,
)
from auditor_app.core.errors import UserError
from auditor_app.i18n import LANGUAGES, _, failure_text, set_language, system_language
from auditor_app.services.workspace import Workspace
from auditor_app.ui.background import Background
from auditor_app.ui.events import Events
from auditor_app.ui.focus import walk_focus
from auditor_app.ui.main_window import PROGRAM, SMALLEST, USUAL, MainWindow, scheme_of
from auditor_app.ui.one_window import OneWindow, bring_forward
from auditor_app.ui.qt_words import speak
from auditor_app.ui.shortcuts import BY_NAME
from auditor_app.ui.theme import Appearance, apply_theme
from auditor_app.ui.widgets.messages import Message, attention

if TYPE_CHECKING:
    from auditor_app.services.audits.overview import Listed
    from auditor_app.ui.screens.start.welcome import Draft, WelcomeScreen

SAMPLE_FOLDER = "auditor-sample-"
SAMPLE_PASSPHRASE = "voorbeeld voorbeeld"  # noqa: S105 - of an invented audit; the window says it to whoever tries it
LITTLE_ROOM = 100 << 20
"""With less room than this on the disk the window says so before a day of photos."""
LOG = logging.getLogger("auditor")
_FRAME = re.compile(r'^\s*File "(?P<path>[^"]+)", line (?P<line>\d+), in (?P<name>.+)$')
_BETWEEN = ("Traceback (most", "The above exception was", "During handling of")
_ERROR = re.compile(r"^(?P<name>[A-Za-z_][\w.]*)(?::.*)?$")


@dataclass(frozen=True)
class Choices:
    """What was asked on the command line."""

    data_dir: Path
    is_sample: bool = False
    language: str = ""
    missing: Path | None = None
    """Where the audits should be, when the folder that was chosen for them is not there now."""


def choices_of(arguments: Sequence[str] | None = None) -> Choices:
    """Read the command line of the window."""
    parser = argparse.ArgumentParser(prog="auditor", description="On-site audits of schools, offline.")
    parser.add_argument("--data-dir", type=Path, default=None, help="folder with your audits")
    parser.add_argument("--sample", action="store_true", help="try the sample audit in a folder that is thrown away")
    parser.add_argument("--language", choices=LANGUAGES, default="", help="language of the window")
    given = parser.parse_args(arguments)
    folder = given.data_dir
    if given.sample and folder is None:
        folder = Path(tempfile.mkdtemp(prefix=SAMPLE_FOLDER))
    folder = folder or default_data_dir()
    place = place_of_audits(folder)
    if place == folder or Workspace.exists(place):
        return Choices(place, given.sample, given.language)
    return Choices(folder, given.sample, given.language, missing=place)


def without_audit_data(report: str) -> str:
    """Keep what a maker needs of tracebacks: kinds of errors and places in the code, never a message or a value."""
    kept: list[str] = []
    comes_after_frame = False
    for line in report.splitlines():
        frame = _FRAME.match(line)
        if frame:
            kept.append(f"  {_short_path(frame['path'])}:{frame['line']} {frame['name']}")
            comes_after_frame = True
        elif line.startswith(_BETWEEN):
            kept.append(line)
        # Only the first line at the margin names the error; the next ones are the rest of its message.
        elif not line.startswith(" ") and comes_after_frame:
            error = _ERROR.match(line)
            kept.append(error["name"] if error else "?")
            comes_after_frame = False
    return "\n".join(kept)


def _short_path(path: str) -> str:
    """Leave out where the program lies, for that may hold somebody's name."""
    path = path.replace("\\", "/")
    for root in ("/auditor_app/", "/site-packages/"):
        if root in path:
            return root.strip("/") + "/" + path.rpartition(root)[2]
    return path.rpartition("/")[2]


def bug_report(report: str) -> str:
    """Give the report of a bug with what it ran on."""
    return "\n".join(
        (
            f"Auditor {__version__} · Python {platform.python_version()} · Qt {PySide6.__version__}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "",
            without_audit_data(report),
        )
    )


class Gate(QMainWindow):
    """The window before the data folder is open: welcome or unlock."""

    closed = Signal()

    def __init__(self, screen: QWidget) -> None:
        super().__init__()
        self.setWindowTitle(PROGRAM)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setCentralWidget(screen)
        screen.setFocus()
        QShortcut(QKeySequence(BY_NAME["quit"].keys), self).activated.connect(self.close)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Let Tab stop at everything that can be used."""
        return walk_focus(self, is_forward=is_next)


class Program(QObject):
    """One run of the window: which data folder, which window is shown now."""

    def __init__(self, app: QApplication, choices: Choices) -> None:
        super().__init__(app)
        self._app, self.data_dir = app, choices.data_dir
        self._is_sample, self._missing = choices.is_sample, choices.missing
        settings = load_settings(self.data_dir)
        self._language = choices.language or settings.language or system_language()
        self._translators: list[QTranslator] = []
        self.background = Background(self)
        self.events = Events(self)
        self.memory = QSettings(str(self.data_dir / "window.ini"), QSettings.Format.IniFormat, self)
        self.appearance: Appearance = apply_theme(app, scheme_of(settings.theme))
        self.workspace: Workspace | None = None
        self.window: QMainWindow | None = None
        self._seen_bugs: set[str] = set()
        self._speak(self._language)
        self.background.bug.connect(self.show_bug)

    # --- beginning

    def start(self) -> None:
        """Show the first window: welcome, unlock, or the audits when the keyring knows the key."""
        if self._is_sample:
            self._open_sample()
        elif self._missing is not None:
            self.show_missing(self._missing)
        elif not Workspace.exists(self.data_dir):
            self.show_welcome()
        elif load_settings(self.data_dir).uses_keyring:
            folder = self.data_dir
            self.background.run(lambda: _opened_with_names(folder), self._on_keyring, self._on_no_keyring)
        else:
            self.show_unlock()

    def _open_sample(self) -> None:
        """Make a throw-away data folder with the sample in it; its passphrase is told, so that signing can be tried."""
        draft = Settings(
            language=self._language, name=_("Sample auditor"), initials="VB", organisation=_("Sample network")
        )
        if Workspace.exists(self.data_dir):
            raise SystemExit(f"{self.data_dir} holds audits; --sample needs an empty folder")
        workspace, _recovery_key = Workspace.create(self.data_dir, SAMPLE_PASSPHRASE, draft)
        workspace.publishing.own_key.make(draft.name, draft.organisation, SAMPLE_PASSPHRASE)
        self.open(workspace, "sample")

    def _on_keyring(self, opened: tuple[Workspace, Listed] | None) -> None:
        if opened is None:
            self.show_unlock()
        else:
            self.open(opened[0], names=opened[1])

    def _on_no_keyring(self, _error: Exception) -> None:
        self.show_unlock()

    def show_welcome(self, draft: Draft | None = None) -> WelcomeScreen:
        """Ask who is at the desk."""
        from auditor_app.ui.screens.start.welcome import Draft, WelcomeScreen  # noqa: PLC0415 - once in a data folder's life

        draft = draft or Draft(self._language, self.data_dir)
        screen = WelcomeScreen(self.appearance.look, self.background, draft)
        screen.finished.connect(self._on_welcomed)
        screen.language_chosen.connect(self._on_welcome_language)
        screen.found.connect(self._on_found)
        self._show(Gate(screen))
        return screen

    def _on_welcome_language(self, draft: Draft) -> None:
        self._speak(draft.language)
        self.show_welcome(draft).focus_language()

    def show_missing(self, folder: Path) -> None:
        """Say that the folder with the audits is not there now."""
        from auditor_app.ui.screens.start.missing import MissingScreen  # noqa: PLC0415 - hardly ever needed

        screen = MissingScreen(self.appearance.look, folder)
        screen.found.connect(self._on_found)
        screen.begun_anew.connect(self.show_welcome)
        self._show(Gate(screen))

    def _on_found(self, folder: Path) -> None:
        self._use(folder)
        self.show_unlock()

    def _use(self, folder: Path) -> None:
        """Work in a data folder from now on, at the next start too."""
        if folder != self.data_dir or self._missing is not None:
            keep_place_of_audits(self.data_dir, folder)
        self.data_dir, self._missing = folder, None

    def _on_welcomed(self, workspace: Workspace, begin: str) -> None:
        self.open(workspace, begin)

    def show_unlock(self) -> None:
        """Ask for the passphrase."""
        from auditor_app.ui.screens.start.unlock import UnlockScreen  # noqa: PLC0415 - not where the keyring opens

        screen = UnlockScreen(self.appearance.look, self.background, self.data_dir)
        screen.opened.connect(self.open)
        if self._is_sample:
            screen.field.edit.setPlaceholderText(SAMPLE_PASSPHRASE)
        self._show(Gate(screen))

    # --- working

    def open(self, workspace: Workspace, begin: str = "", names: Listed | None = None) -> MainWindow:
        """Show the audits of an opened data folder, and begin with an action if one is named."""
        self.workspace = workspace
        self._use(workspace.data_dir)
        self.appearance.choose(scheme_of(workspace.settings.theme))
        language = workspace.settings.language
        if language and language != self._language:
            self._speak(language)
        window = self._main_window(workspace, names)
        if self._is_sample:
            self._tell_passphrase(window)
        elif workspace.free_bytes() < LITTLE_ROOM:
            self._tell_room(window, workspace.free_bytes())
        if begin == "sample":
            window.start.toggle_sample()
        elif begin:
            window.do(begin)
        return window

    def _tell_passphrase(self, window: MainWindow) -> None:
        text = _("All of this is invented, and gone when you quit. Passphrase for signing and unlocking: {words}")
        said = Message(text.format(words=SAMPLE_PASSPHRASE), "info", "", (("close", _("Close")),))
        window.start.message.show_message(said)

    def _tell_room(self, window: MainWindow, free: int) -> None:
        text = _(
            "There are {n} MB left on the disk with your audits. Make room before the visit: a full disk stops saving."
        )
        said = attention(text.format(n=free >> 20))
        window.start.message.show_message(said)

    def _main_window(self, workspace: Workspace, names: Listed | None = None) -> MainWindow:
        window = MainWindow(workspace, self.appearance, self.background, self.events, self.memory, names=names)
        window.locked.connect(self.lock)
        window.language_chosen.connect(self.change_language)
        self._show(window)
        return window

    def lock(self) -> None:
        """Close the data folder and ask for the passphrase; the window has written everything."""
        workspace, self.workspace = self.workspace, None
        self.background.drain()
        if workspace is not None:
            workspace.close()
        self.show_unlock()

    def change_language(self, language: str) -> None:
        """Make the window anew in another language, at the same place."""
        if self.workspace is None or not isinstance(self.window, MainWindow):
            return
        audit, place = self.window.where
        self._speak(language)
        self.events.language_changed.emit()
        window = self._main_window(self.workspace)
        if audit:
            window.open_audit(audit, place)

    def _speak(self, language: str) -> None:
        """Use a language for the program's own texts and for Qt's."""
        self._language = language
        set_language(language)
        self._translators = speak(self._app, language, self, self._translators)

    def _show(self, window: QMainWindow) -> None:
        """Show another window where the one before it stood."""
        before, self.window = self.window, window
        geometry = before.saveGeometry() if before is not None else self.memory.value("geometry")
        if isinstance(geometry, QByteArray) and not geometry.isEmpty():
            window.restoreGeometry(geometry)
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    def come_forward(self) -> None:
        """Show the window above others, because the program was started once more."""
        if self.window is not None:
            bring_forward(self.window)

    # --- faults and the end

    def show_bug(self, report: str) -> None:
        """Show the one dialog for faults of the program; the same fault is told once."""
        text = bug_report(report)
        LOG.error("%s", text)
        if text in self._seen_bugs:
            return
        self._seen_bugs.add(text)
        from auditor_app.ui.frame.sheets import BugDialog  # noqa: PLC0415 - seldom needed

        dialog = BugDialog(self.appearance.look, text, self.window)
        dialog.exec()
        dialog.deleteLater()

    def end(self) -> None:
        """Let go of everything, in order; windows have written what was typed."""
        self.background.close()
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None
        self.memory.sync()
        if self._is_sample:
            self._throw_away()

    def _throw_away(self) -> None:
        """Remove the folder of the sample, unless somebody chose it."""
        if self.data_dir.name.startswith(SAMPLE_FOLDER):
            logging.shutdown()
            shutil.rmtree(self.data_dir, ignore_errors=True)


def _opened_with_names(folder: Path) -> tuple[Workspace, Listed] | None:
    """Open with the keyring and read what the start page shows first, so that the window is laid out once."""
    workspace = Workspace.open(folder)
    if workspace is None:
        return None
    try:
        return workspace, workspace.overview.names()
    except BaseException:
        workspace.close()
        raise


def log_to(folder: Path) -> None:
    """Keep a small log beside the data; it holds no audit data. Without room or right to write, none is kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "auditor.log", maxBytes=1 << 20, backupCount=3, encoding="utf-8")
    except OSError:
        return  # the window opens all the same, and says what is wrong with the folder
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)


def catch_faults(show: Callable[[str], None]) -> None:
    """Lead every fault nobody expected to one place: Python's, threads' and Qt's."""

    def on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show("".join(traceback.format_exception(kind, error, trace)))

    def on_thread(arguments: threading.ExceptHookArgs) -> None:
        LOG.error("%s", without_audit_data("".join(traceback.format_exception(arguments.exc_value))))

    def on_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        level = {
            QtMsgType.QtDebugMsg: logging.DEBUG,
            QtMsgType.QtInfoMsg: logging.INFO,
            QtMsgType.QtWarningMsg: logging.WARNING,
        }.get(kind, logging.ERROR)
        logging.getLogger("qt").log(level, "%s", message)

    sys.excepthook = on_fault
    threading.excepthook = on_thread
    qInstallMessageHandler(on_qt)


def call_first(app: QApplication, one: OneWindow, choices: Choices) -> int:
    """Bring the window forward that has these audits already; say so when it does not answer."""
    if one.call():
        return 0
    settings = load_settings(choices.data_dir)
    set_language(choices.language or settings.language or system_language())
    told = _("Look for its window. If there is none, wait a minute or start the computer anew, then try again.")
    tell(app, settings.theme, _("The program is open already"), told)
    return 1


def tell(app: QApplication, theme: str, title: str, text: str) -> None:
    """Say in a window of its own why the program does not open; who starts it with a click sees no terminal."""
    from auditor_app.ui.widgets.dialog import Dialog  # noqa: PLC0415 - hardly ever needed

    dialog = Dialog(apply_theme(app, scheme_of(theme)).look, title, text)
    dialog.add_safe(_("Close"))
    dialog.exec()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window."""
    choices = choices_of(arguments)
    app = QApplication(sys.argv[:1])
    app.setApplicationName(PROGRAM)
    app.setApplicationVersion(__version__)
    app.setWindowIcon(QIcon(str(resource_path("icons", "app.png"))))
    one = OneWindow(choices.data_dir, app)
    try:
        log_to(choices.data_dir / "logs")
        if not choices.is_sample and not one.claim():
            return call_first(app, one, choices)
        program = Program(app, choices)
    except (OSError, UserError) as error:
        set_language(choices.language or system_language())
        sys.stderr.write(f"{error}\n")
        told = _("{folder} cannot be used. See whether its disk is there and can be written to, then start again.")
        tell(app, "", _("The program cannot open"), failure_text(error, told.format(folder=choices.data_dir)))
        return 1
    catch_faults(program.show_bug)
    app.aboutToQuit.connect(program.end)
    one.called.connect(program.come_forward)
    program.start()
    return app.exec()
