"""A process with a window to be measured, bare or the program's own: says `ready`, then what was asked."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from time import perf_counter, thread_time
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer
from PySide6.QtWidgets import QApplication, QListView, QMainWindow, QStackedWidget, QTextEdit, QWidget

if TYPE_CHECKING:
    from auditor_app.app import Program
    from auditor_app.core.model import Box
    from auditor_app.services.pictures.pixels import FinishedPhoto
    from auditor_app.ui.frame.audit_page import AuditPage
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.sources import LoadedPhoto

KEYS_PER_SECOND, KEYS_BEFORE_PAUSE, PAUSE_KEYS = 8, 24, 5
"""A person types a few words and looks up for a moment: then what was typed is saved."""
SECONDS_PER_PHOTO = 10
PHOTO = (4000, 3000)
"""What a telephone takes."""
ROWS, SWITCHES = 100_000, 36
OTHERS = ("day", "matrix", "team", "report", "compare")
"""The places besides those that have a measure of their own."""
SETTLE = 500
"""Milliseconds after which nothing of what was done before is still under way."""
TEXT = "de leerling vertelt wat zij deze week wil leren en kiest een strategie "


class FirstPaint(QObject):
    """Calls `then` once a widget has been painted while `is_there` holds."""

    def __init__(self, widget: QWidget, is_there: Callable[[], bool], then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._is_there, self._then, self._is_done = is_there, then, False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for the paint event."""
        if event.type() is QEvent.Type.Paint and not self._is_done and self._is_there():
            self._is_done = True
            QTimer.singleShot(0, self._then)
        return super().eventFilter(watched, event)


