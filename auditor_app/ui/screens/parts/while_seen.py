"""Keeping a view up with the audit only while somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession


class WhileSeen(QObject):
    """Refreshes a view when one of its kinds changes; what changed unseen is shown when the view is seen again."""

    def __init__(
        self, view: QWidget, session: AuditSession, kinds: Collection[str], refresh: Callable[[], None]
    ) -> None:
        super().__init__(view)
        self._view, self._kinds, self._refresh = view, frozenset(kinds), refresh
        self._is_stale = False
        view.installEventFilter(self)
        session.changed.connect(self._on_changed)

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        if any(kind in self._kinds for kind, _entity in touched):
            self._is_stale = not self._view.isVisible()
            if not self._is_stale:
                self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show what changed meanwhile."""
        if event.type() == QEvent.Type.Show and self._is_stale:
            self._is_stale = False
            self._refresh()
        return super().eventFilter(watched, event)
