"""What became of all that was dropped, pasted or chosen at once: said in one go, when the last of it came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.i18n import _, failure_text, ngettext
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_LOWEST, _HIGHEST = 80, 360
_AROUND: Final = 190
"""Title, sentence, foot and margins of the sheet: it has to fit in the lowest window."""
_BETWEEN: Final = 10


@dataclass(frozen=True)
class Refusal:
    """What could not be taken in, and why."""

    name: str
    sentence: str


def refusal_of(name: str, error: Exception) -> Refusal:
    """Say why something was refused; what nobody expected is said as such and reported by the background."""
    return Refusal(name, failure_text(error))


@dataclass
class Offered:
    """Counts what is still under way and gathers what was kept and refused; `end` gets it once nothing is left."""

    names: tuple[str, ...]
    """What was offered, in its order."""
    waiting: int
    """How many answers are still to come: one for each file, one for all photos."""
    end: Callable[[Offered], object]
    photos: int = 0
    files: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def came(self) -> None:
        """Note that an answer came."""
        self.waiting -= 1
        if not self.waiting:
            self.refused.sort(key=lambda item: self.names.index(item.name))
            self.end(self)

    @property
    def kept_words(self) -> str:
        """Say what was kept, or nothing when that is nothing."""
        parts = [ngettext("{n} photo kept", "{n} photos kept", self.photos)] if self.photos else []
        if len(self.files) > 1 or (self.files and self.photos):
            parts.append(ngettext("{n} file kept", "{n} files kept", len(self.files)))
        elif self.files:
            parts.append(_("“{name}” is kept in the audit").format(name=self.files[0]))
        return " · ".join(parts)


class RefusedSheet(Dialog):
    """Names each thing that was refused, with the reason and what to do."""

    def __init__(self, look: Look, refused: tuple[Refusal, ...], kept: str, parent: QWidget) -> None:
        title = ngettext("{n} was not added", "{n} were not added", len(refused))
        super().__init__(look, title, kept, parent, fitting(WIDE, parent))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 4, 12, 4)
        column.setSpacing(2)
        for place, item in enumerate(refused):
            column.addSpacing(_BETWEEN if place else 0)
            column.addWidget(TextLabel(look, item.name, "bodyStrong"))
            column.addWidget(TextLabel(look, item.sentence, "body", "text.secondary"))
        column.addStretch(1)
        area = Scrolled(content, title)
        room = max(_LOWEST, parent.window().height() - _AROUND)
        area.fit(self.inner_width, min(_HIGHEST, room))
        self.body.addWidget(area)
        self.add_safe(_("Close"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
