"""The coverage so far: which subjects in which year groups, at which times of day (DOMAIN 10.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from auditor_app.i18n import _
from auditor_app.ui.models.programme import Covered, part_word
from auditor_app.ui.models.tags import year_words
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


def show_coverage(look: Look, parent: QWidget, found: tuple[Covered, ...]) -> Dialog:
    """Open the coverage over `parent`."""
    advice = _("Sampling guide: 8 activities in 5 subjects and 3 year groups, spread over the day.")
    dialog = Dialog(look, _("Coverage"), advice, parent, WIDE)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 8, 0, 8)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for column, words in enumerate((_("Subject"), _("Year group"), _("Notes"), _("Time of day"))):
        grid.addWidget(TextLabel(look, words, "caption", "text.secondary"), 0, column)
    for row, item in enumerate(found, 1):
        parts = ", ".join(part_word(part) for part in item.parts)
        for column, words in enumerate(
            (item.subject or "–", year_words(item.year_group) or "–", str(item.notes), parts)
        ):
            grid.addWidget(TextLabel(look, words, "body", tabular=True), row, column)
    grid.setRowStretch(len(found) + 1, 1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setMinimumHeight(240)
    dialog.body.addWidget(area)
    dialog.add_safe(_("Close"))
    dialog.open()
    return dialog
