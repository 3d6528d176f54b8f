"""Asking where a file goes."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(parent: QWidget, title: str, proposed: Path | str, kinds: str = "") -> Path | None:
    """Ask where a file goes; None when nothing was chosen.

    A name without an ending that a program knows gets the one of `proposed`. Should that file be there already, the
    dialog opens again with its name, so that nothing is written over without a question.
    """
    end = Path(proposed).suffix
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
