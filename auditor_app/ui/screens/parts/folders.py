"""Asking for a folder to write into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession


def chosen_folder(parent: QWidget, title: str, session: AuditSession) -> Path | None:
    """Ask for a folder, beginning where reports go; None when the person thought better of it."""
    name = QFileDialog.getExistingDirectory(parent, title, session.settings.export_dir)
    return Path(name) if name else None
