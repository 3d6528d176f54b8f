"""What reading a file in would do, row by row, before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class TakeOverSheet(Dialog):
    """The rows, and the two answers: take it over, or leave everything as it is."""

    def __init__(self, look: Look, title: str, file_name: str, said: str, parent: QWidget) -> None:
        super().__init__(look, title, file_name, parent, WIDE)
        self._look, self._room = look, parent.window().height()
        self.summary = TextLabel(look, said, "body")
        self.body.addWidget(self.summary)
        self.body.addSpacing(6)

    def _show(self, rows_list: RowList, rows: Sequence[object], act: str) -> None:
        """Show the rows; `act` are the words of the one that takes them over, or "" when nothing would change."""
        look = self._look
        self.body.addWidget(rows_list)
        rows_list.setFixedWidth(WIDE - 44)
        rows_list.show_rows(rows)
        rows_list.fit_height(min(look.px(330), max(look.px(120), self._room - look.px(280))))
        rows_list.setVisible(bool(rows))
        self.safe = self.add_safe(_("Leave it") if act else _("Close"))
        if act:
            self.act = self.add_action(act)
