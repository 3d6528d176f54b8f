"""The first start: who you are, one passphrase, the recovery key, and how to begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextDocument
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.config import Settings
from auditor_app.core.team import LONGEST_INITIALS, initials_of
from auditor_app.i18n import _, failure_text
from auditor_app.services.workspace import Workspace
from auditor_app.ui.frame.words import LANGUAGES
from auditor_app.ui.saving import ask_where
from auditor_app.ui.screens.parts.forms import CentredColumn, beside
from auditor_app.ui.screens.parts.passphrase import NewPassphrase
from auditor_app.ui.screens.start.begin import ChoiceButton
from auditor_app.ui.screens.start.missing import OWN_FOLDER, folder_of_audits
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import Frame
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look

LONGEST_NAME = 64
"""A certificate has no room for more (RFC 5280, ub-common-name)."""


@dataclass(frozen=True)
class Draft:
    """What was filled in before the language changed."""

    language: str
    data_dir: Path
    name: str = ""
    initials: str = ""
    organisation: str = ""

    @property
    def settings(self) -> Settings:
        """Give the settings of a new data folder."""
        return Settings(language=self.language, name=self.name, initials=self.initials, organisation=self.organisation)


def set_up(draft: Draft, passphrase: str) -> tuple[Workspace, str]:
    """Make the data folder, its key and the signing identity; one passphrase protects both."""
    workspace, recovery_key = Workspace.create(draft.data_dir, passphrase, draft.settings)
    workspace.publishing.own_key.make(draft.name, draft.organisation, passphrase)
    return workspace, recovery_key


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return False  # making the data folder will say why it cannot be looked into


class _Page(CentredColumn):
    """One step: a title, a sentence, its fields, and buttons under them."""

    def __init__(self, look: Look, title: str, sentence: str) -> None:
        super().__init__()
        self.look = look
        self.column.addStretch(1)
        self.column.addWidget(TextLabel(look, title, "title"))
        if sentence:
            self.column.addWidget(TextLabel(look, sentence, "body", "text.secondary"))
        self.column.addSpacing(4)

    def add_buttons(self, *buttons: QWidget) -> None:
        """Put the buttons at the end, the main one at the right."""
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        self.column.addSpacing(8)
        self.column.addLayout(row)
        self.column.addStretch(3)


class _WhoPage(_Page):
    """Language, name, initials, organisation."""

    def __init__(self, look: Look, draft: Draft) -> None:
        super().__init__(
            look,
            _("Welcome"),
            _("Notes first, judgement later. Everything stays on this laptop, encrypted. First: who are you?"),
        )
        self._draft = draft
        self.languages = Segmented(look)
        self.languages.offer(dict(LANGUAGES))
        self.languages.show_choice(draft.language)
        self.languages.choose_by_walking()  # who does not read the language yet is told no key
        self.languages.setAccessibleName(_("Language"))
        self.column.addWidget(TextLabel(look, _("Language"), "small", "text.muted"))
        row = QHBoxLayout()
        row.addWidget(self.languages)
        row.addStretch(1)
        self.column.addLayout(row)
        self.name = Field(look, _("Your &name"))
        self.initials = Field(look, _("&Initials"))
        self.initials.edit.setMaxLength(LONGEST_INITIALS)
        self.organisation = Field(look, _("Your &organisation"))
        for field, text in (
            (self.name, draft.name),
            (self.initials, draft.initials),
            (self.organisation, draft.organisation),
        ):
            field.show_text(text)
        self.column.addLayout(beside(self.name, self.initials, stretches=(4, 1)))
        self.column.addWidget(self.organisation)
        self.column.addWidget(
            TextLabel(
                look,
                _("Your name stands on reports you sign. Initials stand beside your notes."),
                "small",
                "text.muted",
            )
        )
        self.next = Button(look, _("Ne&xt"), "main", size="large")
        self.next.setDefault(True)
        self.add_buttons(self.next)
        self.name.edit.textEdited.connect(self._on_name)
        for field in (self.name, self.initials, self.organisation):
            field.edit.returnPressed.connect(self.next.click)
        self._proposed = initials_of(draft.name)

    def _on_name(self, name: str) -> None:
        if self.initials.text() in ("", self._proposed):
            self._proposed = initials_of(name)
            self.initials.show_text(self._proposed)
        self.name.show_error("")

    @property
    def draft(self) -> Draft:
        """Give what is filled in."""
        name = " ".join(self.name.text().split())
        return Draft(
            self.languages.value or self._draft.language,
            self._draft.data_dir,
            name,
            self.initials.text().strip() or initials_of(name),
            " ".join(self.organisation.text().split()),
        )

    def check(self) -> bool:
        """Say what is missing."""
        name = self.draft.name
        if not name:
            self.name.show_error(_("Fill in your name: it stands on the reports you sign."))
        elif len(name) > LONGEST_NAME:
            self.name.show_error(_("This name is too long for a certificate; use at most 64 characters."))
        else:
            self.name.show_error("")
            return True
        self.name.edit.setFocus()
        return False


class _PassphrasePage(_Page):
    """One passphrase for the store and the signing key; where the data lives."""

    found = Signal(object)
    """The chosen folder holds audits already, from an earlier laptop perhaps."""

    def __init__(self, look: Look, draft: Draft) -> None:
        super().__init__(
            look,
            _("One passphrase"),
            _(
                "It opens the program and signs your reports. Nobody can look it up for you; the next step gives you a"
                " recovery key for when you forget it."
            ),
        )
        self.data_dir = draft.data_dir
        self.passphrase = NewPassphrase(look)
        self.column.addWidget(self.passphrase)
        self.column.addSpacing(6)
        self.column.addWidget(TextLabel(look, _("Where your audits are kept"), "small", "text.muted"))
        self.folder = TextLabel(look, str(draft.data_dir), "body", mode="elide")
        self.change = Button(look, _("&Change …"), size="small")
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.change)
        self.column.addLayout(row)
        self.problem = MessageBar(look)
        self.problem.hide()
        self.column.addWidget(self.problem)
        self.back = Button(look, _("&Back"), size="large")
        self.make = Button(look, _("&Make my data folder"), "main", size="large")
        self.make.setEnabled(False)
        self.add_buttons(self.back, self.make)
        self.passphrase.changed.connect(self.make.setEnabled)
        self.passphrase.second.edit.returnPressed.connect(self.make.click)
        self.change.clicked.connect(self._on_change)

    def _on_change(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where your audits are kept"), str(self.data_dir.parent))
        if not chosen:
            return
        folder = Path(chosen)
        found = folder_of_audits(folder)
        if found is not None:
            self.found.emit(found)
            return
        self.data_dir = folder if _is_empty(folder) else folder / OWN_FOLDER
        self.folder.show_text(str(self.data_dir))

    def show_working(self, *, is_working: bool) -> None:
        """Say that the folder is being made, which takes some seconds on an old laptop, and take no keys meanwhile."""
        self.make.show_text(_("Making a data folder …") if is_working else _("&Make my data folder"))
        for part in (self.passphrase, self.change, self.back, self.make):
            part.setEnabled(not is_working)
        if is_working:
            self.ensureWidgetVisible(self.make)
        else:
            self.passphrase.second.edit.setFocus()

    def show_problem(self, error: Exception) -> None:
        """Say why the folder could not be made."""
        text = failure_text(error, _("The folder could not be made. Choose another."))
        self.problem.show_message(Message(text, "failure", _("Not made")))


class _RecoveryPage(_Page):
    """The recovery key, shown this once."""

    def __init__(self, look: Look, recovery_key: str) -> None:
        super().__init__(
            look,
            _("Your recovery key"),
            _(
                "It opens your audits when the passphrase is forgotten. It is shown this once. Keep it on paper, away"
                " from this laptop."
            ),
        )
        self.recovery_key = recovery_key
        frame = Frame(look)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(20, 16, 20, 16)
        halves = recovery_key.split("-")
        middle = (len(halves) + 1) // 2
        lines = (" – ".join(halves[:middle]), " – ".join(halves[middle:]))
        for line in lines:
            label = TextLabel(look, line, "question", tabular=True)
            label.setAccessibleName(_("Recovery key"))
            inside.addWidget(label)
        self.column.addWidget(frame)
        self.print = Button(look, _("&Print …"), icon="printer")
        self.copy = Button(look, _("&Copy"), icon="copy")
        self.save = Button(look, _("&Save to a file …"), icon="save")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.print, self.copy, self.save):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.kept = CheckBox(look, _("I have &kept the recovery key outside this laptop"))
        self.column.addWidget(self.kept)
        self.next = Button(look, _("Ne&xt"), "main", size="large")
        self.next.setEnabled(False)
        self.add_buttons(self.next)
        self.kept.toggled.connect(self.next.setEnabled)
        self.print.clicked.connect(self._on_print)
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        self.setFocusProxy(self.kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter at the ticked box goes on, as it does at the last field of the pages before."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.kept.hasFocus():
            self.next.click()
            return
        super().keyPressEvent(event)

    @property
    def sheet(self) -> str:
        """Give the text of the sheet to keep."""
        return "\n\n".join(
            (_("Recovery key of the audit program"), self.recovery_key, _("Keep this away from the laptop."))
        )

    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - slow to load and rarely needed

        printer = QPrinter()
        if QPrintDialog(printer, self).exec():
            document = QTextDocument()
            document.setPlainText(self.sheet)
            document.print_(printer)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.recovery_key)
        self.copy.show_text(_("Copied"))

    def _on_save(self) -> None:
        path = ask_where(self, _("Save to a file …"), _("recovery-key.txt"))
        if path is not None:
            try:
                path.write_text(self.sheet + "\n", "utf-8")
            except OSError as error:
                self.save.show_text(_("Not saved: {reason}").format(reason=error.strerror or ""))
            else:
                self.save.show_text(_("Saved"))


class _BeginPage(_Page):
    """How to begin."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, _("Ready"), _("Where would you like to begin?"))
        for name, icon, title, line in (
            (
                "sample",
                "book-open",
                _("Look around in the sample audit"),
                _("Invented, complete, gone again in one click"),
            ),
            ("new_audit", "file-plus", _("Set up my first audit"), _("School, dates, team")),
            ("import", "file-check", _("Read in a signed report"), _("Verified first, then shown")),
            ("", "list", _("Go to the empty list"), _("All of this can be done later")),
        ):
            button = ChoiceButton(look, icon, title, line)
            button.setObjectName(name or "nothing")
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self.column.addWidget(button)
        self.column.addStretch(3)


