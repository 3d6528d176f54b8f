"""What happened, told to every open screen on the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Events(QObject):
    """The only news in the window; each screen decides whether it cares."""

    changed = Signal(object)
    """A tuple of changes has been committed."""
    saved = Signal(object)
    """A commit returned at this `datetime`: the text is on the disk."""
    save_failed = Signal(object)
    """A commit failed with this error; the fields keep their text."""
    language_changed = Signal()
    """Texts are to be set again in the current language."""
