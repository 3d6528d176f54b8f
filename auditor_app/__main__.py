"""`auditor` opens the window, `auditor <verb>` works in the terminal, and a frozen program is its own worker."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

WINDOW_VALUES = ("--data-dir", "--language")
"""Options of the window that take a value of their own."""
ASKS_FOR_WORDS = frozenset({"-h", "--help", "--version"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Choose by the arguments what this process is; gives the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    work = worker_of(given)
    if work is not None:
        work()
        return 0
    if is_for_window(given):
        if not has_display():
            return _say_no_display()
        from auditor_app.app import main as open_window  # noqa: PLC0415 - the terminal needs no Qt

        return open_window(given)
    from auditor_app.cli.main import main as do  # noqa: PLC0415 - the window needs no verbs

    return do(given)


def worker_of(given: Sequence[str]) -> Callable[[], None] | None:
    """Give what a process does that the program started for itself; None for one that a person started."""
    match given:
        case ["--verify-worker"]:
            from auditor_app.services.signing.worker import main as verify  # noqa: PLC0415 - the process is only this

            return verify
        case ["--survey-worker"]:
            from auditor_app.services.surveys.worker import main as read  # noqa: PLC0415 - the process is only this

            return read
        case ["--form-worker"]:
            from auditor_app.services.report.form_worker import main as read_form  # noqa: PLC0415 - the process is only this

            return read_form
        case ["--photo-worker"]:
            from auditor_app.services.pictures.worker import main as make_photos  # noqa: PLC0415 - the process is only this

            return make_photos
    return None


def is_for_window(arguments: Sequence[str]) -> bool:
    """Tell whether there are only options of the window: no verb, and no wish for words about them."""
    waiting = False
    for argument in arguments:
        if waiting:
            waiting = False
        elif argument in ASKS_FOR_WORDS or not argument.startswith("-"):
            return False
        else:
            waiting = argument in WINDOW_VALUES
    return True


def has_display() -> bool:
    """Tell whether a window can open; Qt would end the process without a word that helps."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _say_no_display() -> int:
    from auditor_app.i18n import _, set_language, system_language  # noqa: PLC0415 - neither verbs nor window need it here

    set_language(system_language())
    told = _("There is no display here, so no window can open. The same work in the terminal: {command}")
    sys.stderr.write(told.format(command="auditor --help") + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
