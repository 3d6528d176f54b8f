"""The window: screens, models, widgets, background work. No SQL, no PDF, no rules."""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - what is turned off below comes with it


def _leave_sources_unread() -> None:
    """Keep PySide from reading the source of all that is imported after it.

    It looks there for its name, to know where a switch to other spellings of its methods holds. Nobody here turns that
    switch, and what was read stays in memory: 10 MB, and a fifth of the time that our modules take to load.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _is_left_alone)  # noqa: B010 - mypy knows no such name


def _is_left_alone(_module: object) -> bool:
    return False


_leave_sources_unread()
