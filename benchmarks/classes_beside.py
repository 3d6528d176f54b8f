"""Does making classes of Qt's beside the window's thread end a program (ADR 32)? `python -m benchmarks.classes_beside`.

Two processes lay out and paint sixty labels for some seconds. One makes new classes on the window's thread meanwhile,
the other on a thread of its own. Neither uses anything of the program, so what is seen is PySide's own doing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import Final

SECONDS: Final = 15.0
_AT_A_TIME: Final = 30
"""Classes made between two paintings."""


def paint_and_make(*, beside: bool) -> str:
    """Lay out and paint while classes are made; say how many of each there were."""
    from PySide6.QtCore import QObject, Signal  # noqa: PLC0415 - in the process that may end
    from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget  # noqa: PLC0415 - as above

    app = QApplication(sys.argv[:1])
    window, made, ended = QWidget(), list[type](), threading.Event()
    column = QVBoxLayout(window)
    for number in range(60):
        column.addWidget(type(f"Label{number}", (QLabel,), {})("text"))
    window.show()

    def make() -> None:
        made.append(type(f"Made{len(made)}", (QObject,), {"told": Signal()}))

    def make_on() -> None:
        while not ended.is_set():
            make()

    if beside:
        threading.Thread(target=make_on, daemon=True).start()
    painted, ends = 0, time.monotonic() + SECONDS
    while time.monotonic() < ends:
        window.setStyleSheet(f"QLabel {{ margin: {painted % 3}px }}")
        app.processEvents()
        painted += 1
        if not beside:
            for _ in range(_AT_A_TIME):
                make()
    ended.set()
    return f"{painted} paintings, {len(made)} classes"


def main() -> int:
    """Run both ways and say how each ended."""
    if len(sys.argv) > 1:
        sys.stdout.write(paint_and_make(beside=sys.argv[1] == "beside") + "\n")
        return 0
    import PySide6  # noqa: PLC0415 - only for its version

    sys.stdout.write(f"PySide {PySide6.__version__} on Python {sys.version.split()[0]}\n")
    for where in ("window", "beside"):
        command = [sys.executable, "-m", "benchmarks.classes_beside", where]
        surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        sys.stdout.write(f"{where}: ended with {done.returncode} {done.stdout.strip()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
