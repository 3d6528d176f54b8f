"""`auditor sheets`: paper for when the laptop fails, with the codes of a framework."""

from __future__ import annotations

import argparse
from pathlib import Path

from auditor_app.cli.opening import made_folder
from auditor_app.cli.terminal import OK, Terminal
from auditor_app.config import resource_path
from auditor_app.i18n import _, current
from auditor_app.services.visit.paper import make_sheets, write_sheets

SHIPPED = ("frameworks", "ked-starter-0.1.json")


def add(parser: argparse.ArgumentParser) -> None:
    """Take the folder to write to, and another framework than the one that is shipped."""
    parser.add_argument("--out", metavar="DIR", required=True, help=_("the folder to write to"))
    parser.add_argument("--framework", metavar="FILE", help=_("a framework file, if not the one that is shipped"))


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write the capture sheet, the criterion sheets and those of the matrix; needs no data folder."""
    from auditor_app.services.frameworks.framework_file import built, read_file  # noqa: PLC0415 - loads the schema checker

    path = Path(arguments.framework) if arguments.framework else resource_path(*SHIPPED)
    framework = built(read_file(path), path.name)
    sheets = make_sheets(framework, arguments.language or current().language)
    made = write_sheets(sheets, made_folder(arguments.out))
    terminal.answer({"sheets": [str(target) for target in made]}, map(str, made))
    return OK
