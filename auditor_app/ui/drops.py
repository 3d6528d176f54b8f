"""What is dragged here from another program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def take_copy(event: QDropEvent) -> bool:
    """Take a copy of what is dropped, or held over a widget; False where only the thing itself is offered.

    With Shift held down a file manager offers to move it, and removes what was accepted so.
    """
    if not event.possibleActions() & Qt.DropAction.CopyAction:
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True
