"""What is read first and what must be seen, in a dialog that is longer than a low window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from auditor_app.ui.focus import SIGHT_PROPERTY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollArea, QWidget

    from auditor_app.ui.widgets.inputs import Field

_AROUND = 20


class Sight(QObject):
    """Scrolls to what says that something is wrong, and to a field as soon as somebody types in it.

    A field that has the caret from the start stays out of sight until then: what is signed is read first.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._part: QWidget | None = None
        # What was just said has its place only after the event.
        self._after = QTimer(self, interval=0, singleShot=True)
        self._after.timeout.connect(self._on_placed)

    def wait_for_typing(self, field: Field) -> None:
        """Let a field have the caret without scrolling to it."""
        field.edit.setProperty(SIGHT_PROPERTY, "typed")
        field.edit.textEdited.connect(partial(self._on_typed, field))

    def bring(self, part: QWidget) -> None:
        """Scroll to a part, once it has its place."""
        self._part = part
        self._after.start()

    def _on_placed(self) -> None:
        if self._part is not None:
            self._area.ensureWidgetVisible(self._part, 0, _AROUND)

    def _on_typed(self, field: Field, _text: str) -> None:
        self._area.ensureWidgetVisible(field, 0, _AROUND)
