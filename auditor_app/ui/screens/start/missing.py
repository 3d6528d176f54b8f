"""The data folder that was chosen is not there: say where it should be, and what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.services.workspace import Workspace
from auditor_app.ui.screens.parts.forms import CentredColumn
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

OWN_FOLDER = "Auditor"
"""The name of the data folder inside a chosen folder that holds other things too."""


def folder_of_audits(chosen: Path) -> Path | None:
    """Give the data folder that somebody points at: the folder itself, or ours inside it."""
    try:
        return next((folder for folder in (chosen, chosen / OWN_FOLDER) if Workspace.exists(folder)), None)
    except OSError:
        return None  # a folder that cannot be looked into


class MissingScreen(QWidget):
    """Nothing is lost, and nothing is begun anew without being asked."""

    found = Signal(object)
    """The data folder is there (again)."""
    begun_anew = Signal()

    def __init__(self, look: Look, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        page = CentredColumn("canvas")
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)
        column = page.column
        column.addStretch(2)
        column.addWidget(TextLabel(look, _("The folder with your audits is not there"), "title"))
        told = _("It should be at the place below. Connect the disk or the stick that holds it, then try again.")
        column.addWidget(TextLabel(look, told, "body", "text.secondary"))
        column.addWidget(TextLabel(look, str(folder), "body"))
        self.problem = MessageBar(look)
        self.problem.hide()
        column.addWidget(self.problem)
        self.anew = LinkButton(look, _("&Begin anew without them"))
        self.choose = Button(look, _("&Choose the folder …"), size="large")
        self.again = Button(look, _("Try &again"), "main", size="large")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(self.choose)
        row.addWidget(self.again)
        column.addSpacing(8)
        column.addLayout(row)
        column.addWidget(self.anew, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(3)
        self.again.clicked.connect(self._on_again)
        self.choose.clicked.connect(self._on_choose)
        self.anew.clicked.connect(self.begun_anew)
        self.setFocusProxy(self.again)

    def _on_again(self) -> None:
        self._look_in(self._folder)

    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where your audits are kept"))
        if chosen:
            self._look_in(Path(chosen))

    def _look_in(self, chosen: Path) -> None:
        folder = folder_of_audits(chosen)
        if folder is None:
            told = _("There are no audits in {folder}. Choose another folder, or connect the disk that holds them.")
            self.problem.show_message(Message(told.format(folder=chosen), "failure", _("Not found")))
        else:
            self.found.emit(folder)
