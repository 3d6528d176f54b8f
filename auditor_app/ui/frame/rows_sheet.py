"""A sheet over the window: a sentence and a list of what is found once everything typed before is on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _
from auditor_app.ui.delegates.listed import ListedDelegate
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.listed import Listed, listed_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.dialog import WIDE, Dialog

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

Found = TypeVar("Found")
_LOWEST: Final = 120
_HIGHEST: Final = 420
_AROUND: Final = 200
"""What stands around the list: title, sentence, buttons, and air."""


class RowsSheet(Dialog):
    """Says that it is looking until `show_rows`, which gives the list the focus; Escape closes."""

    def __init__(self, session: AuditSession, look: Look, title: str, parent: QWidget) -> None:
        super().__init__(look, title, _("Looking …"), parent, fitting(WIDE, parent))
        self._session = session
        self.list = RowList(listed_model(), title)
        self.list.draw_with(ListedDelegate(look, self.list))
        self.list.setFixedHeight(_LOWEST)
        self._most = min(_HIGHEST, max(_LOWEST, parent.window().height() - _AROUND))
        self.list.left.connect(self.reject)
        self.body.addWidget(self.list)
        self.add_safe(_("Close"))

    def look_for(self, find: Callable[[], Found], found: Callable[[Found], object]) -> None:
        """Let `find` read in the background after all that is waiting to be written, and `found` show it."""
        self._session.background.write(_nothing, partial(self._on_all_written, find, found))

    def _on_all_written(self, find: Callable[[], Found], found: Callable[[Found], object], _nothing: None) -> None:
        self._session.read(find, found)

    def show_rows(self, sentence: str, rows: Sequence[Listed]) -> None:
        """Show what was found and go to the first row that is no heading."""
        self.show_text(sentence)
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows)
        self.list.fit_height(self._most)
        first = next((row.key for row in rows if not row.is_heading), "")
        if first:
            self.list.choose(first)
            self.list.setFocus()


def _nothing() -> None:
    """Wait in the row of writes for those before."""
