"""One window per data folder: a second start brings the first window forward instead of opening the audits twice."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QSysInfo, Qt, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PATIENCE: Final = 4.0
"""Seconds in which a window that works answers, on an old laptop too."""
_STEP: Final = 0.05
_CALL: Final = b"show"


class OneWindow(QObject):
    """The claim on a data folder, and the call from whoever came second; a crash gives the claim up by itself."""

    called = Signal()
    """Somebody started the program again: come forward."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bell = folder / "window.call"
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)  # a window may stay open for weeks; what counts is whether its program runs
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_rung)

    def claim(self) -> bool:
        """Take the folder; False when a window on this computer has it."""
        if not self._lock.tryLock(0) and self._is_taken_here():
            return False
        try:
            self._bell.write_bytes(b"")
        except OSError:
            return True  # a folder nobody can write to is told of where it is opened
        self._watcher.addPath(str(self._bell))
        return True

    def call(self, patience: float = PATIENCE) -> bool:
        """Ask the window that has the folder to come forward; False when it does not answer."""
        try:
            self._bell.write_bytes(_CALL)
            ends = time.monotonic() + patience
            while time.monotonic() < ends:
                if not self._bell.read_bytes():
                    return True
                time.sleep(_STEP)
        except OSError:
            return False
        return False

    def _is_taken_here(self) -> bool:
        """Tell a running window from a folder that cannot be locked, and from what another computer left behind."""
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            return False
        _process, computer, _program = self._lock.getLockInfo()
        return not computer or computer == QSysInfo.machineHostName()

    def _on_rung(self, _path: str) -> None:
        if self._bell.exists() and self._bell.read_bytes() == _CALL:
            self._bell.write_bytes(b"")
            self.called.emit()


def bring_forward(window: QWidget) -> None:
    """Show a window above the others, also when it was minimised."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
