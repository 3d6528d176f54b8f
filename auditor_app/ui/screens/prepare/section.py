"""What every section of Prepare has: a title, a sentence, its fields, and edits that are undone together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from auditor_app.ui.screens.parts.forms import CentredColumn
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import LineEdit
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

WIDTH = 640


class Section(CentredColumn):
    """One section; `kinds` are the kinds of entity whose changes it shows."""

    kinds: frozenset[str] = frozenset()

    def __init__(self, session: AuditSession, look: Look, title: str, sentence: str, width: int = WIDTH) -> None:
        super().__init__("surface", width, is_centred=False)
        self.session, self.look = session, look
        self.group = session.new_group()
        self.column.setContentsMargins(28, 24, 28, 28)
        heading = TextLabel(look, title, "title")
        self.column.addWidget(heading)
        self.column.addWidget(TextLabel(look, sentence, "body", "text.secondary"))
        self.column.addSpacing(4)

    def refresh(self) -> None:
        """Show what the audit holds now."""

    def renew_group(self) -> None:
        """What is edited from now on is undone apart from what was edited before."""
        self.group = self.session.new_group()

    def flush(self) -> None:
        """Write what was typed."""
        for edit in self.findChildren(LineEdit):
            edit.flush()
        for editor in self.findChildren(PlainEditor):
            editor.flush()

    def lock(self) -> None:
        """Let nothing be changed any more: the audit is signed."""
        for edit in self.findChildren(LineEdit):
            edit.setReadOnly(True)
        for editor in self.findChildren(PlainEditor):
            editor.set_read_only(is_read_only=True)
        for widget in self.findChildren(QWidget):
            if widget.property("is_editing"):
                widget.setEnabled(False)


def edits(*widgets: QWidget) -> None:
    """Mark buttons and choices that change something, for `lock`."""
    for widget in widgets:
        widget.setProperty("is_editing", True)
