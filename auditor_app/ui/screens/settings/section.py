"""A part of the settings: a heading and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class SettingsSection(QWidget):
    """A heading and what belongs to it."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 6, 0, 10)
        self.column.setSpacing(8)
        self.column.addWidget(TextLabel(look, title, "bodyStrong"))
