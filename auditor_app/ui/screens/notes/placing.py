"""Where a note belongs: the activity it was made in, or a kind of source of its own outside the programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from auditor_app.core.framework import Framework
from auditor_app.core.model import Activity, Note
from auditor_app.i18n import _, current
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.programme import activity_words
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.inputs import ComboBox
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from auditor_app.ui.theme import Look

_WIDTH: Final = 480


class PlacingSheet(Dialog):
    """Asks for activity and source; the source follows the activity until it is chosen apart from it."""

    def __init__(
        self, look: Look, note: Note, activities: Sequence[Activity], framework: Framework, parent: QWidget
    ) -> None:
        said = _("Place, subject and year group come from the activity. The note keeps its own time.")
        super().__init__(look, _("Where does this note belong?"), said, parent, fitting(_WIDTH, parent))
        self._sources = {item.id: item.source for item in activities}
        pick = current().pick
        self.activity, self.source = ComboBox(look, _("Activity")), ComboBox(look, _("Source"))
        every = tuple((activity_words(item), item.id) for item in activities)
        self.activity.show_choices(((_("Outside the programme"), ""), *every), note.activity)
        kinds = tuple((f"{item.code}  {pick(item.title)}", item.code) for item in framework.sources)
        self.source.show_choices((("–", ""), *kinds), note.source)
        for words, box in ((_("&Activity"), self.activity), (_("S&ource"), self.source)):
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            label = TextLabel(look, words, "small", "text.muted", "line")
            label.setBuddy(box)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label)
            column.addWidget(box)
            self.body.addSpacing(6)
            self.body.addLayout(column)
        self.add_safe(_("Cancel"))
        self.add_action(_("Put it there"))
        self.activity.currentIndexChanged.connect(self._on_activity)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the choice, which changes nothing before it is put there."""
        super().showEvent(event)
        self.activity.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_activity(self, _index: int) -> None:
        source = self._sources.get(self.chosen[0], "")
        self.source.setCurrentIndex(max(0, self.source.findData(source)))

    @property
    def chosen(self) -> tuple[str, str]:
        """Give the activity ("" for none) and the source."""
        return str(self.activity.currentData()), str(self.source.currentData())
