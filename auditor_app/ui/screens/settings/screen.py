"""The settings: language, colours, who you are, who signs, whom you trust, where things lie, and about the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app import __version__
from auditor_app.config import resource_path
from auditor_app.core.team import LONGEST_INITIALS
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.frame.words import LANGUAGES
from auditor_app.ui.screens.parts.forms import beside
from auditor_app.ui.screens.settings.change_passphrase import ChangePassphraseDialog
from auditor_app.ui.screens.settings.section import SettingsSection
from auditor_app.ui.screens.settings.signing import SigningSettings
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.messages import Message, MessageBar, failure
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look

_AROUND: Final = 140
"""What the title, the button and the edge of the window take of its height."""
_LEAST, _MOST = 120, 560
_MONTHS: Final = (6, 12, 24, 36)


class SettingsSheet(Dialog):
    """Everything is kept at once; only closing is left to do."""

    theme_chosen = Signal(str)
    chosen = Signal(str)
    """An action of the window by name: register, framework, logs."""

    def __init__(self, workspace: Workspace, look: Look, background: Background, parent: QWidget) -> None:
        super().__init__(look, _("Settings"), "", parent, fitting(WIDE, parent))
        self._workspace, self._background = workspace, background
        self.language = workspace.settings.language or current().language
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 14, 0)
        self._column.setSpacing(0)
        self.problem = MessageBar(look)
        self.problem.hide()
        for section in (
            self._look_section(), self._me_section(), self._signing_section(), self._folders_section(),
            self._keeping_section(), self._about_section(),
        ):  # fmt: skip
            self._column.addWidget(section)
            self._column.addWidget(Hairline(look))
        self._column.addStretch(1)
        self._area = Scrolled(inside)
        self.body.addWidget(self.problem)
        self.body.addWidget(self._area, 1)
        self.add_safe(_("Close"))
        self.problem.acted.connect(self.problem.hide)
        self._refresh()

    def _fit(self) -> None:
        """Stay within the window, also with something said above what scrolls."""
        parent = self.parentWidget()
        room = (parent.window().height() if parent is not None else 700) - _AROUND
        said = self.problem.sizeHint().height() + 5 if self.problem.isVisibleTo(self) else 0
        self._area.setFixedHeight(max(_LEAST, min(_MOST, room) - said))
        super()._fit()

    # --- sections

    def _look_section(self) -> QWidget:
        look, settings = self._look, self._workspace.settings
        section = SettingsSection(look, _("Language and colours"))
        self.languages = Segmented(look)
        self.languages.offer(dict(LANGUAGES))
        self.languages.show_choice(self.language)
        self.languages.chosen.connect(self._on_language)
        self.themes = Segmented(look)
        self.themes.offer({"system": _("As the system"), "light": _("Light"), "dark": _("Dark")})
        self.themes.show_choice(settings.theme)
        self.themes.chosen.connect(self.theme_chosen)
        for control in (self.languages, self.themes):
            section.column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        self.language_hint = TextLabel(look, "", "small", "text.muted")
        self.language_hint.hide()
        section.column.addWidget(self.language_hint)
        return section

    def _me_section(self) -> QWidget:
        look, settings = self._look, self._workspace.settings
        section = SettingsSection(look, _("You"))
        self.name, self.initials = Field(look, _("Your &name")), Field(look, _("&Initials"))
        self.initials.edit.setMaxLength(LONGEST_INITIALS)
        self.organisation = Field(look, _("Your &organisation"))
        for field, value in (
            (self.name, settings.name), (self.initials, settings.initials), (self.organisation, settings.organisation)
        ):  # fmt: skip
            field.show_text(value)
            field.edited.connect(self._on_me)
        section.column.addLayout(beside(self.name, self.initials, stretches=(4, 1)))
        section.column.addWidget(self.organisation)
        hint = _("New audits take this over; audits that exist keep what stands in their team.")
        section.column.addWidget(TextLabel(look, hint, "small", "text.muted"))
        return section

    def _signing_section(self) -> QWidget:
        self.signing = SigningSettings(self._workspace, self._look, self._background)
        self.signing.said.connect(self.problem.show_message)
        return self.signing

    def _folders_section(self) -> QWidget:
        look, settings = self._look, self._workspace.settings
        section = SettingsSection(look, _("Where things are"))
        self.data_dir = TextLabel(look, str(self._workspace.data_dir), "body", "text.secondary", "elide")
        self.export_dir = TextLabel(
            look, settings.export_dir or _("Asked each time"), "body", "text.secondary", "elide"
        )
        open_data, change_export = Button(look, _("Open"), size="small"), Button(look, _("Change …"), size="small")
        open_data.clicked.connect(self._on_open_data)
        change_export.clicked.connect(self._on_export_dir)
        self.passphrase = Button(look, _("Change the passphrase …"), size="small")
        self.passphrase.clicked.connect(self._on_passphrase)
        for title, label, *buttons in (
            (_("Your audits, encrypted"), self.data_dir, self.passphrase, open_data),
            (_("Signed reports go to"), self.export_dir, change_export),
        ):
            section.column.addWidget(TextLabel(look, title, "small", "text.muted"))
            row = QHBoxLayout()
            row.addWidget(label, 1)
            for button in buttons:
                row.addWidget(button)
            section.column.addLayout(row)
        self.keyring = CheckBox(look, _("Open without asking on this computer (system keyring)"))
        self.keyring.setChecked(settings.uses_keyring)
        self.keyring.clicked.connect(self._on_keyring)
        section.column.addWidget(self.keyring)
        self.register = TextLabel(look, "", "body", "text.secondary")
        import_register = Button(look, _("Import a school register …"), size="small")
        import_register.clicked.connect(self._on_register)
        row = QHBoxLayout()
        row.addWidget(self.register, 1)
        row.addWidget(import_register)
        section.column.addLayout(row)
        return section

    def _keeping_section(self) -> QWidget:
        look, months = self._look, self._workspace.settings.months_kept
        section = SettingsSection(look, _("How long notes are kept"))
        self.months = Segmented(look)
        self.months.offer({str(n): ngettext("{n} month", "{n} months", n) for n in sorted({*_MONTHS, months})})
        self.months.show_choice(str(months))
        self.months.chosen.connect(self._on_months)
        section.column.addWidget(self.months, 0, Qt.AlignmentFlag.AlignLeft)
        hint = _("After the report was signed. Then you are asked to remove them; nothing goes by itself.")
        section.column.addWidget(TextLabel(look, hint, "small", "text.muted"))
        return section

    def _on_months(self, months: str) -> None:
        self._keep(months_kept=int(months))

    def _about_section(self) -> QWidget:
        look = self._look
        section = SettingsSection(look, _("About"))
        about = _("Auditor {version}. Works without a network; nothing leaves this laptop unless you send it.")
        section.column.addWidget(TextLabel(look, about.format(version=__version__), "body", "text.secondary"))
        row = QHBoxLayout()
        row.setSpacing(16)
        for words, slot in (
            (_("Licences of fonts and icons"), self._on_licences),
            (_("Folder with logs"), self._on_logs),
        ):
            link = LinkButton(look, words)
            link.clicked.connect(slot)
            row.addWidget(link)
        row.addStretch(1)
        section.column.addLayout(row)
        return section

    # --- what is

    def _refresh(self) -> None:
        self._background.run(self._workspace.schools.count, self._on_read, latest="settings")

    def _on_read(self, schools: int) -> None:
        none = _("No school register yet")
        self.register.show_text(
            ngettext("{n} school in the register", "{n} schools in the register", schools) if schools else none
        )

    # --- what is done

    def _write(self, work: Callable[[], object]) -> None:
        self._background.write(work, self._on_written, self._on_failed)

    def _on_written(self, _result: object) -> None:
        self.problem.hide()
        self._refresh()

    def _on_failed(self, error: Exception) -> None:
        self.problem.show_message(failure(error, _("Not done")))
        self.keyring.setChecked(self._workspace.settings.uses_keyring)

    def _keep(self, **values: Any) -> None:  # noqa: ANN401 - the fields of Settings
        workspace = self._workspace
        self._write(lambda: workspace.set_settings(replace(workspace.settings, **values)))

    def _on_language(self, language: str) -> None:
        self.language = language
        self.language_hint.show_text(_("The window changes when you close the settings."))
        self.language_hint.setVisible(language != self._workspace.settings.language)

    def _on_me(self, _text: str) -> None:
        name = " ".join(self.name.text().split())
        self.name.show_error("" if name else _("Fill in your name: it stands on the reports you sign."))
        if name:
            initials, organisation = self.initials.text().strip(), " ".join(self.organisation.text().split())
            self._keep(name=name, initials=initials, organisation=organisation)

    def _on_open_data(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._workspace.data_dir)))

    def _on_export_dir(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Signed reports go to"), self._workspace.settings.export_dir)
        if folder:
            self.export_dir.show_text(folder)
            self._keep(export_dir=folder)

    def _on_passphrase(self) -> None:
        dialog = ChangePassphraseDialog(self._look, self._workspace, self._background, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.problem.show_message(Message(dialog.said, "info", "", (("close", _("Close")),)))
        dialog.deleteLater()

    def _on_keyring(self, is_wanted: bool) -> None:  # noqa: FBT001 - Qt's signal
        workspace = self._workspace

        def work() -> None:
            if is_wanted:
                workspace.vault.keep_in_keyring()
            else:
                workspace.vault.forget_keyring()
            workspace.set_settings(replace(workspace.settings, uses_keyring=is_wanted))

        self._write(work)

    def _on_register(self) -> None:
        self.accept()
        self.chosen.emit("register")

    def _on_licences(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(resource_path("icons", "LICENSE-Lucide.txt"))))

    def _on_logs(self) -> None:
        self.chosen.emit("logs")
