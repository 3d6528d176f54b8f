"""The window of an unlocked data folder: the start page, and one open audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.focus import walk_focus
from auditor_app.ui.frame.opening import Opening
from auditor_app.ui.frame.reader import Reader
from auditor_app.ui.frame.words import LANGUAGES
from auditor_app.ui.memory import settle
from auditor_app.ui.places import PLACES
from auditor_app.ui.screens.start.reminders import OPEN
from auditor_app.ui.screens.start.screen import StartScreen
from auditor_app.ui.shortcuts import KEYS, Key, bind
from auditor_app.ui.widgets.messages import Message, attention, failure

if TYPE_CHECKING:
    from auditor_app.core.live import LiveAudit
    from auditor_app.core.model import School
    from auditor_app.services.audits.overview import Listed
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.events import Events
    from auditor_app.ui.frame.audit_page import AuditPage
    from auditor_app.ui.frame.paper import Paper
    from auditor_app.ui.frame.seeker import Seeker
    from auditor_app.ui.models.notebook import Notebook
    from auditor_app.ui.screens.start.new_audit import NewAuditScreen
    from auditor_app.ui.screens.start.rows import StartRow
    from auditor_app.ui.theme import Appearance, Look, Scheme

PROGRAM = "Auditor"
"""A name, so the same in every language; the role of that name is a word."""
SMALLEST = (640, 340)
USUAL = (1200, 720)
COPY_MS = 600_000
"""How often it is looked whether a backup copy is due."""


class MainWindow(QMainWindow):
    """Start page and audit in one stack, the palette over both."""

    locked = Signal()
    """Everything is on the disk; close the data folder and ask for the passphrase."""
    language_chosen = Signal(str)
    """Make this window anew in another language."""

    def __init__(
        self,
        workspace: Workspace,
        appearance: Appearance,
        background: Background,
        events: Events,
        memory: QSettings,
        *,
        names: Listed | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self._appearance, self._background, self._events = workspace, appearance, background, events
        self._look: Look = appearance.look
        self._memory = memory
        self._page: AuditPage | None = None
        self._new_audit: NewAuditScreen | None = None
        self.paper: Paper | None = None
        self._opening = Opening(workspace, background, self)
        self.setWindowTitle(PROGRAM)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.start = StartScreen(workspace, self._look, background, events, names=names)
        self.stack.addWidget(self.start)
        self.reader = Reader(
            self._look, self, workspace, background, events, page=lambda: self.page, audits=lambda: self.start.summaries
        )
        self.slots: dict[str, Callable[[], object]] = self._slots()
        self._connect()
        for name in ("palette", "keys", "import", "settings", "lock", "quit"):
            bind(self, name, self.slots[name])
        self.start.list.setFocus()
        self._copies = QTimer(self, interval=COPY_MS)
        self._copies.timeout.connect(self.back_up)
        self._copies.start()
        self.back_up()

    def _slots(self) -> dict[str, Callable[[], object]]:
        """Give what each action of the palette does (finding.ACTIONS names them)."""
        themes = {f"theme_{name}": _bound(self.choose_theme, name) for name in ("light", "dark", "system")}
        languages = {f"language_{code}": _bound(self.choose_language, code) for code in LANGUAGES}
        of_audit = (
            "note", "note_window", "leaving", "check_errors", "paper_entry", "calendar_in", "calendar_out",
            "checkpoint", "moments", "undo", "redo", "back", "survey",
            "photo", "camera", "file", "voice", "photo_permission",
        )  # fmt: skip
        return {
            **themes,
            **languages,
            **{name: _bound(self._on_page, name) for name in of_audit},
            "palette": self.open_palette,
            "keys": self.show_keys,
            "new_audit": self.new_audit,
            "interim": self.begin_interim,
            "import": self.reader.choose_report,
            "register": self.reader.choose_register,
            "framework": self.reader.choose_framework,
            "sheets": self.paper_sheets,
            "settings": self.show_settings,
            "logs": self.open_logs,
            "lock": self.lock,
            "quit": self.close,
        }

    def _connect(self) -> None:
        self._opening.read.connect(self._on_loaded)
        self._opening.failed.connect(self._on_not_loaded)
        self.start.audit_opened.connect(self.open_audit)
        self.start.kept_opened.connect(partial(self.open_audit, place="prepare", kind="kept"))
        self.start.report_opened.connect(self.reader.show_report)
        self.start.chosen.connect(self.do)
        self.start.interim_wanted.connect(self.begin_interim)
        self.start.dropped.connect(self.reader.take)
        self.reader.said.connect(self._say)
        self.reader.taken.connect(self._on_taken)
        self.start.message.acted.connect(self._on_message_acted)
        self.stack.currentChanged.connect(self._hide_palette)

    @cached_property
    def seeker(self) -> Seeker:
        """What fills the palette: made when somebody searches for the first time."""
        from auditor_app.ui.frame.seeker import Seeker  # noqa: PLC0415 - the start page does without

        made = Seeker(
            self._look, self, self.workspace, self._background, lambda: self.page, lambda: self.start.summaries
        )
        made.chosen.connect(self._on_found)
        return made

    def open_palette(self) -> None:
        """Search, or do something."""
        self.seeker.open_palette()

    def _hide_palette(self) -> None:
        if "seeker" in vars(self):
            self.seeker.palette.hide()

    def do(self, name: str) -> None:
        """Do an action by its name."""
        self._hide_palette()
        slot = self.slots.get(name)
        if slot is not None:
            slot()

    # --- audits

    @property
    def page(self) -> AuditPage | None:
        """The open audit, when it is the one that is seen."""
        return self._page if self._page is not None and self.stack.currentWidget() is self._page else None

    @property
    def where(self) -> tuple[str, str]:
        """The audit and the place that are open, to come back to."""
        return (self._page.session.audit_id, self._page.place) if self.page and self._page else ("", "")

    def open_audit(self, audit_id: str, place: str = "", kind: str = "", entity: str = "") -> None:
        """Load an audit in the background and show it."""
        if self._page is not None and self._page.session.audit_id == audit_id:
            self._opening.call_off()
            self.stack.setCurrentWidget(self._page)
            if place or kind:
                self._page.show_thing(place, kind, entity)
            return
        self._finish()
        self._opening.ask_for(audit_id, (place, kind, entity))

    def _on_loaded(self, live: LiveAudit, notebook: Notebook) -> None:
        """Show it once the audit before it has everything on the disk; where that fails, its page says so and stays."""
        self._finish()
        show = partial(self._show_audit, live, notebook)
        if self._page is None:
            show()
        else:
            self._page.session.when_saved(show)

    def _show_audit(self, live: LiveAudit, notebook: Notebook) -> None:
        from auditor_app.ui.frame.audit_page import AuditPage  # noqa: PLC0415 - the start page does without
        from auditor_app.ui.session import AuditSession  # noqa: PLC0415 - the start page does without

        if not self._opening.is_for(live):  # while something was saved somebody went elsewhere
            return
        self._close_page()
        settle()
        session = AuditSession(self.workspace, live, self._background, self._events, notebook)
        page = AuditPage(session, self._look, self._memory, self)
        session.setParent(page)
        session.audit_wanted.connect(self.open_audit)
        session.renewed.connect(self._on_renewed)
        session.warned.connect(self._on_warned)
        session.failed.connect(partial(self._on_failed, live.audit.id))
        session.paper_wanted.connect(self.paper_sheets)
        self._page = page
        page.left.connect(self.show_start)
        page.message.acted.connect(self._on_message_acted)
        page.top.search_chosen.connect(self.open_palette)
        page.top.settings_chosen.connect(self.show_settings)
        page.top.lock_chosen.connect(self.lock)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.setWindowTitle(f"{live.audit.school.name} – {PROGRAM}")
        place, kind, entity = self._opening.thing
        self._opening.call_off()  # asked for twice, it is shown once
        first = "notes" if live.has("note") else "prepare"
        page.show_thing(
            place or ("" if kind else str(self._memory.value(f"place/{live.audit.id}") or first)), kind, entity
        )
        if not page.place:
            page.show_place(PLACES[0].key)

    def _on_renewed(self, place: str, kind: str) -> None:
        """Read the open audit anew where a person is by now; one that was left is read when it is opened again."""
        if self._page is None:
            return
        if self.stack.currentWidget() is not self._page:
            self._close_page()
            return
        here = self._page.place
        self._opening.ask_for(self._page.session.audit_id, (here, kind if here == place else "", ""))

    def _on_warned(self, text: str) -> None:
        """Say it here too when the page that says it is not seen: its audit was left."""
        if self.page is None:
            self._say(attention(text))

    def _on_failed(self, audit_id: str, error: Exception) -> None:
        """Say it here too when its audit was left, and lead back to what is not on the disk."""
        if self.page is None:
            said = failure(error, _("Not saved"))
            self._say(replace(said, actions=((f"{OPEN}{audit_id}", _("Open")), *said.actions)))

    def _on_not_loaded(self, error: Exception) -> None:
        self._say(failure(error, _("Not opened")))

    def _close_page(self) -> None:
        if self._page is not None:
            self._memory.setValue(f"place/{self._page.session.audit_id}", self._page.place)
            self._page.session.close()
            self.stack.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None

    def show_start(self) -> None:
        """Show all audits."""
        self._opening.call_off()
        self._drop_new_audit()
        self.setWindowTitle(PROGRAM)
        self.stack.setCurrentWidget(self.start)
        if self._page is not None:
            self._page.session.when_saved(self._close_left_page)
        self.start.reload()
        self.start.list.setFocus()

    def _close_left_page(self) -> None:
        """Let go of the audit, unless somebody has come back to it; until all is on the disk its page is kept."""
        if self._page is not None and self.stack.currentWidget() is not self._page:
            self._close_page()

    def new_audit(self) -> None:
        """Set up an audit."""
        self._opening.call_off()
        self._flush()
        self._drop_new_audit()
        from auditor_app.ui.screens.start.new_audit import NewAuditScreen  # noqa: PLC0415 - the start page does without

        screen = NewAuditScreen(self.workspace, self._look, self._background, self)
        screen.created.connect(self._on_created)
        screen.left.connect(self.show_start)
        self._new_audit = screen
        self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        screen.picker.setFocus()

    def begin_interim(self, of: StartRow | None = None) -> None:
        """Set up an interim evaluation, of the signed audit that is marked or open; of none yet where there is none."""
        school, follows = self._to_follow(of)
        self.new_audit()
        if self._new_audit is not None:
            self._new_audit.start_interim(school, follows)

    def _to_follow(self, row: StartRow | None) -> tuple[School | None, str]:
        """Give the school and the signed report that an interim evaluation would follow on."""
        if self.page is not None:
            here = self.page.session.audit_id
            signed = (item for item in self.start.summaries if item.audit.id == here and item.publication is not None)
            item = next(signed, None)
            return (item.audit.school, item.publication.pdf) if item and item.publication else (None, "")
        row = row or self.start.list.marked
        return (row.school, row.follows) if row is not None and row.follows else (None, "")

    def _on_created(self, audit_id: str) -> None:
        self._drop_new_audit()
        self.open_audit(audit_id, "prepare")

    def _drop_new_audit(self) -> None:
        if self._new_audit is not None:
            self.stack.removeWidget(self._new_audit)
            self._new_audit.deleteLater()
            self._new_audit = None

    def _on_page(self, name: str) -> None:
        if self.page is not None:
            getattr(self.page, name)()

    def _on_taken(self) -> None:
        if self.page is not None:
            self.page.session.tell(_("The report is read in"))
        else:
            self.start.toast.show_done(_("The report is read in"))
            self.start.reload()

    # --- paper

    def paper_sheets(self) -> None:
        """Offer the blank sheets in the language of the window; inside an audit those of its framework and school."""
        from auditor_app.services.visit.paper import make_sheets  # noqa: PLC0415 - the start page does without
        from auditor_app.ui.frame.paper import Paper  # noqa: PLC0415 - the start page does without

        live = self.page.session.live if self.page is not None else None
        framework = live.framework if live is not None else self.workspace.frameworks.available()[0]
        school = live.audit.school.name if live is not None else ""
        visit = current().date_range(live.audit.starts, live.audit.ends) if live is not None else ""
        if self.paper is None:
            self.paper = Paper(self._look, self, self._background, self._say)
        make = partial(make_sheets, framework, current().language, school, visit)
        self.paper.open(make, self.workspace.settings.export_dir, has_matrix=bool(framework.matrix_cells))

    def _on_message_acted(self, name: object) -> None:
        if name == "open_sheets" and self.paper is not None:
            self.paper.open_folder()

    # --- what was found, keys, settings

    def _on_found(self, target: object) -> None:
        kind, *rest = target if isinstance(target, tuple) else ("",)
        if kind == "action":
            self.do(rest[0])
        elif kind == "audit":
            self.open_audit(rest[0])
        elif kind == "note":
            self.open_audit(rest[1], "notes", "note", rest[0])
        elif kind == "school":
            self._new_audit_at(rest[0])
        elif self.page is not None and kind == "place":
            self.page.show_place(rest[0])
        elif self.page is not None and kind == "view":
            self.page.show_thing("report", "view", rest[0])
        elif self.page is not None and kind == "criterion":
            self.page.show_thing("criteria", "criterion", rest[0])

    def _new_audit_at(self, key: str) -> None:
        school = self.seeker.school(key)
        self.new_audit()
        if school is not None and self._new_audit is not None:
            self._new_audit.start_at(school)

    def show_keys(self) -> None:
        """Show the keys that work here."""
        from auditor_app.ui.frame.sheets import KeysSheet  # noqa: PLC0415 - the start page does without

        sheet = KeysSheet(self._look, self.key_groups(), self)
        sheet.exec()
        sheet.deleteLater()

    def key_groups(self) -> tuple[tuple[str, tuple[Key, ...]], ...]:
        """Give the keys that work now, those of the place first."""
        everywhere = tuple(key for key in KEYS if key.where == "everywhere")
        page = self.page
        if page is None:
            return ((_("Here"), tuple(key for key in KEYS if key.where == "start")), (_("Everywhere"), everywhere))
        name = next((_(place.name) for place in PLACES if place.key == page.place), _("Here"))
        jumps = tuple(Key(f"place_{place.key}", f"Ctrl+{place.number}", place.name) for place in PLACES)
        in_audit = tuple(key for key in KEYS if key.where == "audit")
        groups = ((name, page.keys()), (_("In this audit"), (*in_audit, *jumps)), (_("Everywhere"), everywhere))
        return tuple(item for item in groups if item[1])

    def show_settings(self) -> None:
        """Show the settings."""
        from auditor_app.ui.screens.settings.screen import SettingsSheet  # noqa: PLC0415 - the start page does without

        self._flush()
        sheet = SettingsSheet(self.workspace, self._look, self._background, self)
        sheet.theme_chosen.connect(self.choose_theme)
        sheet.chosen.connect(self.do)
        sheet.exec()
        language = sheet.language
        sheet.deleteLater()
        if language != self.workspace.settings.language:
            self.choose_language(language)

    def choose_theme(self, scheme: str) -> None:
        """Follow the system, or stay light or dark."""
        self._appearance.choose(scheme_of(scheme))
        workspace = self.workspace
        self._background.write(lambda: workspace.set_settings(replace(workspace.settings, theme=scheme)))

    def choose_language(self, language: str) -> None:
        """Work in another language: the window is made anew at the same place."""
        self._finish()
        if not self._is_safe():
            return
        self.workspace.set_settings(replace(self.workspace.settings, language=language))
        self.language_chosen.emit(language)

    def open_logs(self) -> None:
        """Show the folder with the logs."""
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - seldom needed
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - seldom needed

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.workspace.data_dir / "logs")))

    # --- ending

    def lock(self) -> None:
        """Write what was typed, then ask for the passphrase again."""
        self._opening.call_off()
        self._finish()
        if self._is_safe():
            self.locked.emit()

    def _flush(self) -> None:
        if self._page is not None:
            self._page.flush()

    def _finish(self) -> None:
        if self._page is not None:
            self._page.finish()

    def _is_safe(self) -> bool:
        """Wait until everything is on the disk; False keeps the window open with its message.

        A photo that is only being looked at is given up; one that was confirmed is kept first.
        """
        self._background.give_up()
        self._background.drain()
        if self._page is not None and self._page.session.is_writing:
            self._say(attention(_("A photo or file is still on its way to the disk. Try again in a moment.")))
        return self._page is None or self._page.session.is_saved

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what was typed before going; ask when it could not be saved."""
        self._opening.call_off()
        self._finish()
        if not self._is_safe() and not self._confirm_loss():
            event.ignore()
            return
        if self._page is not None:
            self._memory.setValue(f"place/{self._page.session.audit_id}", self._page.place)
        self._memory.setValue("geometry", self.saveGeometry())
        super().closeEvent(event)

    def _confirm_loss(self) -> bool:
        from auditor_app.ui.widgets.dialog import confirm  # noqa: PLC0415 - hardly ever needed

        return confirm(
            self._look,
            self,
            _("Not everything is saved"),
            _("A text or a photo is not on the disk yet. When you quit now, it is lost."),
            act=_("Quit anyway"),
            keep=_("Stay"),
            role="wipe",
        )

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Let Tab stop at everything that can be used."""
        return walk_focus(self, is_forward=is_next)

    def back_up(self) -> None:
        """Make a copy of all audits when one is due, beside the work."""
        self._background.run(self.workspace.back_up_when_due, self._on_backed_up, self._on_not_backed_up)

    def _on_backed_up(self, path: object) -> None:
        if path is not None:
            self.start.reload()

    def _on_not_backed_up(self, error: Exception) -> None:
        self._say(failure(error, _("No copy could be made")))

    def _say(self, message: Message) -> None:
        bar = self.page.message if self.page is not None else self.start.message
        bar.show_message(message)


def scheme_of(name: str) -> Scheme:
    """Give the colours that a setting names; anything unknown follows the system."""
    return "light" if name == "light" else "dark" if name == "dark" else "system"


def _bound(slot: Callable[[str], object], value: str) -> Callable[[], object]:
    def call() -> object:
        return slot(value)

    return call
