"""What a finding rests on: its criteria, and the notes to tick under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QVBoxLayout, QWidget

from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.report.delegates import PickDelegate
from auditor_app.ui.screens.report.rows import PickModel, pick_rows
from auditor_app.ui.widgets.cards import Frame
from auditor_app.ui.widgets.chips import Chip
from auditor_app.ui.widgets.inputs import LineEdit
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.framework import Framework
    from auditor_app.core.model import Finding
    from auditor_app.ui.models.notebook import Notebook
    from auditor_app.ui.theme import Look

_MOST_HIGH: Final = 236
_LOWEST: Final = 58
_NAMES: Final = 320
"""So wide the names of criteria are offered under the narrow field."""


class CriterionField(LineEdit):
    """Takes a criterion by code or by a word of its title, with or without `#`."""

    picked = Signal(str)

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__(look, "", _("Add a criterion"))
        self._codes = tuple(framework.by_code)
        titles = [f"#{item.code}  {current().pick(item.title)}" for item in framework.criteria]
        completer = QCompleter(QStringListModel(titles, self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        popup = QListView()
        popup.setProperty("floor", "popup")
        completer.setPopup(popup)
        popup.setFont(look.font("body"))
        popup.setMinimumWidth(_NAMES)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._popup = popup
        completer.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
        self.setCompleter(completer)
        self.setPlaceholderText(_("# criterion"))
        self.setFixedWidth(150)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes a code that was typed whole."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.text())
        else:
            super().keyPressEvent(event)

    def _on_completed(self, text: str) -> None:
        self._take(text)

    def _take(self, text: str) -> None:
        code = text.strip().removeprefix("#").split(" ")[0].upper()
        if code in self._codes:
            self._popup.hide()
            self.clear()
            self.picked.emit(code)


class NotePicks(RowList):
    """Notes to tick: a click, Space or Enter turns one."""

    turned = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(PickModel(), _("Notes to choose from"))
        self.draw_with(PickDelegate(look, self))
        self.opened.connect(self.turned)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        if event.key() == Qt.Key.Key_Space and self.current_key():
            self.turned.emit(self.current_key())
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Be as high as the rows, up to a limit."""
        height = sum(self.sizeHintForRow(row) for row in range(self.model().rowCount()))
        self.setFixedHeight(max(_LOWEST, min(height, _MOST_HIGH)))

    def viewportEvent(self, event: QEvent) -> bool:
        """Another width breaks the notes differently."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().viewportEvent(event)


class EvidencePicker(Frame):
    """Criteria as chips with a field for one more, and below the notes that speak to them."""

    criteria_changed = Signal(tuple)
    notes_changed = Signal(tuple)

    def __init__(self, look: Look, framework: Framework, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._finding: Finding | None = None
        self._chips: list[Chip] = []
        self.field = CriterionField(look, framework)
        self.notes = NotePicks(look)
        self._said = TextLabel(look, "", "small", "text.muted")
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._row.addWidget(self.field)
        self._row.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.setSpacing(8)
        head.addLayout(self._row)
        head.addWidget(self._said)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.notes)
        self.field.picked.connect(self._on_picked)
        self.notes.turned.connect(self._on_turned)

    def show_finding(self, book: Notebook, finding: Finding, *, is_read_only: bool) -> None:
        """Show the criteria and notes of a finding."""
        self._finding = finding
        self._show_chips(finding.criteria, is_read_only=is_read_only)
        rows = pick_rows(book, finding)
        self.notes.show_rows(rows)
        self.notes.setEnabled(not is_read_only)
        self.notes.setVisible(bool(rows))
        self.notes.fit()
        self.field.setVisible(not is_read_only)
        self._said.show_text(_said(finding, len(rows)))

    def _show_chips(self, codes: tuple[str, ...], *, is_read_only: bool) -> None:
        if tuple(chip.text() for chip in self._chips) != codes:
            for chip in self._chips:
                self._row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = [self._chip(code, place) for place, code in enumerate(codes)]
        for chip in self._chips:
            chip.setEnabled(not is_read_only)

    def _chip(self, code: str, place: int) -> Chip:
        chip = Chip(self._look, code)
        chip.setToolTip(_("Take {code} away").format(code=code))
        chip.removed.connect(self._on_removed)
        self._row.insertWidget(place, chip)
        return chip

    def _on_removed(self) -> None:
        chip: QObject = self.sender()
        if self._finding is not None and isinstance(chip, Chip):
            self.criteria_changed.emit(tuple(code for code in self._finding.criteria if code != chip.text()))

    def _on_picked(self, code: str) -> None:
        if self._finding is not None and code not in self._finding.criteria:
            self.criteria_changed.emit((*self._finding.criteria, code))

    def _on_turned(self, note: str) -> None:
        if self._finding is None:
            return
        chosen = self._finding.notes
        self.notes_changed.emit(tuple(item for item in chosen if item != note) if note in chosen else (*chosen, note))


def _said(finding: Finding, offered: int) -> str:
    if not finding.criteria:
        return _("Choose a criterion first; its notes appear here.")
    if not offered:
        return _("No note speaks to these criteria yet.")
    chosen = ngettext("{n} note chosen", "{n} notes chosen", len(finding.notes))
    return _("{chosen} of {offered}. Space or a click chooses.").format(chosen=chosen, offered=offered)
