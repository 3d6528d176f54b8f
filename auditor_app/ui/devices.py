"""Microphone and camera, where the laptop has them: Qt Multimedia is optional, and its absence is said in words."""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.util import find_spec

from auditor_app.i18n import _


@cache
def has_multimedia() -> bool:
    """Whether Qt Multimedia can be loaded (on Linux it needs libpulse); slow at first, so ask in the background.

    Its libraries are loaded, the module is not: importing a part of PySide beside the window's thread, which made its
    first picture of an icon, once left both waiting for each other for good.
    """
    spec = find_spec("PySide6.QtMultimedia")
    if spec is None or spec.origin is None:
        return False
    try:
        ctypes.CDLL(spec.origin)
    except OSError:
        return False
    return True


def why_no_microphone() -> str:
    """Say why nothing can be recorded here; "" when it can. Called on the window's own thread."""
    if not has_multimedia():
        return _("no sound on this system: Qt Multimedia needs libpulse")
    from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415 - optional at run time

    return "" if QMediaDevices.audioInputs() else _("no microphone was found")


def why_no_camera() -> str:
    """Say why no photo can be taken here; "" when one can. Called on the window's own thread."""
    if not has_multimedia():
        return _("no camera on this system: Qt Multimedia needs libpulse")
    from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415 - optional at run time

    return "" if QMediaDevices.videoInputs() else _("no camera was found")


def why_no_sound() -> str:
    """Say why nothing can be played here; "" when it can. Called on the window's own thread."""
    if not has_multimedia():
        return _("no sound on this system: Qt Multimedia needs libpulse")
    from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415 - optional at run time

    return "" if QMediaDevices.audioOutputs() else _("no loudspeaker was found")
