"""The words of Qt's own dialogs, for files and for printing: Qt's catalogue, and what it lacks from ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QTranslator

from auditor_app.i18n import N_, _

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication, QObject

LACKING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "QFileDialog": (N_("&Look in:"), N_("Files of &type:")),
        "QAbstractFileIconProvider": (N_("Drive"), N_("File"), N_("Folder"), N_("Unknown")),
        "QPrintSettingsOutput": (
            N_("Double Sided Printing"), N_("Long side binding"), N_("Short side binding"), N_("Off"), N_("Page &Set:"),
        ),
        "QPageSetupWidget": (N_("Page &order:"), N_("Pages &per sheet:")),
        "QCupsJobWidget": (
            N_("&Billing information:"), N_("&Start:"), N_("&End:"), N_("Job &priority:"), N_("Scheduled &printing:"),
        ),
    }
)  # fmt: skip
"""Texts that a catalogue of Qt 6.11 has in some languages only, by the class that says them."""


class _Lacking(QTranslator):
    """Says in our words what Qt's catalogue of a language lacks."""

    def isEmpty(self) -> bool:
        """Say that there is something in it, else Qt would not ask."""
        return False

    def translate(self, context: str, text: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        """Give our word, or None for what is not ours to say: an empty text would be shown."""
        return _(text) if text in LACKING.get(context, ()) else None


def speak(app: QCoreApplication, language: str, owner: QObject, before: list[QTranslator]) -> list[QTranslator]:
    """Let Qt's own dialogs speak a language instead of the one of `before`; gives what to take off next time."""
    for translator in before:
        app.removeTranslator(translator)
    ours, qts = _Lacking(owner), QTranslator(owner)
    app.installTranslator(ours)  # the one installed last is asked first
    if not qts.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        return [ours]
    app.installTranslator(qts)
    return [ours, qts]
