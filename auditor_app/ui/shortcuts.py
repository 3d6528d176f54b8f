"""The keys of the program, in one table that binds them and that the F1 sheet shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import N_

Where = Literal["everywhere", "start", "audit", "place"]


@dataclass(frozen=True)
class Key:
    """A key combination in Qt's portable spelling, what it does, and where it works."""

    name: str
    keys: str
    text: str
    where: Where = "place"


KEYS: tuple[Key, ...] = (
    Key("palette", "Ctrl+K", N_("Search, or do something"), "everywhere"),
    Key("keys", "F1", N_("Show the keys that work here"), "everywhere"),
    Key("new_audit", "Ctrl+Shift+N", N_("New audit"), "start"),
    Key("import", "Ctrl+O", N_("Open a signed report"), "everywhere"),
    Key("interim", "Ctrl+Shift+U", N_("Begin an interim evaluation of the marked audit"), "start"),
    Key("filter", "Ctrl+F", N_("Filter the list"), "start"),
    Key("note", "Ctrl+N", N_("Write a note, from anywhere"), "audit"),
    Key("note_window", "Ctrl+Shift+M", N_("Open the small note window"), "audit"),
    Key("photo", "Ctrl+Shift+F", N_("Add photos beside the note in hand"), "audit"),
    Key("voice", "Ctrl+Shift+R", N_("Record a voice memo beside the note in hand"), "audit"),
    Key("undo", "Ctrl+Z", N_("Undo"), "audit"),
    Key("redo", "Ctrl+Shift+Z", N_("Redo"), "audit"),
    Key("checkpoint", "Ctrl+S", N_("Give this moment a name"), "audit"),
    Key("moments", "Ctrl+Shift+S", N_("Named moments"), "audit"),
    Key("check_errors", "F7", N_("Check for errors"), "audit"),
    Key("leaving", "F8", N_("Before you leave"), "audit"),
    Key("next_pane", "F6", N_("Next part of the screen"), "audit"),
    Key("back", "Ctrl+Shift+A", N_("Back to all audits"), "audit"),
    Key("settings", "Ctrl+,", N_("Settings"), "everywhere"),
    Key("lock", "Ctrl+L", N_("Lock the program"), "everywhere"),
    Key("quit", "Ctrl+Q", N_("Quit"), "everywhere"),
)
"""Every key of the frame; the keys of a place stand in its screen's `KEYS`."""

BY_NAME = {key.name: key for key in KEYS}


def bind(parent: QWidget, name: str, slot: Callable[[], object]) -> QShortcut:
    """Make the key called `name` call `slot` while `parent` is seen in the active window."""
    shortcut = QShortcut(QKeySequence(BY_NAME[name].keys), parent)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setObjectName(name)
    shortcut.activated.connect(slot)
    return shortcut


def bind_in_place(place: QWidget, keys: str, slot: Callable[[], object]) -> QShortcut:
    """Make `keys` call `slot` while `place` is seen, also from the rail and the quick note beside it.

    Only for keys that mean nothing in a line of text: a key that edits stays with the field it edits.
    """
    shortcut = QShortcut(QKeySequence(keys), place)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.activated.connect(slot)
    return shortcut


def shown(keys: str) -> str:
    """Give a key combination as it is written on this system's keyboards ("Ctrl+K", "⌘K").

    Qt writes "Return" where the keyboard and every other text here say Enter.
    """
    written = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    returned = QKeySequence(Qt.Key.Key_Return).toString(QKeySequence.SequenceFormat.NativeText)
    return written.replace(returned, "Enter") if len(returned) > 1 else written