class WelcomeScreen(QWidget):
    """Four steps, all by keyboard."""

    finished = Signal(object, str)
    """The opened workspace, and the name of what to begin with."""
    language_chosen = Signal(object)
    """A draft in another language: show this screen anew."""
    found = Signal(object)
    """A data folder that has been set up before: open that one."""

    def __init__(
        self,
        look: Look,
        background: Background,
        draft: Draft,
        make: Callable[[Draft, str], tuple[Workspace, str]] = set_up,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._background, self._make = look, background, make
        self._workspace: Workspace | None = None
        self.pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.who = _WhoPage(look, draft)
        self.pages.addWidget(self.who)
        self.secret: _PassphrasePage | None = None
        self.recovery: _RecoveryPage | None = None
        self.begin: _BeginPage | None = None
        self.who.languages.chosen.connect(self._on_language)
        self.who.next.clicked.connect(self._on_who)
        self.setFocusProxy(self.who.name.edit)

    def focus_language(self) -> None:
        """Stay at the language that was chosen, so that Tab goes on to the name as it would have."""
        self.who.languages.focus_chosen()

    def _on_language(self, _language: str) -> None:
        self.language_chosen.emit(self.who.draft)

    def _on_who(self) -> None:
        if not self.who.check():
            return
        if self.secret is None:
            self.secret = _PassphrasePage(self._look, self.who.draft)
            self.secret.back.clicked.connect(self._on_back)
            self.secret.make.clicked.connect(self._on_make)
            self.secret.found.connect(self.found)
            self.pages.addWidget(self.secret)
        self._turn_to(self.secret, self.secret.passphrase)

    def _on_back(self) -> None:
        self._turn_to(self.who, self.who.name.edit)

    def _on_make(self) -> None:
        secret = self.secret
        if secret is None or not secret.passphrase.is_sound:
            return
        secret.show_working(is_working=True)
        draft, passphrase = self.who.draft, secret.passphrase.passphrase
        draft = Draft(draft.language, secret.data_dir, draft.name, draft.initials, draft.organisation)
        self._background.write(lambda: self._make(draft, passphrase), self._on_made, self._on_not_made)

    def _on_made(self, made: tuple[Workspace, str]) -> None:
        self._workspace, recovery_key = made
        self.recovery = _RecoveryPage(self._look, recovery_key)
        self.recovery.next.clicked.connect(self._on_kept)
        self.pages.addWidget(self.recovery)
        self._turn_to(self.recovery, self.recovery.kept)

    def _on_not_made(self, error: Exception) -> None:
        if self.secret is not None:
            self.secret.show_working(is_working=False)
            self.secret.show_problem(error)

    def _on_kept(self) -> None:
        self.begin = _BeginPage(self._look)
        self.begin.chosen.connect(self._on_begin)
        self.pages.addWidget(self.begin)
        first = self.begin.findChild(ChoiceButton)
        self._turn_to(self.begin, first)

    def _on_begin(self, name: str) -> None:
        self.finished.emit(self._workspace, name)

    def _turn_to(self, page: QWidget, focus: QWidget | None) -> None:
        self.pages.setCurrentWidget(page)
        if focus is not None:
            focus.setFocus()
