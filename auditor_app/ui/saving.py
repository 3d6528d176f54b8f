"""Asking where a file goes, and where one begins to look for one."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_DOCUMENTS: Final = QStandardPaths.StandardLocation.DocumentsLocation
_PICTURES: Final = QStandardPaths.StandardLocation.PicturesLocation
_BEGUN: Final[set[QStandardPaths.StandardLocation]] = set()
"""Where somebody began to look already; from then on Qt remembers the folder a file was taken from."""


def first_folder(*, is_for_pictures: bool = False) -> str:
    """Give the folder in which to begin to look for a file: the documents, and "" once Qt knows where one was last.

    Without it a dialog begins where the program was started, which on an installed program is its own folder.
    """
    place = _PICTURES if is_for_pictures else _DOCUMENTS
    if place in _BEGUN:
        return ""
    _BEGUN.add(place)
    return str(_folder_of(place))


def _folder_of(place: QStandardPaths.StandardLocation) -> Path:
    folder = Path(QStandardPaths.writableLocation(place))
    return folder if folder.is_dir() else Path.home()


def ask_where(parent: QWidget, title: str, proposed: Path | str, kinds: str = "") -> Path | None:
    """Ask where a file goes; None when nothing was chosen.

    A bare name is proposed among the documents. A name without an ending that a program knows gets the one of
    `proposed`. Should that file be there already, the dialog opens again with its name, so that nothing is written over
    without a question.
    """
    proposed = Path(proposed)
    if proposed == Path(proposed.name):
        proposed = _folder_of(_DOCUMENTS) / proposed
    end = proposed.suffix
    name, _kind = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    while name and not _is_whole(name, end):
        if not _is_there(Path(name + end)):
            return Path(name + end)
        name, _kind = QFileDialog.getSaveFileName(parent, title, name + end, kinds)
    return Path(name) if name else None


def _is_there(path: Path) -> bool:
    """Whether the file is there; one that the disk cannot name is not, and saving it will say so."""
    try:
        return path.exists()
    except OSError:
        return False


def _is_whole(name: str, end: str) -> bool:
    """Whether a name ends as it should, or as a file of another known kind."""
    return name.casefold().endswith(end) or mimetypes.guess_type(name, strict=False)[0] is not None
