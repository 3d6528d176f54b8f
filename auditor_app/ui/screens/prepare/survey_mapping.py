"""A field for the criteria something speaks to: codes, with the titles they stand for below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.framework import Framework
    from auditor_app.ui.theme import Look

_BETWEEN = re.compile(r"[\s,;]+")


class CriteriaField(QWidget):
    """Takes codes of criteria apart by commas or spaces; `chosen` gives those there are."""

    chosen = Signal(tuple)

    def __init__(self, look: Look, framework: Framework) -> None:
        super().__init__()
        self._known = framework.by_code
        self.field = Field(look, _("Criteria, b&y code"))
        self.names = TextLabel(look, "", "small", "text.muted")
        self._completer = _Completer(framework, self)
        self.field.edit.setCompleter(self._completer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.names)
        self.field.edited.connect(self._on_edited)
        self.setFocusProxy(self.field.edit)

    def show_codes(self, codes: Sequence[str]) -> None:
        """Show the codes, unless somebody is typing them."""
        if not self.field.edit.hasFocus():
            self.field.show_text(", ".join(codes))
            self._show_names(codes)

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.field.edit.flush()

    def _show_names(self, codes: Sequence[str]) -> None:
        unknown = [code for code in codes if code not in self._known]
        self.field.show_error(_("{codes}: no such criterion.").format(codes=", ".join(unknown)) if unknown else "")
        pick = current().pick
        self.names.show_text(
            " · ".join(f"{code} {pick(self._known[code].title)}" for code in codes if code in self._known)
            or _("Type codes such as E2.1, O3.2; a word of the title finds them too.")
        )

    def _on_edited(self, text: str) -> None:
        codes = tuple(dict.fromkeys(code.upper() for code in _BETWEEN.split(text.strip()) if code))
        self._show_names(codes)
        self.chosen.emit(tuple(code for code in codes if code in self._known))


class _Completer(QCompleter):
    """Completes the last code of several, by code or by a word of the title."""

    def __init__(self, framework: Framework, parent: QWidget) -> None:
        pick = current().pick
        rows = [f"{item.code} {pick(item.title)}" for item in framework.criteria]
        super().__init__(QStringListModel(rows), parent)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = QListView()
        popup.setProperty("floor", "popup")
        self.setPopup(popup)

    def splitPath(self, path: str) -> list[str]:
        """Look only for what stands behind the last comma."""
        return [re.split(r"[,;]", path)[-1].strip()]

    def pathFromIndex(self, index: object) -> str:
        """Put the code behind those that stand there."""
        text = str(index.data()).split(" ", 1)[0]  # type: ignore[attr-defined]  # a model index
        widget = self.widget()
        before = re.split(r"[,;]", getattr(widget, "text", str)())[:-1]
        return ", ".join([*(part.strip() for part in before), text])
