"""Words to look for and the filters, beside the stream of notes; folded where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.i18n import _
from auditor_app.ui.delegates.note_filters import FilterDelegate
from auditor_app.ui.models.note_filters import EXPAND, filter_rows, filters_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.inputs import SearchField
from auditor_app.ui.widgets.panes import set_floor

if TYPE_CHECKING:
    from auditor_app.core.framework import Framework
    from auditor_app.ui.models.note_choice import NoteChoice
    from auditor_app.ui.models.notebook import Notebook
    from auditor_app.ui.theme import Look


class FiltersPane(QWidget):
    """Tells the facet that a person chose; groups unfold by themselves."""

    chosen = Signal(str)

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._framework = framework
        self._unfolded: frozenset[str] = frozenset()
        self._shown: tuple[Notebook, NoteChoice] | None = None
        self.search = SearchField(look, _("Find words"))
        model = filters_model()
        model.has_tooltips = True
        self.list = RowList(model, _("Filters"), "canvas")
        self.list.draw_with(FilterDelegate(look, self.list))
        set_floor(self, "canvas")
        holder = QVBoxLayout()
        holder.setContentsMargins(16, 0, 12, 0)
        holder.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(holder)
        column.addWidget(self.list, 1)
        self.list.opened.connect(self._on_opened)

    def show_choice(self, book: Notebook, choice: NoteChoice) -> None:
        """Show what there is to choose, with how many notes, and what is chosen."""
        self._shown = (book, choice)
        self.list.show_rows(filter_rows(book, self._framework, choice.active, self._unfolded))

    def _on_opened(self, facet: str) -> None:
        if not facet.startswith(EXPAND):
            self.chosen.emit(facet)
            return
        self._unfolded |= {facet.removeprefix(EXPAND)}
        if self._shown is not None:
            self.show_choice(*self._shown)

    def forget_words(self) -> None:
        """Empty the field of the words."""
        self.search.show_text("")

    def begin_words(self) -> None:
        """Put the caret into the field of the words, over what stands there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
