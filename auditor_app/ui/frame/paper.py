"""Blank sheets for paper: which ones, and whether they go to a printer or into a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from auditor_app.i18n import _
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.screens.parts.pdf_page import pages_of, wake_reader
from auditor_app.ui.screens.parts.printing import Page, print_pages
from auditor_app.ui.widgets.dialog import NARROW, Dialog
from auditor_app.ui.widgets.inputs import CheckBox
from auditor_app.ui.widgets.messages import Message, attention, failure

if TYPE_CHECKING:
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look

Make = Callable[[], Mapping[str, bytes]]
"""Makes the sheets: file name → PDF, the capture sheet first."""
Say = Callable[[Message], object]


class PaperSheet(Dialog):
    """Asks which sheets; printing is the main way, a folder for who prints elsewhere."""

    def __init__(self, look: Look, parent: QWidget, *, has_matrix: bool) -> None:
        text = _("They carry the codes of the framework. What is written on them is typed in later, under Day.")
        super().__init__(look, _("Blank sheets for paper"), text, parent, fitting(NARROW + 84, parent))
        self.capture = CheckBox(look, _("&Capture sheet, for any activity"))
        self.criteria = CheckBox(look, _("C&riterion sheets, one per standard"))
        self.matrix = CheckBox(look, _("&Matrix sheets, one per role, for conversations"))
        self._boxes = (self.capture, self.criteria, *((self.matrix,) if has_matrix else ()))
        self.body.addSpacing(6)
        for box in (self.capture, self.criteria, self.matrix):
            box.setChecked(True)
            self.body.addWidget(box)
            box.toggled.connect(self._on_toggled)
        self.matrix.setHidden(not has_matrix)
        self.save = self.add_more(_("&Save as files …"))
        self.add_safe(_("Cancel"))
        self.print = self.add_action(_("&Print …"))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the choice: Enter prints, for nothing is at stake here."""
        super().showEvent(event)
        self.capture.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def wanted(self) -> tuple[bool, ...]:
        """Whether the capture sheet, the criterion sheets and, where there are any, the matrix sheets are wanted."""
        return tuple(box.isChecked() for box in self._boxes)

    def _on_toggled(self, _is_on: bool) -> None:  # noqa: FBT001 - a signal has no names
        for button in (self.save, self.print):
            button.setEnabled(any(self.wanted))


class Paper(QObject):
    """Makes blank sheets and brings them to a printer or a folder, over `window`."""

    def __init__(self, look: Look, window: QWidget, background: Background, say: Say) -> None:
        super().__init__(window)
        self._look, self._window, self._background, self._say = look, window, background, say
        self._folder = Path()

    def open(self, make: Make, folder: str, *, has_matrix: bool) -> PaperSheet:
        """Ask which sheets and where to; `folder` is proposed for files."""
        sheet = PaperSheet(self._look, self._window, has_matrix=has_matrix)
        sheet.accepted.connect(partial(self._on_print, sheet, make))
        sheet.save.clicked.connect(partial(self._on_save, sheet, make, folder))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
        return sheet

    def open_folder(self) -> None:
        """Show the files that were written last."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _on_print(self, sheet: PaperSheet, make: Make) -> None:
        wake_reader()
        work = partial(_pages, make, sheet.wanted)
        self._background.run(work, self._on_made, self._on_failed)

    def _on_made(self, pages: tuple[Page, ...]) -> None:
        print_pages(pages, self._background.run, self._on_not_printed, self._window)

    def _on_not_printed(self) -> None:
        text = _("The printer did not take the pages. Check it, or save the sheets as files.")
        self._say(attention(text))

    def _on_save(self, sheet: PaperSheet, make: Make, folder: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        name = QFileDialog.getExistingDirectory(self._window, _("Blank sheets for paper"), folder)
        if name:
            self._background.run(partial(_write, make, sheet.wanted, Path(name)), self._on_written, self._on_failed)
            sheet.reject()

    def _on_written(self, paths: tuple[Path, ...]) -> None:
        text = _("The sheets are ready to print: {paths}").format(paths=", ".join(str(path) for path in paths))
        self._folder = paths[0].parent
        self._say(Message(text, "info", "", (("open_sheets", _("Open the folder")), ("close", _("Close")))))

    def _on_failed(self, error: Exception) -> None:
        self._say(failure(error))


def _chosen(make: Make, wanted: tuple[bool, ...]) -> dict[str, bytes]:
    return {name: pdf for (name, pdf), is_wanted in zip(make().items(), wanted, strict=True) if is_wanted}


def _pages(make: Make, wanted: tuple[bool, ...]) -> tuple[Page, ...]:
    return tuple((pdf, page) for pdf in _chosen(make, wanted).values() for page in range(pages_of(pdf)))


def _write(make: Make, wanted: tuple[bool, ...], folder: Path) -> tuple[Path, ...]:
    from auditor_app.services.visit.paper import write_sheets  # noqa: PLC0415 - the start page does without

    return write_sheets(_chosen(make, wanted), folder)
