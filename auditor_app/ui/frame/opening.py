"""Reading the audit that was asked for, beside all that goes on in the window meanwhile."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from auditor_app.ui.loading import load

if TYPE_CHECKING:
    from auditor_app.core.live import LiveAudit
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.models.notebook import Notebook

INSIDE: Final = ("auditor_app.ui.frame.audit_page", "auditor_app.ui.models.notebook", "auditor_app.ui.session")
"""What the start page does without and an open audit needs."""


class Opening(QObject):
    """Reads one audit after another; only the one that was asked for last is told, unless it was called off."""

    read = Signal(object, object)
    """The `LiveAudit`, and its `Notebook` with all notes in order."""
    failed = Signal(object)
    """The error for which it could not be read."""

    def __init__(self, workspace: Workspace, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._background = workspace, background
        self._wanted = ""
        self.thing: tuple[str, str, str] = ("", "", "")
        """Where to go in it: place, kind and id, each "" where nothing was said."""

    def ask_for(self, audit_id: str, thing: tuple[str, str, str]) -> None:
        """Load what shows an audit, then read it."""
        self._wanted, self.thing = audit_id, thing
        load(self._background, INSIDE, self._go_on)

    def call_off(self) -> None:
        """Want none any more: a person went elsewhere."""
        self._wanted = ""

    def is_for(self, live: LiveAudit) -> bool:
        """Whether it is this audit that was asked for last."""
        return live.audit.id == self._wanted

    def _go_on(self) -> None:
        if self._wanted:
            work = partial(self._live, self._wanted)
            self._background.run(work, self._on_read, partial(self._on_not_read, self._wanted), latest="open")

    def _live(self, audit_id: str) -> tuple[LiveAudit, Notebook]:
        """Read an audit and put its notes in order, away from the GUI thread."""
        from auditor_app.ui.models.notebook import Notebook  # noqa: PLC0415 - the start page does without

        self._workspace.load()
        live = self._workspace.audits.live(audit_id)
        return live, Notebook(live)

    def _on_read(self, found: tuple[LiveAudit, Notebook]) -> None:
        if self.is_for(found[0]):
            self.read.emit(*found)

    def _on_not_read(self, audit_id: str, error: Exception) -> None:
        if audit_id == self._wanted:
            self.failed.emit(error)