class Typist(QObject):
    """Types into an editor at a person's speed, while a heartbeat of a millisecond measures every stall.

    Tells all stalls and, of each, how long the window's own thread worked (milliseconds): for the rest of it the thread
    waited, for another thread of ours or for a core.
    """

    def __init__(self, editor: QWidget | None, seconds: float, then: Callable[[dict[str, list[float]]], None]) -> None:
        super().__init__()
        self._editor, self._until, self._then = editor, perf_counter() + seconds, then
        self._last, self._worked, self._typed = perf_counter(), thread_time(), 0
        self._stalls: list[float] = [0.0]
        self._work: list[float] = [0.0]
        self._beat = self._timer(1, self._on_beat)
        self._keys = self._timer(1000 // KEYS_PER_SECOND, self._on_key)

    def _timer(self, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=interval, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        timer.start()
        return timer

    def _on_beat(self) -> None:
        now, worked = perf_counter(), thread_time()
        self._stalls.append((now - self._last) * 1000)
        self._work.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked
        if now > self._until:
            self._beat.stop()
            self._keys.stop()
            self._then({"stalls": self._stalls, "work": self._work})

    def _on_key(self) -> None:
        from PySide6.QtTest import QTest  # noqa: PLC0415 - loaded before the measuring by _type

        self._typed += 1
        if self._editor is not None and self._typed % (KEYS_BEFORE_PAUSE + PAUSE_KEYS) < KEYS_BEFORE_PAUSE:
            QTest.keyClicks(self._editor, TEXT[self._typed % len(TEXT)])


def memory() -> dict[str, float]:
    """Give what this process alone holds, and what is mapped in, in MB (Linux; elsewhere only the peak)."""
    try:
        with open("/proc/self/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123 - not a file of ours
            sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in file if line.endswith("kB\n")}
    except OSError:
        import resource  # noqa: PLC0415 - does not exist on Windows

        return {"own": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    return {"own": sizes["Private_Clean"] + sizes["Private_Dirty"], "mapped": sizes["Rss"]}


def say(word: str) -> None:
    """Say a line to the process that measures."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Photographer(QObject):
    """Adds a photo to a note now and then, by the window's own way: prepared, looked at, blurred and kept behind it."""

    def __init__(self, session: AuditSession, note: str, parent: QObject) -> None:
        from auditor_app.services.visit.attachments import Attachments  # noqa: PLC0415 - the bare window has no photos
        from auditor_app.ui.sources import Source, load  # noqa: PLC0415 - the bare window has no photos

        super().__init__(parent)
        self._session, self._note = session, note
        self._attachments = attachments = Attachments(session.desk)
        self._load = partial(load, session.photos, Source("photo.jpg", a_photo()))
        session.write(lambda: attachments.permit_photos(session.audit_id, "schoolleiding"))
        self._timer = QTimer(self, interval=2 * SETTLE)
        self._timer.timeout.connect(self._take)
        self._timer.start()

    def stop(self) -> None:
        """Take no more photos: the window closes."""
        self._timer.stop()

    def _take(self) -> None:
        self._timer.setInterval(1000 * SECONDS_PER_PHOTO)
        self._session.read(self._load, self._look_at, apart=self._session.photos)

    def _look_at(self, loaded: LoadedPhoto) -> None:
        work = partial(self._session.photos.find_faces, loaded.held)
        self._session.read(work, partial(self._finish, loaded), apart=self._session.photos)

    def _finish(self, loaded: LoadedPhoto, faces: tuple[Box, ...] | None) -> None:
        work = partial(self._session.photos.finish, loaded.held, faces or ())
        self._session.make(work, self._keep, self._on_not_made)

    def _on_not_made(self, error: Exception) -> None:
        raise error

    def _keep(self, photo: FinishedPhoto) -> None:
        audit, note, attachments = self._session.audit_id, self._note, self._attachments
        self._session.write(lambda: attachments.add_photo(audit, note, photo, is_free_of_people=True))


def a_photo() -> bytes:
    """Give a JPEG as large as a telephone's, with something in it to encode."""
    from PIL import Image  # noqa: PLC0415 - the bare window has no photos

    content = BytesIO()
    noise = Image.effect_noise((PHOTO[0] // 8, PHOTO[1] // 8), 60).resize(PHOTO)
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(content, "JPEG", quality=88)
    return content.getvalue()


def timed(work: Callable[[], object]) -> float:
    """Time a work in milliseconds until what it changed has been laid out and painted."""
    started = perf_counter()
    work()
    QApplication.processEvents()
    return (perf_counter() - started) * 1000


def bare_walk(window: QMainWindow) -> dict[str, list[float]]:
    """Do with a bare list of as many rows what the program does with notes and criteria."""
    stack, view = QStackedWidget(), QListView()
    view.setUniformItemSizes(True)
    stack.addWidget(QWidget())
    window.setCentralWidget(stack)
    QApplication.processEvents()

    def open_list() -> None:
        view.setModel(QStringListModel([f"{number} {TEXT}" for number in range(ROWS)], view))
        stack.addWidget(view)
        stack.setCurrentWidget(view)

    notes = timed(open_list)
    rows = [view.model().index(number, 0) for number in range(SWITCHES)]
    return {
        "notes": [notes],
        "places": [notes],
        "garbage": [timed(gc.collect)],
        "criteria": [timed(partial(view.setCurrentIndex, row)) for row in rows],
    }


class Process(QObject):
    """One window of either kind, and what is measured of it once it is usable."""

    def __init__(self, app: QApplication, wish: str, seconds: float) -> None:
        super().__init__()
        self._app, self._wish, self._seconds = app, wish, seconds
        self._program: Program | None = None
        self._typist: Typist | None = None
        self._photographer: Photographer | None = None

    def bare(self) -> None:
        """Show a window with nothing in it but a place to type."""
        window = QMainWindow()
        editor = QTextEdit(window)
        window.setCentralWidget(editor)
        window.resize(1200, 720)
        self._window, self._editor = window, editor
        FirstPaint(editor.viewport(), lambda: True, self._ready)
        window.show()

    def program(self, folder: str, size: int) -> None:
        """Start the program by its own way; it is usable when the list of all audits has been painted."""
        from auditor_app.app import Program, choices_of  # noqa: PLC0415 - the bare window knows nothing of it

        self._audits = size
        self._program = Program(self._app, choices_of(["--data-dir", folder]))
        self._app.aboutToQuit.connect(self._program.end)
        self._program.start()
        self._watch()

    def _watch(self) -> None:
        from auditor_app.ui.main_window import MainWindow  # noqa: PLC0415 - loaded by app

        window = self._program.window if self._program else None
        if not isinstance(window, MainWindow):
            QTimer.singleShot(1, self._watch)
            return
        view = window.start.list
        if view.was_painted and len(view.rows.rows) >= self._audits:  # between two looks
            self._ready()
        else:
            FirstPaint(view.viewport(), lambda: len(view.rows.rows) >= self._audits, self._ready)

    def _ready(self) -> None:
        say("ready")
        if self._wish == "memory":
            QTimer.singleShot(1000, self._weigh)  # the facts of the list arrive a little later
        elif self._wish == "walk" and self._program is None:
            say(json.dumps(bare_walk(self._window)))
            self._app.quit()
        elif self._wish in {"type", "photos", "walk", "held"}:
            self._open()
        else:
            self._app.quit()

    def _weigh(self) -> None:
        say(json.dumps(memory()))
        self._end()

    def _open(self) -> None:
        """Open the newest audit at its notes and go into the first one."""
        if self._program is None:
            self._type(None)
            return
        window = self._program.window
        summaries = window.start.summaries  # type: ignore[union-attr]  # _watch found a MainWindow
        place = "prepare" if self._wish == "walk" else "notes"
        window.open_audit(summaries[0].audit.id, place)  # type: ignore[union-attr]  # _watch found a MainWindow
        if self._wish == "walk":
            self._wait_for_page()
        else:
            self._wait_for_note()

    @property
    def _page(self) -> AuditPage | None:
        window = self._program.window if self._program else None
        return window.page  # type: ignore[union-attr, no-any-return]  # _watch found a MainWindow

    def _wait_for_page(self) -> None:
        if self._page is None:
            QTimer.singleShot(10, self._wait_for_page)
        else:
            QTimer.singleShot(SETTLE, self._walk)

    def _walk(self) -> None:
        """Open the notes, one criterion after another, then each other place, until it is painted."""
        from auditor_app.ui.screens.criteria.screen import CriteriaScreen  # noqa: PLC0415 - loaded by app

        page = self._page
        assert page is not None
        notes = [timed(lambda: page.show_place("notes"))]
        page.show_place("criteria")
        QApplication.processEvents()
        screen = page.findChild(CriteriaScreen)
        assert screen is not None
        codes = list(page.session.live.framework.by_code)
        criteria = [timed(partial(screen.show_item, code)) for code in codes]
        places = [timed(partial(page.show_place, key)) for key in OTHERS]
        walked = {"notes": notes, "criteria": criteria, "places": places}
        QTimer.singleShot(SETTLE, partial(self._look_up, walked))

    def _look_up(self, walked: dict[str, list[float]]) -> None:
        """Do what the program does when nobody is at the window."""
        say(json.dumps({**walked, "garbage": [timed(gc.collect)]}))
        self._end()

    def _wait_for_note(self) -> None:
        from auditor_app.ui.screens.notes.screen import NotesScreen  # noqa: PLC0415 - loaded by app

        page = self._page
        screen = None if page is None else page.findChild(NotesScreen)
        if screen is None or screen.stream.list.model().rowCount() == 0:
            QTimer.singleShot(10, self._wait_for_note)
            return
        view = screen.stream.list
        for row in range(view.model().rowCount()):
            view.setCurrentIndex(view.model().index(row, 0))
            if screen.editor.note_id:
                break
        if self._wish == "held":
            QTimer.singleShot(2 * SETTLE, self._weigh)
            return
        if self._wish == "photos" and page is not None:
            self._photographer = Photographer(page.session, screen.editor.note_id, self)
        QTimer.singleShot(SETTLE, lambda: self._type(screen.editor.seen.edit))

    def _type(self, editor: QWidget | None) -> None:
        from PySide6 import QtTest  # noqa: F401, PLC0415 - so that the first key does not load it

        if editor is not None:
            editor.setFocus()
        self._typist = Typist(editor, self._seconds, self._typed)

    def _typed(self, told: dict[str, list[float]]) -> None:
        if self._photographer is not None:
            self._photographer.stop()
        say(json.dumps(told))
        self._end()

    def _end(self) -> None:
        if self._program is not None and self._program.window is not None:
            self._program.window.close()  # writes what was typed, and is the last window
        else:
            self._app.quit()


def _give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End at the first fault in a slot; Qt would go on, and whoever measures would wait for ever."""
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


def main() -> int:
    """Begin as the arguments say: what to measure, for how many seconds, and a data folder with its size.

    What: start, memory, held (with an audit open), type, photos (typing too), walk (through notes and criteria).
    """
    sys.excepthook = _give_up
    wish, seconds, *store = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    process = Process(app, wish, float(seconds))
    if store:
        process.program(store[0], int(store[1]))
    else:
        process.bare()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
