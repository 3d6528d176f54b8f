"""Run as a program of its own: opens a data folder, types a text, and stays when the window says that it is saved."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from auditor_app.app import Choices, Program
from auditor_app.ui.main_window import MainWindow
from tests.e2e.keyboard import press, until, write


def main(folder: str, passphrase: str, text: str) -> None:
    """Unlock, open the audit, type the text as a quick note or as the half-finished line of the day, and wait."""
    program = Program(QApplication([]), Choices(Path(folder), language="en"))
    program.start()
    write(passphrase)
    press("Return")
    until(lambda: isinstance(program.window, MainWindow), "the audits")
    window = program.window
    assert isinstance(window, MainWindow)
    until(lambda: window.start.list.hasFocus() and window.start.summaries, "the list")
    press("Return")
    until(lambda: window.page is not None, "the audit")
    page = window.page
    assert page is not None
    press("Ctrl+N")
    seen = page.top.saved.accessibleName()
    write(text)
    press("Return")
    until(lambda: page.top.saved.state == "saved" and page.top.saved.accessibleName() != seen, "“Saved”")
    # Nothing may happen between the word on the screen and the kill, so this is one unbuffered write.
    sys.stdout.write("saved\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
